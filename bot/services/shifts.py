"""Shifts: who makes, changes and calls them off, and what is seen of them. What volunteers do with
them stands in `signups.py`.

Each deed names the version that the lead had before their eyes: whoever is second is shown what the
first changed (`ShiftEditedMeanwhile`) and loses nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import uuid4

from bot.domain.actor import Actor
from bot.domain.errors import BadInput, NotFound
from bot.domain.shift import (
    OUT_THERE,
    SHIFT_FIELDS,
    Shift,
    ShiftDraft,
    ShiftKind,
    ShiftStatus,
    draft_of_shift,
)
from bot.domain.shift_check import check_shift
from bot.services.shift_following import HORIZON_EVERY, horizon_timer, set_shift_timers
from bot.services.shift_reach import later_of_series
from bot.services.shift_times import as_event, from_json, moments, settled_start, times_of, to_json
from bot.services.shift_views import Seen, ShiftViews, lead_of_shifts
from bot.services.shift_writing import (
    ShiftEditedMeanwhile,
    WouldMove,
    refuse_old_version,
    write_edit,
    write_off,
)
from bot.services.zones import known_zone
from bot.storage.database import Transaction
from bot.storage.erase import erase
from bot.storage.shift_changes import ShiftDeed, forget_old_shifts, insert_shift_change
from bot.storage.shift_series import (
    delete_series,
    get_series,
    insert_series,
    list_of_series,
    update_series,
)
from bot.storage.shifts import (
    get_shift,
    insert_shift,
    list_shifts,
    set_shift_thread,
)
from bot.storage.timers import set_timers

__all__ = ["Seen", "ShiftEditedMeanwhile", "ShiftsService", "WouldMove"]

NAMES_KEPT = timedelta(days=90)
SHIFTS_KEPT = timedelta(days=365)
#: What each date of a series has by itself.
_OWN_TIME = frozenset({"local_start", "fold"})


class ShiftsService(ShiftViews):
    """What leads do with shifts, and (from `ShiftViews`) what everybody sees of them."""

    # --- making -------------------------------------------------------------------------

    async def check(self, actor: Actor, draft: ShiftDraft) -> ShiftDraft:
        """The draft as it would be kept.

        Raises:
            NotAllowed: neither an organizer nor a dispatcher. BadInput: something in it can't be
            kept. AskWhichTime: its start does not exist or exists twice.
        """
        lead_of_shifts(actor)
        now = self._clock.now()
        draft = check_shift(replace(draft, zone=known_zone(draft.zone)), now=now)
        draft = settled_start(draft)
        if moments(draft)[1] <= now:
            raise BadInput("shift_error.past")
        if draft.place and draft.lat is None:
            found = (await self._places()).known(draft.place)
            if found is not None:
                draft = replace(draft, lat=found.lat, lon=found.lon)
        return draft

    async def create(self, actor: Actor, draft: ShiftDraft) -> Shift:
        """Open a new shift. Raises as `check` does."""
        guild_id = lead_of_shifts(actor)
        checked = await self.check(actor, draft)
        async with self._db.transaction() as tx:
            shift = await self._insert(tx, guild_id, checked, by=actor.user_id)
            await set_shift_timers(tx, [shift], now=self._clock.now())
            await tx.commit()
        return shift

    async def create_series(self, actor: Actor, draft: ShiftDraft, rule: str) -> list[Shift]:
        """Open a series by an RRULE: those of the coming 400 days (200 at most), and later ones as
        time goes by.

        Raises as `check` does; BadInput: the rule can't be used, or says no day to come.
        """
        guild_id = lead_of_shifts(actor)
        now = self._clock.now()
        draft = check_shift(replace(draft, zone=known_zone(draft.zone)), now=now)
        event = as_event(draft, rule)
        draft = await self.check(actor, replace(draft, local_start=event.local_start))
        async with self._db.transaction() as tx:
            series = await insert_series(
                tx, guild_id=guild_id, rule=event.rule or rule, draft=to_json(draft)
            )
            made = await self._write_out(tx, guild_id, series, draft, rule, by=actor.user_id)
            if not made:
                raise BadInput("shift_error.series_over")
            await set_timers(tx, [horizon_timer(series, guild_id, now + HORIZON_EVERY)])
            await tx.commit()
        return made

    async def _write_out(
        self,
        tx: Transaction,
        guild_id: int,
        series: int,
        draft: ShiftDraft,
        rule: str,
        *,
        by: int | None,
        after: str = "",
    ) -> list[Shift]:
        """Those of a series that are not there yet: all that the rule says after the last one,
        wherever that was moved."""
        made: list[Shift] = []
        for each in times_of(draft, rule, now=self._clock.now()):
            if each.local.isoformat(timespec="minutes") <= after:
                continue
            one = replace(draft, local_start=each.local, fold=None)
            made.append(await self._insert(tx, guild_id, one, by=by, series=series))
        await set_shift_timers(tx, made, now=self._clock.now())
        return made

    async def write_more(self, tx: Transaction, series: int) -> int:
        """Write out more of a series, as time goes by; how many. The caller commits."""
        kept = await get_series(tx, series)
        if kept is None:
            return 0
        standing = await list_of_series(tx, series)
        after = max((each.recurrence_id or "" for each in standing), default="")
        draft = from_json(kept.draft)
        made = await self._write_out(
            tx, kept.guild_id, series, draft, kept.rule, by=None, after=after
        )
        return len(made)

    async def goes_on(self, tx: Transaction, series: int) -> bool:
        """Whether something of a series is still to come."""
        standing = await list_of_series(tx, series)
        return any(each.starts_at > self._clock.now() for each in standing)

    async def copy_day(self, actor: Actor, day: date, to: date) -> list[Shift]:
        """Open what took place on one day again on another, at the same times, with nobody on it.

        Raises:
            NotAllowed. BadInput: there was nothing that day, the other is past, or a time does not
            exist or exists twice there.
        """
        guild_id = lead_of_shifts(actor)
        start = datetime.combine(day, datetime.min.time())
        found = [
            shift
            for shift in await list_shifts(
                self._db,
                guild_id=guild_id,
                now=moments_floor(start),
                until=None,
                limit=500,
            )
            if shift.local_start.date() == day and shift.status is ShiftStatus.OPEN
        ]
        if not found:
            raise BadInput("shift_error.nothing_that_day")
        drafts = [
            await self.check(
                actor,
                replace(
                    draft_of_shift(shift),
                    local_start=shift.local_start + (to - day),
                    fold=None,
                    occurrence=None,
                    newcomers_until=None,
                ),
            )
            for shift in found
        ]
        async with self._db.transaction() as tx:
            made = [await self._insert(tx, guild_id, d, by=actor.user_id) for d in drafts]
            await set_shift_timers(tx, made, now=self._clock.now())
            await tx.commit()
        return made

    async def _insert(
        self,
        tx: Transaction,
        guild_id: int,
        draft: ShiftDraft,
        *,
        by: int | None,
        series: int | None = None,
    ) -> Shift:
        starts_at, ends_at = moments(draft)
        name = draft.local_start.isoformat(timespec="minutes") if series is not None else None
        shift = Shift(
            **{field: getattr(draft, field) for field in SHIFT_FIELDS},
            number=0,
            uid=str(uuid4()),
            guild_id=guild_id,
            status=ShiftStatus.OPEN,
            version=1,
            sequence=0,
            changed_at=self._clock.now(),
            change=0,
            starts_at=starts_at,
            ends_at=ends_at,
            series=series,
            recurrence_id=name,
            made_by=by,
        )
        number = await insert_shift(tx, shift)
        await insert_shift_change(
            tx, shift=number, version=1, deed=ShiftDeed.MADE, at=shift.changed_at, by=by, before={}
        )
        kept = await get_shift(tx, number)
        if kept is None:
            raise NotFound("shift_error.gone")
        return kept

    # --- changing -----------------------------------------------------------------------

    async def edit(
        self,
        actor: Actor,
        number: int,
        version: int,
        changes: Mapping[str, Any],
        *,
        moves: bool = False,
        and_later: bool = False,
    ) -> Shift:
        """Change a shift (`and_later`: and all later ones of its series); who holds it is told what
        they must know. `moves`: whoever loses their place by it was shown, and that is meant.

        Raises:
            NotAllowed: not its lead. NotFound. ShiftEditedMeanwhile: somebody was first.
            WouldMove: people would lose their place; ask, come again with `moves`.
            BadInput, AskWhichTime: as `check`.
        """
        changes = await self._on_the_map(changes)
        async with self._db.transaction() as tx:
            shift = await self.of_lead(tx, actor, number)
            await refuse_old_version(tx, shift, version)
            _refuse_closed(shift, self._clock.now())
            edits = [(shift, changes)]
            if and_later:
                edits += await self._for_later(tx, shift, changes)
            after = shift
            losing: list[int] = []
            for each, own in edits:
                try:
                    edited = await self._edited(
                        tx, actor, each, own, moves=moves, asks=each is shift
                    )
                except WouldMove as would:  # of all of them together, so that nobody is overlooked
                    losing += would.people
                    continue
                after = edited if each is shift else after
            if losing:
                raise WouldMove(list(dict.fromkeys(losing)))
            if and_later and shift.series is not None:
                await self._change_series(tx, shift.series, after, changes)
            await tx.commit()
        return after

    async def _for_later(
        self, tx: Transaction, shift: Shift, changes: Mapping[str, Any]
    ) -> list[tuple[Shift, Mapping[str, Any]]]:
        """What the same edit is for the later ones of a series: moved by as much."""
        found: list[tuple[Shift, Mapping[str, Any]]] = []
        for each in await later_of_series(tx, shift, now=self._clock.now()):
            own = dict(changes)
            if "local_start" in own:
                by_how_much = own["local_start"] - shift.local_start
                own |= {"local_start": each.local_start + by_how_much, "fold": None}
            found.append((each, own))
        return found

    async def _on_the_map(self, changes: Mapping[str, Any]) -> Mapping[str, Any]:
        """With another place its point on the map is another."""
        if "place" not in changes or "lat" in changes:
            return changes
        place = str(changes["place"]).strip()
        found = (await self._places()).known(place) if place else None
        return {
            **changes,
            "lat": found.lat if found else None,
            "lon": found.lon if found else None,
        }

    async def _edited(
        self,
        tx: Transaction,
        actor: Actor,
        shift: Shift,
        changes: Mapping[str, Any],
        *,
        moves: bool,
        asks: bool,
    ) -> Shift:
        unknown = changes.keys() - set(SHIFT_FIELDS)
        if unknown:
            raise ValueError(unknown)
        draft = check_shift(replace(draft_of_shift(shift), **dict(changes)), now=self._clock.now())
        if asks and changes.keys() & {"local_start", "zone", "fold"}:
            draft = settled_start(draft)  # of a later one in a series the rule of series holds
        return await write_edit(
            tx, shift, draft, by=actor.user_id, moves=moves, now=self._clock.now()
        )

    async def _change_series(
        self, tx: Transaction, series: int, shift: Shift, changes: Mapping[str, Any]
    ) -> None:
        """Only what was changed: what one date alone has is not for those to come."""
        kept = await get_series(tx, series)
        if kept is None:
            return
        draft = from_json(kept.draft)
        own = {name: getattr(shift, name) for name in changes if name not in _OWN_TIME}
        if "local_start" in changes:
            time = shift.local_start.time()
            own["local_start"] = datetime.combine(draft.local_start.date(), time)
        await update_series(tx, series, rule=kept.rule, draft=to_json(replace(draft, **own)))

    async def cancel(
        self, actor: Actor, number: int, version: int, *, and_later: bool = False
    ) -> int:
        """Call a shift off (`and_later`: and all later ones of its series, for good); everybody on
        it is told. How many shifts. Raises as `edit` does."""
        now = self._clock.now()
        async with self._db.transaction() as tx:
            shift = await self.of_lead(tx, actor, number)
            await refuse_old_version(tx, shift, version)
            _refuse_closed(shift, now)
            later = await later_of_series(tx, shift, now=now) if and_later else []
            gone = [shift, *later]
            for each in gone:
                await write_off(tx, each, by=actor.user_id, now=now)
            if and_later and shift.series is not None:
                await delete_series(tx, shift.series)
            await tx.commit()
        return len(gone)

    async def set_thread(self, number: int, thread_id: int) -> None:
        """The thread of a shift, in which people are pinged; the first that was made stays."""
        async with self._db.transaction() as tx:
            await set_shift_thread(tx, number, thread_id)
            await tx.commit()

    async def drop_old(self) -> None:
        """Forget who was on what, who led and changed what, and in the end the shifts."""
        now = self._clock.now()
        async with self._db.transaction() as tx:
            await forget_old_shifts(
                tx,
                signups_before=now - NAMES_KEPT,
                names_before=now - NAMES_KEPT,
                shifts_before=now - SHIFTS_KEPT,
            )
            await tx.commit()
        await erase(self._db)


def _refuse_closed(shift: Shift, now: datetime) -> None:
    if shift.status is ShiftStatus.CANCELLED:
        raise BadInput("shift_error.cancelled")
    if shift.ends_at <= now:
        raise BadInput("shift_error.over")


def usual_draft(kind: ShiftKind, draft: ShiftDraft) -> ShiftDraft:
    """The draft with what is usual for its kind."""
    return replace(draft, field=kind in OUT_THERE)


def moments_floor(local: datetime) -> datetime:
    """A moment that lies before that local time everywhere on earth."""
    return (local - timedelta(hours=15)).replace(tzinfo=UTC)

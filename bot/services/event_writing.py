"""One deed done to an event, whole: the row, its history, its times, the line, and what follows.

Everything here runs inside the caller's transaction. Who may and whether the deed makes sense was
decided before (`events.py`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from bot.domain.errors import BadInput
from bot.domain.event import FIELDS, Draft, Event, Occurrence, Status, draft_of
from bot.domain.event_check import check_draft, check_texts
from bot.domain.local_time import local_in
from bot.domain.places import Places
from bot.services.event_following import (
    refresh_board,
    set_event_timers,
    settle_offers,
    tell_changed,
)
from bot.services.event_series import plan_series
from bot.services.event_times import (
    Written,
    ask_if_odd,
    moment_of,
    with_first_start,
    written_out,
)
from bot.services.field_change import FieldChange
from bot.services.shifts_of_events import call_off_shifts
from bot.services.zones import known_zone
from bot.storage.database import Transaction
from bot.storage.event_changes import EventDeed, insert_event_change, list_event_changes
from bot.storage.event_occurrences import (
    NewOccurrence,
    delete_occurrences,
    insert_occurrences,
    list_answered,
    list_occurrences,
    update_occurrences,
)
from bot.storage.events import insert_event, update_event
from bot.storage.rsvps import most_held

#: A change of one of these moves the event in time.
TIME_FIELDS = ("zone", "local_start", "fold", "minutes", "rule")


#: What the history calls a change of one date of a series; the date's number follows.
ONE_DATE = "one_date"


class EditedMeanwhile(BadInput):
    """Somebody else changed the event since it was opened: `current` is how it stands now, `what`
    the fields that they changed."""

    def __init__(self, current: Event, what: Sequence[FieldChange]) -> None:
        super().__init__("event_error.edited_meanwhile")
        self.current = current
        self.what = what


def json_of(event: Draft, field: str) -> Any:
    """A field as the history keeps it."""
    value = getattr(event, field)
    if isinstance(value, datetime):
        return value.isoformat(timespec="minutes")
    return list(value) if isinstance(value, tuple) else value  # pyright: ignore[reportUnknownArgumentType, reportUnknownVariableType]


async def refuse_old_version(tx: Transaction, current: Event, version: int) -> None:
    """Raises EditedMeanwhile where somebody edited since that version."""
    if current.version == version:
        return
    before: dict[str, Any] = {}
    for change in await list_event_changes(tx, current.number, after_version=version):
        before.update(change.before)  # the newest first: what the oldest says is how it stood
    what = [
        FieldChange(field, was, json_of(current, field))
        for field, was in before.items()
        if field in FIELDS or field == "status"
        if was != json_of(current, field)
    ]
    what += [
        FieldChange(ONE_DATE, *both) for field, both in before.items() if field.startswith(ONE_DATE)
    ]
    raise EditedMeanwhile(current, what)


async def insert_new(tx: Transaction, event: Event, *, by: int, now: datetime) -> Event:
    """A new event with its times written out; a draft, so nobody hears of it."""
    times = times_or_refuse(event, now=now)
    event = replace(event, number=await insert_event(tx, event))
    await _insert_times(tx, event, times)
    await insert_event_change(
        tx, event=event.number, version=1, deed=EventDeed.MADE, at=now, by=by, before={}
    )
    return event


def times_or_refuse(draft: Draft, *, now: datetime) -> list[Written]:
    """The times to write out.

    Raises:
        BadInput: none of them is to come. AskWhichTime: see `event_times.py`.
    """
    ask_if_odd(draft)
    times = written_out(draft, now=now)
    if not times:
        raise BadInput("event_error.past" if draft.rule is None else "event_error.series_over")
    return times


def settled(draft: Draft) -> Draft:
    """The draft with its start on a time that its rule says, and no question left about it.

    Raises:
        BadInput: the rule never comes true. AskWhichTime: see `event_times.py`.
    """
    return ask_if_odd(with_first_start(draft))


def edited(
    event: Event, changes: Mapping[str, Any], places: Places | None, *, now: datetime
) -> Event:
    """The event with these fields changed. `places`: where a new place is looked up.

    Raises:
        BadInput: something in it can't be kept. AskWhichTime: see `event_times.py`.
    """
    changes = check_texts(changes)
    if "local_start" in changes:
        changes.setdefault("fold", None)  # another time, another question
    if "place" in changes and changes["place"] != event.place:
        changes.setdefault("lat", None)
        changes.setdefault("lon", None)
    draft = replace(draft_of(event), **changes)
    timed = {"zone", "local_start", "minutes", "rule"} & changes.keys()
    draft = replace(draft, zone=known_zone(draft.zone)) if "zone" in timed else draft
    draft = check_draft(draft, now=now)
    if timed:
        draft = settled(draft)
        times_or_refuse(draft, now=now)
    if "place" in changes:
        draft = located(draft, places)
    return replace(event, **{name: getattr(draft, name) for name in FIELDS})


def located(draft: Draft, places: Places | None) -> Draft:
    """The draft with the point of its place, where none was given and the place is known."""
    if not draft.place or draft.lat is not None or places is None:
        return draft
    found = places.known(draft.place)
    return draft if found is None else replace(draft, lat=found.lat, lon=found.lon)


def moved_times(
    event: Event,
    before: Occurrence,
    local_start: datetime | None,
    minutes: int | None,
    fold: int | None,
    *,
    now: datetime,
) -> tuple[datetime, datetime]:
    """The new times of one occurrence, asked about where the clock plays tricks."""
    lasts = (before.ends_at - before.starts_at) // timedelta(minutes=1)
    if local_start is None:
        lasts = minutes or lasts
        check_draft(replace(draft_of(event), minutes=lasts, rule=None), now=now)
        return before.starts_at, before.starts_at + timedelta(minutes=lasts)
    once = replace(
        draft_of(event),
        local_start=local_start,
        minutes=minutes if minutes is not None else lasts,
        fold=fold,
        rule=None,
    )
    once = settled(check_draft(once, now=now))
    times_or_refuse(once, now=now)
    starts_at, _ = moment_of(once.local_start, once.zone, once.fold or 0)
    return starts_at, starts_at + timedelta(minutes=once.minutes)


async def write_deed(
    tx: Transaction, before: Event, after: Event, deed: EventDeed, *, by: int | None, now: datetime
) -> Event:
    """Write what an organizer did to an event and all that follows; the event as it is now."""
    after = _numbered(before, after, now)
    changed = {
        field: json_of(before, field)
        for field in (*FIELDS, "status")
        if json_of(before, field) != json_of(after, field)
    }
    if changed.keys() & {"capacity"}:
        await _refuse_too_few(tx, after, now)
    await update_event(tx, after)
    await insert_event_change(
        tx,
        event=after.number,
        version=after.version,
        deed=deed,
        at=now,
        by=by,
        before=changed,
    )
    heard = await _write_times(tx, before, after, changed.keys(), now)
    await _follow(tx, before, after, changed.keys(), heard, now)
    if after.status in (Status.CANCELLED, Status.POSTPONED):
        coming = await list_occurrences(tx, after.number, ends_after=now)
        await call_off_shifts(tx, [each.number for each in coming], by=by, now=now)
    return after


async def write_one(
    tx: Transaction,
    event: Event,
    before: Occurrence,
    after: Occurrence,
    deed: EventDeed,
    *,
    by: int | None,
    now: datetime,
) -> tuple[Event, Occurrence]:
    """Write what an organizer did to one time of an event, and all that follows."""
    told = event.status is Status.PUBLISHED
    after = replace(after, moved=True, change=before.change + 1 if told else before.change)
    event = _numbered(event, event, now)
    await update_event(tx, event)
    await update_occurrences(tx, [after])
    changed = {f"{ONE_DATE} {before.number}": [_said(event, before), _said(event, after)]}
    await insert_event_change(
        tx, event=event.number, version=event.version, deed=deed, at=now, by=by, before=changed
    )
    if told:
        await tell_changed(tx, event, [after], _what_of_one(before, after), now=now)
        await set_event_timers(tx, event, [after], now=now)
        await settle_offers(tx, event, after, now=now)
    await refresh_board(tx, event, now=now)  # of what is postponed, too
    if after.cancelled:
        await call_off_shifts(tx, [after.number], by=by, now=now)
    return event, after


def _numbered(before: Event, after: Event, now: datetime) -> Event:
    """A version more, and iCalendar's numbers up where calendars have it already (RFC 5546)."""
    known = before.status is not Status.DRAFT
    return replace(
        after,
        version=before.version + 1,
        sequence=before.sequence + 1 if known else before.sequence,
        changed_at=now,
    )


def _said(event: Event, one: Occurrence) -> str | None:
    """When and where one date is, for the history; None where it does not take place."""
    if one.cancelled:
        return None
    when = local_in(one.starts_at, event.zone).isoformat(" ", "minutes")
    return ", ".join(filter(None, [when, one.place, one.address]))


def _what_of_one(before: Occurrence, after: Occurrence) -> str:
    if after.cancelled:
        return "cancelled"
    times = (before.starts_at, before.ends_at) != (after.starts_at, after.ends_at)
    places = (before.place, before.address) != (after.place, after.address)
    return " ".join(["time"] * times + ["place"] * places) or "time"


async def _refuse_too_few(tx: Transaction, after: Event, now: datetime) -> None:
    if after.capacity is None:
        return
    held = await most_held(tx, after.number, now=now)
    if held > after.capacity:
        raise BadInput("event_error.capacity_below", held=held)


async def _write_times(
    tx: Transaction,
    before: Event,
    after: Event,
    changed: AbstractSet[str],
    now: datetime,
) -> set[int]:
    """Bring the written times up to date; the numbers of those whose time changed or that fell
    away."""
    standing = await list_occurrences(tx, after.number)
    heard: set[int] = set()
    if changed & set(TIME_FIELDS):
        plan = plan_series(
            standing,
            times_or_refuse(after, now=now),
            answered=await list_answered(tx, after.number),
            shift=after.local_start - before.local_start,
            alone=before.rule is None and after.rule is None,
            now=now,
        )
        await delete_occurrences(tx, plan.deleted)
        await update_occurrences(tx, plan.updated)
        await _insert_times(tx, after, plan.added)
        heard = set(plan.told)
    if "capacity" in changed:
        coming = await list_occurrences(tx, after.number, ends_after=now)
        await update_occurrences(tx, [replace(o, capacity=after.capacity) for o in coming])
    return heard


async def _insert_times(tx: Transaction, event: Event, times: Sequence[Written]) -> None:
    await insert_occurrences(
        tx,
        event.number,
        [NewOccurrence(each.recurrence_id, each.starts_at, each.ends_at) for each in times],
        capacity=event.capacity,
    )


async def _follow(
    tx: Transaction,
    before: Event,
    after: Event,
    changed: AbstractSet[str],
    heard: set[int],
    now: datetime,
) -> None:
    """Tell people, set timers, offer places, draw the board."""
    if after.status is Status.DRAFT:
        return
    coming = await list_occurrences(tx, after.number, ends_after=now)
    critical = _critical(before, after, changed)
    was_known = before.status in (Status.PUBLISHED, Status.POSTPONED)
    told: list[Occurrence] = []
    for standing in coming:
        each, own = standing, set(critical)
        if each.place is not None or each.address is not None:
            own -= {"place"}  # this one takes place elsewhere anyway
        new_time = each.number in heard
        if not was_known or not (new_time or (own and not each.cancelled)):
            continue
        if not new_time:  # `plan_series` has counted that one already
            each = replace(each, change=each.change + 1)
            await update_occurrences(tx, [each])
        told.append(each)
    if before.status is Status.POSTPONED and after.status is Status.POSTPONED:
        told = []  # nothing to be told before there is a new date
    for each in told:
        codes = set(critical) | ({"time"} if each.number in heard else set[str]())
        what = "cancelled" if each.cancelled else " ".join(sorted(codes))
        await tell_changed(tx, after, [each], what, now=now)
    await set_event_timers(tx, after, coming, now=now)
    # Offers may also be left from when there was a limit.
    limited = after.capacity is not None or before.capacity is not None
    if limited or heard or before.status is not after.status:
        for each in await list_occurrences(tx, after.number, ends_after=now):
            await settle_offers(tx, after, each, now=now)
    await refresh_board(tx, after, now=now)


def _critical(before: Event, after: Event, changed: AbstractSet[str]) -> list[str]:
    """Codes of what people must hear of in any case."""
    if after.status is Status.CANCELLED:
        return ["cancelled"]
    if after.status is Status.POSTPONED and before.status is not Status.POSTPONED:
        return ["postponed"]
    found: list[str] = []
    if before.status is Status.POSTPONED and after.status is Status.PUBLISHED:
        found.append("time")
    if changed & {"place", "address"}:
        found.append("place")
    if "link" in changed and not (after.place or after.address):
        found.append("link")
    return found

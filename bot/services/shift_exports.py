"""Who was on which shift, and for how long, as a table for those who run shifts.

Names are given by the caller for this one file and kept nowhere. That a file was made is noted in
the log and told in the channel of the moderators.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.clock import Clock
from bot.domain.actor import Actor
from bot.domain.errors import BadInput, NotFound
from bot.i18n import t
from bot.logs import get_logger
from bot.services.lists.csv_write import csv_table
from bot.services.shift_views import lead_of_shifts
from bot.storage.database import Database
from bot.storage.guilds import Purpose, get_guild_channel
from bot.storage.outbox import Message, Target, insert_messages
from bot.storage.shift_people import Held, list_held

log = get_logger(__name__)

EXPORTED = "shift.exported"
#: What a table has, in this order; each is headed in the asker's language.
COLUMNS = (
    *("day", "start", "end", "zone", "shift", "kind", "place", "role", "user_id", "name", "came"),
    *("checked_in", "checked_out", "hours"),
)
#: So far back who was on a shift is kept, and a little to come.
LONGEST = timedelta(days=400)
_MOST = 20_000


@dataclass(frozen=True, slots=True)
class ShiftFile:
    """A file, and how many places are in it."""

    data: bytes
    name: str
    count: int


class ShiftExports:
    """Writes who was on which shift."""

    def __init__(self, db: Database, *, clock: Clock) -> None:
        self._db = db
        self._clock = clock

    async def who(self, actor: Actor, *, since: datetime, until: datetime) -> list[int]:
        """Whose names are needed for the table. Raises as `table` does."""
        return sorted({each.signup.user_id for each in await self._held(actor, since, until)})

    async def table(
        self,
        actor: Actor,
        language: str,
        names: Mapping[int, str],
        *,
        since: datetime,
        until: datetime,
    ) -> ShiftFile:
        """Every place held on a shift that begins in that time.

        Raises:
            NotAllowed: neither an organizer nor a dispatcher. BadInput: no such time, or it is too
            long. NotFound: nobody was on a shift then.
        """
        held = await self._held(actor, since, until)
        if not held:
            raise NotFound("shift_error.nothing_to_export")
        rows = [_cells(each, names.get(each.signup.user_id, ""), language) for each in held]
        columns = [t(f"shift_roster.column_{name}", language) for name in COLUMNS]
        await self._tell(actor, since, until)
        log.info("shifts_exported", rows=len(rows))
        return ShiftFile(csv_table(columns, rows), "roster.csv", len(rows))

    async def _held(self, actor: Actor, since: datetime, until: datetime) -> list[Held]:
        guild_id = lead_of_shifts(actor)
        if until <= since or until - since > LONGEST:
            raise BadInput("shift_error.export_time", days=LONGEST.days)
        return await list_held(self._db, guild_id=guild_id, since=since, until=until, limit=_MOST)

    async def _tell(self, actor: Actor, since: datetime, until: datetime) -> None:
        guild_id, now = lead_of_shifts(actor), self._clock.now()
        async with self._db.transaction() as tx:
            channel = await get_guild_channel(tx, guild_id, Purpose.MODERATION)
            if channel is None:
                return
            args = {
                "person": actor.user_id,
                "since": round(since.timestamp()),
                "until": round(until.timestamp()),
            }
            key = f"{EXPORTED}:{guild_id}:{actor.user_id}:{round(now.timestamp())}"
            message = Message(
                key, guild_id, Target.CHANNEL, channel, EXPORTED, args, now,
                now + timedelta(days=2),
            )  # fmt: skip
            await insert_messages(tx, [message])
            await tx.commit()


def _cells(held: Held, name: str, language: str) -> list[str]:
    shift, mine = held.shift, held.signup
    zone = ZoneInfo(shift.zone)
    start, end = shift.starts_at.astimezone(zone), shift.ends_at.astimezone(zone)
    role = next((each for each in shift.roles if each.number == mine.role), None)
    came = mine.came if mine.came is not None else (True if mine.in_at else None)
    hours = (shift.ends_at - shift.starts_at) / timedelta(hours=1)
    return [
        f"{start:%Y-%m-%d}",
        f"{start:%H:%M}",
        f"{end:%H:%M}",
        shift.zone,
        shift.title,
        t(f"shifts.kind_{shift.kind.value}", language),
        shift.place,
        " ".join(filter(None, (role.name, role.language))) if role else "",
        str(mine.user_id),
        name,
        "" if came is None else t("shift_roster.yes" if came else "shift_roster.no", language),
        _clock(mine.in_at, zone),
        _clock(mine.out_at, zone),
        f"{hours:.2f}" if came else "",
    ]


def _clock(at: datetime | None, zone: ZoneInfo) -> str:
    return f"{at.astimezone(zone):%Y-%m-%d %H:%M}" if at else ""

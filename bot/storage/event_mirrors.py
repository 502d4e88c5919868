"""What stands in Discord's own list of events: noted for each one that the bot made there."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime

from bot.domain.event_check import LONGEST_EVENT
from bot.domain.event_mirror import Kept, Shown, State
from bot.storage.database import Database, Row, Transaction
from bot.storage.event_occurrences import set_scheduled_id
from bot.storage.moments import moment, seconds

_TEXTS = ("name", "about", "place")


def _json(shown: Shown) -> str:
    values: dict[str, str | int] = {name: getattr(shown, name) for name in _TEXTS}
    values["starts_at"] = seconds(shown.starts_at)
    values["ends_at"] = seconds(shown.ends_at)
    return json.dumps(values, ensure_ascii=False)


def _shown(text: str) -> Shown:
    values = json.loads(text)
    return Shown(
        name=values["name"],
        about=values["about"],
        place=values["place"],
        starts_at=moment(values["starts_at"]),
        ends_at=moment(values["ends_at"]),
    )


def _kept(row: Row) -> Kept:
    return Kept(
        scheduled_id=row["scheduled_id"],
        occurrence=row["occurrence"],
        state=State(row["state"]),
        sent=_shown(row["sent"]),
        seen=_shown(row["seen"]),
    )


async def put_mirror(tx: Transaction, guild_id: int, kept: Kept) -> None:
    """Note one, here and with its occurrence. The caller commits."""
    await tx.execute(
        """
        INSERT INTO event_mirror (scheduled_id, guild_id, occurrence, state, sent, seen)
        VALUES (:scheduled_id, :guild_id, :occurrence, :state, :sent, :seen)
        ON CONFLICT (scheduled_id) DO UPDATE SET
            state = excluded.state, sent = excluded.sent, seen = excluded.seen
        """,
        {
            "scheduled_id": kept.scheduled_id,
            "guild_id": guild_id,
            "occurrence": kept.occurrence,
            "state": kept.state.value,
            "sent": _json(kept.sent),
            "seen": _json(kept.seen),
        },
    )
    stands = kept.state is State.ON
    await set_scheduled_id(tx, kept.occurrence, kept.scheduled_id if stands else None)


async def delete_mirror(tx: Transaction, kept: Kept) -> None:
    """Forget one. The caller commits."""
    await tx.execute(
        "DELETE FROM event_mirror WHERE scheduled_id = :scheduled_id",
        {"scheduled_id": kept.scheduled_id},
    )
    await set_scheduled_id(tx, kept.occurrence, None)


async def list_mirrors(db: Database, guild_id: int) -> list[Kept]:
    """Those of a server."""
    rows = await db.fetch_all(
        "SELECT scheduled_id, occurrence, state, sent, seen FROM event_mirror"
        " WHERE guild_id = :guild_id ORDER BY scheduled_id",
        {"guild_id": guild_id},
    )
    return [_kept(row) for row in rows]


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """What differs once anything changes that a server's list shows: how many should stand in it,
    the sum of their events' versions, and how many have begun."""

    wanted: int
    versions: int
    begun: int


async def list_mirror_guilds(db: Database, *, now: datetime) -> dict[int, Fingerprint]:
    """The servers that have, or should have, anything in Discord's list."""
    rows = await db.fetch_all(
        """
        SELECT guild_id, sum(wanted) AS wanted, sum(version) AS versions, sum(begun) AS begun
        FROM (
            SELECT e.guild_id, 1 AS wanted, e.version, o.starts_at <= :now AS begun
            FROM event_occurrence o JOIN event e ON e.number = o.event
            WHERE e.status = 'published' AND e.public AND o.status = 'on' AND o.ends_at > :now
                AND o.starts_at > :began  -- says no more, but has an index
            UNION ALL SELECT guild_id, 0, 0, 0 FROM event_mirror
        )
        GROUP BY guild_id
        """,
        {"now": seconds(now), "began": seconds(now - LONGEST_EVENT)},
    )
    return {
        row["guild_id"]: Fingerprint(row["wanted"], row["versions"], row["begun"]) for row in rows
    }

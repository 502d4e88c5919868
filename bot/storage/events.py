"""Events as organizers made them: one row each. When they take place stands in
`event_occurrences.py`, who comes in `rsvps.py`.
"""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from bot.domain.event import Event, Kind, Status
from bot.storage.database import Database, Row, Transaction
from bot.storage.moments import moment, seconds
from bot.storage.reading import rows_of

_JSON = ("tiers", "extra", "reminders")
_COLUMNS = (
    "uid", "guild_id", "parent", "kind", "status", "version", "sequence", "changed_at", "title",
    "about", "host", "place", "address", "lat", "lon", "contact", "notes", "link", "tiers",
    "public", "zone", "local_start", "fold", "minutes", "rule", "capacity", "reminders", "extra",
    "lead_id", "made_by", "channel_id", "message_id", "thread_id",
)  # fmt: skip
#: Set once and for all, or by others than `update_event`.
_FIXED = ("uid", "guild_id", "made_by", "message_id")
EVENT_COLUMNS = ", ".join(f"e.{name}" for name in ("number", *_COLUMNS))


def event_of(row: Row) -> Event:
    """The event of a row that has `EVENT_COLUMNS`."""
    values: dict[str, Any] = {name: row[name] for name in ("number", *_COLUMNS)}
    for name in _JSON:
        values[name] = json.loads(values[name])
    values["reminders"] = tuple(values["reminders"])
    values["kind"] = Kind(values["kind"])
    values["status"] = Status(values["status"])
    values["public"] = bool(values["public"])
    values["local_start"] = datetime.fromisoformat(values["local_start"])
    values["changed_at"] = moment(values["changed_at"])
    return Event(**values)


def _params(event: Event) -> dict[str, object]:
    params: dict[str, object] = {name: getattr(event, name) for name in ("number", *_COLUMNS)}
    for name in _JSON:
        params[name] = json.dumps(getattr(event, name), ensure_ascii=False)
    params["kind"] = event.kind.value
    params["status"] = event.status.value
    params["public"] = int(event.public)
    params["local_start"] = event.local_start.isoformat(timespec="minutes")
    params["changed_at"] = seconds(event.changed_at)
    return params


async def insert_event(tx: Transaction, event: Event) -> int:
    """Keep a new event; its number (the one it has is not looked at). The caller commits."""
    names, values = ", ".join(_COLUMNS), ", ".join(f":{name}" for name in _COLUMNS)
    rows = await tx.execute(
        f"INSERT INTO event ({names}) VALUES ({values}) RETURNING number",  # noqa: S608
        _params(event),
    )
    return rows[0]["number"]


async def update_event(tx: Transaction, event: Event) -> None:
    """Write the event over the one of its number, all but where its board stands. The caller has
    read it in the same transaction, and commits."""
    written = ", ".join(f"{name} = :{name}" for name in _COLUMNS if name not in _FIXED)
    await tx.execute(f"UPDATE event SET {written} WHERE number = :number", _params(event))  # noqa: S608


async def set_event_message(tx: Transaction, number: int, message_id: int | None) -> None:
    """Remember the message that is the event's board. It is no edit: no version goes up."""
    await tx.execute(
        "UPDATE event SET message_id = :message_id WHERE number = :number",
        {"number": number, "message_id": message_id},
    )


async def set_event_thread(tx: Transaction, number: int, thread_id: int | None) -> None:
    """Remember the thread in which people are pinged. It is no edit: no version goes up."""
    await tx.execute(
        "UPDATE event SET thread_id = :thread_id WHERE number = :number",
        {"number": number, "thread_id": thread_id},
    )


async def get_event(
    db: Database | Transaction, number: int, *, guild_id: int | None = None
) -> Event | None:
    """An event of that server (None: of any), None where there is no such one there."""
    rows = await rows_of(
        db,
        f"""
        SELECT {EVENT_COLUMNS} FROM event e
        WHERE e.number = :number AND (:guild_id IS NULL OR e.guild_id = :guild_id)
        """,  # noqa: S608 - our own names
        {"number": number, "guild_id": guild_id},
    )
    return event_of(rows[0]) if rows else None


async def get_event_of(
    db: Database | Transaction, occurrence: int, *, guild_id: int | None = None
) -> Event | None:
    """The event that takes place then. As `get_event`."""
    rows = await rows_of(
        db,
        f"""
        SELECT {EVENT_COLUMNS} FROM event_occurrence o JOIN event e ON e.number = o.event
        WHERE o.number = :occurrence AND (:guild_id IS NULL OR e.guild_id = :guild_id)
        """,  # noqa: S608
        {"occurrence": occurrence, "guild_id": guild_id},
    )
    return event_of(rows[0]) if rows else None


async def list_children(db: Database | Transaction, parent: int) -> list[Event]:
    """The local events of a day of action, in the order in which they were made."""
    rows = await rows_of(
        db,
        f"SELECT {EVENT_COLUMNS} FROM event e WHERE e.parent = :parent ORDER BY e.number",  # noqa: S608
        {"parent": parent},
    )
    return [event_of(row) for row in rows]


async def delete_event(tx: Transaction, number: int) -> None:
    """Delete an event with all that belongs to it. The caller commits."""
    await tx.execute("DELETE FROM event WHERE number = :number", {"number": number})

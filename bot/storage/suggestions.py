"""What members think is missing in the directory, kept for the editors of their server."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from bot.storage.database import Database, Row
from bot.storage.erase import erase


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What a member wrote: a name, and if they knew them a place, a website or phone, and words.
    Who wrote it is not kept."""

    number: int
    name: str
    place: str
    contact: str
    words: str
    suggested_on: date


def _suggestion(row: Row) -> Suggestion:
    return Suggestion(
        number=row["number"],
        name=row["name"],
        place=row["place"],
        contact=row["contact"],
        words=row["words"],
        suggested_on=date.fromisoformat(row["suggested_on"]),
    )


async def insert_suggestion(
    db: Database,
    *,
    guild_id: int,
    name: str,
    place: str,
    contact: str,
    words: str,
    suggested_on: date,
    most: int,
) -> bool:
    """Keep one, unless `most` wait in this server already: then False."""
    rows = await db.write(
        """
        INSERT INTO suggestion (guild_id, name, place, contact, words, suggested_on)
        SELECT :guild_id, :name, :place, :contact, :words, :suggested_on
        WHERE (SELECT count(*) FROM suggestion WHERE guild_id = :guild_id) < :most
        RETURNING number
        """,
        {
            "guild_id": guild_id,
            "name": name,
            "place": place,
            "contact": contact,
            "words": words,
            "suggested_on": suggested_on.isoformat(),
            "most": most,
        },
    )
    return bool(rows)


async def get_suggestion(db: Database, guild_id: int, number: int) -> Suggestion | None:
    """One of this server's, None if somebody was faster."""
    row = await db.fetch_one(
        """
        SELECT number, name, place, contact, words, suggested_on FROM suggestion
        WHERE guild_id = :guild_id AND number = :number
        """,
        {"guild_id": guild_id, "number": number},
    )
    return _suggestion(row) if row else None


async def delete_suggestion(db: Database, guild_id: int, number: int) -> bool:
    """Delete one of this server's; False if it was gone."""
    rows = await db.write(
        "DELETE FROM suggestion WHERE guild_id = :guild_id AND number = :number RETURNING number",
        {"guild_id": guild_id, "number": number},
    )
    if rows:
        await erase(db)
    return bool(rows)


async def delete_old_suggestions(db: Database, *, before: date) -> None:
    """Delete those of every server that nobody looked at since `before`."""
    gone = await db.write(
        "DELETE FROM suggestion WHERE suggested_on < :before RETURNING number",
        {"before": before.isoformat()},
    )
    if gone:
        await erase(db)

"""Who has a calendar under which address. Addresses are secrets: only their hashes are here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bot.storage.database import Database, Row, Transaction
from bot.storage.erase import erase
from bot.storage.reading import rows_of


@dataclass(frozen=True, slots=True)
class Feed:
    """A person's own calendar of one server. `guild_id` and `user_id` are None once it ended.

    `stamp` and `answers` go up whenever what is in it may have changed.
    """

    number: int
    guild_id: int | None
    user_id: int | None
    neutral: bool
    alarm_minutes: int | None
    language: str
    made_on: date
    ended_on: date | None = None
    answers: int = 0
    stamp: int = 0


@dataclass(frozen=True, slots=True)
class PublicCalendar:
    """A server's public calendar. `guild_id` is None once the bot was removed from the server."""

    slug: str
    title: str
    guild_id: int | None
    opened_on: date
    ended_on: date | None = None
    stamp: int = 0


_FEED = """
SELECT f.number, f.token_hash, f.guild_id, f.user_id, f.neutral, f.alarm_minutes, f.language,
    f.made_on, f.ended_on, f.answers, coalesce(s.stamp, 0) AS stamp
FROM calendar_feed f LEFT JOIN calendar_stamp s ON s.guild_id = f.guild_id
"""
_PUBLIC = """
SELECT p.slug, p.title, p.guild_id, p.opened_on, p.ended_on, coalesce(s.stamp, 0) AS stamp
FROM calendar_public p LEFT JOIN calendar_stamp s ON s.guild_id = p.guild_id
"""


def _feed(row: Row) -> Feed:
    return Feed(
        number=row["number"],
        guild_id=row["guild_id"],
        user_id=row["user_id"],
        neutral=bool(row["neutral"]),
        alarm_minutes=row["alarm_minutes"],
        language=row["language"],
        made_on=date.fromisoformat(row["made_on"]),
        ended_on=_day(row["ended_on"]),
        answers=row["answers"],
        stamp=row["stamp"],
    )


def _public(row: Row) -> PublicCalendar:
    return PublicCalendar(
        slug=row["slug"],
        title=row["title"],
        guild_id=row["guild_id"],
        opened_on=date.fromisoformat(row["opened_on"]),
        ended_on=_day(row["ended_on"]),
        stamp=row["stamp"],
    )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


# --- people's own ---------------------------------------------------------------------------


async def get_feed_by_hash(db: Database, token_hash: bytes) -> tuple[bytes, Feed] | None:
    """The calendar whose address hashes to that, with the hash that is kept."""
    row = await db.fetch_one(f"{_FEED} WHERE f.token_hash = :hash", {"hash": token_hash})
    return (bytes(row["token_hash"]), _feed(row)) if row else None


async def list_feeds(db: Database | Transaction, *, guild_id: int, user_id: int) -> list[Feed]:
    """A person's own calendars of a server, the oldest first."""
    rows = await rows_of(
        db,
        f"{_FEED} WHERE f.user_id = :user_id AND f.guild_id = :guild_id ORDER BY f.number",
        {"user_id": user_id, "guild_id": guild_id},
    )
    return [_feed(row) for row in rows]


async def list_feed_owners(db: Database) -> Sequence[tuple[int, int]]:
    """Everybody who has a calendar of a server: server and person."""
    rows = await db.fetch_all(
        "SELECT DISTINCT guild_id, user_id FROM calendar_feed WHERE user_id IS NOT NULL"
        " ORDER BY guild_id, user_id"
    )
    return [(row["guild_id"], row["user_id"]) for row in rows]


async def insert_feed(
    tx: Transaction,
    *,
    guild_id: int,
    user_id: int,
    token_hash: bytes,
    neutral: bool,
    alarm_minutes: int | None,
    language: str,
    made_on: date,
) -> int:
    """Keep a new calendar; its number. The caller commits."""
    await _watch(tx, guild_id)
    rows = await tx.execute(
        """
        INSERT INTO calendar_feed
            (guild_id, user_id, token_hash, neutral, alarm_minutes, language, made_on)
        VALUES (:guild_id, :user_id, :hash, :neutral, :alarm, :language, :made_on)
        RETURNING number
        """,
        {
            "guild_id": guild_id,
            "user_id": user_id,
            "hash": token_hash,
            "neutral": int(neutral),
            "alarm": alarm_minutes,
            "language": language,
            "made_on": made_on.isoformat(),
        },
    )
    return rows[0]["number"]


async def update_feed(
    db: Database, number: int, *, user_id: int, neutral: bool, alarm_minutes: int | None
) -> bool:
    """Change what one's own calendar shows. False: one has none of that number."""
    rows = await db.write(
        """
        UPDATE calendar_feed SET neutral = :neutral, alarm_minutes = :alarm
        WHERE number = :number AND user_id = :user_id RETURNING 1
        """,
        {"number": number, "user_id": user_id, "neutral": int(neutral), "alarm": alarm_minutes},
    )
    return bool(rows)


async def rotate_feed(
    tx: Transaction, number: int, *, user_id: int, token_hash: bytes, today: date
) -> bool:
    """Give one's own calendar another address; what asks at the old one is told that it ended.
    False: one has none of that number. The caller commits."""
    params = {"number": number, "user_id": user_id, "hash": token_hash, "today": today.isoformat()}
    rows = await tx.execute(
        "SELECT token_hash, language FROM calendar_feed"
        " WHERE number = :number AND user_id = :user_id",
        params,
    )
    if not rows:
        return False
    await tx.execute("UPDATE calendar_feed SET token_hash = :hash WHERE number = :number", params)
    await tx.execute(
        """
        INSERT INTO calendar_feed (token_hash, language, made_on, ended_on)
        VALUES (:old, :language, :today, :today)
        """,
        {
            "old": rows[0]["token_hash"],
            "language": rows[0]["language"],
            "today": today.isoformat(),
        },
    )
    return True


#: What is left of a calendar that ended: that somebody's address once was one.
END_FEEDS = (
    "UPDATE calendar_feed SET guild_id = NULL, user_id = NULL, neutral = 0, alarm_minutes = NULL,"
    " answers = 0, made_on = :today, ended_on = :today"
)


async def end_feeds(
    db: Database,
    *,
    today: date,
    user_id: int,
    guild_id: int | None = None,
    number: int | None = None,
) -> int:
    """End a person's calendars: of one server, or the one of that number; how many."""
    rows = await db.write(
        f"""
        {END_FEEDS} WHERE user_id = :user_id AND (:guild_id IS NULL OR guild_id = :guild_id)
            AND (:number IS NULL OR number = :number)
        RETURNING 1
        """,
        {"today": today.isoformat(), "user_id": user_id, "guild_id": guild_id, "number": number},
    )
    return len(rows)


async def end_server(db: Database, guild_id: int, *, today: date) -> None:
    """End all calendars of a server. What is left does not say which server it was."""
    params = {"guild_id": guild_id, "today": today.isoformat()}
    async with db.transaction() as tx:
        await tx.execute(f"{END_FEEDS} WHERE guild_id = :guild_id", params)
        await tx.execute(
            "UPDATE calendar_public SET guild_id = NULL, title = '',"
            " ended_on = coalesce(ended_on, :today) WHERE guild_id = :guild_id",
            params,
        )
        await tx.commit()


async def forget_ended(db: Database, *, before: date) -> None:
    """Delete what ended before that day: nobody asks for it any more."""
    gone = 0
    for statement in (
        "DELETE FROM calendar_feed WHERE ended_on < :before RETURNING 1",
        "DELETE FROM calendar_public WHERE ended_on < :before RETURNING 1",
    ):
        gone += len(await db.write(statement, {"before": before.isoformat()}))
    if gone:
        await erase(db)


# --- a server's public one ------------------------------------------------------------------


async def get_public(db: Database | Transaction, slug: str) -> PublicCalendar | None:
    """The public calendar of that address, also one that ended."""
    rows = await rows_of(db, f"{_PUBLIC} WHERE p.slug = :slug", {"slug": slug})
    return _public(rows[0]) if rows else None


async def get_public_of(db: Database | Transaction, guild_id: int) -> PublicCalendar | None:
    """A server's public calendar."""
    rows = await rows_of(
        db,
        f"{_PUBLIC} WHERE p.guild_id = :guild_id AND p.ended_on IS NULL",
        {"guild_id": guild_id},
    )
    return _public(rows[0]) if rows else None


async def open_public(
    tx: Transaction, *, guild_id: int, slug: str, title: str, today: date
) -> bool:
    """Open a server's public calendar at that address, closing the one at another. False: the
    address is somebody else's. The caller commits."""
    params = {"guild_id": guild_id, "slug": slug, "title": title, "today": today.isoformat()}
    await _watch(tx, guild_id)
    await tx.execute(f"{_END_PUBLIC} AND slug <> :slug", params)
    rows = await tx.execute(
        """
        INSERT INTO calendar_public (slug, guild_id, title, opened_on)
        VALUES (:slug, :guild_id, :title, :today)
        ON CONFLICT (slug) DO UPDATE SET title = excluded.title, ended_on = NULL
        WHERE guild_id = excluded.guild_id
        RETURNING 1
        """,
        params,
    )
    return bool(rows)


_END_PUBLIC = (
    "UPDATE calendar_public SET ended_on = :today WHERE guild_id = :guild_id AND ended_on IS NULL"
)


async def close_public(db: Database, guild_id: int, *, today: date) -> bool:
    """Close a server's public calendar. False: it had none."""
    rows = await db.write(
        f"{_END_PUBLIC} RETURNING 1", {"guild_id": guild_id, "today": today.isoformat()}
    )
    return bool(rows)


async def _watch(tx: Transaction, guild_id: int) -> None:
    """From now on count the changes of this server's events."""
    await tx.execute(
        "INSERT INTO calendar_stamp (guild_id) VALUES (:guild_id) ON CONFLICT DO NOTHING",
        {"guild_id": guild_id},
    )

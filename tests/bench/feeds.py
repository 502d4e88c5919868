"""Events and answers for `bench_feed`: as many as wanted, written past the use cases."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from bot.domain.actor import Actor, Capability
from bot.storage.database import Database

GUILD = 100
MEMBER = Actor(7, GUILD, frozenset({Capability.MEMBER}))
ORGANIZER = Actor(8, GUILD, frozenset(Capability))


async def fill(db: Database, now: datetime, count: int) -> None:
    """So many events to come, all public, to all of which `MEMBER` said going."""
    begin = int(now.timestamp()) // 60 * 60
    zone = "America/New_York"
    async with db.transaction() as tx:
        rows = [
            {
                "n": number,
                "uid": f"00000000-0000-4000-8000-{number:012}",
                "guild": GUILD,
                "changed": begin,
                "title": f"Vigil number {number}; bring a candle, and a friend",
                "about": "We stand together.\n\n" + "Bring water and warm clothes. " * 5,
                "place": "Boston",
                "address": f"{number} Tremont Street, Boston",
                "zone": zone,
                "local": f"{datetime.fromtimestamp(begin + 3600 * number, UTC):%Y-%m-%dT%H:%M}",
                "start": begin + 3600 * number,
                "user": MEMBER.user_id,
            }
            for number in range(1, count + 1)
        ]
        await tx.execute_many(
            """
            INSERT INTO event (number, uid, guild_id, kind, status, changed_at, title, about, place,
                address, public, zone, local_start, minutes)
            VALUES (:n, :uid, :guild, 'vigil', 'published', :changed, :title, :about, :place,
                :address, 1, :zone, :local, 60)
            """,
            rows,
        )
        await tx.execute_many(
            """
            INSERT INTO event_occurrence (number, event, recurrence_id, starts_at, ends_at)
            VALUES (:n, :n, :local, :start, :start + 3600)
            """,
            rows,
        )
        await tx.execute_many(
            "INSERT INTO rsvp (occurrence, user_id, answer) VALUES (:n, :user, 'going')", rows
        )
        await tx.commit()


async def edit(db: Database, number: int, at: datetime) -> None:
    """Change one event, as an organizer's edit does."""
    await db.write(
        """
        UPDATE event SET version = version + 1, sequence = sequence + 1, changed_at = :at,
            title = title || '.' WHERE number = :n
        """,
        {"n": number, "at": int(at.timestamp())},
    )


def since(now: datetime) -> datetime:
    """What a calendar shows from."""
    return now - timedelta(days=30)

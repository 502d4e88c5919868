"""What a person chose in `/me`. It is all the bot keeps about anybody."""

from __future__ import annotations

from dataclasses import dataclass

from bot.storage.database import Database


@dataclass(frozen=True, slots=True)
class PersonSettings:
    """A person's own language and IANA time zone, None where they never chose."""

    language: str | None = None
    time_zone: str | None = None


async def get_person(db: Database, user_id: int) -> PersonSettings:
    """What this person chose; nothing chosen where nothing is kept."""
    row = await db.fetch_one(
        "SELECT language, time_zone FROM person WHERE user_id = :user_id", {"user_id": user_id}
    )
    return PersonSettings(row["language"], row["time_zone"]) if row else PersonSettings()


async def upsert_person(db: Database, user_id: int, settings: PersonSettings) -> None:
    """Keep a person's choice."""
    await db.write(
        """
        INSERT INTO person (user_id, language, time_zone)
        VALUES (:user_id, :language, :time_zone)
        ON CONFLICT (user_id) DO UPDATE SET
            language = excluded.language, time_zone = excluded.time_zone
        """,
        {"user_id": user_id, "language": settings.language, "time_zone": settings.time_zone},
    )


async def delete_person(db: Database, user_id: int) -> None:
    """Forget this person."""
    await db.write("DELETE FROM person WHERE user_id = :user_id", {"user_id": user_id})

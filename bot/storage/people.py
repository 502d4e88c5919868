"""What a person chose in `/me`, and how all that is kept of them is forgotten."""

from __future__ import annotations

from dataclasses import dataclass

from bot.storage.database import Database
from bot.storage.erase import erase


@dataclass(frozen=True, slots=True)
class PersonSettings:
    """A person's own language and IANA time zone, None where they never chose. `dm`: the bot may
    write to them. `remind_minutes`: how long before an event they want to be reminded (None: as the
    event says, 0: not at all)."""

    language: str | None = None
    time_zone: str | None = None
    dm: bool = False
    remind_minutes: int | None = None


async def get_person(db: Database, user_id: int) -> PersonSettings:
    """What this person chose; nothing chosen where nothing is kept."""
    row = await db.fetch_one(
        "SELECT language, time_zone, dm, remind_minutes FROM person WHERE user_id = :user_id",
        {"user_id": user_id},
    )
    if row is None:
        return PersonSettings()
    return PersonSettings(row["language"], row["time_zone"], bool(row["dm"]), row["remind_minutes"])


async def count_edits(db: Database, user_id: int) -> int:
    """How many changes of entries bear this person's id."""
    row = await db.fetch_one(
        "SELECT count(*) AS n FROM entry_change WHERE changed_by = :user_id", {"user_id": user_id}
    )
    return row["n"] if row else 0


async def set_person_language(db: Database, user_id: int, language: str | None) -> None:
    """Keep a person's language, leave the rest; a person without any choice is not kept."""
    await _set(
        db,
        """
        INSERT INTO person (user_id, language) VALUES (:user_id, :value)
        ON CONFLICT (user_id) DO UPDATE SET language = excluded.language
        """,
        user_id,
        language,
    )


async def set_person_time_zone(db: Database, user_id: int, time_zone: str | None) -> None:
    """Keep a person's time zone, leave the rest; a person without any choice is not kept."""
    await _set(
        db,
        """
        INSERT INTO person (user_id, time_zone) VALUES (:user_id, :value)
        ON CONFLICT (user_id) DO UPDATE SET time_zone = excluded.time_zone
        """,
        user_id,
        time_zone,
    )


async def set_person_dm(db: Database, user_id: int, allowed: bool) -> None:
    """Keep whether the bot may write to a person; a person without any choice is not kept."""
    await _set(
        db,
        """
        INSERT INTO person (user_id, dm) VALUES (:user_id, :value)
        ON CONFLICT (user_id) DO UPDATE SET dm = excluded.dm
        """,
        user_id,
        int(allowed),
    )


async def set_person_reminder(db: Database, user_id: int, minutes: int | None) -> None:
    """Keep how long before an event a person wants to be reminded; one without any choice is not
    kept."""
    await _set(
        db,
        """
        INSERT INTO person (user_id, remind_minutes) VALUES (:user_id, :value)
        ON CONFLICT (user_id) DO UPDATE SET remind_minutes = excluded.remind_minutes
        """,
        user_id,
        minutes,
    )


async def _set(db: Database, sql: str, user_id: int, value: str | int | None) -> None:
    async with db.transaction() as tx:
        await tx.execute(sql, {"user_id": user_id, "value": value})
        await tx.execute(
            "DELETE FROM person WHERE user_id = :user_id AND language IS NULL"
            " AND time_zone IS NULL AND NOT dm AND remind_minutes IS NULL",
            {"user_id": user_id},
        )
        await tx.commit()


async def delete_person(db: Database, user_id: int) -> None:
    """Forget this person: their choices, that it was they who changed an entry, and what they were
    still to be told."""
    async with db.transaction() as tx:
        for statement in (
            "DELETE FROM person WHERE user_id = :user_id",
            "UPDATE entry_change SET changed_by = NULL WHERE changed_by = :user_id",
            "DELETE FROM rsvp WHERE user_id = :user_id",  # own reminders go with it
            "DELETE FROM signup WHERE user_id = :user_id",
            "UPDATE shift SET lead_id = NULL WHERE lead_id = :user_id",
            "UPDATE shift SET made_by = NULL WHERE made_by = :user_id",
            "UPDATE shift_change SET changed_by = NULL WHERE changed_by = :user_id",
            "DELETE FROM oncall WHERE user_id = :user_id",
            "UPDATE help_request SET status = 'open', taken_by = NULL"
            " WHERE taken_by = :user_id AND status = 'taken'",
            "UPDATE help_request SET made_by = NULL WHERE made_by = :user_id",
            "DELETE FROM training_record WHERE user_id = :user_id",
            "DELETE FROM person_district WHERE user_id = :user_id",
            "UPDATE campaign SET made_by = NULL WHERE made_by = :user_id",
            "DELETE FROM event_question_vote WHERE user_id = :user_id",
            "UPDATE event_team SET leader_id = NULL WHERE leader_id = :user_id",
            "UPDATE event SET lead_id = NULL WHERE lead_id = :user_id",
            "UPDATE event SET made_by = NULL WHERE made_by = :user_id",
            "UPDATE event_change SET changed_by = NULL WHERE changed_by = :user_id",
            "DELETE FROM calendar_feed WHERE user_id = :user_id",  # those that nobody ended
            "DELETE FROM outbox WHERE target_id = :user_id AND target = 'person'",
            "DELETE FROM outbox WHERE CAST(args ->> 'person' AS INTEGER) = :user_id",
            "DELETE FROM timer WHERE CAST(args ->> 'person' AS INTEGER) = :user_id",
        ):
            await tx.execute(statement, {"user_id": user_id})
        await tx.commit()
    await erase(db)

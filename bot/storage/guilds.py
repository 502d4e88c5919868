"""What a server chose in `/setup`: language, zone, channels, and which roles may do what."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from bot.domain.actor import Capability
from bot.storage.database import Database, Transaction
from bot.storage.erase import erase
from bot.storage.reading import rows_of


class Purpose(StrEnum):
    """What a channel is for. The values are stored: never rename them."""

    ANNOUNCEMENTS = "announcements"
    SHIFTS = "shifts"
    ALERTS = "alerts"
    MODERATION = "moderation"


def _no_roles() -> Mapping[Capability, frozenset[int]]:
    return {}


def _no_channels() -> Mapping[Purpose, int]:
    return {}


@dataclass(frozen=True, slots=True)
class GuildSettings:
    """A server's choices, all unset in a new server. `time_zone` is an IANA name. `weekly`: its
    moderators want a line each week about what waits for them."""

    language: str | None = None
    time_zone: str | None = None
    weekly: bool = False
    channels: Mapping[Purpose, int] = field(default_factory=_no_channels)
    roles: Mapping[Capability, frozenset[int]] = field(default_factory=_no_roles)


async def get_guild_settings(db: Database, guild_id: int) -> GuildSettings:
    """The server's choices, defaults where it never chose; one statement."""
    rows = await db.fetch_all(
        """
        SELECT 'guild' AS what, language AS a, time_zone AS b, weekly_sent_on IS NOT NULL AS c
          FROM guild WHERE guild_id = :guild_id
        UNION ALL
        SELECT 'channel', purpose, channel_id, 0 FROM guild_channel WHERE guild_id = :guild_id
        UNION ALL
        SELECT 'role', capability, role_id, 0 FROM guild_role WHERE guild_id = :guild_id
        """,
        {"guild_id": guild_id},
    )
    language = time_zone = None
    weekly = False
    channels: dict[Purpose, int] = {}
    roles: dict[Capability, frozenset[int]] = {}
    for row in rows:
        if row["what"] == "guild":
            language, time_zone, weekly = row["a"], row["b"], bool(row["c"])
        elif row["what"] == "channel":
            channels[Purpose(row["a"])] = row["b"]
        else:
            capability = Capability(row["a"])
            roles[capability] = roles.get(capability, frozenset()) | {row["b"]}
    return GuildSettings(language, time_zone, weekly, channels, roles)


async def upsert_guild(
    db: Database, guild_id: int, *, language: str | None = None, time_zone: str | None = None
) -> None:
    """Set what is given, leave the rest."""
    await db.write(
        """
        INSERT INTO guild (guild_id, language, time_zone) VALUES (:guild_id, :language, :time_zone)
        ON CONFLICT (guild_id) DO UPDATE SET
            language = coalesce(excluded.language, language),
            time_zone = coalesce(excluded.time_zone, time_zone)
        """,
        {"guild_id": guild_id, "language": language, "time_zone": time_zone},
    )


async def set_guild_weekly(tx: Transaction, guild_id: int, *, wanted: bool) -> None:
    """Whether this server's moderators want the weekly line."""
    await tx.execute(
        """
        INSERT INTO guild (guild_id, weekly_sent_on) VALUES (:guild_id, :sent_on)
        ON CONFLICT (guild_id) DO UPDATE SET weekly_sent_on =
            CASE WHEN :sent_on IS NULL THEN NULL ELSE coalesce(weekly_sent_on, :sent_on) END
        """,
        {"guild_id": guild_id, "sent_on": "" if wanted else None},
    )


async def update_weekly_sent(tx: Transaction, guild_id: int, *, on: date) -> bool:
    """Note that this server's weekly line is sent on that day. False where it is not wanted."""
    rows = await tx.execute(
        "UPDATE guild SET weekly_sent_on = :sent_on"
        " WHERE guild_id = :guild_id AND weekly_sent_on IS NOT NULL RETURNING guild_id",
        {"guild_id": guild_id, "sent_on": on.isoformat()},
    )
    return bool(rows)


async def set_guild_channel(
    db: Database, guild_id: int, purpose: Purpose, channel_id: int | None
) -> None:
    """Choose the channel for a purpose; None takes the choice back."""
    params = {"guild_id": guild_id, "purpose": purpose.value, "channel_id": channel_id}
    if channel_id is None:
        await db.write(
            "DELETE FROM guild_channel WHERE guild_id = :guild_id AND purpose = :purpose", params
        )
        return
    await db.write(
        """
        INSERT INTO guild_channel (guild_id, purpose, channel_id)
        VALUES (:guild_id, :purpose, :channel_id)
        ON CONFLICT (guild_id, purpose) DO UPDATE SET channel_id = excluded.channel_id
        """,
        params,
    )


async def set_guild_roles(
    db: Database, guild_id: int, capability: Capability, role_ids: frozenset[int]
) -> None:
    """Make just these roles carry the capability."""
    async with db.transaction() as tx:
        await tx.execute(
            "DELETE FROM guild_role WHERE guild_id = :guild_id AND capability = :capability",
            {"guild_id": guild_id, "capability": capability.value},
        )
        await tx.execute_many(
            "INSERT INTO guild_role (guild_id, capability, role_id) "
            "VALUES (:guild_id, :capability, :role_id)",
            (
                {"guild_id": guild_id, "capability": capability.value, "role_id": role_id}
                for role_id in sorted(role_ids)
            ),
        )
        await tx.commit()


#: The tables that hold something of a server. Its own entries go last: others point to them.
_TABLES = (
    "guild",
    "guild_channel",
    "guild_role",
    "assurance",
    "problem_report",
    "suggestion",
    "outbox",
    "timer",
    "entry_change",
    "organization_hidden",
    "shelf_change",
    "shelf",
    "organization",
    "training_record",
    "event_mirror",
    "shift",  # its roles and who is on it go with it
    "shift_series",
    "shift_board",
    "oncall",
    "oncall_need",
    "help_request",
    "campaign",  # all that belongs to it goes with it
    "wrong_number",
    "event",  # all the rest of an event goes with it
    "calendar_source",
    "calendar_feed",
    "calendar_public",
    "calendar_stamp",
    "outbox",
    "timer",
)
_OWN = "SELECT number FROM organization WHERE guild_id = :guild_id"
_FORGET = (
    f"DELETE FROM organization_fts WHERE rowid IN ({_OWN})",  # noqa: S608
    f"DELETE FROM organization_text WHERE number IN ({_OWN})",  # noqa: S608
    f"DELETE FROM organization_seen WHERE number IN ({_OWN})",  # noqa: S608
    f"DELETE FROM organization_point WHERE number IN ({_OWN})",  # noqa: S608
    "DELETE FROM shelf_change WHERE shelf IN (SELECT number FROM shelf WHERE guild_id = :guild_id)",
    *(f"DELETE FROM {table} WHERE guild_id = :guild_id" for table in _TABLES),  # noqa: S608
)


async def delete_guild(db: Database, guild_id: int) -> None:
    """Forget everything about a server that the bot left."""
    async with db.transaction() as tx:
        for statement in _FORGET:
            await tx.execute(statement, {"guild_id": guild_id})
        await tx.commit()
    await erase(db)


async def list_guild_ids(db: Database) -> set[int]:
    """Every server that anything is kept about."""
    rows = await db.fetch_all(
        " UNION ".join(
            f"SELECT guild_id FROM {table} WHERE guild_id <> 0"  # noqa: S608 - our own names
            for table in _TABLES
        )
    )
    return {row["guild_id"] for row in rows}


async def get_guild_channel(
    db: Database | Transaction, guild_id: int, *purposes: Purpose
) -> int | None:
    """The server's channel for the first of these purposes that has one."""
    rows = await rows_of(
        db,
        "SELECT purpose, channel_id FROM guild_channel WHERE guild_id = :guild_id",
        {"guild_id": guild_id},
    )
    channels: dict[str, int] = {row["purpose"]: row["channel_id"] for row in rows}
    return next((channels[each] for each in purposes if each in channels), None)

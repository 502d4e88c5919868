"""The shifts that somebody holds, as they stand in their own calendar. With the exact place and
whom to ask: nobody else reads it. What was cancelled stays as such until it is over for a month.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bot.domain.calendar_entry import Entry, State
from bot.domain.shift import Shift, ShiftStatus
from bot.i18n import t
from bot.services.shift_roles import role_name
from bot.storage.database import Database
from bot.storage.shift_people import Held, list_held_by

_DISCORD = "https://discord.com/channels"


async def shift_entries(
    db: Database, guild_id: int, user_id: int, since: datetime, language: str
) -> Sequence[Entry]:
    """What this person holds in that server and ends after `since`, the earliest first."""
    found = await list_held_by(db, guild_id=guild_id, user_id=user_id, since=since)
    return [_entry(each, language) for each in found]


def _entry(held: Held, language: str) -> Entry:
    shift = held.shift
    off = shift.status is ShiftStatus.CANCELLED
    title = t("ics.cancelled", language, title=shift.title) if off else shift.title
    return Entry(
        uid=shift.uid,
        sequence=shift.sequence,
        changed_at=shift.changed_at,
        starts_at=shift.starts_at,
        ends_at=shift.ends_at,
        title=title,
        place=_place(shift),
        about=_about(held, language),
        link=f"{_DISCORD}/{shift.guild_id}/{shift.thread_id}" if shift.thread_id else "",
        state=State.OFF if off else State.ON,
        private=True,
    )


def _place(shift: Shift) -> str:
    place, address = shift.place, shift.address
    if place and place.casefold() in address.casefold():
        return address
    return ", ".join(filter(None, (place, address)))


def _about(held: Held, language: str) -> str:
    shift = held.shift
    role = next((each for each in shift.roles if each.number == held.signup.role), None)
    said = [shift.about]
    if role is not None:
        said.append(t("ics.role", language, text=role_name(role, language)))
    if shift.contact:
        said.append(t("ics.contact", language, text=shift.contact))
    return "\n\n".join(filter(None, said))

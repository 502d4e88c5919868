"""An entry as a member of one server reads it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from bot.domain.entry import Entry


@dataclass(frozen=True, slots=True)
class EntryView:
    """The entry, its short number, and the day this server's moderators last checked it."""

    entry: Entry
    number: int
    assured_on: date | None = None

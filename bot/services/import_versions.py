"""What is written where a list has another version of an entry than stands here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.domain.entry import Entry, Status, called_as_in, hiding_as
from bot.domain.entry_json import entry_from_json, entry_to_json
from bot.domain.search import Synonyms
from bot.services.drafting import draft_of
from bot.storage.entry_changes import NewChange
from bot.storage.organization_rows import Rows, joined, rows_of
from bot.storage.shelves import Known, ListChange


@dataclass(frozen=True, slots=True)
class Versions:
    """Rows to be written over ours, rows to be put in, whose everybody's entry is hidden by them,
    what is kept of how it was, and which entries have a confidential address."""

    updated: Rows
    inserted: Rows
    hidden: list[int]
    changes: list[NewChange]
    hiding: list[Entry]


def versions_of(
    changes: Sequence[ListChange],
    known: Mapping[str, Known],
    synonyms: Synonyms,
    *,
    guild_id: int,
    vouched: bool,
    free: int,
) -> Versions:
    """What these changes come to; `free` is the first number for what a server gets of its own.

    What was taken out stays out. Where nobody vouches for the list, only those of its numbers count
    as called that were called here before.
    """
    updated: list[Rows] = []
    inserted: list[Rows] = []
    hidden: list[int] = []
    kept: list[NewChange] = []
    hiding: list[Entry] = []
    for change in changes:
        there = known.get(change.organization_id)
        if there is None or there.status == Status.RETIRED:
            continue
        own = there.owner == guild_id
        entry, before = entry_from_json(change.entry), entry_from_json(there.entry)
        draft = draft_of(
            called_as_in(entry, before, also=vouched),
            synonyms,
            guild_id=guild_id,
            shelf=there.shelf if own else 0,
            file_hash=change.file_hash,
        )
        version = there.version + 1
        if own:
            updated.append(rows_of([(there.number, draft)], version=version))
        else:
            inserted.append(rows_of([(free + len(inserted), draft)], version=version))
            hidden.append(there.number)
        earlier = there.entry
        if any(place.confidential for place in entry.locations):
            hiding.append(entry)
            earlier = entry_to_json(hiding_as(before, entry))
        status = Status(there.status)
        kept.append(NewChange(change.organization_id, version, earlier, status))
    return Versions(joined(updated), joined(inserted), hidden, kept, hiding)

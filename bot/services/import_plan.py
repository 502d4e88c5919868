"""What a list would change in the directory: found out row by row, in a thread of its own."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

from bot.domain.entry import Entry, Status, all_called, all_phones, called_as_in
from bot.domain.entry_diff import Difference, differences
from bot.domain.entry_json import entry_from_json, entry_to_json
from bot.domain.errors import BadInput
from bot.services.import_merge import merged, with_uncalled
from bot.services.lists.rows import ReadRow, RowProblem
from bot.storage.shelves import Known

#: So many bad rows are kept whole, to be mended; the rest are counted.
MOST_BAD = 500
#: So many differences and notes are kept to be shown.
MOST_SHOWN = 50


class Fate(StrEnum):
    """What becomes of a good row."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"
    #: The list has another version than before, but an editor changed the entry meanwhile.
    EDITED_HERE = "edited_here"
    #: An editor took the entry out: it stays out.
    RETIRED_HERE = "retired_here"


class Judged(NamedTuple):
    """A good row: the entry to be kept, as JSON too, the mark of both, its fate. `waits`: the same
    came before and still waits for review; whoever vouches for it has it shown. `shown`: one did.
    """

    row: ReadRow
    entry: Entry
    text: str
    file_hash: int
    fate: Fate
    known: Known | None
    waits: bool = False
    shown: bool = False


@dataclass(frozen=True, slots=True)
class Changed:
    """An entry that a list has in another version, to be shown: where, its name, what differs."""

    line: int
    name: str
    what: tuple[Difference, ...]


def _no_counts() -> dict[Fate, int]:
    return dict.fromkeys(Fate, 0)


def _no_rows() -> list[ReadRow]:
    return []


def _no_notes() -> list[tuple[int, RowProblem]]:
    return []


def _no_changes() -> list[Changed]:
    return []


@dataclass(slots=True)
class Plan:
    """What a list holds, and what it would change. `bad` are the first of `bad_count` rows that
    can't be kept; `notes` what was left out or assumed, about (line, note). Of those that are the
    same so many are `waiting`: shown as soon as somebody vouches for the list. Of those that change
    so many are just `shown`: somebody does, and that is all that changes.
    """

    counts: dict[Fate, int] = field(default_factory=_no_counts)
    bad: list[ReadRow] = field(default_factory=_no_rows)
    bad_count: int = 0
    notes: list[tuple[int, RowProblem]] = field(default_factory=_no_notes)
    note_count: int = 0
    changed: list[Changed] = field(default_factory=_no_changes)
    waiting: int = 0
    shown: int = 0

    @property
    def good(self) -> int:
        """How many rows can be kept."""
        return sum(self.counts.values())

    @property
    def changes_anything(self) -> bool:
        """Whether bringing it in would do something."""
        return self.counts[Fate.NEW] + self.counts[Fate.CHANGED] > 0

    def refuse_unseen(self, *, everybody: bool, vouched: bool) -> None:
        """A server's editors are asked about changes in their queue; about those for everybody
        nobody would be.

        Raises:
            BadInput: the list is for everybody, changes something, and nobody vouches for it.
        """
        if everybody and not vouched and self.counts[Fate.CHANGED]:
            raise BadInput("imports.everybody_vouch", count=self.counts[Fate.CHANGED])

    def note(self, notes: Sequence[tuple[int, RowProblem]], count: int) -> None:
        """Take notes into account, the first of `count`."""
        self.note_count += count
        self.notes.extend(notes[: MOST_SHOWN - len(self.notes)])

    def refuse(self, rows: Sequence[ReadRow]) -> None:
        """Take bad rows into account."""
        self.bad_count += len(rows)
        self.bad.extend(rows[: MOST_BAD - len(self.bad)])

    def count(self, judged: Judged) -> None:
        """Take a good row into account."""
        self.counts[judged.fate] += 1
        self.waiting += judged.waits
        if judged.shown:
            self.shown += 1
        elif judged.fate in (Fate.CHANGED, Fate.EDITED_HERE) and len(self.changed) < MOST_SHOWN:
            before = all_called(entry_from_json(judged.known.entry)) if judged.known else None
            what = tuple(differences(before, all_called(judged.entry)))
            self.changed.append(Changed(judged.row.line, judged.entry.name, what))


def mark_of(said: str, kept: str) -> int:
    """What a list said of an entry and what was kept of it, 32 bits of each, signed as SQLite has
    it. They differ where a table was merged into an entry that has more."""
    first = _digest(said)
    return int.from_bytes(first + (first if kept is said else _digest(kept)), "big", signed=True)


def _digest(text: str) -> bytes:
    return hashlib.blake2b(text.encode("utf-8", "replace"), digest_size=4).digest()


def same_said(mark: int | None, other: int | None) -> bool:
    """Whether two marks are of a list that said the same."""
    return mark is not None and other is not None and mark >> 32 == other >> 32


def same_kept(mark: int, other: int) -> bool:
    """Whether two marks are of an entry that was kept the same."""
    return mark & 0xFFFFFFFF == other & 0xFFFFFFFF


def judge(
    rows: Sequence[ReadRow], known: Mapping[str, Known], *, vouched: bool = False
) -> Iterator[Judged]:
    """What becomes of these good rows, given what stands under their ids. `vouched`: somebody says
    that they were checked, also those that came before and still wait."""
    for row in rows:
        if row.entry is None:
            continue
        text = entry_to_json(row.entry)
        mark = mark_of(text, text)
        there = known.get(row.entry.id)
        if there is None:
            yield Judged(row, row.entry, text, first_mark(row.entry, text), Fate.NEW, None)
        elif there.status == Status.RETIRED:
            yield Judged(row, row.entry, text, mark, Fate.RETIRED_HERE, there)
        elif same_said(mark, there.file_hash):
            waits = there.status == Status.WAITING
            same = Judged(row, row.entry, text, mark, Fate.SAME, there, waits)
            yield _now_shown(same, there) if waits and vouched else same
        else:
            judged = _differing(row, row.entry, text, there)
            if same_said(mark, there.pending) and not vouched:
                waits = judged.fate is Fate.CHANGED
                judged = judged._replace(fate=Fate.SAME, waits=waits)
            yield judged


def first_mark(entry: Entry, said: str) -> int:
    """The mark of a new entry. What is kept is compared without regard to who called its numbers:
    calling one is no edit."""
    if all(phone.verified for phone in all_phones(entry)):
        return mark_of(said, said)
    return mark_of(said, entry_to_json(all_called(entry)))


def _now_shown(same: Judged, there: Known) -> Judged:
    """An entry that waits as the list has it, vouched for now: as it stands here, with what an
    editor may have done to it, and the list's numbers as called."""
    entry = called_as_in(entry_from_json(there.entry), same.entry)
    return same._replace(
        entry=entry,
        text=entry_to_json(entry),
        file_hash=there.file_hash or same.file_hash,
        fate=Fate.CHANGED,
        waits=False,
        shown=True,
    )


def _differing(row: ReadRow, entry: Entry, said: str, there: Known) -> Judged:
    """A list does not say which numbers were called here: that is no difference."""
    present = entry_from_json(there.entry)
    now = entry_to_json(all_called(present))
    # A table (no path in it) has no room for all that an entry can be.
    entry = with_uncalled(entry, present) if row.path else merged(present, entry, row.cells)
    text = entry_to_json(all_called(entry))
    if text == now:
        fate = Fate.SAME
    elif there.file_hash is not None and not same_kept(there.file_hash, mark_of(now, now)):
        fate = Fate.EDITED_HERE
    else:
        fate = Fate.CHANGED
    return Judged(row, entry, entry_to_json(entry), mark_of(said, text), fate, there)

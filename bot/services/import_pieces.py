"""A file read piece by piece, each piece ready to be written.

All of this is Python at work over many rows, and needs nothing but the file: so it can be done
beside the bot, in a process of its own (`import_worker.py`), and a large file by two that each take
every second block (`Part`). What stands in the directory already is for `imports.py` to look up.
"""

from __future__ import annotations

import pickle
import struct
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, NamedTuple

from bot.domain.entry import Status, called_as_in
from bot.domain.entry_json import entry_from_json, entry_to_json
from bot.domain.places import Places
from bot.domain.search import Synonyms
from bot.services.drafting import draft_of
from bot.services.import_plan import MOST_SHOWN, first_mark
from bot.services.lists.read import WHOLE, Part, read_list
from bot.services.lists.rows import ReadRow, RowProblem, Seen, refused
from bot.storage.organization_draft import Draft
from bot.storage.organization_rows import Rows, rows_of

#: Before each frame that a process sends: how many bytes it has.
LENGTH = struct.Struct(">Q")


@dataclass(frozen=True, slots=True)
class Job:
    """A file, and what is to be made of it; `part` of it. `shelf` None: it is only looked at, no
    rows are made. `mended` are rows that were bad, by line."""

    data: bytes
    name: str
    most_bytes: int
    mended: Mapping[int, ReadRow]
    guild_id: int = 0
    shelf: int | None = None
    vouched: bool = False
    part: Part = WHOLE


class Good(NamedTuple):
    """A good row: its entry as JSON, and the mark of that (`import_plan.first_mark`)."""

    line: int
    id: str
    text: str
    mark: int


@dataclass(slots=True)
class Piece:
    """So many records of a file, in its order. `rows` has those of the good ones, each under its
    place in `good`; `bad` are whole; `notes` the first of `note_count`, with their lines.

    `rest` is what else was read of the good ones, packed: it is hardly ever asked for.
    """

    first_line: int
    size: int = 0
    good: list[Good] = field(default_factory=list[Good])
    rows: Rows = field(default_factory=lambda: Rows([], [], [], [], []))
    bad: list[ReadRow] = field(default_factory=list[ReadRow])
    notes: list[tuple[int, RowProblem]] = field(default_factory=list[tuple[int, RowProblem]])
    note_count: int = 0
    rest: bytes = b""

    def read_rows(self) -> list[ReadRow]:
        """The good rows again, as they were read."""
        rest = pickle.loads(self.rest)  # noqa: S301 - packed by `_piece` below, by nobody else
        return [
            ReadRow(good.line, path, entry_from_json(good.text), notes=notes, cells=cells)
            for good, (path, cells, notes) in zip(self.good, rest, strict=True)
        ]


@dataclass(frozen=True, slots=True)
class Ended:
    """What follows the last piece that a process sends. `refused` is the key of a `BadInput` and
    its placeholders; `story` what went wrong with the process itself, without the file's words.
    """

    refused: tuple[str, Mapping[str, Any]] | None = None
    story: str = ""


def pieces(job: Job, places: Places, synonyms: Synonyms) -> Iterator[Piece]:
    """The file, piece by piece. A plain generator: run it in a thread, or in a process.

    Raises:
        BadInput: it can't be read; perhaps only after some pieces.
    """
    rows = read_list(job.data, job.name, places=places, most_bytes=job.most_bytes, part=job.part)
    rows = _with_mended(rows, job.mended) if job.mended else rows
    for row in rows:
        # What is said of the whole file is a piece of its own, so that the others are even.
        more = 0 if row.about_file else job.part.size - 1
        yield _piece([row, *islice(rows, more)], job, synonyms)


def _piece(rows: list[ReadRow], job: Job, synonyms: Synonyms) -> Piece:
    piece = Piece(rows[0].line, len(rows))
    drafts: list[Draft] = []
    rest: list[tuple[str, Mapping[str, str], tuple[RowProblem, ...]]] = []
    for row in rows:
        for note in row.notes:
            piece.note_count += 1
            if len(piece.notes) < MOST_SHOWN:
                piece.notes.append((row.line, note))
        if row.problems:
            piece.bad.append(row)
        if row.entry is None:
            continue
        text = entry_to_json(row.entry)
        good = Good(row.line, row.entry.id, text, first_mark(row.entry, text))
        piece.good.append(good)
        rest.append((row.path, row.cells, row.notes))
        if job.shelf is not None:
            drafts.append(_draft(row, good, job, job.shelf, synonyms))
    piece.rest = pickle.dumps(rest, protocol=pickle.HIGHEST_PROTOCOL)
    piece.rows = rows_of(enumerate(drafts), seen=False)
    return piece


def _draft(row: ReadRow, good: Good, job: Job, shelf: int, synonyms: Synonyms) -> Draft:
    """A new entry of it. Where nobody vouches for the list it waits, and none of its numbers counts
    as called."""
    assert row.entry is not None  # noqa: S101 - a good row has one
    return draft_of(
        row.entry if job.vouched else called_as_in(row.entry, None),
        synonyms,
        guild_id=job.guild_id,
        shelf=shelf,
        status=Status.ACTIVE if job.vouched else Status.WAITING,
        file_hash=good.mark,
        text=good.text if job.vouched else "",
    )


def _with_mended(rows: Iterator[ReadRow], mended: Mapping[int, ReadRow]) -> Iterator[ReadRow]:
    """The rows, those that were mended in their place. One that was mended into another row of the
    file is a bad one again: the later of the two."""
    seen = Seen()
    for read in rows:
        row = mended.get(read.line, read) if read.problems else read
        if row.entry is not None:
            problem = seen.problem(row.entry.id, row.line)
            row = refused(row, problem) if problem else row
        yield row

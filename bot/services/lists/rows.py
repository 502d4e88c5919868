"""What comes of a line of a list: an entry, or the reasons why there is none."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, NamedTuple

from bot.domain.entry import Entry
from bot.domain.errors import BadInput
from bot.i18n import t


class RowProblem(NamedTuple):
    """A key of the catalogs and what fills its placeholders.

    A placeholder `field` holds our own name of a field; `said` puts its name in the language.
    """

    key: str
    params: Mapping[str, Any] = {}


def problem_of(error: BadInput) -> RowProblem:
    """What a refused cell says, for the row it stands in."""
    return RowProblem(error.key, error.params)


def said(problem: RowProblem, language: str) -> str:
    """The sentence, in a language."""
    params = dict(problem.params)
    if "field" in params:
        params["field"] = t(f"lists_io.field.{params['field']}", language)
    return t(problem.key, language, **params)


def _nothing() -> Mapping[str, str]:
    return {}


@dataclass(frozen=True, slots=True)
class ReadRow:
    """One record of a list.

    `line` counts from 1, in the file as it is (0: no line can be told); `path` says where in it:
    a table of a data package, a place in a JSON file (`[3]`). `entry` is None where there are
    `problems`. `notes` are what was left out or assumed, and stop nothing. `cells` are what was
    typed, by our field name, for a form to mend. `base` is all that could be read of a bad row that
    has more than cells (HSDS): `row_from_cells` mends it. `assured` is the day the list says it was
    last checked: by whoever made the list, not by this server.
    """

    line: int
    path: str = ""
    entry: Entry | None = None
    problems: tuple[RowProblem, ...] = ()
    notes: tuple[RowProblem, ...] = ()
    cells: Mapping[str, str] = field(default_factory=_nothing)
    base: Entry | None = None
    assured: date | None = None

    @property
    def about_file(self) -> bool:
        """It holds no record: its notes are about the file as a whole."""
        return self.entry is None and not self.problems


def refused(row: ReadRow, problem: RowProblem) -> ReadRow:
    """A good row as a bad one: another has its id."""
    base = row.entry if row.path else None  # a table's row is all in its cells
    return replace(row, entry=None, base=base, problems=(problem,))


class Seen:
    """The ids of a file so far, and the line of each: the later of two is the one refused."""

    def __init__(self) -> None:
        self._first: dict[str, int] = {}

    def problem(self, entry_id: str, line: int) -> RowProblem | None:
        """None for a new id."""
        if entry_id not in self._first:
            self._first[entry_id] = line
            return None
        return RowProblem("lists_io.duplicate", {"line": self._first[entry_id]})

"""What an export left out, counted while it is written, for the sentence beside the file."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(slots=True)
class Tally:
    """Filled by the writers. `unverified` are numbers that no moderator has called; `shortened` are
    entries that have more than a row of a table can hold."""

    entries: int = 0
    unverified: int = 0
    shortened: int = 0

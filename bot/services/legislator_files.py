"""Where the tables behind calls lie, and which set of Congress holds: bundled, or updated here.

`python -m bot data update` writes a set beside the database. The newest set that can be read is
taken, so a damaged file, or a program newer than its last update, never leaves anybody without.
"""

from __future__ import annotations

import gzip
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from bot.bundled import bundled_path
from bot.domain.congress import Congress, parse_congress
from bot.domain.errors import BadInput

CONGRESS = "congress.json"
#: The set that an update took the place of.
PREVIOUS = "congress.previous.json"


class Origin(StrEnum):
    """Where a set comes from."""

    BUNDLED = "bundled"
    UPDATED = "updated"
    #: The one from before the last update, as that one can't be read.
    PREVIOUS = "previous"


@dataclass(frozen=True, slots=True)
class Stored:
    """A set of Congress and where it comes from; `damaged` names files that could not be read."""

    congress: Congress
    origin: Origin
    damaged: tuple[str, ...] = ()


def bundled_congress() -> Congress:
    """The set that the program ships with (its source stands in it)."""
    return parse_congress(bundled_path(CONGRESS).read_text(encoding="utf-8"))


def read_set(path: Path) -> Congress | None:
    """The set in a file; None where there is no such file.

    Raises:
        BadInput: there is one, and it is damaged.
    """
    try:
        return parse_congress(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    except (OSError, UnicodeDecodeError) as problem:
        raise BadInput("legislators.data_unreadable") from problem


def stored_congress(updates: Path) -> Stored:
    """The newest set that can be read."""
    best, damaged = Stored(bundled_congress(), Origin.BUNDLED), list[str]()
    for name, origin in ((CONGRESS, Origin.UPDATED), (PREVIOUS, Origin.PREVIOUS)):
        try:
            found = read_set(updates / name)
        except BadInput:
            damaged.append(name)
            continue
        if found is None:
            continue
        if found.as_of >= best.congress.as_of:
            best = Stored(found, origin)
        break
    return Stored(best.congress, best.origin, tuple(damaged))


def stamp(updates: Path) -> tuple[int, int]:
    """Changes when another set was put in place: so a running bot sees an update."""
    try:
        stat = (updates / CONGRESS).stat()
    except OSError:
        return (0, 0)
    return (stat.st_mtime_ns, stat.st_ino)


def bundled_lines(name: str) -> list[str]:
    """The lines of a bundled table, packed or not."""
    data = bundled_path(name).read_bytes()
    if name.endswith(".gz"):
        data = gzip.decompress(data)
    return data.decode().splitlines()

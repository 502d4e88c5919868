"""Brings the members of Congress up to date: fetch, look at, compare, put in place at one stroke.

The two files come from the addresses in the settings, or from a folder. Whatever is wrong with
them (cut off, empty, of another shape, a server that says nothing), the set that is there stays.
A new set is written beside the database, in one file: the rename is the moment at which it holds.
"""

from __future__ import annotations

import os
from collections.abc import Generator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from filelock import FileLock, Timeout

from bot.domain.congress import Congress, congress_text, parse_congress
from bot.domain.congress_checks import Change, Problem, changes, older, problems, upstream_problems
from bot.domain.congress_upstream import Upstream, read_upstream
from bot.domain.errors import CoalitionError
from bot.domain.legislators import Target
from bot.domain.office_flags import carried_over, looked_at
from bot.domain.places import Places
from bot.services.legislator_files import CONGRESS, PREVIOUS, Stored, read_set, stored_congress

_LOCK = "update.lock"


class UpdateRefused(CoalitionError):  # noqa: N818 - reads as what it is at every raise
    """The update can't be used; what is there stays. `problems` say why, one by one."""

    def __init__(self, key: str, *found: Problem, **params: object) -> None:
        super().__init__(key, **params)
        self.problems = found


@dataclass(frozen=True, slots=True)
class Source:
    """The two files as they came; `as_of` is the day they are of, as far as anybody knows.

    `whole` stands in for the two where a set comes from another bot (its `congress.json`).
    """

    members: bytes
    offices: bytes
    as_of: date
    said: str
    whole: bytes = b""


@dataclass(frozen=True, slots=True)
class Plan:
    """What an update would do. Nothing is written yet."""

    old: Stored
    new: Congress
    changes: list[Change]
    bad_phones: int


def plan_update(source: Source, updates: Path, places: Places) -> Plan:
    """Read the files, look at them, compare them with the set that holds. Blocking.

    Raises:
        BadInput: a file is no JSON, or of another shape.
        UpdateRefused: it reads, and can't be right.
    """
    old = stored_congress(updates)
    found: list[Problem] = []
    bad_phones = 0
    if source.whole:
        new = _set_of(source.whole)
        if new.as_of > source.as_of:  # of tomorrow: it would win over every later update
            raise UpdateRefused("legislators.data_unreadable")
    else:
        read = read_upstream(source.members, source.offices)
        bad_phones = read.bad_phones
        found += upstream_problems(read)
        new = Congress(source.as_of, _looked_at(read, old, places), _about(source, old))
    found += problems(new)
    if found:
        raise UpdateRefused("legislators.update_refused", *found)
    if older(new, old.congress):
        raise UpdateRefused("legislators.update_older", date=old.congress.as_of)
    return Plan(old, new, changes(old.congress, new), bad_phones)


def _set_of(data: bytes) -> Congress:
    try:
        return parse_congress(data.decode())
    except UnicodeDecodeError as problem:
        raise UpdateRefused("legislators.data_unreadable") from problem


def _about(source: Source, old: Stored) -> dict[str, str]:
    kept = {name: old.congress.about.get(name, "") for name in ("note", "licence")}
    return {**kept, "source": source.said, "made_by": "python -m bot data update"}


def _looked_at(read: Upstream, old: Stored, places: Places) -> tuple[Target, ...]:
    members = carried_over(old.congress.members, read.members)
    return looked_at(
        members,
        lambda code: _point(places, code),
        lambda town, state: _point(places, f"{town}, {state}"),
    )


def _point(places: Places, name: str) -> tuple[float, float] | None:
    found = places.known(name) if name.strip(" ,") else None
    if found is None or found.lat is None or found.lon is None:
        return None
    return found.lat, found.lon


def put_in_place(new: Congress, updates: Path) -> None:
    """Make the new set hold, and keep the one from before. Blocking.

    Raises:
        UpdateRefused: another update is running, or the disk can't be written to.
    """
    with _alone(updates):
        text = congress_text(new)
        if congress_text(parse_congress(text)) != text:  # what can't be read again never holds
            raise UpdateRefused("legislators.data_unreadable")
        before = stored_congress(updates)
        _write(updates / PREVIOUS, congress_text(before.congress))
        _write(updates / CONGRESS, text)


def put_back(updates: Path) -> Congress:
    """Make the set from before the last update hold again; the two change places. Blocking.

    Raises:
        UpdateRefused: there is none, or it can't be read, or the disk can't be written to.
    """
    with _alone(updates):
        before = read_set(updates / PREVIOUS)
        if before is None:
            raise UpdateRefused("legislators.no_previous")
        now = stored_congress(updates)
        _write(updates / PREVIOUS, congress_text(now.congress))
        _write(updates / CONGRESS, congress_text(before))
        return before


@contextmanager
def _alone(updates: Path) -> Generator[None]:
    try:
        updates.mkdir(mode=0o755, parents=True, exist_ok=True)
        with FileLock(updates / _LOCK, timeout=0):
            yield
    except Timeout as problem:
        raise UpdateRefused("legislators.update_busy") from problem
    except OSError as problem:
        reason = problem.strerror or type(problem).__name__
        raise UpdateRefused("legislators.update_not_written", reason=reason) from problem


def _write(path: Path, text: str) -> None:
    """All of it or nothing, also when the power fails in between."""
    unfinished = path.with_name(f"{path.name}.part")
    try:
        with unfinished.open("w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)
    with suppress(OSError):  # Windows can't; then the rename is as durable as it gets
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)

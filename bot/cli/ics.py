"""`ics check`: what can be read in calendar files, from the terminal. Nothing is kept.

Exit code 1 where a file is of no use: it is not there, no calendar, or none of its events can be
read.
"""

from __future__ import annotations

import json
import stat
import sys
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from bot.cli.terminal import said, terminal_language
from bot.clock import SystemClock
from bot.i18n import best_language, t
from bot.services.ics_read.lines import MOST_BYTES
from bot.services.ics_read.model import IcsEvent, IcsFile, Reason
from bot.services.ics_read.read import read_ics


@click.group(help=said("cli.ics.help"))
def ics() -> None:
    """The group."""


@ics.command(help=said("cli.ics.check_help"))
@click.argument("files", metavar="FILE…", nargs=-1, required=True)
@click.option("--lang", help=said("cli.ics.lang"))
@click.option("--json", "as_json", is_flag=True, help=said("cli.ics.json"))
def check(files: tuple[str, ...], lang: str | None, *, as_json: bool) -> None:
    """Read each file, and say what came of it."""
    language, now = best_language(lang, terminal_language()), SystemClock().now()
    found = [(_printable(file), _read(file, now)) for file in files]
    if as_json:
        rows = [as_object(name, file, language) for name, file in found]
        click.echo(json.dumps(rows, ensure_ascii=False, indent=2))
    else:
        for name, file in found:
            for line in _lines(name, file, language):
                click.echo(line)
    sys.exit(any(file.error is not None for _, file in found))


def _read(file: str, now: datetime) -> IcsFile:
    try:
        path = Path(file)
        if not stat.S_ISREG(path.stat().st_mode):  # a pipe may never end
            return IcsFile(error=Reason("cli.ics.no_file"))
        with path.open("rb") as opened:
            data = opened.read(MOST_BYTES + 1)
    except (OSError, ValueError):
        return IcsFile(error=Reason("cli.ics.no_file"))
    return read_ics(data, now=now)


def as_object(name: str, file: IcsFile, language: str) -> dict[str, Any]:
    """What a file holds as JSON: every VEVENT stands in `events` or in `refused`."""
    return {
        "file": name,
        "events": [_event(each, language) for each in file.events],
        "refused": [
            {
                "line": each.line,
                "uid": each.uid,
                "title": each.title,
                "reason": _said(each.reason, language),
            }
            for each in file.refused
        ],
        "notes": [_said(each, language) for each in file.notes],
        "error": _said(file.error, language) if file.error else None,
    }


def _event(event: IcsEvent, language: str) -> dict[str, Any]:
    start, instead = event.start, event.instead_of
    return {
        "line": event.line,
        "uid": event.uid,
        "title": event.title,
        "start": _time(start.local, day=start.day),
        "all_day": start.day,
        "zone": start.zone or None,
        "minutes": event.minutes,
        "rule": event.rule,
        "without": [_time(each, day=start.day) for each in event.without],
        "instead_of": _time(instead.local, day=instead.day) if instead else None,
        "cancelled": event.cancelled,
        "sequence": event.sequence,
        "place": event.place,
        "notes": [_said(each, language) for each in event.notes],
    }


def _time(local: datetime, *, day: bool) -> str:
    return local.date().isoformat() if day else local.isoformat(timespec="seconds")


def _lines(name: str, file: IcsFile, language: str) -> Iterator[str]:
    if file.error is not None:
        yield t("cli.ics.error", language, file=name, why=_said(file.error, language))
    else:
        yield t("cli.ics.read", language, file=name, count=len(file.events))
    for note in file.notes:
        yield f"  {_said(note, language)}"
    if file.refused:
        yield "  " + t("cli.ics.refused", language, count=len(file.refused))
    for each in file.refused:
        key = "cli.ics.line" if each.title else "cli.ics.line_nameless"
        why = _said(each.reason, language)
        yield "  - " + t(key, language, line=each.line, name=_printable(each.title), why=why)
    for event in file.events:
        for note in event.notes:
            title, why = _printable(event.title[:60]), _said(note, language)
            key = "cli.ics.line" if title else "cli.ics.line_nameless"
            yield "  - " + t(key, language, line=event.line, name=title, why=why)


def _said(reason: Reason, language: str) -> str:
    return t(reason.key, language, **reason.params)


def _printable(text: str) -> str:
    """A text from outside: nothing in it that a terminal would do instead of showing it."""
    shown = text.encode("utf-8", "replace").decode()
    return "".join(char if char.isprintable() else "\N{REPLACEMENT CHARACTER}" for char in shown)

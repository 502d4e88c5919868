"""`data`: how old the data behind calls is, whether it is right, and bringing it up to date."""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import Generator, Iterable
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from bot.cli.terminal import fail, said, settings_or_fail, terminal_language
from bot.clock import SystemClock, today
from bot.domain.congress_checks import Change, Problem
from bot.domain.errors import CoalitionError
from bot.i18n import show_date
from bot.services.legislator_files import stored_congress
from bot.services.legislator_sources import fetch, from_path
from bot.services.legislator_status import DataSet, check, data_sets, vacancies
from bot.services.legislator_update import (
    Plan,
    Source,
    UpdateRefused,
    plan_update,
    put_back,
    put_in_place,
)
from bot.services.legislators import load_legislators
from bot.services.places import load_places
from bot.settings import Settings

_PATH = click.Path(exists=True, readable=True, path_type=Path)
#: So many changes are named; a new Congress changes thousands.
_MOST_SHOWN = 60


@click.group(help=said("cli.data.help"))
def data() -> None:
    """The group; `help` above is what people read."""


@contextmanager
def _refusals() -> Generator[None]:
    """Say why an update can't be used, each reason on a line; what was there stays."""
    try:
        yield
    except CoalitionError as error:
        if isinstance(error, UpdateRefused):
            for problem in error.problems:
                click.echo(f"  {said(problem.key, **problem.params)}", err=True)
        click.echo(said(error.key, **error.params), err=True)
        fail("cli.data.old_stays")


@data.command("status", help=said("cli.data.status_help"))
@click.option("--json", "as_json", is_flag=True, help=said("cli.data.json"))
def status(*, as_json: bool) -> None:
    """Print each table's age, where it comes from and until when it holds."""
    settings, clock = settings_or_fail(), SystemClock()
    stored = stored_congress(settings.updates)
    found = data_sets(stored)
    if as_json:
        rows = [_object(each, clock) for each in found]
        click.echo(json.dumps(rows, ensure_ascii=False, indent=2))
        return
    for each in found:
        click.echo(_line(each, clock))
    for name in stored.damaged:
        click.echo(said("legislators.problem_damaged", file=name), err=True)
    if found[0].ended(today(clock)):
        click.echo(said("cli.data.update_now"), err=True)


def _object(each: DataSet, clock: SystemClock) -> dict[str, Any]:
    return {
        "name": each.name,
        "as_of": each.as_of.isoformat(),
        "age_days": each.age_days(today(clock)),
        "origin": each.origin.value,
        "rows": each.rows,
        "terms_end": each.terms_end.isoformat() if each.terms_end else None,
        "ended": each.ended(today(clock)),
    }


def _line(each: DataSet, clock: SystemClock) -> str:
    language = terminal_language()
    name = click.style(said(f"cli.data.set_{each.name}"), bold=True)
    of = said("cli.data.of", date=show_date(each.as_of, language), rows=each.rows)
    age = said("cli.data.age", count=each.age_days(today(clock)))
    origin = said(f"cli.data.origin_{each.origin.value}")
    lines = [name, f"  {of} · {age} · {origin}"]
    if each.terms_end is not None:
        key = "cli.data.ended" if each.ended(today(clock)) else "cli.data.ends"
        lines.append(f"  {said(key, date=show_date(each.terms_end, language))}")
    return "\n".join(lines)


@data.command("check", help=said("cli.data.check_help"))
def check_data() -> None:
    """Look whether the tables hold together; exit with 1 if not."""
    settings, now = settings_or_fail(), SystemClock().now()
    legislators = load_legislators(load_places(), settings.updates)
    damaged = stored_congress(settings.updates).damaged
    found = list(check(legislators, damaged, now))
    empty = [f"{seat.code} ({seat.body.value})" for seat in vacancies(legislators)]
    click.echo(said("cli.data.vacant", count=len(empty), seats=", ".join(empty)))
    _print_problems(found)
    if found:
        sys.exit(1)
    click.echo(said("cli.data.all_well"))


def _print_problems(found: Iterable[Problem]) -> None:
    for problem in found:
        click.echo(said(problem.key, **problem.params), err=True)


@data.command("update", help=said("cli.data.update_help"))
@click.option("--from", "path", type=_PATH, help=said("cli.data.from"))
@click.option("--date", "day", type=click.DateTime(["%Y-%m-%d"]), help=said("cli.data.date"))
@click.option("--dry-run", is_flag=True, help=said("cli.data.dry_run"))
@click.option("--back", is_flag=True, help=said("cli.data.back"))
def update(path: Path | None, day: datetime | None, *, dry_run: bool, back: bool) -> None:
    """Fetch, check, show what changes, put it in place."""
    settings = settings_or_fail()
    language = terminal_language()
    with _refusals():
        if back:
            before = put_back(settings.updates)
            click.echo(said("cli.data.put_back", date=show_date(before.as_of, language)))
            return
        source = _source(settings, path, day)
        click.echo(said("cli.data.checking"), err=True)
        plan = plan_update(source, settings.updates, load_places())
        _show(plan)
        if dry_run:
            click.echo(said("cli.data.nothing_written"))
            return
        put_in_place(plan.new, settings.updates)
    date = show_date(plan.new.as_of, language)
    click.echo(said("cli.data.updated", date=date, count=len(plan.new.members)))


def _source(settings: Settings, path: Path | None, day: datetime | None) -> Source:
    now = today(SystemClock())
    if path is not None:
        return from_path(path, now, day.date() if day else None)
    urls = (settings.congress_members_url, settings.congress_offices_url)
    with click.progressbar(length=1, label=said("cli.data.fetching"), file=sys.stderr) as bar:

        def progress(_file: str, done: int, whole: int | None) -> None:
            bar.length = max(whole or 0, done)
            bar.update(done - bar.pos)

        return asyncio.run(fetch(urls, now, progress))


def _show(plan: Plan) -> None:
    if plan.bad_phones:
        click.echo(said("cli.data.bad_phones", count=plan.bad_phones), err=True)
    click.echo(said("cli.data.changes", count=len(plan.changes)))
    for change in plan.changes[:_MOST_SHOWN]:
        click.echo(f"  {_words(change)}")
    more = len(plan.changes) - _MOST_SHOWN
    if more > 0:
        click.echo(f"  {said('cli.data.more', count=more)}")


def _words(change: Change) -> str:
    return said(f"legislators.change_{change.what.value}", **change.params)

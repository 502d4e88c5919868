"""`call`: whom a ZIP can call, from the terminal: for operators and scripts.

The ZIP is used for this one answer; neither it nor its districts are stored or logged. With a
campaign, each target's `script` is what to say there, and the `script` of the whole is that of the
first target; without one they are null.
"""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import click

from bot.cli.call_campaign import Asked, read_campaign, scripts
from bot.cli.terminal import fail, said, settings_or_fail, terminal_language
from bot.clock import SystemClock
from bot.domain.errors import BadInput, CoalitionError
from bot.domain.legislators import Body, District, Target
from bot.domain.office_ladder import Rung
from bot.domain.zip_codes import read_zip
from bot.i18n import best_language, show_date, t
from bot.services.legislator_words import (
    body_name,
    certainty_line,
    flag_words,
    lines_line,
    office_line,
    party_name,
    seat_name,
    several_line,
    vacant_line,
)
from bot.services.legislators import Found, Legislators, load_legislators
from bot.services.places import load_places
from bot.settings import Settings

_BODIES = click.Choice([body.value for body in Body])


@click.command(help=said("cli.call.help"))
@click.option("--zip", "code", required=True, help=said("cli.call.zip"))
@click.option("--body", "only", multiple=True, type=_BODIES, help=said("cli.call.body"))
@click.option("--campaign", "number", type=click.IntRange(1), help=said("cli.call.campaign"))
@click.option("--lang", help=said("cli.call.lang"))
@click.option("--json", "as_json", is_flag=True, help=said("cli.call.json"))
def call(
    code: str, only: tuple[str, ...], number: int | None, lang: str | None, *, as_json: bool
) -> None:
    """Print who can be called; notices go to standard error so that JSON stays JSON."""
    language = best_language(lang, terminal_language())
    settings, now = settings_or_fail(), SystemClock().now()
    try:
        read_zip(code)  # a typo is said before anything is loaded
        legislators = load_legislators(load_places(), settings.updates)
        found = legislators.districts_of(code)
    except BadInput as problem:
        click.echo(t(problem.key, language, **problem.params), err=True)
        sys.exit(2)
    asked = _asked(settings, number)
    bodies = [Body(name) for name in only] or list(asked.whole.seats if asked else Body)
    say = Say()
    if asked is not None:
        say = Say(scripts(asked, found, legislators, now, language), asked.without)
    for line in _notices(legislators, found, now, language):
        click.echo(line, err=True)
    if as_json:
        answer = as_object(legislators, found, bodies, now, say)
        click.echo(json.dumps(answer, ensure_ascii=False, indent=2))
        return
    for line in as_text(legislators, found, bodies, now, language, say):
        click.echo(line)


@dataclass(frozen=True, slots=True)
class Say:
    """What to say, by target, and numbers that are known to be wrong."""

    words: Mapping[str, str] = field(default_factory=dict[str, str])
    without: Collection[str] = ()


def _asked(settings: Settings, number: int | None) -> Asked | None:
    if number is None:
        return None
    try:
        return asyncio.run(read_campaign(settings, number))
    except CoalitionError as problem:
        fail(problem.key, **problem.params)


def _notices(legislators: Legislators, found: Found, now: datetime, language: str) -> Iterable[str]:
    if found.guess:
        yield certainty_line(found, language)
    if found.several:
        yield several_line(found, language)
    if legislators.terms_ended(now):
        ends = legislators.terms_end(Body.US_HOUSE) or now.date()
        yield t("legislators.terms_ended", language, date=show_date(ends, language))
    if legislators.lines_ended(now):
        yield lines_line(language)


def as_object(
    legislators: Legislators, found: Found, bodies: list[Body], now: datetime, say: Say
) -> dict[str, Any]:
    """The answer as JSON."""
    reached = legislators.targets_of((*found.districts, *found.state_districts), bodies)

    def target(each: Target) -> dict[str, Any]:
        return target_object(legislators, each, found, now, say)

    return {
        "districts": [{"state": d.state, "district": int(d.name)} for d in found.districts],
        "state_districts": [_seat(district) for district in found.state_districts],
        "guess": found.guess,
        "targets": [target(each) for each in reached.targets],
        "vacant": [_seat(district) for district in reached.vacant],
        "unknown": [_seat(district) for district in reached.unknown],
        "instead": [target(each) for each in reached.instead],
        "script": next(
            (say.words[each.id] for each in reached.targets if each.id in say.words), None
        ),
        "as_of": legislators.congress.as_of.isoformat(),
        "terms_ended": legislators.terms_ended(now),
        "lines_ended": legislators.lines_ended(now),
    }


def _seat(district: District) -> dict[str, str]:
    return {"body": district.body.value, "state": district.state, "district": district.name}


def target_object(
    legislators: Legislators, each: Target, found: Found, now: datetime, say: Say
) -> dict[str, Any]:
    """One target with its offices in the order to try them."""
    return {
        "id": each.id,
        "name": each.name,
        "party": each.party,
        "body": each.body.value,
        "state": each.district.state,
        "district": each.district.name,
        "voting": each.voting,
        "term_ends": each.term_ends.isoformat() if each.term_ends else None,
        "offices": [
            _office(rung)
            for rung in legislators.ladder(each, found.where, now, without=say.without)
        ],
        "script": say.words.get(each.id),
    }


def _office(rung: Rung) -> dict[str, Any]:
    office, far = rung.office, rung.distance_km
    return {
        "kind": office.kind.value,
        "city": office.city,
        "state": office.state,
        "phone": office.phone,
        "distance_km": None if far is None else round(far, 1),
        "open": rung.open,
        "hours": office.hours or None,
        "hours_assumed": rung.assumed,
        "doubtful": rung.doubtful,
        "flags": [flag.value for flag in office.flags],
    }


def as_text(
    legislators: Legislators,
    found: Found,
    bodies: list[Body],
    now: datetime,
    language: str,
    say: Say,
) -> Iterable[str]:
    """The answer as lines for a person."""
    reached = legislators.targets_of((*found.districts, *found.state_districts), bodies)
    for each in (*reached.targets, *reached.instead):
        yield click.style(each.name, bold=True)
        yield f"  {seat_name(each.district, language)} · {party_name(each.party, language)}"
        rungs = legislators.ladder(each, found.where, now, without=say.without)
        if not rungs:
            yield f"  {t('legislators.no_number', language)}"
        for rung in rungs:
            yield f"  {rung.office.phone}  {office_line(rung, language)}"
            yield from (f"    {words}" for words in flag_words(rung.office, language))
        if each.id in say.words:
            yield from ("", *(f"  {line}" for line in say.words[each.id].splitlines()), "")
    for district in reached.vacant:
        yield vacant_line(district, language)
    for district in reached.unknown:
        place = body_name(district.body, language)
        yield t("legislators.not_known", language, body=place, state=district.state)

"""`lists`: the named lists from the terminal. The bundled data, in a throwaway database."""

from __future__ import annotations

import asyncio
import json
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from bot.app import open_services
from bot.cli.find import as_object, as_text
from bot.cli.terminal import fail, said, sentences, terminal_language
from bot.clock import SystemClock
from bot.domain.agreements import Agreement, Agreements
from bot.domain.counties import County
from bot.domain.errors import BadInput
from bot.domain.named_lists import NAMED_LISTS, NamedList, Shape, meant_list
from bot.domain.safe_network import Distant
from bot.i18n import best_language, t
from bot.services.places import state_name
from bot.services.reference_lists import References
from bot.services.services import Services
from bot.settings import Settings
from cogs.lists.reference_render import agreement_line
from cogs.lists.render import title_of, titles
from cogs.resources.render import kind_name

_NAMES = ", ".join(each.slug for each in NAMED_LISTS)


@dataclass(frozen=True, slots=True)
class Printed:
    """What a list prints: an object for JSON and a text for a person, row by row."""

    rows: Sequence[dict[str, Any]]
    texts: Sequence[str]
    notices: Sequence[BadInput] = ()


@click.command(help=said("cli.lists.help", names=_NAMES))
@click.argument("name", required=False)
@click.option("--where", default="", help=said("cli.lists.where"))
@click.option("--lang", help=said("cli.lists.lang"))
@click.option("--json", "as_json", is_flag=True, help=said("cli.lists.json"))
def lists(name: str | None, where: str, lang: str | None, as_json: bool) -> None:
    """Print a list; notices go to standard error so that JSON stays JSON."""
    language = best_language(lang, terminal_language())
    try:
        of = meant_list(name, titles()) if name else None
    except BadInput:
        fail("cli.lists.unknown", code=2, names=_NAMES)
    with sentences():
        printed = asyncio.run(_printed(of, where.strip(), language)) if of else _menu(language)
    for notice in printed.notices:
        words = t(notice.key, language, **notice.params).replace("**", "").removeprefix("-# ")
        click.echo(words, err=True)
    if as_json:
        click.echo(json.dumps(printed.rows, ensure_ascii=False, indent=2))
        return
    for text in printed.texts:
        click.echo(text)


def _menu(language: str) -> Printed:
    rows = [{"name": each.slug, "title": title_of(each, language)} for each in NAMED_LISTS]
    return Printed(rows, [f"{row['name']:<12} {row['title']}" for row in rows])


async def _printed(of: NamedList, where: str, language: str) -> Printed:
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(
            _env_file=None,  # pyright: ignore[reportCallIssue]
            database_path=Path(folder) / "directory.db",
            database_key=None,
        )
        async with open_services(settings, SystemClock()) as (_, services):
            return await _of(of, where, services, language)


async def _of(of: NamedList, where: str, services: Services, language: str) -> Printed:
    if of.shape is Shape.ENTRIES:
        found = await services.lists.entries(of, where or None, language=language, guild_id=None)
        hits = found.hits
        return Printed(
            [as_object(hit) for hit in hits],
            [as_text(hit, language) for hit in hits],
            found.notices,
        )
    if of.shape is Shape.KINDS:
        known = await services.directory.kinds(None)
        kinds = [(kind, kind_name(kind, language)) for kind in known]
        return Printed(
            [{"kind": kind, "title": name} for kind, name in kinds], [n for _, n in kinds]
        )
    references = await services.references.load()
    if of.shape is Shape.SAFE:
        if not where:
            return _members(references.safe.by_state(), language)
        place, notice = await services.references.place(where, language)
        return _members(references.safe.near(place), language, (notice,) if notice else ())
    if not where:
        return _states(references.agreements, language)
    area = await services.references.area(where, language)
    counties = area.several or ((area.county,) if area.county else ())
    notices = (area.notice,) if area.notice else ()
    return _agreements(references, area.place.state or "", counties, language, notices)


def _members(
    members: Sequence[Distant], language: str, notices: Sequence[BadInput] = ()
) -> Printed:
    rows = [
        {
            "name": member.name(language),
            "state": member.state,
            "announced": member.announced,
            "distance_km": None if far is None else round(far, 1),
        }
        for member, far in members
    ]
    texts = [
        f"{member.name(language)}, {state_name(member.state, language)} ({member.year})"
        + ("" if far is None else f" · {round(far)} km")
        for member, far in members
    ]
    return Printed(rows, texts, notices)


def _states(agreements: Agreements, language: str) -> Printed:
    counts = [(state, agreements.summary(state).agencies) for state in agreements.states()]
    rows = [{"state": state, "agencies": count} for state, count in counts]
    texts = [
        t("cli.lists.state", language, state=state_name(state, language), count=count)
        for state, count in counts
    ]
    return Printed(rows, texts)


def _agreements(
    references: References,
    state: str,
    counties: Sequence[County],
    language: str,
    notices: Sequence[BadInput],
) -> Printed:
    """The agreements of the counties, of the whole state where none is named."""
    wanted = {(county.state, county.name) for county in counties}
    found: list[Agreement] = [
        each
        for each in references.agreements
        if ((each.state, each.county) in wanted if wanted else each.state == state)
    ]
    rows = [
        {
            "state": each.state,
            "county": each.county or None,
            "agency": each.agency,
            "kind": each.kind.value,
            "status": each.status.value,
            "on": each.on.isoformat(),
        }
        for each in found
    ]
    texts = [
        f"{click.style(each.agency, bold=True)} ({each.county or each.state})\n"
        f"  {agreement_line(each, language)}"
        for each in found
    ]
    if not found:
        date = references.agreements.as_of.isoformat()
        return Printed([], [], (*notices, BadInput("lists.none_known", date=date)))
    return Printed(rows, texts, notices)

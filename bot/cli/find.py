"""`find`: the directory from the terminal. The bundled one, in a throwaway database."""

from __future__ import annotations

import asyncio
import json
import tempfile
from pathlib import Path
from typing import Any

import click

from bot.app import open_services
from bot.cli.terminal import fail, said, sentences, terminal_language
from bot.clock import SystemClock
from bot.domain.organization import Hit
from bot.i18n import best_language, t
from bot.services.directory import DirectoryService, FindRequest, FindResult
from bot.settings import Settings
from cogs.resources.render import kind_name, reach_line


@click.command(help=said("cli.find.help"))
@click.argument("words", nargs=-1)
@click.option("--where", help=said("cli.find.where"))
@click.option("--kind", help=said("cli.find.kind"))
@click.option("--lang", help=said("cli.find.lang"))
@click.option(
    "--limit",
    type=click.IntRange(1, 500),
    default=10,
    show_default=True,
    help=said("cli.find.limit"),
)
@click.option("--json", "as_json", is_flag=True, help=said("cli.find.json"))
def find(
    words: tuple[str, ...],
    where: str | None,
    kind: str | None,
    lang: str | None,
    limit: int,
    as_json: bool,
) -> None:
    """Search and print; notices go to standard error so that JSON stays JSON."""
    language = best_language(lang, terminal_language())
    request = FindRequest(
        " ".join(words), where, kind.strip().lower() if kind else None, _code(lang), limit
    )
    with sentences():
        result, kinds = asyncio.run(_find(request, language))
    if result is None:
        fail("cli.find.unknown_kind", code=2, kinds=", ".join(kinds))
    for notice in result.notices:
        click.echo(
            t(notice.key, language, **notice.params).replace("**", "").removeprefix("-# "), err=True
        )
    if as_json:
        rows = [as_object(hit) for hit in result.hits]
        click.echo(json.dumps(rows, ensure_ascii=False, indent=2))
        return
    for hit in result.hits:
        click.echo(as_text(hit, language))


def _code(lang: str | None) -> str | None:
    return lang.replace("_", "-").split("-", 1)[0].lower() if lang and lang.strip() else None


async def _find(request: FindRequest, language: str) -> tuple[FindResult | None, tuple[str, ...]]:
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(
            _env_file=None,  # pyright: ignore[reportCallIssue]
            database_path=Path(folder) / "directory.db",
            database_key=None,
        )
        async with open_services(settings, SystemClock()) as (_, services):
            directory: DirectoryService = services.directory
            kinds = await directory.kinds(None)
            if request.kind is not None and request.kind not in kinds:
                return None, kinds
            return await directory.find(request, language=language, guild_id=None), kinds


def as_object(hit: Hit) -> dict[str, Any]:
    """A hit as JSON: `id`, `name`, `kind`, `scope`, `distance_km` (one decimal, or null), more."""
    organization = hit.organization
    distance = hit.distance_km
    return {
        "id": organization.id,
        "name": organization.name,
        "kind": organization.kind,
        "scope": organization.scope.value,
        "distance_km": None if distance is None else round(distance, 1),
        "city": organization.city,
        "states": list(organization.states),
        "what": organization.what,
        "languages": list(organization.languages),
        "website": organization.website,
    }


def as_text(hit: Hit, language: str) -> str:
    """A hit as a few lines for a person."""
    organization = hit.organization
    where = reach_line(organization, language).replace("\\", "")
    far = "" if hit.distance_km is None else f" · {round(hit.distance_km)} km"
    lines = [
        click.style(organization.name, bold=True),
        f"  {kind_name(organization.kind, language)} · {where}{far}",
        f"  {organization.what}",
    ]
    if organization.website:
        lines.append(f"  {organization.website}")
    return "\n".join(lines)

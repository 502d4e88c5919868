"""From what a search found to the page a person sees; shared by the command and its buttons."""

from __future__ import annotations

from bot.domain.organization import Hit
from bot.presentation.context import Context
from bot.presentation.screen import Screen
from bot.presentation.text import plain
from bot.services.directory import DirectoryService, FindResult
from cogs.resources.page_code import PAGE_SIZE, Found, page_of
from cogs.resources.render import Page, results_screen


def first_page(result: FindResult, context: Context) -> Screen:
    """What is shown right after the search."""
    found: list[Found] = [(hit.organization.number, hit.distance_km) for hit in result.hits]
    hits = list(result.hits[:PAGE_SIZE])
    return _screen(hits, found, 0, _heading(result, context), _notices(result, context), context)


async def later_page(
    directory: DirectoryService, found: list[Found], number: int, context: Context
) -> Screen:
    """Another page of the same search; entries that are gone since are left out."""
    wanted = page_of(found, number)
    entries = await directory.get(
        [entry for entry, _ in wanted], language=context.language, guild_id=context.actor.guild_id
    )
    distance = dict(wanted)
    hits = [Hit(entry, distance[entry.number]) for entry in entries]
    return _screen(hits, found, number, context.t("find.found", count=len(found)), (), context)


def _screen(
    hits: list[Hit],
    found: list[Found],
    number: int,
    heading: str,
    notices: tuple[str, ...],
    context: Context,
) -> Screen:
    if len(found) > PAGE_SIZE:
        first = number * PAGE_SIZE + 1
        last = min(first + PAGE_SIZE - 1, len(found))
        heading = f"{heading} · {context.t('find.range', first=first, last=last)}"
    page = Page(hits, found, number, heading, notices, context.actor.guild_id is not None)
    return results_screen(page, context.language)


def _heading(result: FindResult, context: Context) -> str:
    if result.fallback:
        return context.t("find.help_everywhere")
    count = len(result.hits)
    if result.place is None:
        return context.t("find.found", count=count)
    return context.t("find.found_near", count=count, place=plain(result.place.label))


def _notices(result: FindResult, context: Context) -> tuple[str, ...]:
    said = [context.t(notice.key, **notice.params) for notice in result.notices]
    if not said and result.place is None and not result.fallback:
        said = [f"-# {context.t('find.add_a_place')}"]
    return tuple(said)

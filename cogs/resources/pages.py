"""From what a search found to the page a person sees; shared by the command and its buttons."""

from __future__ import annotations

from collections.abc import Sequence

from bot.domain.organization import Hit
from bot.presentation.context import Context
from bot.presentation.screen import Screen
from bot.presentation.text import plain
from bot.services.directory import DirectoryService, FindResult
from cogs.resources.page_code import PAGE_SIZE, Found, page_count, page_of
from cogs.resources.render import Page, results_screen


def first_page(result: FindResult, context: Context) -> Screen:
    """What is shown right after the search."""
    page = Page(
        hits=result.hits[:PAGE_SIZE],
        found=[(hit.organization.number, hit.distance_km) for hit in result.hits],
        number=0,
        heading=_heading(result, context),
        notices=[context.t(notice.key, **notice.params) for notice in result.notices],
        hint=_hint(result, context),
        in_server=context.actor.guild_id is not None,
        now=context.now,
    )
    return results_screen(page, context.language)


def hotlines_page(hits: Sequence[Hit], context: Context) -> Screen:
    """Whom to call in danger."""
    page = Page(
        hits=hits[:PAGE_SIZE],
        found=[(hit.organization.number, None) for hit in hits],
        number=0,
        heading=context.t("find.hotlines"),
        in_server=context.actor.guild_id is not None,
        now=context.now,
        hotlines=True,
    )
    return results_screen(page, context.language)


async def later_page(
    directory: DirectoryService, found: Sequence[Found], number: int, context: Context
) -> Screen:
    """Another page of the same search; entries that are gone since are left out."""
    wanted = page_of(found, number)
    entries = await directory.get(
        [entry for entry, _ in wanted], language=context.language, guild_id=context.actor.guild_id
    )
    distance = dict(wanted)
    page = Page(
        hits=[Hit(entry, distance[entry.number]) for entry in entries],
        found=found,
        number=number,
        # Neither the words nor the place are known any more: only where we are.
        heading=context.t("find.page", number=number + 1, total=page_count(len(found))),
        in_server=context.actor.guild_id is not None,
        now=context.now,
    )
    return results_screen(page, context.language)


def _heading(result: FindResult, context: Context) -> str:
    if result.fallback:
        return context.t("find.help_everywhere")
    count = len(result.hits)
    if result.place is None:
        return context.t("find.found", count=count)
    return context.t("find.found_near", count=count, place=plain(result.place.label))


def _hint(result: FindResult, context: Context) -> str:
    """What would make the answer better, if anything."""
    if result.notices or result.place is not None or result.fallback:
        return ""
    return context.t("find.add_a_place")

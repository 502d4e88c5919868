"""From a list and a place to the screen a person sees; shared by the command and its buttons."""

from __future__ import annotations

from collections.abc import Sequence

from bot.domain.agreements import Agreements
from bot.domain.counties import County
from bot.domain.named_lists import NamedList, Shape
from bot.domain.organization import Hit
from bot.presentation.context import Context
from bot.presentation.screen import Screen
from bot.services.reference_lists import Area
from bot.services.services import Services
from cogs.lists.reference_render import (
    agreements_screen,
    county_screen,
    safe_screen,
    state_screen,
    which_county_screen,
)
from cogs.lists.render import kinds_screen, later_listing_screen, listing_screen
from cogs.resources.page_code import Found, page_of


async def list_screen(of: NamedList, where: str, services: Services, context: Context) -> Screen:
    """A list for a place, or for none (`where` empty).

    Raises:
        BadInput: a reference list was asked about a place that we don't know.
    """
    if of.shape is Shape.ENTRIES:
        listing = await services.lists.entries(
            of, where or None, language=context.language, guild_id=context.actor.guild_id
        )
        in_server = context.actor.guild_id is not None
        return listing_screen(listing, context.language, in_server=in_server, now=context.now)
    if of.shape is Shape.KINDS:
        label = ""
        if where:
            label = (await services.references.place(where, context.language))[0].label
        kinds = await services.directory.kinds(context.actor.guild_id)
        return kinds_screen(of, kinds, label, context.language)
    if of.shape is Shape.SAFE:
        return await network_screen(where, services, context)
    return await area_screen(where, 0, services, context)


async def kind_screen(
    of: NamedList, kind: str, where: str, services: Services, context: Context
) -> Screen:
    """The entries of one kind."""
    listing = await services.lists.of_kind(
        of, kind, where or None, language=context.language, guild_id=context.actor.guild_id
    )
    in_server = context.actor.guild_id is not None
    return listing_screen(listing, context.language, in_server=in_server, now=context.now)


async def later_screen(
    of: NamedList, found: Sequence[Found], number: int, services: Services, context: Context
) -> Screen:
    """Another page of a list of entries; those that are gone since are left out."""
    wanted = page_of(found, number)
    guild_id = context.actor.guild_id
    entries = await services.directory.get(
        [entry for entry, _ in wanted], language=context.language, guild_id=guild_id
    )
    distance = dict(wanted)
    return later_listing_screen(
        of,
        [Hit(entry, distance[entry.number]) for entry in entries],
        found,
        number,
        context.language,
        in_server=guild_id is not None,
        now=context.now,
    )


async def network_screen(
    where: str, services: Services, context: Context, *, everything: bool = False
) -> Screen:
    """The SAFE Network, near a place or whole."""
    safe = (await services.references.load()).safe
    if not where:
        return safe_screen(safe.by_state(), None, context.language)
    place, notice = await services.references.place(where, context.language)
    said = context.t(notice.key, **notice.params) if notice else ""
    return safe_screen(
        safe.near(place), place, context.language, notice=said, everything=everything
    )


async def area_screen(where: str, page: int, services: Services, context: Context) -> Screen:
    """287(g) for a state or a county."""
    agreements = (await services.references.load()).agreements
    if not where:
        return agreements_screen(agreements, context.language)
    area = await services.references.area(where, context.language)
    return _of_area(area, agreements, page, context.language)


def _of_area(area: Area, agreements: Agreements, page: int, language: str) -> Screen:
    if area.several:
        return which_county_screen(area.several, language)
    if area.county is not None:
        return county_screen(area.county, agreements, 0, language)
    return state_screen(area, agreements, page, language)


async def agreements_of(county: County, services: Services, context: Context) -> Screen:
    """287(g) in one county."""
    agreements = (await services.references.load()).agreements
    return county_screen(county, agreements, 0, context.language)

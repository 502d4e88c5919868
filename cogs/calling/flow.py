"""From what somebody said of where they live to the question that is left, or to the first card."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

import discord
from discord import ui

from bot.domain.actor import Actor
from bot.domain.legislators import STATE_CHAMBERS, Body, District
from bot.presentation.context import Context, services_of
from bot.services.legislator_words import certainty_line
from bot.services.legislators import Found, Legislators
from bot.services.services import Services
from cogs.calling.cards import show_turn
from cogs.calling.code import NONE, Code, short_name
from cogs.calling.seats import Candidates, begin, candidates_of, chamber_districts, choose
from cogs.calling.which_render import Candidate, Which, which_screen
from cogs.events.gather import reply


async def wanted(services: Services, actor: Actor, campaigns: Sequence[int]) -> frozenset[Body]:
    """The bodies for which a district must be known; all of them where no campaign asks."""
    if not campaigns:
        return frozenset(Body)
    found: set[Body] = set()
    for whole in await services.campaigns.open_now(actor.guild_id or 0):
        if whole.campaign.number in campaigns:
            found |= set(whole.seats)
    return frozenset(found)


async def _states_wanted(
    services: Services, actor: Actor, campaigns: Sequence[int]
) -> frozenset[str]:
    """The states in whose chambers somebody is to be called; none where it is in all of them."""
    found: set[str] = set()
    for whole in await services.campaigns.open_now(actor.guild_id or 0):
        if whole.campaign.number in campaigns and set(whole.seats) & set(STATE_CHAMBERS):
            if whole.campaign.state is None:
                return frozenset()
            found.add(whole.campaign.state)
    return frozenset(found)


async def after_zip(
    interaction: discord.Interaction[Any], context: Context, code: Code, found: Found
) -> None:
    """Shows the first card where the ZIP leaves no doubt, else asks."""
    services = services_of(interaction)
    bodies = await wanted(services, context.actor, code.campaigns)
    states = await _states_wanted(services, context.actor, code.campaigns)
    candidates = candidates_of(found, bodies, states)
    token = services.near_whom.keep(found.place) if found.place else NONE
    code = replace(code.seated(begin(candidates)), token=token)
    if code.seat.whole and not found.guess:
        await after_seat(interaction, context, code)
        return
    book = await services.legislators.load()
    guess = certainty_line(found, context.language)
    which = Which(code, _with_names(candidates, book), guess)
    await reply(interaction, which_screen(which, context.language))


async def after_choice(
    interaction: discord.Interaction[Any], context: Context, code: Code, body: Body, value: str
) -> None:
    """Shows the first card once nothing is left to ask."""
    book = await services_of(interaction).legislators.load()
    candidates = _on_screen(interaction.message, book)
    code = code.seated(choose(code.seat, body, value, candidates))
    if code.seat.whole:
        await after_seat(interaction, context, code)
        return
    which = Which(code, _with_names(candidates, book))
    await reply(interaction, which_screen(which, context.language))


async def after_seat(interaction: discord.Interaction[Any], context: Context, code: Code) -> None:
    """The districts are known: the first card. The message begins a round anew."""
    if interaction.message is not None:
        services_of(interaction).last_turn.forget(interaction.message.id)
    await reply(interaction, await show_turn(services_of(interaction), context, code))


def _with_names(candidates: Candidates, book: Legislators) -> Mapping[Body, Sequence[Candidate]]:
    return {
        body: [Candidate(each, tuple(t.name for t in book.sitting(each))) for each in some]
        for body, some in candidates.items()
    }


def _on_screen(message: discord.Message | None, book: Legislators) -> Candidates:
    """The candidates that the menus of a question hold: the ZIP they came from is forgotten."""
    values: dict[Body, list[str]] = {}
    if message is not None:
        for menu in _menus(message):
            body = menu.custom_id.split(":")[2]
            values[Body(body)] = [o.value for o in menu.options if o.value != NONE]
    houses = [each.split("-", 1) for each in values.get(Body.US_HOUSE, ())]
    found: dict[Body, list[District]] = {
        Body.US_HOUSE: [District(Body.US_HOUSE, state, number) for state, number in houses]
    }
    states = {state for state, _ in houses} or _states_on(message)
    for body in STATE_CHAMBERS:
        known = [each for state in states for each in chamber_districts(book, state, body)]
        found[body] = [each for each in known if short_name(each) in values.get(body, ())]
    return {body: some for body, some in found.items() if some}


def _menus(message: discord.Message) -> Iterator[ui.Select[Any]]:
    view = ui.LayoutView.from_message(message, timeout=None)
    view.stop()
    for item in view.walk_children():
        if isinstance(item, ui.Select) and ":which:" in item.custom_id:
            yield item


def _states_on(message: discord.Message | None) -> set[str]:
    """The state that the menus' own codes name, where no district of the House is asked."""
    if message is None:
        return set()
    return {menu.custom_id.split(":")[4][:2] for menu in _menus(message)}

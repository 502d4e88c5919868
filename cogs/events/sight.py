"""Who sees what of an event: one menu for each field, saved at once."""

from __future__ import annotations

from typing import Any, cast

import discord
from discord import ui

from bot.domain.actor import Capability
from bot.domain.errors import BadInput
from bot.domain.event import Event
from bot.domain.event_tiers import DEFAULT_TIERS, TIER_BY_CODE, Tier, tier_of_field
from bot.i18n import t
from bot.presentation.components import Action
from bot.presentation.context import context_of, services_of
from bot.presentation.screen import ACCENT, Screen
from bot.services.event_writing import EditedMeanwhile
from cogs.events.manage_render import back, button, public_line
from cogs.events.managing import AT, NUMBER, page_of, present, show_meanwhile

_FIELD = "|".join(DEFAULT_TIERS)


def sight_screen(event: Event, language: str) -> Screen:
    """What is chosen, and a menu for each field."""
    at = f"{event.number}:{event.version}"
    whole = Tier.PUBLIC if event.public else Tier.MEMBER
    lines = [
        f"### {t('event_edit.sight', language)}",
        public_line(event, language),
    ]
    body: ui.Container[Any] = ui.Container(accent_color=ACCENT)
    body.add_item(ui.TextDisplay("\n".join(lines)))
    key = "event_edit.make_members" if event.public else "event_edit.make_public"
    wanted = int(not event.public)
    body.add_item(ui.ActionRow(button(key, f"event:plan:public:{at}:{wanted}", language)))
    for field in DEFAULT_TIERS:
        chosen = tier_of_field(event, field)
        name = t(f"event_edit.field_{field}", language)
        select: ui.Select[Any] = ui.Select(custom_id=f"event:plan:tier:{at}:{field}")
        for tier in Tier:
            if tier >= whole:
                who = t(f"event_edit.tier_{tier.code}", language)
                select.add_option(
                    label=t("event_edit.field_seen", language, field=name, who=who),
                    description=t(f"event_edit.tier_about_{tier.code}", language),
                    value=tier.code,
                    default=tier is chosen,
                )
        body.add_item(ui.ActionRow(select))
    body.add_item(ui.ActionRow(back(event.number, language)))
    return Screen(body)


async def _save(
    interaction: discord.Interaction[Any], number: str, version: str, changes: dict[str, Any]
) -> None:
    context = await context_of(interaction)
    events = services_of(interaction).events
    try:
        event = await events.edit(context.actor, int(number), int(version), changes)
    except EditedMeanwhile as meanwhile:
        await show_meanwhile(interaction, context, meanwhile)
        return
    await present(interaction, sight_screen(event, context.language))


class OpenSight(Action, template=rf"event:plan:sight:{NUMBER}"):
    """Who sees what."""

    async def pressed(self, interaction: discord.Interaction[Any]) -> None:
        context = await context_of(interaction)
        context.actor.require(Capability.ORGANIZER)
        page = await page_of(interaction, context, int(self.match["number"]))
        await present(interaction, sight_screen(page.event, context.language))


class ChooseTier(Action, template=rf"event:plan:tier:{AT}:(?P<field>{_FIELD})"):
    """From how near on a field is seen."""

    async def pressed(self, interaction: discord.Interaction[Any]) -> None:
        context = await context_of(interaction)
        context.actor.require(Capability.ORGANIZER)
        (chosen,) = cast("ui.Select[Any]", self.item).values
        if chosen not in TIER_BY_CODE:
            raise BadInput("errors.press_again")
        event = (await page_of(interaction, context, int(self.match["number"]))).event
        tiers = {**event.tiers, self.match["field"]: chosen}
        await _save(interaction, self.match["number"], self.match["version"], {"tiers": tiers})


class ChoosePublic(Action, template=rf"event:plan:public:{AT}:(?P<wanted>[01])"):
    """Whether it may be shown outside the server."""

    async def pressed(self, interaction: discord.Interaction[Any]) -> None:
        wanted = self.match["wanted"] == "1"
        await _save(interaction, self.match["number"], self.match["version"], {"public": wanted})


ACTIONS: tuple[type[Action], ...] = (OpenSight, ChooseTier, ChoosePublic)

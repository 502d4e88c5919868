"""What answers the choices on the `/setup` screen. Each is saved at once."""

from __future__ import annotations

from typing import Any, cast

import discord
from discord import ui

from bot.domain.actor import Capability
from bot.presentation.answer import Answer
from bot.presentation.commands import tappable
from bot.presentation.components import Action
from bot.presentation.context import Context, context_of, services_of
from bot.presentation.screen import Screen
from bot.services.guilds import Purpose
from cogs.setup.permissions import channel_state, missing_for_events
from cogs.setup.render import SetupState, Tab, setup_screen


async def draw(interaction: discord.Interaction[Any], tab: Tab, context: Context) -> Screen:
    """The screen as things stand now.

    Raises:
        NotAllowed: not an admin of this server.
    """
    services = services_of(interaction)
    context.actor.require(Capability.ADMIN)
    guild = interaction.guild
    settings = await services.guilds.settings(context.actor.guild_id or 0)
    channels = {
        purpose: channel_state(guild, purpose, id_)
        for purpose, id_ in settings.channels.items()
        if guild is not None
    }
    shows = guild is not None and await services.mirror.shows(guild.id)
    state = SetupState(
        settings=settings,
        channels=channels,
        waiting=(await services.review.waiting(context.actor)).urgent,
        unsent=await services.letters.count_in(context.actor.guild_id or 0),
        events_lack=missing_for_events(guild.me) if guild is not None and shows else (),
        digest=await services.digest.wanted(context.actor.guild_id or 0),
        bot_name=guild.me.display_name if guild is not None else "",
        default_language=services.default_language,
        commands={
            name: tappable(services.commands, name, context.language)
            for name in ("setup", "me", "unsent", "directory review")
        },
    )
    return setup_screen(state, tab, context.language)


async def _redraw(interaction: discord.Interaction[Any], tab: Tab) -> None:
    # The context anew: a changed server language may change the language of this answer.
    await Answer.to(interaction).update(await draw(interaction, tab, await context_of(interaction)))


class OpenTab(Action, template=r"setup:tab:(?P<tab>channels|roles|language)"):
    """Another group of choices, in the same message."""

    async def pressed(self, interaction: discord.Interaction[Any]) -> None:
        await _redraw(interaction, Tab(self.match["tab"]))


class ChooseChannel(
    Action, template=r"setup:channel:(?P<purpose>announcements|shifts|alerts|moderation)"
):
    """Where things go."""

    async def pressed(self, interaction: discord.Interaction[Any]) -> None:
        context = await context_of(interaction)
        chosen = cast("ui.ChannelSelect[Any]", self.item).values
        await services_of(interaction).guilds.choose_channel(
            context.actor, Purpose(self.match["purpose"]), chosen[0].id if chosen else None
        )
        await _redraw(interaction, Tab.CHANNELS)


class ChooseWeekly(Action, template=r"setup:weekly:(?P<wanted>yes|no)"):
    """Whether moderators get a line each week about what waits."""

    async def pressed(self, interaction: discord.Interaction[Any]) -> None:
        context = await context_of(interaction)
        await services_of(interaction).guilds.choose_weekly(
            context.actor,
            wanted=self.match["wanted"] == "yes",
            now=services_of(interaction).clock.now(),
        )
        await _redraw(interaction, Tab.CHANNELS)


class ChooseDigest(Action, template=r"setup:digest:(?P<wanted>yes|no)"):
    """Whether everybody is shown each week what can be done."""

    async def pressed(self, interaction: discord.Interaction[Any]) -> None:
        context = await context_of(interaction)
        services = services_of(interaction)
        await services.digest.choose(
            context.actor, wanted=self.match["wanted"] == "yes", now=services.clock.now()
        )
        await _redraw(interaction, Tab.CHANNELS)


class ChooseRoles(Action, template=r"setup:role:(?P<capability>[a-z_]{1,30})"):
    """Who may do what."""

    async def pressed(self, interaction: discord.Interaction[Any]) -> None:
        context = await context_of(interaction)
        chosen = cast("ui.RoleSelect[Any]", self.item).values
        await services_of(interaction).guilds.choose_roles(
            context.actor, Capability(self.match["capability"]), [role.id for role in chosen]
        )
        await _redraw(interaction, Tab.ROLES)


class ChooseLanguage(Action, template=r"setup:language"):
    """The language of public messages."""

    async def pressed(self, interaction: discord.Interaction[Any]) -> None:
        context = await context_of(interaction)
        chosen = cast("ui.Select[Any]", self.item).values
        await services_of(interaction).guilds.choose_language(context.actor, chosen[0])
        await _redraw(interaction, Tab.LANGUAGE)


class ChooseZone(Action, template=r"setup:zone"):
    """The zone in which this server's times are read."""

    async def pressed(self, interaction: discord.Interaction[Any]) -> None:
        context = await context_of(interaction)
        chosen = cast("ui.Select[Any]", self.item).values
        await services_of(interaction).guilds.choose_time_zone(context.actor, chosen[0])
        await _redraw(interaction, Tab.LANGUAGE)


ACTIONS: tuple[type[Action], ...] = (
    OpenTab,
    ChooseChannel,
    ChooseWeekly,
    ChooseDigest,
    ChooseRoles,
    ChooseLanguage,
    ChooseZone,
)

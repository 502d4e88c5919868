"""What answers the buttons of `/calendar`. No custom_id ever carries an address."""

from __future__ import annotations

import re
from typing import Any, Self, cast

import discord
from discord import ui

from bot.domain.actor import Capability
from bot.domain.errors import BadInput, NotFound
from bot.i18n import t
from bot.presentation.answer import Answer
from bot.presentation.components import Action, Form
from bot.presentation.context import Context, context_of, services_of
from bot.presentation.screen import Screen
from bot.presentation.text import visible
from bot.services.calendar_apps import App
from bot.services.calendars import Feed, slug_of
from cogs.calendar.render import (
    ALARM,
    Home,
    address_screen,
    close_question,
    feed_screen,
    home_screen,
    open_question,
    pick_screen,
    rotate_question,
    steps_screen,
    stop_question,
)

_NUMBER = r"(?P<number>\d{1,18})"
_SWITCHES = r"(?P<neutral>[01]):(?P<alarm>[01])"
_APPS = "|".join(App)
#: So many titles are named before the calendar is opened.
_TITLES = 5
_MOST_READ = 200
_LONGEST_TITLE, _LONGEST_SLUG = 80, 40


async def home_of(
    interaction: discord.Interaction[Any], context: Context, *, done: str = ""
) -> Screen:
    """What stands now.

    Raises:
        BadInput: outside a server.
    """
    calendars = services_of(interaction).calendars
    feeds = await calendars.feeds(context.actor)
    public = await calendars.public_of(context.actor.guild_id or 0)
    home = Home(
        reachable=calendars.reachable,
        feeds=feeds,
        public=public,
        page=calendars.addresses(public).page if public and calendars.reachable else "",
        organizes=context.actor.may(Capability.ORGANIZER),
    )
    return home_screen(home, context.language, done=done)


class ShowHome(Action, template=r"calendar:home"):
    """Back to what stands."""

    async def pressed(self, interaction: discord.Interaction[Any]) -> None:
        context = await context_of(interaction)
        await Answer.to(interaction).update(await home_of(interaction, context))


class ShowMine(Action, template=r"calendar:mine"):
    """What stands, below a message that is to stay."""

    async def pressed(self, interaction: discord.Interaction[Any]) -> None:
        context = await context_of(interaction)
        await Answer.to(interaction).show(await home_of(interaction, context))


class PickApp(Action, template=rf"calendar:pick:{_SWITCHES}"):
    """Which app, and what the calendar shows."""

    async def pressed(self, interaction: discord.Interaction[Any]) -> None:
        context = await context_of(interaction)
        neutral, alarm = _chosen(self.match)
        screen = pick_screen(context.language, neutral=neutral, alarm=alarm)
        await Answer.to(interaction).update(screen)


class NewCalendar(Action, template=rf"calendar:new:(?P<app>{_APPS}):{_SWITCHES}"):
    """Makes an address and shows it, this once."""

    async def pressed(self, interaction: discord.Interaction[Any]) -> None:
        context = await context_of(interaction)
        neutral, alarm = _chosen(self.match)
        made = await services_of(interaction).calendars.add(
            context.actor,
            neutral=neutral,
            alarm_minutes=ALARM if alarm else None,
            language=context.language,
        )
        screen = address_screen(made, App(self.match["app"]), context.language)
        await Answer.to(interaction).update(screen)


class OtherSteps(Action, template=r"calendar:steps"):
    """The steps for another app, below the address."""

    async def pressed(self, interaction: discord.Interaction[Any]) -> None:
        context = await context_of(interaction)
        (chosen,) = cast("ui.Select[Any]", self.item).values
        if chosen not in set(App):
            raise BadInput("errors.press_again")
        await Answer.to(interaction).show(steps_screen(App(chosen), context.language))


# --- one of them ----------------------------------------------------------------------------


async def _find(
    interaction: discord.Interaction[Any], context: Context, number: int
) -> tuple[Feed, int]:
    feeds = await services_of(interaction).calendars.feeds(context.actor)
    for at, feed in enumerate(feeds, 1):
        if feed.number == number:
            return feed, at
    raise NotFound("calendar_error.no_feed")


class ShowFeed(Action, template=rf"calendar:feed:{_NUMBER}"):
    """One of one's own calendars."""

    async def pressed(self, interaction: discord.Interaction[Any]) -> None:
        context = await context_of(interaction)
        feed, at = await _find(interaction, context, int(self.match["number"]))
        await Answer.to(interaction).update(feed_screen(feed, at, context.language))


class ChangeFeed(Action, template=rf"calendar:set:{_NUMBER}:{_SWITCHES}"):
    """Whether it says what and where, and whether it rings."""

    async def pressed(self, interaction: discord.Interaction[Any]) -> None:
        context = await context_of(interaction)
        number, (neutral, alarm) = int(self.match["number"]), _chosen(self.match)
        await services_of(interaction).calendars.change(
            context.actor, number, neutral=neutral, alarm_minutes=ALARM if alarm else None
        )
        feed, at = await _find(interaction, context, number)
        await Answer.to(interaction).update(feed_screen(feed, at, context.language))


class AskToRotate(Action, template=rf"calendar:askrotate:{_NUMBER}"):
    """Asks before the old address ends."""

    async def pressed(self, interaction: discord.Interaction[Any]) -> None:
        context = await context_of(interaction)
        feed, _ = await _find(interaction, context, int(self.match["number"]))
        await Answer.to(interaction).update(rotate_question(feed.number, context.language))


class Rotate(Action, template=rf"calendar:rotate:{_NUMBER}"):
    """Another address; the old one ends."""

    async def pressed(self, interaction: discord.Interaction[Any]) -> None:
        context = await context_of(interaction)
        made = await services_of(interaction).calendars.rotate(
            context.actor, int(self.match["number"])
        )
        await Answer.to(interaction).update(address_screen(made, None, context.language))


class AskToStop(Action, template=rf"calendar:ask:{_NUMBER}"):
    """Asks before one is stopped."""

    async def pressed(self, interaction: discord.Interaction[Any]) -> None:
        context = await context_of(interaction)
        feed, _ = await _find(interaction, context, int(self.match["number"]))
        await Answer.to(interaction).update(stop_question(feed.number, context.language))


class Stop(Action, template=rf"calendar:stop:{_NUMBER}"):
    """Stops one."""

    async def pressed(self, interaction: discord.Interaction[Any]) -> None:
        context = await context_of(interaction)
        await services_of(interaction).calendars.revoke(context.actor, int(self.match["number"]))
        done = context.t("calendar.stopped")
        await Answer.to(interaction).update(await home_of(interaction, context, done=done))


def _chosen(match: re.Match[str]) -> tuple[bool, bool]:
    return match["neutral"] == "1", match["alarm"] == "1"


# --- the public one -------------------------------------------------------------------------


class AskPublic(Action, template=r"calendar:public:(?P<wish>on|off)"):
    """Says what becomes public, or asks before it no longer is."""

    async def pressed(self, interaction: discord.Interaction[Any]) -> None:
        context = await context_of(interaction)
        context.actor.require(Capability.ORGANIZER)
        if self.match["wish"] == "off":
            await Answer.to(interaction).update(close_question(context.language))
            return
        found = await services_of(interaction).events.public(
            context.actor.guild_id or 0, limit=_MOST_READ
        )
        titles = list({each.event.number: each.event.title for each in found}.values())
        screen = open_question(titles[:_TITLES], len(titles[_TITLES:]), context.language)
        await Answer.to(interaction).update(screen)


class ClosePublic(Action, template=r"calendar:public:close"):
    """Closes it."""

    async def pressed(self, interaction: discord.Interaction[Any]) -> None:
        context = await context_of(interaction)
        await services_of(interaction).calendars.close_public(context.actor)
        done = context.t("calendar.closed")
        await Answer.to(interaction).update(await home_of(interaction, context, done=done))


class NamePublic(Action, template=r"calendar:open"):
    """Asks for the public calendar's title and address."""

    async def pressed(self, interaction: discord.Interaction[Any]) -> None:
        context = await context_of(interaction)
        context.actor.require(Capability.ORGANIZER)
        await Answer.to(interaction).open(await _public_form(interaction, context))


class PublicForm(Form):
    """The title of the public calendar, and how its address ends."""

    template = re.compile(r"calendar:named")

    def __init__(self, language: str, title: str, slug: str) -> None:
        super().__init__(title=t("calendar.open_title", language), custom_id="calendar:named")
        self.heading: ui.TextInput[Any] = ui.TextInput(
            custom_id="title", max_length=_LONGEST_TITLE, default=title or None
        )
        self.slug: ui.TextInput[Any] = ui.TextInput(
            custom_id="slug", min_length=3, max_length=_LONGEST_SLUG, default=slug
        )
        for name, field in (("heading", self.heading), ("slug", self.slug)):
            self.add_item(
                ui.Label(
                    text=t(f"calendar.open_{name}", language),
                    description=t(f"calendar.open_{name}_about", language),
                    component=field,
                )
            )

    @classmethod
    async def from_match(
        cls, interaction: discord.Interaction[Any], context: Context, match: re.Match[str]
    ) -> Self:
        return cast("Self", await _public_form(interaction, context))

    async def submitted(self, interaction: discord.Interaction[Any]) -> None:
        context = await context_of(interaction)
        await services_of(interaction).calendars.open_public(
            context.actor, self.slug.value, title=self.heading.value
        )
        done = context.t("calendar.opened")
        await Answer.to(interaction).show(await home_of(interaction, context, done=done))


async def _public_form(interaction: discord.Interaction[Any], context: Context) -> PublicForm:
    """With what stands now, or what the server is called."""
    now = await services_of(interaction).calendars.public_of(context.actor.guild_id or 0)
    title = now.title if now else visible(interaction.guild.name if interaction.guild else "")
    title = title[:_LONGEST_TITLE]
    return PublicForm(context.language, title, now.slug if now else slug_of(title))


ACTIONS: tuple[type[Action], ...] = (
    ShowHome,
    ShowMine,
    PickApp,
    NewCalendar,
    OtherSteps,
    ShowFeed,
    ChangeFeed,
    AskToRotate,
    Rotate,
    AskToStop,
    Stop,
    AskPublic,
    ClosePublic,
    NamePublic,
)
FORMS: tuple[type[Form], ...] = (PublicForm,)

"""Calendars elsewhere that a server follows: what answers their buttons, and who draws what
moderators hear of them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, cast

import discord
from discord import ui
from discord.ext import commands, tasks

from bot.domain.errors import BadInput
from bot.i18n import best_language, t
from bot.logs import get_logger
from bot.presentation.answer import Answer
from bot.presentation.client import CoalitionBot
from bot.presentation.components import Action
from bot.presentation.context import Context, context_of, services_of
from bot.presentation.posting import Drawer, Drawn
from bot.presentation.screen import ACCENT, Notice, Screen
from bot.presentation.text import fit, plain
from bot.services.calendar_sources import CHANGED, FAILING, Followed
from bot.services.services import Services
from bot.storage.outbox import Pending
from cogs.events.buttons import PRIMARY, button
from cogs.events.calendars_render import calendar_screen
from cogs.events.gather import reply
from cogs.events.render import stamp

log = get_logger(__name__)

_NUMBER = r"(?P<number>\d{1,18})"
_TOKEN = r"(?P<token>[0-9a-f]{16})"  # noqa: S105 - a pattern


def sources_screen(found: Sequence[Followed], language: str, *, note: str = "") -> Screen:
    """What a server follows, one to choose, and how to bring a calendar in."""
    lines = [note] if note else []
    if found:
        lines.append(f"### {t('ics_source.title', language)}")
        lines += [f"- {_line(each, language)}" for each in found]
        lines.append(f"-# {t('ics_source.about', language)}")
    lines.append(t("ics_source.how", language))
    body: ui.Container[Any] = ui.Container(ui.TextDisplay("\n".join(lines)), accent_color=ACCENT)
    if found:
        menu: ui.Select[Any] = ui.Select(
            custom_id="event:source:open", placeholder=t("ics_source.choose", language)
        )
        for each in found:
            menu.add_option(label=fit(each.host, 100), value=str(each.number))
        body.add_item(ui.ActionRow(menu))
    return Screen(body)


def source_screen(one: Followed, language: str) -> Screen:
    """One calendar that is followed: look at it now, or follow it no more."""
    lines = [f"### {fit(plain(one.host), 200)}", _line(one, language)]
    body: ui.Container[Any] = ui.Container(ui.TextDisplay("\n".join(lines)), accent_color=ACCENT)
    body.add_item(
        ui.ActionRow(
            button("ics_source.check", language, f"event:source:look:{one.number}", PRIMARY),
            button("ics_source.stop", language, f"event:source:stop:{one.number}"),
            button("ics_source.all", language, "event:source:all"),
        )
    )
    return Screen(body)


def told_screen(text: str, number: int, language: str) -> Screen:
    """What moderators hear of a calendar, with the way to look at it."""
    body: ui.Container[Any] = ui.Container(ui.TextDisplay(text), accent_color=ACCENT)
    body.add_item(
        ui.ActionRow(
            button("ics_source.look", language, f"event:source:look:{number}", PRIMARY),
            button("ics_source.stop", language, f"event:source:stop:{number}"),
        )
    )
    return Screen(body)


def _line(one: Followed, language: str) -> str:
    host = f"**{fit(plain(one.host), 120)}**"
    if one.failing_since is not None:
        since = stamp(one.failing_since, "R")
        return f"{host} · {t('ics_source.fails', language, since=since)}"
    at = stamp(one.checked_at, "R") if one.checked_at else ""
    return f"{host} · {t('ics_source.checked', language, at=at)}" if at else host


async def show_sources(services: Services, context: Context, note: str = "") -> Screen:
    """What the server follows. Raises NotAllowed: not an organizer."""
    found = await services.calendar_sources.list(context.actor)
    return sources_screen(found, context.language, note=note)


class Keep(Action, template=rf"event:source:keep:{_TOKEN}"):
    """Follows the calendar that was looked at."""

    async def pressed(self, interaction: discord.Interaction[Any]) -> None:
        context, services = await context_of(interaction), services_of(interaction)
        one = await services.calendar_sources.keep(context.actor, self.match["token"])
        host = fit(plain(one.host), 120)
        await Answer.to(interaction).show(Notice(context.t("ics_source.kept", host=host)))


class OpenSource(Action, template=r"event:source:open"):
    """One of those that are followed."""

    async def pressed(self, interaction: discord.Interaction[Any]) -> None:
        context, services = await context_of(interaction), services_of(interaction)
        chosen = cast("ui.Select[Any]", self.item).values[0]
        if not (chosen.isascii() and chosen.isdigit() and len(chosen) <= 18):
            raise BadInput("errors.press_again")
        one = await services.calendar_sources.get(context.actor, int(chosen))
        await reply(interaction, source_screen(one, context.language))


class AllSources(Action, template=r"event:source:all"):
    """All that are followed."""

    async def pressed(self, interaction: discord.Interaction[Any]) -> None:
        context, services = await context_of(interaction), services_of(interaction)
        await reply(interaction, await show_sources(services, context))


class LookNow(Action, template=rf"event:source:look:{_NUMBER}"):
    """What it would do now: the same dry run as of a file."""

    async def pressed(self, interaction: discord.Interaction[Any]) -> None:
        context, services = await context_of(interaction), services_of(interaction)
        token, plan, host = await services.calendar_sources.look(
            context.actor, int(self.match["number"]), untitled=context.t("ics_read.untitled")
        )
        await reply(interaction, calendar_screen(plan, host, token, context.language))


class StopSource(Action, template=rf"event:source:stop:{_NUMBER}"):
    """Follows it no more."""

    async def pressed(self, interaction: discord.Interaction[Any]) -> None:
        context, services = await context_of(interaction), services_of(interaction)
        await services.calendar_sources.stop(context.actor, int(self.match["number"]))
        note = context.t("ics_source.stopped")
        await reply(interaction, await show_sources(services, context, note))


def source_drawers(services: Services) -> Mapping[str, Drawer]:
    """Who draws what moderators hear of the calendars that they follow."""

    async def draw(pending: Pending) -> Drawn | None:
        number = int(pending.args.get("source") or 0)
        one = await services.calendar_sources.find(number)
        if one is None:
            return None
        settings = await services.guilds.settings(pending.guild_id)
        language = best_language(settings.language, services.default_language)
        host = fit(plain(one.host), 120)
        if pending.purpose == FAILING:
            if one.failing_since is None:
                return None
            since = stamp(one.failing_since, "R")
            text = t("ics_source.told_failing", language, host=host, since=since)
        else:
            text = "\n".join(
                [
                    t("ics_source.told_changed", language, host=host),
                    *(
                        f"- {t(key, language, count=count)}"
                        for key, name in _COUNTS
                        if (count := int(pending.args.get(name) or 0))
                    ),
                ]
            )
        return Drawn(told_screen(text, number, language))

    return {CHANGED: draw, FAILING: draw}


_COUNTS = (
    ("event_roster.plan_new", "new"),
    ("ics_read.plan_changed", "changed"),
    ("ics_source.told_off", "off"),
)


class FollowCalendars(commands.Cog):
    """Looks at the calendars that are due."""

    def __init__(self, bot: CoalitionBot) -> None:
        self._bot = bot

    async def cog_load(self) -> None:
        """discord.py's hook: the cog was added."""
        if self._bot.awake:
            self._look.start()

    async def cog_unload(self) -> None:
        """discord.py's hook: the bot stops."""
        self._look.cancel()

    @tasks.loop(minutes=10)
    async def _look(self) -> None:
        try:
            while await self._bot.services.calendar_sources.check_due():
                pass
        except Exception as error:  # the loop would end with it
            log.error("calendars_not_followed", kind=type(error).__name__)

    @_look.before_loop
    async def _ready(self) -> None:
        await self._bot.wait_until_ready()


ACTIONS: tuple[type[Action], ...] = (
    Keep,
    OpenSource,
    AllSources,
    LookNow,
    StopSource,
)

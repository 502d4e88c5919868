"""`/me`: a person's language, time zone and reminders, what is kept of them, and how to have it
deleted.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

import discord
from discord import app_commands, ui
from discord.ext import commands

from bot.domain.legislators import District
from bot.i18n import language_name, languages, t
from bot.presentation.answer import Answer
from bot.presentation.commands import Aim, command, tappable
from bot.presentation.components import Action
from bot.presentation.context import Context, context_of, services_of
from bot.presentation.screen import ACCENT, Notice, Screen
from bot.presentation.text import fit, plain
from bot.services.event_glance import Kept
from bot.services.people import PeopleService
from bot.services.zones import suggest_zones
from bot.storage.people import PersonSettings
from cogs.calling.which_render import district_name
from cogs.coalition.me_reminders import add_reminders
from cogs.events.reminding import wish_of

_LIKE_DISCORD = "auto"
NOTHING_KEPT = Kept()


def me_screen(
    settings: PersonSettings,
    edits: int,
    command: str,
    language: str,
    events: Kept = NOTHING_KEPT,
    districts: Sequence[District] = (),
) -> Screen:
    """A person's own choices and all that is kept about them; `edits` is how many changes of the
    directory bear their name, `command` how to call `/me`, `districts` those that they asked to
    have remembered for calls."""
    body: ui.Container[Any] = ui.Container(accent_color=ACCENT)
    body.add_item(ui.TextDisplay(f"## {t('me.title', language)}\n{t('me.private', language)}"))
    body.add_item(ui.TextDisplay(t("me.language", language)))
    select: ui.Select[Any] = ui.Select(custom_id="me:language")
    select.add_option(
        label=t("me.like_discord", language),
        value=_LIKE_DISCORD,
        default=settings.language is None,
    )
    for code in languages():
        select.add_option(label=language_name(code), value=code, default=settings.language == code)
    body.add_item(ui.ActionRow(select))
    zone = settings.time_zone
    body.add_item(
        ui.TextDisplay(
            t("me.zone", language, zone=zone)
            if zone
            else t("me.no_zone", language, command=command)
        )
    )
    add_reminders(body, settings, language)
    body.add_item(ui.Separator())
    kept = [
        t("me.kept_language", language, name=language_name(settings.language))
        if settings.language
        else None,
        t("me.kept_zone", language, zone=zone) if zone else None,
        t("me.kept_reminders", language)
        if settings.dm or settings.remind_minutes is not None
        else None,
        t("me.kept_answers", language, count=events.answers) if events.answers else None,
        t("me.kept_trainings", language, count=events.trainings) if events.trainings else None,
        t("me.kept_organized", language, count=events.organized) if events.organized else None,
        t("me.kept_calendars", language, count=events.calendars) if events.calendars else None,
        t("me.kept_shifts", language, count=events.shifts) if events.shifts else None,
        t("me.kept_running", language, count=events.running) if events.running else None,
        t("me.kept_edits", language, count=edits) if edits else None,
        t("me.kept_districts", language, names=_names(districts, language)) if districts else None,
    ]
    lines = [f"- {line}" for line in kept if line] or [t("me.kept_nothing", language)]
    body.add_item(
        ui.TextDisplay(
            "\n".join([f"**{t('me.kept', language)}**", *lines, t("me.never", language)])
        )
    )
    forget_some: list[ui.Button[Any]] = []
    if districts:
        label = t("call.forget_districts", language)
        forget_some.append(ui.Button(label=label, custom_id="me:districts"))
    if edits or events != NOTHING_KEPT or settings != PersonSettings() or districts:
        forget: ui.Button[Any] = ui.Button(
            label=t("me.forget", language),
            custom_id="me:forget",
            style=discord.ButtonStyle.danger,
        )
        body.add_item(ui.ActionRow(*forget_some, forget))
    return Screen(body)


def _names(districts: Sequence[District], language: str) -> str:
    return fit(plain(", ".join(district_name(each, language) for each in districts)), 200)


async def _draw(interaction: discord.Interaction[Any], context: Context) -> Screen:
    people = services_of(interaction).people
    settings = await people.settings(context.actor.user_id)
    edits = await people.edits(context.actor.user_id)
    command = tappable(services_of(interaction).commands, "me", context.language)
    events = await services_of(interaction).event_glance.kept(context.actor.user_id)
    districts = await services_of(interaction).calls.remembered(context.actor)
    return me_screen(settings, edits, command, context.language, events, districts)


class ChooseMyLanguage(Action, template=r"me:language"):
    """The language the bot answers this person in."""

    async def pressed(self, interaction: discord.Interaction[Any]) -> None:
        chosen = cast("ui.Select[Any]", self.item).values[0]
        await services_of(interaction).people.choose_language(
            interaction.user.id, None if chosen == _LIKE_DISCORD else chosen
        )
        context = await context_of(interaction)
        await Answer.to(interaction).update(await _draw(interaction, context))


class ChooseMyReminder(Action, template=r"me:remind"):
    """How long before events this person wants to be reminded."""

    async def pressed(self, interaction: discord.Interaction[Any]) -> None:
        chosen = cast("ui.Select[Any]", self.item).values[0]
        wish = wish_of(chosen)
        minutes = None if wish is None else wish.minutes or 0
        await services_of(interaction).people.choose_reminder(interaction.user.id, minutes)
        context = await context_of(interaction)
        await Answer.to(interaction).update(await _draw(interaction, context))


class AllowMessages(Action, template=r"me:dm:(?P<wish>on|off)"):
    """Whether the bot may write to this person."""

    async def pressed(self, interaction: discord.Interaction[Any]) -> None:
        allowed = self.match["wish"] == "on"
        await services_of(interaction).people.choose_messages(interaction.user.id, allowed=allowed)
        context = await context_of(interaction)
        await Answer.to(interaction).update(await _draw(interaction, context))


class ForgetDistricts(Action, template=r"me:districts"):
    """Forget the districts that were remembered for calls, and nothing else."""

    async def pressed(self, interaction: discord.Interaction[Any]) -> None:
        context = await context_of(interaction)
        await services_of(interaction).calls.forget(context.actor)
        await Answer.to(interaction).update(await _draw(interaction, context))


class ForgetMe(Action, template=r"me:forget"):
    """Delete all that is kept about this person."""

    async def pressed(self, interaction: discord.Interaction[Any]) -> None:
        context = await context_of(interaction)  # before: the answer in the language they read
        await services_of(interaction).people.forget(interaction.user.id)
        await Answer.to(interaction).update(Notice(context.t("me.forgotten")))


class Me(commands.Cog):
    """A person's own choices."""

    def __init__(self, people: PeopleService) -> None:
        self._people = people

    @command("me", aim=Aim.ABOUT_ME, options=("time_zone",))
    async def me(self, interaction: discord.Interaction[Any], time_zone: str | None = None) -> None:
        """Show this person's choices, after saving a time zone that was given."""
        if time_zone:
            await self._people.choose_time_zone(interaction.user.id, time_zone)
        context = await context_of(interaction)
        await Answer.to(interaction).show(await _draw(interaction, context))

    @me.autocomplete("time_zone")
    async def _suggest_zone(
        self, _: discord.Interaction[Any], typed: str
    ) -> list[app_commands.Choice[str]]:
        return [app_commands.Choice(name=zone, value=zone) for zone in suggest_zones(typed)]


ACTIONS: tuple[type[Action], ...] = (
    ChooseMyLanguage,
    ChooseMyReminder,
    AllowMessages,
    ForgetDistricts,
    ForgetMe,
)

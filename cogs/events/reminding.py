"""What answers [Remind me…]: how long before or at which moment, and whether by direct message."""

from __future__ import annotations

import re
from typing import Any, Self, cast

import discord
from discord import ui

from bot.domain.errors import BadInput
from bot.i18n import t
from bot.presentation.answer import Answer
from bot.presentation.components import Action, Form
from bot.presentation.context import Context, context_of, services_of
from bot.presentation.screen import Screen
from bot.services.services import Services
from bot.services.when import read_when
from bot.storage.event_reminders import Reminder
from cogs.events.gather import reply
from cogs.events.reminding_render import DEFAULT, NEVER, reminder_menu

_NUMBER = r"\d{1,18}"
_MAX_TYPED = 100


async def menu_of(services: Services, context: Context, occurrence: int) -> Screen:
    """The screen about one event's reminders, as things stand."""
    coming = await services.events.occurrence(context.actor, occurrence)
    if coming.mine is None:
        raise BadInput("event_error.answer_first")
    glance = await services.event_glance.of(context.actor, coming)
    return reminder_menu(coming, glance, context.language)


class RemindMe(Action, template=rf"event:remind:(?P<occurrence>{_NUMBER})"):
    """Shows when and how this person will be reminded."""

    async def pressed(self, interaction: discord.Interaction[Any]) -> None:
        context, services = await context_of(interaction), services_of(interaction)
        await reply(interaction, await menu_of(services, context, int(self.match["occurrence"])))


class ChooseReminder(Action, template=rf"event:reminder:(?P<occurrence>{_NUMBER})"):
    """So long before, not at all, or as usual."""

    async def pressed(self, interaction: discord.Interaction[Any]) -> None:
        context, services = await context_of(interaction), services_of(interaction)
        occurrence = int(self.match["occurrence"])
        chosen = cast("ui.Select[Any]", self.item).values[0]
        await services.rsvps.remind(context.actor, occurrence, wish_of(chosen))
        await reply(interaction, await menu_of(services, context, occurrence))


def wish_of(chosen: str) -> Reminder | None:
    """What a menu's value means."""
    if chosen == DEFAULT:
        return None
    return Reminder() if chosen == NEVER else Reminder(int(chosen))


class AllowMessages(Action, template=rf"event:dm:(?P<occurrence>{_NUMBER}):(?P<wish>on|off)"):
    """Whether the bot may write to this person; asked where it matters."""

    async def pressed(self, interaction: discord.Interaction[Any]) -> None:
        services = services_of(interaction)
        allowed = self.match["wish"] == "on"
        await services.people.choose_messages(interaction.user.id, allowed=allowed)
        context = await context_of(interaction)
        await reply(interaction, await menu_of(services, context, int(self.match["occurrence"])))


class RemindAt(Action, template=rf"event:remindat:(?P<occurrence>{_NUMBER})"):
    """Asks for a moment."""

    async def pressed(self, interaction: discord.Interaction[Any]) -> None:
        context = await context_of(interaction)
        form = RemindAtForm(int(self.match["occurrence"]), context.language)
        await Answer.to(interaction).open(form)


class RemindAtForm(Form):
    """A moment as people write it, by the person's own clock where they chose a zone, else by the
    clock at the place."""

    template = re.compile(rf"event:remindthen:(?P<occurrence>{_NUMBER})")

    def __init__(self, occurrence: int, language: str) -> None:
        super().__init__(
            title=t("events.remind_title", language), custom_id=f"event:remindthen:{occurrence}"
        )
        self._occurrence = occurrence
        self.at: ui.TextInput[Any] = ui.TextInput(custom_id="at", max_length=_MAX_TYPED)
        self.add_item(
            ui.Label(
                text=t("events.remind_at", language),
                description=t("events.remind_at_about", language),
                component=self.at,
            )
        )

    @classmethod
    async def from_match(
        cls, interaction: discord.Interaction[Any], context: Context, match: re.Match[str]
    ) -> Self:
        return cls(int(match["occurrence"]), context.language)

    async def submitted(self, interaction: discord.Interaction[Any]) -> None:
        context, services = await context_of(interaction), services_of(interaction)
        coming = await services.events.occurrence(context.actor, self._occurrence)
        own = (await services.people.settings(context.actor.user_id)).time_zone
        now = services.clock.now()
        when = read_when(
            self.at.value, now=now, zone=own or coming.event.zone, language=context.language
        )
        at, _ = when.moments()
        await services.rsvps.remind(context.actor, self._occurrence, Reminder(at=at))
        await Answer.to(interaction).show(await menu_of(services, context, self._occurrence))


ACTIONS: tuple[type[Action], ...] = (RemindMe, ChooseReminder, AllowMessages, RemindAt)
FORMS: tuple[type[Form], ...] = (RemindAtForm,)

"""`/shift create copy:`: the shifts of one day again on another, with nobody on them."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Any, Self

import discord

from bot.domain.errors import BadInput
from bot.presentation.components import Form
from bot.presentation.context import Context, context_of, services_of
from bot.presentation.fields import Fields
from bot.services.shift_forms import read_day
from bot.services.shift_views import lead_of_shifts
from cogs.events.gather import reply
from cogs.shifts.creating import ShiftForm
from cogs.shifts.plan_render import copied_screen

WHEN: Fields = (("when", False, 100, True),)


class CopyForm(ShiftForm):
    """On which day the shifts of another day are made again."""

    fields = WHEN
    template = re.compile(r"shift:plan:copy:(?P<day>\d{4}-\d{2}-\d{2})")

    def __init__(self, day: date, zone: str, now: datetime, language: str) -> None:
        self.day, self.zone, self.now = day, zone, now
        super().__init__(
            "copy", custom_id=f"shift:plan:copy:{day.isoformat()}", language=language, values={}
        )

    def said_of(self, name: str, language: str) -> tuple[str, str]:
        """A day is asked for here, no time."""
        return super().said_of(f"copy_{name}", language)

    @classmethod
    async def from_match(
        cls, interaction: discord.Interaction[Any], context: Context, match: re.Match[str]
    ) -> Self:
        try:
            day = date.fromisoformat(match["day"])
        except ValueError as error:
            raise BadInput("errors.press_again") from error
        return await cls.of(interaction, context, day)

    @classmethod
    async def of(cls, interaction: discord.Interaction[Any], context: Context, day: date) -> Self:
        """The form for that day."""
        lead_of_shifts(context.actor)
        services = services_of(interaction)
        settings = await services.guilds.settings(context.actor.guild_id or 0)
        return cls(day, settings.time_zone or "UTC", services.clock.now(), context.language)

    async def save(self, interaction: discord.Interaction[Any]) -> None:
        context = await context_of(interaction)
        to = read_day(self.values()["when"], now=self.now, zone=self.zone, language=self.language)
        made = await services_of(interaction).shifts.copy_day(context.actor, self.day, to)
        await reply(interaction, copied_screen(made, self.language))


FORMS: tuple[type[Form], ...] = (CopyForm,)

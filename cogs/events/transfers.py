"""`/event export` and `import`, and what answers the buttons below a table that was sent."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import discord
from discord import app_commands

from bot.domain.actor import Capability
from bot.domain.errors import BadInput
from bot.presentation.answer import Answer
from bot.presentation.commands import Aim, command, tappable
from bot.presentation.components import Action
from bot.presentation.context import context_of, services_of
from bot.presentation.names import names_of
from bot.presentation.screen import Notice
from bot.services.calendar_imports import MOST_BYTES as MOST_OF_CALENDAR
from bot.services.calendar_imports import is_calendar
from bot.services.event_exports import EventFormat
from bot.services.event_table import MOST_BYTES
from cogs.events.calendars_in import show_address, show_calendar
from cogs.events.roster import meant_time, suggest_times
from cogs.events.sources import show_sources
from cogs.events.transfers_render import done_screen, file_screen, plan_screen

Choices = list[app_commands.Choice[str]]
_TOKEN = r"(?P<token>[0-9a-f]{16})"  # noqa: S105 - a pattern


class Transfers:
    """The part of `/event` that is about files."""

    @command(
        "export",
        under="event",
        aim=Aim.TAKE_PART,
        options=("event", "format", "people"),
        servers_only=True,
    )
    async def export(
        self,
        interaction: discord.Interaction[Any],
        event: str | None = None,
        format: str | None = None,
        people: bool = False,
    ) -> None:
        """Send events as a file, or who comes to one."""
        context = await context_of(interaction)
        number = None
        if event is not None and event.strip():
            number = await meant_time(interaction, context, event)
        if people:
            await _send_people(interaction, number)
            return
        json = (format or "").strip().lower().startswith(EventFormat.JSON.value)
        form = EventFormat.JSON if json else EventFormat.CSV
        exports = services_of(interaction).event_exports
        file = await exports.events(context.actor, form, occurrence=number)
        await Answer.to(interaction).show(
            file_screen(file, "event_roster.exported", context.language),
            files=[discord.File(BytesIO(file.data), file.name)],
        )

    @command(
        "import",
        under="event",
        aim=Aim.RUN_SERVER,
        needs=Capability.ORGANIZER,
        options=("file", "address"),
    )
    async def import_events(
        self,
        interaction: discord.Interaction[Any],
        file: discord.Attachment | None = None,
        address: str | None = None,
    ) -> None:
        """Show what a table or a calendar of events would do."""
        context = await context_of(interaction)
        context.actor.require(Capability.ORGANIZER)
        if address is not None and file is None:
            await show_address(interaction, address)
            return
        if file is None and address is None:
            screen = await show_sources(services_of(interaction), context)
            await Answer.to(interaction).show(screen)
            return
        if file is None or address is not None:
            raise BadInput("ics_read.one_of_both")
        if file.size > MOST_OF_CALENDAR:
            raise BadInput("ics_read.too_large", most=MOST_OF_CALENDAR // 1_000_000)
        try:
            data = await file.read()
        except discord.HTTPException:
            raise BadInput("imports.not_received") from None
        if is_calendar(file.filename, data):
            await show_calendar(interaction, data, file.filename)
            return
        if len(data) > MOST_BYTES:
            raise BadInput("lists_io.too_large", most=MOST_BYTES // 1_000_000)
        services = services_of(interaction)
        settings = await services.guilds.settings(context.actor.guild_id or 0)
        token, plan = await services.event_imports.look(
            context.actor, data, zone=settings.time_zone or "", language=context.language
        )
        await Answer.to(interaction).show(plan_screen(plan, file.filename, token, context.language))

    @export.autocomplete("event")
    async def _suggest_export(self, interaction: discord.Interaction[Any], typed: str) -> Choices:
        return await suggest_times(interaction, typed)

    @export.autocomplete("format")
    async def _suggest_format(self, interaction: discord.Interaction[Any], _: str) -> Choices:
        context = await context_of(interaction)
        return [
            app_commands.Choice(name=context.t("event_roster.format_csv"), value="csv"),
            app_commands.Choice(name=context.t("event_roster.format_json"), value="json"),
        ]


async def _send_people(interaction: discord.Interaction[Any], number: int | None) -> None:
    context = await context_of(interaction)
    context.actor.require(Capability.ORGANIZER)
    if number is None:
        raise BadInput("event_roster.people_of_which")
    exports = services_of(interaction).event_exports
    who = await exports.who(context.actor, number)
    names = await names_of(interaction.guild, who)
    file = await exports.people(context.actor, number, names)
    await Answer.to(interaction).show(
        file_screen(file, "event_roster.exported_people", context.language),
        files=[discord.File(BytesIO(file.data), file.name)],
    )


class BringIn(Action, template=rf"event:bring:{_TOKEN}"):
    """The good rows become drafts."""

    async def pressed(self, interaction: discord.Interaction[Any]) -> None:
        context = await context_of(interaction)
        services = services_of(interaction)
        made = await services.event_imports.bring_in(context.actor, self.match["token"])
        edit = tappable(services.commands, "event edit", context.language)
        await Answer.to(interaction).update(done_screen(made, edit, context.language))


class BringNothing(Action, template=rf"event:nobring:{_TOKEN}"):
    """Nothing is brought in."""

    async def pressed(self, interaction: discord.Interaction[Any]) -> None:
        context = await context_of(interaction)
        services_of(interaction).event_imports.drop(self.match["token"])
        await Answer.to(interaction).update(Notice(context.t("event_roster.import_dropped")))


ACTIONS: tuple[type[Action], ...] = (BringIn, BringNothing)

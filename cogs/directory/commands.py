"""`/directory`: what keeps the directory true, for its editors. `/suggest`: for everybody."""

from __future__ import annotations

from typing import Any

import discord
from discord import app_commands
from discord.ext import commands

from bot.domain.actor import Capability
from bot.domain.errors import BadInput, NotFound
from bot.presentation.answer import Answer
from bot.presentation.commands import Aim, command, label
from bot.presentation.context import Context, context_of, services_of
from bot.presentation.text import fit, visible
from bot.services.entries import StoredEntry
from bot.services.exports import Format
from cogs.directory.components import next_screen
from cogs.directory.importing import export_file, import_file
from cogs.directory.new_forms import AddForm, SuggestForm
from cogs.directory.render import editor_screen, retire_question

Choices = list[app_commands.Choice[str]]
#: What a chosen entry comes back as: its number. Nobody types this.
_CHOSEN = "#"


@app_commands.guild_only()
@app_commands.allowed_contexts(guilds=True, dms=False, private_channels=False)
class Directory(
    commands.GroupCog,
    group_name=label("commands.directory.name"),
    group_description=label("commands.directory.about"),
):
    """The moderators' side of the directory."""

    @command("review", under="directory", aim=Aim.RUN_SERVER, needs=Capability.DIRECTORY_EDITOR)
    async def review(self, interaction: discord.Interaction[Any]) -> None:
        """Show what waits first."""
        context = await context_of(interaction)
        await Answer.to(interaction).show(await next_screen(interaction, context))

    @command("add", under="directory", aim=Aim.RUN_SERVER, needs=Capability.DIRECTORY_EDITOR)
    async def add(self, interaction: discord.Interaction[Any]) -> None:
        """Open the form for a new entry."""
        context = await context_of(interaction)
        context.actor.require(Capability.DIRECTORY_EDITOR)
        await Answer.to(interaction).open(AddForm(context.language))

    @command(
        "edit",
        under="directory",
        aim=Aim.RUN_SERVER,
        needs=Capability.DIRECTORY_EDITOR,
        options=("entry",),
    )
    async def edit(self, interaction: discord.Interaction[Any], entry: str) -> None:
        """Show an entry with what can be done to it."""
        context = await context_of(interaction)
        stored = await _meant(interaction, context, entry)
        await Answer.to(interaction).show(editor_screen(stored, context.language))

    @command(
        "retire",
        under="directory",
        aim=Aim.RUN_SERVER,
        needs=Capability.DIRECTORY_EDITOR,
        options=("entry",),
    )
    async def retire(self, interaction: discord.Interaction[Any], entry: str) -> None:
        """Ask before an entry is taken out."""
        context = await context_of(interaction)
        stored = await _meant(interaction, context, entry)
        await Answer.to(interaction).show(retire_question(stored, context.language))

    @command(
        "import",
        under="directory",
        aim=Aim.RUN_SERVER,
        needs=Capability.DIRECTORY_EDITOR,
        options=("file",),
    )
    async def import_list(
        self, interaction: discord.Interaction[Any], file: discord.Attachment
    ) -> None:
        """Show what a list would do."""
        await import_file(interaction, file)

    @command(
        "export",
        under="directory",
        aim=Aim.RUN_SERVER,
        needs=Capability.DIRECTORY_EDITOR,
        options=("format",),
    )
    async def export(
        self, interaction: discord.Interaction[Any], format: str | None = None
    ) -> None:
        """Send the directory as a file."""
        await export_file(interaction, format)

    @export.autocomplete("format")
    async def _suggest_form(self, interaction: discord.Interaction[Any], _: str) -> Choices:
        context = await context_of(interaction)
        return [
            app_commands.Choice(name=context.t(f"imports.format_{form.value}"), value=form.value)
            for form in Format
        ]

    @edit.autocomplete("entry")
    @retire.autocomplete("entry")
    async def _suggest_entry(self, interaction: discord.Interaction[Any], typed: str) -> Choices:
        context = await context_of(interaction)
        services = services_of(interaction)
        if not context.actor.may(Capability.DIRECTORY_EDITOR):
            return []
        names = await services.directory.names.of(context.actor.guild_id)
        found = [(n, fit(visible(name), 100)) for n, name in names.choices(typed, 20)]
        for number, name in await services.entries.retired(context.actor, typed, 25 - len(found)):
            out = context.t("directory.choice_out", name=fit(visible(name), 80))
            found.append((number, fit(out, 100)))
        return [
            app_commands.Choice(name=name, value=f"{_CHOSEN}{number}") for number, name in found
        ]


class Suggest(commands.Cog):
    """The members' side: what is missing."""

    @command("suggest", aim=Aim.TAKE_PART, servers_only=True)
    async def suggest(self, interaction: discord.Interaction[Any]) -> None:
        """Open the form."""
        context = await context_of(interaction)
        if context.actor.guild_id is None:
            raise BadInput("access.only_in_a_server")
        await Answer.to(interaction).open(SuggestForm(context.language))


async def _meant(
    interaction: discord.Interaction[Any], context: Context, typed: str
) -> StoredEntry:
    """The entry that was chosen, or whose name was typed.

    Raises:
        NotAllowed: not a directory editor. NotFound: there is none.
    """
    context.actor.require(Capability.DIRECTORY_EDITOR)
    services = services_of(interaction)
    number = typed.removeprefix(_CHOSEN)
    if typed.startswith(_CHOSEN) and number.isascii() and number.isdigit() and len(number) < 9:
        return await services.entries.get(context.actor, int(number))
    names = await services.directory.names.of(context.actor.guild_id)
    named = sorted(names.named(typed)) or [n for n, _ in names.choices(typed, 1)]
    named = named or [n for n, _ in await services.entries.retired(context.actor, typed, 1)]
    if not named:
        raise NotFound("directory.no_such_entry")
    return await services.entries.get(context.actor, named[0])

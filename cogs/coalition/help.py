"""`/help`: made from the command tree, only what this person may use, by what they want to do."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import discord
from discord import app_commands, ui
from discord.ext import commands

from bot.domain.actor import Actor
from bot.i18n import t
from bot.presentation.answer import Answer
from bot.presentation.commands import Aim, command, tappable
from bot.presentation.context import context_of, services_of
from bot.presentation.screen import ACCENT, MAX_TEXT, Screen
from bot.presentation.text import fit
from bot.services.command_ids import CommandIds

AnyCommand = app_commands.Command[Any, ..., Any] | app_commands.Group | app_commands.ContextMenu


@dataclass(frozen=True, slots=True)
class HelpLine:
    """One command: how to show it, what it is for, under which aim it stands."""

    aim: Aim
    shown: str
    about: str


def help_lines(
    tree: Iterable[AnyCommand], actor: Actor, commands_: CommandIds, language: str
) -> Iterator[HelpLine]:
    """The commands that this actor may use here."""
    for each in tree:
        if isinstance(each, app_commands.Group):
            yield from help_lines(each.commands, actor, commands_, language)
        elif isinstance(each, app_commands.Command) and actor.may(each.extras["needs"]):
            if (each.root_parent or each).guild_only and actor.guild_id is None:
                continue
            shown = tappable(commands_, each.qualified_name, language)
            about = t(f"{each.extras['key']}.about", language)
            yield HelpLine(each.extras["aim"], shown, about)


def help_screen(lines: Iterable[HelpLine], language: str) -> Screen:
    """Groups in the order of what people most often want."""
    by_aim: dict[Aim, list[HelpLine]] = {}
    for line in lines:
        by_aim.setdefault(line.aim, []).append(line)
    body: ui.Container[Any] = ui.Container(accent_color=ACCENT)
    opening = f"## {t('help.title', language)}\n{t('help.private', language)}"
    body.add_item(ui.TextDisplay(opening))
    room = MAX_TEXT - len(opening)
    for aim in Aim:
        if aim not in by_aim:
            continue
        rows = [f"{line.shown} {line.about}" for line in by_aim[aim]]
        text = fit("\n".join([f"**{t(f'help.aim.{aim.value}', language)}**", *rows]), room)
        if not text:
            break
        room -= len(text)
        body.add_item(ui.Separator())
        body.add_item(ui.TextDisplay(text))
    buttons: list[ui.Button[Any]] = [
        ui.Button(
            label=t("find.hotlines", language),
            custom_id="find:hotlines",
            style=discord.ButtonStyle.primary,
        )
    ]
    body.add_item(ui.ActionRow(*buttons))
    return Screen(body)


class Help(commands.Cog):
    """What the bot can do for whoever asks."""

    @command("help", aim=Aim.ABOUT_ME)
    async def help(self, interaction: discord.Interaction[Any]) -> None:
        """Show the commands this person may use."""
        context = await context_of(interaction)
        tree = interaction.client.tree.get_commands()
        lines = help_lines(tree, context.actor, services_of(interaction).commands, context.language)
        await Answer.to(interaction).show(help_screen(lines, context.language))

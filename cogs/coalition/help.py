"""`/help`: made from the command tree, only what this person may use, by what they want to do."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import discord
from discord import app_commands, ui
from discord.ext import commands

from bot.domain.actor import Actor
from bot.i18n import t
from bot.presentation.answer import Answer
from bot.presentation.commands import Aim, command, tappable
from bot.presentation.components import Action
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
        elif isinstance(each, app_commands.Command) and _may(actor, each):
            if (each.root_parent or each).guild_only and actor.guild_id is None:
                continue
            shown = tappable(commands_, each.qualified_name, language)
            about = t(f"{each.extras['key']}.about", language)
            yield HelpLine(each.extras["aim"], shown, about)


def _may(actor: Actor, each: app_commands.Command[Any, ..., Any]) -> bool:
    return any(actor.may(capability) for capability in each.extras["needs"])


def help_screen(lines: Iterable[HelpLine], language: str, *, running: bool = False) -> Screen:
    """Groups in the order of what people most often want; what is for running the server stands on
    a page of its own (`running`), one press away."""
    by_aim: dict[Aim, list[HelpLine]] = {}
    for line in lines:
        by_aim.setdefault(line.aim, []).append(line)
    body: ui.Container[Any] = ui.Container(accent_color=ACCENT)
    opening = f"## {t('help.title', language)}\n{t('help.private', language)}"
    room = MAX_TEXT
    if not running:
        body.add_item(ui.TextDisplay(opening))
        room -= len(opening)
    shown = [aim for aim in Aim if aim in by_aim and (aim is Aim.RUN_SERVER) is running]
    for aim in shown:
        rows = [f"{line.shown} {line.about}" for line in by_aim[aim]]
        text = fit("\n".join([f"**{t(f'help.aim.{aim.value}', language)}**", *rows]), room)
        if not text:
            break
        room -= len(text)
        if body.children:
            body.add_item(ui.Separator())
        body.add_item(ui.TextDisplay(text))
    body.add_item(ui.ActionRow(*_buttons(by_aim.keys(), language, running=running)))
    return Screen(body)


def _buttons(aims: Container[Aim], language: str, *, running: bool) -> list[ui.Button[Any]]:
    if running:
        return [ui.Button(label=t("help.back", language), custom_id="help:all")]
    found: list[ui.Button[Any]] = [
        ui.Button(
            label=t("find.hotlines", language),
            custom_id="find:hotlines",
            style=discord.ButtonStyle.primary,
        )
    ]
    if Aim.RUN_SERVER in aims:
        found.append(ui.Button(label=t("help.aim.run_server", language), custom_id="help:run"))
    return found


async def _screen(interaction: discord.Interaction[Any], *, running: bool = False) -> Screen:
    context = await context_of(interaction)
    tree = interaction.client.tree.get_commands()
    lines = help_lines(tree, context.actor, services_of(interaction).commands, context.language)
    return help_screen(lines, context.language, running=running)


class OtherPage(Action, template=r"help:(?P<page>all|run)"):
    """The other page of the help."""

    async def pressed(self, interaction: discord.Interaction[Any]) -> None:
        running = self.match["page"] == "run"
        await Answer.to(interaction).update(await _screen(interaction, running=running))


class Help(commands.Cog):
    """What the bot can do for whoever asks."""

    @command("help", aim=Aim.ABOUT_ME)
    async def help(self, interaction: discord.Interaction[Any]) -> None:
        """Show the commands this person may use."""
        await Answer.to(interaction).show(await _screen(interaction))


ACTIONS: tuple[type[Action], ...] = (OtherPage,)

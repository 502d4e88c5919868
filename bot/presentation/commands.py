"""Slash commands declared in one line: named and described from the catalogs, sorted for `/help`.

A command's keys are `commands.<name>.name`, `.about`, and `.option.<option>` for each option.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from enum import StrEnum
from typing import Any

import discord
from discord import app_commands
from discord.app_commands import locale_str

from bot.domain.actor import Capability
from bot.i18n import SOURCE_LANGUAGE, t
from bot.presentation.guard import guarded
from bot.services.command_ids import CommandIds

#: Where a command can be typed that is about a server.
IN_SERVERS = app_commands.AppCommandContext(guild=True, dm_channel=False, private_channel=False)


class Aim(StrEnum):
    """What somebody wants to do; `/help` groups by it, in this order."""

    FIND_HELP = "find_help"
    TAKE_PART = "take_part"
    ABOUT_ME = "about_me"
    RUN_SERVER = "run_server"


def label(key: str) -> locale_str:
    """A text that Discord shows in its own menus: English, with the key for the translator."""
    return locale_str(t(key, SOURCE_LANGUAGE), key=key)


def tappable(commands: CommandIds, name: str, language: str) -> str:
    """A command as something to tap, or its name in that language where its id is not known."""
    parts = name.split()
    keys = [".".join(("commands", *parts[: depth + 1], "name")) for depth in range(len(parts))]
    return commands.mention(name, " ".join(t(key, language) for key in keys))


def command(
    name: str,
    *,
    aim: Aim,
    under: str | None = None,
    needs: Capability | tuple[Capability, ...] = Capability.MEMBER,
    options: tuple[str, ...] = (),
    servers_only: bool = False,
) -> Callable[[Any], Any]:
    """Declare a slash command; `options` are its parameters, each named in the catalogs.

    `under` is the group it belongs to. `servers_only`: it means nothing in a direct message.

    `needs` is what `/help` goes by (of several, any). The decision itself is made in the services.
    It is not turned into Discord's own command permissions: those would hide a command from people
    who have a capability by role.
    """

    any_of = needs if isinstance(needs, tuple) else (needs,)

    def decorate(function: Any) -> Any:
        key = f"commands.{under}.{name}" if under else f"commands.{name}"
        full_name = f"{under} {name}" if under else name

        @functools.wraps(function)
        async def run(cog: Any, interaction: discord.Interaction[Any], **given: Any) -> None:
            await guarded(interaction, lambda same: function(cog, same, **given), full_name)

        made = app_commands.command(
            name=label(f"{key}.name"),
            description=label(f"{key}.about"),
            extras={"aim": aim, "needs": any_of, "key": key},
        )(
            app_commands.rename(**{o: label(f"{key}.option.{o}.name") for o in options})(
                app_commands.describe(**{o: label(f"{key}.option.{o}.about") for o in options})(run)
            )
        )
        if servers_only or any_of != (Capability.MEMBER,):
            made.guild_only = True
            if under is None:
                made.allowed_contexts = IN_SERVERS
        return made

    return decorate

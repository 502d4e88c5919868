"""The command line. Each command is loaded when it is asked for, so that none slows another."""

from __future__ import annotations

import importlib

import click

from bot import __version__
from bot.cli.terminal import said

#: Where each command stands: the demo's needs packages that the running bot never imports.
COMMANDS = {
    "run": "bot.cli.run:run",
    "demo": "bot.cli.demo:demo",
    "find": "bot.cli.find:find",
    "rights": "bot.cli.rights:rights",
    "lists": "bot.cli.lists:lists",
    "call": "bot.cli.call:call",
    "directory": "bot.cli.directory:directory",
    "data": "bot.cli.data:data",
    "ics": "bot.cli.ics:ics",
    "doctor": "bot.cli.doctor:doctor",
    "backup": "bot.cli.backup:backup",
    "restore": "bot.cli.backup:restore",
}


class LazyGroup(click.Group):
    """A group whose commands are imported on first use (the pattern of click's own docs)."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names, in the order one would need them."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import one command, None for a name we don't have."""
        where = COMMANDS.get(cmd_name)
        if where is None:
            return None
        module, name = where.split(":")
        return getattr(importlib.import_module(module), name)


@click.group(
    cls=LazyGroup,
    help=said("cli.help"),
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(__version__, prog_name="coalition-bot", message="%(prog)s %(version)s")
def main() -> None:
    """The root; `help` above is what people read."""

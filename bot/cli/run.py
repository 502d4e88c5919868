"""`run`: the bot on the real Discord."""

from __future__ import annotations

import click

from bot import loop
from bot.cli.terminal import fail, said, sentences, settings_or_fail
from bot.clock import SystemClock
from bot.logs import configure_logs
from bot.runner import run_forever


@click.command(help=said("cli.run.help"))
def run() -> None:
    """Read the settings, then run until told to stop."""
    settings = settings_or_fail()
    if settings.discord_token is None:
        fail("cli.run.no_token", code=2)
    configure_logs(settings.log_level, settings.log_format)
    with sentences():
        loop.run(run_forever(settings, SystemClock()))

"""`demo`: the bot on a simulated Discord in the browser, or the tour as texts and pictures."""

from __future__ import annotations

import asyncio
import importlib
from pathlib import Path
from types import ModuleType

import click

from bot.cli.terminal import fail, said, sentences, terminal_language

#: What the extra `demo` brings; the running bot needs none of it.
_DEMO_PACKAGES = frozenset({"simcord", "markdown_it", "linkify_it", "regex", "PIL"})

_PORT = click.IntRange(0, 65535)


def _load(name: str) -> ModuleType:
    """Import the demo, or say in one sentence how to get what it needs and leave with 1."""
    try:
        for package in _DEMO_PACKAGES:
            importlib.import_module(package)
        return importlib.import_module(name)
    except ModuleNotFoundError as error:
        if (error.name or "").split(".")[0] not in _DEMO_PACKAGES:
            raise
        fail("demo.cli.not_installed")


@click.command(help=said("demo.cli.help"))
@click.option("--port", default=8300, type=_PORT, show_default=True, help=said("demo.cli.port"))
@click.option(
    "--channel-port",
    default=8301,
    type=_PORT,
    show_default=True,
    help=said("demo.cli.channel_port"),
)
@click.option("--open/--no-open", "open_browser", default=False, help=said("demo.cli.open"))
@click.option(
    "--tour",
    "folder",
    metavar="DIR",
    type=click.Path(file_okay=False, path_type=Path),
    help=said("demo.cli.tour"),
)
@click.option("--pictures/--no-pictures", default=True, help=said("demo.cli.pictures"))
def demo(
    port: int, channel_port: int, open_browser: bool, folder: Path | None, pictures: bool
) -> None:
    """Serve until Ctrl-C, or play the tour into a folder."""
    run = _load("bot.demo.run")
    language = terminal_language()
    work = (
        run.play_tour(folder, pictures=pictures, language=language, say=click.echo)
        if folder is not None
        else run.serve(
            port=port,
            channel_port=channel_port,
            open_browser=open_browser,
            language=language,
            say=click.echo,
        )
    )
    with sentences():
        try:
            asyncio.run(work)
        except KeyboardInterrupt:  # where signals can't be caught otherwise
            click.echo(said("demo.serve.ended"))

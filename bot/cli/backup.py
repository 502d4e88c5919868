"""`backup` and `restore`: a whole, verified copy of the database, and back again."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TypeVar

import click

from bot.app import key_of
from bot.cli.terminal import said, sentences, settings_or_fail
from bot.clock import SystemClock
from bot.storage import backup as storage

T = TypeVar("T")

FILE = click.Path(dir_okay=False, path_type=Path)


def _with_bar(label: str, work: Callable[[Callable[[int, int], None]], Awaitable[T]]) -> T:
    """Run `work` with a progress bar in pages of the database."""
    with click.progressbar(length=1, label=label) as bar:
        seen = 0

        def progress(done: int, total: int) -> None:
            nonlocal seen
            bar.length = max(total, 1)
            bar.update(done - seen)
            seen = done

        async def run() -> T:
            return await work(progress)

        return asyncio.run(run())


@click.command(help=said("cli.backup.help"))
@click.argument("file", type=FILE)
@click.option("--overwrite", is_flag=True, help=said("cli.backup.overwrite"))
def backup(file: Path, overwrite: bool) -> None:
    """Copy the database while the bot runs."""
    settings = settings_or_fail()
    with sentences():
        _with_bar(
            said("cli.backup.copying"),
            lambda progress: storage.backup(
                settings.database_path,
                file,
                key=key_of(settings),
                progress=progress,
                overwrite=overwrite,
            ),
        )
    click.echo(said("cli.backup.done", file=file))


@click.command(help=said("cli.restore.help"))
@click.argument("file", type=FILE)
def restore(file: Path) -> None:
    """Put a backup in the database's place; the old one is kept beside it."""
    settings = settings_or_fail()
    with sentences():
        before = _with_bar(
            said("cli.restore.copying"),
            lambda progress: storage.restore(
                file,
                settings.database_path,
                key=key_of(settings),
                now=SystemClock().now(),
                progress=progress,
            ),
        )
    if before is None:
        click.echo(said("cli.restore.done_new", path=settings.database_path))
    else:
        click.echo(said("cli.restore.done", path=settings.database_path, before=before))

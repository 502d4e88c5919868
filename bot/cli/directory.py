"""`directory import` and `directory export`: lists for the directory, from the terminal."""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

import click

from bot.app import open_services
from bot.cli.terminal import fail, said, sentences, settings_or_fail, terminal_language
from bot.clock import SystemClock
from bot.domain.errors import BadInput
from bot.services.exports import Format, Tally
from bot.services.import_words import bad_rows, count_lines, difference_texts, note_lines
from bot.services.imports import Done, Fate, Importer, Order, Plan
from bot.services.lists.rows import said as said_of

#: An operator's own file may be larger than one that comes through Discord.
_MOST_BYTES = 500_000_000
_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
_OUT = click.Path(dir_okay=False, path_type=Path)
_SERVER = click.IntRange(min=1)


@click.group(help=said("cli.directory.help"))
def directory() -> None:
    """The group."""


@directory.command("import", help=said("cli.directory.import_help"))
@click.argument("file", type=_FILE)
@click.option("--server", type=_SERVER, help=said("cli.directory.server"))
@click.option("--dry-run", is_flag=True, help=said("cli.directory.dry_run"))
@click.option("--vouch", is_flag=True, help=said("cli.directory.vouch"))
@click.option("--overwrite", is_flag=True, help=said("cli.directory.overwrite"))
@click.option("--json", "as_json", is_flag=True, help=said("cli.directory.json"))
def import_list(
    file: Path, server: int | None, *, dry_run: bool, vouch: bool, overwrite: bool, as_json: bool
) -> None:
    """Bring a list in, or say what that would do."""
    order = Order(
        _read(file), file.name, vouched=vouch, overwrite=overwrite, most_bytes=_MOST_BYTES
    )
    settings = settings_or_fail()

    async def work() -> tuple[Plan, bool]:
        async with open_services(settings, SystemClock()) as (_, services):
            who = Importer(server or 0, None)
            with click.progressbar(length=0, label=file.name, file=sys.stderr) as bar:

                def progress(read: int) -> None:
                    bar.length = max(bar.length or 0, read)
                    bar.update(read - bar.pos)

                if dry_run:
                    return await services.imports.look(who, order, progress), False
                done: Done = await services.imports.bring_in(who, order, progress)
                return done.plan, done.shelf is not None

    with sentences():
        plan, written = asyncio.run(work())
    language = terminal_language()
    if as_json:
        click.echo(json.dumps(as_object(plan, written, language), ensure_ascii=False, indent=2))
        return
    for line in _report(plan, language):
        click.echo(line)
    if dry_run and not server and not vouch and plan.counts[Fate.CHANGED]:
        click.echo(said("imports.everybody_vouch", count=plan.counts[Fate.CHANGED]))
        return
    done = "imported" if vouch else "waits"
    key = "dry_run_done" if dry_run else done if written else "nothing_to_do"
    click.echo(said(f"cli.directory.{key}"))


def _read(file: Path) -> bytes:
    with sentences():
        try:
            if file.stat().st_size > _MOST_BYTES:
                raise BadInput("lists_io.too_large", most=_MOST_BYTES // 1_000_000)
            return file.read_bytes()
        except OSError as error:
            raise BadInput("cli.directory.cannot_read", name=file.name) from error


def _report(plan: Plan, language: str) -> Iterator[str]:
    yield from count_lines(plan, language)
    yield from bad_rows(plan, language)
    yield from difference_texts(plan, language)
    yield from note_lines(plan, language)


def as_object(plan: Plan, written: bool, language: str) -> dict[str, Any]:
    """What came of a list as JSON: the counts, `bad` rows, `differences`, `notes`, `written`.

    `waiting` is how many of `same` wait for review, `shown` how many of `changed` did.
    """
    return {
        **{fate.value: count for fate, count in plan.counts.items()},
        "waiting": plan.waiting,
        "shown": plan.shown,
        "bad_count": plan.bad_count,
        "bad": [
            {
                "line": row.line,
                "path": row.path,
                "reasons": [said_of(problem, language) for problem in row.problems],
            }
            for row in plan.bad
        ],
        "differences": [
            {
                "line": each.line,
                "name": each.name,
                "fields": [
                    {"part": d.part, "field": d.field, "before": d.before, "after": d.after}
                    for d in each.what
                ],
            }
            for each in plan.changed
        ],
        "notes": [{"line": line, "note": said_of(note, language)} for line, note in plan.notes],
        "written": written,
    }


@directory.command("export", help=said("cli.directory.export_help"))
@click.option(
    "--format",
    "form",
    type=click.Choice([form.value for form in Format]),
    default=Format.HSDS.value,
    help=said("cli.directory.format"),
)
@click.option("--server", type=_SERVER, help=said("cli.directory.server"))
@click.option("--out", type=_OUT, help=said("cli.directory.out"))
@click.option("--include-unverified", is_flag=True, help=said("cli.directory.unverified"))
def export_list(
    form: str, server: int | None, out: Path | None, *, include_unverified: bool
) -> None:
    """Write a directory to a file or to standard output."""
    settings = settings_or_fail()

    async def work(to: BinaryIO) -> Tally:
        tally = Tally()
        async with open_services(settings, SystemClock()) as (_, services):
            pieces = services.exports.pieces(
                server or 0, Format(form), tally=tally, include_unverified=include_unverified
            )
            async for piece in pieces:
                to.write(piece)
        return tally

    with sentences():
        if out is None:
            tally = asyncio.run(work(sys.stdout.buffer))
            sys.stdout.buffer.flush()
        else:
            try:
                with out.open("wb") as file:
                    tally = asyncio.run(work(file))
            except OSError:
                fail("cli.directory.cannot_write", name=out.name)
    click.echo(said("cli.directory.exported", count=tally.entries), err=True)
    if tally.unverified:
        click.echo(said("cli.directory.left_out", count=tally.unverified), err=True)

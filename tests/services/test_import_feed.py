"""A file that other processes read comes to the same as one that is read here."""

from __future__ import annotations

import asyncio
import json
import os
import signal
from collections.abc import Callable, Sequence
from contextlib import aclosing
from pathlib import Path

import pytest

from bot.domain.errors import BadInput
from bot.services import import_feed
from bot.services.bundled_directory import load_synonyms
from bot.services.import_feed import Sizes, WorkerFailed, feed
from bot.services.import_pieces import Job, Piece
from bot.services.import_plan import Fate
from bot.services.imports import Importer, ImportsService, Order
from bot.services.lists.cells import row_from_cells
from bot.services.lists.read import MOST_BYTES
from bot.services.lists.rows import ReadRow
from bot.services.places import LazyPlaces, load_places
from bot.services.services import Services
from bot.storage.database import Database
from tests.services.conftest import GUILD
from tests.services.test_imports import everything, rows

THREAD = Sizes(one=10**12, two=10**12)
ONE = Sizes(one=0, two=10**12)
TWO = Sizes(one=0, two=0)
HERE = Importer(GUILD, 1)
#: More than one block of the two that two processes take in turn.
MANY = 2400


def messy() -> bytes:
    """A long table with all that can be wrong with one, and the same groups again far below."""
    lines = rows(MANY).decode().splitlines()
    lines[300] = "Ocelot,nobody knows,https://example.org/o,Phoenix,AZ"
    lines[700] += ",one cell too many"
    lines[1100] = '"Broken" quotes,602-555-0101,https://example.org/q,Phoenix,AZ'
    lines[1500] = lines[10]  # a group of the first block once more, in the second
    lines[2200] = lines[1600]  # of the second, in the third
    lines[2300] = lines[20]  # of the first, in the third: the same process sees both
    lines.insert(1300, "")
    return "\n".join(lines).encode()


def hsds() -> bytes:
    return json.dumps([{"id": f"group-{n}", "name": f"Ocelot{n}"} for n in range(1500)]).encode()


@pytest.fixture(autouse=True)
def two_cores(monkeypatch: pytest.MonkeyPatch) -> None:
    """However many there are."""
    monkeypatch.setattr(os, "cpu_count", lambda: 2)


@pytest.fixture
def importer(db: Database, services: Services) -> Callable[[Sizes], ImportsService]:
    """The service, with the sizes from which processes read."""

    def made(sizes: Sizes) -> ImportsService:
        return ImportsService(
            db,
            clock=services.clock,
            synonyms=load_synonyms(),
            places=LazyPlaces(),
            names=services.directory.names,
            sizes=sizes,
        )

    return made


def job(data: bytes, name: str = "list.csv") -> Job:
    return Job(data, name, MOST_BYTES, {}, guild_id=GUILD, shelf=1, vouched=True)


async def read(job: Job, sizes: Sizes) -> list[Piece]:
    async with aclosing(feed(job, LazyPlaces(), load_synonyms(), sizes)) as pieces:
        return [piece async for piece in pieces]


@pytest.mark.parametrize("data", [messy(), hsds(), messy().decode().encode("utf-16")])
async def test_two_processes_read_what_a_thread_reads(data: bytes) -> None:
    here = await read(job(data), THREAD)
    for sizes in (ONE, TWO):
        there = await read(job(data), sizes)
        ids = [good.id for piece in there for good in piece.good]
        assert list(dict.fromkeys(ids)) == [good.id for piece in here for good in piece.good]
        assert sum(piece.size for piece in there) == sum(piece.size for piece in here)
        lines = [piece.first_line for piece in there]
        assert lines == sorted(lines)


@pytest.mark.parametrize("sizes", [ONE, TWO])
async def test_an_import_is_the_same_whoever_reads(
    importer: Callable[[Sizes], ImportsService], db: Database, sizes: Sizes
) -> None:
    order = Order(messy(), "list.csv", vouched=True)
    at_first = await everything(db)
    done = await importer(THREAD).bring_in(HERE, order)
    by_thread = await everything(db)
    assert done.shelf is not None
    await importer(THREAD).clear_broken()
    await db.write("UPDATE shelf SET live = 0 WHERE number = :n", {"n": done.shelf})
    await importer(THREAD).clear_broken()
    assert await everything(db) == at_first

    looked = await importer(sizes).look(HERE, order)
    again = await importer(sizes).bring_in(HERE, order)
    assert looked.counts == again.plan.counts == done.plan.counts
    assert looked.bad_count == again.plan.bad_count == done.plan.bad_count == 6
    assert [(row.line, row.problems, row.cells) for row in sorted_bad(again.plan.bad)] == [
        (row.line, row.problems, row.cells) for row in sorted_bad(done.plan.bad)
    ]
    assert unnumbered(await everything(db)) == unnumbered(by_thread)

    same = await importer(sizes).bring_in(HERE, order)
    assert same.shelf is None
    assert same.plan.counts[Fate.SAME] == done.plan.counts[Fate.NEW]


def sorted_bad(rows: Sequence[ReadRow]) -> list[ReadRow]:
    return sorted(rows, key=lambda row: row.line)


def unnumbered(rows: Sequence[tuple[object, ...]]) -> list[tuple[object, ...]]:
    """Rows without the numbers they got: where a row falls out, one is left out."""
    return sorted((row[1:] for row in rows), key=repr)


@pytest.mark.parametrize("sizes", [THREAD, ONE, TWO])
async def test_a_file_that_breaks_off_is_refused_whole(
    importer: Callable[[Sizes], ImportsService], db: Database, sizes: Sizes
) -> None:
    before = await everything(db)
    with pytest.raises(BadInput, match="open_quote") as refused:
        await importer(sizes).bring_in(HERE, Order(rows(1500) + b'"never closed', "list.csv"))
    assert refused.value.params == {"line": 1502}
    assert await everything(db) == before


async def test_rows_that_were_mended_are_looked_for_in_the_whole_file(
    importer: Callable[[Sizes], ImportsService],
) -> None:
    cells = {"name": "Quetzal5", "city": "Phoenix", "state": "AZ"}  # another row of the file
    mended = {301: row_from_cells(cells, load_places(), line=301)}
    order = Order(messy(), "list.csv", vouched=True, mended=mended)
    plan = await importer(TWO).look(HERE, order)
    assert plan.counts == (await importer(THREAD).look(HERE, order)).counts
    assert next(row for row in plan.bad if row.line == 301).problems[0].key.endswith("duplicate")


async def processes() -> list[int]:
    """The processes that were started from here."""
    own = os.getpid()
    paths = await asyncio.to_thread(lambda: list(Path("/proc").glob("[0-9]*")))
    return [int(path.name) for path in paths if parent_of(int(path.name)) == own]


needs_proc = pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="no /proc here")


@needs_proc
async def test_a_process_that_dies_leaves_nothing(
    importer: Callable[[Sizes], ImportsService], db: Database
) -> None:
    before, others = await everything(db), set(await processes())

    def kill(read: int) -> None:
        if read >= 1000:
            own = os.getpid()
            for path in Path("/proc").glob("[0-9]*"):
                if int(path.name) not in others and parent_of(int(path.name)) == own:
                    os.kill(int(path.name), signal.SIGKILL)

    with pytest.raises(WorkerFailed):
        await importer(ONE).bring_in(HERE, Order(rows(60_000), "list.csv", vouched=True), kill)
    assert await everything(db) == before
    assert set(await processes()) <= others


def parent_of(pid: int) -> int:
    try:
        return int(Path(f"/proc/{pid}/stat").read_text().rsplit(") ", 1)[1].split()[1])
    except OSError:
        return 0


@needs_proc
async def test_whoever_stops_waiting_leaves_no_process_and_nothing_written(
    importer: Callable[[Sizes], ImportsService], db: Database
) -> None:
    before, others = await everything(db), set(await processes())
    begun = asyncio.Event()
    order = Order(rows(60_000), "list.csv", vouched=True)
    running = asyncio.create_task(importer(TWO).bring_in(HERE, order, lambda _: begun.set()))
    await begun.wait()
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running
    assert await everything(db) == before
    assert set(await processes()) <= others


async def test_where_no_process_can_be_started_a_thread_reads(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async def none(*_: object, **__: object) -> None:
        raise BlockingIOError("no room")

    monkeypatch.setattr(asyncio, "create_subprocess_exec", none)
    pieces = await read(job(rows(1200)), TWO)
    assert sum(len(piece.good) for piece in pieces) == 1200


async def test_a_process_is_told_no_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    given: dict[str, str] = {}
    start = asyncio.create_subprocess_exec

    async def watched(*args: str, env: dict[str, str], **how: object) -> object:
        given.update(env)
        return await start(*args, env=env, **how)

    monkeypatch.setenv("COALITION_DISCORD_TOKEN", "secret")
    monkeypatch.setattr(asyncio, "create_subprocess_exec", watched)
    await read(job(rows(3)), ONE)
    assert set(given) <= {*import_feed.ENVIRONMENT, "PYTHONPATH"}
    assert "secret" not in given.values()

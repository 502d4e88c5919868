"""The two ways into the demo: serve it for a visitor, or play the tour into a folder."""

from __future__ import annotations

import asyncio
import signal
import time
import webbrowser
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.clock import SystemClock
from bot.demo import chooser, page
from bot.demo.calendar_story import seed_calendar
from bot.demo.pictures import camera
from bot.demo.stage import Stage
from bot.demo.story import STORY
from bot.demo.tour import Tour, TourError
from bot.demo.world import World, open_world
from bot.i18n import t
from bot.logs import configure_logs

#: Says one line to whoever started the demo.
Say = Callable[[str], None]

#: Who opened the public calendar (a key of `cast`).
ORGANIZER = "amara"

#: Seconds between two looks at what is due, where a visitor waits.
_TICK = 0.5

#: The tour's day, so that its texts and pictures are the same whenever it is played.
TOUR_START = datetime(2026, 12, 1, 17, 0, tzinfo=UTC)


async def serve(
    *, port: int, channel_port: int, open_browser: bool, language: str, say: Say
) -> None:
    """Serve the demo on loopback until SIGINT or SIGTERM, then take everything down.

    Says the address and things to try. A port that is taken is replaced by a free one.
    """
    _quiet()
    stopped = _stop_signal()
    async with (
        open_world(SystemClock().now()) as world,
        _time_passes(world),
        _on_stage(world, channel_port) as stage,
        _chooser(world, stage, port) as served,
    ):
        if port not in (0, served):
            say(t("demo.serve.port_taken", language, port=port, other=served))
        address = f"http://{chooser.HOST}:{served}/"
        for line in welcome_lines(address, language):
            say(line)
        if open_browser:
            await asyncio.to_thread(webbrowser.open, address)
        await stopped.wait()
    say(t("demo.serve.ended", language))


def welcome_lines(address: str, language: str) -> list[str]:
    """What is printed when the demo stands: its address and things to try."""
    things = [t(key, language) for key in page.THINGS_TO_TRY]
    return [
        t("demo.serve.running", language),
        "",
        f"    {address}",
        "",
        t("demo.serve.try", language),
        *(f"  {number}. {thing}" for number, thing in enumerate(things, 1)),
        "",
        t("demo.serve.stop", language),
    ]


async def play_tour(folder: Path, *, pictures: bool, language: str, say: Say) -> None:
    """Play the story into `folder` (made if need be), with pictures where a Chromium is.

    Raises:
        TourError: the folder can't be written, a step of the story isn't possible any more, or the
            bot failed.
    """
    _quiet()
    try:
        await asyncio.to_thread(folder.mkdir, parents=True, exist_ok=True)
        async with open_world(TOUR_START) as world, camera(world.env, wanted=pictures) as eye:
            if pictures and eye is None:
                say(t("demo.tour.no_chromium", language))
            scenes = await Tour(world, folder, eye).play(STORY)
    except OSError as error:
        raise TourError("demo.tour.no_folder", folder=folder, problem=error.strerror) from error
    say(t("demo.tour.written", language, count=len(scenes), folder=folder))


def _quiet() -> None:
    """What is printed is for the visitor; only what went wrong in the bot stands beside it."""
    configure_logs("error", "text")


@asynccontextmanager
async def _time_passes(world: World) -> AsyncGenerator[None]:
    """The simulated time runs as fast as the visitor's, and what is due happens."""

    async def tick() -> None:
        before = time.monotonic()
        while True:
            await asyncio.sleep(_TICK)
            now = time.monotonic()
            await world.move(timedelta(seconds=now - before))
            before = now

    ticking = asyncio.create_task(tick())
    try:
        yield
    finally:
        ticking.cancel()
        with suppress(asyncio.CancelledError):
            await ticking


@asynccontextmanager
async def _chooser(world: World, stage: Stage, port: int) -> AsyncGenerator[int]:
    """The page that a visitor sees first, with the way to a public calendar that has something in
    it."""
    organizer = world.people[ORGANIZER].id
    calendar = await seed_calendar(world.app.services, world.guild.id, organizer)
    async with chooser.serve(chooser.Chooser(stage, calendar), port) as served:
        yield served


@asynccontextmanager
async def _on_stage(world: World, port: int) -> AsyncGenerator[Stage]:
    stage = Stage(world, port)
    try:
        yield stage
    finally:
        await stage.close()


def _stop_signal() -> asyncio.Event:
    """Set on Ctrl-C or a polite kill; where signals can't be caught, Ctrl-C raises as ever."""
    stopped = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        try:
            loop.add_signal_handler(number, stopped.set)
        except NotImplementedError:
            break
    return stopped

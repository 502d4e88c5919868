"""However slow the database is: an acknowledgement within three seconds, the answer later.

On SimCord time is virtual, so every command, button, menu and form is tried; the last tests do
the same over the real wire, in real seconds, on a Discord that forgets after three.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager
from functools import partial
from io import BytesIO
from typing import Any

import discord
import pytest
from discord import ui

from bot.app import open_app
from bot.clock import FixedClock
from bot.i18n import t
from bot.presentation import answer
from bot.presentation.screen import Screen
from bot.services.rights import RightsService
from bot.settings import Settings
from bot.storage.database import Database
from tests.conftest import World
from tests.loopback.server import Answer, LoopbackDiscord
from tests.loopback.world import EPHEMERAL, MANAGE_SERVER, Payload, walk_components
from tests.screens import Seen

CALLBACK = "/interactions/"
#: Seconds a statement takes: longer than the test bed waits by itself, so that it stays virtual.
SLOW = 6.0
EN = partial(t, language="en")


def slow_down(db: Database, monkeypatch: pytest.MonkeyPatch, seconds: float) -> None:
    """Every statement takes that long from now on."""
    fetch_all, fetch_one = db.fetch_all, db.fetch_one
    write, transaction = db.write, db.transaction

    async def slow_fetch_all(*given: Any) -> Any:
        await asyncio.sleep(seconds)
        return await fetch_all(*given)

    async def slow_fetch_one(*given: Any) -> Any:
        await asyncio.sleep(seconds)
        return await fetch_one(*given)

    async def slow_write(*given: Any) -> Any:
        await asyncio.sleep(seconds)
        return await write(*given)

    @asynccontextmanager
    async def slow_transaction() -> AsyncGenerator[Any]:
        await asyncio.sleep(seconds)
        async with transaction() as inner:
            yield inner

    monkeypatch.setattr(db, "fetch_all", slow_fetch_all)
    monkeypatch.setattr(db, "fetch_one", slow_fetch_one)
    monkeypatch.setattr(db, "write", slow_write)
    monkeypatch.setattr(db, "transaction", slow_transaction)


def stall(db: Database, monkeypatch: pytest.MonkeyPatch, seconds: float) -> None:
    """No statement is begun for that long from now; then all is well again."""
    loop = asyncio.get_running_loop()
    until = loop.time() + seconds
    fetch_all, fetch_one, write = db.fetch_all, db.fetch_one, db.write

    def stalled(statement: Any) -> Any:
        async def wait_and_run(*given: Any) -> Any:
            await asyncio.sleep(max(0.0, until - loop.time()))
            return await statement(*given)

        return wait_and_run

    monkeypatch.setattr(db, "fetch_all", stalled(fetch_all))
    monkeypatch.setattr(db, "fetch_one", stalled(fetch_one))
    monkeypatch.setattr(db, "write", stalled(write))


class Slowly:
    """A world after a restart (nothing is remembered) whose database has become slow."""

    def __init__(self, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
        self._world = world
        self._monkeypatch = monkeypatch

    async def act(self, action: Callable[[], Awaitable[Seen]]) -> Seen:
        """Do it; the deferral comes in time, once, and what is shown later is returned."""
        world, env = self._world, self._world.env
        await world.restart()
        slow_down(world.app.db, self._monkeypatch, SLOW)
        env.settle_timeout = 1.0  # longer waits are left to advance_time
        began, before = env.now(), len(self._callbacks())
        pending = (await action()).result
        if not pending.acknowledged:
            await env.advance_time(max(0.0, 2.5 - (env.now() - began).total_seconds()))
        assert pending.acknowledged
        assert pending.deferred
        env.settle_timeout = 5.0
        await env.advance_time(10 * SLOW)
        assert len(self._callbacks()) == before + 1
        return Seen(pending)

    def _callbacks(self) -> list[object]:
        return [r for r in self._world.env.http_requests if r.path.startswith(CALLBACK)]


@pytest.fixture
def slowly(world: World, monkeypatch: pytest.MonkeyPatch) -> Slowly:
    return Slowly(world, monkeypatch)


@pytest.mark.parametrize(
    ("command", "options", "expected"),
    [
        ("find", {"what": "lawyer", "where": "Boston"}, "Boston, MA"),
        ("help", {}, EN("help.title")),
        ("me", {}, EN("me.kept_nothing")),
        ("me", {"time_zone": "America/Denver"}, "America/Denver"),
        ("me", {"time_zone": "Atlantis"}, EN("zones.unknown")),
        ("setup", {}, EN("setup.title")),
        ("setup", {"time_zone": "America/Denver", "language": "es"}, "America/Denver"),
        ("directory review", {}, EN("directory.review.unchecked")),
    ],
    ids=["find", "help", "me", "me zone", "me refused", "setup", "setup zone", "review"],
)
async def test_every_command_defers_in_time_and_answers_later(
    world: World, slowly: Slowly, command: str, options: dict[str, Any], expected: str
) -> None:
    admin = world.admin()
    seen = await slowly.act(lambda: world.slash(admin, command, **options))
    assert expected in seen.text
    assert seen.private


async def test_a_slow_refusal_is_still_private(world: World, slowly: Slowly) -> None:
    ana = world.member("Ana")
    seen = await slowly.act(lambda: world.slash(ana, "setup"))
    assert EN("access.needs_admin") in seen.text
    assert seen.private


@pytest.mark.parametrize(
    ("label", "expected"),
    [(EN("find.next", count=3), "4 to 6"), ("Share…", "everybody in"), ("Hotlines", "NNIRR")],
)
async def test_every_button_of_a_search_defers_in_time(
    world: World, slowly: Slowly, label: str, expected: str
) -> None:
    ana = world.member("Ana")
    found = await world.slash(ana, "find", what="lawyer")
    seen = await slowly.act(lambda: world.press(ana, found, label))
    if seen.result.deferred and not seen.result.followups:  # turned in the message itself
        seen = Seen(found.result)
    assert expected in seen.text
    assert seen.private


async def test_sharing_slowly_shares_once(world: World, slowly: Slowly) -> None:
    ana = world.member("Ana")
    found = await world.slash(ana, "find", what="Project Citizenship")
    asked = await world.press(ana, found, "Share…")
    before = len(world.channel.history())
    await slowly.act(lambda: world.press(ana, asked, "Yes, share it"))
    assert EN("find.shared") in Seen(asked.result, asked.message).text
    assert len(world.channel.history()) == before + 1


async def test_a_form_that_opens_too_slowly_says_to_press_again(
    world: World, slowly: Slowly
) -> None:
    ana = world.member("Ana")
    found = await world.slash(ana, "find", what="Project Citizenship")
    seen = await slowly.act(lambda: world.press(ana, found, "Something wrong?"))
    assert "Please press the button again" in seen.text
    assert seen.private


async def test_a_form_sent_in_slowly_is_kept_once(
    world: World, slowly: Slowly, monkeypatch: pytest.MonkeyPatch
) -> None:
    ana = world.member("Ana")
    found = await world.slash(ana, "find", what="Project Citizenship")
    form = await world.press(ana, found, "Something wrong?")
    seen = await slowly.act(
        lambda: world.fill_in(ana, form, reason="other", words="The link is dead")
    )
    assert "Thank you" in seen.text
    assert seen.private
    monkeypatch.undo()
    rows = await world.app.db.fetch_all("SELECT details FROM problem_report")
    assert [row["details"] for row in rows] == ["The link is dead"]


async def test_a_form_refused_slowly_can_be_mended(world: World, slowly: Slowly) -> None:
    ana = world.member("Ana")
    found = await world.slash(ana, "find", what="Project Citizenship")
    form = await world.press(ana, found, "Something wrong?")
    seen = await slowly.act(lambda: world.fill_in(ana, form, reason="other", words=""))
    assert "few words" in seen.text
    assert seen.private
    assert "Change it" in seen.buttons


@pytest.mark.parametrize("tab", ["channels", "roles", "language"])
async def test_every_tab_and_menu_of_setup_defers_in_time(
    world: World, slowly: Slowly, monkeypatch: pytest.MonkeyPatch, tab: str
) -> None:
    admin = world.admin()
    screen = await world.slash(admin, "setup")
    if tab != "channels":
        await slowly.act(lambda: world.press(admin, screen, EN(f"setup.tab.{tab}")))
        screen = Seen(screen.result, screen.message)
    custom_id, value = {
        "channels": ("setup:channel:alerts", world.channel),
        "roles": ("setup:role:verifier", world.guild.create_role("V")),
        "language": ("setup:zone", "America/Chicago"),
    }[tab]
    await slowly.act(lambda: world.choose(admin, screen, custom_id, value))
    monkeypatch.undo()
    kept = await world.app.services.guilds.settings(world.guild.id)
    assert kept.channels or kept.roles or kept.time_zone
    assert custom_id in Seen(screen.result, screen.message).select_ids


async def test_the_menu_and_button_of_me_defer_in_time(world: World, slowly: Slowly) -> None:
    ana = world.member("Ana")
    screen = await world.slash(ana, "me")
    await slowly.act(lambda: world.choose(ana, screen, "me:language", "es"))
    spanish = Seen(screen.result, screen.message)
    assert "Su idioma: Español" in spanish.text
    await slowly.act(lambda: world.press(ana, spanish, "Borrar mis datos"))
    assert "ya no guarda nada sobre usted" in Seen(screen.result, screen.message).text


async def test_a_page_that_is_set_slowly_still_comes_with_its_files(
    world: World, slowly: Slowly, monkeypatch: pytest.MonkeyPatch
) -> None:
    printed = RightsService.printed

    async def set_slowly(rights: RightsService, *given: Any) -> Any:
        await asyncio.sleep(SLOW)
        return await printed(rights, *given)

    ana = world.member("Ana")
    card = await world.slash(ana, "rights", card="home")
    monkeypatch.setattr(RightsService, "printed", set_slowly)
    seen = await slowly.act(lambda: world.press(ana, card, EN("rights.print")))
    assert seen.private
    names = [file.filename for file in seen.message.attachments]
    assert names == ["rights-home-en.png", "rights-home-en.pdf"]


async def test_a_command_that_answers_slowly_can_bring_files(
    world: World, slowly: Slowly, monkeypatch: pytest.MonkeyPatch
) -> None:
    show = answer.Answer.show

    async def show_with_list(self: answer.Answer, view: Screen) -> None:
        await show(self, view, files=[discord.File(BytesIO(b"a,b"), "list.csv")])

    monkeypatch.setattr(answer.Answer, "show", show_with_list)
    monkeypatch.setattr(
        "cogs.coalition.help.help_screen", lambda *_: Screen(ui.File("attachment://list.csv"))
    )
    ana = world.member("Ana")
    seen = await slowly.act(lambda: world.slash(ana, "help"))
    [file] = seen.message.attachments
    assert await file.read() == b"a,b"


async def test_a_quick_answer_is_never_deferred(world: World) -> None:
    seen = await world.slash(world.member("Ana"), "help")
    assert not seen.result.deferred
    await world.env.advance_time(5)
    assert not seen.result.deferred


# --- the real wire --------------------------------------------------------------------------


@asynccontextmanager
async def on_the_wire(settings: Settings, clock: FixedClock) -> AsyncGenerator[Any]:
    """The real bot on a Discord over HTTP and WebSocket."""
    async with (
        LoopbackDiscord(answer_within=3.0) as fake,
        open_app(settings, clock) as app,
        fake.running(app.bot),
    ):
        yield fake, app


def custom_ids(message: Payload) -> list[str]:
    """Of everything in a message that can be pressed."""
    return [c["custom_id"] for c in walk_components(message["components"]) if "custom_id" in c]


async def followups(given: Answer) -> list[Payload]:
    """The follow-ups to an interaction, once there is one."""
    async with asyncio.timeout(5):
        while not given.pending.followups:
            given.pending.changed.clear()
            await given.pending.changed.wait()
    return given.pending.followups


def double_answers(fake: LoopbackDiscord) -> list[int]:
    """Statuses of callbacks that Discord did not take."""
    callbacks = fake.traffic.to("POST /interactions/{interaction_id}/{token}/callback")
    return [request.status for request in callbacks if request.status >= 400]


@pytest.mark.parametrize("database_key", [None], indirect=True, ids=["plain"])
async def test_in_real_seconds_every_answer_is_in_time_and_comes_once(
    settings: Settings, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with on_the_wire(settings, clock) as (fake, app):
        admin = fake.world.admin
        assert admin.permissions & MANAGE_SERVER
        found = await fake.slash("find", {"what": "Project Citizenship"})
        rosa = fake.world.add_person("rosa")
        screen = await fake.slash("me", by=rosa)
        assert found.message is not None
        assert screen.message is not None
        wrong = next(c for c in custom_ids(found.message) if c.startswith("find:wrong"))
        form = await fake.click(found.message, wrong)
        stall(app.db, monkeypatch, 3.2)
        app.services.people._recent.forget(fake.world.member.id)
        app.services.guilds._recent.forget(fake.world.server.id)
        answers: list[Answer] = await asyncio.gather(
            fake.slash("find", {"what": "lawyer"}, by=admin),
            fake.slash("setup", by=admin),
            fake.click(found.message, "find:hotlines"),
            fake.click(screen.message, "me:language", ["es"], by=rosa),
            fake.submit(form, {"reason": "closed"}),
        )
        assert [each.kind for each in answers] == [5, 5, 6, 6, 5]
        assert all(each.seconds < 3.0 for each in answers)
        await asyncio.gather(*(each.settled(5) for each in answers if each is not answers[2]))
        [hotlines] = await followups(answers[2])
        assert hotlines["flags"] & EPHEMERAL
        assert "Sus preferencias" in answers[3].text
        for each in (answers[0], answers[1], answers[4]):
            assert each.message is not None
            assert each.message["flags"] & EPHEMERAL
        assert "found" in answers[0].text
        assert EN("setup.title") in answers[1].text
        assert EN("find.reported") in answers[4].text
        assert not double_answers(fake)


async def test_an_answer_at_the_very_moment_of_the_deferral_comes_once(
    settings: Settings, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(answer, "DEFER_AFTER", 0.02)
    async with on_the_wire(settings, clock) as (fake, app):
        for milliseconds in range(8, 33, 2):
            with monkeypatch.context() as patch:
                slow_down(app.db, patch, milliseconds / 1000)
                app.services.people._recent.forget(fake.world.member.id)
                given = await fake.slash("help")
                await given.settled()
                assert "What would you like to do?" in given.text
                assert given.message["flags"] & EPHEMERAL
        assert not double_answers(fake)

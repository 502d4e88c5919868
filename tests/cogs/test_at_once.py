"""Several people, or one person twice, at the same moment."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from typing import Any

import pytest

from bot.app import App, open_app
from bot.clock import FixedClock
from bot.domain.actor import Actor, Capability
from bot.domain.organization import ProblemReason
from bot.i18n import t
from bot.services.guilds import GuildSettings, Purpose
from bot.settings import Settings
from bot.storage.people import PersonSettings
from tests.conftest import World
from tests.loopback.server import Answer, LoopbackDiscord
from tests.loopback.world import EPHEMERAL, walk_components

GUILD = 7


def admin(user_id: int = 1) -> Actor:
    return Actor(user_id, GUILD, frozenset(Capability))


@pytest.fixture
async def app(settings: Settings, clock: FixedClock) -> AsyncGenerator[App]:
    async with open_app(settings, clock) as app:
        yield app


@asynccontextmanager
async def connected(app: App) -> AsyncGenerator[LoopbackDiscord]:
    async with LoopbackDiscord() as fake, fake.running(app.bot):
        yield fake


def pressable(answer: Answer, beginning: str) -> str:
    assert answer.message is not None
    found = walk_components(answer.message["components"])
    return next(c["custom_id"] for c in found if c.get("custom_id", "").startswith(beginning))


def entry_in(form: Answer) -> dict[str, str]:
    """The first entry that a form asks about, where it asks."""
    for component in walk_components(form.data["components"]):
        if component.get("custom_id") == "which":
            return {"which": component["options"][0]["value"]}
    return {}


# --- on the screen --------------------------------------------------------------------------


async def test_two_people_with_the_same_form_open_both_get_through(world: World) -> None:
    ana, ben = world.member("Ana"), world.member("Ben")
    forms = []
    for who in (ana, ben):
        found = await world.slash(who, "find", what="Project Citizenship")
        forms.append(await world.press(who, found, "Something wrong?"))
    assert forms[0].result.modal is not None
    assert forms[1].result.modal is not None
    assert forms[0].result.modal["custom_id"] == forms[1].result.modal["custom_id"]
    for who, form, words in zip((ben, ana), forms[::-1], ("from Ben", "from Ana"), strict=True):
        thanks = await world.fill_in(who, form, reason="other", words=words)
        assert t("find.reported", "en") in thanks.text
    rows = await world.app.db.fetch_all("SELECT details FROM problem_report ORDER BY number")
    assert [row["details"] for row in rows] == ["from Ben", "from Ana"]


async def test_twenty_people_send_the_same_form_in_the_same_moment(app: App) -> None:
    async with connected(app) as fake:
        people = [fake.world.add_person(f"person{number}") for number in range(20)]
        found = await fake.slash("find", {"what": "Project Citizenship"})
        wrong = pressable(found, "find:wrong")
        forms = await asyncio.gather(
            *(fake.click(found.message, wrong, by=person) for person in people)
        )
        answers = await asyncio.gather(
            *(
                fake.submit(
                    form, {"reason": "other", "words": f"word{number}"} | entry_in(form), by=person
                )
                for number, (form, person) in enumerate(zip(forms, people, strict=True))
            )
        )
        for answer in answers:
            await answer.settled()
            assert t("find.reported", "en") in answer.text
            assert answer.message is not None
            assert answer.message["flags"] & EPHEMERAL
    rows = await app.db.fetch_all("SELECT details FROM problem_report")
    assert {row["details"] for row in rows} == {f"word{number}" for number in range(20)}
    assert len(rows) == 20


async def test_twenty_presses_of_share_are_three_cards_and_seventeen_kind_answers(app: App) -> None:
    async with connected(app) as fake:
        found = await fake.slash("find", {"what": "Project Citizenship"})
        asked = await fake.click(found.message, pressable(found, "find:share"))
        post = pressable(asked, "find:post")
        presses = await asyncio.gather(*(fake.click(asked.message, post) for _ in range(20)))
        for press in presses:
            await press.settled()
        shared = [press for press in presses if t("find.shared", "en") in press.text]
        assert len(shared) == 3
        assert sum("One moment, please" in press.text for press in presses) == 17
        assert len(fake.traffic.to("POST /channels/{channel_id}/messages")) == 3
        assert all(request.status < 300 for request in fake.traffic.requests)


# --- in the services ------------------------------------------------------------------------


async def test_a_person_who_chooses_two_things_at_once_keeps_both(app: App) -> None:
    people = app.services.people
    for user_id in range(1, 21):
        await asyncio.gather(
            people.choose_language(user_id, "es"), people.choose_time_zone(user_id, "UTC")
        )
        assert await people.settings(user_id) == PersonSettings("es", "UTC")
        people._recent.forget(user_id)
        assert await people.settings(user_id) == PersonSettings("es", "UTC")


async def test_taking_back_the_language_while_choosing_a_zone_loses_neither(app: App) -> None:
    people = app.services.people
    for user_id in range(1, 21):
        await people.choose_language(user_id, "es")
        await asyncio.gather(
            people.choose_language(user_id, None), people.choose_time_zone(user_id, "UTC")
        )
        people._recent.forget(user_id)
        assert await people.settings(user_id) == PersonSettings(None, "UTC")


def holding_one_read(app: App, monkeypatch: pytest.MonkeyPatch) -> asyncio.Event:
    """The next read gets its rows at once but brings them only when the event is set."""
    released = asyncio.Event()

    def held(name: str) -> Any:
        ask = getattr(app.db, name)

        async def once(*given: Any) -> Any:
            monkeypatch.setattr(app.db, name, ask)
            rows = await ask(*given)
            await released.wait()
            return rows

        return once

    for name in ("fetch_all", "fetch_one"):
        monkeypatch.setattr(app.db, name, held(name))
    return released


async def test_a_right_that_is_taken_while_somebody_reads_it_stays_taken(
    app: App, monkeypatch: pytest.MonkeyPatch
) -> None:
    guilds = app.services.guilds
    await guilds.choose_roles(admin(), Capability.ADMIN, [55])
    guilds._recent.forget(GUILD)
    released = holding_one_read(app, monkeypatch)
    reading = asyncio.create_task(guilds.settings(GUILD))
    await asyncio.sleep(0.05)
    await guilds.choose_roles(admin(), Capability.ADMIN, [])
    released.set()
    await reading
    actor = await guilds.actor(user_id=2, guild_id=GUILD, role_ids=[55], manages_server=False)
    assert actor.capabilities == {Capability.MEMBER}


async def test_a_person_who_is_forgotten_while_somebody_reads_stays_forgotten(
    app: App, monkeypatch: pytest.MonkeyPatch
) -> None:
    people = app.services.people
    await people.choose_language(5, "es")
    people._recent.forget(5)
    released = holding_one_read(app, monkeypatch)
    reading = asyncio.create_task(people.settings(5))
    await asyncio.sleep(0.05)
    await people.forget(5)
    released.set()
    await reading
    assert await people.settings(5) == PersonSettings()


async def test_many_choices_at_once_leave_one_of_them_whole(app: App) -> None:
    guilds = app.services.guilds
    sets = [[number + 100, number + 200] for number in range(20)]
    await asyncio.gather(
        *(guilds.choose_roles(admin(), Capability.ORGANIZER, roles) for roles in sets),
        *(guilds.choose_channel(admin(), Purpose.ALERTS, number) for number in range(20)),
        *(guilds.choose_time_zone(admin(), zone) for zone in ("UTC", "America/Denver")),
        guilds.choose_language(admin(), "es"),
    )
    remembered = await guilds.settings(GUILD)
    guilds._recent.forget(GUILD)
    kept = await guilds.settings(GUILD)
    assert kept == remembered
    assert sorted(kept.roles[Capability.ORGANIZER]) in sets
    assert kept.channels[Purpose.ALERTS] in range(20)
    assert kept.language == "es"
    assert kept.time_zone in ("UTC", "America/Denver")


async def test_two_moderators_who_close_one_report_are_told_apart(app: App) -> None:
    reports = app.services.reports
    await reports.report(admin(), 1, ProblemReason.CLOSED, "")
    waiting = await app.services.review.next(admin())
    assert waiting is not None
    assert waiting.report is not None
    results = await asyncio.gather(
        *(reports.close(admin(), waiting.report.number) for _ in range(5)),
        return_exceptions=True,
    )
    assert sorted(str(result) for result in results) == ["None"] + ["directory.already_done"] * 4


async def test_leaving_a_server_while_its_admin_chooses_leaves_nothing_half(app: App) -> None:
    guilds = app.services.guilds
    await guilds.choose_language(admin(), "es")
    await asyncio.gather(
        guilds.choose_roles(admin(), Capability.VERIFIER, [1, 2, 3]), guilds.forget(GUILD)
    )
    roles = (await guilds.settings(GUILD)).roles
    assert roles in ({}, {Capability.VERIFIER: frozenset({1, 2, 3})})
    await guilds.forget(GUILD)
    assert await guilds.settings(GUILD) == GuildSettings()

"""The page of an entry: from a card to its numbers, hours and places."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.domain.actor import Actor, Capability
from bot.domain.entry import Entry, Freq, Location, Phone, Schedule, Service
from bot.domain.organization import Scope
from tests.conftest import World

WEEKDAYS = (Schedule(("MO", "TU", "WE", "TH", "FR"), 9 * 60, 17 * 60, Freq.WEEKLY),)
VISITS = (Schedule(("SA", "SU"), 8 * 60, 15 * 60, Freq.WEEKLY),)


def programme() -> Entry:
    """A visiting programme with two facilities, a number that was called and one that wasn't."""
    return Entry(
        id="new",
        name="Ventana Visits",
        kind="visitation programme",
        scope=Scope.STATE,
        states=("AZ",),
        what={"en": "Volunteers visit people in detention."},
        needs=("detention_visits",),
        alert="No visits on December 25.",
        phones=(Phone("602-555-0142"), Phone("602-555-0199", verified=False)),
        locations=(
            Location("Cactus Center", city="Eloy", state="AZ", description="Bring a photo ID.",
                     schedules=VISITS, id="1"),
            Location("Mesa House", city="Florence", state="AZ", confidential=True, id="2"),
        ),
        services=(
            Service("Visits", eligibility="Any adult.", how_to_begin="Call two days before.",
                    schedules=WEEKDAYS, locations=("1",), id="s"),
        ),
    )  # fmt: skip


@pytest.fixture
async def number(world: World) -> int:
    """The programme in this server's directory."""
    editor = Actor(9, world.guild.id, frozenset({Capability.DIRECTORY_EDITOR, Capability.MEMBER}))
    return (await world.app.services.entries.add(editor, programme())).number


async def test_a_card_shows_the_alert_and_numbers_that_somebody_called(
    world: World, number: int
) -> None:
    found = await world.slash(world.member("Ana"), "find", what="Ventana Visits")
    assert "No visits on December 25" in found.text
    assert "602\\-555\\-0142" in found.text
    assert "0199" not in found.text


async def test_a_facility_is_found_by_its_name_and_has_its_own_page_also_after_a_restart(
    world: World, number: int
) -> None:
    ana = world.member("Ana")
    found = await world.slash(ana, "find", what="Cactus Center")
    assert "Ventana Visits" in found.text
    page = await world.press(ana, found, "Details")
    assert page.private
    assert "602\\-555\\-0142" in page.text
    assert "0199" not in page.text
    await world.restart()
    place = await world.choose(ana, page, f"entry:place:{number}", "0")
    assert "Bring a photo ID" in place.text
    assert "Call two days before" in place.text
    assert "Sat" in place.text
    back = await world.press(ana, place, next(b for b in place.buttons if "all" in b.lower() or
                                              "back" in b.lower()))  # fmt: skip
    assert "Ventana Visits" in back.text
    secret = await world.choose(ana, back, f"entry:place:{number}", "1")
    assert "confidential" in secret.text


async def test_open_now_goes_by_the_clock_of_the_place(world: World) -> None:
    editor = Actor(9, world.guild.id, frozenset({Capability.DIRECTORY_EDITOR, Capability.MEMBER}))
    office = Location("Office", "1 Main St", city="Phoenix", state="AZ", postal_code="85003",
                      schedules=WEEKDAYS, id="1")  # fmt: skip
    entry = Entry("new", "Sol Legal", "legal service", states=("AZ",), locations=(office,))
    await world.app.services.entries.add(editor, entry)
    ana = world.member("Ana")
    # A Tuesday, 9:30 in Phoenix, which knows no daylight saving time.
    world.clock.set(datetime(2026, 7, 7, 16, 30, tzinfo=UTC))
    assert "Open now until 5 pm" in (await world.slash(ana, "find", what="Sol Legal")).text
    world.clock.set(datetime(2026, 7, 7, 15, 30, tzinfo=UTC))
    assert "Opens today 9 am" in (await world.slash(ana, "find", what="Sol Legal")).text


async def test_a_page_of_another_server_s_entry_is_not_there(world: World, number: int) -> None:
    stranger = world.env.create_guild("Elsewhere")
    channel = stranger.create_text_channel("general")
    ben = stranger.add_member(world.env.create_user("Ben"))
    found = await ben.slash(channel, "find", what="Ventana Visits")
    assert found.response is not None
    assert "Cactus" not in str(found.response.components)
    hit = await world.app.services.directory.get([number], language="en", guild_id=stranger.id)
    assert hit == []

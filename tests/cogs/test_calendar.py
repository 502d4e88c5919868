"""`/calendar` and the button under events: addresses that only their owner ever sees."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.event import Answer
from bot.settings import Settings
from tests.cogs.eventing import (
    VIGIL,
    dms,
    first_time,
    organizer,
    posted,
    press,
    press_dm,
    publish,
    say,
)
from tests.conftest import World
from tests.screens import Seen

PUBLIC = "https://calendar.example.org"
_ADDRESS = re.compile(r"^```\n(https://\S+/c/(\S+)\.ics)\n```$", re.MULTILINE)


@pytest.fixture
def settings(settings: Settings) -> Settings:
    """With an address on the web."""
    return settings.model_copy(update={"public_url": PUBLIC})


def address_on(seen: Seen) -> tuple[str, str]:
    """The address that was shown, and its secret."""
    found = _ADDRESS.search(seen.text)
    assert found is not None, seen.text
    return found[1], found[2]


def summaries(body: bytes) -> list[str]:
    """What a calendar app would list."""
    text = body.decode().replace("\r\n ", "")
    return re.findall(r"^SUMMARY:(.*)\r$", text, re.MULTILINE)


async def test_without_an_address_it_says_so_and_what_works_instead(world: World) -> None:
    world.app.services.calendars._url = None
    ana = world.member("Ana")
    seen = await world.slash(ana, "calendar")
    assert seen.private
    assert "this bot has no address on the web" in seen.text
    assert "PUBLIC_URL" not in seen.text  # that is for whoever runs it
    assert list(seen.buttons) == ["Show events"]
    assert "PUBLIC_URL" in (await world.slash(world.admin(), "calendar")).text
    await publish(world)
    (board,) = posted(world)
    page = await press(ana, board, "Details")
    added = await world.press(ana, page, "Add to my calendar")
    assert added.message.attachments


async def test_one_press_gives_an_address_that_only_its_owner_sees_and_nobody_keeps(
    world: World, capfd: pytest.CaptureFixture[str]
) -> None:
    ana, ben = world.member("Ana"), world.member("Ben")
    event = await publish(world)
    home = await world.slash(ana, "calendar")
    assert home.private
    assert "It is off." in home.text
    assert list(home.buttons) == ["Add to my calendar app"]
    pick = await world.press(ana, home, "Add to my calendar app")
    assert "It doesn't ring." in pick.text
    pick = await world.press(ana, pick, "Ring one hour before")
    made = await world.press(ana, pick, "Google")
    address, secret = address_on(made)
    assert made.private
    assert address.startswith(f"{PUBLIC}/c/")
    assert "only every 12 to 24 hours" in made.text
    assert "calendar.google.com/calendar/r?cid=webcal" in made.links[0]
    assert not [c for c in made.components if secret in str(c.get("custom_id", ""))]
    (board,) = posted(world)
    await press(ana, board, "I'm going")
    calendars = world.app.services.calendars
    assert summaries((await calendars.personal(secret)).body) == [event.title]
    assert b"TRIGGER:-PT60M" in (await calendars.personal(secret)).body

    await world.restart()
    home = await world.press(ana, made, "I have it")
    assert secret not in home.text
    assert "Calendar 1, since Nov 23, 2026" in home.text
    assert "Calendar 1" not in (await world.slash(ben, "calendar")).text
    one = await world.press(ana, home, "Change")
    shown = await world.press(ana, one, "Hide what and where")
    assert 'It only says "Commitment"' in shown.text
    calendars = world.app.services.calendars
    assert summaries((await calendars.personal(secret)).body) == ["Commitment"]

    sure = await world.press(ana, shown, "New address…")
    again = await world.press(ana, sure, "Give me a new address")
    _, fresh = address_on(again)
    assert fresh != secret
    assert summaries((await calendars.personal(secret)).body) == []
    assert summaries((await calendars.personal(fresh)).body) == ["Commitment"]
    home = await world.press(ana, again, "I have it")
    sure = await world.press(ana, await world.press(ana, home, "Change"), "Stop this one…")
    stopped = await world.press(ana, sure, "Stop it")
    assert stopped.text.startswith("**Stopped.")
    assert list(stopped.buttons) == ["Add to my calendar app"]
    assert summaries((await calendars.personal(fresh)).body) == []

    said = "".join(capfd.readouterr())
    kept = b"".join(
        path.read_bytes()
        for path in world.settings.database_path.parent.iterdir()
        if path.name.startswith(world.settings.database_path.name)
    )
    for token in (secret, fresh):
        assert token not in said
        assert token.encode() not in kept


async def test_organizers_open_the_public_calendar_after_hearing_what_becomes_public(
    world: World,
) -> None:
    ana, alba, late = world.member("Ana"), world.admin(), world.admin("Late")
    await publish(world, public=True, title="Open to all")
    await publish(world, title="For members")
    home = await world.slash(alba, "calendar")
    seen = await world.slash(late, "calendar")
    world.take_roles(late)
    assert "organizers" in (await world.press(late, seen, "Turn it on…")).text
    asked = await world.press(alba, home, "Turn it on…")
    assert "Open to all" in asked.text
    assert "For members" not in asked.text
    assert "Never shown: who comes" in asked.text
    form = await world.press(alba, asked, "Choose its address")
    wrong = await world.fill_in(alba, form, title="Coalition", slug="Not good!")
    assert "small letters" in wrong.text
    form = await world.press(alba, wrong, "Change it")
    opened = await world.fill_in(alba, form, title="Coalition", slug="our-coalition")
    assert opened.text.startswith("**It is on.")
    assert f"{PUBLIC}/calendar/our-coalition" in opened.text
    assert opened.links == [f"{PUBLIC}/calendar/our-coalition"]
    await world.restart()
    seen = await world.slash(ana, "calendar")
    assert f"{PUBLIC}/calendar/our-coalition" in seen.text
    assert "Turn it off" not in seen.buttons
    again = await world.press(alba, opened, "Turn it off")
    closed = await world.press(alba, again, "Turn it off")
    assert closed.text.startswith("**The public calendar is off.")
    assert await world.app.services.calendars.page("our-coalition") is None


async def test_an_event_comes_as_a_file_with_no_more_in_it_than_the_person_may_see(
    world: World,
) -> None:
    weekly = replace(VIGIL, rule="FREQ=WEEKLY;BYDAY=FR")
    event = await publish(world, weekly)
    ana = world.member("Ana")
    (board,) = posted(world)
    page = await press(ana, board, "Details")
    added = await world.press(ana, page, "Add to my calendar")
    assert added.private
    assert [link.split("/")[2] for link in added.links] == [
        "calendar.google.com",
        "outlook.live.com",
    ]
    assert all("24%20Beacon" not in link for link in added.links)
    going = await world.press(ana, page, "I'm going")
    await world.restart()
    added = await world.press(ana, going, "Add to my calendar")
    assert any("24%20Beacon" in link for link in added.links)
    every = await world.press(ana, added, "All dates")
    assert "All dates for your calendar" in every.text
    (one,) = every.message.attachments
    assert str(one["filename"] if isinstance(one, dict) else one.filename).endswith(".ics")
    mine = await world.press(ana, every, "Keep my calendar up to date")
    assert "Add to my calendar app" in mine.buttons
    await world.app.services.events.cancel(organizer(world), event.number, event.version)
    gone = await world.press(ana, mine, "Add to my calendar app")
    assert "Which app do you use?" in gone.text
    page = await press(ana, board, "Details")
    assert "Add to my calendar" not in page.buttons


async def test_me_names_calendars_and_forgetting_ends_them(world: World) -> None:
    ana = world.member("Ana")
    pick = await world.press(ana, await world.slash(ana, "calendar"), "Add to my calendar app")
    _, secret = address_on(await world.press(ana, pick, "Another app"))
    me = await world.slash(ana, "me")
    assert "1 address for your own calendar" in me.text
    await world.press(ana, me, "Delete my data")
    answered = await world.app.services.calendars.personal(secret)
    assert answered.status != 200 or summaries(answered.body) == []
    assert "own calendar" not in (await world.slash(ana, "me")).text


async def test_from_a_direct_message_it_is_added_too(world: World) -> None:
    event = await publish(world)
    ana = world.member("Ana")
    await world.app.services.people.choose_messages(ana.id, allowed=True)
    await say(world, ana.id, await first_time(world, event), Answer.GOING)
    await world.move(timedelta(days=10, hours=8))  # the day before: the reminder
    page = await press_dm(ana, dms(ana)[-1], "Details")
    added = Seen(await ana.user.click(page.message, custom_id=page.custom_id("Add to my calendar")))
    assert len(added.message.attachments) == 1
    assert "Keep my calendar up to date" not in added.buttons

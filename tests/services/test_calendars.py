"""Calendars of one's own: whose they are, who can read them, what changes them, how they end."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from bot.clock import FixedClock
from bot.domain.actor import Actor, Capability
from bot.domain.errors import BadInput, NotAllowed, NotFound
from bot.domain.event import Answer, Draft, Event, Kind
from bot.services.calendars import MOST_FEEDS, NewFeed
from bot.services.services import Services
from bot.settings import Settings
from bot.storage.database import Database
from tests.services.conftest import ADMIN, GUILD, OTHER_GUILD, member

ANA = member()
BEN = Actor(8, GUILD, frozenset({Capability.MEMBER}))
RALLY = Draft(
    kind=Kind.RALLY,
    title="Rally at city hall",
    zone="America/New_York",
    local_start=datetime.fromisoformat("2026-12-01T18:00"),
    minutes=90,
    place="Boston",
    address="1 Sample Square",
    notes="Meet at the side door",
    public=True,
)


@pytest.fixture
def database_key() -> None:
    """What is kept here is kept as everything is: one mode will do."""


@pytest.fixture
def settings(settings: Settings) -> Settings:
    return settings.model_copy(update={"public_url": "https://calendar.example.org/"})


async def published(services: Services, draft: Draft = RALLY) -> Event:
    made = await services.events.create(ADMIN, draft)
    return await services.events.publish(ADMIN, made.number, made.version)


async def first_time(services: Services, event: Event) -> int:
    return (await services.events.get(ADMIN, event.number)).times[0].occurrence.number


async def goes(services: Services, event: Event, actor: Actor = ANA) -> int:
    one = await first_time(services, event)
    await services.rsvps.answer(actor, one, Answer.GOING)
    return one


def token_of(new: NewFeed) -> str:
    address = new.address
    assert address.startswith("https://calendar.example.org/c/")
    assert address.endswith(".ics")
    return address.rpartition("/")[2].removesuffix(".ics")


async def read(services: Services, token: str) -> str:
    answered = await services.calendars.personal(token)
    assert answered.status == 200
    return answered.body.decode().replace("\r\n ", "")


# --- whose they are ---------------------------------------------------------------------


async def test_without_a_public_address_there_are_none(services: Services) -> None:
    services.calendars._url = None
    assert not services.calendars.reachable
    for refused in (
        services.calendars.add(ANA, language="en"),
        services.calendars.open_public(ADMIN, "boston", title="Boston"),
    ):
        with pytest.raises(BadInput, match="no_address"):
            await refused


async def test_only_its_owner_changes_or_ends_a_calendar(services: Services) -> None:
    feed = (await services.calendars.add(ANA, language="en")).feed
    for actor in (BEN, replace(ANA, guild_id=OTHER_GUILD), ADMIN):
        assert await services.calendars.feeds(actor) == []
        for refused in (
            services.calendars.rotate(actor, feed.number),
            services.calendars.revoke(actor, feed.number),
            services.calendars.change(actor, feed.number, neutral=True, alarm_minutes=None),
        ):
            with pytest.raises(NotFound):
                await refused
    assert [each.number for each in await services.calendars.feeds(ANA)] == [feed.number]
    with pytest.raises(BadInput, match="only_in_a_server"):
        await services.calendars.feeds(replace(ANA, guild_id=None))


async def test_a_person_has_five_at_most(services: Services) -> None:
    for _ in range(MOST_FEEDS):
        await services.calendars.add(ANA, language="en")
    with pytest.raises(BadInput, match="many_feeds"):
        await services.calendars.add(ANA, language="en")
    await services.calendars.add(BEN, language="en")


async def test_the_address_has_256_bits_and_is_kept_nowhere(
    services: Services, db: Database
) -> None:
    token = token_of(await services.calendars.add(ANA, language="en"))
    assert len(token) == 43
    for table in await db.fetch_all("SELECT name FROM sqlite_schema WHERE type = 'table'"):
        rows = await db.fetch_all(f'SELECT * FROM "{table["name"]}"')  # noqa: S608
        assert token not in str([tuple(row) for row in rows])


# --- what is in them --------------------------------------------------------------------


async def test_it_has_what_they_said_yes_or_maybe_to_and_nothing_else(services: Services) -> None:
    rally, vigil = await published(services), await published(services, replace(RALLY, title="V"))
    other = await published(services, replace(RALLY, title="Not mine"))
    token = token_of(await services.calendars.add(ANA, language="en"))
    assert "VEVENT" not in await read(services, token)
    await goes(services, rally)
    await services.rsvps.answer(ANA, await first_time(services, vigil), Answer.MAYBE)
    await goes(services, other, BEN)
    text = await read(services, token)
    assert text.count("BEGIN:VEVENT") == 2
    assert "LOCATION:Boston\\, 1 Sample Square\r\n" in text  # who goes sees the address
    assert "LOCATION:Boston\r\n" in text  # who may come does not
    assert text.count("side door") == 1
    assert text.count("STATUS:TENTATIVE") == 1
    assert "Not mine" not in text
    assert "VALARM" not in text
    for never in ("METHOD", "ATTENDEE", "ORGANIZER", str(ANA.user_id) + "@", "RDATE", "TZID"):
        assert never not in text
    await services.rsvps.answer(ANA, await first_time(services, rally), Answer.DECLINED)
    assert (await read(services, token)).count("BEGIN:VEVENT") == 1


async def test_an_edit_and_a_cancellation_show_under_the_same_uid(
    services: Services, clock: FixedClock
) -> None:
    rally = await published(services)
    await goes(services, rally)
    token = token_of(await services.calendars.add(ANA, language="en"))
    before = await services.calendars.personal(token)
    uid = re.findall(f"UID:{rally.uid}.*", before.body.decode())[0]
    clock.set(clock.now() + timedelta(hours=1))
    later = datetime.fromisoformat("2026-12-02T19:00")
    rally = await services.events.edit(ADMIN, rally.number, rally.version, {"local_start": later})
    moved = await read(services, token)
    assert uid in moved
    assert "DTSTART:20261203T000000Z" in moved
    assert "SEQUENCE:1" in moved
    assert "LAST-MODIFIED:20261123T160000Z" in moved
    await services.events.cancel(ADMIN, rally.number, rally.version)
    off = await read(services, token)
    assert uid in off
    assert "SUMMARY:Cancelled: Rally at city hall" in off
    assert "STATUS:CANCELLED" in off
    assert "SEQUENCE:2" in off
    clock.set(clock.now() + timedelta(days=29))
    assert uid in await read(services, token)
    clock.set(clock.now() + timedelta(days=2))
    assert "VEVENT" not in await read(services, token)


async def test_the_same_bytes_come_until_something_changes(
    services: Services, clock: FixedClock
) -> None:
    rally = await published(services)
    await goes(services, rally)
    new = await services.calendars.add(ANA, language="en")
    first = await services.calendars.personal(token_of(new))
    await published(services, replace(RALLY, title="Another"))  # not theirs
    services.calendars._answers._kept.clear()
    services.calendars._answers._rendering._pieces.clear()
    again = await services.calendars.personal(token_of(new))
    assert (again.body, again.gz, again.etag) == (first.body, first.gz, first.etag)
    await services.calendars.change(ANA, new.feed.number, neutral=False, alarm_minutes=60)
    rings = await services.calendars.personal(token_of(new))
    assert rings.etag != first.etag
    assert b"TRIGGER:-PT60M" in rings.body


async def test_a_neutral_calendar_does_not_say_what_nor_where(services: Services) -> None:
    await goes(services, await published(services))
    new = await services.calendars.add(ANA, neutral=True, language="es")
    text = await read(services, token_of(new))
    assert "SUMMARY:Compromiso\r\n" in text
    for word in (
        "Rally",
        "Boston",
        "Sample",
        "door",
        "Coalition",
        "LOCATION",
        "DESCRIPTION",
        "URL",
    ):
        assert word not in text
    await services.calendars.change(ANA, new.feed.number, neutral=False, alarm_minutes=None)
    assert "SUMMARY:Rally at city hall" in await read(services, token_of(new))


async def test_an_answer_that_changes_while_it_is_read_is_not_remembered(
    services: Services, db: Database
) -> None:
    """Else the address would stay in the calendar of somebody who only may come."""
    rally = await published(services)
    one = await goes(services, rally)
    token = token_of(await services.calendars.add(ANA, language="en"))
    rendering = services.calendars._answers._rendering
    kept = rendering._mine

    async def meanwhile(*args: object) -> object:
        await services.rsvps.answer(ANA, one, Answer.MAYBE)
        return await kept(*args)  # type: ignore[arg-type]

    rendering._mine = meanwhile  # type: ignore[method-assign, assignment]
    await read(services, token)
    rendering._mine = kept  # type: ignore[method-assign]
    await services.rsvps.answer(ANA, one, Answer.GOING)
    assert "Sample Square" in await read(services, token)
    await services.rsvps.answer(ANA, one, Answer.MAYBE)
    assert "Sample Square" not in await read(services, token)


# --- how they end -----------------------------------------------------------------------


async def test_an_ended_calendar_is_empty_for_a_month_then_gone_then_unknown(
    services: Services, clock: FixedClock, db: Database
) -> None:
    await goes(services, await published(services))
    old = await services.calendars.add(ANA, language="en")
    new = await services.calendars.rotate(ANA, old.feed.number)
    assert "VEVENT" not in await read(services, token_of(old))
    assert "VEVENT" in await read(services, token_of(new))
    await services.calendars.revoke(ANA, new.feed.number)
    assert await services.calendars.feeds(ANA) == []
    for days, status in ((0, 200), (29, 200), (1, 410), (89, 410), (2, 404)):
        clock.set(clock.now() + timedelta(days=days))
        await services.calendars.drop_old()
        for token in (token_of(old), token_of(new)):
            answered = await services.calendars.personal(token)
            assert answered.status == status
            assert answered.body.startswith(b"BEGIN:VCALENDAR") == (status == 200)
    assert await db.fetch_all("SELECT * FROM calendar_feed") == []


@pytest.mark.parametrize("how", ["revoke", "forget", "removed", "left"])
async def test_whoever_goes_takes_their_name_along(
    services: Services, db: Database, how: str
) -> None:
    await goes(services, await published(services))
    new = await services.calendars.add(ANA, language="en", neutral=True, alarm_minutes=5)
    assert "VEVENT" in await read(services, token_of(new))
    if how == "revoke":
        await services.calendars.revoke(ANA, new.feed.number)
    elif how == "forget":
        await services.people.forget(ANA.user_id)
    elif how == "removed":
        await services.guilds.forget(GUILD)
    else:
        await services.calendars.check_owner(GUILD, ANA.user_id)  # nobody to ask: nothing ends
        assert len(await services.calendars.feeds(ANA)) == 1

        async def nobody(guild_id: int, user_id: int) -> bool | None:
            return (guild_id, user_id) != (GUILD, ANA.user_id)

        services.calendars.ask_members(nobody)
        await services.calendars.check_owner(GUILD, ANA.user_id)
    assert "VEVENT" not in await read(services, token_of(new))
    (row,) = await db.fetch_all("SELECT * FROM calendar_feed")
    left = {name: row[name] for name in row.keys() if row[name]}  # noqa: SIM118
    assert set(left) == {"number", "token_hash", "language", "made_on", "ended_on"}


async def test_who_asks_for_it_after_leaving_finds_it_empty(
    services: Services, clock: FixedClock
) -> None:
    await goes(services, await published(services))
    token = token_of(await services.calendars.add(ANA, language="en"))
    there: bool | None = True
    asked = 0

    async def membership(guild_id: int, user_id: int) -> bool | None:
        nonlocal asked
        assert (guild_id, user_id) == (GUILD, ANA.user_id)
        asked += 1
        return there

    services.calendars.ask_members(membership)
    for minutes, said, times, shown in (
        (0, True, 1, True),
        (30, False, 1, True),  # asked once an hour
        (31, None, 2, True),  # could not be asked: nothing is taken from them
        (6, False, 3, False),
    ):
        there = said
        clock.set(clock.now() + timedelta(minutes=minutes))
        assert ("VEVENT" in await read(services, token)) == shown
        assert asked == times


async def test_wrong_addresses_are_told_nothing_and_soon_not_even_that(
    services: Services, clock: FixedClock
) -> None:
    token = token_of(await services.calendars.add(ANA, language="en"))
    statuses = [(await services.calendars.personal(f"{at:043}")).status for at in range(80)]
    assert statuses[:60] == [404] * 60
    assert statuses[60:] == [429] * 20
    assert (await services.calendars.personal(token)).status == 200
    clock.set(clock.now() + timedelta(seconds=1))
    again = [(await services.calendars.personal("x")).status for _ in range(3)]
    assert again == [404, 404, 429]
    for odd in ("", "\ud800", "x" * 10_000, "../../etc", "%00"):
        assert (await services.calendars.personal(odd)).status in (404, 429)


async def test_a_wrong_address_asks_the_database_as_often_as_a_right_one(
    services: Services, db: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    token = token_of(await services.calendars.add(ANA, language="en"))
    await services.calendars.personal(token)
    asked: list[str] = []
    monkeypatch.setattr(db._readers, "fetch_all", counted_by(db, asked))
    for wanted in (token, "x" * 43):
        services.calendars._answers._ready.clear()
        await services.calendars.personal(wanted)
    assert len(asked) == 2
    assert asked[0] == asked[1]


def counted_by(db: Database, asked: list[str]) -> object:
    fetch = db._readers.fetch_all

    async def counted(sql: str, params: dict[str, object]) -> object:
        asked.append(sql)
        return await fetch(sql, params)

    return counted


# --- a server's public one --------------------------------------------------------------


async def test_only_organizers_open_a_servers_calendar_and_an_address_is_one_servers(
    services: Services,
) -> None:
    with pytest.raises(NotAllowed):
        await services.calendars.open_public(ANA, "boston", title="Boston")
    for slug in ("", "b", "-x-", "with space", "ñandú", "../etc", "x" * 60):
        with pytest.raises(BadInput, match="slug"):
            await services.calendars.open_public(ADMIN, slug, title="Boston")
    opened = await services.calendars.open_public(ADMIN, "Boston", title=" Boston  Coalition ")
    assert (opened.slug, opened.title) == ("boston", "Boston Coalition")
    assert services.calendars.addresses(opened).feed == (
        "https://calendar.example.org/calendar/boston.ics"
    )
    elsewhere = replace(ADMIN, guild_id=OTHER_GUILD)
    with pytest.raises(BadInput, match="slug_taken"):
        await services.calendars.open_public(elsewhere, "boston", title="Ours")
    assert await services.calendars.public_of(OTHER_GUILD) is None


async def test_the_public_calendar_has_what_is_public_as_the_public_sees_it(
    services: Services,
) -> None:
    await published(services, replace(RALLY, rule="FREQ=WEEKLY"))
    await published(services, replace(RALLY, title="Members only", public=False))
    await services.events.create(ADMIN, replace(RALLY, title="A draft"))
    assert await services.calendars.public("boston") is None
    await services.calendars.open_public(ADMIN, "boston", title="Boston Coalition")
    answered = await services.calendars.public("boston")
    assert answered is not None
    text = answered.body.decode().replace("\r\n ", "")
    assert text.count("BEGIN:VEVENT") == 1
    assert "RRULE:FREQ=WEEKLY\r\n" in text
    assert "BEGIN:VTIMEZONE\r\nTZID:America/New_York" in text
    assert "X-WR-CALNAME:Boston Coalition" in text
    assert "REFRESH-INTERVAL;VALUE=DURATION:PT1H\r\nX-PUBLISHED-TTL:PT1H\r\n" in text
    for hidden in ("Members only", "A draft", "Sample Square", "side door"):
        assert hidden not in text


async def test_a_closed_one_is_empty_then_gone_and_can_be_opened_again(
    services: Services, clock: FixedClock
) -> None:
    await published(services)
    await services.calendars.open_public(ADMIN, "boston", title="Boston")
    await services.calendars.close_public(ADMIN)
    assert await services.calendars.page("boston") is None
    closed = await services.calendars.public("boston")
    assert closed is not None
    assert (closed.status, b"VEVENT" in closed.body) == (200, False)
    clock.set(clock.now() + timedelta(days=31))
    gone = await services.calendars.public("boston")
    assert gone is not None
    assert gone.status == 410
    await services.calendars.open_public(ADMIN, "boston", title="Boston")
    opened = await services.calendars.public("boston")
    assert opened is not None
    assert b"VEVENT" in opened.body
    await services.calendars.open_public(ADMIN, "boston-2", title="Boston")
    moved = await services.calendars.public("boston")
    assert moved is not None
    assert b"VEVENT" not in moved.body
    await services.guilds.forget(GUILD)
    for slug in ("boston", "boston-2"):
        ended = await services.calendars.public(slug)
        assert ended is not None
        assert b"VEVENT" not in ended.body
        assert b"Boston" not in ended.body


# --- single events ----------------------------------------------------------------------


async def test_a_file_has_what_whoever_asks_may_see(services: Services) -> None:
    rally = await published(services, replace(RALLY, public=False))
    one = await first_time(services, rally)
    stranger = replace(ANA, guild_id=OTHER_GUILD)
    for refused in (
        services.calendars.event_file(stranger, language="en", occurrence=one),
        services.calendars.event_file(stranger, language="en", event=rally.number),
        services.calendars.add_links(stranger, one, language="en"),
    ):
        with pytest.raises(NotFound):
            await refused
    before = await services.calendars.event_file(ANA, language="en", occurrence=one)
    assert before.name == "rally-at-city-hall.ics"
    assert b"Sample Square" not in before.content
    assert "Sample" not in (await services.calendars.add_links(ANA, one, language="en")).google
    await services.rsvps.answer(ANA, one, Answer.GOING)
    after = await services.calendars.event_file(ANA, language="en", occurrence=one)
    assert b"Sample Square" in after.content
    assert b"METHOD" not in after.content
    token = token_of(await services.calendars.add(ANA, language="en"))
    uid = f"UID:{rally.uid}-{one}\r\n"
    assert uid.encode() in after.content
    assert uid in await read(services, token)


async def test_a_file_of_a_day_of_action_has_the_local_events_that_they_come_to(
    services: Services,
) -> None:
    day = await published(services, replace(RALLY, kind=Kind.DAY_OF_ACTION, title="National day"))
    near = await published(services, replace(RALLY, parent=day.number, title="Near"))
    await published(services, replace(RALLY, parent=day.number, title="Far away"))
    await goes(services, near)
    text = (
        await services.calendars.event_file(ANA, language="en", event=day.number)
    ).content.decode()
    assert text.count("BEGIN:VEVENT") == 2
    assert "SUMMARY:National day" in text
    assert "SUMMARY:Near" in text
    assert f"RELATED-TO:{day.uid}" in text
    assert "Far away" not in text


async def test_a_file_of_a_series_has_its_rule_and_its_zone(services: Services) -> None:
    weekly = await published(services, replace(RALLY, rule="FREQ=WEEKLY;COUNT=5"))
    times = (await services.events.get(ANA, weekly.number)).times
    _, moved = await services.events.move_occurrence(
        ADMIN, times[1].occurrence.number, weekly.version, place="Salem"
    )
    text = (
        await services.calendars.event_file(ANA, language="en", event=weekly.number)
    ).content.decode()
    assert "RRULE:FREQ=WEEKLY;COUNT=5\r\n" in text
    assert f"RECURRENCE-ID;TZID=America/New_York:{moved.recurrence_id[:4]}1208T180000" in text
    assert "LOCATION:Salem" in text
    assert "SEQUENCE:1" in text

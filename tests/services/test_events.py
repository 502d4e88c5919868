"""Organizers make, publish, change and call off events; members see what is for them."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from bot.clock import FixedClock
from bot.domain.actor import Actor, Capability
from bot.domain.errors import BadInput, NotAllowed, NotFound
from bot.domain.event import Answer, Draft, Event, Kind, Status
from bot.services.event_times import AskWhichTime, Odd
from bot.services.events import EditedMeanwhile
from bot.services.services import Services
from bot.storage.database import Database
from bot.storage.errors import ConstraintViolated
from tests.services.conftest import GUILD, OTHER_GUILD, member

local = datetime.fromisoformat
ORGANIZER = member(Capability.ORGANIZER)
STRANGER = Actor(8, OTHER_GUILD, frozenset({Capability.ORGANIZER, Capability.MEMBER}))
RALLY = Draft(
    kind=Kind.RALLY,
    title="Rally at the State House",
    zone="America/New_York",
    local_start=local("2026-12-18T18:00"),
    minutes=120,
    place="Boston, MA",
    address="24 Beacon Street",
    contact="desk",
    notes="Meet at the north door",
    reminders=(1440, 60),
)
WEEKLY = replace(
    RALLY, kind=Kind.MEETING, title="Weekly", local_start=local("2026-12-01T18:00"), minutes=60,
    rule="FREQ=WEEKLY;BYDAY=TU",
)  # fmt: skip


def person(user_id: int, guild_id: int | None = GUILD) -> Actor:
    return Actor(user_id, guild_id, frozenset({Capability.MEMBER}))


async def published(services: Services, draft: Draft = RALLY):
    made = await services.events.create(ORGANIZER, draft)
    done = await services.events.publish(ORGANIZER, made.number, made.version, channel_id=5)
    page = await services.events.get(ORGANIZER, made.number)
    return done, page.times


async def outbox(db: Database, purpose: str) -> list[str]:
    rows = await db.fetch_all(
        "SELECT key FROM outbox WHERE purpose = :purpose ORDER BY number", {"purpose": purpose}
    )
    return [row["key"] for row in rows]


async def test_a_draft_is_seen_by_organizers_only(services: Services) -> None:
    with pytest.raises(NotAllowed):
        await services.events.create(member(), RALLY)
    made = await services.events.create(ORGANIZER, RALLY)
    assert made.status is Status.DRAFT
    with pytest.raises(NotFound):
        await services.events.get(member(), made.number)
    with pytest.raises(NotFound):
        await services.events.get(STRANGER, made.number)
    assert await services.events.upcoming(member()) == []
    assert len(await services.events.upcoming(ORGANIZER)) == 1


async def test_fields_show_themselves_by_how_near_one_stands(services: Services) -> None:
    event, times = await published(services)
    one = times[0].occurrence.number
    page = await services.events.get(person(20), event.number)
    assert (page.event.address, page.event.notes, page.event.lat) == ("", "", None)
    assert page.event.place == "Boston, MA"
    await services.rsvps.answer(person(20), one, Answer.GOING)
    page = await services.events.get(person(20), event.number)
    assert page.event.address == "24 Beacon Street"
    assert page.times[0].counts.going == 1
    assert (await services.events.mine(person(20)))[0].event.number == event.number
    assert (await services.events.mine(person(20, None)))[0].address == "24 Beacon Street"
    assert await services.events.public(GUILD) == []


async def test_a_new_place_is_told_to_those_who_come_once_each(
    services: Services, db: Database
) -> None:
    event, times = await published(services)
    one = times[0].occurrence.number
    for user, answer in ((20, Answer.GOING), (21, Answer.MAYBE), (22, Answer.DECLINED)):
        await services.rsvps.answer(person(user), one, answer)
    await services.people.choose_messages(20, allowed=True)
    event = await services.events.edit(
        ORGANIZER, event.number, event.version, {"place": "Salem, MA"}
    )
    assert event.sequence == 1
    assert await outbox(db, "event.changed") == [
        f"event.changed:{one}:1:20",
        f"event.changed:{one}:1:part0of1",
    ]
    assert await services.events.whom_to_ping(one, part=0, parts=1) == [21]
    assert await services.rsvps.unheard(ORGANIZER, one) == [20, 21]
    await services.rsvps.saw_change(person(20), one)
    assert await services.rsvps.unheard(ORGANIZER, one) == [21]


async def test_the_second_of_two_organizers_sees_what_the_first_changed(
    services: Services,
) -> None:
    event, _ = await published(services)
    await services.events.edit(ORGANIZER, event.number, event.version, {"title": "New"})
    with pytest.raises(EditedMeanwhile) as caught:
        await services.events.edit(ORGANIZER, event.number, event.version, {"about": "x"})
    assert [(c.field, c.before, c.now) for c in caught.value.what] == [
        ("title", RALLY.title, "New")
    ]


async def test_a_cancelled_event_refuses_edits_and_answers(
    services: Services, db: Database
) -> None:
    event, times = await published(services)
    one = times[0].occurrence.number
    await services.rsvps.answer(person(20), one, Answer.GOING)
    event = await services.events.cancel(ORGANIZER, event.number, event.version)
    assert event.status is Status.CANCELLED
    assert len(await outbox(db, "event.changed")) == 1
    assert await db.fetch_all("SELECT * FROM timer WHERE purpose LIKE 'event.%'") == []
    with pytest.raises(BadInput, match="is_cancelled"):
        await services.events.edit(ORGANIZER, event.number, event.version, {"title": "x"})
    with pytest.raises(BadInput, match="is_cancelled"):
        await services.rsvps.answer(person(21), one, Answer.GOING)


async def test_a_place_that_gets_free_is_offered_to_the_next_in_line(
    services: Services, db: Database, clock: FixedClock
) -> None:
    _, times = await published(services, replace(RALLY, capacity=1))
    one = times[0].occurrence.number
    answers = [await services.rsvps.answer(person(u), one, Answer.GOING) for u in (20, 21, 22)]
    assert [a.answer for a in answers] == [Answer.GOING, Answer.WAITING, Answer.WAITING]
    assert [a.position for a in answers] == [None, 1, 2]
    await services.rsvps.answer(person(20), one, Answer.DECLINED)
    roster = await services.rsvps.roster(ORGANIZER, one)
    assert [(r.user_id, r.answer) for r in roster][:2] == [
        (21, Answer.OFFERED),
        (22, Answer.WAITING),
    ]
    late = await services.rsvps.answer(person(23), one, Answer.GOING)
    assert (late.answer, late.position) == (Answer.WAITING, 2)
    assert (await services.rsvps.take_offer(person(21), one)).answer is Answer.GOING
    assert len(await outbox(db, "event.offer")) == 1


async def test_a_rule_that_changes_keeps_the_answers_of_the_days_that_stay(
    services: Services,
) -> None:
    event, times = await published(services, WEEKLY)
    first, second = times[0].occurrence, times[1].occurrence
    assert second.starts_at - first.starts_at == timedelta(days=7)
    await services.rsvps.answer(person(20), first.number, Answer.GOING)
    await services.rsvps.answer(person(20), second.number, Answer.GOING)
    event = await services.events.edit(
        ORGANIZER, event.number, event.version, {"rule": "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU"}
    )
    page = await services.events.get(person(20), event.number)
    got = {t.occurrence.number: t.occurrence.cancelled for t in page.times}
    assert got[first.number] is False
    assert got[second.number] is True
    event = await services.events.edit(
        ORGANIZER, event.number, event.version, {"local_start": local("2026-12-01T19:00")}
    )
    page = await services.events.get(person(20), event.number)
    mine = next(t for t in page.times if t.occurrence.number == first.number)
    assert mine.mine is not None
    assert mine.occurrence.starts_at == first.starts_at + timedelta(hours=1)


async def test_a_time_that_comes_twice_is_asked_about(services: Services) -> None:
    twice = replace(RALLY, local_start=local("2027-11-07T01:30"))
    with pytest.raises(AskWhichTime) as caught:
        await services.events.create(ORGANIZER, twice)
    assert caught.value.odd is Odd.TWICE
    choice = caught.value.choices[1]
    made = await services.events.create(ORGANIZER, replace(twice, fold=choice.fold))
    page = await services.events.get(ORGANIZER, made.number)
    assert page.times[0].occurrence.starts_at == choice.at


async def test_of_two_who_edit_at_the_same_moment_one_wins_and_the_other_sees_what_changed(
    services: Services,
) -> None:
    event, _ = await published(services)
    changes = [{"title": f"Title {n}"} if n % 2 else {"notes": f"Note {n}"} for n in range(8)]
    deeds = [services.events.edit(ORGANIZER, event.number, event.version, c) for c in changes]
    deeds.append(services.events.postpone(ORGANIZER, event.number, event.version))
    outcomes = await asyncio.gather(*deeds, return_exceptions=True)
    (won,) = [each for each in outcomes if isinstance(each, Event)]
    lost = [each for each in outcomes if isinstance(each, EditedMeanwhile)]
    assert len(lost) == len(deeds) - 1
    assert won.version == event.version + 1
    stands = (await services.events.get(ORGANIZER, event.number)).event
    assert (stands.title, stands.notes, stands.status) == (won.title, won.notes, won.status)
    for each in lost:
        assert each.current == stands
        assert [(c.before, c.now) for c in each.what] == [(RALLY.title, won.title)] * (
            won.title != RALLY.title
        ) + [(RALLY.notes, won.notes)] * (won.notes != RALLY.notes) + [
            ("published", "postponed")
        ] * (won.status is Status.POSTPONED)


async def test_a_day_of_action_is_published_with_its_local_events_or_not_at_all(
    services: Services, db: Database, clock: FixedClock
) -> None:
    events = services.events
    around = await events.create(ORGANIZER, replace(RALLY, kind=Kind.DAY_OF_ACTION))
    for title in ("Boston", "Tucson", "Boom"):
        await events.create(ORGANIZER, replace(RALLY, title=title, parent=around.number))
    early = local("2026-12-01T18:00")
    await events.create(
        ORGANIZER, replace(RALLY, title="Early", parent=around.number, local_start=early)
    )
    clock.set(clock.now() + timedelta(days=12))

    async def standing() -> dict[str, str]:
        rows = await db.fetch_all("SELECT title, status FROM event ORDER BY number")
        return {row["title"]: row["status"] for row in rows}

    await db.write(
        "CREATE TRIGGER boom BEFORE UPDATE ON event WHEN NEW.title = 'Boom'"
        " BEGIN SELECT RAISE(ABORT, 'boom'); END"
    )
    with pytest.raises(ConstraintViolated):
        await events.publish_whole(ORGANIZER, around.number, 1, channel_id=5)
    assert set((await standing()).values()) == {"draft"}
    assert await outbox(db, "event.board") == []
    await db.write("DROP TRIGGER boom")
    event, locals_ = await events.publish_whole(ORGANIZER, around.number, 1, channel_id=5)
    assert (event.status, locals_) == (Status.PUBLISHED, 3)
    drafts = [title for title, status in (await standing()).items() if status == "draft"]
    assert drafts == ["Early"], "what is past stays a draft"
    assert len(await outbox(db, "event.board")) == 4


async def test_a_new_place_is_looked_up_without_holding_anybody_up(services: Services) -> None:
    event, _ = await published(services)
    inside: list[bool] = []
    places = services.events._places

    async def watched():
        inside.append(services.events._db._inside is not None)
        return await places()

    services.events._places = watched  # pyright: ignore[reportAttributeAccessIssue]
    event = await services.events.edit(
        ORGANIZER, event.number, event.version, {"place": "Salem, MA"}
    )
    assert inside == [False]
    assert event.lat != RALLY.lat


async def test_what_is_put_off_shows_on_its_board_which_date_was_called_off(
    services: Services, db: Database
) -> None:
    event, times = await published(services, WEEKLY)
    event = await services.events.postpone(ORGANIZER, event.number, event.version)
    await db.write("DELETE FROM outbox")
    await services.events.cancel_occurrence(ORGANIZER, times[1].occurrence.number, event.version)
    assert await outbox(db, "event.board") == [f"event.board:{event.number}"]
    assert await outbox(db, "event.changed") == []

"""Questions, teams, appointments, training records: who may, what fits, what is kept of whom."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import date, timedelta

import pytest

from bot.clock import FixedClock
from bot.domain.errors import BadInput, NotAllowed, NotFound
from bot.domain.event import Answer, Kind
from bot.services.event_parts import MOST_OF_ONE, MOST_QUESTIONS, Team
from bot.services.services import Services
from bot.storage.database import Database
from tests.services.test_events import ORGANIZER, RALLY, STRANGER, person, published


async def test_a_town_hall_takes_questions_without_saying_whose(
    services: Services, db: Database
) -> None:
    hall, _ = await published(services, replace(RALLY, kind=Kind.TOWN_HALL))
    rally, _ = await published(services)
    parts = services.event_parts
    with pytest.raises(BadInput, match="no_questions"):
        await parts.ask(person(20), rally.number, "Why?")
    with pytest.raises(NotFound):
        await parts.ask(STRANGER, hall.number, "Why?")
    with pytest.raises(BadInput, match="long_words"):
        await parts.ask(person(20), hall.number, "x" * 301)
    with pytest.raises(BadInput, match="mention"):
        await parts.ask(person(20), hall.number, "<@123456789> why?")
    first = await parts.ask(person(987654321), hall.number, "Who pays?")
    second = await parts.ask(person(987654321), hall.number, "Who decides?")
    for _ in range(2):
        await parts.want(person(21), second)
    seen = await parts.questions(person(21), hall.number)
    assert [(q.number, q.votes, q.mine) for q in seen] == [(second, 1, True), (first, 0, False)]
    with pytest.raises(NotAllowed):
        await parts.drop_question(person(20), first)
    await parts.answered(ORGANIZER, second)
    await parts.drop_question(ORGANIZER, first)
    assert [q.answered for q in await parts.questions(person(21), hall.number)] == [True]
    rows = await db.fetch_all("SELECT * FROM event_question")
    assert "987654321" not in str([tuple(row) for row in rows])


async def test_each_sees_their_own_team_and_the_organizer_all(services: Services) -> None:
    _, times = await published(services, replace(RALLY, kind=Kind.LOBBY_VISIT))
    one, parts = times[0].occurrence.number, services.event_parts
    with pytest.raises(NotAllowed):
        await parts.keep_team(person(20), Team(0, one, "A", "", None, None))
    with pytest.raises(BadInput, match="no_team_name"):
        await parts.keep_team(ORGANIZER, Team(0, one, " ", "", None, None))
    north = await parts.keep_team(ORGANIZER, Team(0, one, "North", "MA-7", None, 22))
    south = await parts.keep_team(ORGANIZER, Team(0, one, "South", "MA-8", None, None))
    assert await parts.put_in_team(ORGANIZER, one, [20], north) == set()
    for user in (20, 21):
        await services.rsvps.answer(person(user), one, Answer.GOING)
    assert await parts.put_in_team(ORGANIZER, one, [20, 99], north) == {20}
    await parts.put_in_team(ORGANIZER, one, [21], south)
    assert [t.name for t in await parts.teams(person(20), one)] == ["North"]
    assert [t.name for t in await parts.teams(person(22), one)] == ["North"]
    assert [t.size for t in await parts.teams(ORGANIZER, one)] == [1, 1]
    assert await parts.members(person(20), one, north) == [20]
    with pytest.raises(NotFound):
        await parts.members(person(20), one, south)
    await services.rsvps.answer(person(20), one, Answer.DECLINED)
    assert await parts.members(ORGANIZER, one, north) == []


async def test_an_appointment_is_never_given_twice(services: Services) -> None:
    _, times = await published(services, replace(RALLY, kind=Kind.LEGAL_CLINIC))
    one, parts = times[0].occurrence, services.event_parts
    make = {"minutes": 30, "count": 3, "capacity": 2}
    with pytest.raises(BadInput, match="slot_times"):
        await parts.add_slots(ORGANIZER, one.number, first=one.ends_at, **make)
    slots = await parts.add_slots(ORGANIZER, one.number, first=one.starts_at, **make)
    assert [s.starts_at - one.starts_at for s in slots] == [
        timedelta(minutes=30 * at) for at in range(3)
    ]
    with pytest.raises(BadInput, match="answer_first"):
        await parts.take_slot(person(20), one.number, slots[0].number)
    for user in range(20, 30):
        await services.rsvps.answer(person(user), one.number, Answer.GOING)
    took = await asyncio.gather(
        *(parts.take_slot(person(u), one.number, slots[0].number) for u in range(20, 30)),
        return_exceptions=True,
    )
    assert sum(each is None for each in took) == 2
    assert {str(each) for each in took if each is not None} == {"event_error.slot_full"}
    assert [s.taken for s in await parts.slots(person(20), one.number)] == [2, 0, 0]
    with pytest.raises(BadInput, match="slot_taken"):
        await parts.drop_slot(ORGANIZER, one.number, slots[0].number)
    await services.rsvps.withdraw(person(20), one.number)
    await parts.take_slot(person(25), one.number, slots[0].number)


async def test_a_confirmed_training_is_a_record_until_it_runs_out(
    services: Services, db: Database, clock: FixedClock
) -> None:
    training = replace(
        RALLY, kind=Kind.TRAINING, extra={"training": "Verifier basics", "valid_days": 30}
    )
    _, times = await published(services, training)
    one, attendance = times[0].occurrence, services.attendance
    for user in (20, 21):
        await services.rsvps.answer(person(user), one.number, Answer.GOING)
    with pytest.raises(BadInput, match="not_begun"):
        await attendance.mark(ORGANIZER, one.number, [20], came=True)
    clock.set(one.ends_at)
    with pytest.raises(NotAllowed):
        await attendance.mark(person(20), one.number, [20], came=True)
    assert await attendance.mark(ORGANIZER, one.number, [20, 99], came=True) == 1
    assert await attendance.confirm_training(ORGANIZER, one.number) == 1
    await attendance.count(ORGANIZER, one.number, 14)
    assert await attendance.is_trained(100, 20, "VERIFIER  Básics")
    assert not await attendance.is_trained(100, 21, "Verifier basics")
    assert [r.title for r in await attendance.trainings(person(20))] == ["Verifier basics"]
    with pytest.raises(NotAllowed):
        await attendance.trainings(person(21), 20)
    clock.set(one.ends_at + timedelta(days=31))
    assert not await attendance.is_trained(100, 20, "Verifier basics")
    await services.people.forget(20)
    assert await db.fetch_all("SELECT * FROM training_record") == []


async def test_a_lead_sees_who_comes_and_others_do_not(services: Services) -> None:
    _, times = await published(services, replace(RALLY, lead_id=30))
    one = times[0].occurrence.number
    await services.rsvps.answer(person(20), one, Answer.GOING)
    assert [r.user_id for r in await services.rsvps.roster(person(30), one)] == [20]
    with pytest.raises(NotAllowed):
        await services.rsvps.roster(person(20), one)
    with pytest.raises(NotFound):
        await services.rsvps.roster(STRANGER, one)
    with pytest.raises(NotFound):
        await services.rsvps.answer(STRANGER, one, Answer.GOING)
    with pytest.raises(NotFound):
        await services.rsvps.answer(person(21, None), one, Answer.GOING)
    await services.rsvps.answer(person(20, None), one, Answer.MAYBE)
    assert [e.event.lead_id for e in await services.events.mine(person(30))] == [30]


async def test_nobody_fills_the_list_of_questions_alone_and_nothing_says_who_tried(
    services: Services, db: Database, clock: FixedClock
) -> None:
    hall, _ = await published(services, replace(RALLY, kind=Kind.TOWN_HALL))
    other, _ = await published(services, replace(RALLY, kind=Kind.TOWN_HALL))
    parts = services.event_parts
    hostile = await asyncio.gather(
        *(parts.ask(person(987654321), hall.number, f"Spam {n}") for n in range(300)),
        return_exceptions=True,
    )
    assert sum(isinstance(each, int) for each in hostile) == MOST_OF_ONE
    assert {str(e) for e in hostile if not isinstance(e, int)} == {"event_error.your_questions"}
    await parts.ask(person(20), hall.number, "Why?")
    await parts.ask(person(987654321), other.number, "And here?")
    for n in range(10):
        await parts.ask(ORGANIZER, hall.number, f"Told at the door {n}")
    clock.set(clock.now() + timedelta(days=1))
    await parts.ask(person(987654321), hall.number, "One more")
    rows = await db.fetch_all("SELECT * FROM event_question")
    assert "987654321" not in str([tuple(row) for row in rows])
    assert await db.fetch_all("SELECT * FROM event_question_vote") == []


async def test_however_many_ask_a_list_has_an_end(services: Services) -> None:
    hall, _ = await published(services, replace(RALLY, kind=Kind.TOWN_HALL))
    parts = services.event_parts
    asked = await asyncio.gather(
        *(parts.ask(person(1000 + n), hall.number, f"Why {n}?") for n in range(MOST_QUESTIONS + 9)),
        return_exceptions=True,
    )
    assert sum(isinstance(each, int) for each in asked) == MOST_QUESTIONS
    assert {str(e) for e in asked if not isinstance(e, int)} == {"event_error.many_questions"}


async def test_appointments_are_made_all_or_none_and_not_shown_to_other_servers(
    services: Services,
) -> None:
    _, times = await published(services, replace(RALLY, kind=Kind.LEGAL_CLINIC))
    one, parts = times[0].occurrence, services.event_parts
    start = one.starts_at
    made = await parts.add_slots(
        ORGANIZER, one.number, first=start, minutes=60, count=2, capacity=2
    )
    for user in (20, 21):
        await services.rsvps.answer(person(user), one.number, Answer.GOING)
        await parts.take_slot(person(user), one.number, made[1].number)
    with pytest.raises(BadInput, match="slot_taken"):
        await parts.add_slots(ORGANIZER, one.number, first=start, minutes=30, count=4, capacity=1)
    with pytest.raises(NotFound):
        await parts.slots(STRANGER, one.number)
    with pytest.raises(NotFound):
        await parts.slots(person(22, None), one.number)
    assert await parts.slots(person(20, None), one.number) == (
        await parts.slots(ORGANIZER, one.number)
    )
    assert [s.capacity for s in await parts.slots(ORGANIZER, one.number)] == [2, 2]
    more = await parts.add_slots(
        ORGANIZER, one.number, first=start, minutes=1, count=119, capacity=2
    )
    assert len(more) == 119
    with pytest.raises(BadInput, match="slot_taken"):
        await parts.add_slots(
            ORGANIZER, one.number, first=start + timedelta(seconds=30), minutes=1, count=90,
            capacity=2,
        )  # fmt: skip


async def test_a_team_is_chosen_whole_at_once(services: Services, db: Database) -> None:
    _, times = await published(services, replace(RALLY, kind=Kind.LOBBY_VISIT))
    one, teams = times[0].occurrence.number, services.teams
    north = await services.event_parts.keep_team(ORGANIZER, Team(0, one, "N", "", None, None))
    for user in (20, 21, 22, 23):
        await services.rsvps.answer(person(user), one, Answer.GOING)
    await services.rsvps.answer(person(23), one, Answer.MAYBE)
    choose = teams.choose_members
    assert await choose(ORGANIZER, one, north, [20, 21], whole=True) == []
    assert await choose(ORGANIZER, one, north, [21, 22, 23, 99], whole=True) == [23, 99]
    assert (await teams.members(ORGANIZER, one, north)).people == (21, 22)
    assert await choose(ORGANIZER, one, north, [20], whole=False) == []
    assert (await teams.members(ORGANIZER, one, north)).people == (20, 21, 22)
    with pytest.raises(NotFound):
        await choose(ORGANIZER, one, north + 1, [20], whole=True)


async def test_a_training_in_the_evening_is_recorded_on_its_own_day(
    services: Services, clock: FixedClock
) -> None:
    draft = replace(RALLY, kind=Kind.TRAINING, zone="America/Los_Angeles", extra={"valid_days": 10})
    _, times = await published(services, draft)  # 18 December, 6 pm there: the 19th in UTC
    one = times[0].occurrence
    await services.rsvps.answer(person(20), one.number, Answer.GOING)
    clock.set(one.ends_at)
    await services.attendance.mark(ORGANIZER, one.number, [20], came=True)
    await services.attendance.confirm_training(ORGANIZER, one.number)
    (record,) = await services.attendance.trainings(person(20))
    assert (record.confirmed_on, record.expires_on) == (date(2026, 12, 18), date(2026, 12, 28))

"""What events keep of people goes when they say so, with the server, and by itself after a time."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from bot.clock import FixedClock
from bot.domain.actor import Actor, Capability
from bot.domain.event import Answer, Kind
from bot.services.event_parts import Team
from bot.services.services import Services
from bot.storage.database import Database
from bot.storage.event_reminders import Reminder
from tests.services.conftest import GUILD
from tests.services.test_events import RALLY, person
from tests.storage.test_forgetting import tables_with

ANA, BEN = 555000111222333444, 555000111222333555
ANA_ORGANIZES = Actor(ANA, GUILD, frozenset({Capability.MEMBER, Capability.ORGANIZER}))
EVERYWHERE = {
    "event", "event_change", "event_question_vote", "event_team", "outbox", "person", "rsvp",
    "rsvp_reminder", "training_record",
}  # fmt: skip


async def leave_traces_everywhere(services: Services, clock: FixedClock) -> int:
    """Ana organizes, leads, comes, waits for a reminder, votes, is trained and is offered a place;
    the number of the occurrence."""
    events, rsvps, parts = services.events, services.rsvps, services.event_parts
    hall = await events.create(ANA_ORGANIZES, replace(RALLY, kind=Kind.TOWN_HALL, lead_id=ANA))
    hall = await events.publish(ANA_ORGANIZES, hall.number, 1, channel_id=5)
    question = await parts.ask(ANA_ORGANIZES, hall.number, "Who decides?")
    await parts.want(ANA_ORGANIZES, question)
    training = replace(
        RALLY,
        kind=Kind.TRAINING,
        capacity=1,
        local_start=RALLY.local_start - timedelta(days=1),
    )
    made = await events.create(ANA_ORGANIZES, training)
    await events.publish(ANA_ORGANIZES, made.number, 1, channel_id=5)
    one = (await events.get(ANA_ORGANIZES, made.number)).times[0].occurrence
    await rsvps.answer(person(BEN), one.number, Answer.GOING)
    await rsvps.answer(person(ANA), one.number, Answer.GOING)
    await rsvps.withdraw(person(BEN), one.number)
    await rsvps.answer(person(BEN), one.number, Answer.GOING)
    await rsvps.take_offer(person(ANA), one.number)
    await rsvps.remind(person(ANA), one.number, Reminder(minutes=30))
    await services.people.choose_reminder(ANA, 45)
    await services.people.choose_messages(ANA, allowed=True)
    await parts.keep_team(ANA_ORGANIZES, Team(0, one.number, "North", "", None, ANA))
    now = clock.now()
    clock.set(one.starts_at)
    await services.attendance.mark(ANA_ORGANIZES, one.number, [ANA], came=True)
    await services.attendance.confirm_training(ANA_ORGANIZES, one.number)
    clock.set(now)
    return one.number


async def test_forgetting_leaves_no_row_and_gives_the_place_to_the_next(
    services: Services, db: Database, clock: FixedClock
) -> None:
    one = await leave_traces_everywhere(services, clock)
    assert await tables_with(db, ANA) == EVERYWHERE
    await services.people.forget(ANA)
    assert await tables_with(db, ANA) == set()
    assert (await services.rsvps.counts(one)).offered == 1
    assert "rsvp" in await tables_with(db, BEN)


async def test_a_server_that_is_left_leaves_nothing_of_its_events(
    services: Services, db: Database, clock: FixedClock
) -> None:
    await leave_traces_everywhere(services, clock)
    await services.guilds.forget(GUILD)
    assert await tables_with(db, ANA) == {"person"}
    for table in await db.fetch_all(
        "SELECT name FROM sqlite_schema WHERE type = 'table'"
        " AND (name LIKE 'event%' OR name LIKE 'rsvp%' OR name IN ('outbox', 'timer'))"
    ):
        rows = await db.fetch_all(f"SELECT * FROM {table['name']}")  # noqa: S608 - our own names
        assert rows == [], table["name"]


async def test_by_themselves_answers_go_after_30_days_and_names_after_90(
    services: Services, db: Database, clock: FixedClock
) -> None:
    await leave_traces_everywhere(services, clock)
    over = clock.now() + timedelta(days=25)
    clock.set(over + timedelta(days=29))
    await services.drop_old()
    assert {"rsvp", "event"} <= await tables_with(db, ANA)
    clock.set(over + timedelta(days=32))
    await services.drop_old()
    left = await tables_with(db, ANA)
    assert not left & {"rsvp", "rsvp_reminder", "event_team", "event_question_vote"}
    assert {"event", "event_change", "training_record", "person"} <= left
    clock.set(over + timedelta(days=120))
    await services.drop_old()
    assert await tables_with(db, ANA) - {"outbox"} == {"training_record", "person"}

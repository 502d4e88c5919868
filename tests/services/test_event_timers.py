"""What is done when its time comes: reminders, offers that run out, thanks, more of a series."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.clock import FixedClock
from bot.domain.errors import BadInput
from bot.domain.event import Answer, Kind, Status
from bot.services.event_forms import before_of
from bot.services.event_timers import EVENT_TIMERS
from bot.services.event_times import AskWhichTime, Odd, preview, rule_until_utc
from bot.services.event_writing import EditedMeanwhile
from bot.services.services import Services
from bot.storage.database import Database
from bot.storage.event_lists import Counts
from bot.storage.event_reminders import Reminder
from bot.storage.timers import delete_due_timer, list_due_timers
from tests.services.test_events import (
    ORGANIZER,
    RALLY,
    WEEKLY,
    local,
    outbox,
    person,
    published,
)


async def pass_to(db: Database, clock: FixedClock, at: datetime) -> None:
    """Let time pass, and do what is due on the way as the scheduler does."""
    while True:
        rows = await db.fetch_all("SELECT min(due_at) AS due FROM timer")
        due = rows[0]["due"]
        if due is None or due > at.timestamp():
            break
        clock.set(max(clock.now(), datetime.fromtimestamp(due, clock.now().tzinfo)))
        for number in await list_due_timers(db, now=clock.now(), most=100):
            async with db.transaction() as tx:
                found = await delete_due_timer(tx, number, now=clock.now())
                assert found is not None
                handler = EVENT_TIMERS.get(found.timer.purpose)
                if handler is not None:
                    await handler(tx, found.timer, clock.now())
                await tx.commit()
    clock.set(at)


async def test_reminders_go_as_each_chose(
    services: Services, db: Database, clock: FixedClock
) -> None:
    event, times = await published(services, replace(RALLY, reminders=(60,)))
    one = times[0].occurrence
    for user in (20, 21, 22, 23):
        await services.people.choose_messages(user, allowed=True)
        await services.rsvps.answer(person(user), one.number, Answer.GOING)
    await services.rsvps.answer(person(24), one.number, Answer.GOING)  # in the thread
    await services.rsvps.answer(person(25), one.number, Answer.DECLINED)
    await services.people.choose_reminder(21, 30)
    await services.people.choose_reminder(22, 0)
    at = one.starts_at - timedelta(hours=5)
    await services.rsvps.remind(person(23), one.number, Reminder(at=at))
    await pass_to(db, clock, one.starts_at - timedelta(minutes=1))
    starts = int(one.starts_at.timestamp())
    key = f"event.reminder:{one.number}:{starts}"
    assert await outbox(db, "event.reminder") == [
        f"{key}:at{int(at.timestamp())}:23",
        f"{key}:60:20",
        f"{key}:60:part0of1",
        f"{key}:30:21",
    ]
    assert await services.events.whom_to_remind(
        one.number, minutes=60, at=None, part=0, parts=1
    ) == [24]
    assert event.status is Status.PUBLISHED


async def test_an_answer_after_the_choice_is_reminded_too(
    services: Services, db: Database, clock: FixedClock
) -> None:
    await services.people.choose_reminder(20, 45)
    await services.people.choose_messages(20, allowed=True)
    _, times = await published(services, replace(RALLY, reminders=()))
    one = times[0].occurrence
    await services.rsvps.answer(person(20), one.number, Answer.GOING)
    await pass_to(db, clock, one.starts_at)
    assert len(await outbox(db, "event.reminder")) == 1


async def test_nobody_is_reminded_at_the_old_time_after_a_move(
    services: Services, db: Database, clock: FixedClock
) -> None:
    event, times = await published(services, replace(RALLY, reminders=(60,)))
    one = times[0].occurrence
    await services.rsvps.answer(person(20), one.number, Answer.GOING)
    later = local("2026-12-19T18:00")
    event = await services.events.edit(
        ORGANIZER, event.number, event.version, {"local_start": later}
    )
    await pass_to(db, clock, one.starts_at + timedelta(hours=1))
    assert await outbox(db, "event.reminder") == []
    await pass_to(db, clock, one.starts_at + timedelta(days=1))
    assert len(await outbox(db, "event.reminder")) == 1
    assert len(await outbox(db, "event.changed")) == 1


async def test_a_postponed_event_keeps_its_answers_and_reminds_nobody(
    services: Services, db: Database, clock: FixedClock
) -> None:
    event, times = await published(services, replace(RALLY, reminders=(60,)))
    one = times[0].occurrence
    await services.rsvps.answer(person(20), one.number, Answer.GOING)
    event = await services.events.postpone(ORGANIZER, event.number, event.version)
    await pass_to(db, clock, one.ends_at + timedelta(days=2))
    assert await outbox(db, "event.reminder") == []
    with pytest.raises(BadInput, match="past"):
        await services.events.publish(ORGANIZER, event.number, event.version)
    event = await services.events.edit(
        ORGANIZER, event.number, event.version, {"local_start": local("2027-01-08T18:00")}
    )
    event = await services.events.publish(ORGANIZER, event.number, event.version)
    assert event.status is Status.PUBLISHED
    page = await services.events.get(person(20), event.number)
    assert page.times[0].mine is not None
    assert page.times[0].occurrence.number == one.number
    assert len(await outbox(db, "event.changed")) == 2


async def test_an_offer_that_runs_out_goes_to_the_next_and_nobody_is_asked_twice(
    services: Services, db: Database, clock: FixedClock
) -> None:
    _, times = await published(services, replace(RALLY, capacity=1))
    one = times[0].occurrence
    for user in (20, 21, 22):
        await services.rsvps.answer(person(user), one.number, Answer.GOING)
    await services.rsvps.withdraw(person(20), one.number)

    async def line() -> list[tuple[int, Answer]]:
        roster = await services.rsvps.roster(ORGANIZER, one.number)
        return [(each.user_id, each.answer) for each in roster]

    assert await line() == [(21, Answer.OFFERED), (22, Answer.WAITING)]
    await pass_to(db, clock, clock.now() + timedelta(hours=25))
    assert await line() == [(22, Answer.OFFERED), (21, Answer.WAITING)]
    await pass_to(db, clock, clock.now() + timedelta(hours=25))
    assert await line() == [(21, Answer.WAITING), (22, Answer.WAITING)]
    assert len(await outbox(db, "event.offer")) == 2
    # Now whoever presses first has it.
    outcome = await services.rsvps.answer(person(22), one.number, Answer.GOING)
    assert outcome.answer is Answer.GOING


async def test_more_places_are_offered_to_several_and_fewer_throw_nobody_out(
    services: Services,
) -> None:
    event, times = await published(services, replace(RALLY, capacity=1))
    one = times[0].occurrence.number
    for user in range(20, 25):
        await services.rsvps.answer(person(user), one, Answer.GOING)
    event = await services.events.edit(ORGANIZER, event.number, event.version, {"capacity": 3})
    counts = await services.rsvps.counts(one)
    assert (counts.going, counts.offered, counts.waiting) == (1, 2, 2)
    with pytest.raises(BadInput, match="capacity_below"):
        await services.events.edit(ORGANIZER, event.number, event.version, {"capacity": 2})
    assert await services.rsvps.counts(one) == counts


async def test_thanks_go_an_hour_after_to_those_who_allow_it_and_came(
    services: Services, db: Database, clock: FixedClock
) -> None:
    _, times = await published(services)
    one = times[0].occurrence
    for user in (20, 21, 22):
        await services.people.choose_messages(user, allowed=user != 22)
        await services.rsvps.answer(person(user), one.number, Answer.GOING)
    await pass_to(db, clock, one.ends_at)
    assert await outbox(db, "event.thanks") == []
    await services.attendance.mark(ORGANIZER, one.number, [21], came=False)
    await pass_to(db, clock, one.ends_at + timedelta(hours=1))
    assert await outbox(db, "event.thanks") == [f"event.thanks:{one.number}:20"]
    await services.attendance.say_how_it_was(person(20), one.number, mark=5)
    with pytest.raises(BadInput, match="no_feedback"):
        await services.attendance.say_how_it_was(person(29), one.number, mark=1)
    seen = await services.attendance.how_it_was(ORGANIZER, one.number)
    assert seen.marks == (0, 0, 0, 0, 1)
    rows = await db.fetch_all("SELECT * FROM event_feedback")
    assert [row.keys() for row in rows] == [["number", "occurrence", "mark", "words"]]


async def test_a_series_is_written_out_a_year_ahead_and_goes_on(
    services: Services, db: Database, clock: FixedClock
) -> None:
    event, _ = await published(services, WEEKLY)

    async def last() -> int:
        rows = await db.fetch_all(
            "SELECT max(starts_at) AS at, count(*) AS n FROM event_occurrence"
        )
        assert rows[0]["n"] <= 200
        return rows[0]["at"]

    first_end = await last()
    assert timedelta(days=390) < timedelta(seconds=first_end - clock.now().timestamp())
    await pass_to(db, clock, clock.now() + timedelta(days=65))
    assert await last() - first_end >= 7 * 8 * 86400
    assert event.rule == "FREQ=WEEKLY;BYDAY=TU"


async def test_one_of_a_series_is_moved_and_another_called_off(
    services: Services, db: Database
) -> None:
    event, times = await published(services, WEEKLY)
    first, second, third = (each.occurrence.number for each in times[:3])
    for one in (first, second, third):
        await services.rsvps.answer(person(20), one, Answer.GOING)
    event, moved = await services.events.move_occurrence(
        ORGANIZER, first, event.version, local_start=local("2026-12-02T19:00"), place="Salem"
    )
    assert (moved.moved, moved.change, moved.place) == (True, 1, "Salem")
    with pytest.raises(EditedMeanwhile) as caught:
        await services.events.cancel_occurrence(ORGANIZER, second, event.version - 1)
    assert [(c.field, c.before, c.now) for c in caught.value.what] == [
        ("one_date", "2026-12-01 18:00", "2026-12-02 19:00, Salem")
    ]
    current = caught.value.current  # what a form that was open meanwhile starts from
    assert before_of(current, {c.field: c.before for c in caught.value.what}) == current
    event, _ = await services.events.cancel_occurrence(ORGANIZER, second, event.version)
    with pytest.raises(BadInput, match="is_cancelled"):
        await services.rsvps.answer(person(21), second, Answer.GOING)
    assert len(await outbox(db, "event.changed")) == 2
    event = await services.events.edit(
        ORGANIZER, event.number, event.version, {"rule": "FREQ=WEEKLY;BYDAY=TU,TH"}
    )
    page = await services.events.get(person(20), event.number)
    by_number = {each.occurrence.number: each for each in page.times}
    assert by_number[first].occurrence.moved
    assert by_number[second].occurrence.cancelled
    assert by_number[third].mine is not None
    assert event.sequence == 3


async def test_clock_changes_are_asked_about_once_and_shown_in_the_preview(
    services: Services, clock: FixedClock
) -> None:
    skipped = replace(RALLY, local_start=local("2027-03-14T02:30"))
    with pytest.raises(AskWhichTime) as caught:
        await services.events.check(ORGANIZER, skipped)
    before, after = caught.value.choices
    assert (before.local_start, after.local_start) == (
        local("2027-03-14T01:30"),
        local("2027-03-14T03:30"),
    )
    series = replace(
        WEEKLY, local_start=local("2027-03-07T02:30"), rule="FREQ=WEEKLY;COUNT=3;BYDAY=SU"
    )
    kept, shown = await services.events.check(ORGANIZER, series)
    assert [each.odd for each in shown] == [None, Odd.SKIPPED, None]
    assert [f"{each.starts_at:%H:%M}" for each in shown] == ["07:30", "07:30", "06:30"]
    assert list(preview(kept, now=clock.now())) == list(shown)
    until = replace(WEEKLY, rule="FREQ=WEEKLY;UNTIL=20270314")
    assert rule_until_utc(until) == "20270315T035959Z"


async def test_a_day_of_action_counts_everybody_once_and_is_called_off_whole(
    services: Services, db: Database
) -> None:
    around, _ = await published(services, replace(RALLY, kind=Kind.DAY_OF_ACTION))
    ones: list[int] = []
    for place in ("Boston, MA", "Tucson, AZ"):
        child = replace(RALLY, parent=around.number, place=place)
        _, times = await published(services, child)
        ones.append(times[0].occurrence.number)
    for one in ones:
        await services.rsvps.answer(person(20), one, Answer.GOING)
    await services.rsvps.answer(person(21), ones[0], Answer.GOING)
    await services.rsvps.answer(person(21), ones[1], Answer.MAYBE)
    await services.rsvps.answer(person(22), ones[0], Answer.DECLINED)
    await services.rsvps.answer(person(22), ones[1], Answer.MAYBE)
    page = await services.events.get(person(20), around.number, near="Phoenix, AZ")
    assert page.whole == Counts(going=2, maybe=1), "each person once, by their nearest answer"
    assert [each.event.place for each in page.children] == ["Tucson, AZ", "Boston, MA"]
    near = await services.events.upcoming(person(20), near="85701", limit=1)
    assert near[0].event.place == "Tucson, AZ"
    with pytest.raises(BadInput, match="no_umbrella"):
        await services.events.create(
            ORGANIZER, replace(RALLY, parent=page.children[0].event.number)
        )
    await services.events.cancel(ORGANIZER, around.number, around.version)
    coming = await services.events.upcoming(person(20))
    assert {each.event.status for each in coming} == {Status.CANCELLED}
    assert len(await outbox(db, "event.changed")) == 2


async def test_after_a_long_sleep_people_are_reminded_once(
    services: Services, db: Database, clock: FixedClock
) -> None:
    _, times = await published(services, replace(RALLY, reminders=(10080, 1440, 60)))
    one = times[0].occurrence
    for user in (20, 21, 22):
        await services.rsvps.answer(person(user), one.number, Answer.GOING)
    for user in (20, 21):
        await services.people.choose_messages(user, allowed=True)
    await services.people.choose_reminder(21, 1440)
    clock.set(one.starts_at - timedelta(minutes=30))
    await pass_to(db, clock, clock.now())
    start = f"event.reminder:{one.number}:{int(one.starts_at.timestamp())}"
    assert sorted(await outbox(db, "event.reminder")) == sorted(
        [f"{start}:1440:21", f"{start}:60:20", f"{start}:60:part0of1"]
    )
    ask = services.events.whom_to_remind
    assert await ask(one.number, minutes=1440, at=None, part=0, parts=1) == []
    assert await ask(one.number, minutes=60, at=None, part=0, parts=1) == [22]


async def test_what_was_not_told_yet_is_told_with_the_next_change(
    services: Services, db: Database
) -> None:
    event, times = await published(services)
    await services.rsvps.answer(person(20), times[0].occurrence.number, Answer.GOING)

    async def told() -> str:
        rows = await db.fetch_all(
            "SELECT args ->> 'what' AS what FROM outbox WHERE purpose = 'event.changed'"
            " ORDER BY number DESC"
        )
        return rows[0]["what"]

    for changes, what in (
        ({"local_start": local("2026-12-18T19:00")}, "time"),
        ({"place": "Salem, MA"}, "place time"),
    ):
        event = await services.events.edit(ORGANIZER, event.number, event.version, changes)
        assert await told() == what
    await db.write("UPDATE outbox SET state = 'sent'")
    event = await services.events.edit(
        ORGANIZER, event.number, event.version, {"address": "1 Main Street"}
    )
    assert await told() == "place"
    await services.events.cancel(ORGANIZER, event.number, event.version)
    assert await told() == "cancelled"


async def test_who_waited_while_it_was_moved_is_reminded_as_they_chose(
    services: Services, db: Database, clock: FixedClock
) -> None:
    event, times = await published(services, replace(RALLY, reminders=(), capacity=1))
    one = times[0].occurrence.number
    for user in (20, 21):
        await services.people.choose_messages(user, allowed=True)
        await services.rsvps.answer(person(user), one, Answer.GOING)
    await services.rsvps.remind(person(21), one, Reminder(30))
    await services.events.edit(
        ORGANIZER, event.number, event.version, {"local_start": local("2026-12-10T18:00")}
    )
    await services.rsvps.answer(person(20), one, Answer.DECLINED)
    await services.rsvps.take_offer(person(21), one)
    page = await services.events.get(ORGANIZER, event.number)
    starts_at = page.times[0].occurrence.starts_at
    await pass_to(db, clock, starts_at)
    assert await outbox(db, "event.reminder") == [
        f"event.reminder:{one}:{int(starts_at.timestamp())}:30:21"
    ]


async def test_an_offer_left_from_a_limit_ends_when_the_event_begins(
    services: Services, db: Database, clock: FixedClock
) -> None:
    event, times = await published(services, replace(RALLY, capacity=1))
    one = times[0].occurrence.number
    for user in (20, 21):
        await services.rsvps.answer(person(user), one, Answer.GOING)
    event = await services.events.edit(ORGANIZER, event.number, event.version, {"capacity": None})
    start = (clock.now() + timedelta(hours=3)).astimezone(ZoneInfo(RALLY.zone))
    await services.events.edit(
        ORGANIZER, event.number, event.version, {"local_start": start.replace(tzinfo=None)}
    )
    rows = await db.fetch_all(
        "SELECT r.offered_until <= o.starts_at AS fits FROM rsvp r"
        " JOIN event_occurrence o ON o.number = r.occurrence WHERE r.answer = 'offered'"
    )
    assert [row["fits"] for row in rows] == [1]

"""A long random story of answers, edits and passing time, after each step of which these hold:
never more people than places, nobody loses their place in line but by what they did, a free place
is never kept from who waits, and nobody is reminded of what is over or off.

Small by default; `RSVP_MACHINE=large` tells more and longer stories.
"""

from __future__ import annotations

import asyncio
import os
import shutil
import tempfile
from collections.abc import Awaitable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from bot.clock import FixedClock
from bot.domain.actor import Actor, Capability
from bot.domain.errors import CoalitionError
from bot.domain.event import SHORTEST_OFFER, Answer, Status
from bot.services.event_timers import EVENT_TIMERS
from bot.services.events import EventsService
from bot.services.people import PeopleService
from bot.services.places import LazyPlaces
from bot.services.rsvps import RsvpsService
from bot.storage.database import Database
from bot.storage.event_reminders import Reminder
from bot.storage.timers import delete_due_timer, list_due_timers
from tests.conftest import NOW
from tests.services.conftest import GUILD
from tests.services.test_events import ORGANIZER, RALLY, WEEKLY, local

LARGE = os.environ.get("RSVP_MACHINE") == "large"
PLACES = LazyPlaces()
users = st.integers(1, 8)
times = st.integers(0, 4)
events = st.integers(0, 1)

_template: list[Path] = []


def template() -> Path:
    """A migrated, empty database, made once."""
    if not _template:
        path = Path(tempfile.mkdtemp()) / "template.db"

        async def make() -> None:
            await (await Database.open(path)).close()

        asyncio.run(make())
        _template.append(path)
    return _template[0]


class Story(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        path = Path(shutil.copy(template(), self.folder / "story.db"))
        self.runner = asyncio.Runner()
        self.clock = FixedClock(NOW)
        self.db = self.run(Database.open(path, readers=1))
        self.run(self.db.write("PRAGMA synchronous = OFF"))
        self.events = EventsService(self.db, clock=self.clock, places=PLACES)
        self.rsvps = RsvpsService(self.db, clock=self.clock)
        self.people = PeopleService(self.db, rsvps=self.rsvps)
        drafts = (
            replace(RALLY, capacity=2, place=""),
            replace(WEEKLY, capacity=2, rule="FREQ=WEEKLY;BYDAY=TU;COUNT=4", place=""),
        )
        self.numbers: list[int] = []
        for draft in drafts:
            made = self.run(self.events.create(ORGANIZER, draft))
            self.run(self.events.publish(ORGANIZER, made.number, 1, channel_id=5))
            self.numbers.append(made.number)
        self.lines: dict[int, list[int]] = {}
        self.acting: int | None = None
        self.reminded = 0
        #: The latest that the clock ever showed: what was settled by then stays so.
        self.latest = NOW
        for user in (1, 2, 3, 4):  # a line from the beginning
            for event in (0, 1):
                one = self.occurrence(event, 0)
                self.run(self.rsvps.answer(self.who(user), one, Answer.GOING))
        self.acting = None

    def run(self, what: Any) -> Any:
        return self.runner.run(what)

    def attempt(self, what: Awaitable[Any]) -> Any:
        """Do it, or be refused kindly."""
        try:
            return self.run(what)
        except CoalitionError:
            return None

    def teardown(self) -> None:
        self.run(self.db.close())
        self.runner.close()
        shutil.rmtree(self.folder)

    # --- what people do -----------------------------------------------------------------

    def occurrence(self, event: int, at: int) -> int:
        rows = self.run(
            self.db.fetch_all(
                "SELECT number FROM event_occurrence WHERE event = :e ORDER BY number",
                {"e": self.numbers[event]},
            )
        )
        return rows[at % len(rows)]["number"]

    def who(self, user: int) -> Actor:
        self.acting = user
        return Actor(user, GUILD, frozenset({Capability.MEMBER}))

    @rule(
        user=users,
        event=events,
        at=times,
        answer=st.sampled_from(
            [Answer.GOING, Answer.GOING, Answer.GOING, Answer.MAYBE, Answer.DECLINED]
        ),
    )
    def answers(self, user: int, event: int, at: int, answer: Answer) -> None:
        self.attempt(self.rsvps.answer(self.who(user), self.occurrence(event, at), answer))

    @rule(user=users, event=events, at=times)
    def withdraws(self, user: int, event: int, at: int) -> None:
        self.attempt(self.rsvps.withdraw(self.who(user), self.occurrence(event, at)))

    @rule(user=users, event=events, at=times)
    def takes_the_offer(self, user: int, event: int, at: int) -> None:
        self.attempt(self.rsvps.take_offer(self.who(user), self.occurrence(event, at)))

    @rule(user=users)
    def is_forgotten(self, user: int) -> None:
        self.who(user)
        self.run(self.people.forget(user))

    @rule(user=users, minutes=st.sampled_from([0, 10, 90, 1440, None]), dm=st.booleans())
    def chooses(self, user: int, minutes: int | None, dm: bool) -> None:
        self.run(self.people.choose_messages(user, allowed=dm))
        self.run(self.people.choose_reminder(user, minutes))

    @rule(user=users, event=events, at=times, minutes=st.sampled_from([5, 30, 600]))
    def wants_a_reminder(self, user: int, event: int, at: int, minutes: int) -> None:
        one = self.occurrence(event, at)
        self.attempt(self.rsvps.remind(self.who(user), one, Reminder(minutes)))

    # --- what organizers do -------------------------------------------------------------

    def version(self, event: int) -> int:
        page = self.run(self.events.get(ORGANIZER, self.numbers[event]))
        return page.event.version

    def edit(self, event: int, changes: dict[str, Any]) -> None:
        number = self.numbers[event]
        self.attempt(self.events.edit(ORGANIZER, number, self.version(event), changes))

    @rule(event=events, capacity=st.sampled_from([1, 2, 3, 5, None]))
    def changes_the_capacity(self, event: int, capacity: int | None) -> None:
        self.edit(event, {"capacity": capacity})

    @rule(event=events, day=st.integers(1, 28), hour=st.integers(8, 20))
    def moves_the_event(self, event: int, day: int, hour: int) -> None:
        self.edit(event, {"local_start": local(f"2026-12-{day:02}T{hour:02}:00")})

    @rule(event=events, hours=st.sampled_from([1, 3, 20]))
    def moves_the_event_to_soon(self, event: int, hours: int) -> None:
        start = (self.clock.now() + timedelta(hours=hours)).astimezone(ZoneInfo(RALLY.zone))
        self.edit(event, {"local_start": start.replace(second=0, tzinfo=None)})

    @rule(rule=st.sampled_from(["FREQ=WEEKLY;COUNT=4", "FREQ=WEEKLY;INTERVAL=2;COUNT=3"]))
    def changes_the_rule(self, rule: str) -> None:
        self.edit(1, {"rule": rule})

    @rule(at=times, day=st.integers(1, 28), hour=st.integers(8, 20))
    def moves_one(self, at: int, day: int, hour: int) -> None:
        start = local(f"2026-12-{day:02}T{hour:02}:00")
        one = self.occurrence(1, at)
        version = self.version(1)
        self.attempt(self.events.move_occurrence(ORGANIZER, one, version, local_start=start))

    @rule(at=times)
    def cancels_one(self, at: int) -> None:
        one, version = self.occurrence(1, at), self.version(1)
        self.attempt(self.events.cancel_occurrence(ORGANIZER, one, version))

    @rule(event=events)
    def postpones(self, event: int) -> None:
        number = self.numbers[event]
        self.attempt(self.events.postpone(ORGANIZER, number, self.version(event)))

    @rule(event=events)
    def publishes_again(self, event: int) -> None:
        number = self.numbers[event]
        self.attempt(self.events.publish(ORGANIZER, number, self.version(event)))

    @rule(chance=st.integers(0, 9))
    def cancels(self, chance: int) -> None:
        if chance == 0:
            number = self.numbers[0]
            self.attempt(self.events.cancel(ORGANIZER, number, self.version(0)))

    # --- what time does -----------------------------------------------------------------

    @rule(minutes=st.sampled_from([1, 20, 45, 300, 800, 1500, 5000]))
    def time_passes(self, minutes: int) -> None:
        until = self.clock.now() + timedelta(minutes=minutes)
        self.clock.set(until)
        self.latest = max(self.latest, until)
        self.run(self._do_what_is_due(until))

    @rule(event=events, at=times, minutes=st.sampled_from([1600, 1430, 580, 50, 20, 1, -1]))
    def it_comes_near(self, event: int, at: int, minutes: int) -> None:
        """Without this most stories would end long before anything begins."""
        number = self.occurrence(event, at)
        rows = self.run(
            self.db.fetch_all(
                "SELECT starts_at FROM event_occurrence WHERE number = :n", {"n": number}
            )
        )
        until = datetime.fromtimestamp(rows[0]["starts_at"], UTC) - timedelta(minutes=minutes)
        if until > self.clock.now():
            self.clock.set(until)
            self.latest = max(self.latest, until)
            self.run(self._do_what_is_due(until))

    @rule(minutes=st.sampled_from([2, 59, 700]))
    def the_clock_is_set_back(self, minutes: int) -> None:
        self.clock.set(self.clock.now() - timedelta(minutes=minutes))
        self.run(self._do_what_is_due(self.clock.now()))

    @rule(minutes=st.sampled_from([30, 300, 3000]))
    def the_bot_sleeps(self, minutes: int) -> None:
        """What is due meanwhile is done when time passes next."""
        self.clock.set(self.clock.now() + timedelta(minutes=minutes))
        self.latest = max(self.latest, self.clock.now())

    async def _do_what_is_due(self, now: datetime) -> None:
        for number in await list_due_timers(self.db, now=now, most=500):
            async with self.db.transaction() as tx:
                due = await delete_due_timer(tx, number, now=now)
                late = due and due.timer.useful_until and due.timer.useful_until <= now
                if due is not None and not late:
                    await EVENT_TIMERS[due.timer.purpose](tx, due.timer, now)
                await tx.commit()

    # --- what must be true --------------------------------------------------------------

    @invariant()
    def nobody_too_many_and_nobody_kept_out(self) -> None:
        rows = self.run(
            self.db.fetch_all(
                """
                SELECT o.number, o.capacity, o.starts_at, o.status, e.status AS event,
                    (SELECT count(*) FROM rsvp r WHERE r.occurrence = o.number
                     AND r.answer IN ('going', 'offered')) AS held,
                    (SELECT count(*) FROM rsvp r WHERE r.occurrence = o.number
                     AND r.answer = 'waiting' AND NOT r.missed) AS waiting,
                    (SELECT count(*) FROM rsvp r WHERE r.occurrence = o.number
                     AND (r.answer IN ('waiting', 'offered')) <> (r.line IS NOT NULL)) AS odd,
                    (SELECT count(*) FROM rsvp r WHERE r.occurrence = o.number
                     AND r.answer = 'offered' AND r.offered_until > o.starts_at) AS too_long
                FROM event_occurrence o JOIN event e ON e.number = o.event
                """
            )
        )
        now = self.latest.timestamp()
        for row in rows:
            assert row["odd"] == 0
            free = row["capacity"] is None or row["held"] < row["capacity"]
            assert row["capacity"] is None or row["held"] <= row["capacity"], dict(row)
            open_ = row["status"] == "on" and row["event"] == Status.PUBLISHED
            if open_ and row["starts_at"] - now >= SHORTEST_OFFER.total_seconds():
                assert not (free and row["waiting"]), dict(row)
                assert not row["too_long"], dict(row)

    @invariant()
    def nobody_loses_their_place_in_line(self) -> None:
        rows = self.run(
            self.db.fetch_all(
                "SELECT occurrence, user_id, answer, missed FROM rsvp WHERE line IS NOT NULL"
                " ORDER BY occurrence, line"
            )
        )
        lines: dict[int, list[int]] = {}
        missed: set[tuple[int, int]] = set()
        for row in rows:
            lines.setdefault(row["occurrence"], []).append(row["user_id"])
            if row["missed"]:
                missed.add((row["occurrence"], row["user_id"]))
        for occurrence, before in self.lines.items():
            after = lines.get(occurrence, [])
            stays = [u for u in before if u != self.acting and (occurrence, u) not in missed]
            assert [u for u in after if u in stays] == stays, (before, after, self.acting)
        self.lines = lines
        self.acting = None

    @invariant()
    def nobody_is_reminded_of_what_is_over_or_off(self) -> None:
        rows = self.run(
            self.db.fetch_all(
                """
                SELECT m.number, m.due_at, m.useful_until, o.starts_at, o.status,
                    e.status AS event
                FROM outbox m JOIN event_occurrence o ON o.number = m.args ->> 'occurrence'
                JOIN event e ON e.number = o.event
                WHERE m.purpose = 'event.reminder' AND m.number > :seen
                """,
                {"seen": self.reminded},
            )
        )
        for row in rows:
            assert row["due_at"] < row["starts_at"] == row["useful_until"]
            assert (row["status"], row["event"]) == ("on", Status.PUBLISHED)
            self.reminded = max(self.reminded, row["number"])


TestStory = Story.TestCase
TestStory.settings = settings(
    max_examples=400 if LARGE else 6,
    stateful_step_count=80 if LARGE else 25,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)

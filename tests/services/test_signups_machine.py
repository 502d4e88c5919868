"""A long random story of claims, withdrawals, cover, edits, cancellations and passing time, after
each step of which these hold: no role has more people than places, nobody is in two places at once,
nobody is lost, a line keeps its order, no free place is kept from who waits and qualifies.

Small by default; `SIGNUPS_MACHINE=large` tells more and longer stories.
"""

from __future__ import annotations

import asyncio
import os
import shutil
import tempfile
from collections.abc import Awaitable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from bot.clock import FixedClock
from bot.domain.errors import CoalitionError
from bot.domain.event import SHORTEST_OFFER
from bot.domain.shift import Role, Shift
from bot.services.places import LazyPlaces
from bot.services.shift_timers import SHIFT_TIMERS
from bot.services.shifts import ShiftsService
from bot.services.signups import SignupsService, claimant
from bot.services.stepping_in import SteppingIn
from bot.services.swaps import SwapsService
from bot.storage.claims import why_not
from bot.storage.database import Database
from bot.storage.timers import delete_due_timer, list_due_timers
from tests.conftest import NOW
from tests.services.test_rsvps_machine import template
from tests.services.test_shifts import COURT, LEAD, member

LARGE = os.environ.get("SIGNUPS_MACHINE") == "large"
PLACES = LazyPlaces()
users = st.integers(2, 8)
shifts = st.integers(0, 3)
roles = st.integers(0, 1)
#: Hours after the first: two overlap it, one follows it back to back.
OFFSETS = (0.0, 1.0, 3.5, 5.0)


class Story(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        path = Path(shutil.copy(template(), self.folder / "story.db"))
        self.runner = asyncio.Runner()
        self.clock = FixedClock(NOW)
        self.db = self.run(Database.open(path, readers=1))
        self.run(self.db.write("PRAGMA synchronous = OFF"))
        self.shifts = ShiftsService(self.db, clock=self.clock, places=PLACES)
        self.signups = SignupsService(self.db, clock=self.clock)
        self.stepping_in = SteppingIn(self.db, clock=self.clock)
        self.swaps = SwapsService(self.db, clock=self.clock, shifts=self.shifts)
        self.numbers: list[int] = []
        for at, offset in enumerate(OFFSETS):
            start = COURT.local_start + timedelta(hours=offset)
            limit = 2 if at == 3 else None
            draft = replace(COURT, local_start=start, place="", weekly_limit=limit)
            self.numbers.append(self.run(self.shifts.create(LEAD, draft)).number)
        #: Who was on which shift before the step, to see that nobody is lost by it.
        self.before: dict[int, set[int]] = {}
        self.acting: int | None = None
        self.lines: dict[int, list[int]] = {}
        self.overlaps: set[tuple[int, int, int]] = set()
        self.moved = False

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

    def shift(self, at: int) -> Shift:
        return self.run(self.shifts.of_lead(self.db, LEAD, self.numbers[at]))

    # --- what people do -----------------------------------------------------------------

    @rule(user=users, at=shifts, role=roles)
    def claim(self, user: int, at: int, role: int) -> None:
        self.acting = user
        number = self.shift(at).roles[role].number
        self.attempt(self.signups.claim(member(user), number))

    @rule(user=users, at=shifts)
    def withdraw(self, user: int, at: int) -> None:
        self.acting = user
        self.attempt(self.signups.withdraw(member(user), self.numbers[at]))

    @rule(user=users, at=shifts)
    def release(self, user: int, at: int) -> None:
        self.acting = user
        self.attempt(self.signups.release(member(user), self.numbers[at]))

    @rule(user=users, at=shifts)
    def find_cover(self, user: int, at: int) -> None:
        self.attempt(self.signups.find_cover(member(user), self.numbers[at]))

    @rule(user=users, at=shifts, role=roles)
    def take_cover(self, user: int, at: int, role: int) -> None:
        number = self.shift(at).roles[role].number
        taken = self.attempt(self.signups.take_cover(member(user), number))
        if taken is not None:  # it is what the one who is gone asked for
            self.before.clear()
            self.lines.clear()

    @rule(user=users, at=shifts, wanted=shifts, other=users)
    def swap(self, user: int, at: int, wanted: int, other: int) -> None:
        self.attempt(self.swaps.ask(member(user), self.numbers[at], self.numbers[wanted]))
        asked = self.rows("SELECT max(number) AS n FROM shift_swap")[0]["n"]
        swap = self.run(self.swaps.asked(asked)) if asked else None
        if swap is None:
            return
        mine, theirs = claimant(member(other), ()), claimant(member(swap.user_id), ())
        agreed = self.attempt(
            self.swaps.agree(member(other), swap.number, mine=mine, theirs=theirs)
        )
        if agreed is not None:  # they changed places, and left the lines there
            self.before.clear()
            self.lines.clear()

    @rule(user=users, at=shifts, role=roles)
    def step_in(self, user: int, at: int, role: int) -> None:
        number = self.shift(at).roles[role].number
        if self.attempt(self.stepping_in.step_in(member(user), number)) is not None:
            self.before.clear()  # who comes stood in line, maybe; who is missing stands there now
            self.lines.clear()

    @rule(user=users, at=shifts)
    def check_in_or_out(self, user: int, at: int) -> None:
        self.attempt(self.signups.check_in(member(user), self.numbers[at]))
        self.attempt(self.signups.check_out(member(user), self.numbers[at]))

    # --- what leads do ------------------------------------------------------------------

    @rule(at=shifts, observers=st.integers(1, 3), interpreters=st.integers(1, 2))
    def change_places(self, at: int, observers: int, interpreters: int) -> None:
        shift = self.shift(at)
        new = (Role("observer", observers), Role("interpreter", interpreters, "es"))
        changes = {"roles": new}
        self.attempt(self.shifts.edit(LEAD, shift.number, shift.version, changes, moves=True))
        self.lines.clear()  # who lost a place stands before those who wait

    @rule(at=shifts, hours=st.integers(-3, 3))
    def move(self, at: int, hours: int) -> None:
        shift = self.shift(at)
        start = shift.local_start + timedelta(hours=hours)
        self.moved = True
        self.attempt(self.shifts.edit(LEAD, shift.number, shift.version, {"local_start": start}))

    @rule(at=shifts, sure=st.integers(0, 9))
    def cancel(self, at: int, sure: int) -> None:
        if sure == 0:
            shift = self.shift(at)
            self.attempt(self.shifts.cancel(LEAD, shift.number, shift.version))

    @rule(hours=st.sampled_from([1, 5, 26, 24 * 7]))
    def time_passes(self, hours: int) -> None:
        until = self.clock.now() + timedelta(hours=hours)
        self.clock.set(until)
        self.run(self._do_what_is_due(until))
        self.lines.clear()  # who let an offer go stands last now

    async def _do_what_is_due(self, now: datetime) -> None:
        for number in await list_due_timers(self.db, now=now, most=500):
            async with self.db.transaction() as tx:
                due = await delete_due_timer(tx, number, now=now)
                late = due and due.timer.useful_until and due.timer.useful_until <= now
                if due is not None and not late:
                    await SHIFT_TIMERS[due.timer.purpose](tx, due.timer, now)
                await tx.commit()

    # --- what always holds --------------------------------------------------------------

    def rows(self, sql: str) -> list[Any]:
        return self.run(self.db.fetch_all(sql))

    @invariant()
    def no_role_has_more_people_than_places(self) -> None:
        assert not self.rows(
            "SELECT 1 FROM shift_role r WHERE r.capacity < (SELECT count(*) FROM signup u"
            " WHERE u.role = r.number AND u.state IN ('held', 'offered'))"
        )

    @invariant()
    def nobody_is_in_two_places_at_once(self) -> None:
        """But where a lead moved a shift into another: whoever holds both is told, not thrown
        out."""
        rows = self.rows(
            """
            SELECT u.user_id, a.number AS one, b.number AS other
            FROM signup u JOIN shift a ON a.number = u.shift
            JOIN signup v ON v.user_id = u.user_id JOIN shift b ON b.number = v.shift
            WHERE u.state <> 'waiting' AND v.state <> 'waiting' AND a.number < b.number
                AND a.status = 'open' AND b.status = 'open'
                AND a.starts_at < b.ends_at AND b.starts_at < a.ends_at
            """
        )
        found = {(row["user_id"], row["one"], row["other"]) for row in rows}
        assert self.moved or not found - self.overlaps
        self.overlaps, self.moved = found, False

    @invariant()
    def a_role_is_of_its_shift(self) -> None:
        assert not self.rows(
            "SELECT 1 FROM signup u JOIN shift_role r ON r.number = u.role WHERE r.shift <> u.shift"
        )

    @invariant()
    def nobody_is_lost(self) -> None:
        on = {
            number: {
                row["user_id"]
                for row in self.rows(f"SELECT user_id FROM signup WHERE shift = {number}")  # noqa: S608
            }
            for number in self.numbers
        }
        for number, people in self.before.items():
            assert people - on[number] <= {self.acting}
        self.before = on
        self.acting = None

    @invariant()
    def a_line_keeps_its_order(self) -> None:
        lines: dict[int, list[int]] = {}
        for row in self.rows(
            "SELECT role, user_id FROM signup WHERE line IS NOT NULL ORDER BY line"
        ):
            lines.setdefault(row["role"], []).append(row["user_id"])
        for role, line in lines.items():
            was = [user for user in self.lines.get(role, []) if user in line]
            assert [user for user in line if user in was] == was
        self.lines = lines

    @invariant()
    def no_free_place_is_kept_from_who_waits(self) -> None:
        now = self.clock.now()
        for at in range(len(self.numbers)):
            shift = self.shift(at)
            if shift.starts_at - now < SHORTEST_OFFER or shift.status.value != "open":
                continue
            for role in shift.roles:
                rows = self.rows(
                    "SELECT user_id, state, missed FROM signup"  # noqa: S608
                    f" WHERE role = {role.number} ORDER BY line"
                )
                taken = sum(row["state"] != "waiting" for row in rows)
                waiting = [
                    row["user_id"]
                    for row in rows
                    if row["state"] == "waiting" and not row["missed"]
                ]
                if taken < role.capacity:
                    able = [user for user in waiting if self._could(user, role.number)]
                    assert not able, (role, able)

    def _could(self, user: int, role: int) -> bool:
        who = claimant(member(user), ())
        return self.run(why_not(self.db, who, role, now=self.clock.now())) is None


Story.TestCase.settings = settings(
    max_examples=300 if LARGE else 12,
    stateful_step_count=60 if LARGE else 25,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
TestSignups = Story.TestCase

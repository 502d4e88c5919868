"""A shift from its making to the thanks, as those who lead it and those who claim it act."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from bot.clock import FixedClock
from bot.domain.actor import Actor, Capability
from bot.domain.errors import BadInput, NotAllowed, NotFound
from bot.domain.shift import Role, Shift, ShiftDraft, ShiftKind
from bot.services.event_times import AskWhichTime
from bot.services.places import LazyPlaces
from bot.services.scheduler import Scheduler
from bot.services.shift_reach import Reach
from bot.services.shift_timers import SHIFT_TIMERS
from bot.services.shifts import ShiftEditedMeanwhile, ShiftsService, WouldMove
from bot.services.signups import Refused, SignupsService
from bot.storage.claims import Refusal
from bot.storage.database import Database
from bot.storage.signups import State
from tests.conftest import NOW

GUILD = 7
LEAD = Actor(1, GUILD, frozenset({Capability.MEMBER, Capability.ORGANIZER}))
#: A Tuesday, eight days after NOW; the shift lasts from 13:30 to 17:00 UTC.
COURT = ShiftDraft(
    kind=ShiftKind.COURT,
    title="Court accompaniment",
    zone="America/New_York",
    local_start=datetime.fromisoformat("2026-12-01T08:30"),
    minutes=210,
    roles=(Role("observer", 2), Role("interpreter", 1, "es")),
    place="Boston",
    address="Room 4, third floor",
    contact="Alba, at the door",
    anyone=True,
    field=True,
    lead_id=1,
)
STARTS, ENDS = datetime(2026, 12, 1, 13, 30, tzinfo=UTC), datetime(2026, 12, 1, 17, 0, tzinfo=UTC)


def member(user_id: int) -> Actor:
    return Actor(user_id, GUILD, frozenset({Capability.MEMBER}))


class Desk:
    """The services over one database, and time that moves."""

    def __init__(self, db: Database, clock: FixedClock) -> None:
        self.db, self.clock = db, clock
        self.shifts = ShiftsService(db, clock=clock, places=LazyPlaces())
        self.signups = SignupsService(db, clock=clock)
        self.scheduler = Scheduler(db, clock, SHIFT_TIMERS)

    async def at(self, moment: datetime) -> Counter[str]:
        """Let time pass until then; what was queued meanwhile, by purpose."""
        before = await self.said()
        self.clock.set(moment)
        await self.scheduler.run_due()
        return await self.said() - before

    async def said(self) -> Counter[str]:
        rows = await self.db.fetch_all(
            "SELECT purpose, count(*) AS n FROM outbox WHERE purpose <> 'shift.board' GROUP BY 1"
        )
        return Counter({row["purpose"]: row["n"] for row in rows})

    async def claim(self, user_id: int, shift: Shift, role: int = 0) -> State:
        return (await self.signups.claim(member(user_id), shift.roles[role].number)).state


@pytest.fixture
async def desk(
    database_path: Path, database_key: str | None, clock: FixedClock
) -> AsyncIterator[Desk]:
    db = await Database.open(database_path, key=database_key)
    await db.write("INSERT INTO guild (guild_id) VALUES (7)")
    await db.write("INSERT INTO guild_channel VALUES (7, 'shifts', 70)")
    await db.write("INSERT INTO guild_channel VALUES (7, 'moderation', 71)")
    yield Desk(db, clock)
    await db.close()


@pytest.mark.parametrize(
    ("changes", "key"),
    [
        ({"minutes": 0}, "shift_error.ends_first"),
        ({"minutes": 60 * 25}, "shift_error.long_shift"),
        ({"roles": ()}, "shift_error.no_roles"),
        ({"roles": tuple(Role(f"r{n}", 1) for n in range(40))}, "shift_error.many_roles"),
        ({"roles": (Role("driver", 0),)}, "shift_error.capacity"),
        ({"roles": (Role("driver", 1), Role("Driver", 2))}, "shift_error.role_twice"),
        ({"roles": (Role("<@123456789>", 1),)}, "shift_error.role_name"),
        ({"title": " \n"}, "shift_error.no_title"),
        ({"title": "x" * 101}, "shift_error.long_title"),
        ({"about": "@everyone"}, "shift_error.mention"),
        ({"zone": "Mars/Olympus"}, "zones.unknown"),
        ({"local_start": datetime.fromisoformat("2026-11-01T08:30")}, "shift_error.past"),
        ({"local_start": datetime.fromisoformat("2226-11-01T08:30")}, "shift_error.far_away"),
        ({"weekly_limit": 0}, "shift_error.weekly_limit"),
        ({"withdraw_minutes": -1}, "shift_error.withdraw"),
    ],
)
async def test_what_can_not_be_is_refused(desk: Desk, changes: dict[str, object], key: str) -> None:
    with pytest.raises(BadInput) as refused:
        await desk.shifts.create(LEAD, replace(COURT, **changes))
    assert refused.value.key == key or key.startswith("zones.")
    assert await desk.shifts.upcoming(LEAD) == []


async def test_only_who_runs_shifts_makes_and_changes_them(desk: Desk) -> None:
    with pytest.raises(NotAllowed):
        await desk.shifts.create(member(2), COURT)
    shift = await desk.shifts.create(LEAD, COURT)
    with pytest.raises(NotAllowed):
        await desk.shifts.edit(member(2), shift.number, 1, {"title": "Mine"})
    with pytest.raises(NotFound):
        await desk.shifts.edit(replace(LEAD, guild_id=8), shift.number, 1, {"title": "Mine"})
    lead = Actor(5, GUILD, frozenset({Capability.MEMBER}))
    shift = await desk.shifts.edit(LEAD, shift.number, 1, {"lead_id": 5})
    assert (await desk.shifts.edit(lead, shift.number, 2, {"title": "Hers"})).title == "Hers"


async def test_the_exact_place_is_for_those_who_hold_it(desk: Desk) -> None:
    shift = await desk.shifts.create(LEAD, COURT)
    seen = await desk.shifts.get(member(2), shift.number)
    assert (seen.shift.place, seen.shift.address, seen.shift.contact) == ("Boston", "", "")
    assert (seen.shift.lat, seen.runs, seen.left(shift.roles[0].number)) == (None, False, 2)
    await desk.claim(2, shift)
    seen = await desk.shifts.get(member(2), shift.number)
    assert (seen.shift.address, seen.left(shift.roles[0].number)) == ("Room 4, third floor", 1)
    assert [each.mine is not None for each in await desk.shifts.mine(member(2))] == [True]


async def test_whoever_edits_second_sees_what_the_first_changed(desk: Desk) -> None:
    shift = await desk.shifts.create(LEAD, COURT)
    both = await asyncio.gather(
        desk.shifts.edit(LEAD, shift.number, 1, {"title": "First"}),
        desk.shifts.edit(LEAD, shift.number, 1, {"title": "Second"}),
        return_exceptions=True,
    )
    assert isinstance(both[0], Shift)
    assert isinstance(both[1], ShiftEditedMeanwhile)
    assert [(each.field, each.now) for each in both[1].what] == [("title", "First")]


async def test_fewer_places_are_shown_before_anybody_loses_one(desk: Desk) -> None:
    shift = await desk.shifts.create(LEAD, COURT)
    for user_id in (2, 3):
        await desk.claim(user_id, shift)
        desk.clock.set(desk.clock.now() + timedelta(minutes=1))
    assert await desk.claim(4, shift) is State.WAITING
    fewer = {"roles": (Role("observer", 1), Role("interpreter", 1, "es"))}
    with pytest.raises(WouldMove) as would:
        await desk.shifts.edit(LEAD, shift.number, 1, fewer)
    assert would.value.people == (3,)
    await desk.shifts.edit(LEAD, shift.number, 1, fewer, moves=True)
    _, signups = await desk.shifts.roster(LEAD, shift.number)
    assert [(each.user_id, each.state.value) for each in signups] == [
        (2, "held"), (3, "waiting"), (4, "waiting"),
    ]  # fmt: skip
    assert (await desk.said())["shift.lost_place"] == 1
    more = {"roles": (Role("observer", 2), Role("interpreter", 1, "es"))}
    await desk.shifts.edit(LEAD, shift.number, 2, more)
    mine = await desk.signups.mine(member(3), shift.number)
    assert mine is not None
    assert mine.state is State.OFFERED


async def test_a_freed_place_is_offered_in_order_with_a_deadline(desk: Desk) -> None:
    shift = await desk.shifts.create(LEAD, COURT)
    assert [await desk.claim(n, shift) for n in (2, 3, 5, 4)] == [
        State.HELD, State.HELD, State.WAITING, State.WAITING,
    ]  # fmt: skip
    await desk.signups.withdraw(member(2), shift.number)
    assert (await desk.said())["shift.offer"] == 1
    assert await desk.claim(6, shift) is State.WAITING  # kept for the next in line
    told = await desk.at(desk.clock.now() + timedelta(hours=25))
    assert told["shift.offer"] == 1
    assert await desk.claim(5, shift) is State.WAITING  # let it go, stands last now
    assert await desk.claim(4, shift) is State.HELD


async def test_late_one_finds_cover_or_releases_and_the_lead_knows(desk: Desk) -> None:
    shift = await desk.shifts.create(LEAD, COURT)
    for user_id in (2, 3, 4):
        await desk.claim(user_id, shift)
    told = await desk.at(STARTS - timedelta(hours=23))
    assert told["shift.confirm"] == 2
    with pytest.raises(BadInput, match="too_late_to_leave"):
        await desk.signups.withdraw(member(2), shift.number)
    await desk.signups.find_cover(member(2), shift.number)
    assert (await desk.said())["shift.cover_wanted"] == 1
    mine = await desk.signups.mine(member(2), shift.number)
    assert mine is not None
    assert mine.state is State.HELD  # still responsible
    with pytest.raises(NotFound):
        await desk.signups.find_cover(member(9), shift.number)
    taken = await desk.signups.take_cover(member(4), shift.roles[0].number)
    assert taken.state is State.HELD
    assert await desk.signups.mine(member(2), shift.number) is None
    with pytest.raises(BadInput, match="no_cover_wanted"):
        await desk.signups.take_cover(member(8), shift.roles[0].number)
    await desk.signups.release(member(3), shift.number)
    assert (await desk.said())["shift.late"] == 1


async def test_who_is_not_there_and_who_is_not_home(desk: Desk) -> None:
    shift = await desk.shifts.create(LEAD, COURT)
    await desk.claim(2, shift)
    await desk.claim(3, shift)
    told = await desk.at(STARTS - timedelta(hours=48))
    assert told == {"shift.alarm": 1}
    told = await desk.at(STARTS - timedelta(hours=24))
    assert told == {"shift.alarm": 1, "shift.confirm": 2}
    with pytest.raises(BadInput, match="too_early"):
        await desk.signups.check_in(member(2), shift.number)
    await desk.at(STARTS - timedelta(minutes=20))
    await desk.signups.check_in(member(2), shift.number)
    told = await desk.at(STARTS + timedelta(minutes=15))
    assert told == {"shift.missing": 1, "shift.are_you_there": 1}
    await desk.signups.check_in(member(3), shift.number)
    await desk.at(ENDS)
    await desk.signups.check_out(member(3), shift.number)
    assert await desk.at(ENDS + timedelta(minutes=30)) == {"shift.home_safe": 1, "shift.page": 1}
    assert await desk.at(ENDS + timedelta(minutes=45)) == {
        "shift.home_safe": 1, "shift.page_all": 1,
    }  # fmt: skip
    await desk.signups.check_out(member(2), shift.number)
    assert await desk.at(ENDS + timedelta(hours=2)) == {}
    assert (await desk.signups.load(GUILD, 2)).minutes == 210


async def test_a_cancelled_shift_asks_nobody_anything(desk: Desk) -> None:
    shift = await desk.shifts.create(LEAD, COURT)
    await desk.claim(2, shift)
    assert await desk.shifts.cancel(LEAD, shift.number, 1) == 1
    assert (await desk.said())["shift.changed"] == 1
    with pytest.raises(Refused) as refused:
        await desk.claim(3, shift)
    assert refused.value.why is Refusal.CANCELLED
    with pytest.raises(BadInput, match="cancelled"):
        await desk.shifts.edit(LEAD, shift.number, 2, {"title": "On again"})
    assert await desk.at(ENDS + timedelta(hours=3)) == {}


async def test_a_series_is_changed_for_one_date_or_from_one_on(desk: Desk) -> None:
    made = await desk.shifts.create_series(LEAD, COURT, "FREQ=WEEKLY;BYDAY=TU,TH;COUNT=6")
    assert [each.starts_at for each in made][:2] == [STARTS, STARTS + timedelta(days=2)]
    one = await desk.shifts.edit(LEAD, made[1].number, 1, {"title": "Elsewhere"})
    later = await desk.shifts.edit(
        LEAD,
        made[2].number,
        1,
        {"local_start": made[2].local_start + timedelta(hours=1), "minutes": 120},
        and_later=True,
    )
    assert (one.title, later.starts_at) == ("Elsewhere", made[2].starts_at + timedelta(hours=1))
    seen = [each.shift for each in await desk.shifts.upcoming(LEAD)]
    assert [each.minutes for each in seen] == [210, 210, 120, 120, 120, 120]
    assert await desk.shifts.cancel(LEAD, made[4].number, 2, and_later=True) == 2
    seen = [each.shift for each in await desk.shifts.upcoming(LEAD)]
    assert [each.status.value for each in seen] == ["open"] * 4 + ["cancelled"] * 2


async def test_a_series_keeps_its_odd_times_when_something_else_is_changed(desk: Desk) -> None:
    """The clock in New York skips 2:30 on March 14, 2027: of a series it counts as 3:30."""
    night = replace(COURT, local_start=datetime.fromisoformat("2027-03-12T02:30"), minutes=60)
    made = await desk.shifts.create_series(LEAD, night, "FREQ=DAILY;COUNT=4")
    await desk.shifts.edit(LEAD, made[0].number, 1, {"title": "Night"}, and_later=True)
    await desk.shifts.edit(LEAD, made[2].number, 2, {"title": "Odd night"})
    seen = [each.shift for each in await desk.shifts.upcoming(LEAD)]
    assert [each.title for each in seen] == ["Night", "Night", "Odd night", "Night"]
    assert [each.starts_at for each in seen] == [each.starts_at for each in made]


async def test_who_loses_a_place_on_any_date_is_named_before_anything_is_done(desk: Desk) -> None:
    made = await desk.shifts.create_series(LEAD, COURT, "FREQ=WEEKLY;BYDAY=TU;COUNT=3")
    for person in (2, 3):
        await desk.claim(person, made[0])
    for person in (3, 4):
        await desk.claim(person, made[2])
    fewer = {"roles": (Role("observer", 1), Role("interpreter", 1, "es"))}
    with pytest.raises(WouldMove) as would:
        await desk.shifts.edit(LEAD, made[0].number, 1, fewer, and_later=True)
    assert set(would.value.people) == {3, 4}
    seen = [each.shift for each in await desk.shifts.upcoming(LEAD)]
    assert {each.version for each in seen} == {1}
    await desk.shifts.edit(LEAD, made[0].number, 1, fewer, and_later=True, moves=True)
    seen = [each.shift for each in await desk.shifts.upcoming(LEAD)]
    assert [each.roles[0].capacity for each in seen] == [1, 1, 1]


async def test_how_far_a_deed_reaches_is_known_before(desk: Desk) -> None:
    made = await desk.shifts.create_series(LEAD, COURT, "FREQ=WEEKLY;BYDAY=TU;COUNT=3")
    for person, shift in ((2, made[0]), (3, made[1]), (2, made[2])):
        await desk.claim(person, shift)
    reach = await desk.shifts.reach(LEAD, made[1].number)
    assert (reach.in_series, reach.later, reach.people, reach.people_later) == (True, 1, 1, 2)
    with pytest.raises(NotAllowed):
        await desk.shifts.reach(member(2), made[1].number)
    alone = await desk.shifts.create(LEAD, COURT)
    assert await desk.shifts.reach(LEAD, alone.number) == Reach()


async def test_what_one_date_alone_has_is_not_for_those_to_come(desk: Desk) -> None:
    made = await desk.shifts.create_series(LEAD, COURT, "FREQ=WEEKLY;BYDAY=TU")
    await desk.shifts.edit(LEAD, made[0].number, 1, {"title": "Only today"})
    await desk.shifts.edit(LEAD, made[0].number, 2, {"place": "Chicago, IL"}, and_later=True)
    desk.clock.set(NOW + timedelta(days=30))
    async with desk.db.transaction() as tx:
        assert await desk.shifts.write_more(tx, made[0].series or 0)
        await tx.commit()
    last = (await desk.shifts.upcoming(LEAD, limit=500))[-1].shift
    assert (last.title, last.place) == (COURT.title, "Chicago, IL")
    assert last.lat is not None
    assert 41 < last.lat < 42


async def test_a_series_without_end_goes_on_and_a_mad_one_is_refused(desk: Desk) -> None:
    with pytest.raises(BadInput):
        await desk.shifts.create_series(LEAD, COURT, "FREQ=SECONDLY")
    made = await desk.shifts.create_series(LEAD, COURT, "FREQ=WEEKLY;BYDAY=TU")
    assert len(made) == 57
    desk.clock.set(NOW + timedelta(days=30))
    async with desk.db.transaction() as tx:
        assert await desk.shifts.write_more(tx, made[0].series or 0) == 4
        assert await desk.shifts.write_more(tx, made[0].series or 0) == 0
        await tx.commit()


async def test_a_time_that_the_clock_skips_is_asked_about(desk: Desk) -> None:
    skipped = replace(COURT, local_start=datetime.fromisoformat("2027-03-14T02:30"))
    with pytest.raises(AskWhichTime):
        await desk.shifts.create(LEAD, skipped)


async def test_a_day_is_opened_again_on_another(desk: Desk) -> None:
    await desk.shifts.create(LEAD, COURT)
    await desk.shifts.create(LEAD, replace(COURT, title="Rides", kind=ShiftKind.RIDE))
    desk.clock.set(ENDS + timedelta(days=3))
    with pytest.raises(BadInput, match="nothing_that_day"):
        await desk.shifts.copy_day(LEAD, date(2026, 12, 2), date(2026, 12, 8))
    made = await desk.shifts.copy_day(LEAD, date(2026, 12, 1), date(2026, 12, 8))
    assert [each.starts_at for each in made] == [STARTS + timedelta(days=7)] * 2


async def test_whoever_leaves_gives_every_place_back(desk: Desk) -> None:
    shift = await desk.shifts.create(LEAD, COURT)
    for user_id in (2, 3, 4):
        await desk.claim(user_id, shift)
    desk.clock.set(STARTS - timedelta(hours=3))
    await desk.signups.leave_everything(2)
    said = await desk.said()
    assert (said["shift.offer"], said["shift.late"]) == (1, 1)
    assert await desk.shifts.mine(member(2)) == []

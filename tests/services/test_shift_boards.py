"""Boards, the horizon of series, and trainings: what keeps itself current without anybody."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.app import App, open_app
from bot.clock import FixedClock
from bot.domain.actor import Actor, Capability
from bot.domain.delivery import Trouble
from bot.domain.errors import BadInput, NotAllowed, NotFound
from bot.domain.event import Draft, Kind
from bot.domain.shift import ShiftKind
from bot.services.shift_boards import MOST_BOARDS
from bot.settings import Settings
from bot.storage.outbox import Pending
from tests.services.test_shifts import COURT, GUILD, LEAD, member

DAY = timedelta(days=1)
CHANNEL = 55
#: Between two changes of one message.
PAUSE = timedelta(seconds=5)


@pytest.fixture
async def app(settings: Settings, clock: FixedClock) -> AsyncIterator[App]:
    async with open_app(settings, clock, awake=False, shard_count=1) as app:
        yield app


async def _waiting(app: App) -> list[Pending]:
    """What waits to be sent, taken up."""
    delivery = app.services.delivery
    found = [await delivery.lease(due) for due in await delivery.due()]
    return [each for each in found if each is not None]


async def test_only_leads_put_boards_up(app: App) -> None:
    with pytest.raises(NotAllowed):
        await app.services.shift_boards.put_up(member(2), CHANNEL)


async def test_a_board_is_posted_then_changed_in_place(app: App, clock: FixedClock) -> None:
    boards, services = app.services.shift_boards, app.services
    board, new = await boards.put_up(LEAD, CHANNEL)
    assert new
    (first,) = await _waiting(app)
    assert (first.purpose, first.target_id, first.edits) == ("shift.board", CHANNEL, None)
    await services.delivery.sent(first, 900)
    shift = await services.shifts.create(LEAD, COURT)
    clock.set(clock.now() + PAUSE)
    (again,) = await _waiting(app)
    assert again.edits == 900
    shown = await boards.shown(board.number)
    assert shown is not None
    assert [each.shift.number for each in shown.shifts] == [shift.number]
    assert shown.shifts[0].shift.address == ""
    await services.delivery.sent(again, 900)
    same, new = await boards.put_up(LEAD, CHANNEL)
    assert (same.number, new) == (board.number, False)
    clock.set(clock.now() + PAUSE)
    (drawn,) = await _waiting(app)
    assert drawn.edits == 900


async def test_it_leaves_the_board_when_it_begins(app: App, clock: FixedClock) -> None:
    boards, services = app.services.shift_boards, app.services
    board, _ = await boards.put_up(LEAD, CHANNEL)
    shift = await services.shifts.create(LEAD, COURT)
    for each in await _waiting(app):
        await services.delivery.sent(each, 900)
    clock.set(shift.starts_at)
    await services.scheduler.run_due()
    assert "shift.board" in {each.purpose for each in await _waiting(app)}
    shown = await boards.shown(board.number)
    assert shown is not None
    assert shown.shifts == ()


@pytest.mark.parametrize("trouble", [Trouble.MESSAGE_GONE, Trouble.CHANNEL_GONE])
async def test_a_board_that_was_deleted_ends_and_can_be_put_up_again(
    app: App, trouble: Trouble
) -> None:
    boards, services = app.services.shift_boards, app.services
    await boards.put_up(LEAD, CHANNEL)
    (first,) = await _waiting(app)
    await services.delivery.failed(first, trouble)
    assert await boards.list(LEAD) == []
    _, new = await boards.put_up(LEAD, CHANNEL)
    assert new
    assert len(await _waiting(app)) == 1


async def test_boards_by_kind_and_not_without_end(app: App) -> None:
    boards, services = app.services.shift_boards, app.services
    await services.shifts.create(LEAD, COURT)
    board, _ = await boards.put_up(LEAD, CHANNEL, ShiftKind.HOTLINE)
    shown = await boards.shown(board.number)
    assert shown is not None
    assert shown.shifts == ()
    with pytest.raises(NotFound):
        await boards.take_down(replace(LEAD, guild_id=GUILD + 1), board.number)
    for n in range(MOST_BOARDS - 1):
        await boards.put_up(LEAD, CHANNEL + 1 + n)
    with pytest.raises(BadInput):
        await boards.put_up(LEAD, CHANNEL + 99)
    await boards.take_down(LEAD, board.number)
    assert await boards.shown(board.number) is None


async def test_a_thread_that_was_deleted_is_forgotten(app: App, clock: FixedClock) -> None:
    services = app.services
    shift = await services.shifts.create(LEAD, COURT)
    await services.shifts.set_thread(shift.number, 777)
    await services.signups.claim(member(2), shift.roles[0].number)
    clock.set(shift.starts_at - DAY)
    await services.scheduler.run_due()
    (ping,) = [each for each in await _waiting(app) if each.purpose == "shift.confirm"]
    assert ping.target_id == 777
    await services.delivery.failed(ping, Trouble.CHANNEL_GONE)
    assert (await services.shifts.get(LEAD, shift.number)).shift.thread_id is None


async def test_a_series_goes_on_week_by_week(app: App, clock: FixedClock) -> None:
    services = app.services
    made = await services.shifts.create_series(LEAD, COURT, "FREQ=WEEKLY;BYDAY=TU")
    assert made[0].local_start == datetime.fromisoformat("2026-12-01T08:30")
    last = made[-1]
    # One date was called off, the last one moved: neither is made again, none is left out.
    await services.shifts.cancel(LEAD, made[1].number, made[1].version)
    await services.shifts.edit(
        LEAD, last.number, last.version, {"local_start": last.local_start + 3 * DAY}
    )
    for _ in range(4):
        clock.set(clock.now() + 7 * DAY)
        await services.scheduler.run_due()
        await services.scheduler.run_due()
    found = await services.shifts.upcoming(LEAD, limit=500)
    starts = [each.shift.recurrence_id for each in found]
    assert len(starts) == len(set(starts))
    newest = max(start or "" for start in starts)
    assert newest == (last.local_start + 28 * DAY).isoformat(timespec="minutes")


async def test_a_series_that_ended_stops(app: App, clock: FixedClock) -> None:
    services = app.services
    made = await services.shifts.create_series(LEAD, COURT, "FREQ=WEEKLY;COUNT=2")
    assert len(made) == 2
    clock.set(clock.now() + 30 * DAY)
    await services.scheduler.run_due()
    clock.set(clock.now() + 30 * DAY)
    await services.scheduler.run_due()
    assert await services.shifts.upcoming(LEAD, limit=500) == []


async def test_the_next_training_is_found_by_its_name(app: App) -> None:
    services = app.services
    admin = Actor(1, GUILD, frozenset(Capability))
    shift = await services.shifts.create(LEAD, replace(COURT, training="Observación  en la Corte"))
    assert shift.training == "observacion en la corte"
    assert await services.shift_trainings.next_for(LEAD, shift.training) is None
    draft = Draft(
        kind=Kind.TRAINING,
        title="Observación en la corte",
        zone="America/New_York",
        local_start=datetime.fromisoformat("2026-11-28T10:00"),
        minutes=60,
    )
    event = await services.events.create(admin, draft)
    assert await services.shift_trainings.next_for(LEAD, shift.training) is None, "a draft"
    await services.events.publish(admin, event.number, event.version, channel_id=None)
    found = await services.shift_trainings.next_for(LEAD, shift.training)
    assert found is not None
    assert found.event.number == event.number
    assert found.occurrence.starts_at == datetime(2026, 11, 28, 15, tzinfo=UTC)
    assert await services.shift_trainings.names(LEAD) == ["Observación en la corte"]
    name = await services.shift_trainings.name_of(LEAD, shift.training)
    assert name == "Observación en la corte"
    assert await services.shift_trainings.name_of(LEAD, "other") == "other"

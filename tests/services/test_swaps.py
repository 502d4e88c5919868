"""Swapping places: asked without names, agreed by the first, by the rules of a claim."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.app import App, open_app
from bot.clock import FixedClock
from bot.domain.errors import BadInput, NotFound
from bot.domain.shift import Shift
from bot.services.signups import Refused, claimant
from bot.settings import Settings
from bot.storage.claims import Refusal
from bot.storage.signups import State
from tests.services.test_shifts import COURT, LEAD, member

DAY = timedelta(days=1)
ANA, BETO, CARLA = 2, 3, 4


@pytest.fixture
async def app(settings: Settings, clock: FixedClock) -> AsyncIterator[App]:
    async with open_app(settings, clock, awake=False, shard_count=1) as app:
        for user_id in (ANA, BETO, CARLA):
            await app.services.people.choose_messages(user_id, allowed=True)
        yield app


async def two(app: App, **second: object) -> tuple[Shift, Shift]:
    """Ana holds a place on Tuesday, Beto one on Wednesday."""
    shifts, signups = app.services.shifts, app.services.signups
    one = await shifts.create(LEAD, COURT)
    other = await shifts.create(LEAD, replace(COURT, local_start=COURT.local_start + DAY, **second))
    await signups.claim(member(ANA), one.roles[0].number)
    await signups.claim(member(BETO), other.roles[0].number)
    return one, other


async def agree(app: App, number: int, by: int, of: int = ANA) -> int:
    mine, theirs = claimant(member(by), ()), claimant(member(of), ())
    return await app.services.swaps.agree(member(by), number, mine=mine, theirs=theirs)


async def asked(app: App) -> list[tuple[int, int]]:
    """Who was asked, and for which swap."""
    rows = await app.db.fetch_all(
        "SELECT target_id, args ->> 'swap' AS swap FROM outbox WHERE purpose = 'shift.swap_asked'"
    )
    return [(row["target_id"], row["swap"]) for row in rows]


async def test_who_has_no_place_asks_nobody(app: App) -> None:
    one, other = await two(app)
    with pytest.raises(NotFound):
        await app.services.swaps.ask(member(CARLA), one.number, other.number)
    with pytest.raises(NotFound):
        await app.services.swaps.choices(member(CARLA), one.number)
    with pytest.raises(NotFound):
        await app.services.swaps.ask(member(ANA), one.number, 999)


async def test_the_first_who_agrees_swaps_and_both_hear_of_it(app: App) -> None:
    one, other = await two(app)
    await app.services.signups.claim(member(CARLA), other.roles[0].number)
    found = await app.services.swaps.choices(member(ANA), one.number)
    assert [each.shift.number for each in found] == [other.number]
    assert await app.services.swaps.ask(member(ANA), one.number, other.number) == 2
    assert await app.services.swaps.ask(member(ANA), one.number, other.number) == 2
    told = await asked(app)
    assert sorted(who for who, _ in told) == [BETO, CARLA], "each once"
    (number,) = {swap for _, swap in told}
    assert await agree(app, number, BETO) == one.number
    for user, shift in ((ANA, other), (BETO, one)):
        mine = await app.services.signups.mine(member(user), shift.number)
        assert mine is not None
        assert mine.state is State.HELD
    assert await app.services.signups.mine(member(ANA), one.number) is None
    with pytest.raises(NotFound):
        await agree(app, number, CARLA)
    rows = await app.db.fetch_all("SELECT target_id FROM outbox WHERE purpose = 'shift.swapped'")
    assert sorted(row["target_id"] for row in rows) == [ANA, BETO]


async def test_an_ask_falls_away_with_the_place(app: App) -> None:
    one, other = await two(app)
    await app.services.swaps.ask(member(ANA), one.number, other.number)
    ((_, number),) = await asked(app)
    await app.services.signups.withdraw(member(ANA), one.number)
    assert await app.services.swaps.asked(number) is None
    with pytest.raises(NotFound):
        await agree(app, number, BETO)


async def test_whoever_would_be_in_two_places_keeps_their_own(app: App) -> None:
    one, other = await two(app)
    third = await app.services.shifts.create(
        LEAD, replace(COURT, local_start=COURT.local_start + DAY + timedelta(hours=1))
    )
    await app.services.signups.claim(member(ANA), third.roles[0].number)
    await app.services.swaps.ask(member(ANA), one.number, other.number)
    ((_, number),) = await asked(app)
    with pytest.raises(Refused) as refused:
        await agree(app, number, BETO)
    assert refused.value.why is Refusal.OVERLAP
    assert (await app.services.signups.mine(member(ANA), one.number)) is not None
    assert (await app.services.signups.mine(member(BETO), other.number)) is not None
    assert await app.services.swaps.asked(number) is not None, "it may still fit another day"


async def test_who_lacks_the_training_of_the_other_cannot(app: App) -> None:
    one, other = await two(app)
    await app.services.swaps.ask(member(ANA), one.number, other.number)
    ((_, number),) = await asked(app)
    await app.services.shifts.edit(LEAD, one.number, one.version, {"training": "Court"})
    with pytest.raises(Refused) as refused:
        await agree(app, number, BETO)
    assert refused.value.why is Refusal.NO_TRAINING


async def test_not_once_it_began_or_was_cancelled(app: App, clock: FixedClock) -> None:
    one, other = await two(app)
    await app.services.swaps.ask(member(ANA), one.number, other.number)
    ((_, number),) = await asked(app)
    await app.services.shifts.cancel(LEAD, other.number, other.version)
    with pytest.raises(BadInput):
        await agree(app, number, BETO)
    clock.set(one.starts_at)
    with pytest.raises(BadInput):
        await app.services.swaps.ask(member(ANA), one.number, other.number)

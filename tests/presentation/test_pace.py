"""Requests take their turn: fast enough, never too fast, and nobody overtakes."""

from __future__ import annotations

import asyncio
import random

import pytest

from bot.presentation.pace import (
    INVALID_WITHIN,
    MOST_INVALID,
    MOST_PER_SECOND,
    PER_SECOND,
    InvalidRequests,
    Pace,
)


class Stopwatch:
    """Time that passes only when somebody sleeps; each sleep may take longer than asked for."""

    def __init__(self, late: float = 0.0) -> None:
        self.at = 1_000.0
        self._late = late
        self._dice = random.Random(7)  # noqa: S311

    def now(self) -> float:
        return self.at

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(0)
        self.at += seconds + self._dice.random() * self._late


async def go(pace: Pace, watch: Stopwatch, count: int) -> list[float]:
    """When each of so many requests went, as fast as it gave turns."""
    went: list[float] = []
    for _ in range(count):
        await pace.turn()
        went.append(watch.at)
    return went


def most_in_a_second(went: list[float]) -> int:
    return max(sum(1 for other in went if at <= other < at + 1) for at in went)


async def test_it_goes_at_the_rate_and_never_faster_than_allowed() -> None:
    watch = Stopwatch()
    went = await go(Pace(now=watch.now, sleep=watch.sleep), watch, 1000)
    assert most_in_a_second(went) <= MOST_PER_SECOND < 50
    assert PER_SECOND <= 1000 / (went[-1] - went[0]) <= MOST_PER_SECOND


@pytest.mark.parametrize("late", [0.002, 0.02])
async def test_what_a_slow_machine_missed_is_made_up_for(late: float) -> None:
    watch = Stopwatch(late=late)
    went = await go(Pace(now=watch.now, sleep=watch.sleep), watch, 2000)
    assert most_in_a_second(went) < 50
    assert 2000 / (went[-1] - went[0]) >= PER_SECOND


async def test_after_a_pause_there_is_no_burst() -> None:
    watch = Stopwatch()
    pace = Pace(now=watch.now, sleep=watch.sleep)
    await go(pace, watch, 100)
    watch.at += 3600
    assert most_in_a_second(await go(pace, watch, 300)) < 50


async def test_the_first_second_may_belong_to_who_ran_before() -> None:
    watch = Stopwatch()
    pace = Pace(now=watch.now, sleep=watch.sleep)
    watch.at += 0.4
    await pace.first_second_over()
    assert watch.at == pytest.approx(1_001.0)
    await pace.first_second_over()
    assert watch.at == pytest.approx(1_001.0)


async def test_it_stands_still_for_as_long_as_discord_asks() -> None:
    watch = Stopwatch()
    pace = Pace(now=watch.now, sleep=watch.sleep)
    before = watch.at
    pace.hold(30)
    pace.hold(5)  # a shorter one ends no longer one
    assert (await go(pace, watch, 1))[0] >= before + 30


async def test_whoever_came_first_goes_first_also_when_others_give_up() -> None:
    watch = Stopwatch()
    pace = Pace(now=watch.now, sleep=watch.sleep)
    went: list[int] = []

    async def one(number: int) -> None:
        await pace.turn()
        went.append(number)

    tasks = [asyncio.create_task(one(number)) for number in range(10)]
    await asyncio.sleep(0)
    assert pace.waiting >= 9
    tasks[4].cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    assert went == [n for n in range(10) if n != 4]
    assert pace.waiting == 0
    async with asyncio.timeout(5):
        await pace.fewer_wait_than(1)


def test_too_many_refused_requests_stop_it_for_ten_minutes_at_the_most() -> None:
    watch = Stopwatch()
    invalid = InvalidRequests(now=watch.now)
    for _ in range(MOST_INVALID - 1):
        invalid.note()
        watch.at += 0.1
    assert invalid.wait() == 0
    invalid.note()
    wait = invalid.wait()
    assert 0 < wait <= INVALID_WITHIN
    watch.at += wait
    assert invalid.wait() == 0
    assert MOST_INVALID <= 10_000 / 5

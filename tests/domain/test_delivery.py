"""What becomes of a message that could not be sent."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.delivery import (
    FIRST_WAIT,
    GIVE_UP_AFTER,
    LONGEST_WAIT,
    MOST_BROKEN,
    Trouble,
    Verdict,
    backoff,
    marker_of,
    nonce_of,
    verdict,
)

NOW = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def judged(trouble: Trouble, **given: object) -> Verdict:
    known: dict[str, object] = {
        "now": NOW,
        "tried_at": NOW,
        "attempts": 1,
        "useful_until": None,
        "dice": 1.0,
    }
    return verdict(trouble, **(known | given))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "trouble", [Trouble.CHANNEL_GONE, Trouble.NO_PERMISSION, Trouble.DM_REFUSED, Trouble.REFUSED]
)
def test_what_only_people_can_mend_is_dead_at_once(trouble: Trouble) -> None:
    assert judged(trouble) == Verdict(trouble, dead=True)


@pytest.mark.parametrize("trouble", [Trouble.POINTLESS, Trouble.MESSAGE_GONE, Trouble.TOO_LATE])
def test_what_is_pointless_is_dropped_and_nobody_is_told(trouble: Trouble) -> None:
    assert judged(trouble) == Verdict(trouble)


def test_a_discord_that_is_down_for_a_day_is_told_of_and_not_before() -> None:
    before = judged(
        Trouble.UNREACHABLE, now=NOW + GIVE_UP_AFTER - timedelta(seconds=1), attempts=500
    )
    assert before.again_at is not None
    assert judged(Trouble.UNREACHABLE, now=NOW + GIVE_UP_AFTER).dead


def test_a_mistake_of_ours_is_tried_a_few_times() -> None:
    assert judged(Trouble.BROKEN, attempts=MOST_BROKEN - 1).again_at is not None
    assert judged(Trouble.BROKEN, attempts=MOST_BROKEN).dead


def test_it_waits_as_long_as_discord_asks() -> None:
    assert judged(Trouble.RATE_LIMITED, wait=7 * MINUTE).again_at == NOW + 7 * MINUTE


def test_what_could_only_be_sent_too_late_is_dropped_at_once() -> None:
    late = judged(Trouble.RATE_LIMITED, wait=7 * MINUTE, useful_until=NOW + 7 * MINUTE)
    assert late == Verdict(Trouble.TOO_LATE)


@given(st.integers(1, 10_000), st.floats(0, 1))
def test_the_wait_grows_up_to_a_bound_and_half_of_it_is_chance(attempts: int, dice: float) -> None:
    wait = backoff(attempts, dice)
    assert FIRST_WAIT / 2 <= wait <= LONGEST_WAIT
    assert backoff(attempts, 0) <= wait <= backoff(attempts, 1) == 2 * backoff(attempts, 0)
    assert backoff(attempts + 1, dice) >= wait


@given(st.text(), st.integers(1, 2**62))
def test_nonce_and_marker_fit_what_discord_allows(key: str, number: int) -> None:
    nonce, marker = nonce_of(key, number), marker_of(key, number)
    assert len(nonce) <= 25
    assert 40 < marker < 2**31
    assert (nonce, marker) == (nonce_of(key, number), marker_of(key, number))
    assert nonce != nonce_of(key, number + 1)

"""Totals of calls by state and by target: one list must not give away what another leaves out."""

from __future__ import annotations

import os

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.campaign import CampaignAction, Outcome
from bot.domain.small_counts import SafeCount, Shown
from bot.services.call_totals import totals_of
from bot.storage.campaign_tallies import Tally

EXAMPLES = int(os.environ.get("COUNT_EXAMPLES", "40"))


def tally(state: str, target: str, count: int) -> Tally:
    """Calls with somebody."""
    outcome = Outcome.CONTACT.value
    return Tally(1, CampaignAction.CALL, "us_house", target, state, outcome, count)


def test_targets_of_a_state_that_is_left_out_are_left_out_too() -> None:
    totals = totals_of([tally("MA", "P1", 50), tally("NH", "P2", 3), tally("VT", "P3", 9)])
    assert totals.states == {
        "MA": SafeCount(Shown.EXACT, 50),
        "VT": SafeCount(Shown.HIDDEN),
        "NH": SafeCount(Shown.FEW),
    }
    assert totals.targets == {"P1": SafeCount(Shown.EXACT, 50)}


@given(
    st.dictionaries(
        st.tuples(st.sampled_from(["MA", "NH", "VT"]), st.sampled_from(["1", "2", "3"])),
        st.integers(1, 12),
        max_size=7,
    )
)
@settings(max_examples=EXAMPLES, deadline=None)
def test_no_small_count_of_a_state_or_target_is_shown_or_left_alone(
    counts: dict[tuple[str, str], int],
) -> None:
    totals = totals_of(tally(state, state + name, n) for (state, name), n in counts.items())
    real = {state + name: n for (state, name), n in counts.items()}
    for state in {state for state, _ in counts}:
        own = {t: c for t, c in totals.targets.items() if t.startswith(state)}
        hidden = [t for t, c in own.items() if c.shown is not Shown.EXACT]
        assert len(hidden) != 1
        if own:
            assert totals.states[state].shown is Shown.EXACT
    for shown, count in ((c, real[t]) for t, c in totals.targets.items()):
        assert shown.value in (None, count)
        assert shown.value is None or count >= 5
        assert (shown.shown is Shown.FEW) is (count < 5)

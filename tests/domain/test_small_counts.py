"""Counts under five can't be read, and can't be reckoned either."""

from __future__ import annotations

import os
from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.small_counts import LEAST, SafeCount, Shown, safe, safe_parts

EXAMPLES = int(os.environ.get("COUNT_EXAMPLES", "60"))


def test_a_count_alone() -> None:
    assert safe(0) == SafeCount(Shown.EXACT, 0)
    assert safe(4) == SafeCount(Shown.FEW)
    assert safe(5) == SafeCount(Shown.EXACT, 5)


def test_one_small_part_takes_another_with_it() -> None:
    shown = safe_parts({"MA": 50, "NH": 3, "VT": 9})
    assert shown == {
        "MA": SafeCount(Shown.EXACT, 50),
        "VT": SafeCount(Shown.HIDDEN),
        "NH": SafeCount(Shown.FEW),
    }


def test_a_list_that_would_tell_of_somebody_is_left_out() -> None:
    assert safe_parts({"MA": 3, "NH": 4}) == {}  # together 7: neither could be 1
    assert safe_parts({"MA": 2}) == {}
    assert safe_parts({"MA": 1, "NH": 5}) == {}
    assert safe_parts({}) == {}


def test_without_small_parts_all_is_shown() -> None:
    shown = safe_parts({"MA": 5, "NH": 0, "VT": 7})
    assert shown == {"VT": SafeCount(Shown.EXACT, 7), "MA": SafeCount(Shown.EXACT, 5)}


@given(st.dictionaries(st.sampled_from("abcdef"), st.integers(0, 12), max_size=4))
@settings(max_examples=EXAMPLES, deadline=None)
def test_nobody_can_reckon_a_small_count(counts: dict[str, int]) -> None:
    """Whoever knows the total and all that is shown tries every table that looks the same."""
    shown = safe_parts(counts)
    total = sum(counts.values())
    few = [label for label, each in shown.items() if each.shown is Shown.FEW]
    hidden = [label for label, each in shown.items() if each.shown is Shown.HIDDEN]
    exact = [each.value or 0 for each in shown.values() if each.shown is Shown.EXACT]
    if not shown:
        return
    assert all(value >= LEAST for value in exact)
    rest, largest = total - sum(exact), min(exact, default=total)
    possible: dict[str, set[int]] = {label: set() for label in few}
    ranges = [range(1, LEAST)] * len(few) + [range(LEAST, largest + 1)] * len(hidden)
    for guess in product(*ranges):
        if sum(guess) == rest:
            for label, value in zip(few, guess, strict=False):
                possible[label].add(value)
    assert all(values == {1, 2, 3, 4} for values in possible.values())

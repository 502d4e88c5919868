"""What can be done now comes in the order that helps: the urgent first, then the quick."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.domain.doable import MINUTES, Doable, Doing, in_order
from tests.conftest import NOW

DAY = timedelta(days=1)


def _titles(*found: Doable, minutes: int | None = None) -> list[str]:
    return [each.titles[0] for each in in_order(found, now=NOW, minutes=minutes)]


def test_what_is_soon_over_comes_first_then_what_takes_least_time() -> None:
    assert _titles(
        Doable(Doing.CALL, (1,), ("call",)),
        Doable(Doing.SHARE, (1,), ("share",)),
        Doable(Doing.WRITE, (2,), ("letter that ends tomorrow",), NOW + DAY),
        Doable(Doing.EVENT, (5,), ("event in two weeks",), NOW + 14 * DAY),
        Doable(Doing.CALL, (3,), ("call until next week",), NOW + 7 * DAY),
    ) == [
        "letter that ends tomorrow",
        "event in two weeks",
        "share",
        "call until next week",
        "call",
    ]


def test_what_is_over_is_not_offered() -> None:
    assert _titles(Doable(Doing.CALL, (1,), ("over",), NOW)) == []


@pytest.mark.parametrize(("minutes", "kinds"), [(1, 1), (2, 3), (5, 4), (10, 5), (600, 5)])
def test_only_what_fits_the_time_is_offered(minutes: int, kinds: int) -> None:
    found = [Doable(doing, (1,), (doing.value,)) for doing in Doing]
    assert len(_titles(*found, minutes=minutes)) == kinds
    assert len(MINUTES) == len(Doing)

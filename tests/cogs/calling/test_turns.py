"""What follows from how a call went."""

from __future__ import annotations

import pytest

from bot.services.last_turn import LastTurn
from cogs.calling.code import At
from cogs.calling.turns import after_call, first_office


@pytest.mark.parametrize("outcome", ["contact", "voicemail", "skip"])
def test_a_call_that_was_made_or_skipped_leads_to_the_next_target(outcome: str) -> None:
    at, told = after_call(At(1, "a", 2, tried=1), outcome, [2, 0, 1])
    assert at == At(2)
    assert told == f"call.told_{outcome}"


def test_busy_leads_through_every_office_and_then_to_the_next_target() -> None:
    order = [2, 0, 1]
    at = first_office(At(0, "a"), order)
    seen = [at.office]
    while at.step == 0:
        at, told = after_call(at, "unavailable", order)
        seen.append(at.office)
    assert seen == [2, 0, 1, None]
    assert told == "call.told_no_more_offices"


def test_an_office_that_was_tried_does_not_come_back_when_the_order_changes() -> None:
    at, told = after_call(At(0, "a", 2), "wrong_number", [2, 0, 1])
    assert (at.office, told) == (0, "call.told_wrong")
    at, _ = after_call(at, "unavailable", [0, 2, 1])  # the nearest has closed meanwhile
    assert at.office == 1


def test_an_office_that_is_gone_from_the_data_is_not_shown() -> None:
    assert first_office(At(0, "a", 5, tried=1), [0, 1]).office == 1
    assert first_office(At(0, "a", 5, tried=3), [0, 1]).office is None


def test_a_second_press_on_the_same_turn_is_told_where_the_card_is() -> None:
    last = LastTurn()
    assert last.move(7, "one", "two", "code of two") is None
    assert last.move(7, "one", "two", "code of two") == "code of two"
    assert last.now(7, "one") == "code of two"
    assert last.move(7, "two", "three", "code of three") is None
    assert last.move(8, "one", "two", "code of two") is None
    last.forget(7)
    assert last.move(7, "one", "two", "code of two") is None

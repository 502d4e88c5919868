"""What a page button remembers comes back as it was, in 75 characters at most."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cogs.resources.components import TurnPage
from cogs.resources.page_code import (
    MAX_HITS,
    MAX_NUMBER,
    PAGE_SIZE,
    decode,
    encode,
    page_count,
    page_of,
)

FOUND = st.lists(
    st.tuples(
        st.integers(0, MAX_NUMBER),
        st.one_of(st.none(), st.integers(0, 4094).map(float)),
    ),
    max_size=MAX_HITS,
)


@pytest.mark.parametrize("number", [-1, MAX_NUMBER + 1])
def test_a_number_that_does_not_fit_is_refused(number: int) -> None:
    with pytest.raises(ValueError, match="out of range"):
        encode([(number, None)])


@given(FOUND)
def test_what_goes_in_comes_out(found: list[tuple[int, float | None]]) -> None:
    assert decode(encode(found)) == found


@given(st.lists(st.tuples(st.integers(0, MAX_NUMBER), st.floats(-5, 50_000)), max_size=30))
def test_far_is_capped_and_rounded_never_an_error(found: list[tuple[int, float]]) -> None:
    again = decode(encode(found))
    assert len(again) == min(len(found), MAX_HITS)
    for (number, far), (same, rounded) in zip(found, again, strict=False):
        assert same == number
        assert rounded == min(4094, max(0, round(far)))


@given(st.text(alphabet=st.characters(codec="ascii"), max_size=75))
def test_whatever_a_button_lets_through_can_be_read(text: str) -> None:
    template = TurnPage.__discord_ui_compiled_template__
    match = template.fullmatch(f"find:at:0:{text}")
    assert bool(match) == bool(re.fullmatch(r"[\w-]{0,75}", text, re.ASCII))
    if match is not None:
        for number, far in decode(match["code"]):
            assert 0 <= number <= MAX_NUMBER
            assert far is None or 0 <= far < 4095


@pytest.mark.parametrize("text", ["ñññññ", "٣٣٣٣٣", "漢字漢字漢", "ªªªªª"])
def test_letters_from_elsewhere_are_no_code(text: str) -> None:
    assert TurnPage.__discord_ui_compiled_template__.fullmatch(f"find:at:0:{text}") is None
    template = TurnPage.__discord_ui_compiled_template__
    assert template.fullmatch(f"find:at:٣:{encode([(1, 2.0)])}") is None


@given(FOUND)
def test_a_custom_id_holds_the_longest_search(found: list[tuple[int, float | None]]) -> None:
    assert len(f"find:at:9:{encode(found)}") <= 100


@given(FOUND)
def test_the_pages_together_are_everything_once(found: list[tuple[int, float | None]]) -> None:
    pages = [page_of(found, number) for number in range(page_count(len(found)))]
    assert [each for page in pages for each in page] == found
    assert all(len(page) <= PAGE_SIZE for page in pages)
    assert page_of(found, page_count(len(found))) == []

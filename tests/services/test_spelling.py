"""One slip is forgiven in short words, two in long ones; what is known is never touched."""

from __future__ import annotations

import string

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from bot.services.spelling import Spelling

KNOWN = {
    "lawyer": 9, "legal": 30, "citizenship": 8, "visit": 5, "raid": 2, "border": 3, "ciudadania": 6,
    "abogado": 4, "detention": 12, "refugee": 7, "church": 2, "hotline": 5,
}  # fmt: skip
SPELLING = Spelling(KNOWN, ["redada"])
WORDS = st.sampled_from(sorted([*KNOWN, "redada"]))


@pytest.mark.parametrize("word", ["", "a", "ad", "rai", "raod1", "n400", "zzzzzzzz", "xylophone"])
def test_what_is_short_odd_or_far_from_anything_is_left_alone(word: str) -> None:
    assert SPELLING.correct(word) == word


@given(WORDS)
def test_a_known_word_and_its_beginnings_are_never_touched(word: str) -> None:
    for end in range(1, len(word) + 1):
        assert SPELLING.correct(word[:end]) == word[:end]


@given(st.text(max_size=40))
def test_any_text_is_answered_with_itself_or_a_known_word(text: str) -> None:
    answer = SPELLING.correct(text)
    assert answer == text or answer in KNOWN or answer == "redada"


@given(WORDS, st.data())
def test_one_slip_of_the_finger_is_forgiven(word: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(1, len(word) - 1))
    letter = data.draw(st.sampled_from(string.ascii_lowercase))
    slip = data.draw(
        st.sampled_from(
            [
                word[:at] + word[at + 1 :],
                word[:at] + letter + word[at:],
                word[:at] + letter + word[at + 1 :],
                word[: at - 1] + word[at] + word[at - 1] + word[at + 1 :],
            ]
        )
    )
    assume(len(slip) >= 5)
    meant = SPELLING.correct(slip)
    # A slip may happen to be the beginning of a known word: then it stays.
    assert meant == word or SPELLING.knows(slip)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("lawer", "lawyer"), ("laywer", "lawyer"), ("citizenshp", "citizenship"),
        ("citzenshp", "citizenship"), ("abogdo", "abogado"), ("redda", "redada"),
        ("detenshion", "detention"), ("refugie", "refugee"),
    ],
)  # fmt: skip
def test_common_slips(typed: str, meant: str) -> None:
    assert SPELLING.correct(typed) == meant


def test_two_slips_in_a_short_word_are_too_many() -> None:
    assert SPELLING.correct("vosut") == "vosut"
    assert SPELLING.correct("visut") == "visit"


def test_of_two_equally_near_words_the_commoner_is_meant() -> None:
    assert Spelling({"shore": 1, "store": 9}).correct("sxore") == "store"
    assert Spelling({"shore": 9, "store": 1}).correct("sxore") == "shore"

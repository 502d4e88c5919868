"""A card is found by whatever somebody calls it, in any language, and never by a guess."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.rights import RightsCard, publishers
from bot.services.rights import load_rights

RIGHTS = load_rights()
NAMES = [
    pytest.param(card.id, name, id=name)
    for card in RIGHTS.cards
    for text in card.texts.values()
    for name in (card.id, text.label, text.title, *text.also)
]


@pytest.mark.parametrize(("card_id", "name"), NAMES)
def test_every_name_in_every_language_means_its_card(card_id: str, name: str) -> None:
    for typed in (name, name.upper(), f"  {name} "):
        found = RIGHTS.meant(typed)
        assert found is not None
        assert found.id == card_id


@pytest.mark.parametrize(
    ("typed", "card_id"),
    [("DETENCION", "detention"), ("the door", None), ("puer", "home"), ("check-in", "check_in"),
     ("cárcel", "detention"), ("en", None), ("dragon", None), ("c", None), ("", None),
     ("🦋", None)],
)  # fmt: skip
def test_what_people_type_past_the_choices(typed: str, card_id: str | None) -> None:
    found = RIGHTS.meant(typed)
    assert (found.id if found else None) == card_id


@given(st.text(max_size=60))
def test_whatever_is_typed_is_a_card_or_none(typed: str) -> None:
    found = RIGHTS.meant(typed)
    assert found is None or found in RIGHTS.cards
    for name, card_id in RIGHTS.suggest(typed, "es"):
        assert RIGHTS.get(card_id) is not None
        assert name


@given(st.sampled_from(RIGHTS.cards), st.sampled_from(["en", "es"]), st.integers(1, 12))
def test_the_beginning_of_a_name_suggests_it(card: RightsCard, language: str, length: int) -> None:
    text = card.text(language)
    offered = [card_id for _, card_id in RIGHTS.suggest(text.label[:length], language)]
    assert card.id in offered


def test_nothing_typed_suggests_all_in_the_readers_language() -> None:
    assert [name for name, _ in RIGHTS.suggest(" ", "es")][:3] == ["Casa", "Calle", "Carro"]
    assert len(RIGHTS.suggest("", "en")) == len(RIGHTS.cards)


def test_a_language_without_a_card_is_shown_the_english_one() -> None:
    home = RIGHTS.cards[0]
    assert home.text("fr") == home.text("en")


def test_a_footer_names_each_publisher_once() -> None:
    for card in RIGHTS.cards:
        by = [source.by for source in publishers(card.sources)]
        assert len(by) == len(set(by))
        assert set(by) == {source.by for source in card.sources}

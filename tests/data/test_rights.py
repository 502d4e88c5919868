"""The know-your-rights cards: whole in both languages, short enough to be read under stress."""

from __future__ import annotations

import json
import re
from datetime import date
from typing import Any

import pytest

from bot.bundled import bundled_path
from bot.domain.rights import SPOKEN, CardText, RightsCard, StepKind
from bot.i18n import languages
from bot.presentation.screen import text_length
from bot.services.rights import load_rights
from cogs.rights.render import card_screen

WHOLE: dict[str, Any] = json.loads(bundled_path("rights.json").read_text(encoding="utf-8"))
CARDS = load_rights().cards
TEXTS = [
    pytest.param(card, language, text, id=f"{card.id}-{language}")
    for card in CARDS
    for language, text in card.texts.items()
]
every_text = pytest.mark.parametrize(("card", "language", "text"), TEXTS)

#: What Discord would make bold, a link, a list; none of it may stand in a card's words.
MARKDOWN = re.compile(r"[*_~`|<>#\[\]\\]|\n")


def words_of(text: CardText) -> list[str]:
    """Everything of a card that is shown."""
    steps = [part for step in text.steps for part in (step.lead, step.text)]
    return [text.label, text.title, text.first, text.say, text.note, *steps]


def test_the_file_says_where_it_comes_from() -> None:
    assert date.fromisoformat(WHOLE["date"]) == load_rights().as_of
    assert all(WHOLE[field] for field in ("source", "licence", "note"))
    assert "not legal advice" in WHOLE["note"]


def test_the_eight_cards_are_there_the_urgent_ones_first() -> None:
    assert [card.id for card in CARDS if card.urgent] == ["home", "street", "car", "detention"]
    assert [card.id for card in CARDS if not card.urgent] == ["work", "check_in", "court", "family"]
    urgent = [card.urgent for card in CARDS]
    assert urgent == sorted(urgent, reverse=True)


@pytest.mark.parametrize("card", CARDS, ids=lambda card: card.id)
def test_each_language_says_the_same_in_the_same_order(card: RightsCard) -> None:
    assert set(card.texts) == set(languages())
    kinds = [[step.kind for step in text.steps] for text in card.texts.values()]
    assert all(each == kinds[0] for each in kinds)
    says = {text.say for text in card.texts.values()}
    assert len(says) == len(card.texts)


@every_text
def test_a_card_has_few_and_short_words(card: RightsCard, language: str, text: CardText) -> None:
    assert 4 <= len(text.steps) <= 7
    assert len(text.label) <= 16
    assert len(text.title) <= 28
    assert len(text.first) <= 120
    assert len(text.say) <= 130
    assert len(text.note) <= 150
    for step in text.steps:
        assert len(step.lead) <= 55, step.lead
        assert len(step.lead) + len(step.text) <= 160, step.text


@every_text
def test_a_card_fits_on_one_phone_screen(card: RightsCard, language: str, text: CardText) -> None:
    screen = card_screen(card, language, load_rights().as_of, in_server=True)
    links = sum(len(f"](<{source.url}>)") for source in card.sources)
    # A sixth more for what is said in two languages.
    assert text_length(screen) - links <= (1050 if language == SPOKEN else 1250)


@every_text
def test_a_card_has_no_markup_and_no_loose_ends(
    card: RightsCard, language: str, text: CardText
) -> None:
    for words in words_of(text):
        assert words == words.strip()
        assert words
        assert not MARKDOWN.search(words), words
        assert "  " not in words
    for step in text.steps:
        assert step.text[-1] in ".”)?", step.text


@every_text
def test_a_card_warns_of_signing_or_of_false_advice(
    card: RightsCard, language: str, text: CardText
) -> None:
    assert any(step.kind is StepKind.DONT for step in text.steps)
    whole = " ".join(words_of(text))
    assert re.search(r"\blawyers?\b|\babogad[oa]s?\b", whole)


@pytest.mark.parametrize("card", CARDS, ids=lambda card: card.id)
def test_the_sentence_to_say_is_english_and_speaks_for_oneself(card: RightsCard) -> None:
    assert re.search(r"\bI\b", card.say_aloud)
    assert card.say_aloud.isascii()
    assert card.say_aloud[-1] in ".?"


@pytest.mark.parametrize("card", CARDS, ids=lambda card: card.id)
def test_each_card_names_at_least_two_sources_that_open_safely(card: RightsCard) -> None:
    assert len(card.sources) >= 2
    for source in card.sources:
        assert source.url.startswith("https://")
        assert source.by
        assert source.name
        assert re.fullmatch(r"(?:stored copy|general knowledge), 20\d\d-\d\d", source.read)


def test_every_source_is_used() -> None:
    used = {source for card in WHOLE["cards"] for source in card["sources"]}
    assert used == set(WHOLE["sources"])


def test_nobody_is_asked_for_status_or_for_a_number() -> None:
    """A number is written down for the family; a card says that no chat should have it."""
    for card in CARDS:
        for text in card.texts.values():
            whole = " ".join(words_of(text)).lower()
            assert "your status" not in whole
            assert "su estatus" not in whole
    detention = CARDS[3].texts
    assert "never to a chat" in str(detention["en"].steps)
    assert "nunca en un chat" in str(detention["es"].steps)


@pytest.mark.parametrize(
    ("card_id", "english"),
    [
        ("home", "I-200"),
        ("home", "signed by a judge"),
        ("street", "Am I free to go"),
        ("street", "100 miles"),
        ("car", "license, registration and insurance"),
        ("work", "Private areas"),
        ("check_in", "Don't go alone"),
        ("court", "observers"),
        ("court", "deported without hearing you"),
        ("detention", "voluntary departure"),
        ("detention", "locator.ice.gov"),
        ("detention", "consulate"),
        ("family", "power of attorney"),
        ("family", "who may pick the children up"),
    ],
)
def test_what_must_not_get_lost_when_a_card_is_rewritten(card_id: str, english: str) -> None:
    card = load_rights().get(card_id)
    assert card is not None
    assert english in " ".join(words_of(card.texts["en"]))

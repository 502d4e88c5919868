"""From what was typed to what is looked for: never an error, never an operator of the database."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.search import (
    MAX_WORDS,
    Concept,
    Synonyms,
    fold,
    parse_query,
    words_of,
)
from bot.services.bundled_directory import load_synonyms

SYNONYMS = load_synonyms()

NONE = Synonyms(())


@pytest.mark.parametrize(
    "text", ["", " ", "\n\t", "😀🎉", "!?…—", "\u202e\u200b", "_ _", "'\"*:^()"]
)
def test_what_has_no_word_is_an_empty_query(text: str) -> None:
    query = parse_query(text, SYNONYMS)
    assert query.empty
    assert not query.shortened


@given(st.text(max_size=400))
def test_any_text_becomes_words_of_letters_and_digits_only(text: str) -> None:
    query = parse_query(text, SYNONYMS)
    assert sum(len(concept.words) for concept in query.concepts) <= MAX_WORDS
    for concept in query.concepts:
        assert concept.words
        for word in concept.words:
            assert word
            assert not set(word) & set("\"'*:^()+-{}.,; \t\n_\\")


@given(st.text(max_size=200))
def test_folding_twice_is_folding_once(text: str) -> None:
    assert words_of(" ".join(words_of(text))) == words_of(text)


@given(st.text(max_size=100))
def test_case_does_not_matter(text: str) -> None:
    assert parse_query(text.casefold(), SYNONYMS) == parse_query(text, SYNONYMS)


@pytest.mark.parametrize(
    ("typed", "folded"),
    [("Ciudadanía", "ciudadania"), ("AÑO", "ano"), ("naïve", "naive"), ("ﬁnd", "find")],
)
def test_accents_are_folded_away(typed: str, folded: str) -> None:
    assert fold(typed) == folded


def test_more_words_than_we_use_are_cut_and_said_so() -> None:
    query = parse_query("word" + " other" * 20, NONE)
    assert query.shortened
    assert not parse_query(" ".join(["a1", "b2", "c3"]), NONE).shortened


def test_a_word_said_twice_counts_once() -> None:
    assert parse_query("lawyer lawyer", SYNONYMS) == parse_query("lawyer", SYNONYMS)


def test_the_longest_known_phrase_wins() -> None:
    made = Synonyms([(None, ["aid"]), (None, ["legal aid", "lawyer"]), (None, ["legal"])])
    assert made.concepts(["legal", "aid"]) == [Concept(("legal", "aid"), 1)]
    assert made.concepts(["aid", "legal"]) == [Concept(("aid",), 0), Concept(("legal",), 2)]


def test_words_that_say_nothing_are_left_out_unless_there_is_nothing_else() -> None:
    assert parse_query("I need a lawyer near me", NONE).concepts == (Concept(("lawyer",), None),)
    assert parse_query("where is the", NONE).concepts == tuple(
        Concept((word,), None) for word in ("where", "is", "the")
    )


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("abogado", "lawyer"),
        ("lawyer", "legal aid"),
        ("abogado", "ayuda legal"),
        ("redada", "raid"),
        ("redadas", "raids"),
        ("visita", "visit"),
        ("visitas", "visits"),
        ("ciudadanía", "citizenship"),
        ("abogados", "lawyers"),
        ("línea de ayuda", "hotline"),
        ("CIVIC", "Freedom for Immigrants"),
    ],
)
def test_words_that_mean_the_same_are_one_concept(one: str, other: str) -> None:
    first, second = parse_query(one, SYNONYMS), parse_query(other, SYNONYMS)
    assert [c.group for c in first.concepts] == [c.group for c in second.concepts]
    assert None not in [c.group for c in first.concepts]


def test_words_that_mean_something_else_are_not_mixed_up() -> None:
    groups = {
        word: parse_query(word, SYNONYMS).concepts[0].group
        for word in ("abogado", "redada", "visita", "hotline", "ciudadanía")
    }
    assert len(set(groups.values())) == len(groups)


def test_what_corrects_a_slip_is_asked_before_synonyms_are() -> None:
    def correct(word: str) -> str:
        return {"abogdo": "abogado"}.get(word, word)

    assert parse_query("abogdo", SYNONYMS).concepts[0].group is None
    meant = parse_query("abogdo", SYNONYMS, correct)
    assert meant.concepts[0].group == parse_query("lawyer", SYNONYMS).concepts[0].group

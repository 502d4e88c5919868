"""Words in each language: filled in, in the right number, or a mistake of ours said loudly."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.i18n import (
    SOURCE_LANGUAGE,
    MissingMessageError,
    best_language,
    language_name,
    languages,
    show_date,
    t,
)


@pytest.mark.parametrize("key", ["find.no_such_key", "", "nothing", "find."])
def test_a_key_that_no_catalog_holds_is_an_error(key: str) -> None:
    for language in (*languages(), "tlh"):
        with pytest.raises(MissingMessageError):
            t(key, language)


def test_a_placeholder_that_is_not_filled_is_an_error() -> None:
    with pytest.raises(KeyError):
        t("storage.from_future", "en", found=9)
    for language in languages():
        sentence = t("storage.from_future", language, found=901, known=7)
        assert "901" in sentence
        assert "{" not in sentence


@pytest.mark.parametrize(
    ("language", "count", "said"),
    [
        ("en", 0, "0 things"), ("en", 1, "1 thing "), ("en", 2, "2 things"),
        ("es", 0, "0 cosas"), ("es", 1, "1 cosa "), ("es", 2, "2 cosas"),
    ],
)  # fmt: skip
def test_one_is_one_and_everything_else_is_many(language: str, count: int, said: str) -> None:
    assert said.strip() in t("setup.reports_waiting", language, count=count, command="x") + " "
    if count == 1:
        other = t("setup.reports_waiting", language, count=2, command="x")
        assert t("setup.reports_waiting", language, count=1, command="x") != other


def test_a_language_we_do_not_speak_reads_the_source_language() -> None:
    assert t("find.website", "tlh") == t("find.website", SOURCE_LANGUAGE)


def test_what_is_filled_in_is_not_read_again() -> None:
    assert t("find.through", "en", name="{name} {0} %s") == "Reach them through {name} {0} %s."


@pytest.mark.parametrize(
    ("wishes", "best"),
    [
        ((), "en"), ((None, "", None), "en"), (("tlh", "fr"), "en"), (("es-419",), "es"),
        (("es_MX.UTF-8",), "es"), (("ES",), "es"), (("tlh", "es-ES", "en"), "es"),
        (("C.UTF-8", "es"), "es"), ((None, "en-US", "es"), "en"), (("español",), "en"),
    ],
)  # fmt: skip
def test_the_first_wish_that_we_speak_wins(wishes: tuple[str | None, ...], best: str) -> None:
    assert best_language(*wishes) == best


@given(st.lists(st.one_of(st.none(), st.text(max_size=12)), max_size=4))
def test_whatever_is_wished_for_is_a_language_we_speak(wishes: list[str | None]) -> None:
    assert best_language(*wishes) in languages()


def test_languages_are_named_in_themselves() -> None:
    assert [language_name(code) for code in languages()] == ["English", "Español"]
    assert languages()[0] == SOURCE_LANGUAGE


def test_dates_are_written_as_people_write_them() -> None:
    assert show_date(date(2026, 11, 12), "en") == "Nov 12, 2026"
    assert show_date(date(2026, 11, 12), "es") == "12 nov 2026"

"""Text from people and data shows letter by letter: nothing in it comes alive."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.presentation.text import fit, plain, visible, web_address
from tests.markdown import alive, unescaped

NASTY = [
    "**bold** *it* __under__ ~~no~~ ||spoiler|| `code` ```block```",
    "[link](https://evil.example) <https://evil.example> https://evil.example",
    "<@1> <@!1> <@&2> <#3> </find:4> <t:0:R> <:a:5> <a:b:6> <id:home> @everyone @here",
    "# big", "## big", "-# small", "> quote", ">>> quote", "- item", "* item", "+ item",
    "\\*not escaped\\*", "\\\\**", "a\n# big\n- item",
    "\u202emoc.live\u202c \u2066x\u2069 \u200b\u2060\ufeff\x00\x1b[31m",
]  # fmt: skip

MARKS = st.text(alphabet="\\*_~`|>#-+[]()<:@!=/ \nab1\u202e\u200b", max_size=60)


@pytest.mark.parametrize("text", NASTY)
def test_what_would_come_alive_is_only_text(text: str) -> None:
    assert alive(text) or "\\" in text
    assert alive(plain(text)) == {}


@given(st.one_of(st.text(max_size=200), MARKS, st.sampled_from(NASTY)))
def test_no_text_comes_alive(text: str) -> None:
    assert alive(plain(text)) == {}


@given(st.one_of(st.text(max_size=200), MARKS))
@example("\\*")
def test_a_person_reads_the_same_letters(text: str) -> None:
    assert unescaped(plain(text)) == visible(text)


@given(st.one_of(st.text(max_size=200), MARKS))
@example("a \u200e b")
def test_what_is_visible_is_one_line_with_single_blanks(text: str) -> None:
    seen = visible(text)
    assert seen == " ".join(seen.split())
    assert visible(seen) == seen
    joiners = "\u200c\u200d"
    assert all(unicodedata.category(c) not in {"Cc", "Cf", "Cs"} or c in joiners for c in seen)


@given(st.one_of(st.text(max_size=200), MARKS), st.integers(-1, 120))
def test_a_text_that_was_cut_fits_and_nothing_in_it_comes_alive(text: str, limit: int) -> None:
    cut = fit(plain(text), limit)
    assert len(cut) <= max(0, limit)
    assert alive(cut) == {}


def test_what_fits_is_left_alone_and_what_is_cut_says_so() -> None:
    assert fit("abc", 3) == "abc"
    assert fit("abcd", 3) == "ab…"
    assert fit("a\\*b", 3) == "a…"


def test_letters_of_every_script_and_emoji_stay() -> None:
    for text in ("Ñandú, ¿qué?", "עורך דין", "محامٍ", "می‌خواهم", "漢字", "👩‍👧‍👦 🦋", "Q'eqchi'"):
        assert unescaped(plain(text)) == text


@pytest.mark.parametrize(
    "url",
    [
        None, "", "javascript:alert(1)", "data:text/html,x", "ftp://example.org", "https://",
        "http:///x", "//example.org", "example.org", "https://[", "https://a.org/" + "a" * 500,
        " https://example.org", "https://exa mple.org", "https://example.org/\n", "discord://-/x",
        "https://a.example@evil.example/",
    ],
)  # fmt: skip
def test_a_button_leads_nowhere_odd(url: str | None) -> None:
    assert web_address(url) is None


@pytest.mark.parametrize(
    "url", ["https://example.org", "http://example.org/a?b=c#d", "https://ejemplo.ñ/x"]
)
def test_a_button_leads_to_a_web_page(url: str) -> None:
    assert web_address(url) == url

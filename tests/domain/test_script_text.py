"""Scripts: what is refused is refused with its place, and what is filled is whole."""

from __future__ import annotations

import os

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.errors import BadInput
from bot.domain.script_text import (
    LONGEST_SCRIPT,
    PLACEHOLDERS,
    check_script,
    fill,
    missing,
    placeholders,
)

EXAMPLES = int(os.environ.get("SCRIPT_EXAMPLES", "60"))
VALUES = {name: f"<{name}>" for name in PLACEHOLDERS}


def refused(words: str) -> BadInput:
    with pytest.raises(BadInput) as error:
        check_script(words)
    return error.value


def tried(words: str) -> tuple[str, BadInput | None]:
    """What is kept, or why not."""
    try:
        return check_script(words), None
    except BadInput as problem:
        return "", problem


@pytest.mark.parametrize(
    ("words", "key", "line", "column"),
    [
        ("Hello {target", "lone_brace", 1, 7),
        ("Hello\n\n  I live in caller_city}", "lone_brace", 3, 24),
        ("{", "lone_brace", 1, 1),
        ("{{target}}", "lone_brace", 1, 1),
        ("Hello {target},\nplease {verb} it", "placeholder_unknown", 2, 8),
        ("Hello {targt}", "placeholder_like", 1, 7),
        ("Hello {Target}", "placeholder_like", 1, 7),
        ("Hello {}", "placeholder_unknown", 1, 7),
        ("Hello {tar\nget}", "lone_brace", 1, 7),
        ("Hello {target.name}", "placeholder_like", 1, 7),
        ("Ask\r\n<@123456789012345678>", "script_mention", 2, 1),
        ("Tell @everyone", "script_mention", 1, 6),
    ],
)
def test_what_cannot_be_filled_is_refused_with_its_place(
    words: str, key: str, line: int, column: int
) -> None:
    problem = refused(words)
    assert problem.key == f"campaign_error.{key}"
    assert (problem.params["line"], problem.params["column"]) == (line, column)


def test_a_slip_is_answered_with_what_was_meant() -> None:
    assert refused("in {caler_city}").params["like"] == "caller_city"


def test_too_long_or_empty_is_refused() -> None:
    problem = refused("a" * 6000)
    assert problem.key == "campaign_error.script_long"
    assert problem.params == {"most": LONGEST_SCRIPT, "size": 6000}
    assert refused(" \n\t ").key == "campaign_error.script_empty"


def test_a_mention_that_invisible_letters_hide_is_refused() -> None:
    assert refused("Tell @every\u200bone").key == "campaign_error.script_mention"


def test_what_is_put_in_is_not_read_again() -> None:
    assert fill("{ask}, {target}", {"ask": "{target}", "target": "Ana {"}) == "{target}, Ana {"


def test_a_value_that_nobody_knows_is_refused_with_its_place() -> None:
    with pytest.raises(BadInput) as error:
        fill("Hi,\nabout {bill}", {"bill": ""})
    assert error.value.params == {"name": "bill", "line": 2, "column": 7}


text = st.text(st.characters(exclude_characters="{}<@", exclude_categories=["Cs", "Cc", "Cf"]))
piece = st.one_of(text, st.sampled_from([f"{{{name}}}" for name in PLACEHOLDERS]))


@given(st.lists(piece, max_size=12).map("".join))
@settings(max_examples=EXAMPLES, deadline=None)
def test_whatever_is_kept_can_be_filled_and_loses_nothing(words: str) -> None:
    kept, problem = tried(words)
    if problem is not None:
        assert problem.key in ("campaign_error.script_empty", "campaign_error.script_long")
        return
    assert check_script(kept) == kept
    assert missing(kept, VALUES) is None
    filled = fill(kept, VALUES)
    for found in placeholders(kept):
        assert f"<{found.name}>" in filled
    assert "{" not in filled
    assert "}" not in filled


@given(st.text("ab{}\n target", max_size=40))
@settings(max_examples=EXAMPLES, deadline=None)
def test_the_place_is_that_of_the_brace(words: str) -> None:
    _, problem = tried(words)
    if problem is not None and "line" in problem.params:
        line = words.split("\n")[problem.params["line"] - 1]
        assert line[problem.params["column"] - 1] in "{}"

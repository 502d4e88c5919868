"""Whatever is typed is a ZIP of five digits or a sentence about why not, and is never repeated."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.domain.errors import BadInput
from bot.domain.zip_codes import read_zip
from bot.i18n import languages, t


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("02139", "02139"),
        (" 02139\n", "02139"),
        ("02139-4307", "02139"),
        ("02139 4307", "02139"),
        ("021394307", "02139"),
        ("02139\u20134307", "02139"),
        ("0 2 1 3 9", "02139"),
        ("\uff10\uff12\uff11\uff13\uff19", "02139"),
        ("Cambridge, MA 02139", "02139"),
        ("02139.", "02139"),
        ("ZIP 02139-4307", "02139"),
    ],
)
def test_a_zip_is_read_however_it_is_written(typed: str, meant: str) -> None:
    assert read_zip(typed) == meant


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("", "zip_empty"),
        (" \t", "zip_empty"),
        ("2139", "zip_bad"),
        ("021390", "zip_bad"),
        ("0213", "zip_bad"),
        ("boston", "zip_bad"),
        ("O2139", "zip_bad"),
        ("02139-43", "zip_bad"),
        ("12345 67890", "zip_bad"),
        ("-2139", "zip_bad"),
        ("٠٢١٣٩", "zip_bad"),
        ("<@&1>", "zip_bad"),
        ("9" * 4000, "zip_bad"),
        ("K1A 0B1", "zip_canadian"),
        ("h2x1y4", "zip_canadian"),
        ("09012", "zip_military"),
        ("34001", "zip_military"),
        ("96201-1234", "zip_military"),
        ("96699", "zip_military"),
        ("96940", "zip_no_congress"),
        ("96960", "zip_no_congress"),
    ],
)
def test_what_is_no_zip_says_why_and_what_to_do(typed: str, key: str) -> None:
    with pytest.raises(BadInput) as refused:
        read_zip(typed)
    assert refused.value.key == f"legislators.{key}"
    assert refused.value.params == {}
    for language in languages():
        assert t(refused.value.key, language).endswith(".")


@pytest.mark.parametrize("near", ["09912", "34100", "96701", "96910", "96950", "96799"])
def test_what_only_looks_like_a_military_or_foreign_zip_is_one_of_ours(near: str) -> None:
    assert read_zip(near) == near


def said_of(text: str) -> str:
    """The digits that were read, or the key of the refusal."""
    try:
        return read_zip(text)
    except BadInput as refused:
        return f"{refused.key} {refused.params or ''}".strip()


@given(st.text(max_size=120))
@example("\u202e02139")
@example("02139\u0000")
def test_any_text_is_five_digits_of_it_or_refused(text: str) -> None:
    assert re.fullmatch(r"[0-9]{5}|legislators\.zip_[a-z_]+", said_of(text))


@given(st.from_regex(r"[0-9]{5}(-[0-9]{4})?", fullmatch=True))
def test_every_zip_of_digits_is_itself_unless_it_is_in_no_district(text: str) -> None:
    refusals = {"legislators.zip_military", "legislators.zip_no_congress"}
    assert said_of(text.strip()) in {text[:5], *refusals}

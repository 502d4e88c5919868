"""Cards on paper: one page, readable by screen readers, the same bytes each time."""

from __future__ import annotations

import subprocess
import sys
from datetime import date
from io import BytesIO

import pypdf
import pytest

from bot.domain.rights import RightsCard
from bot.i18n import languages
from bot.services.rights import RightsService, load_rights
from bot.services.rights_print import Printed, print_card

RIGHTS = load_rights()
every_page = pytest.mark.parametrize(
    ("card", "language"),
    [pytest.param(c, code, id=f"{c.id}-{code}") for c in RIGHTS.cards for code in languages()],
)


def page_of(printed: Printed) -> pypdf.PdfReader:
    return pypdf.PdfReader(BytesIO(printed.pdf))


def words_on(page: pypdf.PdfReader) -> str:
    """The text without line ends: a long line is broken anywhere."""
    return " ".join(page.pages[0].extract_text().split())


@every_page
def test_the_page_holds_the_whole_card_and_two_small_ones(card: RightsCard, language: str) -> None:
    printed = print_card(card, language, RIGHTS.as_of)
    page, text = page_of(printed), card.text(language)
    assert len(page.pages) == 1
    words = words_on(page)
    for part in (text.title, text.first, text.note):
        assert part in words
    for step in text.steps:
        assert f"{step.lead} {step.text}" in words
    # To say aloud, and on each of the cards to cut out.
    assert words.count(card.say_aloud) == 3
    assert (text.say in words) is True
    assert ("2026" in words) is True
    for source in card.sources:
        assert source.by in words


@every_page
def test_a_screen_reader_learns_title_language_and_structure(
    card: RightsCard, language: str
) -> None:
    page = page_of(print_card(card, language, RIGHTS.as_of))
    assert page.metadata is not None
    assert page.metadata.title == card.text(language).title
    root = page.trailer["/Root"]
    assert root["/Lang"] == language
    assert root["/MarkInfo"]["/Marked"]
    assert "/StructTreeRoot" in root
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]


def test_it_is_letter_paper_with_its_fonts_inside_and_small_enough_to_send() -> None:
    printed = print_card(RIGHTS.cards[0], "es", RIGHTS.as_of)
    page = page_of(printed).pages[0]
    assert (page.mediabox.width, page.mediabox.height) == (612, 792)
    fonts = page["/Resources"]["/Font"]
    for font in fonts.values():
        (inner,) = font["/DescendantFonts"]
        assert "AtkinsonHyperlegible" in inner["/BaseFont"]
        assert "/FontFile2" in inner["/FontDescriptor"]
    assert len(printed.pdf) < 100_000
    assert len(printed.picture) < 400_000
    assert printed.picture.startswith(b"\x89PNG")
    assert printed.name == "rights-home-es"


def test_no_colour_is_lost_on_a_plain_printer() -> None:
    """The page paints in greys only: no command that sets a colour of red, green and blue."""
    for card in RIGHTS.cards:
        content = page_of(print_card(card, "en", RIGHTS.as_of)).pages[0].get_contents()
        assert content is not None
        used = {operator for _, operator in content.operations}
        assert not used & {b"rg", b"RG", b"k", b"K"}


def test_the_same_card_gives_the_same_bytes_and_another_day_others() -> None:
    card = RIGHTS.cards[0]
    once, again = (print_card(card, "en", RIGHTS.as_of) for _ in range(2))
    assert once == again
    assert print_card(card, "en", date(2027, 1, 31)).pdf != once.pdf


async def test_a_card_is_set_once_and_then_kept() -> None:
    rights = RightsService()
    card = rights.get("car")
    first = await rights.printed(card, "es")
    assert await rights.printed(card, "es") is first
    assert await rights.printed(card, "en") is not first


def test_the_typesetter_is_not_loaded_before_a_card_is_printed() -> None:
    code = (
        "import sys, bot.app, bot.services.rights as r; r.load_rights();"
        "assert not [m for m in sys.modules if m.startswith('typst.')], 'loaded'"
    )
    done = subprocess.run(  # noqa: S603
        [sys.executable, "-c", code], capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr

"""Know-your-rights cards on paper: a PDF that screen readers can read, and the same as a picture.

Typst sets them: one package that brings nothing else, embeds our font, tags the document
(PDF/UA-1) and gives the same bytes for the same card. It is loaded with the first card asked for.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from bot.bundled import bundled_path
from bot.domain.rights import SPOKEN, RightsCard
from bot.i18n import show_date, t
from bot.lazy import lazy

if TYPE_CHECKING:
    import typst
else:
    typst = lazy("typst")

#: What the steps are set in, in points: the largest that leaves all cards on one page.
_TEXT_SIZE = 16
#: Dots an inch: sharp on a phone, below 200 KB.
_PICTURE_DPI = 110
#: The sentence on the small card is set smaller from this many characters.
_LONG_SENTENCE = 90


@dataclass(frozen=True, slots=True)
class Printed:
    """A card ready to be printed or passed on."""

    name: str
    pdf: bytes
    picture: bytes


def print_card(card: RightsCard, language: str, as_of: date) -> Printed:
    """Set one card. Takes some hundredths of a second: not on the event loop."""
    fonts = typst.Fonts(
        include_system_fonts=False,
        include_embedded_fonts=False,
        font_paths=[bundled_path("fonts")],
    )
    typesetter = typst.Compiler(
        bundled_path("print", "rights.typ"),
        font_paths=fonts,
        sys_inputs={"card": json.dumps(_words(card, language, as_of))},
    )
    return Printed(
        name=f"rights-{card.id.replace('_', '-')}-{language}",
        pdf=_whole(typesetter.compile(format="pdf", pdf_standards="ua-1")),
        picture=_whole(typesetter.compile(format="png", ppi=_PICTURE_DPI)),
    )


def _whole(made: object) -> bytes:
    """One page, or the card is too long: a mistake in the data, which a test finds."""
    if not isinstance(made, bytes):
        raise TypeError(type(made))
    return made


def _words(card: RightsCard, language: str, as_of: date) -> dict[str, Any]:
    """Everything that stands on the page, by the names the template has for it."""
    text = card.text(language)
    names = "; ".join(f"{source.by}, {source.name}" for source in card.sources)
    return {
        "language": language,
        "day": [as_of.year, as_of.month, as_of.day],
        "size": _TEXT_SIZE,
        "title": text.title,
        "first": text.first,
        "say": card.say_aloud,
        "say_heading": t("rights.say_aloud", language),
        "meaning": "" if language == SPOKEN else t("rights.means", language, meaning=text.say),
        "steps": [{"kind": s.kind.value, "lead": s.lead, "text": s.text} for s in text.steps],
        "note": text.note,
        "no_advice": t("rights.no_advice", language, date=show_date(as_of, language)),
        "sources_line": t("rights.sources", language, names=names),
        "sources": [source.by for source in card.sources],
        # The officer reads these: always in the language of the sentence.
        "hand_over": t("rights.hand_over", SPOKEN),
        "thank_you": t("rights.thank_you", SPOKEN),
        "wallet_size": 17 if len(card.say_aloud) < _LONG_SENTENCE else 15,
        "cut_out": t("rights.cut_out", language),
    }

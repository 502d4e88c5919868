"""Texts as they may be kept: no markup, no hidden characters, no longer than a field holds.

Every function takes time in proportion to the text, whatever stands in it.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Mapping

from bot.domain.errors import BadInput

#: The most characters of each field, here and nowhere else.
LIMITS: Mapping[str, int] = {
    "id": 100,
    "name": 200,
    "aliases": 200,
    "kind": 60,
    "what": 4000,
    "alert": 500,
    "email": 254,
    "website": 512,
    "through": 200,
    "source": 500,
    "city": 100,
    "state": 100,
    "address_1": 200,
    "address_2": 200,
    "postal_code": 20,
    "country": 60,
    "phone": 40,
    "extension": 10,
    "phone_description": 300,
    "hours": 1000,
    "location_name": 200,
    "location_description": 4000,
    "transportation": 1000,
    "service_name": 200,
    "service_what": 4000,
    "eligibility": 4000,
    "how_to_begin": 2000,
    "fees": 1000,
    "areas": 300,
}
#: The most parts of one entry, of each kind.
MOST: Mapping[str, int] = {
    "phones": 30,
    "aliases": 30,
    "languages": 60,
    "states": 60,
    "needs": 40,
    "locations": 300,
    "services": 300,
    "schedules": 60,
    "areas": 100,
}
#: Where paragraphs are kept.
_LONG = frozenset(
    {"what", "service_what", "location_description", "eligibility", "how_to_begin", "hours",
     "transportation"}
)  # fmt: skip

_TAG = re.compile(r"</?[a-zA-Z!][^<>]*>")
_OPENS_TAG = re.compile(r"<(?=[/a-zA-Z!?])")
_ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,30});")
_SCRIPT = re.compile(r"<(script|style)\b", re.IGNORECASE)
_BLANKS = re.compile(r"[^\S\n]+")
_LINES = re.compile(r" ?\n ?")
_GAPS = re.compile(r"\n{3,}")
# Line breaks of every kind become "\n".
_BREAKS = str.maketrans({"\r": "\n", "\v": "\n", "\f": "\n", "\x85": "\n",
                         "\u2028": "\n", "\u2029": "\n", "\t": " "})  # fmt: skip
# Joiners are part of words in Persian and of emoji; everything else that nobody sees goes.
_KEPT_UNSEEN = "\u200c\u200d"
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})


def clean_text(text: str, field: str) -> str:
    """The text as it is kept: blanks in order, no markup, nothing invisible (NFC).

    Raises:
        BadInput: `lists_io.too_long` (`field`, `most`, `size`), in characters.
    """
    plain = text.isprintable() and "<" not in text and "&" not in text
    if plain and (text.isascii() or unicodedata.is_normalized("NFC", text)):
        made = text.strip()
        if "  " in made:
            made = _BLANKS.sub(" ", made)
    else:
        made = _cleaned(text, field in _LONG)
    if len(made) > LIMITS[field]:
        raise BadInput("lists_io.too_long", field=field, most=LIMITS[field], size=len(made))
    return made


def shortened(text: str, field: str) -> tuple[str, bool]:
    """`clean_text`, cut at a word where it would be too long; True if it was cut."""
    try:
        return clean_text(text, field), False
    except BadInput:
        most = LIMITS[field]
        cut = _cleaned(text, field in _LONG)[: most - 1]
        at = cut.rfind(" ", most // 2)
        return _cleaned((cut[:at] if at > 0 else cut).rstrip() + "…", field in _LONG), True


def has_markup(text: str) -> bool:
    """Whether `clean_text` takes HTML out of it."""
    return "<" in text and _TAG.search(text) is not None


def is_clean(text: str, field: str) -> bool:
    """Whether it is as `clean_text` leaves it."""
    try:
        return clean_text(text, field) == text
    except BadInput:
        return False


def _cleaned(text: str, paragraphs: bool) -> str:
    # What is taken out can bring two halves of something together: until nothing changes.
    for _ in range(6):
        before, text = text, _pass(text, paragraphs)
        if text == before:
            return text
    return _pass(_pass(text.replace("&", " ").replace("<", " "), paragraphs), paragraphs)


def _pass(text: str, paragraphs: bool) -> str:
    if "&" in text:
        text = _ENTITY.sub(lambda found: html.unescape(found[0]), text)
    if "<" in text:
        text = _OPENS_TAG.sub("", _TAG.sub(" ", _without_scripts(text)))
    text = text.replace("\r\n", "\n").translate(_BREAKS)
    if not text.isprintable():
        text = "".join(map(_seen, text))
    if not unicodedata.is_normalized("NFC", text):
        text = unicodedata.normalize("NFC", text)
    text = _LINES.sub("\n", _BLANKS.sub(" ", text)) if paragraphs else " ".join(text.split())
    return _GAPS.sub("\n\n", text).strip()


def _seen(character: str) -> str:
    if character == "\n" or character in _KEPT_UNSEEN:
        return character
    return "" if unicodedata.category(character) in _UNSEEN else character


def _without_scripts(text: str) -> str:
    """Scripts and style sheets go with what stands in them."""
    kept: list[str] = []
    lower = text.lower() if len(text.lower()) == len(text) else text
    at = 0
    while found := _SCRIPT.search(lower, at):
        kept.append(text[at : found.start()])
        end = lower.find(f"</{found[1].lower()}", found.end())
        if end < 0:
            return "".join(kept)
        close = text.find(">", end)
        at = len(text) if close < 0 else close + 1
    kept.append(text[at:])
    return "".join(kept)

"""Telephone numbers: whether one is a number, and the form in which everybody reads it.

Which numbers exist is the library's knowledge (`phonenumbers`, loaded at the first number that is
written in no usual way). The usual ways to write a number of the United States are read by one
pattern and checked against the library's own rules for it, which is what keeps long lists quick.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import NamedTuple

from bot.domain.errors import BadInput
from bot.lazy import lazy
from bot.services.lists.texts import LIMITS, clean_text

#: Longer cells hold no number, or many more than anybody calls.
LONGEST = 500
#: Numbers of three digits that can be called (N11 codes and the crisis line).
SHORT = frozenset({"211", "311", "411", "511", "711", "811", "911", "988"})

_USUAL = re.compile(
    r"(?:\+?1[ .-]?)?\(?([2-9][0-9]{2})\)?[ ./-]{0,3}([2-9][0-9]{2})[ .-]{0,3}([0-9]{4})"
    r"(?:[ ,;]{0,2}(?:x|ext|extension|ext\.|#) ?([0-9]{1,7}))?",
    re.IGNORECASE,
)
_QUOTES = "\"' \t\u00a0\u201c\u201d\u2018\u2019\u00ab\u00bb"
_DASHES = str.maketrans(
    {d: "-" for d in "\u2010\u2011\u2012\u2013\u2014\u2212\u00ad"}  # noqa: C420
)
_SHOWN = re.compile(r"[0-9]{3}-[0-9]{3}-[0-9]{4}|\+[0-9]{1,3}(?:[ /-]?[0-9]{1,12}){1,8}|[0-9]{3}")
_LETTERS = re.compile(r"[^\W\d_]")
_MARKS = " \t\n-\u2013\u2014:;,./|\u00b7\u2022()[]\"'"
_VALID_ONLY = 1


class ReadPhone(NamedTuple):
    """A number as it is shown, its extension, and the words that stood beside it."""

    number: str
    extension: str = ""
    description: str = ""


def clean_phone(text: str) -> tuple[str, str]:
    """The number as it is shown (`312-555-0100`, `+52 55 5555 1234`, `988`), and its extension.

    Letters are turned into digits (`1-800-ABOGADO`).

    Raises:
        BadInput: `lists_io.bad_phone` (`typed`), `lists_io.several_phones`.
    """
    first, *others = clean_phones(text)
    if others:
        raise BadInput("lists_io.several_phones")
    return first.number, first.extension


def clean_phones(text: str) -> tuple[ReadPhone, ...]:
    """The numbers of a cell, at least one; what is written beside one describes it.

    Raises:
        BadInput: `lists_io.bad_phone` (`typed`).
    """
    usual = _USUAL.fullmatch(text)
    if usual is not None:
        area, exchange, line, extension = usual[1], usual[2], usual[3], usual[4]
        if _american().fullmatch(area + exchange + line):
            return (ReadPhone(f"{area}-{exchange}-{line}", extension or ""),)
    found = _unusual(text) if len(text) <= LONGEST else None
    if not found:
        raise BadInput("lists_io.bad_phone", typed=text.strip()[:60])
    return found


def is_phone(number: str) -> bool:
    """Whether it is a number in the form in which numbers are kept."""
    if _SHOWN.fullmatch(number) is None:
        return False
    if number[3:4] == "-" and number[0] != "+":
        digits = number[:3] + number[4:7] + number[8:]
        if _american().fullmatch(digits):
            return True
    try:
        return clean_phone(number) == (number, "")
    except BadInput:
        return False


@cache
def _american() -> re.Pattern[str]:
    """The library's own rule for numbers of the United States that cost nothing unusual."""
    rules = lazy("phonenumbers").PhoneMetadata.metadata_for_region("US", None)
    kinds = (rules.fixed_line, rules.toll_free)
    return re.compile("|".join(f"(?:{kind.national_number_pattern})" for kind in kinds))


@lru_cache(maxsize=4096)
def _unusual(text: str) -> tuple[ReadPhone, ...]:
    typed = text.translate(_DASHES).strip(_QUOTES).removeprefix("tel:")
    usual = _USUAL.fullmatch(typed)
    if usual is not None and _american().fullmatch("".join(usual.groups()[:3])):
        return (ReadPhone("-".join(usual.groups()[:3]), usual[4] or ""),)
    if typed in SHORT:
        return (ReadPhone(typed),)
    library = lazy("phonenumbers")
    found = list(library.PhoneNumberMatcher(typed, "US", leniency=_VALID_ONLY))
    if not found:
        return _whole(typed)
    made: list[ReadPhone] = []
    before = 0
    words: list[str] = []
    for match in found:
        words.append(typed[before : match.start])
        before = match.end
    words.append(typed[before:])
    if any(sum(map(str.isdigit, part)) >= 7 for part in words):
        return ()  # another number, which is none
    for at, match in enumerate(found):
        shown = _shown(match.number)
        if shown is None:
            return ()
        made.append(shown._replace(description=_label(words, at)))
    return tuple(dict.fromkeys(made))


def _label(words: list[str], at: int) -> str:
    """What describes the number between `words[at]` and `words[at + 1]`: it stands before all of
    them ("Office: …") or behind ("… (office)")."""
    ahead = _LETTERS.search(words[0]) is not None
    part = words[at] if ahead else words[at + 1]
    text = part.strip(_MARKS)
    if text.casefold() in {"or", "and", "o", "y", "tel", "phone", "teléfono", "telefono"}:
        return ""
    return clean_text(text[: LIMITS["phone_description"]], "phone_description")


def _whole(typed: str) -> tuple[ReadPhone, ...]:
    """A number written with letters, which no search within a text finds."""
    library = lazy("phonenumbers")
    try:
        number = library.parse(typed, "US")
    except library.NumberParseException:
        return ()
    shown = _shown(number) if library.is_valid_number(number) else None
    return (shown,) if shown else ()


def _shown(number: object) -> ReadPhone | None:
    library = lazy("phonenumbers")
    # The library's type is known only once it is loaded.
    country: int = getattr(number, "country_code", 0)
    extension = str(getattr(number, "extension", None) or "")
    if country == 1:
        digits = str(getattr(number, "national_number", ""))
        text = f"{digits[:3]}-{digits[3:6]}-{digits[6:]}"
    else:
        text = str(library.format_number(number, library.PhoneNumberFormat.INTERNATIONAL))
    if len(extension) > LIMITS["extension"] or _SHOWN.fullmatch(text) is None:
        return None
    return ReadPhone(text, extension)

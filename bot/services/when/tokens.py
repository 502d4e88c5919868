"""What was typed, cut into pieces that mean something; what means nothing to us is kept as such."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple, cast

from bot.domain.errors import BadInput
from bot.services.when.words import Kind, even, meanings, phrases
from bot.services.when.zone_words import named_zone

#: Longer than this is no time, and no rule.
MAX_TEXT = 200


@dataclass(frozen=True, slots=True)
class Clock:
    """A time as typed. `half`: 0 (am), 12 (pm) or None; `of_24`: surely counted to 24."""

    hour: int
    minute: int = 0
    half: int | None = None
    of_24: bool = False


@dataclass(frozen=True, slots=True)
class Token:
    """A piece: what it is, what it stands for, as it was typed, and where.

    `language`: the only language that it is a word of; `also`: what else it may be.
    """

    kind: Kind
    value: object
    text: str
    start: int
    end: int
    language: str = ""
    also: tuple[Kind, ...] = ()

    @property
    def is_ordinal(self) -> bool:
        """A number that can only be a day of the month: 28th, 1st."""
        return self.kind is Kind.ORDINAL or (self.kind is Kind.NTH and self.text[0].isdigit())


#: Between pieces these mean nothing.
_BLANK = re.compile(r"[\s,;()]+|\.(?=[\s,;)]|$)")
_ISO = re.compile(
    r"(\d{4})-(\d{1,2})-(\d{1,2})(?:t(\d{1,2}):(\d{2})(?::\d{2}(?:\.\d+)?)?"
    r"(z|[+-]\d{2}:?\d{2})?)?(?![\w:-])",
    re.ASCII,
)
_YEAR_FIRST = re.compile(r"(\d{4})[/.](\d{1,2})[/.](\d{1,2})(?![\w/])", re.ASCII)
_SLASHED = re.compile(
    r"(\d{1,2})(?:/(\d{1,2})(?:/(\d{4}|\d{2}))?|([.-])(\d{1,2})\4(\d{4}|\d{2}))(?![\w/])", re.ASCII
)
_TIME = re.compile(
    r"(\d{1,2})(?:[:h](\d{2})(?::\d{2}([+-]\d{2}:?\d{2})?)?(?![\w:])(?:\s?h(?:rs?|s)?\b\.?)?"
    r"|\s?h(?:rs?|s)?\b\.?(?!\s*\d))",
    re.ASCII,
)
_DOTTED = re.compile(r"(\d{1,2})\.(\d{2})(?=\s?(?:[ap]\.?\s?m\b|h(?:rs?|s)?\b))", re.ASCII)
#: With am or pm right behind, where a minute may follow: `6:30pm`, `6pm`.
_HALVED = re.compile(r"(\d{1,2})(?:[:h](\d{2}))?(?=\s?[ap]\.?\s?m\b|[ap](?![^\W_]))", re.ASCII)
_HALF = re.compile(r"\s?([ap])\.?\s?m\b\.?|([ap])(?![^\W_])")
_ORDINAL = re.compile(r"(\d{1,2})(?:(?:st|nd|rd|th|er|ro|do|to|\.?o)(?![^\W_])|°)", re.ASCII)
_NUMBER = re.compile(r"\d{1,9}(?![^\W_]|[.:/]\d)", re.ASCII)
_OFFSET = re.compile(r"(?:utc|gmt)\s?([+-])(\d{1,2})(?::?(\d{2}))?(?![\w:])", re.ASCII)
_SIGNS = {"-": Kind.DASH, "@": Kind.AT, "&": Kind.AND}
_BEHIND = re.compile(r"[+-](?:0\d|1[0-4]):?(?:00|30|45)(?![\d:])", re.ASCII)
_WORD = re.compile(r"[^\W\d_][\w'-]*|\d[\w.:/-]*|\S")


def tokens(text: str) -> list[Token]:
    """The pieces of a text, in order.

    Raises:
        BadInput: there is nothing, or far too much.
    """
    if not text.strip():
        raise BadInput("when.empty")
    if len(text) > MAX_TEXT:
        raise BadInput("when.too_long", most=MAX_TEXT)
    folded, found, at = even(text), list[Token](), 0
    while at < len(text):
        blank = _BLANK.match(folded, at)
        if blank is not None:
            at = blank.end()
            continue
        piece = _offset_behind(folded, at, found) or _next(folded, at)
        found.append(
            Token(piece.kind, piece.value, text[at : piece.end], at, piece.end, *piece.meant)
        )
        at = piece.end
    return found


class _Piece(NamedTuple):
    kind: Kind
    value: object
    end: int
    #: Of what language it is, and what else it may be.
    meant: tuple[str, tuple[Kind, ...]] = ("", ())


def _offset_behind(folded: str, at: int, before: list[Token]) -> _Piece | None:
    """The `-05:00` of `10:00:00-05:00`; without seconds it may be an end, and means nothing."""
    found = _BEHIND.match(folded, at)
    if found is None or not before or before[-1].kind is not Kind.TIME or before[-1].end != at:
        return None
    if before[-1].text.count(":") == 2:
        return _Piece(Kind.OFFSET, _offset(found[0]), found.end())
    dated = len(before) > 1 and before[-2].kind is Kind.DATE
    unclear = dated and cast("Clock", before[-1].value).hour >= int(found[0][1:3])
    return _Piece(Kind.UNKNOWN, None, found.end()) if unclear or found[0][0] == "+" else None


def _phrase(folded: str, at: int) -> _Piece | None:
    found = phrases().match(folded, at)
    if found is None:
        return None
    meant = meanings()[found[0]]
    return _Piece(meant.kind, meant.value, found.end(), (meant.language, meant.also))


def _next(folded: str, at: int) -> _Piece:
    """What stands there, as far as it reaches."""
    if folded[at].isdigit():
        return next(_digits(folded, at), None) or _unknown(folded, at)
    offset = _OFFSET.match(folded, at)
    if offset is not None:
        minutes = int(offset[2]) * 60 + int(offset[3] or 0)
        return _Piece(Kind.OFFSET, -minutes if offset[1] == "-" else minutes, offset.end())
    zone, phrase = named_zone(folded, at), _phrase(folded, at)
    if zone is not None and (phrase is None or zone[1] > phrase.end):
        return _Piece(Kind.ZONE, zone[0], zone[1])
    if phrase is not None:
        return phrase
    half = _HALF.match(folded, at)
    if half is not None and half[1]:
        return _Piece(Kind.HALF, _half(half), half.end())
    if folded[at] in _SIGNS:
        return _Piece(_SIGNS[folded[at]], folded[at], at + 1)
    return _unknown(folded, at)


def _unknown(folded: str, at: int) -> _Piece:
    word = _WORD.match(folded, at)
    return _Piece(Kind.UNKNOWN, None, word.end() if word else at + 1)


def _half(found: re.Match[str]) -> int:
    return 12 if "p" in (found[1], found[2]) else 0


def _digits(folded: str, at: int) -> Iterator[_Piece]:
    """What begins with a digit, the longest reading first."""
    if phrase := _phrase(folded, at):  # "12 noon", "1er"
        yield phrase
    yield from _dates(folded, at)
    if found := _DOTTED.match(folded, at) or _HALVED.match(folded, at):
        half = _HALF.match(folded, found.end())
        if half is not None:
            clock = Clock(int(found[1]), int(found[2] or 0), _half(half))
            yield _Piece(Kind.TIME, clock, half.end())
    if found := _TIME.match(folded, at):
        yield _Piece(Kind.TIME, _clock(found), found.start(3) if found[3] else found.end())
    if found := _DOTTED.match(folded, at):
        yield _Piece(Kind.TIME, Clock(int(found[1]), int(found[2]), of_24=True), found.end())
    if found := _ORDINAL.match(folded, at):
        yield _Piece(Kind.ORDINAL, int(found[1]), found.end())
    if found := _NUMBER.match(folded, at):
        year = len(found[0]) == 4
        yield _Piece(Kind.YEAR if year else Kind.NUMBER, int(found[0]), found.end())


def _dates(folded: str, at: int) -> Iterator[_Piece]:
    if found := _ISO.match(folded, at):
        day = tuple(int(found[n]) for n in (1, 2, 3))
        clock = Clock(int(found[4]), int(found[5]), of_24=True) if found[4] else None
        yield _Piece(Kind.DATE, (day, clock, _offset(found[6])), found.end())
    if found := _YEAR_FIRST.match(folded, at):
        yield _Piece(Kind.DATE, (tuple(int(found[n]) for n in (1, 2, 3)), None, None), found.end())
    if found := _SLASHED.match(folded, at):
        year = found[3] or found[6]
        whole = None if year is None else int(year) + (2000 if len(year) == 2 else 0)
        yield _Piece(Kind.SLASHED, (int(found[1]), int(found[2] or found[5]), whole), found.end())


def _offset(text: str | None) -> int | None:
    if text is None:
        return None
    if text == "z":
        return 0
    minutes = int(text[1:3]) * 60 + int(text[-2:])
    return -minutes if text[0] == "-" else minutes


def _clock(found: re.Match[str]) -> Clock:
    hour = found[1]
    of_24 = "h" in found[0] or int(hour) > 12 or hour.startswith("0")
    return Clock(int(hour), int(found[2] or 0), of_24=of_24)

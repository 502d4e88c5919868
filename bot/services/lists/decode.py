"""From bytes to text: which encoding a file is in, and what kind of file it is at all."""

from __future__ import annotations

import re
from typing import NamedTuple

from bot.domain.errors import BadInput
from bot.services.lists.rows import RowProblem

_BOMS = (
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe\x00\x00", "utf-32-le"),
    (b"\x00\x00\xfe\xff", "utf-32-be"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
)
#: What table programs write that write no UTF-8, the likeliest first.
_LIKELY = ("cp1252", "mac_roman", "cp850")
_SHOWN = {"cp1252": "Windows-1252", "mac_roman": "Mac Roman", "cp850": "DOS 850"}
_BEYOND_ASCII = re.compile(rb"[^\n]{0,200}[\x80-\xff][^\n]{0,200}")
_SAMPLE = 40_000
# Each sign with what stands on both sides of it.
_SIGN = re.compile(r"(?=(?:^|(?<=(.)))([^\x00-\x7f])(.?))", re.DOTALL)
_ACCENTED = frozenset("áéíóúñüÁÉÍÓÚÑÜàèòùâêîôûçÇãõäöëï")
_MARKS = frozenset("¿¡\u2018\u2019\u201c\u201d\u2013\u2014…•°ºª«»·®©\u00b4\u00a0")

ZIP_START = b"PK\x03\x04"
_NOT_LISTS = (
    b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"\xd0\xcf\x11\xe0", b"{\\rtf", b"\x1f\x8b",
    b"7z\xbc\xaf", b"Rar!", b"SQLite format 3",
)  # fmt: skip


class Decoded(NamedTuple):
    """The text without its byte order mark; what was assumed about its encoding."""

    text: str
    notes: tuple[RowProblem, ...]


def decode(data: bytes) -> Decoded:
    """The text of a file in UTF-8, in UTF-16, or in what Windows and old Macs write.

    Raises:
        BadInput: `lists_io.not_a_list` (a picture, a PDF …), `lists_io.undecodable`.
    """
    if data.startswith(_NOT_LISTS):
        raise BadInput("lists_io.not_a_list")
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return Decoded(_strictly(data[len(bom) :], encoding), ())
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        text = None
    if text is not None and "\0" not in text:
        return Decoded(text, ())
    if b"\0" in data:
        return _wide(data)
    return _guessed(data)


def _strictly(data: bytes, encoding: str) -> str:
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        raise BadInput("lists_io.undecodable") from None
    if "\0" in text:
        raise BadInput("lists_io.not_a_list")
    return text


def _wide(data: bytes) -> Decoded:
    """UTF-16 that lost its mark, or no text at all."""
    start = data[:4000]
    even, odd = start[0::2].count(0), start[1::2].count(0)
    if max(even, odd) < len(start) // 5 or min(even, odd) > len(start) // 100:
        raise BadInput("lists_io.not_a_list")
    encoding = "utf-16-le" if odd > even else "utf-16-be"
    return Decoded(_strictly(data, encoding), (_assumed("UTF-16"),))


def _guessed(data: bytes) -> Decoded:
    """The likeliest of the encodings: that in which accents stand within words.

    Libraries that guess an encoding compare many languages by their letters; a list of names has
    too few for that, and is one of three cases.
    """
    sample = bytearray()
    for found in _BEYOND_ASCII.finditer(data):
        sample += found[0] + b"\n"
        if len(sample) > _SAMPLE:
            break
    scores = {encoding: _score(sample.decode(encoding, "replace")) for encoding in _LIKELY}
    for encoding in sorted(_LIKELY, key=lambda each: -scores[each]):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        return Decoded(text, (_assumed(_SHOWN[encoding]),))
    raise BadInput("lists_io.undecodable")


def _score(text: str) -> int:
    """How much it looks like Spanish or English with accents and marks where they belong."""
    score = 0
    for found in _SIGN.finditer(text):
        before, sign, after = found[1] or "", found[2], found[3]
        within = before.isalpha() and after.isalpha()
        if sign in _ACCENTED:
            wrong_case = sign.isupper() and before.islower()
            score += -2 if wrong_case else 3 if before.isalpha() or after.isalpha() else 0
        elif sign in _MARKS:
            score += 1 if sign == "\u2019" or not within else -2
        else:
            score -= 3
    return score


def _assumed(name: str) -> RowProblem:
    return RowProblem("lists_io.encoding_assumed", {"name": name})

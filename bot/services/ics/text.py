"""Lines of iCalendar: whatever people typed becomes text in them, and nothing else.

What RFC 5545 forbids in a text (control characters) is left out. What any reader might take for the
end of a line becomes a line break of the text: Python's own `splitlines` also breaks at U+0085,
U+2028, form feeds and the separators below the blank, and readers are built on it.
"""

from __future__ import annotations

import re

_BREAKS = re.compile("\r\n|[\r\v\f\x1c-\x1e\x85\u2028\u2029]")
_FORBIDDEN = re.compile("[\x00-\x08\x0e-\x1b\x1f\x7f-\x84\x86-\x9f\ufeff]")
_SURROGATES = re.compile("[\ud800-\udfff]")
_NO_ADDRESS = re.compile("[\x00-\x20\x7f-\xa0\u2028\u2029\ufeff\ud800-\udfff]")
_ESCAPED = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n"})
_LONGEST = 75
_BLANKS = b" \t"


def clean(text: str) -> str:
    """The text as a calendar can hold it."""
    text = _BREAKS.sub("\n", text)
    return _SURROGATES.sub("\ufffd", _FORBIDDEN.sub("", text))


def text_line(name: str, text: str) -> bytes:
    """A property whose value people typed."""
    return fold(f"{name}:{clean(text).translate(_ESCAPED)}")


def uri_line(name: str, address: str) -> bytes:
    """A property whose value is an address. Those have no escapes: what no address has ends it."""
    return fold(f"{name}:{_NO_ADDRESS.split(address, maxsplit=1)[0]}")


def fold(line: str) -> bytes:
    """A line of ours with its end, in pieces of at most 75 octets, no character cut in two. No
    piece begins or ends with a blank: there are readers that trim."""
    raw = line.encode()
    if len(raw) <= _LONGEST:
        return raw + b"\r\n"
    pieces: list[bytes] = []
    start, room = 0, _LONGEST
    while len(raw) - start > room:
        end = start + room
        while end > start + 1 and not _may_cut(raw, end):
            end -= 1
        if end == start + 1:  # nothing but blanks: cut where characters end
            end = start + room
            while raw[end] & 0xC0 == 0x80:
                end -= 1
        pieces.append(raw[start:end])
        start, room = end, _LONGEST - 1
    pieces.append(raw[start:])
    return b"\r\n ".join(pieces) + b"\r\n"


def _may_cut(raw: bytes, at: int) -> bool:
    return raw[at] & 0xC0 != 0x80 and raw[at] not in _BLANKS and raw[at - 1] not in _BLANKS

"""What Discord would bring to life in a text: a small reading of its markdown, escapes first."""

from __future__ import annotations

import re

#: In a block everything stands as it is; nothing in it is an escape, either.
_BLOCK = re.compile(r"```.*?```", re.DOTALL)
_ESCAPED = re.compile(r"\\([^0-9A-Za-z\s])")

#: Each construct, in text whose escaped characters are already out of the way.
_ALIVE = {
    "mention": re.compile(r"<(?:@[!&]?|#|/[\w -]+:|a?:\w+:|t:|id:)\w*"),
    "ping": re.compile(r"@(?:everyone|here)"),
    "link": re.compile(r"\[[^\]]*\]\([^)]*\)|<?https?://\S+", re.IGNORECASE),
    "bold": re.compile(r"\*+|__+"),
    "strike": re.compile(r"~~"),
    "spoiler": re.compile(r"\|\|"),
    "code": re.compile(r"`+"),
    "heading": re.compile(r"^\s*#{1,3}\s", re.MULTILINE),
    "small": re.compile(r"^\s*-#\s", re.MULTILINE),
    "quote": re.compile(r"^\s*>{1,3}\s", re.MULTILINE),
    "list": re.compile(r"^\s*[-*+]\s", re.MULTILINE),
    "direction": re.compile(r"[\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069]"),
    "invisible": re.compile(r"[\x00-\x08\x0b-\x1f\x7f\u200b\u2060\ufeff]"),
}


def alive(text: str) -> dict[str, int]:
    """How many of each construct Discord would render, without those that are none."""
    read = _ESCAPED.sub("\ue000", _BLOCK.sub("```", text))
    found = {kind: len(pattern.findall(read)) for kind, pattern in _ALIVE.items()}
    return {kind: count for kind, count in found.items() if count}


def unescaped(text: str) -> str:
    """The text as a person reads it."""
    return _ESCAPED.sub(r"\1", text)

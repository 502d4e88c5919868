"""Text from people and data made safe to show: no markdown, no mention, no reordering of lines."""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import urlsplit

_MARKS = re.compile(r"([\\*_~`|>#\-+\[\]()<:@!=])")
_BLANKS = re.compile(r"\s+")

#: Marks that turn the reading order around, and other characters that can't be seen.
_INVISIBLE = {"Cc", "Cf", "Cs", "Co", "Cn"}
#: Joins letters in Persian and emoji: harmless and needed.
_KEPT = {"\u200c", "\u200d"}


def visible(text: str) -> str:
    """One line of what can be seen: no control or direction characters, single blanks."""
    seen = _BLANKS.sub(" ", text)
    return "".join(
        c for c in seen if c in _KEPT or unicodedata.category(c) not in _INVISIBLE
    ).strip()


def plain(text: str) -> str:
    """`text` so that Discord shows it letter by letter: no bold, no link, no mention, no ping."""
    return _MARKS.sub(r"\\\1", visible(text))


def fit(text: str, limit: int) -> str:
    """At most `limit` characters, an ellipsis where something was cut, never inside an escape."""
    if len(text) <= limit:
        return text
    return text[: limit - 1].rstrip("\\ ") + "…"


def web_address(url: str | None) -> str | None:
    """The address if a button may lead there: http(s), with a host, at most 512 characters."""
    if not url or len(url) > 512:
        return None
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    return url if parts.scheme in ("http", "https") and parts.hostname else None

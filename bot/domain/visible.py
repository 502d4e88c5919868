"""Text from people and data as one line of what can be seen, and addresses that may be led to: the
same for Discord's screens, pages and calendars.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from urllib.parse import urlsplit

_BLANKS = re.compile(r"\s+")

#: Marks that turn the reading order around, and other characters that can't be seen.
_INVISIBLE = {"Cc", "Cf", "Cs", "Co", "Cn"}
#: Joins letters in Persian and emoji: harmless and needed.
_KEPT = {"\u200c", "\u200d"}


def visible(text: str) -> str:
    """One line of what can be seen: no control or direction characters, single blanks."""
    if text.isprintable() and "  " not in text:  # nearly always: nothing to take out
        return text.strip()
    seen = "".join(
        c for c in _BLANKS.sub(" ", text) if c in _KEPT or unicodedata.category(c) not in _INVISIBLE
    )
    return _BLANKS.sub(" ", seen).strip()


@lru_cache(maxsize=4096)
def web_address(url: str | None) -> str | None:
    """The address if a button may lead there: http(s), with a host, at most 512 characters.

    None for what Discord refuses (a blank, a control character) or what hides where it leads
    (`https://known.example@other.example`).
    """
    if not url or len(url) > 512 or visible(url) != url or " " in url:
        return None
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    honest = parts.hostname and parts.username is None
    return url if parts.scheme in ("http", "https") and honest else None

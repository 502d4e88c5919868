"""Text from people and data made safe to show: no markdown, no mention, no reordering of lines."""

from __future__ import annotations

import re

from bot.domain.visible import visible, web_address

__all__ = ["fit", "plain", "visible", "web_address"]

_MARKS = re.compile(r"([\\*_~`|>#\-+\[\]()<:@!=])")


def plain(text: str) -> str:
    """`text` so that Discord shows it letter by letter: no bold, no link, no mention, no ping."""
    return _MARKS.sub(r"\\\1", visible(text))


def fit(text: str, limit: int) -> str:
    """At most `limit` characters, an ellipsis where something was cut, never inside an escape."""
    if len(text) <= limit:
        return text
    if limit < 1:
        return ""
    return text[: limit - 1].rstrip("\\ ") + "…"

"""A campaign as a square picture to pass on: its title, what is asked, hashtag and link. Set by
Typst, like the know-your-rights cards (`rights_print.py`); loaded when first asked for.
"""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING

from bot.bundled import bundled_path
from bot.lazy import lazy

if TYPE_CHECKING:
    import typst
else:
    typst = lazy("typst")

#: Dots an inch: 1,080 to a side, what social networks show.
_DPI = 216
_LONG_TITLE, _LONG_ASK = 60, 160
_MOST_TITLE, _MOST_ASK, _MOST_LINE = 120, 320, 60


async def share_picture(title: str, ask: str, hashtag: str, link: str, language: str) -> bytes:
    """The picture, as PNG."""
    return await asyncio.to_thread(_set, title, ask, hashtag, link, language)


def _set(title: str, ask: str, hashtag: str, link: str, language: str) -> bytes:
    words = {
        "language": language,
        "title": _cut(title, _MOST_TITLE),
        "title_size": 30 if len(title) <= _LONG_TITLE else 24,
        "ask": _cut(ask, _MOST_ASK),
        "ask_size": 19 if len(ask) <= _LONG_ASK else 15,
        "hashtag": _cut(hashtag, _MOST_LINE),
        # Nobody can press a picture: what is long is left to the text beside it.
        "link": link.removeprefix("https://").removeprefix("http://")
        if len(link) <= _MOST_LINE
        else "",
    }
    fonts = typst.Fonts(
        include_system_fonts=False,
        include_embedded_fonts=False,
        font_paths=[bundled_path("fonts")],
    )
    typesetter = typst.Compiler(
        bundled_path("print", "share.typ"),
        font_paths=fonts,
        sys_inputs={"share": json.dumps(words)},
    )
    made = typesetter.compile(format="png", ppi=_DPI)
    if not isinstance(made, bytes):
        raise TypeError(type(made))  # two pages: the words were cut so that this can't be
    return made


def _cut(text: str, most: int) -> str:
    line = " ".join(text.split())
    return line if len(line) <= most else f"{line[: most - 1].rstrip()}…"

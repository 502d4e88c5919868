"""The public page's view model as HTML, with the style sheet that belongs to it.

Jinja2 escapes whatever is filled in; there is no script on any page, and no style inside the HTML,
so that the strictest content security policy holds.
"""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from bot.i18n import language_name, languages, t
from bot.lazy import lazy
from bot.web.page_model import Choice, Page

if TYPE_CHECKING:
    import jinja2
else:
    jinja2 = lazy("jinja2")

_FOLDER = Path(__file__).resolve().parent / "templates"
#: What the templates say by themselves: `site.say_<word>`.
WORDS = (
    "skip", "languages", "intro", "subscribe_title", "subscribe_why", "subscribe", "apps",
    "address", "at_once", "views", "filter", "kind", "place", "show", "everything", "months",
    "caption", "only_public", "by", "part_of", "when", "then", "where", "contact", "more_at",
    "add", "file", "gone_title", "gone_why", "gone_next",
)  # fmt: skip


@cache
def _environment() -> jinja2.Environment:
    return jinja2.Environment(
        loader=jinja2.FileSystemLoader(_FOLDER),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )


@cache
def _words(language: str) -> dict[str, str]:
    return {word: t(f"site.say_{word}", language) for word in WORDS}


@cache
def style_sheet() -> bytes:
    """The style sheet of all pages."""
    return (_FOLDER / "style.css").read_bytes()


@cache
def style_name() -> str:
    """Its file's name: another one for other contents, so that it may be kept for ever."""
    return f"style-{hashlib.sha256(style_sheet()).hexdigest()[:16]}.css"


def calendar_html(page: Page) -> str:
    """A page of the calendar."""
    return (
        _environment()
        .get_template("page.html")
        .render(
            page=page,
            language=page.language,
            title=page.title,
            style=page.style,
            say=_words(page.language),
        )
    )


def gone_html(language: str, style: str) -> str:
    """There is no such page: the same whether it never was, is no more, or is turned off."""
    say = _words(language)
    others = [
        (code, Choice(language_name(code), f"?lang={code}"))
        for code in languages()
        if code != language
    ]
    return (
        _environment()
        .get_template("gone.html")
        .render(language=language, title=say["gone_title"], style=style, say=say, others=others)
    )

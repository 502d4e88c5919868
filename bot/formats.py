"""What only Babel knows: dates, names of languages, catalogs made ready to be read.

Loaded at its first use (see `bot/lazy.py`): most starts and most answers need none of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import cast

from babel import Locale
from babel.dates import format_date
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po


def compile_catalog(paths: Iterable[Path], language: str) -> bytes:
    """The gettext files of a language as one compiled catalog (the bytes of a `.mo` file)."""
    merged = Catalog(locale=language)
    for path in paths:
        with path.open("rb") as file:
            for message in read_po(file, locale=language):
                if message.id:
                    merged[message.id] = message
    compiled = BytesIO()
    write_mo(compiled, merged)
    return compiled.getvalue()


def show_date(day: date, language: str) -> str:
    """A date as people of that language write it: `Nov 12, 2026`, `12 nov 2026`."""
    return format_date(day, format="medium", locale=language)


@cache
def names_of_languages(language: str) -> Mapping[str, str]:
    """The names of all languages in one of them, by code."""
    return cast("Mapping[str, str]", Locale.parse(language).languages)


@cache
def name_of_language(code: str, language: str) -> str | None:
    """A language's name in another (`es` in `en`: Spanish); None where the locale data has none."""
    return names_of_languages(language).get(code)

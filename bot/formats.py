"""What only Babel knows: dates, names of languages, catalogs made ready to be read.

Loaded at its first use (see `bot/lazy.py`): most starts and most answers need none of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import cast

from babel import Locale
from babel.dates import (
    format_date,
    format_skeleton,
    get_day_names,
    get_timezone_location,
    get_timezone_name,
)
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

#: Arizona has no summer time, but the locale data's "Mountain Time".
_OTHERWISE = frozenset({"America/Phoenix"})


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


def show_day(day: date, language: str) -> str:
    """A date with its weekday, in full: `Friday, December 4, 2026`."""
    return format_date(day, format="full", locale=language)


def show_month(day: date, language: str) -> str:
    """A month and its year: `December 2026`, `diciembre de 2026`."""
    return format_skeleton("yMMMM", day, locale=language)


@cache
def names_of_days(language: str) -> Sequence[str]:
    """The weekdays in full, Monday first."""
    return [get_day_names("wide", locale=language)[day] for day in range(7)]


@cache
def name_of_zone(zone: str, language: str) -> str:
    """What people call the time of a zone (`America/Chicago`: Central Time, hora central).

    Its city where it has no name of its own, or shares one with clocks that go otherwise.
    """
    name = get_timezone_name(zone, "long", zone_variant="generic", locale=language)
    if "(" not in name and zone not in _OTHERWISE:
        return name
    return get_timezone_location(zone, locale=language, return_city=True)


@cache
def names_of_languages(language: str) -> Mapping[str, str]:
    """The names of all languages in one of them, by code."""
    return cast("Mapping[str, str]", Locale.parse(language).languages)


@cache
def name_of_language(code: str, language: str) -> str | None:
    """A language's name in another (`es` in `en`: Spanish); None where the locale data has none."""
    return names_of_languages(language).get(code)

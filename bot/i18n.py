"""Catalogs: every sentence that a person reads comes from here, in each language we speak.

The catalogs are gettext files, `data/locales/<language>/LC_MESSAGES/<room>.po`, read as they are:
no compiled copy that could grow stale. A message id is a dotted key whose first part names the
room (`find.no_results` stands in `find.po`); English is the source, every other language is
complete (`tests/test_catalogs.py`).
"""

from __future__ import annotations

import gettext
from datetime import date
from functools import cache
from io import BytesIO
from pathlib import Path

from babel import Locale
from babel.dates import format_date
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from bot.bundled import bundled_path

SOURCE_LANGUAGE = "en"


class MissingMessageError(KeyError):
    """A key that no catalog holds: a mistake in the code, never in what a person typed."""


@cache
def languages() -> tuple[str, ...]:
    """The languages we speak, the source language first, e.g. `("en", "es")`."""
    found = sorted(p.name for p in bundled_path("locales").iterdir() if p.is_dir())
    return (SOURCE_LANGUAGE, *(code for code in found if code != SOURCE_LANGUAGE))


def catalog_paths(language: str) -> list[Path]:
    """The catalog files of one language, in a stable order."""
    return sorted(bundled_path("locales", language, "LC_MESSAGES").glob("*.po"))


@cache
def _translations(language: str) -> gettext.GNUTranslations:
    merged = Catalog(locale=language)
    for path in catalog_paths(language):
        with path.open("rb") as file:
            for message in read_po(file, locale=language):
                if message.id:
                    merged[message.id] = message
    compiled = BytesIO()
    write_mo(compiled, merged)
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)


def t(key: str, language: str, *, count: int | None = None, **params: object) -> str:
    """The sentence for `key` in `language`, its placeholders filled.

    `count` picks the plural form and is itself the placeholder `{count}`.

    Raises:
        MissingMessageError: neither this language nor the source language has the key.
    """
    for code in (language, SOURCE_LANGUAGE):
        if code not in languages():
            continue
        catalog = _translations(code)
        text = catalog.gettext(key) if count is None else catalog.ngettext(key, key, count)
        if text != key:
            if count is not None:
                params["count"] = count
            return text.format(**params) if params else text
    raise MissingMessageError(key)


def best_language(*wishes: str | None) -> str:
    """The first of `wishes` that we speak (`es-419` and `es-ES` are `es`), else the source."""
    for wish in wishes:
        if wish:
            code = wish.replace("_", "-").split("-", 1)[0].lower()
            if code in languages():
                return code
    return SOURCE_LANGUAGE


def language_name(code: str) -> str:
    """A language's name in itself: `English`, `Español`."""
    name = Locale.parse(code).get_display_name(code) or code
    return name[:1].upper() + name[1:]


def show_date(day: date, language: str) -> str:
    """A date as people of that language write it: `Nov 12, 2026`, `12 nov 2026`."""
    return format_date(day, format="medium", locale=language)

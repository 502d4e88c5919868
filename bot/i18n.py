"""Catalogs: every sentence that a person reads comes from here, in each language we speak.

The catalogs are gettext files, `data/locales/<language>/LC_MESSAGES/<room>.po`. A message id is a
dotted key whose first part names the room (`find.no_results` stands in `find.po`); English is the
source, every other language is
complete (`tests/test_catalogs.py`).
"""

from __future__ import annotations

import contextlib
import gettext
import hashlib
import os
from collections.abc import Sequence
from datetime import date
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from bot.bundled import bundled_path
from bot.lazy import lazy

if TYPE_CHECKING:
    from bot import formats
else:
    formats = lazy("bot.formats")

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
    """The catalog of a language. Compiled once and kept beside its sources, under a name made of
    their contents, so that it can't grow stale; where nothing can be kept it is compiled anew."""
    paths = catalog_paths(language)
    digest = hashlib.sha256()
    for path in paths:
        digest.update(path.read_bytes())
    kept = paths[0].with_name(f"compiled-{digest.hexdigest()[:16]}.mo")
    try:
        compiled = kept.read_bytes()
    except OSError:
        compiled = formats.compile_catalog(paths, language)
        _keep(kept, compiled)
    return gettext.GNUTranslations(BytesIO(compiled))


def _keep(path: Path, compiled: bytes) -> None:
    with contextlib.suppress(OSError):  # a folder we may not write to: compile again next time
        partial = path.with_suffix(f".{os.getpid()}")
        partial.write_bytes(compiled)
        partial.replace(path)
        for old in path.parent.glob("compiled-*.mo"):
            if old != path:
                old.unlink(missing_ok=True)


def t(key: str, language: str, *, count: int | None = None, **params: object) -> str:
    """The sentence for `key` in `language`, its placeholders filled.

    `count` picks the plural form and is itself the placeholder `{count}`.

    Raises:
        MissingMessageError: neither this language nor the source language has the key.
    """
    if count is None:
        text = _sentence(key, language)
        return text.format(**params) if params else text
    for code in _to_try(language):
        text = _translations(code).ngettext(key, key, count)
        if key and text != key:  # gettext answers an empty key with the header
            return text.format(count=count, **params)
    raise MissingMessageError(key)


@cache
def _sentence(key: str, language: str) -> str:
    """A sentence as it stands in the catalog: a page of results needs some twenty of them."""
    for code in _to_try(language):
        text = _translations(code).gettext(key)
        if key and text != key:
            return text
    raise MissingMessageError(key)


def _to_try(language: str) -> tuple[str, ...]:
    return (language if language in languages() else SOURCE_LANGUAGE, SOURCE_LANGUAGE)


@cache
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
    name = formats.name_of_language(code, code) or code
    return name[:1].upper() + name[1:]


def named_language(code: str, language: str) -> str | None:
    """A language's name in another (`es` in `en`: Spanish); None where nobody knows it."""
    return formats.name_of_language(code, language)


def show_date(day: date, language: str) -> str:
    """A date as people of that language write it: `Nov 12, 2026`, `12 nov 2026`."""
    return formats.show_date(day, language)


def show_day(day: date, language: str) -> str:
    """A date with its weekday, in full: `Friday, December 4, 2026`."""
    return formats.show_day(day, language)


def show_month(day: date, language: str) -> str:
    """A month and its year: `December 2026`, `diciembre de 2026`."""
    return formats.show_month(day, language)


def day_names(language: str) -> Sequence[str]:
    """The weekdays in full, Monday first."""
    return formats.names_of_days(language)


def zone_name(zone: str, language: str) -> str:
    """What people call the time of an IANA zone: `Central Time`, `hora central`.

    Raises:
        LookupError: there is no such zone.
    """
    return formats.name_of_zone(zone, language)

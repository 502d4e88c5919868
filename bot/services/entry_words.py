"""What an entry holds as codes (kind, needs, languages, reach), in words; and needs as typed."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import cache

from bot.domain.organization import Scope
from bot.domain.search import fold
from bot.i18n import languages, named_language, t
from bot.services.lists.vocabulary import kinds, needs, needs_of

_LISTED = re.compile(r"[,;\n]")


def kind_name(kind: str, language: str) -> str:
    """What a kind is called."""
    return t(f"kinds.{kind.replace(' ', '_')}", language)


def need_name(need: str, language: str) -> str:
    """What a person can get somewhere, in words."""
    return t(f"needs.{need}", language)


@cache
def _needs_by_name() -> Mapping[str, str]:
    return {fold(need_name(need, code)): need for need in needs() for code in languages()}


def needs_typed(text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The needs that somebody named, by the words that we show, by their codes or by any word that
    people search with; and the words that name none."""
    found: dict[str, None] = {}
    unknown: list[str] = []
    for part in filter(None, map(str.strip, _LISTED.split(text))):
        named = _needs_by_name().get(fold(part))
        meant, other = ((named,), ()) if named else needs_of(part)
        found.update(dict.fromkeys(meant))
        unknown += other
    return tuple(found), tuple(unknown)


def value_words(field: str, text: str, language: str) -> str:
    """The value of a changed field (`entry_diff`), in words where it is codes."""
    word = _WORDS.get(field)
    return ", ".join(word(each, language) for each in text.split(", ")) if word and text else text


def _kind(code: str, language: str) -> str:
    return kind_name(code, language) if code in kinds() else code


def _need(code: str, language: str) -> str:
    return need_name(code, language) if code in needs() else code


def _language(code: str, language: str) -> str:
    return named_language(code, language) or code


def _scope(code: str, language: str) -> str:
    return t(f"find.scope.{Scope(code).value.replace(' ', '_')}", language)


_WORDS: Mapping[str, Callable[[str, str], str]] = {
    "kind": _kind,
    "needs": _need,
    "languages": _language,
    "scope": _scope,
}

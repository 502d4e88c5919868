"""The closed lists of the directory (kinds, needs, languages, states), and the words people write
for them, in any of our languages."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from typing import Any, cast

from bot.bundled import bundled_path
from bot.domain.search import fold, words_of
from bot.i18n import languages, t
from bot.lazy import lazy
from bot.services.bundled_directory import load_synonyms
from bot.services.places import load_gazetteer

#: The kind of an organization that is of no other.
OTHER = "other"
LANGUAGE_CODE = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,3}")

_PARTS = re.compile(r"[,;|/\n•·&+]|\s(?:and|y|e)\s")
_LISTED = re.compile(r"[,;|\n•·]")
_NOT_LETTERS = re.compile(r"[\W_]+")
# Languages that people speak here and the locale data has no name for, and names it has otherwise.
_MORE_LANGUAGES = {
    "mam": "mam", "quiche": "quc", "kiche": "quc", "qeqchi": "kek", "kekchi": "kek",
    "qanjobal": "kjb", "kanjobal": "kjb", "kaqchikel": "cak", "cakchiquel": "cak", "ixil": "ixl",
    "chuj": "cac", "akateko": "knj", "acateco": "knj", "popti": "jac", "achi": "acr",
    "mixteco": "mix", "mixtec": "mix", "zapoteco": "zap", "zapotec": "zap", "nahuatl": "nah",
    "triqui": "trc", "purepecha": "tsz", "otomi": "oto", "maya": "yua", "quichua": "qu",
    "creole": "ht", "haitian": "ht", "kreyol": "ht", "haitiancreole": "ht", "creolehaitian": "ht",
    "criollohaitiano": "ht", "mandarin": "zh", "mandarinchinese": "zh", "chinesemandarin": "zh",
    "cantonese": "yue", "farsi": "fa", "dari": "prs", "pashto": "ps", "pushto": "ps",
    "tagalog": "tl", "filipino": "fil", "asl": "ase", "americansignlanguage": "ase",
    "signlanguage": "ase", "lenguadesenas": "ase", "lenguajedesenas": "ase", "castellano": "es",
    "espanol": "es", "hmong": "hmn", "karen": "kar", "rohingya": "rhg", "garifuna": "cab",
    "capeverdean": "kea", "capeverdeancreole": "kea", "caboverdean": "kea", "twi": "tw",
    "burmese": "my", "kinyarwanda": "rw", "swahili": "sw", "tigrigna": "ti", "oromo": "om",
    "maymaay": "ymm", "mina": "gej", "wolof": "wo", "fulani": "ff", "bangla": "bn",
}  # fmt: skip


@cache
def _directory() -> Mapping[str, Any]:
    return cast("dict[str, Any]", json.loads(bundled_path("directory.json").read_bytes()))


@cache
def kinds() -> frozenset[str]:
    """Every kind an entry may have (`data/directory.json`)."""
    return frozenset(cast("list[str]", _directory()["kinds"]))


@cache
def needs() -> tuple[str, ...]:
    """What a person can get somewhere, in the order of `data/directory.json`."""
    return tuple(cast("list[str]", _directory()["needs"]))


@cache
def state_codes() -> frozenset[str]:
    """The two-letter codes of the states, DC and the island areas."""
    return frozenset(state.code for state in load_gazetteer().states)


def _key(text: str) -> str:
    """Letters and digits only, folded: how a name in a list is compared."""
    return _NOT_LETTERS.sub("", fold(text))


@cache
def _kinds_by_name() -> Mapping[str, str]:
    named: dict[str, str] = {}
    for kind in sorted(kinds()):
        spelled = [kind, *(t(f"kinds.{kind.replace(' ', '_')}", code) for code in languages())]
        for name in spelled:
            key = _key(name)
            named[key] = kind
            named.setdefault(key.replace("organisation", "organization"), kind)
            named.setdefault(key.replace("programme", "program"), kind)
            named.setdefault(f"{key}s", kind)
    return named


@lru_cache(maxsize=1024)
def kind_of(text: str) -> str | None:
    """The kind that is called so, in any of our languages; None where none is."""
    return _kinds_by_name().get(_key(text))


@cache
def _needs_of_group() -> Mapping[int, str]:
    synonyms = load_synonyms()
    return {group: need for need in needs() for group in synonyms.groups_of([need])}


@lru_cache(maxsize=4096)
def needs_of(text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The needs that a list in a cell names, and the words of it that name none."""
    exact = {_key(need): need for need in needs()}
    synonyms, by_group = load_synonyms(), _needs_of_group()
    found: dict[str, None] = {}
    unknown: list[str] = []
    for part in filter(None, map(str.strip, _LISTED.split(text))):
        if need := exact.get(_key(part)):
            found[need] = None
            continue
        concepts = synonyms.concepts(words_of(part))
        meant = [by_group[c.group] for c in concepts if c.group is not None and c.group in by_group]
        if meant:
            found.update(dict.fromkeys(meant))
        else:
            unknown.append(part)
    return tuple(found), tuple(unknown)


@cache
def _languages_by_name() -> Mapping[str, str]:
    formats = lazy("bot.formats")
    named: dict[str, str] = {}
    for code in languages():
        for language, name in cast("Mapping[str, str]", formats.names_of_languages(code)).items():
            if LANGUAGE_CODE.fullmatch(language):
                named.setdefault(_key(name), language)
                named.setdefault(language, language)
    for name, language in _MORE_LANGUAGES.items():
        named[_key(name)] = language
    return named


@lru_cache(maxsize=4096)
def languages_of(text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The ISO 639 codes of the languages that a cell names, and the words that name none."""
    named = _languages_by_name()
    found: dict[str, None] = {}
    unknown: list[str] = []
    for part in filter(None, map(str.strip, _PARTS.split(text))):
        code = named.get(_key(part)) or named.get(_key(part.partition("(")[0]))
        lower = part.lower()
        if code is None and LANGUAGE_CODE.fullmatch(lower) and lower[:3].split("-")[0] in named:
            code = lower
        if code is None:
            unknown.append(part)
        else:
            found[code] = None
    return tuple(found), tuple(unknown)


@lru_cache(maxsize=512)
def name_of_language(code: str) -> str:
    """The English name of a language, the code itself where nobody knows one."""
    name = cast("str | None", lazy("bot.formats").name_of_language(code, "en"))
    return name or code


@lru_cache(maxsize=64)
def yes_or_no(text: str) -> bool | None:
    """What a cell of a yes-or-no column says; None where it says neither."""
    word = _key(text)
    if word in {"yes", "y", "true", "1", "x", "si", "s", "verdadero", "confidential",
                "confidencial", "t"}:  # fmt: skip
        return True
    if word in {"no", "n", "false", "0", "falso", "f", "", "public", "publico"}:
        return False
    return None


def plain_name(text: str) -> str:
    """A name as it is compared for being the same: no case, accents, or punctuation."""
    return _key(unicodedata.normalize("NFKC", text))


def among(words: Iterable[str]) -> str:
    """Words as a note names them."""
    return ", ".join(words)

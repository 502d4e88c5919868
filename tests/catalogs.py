"""The catalogs as the tests look at them: message by message, and which keys the code reaches."""

from __future__ import annotations

import re
import string
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from babel.messages.pofile import read_po

from bot.i18n import catalog_paths
from tests.codebase import Code, texts

#: Look like keys and are names of files.
FILES = re.compile(r"(?:demo|directory|places|rights)\.(?:csv\.gz|db|json|typ)")


@dataclass(frozen=True)
class Message:
    """One entry of a catalog; `texts` has a text for each plural form, or just one."""

    key: str
    room: str
    plural: bool
    fuzzy: bool
    texts: tuple[str, ...]

    @property
    def placeholders(self) -> set[str]:
        """The names of what is filled in, in any of the forms."""
        return {name for text in self.texts for name in placeholders(text)}


def placeholders(text: str) -> set[str]:
    """The names in `{}`."""
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


@cache
def messages(language: str) -> dict[str, Message]:
    """Every message of a language, by key."""
    return {m.key: m for path in catalog_paths(language) for m in _read(path.stem, language)}


def _read(room: str, language: str) -> Iterator[Message]:
    path = next(p for p in catalog_paths(language) if p.stem == room)
    with path.open("rb") as file:
        for message in read_po(file, locale=language, abort_invalid=True):
            if message.id:
                plural = not isinstance(message.id, str)
                shown = message.string if isinstance(message.string, tuple) else (message.string,)
                key = message.id[0] if plural else message.id
                yield Message(str(key), room, plural, message.fuzzy, tuple(map(str, shown)))


def keys_in(code: Code, rooms: Iterable[str]) -> tuple[dict[str, str], dict[str, str]]:
    """The keys that stand in the code in full, and those with a part filled in (`a.b_{}`): each
    with a place where it stands."""
    looks_like_one = re.compile(rf"(?:{'|'.join(rooms)})\.[\w.{{}}-]*[\w}}]")
    whole: dict[str, str] = {}
    families: dict[str, str] = {}
    for module in code.values():
        for text, line in texts(module.tree):
            if looks_like_one.fullmatch(text) and not FILES.fullmatch(text):
                (families if "{}" in text else whole)[text] = f"{module.path}:{line}"
    return whole, families

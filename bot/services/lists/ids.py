"""Ids that stay: the same row of the same list has the same one, on every machine."""

from __future__ import annotations

import hashlib
import re

from bot.domain.errors import BadInput
from bot.services.lists.vocabulary import plain_name

_KEPT = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9._:-]{0,98}[A-Za-z0-9])?")
_WORD = re.compile(r"[A-Za-z]{4}")
UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
#: Before an id of our own in a table, where it would not be taken for one without.
_OURS = "id:"
#: The namespace of ids that are made of names (a UUID of our own, as RFC 9562 asks).
_NAMESPACE = bytes.fromhex("6f0c1a5e3b7d4c0e9a4df1c2ba7e5d10")


def stable_uuid(*parts: str) -> str:
    """The UUID (version 5) of these texts: the same in every file and on every machine."""
    text = "\x1f".join(parts).encode("utf-8", "replace")
    digest = bytearray(hashlib.sha1(_NAMESPACE + text, usedforsecurity=False).digest()[:16])
    digest[6] = digest[6] & 0x0F | 0x50
    digest[8] = digest[8] & 0x3F | 0x80
    made = digest.hex()
    return f"{made[:8]}-{made[8:12]}-{made[12:16]}-{made[16:20]}-{made[20:]}"


def stable_id(name: str, city: str | None, state: str | None) -> str:
    """The id of a row that brings none. Its website is left out: a list that was mended must find
    its entries again."""
    return stable_uuid("entry", plain_name(name), plain_name(city or ""), state or "")


def entry_id(typed: str, name: str) -> str:
    """The id of an entry as a file names it: a UUID or a name is kept; `12` is only that file's,
    so it becomes one with the entry's name.

    Raises:
        BadInput: `lists_io.bad_id`.
    """
    ours = typed.removeprefix(_OURS)
    if ours != typed and is_kept(ours):
        return ours
    if UUID.fullmatch(typed.lower()):
        return typed.lower()
    if _KEPT.fullmatch(typed) and _WORD.search(typed):
        return typed
    if not typed.isprintable() or len(typed) > 200:
        raise BadInput("lists_io.bad_id", typed="".join(filter(str.isprintable, typed))[:60])
    return stable_uuid("numbered", typed, plain_name(name))


def written_id(id_: str) -> str:
    """An id of ours as a table has it: `entry_id` gives the same one again."""
    plain = _OURS not in id_ and UUID.fullmatch(id_.lower()) is None and _WORD.search(id_)
    return id_ if plain or UUID.fullmatch(id_) else f"{_OURS}{id_}"


def is_kept(typed: str) -> bool:
    """Whether an id of our own export can be an id."""
    return _KEPT.fullmatch(typed) is not None

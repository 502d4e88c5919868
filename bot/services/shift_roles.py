"""The roles of a shift as a lead types them, one a line: `Observer 5`, `Interpreter Spanish 1`,
`Driver 2`, in any of our languages or in own words.

What is not understood is refused with its line, so that nobody has to look for it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache

from bot.domain.errors import BadInput
from bot.domain.search import fold
from bot.domain.shift import Role, RoleName
from bot.domain.shift_check import check_roles
from bot.domain.visible import visible
from bot.i18n import SOURCE_LANGUAGE, languages, named_language, t
from bot.services.language_names import meant_language, name_of_language

_NAMED = frozenset(name.value for name in RoleName)
_BEHIND = re.compile(r"(?P<name>.+?)(?:\s*[:=\u00d7\u2013\u2014-]\s*|\s+)\(?(?P<places>[0-9]+)\)?")
_BEFORE = re.compile(r"(?P<places>[0-9]+)\s*(?:\u00d7\s*|\s)(?P<name>.+)")
#: `intérprete de español`, `interpreter for Spanish`.
_LINKS = re.compile(r"(?:de|en|in|for|of)\s+")
_LONGEST_NUMBER, _LONGEST_SHOWN = 6, 60


def role_name(role: Role, language: str) -> str:
    """`Observer`, `Interpreter (Spanish)`, or a lead's own words; not escaped."""
    if role.name not in _NAMED:
        return visible(role.name)
    name = t(f"shifts.role_{role.name}", language)
    if role.language:
        spoken = name_of_language(role.language, language)
        return t("shifts.role_in", language, role=name, spoken=visible(spoken))
    return name


def say_roles(roles: Sequence[Role], language: str) -> str:
    """The roles as they can be typed, a line for each."""
    return "\n".join(f"{_typed_name(role, language)} {role.capacity}" for role in roles)


def _typed_name(role: Role, language: str) -> str:
    name = role_name(role, language)
    if role.language and _role_of(name).language != role.language:
        return f"{t(f'shifts.role_{role.name}', language)} {role.language}"
    return name


def read_roles(text: str) -> tuple[Role, ...]:
    """The roles that were typed.

    Raises:
        BadInput: there are none or too many, or a line can't be read; it says which.
    """
    roles: list[Role] = []
    for line in text.splitlines():
        for piece in _pieces(visible(line)):
            role = _read(piece)
            if _key(role) in map(_key, roles):
                raise BadInput("shift_plan.role_twice", line=_shown(piece))
            roles.append(role)
    return check_roles(roles)


def _key(role: Role) -> tuple[str, str]:
    return role.name.casefold(), role.language


def _pieces(line: str) -> Iterator[str]:
    """`Observer 5, Driver 2` are two; a comma in own words stays."""
    pieces = [piece.strip() for piece in re.split(r"[,;]", line) if piece.strip()]
    if len(pieces) > 1 and all(_match(piece) for piece in pieces):
        yield from pieces
    elif line:
        yield line


def _match(piece: str) -> re.Match[str] | None:
    return _BEHIND.fullmatch(piece) or _BEFORE.fullmatch(piece)


def _read(piece: str) -> Role:
    match = _match(piece)
    if match is None:
        raise BadInput("shift_plan.role_no_number", line=_shown(piece))
    places = int(match["places"]) if len(match["places"]) <= _LONGEST_NUMBER else -1
    named = _role_of(match["name"])
    try:
        return check_roles([Role(named.name, places, named.language)])[0]
    except BadInput as wrong:
        key = "capacity" if wrong.key == "shift_error.capacity" else "name"
        raise BadInput(f"shift_plan.role_{key}", line=_shown(piece), **wrong.params) from wrong


def _role_of(text: str) -> Role:
    """The role that somebody calls so; its places are not known."""
    name = fold(text).strip()
    for role, names in _names().items():
        if name in names:
            return Role(role, 0)
    for called in _names()[RoleName.INTERPRETER]:
        if name.startswith(f"{called} "):
            code = _language_of(name.removeprefix(f"{called} "))
        elif name.endswith(f" {called}"):
            code = _language_of(name.removesuffix(f" {called}"))
        else:
            continue
        if code is not None:
            return Role(RoleName.INTERPRETER, 0, code)
    return Role(text.strip(), 0)


def _language_of(text: str) -> str | None:
    wanted = _LINKS.sub("", text.strip(" ()"), count=1) or text
    for language in languages():
        code = meant_language(wanted, language)
        if code is not None:
            return code
    known = re.fullmatch(r"[a-z]{2,3}", wanted) and named_language(wanted, SOURCE_LANGUAGE)
    return wanted if known else None


@cache
def _names() -> Mapping[RoleName, frozenset[str]]:
    """What each is called, in every language: its name, and what people also write (in the
    catalogs between bars)."""
    return {
        role: frozenset(
            fold(name)
            for language in languages()
            for name in (
                role.value,
                t(f"shifts.role_{role.value}", language),
                *t(f"shift_plan.typed_{role.value}", language).split("|"),
            )
        )
        for role in RoleName
    }


def _shown(line: str) -> str:
    """The line in the person's own words: letters and digits of them only."""
    words = " ".join(re.sub(r"[^\w\s.,/'&+()-]|_", " ", line).split())
    return words if len(words) <= _LONGEST_SHOWN else f"{words[:_LONGEST_SHOWN]}…"

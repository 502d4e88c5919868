"""Options that are one of a few words: offered in the reader's language, understood in any."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from discord import app_commands

from bot.domain.errors import BadInput
from bot.domain.search import fold
from bot.i18n import languages

#: What a value is called in a language.
NameOf = Callable[[str, str], str]


def choices(
    typed: str, name_of: NameOf, values: Sequence[str], language: str
) -> list[app_commands.Choice[str]]:
    """The values whose name has what was typed; all where none does."""
    wanted = fold(typed)
    named = [(name_of(value, language), value) for value in values]
    fits = [(name, value) for name, value in named if wanted in fold(name)]
    return [app_commands.Choice(name=name, value=value) for name, value in fits or named]


def meant(typed: str | None, name_of: NameOf, values: Sequence[str]) -> str | None:
    """The value that was chosen, or whose name was typed, in any language; None for nothing.

    Raises:
        BadInput: it is none of them.
    """
    if typed is None or not typed.strip():
        return None
    for value in values:
        names = [value, *(name_of(value, language) for language in languages())]
        if fold(typed) in {fold(name) for name in names}:
            return value
    raise BadInput("errors.bad_option")

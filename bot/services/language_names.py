"""Names of the languages that helpers speak, and the choices under `/find language`."""

from __future__ import annotations

from bot.domain.search import fold
from bot.i18n import named_language

#: Languages asked for most in this work, in the order they are offered.
COMMON = (
    *("es", "en", "ht", "pt", "fr", "zh", "ar", "ru", "uk", "fa", "ps", "vi", "ko", "tl", "hi"),
    *("pa", "bn", "ur", "so", "am", "ti", "sw", "qu", "kek", "mam"),
)


def name_of_language(code: str, language: str) -> str:
    """A language's name in another (`es` in `en`: Spanish), the code where nobody knows."""
    return named_language(code, language) or _NO_NAME_IN_CLDR.get(code, code)


#: Mayan languages that the locale data has no name for; each is called so in all our languages.
_NO_NAME_IN_CLDR = {"kek": "Q'eqchi'", "mam": "Mam"}


def language_choices(typed: str, language: str) -> list[tuple[str, str]]:
    """(name, code) of the languages whose name, or a word of it, begins so, at most 25."""
    wanted = fold(typed).strip()
    named = [(name_of_language(code, language), code) for code in COMMON]
    return [(name, code) for name, code in named if code == wanted or _begins(fold(name), wanted)][
        :25
    ]


def _begins(name: str, wanted: str) -> bool:
    return name.startswith(wanted) or any(word.startswith(wanted) for word in name.split())


def meant_language(text: str, language: str) -> str | None:
    """The code that somebody meant who typed past the choices; None if it is none we know."""
    for name, code in language_choices(text, language):
        if fold(text).strip() in (code, fold(name)):
            return code
    return None

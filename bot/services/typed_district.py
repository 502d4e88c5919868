"""A state and its districts as somebody types them, for whoever has no ZIP to give or one that
nobody knows.
"""

from __future__ import annotations

from collections.abc import Sequence

from bot.domain.errors import BadInput
from bot.domain.gazetteer import fold
from bot.domain.legislators import District
from bot.domain.places import Places
from bot.services.nearest_word import nearest_word
from bot.services.places import load_gazetteer, state_name

#: So many letters may be wrong in a district's name.
_SLIPS = 2


def read_state(text: str, places: Places) -> str:
    """The two letters of the state that was typed: as such, by its name, or by a city in it.

    Raises:
        BadInput: `call.no_such_state`.
    """
    code = text.strip().upper()
    if code in {state.code for state in load_gazetteer().states}:
        return code
    try:
        found = places.find(text) if text.strip() else None
    except BadInput:
        found = None
    if found is None or found.state is None:
        raise BadInput("call.no_such_state")
    return found.state


def read_district(text: str, known: Sequence[District], language: str) -> District | None:
    """The district of a state's chamber that was typed; None where nothing was, or where the state
    has no such chamber.

    Raises:
        BadInput: `call.no_such_chamber_district`, with one that there is.
    """
    typed = _key(text)
    if not typed or not known:
        return None
    by_name = {_key(each.name): each for each in known}
    found = by_name.get(typed)
    if found is None:
        holding = [each for name, each in by_name.items() if typed in name.split()]
        found = holding[0] if len(holding) == 1 else None
    if found is None and not typed.isdigit():
        near = nearest_word(typed, list(by_name), _SLIPS)
        found = by_name[near[0]] if near else None
    if found is None:
        example = state_name(known[0].state, language)
        raise BadInput("call.no_such_chamber_district", state=example, example=known[0].name)
    return found


def _key(name: str) -> str:
    """`District 07` is `7`."""
    words = fold(name).removeprefix("district ").split()
    return " ".join(word.lstrip("0") or "0" if word.isdigit() else word for word in words)

"""Asking whose districts they are: all candidates of a ZIP, or the nearest guess. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from discord import ui

from bot.domain.legislators import Body, District
from bot.i18n import t
from bot.presentation.screen import Screen
from bot.presentation.text import fit, plain, visible
from bot.services.legislator_words import FIND_YOURS, body_name
from bot.services.places import state_name
from cogs.calling.code import ASK, NONE, Code
from cogs.calling.parts import PRIMARY, add_rows, body, button, link, small
from cogs.calling.seats import ASKED, get, open_to, value_of

#: Where Congress lists the legislatures of the states, each with its own look-up.
STATE_LOOK_UP = "https://www.congress.gov/state-legislature-websites"
_MOST_OPTIONS = 24
_LABEL, _LINE = 100, 90


@dataclass(frozen=True, slots=True)
class Candidate:
    """A district that may be somebody's, and who sits there (empty: nobody)."""

    district: District
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Which:
    """What is asked. `guess`: the sentence that says that this is a guess."""

    code: Code
    candidates: Mapping[Body, Sequence[Candidate]]
    guess: str = ""


def which_screen(which: Which, language: str) -> Screen:
    """The question, with a menu for each body of which several districts are left."""
    seat = which.code.seat
    whole = seat.whole
    opening = "call.guess_title" if whole else "call.which_title"
    texts = [f"### {t(opening, language)}"]
    if which.guess:
        texts.append(which.guess)
    made = body("\n".join(texts))
    for kind in ASKED:
        left = _left(which, kind)
        if not left:
            continue
        lines = [f"**{body_name(kind, language)}**"]
        lines += [f"- {fit(plain(_label(each, language)), _LINE)}" for each in left]
        made.add_item(ui.TextDisplay("\n".join(lines)))
        if len(left) > 1:
            made.add_item(ui.ActionRow(_menu(which, kind, left, language)))
    if not whole:
        made.add_item(ui.TextDisplay(small([t("call.not_sure_about", language)])))
    buttons = [button("call.these_are_mine", language, which.code.button("mine"), PRIMARY)]
    if not whole:
        buttons = [link("call.look_up", language, FIND_YOURS)]
        if any(get(seat, each) == ASK for each in ASKED[1:]):
            buttons.append(link("call.look_up_state", language, STATE_LOOK_UP))
    buttons.append(button("call.choose_district", language, which.code.button("seat")))
    buttons.append(button("call.other_zip", language, which.code.button("zip")))
    add_rows(made, buttons)
    return Screen(made)


def _left(which: Which, kind: Body) -> list[Candidate]:
    found = which.candidates.get(kind, ())
    left = open_to(which.code.seat, kind, {kind: [each.district for each in found]})
    return [each for each in found if each.district in left]


def _menu(which: Which, kind: Body, left: Sequence[Candidate], language: str) -> ui.Select[Any]:
    chosen = get(which.code.seat, kind)
    menu: ui.Select[Any] = ui.Select(
        custom_id=which.code.button(f"which:{kind.value}"),
        placeholder=t("call.which_is_yours", language),
    )
    for each in left[:_MOST_OPTIONS]:
        value = value_of(each.district)
        here = value == (f"{which.code.seat.state}-{chosen}" if kind is Body.US_HOUSE else chosen)
        label = fit(visible(_label(each, language)), _LABEL)
        menu.add_option(label=label, value=value, default=here)
    menu.add_option(label=t("call.not_sure", language), value=NONE, default=chosen == NONE)
    return menu


def _label(each: Candidate, language: str) -> str:
    names = ", ".join(each.names) or t("call.nobody_sits", language)
    return f"{district_name(each.district, language)} · {names}"


def district_name(district: District, language: str) -> str:
    """A district as it is called: `MA-7`, `2nd Suffolk (MA)`, `district 12 (NH)`."""
    if district.body is Body.US_HOUSE:
        return district.code
    name = district.name
    if name.isdecimal():
        name = t("legislators.district", language, name=name)
    return f"{name or state_name(district.state, language)} ({district.state})"

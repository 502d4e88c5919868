"""One call as a card: whom, where, the number, what to say, and how it went. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from discord import ui

from bot.i18n import t
from bot.presentation.screen import MAX_TEXT, Screen
from bot.presentation.text import fit, plain
from cogs.calling.code import Code
from cogs.calling.parts import GREEN, SECONDARY, Button, add_rows, body, button, small
from cogs.calling.scripts import ROOM, Said, pages

#: What somebody can say of a call, in the order of the buttons.
OUTCOMES = ("contact", "voicemail", "unavailable", "wrong_number", "skip")
#: What can be read out instead of the script, by the letter that stands in the code.
VARIANTS = {"m": "main", "v": "voicemail", "s": "supports", "c": "constituent"}
_LINE = 220
#: For the number, what stands over the script, and the question below it.
_SLACK = 320


@dataclass(frozen=True, slots=True)
class CallCard:
    """What a card shows. `about`: party and body. `office`: where the number rings, how far that is
    and whether somebody is there. `phone` is empty where nobody knows a number: then `website` may
    help. `doubts`: what to know of the number. `variants`: the letters of what there is to read.
    `english`: whether the script differs in English. `notes`: small print. `told`: what happened
    just now. `remembered`: whether this person's districts are."""

    code: Code
    number: int
    total: int
    who: str
    about: str = ""
    office: str = ""
    hours: str = ""
    phone: str = ""
    doubts: tuple[str, ...] = ()
    said: tuple[Said, ...] = ()
    variants: frozenset[str] = frozenset("m")
    english: bool = False
    notes: tuple[str, ...] = ()
    told: str = ""
    remembered: bool = False


def call_screen(card: CallCard, language: str) -> Screen:
    """The card."""
    made = body(_heading(card, language))
    if card.phone:
        # Alone on its line, so that a phone can tap it.
        made.add_item(ui.TextDisplay(f"## {plain(card.phone)}"))
    else:
        made.add_item(ui.TextDisplay(t("call.no_number", language)))
    if card.doubts:
        made.add_item(ui.TextDisplay(small(card.doubts)))
    if card.said:
        made.add_item(ui.Separator())
        rest = sum(len(part) for part in (_heading(card, language), *card.doubts, *card.notes))
        found = pages(card.said, min(ROOM, MAX_TEXT - rest - _SLACK))
        page = min(card.code.at.page, len(found) - 1)
        made.add_item(ui.TextDisplay(f"-# {_lead(card, language)}\n{found[page]}"))
        add_rows(made, _readings(card, len(found), page, language))
    made.add_item(ui.Separator())
    made.add_item(ui.TextDisplay(f"**{t('call.how_did_it_go', language)}**"))
    add_rows(made, _outcomes(card, language))
    if card.notes:
        made.add_item(ui.TextDisplay(small(card.notes)))
    add_rows(made, _about_me(card, language))
    return Screen(made)


def _heading(card: CallCard, language: str) -> str:
    who = fit(plain(card.who), _LINE)
    count = t("call.number_of", language, number=card.number, total=card.total)
    lines = [card.told] if card.told else []
    lines.append(f"### {count} · {who}")
    lines += [fit(plain(line), _LINE) for line in (card.about, card.office, card.hours) if line]
    return "\n".join(lines)


def _lead(card: CallCard, language: str) -> str:
    variant = VARIANTS[card.code.at.variant]
    return t(f"call.lead_{variant}", language)


def _readings(card: CallCard, count: int, page: int, language: str) -> Iterator[Button]:
    """Other things to read out; the card itself is shown again with them."""
    code, at = card.code, card.code.at

    def see(key: str, **changes: object) -> Button:
        turned = code.moved(replace(at, **changes))  # pyright: ignore[reportArgumentType]
        return button(key, language, turned.button("see"))

    if page + 1 < count:
        yield see("call.more_to_say", page=page + 1)
    elif page:
        yield see("call.from_the_start", page=0)
    if card.english:
        yield see(
            "call.in_my_language" if at.english else "call.in_english", english=not at.english
        )
    for letter, name in VARIANTS.items():
        if letter != at.variant and letter in card.variants:
            yield see(f"call.see_{name}", variant=letter, page=0)


def _outcomes(card: CallCard, language: str) -> Iterator[Button]:
    for outcome in OUTCOMES:
        if not card.phone and outcome not in ("contact", "skip"):
            continue
        style = GREEN if outcome == "contact" else SECONDARY
        yield button(f"call.did_{outcome}", language, card.code.button(f"did:{outcome}"), style)


def _about_me(card: CallCard, language: str) -> Iterator[Button]:
    if card.code.seat.known:
        wish = "no" if card.remembered else "yes"
        key = "call.forget_districts" if card.remembered else "call.remember_districts"
        yield button(key, language, card.code.button(f"keep:{wish}"))
    yield button("call.stop_here", language, card.code.button("stop"))

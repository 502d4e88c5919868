"""Numbers: those of one's legislators without a campaign, and those reported as wrong. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from discord import ui

from bot.i18n import t
from bot.presentation.screen import Screen
from bot.presentation.text import fit, plain
from cogs.calling.code import Code
from cogs.calling.parts import GREEN, PRIMARY, add_rows, body, button, small

_LINE = 90
#: So many fit one message.
MOST = 10


@dataclass(frozen=True, slots=True)
class Line:
    """Somebody to call: name and seat, party, the office to try first, its number."""

    who: str
    about: str
    office: str
    phone: str


def numbers_screen(
    code: Code,
    found: Sequence[Line],
    language: str,
    *,
    notes: Sequence[str] = (),
    remembered: bool = False,
) -> Screen:
    """Who speaks for somebody, each with the number that is likeliest to be answered."""
    made = body(f"## {t('call.numbers_title', language)}")
    for each in found[:MOST]:
        lines = [f"**{fit(plain(each.who), _LINE)}**"]
        lines += [fit(plain(line), _LINE) for line in (each.about, each.office) if line]
        lines.append(f"**{plain(each.phone)}**" if each.phone else t("call.no_number", language))
        made.add_item(ui.Separator())
        made.add_item(ui.TextDisplay("\n".join(lines)))
    if notes:
        made.add_item(ui.TextDisplay(small(notes)))
    key = "call.forget_districts" if remembered else "call.remember_districts"
    keep = code.button(f"keep:{'no' if remembered else 'yes'}")
    add_rows(
        made,
        [
            button(key, language, keep),
            button("call.other_zip", language, code.button("zip")),
            button("act.more", language, "act:show"),
        ],
    )
    return Screen(made)


def no_campaign_screen(language: str) -> Screen:
    """That nothing is open, and what there is all the same."""
    made = body(t("call.no_campaign", language))
    numbers = Code("call", ()).button("zip")
    add_rows(
        made,
        [
            button("call.my_legislators", language, numbers, PRIMARY),
            button("act.more", language, "act:show"),
        ],
    )
    return Screen(made)


@dataclass(frozen=True, slots=True)
class Wrong:
    """A number that two people called in vain, whose it is, and what stands for it in a button."""

    number: str
    who: str
    ref: str


def wrong_screen(wrong: Wrong, language: str, told: str = "", *, decided: bool = False) -> Screen:
    """One reported number, for moderators; once it is decided, only that."""
    lines = [told] if told else []
    if not decided:
        lines.append(f"## {t('call.wrong_number', language)}")
    if wrong.who:
        lines.append(fit(plain(wrong.who), _LINE))
    if not decided:
        lines.append(t("call.wrong_reported", language))
    made = body("\n".join(lines))
    made.add_item(ui.TextDisplay(f"### {plain(wrong.number)}"))
    rest = button("call.numbers_out", language, "wrong:list")
    if decided:
        add_rows(made, [rest])
        return Screen(made)
    made.add_item(ui.TextDisplay(t("call.wrong_how", language)))
    add_rows(
        made,
        [
            button("call.put_back", language, f"wrong:put_back:{wrong.ref}", GREEN),
            button("call.keep_out", language, f"wrong:keep_out:{wrong.ref}"),
            rest,
        ],
    )
    return Screen(made)


def out_screen(found: Sequence[Wrong], language: str, told: str = "") -> Screen:
    """All numbers to which nobody is sent, each with the way back."""
    if not found:
        none = t("call.numbers_none_out", language)
        return Screen(body("\n".join([told, none] if told else [none])))
    lines = [told] if told else []
    lines.append(f"## {t('call.numbers_out_title', language)}")
    made = body("\n".join(lines))
    for each in found[:MOST]:
        who = fit(plain(each.who), _LINE)
        text = f"{who}\n{plain(each.number)}" if who else plain(each.number)
        back = button("call.put_back", language, f"wrong:again:{each.ref}")
        made.add_item(ui.Section(ui.TextDisplay(text), accessory=back))
    if len(found) > MOST:
        made.add_item(ui.TextDisplay(t("call.numbers_more", language, number=len(found) - MOST)))
    return Screen(made)

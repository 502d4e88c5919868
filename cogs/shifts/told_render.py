"""What the bot says of a shift unasked, to those who are on it or in its line.

Pure. Each says what it is about, when, where (as far as the reader may see), whom to ask, and has
the button for the next step. Where everybody reads along it names whom it is for and shows no more
than members see.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from discord import ui

from bot.domain.shift import Shift
from bot.i18n import t
from bot.presentation.screen import ACCENT, Screen
from bot.services.shift_views import Seen
from bot.storage.shift_people import Load
from cogs.events.buttons import PRIMARY, Button, button, rows
from cogs.events.render import stamp
from cogs.shifts.words import ask_line, title_of, when_lines, where_lines

Body = ui.Container[Any]


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads it: `whom` are named where everybody reads along; nobody in a message to one."""

    language: str
    whom: Sequence[int] = ()


def confirm_screen(seen: Seen, reader: Reader) -> Screen:
    """The day before: do you come?"""
    number, language = seen.shift.number, reader.language
    found = [
        button("shifts.ill_come", language, f"shift:confirm:{number}", PRIMARY),
        button("shifts.cant_come", language, f"shift:cant:{number}"),
    ]
    return _screen(seen, "told_confirm", [t("shifts.please_confirm", language)], found, reader)


def offer_screen(seen: Seen, role: int, until: int, reader: Reader) -> Screen:
    """A place is kept for one person, until that second."""
    language = reader.language
    kept = t("events.kept_until", language, until=f"<t:{until}:F>", left=f"<t:{until}:R>")
    found = [
        button("shifts.take_place", language, f"shift:claim:{role}", PRIMARY),
        button("shifts.let_go", language, f"shift:withdraw:{seen.shift.number}"),
        _details(seen, language),
    ]
    return _screen(seen, "told_offer", [kept], found, reader)


def cover_screen(seen: Seen, role: int, reader: Reader) -> Screen:
    """Somebody who holds a place looks for cover; who is in line can take it."""
    language = reader.language
    ask = "ask:take" if seen.shift.facility is not None else "take"
    found = [
        button("shifts.take_cover", language, f"shift:{ask}:{role}", PRIMARY),
        _details(seen, language),
    ]
    return _screen(seen, "told_cover", [t("shifts.first_has_it", language)], found, reader)


def covered_screen(seen: Seen, reader: Reader) -> Screen:
    """Somebody took one's place over: nothing is left to do."""
    lines = [t("shifts.nothing_to_do", reader.language)]
    return _screen(seen, "told_covered", lines, [_mine(reader.language)], reader, place=False)


def changed_screen(seen: Seen, what: Sequence[str], reader: Reader) -> Screen:
    """What changed, and the question whether they saw it. `what`: codes."""
    number, language = seen.shift.number, reader.language
    gone = "cancelled" in what
    lines = [] if gone else [t(f"shifts.changed_{code}", language) for code in what]
    found = [button("shifts.saw_it", language, f"shift:heard:{number}", PRIMARY)]
    if not gone:
        found += [
            _details(seen, language),
            button("shifts.cant_come", language, f"shift:cant:{number}"),
        ]
    key = "told_cancelled" if gone else "told_changed"
    return _screen(seen, key, lines, found, reader, place=not gone)


def lost_place_screen(seen: Seen, reader: Reader) -> Screen:
    """There are fewer places now: theirs is gone; they are first in line where there is one."""
    language = reader.language
    key = "shifts.first_in_line" if seen.mine is not None else "shifts.choose_another"
    found = [_details(seen, language)] if seen.mine is not None else [_mine(language)]
    return _screen(seen, "told_lost_place", [t(key, language)], found, reader, place=False)


def put_on_screen(seen: Seen, reader: Reader) -> Screen:
    """A lead put them on a shift; they can say that they can't."""
    language, number = reader.language, seen.shift.number
    cant = button("shifts.cant_come", language, f"shift:cant:{number}")
    lines = [t("shifts.say_if_not", language)]
    return _screen(seen, "told_put_on", lines, [_details(seen, language), cant], reader)


def taken_off_screen(seen: Seen, reader: Reader) -> Screen:
    """A lead took them off a shift."""
    lines = [t("shifts.nothing_to_do", reader.language)]
    return _screen(seen, "told_taken_off", lines, [_mine(reader.language)], reader, place=False)


def swap_asked_screen(seen: Seen, given: Shift, swap: int, reader: Reader) -> Screen:
    """Somebody would give their place on `given` for the one that this person has here."""
    language = reader.language
    found = [
        button("shifts.swap_agree", language, f"shift:agree:{swap}", PRIMARY),
        _details(seen, language),
    ]
    lines = [
        t("shifts.swap_offers", language, title=title_of(given)),
        *when_lines(given, language),
        t("shifts.swap_yours", language),
    ]
    return _screen(seen, "told_swap_asked", lines, found, reader)


def swapped_screen(seen: Seen, reader: Reader) -> Screen:
    """They swapped: this is their shift now."""
    language = reader.language
    lines = [t("shifts.swap_done", language)]
    return _screen(seen, "told_swapped", lines, [_details(seen, language)], reader)


def are_you_there_screen(seen: Seen, reader: Reader) -> Screen:
    """It has begun and they did not check in."""
    language = reader.language
    found = [
        button("shifts.im_here", language, f"shift:in:{seen.shift.number}", PRIMARY),
        _details(seen, language),
    ]
    return _screen(seen, "told_there", [t("shifts.say_if_late", language)], found, reader)


def needed_now_screen(seen: Seen, role: int, reader: Reader) -> Screen:
    """Somebody did not come: who is in line and can be there at once takes the place."""
    language = reader.language
    found = [
        button("shifts.can_come_now", language, f"shift:step:{role}", PRIMARY),
        _details(seen, language),
    ]
    return _screen(seen, "told_needed_now", [t("shifts.first_has_it", language)], found, reader)


def home_safe_screen(seen: Seen, reader: Reader) -> Screen:
    """It is over: are you home?"""
    language = reader.language
    found = [button("shifts.im_home", language, f"shift:out:{seen.shift.number}", PRIMARY)]
    return _screen(seen, "told_home_safe", [t("shifts.until_you_say", language)], found, reader)


def thanks_screen(seen: Seen, load: Load, language: str) -> Screen:
    """Thanks to one who was there."""
    lines = [stamp(seen.shift.starts_at, "D")]
    if load.shifts > 1:
        hours = round(load.minutes / 60)
        lines.append(f"-# {t('shifts.your_load', language, count=load.shifts, hours=hours)}")
    heading = t("shifts.told_thanks", language, title=title_of(seen.shift))
    text = "\n".join([f"### {heading}", *lines])
    body: Body = ui.Container(ui.TextDisplay(text), accent_color=ACCENT)
    body.add_item(
        ui.ActionRow(_mine(language), button("shifts.see_list", language, "shift:list:open:all:0"))
    )
    return Screen(body)


def _screen(
    seen: Seen,
    key: str,
    lines: Sequence[str],
    found: Sequence[Button],
    reader: Reader,
    *,
    place: bool = True,
) -> Screen:
    language, shift = reader.language, seen.shift
    heading = t(f"shifts.{key}", language, title=title_of(shift))
    body: Body = ui.Container(accent_color=ACCENT)
    if reader.whom:
        body.add_item(ui.TextDisplay(" ".join(f"<@{user_id}>" for user_id in reader.whom)))
    body.add_item(ui.TextDisplay("\n".join([f"### {heading}", *lines])))
    text = list(when_lines(shift, language))
    if place:  # nobody is to go where nothing takes place for them
        text += where_lines(shift, language)
    asked = ask_line(shift, language)
    if asked:
        text.append(asked)
    if reader.whom:
        text.append(f"-# {t('events.only_you_see', language)}")
    body.add_item(ui.TextDisplay("\n".join(text)))
    for row in rows(found):
        body.add_item(row)
    return Screen(body)


def _details(seen: Seen, language: str) -> Button:
    return button("events.details", language, f"shift:open:{seen.shift.number}")


def _mine(language: str) -> Button:
    return button("shifts.see_mine", language, "shift:list:mine:all:0")

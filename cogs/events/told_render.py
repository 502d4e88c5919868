"""What the bot says of an event unasked: a reminder, a change, a place that got free, thanks.

Pure. To one person it shows what they may see; where everybody reads along it names whom it is for,
shows no more than members see, and leads to the button.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from discord import ui

from bot.domain.event import Answer
from bot.i18n import t
from bot.presentation.screen import ACCENT, Screen
from bot.presentation.text import fit, plain
from bot.services.event_views import Coming
from cogs.events.buttons import (
    PRIMARY,
    Button,
    button,
    details,
    link_button,
    offer_buttons,
    rows,
)
from cogs.events.render import inner_lines, stamp, when_line, where_lines

_LONGEST_TITLE = 160
#: The marks that can be given to an event, the best first: from 5 to 1.
MARKS = (5, 3, 1)

Body = ui.Container[Any]


def reminder_screen(coming: Coming, whom: Sequence[int], language: str) -> Screen:
    """It begins soon. `whom`: the people it is for; none in a message to one of them."""
    heading = t("events.reminder", language, title=_title(coming))
    number = coming.occurrence.number
    found = [details(number, language), _cant(number, language)]
    if coming.mine is not None and coming.mine.answer is Answer.MAYBE:
        found.insert(0, button("events.im_going", language, f"event:going:{number}", PRIMARY))
    if not whom:
        found += link_button(coming.event, language)
    return Screen(_body(coming, heading, (), whom, found, language))


def changed_screen(
    coming: Coming, what: Sequence[str], whom: Sequence[int], language: str
) -> Screen:
    """What changed, and the question whether they saw it. `what`: codes."""
    number = coming.occurrence.number
    gone = "cancelled" in what
    key = "events.told_cancelled" if gone else "events.told_changed"
    heading = t(key, language, title=_title(coming))
    lines = [] if gone else [t(f"events.changed_{code}", language) for code in what]
    heard = button("events.i_saw_it", language, f"event:heard:{number}", PRIMARY)
    found = [heard] if gone else [heard, details(number, language), _cant(number, language)]
    note = f"-# {t('events.calendars_lag', language)}"
    return Screen(_body(coming, heading, lines, whom, found, language, note=note, place=not gone))


def offer_screen(coming: Coming, until: int, whom: Sequence[int], language: str) -> Screen:
    """A place got free and is kept for one person, until that second."""
    heading = t("events.told_offer", language, title=_title(coming))
    kept = t("events.kept_until", language, until=f"<t:{until}:F>", left=f"<t:{until}:R>")
    number = coming.occurrence.number
    found = [*offer_buttons(number, language), details(number, language)]
    return Screen(_body(coming, heading, [kept], whom, found, language))


def thanks_screen(coming: Coming, language: str) -> Screen:
    """Thanks after an event, and one question."""
    number = coming.occurrence.number
    day = stamp(coming.occurrence.starts_at, "D")
    text = (
        f"### {t('events.thanks', language, title=_title(coming))}\n{day}\n"
        f"{t('events.how_was_it', language)}\n-# {t('events.mark_private', language)}"
    )
    body: Body = ui.Container(ui.TextDisplay(text), accent_color=ACCENT)
    found = [
        button(f"events.mark_{mark}", language, f"event:mark:{number}:{mark}") for mark in MARKS
    ]
    body.add_item(ui.ActionRow(*found, _in_words(number, language)))
    return Screen(body)


def marked_screen(occurrence: int, language: str) -> Screen:
    """After a mark was given."""
    text = f"### {t('events.marked', language)}\n{t('events.words_too', language)}"
    body: Body = ui.Container(ui.TextDisplay(text), accent_color=ACCENT)
    body.add_item(ui.ActionRow(_in_words(occurrence, language)))
    return Screen(body)


def heard_screen(coming: Coming, language: str) -> Screen:
    """After somebody said that they saw a change: what holds now."""
    heading = t("events.heard", language)
    number = coming.occurrence.number
    off = coming.occurrence.cancelled or coming.event.status.value == "cancelled"
    found = [] if off else [details(number, language), _cant(number, language)]
    title = f"**{_title(coming)}**"
    return Screen(_body(coming, heading, [title], (), found, language, place=not off))


def _body(
    coming: Coming,
    heading: str,
    lines: Sequence[str],
    whom: Sequence[int],
    found: Sequence[Button],
    language: str,
    *,
    note: str = "",
    place: bool = True,
) -> Body:
    body: Body = ui.Container(accent_color=ACCENT)
    called = " ".join(f"<@{user_id}>" for user_id in whom)
    if len(whom) == 1:
        body.add_item(ui.TextDisplay(called))
    event, one = coming.event, coming.occurrence
    body.add_item(ui.TextDisplay("\n".join([f"### {heading}", *lines])))
    text = [when_line(one, event, language)]
    if place:  # nobody is to go where nothing takes place
        text += [*where_lines(event, one, language), *inner_lines(event, language)]
    if whom and found:
        text.append(f"-# {t('events.only_you_see', language)}")
    if note:
        text.append(note)
    body.add_item(ui.TextDisplay("\n".join(text)))
    for row in rows(found):
        body.add_item(row)
    if len(whom) > 1:  # what it is about comes first, a long list of names last
        body.add_item(ui.TextDisplay(f"-# {called}"))
    return body


def _title(coming: Coming) -> str:
    return fit(plain(coming.event.title), _LONGEST_TITLE)


def _cant(occurrence: int, language: str) -> Button:
    return button("events.cant_after_all", language, f"event:declined:{occurrence}")


def _in_words(occurrence: int, language: str) -> Button:
    return button("events.in_words", language, f"event:words:{occurrence}")

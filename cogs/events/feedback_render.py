"""How an event was, in counts that point at nobody. Pure.

A count below `FEW` is not said: who knows that three answered may know which three. Words are shown
where at least so many wrote some.
"""

from __future__ import annotations

from typing import Any

from discord import ui

from bot.domain.event import Event
from bot.i18n import t
from bot.presentation.screen import ACCENT, Screen
from bot.presentation.text import fit, plain
from bot.services.attendance import Feedback

FEW = 5
_MOST_WORDS, _LONGEST = 12, 220


def feedback_screen(event: Event, said: Feedback, language: str) -> Screen:
    """The answers to the one question, all together."""
    total = sum(said.marks)
    head = [f"## {t('event_roster.how_title', language, title=fit(plain(event.title), 150))}"]
    if total < FEW:
        head.append(t("event_roster.how_few", language, few=FEW))
    else:
        head.append(t("event_roster.how_total", language, count=total))
        bad, soso, good = sum(said.marks[:2]), said.marks[2], sum(said.marks[3:])
        head += [
            _line("event_roster.how_good", good, language),
            _line("event_roster.how_soso", soso, language),
            _line("event_roster.how_bad", bad, language),
        ]
    body: ui.Container[Any] = ui.Container(ui.TextDisplay("\n".join(head)), accent_color=ACCENT)
    if said.words:
        body.add_item(ui.Separator())
        body.add_item(ui.TextDisplay("\n".join(_words(said.words, language))))
    return Screen(body)


def _line(key: str, count: int, language: str) -> str:
    few = 0 < count < FEW
    shown = t("event_roster.fewer_than", language, few=FEW) if few else str(count)
    return f"{t(key, language)}: {shown}"


def _words(words: tuple[str, ...], language: str) -> list[str]:
    if len(words) < FEW:
        return [t("event_roster.words_few", language, few=FEW)]
    lines = [f"- {fit(plain(each), _LONGEST)}" for each in words[:_MOST_WORDS]]
    if len(words) > _MOST_WORDS:
        lines.append(t("event_roster.words_more", language, count=len(words) - _MOST_WORDS))
    return [f"**{t('event_roster.words', language)}**", *lines]

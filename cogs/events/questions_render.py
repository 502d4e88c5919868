"""The questions that members bring to a town hall: what most want asked comes first. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from discord import ui

from bot.domain.event import Event
from bot.i18n import t
from bot.presentation.screen import ACCENT, Screen
from bot.presentation.text import fit, plain, visible
from bot.services.event_parts import Question
from cogs.events.buttons import to_event
from cogs.events.roster_words import button

PAGE = 8


def questions_screen(
    event: Event,
    questions: Sequence[Question],
    number: int,
    language: str,
    *,
    may_ask: bool,
    leads: bool,
    home: int | None = None,
    note: str = "",
) -> Screen:
    """A page of them (from 0); leads can also mark one as answered, or take it out. `home`: the
    time of the event to go back to."""
    pages = max(1, -(-len(questions) // PAGE))
    number = min(number, pages - 1)
    shown = questions[number * PAGE : (number + 1) * PAGE]
    body: ui.Container[Any] = ui.Container(accent_color=ACCENT)
    title = fit(plain(event.title), 150)
    head = [note] if note else []
    head.append(f"## {t('event_roster.questions_title', language, title=title)}")
    if not questions:
        head.append(t("event_roster.questions_none", language))
    else:
        head.append(t("event_roster.questions_count", language, count=len(questions)))
    head.append(f"-# {t('event_roster.questions_nameless', language)}")
    body.add_item(ui.TextDisplay("\n".join(head)))
    for each in shown:
        body.add_item(_section(event, each, number, language))
    if pages > 1:
        back = button("event_roster.back", language, f"event:questions:{event.number}:{number - 1}")
        on = button("event_roster.on", language, f"event:questions:{event.number}:{number + 1}")
        back.disabled, on.disabled = number == 0, number + 1 >= pages
        body.add_item(ui.ActionRow(back, on))
    ways: list[ui.Button[Any]] = []
    if may_ask:
        ways.append(button("event_roster.ask", language, f"event:ask:{event.number}", primary=True))
    if home is not None:
        ways.append(to_event(home, language))
    if ways:
        body.add_item(ui.ActionRow(*ways))
    if leads and shown:
        body.add_item(ui.ActionRow(_menu(event, shown, number, language)))
    return Screen(body)


def _section(event: Event, each: Question, number: int, language: str) -> ui.Section[Any]:
    words = fit(plain(each.words), 320)
    if each.answered:
        words = f"~~{words}~~ · {t('event_roster.is_answered', language)}"
    wanted = "0" if each.mine else "1"
    key = "event_roster.want_not" if each.mine else "event_roster.want"
    want = button(
        key, language, f"event:want:{event.number}:{each.number}:{number}:{wanted}",
        count=each.votes,
    )  # fmt: skip
    return ui.Section(words, accessory=want)


def _menu(event: Event, shown: Sequence[Question], number: int, language: str) -> ui.Select[Any]:
    select: ui.Select[Any] = ui.Select(
        custom_id=f"event:question:{event.number}:{number}",
        placeholder=t("event_roster.question_choose", language),
    )
    for each in shown:
        select.add_option(label=fit(visible(each.words), 100) or "…", value=str(each.number))
    return select


def question_screen(event: Event, question: Question, number: int, language: str) -> Screen:
    """One question, for those who lead: what becomes of it."""
    state = f"event:q:{event.number}:{question.number}:{number}"
    turn = "event_roster.answered_not" if question.answered else "event_roster.answered"
    body: ui.Container[Any] = ui.Container(
        ui.TextDisplay(fit(plain(question.words), 700)),
        ui.ActionRow(
            button(turn, language, f"{state}:{'open' if question.answered else 'done'}"),
            button("event_roster.question_out", language, f"{state}:out", danger=True),
            button("event_roster.back", language, f"event:questions:{event.number}:{number}"),
        ),
        accent_color=ACCENT,
    )
    return Screen(body)

"""The buttons under an event: what somebody can do now, by what they answered and how it stands."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

import discord
from discord import ui

from bot.domain.event import CONCERNED, Answer, Event, Status
from bot.i18n import t
from bot.presentation.text import web_address
from bot.services.event_views import Coming

_MOST_IN_A_ROW = 5
PRIMARY = discord.ButtonStyle.primary
SECONDARY = discord.ButtonStyle.secondary

Button = ui.Button[Any]


def button(key: str, language: str, custom_id: str, style: discord.ButtonStyle = SECONDARY) -> Any:
    """A button with its label from the catalogs."""
    return ui.Button[Any](label=t(key, language), custom_id=custom_id, style=style)


def rows(buttons: Iterable[Button]) -> list[ui.ActionRow[Any]]:
    """Buttons in as many rows as they need."""
    every = list(buttons)
    return [
        ui.ActionRow(*every[at : at + _MOST_IN_A_ROW])
        for at in range(0, len(every), _MOST_IN_A_ROW)
    ]


def open_to_answers(coming: Coming, now: datetime) -> bool:
    """Whether somebody can still say that they come."""
    one = coming.occurrence
    return coming.event.status is Status.PUBLISHED and not one.cancelled and one.ends_at > now


def first_answers(occurrence: int, language: str) -> list[Button]:
    """For whoever has not answered, or for everybody: the three answers."""
    return [
        button("events.im_going", language, f"event:going:{occurrence}", PRIMARY),
        button("events.maybe", language, f"event:maybe:{occurrence}"),
        button("events.cant_come", language, f"event:declined:{occurrence}"),
    ]


def unseen(coming: Coming) -> bool:
    """Whether something changed that this person has not said they saw."""
    mine = coming.mine
    return mine is not None and mine.answer in CONCERNED and mine.heard < coming.occurrence.change


def next_steps(coming: Coming, language: str, *, now: datetime) -> list[Button]:
    """What this person can do next, the likeliest first."""
    steps = _by_answer(coming, language, now=now)
    if unseen(coming) and coming.occurrence.ends_at > now:
        seen = f"event:heard:{coming.occurrence.number}"
        steps.insert(0, button("events.i_saw_it", language, seen, PRIMARY))
    return steps


def _by_answer(coming: Coming, language: str, *, now: datetime) -> list[Button]:
    number = coming.occurrence.number
    answer = coming.mine.answer if coming.mine else None
    cant = button("events.cant_after_all", language, f"event:declined:{number}")
    remind = button("events.remind_me", language, f"event:remind:{number}")
    if coming.event.status is Status.POSTPONED and answer in (Answer.GOING, Answer.MAYBE):
        return [cant]
    if not open_to_answers(coming, now):
        return []
    match answer:
        case Answer.GOING:
            return [remind, cant]
        case Answer.MAYBE:
            going = button("events.im_going", language, f"event:going:{number}", PRIMARY)
            return [going, remind, button("events.cant_come", language, cant.custom_id)]
        case Answer.WAITING:
            return [button("events.leave_line", language, f"event:declined:{number}")]
        case Answer.OFFERED:
            return offer_buttons(number, language)
        case Answer.DECLINED:
            return [button("events.going_after_all", language, f"event:going:{number}", PRIMARY)]
        case None:
            return first_answers(number, language)


def offer_buttons(occurrence: int, language: str) -> list[Button]:
    """For a place that is kept for somebody."""
    return [
        button("events.take_place", language, f"event:take:{occurrence}", PRIMARY),
        button("events.let_go", language, f"event:letgo:{occurrence}"),
    ]


def details(occurrence: int, language: str) -> Button:
    """To the event's own page, at one of its times."""
    return button("events.details", language, f"event:one:{occurrence}")


def calendar_button(coming: Coming, language: str, *, now: datetime) -> list[Button]:
    """Into one's own calendar, where it takes place."""
    if not open_to_answers(coming, now):
        return []
    return [button("events.to_calendar", language, f"calendar:add:{coming.occurrence.number}")]


def to_event(occurrence: int, language: str) -> Button:
    """Back to the event's page from a screen that it led to."""
    return button("events.back_to_event", language, f"event:one:{occurrence}")


def link_button(event: Event, language: str) -> list[Button]:
    """To the event's own address on the web, where it has one."""
    url = web_address(event.link)
    return [ui.Button(label=t("events.open_link", language), url=url)] if url else []

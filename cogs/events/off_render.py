"""The questions before an event, or one date of it, is put off, moved or called off."""

from __future__ import annotations

from typing import Any

import discord
from discord import ui

from bot.domain.event import Status
from bot.domain.local_time import local_in
from bot.i18n import show_day, t
from bot.presentation.screen import Notice, Screen
from bot.presentation.text import fit, plain
from bot.services.event_views import Coming, EventPage
from bot.services.hours_text import show_time
from cogs.events.manage_render import back, button, told, told_of
from cogs.events.render import span

#: Dates in one menu.
DATES = 25
Row = ui.ActionRow[Any]


def off_question(page: EventPage, language: str) -> Screen:
    """Asks before an event is called off, or a draft thrown away."""
    event = page.event
    at = f"{event.number}:{event.version}"
    title = plain(fit(event.title, 100))
    if event.status is Status.DRAFT:
        text = t("event_edit.throw_question", language, title=title)
        if page.children:
            text += "\n" + t("event_edit.locals_too", language, count=len(page.children))
        yes = button("event_edit.throw_now", f"event:plan:offnow:{at}", language, "danger")
        return Notice(text, Row(yes, back(event.number, language)))
    lines = [t("event_edit.cancel_question", language, title=title), *_heard(told(page), language)]
    open_locals = sum(one.event.status is not Status.CANCELLED for one in page.children)
    if open_locals:
        lines.append(t("event_edit.locals_too", language, count=open_locals))
    lines.append(t("event_edit.for_good", language))
    row = [button("event_edit.cancel_now", f"event:plan:offnow:{at}", language, "danger")]
    if event.rule is not None:
        lines.append(t("event_edit.whole_series", language))
        row.append(button("event_edit.one_date", f"event:plan:dates:{event.number}:0", language))
    return Notice("\n".join(lines), Row(*row, back(event.number, language)))


def putoff_question(page: EventPage, language: str) -> Screen:
    """Asks to which time an event is put off, or whether there is none yet."""
    event = page.event
    at = f"{event.number}:{event.version}"
    title = plain(fit(event.title, 100))
    lines = [t("event_edit.putoff_question", language, title=title), *_heard(told(page), language)]
    lines.append(t("event_edit.answers_kept", language))
    row = [
        button("event_edit.new_date", f"event:plan:newdate:{event.number}", language, "primary"),
        button("event_edit.no_date", f"event:plan:nodate:{at}", language),
    ]
    if event.rule is not None:
        lines.append(t("event_edit.whole_series", language))
        row.append(button("event_edit.one_date", f"event:plan:dates:{event.number}:0", language))
    return Notice("\n".join(lines), Row(*row, back(event.number, language)))


def _heard(count: int, language: str) -> list[str]:
    if not count:
        return [t("event_edit.nobody_told", language)]
    return [t("event_edit.will_be_told", language, count=count)]


def dates_screen(page: EventPage, at: int, language: str) -> Screen:
    """The dates of a series, one to be chosen."""
    event = page.event
    coming = [one for one in page.times if not one.occurrence.cancelled]
    pages = max(1, -(-len(coming) // DATES))
    at = min(at, pages - 1)
    if not coming:
        return Notice(t("event_edit.no_dates", language), Row(back(event.number, language)))
    select: ui.Select[Any] = ui.Select(
        custom_id=f"event:plan:date:{event.number}",
        placeholder=t("event_edit.choose_date", language),
    )
    for one in coming[at * DATES : (at + 1) * DATES]:
        local = local_in(one.occurrence.starts_at, event.zone)
        clock = show_time(local.hour * 60 + local.minute, language)
        select.add_option(
            label=t(
                "event_edit.date_option",
                language,
                date=show_day(local.date(), language),
                time=clock,
            ),
            value=str(one.occurrence.number),
            description=t("event_edit.going", language, count=one.counts.going),
        )
    row: list[ui.Button[Any]] = []
    for key, other in (("event_edit.earlier", at - 1), ("event_edit.later", at + 1)):
        if 0 <= other < pages:
            row.append(button(key, f"event:plan:dates:{event.number}:{other}", language))
    text = t("event_edit.which_date", language, title=plain(fit(event.title, 100)))
    return Notice(text, Row(select), Row(*row, back(event.number, language)))


def one_screen(one: Coming, language: str) -> Screen:
    """One date, and what can be done to it alone."""
    event, number = one.event, one.occurrence.number
    lines = [
        f"### {plain(fit(event.title, 100))}",
        span(one.occurrence, event, language),
        t("event_edit.going", language, count=one.counts.going),
        *_heard(told_of(one), language),
        f"-# {t('event_edit.others_stay', language)}",
    ]
    row = Row(
        button("event_edit.move_one", f"event:plan:moveone:{number}", language, "primary"),
        button("event_edit.cancel_one", f"event:plan:oneoff:{number}", language, "danger"),
        back(event.number, language),
    )
    return Notice("\n".join(lines), row)


def one_off_question(one: Coming, language: str) -> Screen:
    """Asks before one date is called off."""
    event = one.event
    lines = [
        t("event_edit.cancel_one_question", language, title=plain(fit(event.title, 100))),
        span(one.occurrence, event, language),
        *_heard(told_of(one), language),
        t("event_edit.others_stay", language),
    ]
    yes: ui.Button[Any] = ui.Button(
        label=t("event_edit.cancel_one_now", language),
        custom_id=f"event:plan:oneoffnow:{one.occurrence.number}:{event.version}",
        style=discord.ButtonStyle.danger,
    )
    return Notice("\n".join(lines), Row(yes, back(event.number, language)))

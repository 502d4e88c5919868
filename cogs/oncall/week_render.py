"""The coming week for leads: its gaps as a picture and in words, and who is on each day. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

import discord
from discord import ui

from bot.domain.oncall import FUNCTIONS, Gap, Window
from bot.i18n import show_day, t, zone_name
from bot.presentation.screen import ACCENT, Screen
from bot.presentation.text import fit
from bot.services.oncall import Week
from bot.services.oncall_picture import days_of, say_day, span_of
from cogs.events.roster_words import button
from cogs.oncall.render import name_of, span, stamp

PICTURE = "week.png"
_MOST_GAPS = 20
#: Of one function on one day.
_MOST_PEOPLE, _MOST_GAPS_A_DAY = 8, 3


def week_screen(week: Week, alt: str, language: str) -> Screen:
    """The whole week; `alt` says what the picture shows, empty where there is none."""
    body: ui.Container[Any] = ui.Container(accent_color=ACCENT)
    head = [
        f"## {t('on_call.week_title', language)}",
        t("on_call.week_about", language, zone=zone_name(week.zone, language)),
    ]
    body.add_item(ui.TextDisplay("\n".join(head)))
    if alt:
        item = discord.MediaGalleryItem(f"attachment://{PICTURE}", description=alt)
        body.add_item(ui.MediaGallery(item))
    body.add_item(ui.TextDisplay("\n".join(_all_gaps(week, language))))
    body.add_item(ui.ActionRow(_day_menu(week, None, language)))
    body.add_item(ui.ActionRow(_needs_button(week, language)))
    return Screen(body)


def _needs_button(week: Week, language: str) -> ui.Button[Any]:
    return button("on_call.to_needs", language, "oncall:needs", primary=not week.needs)


def _all_gaps(week: Week, language: str) -> Iterator[str]:
    if not week.needs:
        yield t("on_call.week_no_needs", language)
        return
    if not week.gaps:
        yield t("on_call.no_gaps", language)
        return
    yield f"**{t('on_call.gaps_title', language)}**"
    for gap in week.gaps[:_MOST_GAPS]:
        yield gap_line(week, gap, language)
    if len(week.gaps) > _MOST_GAPS:
        yield t("on_call.more_gaps", language, count=len(week.gaps) - _MOST_GAPS)


def gap_line(week: Week, gap: Gap, language: str) -> str:
    """When, of what, and how many are missing."""
    return t(
        "on_call.gap_line",
        language,
        function=name_of(gap.function, language),
        when=span(gap.starts_at, gap.ends_at, language),
        missing=_missing(week, gap, language),
    )


def _missing(week: Week, gap: Gap, language: str) -> str:
    wanted = sum(need.people for need in week.needs if need.function == gap.function)
    if gap.missing >= wanted:
        return t("on_call.is_nobody", language)
    return t("on_call.missing", language, count=gap.missing)


def _day_menu(week: Week, shown: date | None, language: str) -> ui.Select[Any]:
    menu: ui.Select[Any] = ui.Select(
        custom_id="oncall:day", placeholder=t("on_call.choose_day", language)
    )
    for day in days_of(week):
        begin, end = span_of(day, week.zone)
        count = len([gap for gap in week.gaps if gap.starts_at < end and begin < gap.ends_at])
        menu.add_option(
            label=say_day(day, language),
            value=day.isoformat(),
            description=t("on_call.count_gaps", language, count=count) if count else None,
            default=day == shown,
        )
    return menu


def day_screen(week: Week, day: date, language: str) -> Screen:
    """Who is on call on a day, and what lacks."""
    begin, end = span_of(day, week.zone)
    lines = [f"## {t('on_call.day_title', language, day=show_day(day, language))}"]
    for function in FUNCTIONS:
        on = [
            each
            for each in week.windows
            if each.function == function and each.starts_at < end and begin < each.ends_at
        ]
        gaps = [
            gap
            for gap in week.gaps
            if gap.function == function and gap.starts_at < end and begin < gap.ends_at
        ]
        if on or gaps:
            lines.append(f"**{name_of(function, language)}**")
            lines += _people(on, language)
            lines += _gaps(week, gaps, language)
    if len(lines) == 1:
        lines.append(t("on_call.day_empty", language))
    body: ui.Container[Any] = ui.Container(accent_color=ACCENT)
    body.add_item(ui.TextDisplay(fit("\n".join(lines), 3900)))
    body.add_item(ui.ActionRow(_day_menu(week, day, language)))
    body.add_item(ui.ActionRow(button("on_call.the_week", language, "oncall:week")))
    return Screen(body)


def _people(on: Sequence[Window], language: str) -> Iterator[str]:
    for each in on[:_MOST_PEOPLE]:
        yield f"- <@{each.user_id}> · {_from_to(each)}"
    if len(on) > _MOST_PEOPLE:
        yield t("on_call.more_people", language, count=len(on) - _MOST_PEOPLE)


def _gaps(week: Week, gaps: Sequence[Gap], language: str) -> Iterator[str]:
    for gap in gaps[:_MOST_GAPS_A_DAY]:
        missing = _missing(week, gap, language)
        yield f"- ⚠️ {_from_to(gap)} · {missing}"
    if len(gaps) > _MOST_GAPS_A_DAY:
        yield t("on_call.more_gaps", language, count=len(gaps) - _MOST_GAPS_A_DAY)


def _from_to(one: Window | Gap) -> str:
    """As short as can be: there may be many."""
    return f"{stamp(one.starts_at)} \N{EN DASH} {stamp(one.ends_at)}"

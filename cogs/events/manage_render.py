"""The organizers' page of an event: as members will see it, and everything that can be done to it.

Pure: values in, a screen out. Every button carries the event's number, deeds also the version that
was before the organizer's eyes.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import discord
from discord import ui

from bot.domain.event import Event, Kind, Status, draft_of
from bot.domain.event_tiers import DEFAULT_TIERS, Tier, tier_of_field
from bot.i18n import t
from bot.presentation.screen import ACCENT, MAX_TEXT, Notice, Screen
from bot.presentation.text import fit, plain
from bot.services.event_forms import say_reminders
from bot.services.event_times import Odd, preview
from bot.services.event_views import Coming, EventPage
from cogs.events.render import event_block, span, stamp

#: Of a series so many dates are shown on the page.
_DATES = 4
_MOST_SAID = 700
#: Local events on one screen.
PER_PAGE = 8

Row = ui.ActionRow[Any]


def button(
    key: str, custom_id: str, language: str, style: str = "secondary", **params: Any
) -> ui.Button[Any]:
    """A button with a label from the catalogs."""
    return ui.Button(
        label=fit(t(key, language, **params), 80),
        custom_id=custom_id,
        style=discord.ButtonStyle[style],
    )


def told(page: EventPage) -> int:
    """How many people must hear of what happens to the whole event."""
    counts = page.whole
    return counts.going + counts.maybe + counts.waiting + counts.offered


def told_of(one: Coming) -> int:
    """How many people must hear of what happens to one time."""
    counts = one.counts
    return counts.going + counts.maybe + counts.waiting + counts.offered


def manage_screen(
    page: EventPage,
    language: str,
    *,
    now: datetime,
    said: Sequence[str] = (),
    organizes: bool = True,
) -> Screen:
    """The page; `said`: what was just done and taken for granted, a sentence each. Who leads it
    and is no organizer sees it without what changes it."""
    event = page.event
    body: ui.Container[Any] = ui.Container(accent_color=ACCENT)
    done, beneath = fit("\n".join(said), _MOST_SAID), "\n".join(_beneath(page, language, now))
    if done:
        body.add_item(ui.TextDisplay(done))
        body.add_item(ui.Separator())
    one = _shown_time(page)
    if one is not None:
        # Of a series the places are those of one date, and so is who comes.
        counts = page.whole if page.children else one.counts
        pieces = event_block(event, one.occurrence, counts, page.tier, language, now=now)
        left = MAX_TEXT - len(done) - len(beneath)
        body.add_item(ui.TextDisplay(fit("\n".join(pieces), left)))
    body.add_item(ui.TextDisplay(beneath))
    body.add_item(ui.Separator())
    for row in _rows(page, language, organizes):
        body.add_item(row)
    return Screen(body)


def _shown_time(page: EventPage) -> Coming | None:
    on = [one for one in page.times if not one.occurrence.cancelled]
    return next(iter(on or page.times), None)


def _beneath(page: EventPage, language: str, now: datetime) -> list[str]:
    """What only organizers see of it."""
    event = page.event
    lines: list[str] = []
    if event.link:
        lines.append(t("event_edit.link_line", language, link=plain(fit(event.link, 200))))
    if event.rule is not None and event.status not in (Status.POSTPONED, Status.CANCELLED):
        lines += _dates(event, page, language, now)
    if event.status is not Status.CANCELLED:
        reminders = say_reminders(event.reminders, language) or t("event_edit.nobody", language)
        lines.append(t("event_edit.reminders_line", language, reminders=reminders))
    if event.lead_id is not None:
        lines.append(t("event_edit.lead_line", language, lead=f"<@{event.lead_id}>"))
    lines.append(public_line(event, language))
    lines += sight_lines(event, language)
    if page.children:
        lines.append(t("event_edit.local_count", language, count=len(page.children)))
    return [f"-# {line}" for line in lines]


def _dates(event: Event, page: EventPage, language: str, now: datetime) -> list[str]:
    coming = [one for one in page.times if not one.occurrence.cancelled][:_DATES]
    if not coming:
        return []
    dates = " · ".join(stamp(one.occurrence.starts_at, "d") for one in coming)
    lines = [t("event_edit.dates_line", language, dates=dates)]
    for each in preview(draft_of(event), now=now, most=60):
        if each.odd is not None:
            key = "skipped" if each.odd is Odd.SKIPPED else "twice"
            lines.append(t(f"event_edit.odd_{key}", language, when=stamp(each.starts_at, "f")))
            break
    return lines


def public_line(event: Event, language: str) -> str:
    """Whether people outside this server see it, too."""
    key = "event_edit.is_public" if event.public else "event_edit.is_members"
    return t(key, language)


def sight_lines(event: Event, language: str) -> list[str]:
    """Which fields only some see, a line for each who sees them."""
    lines: list[str] = []
    for tier in Tier:
        fields = [
            t(f"event_edit.field_{name}", language)
            for name in DEFAULT_TIERS
            if tier_of_field(event, name) is tier and (name == "who" or getattr(event, name))
        ]
        if fields and tier > Tier.MEMBER:
            seen = ", ".join(fields)
            lines.append(t(f"event_edit.seen_by_{tier.code}", language, fields=seen))
    return lines


def _rows(page: EventPage, language: str, organizes: bool) -> list[Row]:
    event = page.event
    at = f"{event.number}:{event.version}"
    rows: list[Row] = []
    unheard = next((one for one in page.times if one.counts.unheard), None)
    if unheard is not None:
        number = unheard.occurrence.number
        rows.append(
            Row(
                button(
                    "event_edit.who_unheard",
                    f"event:plan:unheard:{number}:0",
                    language,
                    count=unheard.counts.unheard,
                )
            )
        )
    if not organizes or event.status is Status.CANCELLED:
        return rows
    first: list[ui.Button[Any]] = []
    if event.status is not Status.PUBLISHED:
        key = "event_edit.publish" if event.status is Status.DRAFT else "event_edit.takes_place"
        first.append(button(key, f"event:plan:publish:{at}", language, "primary"))
    if event.kind is Kind.DAY_OF_ACTION and event.parent is None:
        first.append(button("event_edit.add_local", f"event:plan:add:{event.number}", language))
        if page.children:
            first.append(
                button("event_edit.locals", f"event:plan:locals:{event.number}:0", language)
            )
    if event.parent is not None:
        first.append(button("event_edit.umbrella", f"event:plan:page:{event.parent}", language))
    if first:
        rows.append(Row(*first))
    rows.append(
        Row(
            *(
                button(
                    f"event_edit.open_{form}", f"event:plan:form:{form}:{event.number}", language
                )
                for form in ("text", "time", "place")
            ),
            button("event_edit.sight", f"event:plan:sight:{event.number}", language),
            button("event_edit.more", f"event:plan:more:{event.number}", language),
        )
    )
    last: list[ui.Button[Any]] = []
    if event.rule is not None and event.status is not Status.POSTPONED:
        last.append(button("event_edit.one_date", f"event:plan:dates:{event.number}:0", language))
    if event.status is Status.PUBLISHED:
        last.append(button("event_edit.postpone", f"event:plan:putoff:{event.number}", language))
    key = "event_edit.throw_away" if event.status is Status.DRAFT else "event_edit.cancel"
    last.append(button(key, f"event:plan:off:{event.number}", language, "danger"))
    rows.append(Row(*last))
    return rows


def back(number: int, language: str) -> ui.Button[Any]:
    """To the event's page."""
    return button("event_edit.back", f"event:plan:page:{number}", language)


# --- small screens around it ----------------------------------------------------------------


def more_screen(event: Event, language: str) -> Screen:
    """How many places, when people are reminded, and who leads it."""
    places = (
        t("event_edit.no_limit", language)
        if event.capacity is None
        else t("event_edit.places", language, count=event.capacity)
    )
    reminders = say_reminders(event.reminders, language) or t("event_edit.nobody", language)
    lead = f"<@{event.lead_id}>" if event.lead_id else t("event_edit.no_lead", language)
    lines = [
        f"### {t('event_edit.more', language)}",
        t("event_edit.places_line", language, places=places),
        t("event_edit.reminders_line", language, reminders=reminders),
        t("event_edit.lead_line", language, lead=lead),
        f"-# {t('event_edit.lead_about', language)}",
    ]
    at = f"{event.number}:{event.version}"
    chosen = (
        [discord.SelectDefaultValue(id=event.lead_id, type=discord.SelectDefaultValueType.user)]
        if event.lead_id
        else []
    )
    select: ui.UserSelect[Any] = ui.UserSelect(
        custom_id=f"event:plan:lead:{at}",
        placeholder=t("event_edit.choose_lead", language),
        min_values=0,
        max_values=1,
        default_values=chosen,
    )
    body: ui.Container[Any] = ui.Container(accent_color=ACCENT)
    body.add_item(ui.TextDisplay("\n".join(lines)))
    body.add_item(Row(select))
    form = "training" if event.kind is Kind.TRAINING else "numbers"
    body.add_item(
        Row(
            button(
                "event_edit.open_numbers",
                f"event:plan:form:{form}:{event.number}",
                language,
                "primary",
            ),
            back(event.number, language),
        )
    )
    return Screen(body)


def locals_screen(page: EventPage, at: int, language: str, *, now: datetime) -> Screen:
    """All local events of a day of action, those of one screen; each can be opened."""
    event, children = page.event, page.children
    pages = max(1, -(-len(children) // PER_PAGE))
    at = min(at, pages - 1)
    shown = children[at * PER_PAGE : (at + 1) * PER_PAGE]
    body: ui.Container[Any] = ui.Container(accent_color=ACCENT)
    title = t("event_edit.locals_title", language, title=plain(fit(event.title, 100)))
    counted = t("event_edit.locals_counted", language, count=len(children), going=page.whole.going)
    body.add_item(ui.TextDisplay(f"### {title}\n{counted}"))
    for one in shown:
        body.add_item(ui.Separator())
        body.add_item(ui.TextDisplay("\n".join(_local_lines(one, language, now))))
    if shown:
        select: ui.Select[Any] = ui.Select(
            custom_id="event:plan:open", placeholder=t("event_edit.choose_local", language)
        )
        for one in shown:
            select.add_option(
                label=fit(one.event.title, 100),
                value=str(one.event.number),
                description=fit(one.place, 100) or None,
            )
        body.add_item(Row(select))
    row = [button("event_edit.add_local", f"event:plan:add:{event.number}", language, "primary")]
    for key, other in (("event_edit.earlier", at - 1), ("event_edit.later", at + 1)):
        if 0 <= other < pages:
            row.append(button(key, f"event:plan:locals:{event.number}:{other}", language))
    body.add_item(Row(*row, back(event.number, language)))
    return Screen(body)


def _local_lines(one: Coming, language: str, now: datetime) -> list[str]:
    status = t(f"event_edit.status_{one.event.status.value}", language)
    if one.event.status is Status.PUBLISHED and one.occurrence.ends_at <= now:
        status = t("event_edit.status_over", language)
    where = plain(fit(one.place, 80)) or t("event_edit.no_place", language)
    counted = t("event_edit.going", language, count=one.counts.going)
    lead = f" · <@{one.event.lead_id}>" if one.event.lead_id else ""
    return [
        f"**{plain(fit(one.event.title, 80))}** · {status}",
        span(one.occurrence, one.event, language),
        f"{where} · {counted}{lead}",
    ]


def unheard_screen(
    one: Coming, people: Sequence[int], at: int, per_page: int, language: str
) -> Screen:
    """Who has not said that they saw the last change."""
    event = one.event
    shown = people[at * per_page : (at + 1) * per_page]
    if not people:
        return Notice(t("event_edit.all_heard", language), Row(back(event.number, language)))
    lines = [
        t("event_edit.unheard_title", language, count=len(people)),
        span(one.occurrence, event, language),
        " ".join(f"<@{person}>" for person in shown),
        f"-# {t('event_edit.unheard_about', language)}",
    ]
    row: list[ui.Button[Any]] = []
    for key, other in (("event_edit.earlier", at - 1), ("event_edit.later", at + 1)):
        if other >= 0 and other * per_page < len(people):
            row.append(button(key, f"event:plan:unheard:{one.occurrence.number}:{other}", language))
    return Notice("\n".join(lines), Row(*row, back(event.number, language)))

"""The appointments of a clinic: for members a menu of what is free, for leads how full each is.
Pure. Who has which appointment stands in the roster alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from discord import ui

from bot.domain.event import Event, Occurrence
from bot.i18n import t
from bot.presentation.screen import ACCENT, Screen
from bot.presentation.text import fit, plain
from bot.services.event_parts import Slot
from cogs.events.buttons import to_event
from cogs.events.roster_words import button, clock_there, zone_there

#: As many as a menu has room for.
PAGE = 25


def slots_screen(
    event: Event,
    one: Occurrence,
    slots: Sequence[Slot],
    mine: int | None,
    number: int,
    language: str,
    *,
    leads: bool,
    takes: bool,
    note: str = "",
) -> Screen:
    """The appointments (`number`: the page from 0). `takes`: they can still be taken."""
    pages = max(1, -(-len(slots) // PAGE))
    number = min(number, pages - 1)
    shown = slots[number * PAGE : (number + 1) * PAGE]
    body: ui.Container[Any] = ui.Container(accent_color=ACCENT)
    head = _head(event, slots, mine, language, note, takes=takes, leads=leads)
    body.add_item(ui.TextDisplay("\n".join(head)))
    free = [each for each in shown if each.taken < each.capacity and each.number != mine]
    if takes and free:
        body.add_item(ui.ActionRow(_menu(event, one, free, mine, language)))
    if pages > 1:
        back = button("event_roster.earlier", language, f"event:slots:{one.number}:{number - 1}")
        on = button("event_roster.later", language, f"event:slots:{one.number}:{number + 1}")
        back.disabled, on.disabled = number == 0, number + 1 >= pages
        body.add_item(ui.ActionRow(back, on))
    ways = [to_event(one.number, language)]
    if takes and mine is not None:
        give = button("event_roster.slot_back", language, f"event:slotback:{one.number}")
        ways.insert(0, give)
    body.add_item(ui.ActionRow(*ways))
    if leads:
        _for_leads(body, event, one, shown, language)
    return Screen(body)


def _head(
    event: Event,
    slots: Sequence[Slot],
    mine: int | None,
    language: str,
    note: str,
    *,
    takes: bool,
    leads: bool,
) -> list[str]:
    lines = [note] if note else []
    title = fit(plain(event.title), 150)
    lines.append(f"## {t('event_roster.slots_title', language, title=title)}")
    has = next((each for each in slots if each.number == mine), None)
    if has is not None:
        at = f"<t:{int(has.starts_at.timestamp())}:F>"
        lines.append(t("event_roster.slot_mine", language, at=at))
    elif not slots:
        none = "event_roster.slots_none_yet" if leads else "event_roster.slots_none"
        lines.append(t(none, language))
    elif not takes:
        lines.append(t("event_roster.slots_over", language))
    elif all(each.taken >= each.capacity for each in slots):
        lines.append(t("event_roster.slots_full", language))
    else:
        lines.append(t("event_roster.slots_choose", language))
    if slots:
        zone = zone_there(event.zone, language)
        lines.append(f"-# {t('event_roster.slots_zone', language, zone=zone)}")
    return lines


def _menu(
    event: Event, one: Occurrence, free: Sequence[Slot], mine: int | None, language: str
) -> ui.Select[Any]:
    key = "event_roster.slot_choose" if mine is None else "event_roster.slot_change"
    select: ui.Select[Any] = ui.Select(
        custom_id=f"event:slot:{one.number}", placeholder=t(key, language)
    )
    for each in free:
        left = t("event_roster.slot_left", language, count=each.capacity - each.taken)
        time = clock_there(each.starts_at, event.zone, language)
        select.add_option(label=f"{time} · {left}", value=str(each.number))
    return select


def _for_leads(
    body: ui.Container[Any], event: Event, one: Occurrence, shown: Sequence[Slot], language: str
) -> None:
    body.add_item(ui.Separator())
    lines = [f"**{t('event_roster.slots_leads', language)}**"]
    lines += [
        f"- <t:{int(each.starts_at.timestamp())}:t> · "
        + t("event_roster.slot_taken", language, count=each.taken, of=each.capacity)
        for each in shown
    ]
    body.add_item(ui.TextDisplay("\n".join(lines)))
    empty = [each for each in shown if not each.taken]
    if empty:
        select: ui.Select[Any] = ui.Select(
            custom_id=f"event:slotout:{one.number}",
            placeholder=t("event_roster.slot_out", language),
            max_values=len(empty),
        )
        for each in empty:
            label = clock_there(each.starts_at, event.zone, language)
            select.add_option(label=label, value=str(each.number))
        body.add_item(ui.ActionRow(select))
    key = "event_roster.slots_more" if shown else "event_roster.slots_set"
    row: ui.ActionRow[Any] = ui.ActionRow(
        button(key, language, f"event:slotset:{one.number}", primary=not shown),
        button("event_roster.to_roster", language, f"event:roster:{one.number}:going:0"),
    )
    body.add_item(row)

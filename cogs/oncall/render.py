"""How it stands now, one's own times, and what is wanted covered. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from discord import ui

from bot.domain.entry import Schedule
from bot.domain.oncall import FUNCTIONS, OnCallNeed, OnNow, Window
from bot.domain.weekdays import WEEKDAYS
from bot.i18n import t, zone_name
from bot.presentation.screen import ACCENT, Notice, Screen
from bot.presentation.text import fit
from bot.services.hours_text import hours_lines
from bot.services.oncall import Removed
from bot.services.oncall_picture import say_span
from bot.services.zones import COMMON_ZONES
from cogs.events.roster_words import button

#: One's own times on a page.
PAGE = 10


def name_of(function: str, language: str) -> str:
    """What people call a function."""
    return t(f"on_call.function.{function}", language)


def stamp(at: datetime, style: str = "f") -> str:
    """A moment in each reader's own zone."""
    return f"<t:{int(at.timestamp())}:{style}>"


def span(starts_at: datetime, ends_at: datetime, language: str) -> str:
    """A time in each reader's own zone; the day of its end where that is far."""
    style = "t" if ends_at - starts_at <= timedelta(days=1) else "f"
    return t("on_call.from_to", language, start=stamp(starts_at, "F"), end=stamp(ends_at, style))


def now_screen(
    found: Sequence[OnNow], commands: Mapping[str, str], language: str, *, leads: bool
) -> Screen:
    """How many are on call now; no name, no contact. `commands`: how to call `find` and so on."""
    lines = [f"## {t('on_call.now_title', language)}"]
    if any(each.people or each.begins for each in found):
        lines += _now_lines(found, language)
    else:
        lines.append(t("on_call.nobody_at_all", language, command=commands["oncall add"]))
    next_steps: list[str] = []
    if not all(each.people for each in found):
        next_steps.append(t("on_call.need_help_now", language, command=commands["find"]))
    next_steps.append(f"-# {t('on_call.no_names', language)}")
    body: ui.Container[Any] = ui.Container(accent_color=ACCENT)
    body.add_item(ui.TextDisplay("\n".join(lines)))
    body.add_item(ui.TextDisplay("\n".join(next_steps)))
    ways = [
        button("find.hotlines", language, "find:hotlines"),
        button("on_call.my_times", language, "oncall:mine:0"),
    ]
    if leads:
        ways.append(button("on_call.the_week", language, "oncall:week"))
    body.add_item(ui.ActionRow(*ways))
    return Screen(body)


def _now_lines(found: Sequence[OnNow], language: str) -> Iterator[str]:
    """Who is on, then who is on later, then what nobody covers, together."""
    for each in found:
        if each.until is not None:
            yield t(
                "on_call.on_now",
                language,
                count=each.people,
                function=name_of(each.function, language),
                until=stamp(each.until),
            )
    for each in found:
        if each.begins is not None:
            name = name_of(each.function, language)
            yield t("on_call.off_until", language, function=name, begins=stamp(each.begins))
    off = [name_of(each.function, language) for each in found if each == OnNow(each.function)]
    if off:
        yield t("on_call.off_now", language, functions=", ".join(off))


def mine_screen(
    windows: Sequence[Window],
    page: int,
    zone: str | None,
    language: str,
    *,
    note: Sequence[str] = (),
    may_add: bool,
) -> Screen:
    """One's own times, with a menu to take one back and one to add some."""
    pages = max(1, -(-len(windows) // PAGE))
    page = min(page, pages - 1)
    shown = windows[page * PAGE : (page + 1) * PAGE]
    lines = [*note, f"## {t('on_call.mine_title', language)}"]
    lines += [
        t(
            "on_call.my_line",
            language,
            function=name_of(each.function, language),
            when=span(each.starts_at, each.ends_at, language),
        )
        for each in shown
    ]
    if not windows:
        lines.append(t("on_call.mine_none" if may_add else "on_call.not_yet", language))
    if pages > 1:
        lines.append(f"-# {t('on_call.page', language, page=page + 1, pages=pages)}")
    body: ui.Container[Any] = ui.Container(accent_color=ACCENT)
    body.add_item(ui.TextDisplay(fit("\n".join(lines), 3900)))
    if shown:
        body.add_item(ui.ActionRow(_drop_menu(shown, zone or "UTC", page, language)))
    if may_add:
        body.add_item(ui.ActionRow(function_menu("oncall:add", "on_call.add_for", language)))
    if pages > 1:
        turns: list[ui.Button[Any]] = []
        if page:
            turns.append(button("on_call.earlier", language, f"oncall:mine:{page - 1}"))
        if page + 1 < pages:
            turns.append(button("on_call.later", language, f"oncall:mine:{page + 1}"))
        body.add_item(ui.ActionRow(*turns))
    return Screen(body)


def _drop_menu(shown: Sequence[Window], zone: str, page: int, language: str) -> ui.Select[Any]:
    menu: ui.Select[Any] = ui.Select(
        custom_id=f"oncall:drop:{page}", placeholder=t("on_call.choose_drop", language)
    )
    for each in shown:
        about = f"{name_of(each.function, language)} · {zone_name(zone, language)}"
        menu.add_option(
            label=fit(say_span(each.starts_at, each.ends_at, zone, language), 100),
            description=fit(about, 100),
            value=str(each.number),
        )
    return menu


def function_menu(custom_id: str, key: str, language: str) -> ui.Select[Any]:
    """A menu of what one can be on call for."""
    menu: ui.Select[Any] = ui.Select(custom_id=custom_id, placeholder=t(key, language))
    for function in FUNCTIONS:
        menu.add_option(label=name_of(function, language), value=function)
    return menu


def drop_question(asked: Removed, language: str) -> Screen:
    """Asks before one's time is taken back; says what comes of it."""
    window = asked.window
    lines = [
        t(
            "on_call.drop_question",
            language,
            function=name_of(window.function, language),
            when=span(window.starts_at, window.ends_at, language),
        )
    ]
    if asked.opened:
        lines.append(t("on_call.then_gap" if asked.told else "on_call.then_gap_untold", language))
    yes = button("on_call.drop_yes", language, f"oncall:remove:{window.number}", danger=True)
    no = button("on_call.drop_no", language, "oncall:mine:0")
    return Notice("\n".join(lines), ui.ActionRow(yes, no))


def dropped_note(gone: Removed, language: str) -> str:
    """What became of it."""
    if not gone.opened:
        return t("on_call.dropped", language)
    return t("on_call.dropped_told" if gone.told else "on_call.dropped_untold", language)


def zone_screen(function: str, command: str, language: str) -> Screen:
    """Asks in which zone times are meant, where neither the person nor the server chose one."""
    menu: ui.Select[Any] = ui.Select(
        custom_id=f"oncall:zone:{function}", placeholder=t("event_edit.choose_zone", language)
    )
    for at, zone in enumerate(COMMON_ZONES):
        menu.add_option(
            label=fit(zone_name(zone, language), 100),
            value=str(at),
            description=zone.replace("_", " "),
        )
    return Notice(t("on_call.which_zone", language, command=command), ui.ActionRow(menu))


def needs_screen(
    needs: Sequence[OnCallNeed], zone: str, language: str, *, note: str = ""
) -> Screen:
    """What is wanted covered, each with a way to want it no more."""
    body: ui.Container[Any] = ui.Container(accent_color=ACCENT)
    head = [*([note] if note else []), f"## {t('on_call.needs_title', language)}"]
    head.append(
        t("on_call.needs_about", language, zone=zone_name(zone, language))
        if needs
        else t("on_call.needs_none", language)
    )
    body.add_item(ui.TextDisplay("\n".join(head)))
    for need in sorted(needs, key=lambda each: FUNCTIONS.index(each.function)):
        remove: ui.Button[Any] = button(
            "on_call.unneed", language, f"oncall:unneed:{need.function}"
        )
        body.add_item(ui.Section(ui.TextDisplay(need_line(need, language)), accessory=remove))
    want = button("on_call.want", language, "oncall:want", primary=not needs)
    body.add_item(ui.ActionRow(want, button("on_call.the_week", language, "oncall:week")))
    return Screen(body)


def need_line(need: OnCallNeed, language: str) -> str:
    """`Hotline: Mon to Fri, 8 pm to 8 am, 2 people`."""
    hours = Schedule(
        byday=tuple(WEEKDAYS[day] for day in sorted(need.weekdays)),
        opens_at=need.from_minute,
        closes_at=need.until_minute,
    )
    return t(
        "on_call.need_line",
        language,
        count=need.people,
        function=name_of(need.function, language),
        when=" ".join(hours_lines([hours], language)),
    )

"""The roster of a shift for those who run it, and the page of one person on it. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from discord import ui

from bot.domain.shift import Shift, ShiftStatus
from bot.i18n import t
from bot.presentation.screen import ACCENT, Screen
from bot.presentation.text import fit, plain, visible
from bot.services.shift_rosters import Roster
from bot.storage.signups import Signup, State
from cogs.events.buttons import PRIMARY, Button, button, rows
from cogs.events.render import stamp
from cogs.shifts.words import place_text, role_name, role_of, title_of, when_lines

#: So many people on a page: a menu of them stays short enough to choose from.
PAGE = 12
Body = ui.Container[Any]


def _no_names() -> Mapping[int, str]:
    return {}


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page of a roster. `names`: how people are called, for menus, where no mention shows; not
    all may be known."""

    roster: Roster
    page: int = 0
    names: Mapping[int, str] = field(default_factory=_no_names)
    note: str = ""

    @property
    def pages(self) -> int:
        """How many pages there are."""
        return max(1, -(-len(self.roster.people) // PAGE))

    @property
    def shown(self) -> tuple[Signup, ...]:
        """The people on this page."""
        at = min(self.page, self.pages - 1) * PAGE
        return self.roster.people[at : at + PAGE]


def roster_screen(sheet: Sheet, language: str, *, now: datetime) -> Screen:
    """Who is on a shift and how it stands with each; what a lead does about it."""
    seen = sheet.roster.seen
    shift, number = seen.shift, seen.shift.number
    body: Body = ui.Container(accent_color=ACCENT)
    lines = [sheet.note] if sheet.note else []
    lines.append(f"## {t('shift_roster.title', language, title=title_of(shift))}")
    lines += when_lines(shift, language)
    body.add_item(ui.TextDisplay("\n".join(lines)))
    body.add_item(ui.TextDisplay("\n".join(_people(sheet, language, now=now))))
    menu = _person_menu(sheet, language)
    if menu is not None:
        body.add_item(ui.ActionRow(menu))
    if shift.status is ShiftStatus.OPEN and shift.starts_at > now:
        put_on: ui.UserSelect[Any] = ui.UserSelect(
            custom_id=f"shift:puton:{number}", placeholder=t("shift_roster.put_on", language)
        )
        body.add_item(ui.ActionRow(put_on))
    for row in rows(_buttons(sheet, language, now=now)):
        body.add_item(row)
    return Screen(body)


def _people(sheet: Sheet, language: str, *, now: datetime) -> list[str]:
    seen = sheet.roster.seen
    if not sheet.roster.people:
        places = [f"- {place_text(seen, role, language)}" for role in seen.shift.roles]
        return [t("shift_roster.nobody", language), *places]
    lines: list[str] = []
    before: int | None = None
    for each in sheet.shown:
        if each.role != before:
            role = role_of(seen.shift, each.role)
            lines.append(place_text(seen, role, language) if role else "")
            before = each.role
        lines.append(f"- {_person(sheet.roster, each, language, now=now)}")
    if sheet.roster.out_of and any(sheet.roster.hints.values()):
        lines.append(f"-# {t('shift_roster.hint_about', language)}")
    return lines


def _person(roster: Roster, mine: Signup, language: str, *, now: datetime) -> str:
    parts = [f"<@{mine.user_id}>", *person_state(roster.seen.shift, mine, language, now=now)]
    done = roster.hints.get(mine.user_id, 0)
    if done:
        parts.append(t("shift_roster.hint", language, count=roster.out_of, done=done))
    return " · ".join(parts)


def person_state(shift: Shift, mine: Signup, language: str, *, now: datetime) -> list[str]:
    """How it stands with one person, in a few words each."""
    if mine.state is State.WAITING:
        key = "shift_roster.no_show" if mine.came is False else "shift_roster.waits"
        return [t(key, language)]
    if mine.state is State.OFFERED:
        until = stamp(mine.offered_until, "R") if mine.offered_until else ""
        return [t("shift_roster.offered", language, until=until)]
    found: list[str] = []
    if mine.cover_at is not None:
        found.append(t("shift_roster.cover", language))
    if mine.heard < shift.change:
        found.append(t("shift_roster.unheard", language))
    if mine.came is False:
        found.append(t("shift_roster.no_show", language))
    elif mine.out_at is not None:
        key = "shift_roster.home" if shift.field else "shift_roster.out"
        found.append(t(key, language, at=stamp(mine.out_at, "t")))
    elif mine.in_at is not None:
        found.append(t("shift_roster.in", language, at=stamp(mine.in_at, "t")))
    elif mine.came:
        found.append(t("shift_roster.came", language))
    elif now >= shift.starts_at:
        found.append(t("shift_roster.not_in", language))
    elif mine.confirmed:
        found.append(t("shift_roster.confirmed", language))
    return found


def _person_menu(sheet: Sheet, language: str) -> ui.Select[Any] | None:
    if not sheet.shown:
        return None
    shift = sheet.roster.seen.shift
    menu: ui.Select[Any] = ui.Select(
        custom_id=f"shift:person:{shift.number}:{min(sheet.page, sheet.pages - 1)}",
        placeholder=t("shift_roster.choose_person", language),
    )
    for at, each in enumerate(sheet.shown, 1):
        role = role_of(shift, each.role)
        name = sheet.names.get(each.user_id) or t("shift_roster.number", language, number=at)
        about = fit(role_name(role, language), 100) if role else None
        menu.add_option(label=fit(visible(name), 100), value=str(each.user_id), description=about)
    return menu


def _buttons(sheet: Sheet, language: str, *, now: datetime) -> list[Button]:
    shift, page = sheet.roster.seen.shift, min(sheet.page, sheet.pages - 1)
    number = shift.number
    found: list[Button] = []
    unsaid = [
        each
        for each in sheet.roster.people
        if each.state is State.HELD and each.came is None and each.in_at is None
    ]
    if unsaid and now >= shift.starts_at and shift.status is ShiftStatus.OPEN:
        found.append(button("shift_roster.all_came", language, f"shift:allcame:{number}", PRIMARY))
    if page > 0:
        found.append(button("events.earlier_page", language, f"shift:roster:{number}:{page - 1}"))
    if page < sheet.pages - 1:
        found.append(button("events.later_page", language, f"shift:roster:{number}:{page + 1}"))
    found.append(button("shift_roster.refresh", language, f"shift:roster:{number}:{page}x"))
    found.append(button("shifts.back", language, f"shift:open:{number}"))
    return found


def person_screen(
    roster: Roster, mine: Signup, page: int, language: str, *, now: datetime
) -> Screen:
    """One person of a roster, and what a lead can note of them."""
    shift = roster.seen.shift
    role = role_of(shift, mine.role)
    name = fit(plain(role_name(role, language)), 60) if role else ""
    state = [name, *person_state(shift, mine, language, now=now)]
    lines = [f"### <@{mine.user_id}>", " · ".join(each for each in state if each)]
    lines.append(f"{title_of(shift)}, {stamp(shift.starts_at, 'F')}")
    done = roster.hints.get(mine.user_id, 0)
    if done:
        lines.append(t("shift_roster.hint", language, count=roster.out_of, done=done))
    body: Body = ui.Container(ui.TextDisplay("\n".join(lines)), accent_color=ACCENT)
    at, found = f"{shift.number}:{mine.user_id}:{page}", list[Button]()
    if now >= shift.starts_at and mine.state is State.HELD:
        if shift.field and mine.out_at is None and mine.came is not False:
            found.append(button("shift_roster.heard", language, f"shift:heardof:{at}", PRIMARY))
        if not mine.came:
            found.append(button("shift_roster.did_come", language, f"shift:came:{at}"))
        if mine.came is not False:
            found.append(button("shift_roster.did_not", language, f"shift:noshow:{at}"))
    if shift.ends_at > now:
        found.append(button("shift_roster.take_off", language, f"shift:askoff:{at}"))
    found.append(button("shift_roster.back", language, f"shift:roster:{shift.number}:{page}"))
    for row in rows(found):
        body.add_item(row)
    return Screen(body)


def off_question(shift: Shift, user_id: int, page: int, language: str) -> Screen:
    """Asks before somebody is taken off: they hear of it."""
    text = t("shift_roster.ask_off", language, person=f"<@{user_id}>", title=title_of(shift))
    body: Body = ui.Container(ui.TextDisplay(text), accent_color=ACCENT)
    yes = f"shift:off:{shift.number}:{user_id}:{page}"
    body.add_item(
        ui.ActionRow(
            button("shift_roster.yes_off", language, yes, PRIMARY),
            button("shift_roster.back", language, f"shift:roster:{shift.number}:{page}"),
        )
    )
    return Screen(body)


def role_question(shift: Shift, user_id: int, language: str) -> Screen:
    """Asks in which role somebody is put on."""
    text = t("shift_roster.which_role", language, person=f"<@{user_id}>")
    menu: ui.Select[Any] = ui.Select(
        custom_id=f"shift:putrole:{shift.number}:{user_id}",
        placeholder=t("shift_roster.choose_role", language),
    )
    for role in shift.roles:
        menu.add_option(label=fit(role_name(role, language), 100), value=str(role.number))
    body: Body = ui.Container(ui.TextDisplay(text), ui.ActionRow(menu), accent_color=ACCENT)
    body.add_item(
        ui.ActionRow(button("shift_roster.back", language, f"shift:roster:{shift.number}:0"))
    )
    return Screen(body)

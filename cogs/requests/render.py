"""Requests for help as messages: the list, one request, the post for volunteers, what whoever
entered one hears. Pure. The code stands only where a dispatcher or whoever took it reads alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from discord import ui

from bot.domain.help_request import HelpRequest, Need, RequestStatus
from bot.i18n import t
from bot.presentation.screen import ACCENT, Screen
from bot.presentation.text import fit, plain, visible
from bot.services.language_names import name_of_language
from cogs.events.board import QUIET
from cogs.events.buttons import PRIMARY, Button, button, rows
from cogs.events.render import stamp

PAGE = 6
Body = ui.Container[Any]


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads it. `runs`: a dispatcher; `user_id`: to know whether they took it."""

    user_id: int
    language: str
    runs: bool = False


def need_name(need: Need, language: str) -> str:
    """`A ride`."""
    return t(f"help_request.need_{need.value}", language)


def facts(request: HelpRequest, language: str) -> list[str]:
    """What volunteers need to know to take it; nothing that could name anybody."""
    start, end = stamp(request.starts_at, "F"), stamp(request.ends_at, "t")
    lines = [
        f"{t('events.span', language, start=start, end=end)} ({stamp(request.starts_at, 'R')})"
    ]
    if request.place:
        lines.append(t("events.where", language, place=fit(plain(request.place), 140)))
    if request.language:
        spoken = visible(name_of_language(request.language, language))
        lines.append(t("help_request.speaks", language, spoken=fit(plain(spoken), 60)))
    if request.training:
        name = fit(plain(request.training), 200)
        lines.append(t("shifts.needs_training", language, training=name))
    return lines


def list_screen(
    requests: Sequence[HelpRequest], page: int, reader: Reader, *, note: str = ""
) -> Screen:
    """A page of requests, each with a button to its own."""
    language = reader.language
    pages = max(1, -(-len(requests) // PAGE))
    page = min(page, pages - 1)
    lines = [note] if note else []
    if requests:
        lines.append(f"## {t('help_request.list_title', language)}")
        if pages > 1:
            lines.append(t("events.page", language, number=page + 1, total=pages))
    else:
        lines.append(t("help_request.none_runs" if reader.runs else "help_request.none", language))
    body: Body = ui.Container(ui.TextDisplay("\n".join(lines)), accent_color=ACCENT)
    for each in requests[page * PAGE : (page + 1) * PAGE]:
        body.add_item(ui.Separator())
        text = "\n".join(
            [_heading(each, reader), *facts(each, language)[:2], _status(each, reader)]
        )
        opens: Button = button("events.details", language, f"request:open:{each.number}")
        body.add_item(ui.Section(ui.TextDisplay(text), accessory=opens))
    found: list[Button] = []
    if page > 0:
        found.append(button("events.earlier_page", language, f"request:list:{page - 1}"))
    if page < pages - 1:
        found.append(button("events.later_page", language, f"request:list:{page + 1}"))
    if reader.runs:
        found.append(button("help_request.new", language, "request:new", PRIMARY))
    for row in rows(found):
        body.add_item(row)
    return Screen(body)


def page_screen(
    request: HelpRequest,
    reader: Reader,
    *,
    now: datetime,
    note: str = "",
    trainings: Sequence[str] = (),
) -> Screen:
    """One request. `trainings`: those that a dispatcher can ask for."""
    language, number = reader.language, request.number
    mine = request.taken_by == reader.user_id and request.status is RequestStatus.TAKEN
    over = request.status is RequestStatus.CLOSED
    body: Body = ui.Container(accent_color=QUIET if over else ACCENT)
    lines = [note] if note else []
    lines += [f"## {_heading(request, reader)}", *facts(request, language)]
    body.add_item(ui.TextDisplay("\n".join(lines)))
    body.add_item(ui.TextDisplay("\n".join(_standing(request, reader, mine=mine))))
    if reader.runs and request.status is RequestStatus.OPEN and trainings:
        menu: ui.Select[Any] = ui.Select(
            custom_id=f"request:training:{number}",
            placeholder=t("help_request.choose_training", language),
        )
        menu.add_option(label=t("help_request.no_training", language), value="-1")
        for at, name in enumerate(trainings[:24]):
            menu.add_option(label=fit(visible(name), 100), value=str(at))
        body.add_item(ui.ActionRow(menu))
    for row in rows(_buttons(request, reader, mine=mine, now=now)):
        body.add_item(row)
    return Screen(body)


def _heading(request: HelpRequest, reader: Reader) -> str:
    name = need_name(request.need, reader.language)
    shows = reader.runs or (
        request.taken_by == reader.user_id and request.status is RequestStatus.TAKEN
    )
    return f"{name} · {fit(plain(request.code), 60)}" if shows else name


def _status(request: HelpRequest, reader: Reader) -> str:
    if request.status is RequestStatus.TAKEN and request.taken_by == reader.user_id:
        return f"**{t('help_request.you_took', reader.language)}**"
    return f"-# {t(f'help_request.is_{request.status.value}', reader.language)}"


def _standing(request: HelpRequest, reader: Reader, *, mine: bool) -> list[str]:
    language = reader.language
    if mine:
        lines = [f"### {t('help_request.you_took', language)}"]
        ask = (
            t("events.contact", language, contact=f"<@{request.made_by}>")
            if request.made_by
            else t("shifts.ask_moderators", language)
        )
        return [*lines, t("help_request.handed_over", language), ask]
    lines = [t(f"help_request.is_{request.status.value}", language)]
    if reader.runs:
        if request.taken_by:
            lines.append(t("help_request.taken_by", language, person=f"<@{request.taken_by}>"))
        if request.message_id:
            lines.append(t("help_request.told", language, channel=f"<#{request.channel_id}>"))
        lines.append(f"-# {t('help_request.erased_on', language, at=stamp(request.erase_at, 'D'))}")
    elif request.status is RequestStatus.OPEN:
        lines.append(t("help_request.what_follows", language))
    return lines


def _buttons(request: HelpRequest, reader: Reader, *, mine: bool, now: datetime) -> list[Button]:
    language, number = reader.language, request.number
    found: list[Button] = []
    if mine:
        found.append(button("help_request.done", language, f"request:done:{number}", PRIMARY))
        found.append(button("help_request.give_back", language, f"request:back:{number}"))
    is_open = request.status is RequestStatus.OPEN and request.starts_at > now
    if reader.runs and is_open:
        key = "help_request.tell_again" if request.message_id else "help_request.tell"
        style = PRIMARY if not request.message_id else None
        made: Button = button(key, language, f"request:tell:{number}")
        if style:
            made.style = style
        found.append(made)
    if is_open:
        found.append(button("help_request.take", language, f"request:take:{number}"))
    if reader.runs:
        if request.status is not RequestStatus.CLOSED:
            found.append(button("help_request.close", language, f"request:close:{number}"))
        found.append(button("help_request.erase", language, f"request:erase:{number}"))
    found.append(button("help_request.to_list", language, "request:list:0"))
    return found


def ask_screen(question: str, yes: str, custom_id: str, number: int, language: str) -> Screen:
    """Asks before something that can't be taken back."""
    body: Body = ui.Container(ui.TextDisplay(question), accent_color=ACCENT)
    body.add_item(
        ui.ActionRow(
            button(yes, language, custom_id, PRIMARY),
            button("help_request.back", language, f"request:open:{number}"),
        )
    )
    return Screen(body)


def need_screen(language: str) -> Screen:
    """Asks what is needed."""
    menu: ui.Select[Any] = ui.Select(
        custom_id="request:need", placeholder=t("help_request.choose_need", language)
    )
    for need in Need:
        menu.add_option(label=need_name(need, language), value=need.value)
    text = t("help_request.new_about", language)
    body: Body = ui.Container(ui.TextDisplay(text), ui.ActionRow(menu), accent_color=ACCENT)
    return Screen(body)


def post_screen(request: HelpRequest | None, language: str, *, now: datetime) -> Screen:
    """What volunteers read in their channel: no code; once it is taken or gone, no details."""
    if request is None or request.status is RequestStatus.CLOSED or request.starts_at <= now:
        return _post(t("help_request.post_closed", language), quiet=True)
    if request.status is RequestStatus.TAKEN:
        return _post(t("help_request.post_taken", language), quiet=True)
    lines = [
        f"### {t('help_request.post_title', language, need=need_name(request.need, language))}",
        *facts(request, language),
        f"-# {t('help_request.post_about', language)}",
    ]
    take = button("help_request.take", language, f"request:take:{request.number}", PRIMARY)
    return _post("\n".join(lines), take)


def _post(text: str, *buttons: Button, quiet: bool = False) -> Screen:
    body: Body = ui.Container(ui.TextDisplay(text), accent_color=QUIET if quiet else ACCENT)
    for row in rows(buttons):
        body.add_item(row)
    return Screen(body)


def told_screen(request: HelpRequest, key: str, language: str, *, whom: str = "") -> Screen:
    """What whoever entered a request hears: taken, given back, done. `whom`: a mention, where it
    is told in a channel. The code stands there alone: volunteers don't read it."""
    who = f"<@{request.taken_by}>" if request.taken_by else ""
    heading = t(f"help_request.told_{key}", language, code=fit(plain(request.code), 60))
    lines = [f"### {heading}", need_name(request.need, language), *facts(request, language)]
    if key == "taken":
        lines.append(t("help_request.told_taken_next", language, person=who))
    else:
        lines.append(t(f"help_request.told_{key}_next", language))
    body: Body = ui.Container(accent_color=ACCENT)
    if whom:
        body.add_item(ui.TextDisplay(whom))
    else:  # in a message nobody is a dispatcher: what is done with it is done in the server
        lines.append(f"-# {t('help_request.in_server', language)}")
    body.add_item(ui.TextDisplay("\n".join(lines)))
    if whom:
        opens = button("events.details", language, f"request:open:{request.number}")
        body.add_item(ui.ActionRow(opens))
    return Screen(body)

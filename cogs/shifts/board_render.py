"""A board in a channel: the shifts that need people, each with its buttons. Pure; it shows what
everybody may see and nothing more.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from discord import ui

from bot.i18n import t
from bot.presentation.screen import ACCENT, MAX_TEXT, Screen
from bot.presentation.text import fit, plain
from bot.services.shift_boards import Shown
from bot.services.shift_views import Seen
from bot.storage.shifts import Board
from cogs.events.buttons import Button, button, rows
from cogs.events.render import stamp
from cogs.shifts.standing import role_menu, ways_in
from cogs.shifts.words import (
    kind_line,
    kind_name,
    needs_lines,
    place_text,
    span,
    title_of,
)

#: More than that nobody reads in a channel.
MOST = 4
#: Discord's limit for all parts of a message, and what stands around the shifts takes of it.
_MOST_PARTS, _AROUND = 40, 7
_ROOM = MAX_TEXT - 400
Body = ui.Container[Any]


def board_screen(shown: Shown, language: str, *, now: datetime) -> Screen:
    """What needs people now; so many shifts as there is room for."""
    cards: list[list[ui.Item[Any]]] = []
    parts, text = _AROUND, 0
    for seen in shown.shifts[:MOST]:
        card = _card(seen, language, now=now)
        parts += sum(1 + len(each.children) if isinstance(each, ui.ActionRow) else 1
                     for each in card)  # fmt: skip
        text += sum(len(each.content) for each in card if isinstance(each, ui.TextDisplay))
        if parts > _MOST_PARTS or text > _ROOM:
            break
        cards.append(card)
    body: Body = ui.Container(accent_color=ACCENT)
    body.add_item(ui.TextDisplay(_heading(shown, language)))
    for card in cards:
        for item in card:
            body.add_item(item)
    body.add_item(ui.Separator())
    more = len(shown.shifts) - len(cards)
    below = [t("shift_roster.board_more", language, count=more)] if more else []
    below.append(f"-# {t('shift_roster.board_private', language)}")
    body.add_item(ui.TextDisplay("\n".join(below)))
    body.add_item(ui.ActionRow(*_below(shown.board, language)))
    return Screen(body)


def _card(seen: Seen, language: str, *, now: datetime) -> list[ui.Item[Any]]:
    """The parts of one shift."""
    found: list[ui.Item[Any]] = [
        ui.Separator(),
        ui.TextDisplay(_text(seen, language, now=now)),
    ]
    # A menu for several roles: a channel full of buttons is not calm.
    menu = role_menu(seen, language, now=now, over=1)
    if menu is not None:
        found.append(ui.ActionRow(menu))
    ways = ways_in(seen, language, now=now) if menu is None else []
    details = button("events.details", language, f"shift:open:{seen.shift.number}")
    return [*found, *rows([*ways, details])]


def _heading(shown: Shown, language: str) -> str:
    kind = shown.board.kind
    title = kind_name(kind, language) if kind else t("shifts.title_open", language)
    lines = [f"## {title}"]
    if not shown.shifts:
        lines.append(t("shift_roster.board_empty", language))
    return "\n".join(lines)


def _text(seen: Seen, language: str, *, now: datetime) -> str:
    shift = seen.shift
    lines = [f"**{title_of(shift)}**", f"{span(shift, language)} ({stamp(shift.starts_at, 'R')})"]
    place = fit(plain(shift.place), 120)
    lines += filter(None, [kind_line(shift, language, place)])
    lines += [place_text(seen, role, language) for role in shift.roles]
    lines += [f"-# {each}" for each in needs_lines(shift, language, now=now)]
    return "\n".join(lines)


def _below(board: Board, language: str) -> list[Button]:
    kind = board.kind.value if board.kind else "all"
    return [
        button("shifts.see_list", language, f"shift:list:open:{kind}:0"),
        button("shifts.see_mine", language, "shift:list:mine:all:0"),
    ]


def boards_screen(boards: Sequence[Board], note: str, language: str) -> Screen:
    """The boards of a server, and how to take one down."""
    lines = [note] if note else []
    lines.append(f"### {t('shift_roster.boards_title', language)}")
    if not boards:
        lines.append(t("shift_roster.no_boards", language))
    body: Body = ui.Container(accent_color=ACCENT)
    menu: ui.Select[Any] = ui.Select(
        custom_id="shift:takedown", placeholder=t("shift_roster.take_down", language)
    )
    for at, board in enumerate(boards, 1):
        kind = kind_name(board.kind, language) if board.kind else t(
            "shift_roster.all_kinds", language
        )  # fmt: skip
        lines.append(f"{at}. <#{board.channel_id}> · {kind}")
        label = t("shift_roster.number", language, number=at)
        menu.add_option(label=label, description=kind, value=str(board.number))
    body.add_item(ui.TextDisplay("\n".join(lines)))
    if boards:
        body.add_item(ui.ActionRow(menu))
    return Screen(body)

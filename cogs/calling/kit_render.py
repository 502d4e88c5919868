"""What a campaign gives to pass on: texts in both languages, hashtag, link, picture, a drive for
donations. Pure.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import discord
from discord import ui

from bot.i18n import language_name, languages, show_date, t
from bot.presentation.screen import Screen
from bot.presentation.text import fit, plain, visible, web_address
from cogs.calling.code import write_campaigns
from cogs.calling.letter_render import to_copy
from cogs.calling.parts import GREEN, PRIMARY, Button, add_rows, body, button, link, small

_TITLE, _ASK, _TEXT, _ALT = 150, 600, 1000, 1024
_BAR = 10


@dataclass(frozen=True, slots=True)
class Drive:
    """A drive for donations, as its organizers say: the amounts are words already. `share`: how
    much of the goal is reached, from 0 to 1, None where there is no goal."""

    url: str
    raised: str = ""
    goal: str = ""
    share: float | None = None
    as_of: date | None = None


@dataclass(frozen=True, slots=True)
class Kit:
    """What there is to share of one campaign. `texts` by language, ready with hashtag and link.
    `picture`: the name of the file that goes with it, empty for none. `ways`: how one can take part
    (`call`, `write`)."""

    campaign: int
    title: str
    ask: str
    texts: Mapping[str, str] = field(default_factory=dict[str, str])
    link: str = ""
    picture: str = ""
    alt: str = ""
    drive: Drive | None = None
    ways: tuple[str, ...] = ()
    together: str = ""


def kit_screen(kit: Kit, language: str, *, in_server: bool = True) -> Screen:
    """For the one who asked: everything to copy, and a button that posts it here."""
    title = t("call.kit_title", language, title=fit(plain(kit.title), _TITLE))
    made = body(f"## {title}\n{t('call.kit_about', language)}")
    for code in languages():
        if kit.texts.get(code):
            text = to_copy(fit(kit.texts[code], _TEXT))
            made.add_item(ui.TextDisplay(f"**{language_name(code)}**\n{text}"))
    _add_picture(made, kit)
    _add_drive(made, kit, language)
    buttons: list[Button] = []
    if in_server:
        campaigns = write_campaigns([kit.campaign])
        buttons.append(button("call.share", language, f"call:share:{campaigns}", PRIMARY))
    add_rows(made, [*buttons, *_links(kit, language)])
    return Screen(made)


def shared_card(kit: Kit, language: str) -> Screen:
    """For a whole channel: what it is about, and a button for each way to take part."""
    lines = [f"## {fit(plain(kit.title), _TITLE)}", fit(plain(kit.ask), _ASK)]
    if kit.together:
        lines.append(kit.together)
    made = body("\n".join(line for line in lines if line))
    _add_picture(made, kit)
    _add_drive(made, kit, language)
    campaigns = write_campaigns([kit.campaign])
    buttons: list[Button] = []
    if "call" in kit.ways:
        buttons.append(button("call.call_now", language, f"call:start:{campaigns}", GREEN))
    if "write" in kit.ways:
        buttons.append(button("call.write_now", language, f"write:start:{campaigns}"))
    buttons.append(button("call.kit", language, f"share:kit:{kit.campaign}"))
    add_rows(made, [*buttons, *_links(kit, language)])
    made.add_item(ui.TextDisplay(small([t("act.private", language)])))
    return Screen(made)


def _add_picture(made: ui.Container[Any], kit: Kit) -> None:
    if kit.picture:
        alt = fit(visible(kit.alt), _ALT)
        item = discord.MediaGalleryItem(f"attachment://{kit.picture}", description=alt)
        made.add_item(ui.MediaGallery(item))


def _add_drive(made: ui.Container[Any], kit: Kit, language: str) -> None:
    if kit.drive is not None:
        made.add_item(ui.Separator())
        made.add_item(ui.TextDisplay("\n".join(drive_lines(kit.drive, language))))


def drive_lines(drive: Drive, language: str) -> list[str]:
    """How far a drive is, who says so, and where the money goes."""
    lines: list[str] = []
    if drive.goal or drive.raised:
        raised, goal = (plain(each) or "?" for each in (drive.raised, drive.goal))
        line = t("call.donation", language, raised=raised, goal=goal)
        if drive.share is not None:
            full = max(0, min(_BAR, int(drive.share * _BAR)))
            line = f"{line} {'▰' * full}{'▱' * (_BAR - full)}"
        lines.append(line)
    if drive.as_of is not None:
        date_ = show_date(drive.as_of, language)
        lines.append(f"-# {t('call.donation_as_of', language, date=date_)}")
    lines.append(f"-# {t('call.donation_note', language)}")
    return lines


def _links(kit: Kit, language: str) -> list[Button]:
    found: list[Button] = []
    if web_address(kit.link):
        found.append(link("call.kit_open", language, kit.link))
    if kit.drive is not None and web_address(kit.drive.url):
        found.append(link("call.donate", language, kit.drive.url))
    return found

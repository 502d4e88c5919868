"""Directory entries as messages. Pure: values in, a Screen out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

import discord
from discord import ui

from bot.domain.organization import Hit, Organization, Scope
from bot.i18n import show_date, t
from bot.presentation.screen import ACCENT, Screen
from bot.presentation.sharing import question
from bot.presentation.text import fit, plain, web_address
from bot.services.entry_cards import entry_of
from bot.services.entry_words import kind_name
from bot.services.language_names import name_of_language
from bot.services.opening_text import opening_part
from bot.services.places import state_name
from cogs.resources.entry_parts import phone_lines
from cogs.resources.page_code import PAGE_SIZE, Found, encode

_MILES_PER_KM = 0.621371
#: Three cards of this length, a header and notices stay below Discord's 4,000 characters.
_MAX_NAME, _MAX_WHAT, _MAX_LINE = 130, 400, 170
#: More of an entry's numbers stand on its own page.
_MOST_PHONES, _MAX_NOTE, _MAX_WHAT_BESIDE = 2, 60, 150

Body = ui.Container[Any]


@dataclass(frozen=True, slots=True)
class Page:
    """One page of what was found: the hits on it, everything found, and where we are.

    `notices` come before the heading, `hint` after it. `hotlines`: these are the hotlines, so no
    button needs to lead to them. `turn` begins the custom_id of the buttons that turn the page,
    `extra` is a last row of buttons.
    """

    hits: Sequence[Hit]
    found: Sequence[Found]
    number: int
    heading: str
    notices: Sequence[str] = ()
    in_server: bool = True
    hotlines: bool = False
    hint: str = ""
    now: datetime | None = None
    turn: str = "find:at"
    extra: Sequence[ui.Button[Any]] = ()


def reach_line(organization: Organization, language: str) -> str:
    """Where it is, or how far it reaches."""
    home = organization.states[0] if organization.states else ""
    if organization.scope is Scope.CITY and organization.city:
        return plain(f"{organization.city}, {home}" if home else organization.city)
    if organization.scope is Scope.STATE and home:
        names = ", ".join(state_name(code, language) for code in organization.states)
        return t("find.all_of_state", language, state=plain(names))
    return t(f"find.scope.{organization.scope.value.replace(' ', '_')}", language)


def distance_part(distance_km: float | None, language: str) -> str:
    """How far that is from the person, to stand behind the place."""
    if distance_km is None:
        return ""
    km = round(distance_km)
    if km < 2:
        return f" · {t('find.in_town', language)}"
    miles = max(1, round(distance_km * _MILES_PER_KM))
    return f" · {t('find.distance', language, km=km, miles=miles)}"


def known_line(organization: Organization, language: str) -> str:
    """Which languages they speak, if known, and when a moderator last looked."""
    if organization.assured_on is None:
        checked = t("find.not_checked", language)
    else:
        checked = t("find.checked", language, date=show_date(organization.assured_on, language))
    if not organization.languages:
        return checked
    names = ", ".join(name_of_language(code, language) for code in organization.languages)
    return fit(f"{t('find.languages', language, names=names)} · {checked}", _MAX_LINE)


def card_text(hit: Hit, language: str, now: datetime | None = None) -> str:
    """One entry as text: name, kind and place, what they do, numbers to call, what is known of it.

    `now`: also whether it is open, which holds only for a while.
    """
    before, middle, known = _around_distance(hit.organization, language)
    entry = entry_of(hit.organization) if now else None
    opens = opening_part(entry, now, language) if entry and now else ""
    said = f"{opens}\n" if opens else ""
    return f"{before}{distance_part(hit.distance_km, language)}{middle}\n{said}{known}"


@lru_cache(maxsize=2048)
def _around_distance(organization: Organization, language: str) -> tuple[str, str, str]:
    """A card's text before and after the distance, and its last line: all that depends neither on
    who asks nor on when."""
    entry = entry_of(organization)
    kind = kind_name(organization.kind, language)
    before = [
        f"### {fit(plain(organization.name), _MAX_NAME)}",
        fit(f"{kind} · {reach_line(organization, language)}", _MAX_LINE),
    ]
    after = [""]
    if entry and entry.alert:
        after.append(f"**{fit(plain(entry.alert), _MAX_NOTE)}**")
    if organization.what:
        # What is not said here stands on the entry's own page.
        after.append(
            fit(plain(organization.what), _MAX_WHAT if entry is None else _MAX_WHAT_BESIDE)
        )
    if entry:
        after += phone_lines(entry.phones[:_MOST_PHONES], language, most=_MAX_NOTE)
    if not reachable(organization):
        after.append(t("find.no_contact", language))
    elif organization.through:
        through = fit(plain(organization.through), _MAX_NAME)
        after.append(t("find.through", language, name=through))
    known = f"-# {known_line(organization, language)}"
    return "\n".join(before), "\n".join(after), known


def reachable(organization: Organization) -> bool:
    """Whether the card has a way to reach them."""
    entry = entry_of(organization)
    return web_address(organization.website) is not None or bool(entry and entry.phones)


def _button(
    key: str, language: str, custom_id: str, *, count: int | None = None, primary: bool = False
) -> ui.Button[Any]:
    style = discord.ButtonStyle.primary if primary else discord.ButtonStyle.secondary
    return ui.Button(label=t(key, language, count=count), custom_id=custom_id, style=style)


def details_button(number: int, language: str) -> ui.Button[Any]:
    """Leads to the page of an entry."""
    return _button("entry.details", language, f"entry:show:{number}")


def _website(organization: Organization, language: str) -> list[ui.Item[Any]]:
    url = web_address(organization.website)
    return [ui.Button(label=t("find.website", language), url=url)] if url else []


def results_screen(page: Page, language: str) -> Screen:
    """A page of entries with the buttons below them."""
    body: Body = ui.Container(accent_color=ACCENT)
    body.add_item(ui.TextDisplay(_opening(page, language)))
    for hit in page.hits:
        body.add_item(ui.Separator())
        body.add_item(ui.TextDisplay(card_text(hit, language, page.now)))
        row = _website(hit.organization, language)
        if hit.organization.card:
            row.append(details_button(hit.organization.number, language))
        if page.in_server and reachable(hit.organization):
            row.append(_button("find.share", language, f"find:share:{hit.organization.number}"))
        if row:
            body.add_item(ui.ActionRow(*row))
    if below := list(_below(page, language)):  # none on the hotlines' screen outside a server
        body.add_item(ui.Separator(spacing=discord.SeparatorSpacing.large))
        body.add_item(ui.ActionRow(*below))
    if page.extra:
        body.add_item(ui.ActionRow(*page.extra))
    return Screen(body)


def _opening(page: Page, language: str) -> str:
    lines = [*page.notices, f"## {page.heading}"]
    if len(page.found) > len(page.hits):
        first = page.number * PAGE_SIZE + 1
        last = first + len(page.hits) - 1
        lines.append(f"-# {t('find.range', language, first=first, last=last)}")
    if page.hotlines:
        lines.append(t("find.hotlines_about", language))
    elif page.hits and not any(hit.organization.languages for hit in page.hits):
        lines.append(f"-# {t('find.languages_unknown', language)}")
    if page.hint:
        lines.append(f"-# {page.hint}")
    return "\n".join(lines)


def _below(page: Page, language: str) -> Iterator[ui.Item[Any]]:
    code = encode(page.found)
    if page.number > 0:
        yield _button("find.back", language, f"{page.turn}:{page.number - 1}:{code}")
    left = len(page.found) - (page.number + 1) * PAGE_SIZE
    if left > 0:
        yield _button(
            "find.next",
            language,
            f"{page.turn}:{page.number + 1}:{code}",
            count=min(left, PAGE_SIZE),
            primary=True,
        )
    if not page.hotlines:
        yield _button("find.hotlines", language, "find:hotlines")
    if page.hits and page.in_server:
        numbers = ".".join(str(hit.organization.number) for hit in page.hits)
        yield _button("find.something_wrong", language, f"find:wrong:{numbers}")


def share_question(organization: Organization, channel: str, language: str) -> Screen:
    """Asks before anything is said in public: a slip of the thumb must not tell a channel."""
    name = fit(plain(organization.name), _MAX_NAME)
    text = t("find.share_question", language, name=name, channel=channel)
    return question(text, f"find:post:{organization.number}", language)


def shared_card(organization: Organization, language: str) -> Screen:
    """The entry for everybody in a channel: nothing of who asked, or from where."""
    body: Body = ui.Container(
        ui.TextDisplay(card_text(Hit(organization, None), language)), accent_color=ACCENT
    )
    row = _website(organization, language)
    if organization.card:
        row.append(details_button(organization.number, language))
    if row:
        body.add_item(ui.ActionRow(*row))
    return Screen(body)

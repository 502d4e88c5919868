"""`/calendar` as messages: what stands, which app, the address with its steps, one calendar.

Pure. The address is only ever in the text of the one message that its owner sees: no button carries
it, so that it stands nowhere else.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import discord
from discord import ui

from bot.i18n import show_date, t
from bot.presentation.screen import ACCENT, Notice, Screen
from bot.presentation.text import plain, web_address
from bot.services.calendar_apps import (
    App,
    google_subscribes,
    outlook_subscribes,
    reaches_the_world,
    steps_for,
)
from bot.services.calendars import MOST_FEEDS, Feed, NewFeed, PublicCalendar

#: An alarm rings so many minutes before.
ALARM = 60
PRIMARY = discord.ButtonStyle.primary
SECONDARY = discord.ButtonStyle.secondary
DANGER = discord.ButtonStyle.danger

Body = ui.Container[Any]


@dataclass(frozen=True, slots=True)
class Home:
    """What stands. `reachable`: whether there are addresses at all; `page`: where the public
    calendar is, if it is open; `organizes`: may open and close it."""

    reachable: bool
    feeds: Sequence[Feed] = ()
    public: PublicCalendar | None = None
    page: str = ""
    organizes: bool = False


def home_screen(home: Home, language: str, *, done: str = "") -> Screen:
    """One's own calendars and the server's public one. `done`: what was just done, said first."""
    body: Body = ui.Container(accent_color=ACCENT)
    if done:
        body.add_item(ui.TextDisplay(f"**{done}**"))
    title = t("calendar.title", language)
    if not home.reachable:
        lines = [t("calendar.no_address", language), t("calendar.without", language)]
        if home.organizes:
            lines.append(f"-# {t('calendar.for_operator', language)}")
        body.add_item(ui.TextDisplay("\n".join([f"## {title}", *lines])))
        body.add_item(
            ui.ActionRow(
                _button("calendar.to_events", "event:list:upcoming:all:0", language, PRIMARY)
            )
        )
        return Screen(body)
    about = "calendar.about_more" if home.feeds else "calendar.about"
    body.add_item(ui.TextDisplay(f"## {title}\n{t(about, language)}"))
    for at, feed in enumerate(home.feeds, 1):
        change = _button("calendar.change", f"calendar:feed:{feed.number}", language)
        body.add_item(ui.Section(ui.TextDisplay(feed_text(feed, at, language)), accessory=change))
    if len(home.feeds) < MOST_FEEDS:
        add = "calendar.add_another" if home.feeds else "calendar.add_app"
        style = SECONDARY if home.feeds else PRIMARY
        body.add_item(ui.ActionRow(_button(add, "calendar:pick:0:0", language, style)))
    else:
        body.add_item(ui.TextDisplay(t("calendar.enough", language, most=MOST_FEEDS)))
    body.add_item(ui.Separator())
    _public(body, home, language)
    return Screen(body)


def _public(body: Body, home: Home, language: str) -> None:
    key = "calendar.public_on" if home.public else "calendar.public_off"
    lines = [f"**{t('calendar.public_title', language)}**", t(key, language)]
    buttons: list[ui.Button[Any]] = []
    if home.public:
        lines.append(home.page)
        if web_address(home.page):
            buttons.append(ui.Button(label=t("calendar.open_page", language), url=home.page))
    if home.organizes and home.public:
        buttons.append(_button("calendar.rename", "calendar:open", language))
        buttons.append(_button("calendar.turn_off", "calendar:public:off", language))
    elif home.organizes:
        buttons.append(_button("calendar.turn_on", "calendar:public:on", language))
    body.add_item(ui.TextDisplay("\n".join(lines)))
    if buttons:
        body.add_item(ui.ActionRow(*buttons))


def feed_text(feed: Feed, at: int, language: str) -> str:
    """One of somebody's calendars in two lines."""
    made = show_date(feed.made_on, language)
    what = t("calendar.says_neutral" if feed.neutral else "calendar.says_all", language)
    rings = t("calendar.rings" if feed.alarm_minutes is not None else "calendar.silent", language)
    name = t("calendar.feed", language, number=at, made=made)
    return f"**{name}**\n{what} {rings}"


# --- a new one ------------------------------------------------------------------------------


def pick_screen(language: str, *, neutral: bool, alarm: bool) -> Screen:
    """Which app, and what it shows."""
    what = t("calendar.says_neutral" if neutral else "calendar.says_all", language)
    rings = t("calendar.rings" if alarm else "calendar.silent", language)
    body: Body = ui.Container(accent_color=ACCENT)
    body.add_item(
        ui.TextDisplay(f"### {t('calendar.which_app', language)}\n{t('calendar.next', language)}")
    )
    body.add_item(
        ui.ActionRow(
            *(
                _button(
                    f"calendar.app_{app.value}",
                    f"calendar:new:{app.value}:{neutral:d}:{alarm:d}",
                    language,
                    PRIMARY,
                )
                for app in App
            )
        )
    )
    body.add_item(ui.Separator())
    body.add_item(
        ui.TextDisplay(
            f"**{t('calendar.before', language)}**\n{what} {rings}\n"
            f"-# {t('calendar.neutral_why', language)}"
        )
    )
    body.add_item(
        ui.ActionRow(
            *_switches("calendar:pick", neutral=neutral, alarm=alarm, language=language),
            _button("calendar.back", "calendar:home", language),
        )
    )
    return Screen(body)


def address_screen(made: NewFeed, app: App | None, language: str) -> Screen:
    """The address, this once, with what to do with it. `app` None: it replaces an older one."""
    body: Body = ui.Container(accent_color=ACCENT)
    body.add_item(
        ui.TextDisplay(f"### {t('calendar.address', language)}\n{t('calendar.copy', language)}")
    )
    body.add_item(ui.TextDisplay(f"```\n{made.address}\n```"))
    body.add_item(ui.TextDisplay(t("calendar.secret", language)))
    body.add_item(ui.Separator())
    again = "" if app else f"{t('calendar.again', language)}\n"
    body.add_item(ui.TextDisplay(again + steps_text(app or App.OTHER, language)))
    links = _at_once(made.address, app, language)
    if links:
        body.add_item(ui.ActionRow(*links))
    body.add_item(ui.ActionRow(_other_apps(app, language)))
    body.add_item(ui.ActionRow(_button("calendar.have_it", "calendar:home", language)))
    return Screen(body)


def steps_screen(app: App, language: str) -> Screen:
    """The steps for another app, without the address: it stands in the message above."""
    return Notice(f"{t('calendar.above', language)}\n\n{steps_text(app, language)}")


def steps_text(app: App, language: str) -> str:
    """What to press, step by step."""
    lines = [f"**{t(f'calendar.app_{app.value}', language)}**"]
    lines += [f"{n}. {step}" for n, step in enumerate(steps_for(app, language), 1)]
    if app is App.GOOGLE:
        lines += ["", f"-# {t('calendar.google_waits', language)}"]
    return "\n".join(lines)


def _at_once(address: str, app: App | None, language: str) -> list[ui.Button[Any]]:
    """A link that subscribes at once, where the app has one and can reach us."""
    makes = {App.GOOGLE: google_subscribes, App.OUTLOOK: outlook_subscribes}
    make = makes.get(app) if app else None
    url = web_address(make(address)) if make and reaches_the_world(address) else None
    return [ui.Button(label=t("calendar.at_once", language), url=url)] if url else []


def _other_apps(app: App | None, language: str) -> ui.Select[Any]:
    menu: ui.Select[Any] = ui.Select(
        custom_id="calendar:steps", placeholder=t("calendar.other_steps", language)
    )
    for each in App:
        if each is not app:
            menu.add_option(label=t(f"calendar.app_{each.value}", language), value=each.value)
    return menu


# --- one of them ----------------------------------------------------------------------------


def feed_screen(feed: Feed, at: int, language: str) -> Screen:
    """One of somebody's calendars, and what can be done with it."""
    body: Body = ui.Container(accent_color=ACCENT)
    lag = t("calendar.next_look", language)
    body.add_item(ui.TextDisplay(f"{feed_text(feed, at, language)}\n-# {lag}"))
    neutral, alarm = feed.neutral, feed.alarm_minutes is not None
    here = f"calendar:set:{feed.number}"
    body.add_item(ui.ActionRow(*_switches(here, neutral=neutral, alarm=alarm, language=language)))
    body.add_item(ui.Separator())
    body.add_item(
        ui.TextDisplay(f"{t('calendar.rotate_why', language)}\n{t('calendar.stop_why', language)}")
    )
    body.add_item(
        ui.ActionRow(
            _button("calendar.rotate", f"calendar:askrotate:{feed.number}", language),
            _button("calendar.stop", f"calendar:ask:{feed.number}", language),
            _button("calendar.back", "calendar:home", language),
        )
    )
    return Screen(body)


def _switches(custom_id: str, *, neutral: bool, alarm: bool, language: str) -> list[ui.Button[Any]]:
    hide = "calendar.show_what" if neutral else "calendar.hide_what"
    ring = "calendar.dont_ring" if alarm else "calendar.ring"
    return [
        _button(hide, f"{custom_id}:{not neutral:d}:{alarm:d}", language),
        _button(ring, f"{custom_id}:{neutral:d}:{not alarm:d}", language),
    ]


def rotate_question(feed: int, language: str) -> Screen:
    """Asks before the old address ends."""
    yes = f"calendar:rotate:{feed}"
    return _question(t("calendar.rotate_sure", language), "calendar.rotate_now", yes, language)


def stop_question(feed: int, language: str) -> Screen:
    """Asks before one is stopped."""
    return _question(
        t("calendar.stop_sure", language), "calendar.stop_now", f"calendar:stop:{feed}", language
    )


# --- the public one -------------------------------------------------------------------------


def open_question(titles: Sequence[str], more: int, language: str) -> Screen:
    """Says what becomes public before the calendar is opened: the events that are open to everybody
    already."""
    lines = [f"### {t('calendar.open_sure', language)}", t("calendar.open_shows", language)]
    if titles:
        lines.append(t("calendar.open_now", language))
        lines += [f"- {plain(title)}" for title in titles]
        if more:
            lines.append(f"- {t('calendar.and_more', language, count=more)}")
    else:
        lines.append(t("calendar.open_none", language))
    lines += ["", t("calendar.open_never", language)]
    return _question("\n".join(lines), "calendar.choose_address", "calendar:open", language)


def close_question(language: str) -> Screen:
    """Asks before the public calendar is closed."""
    text = t("calendar.close_sure", language)
    return _question(text, "calendar.close_now", "calendar:public:close", language)


def _question(text: str, yes: str, custom_id: str, language: str) -> Screen:
    return Notice(
        text,
        ui.ActionRow(
            _button(yes, custom_id, language, PRIMARY),
            _button("calendar.leave_it", "calendar:home", language),
        ),
    )


def _button(
    key: str, custom_id: str, language: str, style: discord.ButtonStyle = SECONDARY
) -> ui.Button[Any]:
    return ui.Button(label=t(key, language), custom_id=custom_id, style=style)

"""`/setup` as one message: what is chosen so far, and one group of choices at a time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import discord
from discord import ui

from bot.domain.actor import BY_ROLE
from bot.i18n import language_name, languages, t
from bot.presentation.screen import ACCENT, Screen
from bot.presentation.text import plain
from bot.services.guilds import GuildSettings, Purpose
from bot.services.zones import COMMON_ZONES
from cogs.setup.permissions import ChannelState

_MOST_ROLES = 10


class Tab(StrEnum):
    """A group of choices, in the order one goes through them."""

    CHANNELS = "channels"
    ROLES = "roles"
    LANGUAGE = "language"


@dataclass(frozen=True, slots=True)
class SetupState:
    """All that the screen shows. `channels` has the chosen ones only; `unsent` is how many messages
    could not be sent; `events_lack` what the bot may not, though there are public events for
    Discord's own list; `commands` how to call `setup`, `me`, `unsent` and `directory review`;
    `digest` whether what can be done is posted each week."""

    settings: GuildSettings
    channels: Mapping[Purpose, ChannelState]
    waiting: int
    unsent: int
    bot_name: str
    default_language: str
    commands: Mapping[str, str]
    events_lack: tuple[str, ...] = ()
    digest: bool = False


def setup_screen(state: SetupState, tab: Tab, language: str) -> Screen:
    """The whole screen with one tab open."""
    body: ui.Container[Any] = ui.Container(accent_color=ACCENT)
    body.add_item(ui.TextDisplay(_summary(state, language)))
    body.add_item(ui.ActionRow(*_tabs(tab, language)))
    body.add_item(ui.Separator())
    body.add_item(ui.TextDisplay(t(f"setup.about_{tab.value}", language)))
    for item in _choices(state, tab, language):
        body.add_item(item)
    return Screen(body)


def _summary(state: SetupState, language: str) -> str:
    settings = state.settings
    so_far = t(
        "setup.so_far",
        language,
        channels=len(settings.channels),
        all_channels=len(Purpose),
        roles=sum(1 for capability in BY_ROLE if settings.roles.get(capability)),
        all_roles=len(BY_ROLE),
        spoken=language_name(settings.language or state.default_language),
        zone=(settings.time_zone or t("setup.no_zone", language)).replace("_", " "),
    )
    lines = [f"## {t('setup.title', language)}", so_far, *_problems(state, language)]
    if state.unsent:
        command = state.commands["unsent"]
        lines.append(t("setup.unsent", language, count=state.unsent, command=command))
    if state.waiting:
        command = state.commands["directory review"]
        lines.append(t("setup.reports_waiting", language, count=state.waiting, command=command))
    return "\n".join([*lines, f"-# {t('setup.saved_at_once', language)}"])


def _problems(state: SetupState, language: str) -> Iterator[str]:
    """For each channel that would not work: what is missing, and where to click."""
    for purpose, channel in state.channels.items():
        name = t(f"setup.purpose.{purpose.value}", language)
        if channel.gone:
            yield t("setup.channel_gone", language, purpose=name)
        elif channel.missing:
            missing = _flags(channel.missing, language)
            yield t(
                "setup.channel_lacks",
                language,
                channel=f"<#{channel.channel_id}>",
                missing=missing,
                bot=plain(state.bot_name),
            )
    if state.events_lack:
        missing = _flags(state.events_lack, language)
        bot = plain(state.bot_name)
        yield t("event_mirror.lacks", language, missing=missing, bot=bot)


def _flags(flags: Iterable[str], language: str) -> str:
    return ", ".join(f"**{t(f'permissions.{flag}', language)}**" for flag in flags)


def _tabs(current: Tab, language: str) -> Iterator[ui.Button[Any]]:
    for tab in Tab:
        here = tab is current
        yield ui.Button(
            label=t(f"setup.tab.{tab.value}", language),
            style=discord.ButtonStyle.primary if here else discord.ButtonStyle.secondary,
            disabled=here,
            custom_id=f"setup:tab:{tab.value}",
        )


def _choices(state: SetupState, tab: Tab, language: str) -> Iterator[ui.Item[Any]]:
    if tab is Tab.CHANNELS:
        yield from _channel_choices(state, language)
    elif tab is Tab.ROLES:
        yield from _role_choices(state, language)
    else:
        yield from _language_choices(state, language)


def _channel_choices(state: SetupState, language: str) -> Iterator[ui.Item[Any]]:
    for purpose in Purpose:
        chosen = state.settings.channels.get(purpose)
        mark = "✅ " if chosen and state.channels[purpose].fine else "⚠️ " if chosen else ""
        title = t(f"setup.purpose.{purpose.value}", language)
        about = t(f"setup.purpose_about.{purpose.value}", language)
        yield ui.TextDisplay(f"{mark}**{title}** · {about}")
        select: ui.ChannelSelect[Any] = ui.ChannelSelect(
            custom_id=f"setup:channel:{purpose.value}",
            channel_types=[discord.ChannelType.text, discord.ChannelType.news],
            placeholder=t("setup.choose_channel", language),
            min_values=0,
            max_values=1,
            default_values=[_default(chosen, discord.SelectDefaultValueType.channel)]
            if chosen
            else [],
        )
        yield ui.ActionRow(select)
    # Each week a line where moderators read, and what can be done where everybody does.
    weekly, digest = (_on(wanted) for wanted in (state.settings.weekly, state.digest))
    if state.settings.channels.get(Purpose.MODERATION):
        yield from _each_week("weekly", t(f"setup.weekly_{weekly}", language), weekly, language)
    if state.settings.channels.get(Purpose.ANNOUNCEMENTS):
        yield from _each_week("digest", t(f"setup.digest_{digest}", language), digest, language)


def _on(wanted: bool) -> str:
    return "on" if wanted else "off"


def _each_week(what: str, about: str, now: str, language: str) -> Iterator[ui.Item[Any]]:
    wish, turn = ("no", "off") if now == "on" else ("yes", "on")
    yield ui.TextDisplay(about)
    yield ui.ActionRow(
        ui.Button(label=t(f"setup.weekly_turn_{turn}", language), custom_id=f"setup:{what}:{wish}")
    )


def _role_choices(state: SetupState, language: str) -> Iterator[ui.Item[Any]]:
    for capability in BY_ROLE:
        chosen = sorted(state.settings.roles.get(capability, frozenset()))[:_MOST_ROLES]
        title = t(f"setup.capability.{capability.value}", language)
        about = t(f"setup.capability_about.{capability.value}", language)
        yield ui.TextDisplay(f"**{title}** · {about}")
        select: ui.RoleSelect[Any] = ui.RoleSelect(
            custom_id=f"setup:role:{capability.value}",
            placeholder=t("setup.choose_roles", language),
            min_values=0,
            max_values=_MOST_ROLES,
            default_values=[_default(i, discord.SelectDefaultValueType.role) for i in chosen],
        )
        yield ui.ActionRow(select)


def _default(id_: int, kind: discord.SelectDefaultValueType) -> discord.SelectDefaultValue:
    return discord.SelectDefaultValue(id=id_, type=kind)


def _language_choices(state: SetupState, language: str) -> Iterator[ui.Item[Any]]:
    current = state.settings.language or state.default_language
    yield ui.TextDisplay(t("setup.language_about", language, command=state.commands["me"]))
    select: ui.Select[Any] = ui.Select(custom_id="setup:language")
    for code in languages():
        select.add_option(label=language_name(code), value=code, default=code == current)
    yield ui.ActionRow(select)
    yield ui.TextDisplay(t("setup.zone_about", language, command=state.commands["setup"]))
    zones: ui.Select[Any] = ui.Select(
        custom_id="setup:zone", placeholder=t("setup.choose_zone", language)
    )
    known = dict.fromkeys([z for z in (state.settings.time_zone,) if z] + list(COMMON_ZONES))
    for zone in known:
        zones.add_option(
            label=zone.replace("_", " "), value=zone, default=zone == state.settings.time_zone
        )
    yield ui.ActionRow(zones)

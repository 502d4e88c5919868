"""Messages that could not be sent, as a screen: what, where, why, and what helps."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import discord
from discord import ui
from discord.utils import format_dt

from bot.domain.delivery import Trouble
from bot.i18n import MissingMessageError, t
from bot.presentation.screen import ACCENT, Notice, Screen
from bot.services.dead_letters import DeadLetter, DeadLetters

#: Sending these again would change nothing.
_HOPELESS = {Trouble.CHANNEL_GONE.value, Trouble.OTHER_SERVER.value}


def unsent_screen(found: DeadLetters, language: str, done: str = "") -> Screen:
    """What could not be sent, the newest first. `done`: what came of the last press."""
    body: ui.Container[Any] = ui.Container(accent_color=ACCENT)
    if not found.count:
        nothing = f"## {t('unsent.nothing', language)}"
        body.add_item(ui.TextDisplay("\n".join(filter(None, [done, nothing]))))
        return Screen(body)
    head = [done, f"## {t('unsent.title', language, count=found.count)}"]
    body.add_item(ui.TextDisplay("\n".join(filter(None, head))))
    for letter in found.letters:
        body.add_item(ui.Separator())
        body.add_item(ui.TextDisplay(_words(letter, language)))
        body.add_item(ui.ActionRow(*_buttons(letter, language)))
    row = list(_for_all(found, language))
    if row:
        body.add_item(ui.Separator())
        body.add_item(ui.ActionRow(*row))
    return Screen(body)


def discard_question(count: int, language: str) -> Notice:
    """Asks before all of them are discarded."""
    yes: ui.Button[Any] = ui.Button(
        label=t("unsent.discard_all_yes", language),
        custom_id="unsent:discard:all",
        style=discord.ButtonStyle.danger,
    )
    no: ui.Button[Any] = ui.Button(label=t("unsent.discard_all_no", language), custom_id="unsent:0")
    return Notice(t("unsent.discard_all_question", language, count=count), ui.ActionRow(yes, no))


def told_screen(purpose: str, channel_id: int, trouble: str, command: str, language: str) -> Notice:
    """The line to moderators: what the bot could not post where, why, and where to go on."""
    what = name_of(purpose, language)
    told = t("unsent.told", language, what=what, channel=f"<#{channel_id}>")
    if trouble in _HOPELESS:
        told = t("unsent.told_nowhere", language, what=what)
    lines = [
        told,
        t(f"unsent.why.{trouble}", language),
        t("unsent.told_next", language, command=command),
    ]
    return Notice("\n".join(lines))


def _words(letter: DeadLetter, language: str) -> str:
    what = name_of(letter.purpose, language)
    if letter.edits:
        what = t("unsent.change_of", language, what=what)
    head = [f"**{what}**"]
    if letter.trouble not in _HOPELESS:  # else Discord could not name the channel
        head.append(t("unsent.where", language, channel=f"<#{letter.target_id}>"))
    head.append(format_dt(letter.died_at, "R"))
    return f"{' · '.join(head)}\n{t(f'unsent.why.{letter.trouble}', language)}"


def name_of(purpose: str, language: str) -> str:
    """What a message is about, in words: `unsent.what.<purpose>`, its dots as underlines."""
    try:
        return t(f"unsent.what.{purpose.replace('.', '_')}", language)
    except MissingMessageError:  # queued by another version of the bot
        return t("unsent.what_other", language)


def _buttons(letter: DeadLetter, language: str) -> Iterator[ui.Button[Any]]:
    if letter.trouble not in _HOPELESS:
        yield ui.Button(
            label=t("unsent.resend", language),
            custom_id=f"unsent:resend:{letter.number}",
            style=discord.ButtonStyle.primary,
        )
    yield ui.Button(
        label=t("unsent.discard", language), custom_id=f"unsent:discard:{letter.number}"
    )


def _for_all(found: DeadLetters, language: str) -> Iterator[ui.Button[Any]]:
    if found.count > 1:
        yield ui.Button(label=t("unsent.resend_all", language), custom_id="unsent:resend:all")
        yield ui.Button(label=t("unsent.discard_all", language), custom_id="unsent:ask")
    if found.older:
        yield ui.Button(
            label=t("unsent.older", language), custom_id=f"unsent:{found.letters[-1].number}"
        )

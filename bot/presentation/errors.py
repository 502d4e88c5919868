"""The one place that tells people and the log what went wrong.

Commands (through the tree), buttons, selects and modals all end here. What a person can mend is
told in their language; anything else gets a reference code that also stands in the log.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from typing import Any

import aiohttp
import discord
from discord import app_commands

from bot.domain.errors import CoalitionError
from bot.i18n import best_language, t
from bot.logs import get_logger, scrubbed_traceback
from bot.presentation.answer import Answer
from bot.presentation.context import context_of
from bot.presentation.screen import Notice
from bot.services.lists.rows import RowProblem, said
from bot.storage.errors import StorageError

log = get_logger(__name__)

#: Discord: the message was dismissed, the token is older than 15 minutes, the first answer came
#: too late or came already. Nobody is left to tell.
_GONE = {10008, 10015, 10062, 40060, 50027}


def reference_code() -> str:
    """Six letters and digits that are easy to read out loud."""
    alphabet = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
    return "".join(secrets.choice(alphabet) for _ in range(6))


def used(interaction: discord.Interaction[Any]) -> str:
    """The name of what was used, without what was typed: `find`, `find:page`."""
    if interaction.command is not None:
        return interaction.command.qualified_name
    custom_id = str((interaction.data or {}).get("custom_id", ""))
    return ":".join(part for part in custom_id.split(":")[:2] if part.isalpha()) or "?"


async def report(interaction: discord.Interaction[Any], error: BaseException) -> None:
    """Tell the person, and the log. Never raises."""
    Answer.to(interaction).failed = True
    cause = _cause(error)
    if isinstance(cause, discord.HTTPException) and cause.code in _GONE:
        log.warning("answer_not_delivered", used=used(interaction), code=cause.code)
        return
    try:
        language = await _language(interaction)
        await Answer.to(interaction).show(Notice(sentence(interaction, cause, language)))
    except discord.HTTPException as failed:
        log.warning("answer_not_delivered", used=used(interaction), code=failed.code)
    except (aiohttp.ClientError, OSError) as failed:
        log.warning("answer_not_delivered", used=used(interaction), kind=type(failed).__name__)
    except Exception as failed:
        log.error(
            "report_failed",
            used=used(interaction),
            story=scrubbed_traceback(failed, _private(interaction)),
        )


def sentence(interaction: discord.Interaction[Any], cause: BaseException, language: str) -> str:
    """What the person is told about an error; what they can't mend goes to the log as well."""
    if isinstance(cause, CoalitionError):
        if isinstance(cause, StorageError):
            log.error("storage", used=used(interaction), kind=type(cause).__name__)
        # These name a field by our own word for it.
        return said(RowProblem(cause.key, cause.params), language)
    if isinstance(cause, app_commands.TransformerError):
        return t("errors.bad_option", language)
    if isinstance(cause, app_commands.CommandOnCooldown):
        return t("errors.slow_down", language, seconds=max(1, round(cause.retry_after)))
    if isinstance(cause, (app_commands.CommandNotFound, app_commands.CommandSignatureMismatch)):
        log.warning("command_out_of_date", used=used(interaction))
        return t("errors.command_out_of_date", language)
    code = reference_code()
    log.error(
        "unexpected",
        code=code,
        used=used(interaction),
        story=scrubbed_traceback(cause, _private(interaction)),
    )
    return t("errors.unexpected", language, code=code)


def _cause(error: BaseException) -> BaseException:
    if isinstance(error, app_commands.CommandInvokeError):
        return error.original
    return error


async def _language(interaction: discord.Interaction[Any]) -> str:
    try:
        return (await context_of(interaction)).language
    except Exception:  # asking is what fails: go by what Discord says
        return best_language(interaction.locale.value)


def _private(interaction: discord.Interaction[Any]) -> Iterator[str]:
    """Everything of this interaction that must not reach the log."""
    user = interaction.user
    yield from _texts([str(user.id), user.name, user.display_name])
    yield from _typed(interaction.data)


def _typed(data: Any) -> Iterator[str]:
    if isinstance(data, dict):
        for key, value in data.items():  # pyright: ignore[reportUnknownVariableType]
            if key in ("value", "values") and not isinstance(value, dict):
                yield from _texts(value)
            else:
                yield from _typed(value)
    elif isinstance(data, list):
        for value in data:  # pyright: ignore[reportUnknownVariableType]
            yield from _typed(value)


def _texts(value: Any) -> Iterator[str]:
    for text in value if isinstance(value, list) else [value]:  # pyright: ignore[reportUnknownVariableType]
        if isinstance(text, str):
            yield text
            yield from (word for word in text.split() if len(word) > 2)

"""What every handler runs under: answered in time, every error reported, counted once."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable
from typing import Any

import discord

from bot.presentation.answer import Answer
from bot.presentation.context import services_of
from bot.presentation.errors import report, used


async def guarded(
    interaction: discord.Interaction[Any],
    handler: Callable[[discord.Interaction[Any]], Awaitable[None]],
    name: str | None = None,
) -> None:
    """Run a handler so that it answers within 3 s and any error reaches the person and the log.

    `name` is what is counted, where the caller knows it: a command's full name.
    """
    answer = Answer.to(interaction)
    answer.start_timer()
    began = time.perf_counter()
    try:
        await handler(interaction)
    except Exception as error:
        await report(interaction, error)
    finally:
        answer.stop_timer()
    services_of(interaction).metrics.count(
        name or used(interaction),
        "failed" if answer.failed else "ok",
        time.perf_counter() - began,
    )

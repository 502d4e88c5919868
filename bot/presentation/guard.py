"""What every handler runs under: answered in time, every error reported, counted once."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

import discord

from bot.presentation.answer import Answer
from bot.presentation.context import services_of
from bot.presentation.errors import report, used


async def guarded(
    interaction: discord.Interaction[Any],
    handler: Callable[[discord.Interaction[Any]], Awaitable[None]],
) -> None:
    """Run a handler so that it answers within 3 s and any error reaches the person and the log."""
    answer = Answer.to(interaction)
    answer.start_timer()
    metrics = services_of(interaction).metrics
    with metrics.seconds.time():
        try:
            await handler(interaction)
        except Exception as error:
            await report(interaction, error)
        finally:
            answer.stop_timer()
    metrics.interactions.labels(used(interaction), "failed" if answer.failed else "ok").inc()

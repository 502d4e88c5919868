"""The weekly line to moderators, where they asked for it: how much waits, and where to go on."""

from __future__ import annotations

from bot.i18n import best_language, t
from bot.presentation.commands import tappable
from bot.presentation.posting import Drawer, Drawn
from bot.presentation.screen import Notice
from bot.services.services import Services
from bot.storage.outbox import Pending
from cogs.directory.words import joined, waiting_line


def weekly_drawer(services: Services) -> Drawer:
    """Draws the line as things stand; None where nothing waits."""

    async def draw(pending: Pending) -> Drawn | None:
        waiting = await services.review.waiting_in(pending.guild_id)
        if not waiting.of():
            return None
        settings = await services.guilds.settings(pending.guild_id)
        language = best_language(settings.language, services.default_language)
        text = joined(
            [
                t("directory.weekly", language, count=waiting.of()),
                waiting_line(waiting, language),
                tappable(services.commands, "directory review", language),
            ]
        )
        return Drawn(Notice(text))

    return draw

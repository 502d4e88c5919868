"""Tells moderators, in their channel, that the bot could not write somewhere."""

from __future__ import annotations

from bot.i18n import best_language
from bot.presentation.commands import tappable
from bot.presentation.posting import Drawer, Drawn
from bot.services.services import Services
from bot.storage.outbox import Pending
from cogs.unsent.render import told_screen


def told_drawer(services: Services) -> Drawer:
    """Draws the line; None where somebody has dealt with all of it already."""

    async def draw(pending: Pending) -> Drawn | None:
        if not await services.letters.count_in(pending.guild_id):
            return None
        settings = await services.guilds.settings(pending.guild_id)
        language = best_language(settings.language, services.default_language)
        command = tappable(services.commands, "unsent", language)
        about, channel, why = (pending.args[name] for name in ("about", "channel", "why"))
        return Drawn(told_screen(str(about), int(channel or 0), str(why), command, language))

    return draw

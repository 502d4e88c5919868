"""What the bot says unasked about calls: the reminder that somebody asked for, and to moderators
that a number was taken out.
"""

from __future__ import annotations

from collections.abc import Mapping

from bot.i18n import best_language, t
from bot.presentation.commands import tappable
from bot.presentation.posting import Drawer, Drawn
from bot.presentation.screen import Notice
from bot.services.calls import REMINDER, WRONG
from bot.services.services import Services
from bot.storage.outbox import Pending
from cogs.calling.numbers_render import wrong_screen
from cogs.calling.wrong_numbers import wrong_of


def call_drawers(services: Services) -> Mapping[str, Drawer]:
    """Who draws them, by purpose."""

    async def reminder(pending: Pending) -> Drawn | None:
        chosen = (await services.people.settings(pending.target_id)).language
        language = best_language(chosen, services.default_language)
        command = tappable(services.commands, "call", language)
        return Drawn(Notice(t("call.reminder", language, command=command)))

    async def wrong(pending: Pending) -> Drawn | None:
        settings = await services.guilds.settings(pending.guild_id)
        language = best_language(settings.language, services.default_language)
        number = int(pending.args["number"] or 0)
        found = await wrong_of(services, pending.guild_id, number, language)
        return None if found is None else Drawn(wrong_screen(found, language))

    return {REMINDER: reminder, WRONG: wrong}

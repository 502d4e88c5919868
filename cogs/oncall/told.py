"""What the bot says unasked about who is on call: that a gap opened shortly before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from discord import ui

from bot.domain.oncall import Gap
from bot.i18n import best_language, t
from bot.presentation.posting import Drawer, Drawn
from bot.presentation.screen import Notice, Screen
from bot.services.oncall import GAP, Week
from bot.services.services import Services
from bot.storage.moments import moment
from bot.storage.outbox import Pending
from cogs.events.roster_words import button
from cogs.oncall.render import name_of
from cogs.oncall.week_render import gap_line
from cogs.oncall.zones import zone_of_guild

_MOST = 5


def oncall_drawers(services: Services) -> Mapping[str, Drawer]:
    """Who draws them, by purpose."""

    async def gap(pending: Pending) -> Drawn | None:
        settings = await services.guilds.settings(pending.guild_id)
        language = best_language(settings.language, services.default_language)
        begin, end = (_moment(pending, name) for name in ("from", "until"))
        function = str(pending.args["function"])
        zone = await zone_of_guild(services, pending.guild_id)
        week = await services.oncall.week_of(pending.guild_id, zone=zone)
        found = [
            each
            for each in week.gaps
            if each.function == function and each.starts_at < end and begin < each.ends_at
        ]
        if not found:  # somebody else is on meanwhile
            return None
        return Drawn(gap_screen(week, function, found, language))

    return {GAP: gap}


def gap_screen(week: Week, function: str, found: Sequence[Gap], language: str) -> Screen:
    """What moderators are told: what lacks and when, never who took their time back."""
    name = name_of(function, language)
    lines = [t("on_call.told_gap", language, function=name)]
    lines += [gap_line(week, each, language) for each in found[:_MOST]]
    row = ui.ActionRow[Any](button("on_call.the_week", language, "oncall:week", primary=True))
    return Notice("\n".join(lines), row)


def _moment(pending: Pending, name: str) -> datetime:
    return moment(int(pending.args.get(name) or 0))

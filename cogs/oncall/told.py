"""What the bot says unasked about who is on call: that a gap opened shortly before."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime

from discord import ui

from bot.i18n import best_language, t
from bot.presentation.posting import Drawer, Drawn
from bot.presentation.screen import Notice
from bot.services.oncall import GAP
from bot.services.services import Services
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
        name = name_of(function, language)
        lines = [t("on_call.told_gap", language, function=name)]
        lines += [gap_line(week, each, language) for each in found[:_MOST]]
        row = ui.ActionRow(button("on_call.the_week", language, "oncall:week", primary=True))
        return Drawn(Notice("\n".join(lines), row))

    return {GAP: gap}


def _moment(pending: Pending, name: str) -> datetime:
    return datetime.fromtimestamp(int(pending.args.get(name) or 0), UTC)

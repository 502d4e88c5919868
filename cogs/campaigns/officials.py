"""Lists of officials from CSV: what a file would do is shown first, each bad row by its line."""

from __future__ import annotations

import secrets
from collections import OrderedDict
from dataclasses import dataclass
from typing import Any

import discord

from bot.domain.errors import BadInput
from bot.presentation.components import Action
from bot.presentation.context import context_of, services_of
from cogs.campaigns.making_render import report_screen
from cogs.campaigns.meanwhile import told_meanwhile
from cogs.campaigns.pages import present, show_page

MOST_BYTES = 1_000_000
_MOST_WAITING = 50


@dataclass(frozen=True, slots=True)
class Waiting:
    """A file that somebody sent and has not decided on."""

    user_id: int
    guild_id: int | None
    campaign: int
    version: int
    list_name: str
    data: bytes


class WaitingLists:
    """Files that wait, in memory only: the oldest go first, a restart forgets them all."""

    def __init__(self) -> None:
        self._kept: OrderedDict[str, Waiting] = OrderedDict()

    def keep(self, waiting: Waiting) -> str:
        """Keep it; the token to ask for it with."""
        while len(self._kept) >= _MOST_WAITING:
            self._kept.popitem(last=False)
        token = secrets.token_hex(8)
        self._kept[token] = waiting
        return token

    def take(self, token: str, *, user_id: int, guild_id: int | None) -> Waiting:
        """What waits under that token. Raises BadInput where it is gone or somebody else's."""
        found = self._kept.get(token)
        if found is None or (found.user_id, found.guild_id) != (user_id, guild_id):
            raise BadInput("drive.list_gone")
        return found


#: One for the process: nothing of it is kept.
LISTS = WaitingLists()


async def look_at_list(
    interaction: discord.Interaction[Any], campaign: int, name: str, file: discord.Attachment
) -> None:
    """Say what a file would do. Raises BadInput where it is too large or no table."""
    context, services = await context_of(interaction), services_of(interaction)
    if file.size > MOST_BYTES:
        raise BadInput("drive.list_large", most=MOST_BYTES // 1_000_000)
    whole = await services.campaigns.get(context.actor, campaign)
    version, data = whole.campaign.version, await file.read()
    report = await services.campaigns.import_targets(context.actor, campaign, version, name, data)
    token = None
    if report.changes and not report.bad:
        actor = context.actor
        token = LISTS.keep(
            Waiting(actor.user_id, actor.guild_id, campaign, version, report.list, data)
        )
    await present(interaction, report_screen(report, campaign, token, context.language))


class BringIn(Action, template=r"camp:bring:(?P<token>[0-9a-f]{16})"):
    """Brings the list in: all of it."""

    @told_meanwhile
    async def pressed(self, interaction: discord.Interaction[Any]) -> None:
        context, services = await context_of(interaction), services_of(interaction)
        actor = context.actor
        waiting = LISTS.take(self.match["token"], user_id=actor.user_id, guild_id=actor.guild_id)
        await services.campaigns.import_targets(
            actor, waiting.campaign, waiting.version, waiting.list_name, waiting.data, apply=True
        )
        said = [context.t("drive.list_kept")]
        await present(interaction, await show_page(services, context, waiting.campaign, said))


ACTIONS: tuple[type[Action], ...] = (BringIn,)

"""Draws what waits in the outbox about requests for help, from how things stand when it is sent."""

from __future__ import annotations

from collections.abc import Mapping

import discord

from bot.domain.help_request import RequestStatus
from bot.i18n import t
from bot.presentation.posting import Drawer, Drawn
from bot.services.help_requests import OPEN
from bot.services.services import Services
from bot.storage.outbox import Pending, Target
from cogs.requests.render import post_screen, told_screen
from cogs.shifts.drawers import language_of, number_of

_STANDS = {
    "taken": RequestStatus.TAKEN,
    "given_back": RequestStatus.OPEN,
    "done": RequestStatus.CLOSED,
}


def request_drawers(services: Services) -> Mapping[str, Drawer]:
    """Who draws what about requests."""

    async def post(pending: Pending) -> Drawn | None:
        request = await services.help_requests.find(number_of(pending, "request"))
        if request is not None and request.guild_id != pending.guild_id:
            return None
        if request is None and pending.edits is None:
            return None
        language = await language_of(services, pending)
        return Drawn(post_screen(request, language, now=services.clock.now()))

    async def told(pending: Pending) -> Drawn | None:
        request = await services.help_requests.find(number_of(pending, "request"))
        key = pending.purpose.removeprefix("request.")
        if request is None or request.status is not _STANDS[key]:
            return None
        language = await language_of(services, pending)
        if pending.target is Target.PERSON:
            return Drawn(told_screen(request, key, language))
        users = [discord.Object(request.made_by)] if request.made_by else []
        mentions = discord.AllowedMentions(everyone=False, roles=False, users=users)
        whom = f"<@{request.made_by}>" if request.made_by else t("help_request.whom", language)
        return Drawn(told_screen(request, key, language, whom=whom), mentions=mentions)

    return {OPEN: post, **{f"request.{key}": told for key in _STANDS}}

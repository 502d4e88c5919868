"""The weekly post of what can be done, where a server asked for it: as things stand then."""

from __future__ import annotations

from bot.domain.actor import Actor, Capability
from bot.domain.doable import in_order
from bot.i18n import best_language
from bot.presentation.posting import Drawer, Drawn
from bot.services.services import Services
from bot.storage.outbox import Pending
from cogs.act.gather import EVERYBODY, doable_in
from cogs.act.render import act_screen


def digest_drawer(services: Services) -> Drawer:
    """Draws what any member can do; None where there is nothing."""

    async def draw(pending: Pending) -> Drawn | None:
        settings = await services.guilds.settings(pending.guild_id)
        language = best_language(settings.language, services.default_language)
        member = Actor(EVERYBODY, pending.guild_id, frozenset({Capability.MEMBER}))
        now = services.clock.now()
        found = in_order(await doable_in(services, member, language), now=now)
        return Drawn(act_screen(found, language, now=now, public=True)) if found else None

    return draw

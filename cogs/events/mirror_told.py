"""Tells moderators, in their channel, what somebody changed in Discord's own list of events."""

from __future__ import annotations

from collections.abc import Mapping

from discord.utils import format_dt

from bot.domain.event import Event, Occurrence
from bot.domain.event_mirror import How
from bot.i18n import best_language, t
from bot.presentation.commands import tappable
from bot.presentation.posting import Drawer, Drawn
from bot.presentation.screen import Notice
from bot.presentation.text import plain
from bot.services.services import Services
from bot.storage.outbox import Pending


def mirror_drawer(services: Services) -> Drawer:
    """Draws the line; None where the event is gone."""

    async def draw(pending: Pending) -> Drawn | None:
        both = await services.mirror.told_of(pending.guild_id, int(pending.args["occurrence"] or 0))
        if both is None:
            return None
        settings = await services.guilds.settings(pending.guild_id)
        language = best_language(settings.language, services.default_language)
        how, what = str(pending.args["how"]), str(pending.args["what"] or "")
        commands = {
            name: tappable(services.commands, f"event {name}", language)
            for name in ("edit", "cancel")
        }
        return Drawn(told_notice(*both, how, what.split(), commands, language))

    return draw


def told_notice(
    event: Event,
    occurrence: Occurrence,
    how: str,
    what: list[str],
    commands: Mapping[str, str],
    language: str,
) -> Notice:
    """What was changed (codes), what came of it, and what to do where that is not right.
    `commands`: how to call `edit` and `cancel`."""
    fields = [t(f"event_mirror.field.{name}", language) for name in what]
    hear = how == How.TAKEN and not {"time", "place"}.isdisjoint(what)
    return Notice(
        t(
            f"event_mirror.told.{how}",
            language,
            title=plain(event.title),
            when=format_dt(occurrence.starts_at, "F"),
            what=", ".join(fields),
            edit=commands["edit"],
            cancel=commands["cancel"],
            people=f" {t('event_mirror.people_hear', language)}" if hear else "",
        )
    )

"""What answers the buttons under a shift: its page, a place on it, cover, check-in, the way home.

A press on what everybody sees is answered privately; on what only one person sees, in place.
"""

from __future__ import annotations

from typing import Any, cast

import discord
from discord import ui

from bot.domain.errors import BadInput
from bot.presentation.components import Action
from bot.presentation.context import Context, context_of, services_of
from bot.presentation.screen import Screen
from bot.services.services import Services
from bot.services.signups import ClaimOutcome, Refused
from bot.storage.signups import State
from cogs.events.gather import reply
from cogs.shifts.gather import page_of, refusal_of, rules_of
from cogs.shifts.page_render import left_screen, release_screen
from cogs.shifts.there import context_for_role
from cogs.shifts.threads import make_thread

#: A row's number: what fits SQLite's.
_SHIFT = r"(?P<shift>\d{1,18})"
_ROLE = r"(?P<role>\d{1,18})"
#: After these it is said what became of it; the others show in how it stands now.
SAID = ("withdraw", "release", "confirm", "keep")


async def take(interaction: discord.Interaction[Any], deed: str, role: int) -> None:
    """Claim a place in a role (`claim`), take one over (`take`), or step in for somebody who is
    missing (`step`), and show how it stands now."""
    context, roles = await context_for_role(interaction, role)
    services = services_of(interaction)
    try:
        if deed == "step":
            became = await services.stepping_in.step_in(context.actor, role, role_ids=roles)
            said = [context.t("shifts.did_step")]
            await reply(interaction, await page_of(services, context, became.shift, said))
            return
        if deed == "take":
            became = await services.signups.take_cover(context.actor, role, role_ids=roles)
        else:
            became = await services.signups.claim(context.actor, role, role_ids=roles)
    except Refused as refused:
        await reply(interaction, await refusal_of(services, context, refused))
        return
    await reply(interaction, await _taken(services, context, became, interaction))


async def _taken(
    services: Services,
    context: Context,
    became: ClaimOutcome,
    pressed: discord.Interaction[Any],
) -> Screen:
    if became.state is State.HELD:
        seen = await services.shifts.get(context.actor, became.shift)
        await make_thread(services, pressed, seen, context.guild_language)
    return await page_of(services, context, became.shift)


class OpenShift(Action, template=rf"shift:open:{_SHIFT}"):
    """A shift's page."""

    async def pressed(self, interaction: discord.Interaction[Any]) -> None:
        context, services = await context_of(interaction), services_of(interaction)
        await reply(interaction, await page_of(services, context, int(self.match["shift"])))


class Take(Action, template=rf"shift:(?P<deed>claim|take|step):{_ROLE}"):
    """A place in a role; that of somebody who looks for cover; that of somebody who is missing."""

    async def pressed(self, interaction: discord.Interaction[Any]) -> None:
        await take(interaction, self.match["deed"], int(self.match["role"]))


class AskFirst(Action, template=rf"shift:ask:(?P<deed>claim|take):{_ROLE}"):
    """The rules of the facility, before a place is claimed there."""

    async def pressed(self, interaction: discord.Interaction[Any]) -> None:
        deed, role = self.match["deed"], int(self.match["role"])
        context, _ = await context_for_role(interaction, role)
        services = services_of(interaction)
        seen = await services.shifts.of_role(context.actor, role)
        if seen.shift.facility is None:
            await take(interaction, deed, role)
            return
        screen = await rules_of(services, context, seen.shift.number, f"shift:{deed}:{role}")
        await reply(interaction, screen)


class PickRole(Action, template=rf"shift:pick:{_SHIFT}"):
    """A role out of a menu."""

    async def pressed(self, interaction: discord.Interaction[Any]) -> None:
        chosen = cast("ui.Select[Any]", self.item).values[0]
        if not (chosen.isascii() and chosen.isdigit() and len(chosen) <= 18):
            raise BadInput("errors.press_again")
        context, services = await context_of(interaction), services_of(interaction)
        role = int(chosen)
        seen = await services.shifts.get(context.actor, int(self.match["shift"]))
        filled = seen.filled.get(role)
        deed = "take" if filled and filled.cover and not seen.left(role) else "claim"
        if seen.shift.facility is not None:
            screen = await rules_of(services, context, seen.shift.number, f"shift:{deed}:{role}")
            await reply(interaction, screen)
            return
        await take(interaction, deed, role)


class Rules(Action, template=rf"shift:rules:{_SHIFT}"):
    """The rules of the facility, to read again."""

    async def pressed(self, interaction: discord.Interaction[Any]) -> None:
        context, services = await context_of(interaction), services_of(interaction)
        await reply(interaction, await rules_of(services, context, int(self.match["shift"])))


class Deed(
    Action,
    template=rf"shift:(?P<deed>withdraw|cover|keep|confirm|release|heard|in|out):{_SHIFT}",
):
    """What somebody does with a place that they have; how it stands now is shown at once."""

    async def pressed(self, interaction: discord.Interaction[Any]) -> None:
        context, services = await context_of(interaction), services_of(interaction)
        number, actor, deed = int(self.match["shift"]), context.actor, self.match["deed"]
        signups = services.signups
        deeds = {
            "withdraw": signups.withdraw,
            "cover": signups.find_cover,
            "keep": signups.keep_after_all,
            "confirm": signups.confirm,
            "release": signups.release,
            "heard": signups.saw_change,
            "in": signups.check_in,
            "out": signups.check_out,
        }
        seen = await services.shifts.get(actor, number)
        await deeds[deed](actor, number)
        said = [context.t(f"shifts.did_{deed}")] if deed in SAID else []
        if deed in ("withdraw", "release") and actor.guild_id is None:
            # In a message there are only shifts that one has something on.
            await reply(interaction, left_screen(seen, said[0], context.language))
            return
        await reply(interaction, await page_of(services, context, number, said))


class AllowMessages(Action, template=rf"shift:dm:{_SHIFT}:(?P<wish>on|off)"):
    """The bot may write to this person: nobody else reads then what it tells them."""

    async def pressed(self, interaction: discord.Interaction[Any]) -> None:
        context, services = await context_of(interaction), services_of(interaction)
        allowed = self.match["wish"] == "on"
        await services.people.choose_messages(context.actor.user_id, allowed=allowed)
        await reply(interaction, await page_of(services, context, int(self.match["shift"])))


class AskRelease(Action, template=rf"shift:cant:{_SHIFT}"):
    """Asks before a place is given back late: the lead hears of it, and may be short of people."""

    async def pressed(self, interaction: discord.Interaction[Any]) -> None:
        context, services = await context_of(interaction), services_of(interaction)
        seen = await services.shifts.get(context.actor, int(self.match["shift"]))
        await reply(interaction, release_screen(seen, context.language, now=services.clock.now()))


ACTIONS: tuple[type[Action], ...] = (
    OpenShift,
    Take,
    AskFirst,
    PickRole,
    Rules,
    Deed,
    AllowMessages,
    AskRelease,
)

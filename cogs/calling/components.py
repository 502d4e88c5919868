"""What answers the buttons of a round of calls or letters. All they need is in the custom_id.

A round stays in one message: each press changes it. A second press on the same card, or one on a
card that a slow phone still shows, counts for nothing and shows where the round is.
"""

from __future__ import annotations

from io import BytesIO
from typing import Any, cast

import discord
from discord import ui

from bot.domain.campaign import CampaignAction, Outcome
from bot.domain.legislators import Body
from bot.presentation.answer import Answer
from bot.presentation.components import Action
from bot.presentation.context import Context, context_of, services_of
from cogs.calling.card_render import OUTCOMES
from cogs.calling.cards import Round, letter_card, round_of, settled, show_turn, state_of
from cogs.calling.code import CODE, MODE, At, Code, check_mark
from cogs.calling.endings import end_of
from cogs.calling.flow import after_choice, after_seat, wanted
from cogs.calling.letter_render import file_screen, letter_file
from cogs.calling.seats import districts_of
from cogs.calling.turns import after_call
from cogs.calling.zip_forms import SeatForm, ZipForm
from cogs.events.gather import reply

Pressed = discord.Interaction[Any]


def turn_key(at: At) -> str:
    """What of a turn a press answers: the same card in another language is the same turn."""
    return f"{at.step}.{at.office}.{at.tried}"


class See(Action, template=rf"{MODE}:see:{CODE}"):
    """The same card with something else to read out, or a round that was stopped."""

    async def pressed(self, interaction: Pressed) -> None:
        context, code = await context_of(interaction), Code.of(self.match)
        services = services_of(interaction)
        since = services.last_turn.now(_message(interaction), turn_key(code.at))
        if since is not None:
            code = code.moved(At.read(since))
        await reply(interaction, await show_turn(services, context, code))


_OUTCOME = f"(?P<outcome>{'|'.join(OUTCOMES)})"


class Did(Action, template=rf"{MODE}:did:{_OUTCOME}:{CODE}"):
    """How it went: counted once, then the next office or the next target."""

    async def pressed(self, interaction: Pressed) -> None:
        context, code = await context_of(interaction), Code.of(self.match)
        services, outcome = services_of(interaction), self.match["outcome"]
        found = await round_of(services, context, code)
        step = found.step(code.at)
        if step is None or check_mark(step.target.id) != code.at.check:
            told = context.t("call.told_changed")
            await reply(interaction, await show_turn(services, context, code, told))
            return
        at, key = after_call(code.at, outcome, list(found.order(step.target)))
        if code.mode == "write" and outcome == "contact":
            key = "call.told_letter"
        following = _settled(code.moved(at), found)
        message = _message(interaction)
        since = services.last_turn.move(
            message, turn_key(code.at), turn_key(following.at), str(following.at)
        )
        if since is not None:
            code = code.moved(At.read(since))
            told = context.t("call.told_already")
            await reply(interaction, await show_turn(services, context, code, told))
            return
        await self._count(interaction, context, code, found, Outcome(outcome))
        ended = found.step(following.at) is None
        told = "" if ended and outcome not in ("unavailable", "wrong_number") else context.t(key)
        await reply(interaction, await show_turn(services, context, following, told))

    async def _count(
        self,
        interaction: Pressed,
        context: Context,
        code: Code,
        found: Round,
        outcome: Outcome,
    ) -> None:
        """Adds it to the campaigns' totals: how often, never who."""
        services, step = services_of(interaction), found.step(code.at)
        if step is None:
            return
        target, state = step.target, step.target.state or state_of(code)
        letter = code.mode == "write"
        if not (letter and outcome is Outcome.SKIP):
            await services.calls.count(
                context.actor.guild_id or 0,
                step.campaigns,
                press_key=f"{_message(interaction)}:{turn_key(code.at)}",
                action=CampaignAction.LETTER if letter else CampaignAction.CALL,
                body=step.body,
                target=target.id,
                state=state,
                outcome=None if letter else outcome,
            )
        rung = found.order(target).get(code.at.office) if code.at.office is not None else None
        if outcome is Outcome.WRONG_NUMBER and rung is not None:
            await services.calls.report_wrong(context.actor, rung.office.phone, target.id)


def _settled(code: Code, found: Round) -> Code:
    step = found.step(code.at)
    return code if step is None else settled(code, found, step)


def _message(interaction: Pressed) -> int:
    return interaction.message.id if interaction.message is not None else 0


class ChooseDistrict(
    Action, template=rf"{MODE}:which:(?P<body>us_house|state_upper|state_lower):{CODE}"
):
    """One of the candidates of a ZIP, or none of them."""

    async def pressed(self, interaction: Pressed) -> None:
        (chosen,) = cast("ui.Select[Any]", self.item).values
        context, code = await context_of(interaction), Code.of(self.match)
        await after_choice(interaction, context, code, Body(self.match["body"]), chosen)


class Mine(Action, template=rf"{MODE}:mine:{CODE}"):
    """The guess is right."""

    async def pressed(self, interaction: Pressed) -> None:
        await after_seat(interaction, await context_of(interaction), Code.of(self.match))


class OpenZip(Action, template=rf"{MODE}:zip:{CODE}"):
    """Asks for a ZIP."""

    async def pressed(self, interaction: Pressed) -> None:
        context, code = await context_of(interaction), Code.of(self.match)
        await Answer.to(interaction).open(ZipForm(code.mode, code.campaigns, context.language))


class OpenSeat(Action, template=rf"{MODE}:seat:{CODE}"):
    """Asks for state and district instead."""

    async def pressed(self, interaction: Pressed) -> None:
        context, code = await context_of(interaction), Code.of(self.match)
        bodies = await wanted(services_of(interaction), context.actor, code.campaigns)
        form = SeatForm(code.mode, code.campaigns, bodies, context.language)
        await Answer.to(interaction).open(form)


class Keep(Action, template=rf"{MODE}:keep:(?P<wish>yes|no):{CODE}"):
    """Remembers this person's districts because they asked for it, or forgets them."""

    async def pressed(self, interaction: Pressed) -> None:
        context, code = await context_of(interaction), Code.of(self.match)
        services = services_of(interaction)
        if self.match["wish"] == "yes":
            book = await services.legislators.load()
            await services.calls.remember(context.actor, districts_of(code.seat, book))
            told = context.t("call.told_remembered")
        else:
            await services.calls.forget(context.actor)
            told = context.t("call.told_forgotten")
        await reply(interaction, await show_turn(services, context, code, told))


class Stop(Action, template=rf"{MODE}:stop:{CODE}"):
    """Thanks, before everything is done."""

    async def pressed(self, interaction: Pressed) -> None:
        context, code = await context_of(interaction), Code.of(self.match)
        screen = await end_of(services_of(interaction), context, code, left=True)
        await reply(interaction, screen)


class LetterFile(Action, template=rf"(?P<mode>write):file:{CODE}"):
    """The letter as a text file, in a message of its own."""

    async def pressed(self, interaction: Pressed) -> None:
        context, code = await context_of(interaction), Code.of(self.match)
        services = services_of(interaction)
        found = await round_of(services, context, code)
        step = found.step(code.at)
        if step is None:
            told = context.t("call.told_changed")
            await reply(interaction, await show_turn(services, context, code, told))
            return
        card = await letter_card(services, context, code, found, step)
        name = f"letter-{code.at.step + 1}.txt"
        file = discord.File(BytesIO(letter_file(card).encode()), name)
        screen = file_screen(card, name, context.language)
        await Answer.to(interaction).show(screen, files=[file])


ACTIONS: tuple[type[Action], ...] = (
    See,
    Did,
    ChooseDistrict,
    Mine,
    OpenZip,
    OpenSeat,
    Keep,
    Stop,
    LetterFile,
)

"""From what somebody pressed or typed to the screen they get: asks the services, then draws."""

from __future__ import annotations

from collections.abc import Sequence

from bot.domain.entry_view import EntryView
from bot.domain.errors import BadInput, NotFound
from bot.domain.shift import Shift
from bot.presentation.context import Context
from bot.presentation.screen import Screen
from bot.services.event_views import Coming
from bot.services.services import Services
from bot.services.shift_views import Seen
from bot.services.signups import Refused
from bot.storage.claims import Refusal
from bot.storage.signups import State
from cogs.shifts.page_render import Around, page_screen, refused_screen, rules_screen


async def page_of(
    services: Services, context: Context, number: int, said: Sequence[str] = ()
) -> Screen:
    """A shift's page for whoever asks; `said` is what became of what they pressed."""
    seen = await services.shifts.get(context.actor, number)
    around = await around_of(services, context, seen)
    return page_screen(seen, around, context.language, now=services.clock.now(), said=said)


async def around_of(services: Services, context: Context, seen: Seen) -> Around:
    """What a page says beside the shift."""
    actor = context.actor
    waits = seen.mine is not None and seen.mine.state is State.WAITING
    return Around(
        dm=(await services.people.settings(actor.user_id)).dm,
        position=await services.shifts.position(actor, seen.shift.number) if waits else None,
        facility=await facility_of(services, seen.shift),
        training=await training_for(services, context, seen.shift) if seen.mine is None else None,
        training_name=await training_name(services, context, seen.shift),
        in_server=actor.guild_id is not None,
        reachable=await services.shift_boards.somewhere(seen.shift),
    )


async def facility_of(services: Services, shift: Shift) -> EntryView | None:
    """The place in the directory whose rules hold on that shift; None where none is named, or it
    is no longer there."""
    if shift.facility is None:
        return None
    try:
        return await services.directory.entry(shift.facility, guild_id=shift.guild_id)
    except NotFound:
        return None


async def training_for(services: Services, context: Context, shift: Shift) -> Coming | None:
    """The next event at which the training can be had that the shift needs; None where it needs
    none, or none is planned."""
    if not shift.training or context.actor.guild_id is None:
        return None
    return await services.shift_trainings.next_for(context.actor, shift.training)


async def training_name(services: Services, context: Context, shift: Shift) -> str:
    """What the training is called that the shift needs; empty where it needs none."""
    if not shift.training:
        return ""
    return await services.shift_trainings.name_of(context.actor, shift.training)


async def rules_of(
    services: Services, context: Context, number: int, claim: str | None = None
) -> Screen:
    """The rules of a shift's facility; `claim` is the custom_id of what comes after they were
    read. Raises NotFound where there are none (any more)."""
    seen = await services.shifts.get(context.actor, number)
    facility = await facility_of(services, seen.shift)
    if facility is None:
        raise NotFound("shifts.rules_gone")
    return rules_screen(seen, facility, claim, context.language)


async def refusal_of(services: Services, context: Context, refused: Refused) -> Screen:
    """Why a claim can't be, with the way on.

    Raises:
        BadInput: the refusal itself, where nothing is known beyond its sentence.
    """
    if refused.shift is None:
        raise BadInput(f"shift_error.{refused.why.value}")
    training = None
    name = await training_name(services, context, refused.shift)
    if refused.why is Refusal.NO_TRAINING:
        training = await training_for(services, context, refused.shift)
    return refused_screen(
        refused.why, refused.shift, refused.other, training, context.language, training_name=name
    )

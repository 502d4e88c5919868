"""Shifts for tests of screens: made by a service call, seen as people see them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from simcord.actors import MemberActor

from bot.domain.actor import Actor, Capability
from bot.domain.shift import Role, Shift, ShiftDraft, ShiftKind
from tests.conftest import World

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
#: A Tuesday, eight days after the Monday on which it is always; 13:30 to 17:00 UTC.
COURT = ShiftDraft(
    kind=ShiftKind.COURT,
    title="Court accompaniment",
    zone="America/New_York",
    local_start=datetime.fromisoformat("2026-12-01T08:30"),
    minutes=210,
    roles=(Role("observer", 2), Role("interpreter", 1, "es")),
    about="We sit with families before and after their hearing.",
    place="Boston, MA",
    address="15 New Sudbury Street, room 320",
    contact="Alba, at the door",
    anyone=True,
    field=True,
)
ONE_ROLE = replace(COURT, title="Hotline evening", kind=ShiftKind.HOTLINE, field=False,
                   roles=(Role("volunteer", 1),))  # fmt: skip
STARTS, ENDS = datetime(2026, 12, 1, 13, 30, tzinfo=UTC), datetime(2026, 12, 1, 17, 0, tzinfo=UTC)


def lead(world: World, user_id: int = 4242) -> Actor:
    """Somebody who may make shifts here."""
    return Actor(user_id, world.guild.id, frozenset(Capability))


async def make(world: World, draft: ShiftDraft = COURT, **changes: Any) -> Shift:
    """A shift as a lead opens it."""
    return await world.app.services.shifts.create(lead(world), replace(draft, **changes))


def member(world: World, user_id: int) -> Actor:
    """Anybody in the server."""
    return Actor(user_id, world.guild.id, frozenset({Capability.MEMBER}))


async def claim(world: World, who: MemberActor | int, shift: Shift, role: int = 0) -> None:
    """Somebody claims a place, by a service call."""
    user_id = who if isinstance(who, int) else who.id
    await world.app.services.signups.claim(member(world, user_id), shift.roles[role].number)


async def allow_messages(world: World, *people: MemberActor) -> None:
    """These allow direct messages."""
    for who in people:
        await world.app.services.people.choose_messages(who.id, allowed=True)


async def until(world: World, moment: datetime) -> None:
    """Let time pass until then, and what is due happen."""
    await world.move(moment - world.clock.now())

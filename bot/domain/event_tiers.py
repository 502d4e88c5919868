"""Who sees which field of an event. The same answer holds in the post, in Discord's own list of
events, in calendars, on the page, in an export: whoever shows an event asks here first.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from enum import IntEnum

from bot.domain.event import Event, Occurrence, Status


class Tier(IntEnum):
    """How near somebody stands to an event; who is nearer sees what those farther off see. The
    names are stored: never rename them."""

    PUBLIC = 0
    MEMBER = 1
    GOING = 2
    LEAD = 3

    @property
    def code(self) -> str:
        """What is stored."""
        return self.name.lower()


#: Fields with a tier of their own, and which where the organizer chose none. `who`: who comes.
DEFAULT_TIERS: Mapping[str, Tier] = {
    "place": Tier.PUBLIC,
    "address": Tier.GOING,
    "contact": Tier.GOING,
    "notes": Tier.GOING,
    "who": Tier.LEAD,
}
TIER_BY_CODE: Mapping[str, Tier] = {tier.code: tier for tier in Tier}


def tier_of_field(event: Event, field: str) -> Tier:
    """From which tier on a field is seen; nothing of an event is seen by more than the event."""
    whole = Tier.PUBLIC if event.public else Tier.MEMBER
    default = DEFAULT_TIERS.get(field, whole)
    return max(whole, TIER_BY_CODE.get(event.tiers.get(field, ""), default))


def may_see(event: Event, field: str, tier: Tier) -> bool:
    """Whether somebody of that tier sees the field (`who`: who comes)."""
    if event.status is Status.DRAFT and tier < Tier.LEAD:
        return False
    return tier >= tier_of_field(event, field)


def visible_to(event: Event, tier: Tier) -> Event | None:
    """The event as that tier sees it: what is not for them is blank. None: not even that it is.

    The point on the map goes with the address: it would give it away.
    """
    if not may_see(event, "title", tier):
        return None
    seen = replace(
        event,
        place=event.place if may_see(event, "place", tier) else "",
        address=event.address if may_see(event, "address", tier) else "",
        contact=event.contact if may_see(event, "contact", tier) else "",
        notes=event.notes if may_see(event, "notes", tier) else "",
    )
    if not may_see(event, "address", tier):
        seen = replace(seen, lat=None, lon=None)
    if tier < Tier.MEMBER:
        seen = replace(
            seen, extra={}, lead_id=None, channel_id=None, message_id=None, thread_id=None
        )
    return seen if tier is Tier.LEAD else replace(seen, made_by=None)


def occurrence_visible_to(event: Event, occurrence: Occurrence, tier: Tier) -> Occurrence | None:
    """One time that it takes place as that tier sees it; `event` as it is kept, not blanked."""
    if not may_see(event, "title", tier):
        return None
    return replace(
        occurrence,
        place=occurrence.place if may_see(event, "place", tier) else None,
        address=occurrence.address if may_see(event, "address", tier) else None,
        came=occurrence.came if tier is Tier.LEAD else None,
        scheduled_id=occurrence.scheduled_id if tier >= Tier.MEMBER else None,
    )

"""What there is to do, from everything that offers something: each source says what it has.

Something new is a source more in `SOURCES` and a kind more in `bot/domain/doable.py`.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.domain.actor import Actor, Capability
from bot.domain.campaign import CampaignWhole
from bot.domain.doable import Doable, Doing
from bot.domain.event import Status
from bot.services.services import Services
from bot.services.zones import known_zone
from cogs.calling.code import MAX_CAMPAIGNS

#: Events that begin later than this are not yet something to do.
_EVENTS_WITHIN = timedelta(days=30)
_MOST_EVENTS = 25
#: So many shifts, and so near: the rest stands under `/shifts`.
_SHIFTS_WITHIN = timedelta(days=14)
_MOST_SHIFTS = 3
#: Who reads what is posted in a channel.
EVERYBODY = 0

Source = Callable[[Services, Actor, tuple[str, ...]], Awaitable[Iterable[Doable]]]


async def from_campaigns(
    services: Services, actor: Actor, languages: tuple[str, ...]
) -> list[Doable]:
    """Calls and letters, each of several campaigns in one round, and what to share."""
    guild_id = actor.guild_id or 0
    settings = await services.guilds.settings(guild_id)
    zone = ZoneInfo(known_zone(settings.time_zone or "UTC"))
    found: list[Doable] = []
    for whole in await services.campaigns.open_now(guild_id):
        campaign = whole.campaign
        title, due = campaign.titled(*languages), _end_of(whole, zone)
        for doing in _asked(whole):
            found.append(Doable(doing, (campaign.number,), (title,), due))
    shares = [each for each in found if each.doing is Doing.SHARE]
    rounds = [
        _together([each for each in found if each.doing is doing])
        for doing in (Doing.CALL, Doing.WRITE)
    ]
    return [*(each for some in rounds for each in some), *shares]


def _together(found: list[Doable]) -> list[Doable]:
    """What is done in one round, as one thing."""
    if not found:
        return []
    several = found[:MAX_CAMPAIGNS]
    dues = [each.due for each in several if each.due is not None]
    return [
        Doable(
            found[0].doing,
            tuple(number for each in several for number in each.numbers),
            tuple(title for each in several for title in each.titles),
            min(dues, default=None),
        )
    ]


def _asked(whole: CampaignWhole) -> Iterable[Doing]:
    if whole.scripts:
        yield Doing.CALL
    if whole.letters:
        yield Doing.WRITE
    share, donation = whole.campaign.share, whole.campaign.donation
    if share.texts or share.link or donation.link:
        yield Doing.SHARE


def _end_of(whole: CampaignWhole, zone: ZoneInfo) -> datetime | None:
    """When it is over: after its last day, or when the session of its bills ends."""
    ends = [bill.session_ends for bill in whole.bills if bill.session_ends and not bill.confirmed]
    if whole.campaign.closes_on is not None:
        ends.append(whole.campaign.closes_on + timedelta(days=1))
    return datetime.combine(min(ends), time(), zone) if ends else None


async def from_events(services: Services, actor: Actor, languages: tuple[str, ...]) -> list[Doable]:
    """Events to which this person has not answered yet."""
    until = services.clock.now() + _EVENTS_WITHIN
    upcoming = await services.events.upcoming(actor, until=until, limit=_MOST_EVENTS)
    found: dict[int, Doable] = {}
    for each in upcoming:
        event, one = each.event, each.occurrence
        if event.status is Status.PUBLISHED and not one.cancelled and each.mine is None:
            found.setdefault(
                event.number,
                Doable(Doing.EVENT, (one.number,), (event.title,), one.starts_at, each.place),
            )
    return list(found.values())


async def from_shifts(services: Services, actor: Actor, languages: tuple[str, ...]) -> list[Doable]:
    """The next shifts that need people, on which this person has nothing. What is for volunteers
    alone is offered to them, and to a whole channel."""
    now = services.clock.now()
    everybody = actor.user_id == EVERYBODY
    found = [
        each.shift
        for each in await services.shifts.open(actor)
        if each.needs_people
        and each.mine is None
        and each.shift.starts_at <= now + _SHIFTS_WITHIN
        and (each.shift.anyone or everybody or actor.may(Capability.VOLUNTEER))
    ]
    return [
        Doable(Doing.SHIFT, (each.number,), (each.title,), each.starts_at, each.place)
        for each in found[:_MOST_SHIFTS]
    ]


SOURCES: tuple[Source, ...] = (from_campaigns, from_events, from_shifts)


async def doable_in(services: Services, actor: Actor, *languages: str) -> list[Doable]:
    """Everything there is to do for somebody in their server, in no order."""
    return [each for source in SOURCES for each in await source(services, actor, languages)]

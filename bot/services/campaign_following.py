"""The timers of a campaign, set in the transaction of whatever changes them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bot.domain.campaign import CampaignStatus, CampaignWhole, Deadline
from bot.storage.database import Transaction
from bot.storage.timers import Timer, delete_timers, set_timers

OPENS, CLOSES = "campaign.opens", "campaign.closes"
SESSION, DEADLINE, DATA = "campaign.session", "campaign.deadline", "campaign.data"
#: When organizers are written to, by their server's clock.
_MORNING = time(9)
#: How often it is looked whether the data about targets has changed.
DATA_EVERY = timedelta(hours=6)


def zone_of(name: str | None) -> ZoneInfo:
    """A server's zone; UTC where it chose none."""
    try:
        return ZoneInfo(name or "UTC")
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return ZoneInfo("UTC")


def today_in(zone: ZoneInfo, now: datetime) -> date:
    """Which day it is there."""
    return now.astimezone(zone).date()


def at(day: date, zone: ZoneInfo, clock: time = time(0)) -> datetime:
    """A moment of a day there."""
    return datetime.combine(day, clock, zone)


def data_timer(now: datetime) -> Timer:
    """Looks whether the data has changed; one for all servers."""
    return Timer(DATA, 0, DATA, {}, now + DATA_EVERY)


async def set_campaign_timers(
    tx: Transaction, whole: CampaignWhole, zone: ZoneInfo, *, now: datetime
) -> None:
    """Set what a campaign waits for as it stands now, and take back the rest."""
    wanted = list(_wanted(whole, zone, now))
    keys = {timer.key for timer in wanted}
    number = whole.campaign.number
    every = [f"{OPENS}:{number}", f"{CLOSES}:{number}"]
    every += [f"{SESSION}:{bill.number}" for bill in whole.bills]
    every += [deadline_key(deadline.number) for deadline in whole.deadlines]
    await delete_timers(tx, keys=[key for key in every if key not in keys])
    await set_timers(tx, wanted)


def _wanted(whole: CampaignWhole, zone: ZoneInfo, now: datetime) -> Iterable[Timer]:
    campaign = whole.campaign
    number, guild_id, today = campaign.number, campaign.guild_id, today_in(zone, now)

    def timer(purpose: str, key: str, due_at: datetime, **args: int) -> Timer:
        return Timer(key, guild_id, purpose, {"campaign": number, **args}, due_at)

    if campaign.planned and campaign.opens_on:
        yield timer(OPENS, f"{OPENS}:{number}", at(campaign.opens_on, zone))
    if campaign.status is CampaignStatus.OPEN and campaign.closes_on:
        over = at(campaign.closes_on + timedelta(days=1), zone)
        yield timer(CLOSES, f"{CLOSES}:{number}", over)
    if campaign.status is CampaignStatus.OPEN:
        for bill in whole.bills:
            if bill.session_ends is not None and bill.session_ends > today:
                ends = at(bill.session_ends, zone, _MORNING)
                yield timer(SESSION, f"{SESSION}:{bill.number}", ends, bill=bill.number)
        yield data_timer(now)
    if campaign.status is not CampaignStatus.CLOSED:
        for deadline in whole.deadlines:
            if deadline.due_on >= today:
                due_at = max(now, remind_at(deadline, zone))
                key = deadline_key(deadline.number)
                yield timer(DEADLINE, key, due_at, deadline=deadline.number)


def deadline_key(number: int) -> str:
    """The key of a deadline's timer."""
    return f"{DEADLINE}:{number}"


def remind_at(deadline: Deadline, zone: ZoneInfo) -> datetime:
    """When organizers are reminded of it."""
    return at(deadline.due_on - timedelta(days=deadline.remind_days), zone, _MORNING)

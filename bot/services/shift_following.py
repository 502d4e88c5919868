"""What follows from what happens to a shift: messages and timers, in the transaction of the cause.

Keys and `args` hold numbers of rows. A person's id stands in them (under `person`) only where the
bot writes to that person, or pings them in the shift's thread because they don't allow messages.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from bot.domain.event import offered_until
from bot.domain.shift import Shift, ShiftKind, ShiftStatus
from bot.storage.claims import offer_free_places
from bot.storage.database import Transaction
from bot.storage.event_reminders import ToTell
from bot.storage.guilds import Purpose, get_guild_channel
from bot.storage.moments import seconds
from bot.storage.outbox import Message, Target, insert_messages
from bot.storage.shift_people import list_to_tell
from bot.storage.shifts import list_boards_for
from bot.storage.timers import Timer, delete_timers, set_timers

CONFIRM_BEFORE = timedelta(hours=24)
#: When an understaffed shift alarms its lead.
ALARMS_BEFORE = (timedelta(hours=48), timedelta(hours=24))
#: A hotline that nobody answers must be known before it begins, also on the day.
HOTLINE_ALARM_BEFORE = timedelta(hours=2)
#: So long after the beginning (end) a missing check-in (check-out) is looked for.
CHECK_IN_GRACE = timedelta(minutes=15)
CHECK_OUT_GRACE = timedelta(minutes=30)
#: After that long without an answer the whole lead group is paged, and again each time.
PAGE_EVERY = timedelta(minutes=15)
THANKS_AFTER = timedelta(hours=1)
#: A series is written out so often.
HORIZON, HORIZON_EVERY = "shift.horizon", timedelta(days=7)


def message(
    shift: Shift,
    purpose: str,
    key: str,
    to: ToTell | None,
    *,
    now: datetime,
    useful_until: datetime,
    rank: int,
    args: Mapping[str, int | str | None] | None = None,
    channel: int | None = None,
) -> list[Message]:
    """One message about a shift: to a person who allows it, else in a channel where they are
    pinged; none where there is neither."""
    where = channel
    told: dict[str, int | str | None] = {"shift": shift.number, **(args or {})}
    if to is not None:
        told["person"] = to.user_id
    if to is not None and to.dm:
        target, target_id = Target.PERSON, to.user_id
    elif where is not None:
        target, target_id = Target.CHANNEL, where
    else:
        return []
    return [Message(key, shift.guild_id, target, target_id, purpose, told, now, useful_until, rank)]


async def channel_of(tx: Transaction, shift: Shift, *, lead: bool = False) -> int | None:
    """Where people of this shift are pinged: its thread, else the server's channel for shifts, else
    one where its board stands. For its `lead`s: the moderators' channel first."""
    if lead:
        found = await get_guild_channel(tx, shift.guild_id, Purpose.MODERATION, Purpose.SHIFTS)
        return found or await channel_of(tx, shift)
    if shift.thread_id is not None:
        return shift.thread_id
    found = await get_guild_channel(tx, shift.guild_id, Purpose.SHIFTS)
    if found is not None:
        return found
    boards = await list_boards_for(tx, guild_id=shift.guild_id, kind=shift.kind)
    return boards[0].channel_id if boards else None


async def tell_all(
    tx: Transaction,
    shift: Shift,
    purpose: str,
    people: Sequence[ToTell],
    *,
    key: str,
    now: datetime,
    useful_until: datetime,
    rank: int,
    args: Mapping[str, int | str | None] | None = None,
) -> None:
    """The same to each of these people."""
    channel = await channel_of(tx, shift)
    found: list[Message] = []
    for each in people:
        found += message(
            shift, purpose, f"{key}:{each.user_id}", each,
            now=now, useful_until=useful_until, rank=rank, args=args, channel=channel,
        )  # fmt: skip
    await insert_messages(tx, found)


async def tell_lead(
    tx: Transaction,
    shift: Shift,
    purpose: str,
    *,
    key: str,
    now: datetime,
    useful_until: datetime,
    rank: int = 1,
    args: Mapping[str, int | str | None] | None = None,
    group: bool = False,
) -> None:
    """To the shift's lead; where there is none, or to the whole `group` of leads, in the channel of
    moderators, where the drawer pings the roles that run shifts."""
    lead = await list_to_tell(tx, [shift.lead_id]) if shift.lead_id and not group else []
    await insert_messages(
        tx,
        message(
            shift, purpose, key, lead[0] if lead else None, now=now, useful_until=useful_until,
            rank=rank, args=args, channel=await channel_of(tx, shift, lead=True),
        ),
    )  # fmt: skip


async def tell_changed(tx: Transaction, shift: Shift, what: str, *, now: datetime) -> None:
    """Tell everybody who is on it. `what`: codes with a blank between: `place time cancelled`."""
    await tell_all(
        tx,
        shift,
        "shift.changed",
        await list_to_tell(tx, shift=shift.number),
        key=f"shift.changed:{shift.number}:{shift.change}",
        now=now,
        useful_until=max(shift.ends_at, now + timedelta(hours=12)),
        rank=2,
        args={"change": shift.change, "what": what},
    )


async def offer_on(tx: Transaction, shift: Shift, *, now: datetime) -> int:
    """Offer what is free to who is next in line and qualifies; to how many. Nothing once it begins
    soon: then whoever presses first has it."""
    until = offered_until(now, shift.starts_at)
    if until is None or shift.status is not ShiftStatus.OPEN:
        return 0
    until = until.replace(microsecond=0)
    offered = await offer_free_places(tx, shift.number, until=until, now=now)
    if not offered:
        return 0
    await tell_all(
        tx,
        shift,
        "shift.offer",
        [ToTell(user_id, dm) for user_id, _, dm in offered],
        key=f"shift.offer:{shift.number}:{seconds(until)}",
        now=now,
        useful_until=until,
        rank=1,
        args={"until": seconds(until)},
    )
    await set_timers(tx, [_timer(shift, f"offer_over:{seconds(until)}", "offer_over", until)])
    return len(offered)


def page_timer(shift: Shift, times: int, due_at: datetime) -> Timer:
    """The next look whether everybody is home; `times`: how often it was asked already."""
    timer = _timer(shift, f"check_out:{times}", "check_out", due_at)
    return replace(timer, args={**timer.args, "times": times})


def _timer(
    shift: Shift, name: str, deed: str, due_at: datetime, useful_until: datetime | None = None
) -> Timer:
    return Timer(
        f"shift.{name.split(':')[0]}:{shift.number}{name[len(name.split(':')[0]) :]}",
        shift.guild_id,
        f"shift.{deed}",
        {"shift": shift.number},
        due_at,
        useful_until,
    )


async def set_shift_timers(tx: Transaction, shifts: Iterable[Shift], *, now: datetime) -> None:
    """Set what is to be done before, during and after each of these; take back what no longer is.

    What was due before now is not done any more: a shift made this morning for tonight asks nobody
    to confirm a day before.
    """
    timers: list[Timer] = []
    gone: list[str] = []
    for each in shifts:
        for timer in _timers_of(each):
            if each.status is ShiftStatus.OPEN and timer.due_at > now:
                timers.append(timer)
            else:
                gone.append(timer.key)
    await delete_timers(tx, keys=gone)
    await set_timers(tx, timers)


def horizon_timer(series: int, guild_id: int, due_at: datetime) -> Timer:
    """When more of a series is written out."""
    return Timer(f"{HORIZON}:{series}", guild_id, HORIZON, {"series": series}, due_at)


def _timers_of(shift: Shift) -> list[Timer]:
    starts, ends = shift.starts_at, shift.ends_at
    found = [
        _timer(shift, "confirm", "confirm", starts - CONFIRM_BEFORE, starts),
        _timer(shift, "began", "began", starts, ends),
        _timer(shift, "check_in", "check_in", starts + CHECK_IN_GRACE, ends),
        _timer(shift, "over", "over", ends + THANKS_AFTER),
    ]
    alarms = list(ALARMS_BEFORE)
    if shift.kind is ShiftKind.HOTLINE:
        alarms.append(HOTLINE_ALARM_BEFORE)
    found += [
        _timer(shift, f"alarm:{round(before.total_seconds() / 3600)}", "alarm", starts - before,
               starts)
        for before in alarms
    ]  # fmt: skip
    if shift.field:
        found.append(_timer(shift, "check_out", "check_out", ends + CHECK_OUT_GRACE))
    return found

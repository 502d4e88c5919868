"""What is done when a timer of an event is due. Each deed runs in the transaction that deletes its
timer, looks at how things stand now, and does nothing where the reason is gone.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime, timedelta

from bot.domain.event import Event, Occurrence, Status, overtaken
from bot.services.event_following import (
    HORIZON_EVERY,
    offer_on,
    refresh_board,
    reminders,
    set_event_timers,
    set_reminder_timer,
    thanks,
)
from bot.services.event_times import written_out
from bot.storage.database import Transaction
from bot.storage.event_occurrences import (
    NewOccurrence,
    get_occurrence,
    insert_occurrences,
    list_occurrences,
)
from bot.storage.event_reminders import Reminder, list_to_remind, list_to_thank
from bot.storage.events import get_event, get_event_of
from bot.storage.moments import moment
from bot.storage.outbox import OUTBOX, insert_messages
from bot.storage.rsvps import end_offers
from bot.storage.timers import Timer, set_timers

Handler = Callable[[Transaction, Timer, datetime], Awaitable[None]]


async def _of(tx: Transaction, timer: Timer) -> tuple[Event, Occurrence] | None:
    """What the timer is about, if it still takes place."""
    number = int(timer.args["occurrence"] or 0)
    event, occurrence = await get_event_of(tx, number), await get_occurrence(tx, number)
    if event is None or occurrence is None:
        return None
    if event.status is not Status.PUBLISHED or occurrence.cancelled:
        return None
    return event, occurrence


async def remind(tx: Transaction, timer: Timer, now: datetime) -> None:
    """Remind those who want it then. Set for another time meanwhile, it is set anew; never once it
    has begun."""
    both = await _of(tx, timer)
    if both is None:
        return
    event, occurrence = both
    minutes, at = timer.args.get("minutes"), timer.args.get("at")
    wish = Reminder(
        None if minutes is None else int(minutes), None if at is None else moment(int(at))
    )
    if occurrence.starts_at <= now:
        return
    if await set_reminder_timer(tx, event, occurrence, wish, now=now):
        return
    default = wish.minutes in event.reminders and not overtaken(
        event, wish.minutes, occurrence.starts_at, now
    )
    people = await list_to_remind(tx, occurrence.number, wish, default=default)
    await insert_messages(tx, reminders(people, event, occurrence, wish, now=now))


async def offer_over(tx: Transaction, timer: Timer, now: datetime) -> None:
    """Whoever let a place go that was kept for them goes to the end of the line; it is offered to
    the next."""
    both = await _of(tx, timer)
    if both is None:
        return
    event, occurrence = both
    tx.touch(OUTBOX)  # the board, by a trigger
    await end_offers(tx, occurrence.number, now=now)
    await offer_on(tx, event, occurrence, now=now)


async def over(tx: Transaction, timer: Timer, now: datetime) -> None:
    """Thank those who came, and draw the board a last time."""
    both = await _of(tx, timer)
    if both is None:
        return
    event, occurrence = both
    if occurrence.ends_at > now:
        await set_event_timers(tx, event, [occurrence], now=now)
        return
    if now < occurrence.ends_at + timedelta(days=2):
        people = await list_to_thank(tx, occurrence.number)
        await insert_messages(tx, thanks(people, event, occurrence, now=now))
    await refresh_board(tx, event, now=now)


async def horizon(tx: Transaction, timer: Timer, now: datetime) -> None:
    """Write out more times of a series, and look again in a month."""
    event = await get_event(tx, int(timer.args["event"] or 0))
    if event is None or event.rule is None or event.status is not Status.PUBLISHED:
        return
    standing = {each.recurrence_id for each in await list_occurrences(tx, event.number)}
    more = [each for each in written_out(event, now=now) if each.recurrence_id not in standing]
    await insert_occurrences(
        tx,
        event.number,
        [NewOccurrence(each.recurrence_id, each.starts_at, each.ends_at) for each in more],
        capacity=event.capacity,
    )
    new = [
        each
        for each in await list_occurrences(tx, event.number, ends_after=now)
        if each.recurrence_id not in standing
    ]
    await set_event_timers(tx, event, new, now=now)
    await set_timers(
        tx,
        [
            Timer(
                f"event.horizon:{event.number}",
                event.guild_id,
                "event.horizon",
                {"event": event.number},
                now + HORIZON_EVERY,
            )
        ],
    )


#: By a timer's purpose: what `bot/app.py` gives to the scheduler.
EVENT_TIMERS: Mapping[str, Handler] = {
    "event.remind": remind,
    "event.offer_over": offer_over,
    "event.over": over,
    "event.horizon": horizon,
}

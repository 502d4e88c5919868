"""What follows from what happens to an event: messages and timers, in the transaction of the cause.

Keys and `args` hold numbers of rows. A person's id stands in them only where the bot writes to that
person, or keeps a place for them; a ping in a thread asks for its people when it is drawn, for a
part of them each: Discord takes at most 100 mentions in a message.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from bot.domain.event import Event, Occurrence, Status, offered_until
from bot.storage.database import Transaction
from bot.storage.event_reminders import (
    Reminder,
    ToTell,
    list_concerned,
    list_wishes,
)
from bot.storage.events import get_event
from bot.storage.moments import seconds
from bot.storage.outbox import Args, Message, Target, insert_messages, list_waiting_args
from bot.storage.rsvps import offer_free_places, renew_offers, shorten_offers
from bot.storage.timers import Timer, delete_timers, set_timers

#: Mentions in one message, on average. People fall into parts by their ids, so that nobody is left
#: out or told twice when somebody answers in between; a part may be half as large again.
PART = 45
#: When the thanks go out, after the end.
THANKS_AFTER = timedelta(hours=1)
HORIZON_EVERY = timedelta(days=30)


def _to_everybody(
    people: Sequence[ToTell],
    event: Event,
    *,
    key: str,
    purpose: str,
    args: dict[str, int | str | None],
    now: datetime,
    useful_until: datetime,
    rank: int,
) -> list[Message]:
    """A message to each who allows it, and pings in the event's thread for the others."""
    found = [
        Message(
            f"{key}:{person.user_id}",
            event.guild_id,
            Target.PERSON,
            person.user_id,
            purpose,
            args,
            now,
            useful_until,
            rank,
        )
        for person in people
        if person.dm
    ]
    where = event.thread_id or event.channel_id
    others = sum(not person.dm for person in people)
    if where is not None and others:
        parts = -(-others // PART)
        found += [
            Message(
                f"{key}:part{part}of{parts}",
                event.guild_id,
                Target.CHANNEL,
                where,
                purpose,
                {**args, "part": part, "parts": parts},
                now,
                useful_until,
                rank,
            )
            for part in range(parts)
        ]
    return found


# --- the board ------------------------------------------------------------------------------


async def refresh_board(tx: Transaction, event: Event, *, now: datetime) -> None:
    """Draw the event's board anew, and that of the day of action around it."""
    boards = [event]
    if event.parent is not None:
        around = await get_event(tx, event.parent)
        boards += [around] if around else []
    await insert_messages(
        tx,
        [
            Message(
                f"event.board:{each.number}",
                each.guild_id,
                Target.CHANNEL,
                each.channel_id,
                "event.board",
                {"event": each.number},
                now,
                edits=each.message_id,
            )
            for each in boards
            if each.channel_id is not None and each.status is not Status.DRAFT
        ],
    )


# --- what people must hear ------------------------------------------------------------------


async def tell_changed(
    tx: Transaction, event: Event, occurrences: Iterable[Occurrence], what: str, *, now: datetime
) -> None:
    """Tell everybody who is concerned. `what`: codes with a blank between, of `place`, `time`,
    `link`, `cancelled`, `postponed`. Of an earlier change what was not told yet is told with it:
    its own messages say nothing any more."""
    for occurrence in occurrences:
        people = await list_concerned(tx, occurrence.number)
        untold = await list_waiting_args(tx, "event.changed", occurrence=occurrence.number)
        args: dict[str, int | str | None] = {
            "event": event.number,
            "occurrence": occurrence.number,
            "change": occurrence.change,
            "what": _with_untold(what, untold),
        }
        await insert_messages(
            tx,
            _to_everybody(
                people,
                event,
                key=f"event.changed:{occurrence.number}:{occurrence.change}",
                purpose="event.changed",
                args=args,
                now=now,
                useful_until=max(occurrence.ends_at, now + timedelta(hours=12)),
                rank=2,
            ),
        )


def _with_untold(what: str, untold: Iterable[Args]) -> str:
    codes = set(what.split())
    if "cancelled" in codes:  # then nothing else matters
        return what
    for args in untold:
        codes |= {"place", "time", "link"} & set(str(args.get("what") or "").split())
    return " ".join(sorted(codes))


def reminders(
    people: Sequence[ToTell], event: Event, occurrence: Occurrence, wish: Reminder, *, now: datetime
) -> list[Message]:
    """The reminders of one moment. Pointless once it has begun; where it is moved, others go."""
    when = str(wish.minutes) if wish.at is None else f"at{seconds(wish.at)}"
    starts = seconds(occurrence.starts_at)
    args: dict[str, int | str | None] = {
        "event": event.number,
        "occurrence": occurrence.number,
        "starts": starts,
        "minutes": wish.minutes,
        "at": seconds(wish.at) if wish.at else None,
    }
    return _to_everybody(
        people,
        event,
        key=f"event.reminder:{occurrence.number}:{starts}:{when}",
        purpose="event.reminder",
        args=args,
        now=now,
        useful_until=occurrence.starts_at,
        rank=3,
    )


def thanks(
    people: Sequence[int], event: Event, occurrence: Occurrence, *, now: datetime
) -> list[Message]:
    """Thanks, and one question, to those who allow messages."""
    return [
        Message(
            f"event.thanks:{occurrence.number}:{user_id}",
            event.guild_id,
            Target.PERSON,
            user_id,
            "event.thanks",
            {"event": event.number, "occurrence": occurrence.number},
            now,
            now + timedelta(days=2),
            7,
        )
        for user_id in people
    ]


# --- places that get free -------------------------------------------------------------------


async def offer_on(tx: Transaction, event: Event, occurrence: Occurrence, *, now: datetime) -> int:
    """Offer what is free to who is next in line; to how many. Nothing once it begins soon."""
    until = offered_until(now, occurrence.starts_at)
    if until is None or event.status is not Status.PUBLISHED or occurrence.cancelled:
        return 0
    until = until.replace(microsecond=0)
    offered = await offer_free_places(tx, occurrence.number, until=until)
    if not offered:
        return 0
    where = event.thread_id or event.channel_id
    ends = seconds(until)
    await insert_messages(
        tx,
        [
            Message(
                f"event.offer:{occurrence.number}:{user_id}:{ends}",
                event.guild_id,
                Target.PERSON if dm else Target.CHANNEL,
                user_id if dm else where or 0,
                "event.offer",
                {
                    "event": event.number,
                    "occurrence": occurrence.number,
                    "person": user_id,
                    "until": ends,
                },
                now,
                until,
                1,
            )
            for user_id, dm in offered
            if dm or where
        ],
    )
    await set_timers(tx, [_offer_over(event, occurrence, until)])
    return len(offered)


async def settle_offers(
    tx: Transaction, event: Event, occurrence: Occurrence, *, now: datetime
) -> None:
    """After an event was changed: no offer lasts into it, none ran out while it was postponed, and
    what is free is offered."""
    if event.status is not Status.PUBLISHED or occurrence.cancelled:
        return
    if await shorten_offers(tx, occurrence.number, until=occurrence.starts_at):
        await set_timers(tx, [_offer_over(event, occurrence, occurrence.starts_at)])
    await renew_offers(tx, occurrence.number, now=now)
    await offer_on(tx, event, occurrence, now=now)


def _offer_over(event: Event, occurrence: Occurrence, until: datetime) -> Timer:
    return Timer(
        f"event.offer_over:{occurrence.number}:{seconds(until)}",
        event.guild_id,
        "event.offer_over",
        {"occurrence": occurrence.number},
        until,
    )


# --- timers ---------------------------------------------------------------------------------


async def set_event_timers(
    tx: Transaction, event: Event, occurrences: Iterable[Occurrence], *, now: datetime
) -> None:
    """Set what is to be done before and after each of these, and take back what no longer is."""
    timers: list[Timer] = []
    gone: list[str] = []
    for each in occurrences:
        wishes = [Reminder(minutes) for minutes in event.reminders]
        wishes += await list_wishes(tx, each.number)
        on = event.status is Status.PUBLISHED and not each.cancelled
        for wish in set(wishes):
            timer = _reminding(event, each, wish)
            if on and now < timer.due_at < each.starts_at:
                timers.append(timer)
            else:
                gone.append(timer.key)
        over = f"event.over:{each.number}"
        if on:
            args = {"occurrence": each.number}
            timers.append(
                Timer(over, event.guild_id, "event.over", args, each.ends_at + THANKS_AFTER)
            )
        else:
            gone.append(over)
    if event.rule is not None:
        horizon = f"event.horizon:{event.number}"
        if event.status is Status.PUBLISHED:
            args = {"event": event.number}
            due = now + HORIZON_EVERY
            timers.append(Timer(horizon, event.guild_id, "event.horizon", args, due))
        else:
            gone.append(horizon)
    await delete_timers(tx, keys=gone)
    await set_timers(tx, timers)


async def set_reminder_timer(
    tx: Transaction, event: Event, occurrence: Occurrence, wish: Reminder, *, now: datetime
) -> bool:
    """Make sure that somebody's own reminder is thought of; False where its time is past."""
    timer = _reminding(event, occurrence, wish)
    if not now < timer.due_at < occurrence.starts_at:
        return False
    await set_timers(tx, [timer])
    return True


def _reminding(event: Event, occurrence: Occurrence, wish: Reminder) -> Timer:
    """One timer for all who want to be reminded then: no person stands in it."""
    when = str(wish.minutes) if wish.at is None else f"at{seconds(wish.at)}"
    return Timer(
        f"event.remind:{occurrence.number}:{when}",
        event.guild_id,
        "event.remind",
        {
            "occurrence": occurrence.number,
            "minutes": wish.minutes,
            "at": seconds(wish.at) if wish.at else None,
        },
        wish.at or occurrence.starts_at - timedelta(minutes=wish.minutes or 0),
        occurrence.starts_at,
    )

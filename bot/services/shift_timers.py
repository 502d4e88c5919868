"""What is done when a timer of a shift is due. Each deed runs in the transaction that deletes its
timer, looks at how things stand now, and does nothing where the reason is gone.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime, timedelta

from bot.domain.shift import Shift, ShiftKind, ShiftStatus
from bot.services.shift_following import (
    CHECK_IN_GRACE,
    PAGE_EVERY,
    offer_on,
    page_timer,
    set_shift_timers,
    tell_all,
    tell_lead,
)
from bot.storage.claims import end_offers
from bot.storage.database import Transaction
from bot.storage.moments import seconds
from bot.storage.outbox import OUTBOX
from bot.storage.shift_people import UNCONFIRMED, WAS_THERE, list_to_tell
from bot.storage.shifts import count_filled, get_shift, touch_boards
from bot.storage.signups import list_missing, list_signups
from bot.storage.timers import Timer, set_timers

Handler = Callable[[Transaction, Timer, datetime], Awaitable[None]]

#: After so many pages without an answer it goes on by telephone.
MOST_PAGES = 8


async def _of(tx: Transaction, timer: Timer) -> Shift | None:
    """The shift that the timer is about, if it still takes place."""
    shift = await get_shift(tx, int(timer.args["shift"] or 0))
    if shift is None or shift.status is not ShiftStatus.OPEN:
        return None
    return shift


async def confirm(tx: Transaction, timer: Timer, now: datetime) -> None:
    """The day before: ask everybody who has a place whether they come."""
    shift = await _of(tx, timer)
    if shift is None or shift.starts_at <= now:
        return
    people = await list_to_tell(tx, shift=shift.number, states=("held",), only=UNCONFIRMED)
    await tell_all(
        tx,
        shift,
        "shift.confirm",
        people,
        key=f"shift.confirm:{shift.number}:{seconds(shift.starts_at)}",
        now=now,
        useful_until=shift.starts_at,
        rank=3,
    )


async def alarm(tx: Transaction, timer: Timer, now: datetime) -> None:
    """Tell the lead that places are empty, while there is time to fill them."""
    shift = await _of(tx, timer)
    if shift is None or shift.starts_at <= now:
        return
    filled = await count_filled(tx, [shift.number])
    missing = {
        role.number: role.capacity - filled[role.number].taken
        if role.number in filled
        else role.capacity
        for role in shift.roles
    }
    empty = sum(max(0, left) for left in missing.values())
    nobody = empty == sum(role.capacity for role in shift.roles)
    if not empty or (shift.kind is ShiftKind.HOTLINE and not nobody and _last(timer)):
        return
    await tell_lead(
        tx,
        shift,
        "shift.alarm",
        key=f"{timer.key}:{seconds(shift.starts_at)}",
        now=now,
        useful_until=shift.starts_at,
        args={"empty": empty, "nobody": int(nobody)},
    )


def _last(timer: Timer) -> bool:
    return timer.key.endswith(":2")


async def offer_over(tx: Transaction, timer: Timer, now: datetime) -> None:
    """Whoever let a place go that was kept for them goes to the end of the line; it is offered to
    the next."""
    shift = await _of(tx, timer)
    if shift is None:
        return
    tx.touch(OUTBOX)  # the boards, by a trigger
    await end_offers(tx, shift.number, now=now)
    await offer_on(tx, shift, now=now)


async def began(tx: Transaction, timer: Timer, now: datetime) -> None:
    """It has begun: nobody claims it any more, so it leaves the boards."""
    shift = await _of(tx, timer)
    if shift is not None and shift.starts_at <= now:
        await touch_boards(tx, shift.number)


async def check_in(tx: Transaction, timer: Timer, now: datetime) -> None:
    """It has begun: tell the lead who has not checked in, and ask the line for whoever can come
    at once."""
    shift = await _of(tx, timer)
    if shift is None or shift.ends_at <= now:
        return
    if now < shift.starts_at + CHECK_IN_GRACE:
        await set_shift_timers(tx, [shift], now=now)
        return
    missing = await list_missing(tx, shift.number, out=False)
    if not missing:
        return
    args: dict[str, int | str | None] = {"count": len(missing)}
    await tell_lead(
        tx, shift, "shift.missing", key=f"shift.missing:{shift.number}:{seconds(timer.due_at)}",
        now=now, useful_until=shift.ends_at, args=args,
    )  # fmt: skip
    await tell_all(
        tx, shift, "shift.are_you_there", await list_to_tell(tx, missing),
        key=f"shift.are_you_there:{shift.number}:{seconds(timer.due_at)}", now=now,
        useful_until=shift.ends_at, rank=1,
    )  # fmt: skip
    line = await list_to_tell(tx, shift=shift.number, states=("waiting",))
    await tell_all(
        tx, shift, "shift.needed_now", line,
        key=f"shift.needed_now:{shift.number}:{seconds(timer.due_at)}", now=now,
        useful_until=shift.ends_at, rank=1,
    )  # fmt: skip


async def check_out(tx: Transaction, timer: Timer, now: datetime) -> None:
    """It is over and somebody who was there has not said that they are home: ask them, and page
    the lead; then, every quarter of an hour, the whole lead group, until somebody answers."""
    shift = await _of(tx, timer)
    if shift is None:
        return
    times = int(timer.args.get("times") or 0)
    missing = await list_missing(tx, shift.number, out=True)
    if not missing or times >= MOST_PAGES:
        return
    useful = now + timedelta(hours=12)
    await tell_all(
        tx, shift, "shift.home_safe", await list_to_tell(tx, missing),
        key=f"shift.home_safe:{shift.number}:{times}", now=now, useful_until=useful, rank=1,
    )  # fmt: skip
    await tell_lead(
        tx,
        shift,
        "shift.page" if times == 0 else "shift.page_all",
        key=f"shift.page:{shift.number}:{times}",
        now=now,
        useful_until=useful,
        rank=0,
        args={"count": len(missing), "times": times},
        group=times > 0,
    )
    await set_timers(tx, [page_timer(shift, times + 1, now + PAGE_EVERY)])


async def over(tx: Transaction, timer: Timer, now: datetime) -> None:
    """Thank those who were there; ask the lead who did not come where nobody checked in."""
    shift = await _of(tx, timer)
    if shift is None:
        return
    if shift.ends_at > now:
        await set_shift_timers(tx, [shift], now=now)
        return
    if now >= shift.ends_at + timedelta(days=2):
        return
    people = await list_to_tell(tx, shift=shift.number, states=("held",), only=WAS_THERE)
    await tell_all(
        tx, shift, "shift.thanks", [each for each in people if each.dm],
        key=f"shift.thanks:{shift.number}", now=now, useful_until=now + timedelta(days=1), rank=7,
    )  # fmt: skip
    unsaid = [
        each
        for each in await list_signups(tx, shift.number)
        if each.state == "held" and each.came is None and each.in_at is None
    ]
    if unsaid:
        await tell_lead(
            tx, shift, "shift.who_came", key=f"shift.who_came:{shift.number}", now=now,
            useful_until=now + timedelta(days=1), rank=6, args={"count": len(unsaid)},
        )  # fmt: skip


#: By a timer's purpose: what `bot/app.py` gives to the scheduler, with `shift.horizon`.
SHIFT_TIMERS: Mapping[str, Handler] = {
    "shift.confirm": confirm,
    "shift.alarm": alarm,
    "shift.offer_over": offer_over,
    "shift.began": began,
    "shift.check_in": check_in,
    "shift.check_out": check_out,
    "shift.over": over,
}

"""Sends what waits in the outbox: in order, not too fast, one at a time for each channel.

One for each channel, so that a channel whose limit is reached delays no other, and so that its
messages arrive in their order. What it does not decide is what becomes of a message that failed:
`bot/services/delivery.py` does.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Mapping
from datetime import timedelta

import discord

from bot.domain.delivery import Trouble
from bot.logs import get_logger, scrubbed_traceback
from bot.presentation.pace import InvalidRequests, Now, Pace
from bot.presentation.posting import Drawer, Failure, failure_of, post
from bot.services.delivery import SEND_WITHIN, DeliveryService
from bot.services.keep_at import keep_at
from bot.storage.errors import StorageError
from bot.storage.outbox import Due, Pending, Target

log = get_logger(__name__)

#: It looks at the clock at least so often: somebody may have set it.
_LONGEST_SLEEP = 60.0
#: While there is something to send, it looks so often whether something more urgent came; sooner
#: where something was queued.
_LOOK_AGAIN, _LOOK_SOON = 1.0, 0.2
#: So many may wait for their turn; more would only delay what is urgent.
_LINE = 3
#: Seconds that sends under way get when the bot stops.
_TO_FINISH = 5.0
#: Discord or the way to it is down: seconds before the next try, doubled each time.
_FIRST_REST, _LONGEST_REST = 1.0, 60.0

_Place = tuple[Target, int]


class Relay:
    """Sends what is due. `drawers` by purpose."""

    def __init__(
        self,
        client: discord.Client,
        delivery: DeliveryService,
        drawers: Mapping[str, Drawer],
        *,
        pace: Pace,
        invalid: InvalidRequests,
        now: Now = time.monotonic,
    ) -> None:
        self._client = client
        self._delivery = delivery
        self._drawers = drawers
        self._pace = pace
        self._started = False
        self._invalid = invalid
        self._now = now
        self._woken = asyncio.Event()
        self._one_at_a_time = asyncio.Lock()
        self._sending: dict[_Place, asyncio.Task[None]] = {}
        self._rests_until = 0.0
        self._rest = _FIRST_REST

    @property
    def purposes(self) -> set[str]:
        """All that it can send."""
        return set(self._drawers)

    def wake(self) -> None:
        """Look again: something was queued. (Messages queued by `insert_messages` do this.)"""
        self._woken.set()

    async def run(self) -> None:
        """Run until cancelled; what is being sent then gets a few seconds."""
        stop_listening = self._delivery.listen(self.wake)
        try:
            await self._pace.first_second_over()
            await keep_at(self._turn, self._woken, name="relay")
        finally:
            stop_listening()
            await self._finish()

    async def _turn(self) -> float:
        if not self._started:
            await self._delivery.start()
            self._started = True
        await self.run_due()
        return await self._until_next()

    async def run_due(self) -> None:
        """Send all that is due, until nothing is. Tests and the demo call it after they moved the
        clock or pressed something.

        Raises:
            StorageError: the database can't do it now; nothing is lost.
        """
        async with self._one_at_a_time:
            while due := await self._due():
                await self._send_all(due)

    async def _due(self) -> list[Due]:
        await self._quiet()
        return await self._delivery.due()

    async def _send_all(self, due: list[Due]) -> None:
        """Send these, and look from time to time whether others are more urgent now."""
        looked = self._now()
        waiting = _Waiting(due)
        while waiting or self._sending:
            look_again = looked + (_LOOK_SOON if self._woken.is_set() else _LOOK_AGAIN)
            if self._now() >= look_again:
                self._woken.clear()
                waiting = _Waiting(await self._due())
                looked = self._now()
            chosen = waiting.take(self._sending)
            if chosen is None:
                await self._something_changes(look_again - self._now())
                continue
            await self._quiet()
            await self._start(chosen)

    async def _something_changes(self, at_most: float) -> None:
        """Until a send ends, something is queued, or it is time to look again."""
        ends = set(self._sending.values())
        woken = None if self._woken.is_set() else asyncio.create_task(self._woken.wait())
        try:
            await asyncio.wait(
                {*ends, woken} if woken else ends,
                timeout=max(at_most, 0.01),
                return_when=asyncio.FIRST_COMPLETED,
            )
        finally:
            if woken is not None:
                woken.cancel()

    async def _quiet(self) -> None:
        """Until the next send would go out soon, and may."""
        while True:
            await self._pace.fewer_wait_than(_LINE)
            danger = self._invalid.wait()
            if danger:
                log.error("too_many_invalid_requests", seconds=round(danger))
            wait = max(danger, self._rests_until - self._now())
            if wait <= 0:
                return
            await asyncio.sleep(wait)

    async def _start(self, due: Due) -> None:
        pending = await self._delivery.lease(due)
        if pending is None:
            return
        place = _place(due)
        task = asyncio.create_task(self._send(pending))
        self._sending[place] = task
        task.add_done_callback(lambda _: self._sending.pop(place, None))

    async def _send(self, pending: Pending) -> None:
        """One message from its lease to its end. Never raises but when cancelled."""
        try:
            await self._try(pending)
        except StorageError as error:
            # Its lease runs out; then it is looked for before it is sent again.
            log.error("relay_storage", kind=type(error).__name__)
            self._rest_a_while()
        except Exception as error:
            log.error("relay_failed", story=scrubbed_traceback(error))

    async def _try(self, pending: Pending) -> None:
        drawer = self._drawers.get(pending.purpose)
        if drawer is None:
            log.error("nobody_draws", purpose=pending.purpose)
            await self._delivery.failed(pending, Trouble.NOBODY_DRAWS)
            return
        try:
            async with asyncio.timeout(SEND_WITHIN.total_seconds()):
                message_id = await post(self._client, pending, drawer)
        except Exception as error:
            await self._failed(pending, failure_of(error, pending), error)
            return
        self._rest = _FIRST_REST
        await self._mark(pending, message_id)

    async def _mark(self, pending: Pending, message_id: int) -> None:
        try:
            await self._delivery.sent(pending, message_id)
        except StorageError:
            raise
        except Exception as error:  # what follows from it has a mistake of ours
            await self._failed(pending, Failure(Trouble.BROKEN), error)

    async def _failed(self, pending: Pending, failure: Failure, error: Exception) -> None:
        if failure.trouble is Trouble.BROKEN:
            log.error("message_broken", purpose=pending.purpose, story=scrubbed_traceback(error))
        if failure.trouble is Trouble.REFUSED and isinstance(error, discord.HTTPException):
            log.error(
                "message_refused", purpose=pending.purpose, status=error.status, code=error.code
            )
        if failure.everywhere:
            self._rest_a_while(failure.wait)
        await self._delivery.failed(pending, failure.trouble, wait=failure.wait)

    def _rest_a_while(self, wait: timedelta | None = None) -> None:
        """Trouble that every other message would run into as well: nobody sends for a while."""
        seconds = max(self._rest, wait.total_seconds() if wait else 0.0)
        if self._now() >= self._rests_until:  # the first of those that failed together
            self._rest = min(self._rest * 2, _LONGEST_REST)
        self._rests_until = max(self._rests_until, self._now() + seconds)

    async def _until_next(self) -> float:
        left = await self._delivery.until_next()
        if left is None:
            return _LONGEST_SLEEP
        return min(max(left.total_seconds(), 0.0), _LONGEST_SLEEP)

    async def _finish(self) -> None:
        sending = set(self._sending.values())
        if not sending:
            return
        _, late = await asyncio.wait(sending, timeout=_TO_FINISH)
        for task in late:
            task.cancel()
        if late:
            await asyncio.wait(late)


class _Waiting:
    """What is to be sent, in order; the first whose place is free goes next."""

    def __init__(self, due: list[Due]) -> None:
        self._due = dict(enumerate(due))

    def __bool__(self) -> bool:
        return bool(self._due)

    def take(self, busy: Mapping[_Place, object]) -> Due | None:
        """The next one for a place that is not busy."""
        for number, due in self._due.items():
            if _place(due) not in busy:
                return self._due.pop(number)
        return None


def _place(due: Due) -> _Place:
    return due.target, due.target_id

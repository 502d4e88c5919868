"""Does things at their time: sleeps until the next is due, and survives being asleep for days.

Each deed and the end of its timer are one transaction: after a crash it is either done or still to
be done. What is late but useful is done; what has become pointless is dropped.
"""

from __future__ import annotations

import asyncio
import random
from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime, timedelta

from bot.clock import Clock
from bot.domain.delivery import backoff
from bot.logs import get_logger, scrubbed_traceback
from bot.metrics import Metrics
from bot.services.keep_at import keep_at
from bot.storage.database import Database, Transaction
from bot.storage.errors import StorageError
from bot.storage.timers import (
    TIMERS,
    DueTimer,
    Timer,
    delete_due_timer,
    get_next_timer_due,
    list_due_timers,
    update_timer_failed,
)

log = get_logger(__name__)

#: Does what a timer was set for, in the transaction that deletes it: effects, messages of the
#: outbox and the next timer go into `tx`. Nothing else may be written, and nothing sent.
Handler = Callable[[Transaction, Timer, datetime], Awaitable[None]]

#: It looks at the clock at least so often: somebody may have set it.
_LONGEST_SLEEP = 60.0
_AT_A_TIME = 100


class Scheduler:
    """Runs the timers. `handlers` by purpose."""

    def __init__(
        self,
        db: Database,
        clock: Clock,
        handlers: Mapping[str, Handler],
        *,
        metrics: Metrics | None = None,
        dice: Callable[[], float] = random.random,
    ) -> None:
        self._db = db
        self._clock = clock
        self._handlers = handlers
        self._metrics = metrics or Metrics()
        self._dice = dice
        self._woken = asyncio.Event()
        self._one_at_a_time = asyncio.Lock()

    def wake(self) -> None:
        """Look again: something may be due earlier. (Timers set by `set_timers` do this.)"""
        self._woken.set()

    async def run(self) -> None:
        """Run until cancelled."""
        stop_listening = self._db.listen(TIMERS, self.wake)
        try:
            await keep_at(self._turn, self._woken, name="scheduler")
        finally:
            stop_listening()

    async def _turn(self) -> float:
        await self.run_due()
        return await self._until_next()

    async def run_due(self) -> int:
        """Do all that is due now; how many were done. Tests and the demo call it after they moved
        the clock.

        Raises:
            StorageError: the database can't do it now; nothing is lost.
        """
        done = 0
        async with self._one_at_a_time:
            while due := await list_due_timers(self._db, now=self._clock.now(), most=_AT_A_TIME):
                for number in due:
                    done += await self._run(number)
        return done

    async def _until_next(self) -> float:
        at = await get_next_timer_due(self._db)
        if at is None:
            return _LONGEST_SLEEP
        return min(max((at - self._clock.now()).total_seconds(), 0.0), _LONGEST_SLEEP)

    async def _run(self, number: int) -> bool:
        now = self._clock.now()
        due: DueTimer | None = None
        try:
            async with self._db.transaction() as tx:
                due = await delete_due_timer(tx, number, now=now)
                if due is None:
                    return False
                outcome = await self._do(tx, due.timer, now)
                await tx.commit()
        except StorageError:
            raise
        except Exception as error:
            if due is None:
                raise
            await self._failed(due, now, error)
            return False
        self._metrics.timers[due.timer.purpose, outcome] += 1
        if outcome == "dropped":
            log.info("timer_dropped", purpose=due.timer.purpose)
        return outcome == "done"

    async def _do(self, tx: Transaction, timer: Timer, now: datetime) -> str:
        if timer.useful_until is not None and timer.useful_until <= now:
            return "dropped"
        await self._handlers[timer.purpose](tx, timer, now)
        return "done"

    async def _failed(self, due: DueTimer, now: datetime, error: Exception) -> None:
        """A mistake of ours: the timer stays, and is tried again, less and less often."""
        timer = due.timer
        self._metrics.timers[timer.purpose, "failed"] += 1
        log.error("timer_failed", purpose=timer.purpose, story=scrubbed_traceback(error))
        again_at = now + max(backoff(due.attempts + 5, self._dice()), timedelta(seconds=1))
        await update_timer_failed(self._db, due.number, seen_due=timer.due_at, due_at=again_at)

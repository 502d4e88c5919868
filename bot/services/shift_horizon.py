"""Series of shifts are written out some hundred days ahead; here they go on, week by week."""

from __future__ import annotations

from datetime import datetime

from bot.services.scheduler import Handler
from bot.services.shift_following import HORIZON_EVERY, horizon_timer
from bot.services.shifts import ShiftsService
from bot.storage.database import Transaction
from bot.storage.timers import Timer, set_timers


def horizon_handler(shifts: ShiftsService) -> Handler:
    """Writes out more of a series every week, for as long as there is one."""

    async def horizon(tx: Transaction, timer: Timer, now: datetime) -> None:
        series = int(timer.args["series"] or 0)
        if not await shifts.write_more(tx, series) and not await shifts.goes_on(tx, series):
            return
        await set_timers(tx, [horizon_timer(series, timer.guild_id, now + HORIZON_EVERY)])

    return horizon

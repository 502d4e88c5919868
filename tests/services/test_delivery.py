"""What was sent is forgotten after a week, what is dead after a month: as PRIVACY.md says."""

from __future__ import annotations

from datetime import timedelta

from bot.clock import FixedClock
from bot.domain.delivery import Trouble
from bot.services.services import Services
from bot.storage.database import Database
from bot.storage.outbox import Target
from tests.storage.delivering import message, queue

DAY = timedelta(days=1)


async def keys(db: Database) -> set[str]:
    return {row["key"] for row in await db.fetch_all("SELECT key FROM outbox")}


async def test_what_is_over_is_kept_as_long_as_the_papers_say(
    db: Database, services: Services, clock: FixedClock
) -> None:
    now = clock.now()
    person = {"target": Target.PERSON, "target_id": 5}
    await queue(
        db,
        message("sent", due_at=now, **person),
        message("dead", due_at=now),
        message("waits", due_at=now + 365 * DAY),
    )
    for due in await services.delivery.due():
        pending = await services.delivery.lease(due)
        assert pending is not None
        if pending.key == "sent":
            await services.delivery.sent(pending, 9)
        else:
            await services.delivery.failed(pending, Trouble.NO_PERMISSION)
    clock.set(now + 7 * DAY)
    await services.drop_old()
    assert await keys(db) == {"sent", "dead", "waits"}
    clock.set(now + 8 * DAY)
    await services.drop_old()
    assert await keys(db) == {"dead", "waits"}
    clock.set(now + 31 * DAY)
    await services.drop_old()
    assert await keys(db) == {"waits"}


async def test_what_comes_of_messages_is_counted_for_whoever_runs_the_bot(
    db: Database, services: Services, clock: FixedClock
) -> None:
    await queue(db, message("a", due_at=clock.now()), message("b", due_at=clock.now()))
    first, second = await services.delivery.due()
    pending = await services.delivery.lease(first)
    assert pending is not None
    assert await services.delivery.lease(first) is None
    await services.delivery.sent(pending, 9)
    other = await services.delivery.lease(second)
    assert other is not None
    verdict = await services.delivery.failed(other, Trouble.UNREACHABLE)
    assert verdict.again_at is not None
    assert services.metrics.messages == {("test.note", "sent"): 1, ("test.note", "again"): 1}

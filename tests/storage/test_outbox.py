"""A message waits, is taken up, and ends; what is queued twice is sent once."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.storage.database import Database
from bot.storage.dead_letters import (
    count_dead_letters,
    delete_dead,
    list_dead_letters,
    update_dead_resent,
)
from bot.storage.guilds import delete_guild, list_guild_ids
from bot.storage.outbox import (
    OUTBOX,
    Target,
    delete_old_messages,
    get_next_due,
    insert_messages,
    list_due_messages,
    update_channel_refused,
    update_leases_over,
    update_message_ended,
    update_message_sent,
    update_message_waits,
    update_too_late,
)
from bot.storage.people import delete_person
from tests.storage.delivering import AT, CHANNEL, GUILD, SECOND, lease, message, queue, row


@pytest.fixture
async def db(database_path: Path, database_key: str | None) -> AsyncGenerator[Database]:
    database = await Database.open(database_path, key=database_key)
    yield database
    await database.close()


async def due(db: Database, now=AT, **limits: int) -> list[int]:
    return [found.number for found in await list_due_messages(db, now=now, **limits)]


async def test_a_message_is_taken_up_once_and_ends_as_sent(db: Database) -> None:
    await queue(db, message())
    assert await due(db, AT - SECOND) == []
    assert await due(db) == [1]
    pending = await lease(db, 1)
    assert pending is not None
    assert (pending.attempts, pending.tried_at, pending.args) == (1, AT, {"note": 1})
    assert await due(db) == []
    assert await lease(db, 1) is None
    assert await update_message_sent(db, 1, message_id=9, now=AT)
    assert (await row(db))["state"] == "sent"
    assert not await update_message_sent(db, 1, message_id=9, now=AT)
    assert await due(db, AT + timedelta(days=1)) == []


async def test_what_is_rolled_back_was_never_queued_and_tells_nobody(db: Database) -> None:
    told: list[int] = []
    stop = db.listen(OUTBOX, lambda: told.append(1))
    async with db.transaction() as tx:
        await insert_messages(tx, [message()])
    assert await due(db) == []
    assert told == []
    await queue(db, message())
    assert told == [1]
    stop()
    await queue(db, message("note:2"))
    assert told == [1]


async def test_a_lease_runs_out_and_the_next_attempt_knows_of_the_first(db: Database) -> None:
    await queue(db, message())
    await lease(db, 1)
    later = AT + timedelta(minutes=1)
    assert await due(db, later - SECOND) == []
    assert await due(db, later) == [1]
    pending = await lease(db, 1, later)
    assert pending is not None
    assert (pending.attempts, pending.tried_at) == (2, AT)


async def test_a_process_that_starts_anew_takes_every_lease_back(db: Database) -> None:
    await queue(db, message("a"), message("b"))
    await lease(db, 1)
    assert await update_leases_over(db) == 1
    assert await due(db) == [1, 2]
    pending = await lease(db, 1)
    assert pending is not None
    assert pending.attempts == 2


async def test_the_lower_rank_goes_first_then_what_is_due_longer(db: Database) -> None:
    await queue(
        db,
        message("old", due_at=AT - timedelta(hours=1)),
        message("alert", rank=1),
        message("older", due_at=AT - timedelta(hours=2)),
        message("later", due_at=AT + SECOND),
    )
    assert await due(db) == [2, 3, 1]
    assert await get_next_due(db) == AT - timedelta(hours=2)


async def test_a_full_channel_hides_no_other(db: Database) -> None:
    await queue(db, *(message(f"full:{n}") for n in range(20)), message("other", target_id=5))
    assert await due(db, each=3) == [1, 2, 3, 21]
    assert await due(db, each=3, most=2) == [1, 2]


async def test_a_message_queued_twice_waits_once_where_it_was(db: Database) -> None:
    await queue(db, message(), message(due_at=AT - timedelta(days=1)))
    assert await due(db) == [1]
    assert await due(db, AT - SECOND) == []
    await lease(db, 1)
    await update_message_sent(db, 1, message_id=9, now=AT)
    await queue(db, message())
    assert (await row(db))["state"] == "sent"


async def test_changes_of_one_message_collapse(db: Database) -> None:
    for _ in range(200):
        await queue(db, message("board", edits=9))
    assert await due(db) == [1]
    pending = await lease(db, 1)
    assert pending is not None
    assert pending.edits == 9


async def test_a_change_asked_for_while_one_is_being_sent_comes_after_it(db: Database) -> None:
    await queue(db, message("board", edits=9))
    await lease(db, 1)
    for _ in range(200):
        await queue(db, message("board", edits=9))
    await update_message_sent(db, 1, message_id=9, now=AT)
    assert await due(db, AT + 2 * SECOND) == []
    pending = await lease(db, 1, AT + 3 * SECOND)
    assert pending is not None
    assert (pending.edits, pending.attempts) == (9, 1)
    await update_message_sent(db, 1, message_id=9, now=AT + 3 * SECOND)
    assert (await row(db, "board"))["state"] == "sent"


async def test_a_new_message_asked_for_again_while_it_is_sent_is_then_changed(db: Database) -> None:
    await queue(db, message("board"))
    await lease(db, 1)
    await queue(db, message("board"))
    await update_message_sent(db, 1, message_id=9, now=AT)
    pending = await lease(db, 1, AT + 3 * SECOND)
    assert pending is not None
    assert pending.edits == 9


@pytest.mark.parametrize("end", ["sent", "dropped", "dead"])
async def test_a_change_of_what_is_done_is_queued_afresh_a_little_later(
    db: Database, end: str
) -> None:
    await queue(db, message("board", useful_until=AT + timedelta(hours=1)))
    await lease(db, 1)
    if end == "sent":
        await update_message_sent(db, 1, message_id=9, now=AT)
    else:
        await update_message_ended(db, 1, dead=end == "dead", trouble="x", now=AT)
    await queue(db, message("board", edits=9, args={"note": 2}))
    assert await due(db, AT + 2 * SECOND) == []
    pending = await lease(db, 1, AT + timedelta(days=1))
    assert pending is not None
    assert (pending.edits, pending.attempts, pending.args) == (9, 1, {"note": 2})
    assert (await row(db, "board"))["trouble"] is None


async def test_a_post_that_may_be_there_already_is_changed_after_it_was_found(
    db: Database,
) -> None:
    """It was sent, the process killed; then something changed. What is found is the old state."""
    await queue(db, message("board"))
    await lease(db, 1)
    await update_leases_over(db)
    await queue(db, message("board"))
    assert await lease(db, 1) is not None
    await update_message_sent(db, 1, message_id=9, now=AT)
    pending = await lease(db, 1, AT + 3 * SECOND)
    assert pending is not None
    assert pending.edits == 9


async def test_what_became_pointless_is_asked_again_where_somebody_changed_it_meanwhile(
    db: Database,
) -> None:
    await queue(db, message("board"))
    await lease(db, 1)
    await queue(db, message("board"))
    await update_message_ended(db, 1, dead=False, trouble="pointless", now=AT)
    assert await due(db, AT + 3 * SECOND) == [1]
    await lease(db, 1, AT + 3 * SECOND)
    await update_message_ended(db, 1, dead=False, trouble="pointless", now=AT)
    assert (await row(db, "board"))["state"] == "dropped"


async def test_what_was_dropped_is_queued_afresh_and_what_is_dead_waits_for_people(
    db: Database,
) -> None:
    await queue(db, message("gone", edits=9), message("dead"))
    for number in (1, 2):
        await lease(db, number)
        await update_message_ended(db, number, dead=number == 2, trouble="x", now=AT)
    await queue(db, message("gone", target_id=5), message("dead"))
    later = AT + timedelta(minutes=1)
    assert await due(db, later) == [1]
    pending = await lease(db, 1, later)
    assert pending is not None
    assert (pending.edits, pending.target_id, pending.attempts) == (None, 5, 1)


async def test_what_could_not_be_sent_waits_and_one_that_never_left_counts_no_try(
    db: Database,
) -> None:
    await queue(db, message("a"), message("b"))
    for number, untried in ((1, False), (2, True)):
        await lease(db, number)
        await update_message_waits(db, number, due_at=AT + SECOND, untried=untried)
    assert await due(db) == []
    assert await due(db, AT + SECOND) == [1, 2]
    assert [(await row(db, key))["attempts"] for key in "ab"] == [1, 0]


async def test_what_is_too_late_is_dropped_and_not_taken_up(db: Database) -> None:
    await queue(db, message("late", useful_until=AT), message("fine", useful_until=AT + SECOND))
    assert await lease(db, 1) is None
    assert await update_too_late(db, now=AT, trouble="too_late") == {"test.note": 1}
    assert (await row(db, "late"))["state"] == "dropped"
    assert await due(db) == [2]
    await lease(db, 2)
    assert not await update_too_late(db, now=AT + SECOND, trouble="too_late")


async def test_a_channel_that_refuses_refuses_all_of_a_kind_that_is_due(db: Database) -> None:
    await queue(
        db,
        message("a"),
        message("b"),
        message("change", edits=9),
        message("later", due_at=AT + SECOND),
        message("other", target_id=5),
    )
    await lease(db, 1)
    async with db.transaction() as tx:
        died = await update_channel_refused(
            tx, CHANNEL, changes=False, trouble="no_permission", now=AT, untold="test.other"
        )
        await tx.commit()
    assert died == 1
    assert await due(db, AT + SECOND) == [3, 5, 4]


async def test_dead_letters_are_seen_in_their_server_sent_again_or_discarded(db: Database) -> None:
    await queue(
        db,
        message("a", useful_until=AT + SECOND),
        message("b"),
        message("c"),
        message("dm", target=Target.PERSON, target_id=5),
        message("elsewhere", guild_id=78),
    )
    for number in range(1, 6):
        await lease(db, number)
        await update_message_ended(db, number, dead=True, trouble="channel_gone", now=AT)
    letters = await list_dead_letters(db, GUILD, most=2)
    assert [(x.number, x.target_id, x.trouble, x.died_at) for x in letters] == [
        (3, CHANNEL, "channel_gone", AT),
        (2, CHANNEL, "channel_gone", AT),
    ]
    assert [x.number for x in await list_dead_letters(db, GUILD, most=2, before=2)] == [1]
    assert await count_dead_letters(db, GUILD) == 3
    later = AT + timedelta(days=1)
    async with db.transaction() as tx:
        assert await update_dead_resent(tx, 78, now=later, number=1) == 0
        assert await update_dead_resent(tx, GUILD, now=later, number=1) == 1
        assert await update_dead_resent(tx, GUILD, now=later, number=1) == 0
        await tx.commit()
    pending = await lease(db, 1, later)
    assert pending is not None
    assert pending.attempts == 2  # it is looked for first
    assert await delete_dead(db, GUILD, number=2) == 1
    async with db.transaction() as tx:
        assert await update_dead_resent(tx, GUILD, now=later) == 1
        await tx.commit()
    assert await count_dead_letters(db, GUILD) == 0


async def test_what_is_over_is_deleted_in_time_and_what_waits_is_not(db: Database) -> None:
    await queue(db, message("sent"), message("dead"), message("waits"))
    await lease(db, 1)
    await update_message_sent(db, 1, message_id=9, now=AT)
    await lease(db, 2)
    await update_message_ended(db, 2, dead=True, trouble="x", now=AT)
    assert await delete_old_messages(db, done_before=AT, dead_before=AT) == 0
    assert await delete_old_messages(db, done_before=AT + SECOND, dead_before=AT) == 1
    assert await delete_old_messages(db, done_before=AT, dead_before=AT + SECOND) == 1
    assert await due(db) == [3]


async def test_who_is_forgotten_gets_nothing_more(db: Database) -> None:
    await queue(
        db,
        message("dm", target=Target.PERSON, target_id=5),
        message("ping", args={"person": 5}),
        message("channel", target_id=5),
        message("other", target=Target.PERSON, target_id=6),
    )
    await lease(db, 1)
    await delete_person(db, 5)
    assert not await update_message_sent(db, 1, message_id=9, now=AT)
    assert await due(db) == [3, 4]


async def test_a_server_that_is_left_has_nothing_waiting(db: Database) -> None:
    await queue(db, message("a"), message("b", guild_id=78))
    assert await list_guild_ids(db) == {GUILD, 78}
    await delete_guild(db, GUILD)
    assert await due(db) == [2]
    assert await list_guild_ids(db) == {78}

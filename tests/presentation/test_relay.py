"""Messages leave in order, at the permitted pace, and survive whatever Discord does meanwhile."""

from __future__ import annotations

import asyncio
import os
from collections import Counter
from collections.abc import AsyncIterator, Callable
from datetime import timedelta

import discord
import pytest

from bot.clock import FixedClock, SystemClock
from bot.domain.actor import Actor, Capability
from bot.presentation.pace import MOST_INVALID
from bot.presentation.posting import Drawn
from bot.presentation.screen import Notice
from bot.services.guilds import Purpose
from bot.settings import Settings
from bot.storage.database import Transaction
from bot.storage.outbox import Pending, Target, lease_message
from tests.loopback.relaying import (
    NOTE,
    PATCH,
    POST,
    READ,
    Relaying,
    channels,
    draw_note,
    note,
    read,
    relaying,
)
from tests.loopback.server import LoopbackDiscord

CLOCK = SystemClock()
LATER = timedelta(seconds=5)
#: How many messages leave in the test of the pace; 10,000 take four minutes.
MESSAGES = int(os.environ.get("RELAY_MESSAGES", "150"))


@pytest.fixture
def database_key() -> None:
    """Once is enough here: the database is tried in both modes elsewhere."""


@pytest.fixture
async def fake() -> AsyncIterator[LoopbackDiscord]:
    async with LoopbackDiscord() as fake:
        yield fake


@pytest.fixture
def clock() -> FixedClock:
    """It is moved by hand, but begins near the time that Discord has."""
    return FixedClock(CLOCK.now() + LATER)


@pytest.fixture
async def relay(
    fake: LoopbackDiscord, settings: Settings, clock: FixedClock
) -> AsyncIterator[Relaying]:
    async with relaying(settings, clock) as made, fake.running(made.bot):
        yield made


async def until(true: Callable[[], bool]) -> None:
    async with asyncio.timeout(20):
        while not true():  # noqa: ASYNC110 - anything may be waited for
            await asyncio.sleep(0.02)


def here(fake: LoopbackDiscord) -> tuple[int, int]:
    """The channel and the server that are there to begin with."""
    return int(fake.world.channel["id"]), fake.world.server.id


async def test_all_leave_at_the_permitted_pace_without_a_429_and_none_is_lost(
    fake: LoopbackDiscord, relay: Relaying
) -> None:
    fake.traffic.limit_everywhere(50, per=1.0)
    fake.traffic.limit(POST, 5, per=5.0)
    rooms = channels(fake.world, max(100, MESSAGES // 50))
    await relay.queue(
        *(note(n, rooms[n % len(rooms)], fake.world.server.id, CLOCK) for n in range(MESSAGES))
    )
    await relay.bot.relay.run_due()
    sent = fake.traffic.to(POST)
    assert Counter(request.status for request in sent) == {200: MESSAGES}
    assert sorted(read(fake.world, rooms)) == sorted(f"note {n}" for n in range(MESSAGES))
    assert await relay.states() == {"sent": MESSAGES}
    seconds = sent[-1].at - sent[0].at
    print(f"{MESSAGES} in {seconds:.1f} s: {MESSAGES / seconds:.2f} a second of 50")  # noqa: T201


async def test_in_a_channel_they_arrive_in_order_and_the_urgent_first(
    fake: LoopbackDiscord, relay: Relaying
) -> None:
    channel, guild = here(fake)
    await relay.queue(
        *(note(n, channel, guild, CLOCK) for n in range(8)),
        note(99, channel, guild, CLOCK, rank=1),
    )
    await relay.bot.relay.run_due()
    assert read(fake.world) == ["note 99", *(f"note {n}" for n in range(8))]


async def test_a_channel_at_its_limit_delays_no_other(
    fake: LoopbackDiscord, relay: Relaying
) -> None:
    fake.traffic.limit(POST, 2, per=0.5)
    channel, guild = here(fake)
    other, third = channels(fake.world, 2)
    await relay.queue(
        *(note(n, channel, guild, CLOCK) for n in range(6)),
        note(10, other, guild, CLOCK),
        note(11, third, guild, CLOCK),
    )
    await relay.bot.relay.run_due()
    assert Counter(r.status for r in fake.traffic.to(POST)) == {200: 8}
    order = [r.params["channel_id"] for r in fake.traffic.to(POST)]
    assert order.index(str(third)) < len(order) - 1


async def test_many_presses_are_few_edits_and_the_last_state_is_shown(
    fake: LoopbackDiscord, settings: Settings
) -> None:
    channel, guild = here(fake)
    going = 0

    async def draw(_: Pending) -> Drawn:
        return Drawn(Notice(f"{going} are going"))

    async with (
        relaying(settings, CLOCK, awake=True, drawers={"test.board": draw}) as relay,
        fake.running(relay.bot),
    ):
        posted = fake.world.post(channel, {"components": []})
        for press in range(1, 201):
            going = press
            board = note(0, channel, guild, CLOCK, purpose="test.board", edits=int(posted["id"]))
            await relay.queue(board)
            await asyncio.sleep(0.002)
        await until(lambda: read(fake.world) == ["200 are going"])
        assert 1 <= len(fake.traffic.to(PATCH)) <= 4


async def test_what_was_sent_but_not_marked_is_found_again_and_not_sent_twice(
    fake: LoopbackDiscord, relay: Relaying
) -> None:
    channel, guild = here(fake)
    await relay.queue(note(1, channel, guild, CLOCK))
    await relay.bot.relay.run_due()
    # As a process that was killed between the send and the mark leaves it; Discord has long
    # forgotten the nonce, and others have written since.
    await relay.db.write(
        "UPDATE outbox SET state = 'waiting', done_at = NULL, message_id = NULL, leased_until = 1"
    )
    fake.world.nonces.clear()
    for number in range(150):
        fake.world.post(channel, {"content": f"chat {number}"}, author=fake.world.member)
    await relay.bot.relay.run_due()
    assert [text for text in read(fake.world) if text] == ["note 1"]
    assert await relay.states() == {"sent": 1}
    row = await relay.db.fetch_one("SELECT message_id FROM outbox")
    assert row is not None
    assert row["message_id"] in fake.world.messages[channel]


async def test_somebody_elses_message_with_the_same_number_is_not_taken_for_it(
    fake: LoopbackDiscord, relay: Relaying
) -> None:
    channel, guild = here(fake)
    await relay.queue(note(1, channel, guild, CLOCK))
    await relay.bot.relay.run_due()
    (mine,) = fake.world.messages[channel].values()
    copy = {"components": mine["components"], "flags": mine["flags"]}
    fake.world.messages[channel].clear()
    fake.world.nonces.clear()
    fake.world.post(channel, copy, author=fake.world.member)
    await relay.db.write("UPDATE outbox SET state = 'waiting', leased_until = NULL")
    await relay.bot.relay.run_due()
    assert read(fake.world) == ["note 1", "note 1"]


@pytest.mark.parametrize("applied", [True, False], ids=["arrived", "lost"])
@pytest.mark.parametrize("how", ["dead connection", "503"])
async def test_an_answer_that_never_came_leaves_one_message(
    fake: LoopbackDiscord, relay: Relaying, clock: FixedClock, how: str, applied: bool
) -> None:
    channel, guild = here(fake)
    if how == "503":
        fake.traffic.fault(POST, status=503, applied=applied)
    else:
        fake.traffic.fault(POST, drop=True, applied=applied)
    await relay.queue(note(1, channel, guild, CLOCK))
    await relay.bot.relay.run_due()
    assert await relay.states() == {"waiting": 1}
    fake.world.nonces.clear()
    clock.set(clock.now() + LATER)
    await relay.bot.relay.run_due()
    assert read(fake.world) == ["note 1"]
    assert await relay.states() == {"sent": 1}
    assert len(fake.traffic.to(READ)) == 1


async def test_a_429_is_waited_out_and_counted(fake: LoopbackDiscord, relay: Relaying) -> None:
    channel, guild = here(fake)
    limit = {"message": "You are being rate limited.", "retry_after": 0.2, "global": False}
    fake.traffic.fault(POST, status=429, body=limit, headers={"Via": "1.1 loopback"})
    await relay.queue(note(1, channel, guild, CLOCK))
    await relay.bot.relay.run_due()
    assert read(fake.world) == ["note 1"]


async def test_after_a_429_for_all_everything_stands_still(
    fake: LoopbackDiscord, relay: Relaying
) -> None:
    channel, guild = here(fake)
    (other,) = channels(fake.world, 1)
    limit = {"message": "You are being rate limited.", "retry_after": 1.0, "global": True}
    headers = {"Via": "1.1 loopback", "X-RateLimit-Global": "true", "Retry-After": "1"}
    fake.traffic.fault(POST, status=429, body=limit, headers=headers)
    await relay.queue(note(1, channel, guild, CLOCK), note(2, other, guild, CLOCK))
    await relay.bot.relay.run_due()
    assert sorted(read(fake.world)) == ["note 1", "note 2"]
    refused, *later = sorted(fake.traffic.to(POST), key=lambda r: r.at)
    assert refused.status == 429
    before = [r for r in later if r.at < refused.at + 0.9]
    assert len(before) <= 1  # the other was on its way already


async def test_a_limit_of_many_minutes_leaves_the_message_for_then(
    fake: LoopbackDiscord, relay: Relaying
) -> None:
    channel, guild = here(fake)
    limit = {"message": "slow down", "retry_after": 600.0, "global": False}
    fake.traffic.fault(POST, status=429, body=limit, headers={"Via": "1.1 loopback"})
    await relay.queue(note(1, channel, guild, CLOCK))
    await relay.bot.relay.run_due()
    row = await relay.db.fetch_one("SELECT state, due_at FROM outbox")
    assert row is not None
    assert row["state"] == "waiting"
    assert 590 <= row["due_at"] - CLOCK.now().timestamp() <= 610


async def moderate(fake: LoopbackDiscord, relay: Relaying) -> int:
    """Choose a channel for moderators; its id."""
    (moderators,) = channels(fake.world, 1)
    admin = Actor(1, fake.world.server.id, frozenset(Capability))
    await relay.services.guilds.choose_channel(admin, Purpose.MODERATION, moderators)
    return moderators


FORBIDDEN = {"code": 50013, "message": "Missing Permissions"}


async def test_a_revoked_permission_kills_all_that_waits_there_and_moderators_hear_once(
    fake: LoopbackDiscord, relay: Relaying
) -> None:
    moderators = await moderate(fake, relay)
    channel, guild = here(fake)
    (fine,) = channels(fake.world, 1)
    fake.traffic.fault(POST, status=403, body=FORBIDDEN)
    await relay.queue(
        *(note(n, channel, guild, CLOCK) for n in range(40)), note(50, fine, guild, CLOCK)
    )
    await relay.bot.relay.run_due()
    assert await relay.states() == {"dead": 40, "sent": 2}
    assert read(fake.world, [fine]) == ["note 50"]
    (told,) = read(fake.world, [moderators])
    assert f"<#{channel}>" in told
    assert len(fake.traffic.to(POST)) == 3


async def test_near_being_locked_out_it_sends_nothing(
    fake: LoopbackDiscord, relay: Relaying
) -> None:
    channel, guild = here(fake)
    fake.traffic.fault(POST, status=403, body=FORBIDDEN)
    await relay.queue(note(1, channel, guild, CLOCK))
    await relay.bot.relay.run_due()
    invalid = relay.bot.relay._invalid
    assert len(invalid._at) == 1  # what Discord refuses is counted
    for _ in range(MOST_INVALID - 1):
        invalid.note()
    await relay.queue(note(2, channel, guild, CLOCK))
    sending = asyncio.create_task(relay.bot.relay.run_due())
    await asyncio.sleep(0.3)
    assert len(fake.traffic.to(POST)) == 1
    sending.cancel()
    await asyncio.wait({sending})
    invalid._at.clear()  # ten minutes later
    await relay.bot.relay.run_due()
    assert read(fake.world) == ["note 2"]


async def test_a_limit_that_discord_names_by_a_code_leaves_a_change_for_later(
    fake: LoopbackDiscord, relay: Relaying
) -> None:
    """Changes of messages older than an hour have a limit of their own."""
    channel, guild = here(fake)
    posted = fake.world.post(channel, {"components": []})
    too_many = {"code": 30046, "message": "Maximum number of edits", "retry_after": 0.01}
    headers = {"Via": "1.1 loopback"}
    fake.traffic.fault(PATCH, status=429, body=too_many, headers=headers, times=5)
    await relay.queue(note(1, channel, guild, CLOCK, edits=int(posted["id"])))
    await relay.bot.relay.run_due()
    assert await relay.states() == {"waiting": 1}
    row = await relay.db.fetch_one("SELECT due_at FROM outbox")
    assert row is not None
    assert row["due_at"] > CLOCK.now().timestamp() + 60


async def test_a_deleted_channel_and_no_moderators_harm_nothing(
    fake: LoopbackDiscord, relay: Relaying
) -> None:
    guild = fake.world.server.id
    await relay.queue(note(1, 4242, guild, CLOCK))
    await relay.bot.relay.run_due()
    assert await relay.trouble("note:1") == ("dead", "channel_gone")
    moderators = await moderate(fake, relay)
    del fake.world.server.channels[moderators]
    await relay.queue(note(2, 4243, guild, CLOCK), note(3, moderators, guild, CLOCK))
    await relay.bot.relay.run_due()
    # The line to moderators is never itself a dead letter.
    assert await relay.states() == {"dead": 3, "dropped": 1}


async def test_a_channel_of_another_server_is_refused(
    fake: LoopbackDiscord, relay: Relaying
) -> None:
    channel, _ = here(fake)
    await relay.queue(note(1, channel, 4242, CLOCK))
    await relay.bot.relay.run_due()
    assert await relay.trouble("note:1") == ("dead", "other_server")
    assert read(fake.world) == []


async def test_who_refuses_direct_messages_is_nobodys_business(
    fake: LoopbackDiscord, relay: Relaying
) -> None:
    moderators = await moderate(fake, relay)
    fake.traffic.fault(POST, status=403, body={"code": 50007, "message": "Cannot send"})
    person = {"target": Target.PERSON, "target_id": fake.world.member.id}
    await relay.queue(note(1, 0, fake.world.server.id, CLOCK, **person))
    await relay.bot.relay.run_due()
    assert await relay.trouble("note:1") == ("dead", "dm_refused")
    assert read(fake.world, [moderators]) == []
    await relay.queue(note(2, 0, fake.world.server.id, CLOCK, **person))
    await relay.bot.relay.run_due()
    assert read(fake.world) == ["note 2"]


async def test_a_message_that_was_deleted_is_not_changed_and_nobody_is_told(
    fake: LoopbackDiscord, relay: Relaying
) -> None:
    moderators = await moderate(fake, relay)
    channel, guild = here(fake)
    await relay.queue(note(1, channel, guild, CLOCK, edits=99))
    await relay.bot.relay.run_due()
    assert await relay.trouble("note:1") == ("dropped", "message_gone")
    assert read(fake.world, [moderators]) == []


async def test_what_makes_no_sense_any_more_or_is_too_late_is_not_sent(
    fake: LoopbackDiscord, settings: Settings
) -> None:
    channel, guild = here(fake)

    async def draw(_: Pending) -> None:
        return None

    async with (
        relaying(settings, CLOCK, drawers={"test.gone": draw}) as relay,
        fake.running(relay.bot),
    ):
        late = CLOCK.now() - timedelta(seconds=1)
        await relay.queue(
            note(1, channel, guild, CLOCK, purpose="test.gone"),
            note(2, channel, guild, CLOCK, useful_until=late),
            note(3, channel, guild, CLOCK, purpose="of.tomorrow"),
        )
        await relay.bot.relay.run_due()
        assert await relay.trouble("note:1") == ("dropped", "pointless")
        assert await relay.trouble("note:2") == ("dropped", "too_late")
        assert await relay.trouble("note:3") == ("dead", "nobody_draws")
        assert fake.traffic.to(POST) == []


async def test_what_follows_from_a_message_is_written_with_it_or_tried_again(
    fake: LoopbackDiscord, settings: Settings, clock: FixedClock
) -> None:
    channel, guild = here(fake)
    kept: list[tuple[int | None, int]] = []
    fail = True

    async def keep(tx: Transaction, pending: Pending, message_id: int) -> None:
        if fail:
            raise ZeroDivisionError
        kept.append((pending.edits, message_id))

    async with (
        relaying(settings, clock, sent_hooks={NOTE: keep}) as relay,
        fake.running(relay.bot),
    ):
        await relay.queue(note(1, channel, guild, CLOCK))
        await relay.bot.relay.run_due()
        assert await relay.states() == {"waiting": 1}
        fail = False
        clock.set(clock.now() + LATER)
        await relay.bot.relay.run_due()
        assert read(fake.world) == ["note 1"]
        assert await relay.states() == {"sent": 1}
        assert kept == [(None, next(iter(fake.world.messages[channel])))]


async def test_a_drawing_that_fails_stops_no_other_and_is_dead_in_the_end(
    fake: LoopbackDiscord, settings: Settings
) -> None:
    channel, guild = here(fake)

    async def draw(_: Pending) -> Drawn:
        raise ZeroDivisionError

    async with (
        relaying(settings, CLOCK, drawers={"test.bad": draw}) as relay,
        fake.running(relay.bot),
    ):
        await relay.queue(
            note(1, channel, guild, CLOCK, purpose="test.bad"), note(2, channel, guild, CLOCK)
        )
        await relay.bot.relay.run_due()
        assert read(fake.world) == ["note 2"]
        assert await relay.states() == {"waiting": 1, "sent": 1}
        await relay.db.write("UPDATE outbox SET attempts = 4, due_at = 0 WHERE state = 'waiting'")
        await relay.bot.relay.run_due()
        assert await relay.trouble("note:1") == ("dead", "broken")


async def test_it_goes_by_itself_and_what_was_under_way_at_the_end_is_marked(
    fake: LoopbackDiscord, settings: Settings
) -> None:
    channel, guild = here(fake)
    fake.world.answers_after = 0.3
    async with relaying(settings, CLOCK, awake=True) as relay:
        async with fake.running(relay.bot):
            await asyncio.sleep(0.1)
            await relay.queue(note(1, channel, guild, CLOCK))  # nobody calls `wake`
            await until(lambda: bool(read(fake.world)))
        assert await relay.states() == {"sent": 1}


async def test_a_process_that_starts_anew_sends_what_the_one_before_had_taken_up(
    fake: LoopbackDiscord, settings: Settings
) -> None:
    channel, guild = here(fake)
    async with relaying(settings, CLOCK) as relay:
        await relay.queue(note(1, channel, guild, CLOCK))
        now = CLOCK.now()
        assert await lease_message(relay.db, 1, now=now, until=now + timedelta(hours=1))
    async with relaying(settings, CLOCK, awake=True) as relay, fake.running(relay.bot):
        await until(lambda: bool(read(fake.world)))
        assert len(fake.traffic.to(READ)) == 1


async def test_nobody_is_mentioned_unless_the_drawing_says_so(
    fake: LoopbackDiscord, settings: Settings
) -> None:
    channel, guild = here(fake)

    async def loud(_: Pending) -> Drawn:
        return Drawn(Notice("<@5>"), mentions=discord.AllowedMentions(users=[discord.Object(5)]))

    async with (
        relaying(settings, CLOCK, drawers={"test.loud": loud, NOTE: draw_note}) as relay,
        fake.running(relay.bot),
    ):
        await relay.queue(
            note(1, channel, guild, CLOCK), note(2, channel, guild, CLOCK, purpose="test.loud")
        )
        await relay.bot.relay.run_due()
        quiet, pinging = (request.json for request in fake.traffic.to(POST))
        assert quiet["allowed_mentions"] == {"parse": []}
        assert pinging["allowed_mentions"]["users"] == [5]
        assert quiet["enforce_nonce"]
        assert len(quiet["nonce"]) <= 25

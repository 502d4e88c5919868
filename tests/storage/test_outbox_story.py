"""A long random story of one outbox: nothing goes out twice, no change is forgotten, all ends."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from bot.storage.database import Database
from bot.storage.outbox import (
    Pending,
    lease_message,
    list_due_messages,
    update_leases_over,
    update_message_ended,
    update_message_sent,
    update_message_waits,
)
from tests.storage.delivering import AT, message, queue

KEYS = ("board:1", "board:2", "board:3")


class Outbox(RuleBasedStateMachine):
    """Boards that are posted once and then changed. `wanted` is the state that a board should show,
    `shown` what a reader sees of it."""

    def __init__(self) -> None:
        super().__init__()
        self.runner = asyncio.Runner()
        self.folder = TemporaryDirectory()
        self.now = AT
        self.db = self.run(Database.open(Path(self.folder.name) / "x.db", readers=1))
        self.wanted: dict[str, int] = {}
        self.shown: dict[str, int] = {}
        self.posted: dict[str, int] = {}
        self.sending: dict[str, tuple[Pending, int]] = {}

    def run(self, coroutine):
        return self.runner.run(coroutine)

    @rule(key=st.sampled_from(KEYS))
    def something_changes(self, key: str) -> None:
        """As a service does: the first post, or a change of what was posted."""
        self.wanted[key] = self.wanted.get(key, 0) + 1
        row = self.run(
            self.db.fetch_one("SELECT message_id FROM outbox WHERE key = :k", {"k": key})
        )
        edits = row["message_id"] if row else None
        self.run(queue(self.db, message(key, due_at=self.now, edits=edits)))

    @rule(by=st.integers(0, 90))
    def time_passes(self, by: int) -> None:
        self.now += timedelta(seconds=by)

    @rule()
    def one_is_taken_up(self) -> None:
        for due in self.run(list_due_messages(self.db, now=self.now)):
            until = self.now + timedelta(hours=1)
            pending = self.run(lease_message(self.db, due.number, now=self.now, until=until))
            assert pending is not None
            assert pending.key not in self.sending, "two send the same"
            self.sending[pending.key] = (pending, self.wanted[pending.key])
            return

    @precondition(lambda self: self.sending)
    @rule(data=st.data(), reaches=st.booleans(), told=st.booleans())
    def a_send_ends(self, data: st.DataObject, *, reaches: bool, told: bool) -> None:
        """It reaches the reader or not, and the bot hears of it or not."""
        key = data.draw(st.sampled_from(sorted(self.sending)))
        pending, drawn = self.sending.pop(key)
        if reaches:
            self._reach(key, pending, drawn)
        if reaches and told:
            sent = update_message_sent(
                self.db, pending.number, message_id=pending.number, now=self.now
            )
            assert self.run(sent)
        else:
            again = self.now + timedelta(seconds=1)
            self.run(update_message_waits(self.db, pending.number, due_at=again))

    def _reach(self, key: str, pending: Pending, drawn: int) -> None:
        if pending.edits is None and pending.attempts > 1 and key in self.posted:
            return  # it is found in the channel, and not sent again
        if pending.edits is None:
            self.posted[key] = self.posted.get(key, 0) + 1
        self.shown[key] = drawn

    @precondition(lambda self: self.sending)
    @rule()
    def it_is_given_up(self) -> None:
        """Only a change: the first post is what the rest of the story stands on."""
        for key, (pending, _) in list(self.sending.items()):
            if pending.edits is not None:
                self.run(
                    update_message_ended(
                        self.db, pending.number, dead=True, trouble="x", now=self.now
                    )
                )
                del self.sending[key]
                self.wanted[key] = self.shown[key]  # until the next change
                return

    @rule()
    def the_process_is_killed(self) -> None:
        for key, (pending, drawn) in self.sending.items():
            if pending.number % 2:  # some had reached the reader
                self._reach(key, pending, drawn)
        self.sending.clear()
        self.run(update_leases_over(self.db))

    @invariant()
    def nothing_is_posted_twice(self) -> None:
        assert all(count == 1 for count in self.posted.values())

    def teardown(self) -> None:
        """Left alone, everything comes to an end, and readers see the last state."""
        self.the_process_is_killed()
        for _ in range(100):
            self.now += timedelta(minutes=2)
            due = self.run(list_due_messages(self.db, now=self.now))
            if not due:
                break
            for found in due:
                until = self.now + timedelta(hours=1)
                pending = self.run(lease_message(self.db, found.number, now=self.now, until=until))
                assert pending is not None
                self._reach(pending.key, pending, self.wanted[pending.key])
                self.run(
                    update_message_sent(
                        self.db, pending.number, message_id=pending.number, now=self.now
                    )
                )
        assert not self.run(list_due_messages(self.db, now=self.now))
        assert set(self.posted) == set(self.wanted)
        assert self.shown == self.wanted
        self.nothing_is_posted_twice()
        self.run(self.db.close())
        self.runner.close()
        self.folder.cleanup()


TestOutbox = Outbox.TestCase
TestOutbox.settings = settings(max_examples=60, stateful_step_count=40, deadline=None)

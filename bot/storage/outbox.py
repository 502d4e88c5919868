"""What the bot says unasked, from the transaction of its cause until it was read or given up.

A row waits, is taken up for a while (leased), and ends as sent, dropped or dead. Only one process
holds the database, so a lease guards against nobody else: it says that a send may have begun, and
`attempts` above 1 that an earlier one may have reached the reader.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from bot.storage.database import Database, Row, Transaction
from bot.storage.erase import erase
from bot.storage.moments import moment, moment_or_none, seconds, seconds_after, seconds_or_none

#: What `Database.listen` calls this table.
OUTBOX = "outbox"

Args = Mapping[str, int | str | None]


class Target(StrEnum):
    """Where a message goes. The values are stored: never rename them."""

    CHANNEL = "channel"  # also a thread
    PERSON = "person"  # by direct message


def _no_args() -> Args:
    return {}


@dataclass(frozen=True, slots=True)
class Message:
    """A message to be sent, or one to be changed (`edits` is its id).

    `key` says what it tells and to whom: nothing is queued twice under one key. `args` are numbers
    of rows and codes, never words that somebody typed; an id of a person stands under `person`, so
    that it is found when they ask to be forgotten. After `useful_until` it is dropped. Of what is
    due together the lower `rank` goes first.
    """

    key: str
    guild_id: int
    target: Target
    target_id: int
    purpose: str
    args: Args
    due_at: datetime
    useful_until: datetime | None = None
    rank: int = 5
    edits: int | None = None


@dataclass(frozen=True, slots=True)
class Due:
    """A message whose time has come, as little of it as is needed to choose."""

    number: int
    target: Target
    target_id: int
    rank: int


@dataclass(frozen=True, slots=True)
class Pending:
    """A message that is being sent. `attempts` counts this one too; `tried_at` is the first."""

    number: int
    key: str
    guild_id: int
    target: Target
    target_id: int
    purpose: str
    due_at: datetime
    useful_until: datetime | None
    tried_at: datetime
    attempts: int
    edits: int | None = None
    args: Args = field(default_factory=_no_args)


_PENDING = (
    "number, key, guild_id, target, target_id, purpose, args, edits, due_at, useful_until,"
    " tried_at, attempts"
)


def _pending(row: Row) -> Pending:
    return Pending(
        number=row["number"],
        key=row["key"],
        guild_id=row["guild_id"],
        target=Target(row["target"]),
        target_id=row["target_id"],
        purpose=row["purpose"],
        due_at=moment(row["due_at"]),
        useful_until=moment_or_none(row["useful_until"]),
        tried_at=moment(row["tried_at"]),
        attempts=row["attempts"],
        edits=row["edits"],
        args=json.loads(row["args"]),
    )


#: Two changes of one message are so far apart at least: 200 presses in a second are two of them.
BETWEEN_EDITS = timedelta(seconds=3)

#: A new message that waits already stays as it is; a change is drawn and sent where it is now.
_STAYS = "state = 'waiting' AND excluded.edits IS NULL"

_INSERT = f"""
    INSERT INTO outbox
        (key, guild_id, target, target_id, purpose, args, edits, rank, due_at, useful_until)
    VALUES
        (:key, :guild_id, :target, :target_id, :purpose, :args, :edits, :rank, :due_at,
         :useful_until)
    ON CONFLICT (key) DO UPDATE SET
        again = state = 'waiting' AND (leased_until IS NOT NULL OR attempts > 0),
        target = CASE WHEN {_STAYS} THEN target ELSE excluded.target END,
        target_id = CASE WHEN {_STAYS} THEN target_id ELSE excluded.target_id END,
        args = CASE WHEN {_STAYS} THEN args ELSE excluded.args END,
        edits = CASE WHEN {_STAYS} THEN edits ELSE excluded.edits END,
        useful_until = CASE WHEN state = 'waiting' THEN useful_until ELSE excluded.useful_until END,
        rank = CASE WHEN state = 'waiting' THEN rank ELSE excluded.rank END,
        attempts = CASE WHEN state = 'waiting' THEN attempts ELSE 0 END,
        tried_at = CASE WHEN state = 'waiting' THEN tried_at END,
        due_at = CASE WHEN state = 'waiting' THEN due_at ELSE
            max(excluded.due_at, coalesce(done_at, 0) + {BETWEEN_EDITS.seconds}) END,
        state = 'waiting',
        trouble = NULL,
        done_at = NULL
    WHERE state IN ('waiting', 'dropped') OR excluded.edits IS NOT NULL
"""  # noqa: S608 - our own number


async def insert_messages(tx: Transaction, messages: Iterable[Message]) -> None:
    """Queue messages, in the transaction of what they tell; the relay hears of it by itself.

    Under a key that is known already: what waits stays where it is (so changes of one message
    collapse); what is being sent goes out once more afterwards, as a change of itself; what was
    sent or is dead is left alone, unless this is a change (`edits`): that is queued afresh, and so
    is what was dropped.
    """
    tx.touch(OUTBOX)
    await tx.execute_many(
        _INSERT,
        (
            {
                "key": message.key,
                "guild_id": message.guild_id,
                "target": message.target.value,
                "target_id": message.target_id,
                "purpose": message.purpose,
                "args": json.dumps(dict(message.args), separators=(",", ":")),
                "edits": message.edits,
                "rank": message.rank,
                "due_at": seconds(message.due_at),
                "useful_until": seconds_or_none(message.useful_until),
            }
            for message in messages
        ),
    )


async def list_waiting_args(tx: Transaction, purpose: str, *, occurrence: int) -> list[Args]:
    """What waits to be said of one time of an event for that purpose, each once."""
    rows = await tx.execute(
        """
        SELECT DISTINCT args FROM outbox
        WHERE state = 'waiting' AND purpose = :purpose AND args ->> 'occurrence' = :occurrence
        """,
        {"purpose": purpose, "occurrence": occurrence},
    )
    return [json.loads(row["args"]) for row in rows]


async def list_due_messages(
    db: Database, *, now: datetime, each: int = 5, most: int = 500
) -> list[Due]:
    """What is due and not being sent, in the order to send it; at most `each` for one target, so
    that a full channel hides no other."""
    rows = await db.fetch_all(
        """
        SELECT number, target, target_id, rank FROM (
            SELECT number, target, target_id, rank, due_at, row_number() OVER (
                PARTITION BY target_id ORDER BY rank, due_at, number
            ) AS place
            FROM outbox
            WHERE state = 'waiting' AND due_at <= :now
            AND (leased_until IS NULL OR leased_until <= :now)
        )
        WHERE place <= :each ORDER BY rank, due_at, number LIMIT :most
        """,
        {"now": seconds(now), "each": each, "most": most},
    )
    return [
        Due(row["number"], Target(row["target"]), row["target_id"], row["rank"]) for row in rows
    ]


async def get_next_due(db: Database) -> datetime | None:
    """When the next message is due that nobody is sending."""
    row = await db.fetch_one(
        "SELECT due_at FROM outbox WHERE state = 'waiting' AND leased_until IS NULL"
        " ORDER BY due_at LIMIT 1"
    )
    return moment(row["due_at"]) if row else None


async def lease_message(
    db: Database, number: int, *, now: datetime, until: datetime
) -> Pending | None:
    """Take a message up for sending; None where it is gone, moved, or somebody has it.

    It is drawn after this, so `again` is over; but not for a new message that may have reached its
    readers by an earlier attempt: should it be found there, it may look as it did then.
    """
    rows = await db.write(
        f"""
        UPDATE outbox SET
            leased_until = :until, attempts = attempts + 1,
            again = CASE WHEN edits IS NULL AND attempts > 0 THEN again ELSE 0 END,
            tried_at = coalesce(tried_at, :now)
        WHERE number = :number AND state = 'waiting' AND due_at <= :now
        AND (leased_until IS NULL OR leased_until <= :now)
        AND (useful_until IS NULL OR useful_until > :now)
        RETURNING {_PENDING}
        """,  # noqa: S608 - our own names
        {"number": number, "now": seconds(now), "until": seconds(until)},
    )
    return _pending(rows[0]) if rows else None


async def update_leases_over(db: Database) -> int:
    """Take back every lease: whoever held one is gone (the process was started anew). How many."""
    rows = await db.write(
        "UPDATE outbox SET leased_until = NULL WHERE leased_until IS NOT NULL RETURNING number"
    )
    return len(rows)


async def update_message_sent(
    db: Database | Transaction, number: int, *, message_id: int, now: datetime
) -> bool:
    """It was sent as this message. Asked for once more meanwhile, it waits again, as a change of
    itself. False if the row is gone."""
    write = db.write if isinstance(db, Database) else db.execute
    rows = await write(
        f"""
        UPDATE outbox SET
            state = CASE again WHEN 1 THEN 'waiting' ELSE 'sent' END,
            edits = CASE again WHEN 1 THEN :message_id ELSE edits END,
            due_at = CASE again WHEN 1 THEN :now + {BETWEEN_EDITS.seconds} ELSE due_at END,
            attempts = CASE again WHEN 1 THEN 0 ELSE attempts END,
            tried_at = CASE again WHEN 1 THEN NULL ELSE tried_at END,
            done_at = CASE again WHEN 1 THEN NULL ELSE :now END,
            again = 0, leased_until = NULL, message_id = :message_id
        WHERE number = :number AND state = 'waiting' RETURNING number
        """,  # noqa: S608 - our own number
        {"number": number, "message_id": message_id, "now": seconds(now)},
    )
    return bool(rows)


async def update_message_waits(
    db: Database, number: int, *, due_at: datetime, untried: bool = False
) -> None:
    """It could not be sent now: it waits until then. `untried`: nothing was sent for certain, and
    this attempt does not count."""
    await db.write(
        """
        UPDATE outbox SET leased_until = NULL, due_at = :due_at, attempts = attempts - :untried
        WHERE number = :number AND state = 'waiting'
        """,
        {"number": number, "due_at": seconds_after(due_at), "untried": int(untried)},
    )


async def update_message_ended(
    db: Database | Transaction, number: int, *, dead: bool, trouble: str, now: datetime
) -> None:
    """It is given up: `dead` where somebody should know, else dropped. `trouble` says why. What
    was pointless but was asked for again meanwhile may have its point back: it waits once more."""
    write = db.write if isinstance(db, Database) else db.execute
    await write(
        f"""
        UPDATE outbox SET
            state = CASE WHEN again AND NOT :dead THEN 'waiting' WHEN :dead THEN 'dead'
                ELSE 'dropped' END,
            trouble = CASE WHEN again AND NOT :dead THEN NULL ELSE :trouble END,
            done_at = CASE WHEN again AND NOT :dead THEN NULL ELSE :now END,
            due_at = CASE WHEN again AND NOT :dead THEN :now + {BETWEEN_EDITS.seconds}
                ELSE due_at END,
            leased_until = NULL, again = 0
        WHERE number = :number AND state = 'waiting'
        """,  # noqa: S608 - our own number
        {"number": number, "dead": int(dead), "trouble": trouble, "now": seconds(now)},
    )


async def update_channel_refused(
    tx: Transaction, channel_id: int, *, changes: bool, trouble: str, now: datetime, untold: str
) -> int:
    """A channel refuses new messages (or `changes` of old ones): so it will all that are due there
    now, and each try would count against the bot. How many died of it; those with the purpose
    `untold` are dropped."""
    rows = await tx.execute(
        """
        UPDATE outbox SET
            state = CASE purpose WHEN :untold THEN 'dropped' ELSE 'dead' END,
            trouble = :trouble, done_at = :now
        WHERE target_id = :channel_id AND target = 'channel' AND state = 'waiting'
        AND due_at <= :now AND leased_until IS NULL AND (edits IS NOT NULL) = :changes
        RETURNING number
        """,
        {
            "channel_id": channel_id,
            "changes": int(changes),
            "trouble": trouble,
            "now": seconds(now),
            "untold": untold,
        },
    )
    return len(rows)


async def update_too_late(db: Database, *, now: datetime, trouble: str) -> Counter[str]:
    """Drop what has become pointless; how many of each purpose."""
    rows = await db.write(
        """
        UPDATE outbox SET
            state = 'dropped', trouble = :trouble, done_at = :now, leased_until = NULL, again = 0
        WHERE state = 'waiting' AND due_at <= :now AND useful_until <= :now
        AND (leased_until IS NULL OR leased_until <= :now)
        RETURNING purpose
        """,
        {"now": seconds(now), "trouble": trouble},
    )
    return Counter(row["purpose"] for row in rows)


async def delete_message(tx: Transaction, key: str) -> None:
    """Forget a message of that key, whatever became of it: what is queued under it next is new. The
    caller commits."""
    await tx.execute("DELETE FROM outbox WHERE key = :key", {"key": key})


async def delete_old_messages(db: Database, *, done_before: datetime, dead_before: datetime) -> int:
    """Delete what was sent or dropped before one moment and has been dead since another."""
    gone = await db.write(
        """
        DELETE FROM outbox WHERE done_at IS NOT NULL AND state <> 'waiting'
        AND done_at < CASE state WHEN 'dead' THEN :dead_before ELSE :done_before END
        RETURNING number
        """,
        {"done_before": seconds(done_before), "dead_before": seconds(dead_before)},
    )
    if gone:
        await erase(db)
    return len(gone)

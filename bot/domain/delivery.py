"""What becomes of a message that could not be sent: tried again, dropped, or dead. Pure rules.

A dead letter is one that somebody should know of; a dropped one has become pointless.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from hashlib import blake2s


class Trouble(StrEnum):
    """Why a message was not sent. The values are stored: never rename them."""

    # Nothing can be done but by people.
    CHANNEL_GONE = "channel_gone"
    NO_ACCESS = "no_access"
    NO_PERMISSION = "no_permission"
    REFUSED = "refused"  # Discord finds the message itself wrong
    OTHER_SERVER = "other_server"  # the channel is not of the server that it is queued for
    DM_REFUSED = "dm_refused"
    NOBODY_DRAWS = "nobody_draws"  # queued by a newer version of the bot
    # Pointless.
    TOO_LATE = "too_late"
    POINTLESS = "pointless"
    MESSAGE_GONE = "message_gone"  # what was to be changed was deleted
    # It may go better later.
    UNREACHABLE = "unreachable"
    RATE_LIMITED = "rate_limited"
    TOKEN_REFUSED = "token_refused"  # noqa: S105 - a code
    STORAGE = "storage"  # the database could not say what is to be sent
    BROKEN = "broken"  # a mistake of ours: the log has the story


_DEAD = {
    Trouble.CHANNEL_GONE,
    Trouble.NO_ACCESS,
    Trouble.NO_PERMISSION,
    Trouble.REFUSED,
    Trouble.OTHER_SERVER,
    Trouble.DM_REFUSED,
    Trouble.NOBODY_DRAWS,
}
#: All that a dead letter to a channel can have died of.
DIES_OF = _DEAD - {Trouble.DM_REFUSED} | {Trouble.UNREACHABLE, Trouble.BROKEN}
_POINTLESS = {Trouble.TOO_LATE, Trouble.POINTLESS, Trouble.MESSAGE_GONE}
#: The channel itself refuses: so it will whatever else waits for it.
OF_THE_CHANNEL = {Trouble.CHANNEL_GONE, Trouble.NO_ACCESS, Trouble.NO_PERMISSION}
#: Nothing was sent, for certain, so nothing has to be looked for before the next attempt. (Not so
#: where Discord asked to wait: discord.py may have tried before that.)
UNSENT = {Trouble.STORAGE}

FIRST_WAIT, LONGEST_WAIT = timedelta(seconds=1), timedelta(minutes=10)
#: A Discord that is down for longer than this is told of.
GIVE_UP_AFTER = timedelta(hours=24)
#: A mistake of ours is rarely mended by trying again.
MOST_BROKEN = 5


@dataclass(frozen=True, slots=True)
class Verdict:
    """Try again at `again_at`, or (None) give it up: `dead`, or dropped. `trouble` says why."""

    trouble: Trouble
    again_at: datetime | None = None
    dead: bool = False


def backoff(attempts: int, dice: float) -> timedelta:
    """How long to wait after so many attempts: doubled each time, half of it by chance (`dice`
    from 0 to 1), so that a thousand messages that failed together don't come back together."""
    whole = min(FIRST_WAIT * 2 ** min(max(attempts, 1) - 1, 20), LONGEST_WAIT)
    return whole / 2 + whole / 2 * dice


def verdict(
    trouble: Trouble,
    *,
    now: datetime,
    tried_at: datetime,
    attempts: int,
    useful_until: datetime | None,
    dice: float,
    wait: timedelta | None = None,
) -> Verdict:
    """What becomes of a message after `trouble`. `wait` is what Discord asked for, if it did."""
    if trouble in _DEAD:
        return Verdict(trouble, dead=True)
    if trouble in _POINTLESS:
        return Verdict(trouble)
    if trouble is Trouble.BROKEN and attempts >= MOST_BROKEN:
        return Verdict(trouble, dead=True)
    if trouble is Trouble.UNREACHABLE and now - tried_at >= GIVE_UP_AFTER:
        return Verdict(trouble, dead=True)
    again_at = now + max(backoff(attempts, dice), wait or timedelta())
    if useful_until is not None and again_at >= useful_until:
        return Verdict(Trouble.TOO_LATE)
    return Verdict(trouble, again_at=again_at)


def _digest(key: str, number: int) -> bytes:
    return blake2s(f"{number}\0{key}".encode(), digest_size=12).digest()


def nonce_of(key: str, number: int) -> str:
    """What Discord knows a message by for a few minutes: the same one again is not posted again.
    24 characters; it allows 25."""
    return _digest(key, number).hex()


def marker_of(key: str, number: int) -> int:
    """What the bot knows a message by when it finds it in a channel: a component's own number.

    Discord gives components the numbers 1, 2, 3 … unless told; up to 40 fit in a message. So ours
    are far above, and stay within 31 bits.
    """
    return 1 << 29 | int.from_bytes(_digest(key, number)[:4], "big") >> 3

"""Boards: a message in a channel that lists the shifts which need people, and stays current.

What changes a shift queues the board anew by a trigger (`0012_shifts.sql`); here boards are put up,
taken down, and read for the drawing. A board whose message or channel was deleted ends.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from bot.clock import Clock
from bot.domain.actor import Actor, Capability
from bot.domain.delivery import OF_THE_CHANNEL, Trouble
from bot.domain.errors import BadInput, NotFound
from bot.domain.shift import Shift, ShiftKind
from bot.services.shift_views import Seen, lead_of_shifts
from bot.services.shifts import ShiftsService
from bot.storage.database import Database, Transaction
from bot.storage.guilds import Purpose, get_guild_channel
from bot.storage.outbox import Message, Pending, Target, delete_message, insert_messages
from bot.storage.shifts import (
    Board,
    delete_board,
    forget_thread,
    get_board,
    insert_board,
    list_boards_for,
    set_board_message,
)

BOARD = "shift.board"
#: More boards than that nobody in a server can follow.
MOST_BOARDS = 10
_USEFUL = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Shown:
    """What stands on a board: all that can be claimed, what needs people first."""

    board: Board
    shifts: tuple[Seen, ...]


class ShiftBoards:
    """Puts boards up and takes them down."""

    def __init__(self, db: Database, *, clock: Clock, shifts: ShiftsService) -> None:
        self._db = db
        self._clock = clock
        self._shifts = shifts

    async def put_up(
        self, actor: Actor, channel_id: int, kind: ShiftKind | None = None
    ) -> tuple[Board, bool]:
        """A board in that channel, and whether it is a new one; where one of that kind stands
        there already, it is drawn anew in its place.

        Raises:
            NotAllowed: neither an organizer nor a dispatcher. BadInput: there are too many.
        """
        guild_id = lead_of_shifts(actor)
        now = self._clock.now()
        async with self._db.transaction() as tx:
            standing = await list_boards_for(tx, guild_id=guild_id)
            old = [b for b in standing if b.channel_id == channel_id and b.kind == kind]
            if not old and len(standing) >= MOST_BOARDS:
                raise BadInput("shift_error.many_boards", most=MOST_BOARDS)
            board = old[0] if old else await insert_board(
                tx, guild_id=guild_id, channel_id=channel_id, kind=kind, now=now
            )  # fmt: skip
            key = f"{BOARD}:{board.number}"
            if not old:  # SQLite gives numbers again: nothing of a board before may be in the way
                await delete_message(tx, key)
            message = Message(
                key, guild_id, Target.CHANNEL, channel_id, BOARD,
                {"board": board.number}, now, now + _USEFUL, edits=board.message_id,
            )  # fmt: skip
            await insert_messages(tx, [message])
            await tx.commit()
        return board, not old

    async def take_down(self, actor: Actor, number: int) -> Board:
        """End a board; its message is told to be empty, once.

        Raises:
            NotAllowed. NotFound: there is none such in the actor's server.
        """
        guild_id = lead_of_shifts(actor)
        async with self._db.transaction() as tx:
            board = await get_board(tx, number)
            if board is None or board.guild_id != guild_id:
                raise NotFound("shift_error.no_board")
            await delete_board(tx, number)
            await tx.commit()
        return board

    async def list(self, actor: Actor) -> list[Board]:
        """The boards of the actor's server. Raises NotAllowed."""
        return await list_boards_for(self._db, guild_id=lead_of_shifts(actor))

    async def somewhere(self, shift: Shift) -> bool:
        """Whether there is a channel in which people of that shift can be mentioned."""
        if shift.thread_id is not None:
            return True
        if await get_guild_channel(self._db, shift.guild_id, Purpose.SHIFTS) is not None:
            return True
        return bool(await list_boards_for(self._db, guild_id=shift.guild_id, kind=shift.kind))

    async def shown(self, number: int) -> Shown | None:
        """What stands on a board now, as everybody sees it; None: there is no such board."""
        board = await get_board(self._db, number)
        if board is None:
            return None
        everybody = Actor(0, board.guild_id, frozenset({Capability.MEMBER}))
        return Shown(board, tuple(await self._shifts.open(everybody, kind=board.kind)))


# --- what follows from sending -----------------------------------------------------------------


async def board_sent(tx: Transaction, pending: Pending, message_id: int) -> None:
    """The board stands in the channel now: later changes edit this message."""
    await set_board_message(tx, int(pending.args.get("board") or 0), message_id)


async def board_ended(tx: Transaction, pending: Pending, trouble: Trouble) -> None:
    """The board's message or channel is gone: so is the board."""
    if trouble is Trouble.MESSAGE_GONE or trouble in OF_THE_CHANNEL:
        await delete_board(tx, int(pending.args.get("board") or 0))


async def thread_ended(tx: Transaction, pending: Pending, trouble: Trouble) -> None:
    """A thread is gone, or closed to the bot: people of its shift are mentioned elsewhere."""
    if pending.target is Target.CHANNEL and trouble in OF_THE_CHANNEL:
        await forget_thread(tx, pending.target_id)

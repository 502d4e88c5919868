"""Who held which seat at which numbers when open campaigns were last looked through."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from bot.storage.database import Database, Transaction
from bot.storage.reading import rows_of

#: A checksum by seat and target.
Prints = Mapping[tuple[str, str], str]


async def list_seen(db: Database | Transaction) -> Prints:
    """What was seen last."""
    rows = await rows_of(db, "SELECT seat, target, print FROM target_seen", {})
    return {(row["seat"], row["target"]): row["print"] for row in rows}


async def replace_seen(tx: Transaction, prints: Prints, *, gone: Iterable[tuple[str, str]]) -> None:
    """Write what is seen now, and take out what is not there any more."""
    await tx.execute_many(
        "DELETE FROM target_seen WHERE seat = :seat AND target = :target",
        ({"seat": seat, "target": target} for seat, target in gone),
    )
    await tx.execute_many(
        """
        INSERT INTO target_seen (seat, target, print) VALUES (:seat, :target, :print)
        ON CONFLICT (seat, target) DO UPDATE SET print = excluded.print
        """,
        (
            {"seat": seat, "target": target, "print": check}
            for (seat, target), check in prints.items()
        ),
    )

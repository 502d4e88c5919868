"""The one queue of all that waits for a server's editors: what is next, and how much there is."""

from __future__ import annotations

from datetime import date

from bot.domain.organization import ProblemReason
from bot.domain.review import ReviewItem, ReviewKind, Waiting
from bot.storage.database import Database
from bot.storage.organizations import VISIBLE

#: Entries that wait to be shown, as `o`: this server's, and everybody's that it has not dealt with.
_WAITS = """
    o.status = 'waiting' AND o.guild_id IN (0, :guild_id)
    AND EXISTS (SELECT 1 FROM shelf AS s WHERE s.number = o.shelf AND s.live = 1)
    AND NOT EXISTS (
        SELECT 1 FROM organization AS mine
        WHERE mine.guild_id = :guild_id AND mine.id = o.id AND o.guild_id = 0
    )
"""
_REASONS = {
    ReviewKind.UNSAFE: f"reason = '{ProblemReason.UNSAFE.value}'",
    ReviewKind.WRONG_NUMBER: f"reason = '{ProblemReason.PHONE.value}'",
    ReviewKind.PROBLEM: f"reason NOT IN ('{ProblemReason.UNSAFE.value}',"
    f" '{ProblemReason.PHONE.value}')",
}
_ASSURED = "assurance AS a ON a.organization_id = o.id AND a.guild_id = :guild_id"

#: What waits, by kind: the numbers, under the name `ref`.
_SOURCES: dict[ReviewKind, str] = {
    **{
        kind: f"SELECT number AS ref FROM problem_report WHERE guild_id = :guild_id AND {reason}"  # noqa: S608
        for kind, reason in _REASONS.items()
    },
    ReviewKind.SUGGESTION: "SELECT number AS ref FROM suggestion WHERE guild_id = :guild_id",
    ReviewKind.WAITING: f"SELECT o.number AS ref FROM organization AS o WHERE {_WAITS}",  # noqa: S608
    ReviewKind.CHANGED: """
        SELECT c.number AS ref FROM shelf_change AS c JOIN shelf AS s ON s.number = c.shelf
        WHERE c.guild_id = :guild_id AND s.live = 1
    """,
    ReviewKind.STALE: f"""
        SELECT o.number AS ref FROM organization AS o JOIN {_ASSURED}
        WHERE a.assured_on < :before AND {VISIBLE}
    """,  # noqa: S608
    ReviewKind.UNCHECKED: f"""
        SELECT o.number AS ref FROM organization AS o LEFT JOIN {_ASSURED}
        WHERE a.assured_on IS NULL AND {VISIBLE}
    """,  # noqa: S608
}
_NEXT = "\nUNION ALL\n".join(
    f"SELECT {kind.value} AS kind, (SELECT min(ref) FROM ({source}) WHERE :kind < {kind.value}"  # noqa: S608
    f" OR (:kind = {kind.value} AND ref > :ref)) AS ref"
    for kind, source in _SOURCES.items()
)
_COUNT = "\nUNION ALL\n".join(
    f"SELECT {kind.value} AS kind, (SELECT count(*) FROM ({source})) AS n"  # noqa: S608
    for kind, source in _SOURCES.items()
)


async def get_next_review_item(
    db: Database, guild_id: int, *, after: ReviewItem | None, before: date
) -> ReviewItem | None:
    """What comes after that item in a server's queue, None at the end. An entry counts as stale
    that was last checked before the day `before`."""
    rows = await db.fetch_all(
        f"SELECT kind, ref FROM ({_NEXT}) WHERE ref IS NOT NULL ORDER BY kind LIMIT 1",  # noqa: S608
        {
            "guild_id": guild_id,
            "kind": -1 if after is None else after.kind.value,
            "ref": 0 if after is None else after.ref,
            "before": before.isoformat(),
        },
    )
    return ReviewItem(ReviewKind(rows[0]["kind"]), rows[0]["ref"]) if rows else None


async def count_review_items(db: Database, guild_id: int, *, before: date) -> Waiting:
    """How much waits for a server's editors, by kind."""
    rows = await db.fetch_all(_COUNT, {"guild_id": guild_id, "before": before.isoformat()})
    counts = {row["kind"]: row["n"] for row in rows}
    return Waiting(tuple(counts[kind.value] for kind in ReviewKind))

"""The districts that somebody asked to have remembered. Never a ZIP."""

from __future__ import annotations

from collections.abc import Iterable

from bot.domain.legislators import Body, District
from bot.storage.database import Database
from bot.storage.erase import erase


async def list_person_districts(db: Database, user_id: int) -> tuple[District, ...]:
    """This person's districts; none where nothing is remembered."""
    rows = await db.fetch_all(
        "SELECT body, state, district FROM person_district WHERE user_id = :user_id"
        " ORDER BY body DESC, state, district",
        {"user_id": user_id},
    )
    return tuple(District(Body(row["body"]), row["state"], row["district"]) for row in rows)


async def set_person_districts(db: Database, user_id: int, districts: Iterable[District]) -> None:
    """Remember these districts in place of what was remembered before; none: forget."""
    async with db.transaction() as tx:
        await tx.execute(
            "DELETE FROM person_district WHERE user_id = :user_id", {"user_id": user_id}
        )
        await tx.execute_many(
            """
            INSERT INTO person_district (user_id, body, state, district)
            VALUES (:user_id, :body, :state, :district)
            """,
            (
                {
                    "user_id": user_id,
                    "body": each.body.value,
                    "state": each.state,
                    "district": each.name,
                }
                for each in dict.fromkeys(districts)
            ),
        )
        await tx.commit()
    await erase(db)

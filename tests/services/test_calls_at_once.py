"""A whole coalition calls in the same minute, and each call counts."""

from __future__ import annotations

import asyncio

from bot.domain.campaign import Outcome
from bot.services.services import Services
from bot.storage.campaign_tallies import list_tallies
from bot.storage.database import Database
from tests.services.campaigning import opened_campaign
from tests.services.conftest import GUILD


async def test_two_thousand_at_once_are_all_counted_and_a_double_press_once(
    services: Services, db: Database
) -> None:
    one, two = [(await opened_campaign(services)).number for _ in range(2)]

    def press(at: int) -> asyncio.Task[bool]:
        return asyncio.create_task(
            services.calls.count(
                GUILD,
                [one, two],
                press_key=f"{at // 2}:0",
                body="us_house",
                target=f"P{at % 4 // 2}",
                state="MA",
                outcome=Outcome.CONTACT,
            )
        )

    presses = await asyncio.gather(*(press(at) for at in range(4000)))
    assert sum(presses) == 2000
    for number in (one, two):
        tallies = await list_tallies(db, number)
        assert sorted((each.target, each.count) for each in tallies) == [("P0", 1000), ("P1", 1000)]

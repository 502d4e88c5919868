"""However many press at once: nobody too many, everybody in order, every press answered."""

from __future__ import annotations

import asyncio
from collections import Counter
from dataclasses import replace

from bot.domain.event import Answer
from bot.services.services import Services
from bot.storage.database import Database
from tests.services.test_events import ORGANIZER, RALLY, person, published

PEOPLE, PLACES = 2000, 50


async def test_two_thousand_press_on_fifty_places(services: Services, db: Database) -> None:
    _, times = await published(services, replace(RALLY, capacity=PLACES))
    one = times[0].occurrence.number
    outcomes = await asyncio.gather(
        *(services.rsvps.answer(person(1000 + n), one, Answer.GOING) for n in range(PEOPLE))
    )
    assert Counter(o.answer for o in outcomes) == {
        Answer.GOING: PLACES,
        Answer.WAITING: PEOPLE - PLACES,
    }
    assert [o.position for o in outcomes] == [None] * PLACES + list(range(1, PEOPLE - PLACES + 1))
    roster = await services.rsvps.roster(ORGANIZER, one)
    assert [r.user_id for r in roster[PLACES:]] == list(range(1000 + PLACES, 1000 + PEOPLE))
    boards = await db.fetch_all("SELECT count(*) AS n FROM outbox WHERE purpose = 'event.board'")
    assert boards[0]["n"] == 1


async def test_answers_of_every_kind_at_once_never_overbook(services: Services) -> None:
    _, times = await published(services, replace(RALLY, capacity=7))
    one = times[0].occurrence.number
    presses = [
        services.rsvps.answer(person(1000 + n % 60), one, answer)
        for n, answer in enumerate(
            [Answer.GOING, Answer.GOING, Answer.DECLINED, Answer.GOING, Answer.MAYBE] * 80
        )
    ]
    await asyncio.gather(*presses)
    counts = await services.rsvps.counts(one)
    assert counts.going + counts.offered <= 7
    assert counts.going + counts.offered == 7 or counts.waiting == 0


async def test_a_double_press_counts_once(services: Services) -> None:
    _, times = await published(services, replace(RALLY, capacity=2))
    one = times[0].occurrence.number
    await asyncio.gather(*(services.rsvps.answer(person(20), one, Answer.GOING) for _ in range(20)))
    assert (await services.rsvps.counts(one)).going == 1
    outcome = await services.rsvps.answer(person(21), one, Answer.GOING)
    assert outcome.answer is Answer.GOING
    first = await services.rsvps.answer(person(22), one, Answer.GOING)
    await services.rsvps.answer(person(23), one, Answer.GOING)
    again = await services.rsvps.answer(person(22), one, Answer.GOING)
    assert (first.position, again.position) == (1, 1)

"""Requests for help carry nothing that names anybody, go to one who qualifies, and are erased."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.clock import FixedClock
from bot.domain.actor import Actor, Capability
from bot.domain.errors import BadInput, NotAllowed, NotFound
from bot.domain.help_request import Need, RequestDraft, RequestStatus, check_request
from bot.services.help_requests import HelpRequestsService
from bot.storage.database import Database
from tests.conftest import NOW

GUILD = 7
DISPATCHER = Actor(1, GUILD, frozenset({Capability.MEMBER, Capability.DISPATCHER}))
RIDE = RequestDraft(
    code="K7", need=Need.RIDE, starts_at=NOW + timedelta(days=2), place="Worcester", language="es"
)


def volunteer(user_id: int) -> Actor:
    return Actor(user_id, GUILD, frozenset({Capability.MEMBER, Capability.VOLUNTEER}))


@pytest.fixture
async def db(database_path: Path, database_key: str | None) -> AsyncIterator[Database]:
    made = await Database.open(database_path, key=database_key)
    yield made
    await made.close()


@pytest.mark.parametrize(
    ("code", "key"),
    [
        ("A123456789", "a_number"), ("A# 012-345-678", "a_number"), ("a 12 345 678", "a_number"),
        ("0123456789"[:9], "a_number"), ("asilo", "status"), ("DEPORTACIÓN", "status"),
        ("undocumented", "status"), ("x" * 21, "long_code"), ("", "no_code"),
        ("<@123456789>", "a_number"), ("Maria from Lynn", "code_is_words"),
    ],
)  # fmt: skip
def test_what_could_name_somebody_is_refused_with_the_reason(code: str, key: str) -> None:
    with pytest.raises(BadInput, match=key):
        check_request(replace(RIDE, code=code), now=NOW)


@pytest.mark.parametrize(
    ("changes", "key"),
    [
        ({"place": "12 Main Street, Worcester"}, "exact_place"),
        ({"place": "near her asylum interview"}, "status"),
        ({"starts_at": NOW}, "past"),
        ({"starts_at": NOW + timedelta(days=900)}, "far_away"),
        ({"minutes": 0}, "minutes"),
        ({"keep_days": 400}, "keep_days"),
    ],
)
def test_other_things_are_refused_too(changes: dict[str, object], key: str) -> None:
    with pytest.raises(BadInput, match=key):
        check_request(replace(RIDE, **changes), now=NOW)


def test_a_phone_free_code_and_a_town_are_fine() -> None:
    assert check_request(replace(RIDE, code=" K 7 ", place="Lynn, MA 01901"), now=NOW).code == "K 7"


async def test_a_request_goes_to_one_volunteer_and_back(db: Database, clock: FixedClock) -> None:
    requests = HelpRequestsService(db, clock=clock)
    with pytest.raises(NotAllowed):
        await requests.create(volunteer(2), RIDE)
    made = await requests.create(DISPATCHER, RIDE)
    with pytest.raises(BadInput, match="code_taken"):
        await requests.create(DISPATCHER, RIDE)
    with pytest.raises(NotAllowed):
        await requests.list(Actor(9, GUILD, frozenset({Capability.MEMBER})))
    with pytest.raises(NotFound):
        await requests.take(replace(volunteer(2), guild_id=8), made.number)
    both = await asyncio.gather(
        *(requests.take(volunteer(n), made.number) for n in (2, 3)), return_exceptions=True
    )
    assert [isinstance(each, BadInput) for each in both] == [False, True]
    assert await requests.list(volunteer(3)) == []
    assert (await requests.list(volunteer(2)))[0].status is RequestStatus.TAKEN
    with pytest.raises(NotFound):
        await requests.give_back(volunteer(3), made.number)
    await requests.give_back(volunteer(2), made.number)
    assert (await requests.take(volunteer(3), made.number)).taken_by == 3


async def test_nobody_takes_two_at_once_or_without_the_training(
    db: Database, clock: FixedClock
) -> None:
    requests = HelpRequestsService(db, clock=clock)
    first = await requests.create(DISPATCHER, RIDE)
    later = RIDE.starts_at + timedelta(minutes=90)
    second = await requests.create(DISPATCHER, replace(RIDE, code="K8", starts_at=later))
    trained = await requests.create(
        DISPATCHER, replace(RIDE, code="K9", starts_at=later, training="observer")
    )
    await requests.take(volunteer(2), first.number)
    for number in (second.number, trained.number):
        with pytest.raises(BadInput, match=r"not_you|busy"):
            await requests.take(volunteer(2), number)
    assert await requests.take(volunteer(3), second.number)


async def test_it_is_erased_on_its_day(
    db: Database, clock: FixedClock, database_path: Path, database_key: str | None
) -> None:
    requests = HelpRequestsService(db, clock=clock)
    made = await requests.create(DISPATCHER, replace(RIDE, code="ZEBRA77"))
    await requests.close(DISPATCHER, made.number)
    clock.set(RIDE.starts_at + timedelta(days=14, seconds=-1))
    await requests.drop_old()
    assert len(await requests.list(DISPATCHER)) == 1
    clock.set(RIDE.starts_at + timedelta(days=14))
    await requests.drop_old()
    assert await requests.list(DISPATCHER) == []
    if database_key is None:
        files = list(database_path.parent.glob(f"{database_path.name}*"))
        assert files
        assert not any(b"ZEBRA77" in file.read_bytes() for file in files)

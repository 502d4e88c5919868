"""No table joins a person to a call: asked of the schema itself, so that a new column can't do it
unseen.
"""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.app import open_services
from bot.clock import FixedClock
from bot.domain.actor import Actor, Capability
from bot.services.calls import REMINDER
from bot.services.services import Services
from bot.settings import Settings
from bot.storage.database import Database
from tests.conftest import NOW

#: What names a person in any of our tables.
_PERSON = re.compile(r"user_id|person|_by$|lead_id|leader_id|member")
#: What says for what, of whom, or with what outcome somebody called.
_CALL = re.compile(r"campaign|target|outcome|phone|tally|script|letter|bill")
#: The organizer who made a campaign: of campaigns, and of no call.
_ALLOWED = {("campaign", "made_by")}
#: Not of calls: whom a message goes to, and an office's number in the directory's own tables.
_OTHER = {
    "outbox": {"target", "target_id"},
}
#: By these a row could be put beside a person's: tables with a moment tell when somebody called.
_COUNTS = ("campaign_tally", "wrong_number")


@pytest.fixture
async def opened(settings: Settings, clock: FixedClock) -> AsyncIterator[tuple[Database, Services]]:
    async with open_services(settings, clock) as both:
        yield both


async def _columns(db: Database) -> dict[str, dict[str, str]]:
    """Every table's columns, and what each points to."""
    tables = await db.fetch_all(
        "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
    )
    found: dict[str, dict[str, str]] = {}
    for row in tables:
        name = row["name"]
        columns = await db.fetch_all(f'PRAGMA table_info("{name}")')
        keys = await db.fetch_all(f'PRAGMA foreign_key_list("{name}")')
        points = {each["from"]: each["table"] for each in keys}
        found[name] = {each["name"]: points.get(each["name"], "") for each in columns}
    return found


async def test_no_table_has_a_person_and_a_call(tmp_path: Path) -> None:
    db = await Database.open(tmp_path / "calls.db", key=None)
    try:
        tables = await _columns(db)
    finally:
        await db.close()
    assert {"campaign_tally", "wrong_number", "person_district"} <= tables.keys()
    joined: set[tuple[str, str]] = set()
    for table, columns in tables.items():
        people = {name for name in columns if _PERSON.search(name)}
        if table == "outbox":
            people |= {"target_id"}
        about = {
            name
            for name, points in columns.items()
            if _CALL.search(name) or _CALL.search(points) or _CALL.search(table)
        }
        about -= _OTHER.get(table, set())
        if people and about:
            joined |= {(table, name) for name in people}
    assert joined == _ALLOWED


async def test_counts_hold_neither_a_moment_nor_a_person(tmp_path: Path) -> None:
    db = await Database.open(tmp_path / "calls.db", key=None)
    try:
        tables = await _columns(db)
    finally:
        await db.close()
    assert set(tables["campaign_tally"]) == {
        "campaign", "action", "body", "target", "state", "outcome", "count",
    }  # fmt: skip
    assert set(tables["wrong_number"]) == {
        "number", "guild_id", "phone", "target", "count", "state",
    }  # fmt: skip
    assert set(tables["person_district"]) == {"user_id", "body", "state", "district"}
    # Nothing else points to a count, either.
    assert not {
        name for name, columns in tables.items() for to in columns.values() if to in _COUNTS
    }


async def test_a_reminder_to_call_says_the_person_alone(
    opened: tuple[Database, Services], clock: FixedClock
) -> None:
    db, services = opened
    caller = Actor(4711, 100, frozenset({Capability.MEMBER}))
    await services.calls.remind_tomorrow(caller)
    rows = await db.fetch_all("SELECT guild_id, purpose, args FROM timer")
    assert [tuple(row) for row in rows] == [(0, REMINDER, '{"person":4711}')]
    clock.set(NOW + timedelta(days=1, minutes=1))
    await services.scheduler.run_due()
    rows = await db.fetch_all("SELECT guild_id, args FROM outbox")
    assert [tuple(row) for row in rows] == [(0, '{"person":4711}')]


async def test_a_wrong_number_leaves_no_trace_of_who_said_so(
    opened: tuple[Database, Services],
) -> None:
    db, services = opened
    for user in (471101, 471102):
        actor = Actor(user, 100, frozenset({Capability.MEMBER}))
        await services.calls.report_wrong(actor, "617-555-0100", "P000617")
    tables = await _columns(db)
    for table in tables:
        rows = await db.fetch_all(f'SELECT * FROM "{table}"')  # noqa: S608 - our own names
        assert not [row for row in rows if "47110" in str(tuple(row))], table

"""Deleted means gone, from every file, while the bot goes on running."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

from bot.clock import FixedClock
from bot.domain.actor import Actor, Capability
from bot.domain.organization import ProblemReason
from bot.services.bundled_directory import load_bundled_directory, load_synonyms
from bot.services.guilds import GuildsService
from bot.services.people import PeopleService
from bot.services.reports import ReportsService
from bot.storage.database import Database
from bot.storage.problem_reports import delete_old_problem_reports

GUILD = 7_000_000_000_000_000_007
ADMIN = Actor(1, GUILD, frozenset(Capability))
WORDS = "the phone belongs to somebody else now"


def everything(path: Path) -> bytes:
    """Every byte of the database and of what lies beside it."""
    return b"".join(each.read_bytes() for each in sorted(path.parent.glob(f"{path.name}*")))


async def _reported(db: Database, path: Path) -> ReportsService:
    await load_bundled_directory(db, load_synonyms())
    reports = ReportsService(db, clock=FixedClock(datetime(2026, 11, 23, tzinfo=UTC)))
    await reports.report(ADMIN, 1, ProblemReason.PHONE, WORDS)
    assert WORDS.encode() in everything(path)
    return reports


async def test_what_a_report_said_is_in_no_file_once_it_was_dealt_with(tmp_path: Path) -> None:
    path = tmp_path / "x.db"
    db = await Database.open(path)
    reports = await _reported(db, path)
    await reports.close(ADMIN, 1)
    assert WORDS.encode() not in everything(path)
    await db.close()


async def test_what_an_old_report_said_is_in_no_file_after_ninety_days(tmp_path: Path) -> None:
    path = tmp_path / "x.db"
    db = await Database.open(path)
    await _reported(db, path)
    await delete_old_problem_reports(db, before=date(2026, 11, 24))
    assert WORDS.encode() not in everything(path)
    await db.close()


async def test_a_person_who_is_forgotten_is_in_no_file(tmp_path: Path) -> None:
    path = tmp_path / "x.db"
    db = await Database.open(path)
    people = PeopleService(db)
    await people.choose_time_zone(42, "America/Argentina/Ushuaia")
    assert b"Ushuaia" in everything(path)
    await people.forget(42)
    assert b"Ushuaia" not in everything(path)
    await db.close()


async def test_servers_that_left_while_the_bot_was_off_are_forgotten(tmp_path: Path) -> None:
    db = await Database.open(tmp_path / "x.db")
    guilds = GuildsService(db)
    stays = Actor(1, 8, frozenset(Capability))
    await guilds.choose_time_zone(ADMIN, "America/Argentina/Ushuaia")
    await guilds.choose_language(stays, "es")
    assert await guilds.forget_others({8}, application_id=1) == 0, "the first start only learns"
    assert await guilds.forget_others({8}, application_id=2) == 0, "another bot's token"
    assert await guilds.forget_others(set(), application_id=1) == 0, "Discord told us nothing"
    assert (await guilds.settings(GUILD)).time_zone == "America/Argentina/Ushuaia"
    assert await guilds.forget_others({8}, application_id=1) == 1
    assert (await guilds.settings(GUILD)).time_zone is None
    assert (await guilds.settings(8)).language == "es"
    assert b"Ushuaia" not in everything(tmp_path / "x.db")
    await db.close()

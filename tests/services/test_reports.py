"""What members report reaches the editors of their server only, without a name."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.clock import FixedClock, today
from bot.domain.actor import Capability
from bot.domain.errors import BadInput, NotAllowed, NotFound
from bot.domain.organization import ProblemReason
from bot.services.services import Services
from bot.storage.database import Database
from tests.conftest import NOW
from tests.services.conftest import GUILD, OTHER_GUILD, member

EDITOR = member(Capability.DIRECTORY_EDITOR)
NOT_EDITORS = [c for c in Capability if c is not Capability.DIRECTORY_EDITOR]


@pytest.fixture
def number(services: Services) -> int:
    """Some entry."""
    return min(services.directory.names.everybody.names)


async def rows(db: Database, table: str) -> list[dict[str, object]]:
    return [dict(row) for row in await db.fetch_all(f"SELECT * FROM {table}")]  # noqa: S608


async def test_a_report_that_says_nothing_or_of_nothing_is_refused(
    services: Services, db: Database, number: int
) -> None:
    for who, which, reason, words, key in (
        (member(), number, ProblemReason.OTHER, " \n", "find.report_needs_words"),
        (member(), 262_143, ProblemReason.CLOSED, "", "find.entry_gone"),
        (member(guild_id=None), number, ProblemReason.CLOSED, "", "access.only_in_a_server"),
    ):
        with pytest.raises((BadInput, NotFound)) as refused:
            await services.reports.report(who, which, reason, words)
        assert refused.value.key == key
    assert await rows(db, "problem_report") == []


async def test_a_report_is_kept_without_who_made_it(
    services: Services, db: Database, number: int
) -> None:
    await services.reports.report(member(), number, ProblemReason.OTHER, "  " + "x" * 5000)
    (row,) = await rows(db, "problem_report")
    assert row["details"] == "x" * 1000
    assert row["guild_id"] == GUILD
    assert "7" not in [str(value) for value in row.values()]
    assert not {"user_id", "reported_by", "author"} & set(row)


@pytest.mark.parametrize("held", NOT_EDITORS)
async def test_who_is_no_editor_sees_and_closes_no_report(
    services: Services, db: Database, number: int, held: Capability
) -> None:
    await services.reports.report(member(), number, ProblemReason.CLOSED, "")
    (row,) = await rows(db, "problem_report")
    for deed in (
        lambda: services.reports.waiting(member(held)),
        lambda: services.reports.next(member(held), language="en"),
        lambda: services.reports.close(member(held), int(str(row["number"])), checked=True),
    ):
        with pytest.raises(NotAllowed) as refused:
            await deed()
        assert refused.value.key == "access.needs_directory_editor"
    assert len(await rows(db, "problem_report")) == 1
    assert await rows(db, "assurance") == []


async def test_an_editor_of_another_server_neither_sees_nor_closes_it(
    services: Services, db: Database, number: int
) -> None:
    await services.reports.report(member(), number, ProblemReason.CLOSED, "")
    (row,) = await rows(db, "problem_report")
    stranger = member(Capability.DIRECTORY_EDITOR, guild_id=OTHER_GUILD)
    assert await services.reports.waiting(stranger) == 0
    assert await services.reports.next(stranger, language="en") is None
    with pytest.raises(NotFound):
        await services.reports.close(stranger, int(str(row["number"])), checked=True)
    assert await services.reports.waiting(EDITOR) == 1


async def test_reports_come_one_by_one_and_go_when_done(
    services: Services, db: Database, clock: FixedClock, number: int
) -> None:
    for minutes, reason in enumerate((ProblemReason.CLOSED, ProblemReason.PHONE)):
        clock.set(NOW + timedelta(minutes=minutes))
        await services.reports.report(member(), number, reason, "")
    first = await services.reports.next(EDITOR, language="es")
    assert first is not None
    assert first.waiting == 2
    assert first.entry is not None
    assert first.entry.number == number
    assert first.report.reason is ProblemReason.CLOSED
    second = await services.reports.next(EDITOR, language="es", after=first.report.number)
    assert second is not None
    assert second.report.reason is ProblemReason.PHONE
    again = await services.reports.next(EDITOR, language="es", after=second.report.number)
    assert again is not None
    assert again.report.number == first.report.number
    await services.reports.close(EDITOR, first.report.number, checked=False)
    with pytest.raises(NotFound):
        await services.reports.close(EDITOR, first.report.number, checked=True)
    assert await rows(db, "assurance") == []
    await services.reports.close(EDITOR, second.report.number, checked=True)
    assert await services.reports.next(EDITOR, language="es") is None


async def test_an_entry_is_checked_on_a_day_in_one_server_only(
    services: Services, clock: FixedClock, number: int
) -> None:
    async def checked_on(guild_id: int | None) -> object:
        entry = await services.directory.get_one(number, language="en", guild_id=guild_id)
        return entry.assured_on

    assert await checked_on(GUILD) is None
    for days in (0, 3):
        clock.set(NOW + timedelta(days=days))
        await services.reports.report(member(), number, ProblemReason.CLOSED, "")
        waiting = await services.reports.next(EDITOR, language="en")
        assert waiting is not None
        await services.reports.close(EDITOR, waiting.report.number, checked=True)
        assert await checked_on(GUILD) == today(clock)
    assert await checked_on(OTHER_GUILD) is None
    assert await checked_on(None) is None

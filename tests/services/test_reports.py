"""What members report reaches the editors of their server only, without a name."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.clock import FixedClock, today
from bot.domain.actor import Capability
from bot.domain.errors import BadInput, NotAllowed, NotFound
from bot.domain.organization import ProblemReason
from bot.domain.review import ReviewKind
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
        lambda: services.review.waiting(member(held)),
        lambda: services.review.next(member(held)),
        lambda: services.reports.close(member(held), int(str(row["number"]))),
    ):
        with pytest.raises(NotAllowed) as refused:
            await deed()
        assert refused.value.key == "access.needs_directory_editor"
    assert len(await rows(db, "problem_report")) == 1


async def test_an_editor_of_another_server_neither_sees_nor_closes_it(
    services: Services, db: Database, number: int
) -> None:
    await services.reports.report(member(), number, ProblemReason.CLOSED, "")
    (row,) = await rows(db, "problem_report")
    stranger = member(Capability.DIRECTORY_EDITOR, guild_id=OTHER_GUILD)
    assert (await services.review.waiting(stranger)).urgent == 0
    seen = await services.review.next(stranger)
    assert seen is not None
    assert seen.item.kind is ReviewKind.UNCHECKED
    with pytest.raises(NotFound):
        await services.reports.close(stranger, int(str(row["number"])))
    assert (await services.review.waiting(EDITOR)).urgent == 1


async def test_reports_come_one_by_one_what_hurts_most_first_and_go_when_done(
    services: Services, clock: FixedClock, number: int
) -> None:
    for reason in (ProblemReason.CLOSED, ProblemReason.PHONE, ProblemReason.UNSAFE):
        await services.reports.report(member(), number, reason, "")
    seen: list[ProblemReason] = []
    view = await services.review.next(EDITOR)
    while view is not None and view.report is not None:
        assert view.stored is not None
        assert view.stored.number == number
        seen.append(view.report.reason)
        last = view
        view = await services.review.next(EDITOR, after=view.item)
    assert seen == [ProblemReason.UNSAFE, ProblemReason.PHONE, ProblemReason.CLOSED]
    assert last.report is not None
    await services.reports.close(EDITOR, last.report.number)
    with pytest.raises(NotFound):
        await services.reports.close(EDITOR, last.report.number)
    with pytest.raises(NotFound):
        await services.review.get(EDITOR, last.item)
    assert (await services.review.waiting(EDITOR)).urgent == 2


async def test_an_entry_is_checked_on_a_day_in_one_server_only(
    services: Services, clock: FixedClock, number: int
) -> None:
    async def checked_on(guild_id: int | None) -> object:
        entry = await services.directory.get_one(number, language="en", guild_id=guild_id)
        return entry.assured_on

    assert await checked_on(GUILD) is None
    for version, days in enumerate((0, 3)):
        clock.set(NOW + timedelta(days=days))
        await services.entries.confirm(EDITOR, number, version=version, called=False)
        assert await checked_on(GUILD) == today(clock)
    assert await checked_on(OTHER_GUILD) is None
    assert await checked_on(None) is None

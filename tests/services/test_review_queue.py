"""The review queue: what may hurt people first, each thing once, nobody else's."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.clock import FixedClock
from bot.domain.actor import Capability
from bot.domain.errors import NotAllowed, NotFound
from bot.domain.organization import ProblemReason
from bot.domain.review import ReviewItem, ReviewKind
from bot.services.services import Services
from tests.conftest import NOW
from tests.services.conftest import GUILD, OTHER_GUILD, member
from tests.services.editing import EDITOR, NEW, NOT_EDITORS, STRANGER, renamed


async def report(services: Services, reason: ProblemReason, guild_id: int = GUILD) -> None:
    number = min(services.directory.names.everybody.names)
    await services.reports.report(member(guild_id=guild_id), number, reason, "words")


async def suggest(services: Services) -> None:
    await services.suggestions.suggest(member(), name="Zorzal", place="", contact="", words="")


async def whole_round(services: Services) -> list[ReviewItem]:
    """All that waits, in order, until it begins again."""
    found: list[ReviewItem] = []
    view = await services.review.next(EDITOR)
    while view is not None and view.item not in found:
        found.append(view.item)
        view = await services.review.next(EDITOR, after=view.item)
    assert view is None or view.item == found[0]
    return found


@pytest.mark.parametrize("held", NOT_EDITORS)
async def test_who_is_no_editor_sees_nothing_of_the_queue(
    services: Services, held: Capability
) -> None:
    item = ReviewItem(ReviewKind.UNCHECKED, min(services.directory.names.everybody.names))
    with pytest.raises(NotAllowed):
        await services.review.waiting(member(held))
    with pytest.raises(NotAllowed):
        await services.review.next(member(held))
    with pytest.raises(NotAllowed):
        await services.review.get(member(held), item)


async def test_what_may_hurt_people_comes_first_and_after_the_last_the_first_again(
    services: Services,
) -> None:
    await suggest(services)
    for reason in (ProblemReason.WEBSITE, ProblemReason.PHONE, ProblemReason.UNSAFE):
        await report(services, reason)
    items = await whole_round(services)
    kinds = [item.kind for item in items]
    assert kinds[:5] == [
        ReviewKind.UNSAFE,
        ReviewKind.WRONG_NUMBER,
        ReviewKind.PROBLEM,
        ReviewKind.SUGGESTION,
        ReviewKind.UNCHECKED,
    ]
    assert items == sorted(items)
    waiting = await services.review.waiting(EDITOR)
    assert waiting.of() == len(items)
    assert waiting.urgent == 4
    assert waiting.of(ReviewKind.UNCHECKED) == len(services.directory.names.everybody.names)
    view = await services.review.get(EDITOR, items[0])
    assert view.report is not None
    assert view.stored is not None


async def test_each_server_has_a_queue_of_its_own(services: Services) -> None:
    await report(services, ProblemReason.UNSAFE)
    await suggest(services)
    items = await whole_round(services)
    assert (await services.review.waiting(STRANGER)).urgent == 0
    assert (await services.review.waiting_in(OTHER_GUILD)).urgent == 0
    assert (await services.review.waiting_in(GUILD)).urgent == 2
    for item in items[:2]:
        with pytest.raises(NotFound) as refused:
            await services.review.get(STRANGER, item)
        assert refused.value.key == "directory.already_done"
    first = await services.review.next(STRANGER)
    assert first is not None
    assert first.item.kind is ReviewKind.UNCHECKED


async def test_an_entry_waits_again_a_year_after_it_was_checked(
    services: Services, clock: FixedClock
) -> None:
    stored = await services.entries.add(EDITOR, NEW)
    item = ReviewItem(ReviewKind.STALE, stored.number)
    clock.set(NOW + timedelta(days=365))
    assert item not in await whole_round(services)
    clock.set(NOW + timedelta(days=366))
    assert (await whole_round(services))[0] == item
    assert (await services.review.waiting(EDITOR)).of(ReviewKind.STALE) == 1
    assert (await services.review.waiting(EDITOR)).urgent == 0
    assert (await services.review.waiting(STRANGER)).of(ReviewKind.STALE) == 0
    await services.entries.confirm(EDITOR, stored.number, version=1, called=False)
    assert item not in await whole_round(services)


async def test_what_is_checked_changed_or_taken_out_waits_once_or_no_more(
    services: Services,
) -> None:
    checked, changed, gone = sorted(services.directory.names.everybody.names)[:3]
    before = (await services.review.waiting(EDITOR)).of()
    await services.entries.confirm(EDITOR, checked, version=0, called=False)
    mine = await services.entries.edit(EDITOR, changed, renamed("Zorzal"), version=0)
    await services.entries.retire(EDITOR, gone, version=0)
    refs = [item.ref for item in await whole_round(services)]
    assert not {checked, changed, gone} & set(refs)
    assert refs.count(mine.number) == 1
    assert (await services.review.waiting(EDITOR)).of() == before - 2 == len(refs)
    assert (await services.review.waiting(STRANGER)).of() == before


async def test_in_an_empty_queue_nothing_comes_next(services: Services) -> None:
    for number in list(services.directory.names.everybody.names):
        await services.entries.retire(EDITOR, number, version=0)
    assert await services.review.next(EDITOR) is None
    after = ReviewItem(ReviewKind.UNCHECKED, 5)
    assert await services.review.next(EDITOR, after=after) is None

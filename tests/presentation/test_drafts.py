"""Drafts are kept a quarter of an hour, in memory, under a name that nobody can guess."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.clock import FixedClock
from bot.presentation.components import Mend
from bot.presentation.drafts import Draft, Drafts
from tests.conftest import NOW

DRAFT = Draft("problem:1", {"words": "private"})


@pytest.fixture
def drafts(clock: FixedClock) -> Drafts:
    return Drafts(clock)


@pytest.mark.parametrize("token", ["", "0" * 16, "x", "../etc"])
def test_a_token_that_was_never_given_opens_nothing(drafts: Drafts, token: str) -> None:
    drafts.keep(DRAFT)
    assert drafts.get(token) is None


def test_a_draft_comes_back_for_a_quarter_of_an_hour(drafts: Drafts, clock: FixedClock) -> None:
    token = drafts.keep(DRAFT)
    clock.set(NOW + timedelta(minutes=15))
    assert drafts.get(token) == DRAFT
    clock.set(NOW + timedelta(minutes=15, seconds=1))
    assert drafts.get(token) is None


def test_a_draft_may_be_opened_more_than_once(drafts: Drafts) -> None:
    token = drafts.keep(DRAFT)
    assert drafts.get(token) == drafts.get(token) == DRAFT


def test_tokens_are_unguessable_and_fit_the_button(drafts: Drafts) -> None:
    tokens = {drafts.keep(DRAFT) for _ in range(200)}
    assert len(tokens) == 200
    template = Mend.__discord_ui_compiled_template__
    assert all(template.fullmatch(f"mend:{token}") for token in tokens)


def test_only_so_many_are_kept_and_the_oldest_leave_first(drafts: Drafts) -> None:
    tokens = [drafts.keep(DRAFT) for _ in range(700)]
    kept = [token for token in tokens if drafts.get(token)]
    assert 400 <= len(kept) <= 500
    assert kept == tokens[-len(kept) :]


def test_the_newest_draft_can_be_opened_however_many_there_are(drafts: Drafts) -> None:
    for _ in range(600):
        assert drafts.get(drafts.keep(DRAFT)) == DRAFT

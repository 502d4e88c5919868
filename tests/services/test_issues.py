"""The issue library: sourced, whole in both languages, short, found by what people call it."""

from __future__ import annotations

import json

import pytest

from bot.bundled import bundled_path
from bot.domain.errors import BadInput
from bot.domain.issue_library import LONGEST_TEXT, LONGEST_TITLE, IssueKind
from bot.i18n import languages
from bot.services.issue_library import issue_library

LIBRARY = issue_library()


def test_every_demand_law_and_bill_is_there_once() -> None:
    kinds = [issue.kind for issue in LIBRARY.issues]
    assert [kinds.count(kind) for kind in IssueKind] == [5, 6, 7]
    assert len({issue.id for issue in LIBRARY.issues}) == len(LIBRARY.issues)
    data = json.loads(bundled_path("issues.json").read_bytes())
    assert all(data[name] for name in ("source", "date", "licence", "note"))


@pytest.mark.parametrize("issue", LIBRARY.issues, ids=lambda issue: issue.id)
def test_a_card_is_short_and_whole(issue: object) -> None:
    for name in ("title", "what", "asks", "status"):
        words = getattr(issue, name)
        assert set(words) == set(languages())
        longest = LONGEST_TITLE if name == "title" else LONGEST_TEXT
        assert all(0 < len(text) <= longest for text in words.values())
    source = getattr(issue, "source", "")
    assert not source or source.startswith("https://")


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("287g", "section-287-g"),
        ("Ley GRACE", "grace-act"),
        ("HR 2214", "no-ban-act"),
        ("asylum and border bill", "asylum-and-border-bill"),
        ("safe comunities act", "safe-communities-act"),
        ("abogado para quien no puede pagarlo", "government-funded-counsel"),
    ],
)
def test_it_is_found_as_people_call_it(typed: str, found: str) -> None:
    assert LIBRARY.meant(typed).id == found


@pytest.mark.parametrize("typed", ["dragons", "😀", "x", "@everyone"])
def test_what_is_no_issue_is_refused(typed: str) -> None:
    with pytest.raises(BadInput):
        LIBRARY.meant(typed)

"""The policy issues that people ask about: demands, laws and bills as short cards, each with where
it is from and of when its status is. Pure.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

from bot.domain.errors import BadInput
from bot.domain.search import fold

Words = Mapping[str, str]
#: So alike a misspelled name must be to one we know (0 to 1).
_ALIKE = 0.7
#: What fits a card: every text of one, in any language.
LONGEST_TITLE, LONGEST_TEXT = 80, 350


class IssueKind(StrEnum):
    """What an issue is: something asked for, a law, or a bill."""

    DEMAND = "demand"
    BILL = "bill"
    LAW = "law"


@dataclass(frozen=True, slots=True)
class Issue:
    """One card. `as_of`: of when the status is (2024-04, 1965). `source`: where to read on, empty
    where our text names nothing. `template`: the key of a campaign to begin with. `numbers`: of a
    bill. `state`: of a state's own, two letters."""

    id: str
    kind: IssueKind
    title: Words
    what: Words
    asks: Words
    status: Words
    as_of: str
    source: str = ""
    state: str = ""
    numbers: str = ""
    template: str = ""
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class IssueLibrary:
    """All cards, in the order of the file."""

    issues: tuple[Issue, ...]

    def get(self, issue_id: str) -> Issue | None:
        """The one with that id."""
        return next((issue for issue in self.issues if issue.id == issue_id), None)

    def meant(self, typed: str) -> Issue:
        """What somebody means who types that: an id, a name in any language, or nearly.

        Raises:
            BadInput: none of them; says how to see all.
        """
        wanted = fold(typed).strip()
        best, how_alike = None, 0.0
        for issue in self.issues:
            for name in _names(issue):
                alike = SequenceMatcher(None, wanted, name).ratio()
                if wanted == name or _bare(typed) == name or (len(wanted) > 2 and wanted in name):
                    alike = 1.0 + len(wanted) / len(name)
                if alike > how_alike:
                    best, how_alike = issue, alike
        if best is None or how_alike < _ALIKE:
            raise BadInput("issue.unknown")
        return best

    def suggest(self, typed: str, language: str) -> list[Issue]:
        """Those whose name has what was typed so far, 25 at most."""
        wanted = fold(typed).strip()
        found = [each for each in self.issues if any(wanted in name for name in _names(each))]
        return sorted(found, key=lambda each: _rank(each, wanted, language))[:25]


def _names(issue: Issue) -> list[str]:
    names = [issue.id, *issue.title.values(), *issue.aliases]
    numbers = [_bare(number) for number in issue.numbers.split("/")]
    return [*(fold(name) for name in names if name), *filter(None, numbers)]


def _bare(number: str) -> str:
    """ "H.R. 2146" as people type it: `hr2146`."""
    return re.sub(r"[^a-z0-9]", "", fold(number))


def _rank(issue: Issue, wanted: str, language: str) -> tuple[bool, str]:
    title = fold(issue.title.get(language, issue.id))
    return (not title.startswith(wanted), title)

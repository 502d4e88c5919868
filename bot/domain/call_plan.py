"""Whom somebody calls, one after the other, and what they read aloud. Values only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bot.domain.campaign import CampaignWhole, Variant
from bot.domain.legislators import District, Office
from bot.domain.office_ladder import Rung


@dataclass(frozen=True, slots=True)
class CallTarget:
    """One person to call: a legislator, a governor, or an official of an organizer's list.

    `district` is None for the latter; `office` ("Sheriff") and `place` are theirs. `rungs` are
    their offices in the order to try them, without numbers that were taken out; empty: nobody can
    be called there. `address`: where a letter goes.
    """

    id: str
    name: str
    body: str
    state: str = ""
    party: str = ""
    district: District | None = None
    office: str = ""
    place: str = ""
    rungs: tuple[Rung, ...] = ()
    address: Office | None = None
    website: str = ""
    contact: str = ""
    email: str = ""
    voting: bool = True


@dataclass(frozen=True, slots=True)
class CallStep:
    """One call: a target, and all campaigns that ask something of them. `instead_of`: the vacant
    seat for which this senator is called; then its script is read."""

    target: CallTarget
    campaigns: tuple[int, ...]
    instead_of: District | None = None

    @property
    def body(self) -> str:
        """Whose script is read."""
        return self.instead_of.body.value if self.instead_of else self.target.body


@dataclass(frozen=True, slots=True)
class CallPlan:
    """The calls in order. `vacant`: seats that nobody holds; `unknown`: seats of which our data
    does not say who does; `elsewhere`: campaigns that ask nothing of anybody for this caller."""

    steps: tuple[CallStep, ...] = ()
    campaigns: tuple[CampaignWhole, ...] = ()
    vacant: tuple[District, ...] = ()
    unknown: tuple[District, ...] = ()
    elsewhere: tuple[int, ...] = ()

    def campaign(self, number: int) -> CampaignWhole | None:
        """One of its campaigns."""
        return next((each for each in self.campaigns if each.campaign.number == number), None)


@dataclass(frozen=True, slots=True)
class CardPart:
    """What one campaign has to say to an office. `words` by variant, `language` what they are in;
    `english`: the same to be read aloud in English, empty where it is English already."""

    campaign: int
    title: str
    language: str
    words: Mapping[Variant, str]
    english: Mapping[Variant, str]

    @property
    def main(self) -> str:
        """What to say when somebody picks up."""
        return self.words.get(Variant.MAIN, "")


@dataclass(frozen=True, slots=True)
class Card:
    """One call, ready to be read: what each campaign has to say there."""

    step: CallStep
    office: Office | None
    parts: tuple[CardPart, ...]


@dataclass(frozen=True, slots=True)
class FilledLetter:
    """A letter, ready to be copied. `address` has no lines where the data has none; `form_url` and
    `email` are empty where it has none."""

    campaign: int
    target: CallTarget
    language: str
    subject: str
    words: str
    address: tuple[str, ...] = ()
    form_url: str = ""
    email: str = ""

"""From campaigns and districts to calls: one for each target, with all that is asked there."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.domain.call_plan import CallPlan, CallStep, CallTarget, Card, CardPart
from bot.domain.campaign import CampaignWhole, ListTarget, Variant
from bot.domain.legislators import Body, District, Office, Reached, Target
from bot.domain.office_ladder import Point
from bot.domain.script_text import fill
from bot.i18n import SOURCE_LANGUAGE
from bot.services.call_targets import legislator, listed
from bot.services.campaign_words import values
from bot.services.legislators import Legislators


@dataclass(frozen=True, slots=True)
class Caller:
    """From where somebody calls. `districts` are those of the House and of the state's chambers;
    `where` the point to measure from; `state` is theirs where no district is known."""

    districts: tuple[District, ...] = ()
    where: Point | None = None
    state: str = ""

    @property
    def states(self) -> frozenset[str]:
        """Where they may live: a ZIP can span states."""
        found = {each.state for each in self.districts}
        return frozenset(found or ({self.state} if self.state else ()))


def make_plan(
    wholes: Sequence[CampaignWhole],
    caller: Caller,
    book: Legislators,
    now: datetime,
    without: Collection[str] = (),
) -> CallPlan:
    """Whom to call for these campaigns, in the order of the bodies, then the lists."""
    steps: dict[str, CallStep] = {}
    vacant: dict[District, None] = {}
    unknown: dict[District, None] = {}
    elsewhere: list[int] = []

    def add(target: CallTarget, number: int, instead_of: District | None = None) -> None:
        step = steps.setdefault(target.id, CallStep(target, (), instead_of))
        if number not in step.campaigns:
            step = replace(step, campaigns=(*step.campaigns, number))
        if instead_of is None and step.instead_of is not None:
            step = replace(step, instead_of=None)  # somebody asks something of them anyway
        steps[target.id] = step

    for whole in wholes:
        number = whole.campaign.number
        reached = _reached(whole, caller, book)
        officials = _listed(whole, caller)
        vacant |= dict.fromkeys(reached.vacant)
        unknown |= dict.fromkeys(reached.unknown)
        for target in reached.targets:
            add(legislator(book, target, caller.where, now, without), number)
        for target in reached.instead:
            seat = _vacant_for(target, reached)
            add(legislator(book, target, caller.where, now, without), number, seat)
        for official in officials:
            add(listed(official, now, without), number)
        if not (reached.targets or reached.instead or reached.vacant or officials):
            elsewhere.append(number)
    order = {body.value: at for at, body in enumerate(Body)}
    ordered = sorted(steps.values(), key=lambda step: order.get(step.target.body, len(order)))
    return CallPlan(tuple(ordered), tuple(wholes), tuple(vacant), tuple(unknown), tuple(elsewhere))


def _reached(whole: CampaignWhole, caller: Caller, book: Legislators) -> Reached:
    state = whole.campaign.state
    districts = [each for each in caller.districts if state in (None, each.state)]
    if not whole.seats or not districts:
        return Reached()
    return book.targets_of(districts, whole.seats)


def _vacant_for(target: Target, reached: Reached) -> District | None:
    return next((s for s in reached.vacant if s.state == target.district.state), None)


def _listed(whole: CampaignWhole, caller: Caller) -> list[ListTarget]:
    """Officials of the caller's state; all of them where none is, or nobody knows theirs."""
    near = [each for each in whole.targets if each.state in caller.states]
    return near or list(whole.targets)


def fill_card(
    plan: CallPlan,
    step: CallStep,
    office: Office | None,
    language: str,
    *,
    city: str = "",
    state: str = "",
) -> Card:
    """What each campaign has to say at that office, filled, and in English where it differs.

    `city` and `state` are the caller's; without a city, it is the state's name that is said.
    """
    made: list[CardPart] = []
    for number in step.campaigns:
        whole = plan.campaign(number)
        body = step.body if whole is None or _any_words(whole, step.body) else step.target.body
        if whole is None or not _any_words(whole, body):
            continue
        spoken = _spoken(whole, body, language)
        cities = {"office_city": office.city if office else "", "city": city, "state": state}

        def words(
            lang: str,
            whole: CampaignWhole = whole,
            body: str = body,
            cities: Mapping[str, str] = cities,
        ) -> dict[Variant, str]:
            known = values(whole, body, lang, step.target, **cities)
            return {
                script.variant: fill(script.words, known)
                for script in whole.scripts
                if (script.body, script.language) == (body, lang)
            }

        english = words(SOURCE_LANGUAGE) if spoken != SOURCE_LANGUAGE else {}
        title = whole.campaign.titled(language)
        made.append(CardPart(number, title, spoken, words(spoken), english))
    return Card(step, office, tuple(made))


def _any_words(whole: CampaignWhole, body: str) -> bool:
    return bool(whole.languages_of(body))


def _spoken(whole: CampaignWhole, body: str, language: str) -> str:
    there = whole.languages_of(body)
    return next((each for each in (language, SOURCE_LANGUAGE) if each in there), there[0])

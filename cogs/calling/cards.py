"""From where somebody is in a round (`code.py`) to the card that they see."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from bot.domain.call_plan import CallPlan, CallStep, CallTarget, CardPart
from bot.domain.campaign import Variant
from bot.domain.legislators import Body, District, has_senators
from bot.domain.office_ladder import Rung
from bot.domain.places import Place
from bot.i18n import SOURCE_LANGUAGE
from bot.presentation.context import Context
from bot.presentation.screen import Screen
from bot.services.legislators import Legislators
from bot.services.near_whom import point_of
from bot.services.services import Services
from cogs.calling.card_render import VARIANTS, CallCard, call_screen
from cogs.calling.code import At, Code, check_mark
from cogs.calling.endings import end_of, nobody_screen
from cogs.calling.letter_render import LetterCard, letter_screen
from cogs.calling.letters import letter_of, with_letters
from cogs.calling.numbers import numbers_of
from cogs.calling.scripts import Said
from cogs.calling.seats import districts_of
from cogs.calling.turns import first_office
from cogs.calling.words import (
    about_line,
    data_notes,
    doubts,
    hours_line,
    rung_line,
    vacancies,
    who_line,
)


@dataclass(frozen=True, slots=True)
class Round:
    """A round of calls or letters as the data has it now. `near`: where the person said they are,
    None where that is forgotten."""

    plan: CallPlan
    steps: tuple[CallStep, ...]
    book: Legislators
    now: datetime
    near: Place | None

    def step(self, at: At) -> CallStep | None:
        """Whose turn it is; None at the end."""
        return self.steps[at.step] if at.step < len(self.steps) else None

    def order(self, target: CallTarget) -> dict[int, Rung]:
        """The target's offices in the order to try them, by their place in the data."""
        known = self.book.target(target.id)
        places = {office.id: at for at, office in enumerate(known.offices)} if known else {}
        return {places.get(r.office.id, at): r for at, r in enumerate(target.rungs)}


async def round_of(services: Services, context: Context, code: Code) -> Round:
    """The calls or letters that a code stands for.

    Raises:
        NotFound: none of its campaigns is open any more.
    """
    book = await services.legislators.load()
    near = services.near_whom.get(code.token)
    place = near or services.near_whom.middle(book, code.seat.state, code.seat.house)
    plan = await services.calls.plan(
        context.actor.guild_id or 0,
        code.campaigns,
        _asked(code, districts_of(code.seat, book)),
        where=point_of(place),
        state=state_of(code),
    )
    steps = tuple(with_letters(plan)) if code.mode == "write" else plan.steps
    return Round(plan, steps, book, services.clock.now(), near)


def _asked(code: Code, districts: tuple[District, ...]) -> tuple[District, ...]:
    """For whoever does not know their districts: their state as a whole, which has senators."""
    if districts or not has_senators(code.seat.state):
        return districts
    return (District(Body.US_SENATE, code.seat.state),)


async def show_turn(services: Services, context: Context, code: Code, told: str = "") -> Screen:
    """The card of a turn, or the end."""
    if not code.campaigns:
        return await numbers_of(services, context, code, told)
    found = await round_of(services, context, code)
    if not found.steps:
        return nobody_screen(found.plan, code, context.language)
    step = found.step(code.at)
    if step is None:
        return await end_of(services, context, code, told)
    remembered = bool(await services.calls.remembered(context.actor))
    if code.at.step == 0 and not told:
        told = "\n".join(vacancies(found.plan, context.language))
    code = settled(code, found, step)
    if code.mode == "write":
        letter = await letter_card(services, context, code, found, step)
        return letter_screen(replace(letter, told=told, remembered=remembered), context.language)
    card = await _card(services, context, code, found, step)
    return call_screen(replace(card, told=told, remembered=remembered), context.language)


async def letter_card(
    services: Services, context: Context, code: Code, found: Round, step: CallStep
) -> LetterCard:
    """The card of the letter whose turn it is."""
    return await letter_of(
        services,
        context,
        code,
        found.plan,
        step,
        len(found.steps),
        city=city_of(found.near),
        state=state_of(code),
    )


def settled(code: Code, found: Round, step: CallStep) -> Code:
    """With the target's mark, and an office that is there."""
    at = replace(code.at, check=check_mark(step.target.id))
    return code.moved(first_office(at, list(found.order(step.target))))


async def _card(
    services: Services, context: Context, code: Code, found: Round, step: CallStep
) -> CallCard:
    language, target, at = context.language, step.target, code.at
    rung = found.order(target).get(at.office) if at.office is not None else None
    card = services.calls.fill_card(
        found.plan,
        step,
        rung.office if rung else None,
        language,
        city=city_of(found.near),
        state=state_of(code),
    )
    letters = frozenset(
        letter
        for letter, name in VARIANTS.items()
        if any(Variant(name) in (*part.words, *part.english) for part in card.parts)
    )
    code = code.moved(replace(at, variant=at.variant if at.variant in letters else "m"))
    variant = Variant(VARIANTS[code.at.variant])
    notes = [*data_notes(found.book, target, found.now, language)]
    if found.near is None and rung is not None and rung.distance_km is not None:
        notes.insert(0, context.t("call.from_the_middle"))
    return CallCard(
        code,
        at.step + 1,
        len(found.steps),
        who_line(target, language),
        about=about_line(target, language),
        office=rung_line(rung, target, language) if rung else "",
        hours=hours_line(rung, found.now, language) if rung else "",
        phone=rung.office.phone if rung else "",
        doubts=tuple(doubts(rung, target, language)) if rung else (),
        said=tuple(_said(part, variant, english=at.english) for part in card.parts),
        variants=letters,
        english=language != SOURCE_LANGUAGE and any(part.english for part in card.parts),
        notes=tuple(notes),
    )


def state_of(code: Code) -> str:
    """The caller's state; empty where none was needed."""
    return "" if code.seat.state == "--" else code.seat.state


def city_of(place: Place | None) -> str:
    """The caller's town, to say where they live; empty where nobody knows it."""
    if place is None or place.kind == "state":
        return ""
    return place.label.rpartition(",")[0].strip()


def _said(part: CardPart, variant: Variant, *, english: bool) -> Said:
    """The words of a case; where they are in English only, those; else the script itself."""
    first, second = (part.english, part.words) if english else (part.words, part.english)
    return Said(part.title, first.get(variant) or second.get(variant) or part.main)

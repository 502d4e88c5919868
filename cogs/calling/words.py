"""How officials, seats and offices are called on the screens of calls and letters."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from bot.domain.call_plan import CallPlan, CallTarget
from bot.domain.legislators import STATE_CHAMBERS, Body, District
from bot.domain.office_ladder import Rung
from bot.domain.small_counts import LEAST, SafeCount, Shown
from bot.i18n import show_date, t
from bot.services.legislator_words import (
    body_name,
    flag_words,
    lines_line,
    office_line,
    party_name,
    vacant_line,
)
from bot.services.legislators import Legislators
from bot.services.opening_text import Hours, opening_words
from bot.services.places import state_name
from cogs.calling.which_render import district_name


def who_line(target: CallTarget, language: str) -> str:
    """ "Rep. NAME (MA-7)", "Sheriff NAME (Sample County)"."""
    if target.district is None:
        place = ", ".join(each for each in (target.place, target.state) if each)
        who = f"{target.office} {target.name}" if target.office else target.name
        return f"{who} ({place})" if place else who
    kind = target.district.body
    seat = target.district.code
    if kind in (Body.US_SENATE, Body.GOVERNOR):
        seat = target.district.state
    elif kind is not Body.US_HOUSE:
        seat = district_name(target.district, language).removesuffix(f" ({target.district.state})")
        seat = f"{target.district.state}, {seat}"
    named = "delegate" if not target.voting else kind.value
    if _dc_council(target.district):
        named = "dc_council"
    return t(f"call.title_{named}", language, name=target.name, seat=seat)


def about_line(target: CallTarget, language: str) -> str:
    """Party and body."""
    parts = [party_name(target.party, language)] if target.party else []
    if target.district is not None:
        council = _dc_council(target.district)
        name = t("legislators.dc_council", language) if council else None
        parts.append(name or body_name(target.district.body, language))
    return " · ".join(parts)


def _dc_council(seat: District) -> bool:
    return seat.state == "DC" and seat.body in STATE_CHAMBERS


def rung_line(rung: Rung, target: CallTarget, language: str) -> str:
    """Where the number rings; of an official of a list only that it is theirs."""
    return office_line(rung, language) if target.district is not None else ""


def hours_line(rung: Rung, now: datetime, language: str) -> str:
    """Until when it is open, where the office says so; else its own words of it."""
    office = rung.office
    if office.schedules:
        said = opening_words(Hours(office.schedules, office.zone).opening(now), now, language)
        if said:
            return said
    return t("call.hours", language, hours=office.hours) if office.hours else ""


def doubts(rung: Rung, target: CallTarget, language: str) -> Iterator[str]:
    """What to know of the number."""
    if target.district is not None:
        yield from flag_words(rung.office, language)
    if rung.doubtful:
        yield t("call.doubtful", language)


def data_notes(
    book: Legislators, target: CallTarget, now: datetime, language: str
) -> Iterator[str]:
    """How old names and numbers are, and what else to know of this seat."""
    if target.district is None:
        return
    kind = target.district.body
    yield from term_notes(book, now, language, kind)
    if not target.voting:
        yield t("call.not_voting", language)


def term_notes(
    book: Legislators, now: datetime, language: str, kind: Body = Body.US_HOUSE
) -> Iterator[str]:
    """Whether the terms are over that our data knows of, and of which day it is."""
    if book.terms_ended(now, kind):
        ends = book.terms_end(kind) or now.date()
        yield t("legislators.terms_ended", language, date=show_date(ends, language))
    if kind is Body.US_HOUSE and book.lines_ended(now):
        yield lines_line(language)
    if kind in (Body.US_HOUSE, Body.US_SENATE):
        yield t("call.data_of", language, date=show_date(book.congress.as_of, language))


def vacancies(plan: CallPlan, language: str) -> Iterator[str]:
    """Which seats nobody holds, or nobody in our data."""
    for seat in plan.vacant:
        yield vacant_line(seat, language)
    for seat in plan.unknown:
        yield unknown_line(seat, language)


def unknown_line(seat: District, language: str) -> str:
    """That our data does not say who sits there."""
    state = state_name(seat.state, language)
    return t("legislators.not_known", language, body=body_name(seat.body, language), state=state)


def count_words(count: SafeCount, language: str) -> str:
    """A count as it may be said."""
    if count.shown is Shown.EXACT and count.value is not None:
        return str(count.value)
    return t("call.fewer_than", language, least=LEAST)

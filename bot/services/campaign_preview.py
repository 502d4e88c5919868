"""A script as it will be read, to somebody who really sits there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.domain.call_plan import CallTarget
from bot.domain.campaign import CampaignWhole, Variant, is_seat
from bot.domain.errors import NotFound
from bot.domain.legislators import Office
from bot.domain.script_text import fill
from bot.services.call_targets import legislator, listed
from bot.services.campaign_seats import seats_of
from bot.services.campaign_words import values
from bot.services.legislators import Legislators


@dataclass(frozen=True, slots=True)
class Preview:
    """`words` filled for a caller who lives where the target's nearest office is."""

    target: CallTarget
    office: Office | None
    variant: Variant
    language: str
    words: str


def preview_of(
    whole: CampaignWhole,
    body: str,
    language: str,
    variant: Variant,
    *,
    book: Legislators,
    now: datetime,
    state: str = "",
) -> Preview:
    """The preview. Raises NotFound: there is no such script, or nobody to call."""
    script = whole.script(body, language, variant)
    if script is None:
        raise NotFound("campaign_error.part_gone")
    target = somebody(whole, body, book, now, state)
    office = target.rungs[0].office if target.rungs else None
    city = office.city if office else ""
    known = values(whole, body, language, target, office_city=city, city=city, state=target.state)
    return Preview(target, office, variant, language, fill(script.words, known))


def somebody(
    whole: CampaignWhole, body: str, book: Legislators, now: datetime, state: str = ""
) -> CallTarget:
    """One whom the campaign asks of in that body, in that state where it says one.

    Raises:
        NotFound: nobody is known there.
    """
    if not is_seat(body):
        official = next(iter(whole.in_list(body)), None)
        if official is None:
            raise NotFound("campaign_error.target_gone")
        return listed(official, now)
    found: CallTarget | None = None
    for seat in seats_of(whole, book):
        if seat.body.value != body or (state and seat.state != state):
            continue
        for member in book.sitting(seat):
            target = legislator(book, member, None, now)
            if target.rungs and member.voting:
                return target
            found = found or target
    if found is None:
        raise NotFound("campaign_error.target_gone")
    return found

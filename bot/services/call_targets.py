"""Legislators and listed officials as one kind of person to call."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from bot.domain.call_plan import CallTarget
from bot.domain.campaign import ListTarget
from bot.domain.legislators import Office, OfficeKind, Target
from bot.domain.office_ladder import Point, ladder
from bot.services.legislators import Legislators


def legislator(
    book: Legislators,
    target: Target,
    where: Point | None,
    now: datetime,
    without: Collection[str] = (),
) -> CallTarget:
    """A member of Congress or of a state's chamber, or a governor."""
    rungs = book.ladder(target, where, now, without=without)
    local = [rung.office for rung in rungs if rung.office.kind is OfficeKind.LOCAL]
    written_to = [office for office in (*local, *target.offices) if office.address]
    return CallTarget(
        id=target.id,
        name=target.name,
        body=target.body.value,
        state=target.district.state,
        party=target.party,
        district=target.district,
        rungs=rungs,
        address=next(iter(written_to), None),
        website=target.website,
        contact=target.contact,
        email=target.email,
        voting=target.voting,
    )


def listed(target: ListTarget, now: datetime, without: Collection[str] = ()) -> CallTarget:
    """An official of an organizer's list, with the one number that it says."""
    office = Office(
        id=target.id,
        kind=OfficeKind.LOCAL,
        city=target.place,
        state=target.state,
        phone=target.phone,
    )
    return CallTarget(
        id=target.id,
        name=target.name,
        body=target.list,
        state=target.state,
        office=target.office,
        place=target.place,
        rungs=ladder([office], None, now, without=without),
        contact=target.form_url,
        email=target.email,
    )

"""What the data says of those whom open campaigns ask something of, and what of it changed.

A checksum of each target is kept when a campaign opens. It is compared every few hours: `data
update` may have brought a new member, or another number.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from bot.domain.campaign import CampaignWhole
from bot.domain.legislators import (
    HOUSE_SEATS,
    STATE_CHAMBERS,
    Body,
    District,
    Target,
    house_districts,
)
from bot.services.legislators import Legislators
from bot.storage.database import Transaction
from bot.storage.targets_seen import list_seen, replace_seen


@dataclass(frozen=True, slots=True)
class SeatChange:
    """A seat that somebody else holds, or whose holder has another number. `target` is the id of
    whoever is there now, or was there last where the seat is vacant."""

    seat: District
    target: str


def seat_key(seat: District) -> str:
    """A seat as it is kept."""
    return f"{seat.body.value}/{seat.state}/{seat.name}"


def print_of(target: Target) -> str:
    """A checksum of what callers are told: the name, and the numbers."""
    phones = sorted({office.phone for office in target.offices if office.phone})
    return f"{zlib.crc32('|'.join((target.name, *phones)).encode()):08x}"


def seats_of(whole: CampaignWhole, book: Legislators) -> Iterator[District]:
    """Every seat that a campaign asks something of."""
    state = whole.campaign.state
    states = (state,) if state else tuple(HOUSE_SEATS)
    for body in whole.seats:
        if body is Body.US_HOUSE:
            yield from (seat for seat in house_districts() if state in (None, seat.state))
        elif body in STATE_CHAMBERS:
            yield from (seat for each in states for seat in book.districts_in(each, body))
        else:
            yield from (District(body, each) for each in states)


def _prints(seats: Iterable[District], book: Legislators) -> dict[tuple[str, str], str]:
    return {
        (seat_key(seat), target.id): print_of(target)
        for seat in dict.fromkeys(seats)
        for target in book.sitting(seat)
    }


async def remember_seats(tx: Transaction, whole: CampaignWhole, book: Legislators) -> None:
    """A campaign opens: what the data says of its targets now is no news later on."""
    known = await list_seen(tx)
    held = {seat for seat, _ in known}
    prints = _prints(seats_of(whole, book), book)
    fresh = {key: check for key, check in prints.items() if key[0] not in held}
    await replace_seen(tx, fresh, gone=())


async def look_again(
    tx: Transaction, open_campaigns: Iterable[CampaignWhole], book: Legislators
) -> dict[int, list[SeatChange]]:
    """What changed since it was last looked at, by campaign; it is no news from now on."""
    known = await list_seen(tx)
    held = {seat for seat, _ in known}
    seats = {whole.campaign.number: list(seats_of(whole, book)) for whole in open_campaigns}
    prints = _prints((seat for each in seats.values() for seat in each), book)
    changed: dict[str, str] = {}
    for (seat, target), check in prints.items():
        if known.get((seat, target)) != check and seat in held:
            changed[seat] = target
    wanted = {seat_key(seat) for each in seats.values() for seat in each}
    for seat, target in known:
        if seat in wanted and (seat, target) not in prints:
            changed.setdefault(seat, target)
    await replace_seen(tx, prints, gone=[key for key in known if key not in prints])
    return {
        number: found
        for number, each in seats.items()
        if (found := [SeatChange(s, changed[seat_key(s)]) for s in each if seat_key(s) in changed])
    }

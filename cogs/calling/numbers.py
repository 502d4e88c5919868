"""Who speaks for somebody, without a campaign: each with the number to try first."""

from __future__ import annotations

from bot.domain.call_plan import CallTarget
from bot.domain.legislators import Target
from bot.presentation.context import Context
from bot.presentation.screen import Screen
from bot.services.legislator_words import vacant_line
from bot.services.near_whom import point_of
from bot.services.services import Services
from cogs.calling.code import Code
from cogs.calling.numbers_render import Line, numbers_screen
from cogs.calling.seats import districts_of
from cogs.calling.words import about_line, rung_line, term_notes, unknown_line, who_line


async def numbers_of(services: Services, context: Context, code: Code, told: str = "") -> Screen:
    """The legislators of a seat."""
    language, now = context.language, services.clock.now()
    book = await services.legislators.load()
    reached = book.targets_of(districts_of(code.seat, book))
    place = services.near_whom.get(code.token)
    place = place or services.near_whom.middle(book, code.seat.state, code.seat.house)
    where = point_of(place)
    lines: list[Line] = []
    for each in (*reached.targets, *reached.instead):
        target = as_called(each)
        rung = next(iter(book.ladder(each, where, now)), None)
        lines.append(
            Line(
                who_line(target, language),
                about_line(target, language),
                rung_line(rung, target, language) if rung else "",
                rung.office.phone if rung else "",
            )
        )
    notes = [
        *([told] if told else []),
        *(vacant_line(seat, language) for seat in reached.vacant),
        *(unknown_line(seat, language) for seat in reached.unknown),
        *term_notes(book, now, language),
    ]
    remembered = bool(await services.calls.remembered(context.actor))
    return numbers_screen(code, lines, language, notes=notes, remembered=remembered)


def as_called(target: Target) -> CallTarget:
    """A legislator as the screens of calls name them."""
    return CallTarget(
        target.id,
        target.name,
        target.body.value,
        state=target.district.state,
        party=target.party,
        district=target.district,
        voting=target.voting,
    )

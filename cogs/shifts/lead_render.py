"""What the bot says of a shift unasked to those who run it: places that got free, a shift that is
short of people, somebody who did not come or is not home. Pure.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from discord import ui

from bot.i18n import t
from bot.presentation.screen import ACCENT, Screen
from bot.services.shift_views import Seen
from cogs.events.buttons import PRIMARY, Button, button, rows
from cogs.shifts.words import mentions, places_lines, title_of, when_lines

#: So many of those who are missing are named; the roster has all.
_MOST_NAMED = 25
#: Red, for what can't wait.
URGENT = 0xC0392B

Body = ui.Container[Any]


def lead_screen(
    seen: Seen,
    key: str,
    language: str,
    *,
    count: int | None = None,
    people: Sequence[int] = (),
    pinged: Sequence[str] = (),
    urgent: bool = False,
) -> Screen:
    """One thing a lead must know of a shift. `key`: which (`shifts.lead_<key>`, for as many as
    `count` where it is about so many); `people`: whom it is about; `pinged`:
    mentions of those it is for, in a channel."""
    shift = seen.shift
    body: Body = ui.Container(accent_color=URGENT if urgent else ACCENT)
    if pinged:
        body.add_item(ui.TextDisplay(" ".join(pinged)))
    heading = t(f"shifts.lead_{key}", language, count=count, title=title_of(shift))
    lines = [f"### {heading}"]
    if people:
        named = mentions(people[:_MOST_NAMED])
        rest = len(people) - _MOST_NAMED
        more = f" {t('shifts.and_others', language, count=rest)}" if rest > 0 else ""
        lines.append(f"{named}{more}")
    lines.append(t(f"shifts.lead_{key}_next", language))
    body.add_item(ui.TextDisplay("\n".join(lines)))
    body.add_item(
        ui.TextDisplay("\n".join([*when_lines(shift, language), *places_lines(seen, language)]))
    )
    for row in rows(_buttons(seen, language, urgent=urgent)):
        body.add_item(row)
    return Screen(body)


def _buttons(seen: Seen, language: str, *, urgent: bool) -> list[Button]:
    number = seen.shift.number
    roster = button("shifts.to_roster", language, f"shift:roster:{number}:0", PRIMARY)
    return [roster, button("events.details", language, f"shift:open:{number}")]

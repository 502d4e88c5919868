"""When a session of a legislature is over: a bill that has not passed by then is dead.

A Congress ends at noon on January 3rd of an odd year (20th Amendment). States differ; where this
does not know one, the organizer says when it ends.
"""

from __future__ import annotations

import re
from datetime import date

#: Congress N ends in this year plus twice N.
_FIRST = 1789
_YEARS = re.compile(r"(?:19|20)\d\d")

#: The Nth General Court of Massachusetts ends in this year plus twice N, when the next one begins:
#: on the first Wednesday of January (amendment LXIV of its constitution).
_MASSACHUSETTS = 1639


def session_end(jurisdiction: str, session: str) -> date | None:
    """The first day on which a session is over; None where we don't know.

    `jurisdiction` is "us" or a state's two letters; `session` the number of a Congress or of a
    General Court ("119", "119th Congress", "194"), or years ("2025-2026").
    """
    where = jurisdiction.strip().casefold()
    number = re.match(r"\D*(\d{1,3})(?!\d)", session)
    if where == "us" and number:
        return date(_FIRST + 2 * int(number[1]), 1, 3)
    if where == "ma":
        years = _YEARS.findall(session)
        if years:
            last = int(years[-1])
            return _first_wednesday(last + 1 if last % 2 == 0 else last + 2)
        if number:
            return _first_wednesday(_MASSACHUSETTS + 2 * int(number[1]))
    return None


def _first_wednesday(year: int) -> date:
    return date(year, 1, 1 + (2 - date(year, 1, 1).weekday()) % 7)

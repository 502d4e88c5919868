"""The part of the tour about shifts: a week of court accompaniment, and a request without names.
The steps stand in `story.py`, at its end: on Sunday, March 28, in the evening.
"""

from __future__ import annotations

from bot.demo.cast import DM
from bot.demo.deeds import Command, Fill, Later, Look, Press, Step

_WEEK = {
    "title": "Court accompaniment",
    "when": "Mon April 5 8:15 am to 12:15 pm",
    "repeats": "every weekday, 5 times",
    "roles": "Observer 2\nInterpreter Spanish 1\nDriver 1",
    "place": "Boston, MA",
}
_MONDAY = "April 5"
_RIDE = {
    "code": "Heron 7",
    "when": "Thu April 8 2 pm to 4 pm",
    "place": "East Boston",
    "language": "Spanish",
    "keep_days": "14",
}
#: From Sunday evening to a day before Monday of the week after, then to a quarter of an hour after
#: it began, then to half an hour after its end.
_TO_THE_DAY_BEFORE, _TO_THE_DAY, _TO_THE_END = 158, 24, 4

SHIFT_STORY: tuple[Step, ...] = (
    Step("shift-refused", "june", "shifts", Command("shift series", {"kind": "court"})),
    Step("shift-series", "teo", "moderators", Command("shift series", {"kind": "court"})),
    Step(
        "shift-wrong-roles",
        "teo",
        "moderators",
        Fill({**_WEEK, "roles": "Observer 2000"}),
    ),
    Step("shift-mend", "teo", "moderators", Press("mend:*")),
    Step("shift-made", "teo", "moderators", Fill(_WEEK)),
    Step("shift-place", "teo", "moderators", Press("shift:plan:form:place:*")),
    Step(
        "shift-placed",
        "teo",
        "moderators",
        Fill({"place": "Boston, MA", "address": "15 New Sudbury Street, room 320"}),
    ),
    Step("shift-later-too", "teo", "moderators", Press("event:plan:goon:*")),
    Step("shift-board", "teo", "shifts", Command("shift board")),
    Step("shift-open", "noor", "shifts", Look()),
    Step("shift-list", "june", "shifts", Command("shifts", {"where": "02118"})),
    Step("shift-page", "june", "shifts", Press("shift:open:*")),
    Step("shift-claimed", "june", "shifts", Press("shift:claim:*")),
    Step("shift-left", "june", "shifts", Press("shift:withdraw:*")),
    Step("shift-claimed-again", "june", "shifts", Press("shift:claim:*")),
    Step("spanish-shift-list", "lucia", "shifts", Command("shifts")),
    Step("spanish-shift-page", "lucia", "shifts", Press("shift:open:*")),
    Step("spanish-shift-refused", "lucia", "shifts", Press("shift:claim:*")),
    Step("shift-day-before", "june", DM, Later(_TO_THE_DAY_BEFORE)),
    Step("shift-cant", "june", DM, Press("shift:cant:*")),
    Step("shift-cover", "june", DM, Press("shift:cover:*")),
    Step("shift-cover-told", "teo", "moderators", Look()),
    Step("shift-cover-list", "noor", "shifts", Command("shifts")),
    Step("shift-cover-page", "noor", "shifts", Press("shift:open:*")),
    Step("shift-covers", "noor", "shifts", Press("shift:claim:*")),
    Step("shift-dm", "noor", "shifts", Press("shift:dm:*:on")),
    Step("shift-keeps", "june", DM, Press("shift:keep:*")),
    Step("shift-begun", "june", DM, Later(_TO_THE_DAY)),
    Step("shift-in", "june", DM, Press("shift:in:*")),
    Step("shift-roster", "teo", "moderators", Command("shift roster", {"shift": _MONDAY})),
    Step("shift-over", "june", DM, Later(_TO_THE_END)),
    Step("shift-paged", "teo", "moderators", Look()),
    Step("shift-home", "june", DM, Press("shift:out:*")),
    Step("shift-roster-after", "teo", "moderators", Command("shift roster", {"shift": _MONDAY})),
    Step(
        "spanish-shift-board",
        "rafa",
        "shifts",
        Command("shift board", {"kind": "Acompañamiento a la corte"}),
    ),
    Step(
        "spanish-shift-roster",
        "rafa",
        "moderators",
        Command("shift roster", {"shift": "Court"}),
    ),
    Step("request-create", "teo", "moderators", Command("request create", {"need": "ride"})),
    Step(
        "request-refused",
        "teo",
        "moderators",
        Fill({**_RIDE, "code": "A123456789"}),
    ),
    Step("request-mend", "teo", "moderators", Press("mend:*")),
    Step("request-made", "teo", "moderators", Fill(_RIDE)),
    Step("request-tell", "teo", "moderators", Press("request:tell:*")),
    Step("request-post", "noor", "shifts", Look()),
    Step("request-taken", "noor", "shifts", Press("request:take:*")),
    Step("request-told", "teo", "moderators", Look()),
    Step("spanish-requests", "rafa", "moderators", Command("request list")),
)

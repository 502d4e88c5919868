"""The tour's last part: a day of action with three local events, from its first word to its end."""

from __future__ import annotations

from collections.abc import Iterator

from bot.demo import calendar_story, cast
from bot.demo.deeds import Choose, Command, Deed, Fill, Later, Look, Press, Step

_DAY = {
    "title": "Immigrants' Day at the State House",
    "when": "March 28 2027 10am to 3pm",
    "place": "Boston",
    "address": "1 Sample Street, room 350",
    "about": "Meet your legislators.\nBring a friend and water.",
}
_RALLY = ("Rally on the steps", "March 28 2027 11am to noon", "Boston", "The steps in front")
_VIGIL = ("Vigil with candles", "March 28 2027 6pm to 7pm", "Worcester, MA", "")
_CLINIC = ("Legal clinic", "March 28 2027 1pm to 4pm Central", "Chicago", "2 Sample Street")
_MOVED = {"place": "Boston", "address": "The park, by the bandstand"}
_THAT_DAY = {"event": _DAY["title"]}
#: From a week after the tour began to the day before the events, in hours.
_TO_THE_DAY_BEFORE = 109 * 24


def _local(slug: str, kind: str, texts: tuple[str, str, str, str]) -> Iterator[Step]:
    title, when, place, address = texts
    typed = {"title": title, "when": when, "place": place, "address": address, "about": "Join us."}
    deeds: tuple[tuple[str, Deed], ...] = (
        ("add", Press("event:plan:add:*")),
        ("kind", Choose("event:plan:kind:*", (kind,))),
        ("typed", Fill(typed)),
        ("back", Press("event:plan:page:*")),
    )
    for what, deed in deeds:
        yield Step(f"event-{slug}-{what}", "amara", "moderators", deed)


EVENT_STORY: tuple[Step, ...] = (
    Step("event-refused", "june", "announcements", Command("event create")),
    Step("event-create", "amara", "moderators", Command("event create", {"kind": "day_of_action"})),
    Step("event-no-such-day", "amara", "moderators", Fill({**_DAY, "when": "30 February 10am"})),
    Step("event-mend", "amara", "moderators", Press("mend:*")),
    Step("event-draft", "amara", "moderators", Fill(_DAY)),
    *_local("rally", "rally", _RALLY),
    *_local("vigil", "vigil", _VIGIL),
    *_local("clinic", "legal_clinic", _CLINIC),
    Step("event-publish", "amara", "moderators", Press("event:plan:publish:*")),
    Step("event-live", "amara", "moderators", Press("event:plan:live:*")),
    Step("event-board", "june", "announcements", Look()),
    Step("event-near", "june", "announcements", Command("events", {"where": "Boston"})),
    Step("event-locals", "june", "announcements", Press("event:locals:*")),
    Step("event-page", "june", "announcements", Press("event:one:*")),
    Step("event-going", "june", "announcements", Press("event:going:*")),
    *calendar_story.ONE_EVENT,
    Step("event-remind", "june", "announcements", Press("event:remind:*")),
    Step("event-messages", "june", "announcements", Press("event:dm:*:on")),
    *calendar_story.OWN,
    Step("spanish-events", "lucia", "announcements", Command("events", {"where": "Worcester"})),
    Step("spanish-event", "lucia", "announcements", Press("event:one:*")),
    Step("spanish-event-going", "lucia", "announcements", Press("event:going:*")),
    *calendar_story.OWN_SPANISH,
    Step("event-edit", "amara", "moderators", Command("event edit", {"event": _RALLY[0]})),
    Step("event-place", "amara", "moderators", Press("event:plan:form:place:*")),
    Step("event-moved", "amara", "moderators", Fill(_MOVED)),
    Step("event-sure", "amara", "moderators", Press("event:plan:goon:*")),
    Step("event-unheard", "amara", "moderators", Press("event:plan:unheard:*")),
    Step("event-told", "june", cast.DM, Look()),
    Step("event-heard", "june", cast.DM, Press("event:heard:*")),
    *calendar_story.MOVED,
    *calendar_story.opening(_RALLY[0], _VIGIL[0]),
    Step("event-day-before", "june", cast.DM, Later(_TO_THE_DAY_BEFORE)),
    Step("event-cancel", "amara", "moderators", Command("event cancel", {"event": _VIGIL[0]})),
    Step("event-off", "amara", "moderators", Press("event:plan:offnow:*")),
    *calendar_story.CALLED_OFF,
    *calendar_story.PAGE,
    Step("spanish-event-off", "lucia", "announcements", Command("events", {"show": "mine"})),
    Step("event-roster", "amara", "moderators", Command("event roster", {"event": _RALLY[0]})),
    Step("spanish-organizer", "amara", "moderators", Command("me")),
    Step("spanish-organizer-language", "amara", "moderators", Choose("me:language", ("es",))),
    Step(
        "spanish-event-page", "amara", "moderators", Command("event edit", {"event": _DAY["title"]})
    ),
    Step("event-over", "june", cast.DM, Later(30)),
)

"""The calendar's part of the tour, and what a visitor of the demo finds on the public page.

The steps stand between those of `event_story.py`, whose events they are about.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.demo import cast
from bot.demo.deeds import Command, Fetch, Fill, Press, Step, Visit
from bot.domain.actor import Actor, Capability
from bot.domain.event import Draft, Kind
from bot.services.services import Services

ONE_EVENT = (Step("calendar-event", "june", "announcements", Press("calendar:add:*")),)

OWN = (
    Step("calendar", "june", "announcements", Command("calendar")),
    Step("calendar-app", "june", "announcements", Press("calendar:pick:*")),
    Step("calendar-address", "june", "announcements", Press("calendar:new:google:*")),
    Step("calendar-feed", "june", "announcements", Fetch()),
)
OWN_SPANISH = (
    Step("spanish-calendar", "lucia", "announcements", Command("calendar")),
    Step("spanish-calendar-app", "lucia", "announcements", Press("calendar:pick:0:0")),
    Step("spanish-calendar-address", "lucia", "announcements", Press("calendar:new:apple:*")),
)
MOVED = (Step("calendar-moved", "june", cast.DM, Fetch()),)
CALLED_OFF = (Step("spanish-calendar-off", "lucia", "announcements", Fetch()),)


def opening(*events: str) -> tuple[Step, ...]:
    """The events of these titles become public, then the calendar does."""
    steps: list[Step] = []
    for number, title in enumerate(events):
        after = "-again" * number
        edit = Command("event edit", {"event": title})
        steps += [
            Step(f"calendar-event-page{after}", "amara", "moderators", edit),
            Step(f"calendar-sight{after}", "amara", "moderators", Press("event:plan:sight:*")),
            Step(f"calendar-public{after}", "amara", "moderators", Press("event:plan:public:*")),
        ]
    named = {"title": cast.SERVER_NAME, "slug": "coalition-demo"}
    return (
        *steps,
        Step("calendar-organizer", "amara", "moderators", Command("calendar")),
        Step("calendar-ask", "amara", "moderators", Press("calendar:public:on")),
        Step("calendar-name", "amara", "moderators", Press("calendar:open")),
        Step("calendar-open", "amara", "moderators", Fill(named)),
    )


PAGE = (
    Step("open-page", "june", "announcements", Visit()),
    Step("open-page-month", "june", "announcements", Visit("/2027-03", dark=True)),
    Step("spanish-page", "lucia", "announcements", Visit(dark=True)),
    Step("spanish-page-month", "lucia", "announcements", Visit("/2027-03")),
)


# --- for who only looks at the demo ---------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Planned:
    kind: Kind
    title: str
    in_days: int
    hour: int
    place: str
    about: str
    rule: str | None = None


_PLANNED = (
    _Planned(
        Kind.MEETING, "Open meeting", 3, 18, "Boston, MA",
        "Everybody is welcome, whatever you have time for.", "FREQ=WEEKLY",
    ),
    _Planned(
        Kind.KNOW_YOUR_RIGHTS, "Know your rights, for families", 6, 17, "Worcester, MA",
        "In English and Spanish. Children are welcome.",
    ),
    _Planned(
        Kind.LEGAL_CLINIC, "Legal clinic", 11, 13, "Boston, MA",
        "Free. Bring every letter that you got.",
    ),
    _Planned(
        Kind.VIGIL, "Candles for our neighbors", 19, 18, "Boston, MA",
        "We stand together for an hour. Bring a candle and a friend.",
    ),
)  # fmt: skip


async def seed_calendar(services: Services, guild_id: int, organizer: int) -> str:
    """A few public events, and the public calendar that shows them; where its page is."""
    actor = Actor(organizer, guild_id, frozenset(Capability))
    zone = (await services.guilds.settings(guild_id)).time_zone or "UTC"
    today = services.clock.now().date()
    for each in _PLANNED:
        day = datetime(today.year, today.month, today.day) + timedelta(days=each.in_days)  # noqa: DTZ001
        draft = Draft(
            kind=each.kind,
            title=each.title,
            zone=zone,
            local_start=day.replace(hour=each.hour),
            minutes=120,
            place=each.place,
            about=each.about,
            host=cast.SERVER_NAME,
            rule=each.rule,
            public=True,
        )
        made = await services.events.create(actor, draft)
        await services.events.publish(actor, made.number, made.version, channel_id=None)
    opened = await services.calendars.open_public(actor, "coalition-demo", title=cast.SERVER_NAME)
    return services.calendars.addresses(opened).page

"""The page of an entry: the alert first, then who, what, how, whom to call, when and where."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from discord import ui

from bot.domain.entry import Entry, Freq, Location, Phone, Schedule, Service
from bot.domain.entry_view import EntryView
from bot.domain.errors import NotFound
from bot.domain.organization import Scope
from bot.domain.weekdays import WEEKDAYS
from bot.presentation.screen import Screen
from cogs.resources.entry_page import Part, entry_screen
from cogs.resources.entry_parts import Prose, phone_lines, within
from tests.screens import walk

NOW = datetime(2026, 11, 24, 16, 0, tzinfo=UTC)  # ten in the morning in Chicago
OFFICE = Schedule(WEEKDAYS[:5], 9 * 60, 17 * 60, Freq.WEEKLY)
PLACE = Location(
    "Main office", "12 Example St", "2nd floor", "Chicago", "IL", "60608",
    time_zone="America/Chicago", description="Ring twice.", transportation="Bus 9.",
    schedules=(OFFICE,), id="main",
)  # fmt: skip
SERVICE = Service(
    "Legal clinic", "Papers for asylum.", "Anybody in Illinois.", "Call on a Monday.", "free",
    areas=("Cook County",), id="clinic", locations=("main",),
)  # fmt: skip
ENTRY = Entry(
    "e", "Example Center", "legal service", Scope.CITY, ("IL",), "Chicago",
    website="https://example.org", alert="Closed until January.", languages=("es", "en"),
    what={"en": "Helps.", "es": "Ayuda."}, names={"es": "Centro Ejemplo"},
    phones=(
        Phone("312-555-0100", "7", "Intake", ("es",)),
        Phone("312-555-0199", verified=False),
    ),
    locations=(PLACE,), services=(SERVICE,),
)  # fmt: skip
FACILITIES = tuple(
    Location(f"Facility {n}", city="Town", state="TX", time_zone="America/Chicago",
             description=f"Rule {n}.", schedules=(OFFICE,), id=f"f{n}")
    for n in range(60)
)  # fmt: skip
VISITING = Entry(
    "v", "Visitors", "visitation programme", locations=FACILITIES,
    services=(Service("Visits", how_to_begin="Write to us."),),
)  # fmt: skip


def page(
    entry: Entry = ENTRY, language: str = "en", *, assured_on: date | None = None, **more: Any
) -> Screen:
    more.setdefault("in_server", True)
    return entry_screen(EntryView(entry, 7, assured_on), now=NOW, language=language, **more)


def text(screen: Screen) -> str:
    return "\n".join(i.content for i in screen.walk_children() if isinstance(i, ui.TextDisplay))


def components(screen: Screen) -> list[dict[str, Any]]:
    return list(walk(screen.to_components()))


def options(screen: Screen, custom_id: str) -> list[dict[str, Any]]:
    (menu,) = (c for c in components(screen) if c.get("custom_id") == custom_id)
    return menu["options"]


def in_order(text: str, *parts: str) -> bool:
    at = [text.find(part) for part in parts]
    return -1 not in at and at == sorted(at)


def test_the_answer_comes_in_the_order_in_which_it_is_needed() -> None:
    assert in_order(
        text(page()),
        "**Closed until January.**", "## Example Center", "Chicago, IL",
        "Helps.", "Languages: Spanish, English", "Anybody in Illinois.", "Call on a Monday.",
        "Cost: free", "312", "Open now until 5 pm", "Mon–Fri 9 am–5 pm",  # noqa: RUF001
        "Local time there (Central Time)", "12 Example St", "2nd floor", "Chicago, IL 60608",
        "Ring twice.", "Bus 9.", "Not yet checked",
    )  # fmt: skip


def test_the_page_speaks_the_language_of_its_reader() -> None:
    seen = text(page(language="es", assured_on=date(2026, 11, 1)))
    assert in_order(seen, "## Centro Ejemplo", "Ayuda.", "Idiomas: español", "Cómo empezar")
    assert "Abierto ahora, hasta las 17:00" in seen
    assert "1 nov 2026" in seen


def test_a_number_stands_alone_on_its_line_and_one_that_nobody_called_nowhere() -> None:
    lines = phone_lines(ENTRY.phones, "en")
    assert lines == ["-# Intake · Spanish · ext. 7", "312\\-555\\-0100"]
    assert lines[1] in text(page()).splitlines()
    assert "0199" not in text(page())


def test_hours_that_nobody_knows_are_said_to_be_unknown() -> None:
    bare = replace(ENTRY, locations=(replace(PLACE, schedules=()),))
    assert "Hours not known" in text(page(bare))
    words = replace(PLACE, schedules=(Schedule(description="By appointment"),))
    seen = text(page(replace(ENTRY, locations=(words,))))
    assert "By appointment" in seen
    assert "Open now" not in seen


def test_when_it_opens_is_also_said_in_the_readers_own_time() -> None:
    evening = datetime(2026, 11, 25, 1, 0, tzinfo=UTC)
    seen = text(entry_screen(EntryView(ENTRY, 7), now=evening, language="en", in_server=True))
    at = int(datetime(2026, 11, 25, 15, 0, tzinfo=UTC).timestamp())
    assert f"**Closed now · opens tomorrow 9 am** (<t:{at}:R>)" in seen


def test_a_confidential_address_is_never_shown_and_how_to_ask_is() -> None:
    hidden = replace(PLACE, confidential=True)
    for part in (None, Part("place", 0)):
        seen = text(page(replace(ENTRY, locations=(hidden,)), part=part))
        assert "The address is confidential. Ask them for it." in seen
        assert not [word for word in ("Example St", "2nd floor", "60608", "Bus 9") if word in seen]
    two = page(replace(ENTRY, locations=(hidden, PLACE)))
    assert options(two, "entry:place:7")[0].get("description") is None


def test_each_facility_of_a_visiting_programme_has_its_page() -> None:
    seen = page(VISITING)
    assert "Rule" not in text(seen)
    assert [o["value"] for o in options(seen, "entry:place:7")][:2] == ["0", "1"]
    facility = text(page(VISITING, part=Part("place", 3)))
    assert in_order(
        facility, "## Facility 3", "Place of Visitors", "Write to us.", "Open now until 5 pm",
        "Town, TX", "Rule 3.",
    )  # fmt: skip
    assert "entry:back:7" in [c.get("custom_id") for c in components(page(part=Part("place", 0)))]


def test_every_one_of_many_places_can_be_reached() -> None:
    first, reached = 0, list[str]()
    for _ in range(3):
        *shown, more = options(page(VISITING, first=first), "entry:place:7")
        reached += [option["value"] for option in shown]
        first = int(more["value"].removeprefix("from"))
    assert reached == [str(n) for n in range(60)]
    assert first == 0
    few = replace(VISITING, locations=FACILITIES[:25])
    assert len(options(page(few), "entry:place:7")) == 25


def test_a_part_that_is_gone_is_said_to_be_gone() -> None:
    for part in (Part("place", 1), Part("service", 9)):
        with pytest.raises(NotFound):
            page(part=part)


def test_a_service_says_where_it_is_to_be_had_and_that_it_is_paused() -> None:
    paused = replace(SERVICE, status="temporarily closed")
    seen = text(page(replace(ENTRY, services=(paused, SERVICE)), part=Part("service", 0)))
    assert in_order(seen, "## Legal clinic", "Service of Example Center", "paused", "12 Example")
    assert "paused" not in text(page())


def test_outside_a_server_nothing_is_to_be_shared_or_reported() -> None:
    ids = [c["custom_id"] for c in components(page(in_server=False)) if c.get("custom_id")]
    assert ids == []
    ids = [c["custom_id"] for c in components(page()) if c.get("custom_id")]
    assert ids == ["find:share:7", "find:wrong:7"]


def test_where_nothing_is_known_that_is_said() -> None:
    assert "We know no phone" in text(page(Entry("x", "X", "charity")))


def test_only_prose_gives_way_where_a_page_is_too_long() -> None:
    blocks = [Prose("a" * 50), "n" * 40, Prose("b" * 10), Prose("c" * 100)]
    seen = within(blocks, 100)
    assert seen[1] == "n" * 40
    assert seen[2] == "b" * 10
    assert len(seen[0]) == len(seen[3]) == 25
    assert sum(map(len, seen)) <= 100
    assert within(["", "x"], 100) == ["x"]

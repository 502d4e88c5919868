"""The public page from values: what it says of each event, and that nothing typed comes alive."""

from __future__ import annotations

import os
import re
from dataclasses import replace
from datetime import datetime
from html.parser import HTMLParser
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.event import Kind, Status
from bot.i18n import languages
from bot.web.page_asked import Asked, Month, asked_of, spoken
from bot.web.page_html import calendar_html, style_sheet
from tests.web.paging import a_month, coming, event, html, page

DECEMBER = Month(2026, 12)
NASTY = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "'); DROP TABLE event;--",
    "{{ 7 * 7 }}{% raw %}",
    "\u202egnikaerb\u2066 \u200b order \x00\x1b",
    "W" * 100,
    "& < > \" ' ` =",
)


class Seen(HTMLParser):
    """What a browser makes of it: tags with their attributes, and the text."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.names: set[str] = set()
        self.links: list[str] = []
        self.ids: list[str] = []
        self.text = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.names |= {name for name, _ in attrs}
        given_ = dict(attrs)
        self.links += [value for name in ("href", "action", "src") if (value := given_.get(name))]
        self.ids += [value for value in [given_.get("id")] if value]

    def handle_data(self, data: str) -> None:
        self.text += data


def test_a_card_says_when_in_its_own_zone_where_and_by_whom() -> None:
    (card,) = page([coming()]).sections[0].cards
    assert card.when.words == "Friday, December 4, 2026, 6 pm to 7:30 pm"
    assert card.when.machine == "2026-12-04T18:00-05:00"
    assert (card.zone, card.place, card.host) == (
        "Eastern Time",
        "Boston, MA",
        "Neighbors Together",
    )
    assert card.about == ("We stand together for an hour.", "Bring a candle and a friend.")
    assert card.link_host == "example.org"
    (spanish,) = page([coming()], language="es").sections[0].cards
    assert spanish.when.words == "Viernes, 4 de diciembre de 2026, de 18:00 a 19:30"


@pytest.mark.parametrize(
    ("changes", "of_time", "said"),
    [
        ({"status": Status.CANCELLED}, {}, "Cancelled. It will not take place."),
        ({}, {"cancelled": True}, "This date is cancelled."),
        ({"status": Status.POSTPONED}, {}, "Put off. There is no new date yet."),
    ],
)
def test_what_is_off_is_said_in_words_first_and_can_be_added_to_no_calendar(
    changes: dict[str, object], of_time: dict[str, object], said: str
) -> None:
    found = [coming(event(**changes), **of_time)]
    (card,) = page(found).sections[0].cards
    assert (card.status, card.links, card.when.off) == (said, None, True)
    shown = html(found)
    assert shown.index(said) < shown.index("Candles for our neighbors</h3>")


def test_a_series_is_one_card_with_its_next_dates() -> None:
    found = page(a_month())
    meeting = next(c for s in found.sections for c in s.cards if c.title == "Tuesday meeting")
    assert meeting.repeats == "Repeats: every Tuesday"
    assert [when.words for when in meeting.after][:2] == [
        "Tuesday, December 8, 2026",
        "Tuesday, December 15, 2026: cancelled",
    ]
    assert (len(meeting.after), meeting.more) == (6, "and 3 more dates")


def test_a_day_from_midnight_to_midnight_is_all_day_in_whatever_zone() -> None:
    day = event(
        kind=Kind.DAY_OF_ACTION,
        local_start=datetime.fromisoformat("2026-12-10T00:00"),
        minutes=1440,
    )
    (card,) = page([coming(day)]).sections[0].cards
    assert card.when.words == "Thursday, December 10, 2026, all day"
    (card,) = page([coming(replace(day, minutes=2880))]).sections[0].cards
    assert card.when.words == "Thursday, December 10, 2026, to Friday, December 11, 2026, all day"


def test_a_month_stands_on_the_days_of_the_place_and_leads_on_where_it_is_empty() -> None:
    late = event(9, zone="Pacific/Honolulu", local_start=datetime.fromisoformat("2026-12-31T20:00"))
    found = [*a_month(), coming(late)]
    december = page(found, Asked(DECEMBER))
    assert december.month is not None
    days = {day.number: day for week in december.month.weeks for day in week if day.number}
    assert [entry.title for entry in days[31].entries] == [late.title]
    assert [entry.status for entry in days[15].entries] == ["Cancelled:", "Put off:"]
    assert december.month.before is not None
    assert december.month.before.value == "/calendar/neighbors/2026-11"
    empty = page(found, Asked(Month(2027, 6)))
    assert empty.empty == "Nothing is planned for this month."
    assert empty.next_event is not None
    assert empty.next_event.value == "/calendar/neighbors/2026-12"
    nothing = page([])
    assert nothing.empty.startswith("Nothing is planned yet.")
    assert (nothing.next_event, nothing.sections) == (None, [])


def test_the_filter_keeps_what_was_asked_for_and_offers_what_there_is() -> None:
    found = page(a_month(), Asked(kind=Kind.MEETING, place="boston, ma", language="en"))
    assert [card.title for section in found.sections for card in section.cards] == [
        "Tuesday meeting"
    ]
    assert [each.name for each in found.places if each.chosen] == ["Boston, MA"]
    assert "Chicago, IL" in [each.name for each in found.places]
    assert "Vigil" in [each.name for each in found.kinds]
    assert found.everything == "/calendar/neighbors?lang=en"
    none = page(a_month(), Asked(place="Nowhere"))
    assert none.empty.startswith("Nothing here fits")


def test_the_language_is_the_addresss_then_the_browsers_then_the_servers() -> None:
    assert spoken(asked_of({"lang": "es"}), "en", "en") == "es"
    assert spoken(asked_of({"lang": "xx"}), "fr, es-MX;q=0.8", "en") == "es"
    assert spoken(asked_of({}), "", "es") == "es"


@pytest.mark.parametrize("asked", [Asked(), Asked(DECEMBER)], ids=["list", "month"])
@pytest.mark.parametrize("language", languages())
def test_every_page_reads_in_order_and_names_its_parts(language: str, asked: Asked) -> None:
    text = html(a_month(), asked, language)
    seen = Seen(text)
    assert text.startswith(f'<!doctype html>\n<html lang="{language}">')
    headings = [int(tag[1]) for tag in seen.tags if tag[0] == "h" and tag[1:].isdigit()]
    assert headings[0] == 1
    assert headings.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(headings))
    assert len(seen.ids) == len(set(seen.ids))
    inside = [link[1:] for link in seen.links if link.startswith("#")]
    assert set(inside) <= set(seen.ids)
    assert "main" in inside
    assert {"script", "style", "iframe", "img"} & set(seen.tags) == set()
    assert not [name for name in seen.names if name.startswith("on") or name == "style"]
    assert "4711" not in text  # how many come


_LARGE = int(os.environ.get("PAGE_EXAMPLES", "0"))


@settings(max_examples=_LARGE or 25, deadline=None)
@given(
    st.one_of(st.sampled_from(NASTY), st.text(max_size=100)),
    st.sampled_from([Asked(), Asked(DECEMBER)]),
)
def test_nothing_that_people_type_comes_alive(typed: str, asked: Asked) -> None:
    """The page has the same parts as where harmless words stand in the same fields."""

    def drawn(text: str) -> Seen:
        changed = event(
            title=text, host=text, place=text, address=text, contact=text, notes=text, about=text
        )
        return Seen(calendar_html(page([coming(changed)], asked, name=text)))

    calm, seen = drawn("calm"), drawn(typed if typed.strip() else "calm")
    assert {"script", "img"} & set(seen.tags) == set()
    assert seen.names <= calm.names
    assert all(link.startswith(("/", "#", "https:", "webcal:", "data:")) for link in seen.links)
    assert not any(mark in seen.text for mark in "\u202e\u2066\u200b\x00\x1b")


@pytest.mark.parametrize("link", ["javascript:alert(1)", "https://known.example@other.example", ""])
def test_an_address_that_hides_where_it_leads_is_no_link(link: str) -> None:
    (card,) = page([coming(event(link=link))]).sections[0].cards
    assert card.link == ""


def _contrast(one: str, other: str) -> float:
    def light(colour: str) -> float:
        parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
        r, g, b = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
        return 0.2126 * r + 0.7152 * g + 0.0722 * b

    low, high = sorted((light(one), light(other)))
    return (high + 0.05) / (low + 0.05)


def test_every_text_stands_out_from_what_is_behind_it_in_light_and_dark() -> None:
    sheet = style_sheet().decode()
    roots = re.findall(r":root \{([^}]*)\}", sheet)[:2]
    assert len(roots) == 2
    for root in roots:
        colours = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6})", root))
        for ink in ("ink", "soft", "act", "off"):
            for paper in ("paper", "card"):
                assert _contrast(colours[ink], colours[paper]) >= 4.5, (ink, paper)
        assert _contrast(colours["on-act"], colours["act"]) >= 4.5

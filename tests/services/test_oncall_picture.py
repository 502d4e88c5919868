"""The week on call as a picture: the same of the same, and its words name every gap."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.domain.oncall import FUNCTIONS, OnCallNeed, Window, gaps
from bot.i18n import languages, t
from bot.services.oncall import AHEAD_DAYS, Week
from bot.services.oncall_picture import MOST_ALT, Band, alt_text, bands, draw_week, say_gap
from tests.conftest import NOW

ZONE = "America/Chicago"
EVERY_DAY = frozenset(range(7))
NIGHT = OnCallNeed("hotline", EVERY_DAY, 20 * 60, 8 * 60, 2)
DAY = OnCallNeed("rides", frozenset({1, 3}), 9 * 60, 17 * 60)


def week_of(needs: list[OnCallNeed], windows: list[Window], zone: str = ZONE) -> Week:
    found = gaps(needs, windows, now=NOW, days=AHEAD_DAYS, zone=zone)
    return Week(windows, needs, found, NOW, zone)


def on(number: int, function: str, begin: int, end: int) -> Window:
    """`number` is on from so many hours to so many hours after now (9 am there, a Monday)."""
    return Window(
        number, number, function, NOW + timedelta(hours=begin), NOW + timedelta(hours=end)
    )


@pytest.mark.parametrize("language", languages())
def test_the_same_week_is_the_same_picture_and_another_another(language: str) -> None:
    open_, covered = week_of([NIGHT, DAY], []), week_of([NIGHT, DAY], [on(1, "rides", 24, 32)])
    first = draw_week(open_, language)
    assert first.png.startswith(b"\x89PNG\r\n")
    assert first == draw_week(open_, language)
    assert first.png != draw_week(covered, language).png
    assert len(first.png) < 1_000_000


@pytest.mark.parametrize("language", languages())
def test_the_words_name_every_gap(language: str) -> None:
    week = week_of([NIGHT, DAY], [on(1, "rides", 26, 30), on(2, "hotline", 11, 23)])
    alt = draw_week(week, language).alt
    assert len(week.gaps) == 10
    for gap in week.gaps:
        assert say_gap(gap, ZONE, language) in alt
    for function in ("hotline", "rides"):
        assert alt.count(t(f"on_call.function.{function}", language)) == 1
    assert len(alt) <= MOST_ALT


def test_the_words_are_by_the_clocks_of_the_server() -> None:
    week = week_of([DAY], [on(1, "rides", 24, 28)])
    assert alt_text(week, "en") == (
        "On call: the week from Nov 23, 2026. Gaps: Rides: Tue 24, 1 pm to 5 pm; "
        "Thu 26, 9 am to 5 pm."
    )
    assert alt_text(week_of([DAY], [on(1, "rides", 0, 168)]), "es") == (
        "De guardia: la semana del 23 nov 2026. Sin huecos: todo lo que hace falta está cubierto."
    )


@pytest.mark.parametrize("language", languages())
def test_more_gaps_than_there_is_room_for_are_counted(language: str) -> None:
    needs = [replace(NIGHT, function=function) for function in FUNCTIONS]
    windows = [
        replace(on(day * 10 + each, function, day * 24 + each + 11, day * 24 + each + 12))
        for function in FUNCTIONS
        for day in range(7)
        for each in (1, 4)
    ]
    alt = alt_text(week_of(needs, windows), language)
    assert 900 < len(alt) <= MOST_ALT
    named = sum(alt.count(said) for said in (" a ", " to "))
    rest = len(week_of(needs, windows).gaps)
    assert named > 20
    assert any(t("on_call.more_gaps", language, count=n) in alt for n in range(1, rest))


def test_a_day_has_a_band_for_each_part_of_it() -> None:
    week = week_of([NIGHT], [on(1, "hotline", 11, 14), on(2, "hotline", 12, 14)])
    today, tomorrow = date(2026, 11, 23), date(2026, 11, 24)
    assert bands(week, NIGHT, today) == [
        Band(20 * 60, 21 * 60, "few"),
        Band(21 * 60, 23 * 60, "covered"),
        Band(23 * 60, 24 * 60, "nobody"),
    ]
    assert bands(week, NIGHT, tomorrow) == [
        Band(0, 8 * 60, "nobody"),
        Band(20 * 60, 24 * 60, "nobody"),
    ]


def test_what_is_over_today_is_no_gap() -> None:
    whole = OnCallNeed("legal", EVERY_DAY, 0, 0)
    assert bands(week_of([whole], []), whole, date(2026, 11, 23)) == [Band(9 * 60, 1440, "nobody")]


def test_the_longest_day_of_the_year_still_ends_at_midnight() -> None:
    autumn = NOW.replace(year=2026, month=10, day=31)
    whole = OnCallNeed("legal", EVERY_DAY, 0, 0)
    found = gaps([whole], [], now=autumn, days=AHEAD_DAYS, zone=ZONE)
    week = Week([], [whole], found, autumn, ZONE)
    assert bands(week, whole, date(2026, 11, 1)) == [Band(0, 1440, "nobody")]
    assert autumn.astimezone(ZoneInfo(ZONE)).utcoffset() == timedelta(hours=-5)

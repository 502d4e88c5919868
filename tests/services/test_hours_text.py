"""Hours in words, in both languages, and what editors type: never guessed, read back the same."""
# ruff: noqa: RUF001 - the dashes are those that readers see

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.entry import Freq, Schedule
from bot.domain.errors import BadInput
from bot.domain.weekdays import WEEKDAYS
from bot.i18n import languages, t
from bot.services.hours_text import hours_lines
from bot.services.hours_typed import MAX_HOURS, parse_hours


def both(*schedules: Schedule) -> list[list[str]]:
    return [hours_lines(schedules, language) for language in ("en", "es")]


def read(text: str) -> list[str]:
    """What an English reader sees of what was typed."""
    return hours_lines(parse_hours(text), "en")


def weekly(days: str, opens_at: int, closes_at: int) -> Schedule:
    return Schedule(tuple(days.split()), opens_at * 60, closes_at * 60, Freq.WEEKLY)


# --- in words -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("schedule", "english", "spanish"),
    [
        (weekly("MO TU WE TH FR", 9, 17), "Mon–Fri 9 am–5 pm", "Lun a vie, 9:00 a 17:00 h"),
        (weekly("SA SU", 0, 0), "Sat, Sun 24 hours", "Sáb, dom, 24 horas"),
        (weekly("FR", 22, 2), "Fri 10 pm–2 am", "Vie, 22:00 a 2:00 h"),
        (weekly("FR", 9, 24), "Fri 9 am–midnight", "Vie, 9:00 a 24:00 h"),
        (weekly("FR", 9, 5), "Fri 9 am–5 am the next day",
         "Vie, 9:00 a 5:00 h del día siguiente"),
        (Schedule(opens_at=510, closes_at=720), "Every day 8:30 am–noon",
         "Todos los días, 8:30 a 12:00 h"),
        (Schedule(("2TU", "-1SU"), 1080, 1200, Freq.MONTHLY),
         "Second Tuesday, last Sunday of the month 6 pm–8 pm",
         "Segundo martes, último domingo del mes, 18:00 a 20:00 h"),
        (Schedule((), 540, 720, Freq.MONTHLY, bymonthday=(1, -1)),
         "Days 1, last of the month 9 am–noon", "Días 1, último del mes, 9:00 a 12:00 h"),
        (Schedule((), 540, 720, dtstart=date(2026, 12, 24)),
         "On Dec 24, 2026 9 am–noon", "El 24 dic 2026, 9:00 a 12:00 h"),
        (Schedule(("MO",), 540, 720, interval=2, dtstart=date(2026, 12, 7),
                  valid_to=date(2027, 3, 1), description="ring twice"),
         "Mon 9 am–noon, every 2 weeks, starting Dec 7, 2026, until Mar 1, 2027 (ring twice)",
         "Lun, 9:00 a 12:00 h, cada 2 semanas, a partir del 7 dic 2026, hasta el 1 mar 2027 "
         "(ring twice)"),
        (Schedule(description="By appointment"), "By appointment", "By appointment"),
        (Schedule(("MO",)), "Mon: hours not known", "Lun: horario no disponible"),
        (Schedule(("2MO",), 540, 720, Freq.WEEKLY), "9 am–noon on some days",
         "9:00 a 12:00 h algunos días"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)  # fmt: skip
def test_a_schedule_in_words(schedule: Schedule, english: str, spanish: str) -> None:
    assert both(schedule) == [[english], [spanish]]


def test_hours_of_the_same_days_share_a_line_and_no_hours_have_none() -> None:
    morning, noon = weekly("MO TU", 9, 12), weekly("MO TU", 13, 17)
    assert both(morning, noon)[0] == ["Mon, Tue 9 am–noon, 1 pm–5 pm"]
    assert both() == [[], []]
    assert both(Schedule()) == [[], []]


# --- as typed -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "seen"),
    [
        ("Mon-Fri 9-5", ["Mon–Fri 9 am–5 pm"]),
        ("M–F 9:00am to 5:30pm; Sat 10-1", ["Mon–Fri 9 am–5:30 pm", "Sat 10 am–1 pm"]),
        ("lunes a viernes de 9 a 17 h, sáb 10-13", ["Mon–Fri 9 am–5 pm", "Sat 10 am–1 pm"]),
        ("de lunes a viernes de 9:00 a. m. a 5:00 p. m.", ["Mon–Fri 9 am–5 pm"]),
        ("L-V 9-5", ["Mon–Fri 9 am–5 pm"]),
        ("24/7", ["Every day 24 hours"]),
        ("daily 8-20", ["Every day 8 am–8 pm"]),
        ("todos los días de 8 de la mañana a 8 de la noche", ["Every day 8 am–8 pm"]),
        ("daily 9-5, closed Sunday", ["Mon–Sat 9 am–5 pm"]),
        ("lun a dom 9-17\ncerrado domingo", ["Mon–Sat 9 am–5 pm"]),
        ("cerrado domingo", ["cerrado domingo"]),
        ("2nd Tuesday 6-8pm", ["Second Tuesday of the month 6 pm–8 pm"]),
        ("1st and 3rd Wed of the month 18-20",
         ["First Wednesday, third Wednesday of the month 6 pm–8 pm"]),
        ("último domingo de cada mes 10-13", ["Last Sunday of the month 10 am–1 pm"]),
        ("by appointment", ["by appointment"]),
        ("Mon 9-5 by appointment only", ["Mon 9 am–5 pm (by appointment only)"]),
        ("Mon-Fri 9-5, closed holidays", ["Mon–Fri 9 am–5 pm (closed holidays)"]),
        ("Office: Mon 10am-2", ["Mon 10 am–2 pm (Office)"]),
        ("Mo-Fr 08:00-12:00,13:00-17:00; Sa off", ["Mon–Fri 8 am–noon, 1 pm–5 pm"]),
        ("Mon-Fri 9-12, 1-5", ["Mon–Fri 9 am–noon, 1 pm–5 pm"]),
        ("9-5 Mon-Fri", ["Mon–Fri 9 am–5 pm"]),
        ("Fri-Mon 12-4", ["Mon, Fri–Sun noon–4 pm"]),
        ("lun 9 am - 12 m", ["Mon 9 am–noon"]),
        ("from Jan 1, 2026 to Mar 3, 2026 Mon 9-5",
         ["Mon 9 am–5 pm, from Jan 1, 2026, until Mar 3, 2026"]),
        ("(call 24 hours ahead)", ["(call 24 hours ahead)"]),
        ("Call 312-555-0100", ["Call 312-555-0100"]),
        ("", []),
        (" ; \n ", []),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)  # fmt: skip
def test_what_editors_type_is_understood(typed: str, seen: list[str]) -> None:
    assert read(typed) == seen


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("Tue 6-8", "ambiguous_time"),
        ("Fri 2-6", "ambiguous_time"),
        ("Mon 09:00-05:00", "ambiguous_time"),
        ("Mon 9am-5am", "ambiguous_time"),
        ("Mon 25-26", "ambiguous_time"),
        ("Mon 9:75-17", "ambiguous_time"),
        ("L, M, X 9-5", "ambiguous_day"),
        ("Satt 10-1", "not_understood"),
        ("Mon 9-5 Satt 10-1", "not_understood"),
        ("call 24 hours ahead", "not_understood"),
        ("9-5", "no_days"),
        ("Mon", "no_times"),
        ("Mon 9", "no_times"),
        ("Mon 9-5, every 2 weeks", "no_start"),
        ("x" * (MAX_HOURS + 1), "too_long"),
    ],
)
def test_what_could_mean_two_things_is_asked_back_with_an_example(typed: str, why: str) -> None:
    with pytest.raises(BadInput) as caught:
        parse_hours(typed)
    assert caught.value.key == f"hours.{why}"
    for language in languages():
        said = t(caught.value.key, language, **caught.value.params)
        assert why == "too_long" or "9" in said or "6" in said, said


def test_the_examples_that_the_sentences_give_can_be_read() -> None:
    for language in languages():
        for why in ("ambiguous_time", "ambiguous_day", "not_understood", "no_days", "no_times"):
            said = t(f"hours.{why}", language, words="x")
            assert parse_hours(said.rpartition(": ")[2]), said
        example = t("hours.no_start", language).rpartition(": ")[2]
        assert parse_hours(example)[0].interval == 2


def test_what_is_quoted_back_cannot_come_alive() -> None:
    with pytest.raises(BadInput) as caught:
        parse_hours("**[x](https://evil.example)** <@1> 9-5 Mon 10-1")
    assert not set("*[]()<>@/_`") & set(caught.value.params["words"])


# --- there and back -------------------------------------------------------------------------

minutes = st.integers(0, 1439)
days_to_come = st.none() | st.dates(date(2024, 1, 1), date(2030, 12, 31))
notes = st.sampled_from(
    ["", "", "", "by appointment", "con cita", "ask for Intake (2nd floor)", "call 24 hours ahead",
     "Mon 9-5", "bring an ID; no fee", ":)", "Días festivos"]
)  # fmt: skip


def _ordered(days: set[str]) -> tuple[str, ...]:
    """As they stand in a week, those of a month by their number."""

    def place(code: str) -> tuple[int, int]:
        number = int(code[:-2] or 0)
        return (number if number >= 0 else 10 + number, WEEKDAYS.index(code[-2:]))

    return tuple(sorted(days, key=place))


@st.composite
def written(draw: st.DrawFn) -> Schedule:
    """Schedules as the parser makes them, of every form that it knows."""
    opens_at, closes_at = draw(minutes), draw(minutes)
    if opens_at == closes_at:
        opens_at = closes_at = 0
    fixed = {"opens_at": opens_at, "closes_at": closes_at}
    form = draw(st.sampled_from(["week", "nth", "days", "once", "note"]))
    if form == "note":
        return Schedule(description=draw(notes.filter(lambda note: note and note != ":)")))
    if form == "once":
        on = draw(st.dates(date(2024, 1, 1), date(2030, 12, 31)))
        return Schedule(dtstart=on, **fixed)
    note = draw(notes.filter(lambda note: note != ":)"))
    dtstart = draw(days_to_come)
    limits = {
        "dtstart": dtstart,
        "interval": draw(st.none() | st.integers(2, 6)) if dtstart else None,
        "count": draw(st.none() | st.integers(1, 99)) if dtstart else None,
        "until": draw(days_to_come),
        "valid_from": draw(days_to_come),
        "valid_to": draw(days_to_come),
        "description": note,
    }
    if form == "week":
        days = draw(st.sets(st.sampled_from(WEEKDAYS), min_size=1))
        return Schedule(_ordered(days), freq=Freq.WEEKLY, **fixed, **limits)
    if form == "nth":
        numbered = st.builds(
            "{}{}".format, st.sampled_from([1, 2, 3, 4, 5, -1, -2, -3, -4, -5]),
            st.sampled_from(WEEKDAYS),
        )  # fmt: skip
        days = draw(st.sets(numbered, min_size=1, max_size=4))
        return Schedule(_ordered(days), freq=Freq.MONTHLY, **fixed, **limits)
    numbers = draw(st.lists(st.integers(1, 31) | st.just(-1), min_size=1, max_size=5, unique=True))
    return Schedule(bymonthday=tuple(numbers), freq=Freq.MONTHLY, **fixed, **limits)


@pytest.mark.parametrize("language", languages())
@settings(max_examples=150, deadline=None)
@given(schedules=st.lists(written(), max_size=4).map(tuple))
def test_what_is_shown_can_be_typed_in_again(
    language: str, schedules: tuple[Schedule, ...]
) -> None:
    assert parse_hours("\n".join(hours_lines(schedules, language))) == schedules


@settings(max_examples=150, deadline=None)
@given(text=st.text(max_size=60) | st.lists(
    st.sampled_from([*"0159-,;:()", "Mon", "lun", " a ", "am", "pm", "2nd", " of the month",
                     "closed", "24 h", "cada 2 semanas", "from", "hasta", "Jan 5, 2026", " "]),
    max_size=12,
).map("".join))  # fmt: skip
def test_whatever_is_typed_is_read_or_refused_and_then_stays_what_it_is(text: str) -> None:
    try:
        once = parse_hours(text)
    except BadInput:
        return
    for language in languages():
        lines = "\n".join(hours_lines(once, language))
        assert [replace(s, description="") for s in parse_hours(lines)] == [
            replace(s, description="") for s in once
        ]

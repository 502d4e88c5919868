"""What a form of a shift shows is read back as just that; what can't be read is said."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.domain.errors import BadInput
from bot.domain.shift import Role, RoleName, ShiftDraft, ShiftKind
from bot.domain.shift_check import LONGEST_ROLE, MOST_PLACES, MOST_ROLES
from bot.i18n import languages
from bot.services.event_forms import touched
from bot.services.event_typed import WhichTime
from bot.services.language_names import COMMON
from bot.services.shift_forms import (
    changes_of,
    must_be_told,
    new_draft,
    read_day,
    series_rule,
    texts_of,
)
from bot.services.shift_roles import read_roles, say_roles
from tests.conftest import NOW

ZONE = "America/New_York"
COURT = ShiftDraft(
    kind=ShiftKind.COURT,
    title="Court",
    zone=ZONE,
    local_start=datetime.fromisoformat("2026-12-01T08:30"),
    minutes=210,
    roles=(Role("observer", 2), Role("interpreter", 1, "es")),
    place="Boston, MA",
    address="Room 320",
)

_own_names = st.text("abcdefghijñé 0123456789'/", min_size=1, max_size=LONGEST_ROLE).filter(
    lambda name: name == " ".join(name.split()) and not read_roles(f"{name} 1")[0].language
)
_roles = st.one_of(
    st.builds(
        Role,
        st.sampled_from([name.value for name in RoleName if name != RoleName.INTERPRETER]),
        st.integers(1, MOST_PLACES),
    ),
    st.builds(
        Role,
        st.just(RoleName.INTERPRETER.value),
        st.integers(1, MOST_PLACES),
        st.sampled_from(["", *COMMON, "pl", "de"]),
    ),
    st.builds(
        lambda name, places: Role(read_roles(f"{name} 1")[0].name, places),
        _own_names,
        st.integers(1, MOST_PLACES),
    ),
)
_all_roles = st.lists(
    _roles,
    min_size=1,
    max_size=MOST_ROLES,
    unique_by=lambda role: (role.name.casefold(), role.language),
)


@given(_all_roles, st.sampled_from(languages()))
@example([Role("Post 7", 3), Role("2nd car", 1), Role("interpreter", 2, "kek")], "es")
def test_roles_are_read_back_as_they_are_shown(roles: list[Role], language: str) -> None:
    assert read_roles(say_roles(roles, language)) == tuple(roles)


@given(st.text(max_size=200))
def test_whatever_is_typed_is_roles_or_refused_with_a_sentence(text: str) -> None:
    try:
        roles = read_roles(text)
    except BadInput:
        return
    for language in languages():
        assert read_roles(say_roles(roles, language)) == roles


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("Observer 5\nInterpreter Spanish 1\nDriver 2", "observer 5, interpreter/es 1, driver 2"),
        ("Observadora: 5\n\nIntérprete de español 1", "observer 5, interpreter/es 1"),
        ("3 observers\n2 \u00d7 choferes", "observer 3, driver 2"),
        ("Spanish interpreter 1; driver - 2", "interpreter/es 1, driver 2"),
        ("Haitian Creole interpreter 1", "interpreter/ht 1"),
        ("intérprete criollo haitiano (2)", "interpreter/ht 2"),
        ("Seat 3, Greeter at the door 2", "seat 3, Greeter at the door 2"),
        ("Interpreter for the court 1", "Interpreter for the court 1"),
        ("Door, back 2", "Door, back 2"),
    ],
)
def test_roles_are_read_as_people_write_them(typed: str, meant: str) -> None:
    read = [
        f"{r.name}{'/' + r.language if r.language else ''} {r.capacity}" for r in read_roles(typed)
    ]
    assert ", ".join(read) == meant


@pytest.mark.parametrize(
    ("typed", "key", "line"),
    [
        ("Observer 5\nDriver", "role_no_number", "Driver"),
        ("Driver many", "role_no_number", "Driver many"),
        ("Driver 0", "role_capacity", "Driver 0"),
        (f"Driver {10**30}", "role_capacity", f"Driver {10**30}"),
        ("Driver 1\nchofer 2", "role_twice", "chofer 2"),
        ("<@123456> 2", "role_name", "123456 2"),
        ("x" * 99 + " 2", "role_name", "x" * 60 + "…"),
    ],
)
def test_a_line_that_cannot_be_read_is_named(typed: str, key: str, line: str) -> None:
    with pytest.raises(BadInput) as refused:
        read_roles(typed)
    assert refused.value.key == f"shift_plan.{key}"
    assert refused.value.params["line"].replace("@", "") == line


@given(
    st.integers(0, 4 * 24 * 300),
    st.integers(1, 24 * 60),
    _all_roles,
    st.one_of(st.none(), st.integers(1, 50)),
    st.integers(0, 14 * 24 * 60),
    st.sampled_from(languages()),
)
def test_a_draft_is_read_back_from_its_texts(
    quarter: int, minutes: int, roles: list[Role], limit: int | None, withdraw: int, language: str
) -> None:
    draft = replace(
        COURT,
        local_start=datetime.fromisoformat("2026-11-25T00:00") + timedelta(minutes=15 * quarter),
        minutes=minutes,
        roles=tuple(roles),
        weekly_limit=limit,
        withdraw_minutes=withdraw,
    )
    shown = texts_of(draft, now=NOW, language=language)
    assert touched(shown, shown) == {}
    try:
        changes = changes_of(COURT, shown, now=NOW, language=language)
    except WhichTime:
        return  # the clocks are changed then: asked, never guessed
    assert replace(COURT, **changes.fields) == draft


def test_newcomers_come_first_for_so_many_hours() -> None:
    read = changes_of(COURT, {"newcomers": "24"}, now=NOW, language="en").fields
    until = read["newcomers_until"]
    assert until == NOW + timedelta(hours=24)
    draft = replace(COURT, newcomers_until=until)
    later = NOW + timedelta(hours=5, minutes=30)
    assert texts_of(draft, now=later, language="en")["newcomers"] == "19"
    assert texts_of(draft, now=until, language="en")["newcomers"] == ""
    for text, key in (("soon", "newcomers_unread"), ("9999", "newcomers_long")):
        with pytest.raises(BadInput, match=key):
            changes_of(COURT, {"newcomers": text}, now=NOW, language="en")


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"title": "x"}, False),
        ({"place": "Boston, MA"}, False),
        ({"place": "Salem, MA"}, True),
        ({"minutes": 60}, True),
        ({"roles": ()}, False),
    ],
)
def test_of_which_changes_people_are_told(fields: dict[str, object], *, told: bool) -> None:
    assert must_be_told(COURT, fields) is told


def test_a_new_one_has_what_is_usual_for_its_kind() -> None:
    typed = {"title": "x", "when": "December 1, 8:30 am to noon", "roles": "Driver 1"}
    for kind, watched in ((ShiftKind.RIDE, True), (ShiftKind.HOTLINE, False)):
        draft, said = new_draft(
            kind, typed, occurrence=3, lead_id=7, now=NOW, zone=ZONE, language="en", fold=None
        )
        assert (draft.field, draft.lead_id, draft.occurrence) == (watched, 7, 3)
        assert draft.minutes == 210
        assert said


def test_a_rule_with_more_dates_than_a_series_may_have_is_refused() -> None:
    assert series_rule(COURT, "every Tuesday, 500 times", "en") == "FREQ=WEEKLY;BYDAY=TU;COUNT=500"
    with pytest.raises(BadInput) as refused:
        series_rule(COURT, "cada martes, 501 veces", "es")
    assert refused.value.key == "shift_plan.many_dates"


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("2026-12-05", date(2026, 12, 5)),
        ("December 5", date(2026, 12, 5)),
        ("5 de diciembre", date(2026, 12, 5)),
        ("tomorrow", date(2026, 11, 24)),
        ("hoy", date(2026, 11, 23)),
    ],
)
def test_a_day_is_read(typed: str, day: date) -> None:
    assert read_day(typed, now=NOW, zone=ZONE, language="en") == day


def test_a_day_that_may_be_several_is_asked_back() -> None:
    with pytest.raises(WhichTime) as which:
        read_day("next Tuesday", now=NOW, zone=ZONE, language="en")
    assert [each.text for each in which.value.choices] == ["2026-11-24", "2026-12-01"]
    assert which.value.choices[0].name == "Tuesday, November 24, 2026"
    with pytest.raises(BadInput):
        read_day("some day", now=datetime(2026, 11, 23, tzinfo=UTC), zone=ZONE, language="en")

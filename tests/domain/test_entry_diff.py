"""What changed between two versions of an entry, as an editor is shown it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given

from bot.domain.entry import Entry, Location, Phone, Schedule, Service
from bot.domain.entry_diff import FIELDS, Difference, differences
from bot.domain.organization import Scope
from tests.services.lists.strategies import MANY, entries

PLAIN = Entry("a", "A", "other")
OPEN = Schedule(("MO", "TU"), 540, 1020)


@given(entries(), entries())
@MANY
def test_differences_are_of_known_fields_and_turn_round_with_the_versions(
    one: Entry, other: Entry
) -> None:
    assert differences(one, one) == []
    assert differences(None, None) == []
    found = differences(one, other)
    assert {each.field.partition(".")[0] for each in found} <= FIELDS
    assert all(each.before != each.after for each in found)
    back = [Difference(d.part, d.field, d.after, d.before) for d in differences(other, one)]
    assert sorted(found, key=repr) == sorted(back, key=repr)
    assert all(each.before == "" for each in differences(None, other))
    assert all(each.after == "" for each in differences(one, None))


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ({}, {"name": "B"}, Difference("", "name", "A", "B")),
        ({}, {"scope": Scope.CITY}, Difference("", "scope", "not stated", "city")),
        ({"states": ("IL",)}, {"states": ("IL", "WI")},
         Difference("", "states", "IL", "IL, WI")),
        ({"website": "https://a.org"}, {"website": None},
         Difference("", "website", "https://a.org", "")),
        ({"what": {"es": "x"}}, {"what": {"es": "y"}}, Difference("", "what.es", "x", "y")),
        ({}, {"names": {"es": "Ñ"}}, Difference("", "names.es", "", "Ñ")),
        ({"phones": (Phone("988"),)},
         {"phones": (Phone("988", "7", "Desk", verified=False),)},
         Difference("", "phones", "988", "988 #7 (?) Desk")),
        ({"services": (Service("S"),)}, {"services": (Service("S", schedules=(OPEN,)),)},
         Difference("S", "schedules", "", "MO TU 9:00-17:00")),
        ({"locations": (Location("L"),)}, {"locations": (Location("L", confidential=True),)},
         Difference("L", "confidential", "", "✓")),
        ({"locations": (Location("L", country="MX"),)}, {"locations": (Location("L"),)},
         Difference("L", "country", "MX", "")),
    ],
)  # fmt: skip
def test_a_changed_field_is_said_with_what_stood_there(
    before: dict[str, object], after: dict[str, object], expected: Difference
) -> None:
    assert differences(replace(PLAIN, **before), replace(PLAIN, **after)) == [expected]


def test_a_service_and_a_place_of_one_name_do_not_hide_each_others_changes() -> None:
    place = Location("Clinic", schedules=(OPEN,))
    before = replace(PLAIN, services=(Service("Clinic"),), locations=(place,))
    after = replace(before, services=(Service("Clinic", schedules=(Schedule(("SU",)),)),))
    assert differences(before, after) == [Difference("Clinic", "schedules", "", "SU")]


def test_a_place_without_a_name_does_not_hide_what_is_of_the_entry_itself() -> None:
    before = replace(PLAIN, locations=(Location(state="IL", phones=(Phone("988"),)),))
    after = replace(before, kind="legal service", phones=(Phone("211"),))
    assert differences(before, after) == [
        Difference("", "kind", "other", "legal service"),
        Difference("", "phones", "", "211"),
    ]


def test_of_two_services_of_one_name_both_changes_are_said() -> None:
    before = replace(PLAIN, services=(Service("S", "x", id="1"), Service("S", "y", id="2")))
    after = replace(PLAIN, services=(Service("S", "z", id="1"), Service("S", "y", id="2")))
    assert differences(before, after) == [Difference("S", "what", "x", "z")]

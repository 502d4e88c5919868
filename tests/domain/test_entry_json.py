"""An entry as one line of JSON: always the same line, and the same entry again."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.entry import Entry, Freq, Location, Phone, Schedule, Service
from bot.domain.entry_json import entry_from_json, entry_to_json
from bot.domain.organization import Scope
from tests.services.lists.strategies import MANY, entries

PLAIN = Entry("a", "A", "other")


@given(entries())
@MANY
def test_an_entry_comes_back_as_it_was_from_the_same_line(entry: Entry) -> None:
    line = entry_to_json(entry)
    again = entry_from_json(line)
    assert again == entry
    assert entry_to_json(again) == line
    assert "\n" not in line
    assert hash(again) == hash(entry)


@given(entries(), st.text(min_size=1, max_size=8).map("later_{}".format), st.integers())
@MANY
def test_what_a_later_version_wrote_is_passed_over(entry: Entry, name: str, value: int) -> None:
    def with_more(held: Any) -> Any:
        if isinstance(held, dict):
            return {key: with_more(each) for key, each in held.items()} | {name: value}
        return [with_more(each) for each in held] if isinstance(held, list) else held

    read = json.loads(entry_to_json(entry))
    texts = {key: read.pop(key) for key in ("what", "names") if key in read}
    assert entry_from_json(json.dumps(with_more(read) | texts)) == entry


def test_what_has_its_default_is_not_written() -> None:
    assert entry_to_json(PLAIN) == '{"id":"a","kind":"other","name":"A"}'
    full = Entry(
        "a", "Ñ", "other", Scope.CITY, what={"es": "é"}, phones=(Phone("988", verified=False),),
        locations=(Location(id="l", confidential=True),),
        services=(
            Service("S", locations=("l",), schedules=(Schedule(("MO",), freq=Freq.WEEKLY),)),
        ),
    )  # fmt: skip
    assert entry_to_json(full) == (
        '{"id":"a","kind":"other","locations":[{"confidential":true,"id":"l"}],"name":"Ñ",'
        '"phones":[{"number":"988","verified":false}],"scope":"city",'
        '"services":[{"locations":["l"],"name":"S",'
        '"schedules":[{"byday":["MO"],"freq":"WEEKLY"}]}],"what":{"es":"é"}}'
    )
    assert entry_from_json(entry_to_json(full)) == full


@pytest.mark.parametrize(
    "line",
    ["", "{", "[]", "null", '"a"', "{}", '{"id":"a"}', '{"id":"a","name":"A","kind":"other",'
     '"phones":[1]}', '{"id":"a","name":"A","kind":"other","scope":"moon"}',
     '{"id":"a","name":"A","kind":"other","services":[{"name":"S","schedules":'
     '[{"until":"soon"}]}]}'],
)  # fmt: skip
def test_what_is_no_entry_is_refused(line: str) -> None:
    with pytest.raises((ValueError, KeyError, TypeError)):
        entry_from_json(line)

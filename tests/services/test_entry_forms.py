"""What editors type into forms: what was not touched stays, what can't be kept is said."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.bundled import bundled_path
from bot.domain.entry import Entry, Location, Phone, Service, hiding_as
from bot.domain.entry_json import entry_to_json
from bot.domain.errors import BadInput
from bot.domain.organization import Scope
from bot.domain.places import Places
from bot.services.bundled_directory import entry_of
from bot.services.entry_forms import (
    Change,
    basics_of,
    contact_of,
    place_of,
    service_of,
    texts_of,
    touched,
    with_basics,
    with_contact,
    with_place,
    with_service,
    with_texts,
)
from bot.services.entry_parts import keyed
from bot.services.places import load_places
from tests.services.lists.strategies import MANY, entries

BUNDLED: list[dict[str, Any]] = json.loads(bundled_path("directory.json").read_bytes())["entries"]
ENTRY = Entry("a", "Casa", "other", what={"en": "Help"}, phones=(Phone("312-555-0100"),))
STREET = "77 Quiet Street"


@pytest.fixture(scope="module")
def places() -> Places:
    return load_places()


@MANY
@given(entry=entries(), language=st.sampled_from(["en", "es"]))
def test_a_form_sent_as_it_was_shown_changes_nothing(entry: Entry, language: str) -> None:
    places = load_places_once()
    for shown in (basics_of(entry, language), contact_of(entry, language), texts_of(entry)):
        assert touched(shown, shown) == {}
    changes: list[Change] = [with_basics({}, places), with_contact({}), with_texts({})]
    changes += [with_service({}, key) for key in keyed(entry.services)]
    changes += [
        with_place({}, key, places)
        for key, place in keyed(entry.locations).items()
        if not place.confidential and (place.name or place.address_1 or place.city)
    ]
    assert all(change(entry) == entry for change in changes)


_LOADED: list[Places] = []


def load_places_once() -> Places:
    if not _LOADED:
        _LOADED.append(load_places())
    return _LOADED[0]


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("given_", BUNDLED, ids=lambda e: e["id"])
def test_what_a_form_shows_of_an_entry_may_be_typed_again(
    given_: dict[str, Any], language: str, places: Places
) -> None:
    entry = entry_of(given_)
    basics = {**basics_of(entry, language), "where": ""}
    assert with_basics({k: v for k, v in basics.items() if k != "where"}, places)(entry) == entry
    assert with_contact(contact_of(entry, language), language)(entry) == entry
    assert with_texts(texts_of(entry))(entry) == entry
    where = basics_of(entry, language)["where"]
    assert with_basics({"where": where}, places)(entry).scope in (entry.scope, Scope.CITY)


@pytest.mark.parametrize(
    ("typed", "scope", "states", "city"),
    [
        ("New York, NY", Scope.CITY, ("NY",), "New York"),
        ("Washington, DC", Scope.CITY, ("DC",), "Washington"),
        ("LA", Scope.CITY, ("CA",), "Los Angeles"),
        ("02118", Scope.CITY, ("MA",), "Boston"),
        ("Illinois; New York", Scope.STATE, ("IL", "NY"), None),
        ("Luisiana", Scope.STATE, ("LA",), None),
        ("nationwide", Scope.NATIONWIDE, (), None),
        ("en todo el país", Scope.NATIONWIDE, (), None),
        ("in many countries", Scope.INTERNATIONAL, (), None),
        ("", Scope.NOT_STATED, (), None),
    ],
)
def test_a_place_is_read_as_everywhere_else(
    typed: str, scope: Scope, states: tuple[str, ...], city: str | None, places: Places
) -> None:
    made = with_basics({"where": typed}, places)(ENTRY)
    assert (made.scope, made.states, made.city) == (scope, states, city)


@pytest.mark.parametrize("state", ["NY", "LA", "PR", "WA"])
@pytest.mark.parametrize("language", ["en", "es"])
def test_a_whole_state_stays_a_state_when_typed_again(
    state: str, language: str, places: Places
) -> None:
    entry = Entry("a", "Casa", "other", Scope.STATE, (state,))
    where = basics_of(entry, language)["where"]
    assert with_basics({"where": where}, places)(entry) == entry


@pytest.mark.parametrize(
    ("values", "key"),
    [
        ({"name": " "}, "lists_io.no_name"),
        ({"kind": "spaceship"}, "directory.unknown_kind"),
        ({"needs": "lawyer, zzqx"}, "directory.unknown_need"),
        ({"where": "Zzzqqx"}, "places.unknown_place"),
        ({"website": "javascript:alert(1)"}, "lists_io.unsafe_website"),
        ({"website": "data:text/html,x"}, "lists_io.unsafe_website"),
        ({"website": "https://known.example@other.example"}, "lists_io.unsafe_website"),
        ({"website": "https://\u0430pple.com"}, "lists_io.look_alike"),
        ({"phones": "312-555-0100\nno number"}, "lists_io.bad_phone"),
        ({"email": "nobody"}, "lists_io.bad_email"),
        ({"languages": "Spanish, Zzqx"}, "directory.unknown_language"),
    ],
)
def test_what_cannot_be_kept_is_said(values: dict[str, str], key: str, places: Places) -> None:
    with pytest.raises(BadInput) as refused:
        with_contact(values)(with_basics(values, places)(ENTRY))
    assert refused.value.key == key


def test_a_number_that_was_there_keeps_what_is_known_of_it() -> None:
    old = Phone("312-555-0100", "5", "Intake (Mon)", ("es",), verified=False, id="x")
    entry = Entry("a", "Casa", "other", phones=(old,))
    shown = contact_of(entry, "en")["phones"]
    made = with_contact({"phones": f"{shown}\n617-523-0101"})(entry)
    assert made.phones == (old, Phone("617-523-0101"))


def _with(place: Location) -> Entry:
    return Entry(
        "a", "Casa", "other", city="Boston", states=("MA",), lat=42.111, lon=-71.222,
        locations=(place,),
    )  # fmt: skip


OPEN = Location(
    "", STREET, "Door 3", "Boston", "MA", "02118", lat=42.111, lon=-71.222,
    transportation="Two doors from the bakery", id="1",
)  # fmt: skip


@pytest.mark.parametrize("address", [None, f"{STREET}\nDoor 3\nBoston, MA 02118"])
def test_of_a_confidential_place_only_the_middle_of_the_town_is_kept(
    address: str | None, places: Places
) -> None:
    values = {"choice": "confidential", **({"address": address} if address else {})}
    made = with_place(values, "1", places)(_with(OPEN))
    kept = entry_to_json(made)
    for secret in (STREET, "Door 3", "02118", "42.111", "-71.222", "bakery"):
        assert secret not in kept
    middle = places.find("Boston, MA")
    assert made.points == ((middle.lat, middle.lon),)
    # Nor does its past tell.
    assert STREET not in entry_to_json(hiding_as(_with(OPEN), made))
    assert "42.111" not in entry_to_json(hiding_as(_with(OPEN), made))


def test_a_confidential_street_that_stands_in_a_text_is_refused(places: Places) -> None:
    entry = _with(OPEN)
    service = Service("Shelter", how_to_begin=f"Come to {STREET.lower()}")
    entry = Entry(
        entry.id, entry.name, "other", locations=entry.locations, services=(service,)
    )  # fmt: skip
    with pytest.raises(BadInput) as refused:
        with_place({"choice": "confidential"}, "1", places)(entry)
    assert refused.value.key == "lists_io.address_in_text"


def test_nothing_of_a_street_gets_lost(places: Places) -> None:
    made = with_place({"address": "12 Elm St, Cambridge, MA 02139"}, "new", places)(ENTRY)
    (place,) = made.locations
    assert (place.address_1, place.city, place.state, place.postal_code) == (
        "12 Elm St", "Cambridge", "MA", "02139",
    )  # fmt: skip
    with pytest.raises(BadInput) as refused:
        with_place({"address": "12 Elm St 02139"}, "new", places)(ENTRY)
    assert refused.value.key == "directory.address_in_lines"


def test_parts_without_an_id_or_with_a_long_one_each_have_a_word_for_a_button() -> None:
    services = tuple(Service("S", id=id_) for id_ in ("", "", "x" * 90, "new", "1"))
    words = keyed(services)
    assert list(words) == ["@0", "@1", "@2", "@3", "1"]
    entry = Entry("a", "Casa", "other", services=services)
    made = with_service({"name": "Other"}, "@1")(entry)
    assert [service.name for service in made.services] == ["S", "Other", "S", "S", "S"]
    assert service_of(made, "@1", "en")["name"] == "Other"
    assert len(with_service({"name": ""}, "@0")(entry).services) == 4
    assert place_of(entry, "new", "en") == {"choice": "shown"}

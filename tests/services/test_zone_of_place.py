"""Where it is what time: by ZIP, by a state with one zone, by the nearest ZIP, and else unknown."""

from __future__ import annotations

import gzip

import pytest

from bot.bundled import bundled_path
from bot.dataset.zones import table, zip_rows
from bot.domain.entry import Location
from bot.services.hours import zone_named
from bot.services.places import LazyPlaces
from bot.services.zone_of_place import load_zip_zones, zone_of


@pytest.mark.parametrize(
    ("place", "zone"),
    [
        (Location(postal_code="02118"), "America/New_York"),
        (Location(postal_code="60608-1234"), "America/Chicago"),
        (Location(postal_code="79901", state="TX"), "America/Denver"),  # El Paso
        (Location(postal_code="78701", state="TX"), "America/Chicago"),
        (Location(postal_code="85001"), "America/Phoenix"),
        (Location(postal_code="48226"), "America/New_York"),  # Detroit
        (Location(postal_code="00901"), "America/Puerto_Rico"),
        (Location(postal_code="96813"), "Pacific/Honolulu"),
        (Location(state="il"), "America/Chicago"),
        (Location(state="TX"), None),
        (Location(state="TX", lat=31.76, lon=-106.49), "America/Denver"),
        (Location(lat=61.2, lon=-149.9), "America/Anchorage"),
        (Location(lat=41.88, lon=-87.63), "America/Chicago"),
        (Location(lat=35.0, lon=-40.0), None),  # at sea
        (Location(postal_code="06600", country="MX", lat=19.4, lon=-99.1), None),
        (Location(postal_code="00000"), None),
        (Location(postal_code="abcde"), None),
        (Location(), None),
    ],
    ids=repr,
)
async def test_a_place_has_its_zone(place: Location, zone: str | None) -> None:
    assert zone_of(place, await LazyPlaces()()) == zone


def test_the_table_is_what_its_sources_give_and_every_zone_is_one() -> None:
    with gzip.open(bundled_path("places.csv.gz"), "rt", encoding="utf-8") as file:
        assert table(zip_rows(file)) == bundled_path("zip_zones.json").read_text(encoding="utf-8")
    zones = load_zip_zones()
    assert list(zones.firsts) == sorted(zones.firsts)
    assert all(zone_named(zone) for zone in {*zones.zones, *zones.states.values()})

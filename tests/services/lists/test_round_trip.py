"""What goes out comes back the same, whatever stands in it; and what comes in is always sound."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from string import ascii_lowercase

from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.domain.entry import Entry
from bot.domain.errors import BadInput
from bot.services.lists.cells import CLEANED, row_from_cells
from bot.services.lists.check import problems_of
from bot.services.lists.csv_read import read_csv
from bot.services.lists.csv_write import write_csv
from bot.services.lists.headers import NAMES
from bot.services.lists.hsds_write import write_hsds
from bot.services.lists.read import read_list
from bot.services.lists.texts import LIMITS, clean_text, is_clean, shortened
from bot.services.lists.written import Tally
from tests.services.lists.conftest import the_places
from tests.services.lists.strategies import ANYTHING, MANY, entries

#: What a cell of a table must not begin with, also in the wide forms of East Asian keyboards.
FORMULA = tuple("=+-@\t\r\uff1d\uff0b\uff0d\uff20")
CELLS = st.dictionaries(st.sampled_from(sorted(NAMES)), ANYTHING, max_size=10)
WORTH = st.sampled_from(
    ["yes", "no", "Boston", "MA", "Chicago, IL", "60601", "02108", "312-555-0100", "example.org",
     "legal help", "Spanish; K'iche'", "nationwide", "2026-01-31", "41.88", "-87.6",
     "legal service", "312-555-0100 / 312-555-0101", "info@example.org", "Casa Ejemplo"]
)  # fmt: skip
PLAUSIBLE = st.dictionaries(st.sampled_from(sorted(NAMES)), st.one_of(WORTH, ANYTHING))


@MANY
@given(st.lists(entries(), max_size=3, unique_by=lambda entry: entry.id))
def test_hsds_comes_back_as_it_went_out(given_entries: list[Entry]) -> None:
    for entry in given_entries:
        assert problems_of(entry) == ()
    data = b"".join(write_hsds(given_entries, include_unverified=True))
    rows = list(read_list(data, "x.json", places=the_places()))
    assert [row.entry for row in rows if not row.about_file] == given_entries
    again = b"".join(write_hsds([row.entry for row in rows if row.entry], include_unverified=True))
    assert again == data


@MANY
@given(PLAUSIBLE)
@example(cells={"hours": "0\x850"})
@example(cells={"hours": "by call\nMon 9-5"})
def test_a_table_comes_back_as_it_went_out(cells: dict[str, str]) -> None:
    row = row_from_cells({"name": "Casa Ejemplo", **cells}, the_places())
    if row.entry is None:
        return
    tally = Tally()
    data = b"".join(write_csv([row.entry], tally=tally))
    assert tally == Tally(entries=1)
    (again,) = (r for r in read_list(data, "x.csv", places=the_places()) if not r.about_file)
    assert again.problems == ()
    assert again.entry == row.entry
    assert b"".join(write_csv([again.entry])) == data


@MANY
@given(
    entries(),
    st.sampled_from(
        ["287-g", "A1", "id:A1", "0", "id:mesa", "12F0E5A3-2c2e-4f9b-8d56-0c1d2e3f4a5b"]
    ),
)
def test_an_id_that_stands_in_the_directory_comes_back_from_a_table_too(
    entry: Entry, odd: str
) -> None:
    for given_entry in (entry, replace(entry, id=odd)):
        data = b"".join(write_csv([given_entry]))
        rows = [r for r in read_list(data, "x.csv", places=the_places()) if r.entry]
        assert [row.entry and row.entry.id for row in rows] in ([given_entry.id], [])


def test_a_number_of_another_files_own_counting_is_no_id() -> None:
    data = b"id,name\n12,Casa Ejemplo\n"
    (row,) = read_list(data, "x.csv", places=the_places())
    assert row.entry is not None
    assert row.entry.id != "12"


@MANY
@given(st.one_of(CELLS, PLAUSIBLE))
def test_no_cells_make_an_entry_that_may_not_be_kept(cells: dict[str, str]) -> None:
    row = row_from_cells(cells, the_places())
    assert (row.entry is None) == bool(row.problems)
    if row.entry is not None:
        assert problems_of(row.entry) == ()


@MANY
@given(st.lists(entries(), min_size=1, max_size=2, unique_by=lambda entry: entry.id))
def test_no_cell_of_a_table_is_a_formula(given_entries: list[Entry]) -> None:
    text = b"".join(write_csv(given_entries)).decode("utf-8-sig")
    for line in csv.reader(io.StringIO(text, newline="")):
        for cell in line:
            assert cell.lstrip(" \n\"'\u201c\u201d")[:1] not in FORMULA or cell[0] == "'"


@MANY
@given(entries())
def test_numbers_that_nobody_has_called_stay_at_home(entry: Entry) -> None:
    everywhere = [*entry.phones, *(p for place in entry.locations for p in place.phones),
                  *(p for service in entry.services for p in service.phones)]  # fmt: skip
    tally = Tally()
    out = json.loads(b"".join(write_hsds([entry], tally=tally)))
    assert tally.unverified == sum(1 for phone in everywhere if not phone.verified)
    kept = sum(1 for phone in everywhere if phone.verified)
    assert json.dumps(out).count('"type": "voice"') == kept
    for phone in b"".join(write_csv([replace(entry, phones=())])).decode().split(","):
        assert phone not in {p.number for p in everywhere if not p.verified}


@settings(MANY, max_examples=MANY.max_examples * 3)
@given(st.one_of(st.binary(max_size=300), ANYTHING.map(lambda t: t.encode("utf-8", "replace"))))
def test_any_bytes_are_rows_or_a_sentence(data: bytes) -> None:
    for name in ("x.csv", "x.json"):
        for start in (b"", b"name,phone\n", b'[{"name":"a"},', b"PK\x03\x04", b"\xff\xfe"):
            try:
                rows = list(read_list(start + data, name, places=the_places()))
            except BadInput as error:
                assert error.key.startswith("lists_io.")  # noqa: PT017
            else:
                assert all(row.entry is None or not row.problems for row in rows)


_JSON = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False), ANYTHING),
    lambda each: st.one_of(
        st.lists(each, max_size=3),
        st.dictionaries(
            st.sampled_from(
                ["id", "name", "description", "phones", "number", "extension", "locations",
                 "services", "service_at_locations", "location", "addresses", "schedules", "byday",
                 "opens_at", "latitude", "longitude", "languages", "code", "attributes", "value",
                 "link_type", "taxonomy_term", "website", "email", "organization", "service",
                 "location_id", "service_areas", "freq", "city", "state_province", "postal_code",
                 "parent_organization_id", "alert", "assured_date", "organizations", "contents"]
            ),
            each,
            max_size=6,
        ),
    ),
    max_leaves=30,
)  # fmt: skip


@settings(MANY, max_examples=MANY.max_examples * 3)
@given(st.lists(_JSON, max_size=3), st.sampled_from([None, "organizations", "organization"]))
def test_any_json_is_rows_or_a_sentence(values: list[object], array: str | None) -> None:
    whole = values if array is None else {array: values, "service": values, "phone": values}
    data = json.dumps(whole).encode()
    try:
        rows = list(read_list(data, "x.json", places=the_places()))
    except BadInput as error:
        assert error.key.startswith("lists_io.")  # noqa: PT017
        return
    for row in rows:
        if row.entry is not None:
            assert problems_of(row.entry) == ()


@settings(MANY, max_examples=MANY.max_examples * 5)
@given(ANYTHING, st.sampled_from(sorted(LIMITS)))
def test_a_clean_text_stays_as_it_is(typed: str, field: str) -> None:
    made, _ = shortened(typed, field)
    assert is_clean(made, field)
    assert clean_text(made, field) == made
    made.encode()


@MANY
@given(st.lists(st.lists(ANYTHING, max_size=4), max_size=5))
def test_any_table_is_rows_or_a_sentence(lines: list[list[str]]) -> None:
    out = io.StringIO(newline="")
    csv.writer(out).writerows([["Name", "Phone", "State", "Address"], *lines])
    for row in read_csv(out.getvalue(), the_places()):
        assert row.line >= 1
        if row.entry is not None:
            assert problems_of(row.entry) == ()


_NASTY = st.one_of(
    st.text(max_size=60),
    st.text(alphabet="ab \n\t\u00a0\u200b\u202e<>&;=@'\"A1/.-:\ufdfa\u0130\x00\x1f", max_size=300),
    st.lists(
        st.sampled_from(
            ["602-555-0101", "1 800 555 0100 x5", "+52 55 5555 5555", "en", "español", "Phoenix",
             "AZ", "https://a.org", "legal service", "x" * 500, "<b>", "&amp;", "tel:"]
        ),
        max_size=90,
    ).map("; ".join),
)  # fmt: skip


@MANY
@given(cells=st.dictionaries(st.sampled_from(sorted(CLEANED)), _NASTY))
@example(cells={"name": "A", "phone": "; ".join(f"602-555-{n:04d}" for n in range(100, 140))})
@example(cells={"name": "A", "city": "x" * 3000, "state": "AZ"})
@example(
    cells={
        "name": "A",
        "languages": "; ".join(f"{a}{b}" for a in "abcdef" for b in ascii_lowercase),
    }
)
def test_what_is_cleaned_needs_no_second_look(cells: dict[str, str]) -> None:
    row = row_from_cells({"name": "A", **cells}, the_places())
    if row.entry is not None:
        assert problems_of(row.entry) == ()

"""Files as people have them: what is wrong is said with its line."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Mapping

import pytest

from bot.domain.entry import Location, Phone
from bot.domain.errors import BadInput
from bot.domain.organization import Scope
from bot.domain.places import Places
from bot.i18n import languages
from bot.services.lists.cells import row_from_cells
from bot.services.lists.read import read_list
from bot.services.lists.rows import ReadRow, said

UUID = "d9d5e0f5-d3ce-4f73-9a2f-4dd0ecc6c610"


def rows_of(data: str | bytes, places: Places, name: str = "list.csv") -> list[ReadRow]:
    return list(read_list(data.encode() if isinstance(data, str) else data, name, places=places))


def keys(row: ReadRow) -> list[str]:
    return [problem.key.removeprefix("lists_io.") for problem in row.problems]


def notes(rows: list[ReadRow]) -> set[str]:
    return {note.key.removeprefix("lists_io.") for row in rows for note in row.notes}


def refusal(data: str | bytes, places: Places, name: str = "list.csv") -> tuple[str, Mapping]:
    with pytest.raises(BadInput) as refused:
        rows_of(data, places, name)
    return refused.value.key.removeprefix("lists_io."), refused.value.params


def zipped(files: Mapping[str, str | bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in files.items():
            file.writestr(name, content)
    return out.getvalue()


# --- tables ---------------------------------------------------------------------------------


def test_a_row_of_a_table_becomes_an_entry(places: Places) -> None:
    text = (
        "Organization,Phone,URL,City,State,Languages,Type,Needs,Description\n"
        "Casa Ejemplo,(312) 555-0100 x5,Example.org,chicago,Illinois,"
        '"English, español","legal service","bond; abogado",Helps people.\n'
    )
    (row,) = rows_of(text, places)
    entry = row.entry
    assert entry is not None
    assert (row.line, row.problems, row.notes) == (2, (), ())
    assert entry.phones == (Phone("312-555-0100", "5"),)
    assert (entry.website, entry.city, entry.states) == ("https://example.org", "Chicago", ("IL",))
    assert (entry.scope, entry.languages) == (Scope.CITY, ("en", "es"))
    assert entry.lat == pytest.approx(41.8, abs=0.2)
    assert (entry.kind, entry.needs) == ("legal service", ("bond", "legal_help"))
    assert entry.what == {"en": "Helps people."}


def test_spanish_headers_and_semicolons_are_read(places: Places) -> None:
    text = "sep=;\nNombre;Teléfono;Estado;Descripción;Horario\nRed;988;Nueva York;Ayuda;Lunes 9-5\n"
    (row,) = rows_of("\ufeff" + text, places)
    assert row.entry is not None
    assert (row.line, row.entry.states, row.entry.scope) == (3, ("NY",), Scope.STATE)
    assert row.entry.what == {"es": "Ayuda"}
    (monday,) = row.entry.services[0].schedules
    assert (monday.byday, monday.opens_at, monday.closes_at) == (("MO",), 540, 1020)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-16-le", "cp1252", "mac_roman"])
def test_accents_come_through_whatever_the_encoding(encoding: str, places: Places) -> None:
    text = "Nombre,Descripción\n" + "Organización de Niños,Acompañamiento en español\n"
    rows = rows_of(text.encode(encoding), places)
    (entry,) = [row.entry for row in rows if row.entry]
    assert entry.name == "Organización de Niños"
    assert ("encoding_assumed" in notes(rows)) == (encoding not in ("utf-8", "utf-16"))


def test_columns_that_mean_nothing_are_named(places: Places) -> None:
    rows = rows_of("Name,Shoe size,Notes,Phone,Website,URL\nA,43,secret,988,a.org,b.org\n", places)
    about = rows[0]
    assert about.about_file
    said_of = {note.key: note.params["names"] for note in about.notes}
    assert said_of["lists_io.unknown_columns"] == "Shoe size"
    assert said_of["lists_io.notes_column"] == "Notes"
    assert said_of["lists_io.doubled_columns"] == "URL"
    assert rows[1].entry is not None
    assert rows[1].entry.website == "https://a.org"


@pytest.mark.parametrize(
    ("cells", "key"),
    [
        ({"name": ""}, "no_name"),
        ({"phone": "call us"}, "bad_phone"),
        ({"phone": "312-555-01"}, "bad_phone"),
        ({"phone": "312-555-0100 or 999-999-9999"}, "bad_phone"),
        ({"website": "javascript:alert(1)"}, "unsafe_website"),
        ({"website": "data:text/html,x"}, "unsafe_website"),
        ({"website": "https://me:secret@example.org"}, "unsafe_website"),
        ({"website": "http://127.0.0.1/"}, "unsafe_website"),
        ({"website": "http://[::1]/"}, "unsafe_website"),
        ({"website": "http://2130706433/"}, "unsafe_website"),
        ({"website": "localhost"}, "unsafe_website"),
        ({"website": "https://\u0430pple.com"}, "look_alike"),
        ({"website": "https://\u0430\u0440\u0440\u04cf\u0435.com"}, "look_alike"),
        ({"website": "https://xn--80ak6aa92e.com"}, "look_alike"),
        ({"website": "https://ex ample.org"}, "bad_website"),
        ({"website": "https://example.org\\@evil.org"}, "bad_website"),
        ({"email": "info(at)example.org"}, "bad_email"),
        ({"name": "x" * 201}, "too_long"),
        ({"id": "a\tb"}, "bad_id"),
    ],
)
def test_a_bad_cell_is_refused_with_its_reason(
    cells: dict[str, str], key: str, places: Places
) -> None:
    row = row_from_cells({"name": "A", **cells}, places)
    assert row.entry is None
    assert keys(row) == [key]
    assert row.cells == {k: v for k, v in {"name": "A", **cells}.items() if v}
    mended = row_from_cells({**row.cells, **dict.fromkeys(cells, ""), "name": "B"}, places)
    assert mended.entry is not None


def test_a_row_says_its_line_even_after_lines_within_cells(places: Places) -> None:
    text = 'name,phone,what\nA,988,"one\ntwo"\n\nB,no number,x\nA,988,again\nC,1,2,3\n"D" x,1,2\n'
    rows = rows_of(text, places)
    assert [(row.line, keys(row)) for row in rows] == [
        (2, []),
        (5, ["bad_phone"]),
        (6, ["duplicate"]),
        (7, ["too_many_cells"]),
        (8, ["bad_quotes"]),
    ]
    assert rows[2].problems[0].params == {"line": 2}


def test_formulas_are_refused_and_our_own_apostrophe_is_not(places: Places) -> None:
    text = 'name,what\n"=HYPERLINK(""x"")",a\nB,@SUM(A1)\nC,- one thing\n\'=D,x\n'
    rows = rows_of(text, places)
    assert [keys(row) for row in rows] == [["formula"], ["formula"], [], []]
    assert rows[3].entry is not None
    assert rows[3].entry.name == "=D"


def test_html_is_taken_out_and_said(places: Places) -> None:
    row = row_from_cells(
        {"name": "A", "what": "<p>Free &amp; <b>good</b><script>x()</script>"}, places
    )
    assert row.entry is not None
    assert row.entry.what == {"en": "Free & good"}
    assert notes([row]) == {"markup_removed"}


def test_an_unknown_place_stops_nothing(places: Places) -> None:
    row = row_from_cells({"name": "A", "city": "Xyzzytown", "state": "Baja"}, places)
    assert row.entry is not None
    assert (row.entry.city, row.entry.lat) == ("Xyzzytown", None)
    assert notes([row]) == {"unknown_city", "state_left_out"}


def test_a_zip_that_lost_its_zero_is_found(places: Places) -> None:
    row = row_from_cells({"name": "A", "postal_code": "2108"}, places)
    assert row.entry is not None
    assert (row.entry.city, row.entry.states) == ("Boston", ("MA",))
    assert row.entry.locations[0].postal_code == "2108"


@pytest.mark.parametrize("mark", ["yes", "Sí", "x", "perhaps"])
def test_a_confidential_address_is_nowhere(mark: str, places: Places) -> None:
    cells = {
        "name": "Shelter", "address_1": "12 Hidden Street", "address_2": "Door 9",
        "postal_code": "60601", "lat": "41.1234", "lon": "-87.1", "city": "Chicago", "state": "IL",
        "confidential": mark,
    }  # fmt: skip
    row = row_from_cells(cells, places)
    assert row.entry is not None
    (place,) = row.entry.locations
    town = row_from_cells({"name": "x", "city": "Chicago", "state": "IL"}, places).entry
    assert town is not None
    assert place == Location(
        city="Chicago", state="IL", lat=town.lat, lon=town.lon, confidential=True, id="1"
    )
    assert (row.entry.lat, row.entry.lon) == (town.lat, town.lon)
    for secret in ("Hidden", "Door 9", "60601", "41.1234"):
        assert secret not in repr(row)
    told = row_from_cells({**cells, "what": "Come to 12 hidden street."}, places)
    assert keys(told) == ["address_in_text"]


def test_the_same_row_has_the_same_id_in_every_file(places: Places) -> None:
    (first,) = rows_of("Name,City,State\nCasa Ejemplo,Boston,MA\n", places)
    (again,) = rows_of("State;Name;City;Web\nMass.;CASA EJEMPLO;boston;a.org\n", places)
    (other,) = rows_of("Name,City,State\nCasa Ejemplo,Lowell,MA\n", places)
    assert first.entry
    assert again.entry
    assert other.entry
    assert first.entry.id == again.entry.id != other.entry.id


# --- files that can't be read -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "name", "key"),
    [
        (b"", "x.csv", "empty_file"),
        (b"\xef\xbb\xbf \n", "x.csv", "empty_file"),
        (b"%PDF-1.7 x", "x.csv", "not_a_list"),
        (b"a\0b\0\0\0\1\2", "x.csv", "not_a_list"),
        (b"\xff\xfe\x00", "x.csv", "undecodable"),
        (b"phone,city\n1,2\n", "x.csv", "no_name_column"),
        (b'name,phone\nA,"988\nB,911\n', "x.csv", "open_quote"),
        (b'[{"name": "a"},\n{"name": }]', "x.json", "bad_json"),
        (b'[{"name": NaN}]', "x.json", "bad_json"),
        (b'[{"name": "a"}] trailing', "x.json", "bad_json"),
        (b'[{"name": "a"}', "x.json", "bad_json"),
        (b"[" * 100_000, "x.json", "too_deep"),
        (b'{"name":' + b'{"a":' * 100_000, "x.json", "too_deep"),
        (b'{"a": 1}', "x.json", "wrong_shape"),
        (b"[" + b"1" * 5000 + b"]", "x.json", "bad_json"),
        (b"PK\x03\x04rest", "x.zip", "bad_zip"),
        (zipped({"xl/workbook.xml": "x"}), "x.xlsx", "workbook"),
        (zipped({"a.txt": "x"}), "x.zip", "no_tables"),
        (zipped({"organizations.csv": 'id,name\n1,"a\n'}), "x.zip", "in_file"),
        (zipped({"organizations.csv": b"0" * 200_000_000}), "x.zip", "zip_too_large"),
    ],
)  # fmt: skip
def test_a_file_that_cannot_be_read_is_refused(
    data: bytes, name: str, key: str, places: Places
) -> None:
    found, params = refusal(data, places, name)
    assert found == key
    if key in ("open_quote", "bad_json"):
        assert params["line"] in (1, 2)


def test_a_large_file_is_refused_before_it_is_read(places: Places) -> None:
    with pytest.raises(BadInput) as refused:
        list(read_list(b"name\n" + b"x" * 3_000_000, "x.csv", places=places, most_bytes=2_000_000))
    assert (refused.value.key, refused.value.params) == ("lists_io.too_large", {"most": 2})


def test_every_problem_has_a_sentence_in_each_language(places: Places) -> None:
    rows = rows_of("name,phone,nonsense\nA,x1,2\nB,988,1\n,1,1\n", places)
    for row in rows:
        for problem in (*row.problems, *row.notes):
            for language in languages():
                assert "{" not in said(problem, language)


# --- HSDS -------------------------------------------------------------------------------------


def organization(**more: object) -> dict[str, object]:
    return {"id": UUID, "name": "Casa Ejemplo", "description": "", **more}


@pytest.mark.parametrize(
    "shape",
    [
        lambda o: [o],
        lambda o: o,
        lambda o: {"organizations": [o]},
        lambda o: {"total_items": 1, "contents": [o]},
        lambda o: {"items": [o]},
        lambda o: [{"id": UUID, "name": "S", "status": "active", "organization": o}],
        lambda o: {"id": UUID, "name": "S", "status": "active", "organization": o},
        lambda o: [{"id": UUID, "service": {"name": "S", "organization": o}}],
        lambda o: {"organization": [o], "phone": []},
    ],
)
def test_organizations_are_found_in_every_shape(shape, places: Places) -> None:
    data = json.dumps(shape(organization(website="example.org")), indent=1)
    entries = [row.entry for row in rows_of(data, places, "x.json") if row.entry]
    assert [(e.id, e.name, e.website) for e in entries] == [
        (UUID, "Casa Ejemplo", "https://example.org")
    ]


def test_records_are_named_by_their_lines(places: Places) -> None:
    text = '[\n{"name": "A"},\n{"name": "B",\n "website": "javascript:x"},\n3,\n{"name": "A"}]'
    rows = rows_of(text, places, "x.json")
    assert [(row.line, row.path, keys(row)) for row in rows] == [
        (2, "[0]", []),
        (3, "[1]", ["unsafe_website"]),
        (5, "[2]", ["no_object"]),
        (6, "[3]", ["duplicate"]),
    ]


def test_a_bad_record_is_mended_without_losing_its_services(places: Places) -> None:
    record = organization(website="javascript:x", services=[{"id": "s1", "name": "Rides"}])
    (row,) = rows_of(json.dumps([record]), places, "x.json")
    assert keys(row) == ["unsafe_website"]
    mended = row_from_cells({**row.cells, "website": "a.org"}, places, base=row.base)
    assert mended.entry is not None
    assert mended.entry.website == "https://a.org"
    assert [service.name for service in mended.entry.services] == ["Rides"]


def test_names_of_persons_are_left_out_and_counted(places: Places) -> None:
    record = organization(
        contacts=[{"id": UUID, "name": "Zorilda"}],
        locations=[{"id": "l1", "addresses": [{"attention": "Zorilda", "city": "Boston",
                    "state_province": "MA", "address_1": "1 Main St"}]}],
    )  # fmt: skip
    rows = rows_of(json.dumps([record]), places, "x.json")
    assert "Zorilda" not in repr(rows)
    assert rows[-1].notes[0] == ("lists_io.persons_left_out", {"number": 2})
    assert rows[0].entry is not None
    assert (rows[0].entry.city, rows[0].entry.scope) == ("Boston", Scope.CITY)


def test_bad_parts_are_left_out_and_named(places: Places) -> None:
    record = organization(
        phones=[{"number": "none"}, {"number": '"+44 1234 234567"', "extension": 100}, 7],
        locations=[{"id": "l1", "latitude": 100, "longitude": 101, "location_type": "moon"}],
        services=[
            {"name": ""},
            {"name": "S", "status": "odd", "service_at_locations": [{"location_id": "nowhere"}],
             "schedules": [{"byday": "XX", "opens_at": "25:00", "description": "By day"}]},
        ],
    )  # fmt: skip
    rows = rows_of(json.dumps([record]), places, "x.json")
    entry = rows[0].entry
    assert entry is not None
    assert entry.phones == (Phone("+44 1234 234567", "100"),)
    assert [s.description for s in entry.services[0].schedules] == ["By day"]
    paths = [str(note.params["path"]) for note in rows[0].notes]
    assert paths == [
        "locations[0].location_type", "locations[0].latitude", "services[0]", "services[1].status",
        "services[1].schedules[0].opens_at", "services[1].schedules[0]",
        "services[1].service_at_locations[0]", "phones[0]", "phones[2]",
    ]  # fmt: skip


PACKAGE = {
    "datapackage.json": json.dumps({"resources": [{"name": "phones", "path": "tel.csv"}]}),
    "organizations.csv": "id,name,parent_organization_id\no1,Casa Ejemplo,o2\no2,Red Ejemplo,o1\n",
    "services.csv": "id,organization_id,name\ns1,o1,Rides\ns2,o9,Lost\n",
    "locations.csv": "id,name\nl1,Office\nl2,Nobody's\n",
    "service_at_locations.csv": "id,service_id,location_id\nx1,s1,l1\n",
    "addresses.csv": "id,location_id,address_1,city,state_province\na,l1,1 St,Boston,MA\n",
    "tel.csv": "id,service_id,number\np1,s1,988\np2,s7,911\n",
    "contacts.csv": "id,name\nc1,Zorilda\n",
}


def test_the_data_package_is_put_together(places: Places) -> None:
    rows = rows_of(
        zipped({f"pack/{name}": text for name, text in PACKAGE.items()}), places, "x.zip"
    )
    first = rows[0].entry
    assert first is not None
    assert [place.name for place in first.locations] == ["Office"]
    assert (first.city, first.services[0].locations) == ("Boston", ("l1",))
    assert first.services[0].phones == (Phone("988", id="p1"),)
    bad = {(row.path, row.line, *keys(row)) for row in rows if row.problems}
    assert bad == {
        ("pack/services.csv", 3, "broken_reference"),
        ("pack/locations.csv", 3, "no_reference"),
        ("pack/tel.csv", 3, "broken_reference"),
    }
    circle = [row for row in rows if row.about_file and row.notes[0].key == "lists_io.circle"]
    assert [(row.path, row.line) for row in circle] == [("pack/organizations.csv", 2)]
    assert "Zorilda" not in repr(rows)


def test_a_single_list_may_be_zipped(places: Places) -> None:
    (row,) = rows_of(zipped({"my list.csv": "name\nA\n"}), places, "x.zip")
    assert row.entry is not None


def test_parents_in_a_circle_are_noted(places: Places) -> None:
    circle = [
        {"id": "aaaa", "name": "A", "parent_organization_id": "bbbb"},
        {"id": "bbbb", "name": "B", "parent_organization_id": "aaaa"},
        {"id": "cccc", "name": "C", "parent_organization_id": "cccc"},
    ]
    rows = rows_of(json.dumps(circle), places, "x.json")
    assert [row.entry is not None for row in rows[:3]] == [True] * 3
    assert [n.params["number"] for r in rows for n in r.notes if n.key == "lists_io.circle"] == [
        2,
        1,
    ]

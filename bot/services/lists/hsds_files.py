"""The shapes in which HSDS files come, each as rows: arrays and pages of organizations or services,
one organization, tables in one object, and the data package."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, cast

from bot.domain.errors import BadInput
from bot.domain.places import Places
from bot.services.lists.hsds_parts import scalar
from bot.services.lists.hsds_read import OrganizationReader
from bot.services.lists.hsds_tables import Table, assemble, cycles, table_of
from bot.services.lists.json_scan import Record, Whole, scan
from bot.services.lists.rows import ReadRow, RowProblem, Seen, refused

_PAGES = ("contents", "items", "data", "results", "records")


def read_json(
    text: str, places: Places, notes: tuple[RowProblem, ...] = (), *, phones_verified: bool = True
) -> Iterator[ReadRow]:
    """The rows of an HSDS 3.0 JSON text; at its end one with notes about the whole file.

    Raises:
        BadInput: `lists_io.bad_json`, `lists_io.too_deep`, `lists_io.wrong_shape`; the first two
            also after rows have been given.
    """
    reader = OrganizationReader(places, phones_verified=phones_verified)
    if notes:
        yield ReadRow(1, notes=notes)
    found = scan(text)
    yield from _unique(_rows(found, reader))
    yield from _about(reader)


def read_tables(
    tables: Mapping[str, Table],
    places: Places,
    notes: tuple[RowProblem, ...] = (),
    *,
    phones_verified: bool = True,
) -> Iterator[ReadRow]:
    """The rows of the standard's tables; at the end one with notes about the whole file."""
    reader = OrganizationReader(places, phones_verified=phones_verified)
    if notes:
        yield ReadRow(0, notes=notes)
    yield from _unique(_assembled(tables, reader))
    yield from _about(reader)


def _assembled(tables: Mapping[str, Table], reader: OrganizationReader) -> Iterator[ReadRow]:
    for each in assemble(tables, reader.counted):
        yield each if isinstance(each, ReadRow) else reader.row(*each)


def _about(reader: OrganizationReader) -> Iterator[ReadRow]:
    counted = reader.counted
    notes: list[RowProblem] = []
    if persons := counted.pop("persons", 0):
        notes.append(RowProblem("lists_io.persons_left_out", {"number": persons}))
    if times := counted.pop("times", 0):
        notes.append(RowProblem("lists_io.times_as_written", {"number": times}))
    if counted:
        names = ", ".join(f"{name} ({count})" for name, count in sorted(counted.items()))
        notes.append(RowProblem("lists_io.fields_left_out", {"names": names}))
    if notes:
        yield ReadRow(0, notes=tuple(notes))


def _unique(rows: Iterable[ReadRow]) -> Iterator[ReadRow]:
    seen = Seen()
    for row in rows:
        if row.entry is None:
            yield row
            continue
        repeated = seen.problem(row.entry.id, row.line)
        if repeated is None:
            yield row
        else:
            yield refused(row, repeated)


def _rows(found: Iterator[Record] | Whole, reader: OrganizationReader) -> Iterator[ReadRow]:
    if not isinstance(found, Whole):
        yield from _records(found, "", reader)
        return
    if "name" in found.plain or "service" in found.plain:
        yield from _records([found.as_one()], "", reader)
        return
    tables = {table: name for name in found.arrays if (table := table_of(name))}
    if "organization" in tables and len(tables) > 1:
        yield from _assembled(
            {table: _table(name, found.arrays[name]) for table, name in tables.items()}, reader
        )
        return
    for name in (tables.get("organization"), tables.get("service"), *_PAGES):
        if name is not None and name in found.arrays:
            yield from _records(found.arrays[name], name, reader)
            return
    raise BadInput("lists_io.wrong_shape")


def _table(name: str, records: Iterable[Record]) -> Table:
    rows = [(r.line, dict(cast("dict[str, Any]", r.value))) for r in records if _is_object(r.value)]
    return Table(name, rows)


def _is_object(value: object) -> bool:
    return isinstance(value, dict)


def _records(
    records: Iterable[Record], array: str, reader: OrganizationReader
) -> Iterator[ReadRow]:
    """Organizations as they come; services are gathered under their organizations first."""
    parents: list[tuple[int, Mapping[str, Any]]] = []
    gathered: dict[str, tuple[int, str, dict[str, Any]]] = {}
    for number, (line, value) in enumerate(records):
        path = f"{array}[{number}]"
        if not isinstance(value, dict):
            yield reader.row(line, path, value)
            continue
        record = cast("dict[str, Any]", value)
        service = _service_of(record)
        if service is None:
            if "parent_organization_id" in record:
                keys = ("id", "parent_organization_id")
                parents.append((line, {key: record.get(key) for key in keys}))
            yield reader.row(line, path, record)
            continue
        organization = service.pop("organization", None)
        if not isinstance(organization, dict):
            problem = RowProblem("lists_io.service_without_organization")
            yield ReadRow(line, path, problems=(problem,))
            continue
        organization = cast("dict[str, Any]", organization)
        key = scalar(organization.get("id")) or scalar(organization.get("name"))
        held = gathered.setdefault(key, (line, path, {**organization, "services": []}))
        _add(held[2]["services"], service)
    for line, path, organization in gathered.values():
        yield reader.row(line, path, organization)
    yield from cycles(parents, "parent_organization_id")


def _service_of(record: dict[str, Any]) -> dict[str, Any] | None:
    """The record as a service, None where it is an organization.

    A service at a location is the service, there."""
    inner = record.get("service")
    if isinstance(inner, dict):
        place = {key: value for key, value in record.items() if key != "service"}
        return {**cast("dict[str, Any]", inner), "service_at_locations": [place]}
    if isinstance(record.get("organization"), dict) or "organization_id" in record:
        return dict(record)
    return None


def _add(services: list[dict[str, Any]], service: dict[str, Any]) -> None:
    """One more service; the same at a second location gets that location."""
    key = scalar(service.get("id"))
    for known in services if key else []:
        if scalar(known.get("id")) == key:
            more, held = service.get("service_at_locations"), known.get("service_at_locations")
            if isinstance(more, list) and isinstance(held, list):
                cast("list[Any]", held).extend(cast("list[Any]", more))
            return
    services.append(service)

"""The standard's flat tables, linked by ids, put together into organizations.

HSDS calls it its tabular serialization: a file a table, in a data package or as one JSON object.
A row whose parent is missing is reported with its table and line, never guessed into a place.
https://docs.openreferral.org/en/3.0/hsds/serialization.html
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, cast

from bot.services.lists.hsds_parts import scalar
from bot.services.lists.rows import ReadRow, RowProblem

_TABLES = (
    "organization", "service", "location", "phone", "address", "schedule", "language",
    "service_area", "service_at_location", "attribute", "taxonomy_term",
)  # fmt: skip
_IGNORED = (
    "contact", "funding", "program", "organization_identifier", "accessibility", "cost_option",
    "required_document", "metadata", "meta_table_description", "taxonomy", "url", "unit",
    "service_capacity",
)  # fmt: skip
_OTHERWISE = {
    "addresses": "address", "physical_address": "address", "physical_addresses": "address",
    "regular_schedule": "schedule", "regular_schedules": "schedule",
    "services_at_location": "service_at_location", "services_at_locations": "service_at_location",
    "accessibilities": "accessibility", "taxonomies": "taxonomy", "urls": "url",
    "service_capacities": "service_capacity", "fundings": "funding",
}  # fmt: skip
#: To which tables a row may belong, the closest first, and the array it is put in there.
_PARENTS: Mapping[str, tuple[tuple[str, ...], str]] = {
    "service": (("organization",), "services"),
    "service_at_location": (("service",), "service_at_locations"),
    "location": (("organization",), "locations"),
    "address": (("location",), "addresses"),
    "phone": (("service_at_location", "service", "location", "organization"), "phones"),
    "schedule": (("service_at_location", "service", "location"), "schedules"),
    "language": (("phone", "service", "location"), "languages"),
    "service_area": (("service",), "service_areas"),
}


@dataclass(slots=True)
class Table:
    """A table: where its rows come from, and each with its line."""

    path: str
    rows: list[tuple[int, dict[str, Any]]] = field(default_factory=list[tuple[int, dict[str, Any]]])


def table_of(name: str) -> str | None:
    """The standard's name of a table or file (`organizations.csv`); None where it has none."""
    word = name.rsplit("/", 1)[-1].partition(".")[0].strip().lower().replace("-", "_")
    word = _OTHERWISE.get(word, word)
    for known in (word, word.removesuffix("s")):
        if known in _TABLES or known in _IGNORED:
            return known
    return None


def assemble(
    tables: Mapping[str, Table], counted: dict[str, int]
) -> Iterator[tuple[int, str, dict[str, Any]] | ReadRow]:
    """Organizations with all that belongs to them as (line, path, record); and a `ReadRow` for each
    row that belongs nowhere. What we don't keep is counted by table."""
    for name in _IGNORED:
        if name in tables and tables[name].rows:
            kept_as = "persons" if name == "contact" else name
            counted[kept_as] = counted.get(kept_as, 0) + len(tables[name].rows)
    by_id: dict[str, dict[str, dict[str, Any]]] = {}
    nothing = Table("")
    for name in _TABLES:
        known = by_id[name] = {}
        for _, row in tables.get(name, nothing).rows:
            known.setdefault(scalar(row.get("id")), row)
        known.pop("", None)
    _attach_attributes(tables, by_id)
    used: set[int] = set()
    orphans: list[ReadRow] = []
    _join_places(tables, by_id, used)
    for name, (parents, array) in _PARENTS.items():
        table = tables.get(name, nothing)
        for line, row in table.rows:
            if _belongs(row, parents, by_id, array):
                used.add(id(row))
            elif name == "phone" and scalar(row.get("contact_id")):
                counted["persons"] = counted.get("persons", 0) + 1
            elif id(row) not in used:
                orphans.append(_orphan(line, table.path, row, parents))
    organizations = tables.get("organization", nothing)
    for line, row in organizations.rows:
        yield line, organizations.path, row
    yield from orphans
    for name, link in (("organization", "parent_organization_id"), ("taxonomy_term", "parent_id")):
        table = tables.get(name, nothing)
        yield from cycles(((line, row) for line, row in table.rows), link, table.path)


def _belongs(
    row: dict[str, Any],
    parents: tuple[str, ...],
    by_id: Mapping[str, Mapping[str, dict[str, Any]]],
    array: str,
) -> bool:
    for parent in parents:
        key = scalar(row.get(f"{parent}_id"))
        held = by_id[parent].get(key) if key else None
        if held is not None and held is not row:
            listed = held.setdefault(array, [])
            if isinstance(listed, list):
                cast("list[Any]", listed).append(row)
                return True
    return False


def _join_places(
    tables: Mapping[str, Table],
    by_id: Mapping[str, Mapping[str, dict[str, Any]]],
    used: set[int],
) -> None:
    """A location that belongs to no organization is that of the services that are given there."""
    table = tables.get("service_at_location")
    for _, row in table.rows if table else ():
        place = by_id["location"].get(scalar(row.get("location_id")))
        if place is not None and scalar(row.get("service_id")) in by_id["service"]:
            row["location"] = place
            used.add(id(place))


def _attach_attributes(
    tables: Mapping[str, Table], by_id: Mapping[str, Mapping[str, dict[str, Any]]]
) -> None:
    table = tables.get("attribute")
    for _, row in table.rows if table else ():
        term = by_id["taxonomy_term"].get(scalar(row.get("taxonomy_term_id")))
        if term is not None:
            row["taxonomy_term"] = term
        link = scalar(row.get("link_id"))
        entity = scalar(row.get("link_entity"))
        for name in (entity,) if entity in by_id else by_id:
            held = by_id[name].get(link)
            if held is not None and held is not row:
                listed = held.setdefault("attributes", [])
                if isinstance(listed, list):
                    cast("list[Any]", listed).append(row)
                break


def _orphan(line: int, path: str, row: Mapping[str, Any], parents: tuple[str, ...]) -> ReadRow:
    named = [f"{p}_id={scalar(row.get(f'{p}_id'))[:40]}" for p in parents if row.get(f"{p}_id")]
    if not named:
        problem = RowProblem("lists_io.no_reference", {"names": ", ".join(parents)})
    else:
        problem = RowProblem("lists_io.broken_reference", {"names": ", ".join(named)})
    return ReadRow(line, path, problems=(problem,))


def cycles(
    rows: Iterable[tuple[int, Mapping[str, Any]]], link: str, path: str = ""
) -> Iterator[ReadRow]:
    """A note for each circle of parents, at the line of its first row. Takes linear time."""
    lines: dict[str, int] = {}
    parent: dict[str, str] = {}
    for line, row in rows:
        key, above = scalar(row.get("id")), scalar(row.get(link))
        if key and above and key not in parent:
            lines[key], parent[key] = line, above
    done: set[str] = set()
    for start in parent:
        way: dict[str, None] = {}
        key = start
        while key in parent and key not in done and key not in way:
            way[key] = None
            key = parent[key]
        if key in way:
            circle = list(way)[list(way).index(key) :]
            first = min(lines[each] for each in circle)
            note = RowProblem("lists_io.circle", {"number": len(circle)})
            yield ReadRow(first, path, notes=(note,))
        done.update(way)

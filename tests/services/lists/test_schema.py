"""Exports are what the standard asks for.

`HSDS_SCHEMAS` names a folder with the official schemas of HSDS 3.0 (organization.json, …); with it
exports are checked against them. Without, against what they ask for, said here in short: the
schemas are under a licence that this project is not.
"""

from __future__ import annotations

import json
import os
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

import pytest
from hypothesis import given
from jsonschema import Draft202012Validator, FormatChecker
from referencing import Registry, Resource

from bot.domain.entry import Entry
from bot.services.lists.hsds_write import write_hsds
from tests.services.lists.strategies import MANY, entries

ID = {"type": "string", "format": "uuid"}
TEXT = {"type": "string"}
KIND_OF_PLACE = {"enum": ["physical", "postal", "virtual"]}


def _list(name: str) -> dict[str, Any]:
    return {"type": "array", "items": {"$ref": f"{name}.json"}}


def _shape(required: str, **properties: Any) -> dict[str, Any]:
    every = {"id": ID, "attributes": _list("attribute"), **properties}
    return {"type": "object", "required": required.split(), "properties": every}


URL = {"type": "string", "format": "uri"}
EMAIL = {"type": "string", "format": "email"}
NUMBER = {"type": "number"}
SHAPES = {
    "organization": _shape(
        "id name description", name=TEXT, description=TEXT, alternate_name=TEXT, website=URL,
        email=EMAIL, phones=_list("phone"), locations=_list("location"), services=_list("service"),
    ),
    "service": _shape(
        "id name status", name=TEXT, url=URL, email=EMAIL, assured_date=TEXT, alert=TEXT,
        status={"enum": ["active", "inactive", "defunct", "temporarily closed"]},
        phones=_list("phone"), schedules=_list("schedule"), languages=_list("language"),
        service_areas=_list("service_area"), service_at_locations=_list("service_at_location"),
    ),
    "location": _shape(
        "id location_type", location_type=KIND_OF_PLACE, latitude=NUMBER, longitude=NUMBER,
        addresses=_list("address"), phones=_list("phone"), schedules=_list("schedule"),
        languages=_list("language"),
    ),
    "address": _shape(
        "id address_1 city state_province postal_code country address_type", address_1=TEXT,
        city=TEXT, state_province=TEXT, postal_code=TEXT, country=TEXT, address_type=KIND_OF_PLACE,
    ),
    "phone": _shape("id number", number=TEXT, extension=NUMBER, languages=_list("language")),
    "schedule": _shape(
        "id", freq={"enum": ["WEEKLY", "MONTHLY"]}, count=NUMBER, interval=NUMBER, byday=TEXT,
        bymonthday=TEXT, opens_at=TEXT, closes_at=TEXT, valid_from=TEXT, dtstart=TEXT,
    ),
    "language": _shape("id", name=TEXT, code=TEXT),
    "service_area": _shape("id", name=TEXT),
    "service_at_location": _shape("id", location_id=ID, service_id=ID, location={
        "$ref": "location.json"}),
    "attribute": {"type": "object", "required": ["id"], "properties": {
        "id": ID, "link_id": ID, "link_type": TEXT, "link_entity": TEXT, "value": TEXT}},
}  # fmt: skip

FORMATS = FormatChecker(())


@FORMATS.checks("uuid", ValueError)
def _is_uuid(value: object) -> bool:
    return not isinstance(value, str) or str(UUID(value)) == value


@FORMATS.checks("uri", ValueError)
def _is_uri(value: object) -> bool:
    return not isinstance(value, str) or (value.isascii() and bool(urlsplit(value).netloc))


@FORMATS.checks("email")
def _is_email(value: object) -> bool:
    return not isinstance(value, str) or value.count("@") == 1


def _schemas() -> dict[str, Any]:
    folder = os.environ.get("HSDS_SCHEMAS")
    if not folder:
        return SHAPES
    return {path.stem: json.loads(path.read_bytes()) for path in Path(folder).glob("*.json")}


def validators() -> tuple[Draft202012Validator, Draft202012Validator]:
    """Of an organization, and of a service: the standard's organization names no services."""
    held = {
        f"{name}.json": Resource.from_contents(
            {**schema, "$schema": "https://json-schema.org/draft/2020-12/schema"}
        )
        for name, schema in _schemas().items()
    }
    registry = Registry().with_resources(held.items())
    return tuple(
        Draft202012Validator({"$ref": f"{name}.json"}, registry=registry, format_checker=FORMATS)
        for name in ("organization", "service")
    )


ORGANIZATION, SERVICE = validators()


@MANY
@given(entries())
def test_an_export_is_valid(entry: Entry) -> None:
    data = b"".join(write_hsds([entry], assured={entry.id: date(2026, 11, 24)}))
    (record,) = json.loads(data)
    ORGANIZATION.validate(record)
    for service in record.get("services", []):
        SERVICE.validate(service)
        assert service["assured_date"] == "2026-11-24"
    ids = [each["id"] for each in record.get("attributes", [])]
    assert len(set(ids)) == len(ids)


@pytest.mark.parametrize(
    "spoilt",
    [{"id": "1"}, {"name": None}, {"website": "no"}, {"phones": [{"id": "x"}]},
     {"locations": [{"location_type": "moon"}]}],
)  # fmt: skip
def test_what_is_not_valid_is_seen(spoilt: dict[str, Any]) -> None:
    good = {"id": "d9d5e0f5-d3ce-4f73-9a2f-4dd0ecc6c610", "name": "A", "description": ""}
    assert ORGANIZATION.is_valid(good)
    assert not ORGANIZATION.is_valid({**good, **spoilt})


def test_nothing_is_an_empty_array() -> None:
    assert json.loads(b"".join(write_hsds([]))) == []

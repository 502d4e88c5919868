"""Names that both directions of HSDS share: the standard's fields, and ours that it has not.

What the standard has no field for travels in its `attributes` (`link_type` and `value`), so that
other programs may pass it over and a file of ours comes back whole.
https://docs.openreferral.org/en/3.0/hsds/schema_reference.html
"""

from __future__ import annotations

from collections.abc import Mapping

from bot.services.lists.ids import stable_uuid

#: How our own attributes are marked.
OURS = "coalition-bot:"

#: What we do not keep, by the name a note gives it. Names of persons first.
NOT_KEPT: Mapping[str, frozenset[str]] = {
    "organization": frozenset(
        {"contacts", "funding", "tax_status", "tax_id", "year_incorporated", "legal_status",
         "logo", "uri", "programs", "organization_identifiers", "additional_websites",
         "parent_organization_id"}
    ),
    "service": frozenset(
        {"contacts", "funding", "interpretation_services", "wait_time", "accreditations",
         "minimum_age", "maximum_age", "assurer_email", "licenses", "cost_options", "program",
         "program_id", "required_documents", "alternate_name", "additional_urls", "capacities"}
    ),
    "location": frozenset(
        {"contacts", "accessibility", "external_identifier", "external_identifier_type", "url",
         "alternate_name"}
    ),
    "address": frozenset({"attention"}),
    "service_at_location": frozenset({"contacts", "service_areas"}),
}  # fmt: skip
#: Those of them that are, or hold, names of persons.
PERSONS = frozenset({"contacts", "attention", "assurer_email"})


def derived_id(entry_id: str, path: str) -> str:
    """The UUID of a part that has none of its own: of its entry and its place in the record
    (`services[0].phones[1]`)."""
    return stable_uuid("part", entry_id, path)

"""Entries as a table: a row an organization, in the columns that `headers` reads back.

A cell that a table program would take for a formula begins with an apostrophe
(https://owasp.org/www-community/attacks/CSV_Injection); reading takes exactly that one off again.
Numbers that no moderator has called are not in it. An entry with several services or locations has
more than a row can say: those are counted, and HSDS holds them all.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

from bot.domain.entry import Entry, Location, Phone, Service
from bot.i18n import SOURCE_LANGUAGE, languages
from bot.services.hours_text import hours_lines
from bot.services.lists.cell_parts import schedules_of
from bot.services.lists.csv_read import GUARDED
from bot.services.lists.ids import written_id
from bot.services.lists.written import Tally

COLUMNS = (
    "id", "name", "aliases", "kind", "what", "what_es", "name_es", "needs", "languages", "phone",
    "email", "website", "through", "scope", "address_1", "address_2", "city", "state",
    "postal_code", "lat", "lon", "confidential", "hours", "eligibility", "how_to_begin", "fees",
    "areas", "alert", "source", "assured",
)  # fmt: skip
_BOM = "\ufeff"
_CHUNK = 64_000
_NOBODY: Mapping[str, date] = {}


def write_csv(
    entries: Iterable[Entry],
    *,
    assured: Mapping[str, date] = _NOBODY,
    tally: Tally | None = None,
) -> Iterator[bytes]:
    """The file in pieces: UTF-8 with a byte order mark, so that Excel shows accents."""
    tally = tally or Tally()
    out = io.StringIO(newline="")
    table = csv.writer(out)
    out.write(_BOM)
    table.writerow(COLUMNS)
    for entry in entries:
        tally.entries += 1
        cells = cells_of(entry, assured.get(entry.id), tally)
        table.writerow([guarded(cells.get(column, "")) for column in COLUMNS])
        if out.tell() >= _CHUNK:
            yield out.getvalue().encode()
            out.seek(0)
            out.truncate()
    yield out.getvalue().encode()


def csv_table(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """A table as a file: its columns named in the first line, no cell a formula, UTF-8 with a byte
    order mark."""
    out = io.StringIO(newline="")
    out.write(_BOM)
    table = csv.writer(out)
    table.writerow(columns)
    for row in rows:
        table.writerow([guarded(cell) for cell in row])
    return out.getvalue().encode()


def cells_of(entry: Entry, assured: date | None, tally: Tally) -> dict[str, str]:
    """What the row of an entry says, by our field names: also what a form begins with."""
    place = entry.locations[0] if entry.locations else Location()
    service = entry.services[0] if entry.services else Service("")
    tally.unverified += sum(1 for phone in entry.phones if not phone.verified)
    tally.shortened += not _fits(entry, place, service)
    point = (place.lat, place.lon) if entry.locations else (None, None)
    hidden = place.confidential
    return {
        "id": written_id(entry.id),
        "name": entry.name,
        "aliases": "; ".join(entry.aliases),
        "kind": entry.kind,
        "what": entry.what.get("en", ""),
        "what_es": entry.what.get("es", ""),
        "name_es": entry.names.get("es", ""),
        "needs": "; ".join(entry.needs),
        "languages": "; ".join(entry.languages),
        "phone": "; ".join(_phone(phone) for phone in entry.phones if phone.verified),
        "email": entry.email,
        "website": entry.website or "",
        "through": entry.through or "",
        "scope": entry.scope.value,
        "address_1": "" if hidden else place.address_1,
        "address_2": "" if hidden else place.address_2,
        "city": entry.city or "",
        "state": "; ".join(entry.states),
        "postal_code": "" if hidden else place.postal_code,
        "lat": "" if hidden or point[0] is None else repr(point[0]),
        "lon": "" if hidden or point[1] is None else repr(point[1]),
        "confidential": "yes" if hidden else "",
        "hours": "; ".join(hours_lines(service.schedules, SOURCE_LANGUAGE)),
        "eligibility": service.eligibility,
        "how_to_begin": service.how_to_begin,
        "fees": service.fees,
        "areas": "; ".join(service.areas),
        "alert": entry.alert,
        "source": entry.source,
        "assured": assured.isoformat() if assured else "",
    }


def guarded(cell: str) -> str:
    """The cell, harmless to a table program."""
    return f"'{cell}" if GUARDED.match(f"'{cell}") else cell


def _phone(phone: Phone) -> str:
    number = f"{phone.number} x{phone.extension}" if phone.extension else phone.number
    return f"{phone.description}: {number}" if phone.description else number


def _fits(entry: Entry, place: Location, service: Service) -> bool:
    """Whether the row says all of it."""
    plain_place = Location(
        "", place.address_1, place.address_2, entry.city or "",
        entry.states[0] if entry.states else "", place.postal_code, "US", place.lat, place.lon,
        confidential=place.confidential, id=place.id,
    )  # fmt: skip
    plain_service = Service(
        service.name, "", service.eligibility, service.how_to_begin, service.fees,
        areas=service.areas, schedules=service.schedules, locations=service.locations,
        id=service.id,
    )  # fmt: skip
    lines = hours_lines(service.schedules, SOURCE_LANGUAGE)
    plain_hours = hours_lines(schedules_of("; ".join(lines)), SOURCE_LANGUAGE) == lines
    said_in = set(entry.what) | set(entry.names)
    return (
        len(entry.locations) < 2
        and len(entry.services) < 2
        and place in (Location(), plain_place)
        and service in (Service(""), plain_service)
        and plain_hours
        and said_in <= set(languages())
        and "en" not in entry.names
        and not any(phone.languages for phone in entry.phones)
    )

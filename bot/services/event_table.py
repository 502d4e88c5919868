"""Events as a table: the columns that an export writes, and how people head them in theirs."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from bot.domain.errors import BadInput
from bot.domain.event import Kind
from bot.domain.search import fold
from bot.i18n import languages, t
from bot.services.lists.csv_read import GUARDED
from bot.services.lists.decode import decode
from bot.services.lists.tables import Line, table_lines

#: What an export writes, in this order; all but the last four are read back.
COLUMNS = (
    "title", "kind", "start", "end", "zone", "repeats", "place", "address", "host", "about",
    "contact", "notes", "link", "capacity", "public", "status", "going", "maybe", "in_line",
)  # fmt: skip
MOST_ROWS = 500
MOST_BYTES = 1_000_000

#: How a column is headed: without capitals, accents, blanks.
_HEADERS: Mapping[str, tuple[str, ...]] = {
    "title": ("title", "event", "name", "eventname", "eventtitle", "subject", "summary", "titulo",
              "evento", "nombre"),
    "kind": ("kind", "type", "eventtype", "category", "tipo", "clase", "categoria"),
    "when": ("when", "datetime", "dateandtime", "cuando", "fechayhora"),
    "date": ("date", "day", "startdate", "fecha", "dia", "fechadeinicio"),
    "start": ("start", "starts", "begins", "from", "time", "starttime", "inicio", "empieza",
              "desde", "hora", "horadeinicio", "comienzo"),
    "end": ("end", "ends", "until", "endtime", "fin", "final", "termina", "hasta", "horadefin"),
    "minutes": ("minutes", "duration", "length", "minutos", "duracion"),
    "zone": ("zone", "timezone", "zona", "zonahoraria"),
    "repeats": ("repeats", "repeat", "rule", "rrule", "recurrence", "repite", "serepite", "regla",
                "repeticion"),
    "place": ("place", "location", "venue", "city", "where", "lugar", "ciudad", "donde", "sede"),
    "address": ("address", "exactaddress", "street", "direccion", "calle", "domicilio"),
    "host": ("host", "organizer", "organization", "organiza", "organizacion", "anfitrion"),
    "about": ("about", "description", "details", "descripcion", "detalles", "acercade"),
    "contact": ("contact", "contacto"),
    "notes": ("notes", "safety", "notas", "seguridad"),
    "link": ("link", "url", "website", "enlace", "sitio", "web"),
    "capacity": ("capacity", "places", "seats", "spots", "cupo", "capacidad", "lugares"),
    "public": ("public", "publico"),
}  # fmt: skip
_FIELD = {header: field for field, headers in _HEADERS.items() for header in headers}

_KINDS: Mapping[Kind, tuple[str, ...]] = {
    Kind.DAY_OF_ACTION: ("diadeaccion", "actionday"),
    Kind.LOBBY_VISIT: ("visitadecabildeo", "cabildeo", "lobbyday", "lobby"),
    Kind.RALLY: ("mitin", "concentracion"),
    Kind.VIGIL: ("vigilia",),
    Kind.MARCH: ("marcha",),
    Kind.TOWN_HALL: ("asamblea", "asambleapublica"),
    Kind.WORKSHOP: ("taller",),
    Kind.KNOW_YOUR_RIGHTS: ("conozcasusderechos", "kyr", "knowyourrightstraining"),
    Kind.LEGAL_CLINIC: ("clinicalegal", "clinic", "clinica"),
    Kind.CITIZENSHIP_CLINIC: ("clinicadeciudadania",),
    Kind.PROTEST: ("protesta",),
    Kind.MEETING: ("reunion", "junta"),
    Kind.TRAINING: ("capacitacion", "formacion"),
}
_YES = frozenset({"yes", "y", "true", "1", "x", "si", "public", "publico"})


def squashed(text: str) -> str:
    """Only its letters and digits, without capitals and accents."""
    return "".join(char for char in fold(text) if char.isalnum())


@cache
def _kinds() -> Mapping[str, Kind]:
    """What people call each kind: as it is stored, as our screens name it, and otherwise."""
    shown = {
        squashed(t(f"events.kind.{kind.value}", language)): kind
        for language in languages()
        for kind in Kind
    }
    ours = {name: kind for kind, names in _KINDS.items() for name in (squashed(kind.value), *names)}
    return shown | ours


def kind_typed(text: str) -> Kind:
    """What kind of event was written; a meeting where nothing was.

    Raises:
        BadInput: no kind of ours.
    """
    if not text.strip():
        return Kind.MEETING
    kind = _kinds().get(squashed(text))
    if kind is None:
        raise BadInput("event_roster.unknown_kind", typed=text.strip()[:40])
    return kind


def is_yes(text: str) -> bool:
    """Whether a cell says yes."""
    return squashed(text) in _YES


def rows_of_table(data: bytes) -> tuple[list[tuple[int, dict[str, str]]], list[str]]:
    """The rows of a file by our fields, each with its line, and the headers that nobody knows.

    Raises:
        BadInput: it is no table, has no title column, no time, or too many rows.
    """
    if len(data) > MOST_BYTES:
        raise BadInput("lists_io.too_large", most=MOST_BYTES // 1_000_000)
    lines = [line for line in table_lines(decode(data).text) if line.cells is None or line.cells]
    if not lines or lines[0].cells is None:
        raise BadInput("lists_io.empty_file")
    header = lines[0].cells
    fields = [_FIELD.get(squashed(cell)) for cell in header]
    if "title" not in fields or not {"when", "date", "start"} & set(fields):
        raise BadInput("event_roster.no_columns", found=", ".join(header)[:200])
    if len(lines) - 1 > MOST_ROWS:
        raise BadInput("event_roster.many_rows", most=MOST_ROWS)
    read = {squashed(column) for column in COLUMNS}
    unknown = [
        cell.strip()[:40]
        for cell, field in zip(header, fields, strict=True)
        if field is None and cell.strip() and squashed(cell) not in read
    ]
    return [(line.number, _cells(line, fields)) for line in lines[1:]], unknown


def _cells(line: Line, fields: list[str | None]) -> dict[str, str]:
    found: dict[str, str] = {}
    for field, cell in zip(fields, line.cells or [], strict=False):
        if field is not None and cell.strip():
            found.setdefault(field, cell[1:] if GUARDED.match(cell) else cell)
    return found

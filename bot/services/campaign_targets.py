"""Lists of officials from CSV: sheriffs, county boards, city councils, in their office only.

The rows name their faults by line; a list comes in whole or not at all.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from bot.domain.campaign import CampaignWhole, ListTarget
from bot.domain.campaign_check import STATES, check_line, check_link
from bot.domain.errors import BadInput
from bot.services.event_table import squashed
from bot.services.lists.cell_parts import is_formula
from bot.services.lists.csv_read import GUARDED
from bot.services.lists.decode import decode
from bot.services.lists.phones import clean_phone
from bot.services.lists.tables import table_lines

MOST_ROWS = 500
MOST_BYTES = 500_000
#: How a column is headed: without capitals, accents, blanks.
_HEADERS: Mapping[str, tuple[str, ...]] = {
    "name": ("name", "fullname", "official", "nombre", "funcionario", "funcionaria"),
    "office": ("office", "title", "position", "role", "seat", "cargo", "puesto", "titulo"),
    "place": ("place", "county", "city", "town", "district", "jurisdiction", "lugar", "condado",
              "ciudad", "distrito", "municipio"),
    "state": ("state", "st", "estado"),
    "phone": ("phone", "phonenumber", "telephone", "tel", "number", "telefono", "numero"),
    "email": ("email", "mail", "emailaddress", "correo", "correoelectronico"),
    "form_url": ("formurl", "form", "contactform", "url", "website", "link", "formulario", "web",
                 "enlace", "sitio"),
}  # fmt: skip
_FIELD = {header: field for field, headers in _HEADERS.items() for header in headers}
_EMAIL = re.compile(r"[^\s@<>\"{}]{1,64}@(?:[\w-]+\.)+[\w-]{2,}")


@dataclass(frozen=True, slots=True)
class BadRow:
    """A row that can't be used. `problem` says why; `name` is whom the row is about."""

    line: int
    name: str
    problem: BadInput


@dataclass(frozen=True, slots=True)
class ReadTargets:
    """A file as it was read. `ignored`: headings of columns that were not looked at."""

    targets: tuple[ListTarget, ...]
    bad: tuple[BadRow, ...]
    ignored: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ListReport:
    """What a file would do, or did, to a list."""

    list: str
    added: tuple[ListTarget, ...]
    changed: tuple[ListTarget, ...]
    removed: tuple[ListTarget, ...]
    same: int
    bad: tuple[BadRow, ...] = ()
    ignored: tuple[str, ...] = ()

    @property
    def changes(self) -> bool:
        """Whether anything becomes different."""
        return bool(self.added or self.changed or self.removed)


def read_targets(list_name: str, data: bytes) -> ReadTargets:
    """Read a file.

    Raises:
        BadInput: it is too large, no text, has no column of names, no rows or too many of them.
    """
    if len(data) > MOST_BYTES:
        raise BadInput("campaign_error.csv_large", most=MOST_BYTES // 1000)
    lines = table_lines(decode(data).text)
    header = next(lines, None)
    if header is None or header.cells is None:
        raise BadInput("campaign_error.csv_empty")
    columns, ignored = _columns(header.cells)
    found: dict[tuple[str, str, str], ListTarget] = {}
    bad: list[BadRow] = []
    rows = 0
    for number, cells in lines:
        rows += 1
        if rows > MOST_ROWS:
            raise BadInput("campaign_error.csv_many", most=MOST_ROWS)
        if cells is None:
            bad.append(BadRow(number, "", BadInput("campaign_error.csv_quotes")))
            continue
        texts = {field: cells[at].strip() for at, field in columns.items() if at < len(cells)}
        try:
            target = _target(list_name, texts)
            key = (target.name, target.office, target.place)
            if key in found:
                raise BadInput("campaign_error.csv_twice")
            found[key] = target
        except BadInput as problem:
            bad.append(BadRow(number, texts.get("name", "")[:60], problem))
    if not rows:
        raise BadInput("campaign_error.csv_empty")
    return ReadTargets(tuple(found.values()), tuple(bad), ignored)


def _columns(cells: Sequence[str]) -> tuple[dict[int, str], tuple[str, ...]]:
    columns: dict[int, str] = {}
    ignored: list[str] = []
    for at, cell in enumerate(cells):
        field = _FIELD.get(squashed(cell))
        if field is not None and field not in columns.values():
            columns[at] = field
        elif cell.strip():
            ignored.append(cell.strip()[:40])
    if "name" not in columns.values():
        raise BadInput("campaign_error.csv_no_name")
    return columns, tuple(ignored)


def _target(list_name: str, texts: Mapping[str, str]) -> ListTarget:
    plain = dict(_plain(texts))
    name = check_line(plain.get("name", ""), "name", most=100)
    if not name:
        raise BadInput("campaign_error.csv_nameless")
    state = plain.get("state", "").upper()
    if state and state not in STATES:
        raise BadInput("campaign_error.state")
    email = plain.get("email", "")
    if email and not _EMAIL.fullmatch(email):
        raise BadInput("campaign_error.csv_email")
    target = ListTarget(
        list=list_name,
        name=name,
        office=check_line(plain.get("office", ""), "name", most=100),
        place=check_line(plain.get("place", ""), "name", most=100),
        state=state,
        phone=_phone(plain.get("phone", "")),
        email=email,
        form_url=check_link(plain.get("form_url", "")),
    )
    if not (target.phone or target.email or target.form_url):
        raise BadInput("campaign_error.csv_no_way")
    return target


def _plain(texts: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    for field, text in texts.items():
        if GUARDED.match(text):
            yield field, text[1:]  # an apostrophe that an export of ours put there
        elif is_formula(text) and not (field == "phone" and text.startswith("+")):
            raise BadInput("campaign_error.csv_formula", typed=text[:40])
        else:
            yield field, text


def _phone(typed: str) -> str:
    if not typed:
        return ""
    number, extension = clean_phone(typed)
    return f"{number} x{extension}" if extension else number


def report_on(whole: CampaignWhole, body: str, read: ReadTargets) -> ListReport:
    """What the file changes in the list as it stands."""
    standing = {(each.name, each.office, each.place): each for each in whole.in_list(body)}
    added: list[ListTarget] = []
    changed: list[ListTarget] = []
    same = 0
    for each in read.targets:
        before = standing.pop((each.name, each.office, each.place), None)
        if before is None:
            added.append(each)
        elif replace(each, number=before.number) == before:
            same += 1
        else:
            changed.append(replace(each, number=before.number))
    removed = tuple(standing.values())
    return ListReport(body, tuple(added), tuple(changed), removed, same, read.bad, read.ignored)

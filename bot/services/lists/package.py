"""A zip file as a list: the standard's data package, or a single list that somebody zipped.

Nothing is unpacked to the disk, and nothing beyond the limit is unpacked at all.
https://docs.openreferral.org/en/3.0/hsds/serialization.html, https://datapackage.org
"""

from __future__ import annotations

import io
import json
import struct
import zipfile
import zlib
from collections.abc import Mapping
from typing import Any, NamedTuple, cast

from bot.domain.errors import BadInput
from bot.services.lists.decode import decode
from bot.services.lists.hsds_tables import Table, table_of
from bot.services.lists.json_scan import scan
from bot.services.lists.rows import RowProblem
from bot.services.lists.tables import table_lines

#: More files than the standard has tables, several times over.
_MOST_FILES = 200
_BROKEN = (
    zipfile.BadZipFile, zipfile.LargeZipFile, zlib.error, EOFError, OSError, RuntimeError,
    NotImplementedError, ValueError, struct.error,
)  # fmt: skip


class Unpacked(NamedTuple):
    """Either tables by the standard's name, or the one list that was in the file."""

    tables: Mapping[str, Table]
    single: tuple[str, bytes] | None
    notes: tuple[RowProblem, ...]


def unpack(data: bytes, most_bytes: int) -> Unpacked:
    """Read a zip file.

    Raises:
        BadInput: `lists_io.workbook` (Excel and the like), `lists_io.bad_zip`,
            `lists_io.zip_too_large` (`most`, in MB), and what its tables are refused for.
    """
    try:
        return _unpack(data, most_bytes)
    except _BROKEN:
        raise BadInput("lists_io.bad_zip") from None


def _unpack(data: bytes, most_bytes: int) -> Unpacked:
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        infos = [info for info in file.infolist() if not info.is_dir()]
        names = {info.filename for info in infos}
        if any(name.startswith(("xl/", "word/")) or name == "content.xml" for name in names):
            raise BadInput("lists_io.workbook")
        wanted = [info for info in infos if _is_list(info.filename)]
        if len(infos) > _MOST_FILES or sum(info.file_size for info in wanted) > most_bytes:
            raise BadInput("lists_io.zip_too_large", most=most_bytes // 1_000_000)
        left = most_bytes
        held: dict[str, bytes] = {}
        for info in wanted:
            with file.open(info) as part:
                held[info.filename] = content = part.read(left + 1)
            left -= len(content)
            if left < 0:  # it said that it was smaller
                raise BadInput("lists_io.zip_too_large", most=most_bytes // 1_000_000)
    named = _named(held)
    if not any(table == "organization" for table in named.values()):
        lists = [(name, held[name]) for name in held if not name.endswith("datapackage.json")]
        if len(lists) == 1:
            return Unpacked({}, lists[0], ())
        raise BadInput("lists_io.no_tables")
    tables: dict[str, Table] = {}
    notes: list[RowProblem] = []
    for name, table in named.items():
        notes += _read_table(name, held[name], tables.setdefault(table, Table(name)))
    return Unpacked(tables, None, tuple(notes[:1]))


def _is_list(name: str) -> bool:
    plain = name.rsplit("/", 1)[-1]
    return plain.lower().endswith((".csv", ".json")) and not (
        plain.startswith(".") or "__MACOSX" in name
    )


def _named(held: Mapping[str, bytes]) -> dict[str, str]:
    """Which file is which table: by its own name, or by what datapackage.json calls it."""
    found = {name: table for name in held if (table := table_of(name))}
    for name, content in held.items():
        if not name.endswith("datapackage.json"):
            continue
        found.pop(name, None)
        folder = name.removesuffix("datapackage.json")
        try:
            described: Any = json.loads(decode(content).text)
        except (ValueError, RecursionError):
            raise BadInput("lists_io.bad_package", name=name[:60]) from None
        resources = cast("Any", described).get("resources") if isinstance(described, dict) else None
        for each in cast("list[Any]", resources) if isinstance(resources, list) else []:
            if isinstance(each, dict):
                resource = cast("Mapping[str, Any]", each)
                path = f"{folder}{resource.get('path')}"
                table = table_of(str(resource.get("name")))
                if path in held and table and path not in found:
                    found[path] = table
    return found


def _read_table(name: str, content: bytes, table: Table) -> tuple[RowProblem, ...]:
    text, notes = decode(content)
    try:
        if name.lower().endswith(".json"):
            found = scan(text)
            if not isinstance(found, tuple):
                rows = ((line, value) for line, value in found)
                table.rows += [(n, dict(cast("dict[str, Any]", v))) for n, v in rows if _is_row(v)]
            return notes
        header: list[str] | None = None
        for line, cells in table_lines(text):
            if cells is None:
                raise BadInput("lists_io.open_quote", line=line)
            if header is None:
                header = [title.strip().lower() for title in cells]
            else:
                table.rows.append((line, {h: c for h, c in zip(header, cells, strict=False) if c}))
    except BadInput as error:
        raise BadInput(
            "lists_io.in_file", name=name[:60], line=error.params.get("line", 1)
        ) from None
    return notes


def _is_row(value: object) -> bool:
    return isinstance(value, dict)

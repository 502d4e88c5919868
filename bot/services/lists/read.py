"""Reads a list of organizations from whatever file people have.

    for row in read_list(data, "list.csv", places=places):
        row.entry or row.problems

It is a plain generator: run it in a thread. A file that breaks off is refused where it does, after
rows have been given: write nothing before the last one was read, or write in one transaction.
"""

from __future__ import annotations

from collections.abc import Iterator

from bot.domain.errors import BadInput
from bot.domain.places import Places
from bot.services.lists.csv_read import WHOLE, Part, read_csv
from bot.services.lists.decode import ZIP_START, decode
from bot.services.lists.hsds_files import read_json, read_tables
from bot.services.lists.package import unpack
from bot.services.lists.rows import ReadRow

__all__ = ["MOST_BYTES", "WHOLE", "Part", "is_table", "read_list"]

#: The largest file that Discord lets everybody send, in bytes, and then some.
MOST_BYTES = 25_000_000
#: How much larger than the limit what is in a zip file may be.
_UNPACKED = 4


def read_list(
    data: bytes,
    name: str,
    *,
    places: Places,
    most_bytes: int = MOST_BYTES,
    phones_verified: bool = True,
    part: Part = WHOLE,
) -> Iterator[ReadRow]:
    """The rows of a file: HSDS 3.0 JSON, the standard's data package (zip), or CSV.

    `name` is the file's name; what is in it counts for more. `most_bytes` is the largest size.
    `phones_verified` is False for an old list: its numbers are then kept, not shown. Of a table
    only a `part` may be read; whatever else it is, is all of it in the first part.

    Raises:
        BadInput: the file as a whole can't be read; the sentence says what to do. Most are raised
            before the first row, a quote that is never closed or JSON that breaks off where it is.
    """
    if len(data) > most_bytes:
        most = max(1, most_bytes // 1_000_000)
        raise BadInput("lists_io.too_large", most=most)
    if part.first and not is_table(data, name):
        return
    if data.startswith(ZIP_START):
        tables, single, notes = unpack(data, most_bytes * _UNPACKED)
        if single is None:
            yield from read_tables(tables, places, notes, phones_verified=phones_verified)
            return
        name, data = single
        if data.startswith(ZIP_START):
            raise BadInput("lists_io.bad_zip")
    text, notes = decode(data)
    start = text[:1000].lstrip()[:1]
    if not text.strip():
        raise BadInput("lists_io.empty_file")
    if start in ("[", "{") or name.lower().endswith(".json"):
        yield from read_json(text, places, notes, phones_verified=phones_verified)
    else:
        yield from read_csv(text, places, notes, phones_verified=phones_verified, part=part)


def is_table(data: bytes, name: str) -> bool:
    """Whether it is a CSV, as far as its first bytes tell: what is in doubt (packed, or in an
    encoding of two bytes a letter) is none."""
    start = data[:1000].removeprefix(b"\xef\xbb\xbf").lstrip()
    doubtful = data.startswith(ZIP_START) or b"\0" in start
    return not (doubtful or start[:1] in (b"[", b"{") or name.lower().endswith(".json"))

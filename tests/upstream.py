"""The files of unitedstates/congress-legislators as a test needs them, and servers that send them.

They are made from the bundled list, so that nothing of anybody else's stands in the tests.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from bot.domain.legislators import Body, Flag, Office, OfficeKind, Target
from bot.services.legislator_files import bundled_congress

Rows = list[dict[str, Any]]
MEMBERS, OFFICES = "legislators-current.json", "legislators-district-offices.json"


def upstream() -> tuple[Rows, Rows]:
    """The members' file and the offices' file, as rows; an update with them changes nothing."""
    members = bundled_congress().members
    return [_member(member) for member in members], [_offices(member) for member in members]


def dumped(rows: object) -> bytes:
    return json.dumps(rows, ensure_ascii=False, indent=1).encode()


def _member(member: Target) -> dict[str, Any]:
    (washington,) = (o for o in member.offices if o.kind is OfficeKind.WASHINGTON)
    house = member.body is Body.US_HOUSE
    term = {
        "type": "rep" if house else "sen",
        "start": "2025-01-03",
        "end": str(member.term_ends),
        "state": member.district.state,
        "party": member.party,
        "url": member.website,
        "contact_form": member.contact,
        "office": washington.address,
        "phone": washington.phone,
    }
    if house:
        term["district"] = int(member.district.name)
    first, _, last = member.name.partition(" ")
    name = {"first": first, "last": last, "official_full": member.name}
    kept = {key: value for key, value in term.items() if value != ""}
    return {"id": {"bioguide": member.id, "govtrack": 1}, "name": name, "bio": {}, "terms": [kept]}


def _offices(member: Target) -> dict[str, Any]:
    local = [
        _office(office)
        for office in member.offices
        if office.kind is OfficeKind.LOCAL and Flag.SECOND_SOURCE not in office.flags
    ]
    return {"id": {"bioguide": member.id}, "offices": local}


def _office(office: Office) -> dict[str, Any]:
    typo = 400 if Flag.BAD_LAT in office.flags else 0
    # The one whose point was mended by its ZIP and town: upstream has it in another town.
    typo += 1 if office.id == "M001237-flint" else 0
    row = {
        "id": office.id,
        "address": office.address,
        "city": office.city,
        "state": office.state,
        "zip": office.zip,
        "latitude": None if office.lat is None else office.lat + typo,
        "longitude": office.lon,
        "hours": office.hours,
        "phone": "" if Flag.SECOND_SOURCE_PHONE in office.flags else office.phone,
    }
    return {key: value for key, value in row.items() if value not in ("", None)}


Answer = Callable[[BaseHTTPRequestHandler], None]


def sends(body: bytes, *, status: int = 200, **headers: str) -> Answer:
    """A well-behaved answer."""

    def answer(request: BaseHTTPRequestHandler) -> None:
        request.send_response(status)
        request.send_header("Content-Length", str(len(body)))
        for name, value in headers.items():
            request.send_header(name.replace("_", "-"), value)
        request.end_headers()
        request.wfile.write(body)

    return answer


def breaks_off(body: bytes) -> Answer:
    """Promises all of it, sends half of it, hangs up."""

    def answer(request: BaseHTTPRequestHandler) -> None:
        request.send_response(200)
        request.send_header("Content-Length", str(len(body)))
        request.end_headers()
        request.wfile.write(body[: len(body) // 2])
        request.close_connection = True

    return answer


def never_ends(piece: bytes) -> Answer:
    """Sends and sends, without saying how much it will be."""

    def answer(request: BaseHTTPRequestHandler) -> None:
        request.send_response(200)
        request.end_headers()
        try:
            while True:
                request.wfile.write(piece)
        except OSError:
            request.close_connection = True

    return answer


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: object, client_address: object) -> None:
        """Who hangs up on us is expected here."""


@contextmanager
def serving(answers: dict[str, Answer]) -> Iterator[Callable[[str], str]]:
    """A server on loopback: for each path an answer. Yields a path's address."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            answers[self.path](self)

        def log_message(self, *_: object) -> None:
            """Says nothing."""

    server = _Server(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield lambda path: f"http://127.0.0.1:{server.server_address[1]}{path}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@contextmanager
def silent() -> Iterator[Answer]:
    """An answer that says it is coming and never does, until the test has ended."""
    over = threading.Event()

    def answer(request: BaseHTTPRequestHandler) -> None:
        request.send_response(200)
        request.send_header("Content-Length", "1000")
        request.end_headers()
        request.wfile.write(b"[")
        request.wfile.flush()
        over.wait(30)
        request.close_connection = True

    try:
        yield answer
    finally:
        over.set()

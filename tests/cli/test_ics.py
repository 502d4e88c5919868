"""`ics check` from the terminal."""

from __future__ import annotations

import json
import os
from pathlib import Path

from tests.cli.conftest import Run

_GOOD = (
    "BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:1\nSUMMARY:Vigil\nDTSTART:20270301T100000Z\nEND:VEVENT\n"
)
_BAD = "BEGIN:VEVENT\nSUMMARY:\x1b[2JMarch\nDTSTART:soon\nEND:VEVENT\n"


def test_files_that_can_not_be_read_are_said_and_exit_with_1(run: Run, terminal: Path) -> None:
    (terminal / "bad.ics").write_text(_BAD)
    (terminal / "photo.ics").write_bytes(bytes(range(256)))
    os.mkfifo(terminal / "pipe.ics")
    files = ["missing.ics", ".", "photo.ics", "pipe.ics", "bad.ics", "a\0b"]
    found = run("ics", "check", *files, "--json")
    assert found.exit_code == 1
    rows = json.loads(found.stdout)
    assert [row["file"] for row in rows[:5]] == files[:5]
    assert all(row["error"] for row in rows)
    assert rows[4]["refused"] == [
        {
            "line": 1,
            "uid": "",
            "title": "\x1b[2JMarch",
            "reason": "“soon” is no time that a calendar knows.",
        }
    ]
    said = run("ics", "check", *files, "--lang", "es")
    assert said.exit_code == 1
    assert "no es una hora" in said.stdout
    assert "\x1b" not in said.stdout


def test_a_good_file_prints_its_events(run: Run, terminal: Path) -> None:
    (terminal / "good.ics").write_text(_GOOD + _BAD)
    found = run("ics", "check", "good.ics", "--json")
    assert found.exit_code == 0
    (row,) = json.loads(found.stdout)
    assert (row["error"], len(row["refused"])) == (None, 1)
    (event,) = row["events"]
    assert (event["title"], event["start"], event["zone"], event["minutes"]) == (
        "Vigil",
        "2027-03-01T10:00:00",
        "UTC",
        None,
    )
    assert "good.ics: 1 event read" in run("ics", "check", "good.ics").stdout

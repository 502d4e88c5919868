"""`demo` as somebody at a terminal starts it."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import urllib.request
from pathlib import Path

from bot.demo.page import THINGS_TO_TRY

_RUN = "from bot.cli.demo import demo; demo()"


def _start(tmp_path: Path, *arguments: str, code: str = _RUN) -> subprocess.Popen[str]:
    return subprocess.Popen(  # noqa: S603
        [sys.executable, "-c", code, *arguments],
        env={**os.environ, "TMPDIR": str(tmp_path), "LC_ALL": "C.UTF-8"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def test_without_simcord_one_sentence_says_how_to_get_it(tmp_path: Path) -> None:
    missing = f"import sys; sys.modules['simcord'] = None; {_RUN}"
    process = _start(tmp_path, code=missing)
    said, complaint = process.communicate(timeout=60)
    assert process.returncode == 1
    assert said == ""
    assert len(complaint.splitlines()) == 1
    assert 'pip install ".[demo]"' in complaint


def test_it_prints_its_address_and_things_to_try_into_a_pipe_and_ends_on_ctrl_c(
    tmp_path: Path,
) -> None:
    process = _start(tmp_path, "--port", "0", "--channel-port", "0")
    assert process.stdout is not None
    lines = []
    for line in process.stdout:
        lines.append(line)
        if "Ctrl-C" in line:
            break
    try:
        address = next(a for line in lines if (a := line.strip()).startswith("http://127.0.0.1:"))
        told = [int(m[1]) for line in lines if (m := re.match(r"  (\d+)\. ", line))]
        assert told == list(range(1, len(THINGS_TO_TRY) + 1))
        with urllib.request.urlopen(address, timeout=30) as page:  # noqa: S310
            assert page.status == 200
            links = re.findall(r'href="(http://127[^"?]+/calendar/[^"?]+)', page.read().decode())
        with urllib.request.urlopen(links[0], timeout=30) as calendar:  # noqa: S310
            assert "Candles for our neighbors" in calendar.read().decode()
    finally:
        process.send_signal(signal.SIGINT)
        rest, complaint = process.communicate(timeout=60)
    assert process.returncode == 0, complaint
    assert complaint == ""
    assert "ended" in rest
    assert list(tmp_path.iterdir()) == [], "its temporary files are gone"


def test_a_tour_without_chromium_says_so_in_one_line_and_writes_its_texts(tmp_path: Path) -> None:
    folder, temporary = tmp_path / "tour", tmp_path / "tmp"
    temporary.mkdir()
    nowhere = f"import os; os.environ['CHROMIUM'] = 'no-such-browser'; {_RUN}"
    process = _start(temporary, "--tour", str(folder), code=nowhere)
    said, complaint = process.communicate(timeout=120)
    assert process.returncode == 0, complaint
    assert sum("Chromium" in line for line in said.splitlines()) == 1
    assert (folder / "story.md").is_file()
    assert not list(folder.glob("*.png"))

"""`directory import` and `export`: lists at the terminal, in sentences."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Run

CSV = "name,phone,url,city,state\nSol Legal,602-555-0101,sol.example.org,Phoenix,AZ\n"
BAD = CSV + "Luna,call us,luna.example.org,Tucson,AZ\n"
KEYS = {"new", "changed", "same", "edited_here", "retired_here", "bad_count", "bad", "differences",
        "notes", "written", "waiting", "shown"}  # fmt: skip


def put(folder: Path, data: str | bytes, name: str = "list.csv") -> str:
    """A file to bring in; its name."""
    (folder / name).write_bytes(data.encode() if isinstance(data, str) else data)
    return name


def exported(run: Run, *words: str) -> str:
    out = run("directory", "export", *words)
    assert out.exit_code == 0, out.output
    return out.stdout


@pytest.mark.parametrize(
    ("language", "said"), [("en_US.UTF-8", "Line 3 (Luna):"), ("es_MX.UTF-8", "nea 3 (Luna):")]
)
@pytest.mark.usefixtures("database")
def test_a_dry_run_lists_bad_rows_and_writes_nothing(
    run: Run, terminal: Path, language: str, said: str
) -> None:
    result = run("directory", "import", put(terminal, BAD), "--dry-run", LC_ALL=language)
    assert result.exit_code == 0
    assert said in result.stdout
    assert "call us" in result.stdout
    assert ("Nothing was written." in result.stdout) is language.startswith("en")
    assert "Sol Legal" not in exported(run)


@pytest.mark.usefixtures("database")
def test_what_came_in_goes_out_and_comes_back_the_same(run: Run, terminal: Path) -> None:
    done = run("directory", "import", put(terminal, CSV), "--vouch")
    assert (done.exit_code, "Done." in done.stdout) == (0, True)
    for form, name in (("hsds", "out.json"), ("csv", "out.csv")):
        out = run("directory", "export", "--format", form, "--out", name)
        assert (out.exit_code, out.stdout) == (0, "")
        assert "53 entries written." in out.stderr
        back = run("directory", "import", name, "--vouch")
        assert "There was nothing to do." in back.stdout


@pytest.mark.usefixtures("database")
def test_json_is_one_object_and_nothing_else(run: Run, terminal: Path) -> None:
    for words, written in ((["--dry-run"], False), (["--vouch"], True), ([], False)):
        result = run("directory", "import", put(terminal, BAD), "--json", *words)
        found = json.loads(result.stdout)
        assert set(found) == KEYS
        assert found["written"] is written
        assert found["bad_count"] == 1
        assert found["bad"][0]["line"] == 3
        assert found["bad"][0]["reasons"]


@pytest.mark.usefixtures("database")
def test_a_list_is_for_one_server_or_for_everybody(run: Run, terminal: Path) -> None:
    put(terminal, CSV)
    assert run("directory", "import", "list.csv", "--server", "77", "--vouch").exit_code == 0
    assert "Sol Legal" in exported(run, "--server", "77")
    assert "Sol Legal" not in exported(run)
    assert "Sol Legal" not in exported(run, "--server", "78")
    assert run("directory", "import", "list.csv", "--vouch").exit_code == 0
    assert "Sol Legal" in exported(run, "--server", "78")
    assert exported(run, "--server", "77").count('"name":"Sol Legal"') == exported(
        run, "--server", "78"
    ).count('"name":"Sol Legal"')


@pytest.mark.usefixtures("database")
def test_without_a_voucher_it_waits(run: Run, terminal: Path) -> None:
    done = run("directory", "import", put(terminal, CSV))
    assert done.exit_code == 0
    assert "waits" in done.stdout
    assert "Sol Legal" not in exported(run)
    again = run("directory", "import", "list.csv")
    assert "1 of those still waits for review" in again.stdout
    shown = run("directory", "import", "list.csv", "--vouch")
    assert "1 entry that waited for review" in shown.stdout
    assert "Sol Legal" in exported(run)


@pytest.mark.parametrize(
    ("language", "said"), [("en_US.UTF-8", "1 entry differs"), ("es_MX.UTF-8", "1 ficha es")]
)
@pytest.mark.usefixtures("database")
def test_a_list_for_everybody_changes_nothing_that_nobody_vouches_for(
    run: Run, terminal: Path, language: str, said: str
) -> None:
    run("directory", "import", put(terminal, CSV), "--vouch")
    put(terminal, CSV.replace("sol.example", "sun.example"))
    refused = run("directory", "import", "list.csv", "--json", LC_ALL=language)
    assert (refused.exit_code, refused.stdout) == (1, "")
    look = run("directory", "import", "list.csv", "--dry-run", LC_ALL=language)
    for told in (refused.stderr, look.stdout):
        assert said in told
        assert "--vouch" in told
    assert "sun.example" in look.stdout
    assert "sun.example" not in exported(run)
    assert run("directory", "import", "list.csv", "--server", "77").exit_code == 0
    assert run("directory", "import", "list.csv", "--vouch").exit_code == 0
    assert "sun.example" in exported(run)


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (b"", "a.csv"),
        (b'name,phone\n"Sol,602\n', "a.csv"),
        (b"phone\n1\n", "a.csv"),
        (b"[{", "a.json"),
        (b"PK\x03\x04nothing", "a.zip"),
    ],
    ids=["empty", "quote", "no name", "broken off", "zip"],
)
@pytest.mark.usefixtures("database")
def test_a_file_that_can_not_be_read_is_a_sentence(
    run: Run, terminal: Path, data: bytes, name: str
) -> None:
    result = run("directory", "import", put(terminal, data, name), "--vouch", "--json")
    assert result.exit_code == 1
    assert result.stdout == ""
    assert result.stderr.strip()


@pytest.mark.usefixtures("database")
def test_a_file_that_is_not_there_or_a_folder_is_a_sentence(run: Run, terminal: Path) -> None:
    (terminal / "folder").mkdir()
    for name in ("nowhere.csv", "folder"):
        result = run("directory", "import", name)
        assert result.exit_code == 2
        assert name in result.stderr
    refused = run("directory", "export", "--out", "nowhere/at/all.json")
    assert refused.exit_code == 1
    assert "can't write" in refused.stderr


@pytest.mark.usefixtures("database")
def test_a_file_that_fails_while_it_is_read_is_a_sentence(
    run: Run, terminal: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(terminal, CSV)

    def refuse(_: Path) -> bytes:
        raise PermissionError

    monkeypatch.setattr(Path, "read_bytes", refuse)
    result = run("directory", "import", "list.csv")
    assert result.exit_code == 1
    assert "list.csv" in result.stderr

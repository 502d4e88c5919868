"""`backup` and `restore` from the terminal: what was saved comes back, and nothing is lost."""

from __future__ import annotations

from pathlib import Path

from bot.storage.lock import OneBotLock
from tests.cli.conftest import Run, kept_language, make_database, write_env


def test_a_backup_never_overwrites_unasked(run: Run, database: Path, terminal: Path) -> None:
    target = terminal / "copy.db"
    target.write_text("precious")
    refused = run("backup", str(target))
    assert refused.exit_code == 1
    assert "copy.db" in refused.stderr
    assert target.read_text() == "precious"
    assert run("backup", str(target), "--overwrite").exit_code == 0
    assert target.read_bytes() != b"precious"
    # The database itself is never the target, however much that is asked for.
    before = database.read_bytes()
    assert run("backup", str(database), "--overwrite").exit_code == 1
    assert database.read_bytes() == before


def test_what_was_saved_comes_back(
    run: Run, database: Path, database_key: str | None, terminal: Path
) -> None:
    saved = run("backup", "copy.db")
    assert saved.exit_code == 0
    assert "copy.db" in saved.stdout
    make_database(database, database_key, language="en")
    assert kept_language(database, database_key) == "en"
    restored = run("restore", "copy.db")
    assert restored.exit_code == 0
    assert str(database) in restored.stdout
    assert kept_language(database, database_key) == "es"
    (aside,) = terminal.glob("coalition.db.before-restore-*")
    assert kept_language(aside, database_key) == "en"
    assert database_key is None or database_key not in saved.output + restored.output
    assert (
        database_key is None or b"SQLite format 3" not in (terminal / "copy.db").read_bytes()[:16]
    )


def test_a_backup_restores_where_there_was_no_database(
    run: Run, database: Path, database_key: str | None, terminal: Path
) -> None:
    assert run("backup", "copy.db").exit_code == 0
    fresh = terminal / "elsewhere" / "new.db"
    write_env(terminal, fresh, database_key)
    assert run("restore", "copy.db").exit_code == 0
    assert kept_language(fresh, database_key) == "es"


def test_with_the_wrong_key_nothing_is_restored_and_the_key_is_not_shown(
    run: Run, database: Path, database_key: str | None, terminal: Path
) -> None:
    assert run("backup", "copy.db").exit_code == 0
    before = database.read_bytes()
    write_env(terminal, database, "another-secret-key")
    for command in (("restore", "copy.db"), ("backup", "second.db")):
        refused = run(*command)
        assert refused.exit_code == 1
        assert "DATABASE_KEY" in refused.stderr
        assert "another-secret-key" not in refused.output
    assert not (terminal / "second.db").exists()
    assert database.read_bytes() == before
    assert kept_language(database, database_key) == "es"


def test_while_a_bot_runs_nothing_is_restored_but_a_backup_is_made(
    run: Run, database: Path, database_key: str | None
) -> None:
    lock = OneBotLock(database)
    lock.acquire()
    try:
        assert run("backup", "copy.db").exit_code == 0
        before = database.read_bytes()
        refused = run("restore", "copy.db")
        assert refused.exit_code == 1
        assert "coalition.db" in refused.stderr
        assert database.read_bytes() == before
    finally:
        lock.release()
    assert run("restore", "copy.db").exit_code == 0
    assert kept_language(database, database_key) == "es"


def test_what_is_no_backup_is_refused_and_the_database_stays(
    run: Run, database: Path, database_key: str | None, terminal: Path
) -> None:
    (terminal / "letter.txt").write_text("Dear all, " * 1000)
    (terminal / "empty.db").write_bytes(b"")
    (terminal / "folder").mkdir()
    for name in ("letter.txt", "empty.db", "missing.db", "folder"):
        refused = run("restore", name)
        assert refused.exit_code in (1, 2)
        assert name in refused.stderr
    assert kept_language(database, database_key) == "es"
    assert not list(terminal.glob("*.before-restore-*"))
    assert not list(terminal.glob(".*.partial"))


def test_without_a_database_there_is_nothing_to_save(run: Run, terminal: Path) -> None:
    refused = run("backup", "copy.db")
    assert refused.exit_code == 1
    assert "coalition.db" in refused.stderr
    assert list(terminal.iterdir()) == []

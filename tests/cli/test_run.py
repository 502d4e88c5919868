"""`run` that can't start says why and what to do, and never shows a secret."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from bot.storage.lock import OneBotLock
from tests.cli.conftest import Run, make_database, write_env
from tests.codebase import ROOT

TOKEN = "MTIzNDU2Nzg5MDEyMzQ1Njc4.Gabcde.abcdefghijklmnopqrstuvwxyz012345"
COMMANDS = (["run"], ["doctor", "--offline"], ["backup", "copy.db"], ["restore", "copy.db"])


@pytest.mark.parametrize("language", ["en_US.UTF-8", "es_MX.UTF-8"])
@pytest.mark.parametrize("env", [None, "DISCORD_TOKEN=\n", "DISCORD_TOKEN=  \n"])
def test_without_a_token_three_lines_say_how_to_get_one_and_how_to_try(
    run: Run, terminal: Path, env: str | None, language: str
) -> None:
    if env is not None:
        (terminal / ".env").write_text(env)
    result = run("run", LANG=language)
    assert result.exit_code == 2
    assert result.stdout == ""
    lines = result.stderr.splitlines()
    assert len(lines) == 3
    assert "DISCORD_TOKEN" in lines[0]
    assert "discord.com/developers/applications" in lines[1]
    assert "python -m bot demo" in lines[2]
    assert not list(terminal.glob("*.db*"))


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command[0])
@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("WEB_PORT=eighty", ("WEB_PORT", "integer", "WEB_PORT=8080")),
        ("LOG_LEVEL=loud", ("LOG_LEVEL", "'info'", "LOG_LEVEL=info")),
        ("DATABASE_READERS=0", ("DATABASE_READERS", "greater", "DATABASE_READERS=3")),
    ],
)
def test_a_broken_setting_is_named_with_an_example(
    run: Run, terminal: Path, command: list[str], line: str, said: tuple[str, ...]
) -> None:
    (terminal / ".env").write_text(f"DISCORD_TOKEN={TOKEN}\nDATABASE_KEY=hush-hush\n{line}\n")
    result = run(*command)
    assert result.exit_code == 2
    assert all(word in result.stderr for word in said)
    assert TOKEN not in result.output
    assert "hush-hush" not in result.output
    assert line not in result.output


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command[0])
@pytest.mark.parametrize("content", [bytes(range(128, 256)), b"DISCORD_TOKEN=\xff\xfe"])
def test_an_env_file_that_is_no_text_is_named(
    run: Run, terminal: Path, command: list[str], content: bytes
) -> None:
    (terminal / ".env").write_bytes(content)
    result = run(*command)
    assert result.exit_code == 2
    assert ".env" in result.stderr
    assert result.stderr.count("\n") == 2


def test_a_second_bot_on_the_same_file_is_refused(run: Run, terminal: Path) -> None:
    path = terminal / "coalition.db"
    make_database(path, None, language="es")
    write_env(terminal, path, None)
    lock = OneBotLock(path)
    lock.acquire()
    try:
        result = run("run", DISCORD_TOKEN=TOKEN)
    finally:
        lock.release()
    assert result.exit_code == 1
    assert "coalition.db" in result.stderr
    assert TOKEN not in result.output


def test_a_wrong_key_is_said_without_the_key(run: Run, terminal: Path) -> None:
    path = terminal / "coalition.db"
    make_database(path, "the right key", language="es")
    write_env(terminal, path, "another-secret-key")
    result = run("run", DISCORD_TOKEN=TOKEN)
    assert result.exit_code == 1
    assert "DATABASE_KEY" in result.stderr
    assert "another-secret-key" not in result.output
    assert TOKEN not in result.output


def test_the_command_line_starts_and_lists_its_commands() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "bot", "--help"],
        cwd=ROOT, capture_output=True, text=True, check=True, timeout=60,
    )  # fmt: skip
    for command in ("run", "demo", "find", "doctor", "backup", "restore"):
        assert f"\n  {command} " in done.stdout


def test_a_command_that_does_not_exist_exits_with_2(run: Run) -> None:
    assert run("fly").exit_code == 2
    assert run("--version").output.startswith("coalition-bot ")

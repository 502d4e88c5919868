"""The log says what happened, never who said what: no words, ZIPs, names, ids, tokens."""

from __future__ import annotations

import io
import json
import logging
import sys
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import structlog
from hypothesis import assume, given
from hypothesis import strategies as st

from bot.logs import configure_logs, get_logger, scrubbed, scrubbed_traceback
from bot.services.directory import DirectoryService, FindRequest
from tests.conftest import World
from tests.screens import Seen

WORDS, ZIP, NAME = "zorzalito quetzal", "02118", "Petronila Quispe"

Lines = Callable[[], list[dict[str, Any]]]


@pytest.fixture
def stream(monkeypatch: pytest.MonkeyPatch) -> Iterator[io.StringIO]:
    """Where the log goes, configured as `run` does it; afterwards everything is as before."""
    root = logging.getLogger()
    before, level = root.handlers[:], root.level
    made = io.StringIO()
    with monkeypatch.context() as patched:
        patched.setattr(sys, "stderr", made)
        configure_logs("debug", "json")
        yield made
    root.handlers[:] = before
    root.setLevel(level)
    structlog.reset_defaults()
    # Loggers remember how they were configured; other tests want their own.
    for name, module in list(sys.modules.items()):
        if name.startswith("bot.") and "bind" in getattr(
            getattr(module, "log", None), "__dict__", {}
        ):
            del module.log.bind


@pytest.fixture
def lines(stream: io.StringIO) -> Lines:
    """What was logged so far, each line read as JSON."""
    return lambda: [json.loads(line) for line in stream.getvalue().splitlines()]


def nothing_private(logged: str, *more: str) -> None:
    """Neither what was typed nor who typed it stands in the log."""
    for private in (*WORDS.split(), ZIP, *NAME.split(), *more):
        assert private.lower() not in logged.lower()


async def asked(world: World, user: Any) -> Seen:
    return await world.slash(user, "find", what=WORDS, where=ZIP)


async def test_a_search_leaves_nothing_of_itself_in_the_log(
    stream: io.StringIO, world: World
) -> None:
    user = world.member(NAME)
    nothing = await asked(world, user)
    assert nothing.private
    found = await world.slash(user, "find", what="citizenship", where=ZIP)
    form = await world.press(user, found, "Something wrong?")
    await world.fill_in(user, form, reason="other", words=WORDS)
    await world.slash(user, "find", what=WORDS, kind=WORDS)
    await world.slash(user, "me", time_zone=WORDS)
    await user.autocomplete(world.channel, "find", "what", WORDS)
    await user.autocomplete(world.channel, "find", "where", "zorzalito")
    nothing_private(stream.getvalue(), str(user.id), "citizenship", str(world.guild.id))


async def test_a_failure_shows_the_code_that_the_log_has_and_no_private_word(
    stream: io.StringIO, lines: Lines, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    user = world.member(NAME)

    async def broken(_: DirectoryService, request: FindRequest, **__: Any) -> None:
        try:
            raise KeyError(request.where)
        except KeyError as error:
            raise RuntimeError(
                f"{request.what!r} of {NAME.split()[0]} <@{user.id}> {ZIP}-1234"
            ) from error

    monkeypatch.setattr(DirectoryService, "find", broken)
    seen = await asked(world, user)
    assert seen.private
    (entry,) = [line for line in lines() if line["event"] == "unexpected"]
    assert f"**{entry['code']}**" in seen.text
    assert len(entry["code"]) == 6
    assert entry["used"] == "find"
    assert "test_logs.py" in entry["story"]
    assert "RuntimeError" in entry["story"]
    assert "KeyError" in entry["story"]
    nothing_private(stream.getvalue(), str(user.id))
    nothing_private(seen.text, "RuntimeError", "Traceback")


async def test_a_database_that_breaks_is_a_code_too(
    stream: io.StringIO, lines: Lines, world: World
) -> None:
    user = world.member(NAME)
    await world.app.db.write("DROP TABLE organization_fts")
    seen = await asked(world, user)
    (entry,) = [line for line in lines() if line["event"] == "unexpected"]
    assert f"**{entry['code']}**" in seen.text
    nothing_private(stream.getvalue(), str(user.id))


def test_what_libraries_log_is_scrubbed(stream: io.StringIO, lines: Lines) -> None:
    log, someone = logging.getLogger("discord.client"), 123456789012345678
    log.warning("user %s wrote to /webhooks/123456789/tok-en_x", someone)
    try:
        raise ValueError(f"id {someone}")
    except ValueError:
        log.exception("it failed")
    logged = stream.getvalue()
    assert "123456789" not in logged
    assert "tok-en_x" not in logged
    assert "ValueError" in logged
    assert "[number]" in logged
    assert len(lines()) == 2


def test_debug_lines_of_libraries_hold_what_people_wrote_and_are_never_logged(
    stream: io.StringIO, lines: Lines
) -> None:
    for library in ("discord.http", "discord.gateway", "aiosqlite", "aiohttp.client", "asyncio"):
        logging.getLogger(library).debug(WORDS)
    assert stream.getvalue() == ""
    get_logger("bot.test").debug("ours", count=1)
    (line,) = lines()
    assert (line["event"], line["count"], line["level"]) == ("ours", 1, "debug")
    assert line["timestamp"].endswith("Z")


def test_text_for_people_is_written_too(capsys: pytest.CaptureFixture[str]) -> None:
    root = logging.getLogger()
    before, level = root.handlers[:], root.level
    try:
        configure_logs("info", "text")
        logging.getLogger("discord").info("hello")
        logging.getLogger("bot.x").debug("too quiet")
    finally:
        root.handlers[:] = before
        root.setLevel(level)
        structlog.reset_defaults()
    written = capsys.readouterr()
    assert "hello" in written.err
    assert "too quiet" not in written.err
    assert written.out == ""


# --- scrubbing ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "private"),
    [
        ("ZIP 02118", "02118"),
        ("call 617-555-0100 now", "617-555-0100"),
        ("call (617) 555 0100", "555 0100"),
        ("<@123456789012345678>", "123456789012345678"),
        ("MTIzNDU2Nzg5MDEyMzQ1Njc4.Gabcde.abcdefghijklmnopqrstuvwxyz012345", "Gabcde"),
        ("POST /webhooks/123/aBc-d_e", "aBc-d_e"),
        ("POST /interactions/1/secret-token/callback", "secret-token"),
    ],
)
def test_numbers_and_secrets_are_taken_out(text: str, private: str) -> None:
    assert private not in scrubbed(text)


@given(st.text(min_size=1, max_size=20), st.text(max_size=20), st.text(max_size=20))
def test_a_private_word_is_taken_out_wherever_it_stands(word: str, before: str, after: str) -> None:
    assume(word.strip())
    # A word of the marks themselves, such as "e" in "[private]", can't be told from the mark.
    assume(word.strip().lower() not in "[private][number][secret]")
    left = scrubbed(f"{before} {word} {after}", [word])
    assert word.strip() not in left.replace("[private]", "").replace("[number]", "")


def test_the_story_of_an_error_keeps_its_frames_and_loses_its_words() -> None:
    try:
        try:
            int(WORDS)
        except ValueError as error:
            raise RuntimeError(f"{NAME} asked for {WORDS} in {ZIP}") from error
    except RuntimeError as error:
        story = scrubbed_traceback(error, [WORDS, NAME])
    nothing_private(story)
    assert story.index("ValueError") < story.index("RuntimeError")
    assert "test_the_story_of_an_error" in story


def test_errors_that_cause_each_other_do_not_hang_the_log() -> None:
    one, two = ValueError("one"), ValueError("two")
    one.__cause__, two.__cause__ = two, one
    assert "one" in scrubbed_traceback(one)

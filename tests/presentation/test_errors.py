"""What people and the log are told when something goes wrong."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any, NoReturn

import pytest
from simcord.actors import MemberActor
from structlog.testing import capture_logs

from bot.clock import FixedClock
from bot.domain.errors import BadInput, NotFound
from bot.storage.errors import StatementFailed
from tests.conftest import NOW, World
from tests.screens import Seen

_CODE = re.compile(r"\*\*([A-Z0-9]{6})\*\*")
Logged = list[Any]

#: What must never reach a log: a search, a ZIP, a name, an address.
WORDS = "abogada para mi prima Xiomara"
ZIP = "02118"


@pytest.fixture
def logged() -> Iterator[Logged]:
    """Every line the bot logs, as fields."""
    with capture_logs() as lines:
        yield lines


def break_with(error: Exception) -> Any:
    """A stand-in for a service method that fails."""

    async def fail(*_: object, **__: object) -> NoReturn:
        raise error

    return fail


def telling(actor: MemberActor, *words: str) -> RuntimeError:
    """A bug whose message holds everything that is private."""
    return RuntimeError(f"no row for {actor.name} ({actor.id}): {' '.join(words)} 617-555-0100")


def assert_told(seen: Seen, logged: Logged, *private: object) -> None:
    """A reference code in private; the log has it, the story, and nothing private."""
    assert seen.private
    found = _CODE.search(seen.text)
    assert found is not None, seen.text
    [line] = [line for line in logged if line["event"] == "unexpected"]
    assert line["code"] == found[1]
    assert "RuntimeError: no row for" in line["story"]
    assert "in fail" in line["story"]
    everything = repr(logged)
    for word in (*private, "617-555-0100"):
        assert str(word) not in everything


# --- bugs -----------------------------------------------------------------------------------


async def test_a_bug_in_a_command_shows_a_code_and_the_log_has_its_story(
    world: World, monkeypatch: pytest.MonkeyPatch, logged: Logged
) -> None:
    ana = world.member("Xochitl")
    directory = world.app.services.directory
    monkeypatch.setattr(directory, "find", break_with(telling(ana, WORDS, ZIP)))
    seen = await world.slash(ana, "find", what=WORDS, where=ZIP)
    assert_told(seen, logged, "Xochitl", ana.id, "Xiomara", "prima", ZIP)
    assert [line["used"] for line in logged if "used" in line] == ["find"]
    monkeypatch.undo()
    assert "found" in (await world.slash(ana, "find", what="lawyer")).text


async def test_a_bug_behind_a_button_shows_a_code(
    world: World, monkeypatch: pytest.MonkeyPatch, logged: Logged
) -> None:
    ana = world.member("Xochitl")
    found = await world.slash(ana, "find", what="citizenship")
    monkeypatch.setattr(world.app.services.directory, "hotlines", break_with(telling(ana)))
    seen = await world.press(ana, found, "Hotlines")
    assert_told(seen, logged, "Xochitl", ana.id)
    assert [line["used"] for line in logged if "used" in line] == ["find:hotlines"]


async def test_a_bug_behind_a_menu_shows_a_code_in_the_persons_language(
    world: World, monkeypatch: pytest.MonkeyPatch, logged: Logged
) -> None:
    rosa = world.member("Xochitl")
    await world.app.services.people.choose_language(rosa.id, "es")
    screen = await world.slash(rosa, "me")
    monkeypatch.setattr(world.app.services.people, "choose_language", break_with(telling(rosa)))
    seen = await world.choose(rosa, screen, "me:language", "en")
    assert_told(seen, logged, "Xochitl", rosa.id)
    assert "Algo falló, y no fue por usted" in seen.text


async def test_a_bug_behind_a_form_shows_a_code(
    world: World, monkeypatch: pytest.MonkeyPatch, logged: Logged
) -> None:
    ana = world.member("Xochitl")
    found = await world.slash(ana, "find", what="Project Citizenship")
    form = await world.press(ana, found, "Something wrong?")
    broken = break_with(telling(ana, WORDS))
    monkeypatch.setattr(world.app.services.reports, "report", broken)
    seen = await world.fill_in(ana, form, reason="other", words=WORDS)
    assert_told(seen, logged, "Xochitl", ana.id, "Xiomara", "prima")


async def test_a_form_that_cannot_be_made_again_shows_a_code(
    world: World, monkeypatch: pytest.MonkeyPatch, logged: Logged
) -> None:
    ana = world.member("Xochitl")
    found = await world.slash(ana, "find", what="Project Citizenship")
    form = await world.press(ana, found, "Something wrong?")

    failing = break_with(telling(ana, WORDS))
    monkeypatch.setattr(world.app.services.directory, "name_of", failing)
    seen = await world.fill_in(ana, form, reason="other", words=WORDS)
    assert_told(seen, logged, "Xochitl", ana.id, "Xiomara")


async def test_a_bug_in_finding_out_who_asks_still_shows_a_code(
    world: World, monkeypatch: pytest.MonkeyPatch, logged: Logged
) -> None:
    ana = world.member("Xochitl")
    monkeypatch.setattr(world.app.services.people, "settings", break_with(telling(ana)))
    seen = await world.slash(ana, "help")
    assert_told(seen, logged, "Xochitl", ana.id)


async def test_a_bug_in_the_sql_never_shows_the_sql(
    world: World, monkeypatch: pytest.MonkeyPatch, logged: Logged
) -> None:
    ana = world.member("Ana")
    broken = break_with(StatementFailed("no such column: person.zone"))
    monkeypatch.setattr(world.app.services.people, "choose_time_zone", broken)
    seen = await world.slash(ana, "me", time_zone="America/Denver")
    assert _CODE.search(seen.text)
    assert "column" not in seen.text
    assert any("no such column" in line.get("story", "") for line in logged)


async def test_every_failure_has_a_code_of_its_own_that_can_be_read_aloud(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    ana = world.member("Ana")
    monkeypatch.setattr(world.app.services.directory, "find", break_with(telling(ana)))
    codes = {_CODE.findall((await world.slash(ana, "find", what="help")).text)[0] for _ in range(4)}
    assert len(codes) == 4
    assert not set("".join(codes)) & set("01IOL")


# --- what people can mend -------------------------------------------------------------------


async def test_what_a_person_can_mend_is_said_without_a_code(
    world: World, monkeypatch: pytest.MonkeyPatch, logged: Logged
) -> None:
    ana = world.member("Ana")
    found = await world.slash(ana, "find", what="Project Citizenship")
    monkeypatch.setattr(
        world.app.services.directory, "get_one", break_with(NotFound("find.entry_gone"))
    )
    seen = await world.press(ana, found, "Share…")
    assert seen.private
    assert "no longer in the directory" in seen.text
    assert not _CODE.search(seen.text)
    assert not [line for line in logged if line["event"] == "unexpected"]


async def test_a_command_that_is_gone_says_to_open_discord_again(world: World) -> None:
    ana = world.member("Ana")
    world.app.bot.tree.remove_command("me")
    seen = await world.slash(ana, "me")
    assert "This command changed a moment ago" in seen.text
    assert len(world.errors_seen()) == 1


async def refused_form(world: World, ana: MemberActor) -> Seen:
    """A report that was sent in without the words it needs."""
    found = await world.slash(ana, "find", what="Project Citizenship")
    form = await world.press(ana, found, "Something wrong?")
    refused = await world.fill_in(ana, form, reason="other", words="   ")
    assert "few words" in refused.text
    assert refused.private
    return refused


def standing_in(form: Seen, custom_id: str) -> str | None:
    """What stands in a field of a form that was opened."""
    assert form.result.modal is not None
    fields = [label["component"] for label in form.result.modal["components"]]
    field = next(field for field in fields if field["custom_id"] == custom_id)
    if "options" in field:
        return next((o["value"] for o in field["options"] if o.get("default")), None)
    return field.get("value")


async def test_what_was_typed_into_a_form_comes_back_to_be_mended(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    ana = world.member("Ana")
    typed = "La línea está muerta"
    found = await world.slash(ana, "find", what="Project Citizenship")
    form = await world.press(ana, found, "Something wrong?")
    monkeypatch.setattr(
        world.app.services.reports,
        "report",
        break_with(BadInput("access.only_in_a_server")),
    )
    refused = await world.fill_in(ana, form, reason="other", words=typed)
    assert "works only inside a server" in refused.text
    monkeypatch.undo()
    again = await world.press(ana, refused, "Change it")
    assert standing_in(again, "reason") == "other"
    assert standing_in(again, "words") == typed
    thanks = await world.fill_in(ana, again, reason="other", words=typed)
    assert "Thank you" in thanks.text


async def test_after_a_quarter_of_an_hour_the_text_is_gone_and_that_is_said(
    world: World, clock: FixedClock
) -> None:
    ana = world.member("Ana")
    refused = await refused_form(world, ana)
    clock.set(NOW + timedelta(minutes=14, seconds=59))
    assert (await world.press(ana, refused, "Change it")).result.modal is not None
    clock.set(NOW + timedelta(minutes=15, seconds=1))
    late = await world.press(ana, refused, "Change it")
    assert late.private
    assert "kept for 15 minutes only" in late.text


async def test_after_a_restart_the_text_is_gone_and_that_is_said(world: World) -> None:
    ana = world.member("Ana")
    refused = await refused_form(world, ana)
    await world.restart()
    late = await world.press(ana, refused, "Change it")
    assert "Please open the form again" in late.text


async def test_a_form_from_another_version_of_the_bot_is_refused_kindly(world: World) -> None:
    ana = world.member("Ana")
    found = await world.slash(ana, "find", what="Project Citizenship")
    form = await world.press(ana, found, "Something wrong?")
    await world.restart()
    world.app.bot.forms = ()
    seen = await world.fill_in(ana, form, reason="closed")
    assert seen.private
    assert "changed a moment ago" in seen.text


# --- Discord itself fails -------------------------------------------------------------------


async def test_when_discord_does_not_take_the_answer_the_bot_goes_on(
    world: World, logged: Logged
) -> None:
    ana = world.member("Ana")
    world.env.inject_error("POST", "/interactions/*/callback", status=503, times=2)
    await ana.slash(world.channel, "help")
    assert "answer_not_delivered" in [line["event"] for line in logged]
    assert "What would you like to do?" in (await world.slash(ana, "help")).text


async def test_one_failure_of_discord_is_told_to_the_person(world: World) -> None:
    ana = world.member("Ana")
    world.env.inject_error("POST", "/interactions/*/callback", status=503, times=1)
    seen = await world.slash(ana, "help")
    assert _CODE.search(seen.text)


@pytest.mark.parametrize("code", [10008, 10015, 10062, 40060, 50027])
async def test_an_interaction_that_is_over_is_no_bug(
    world: World, logged: Logged, code: int
) -> None:
    ana = world.member("Ana")
    world.env.inject_error("POST", "/interactions/*/callback", status=404, code=code, times=1)
    result = await ana.slash(world.channel, "help")
    assert not result.acknowledged
    assert [line["event"] for line in logged] == ["answer_not_delivered"]
    assert "What would you like to do?" in (await world.slash(ana, "help")).text


async def test_a_failing_event_handler_is_logged_and_nothing_else_happens(
    world: World, monkeypatch: pytest.MonkeyPatch, logged: Logged
) -> None:
    ana = world.member("Ana")
    monkeypatch.setattr(world.app.services.guilds, "forget", break_with(telling(ana)))
    world.env.backend.remove_guild(world.guild.id)
    await world.env.settle()
    [line] = [line for line in logged if line["event"] == "event_failed"]
    assert line["event_name"] == "on_guild_remove"
    assert "in fail" in line["story"]
    assert len(world.errors_seen()) == 1

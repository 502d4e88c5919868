"""`/me`: a person chooses, sees what is kept of them, and has it deleted."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from typing import Any

import pytest

from bot.app import App, open_app
from bot.clock import FixedClock
from bot.domain.actor import Actor, Capability
from bot.i18n import languages, t
from bot.settings import Settings
from bot.storage.people import PersonSettings
from tests.conftest import World
from tests.loopback.server import LoopbackDiscord
from tests.loopback.world import walk_components
from tests.screens import Seen

NOTHING = "Nothing at all."


def chosen_language(seen: Seen) -> str:
    """The value that stands chosen in the language menu."""
    menu = next(c for c in seen.components if c.get("custom_id") == "me:language")
    [value] = [option["value"] for option in menu["options"] if option.get("default")]
    return value


async def test_at_first_nothing_is_kept_and_there_is_nothing_to_delete(world: World) -> None:
    seen = await world.slash(world.member("Ana"), "me")
    assert seen.private
    assert NOTHING in seen.text
    assert "not set" in seen.text
    assert chosen_language(seen) == "auto"
    assert list(seen.buttons) == ["Send me direct messages"]
    assert not await world.app.db.fetch_all("SELECT * FROM person")


async def test_a_chosen_language_is_used_at_once_and_after_a_restart(world: World) -> None:
    rosa = world.member("Rosa")
    screen = await world.slash(rosa, "me")
    await world.restart()
    seen = await world.choose(rosa, screen, "me:language", "es")
    assert "Sus preferencias" in seen.text
    assert "Su idioma: Español" in seen.text
    assert chosen_language(seen) == "es"
    await world.restart()
    assert "¿Qué le gustaría hacer?" in (await world.slash(rosa, "help")).text
    ana = world.member("Ana")
    assert "What would you like to do?" in (await world.slash(ana, "help")).text


async def test_back_to_the_language_of_my_discord_keeps_nothing(world: World) -> None:
    rosa = world.member("Rosa")
    spanish = await world.choose(rosa, await world.slash(rosa, "me"), "me:language", "es")
    back = await world.choose(rosa, spanish, "me:language", "auto")
    assert NOTHING in back.text
    assert not await world.app.db.fetch_all("SELECT * FROM person")


@pytest.mark.parametrize("zone", ["Atlantis", "x" * 4000, "😀", "America/"])
async def test_an_unknown_zone_is_refused_with_what_to_do(world: World, zone: str) -> None:
    ana = world.member("Ana")
    seen = await world.slash(ana, "me", time_zone=zone)
    assert seen.private
    assert "Type the name of a big city near you" in seen.text
    assert await world.app.services.people.settings(ana.id) == PersonSettings()


async def test_a_time_zone_is_typed_with_suggestions_and_kept(world: World) -> None:
    ana = world.member("Ana")
    offered = await ana.autocomplete(world.channel, "me", "time_zone", "los ang")
    assert [choice["value"] for choice in offered] == ["America/Los_Angeles"]
    before_typing = await ana.autocomplete(world.channel, "me", "time_zone", "")
    assert before_typing[0]["value"] == "America/New_York"
    seen = await world.slash(ana, "me", time_zone="america/los angeles")
    assert "**Your time zone:** America/Los_Angeles" in seen.text
    await world.restart()
    assert "Your time zone: America/Los_Angeles" in (await world.slash(ana, "me")).text


async def test_what_is_kept_is_shown_and_can_be_deleted_after_a_restart(world: World) -> None:
    ana = world.member("Ana")
    await world.slash(ana, "me", time_zone="America/Denver")
    seen = await world.choose(ana, await world.slash(ana, "me"), "me:language", "en")
    assert "- Your language: English" in seen.text
    assert "- Your time zone: America/Denver" in seen.text
    await world.restart()
    gone = await world.press(ana, seen, "Delete my data")
    assert "keeps nothing about you now" in gone.text
    assert NOTHING in (await world.slash(ana, "me")).text


async def test_deleting_twice_does_no_harm(world: World) -> None:
    ana = world.member("Ana")
    screen = await world.slash(ana, "me", time_zone="America/Denver")
    await world.app.services.people.forget(ana.id)
    assert "keeps nothing" in (await world.press(ana, screen, "Delete my data")).text


async def test_one_persons_choices_are_not_anothers(world: World) -> None:
    ana, ben = world.member("Ana"), world.member("Ben")
    await world.slash(ana, "me", time_zone="America/Denver")
    assert NOTHING in (await world.slash(ben, "me")).text


async def test_me_works_in_a_direct_message(world: World) -> None:
    user = world.env.create_user("Ana")
    world.guild.add_member(user)
    result = await user.slash("me", time_zone="America/Denver")
    assert result.ephemeral
    assert (await world.app.services.people.settings(user.id)).time_zone == "America/Denver"


# --- which language an answer is in ---------------------------------------------------------


class Asked:
    """The real bot on the wire, where a person's Discord can speak any language."""

    def __init__(self, fake: LoopbackDiscord, app: App) -> None:
        self.fake = fake
        self.app = app

    async def language(self, locale: str, **where: Any) -> str:
        """The language in which `/help` is answered."""
        text = (await self.fake.slash("help", locale=locale, **where)).text
        [code] = [code for code in languages() if t("help.title", code) in text]
        return code


@pytest.fixture
async def asked(
    settings: Settings, clock: FixedClock, request: pytest.FixtureRequest
) -> AsyncGenerator[Asked]:
    spoken = settings.model_copy(update={"default_language": getattr(request, "param", "en")})
    async with (
        LoopbackDiscord() as fake,
        open_app(spoken, clock) as app,
        fake.running(app.bot),
    ):
        yield Asked(fake, app)


@pytest.mark.parametrize(
    ("locale", "language"),
    [("es-ES", "es"), ("es-419", "es"), ("en-US", "en"), ("en-GB", "en"), ("fr", "en")],
)
async def test_without_a_choice_the_language_of_discord_decides(
    asked: Asked, locale: str, language: str
) -> None:
    assert await asked.language(locale) == language
    assert await asked.language(locale, direct=True) == language


async def test_ones_own_choice_goes_before_discords(asked: Asked) -> None:
    ana = asked.fake.world.member
    people = asked.app.services.people
    await people.choose_language(ana.id, "en")
    assert await asked.language("es-419") == "en"
    await people.choose_language(ana.id, "es")
    assert await asked.language("en-US") == "es"
    assert await asked.language("en-US", direct=True) == "es"
    await people.choose_language(ana.id, None)
    assert await asked.language("en-US") == "en"


async def test_the_servers_language_is_for_those_whose_discord_we_do_not_speak(
    asked: Asked,
) -> None:
    server = asked.fake.world.server.id
    admin = Actor(1, server, frozenset(Capability))
    await asked.app.services.guilds.choose_language(admin, "es")
    assert await asked.language("fr") == "es"
    assert await asked.language("en-US") == "en"
    assert await asked.language("fr", direct=True) == "en"


@pytest.mark.parametrize("asked", ["es"], indirect=True)
async def test_the_bots_own_language_comes_last(asked: Asked) -> None:
    assert await asked.language("fr") == "es"
    assert await asked.language("fr", direct=True) == "es"
    assert await asked.language("en-US") == "en"
    admin = Actor(1, asked.fake.world.server.id, frozenset(Capability))
    await asked.app.services.guilds.choose_language(admin, "en")
    assert await asked.language("fr") == "en"


async def test_refusals_and_shared_cards_follow_the_same_order(asked: Asked) -> None:
    refused = await asked.fake.slash("setup", locale="es-419")
    assert t("access.needs_admin", "es") in refused.text
    found = await asked.fake.slash("find", {"what": "Project Citizenship"}, locale="es-419")
    assert found.message is not None
    ids = [c.get("custom_id", "") for c in walk_components(found.message["components"])]
    share = next(custom_id for custom_id in ids if custom_id.startswith("find:share"))
    question = await asked.fake.click(found.message, share, locale="es-419")
    assert t("find.share_now", "es") in str(question.message)


async def test_direct_messages_and_reminders_are_chosen_here_and_say_what_they_mean(
    world: World,
) -> None:
    ana = world.member("Ana")
    screen = await world.slash(ana, "me")
    assert "I mention you in the event's channel" in screen.text
    await world.restart()
    screen = await world.press(ana, screen, "Send me direct messages")
    assert "Nobody else sees it" in screen.text
    screen = await world.choose(ana, screen, "me:remind", "60")
    assert "How you want to be reminded" in screen.text
    kept = PersonSettings(None, None, dm=True, remind_minutes=60)
    assert await world.app.services.people.settings(ana.id) == kept
    screen = await world.choose(ana, screen, "me:remind", "default")
    screen = await world.press(ana, screen, "No more direct messages")
    assert NOTHING in screen.text
    assert not await world.app.db.fetch_all("SELECT * FROM person")

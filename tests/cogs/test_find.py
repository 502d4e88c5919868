"""`/find` as people use it."""

from __future__ import annotations

import discord
import pytest

from tests.conftest import World
from tests.screens import raw_components, walk

pytestmark = pytest.mark.usefixtures("world")


async def test_a_member_finds_legal_help_near_them_and_only_they_see_it(world: World) -> None:
    ana = world.member("Ana")
    seen = await world.slash(ana, "find", what="abogado", where="02118")
    assert seen.private
    assert "Project Citizenship" in seen.text
    assert "Boston" in seen.text
    assert "02118" not in seen.text
    assert "Not yet checked by your moderators" in seen.text
    assert "https://projectcitizenship.org/" in seen.links


async def test_nearer_entries_come_before_national_ones(world: World) -> None:
    seen = await world.slash(world.member("Ana"), "find", what="help", where="Boston")
    assert "Boston" in seen.text.split("###")[1]


@pytest.mark.parametrize("typo", ["lawer", "Lawyr", "ABOGDO", "ciudadania"])
async def test_a_typo_or_a_missing_accent_is_forgiven(world: World, typo: str) -> None:
    seen = await world.slash(world.member("Ana"), "find", what=typo)
    assert "found" in seen.text


async def test_the_old_name_finds_the_new_one(world: World) -> None:
    seen = await world.slash(world.member("Ana"), "find", what="CIVIC")
    assert "Freedom for Immigrants" in seen.text


async def test_the_next_page_and_back_work_after_a_restart(world: World) -> None:
    ana = world.member("Ana")
    first = await world.slash(ana, "find", what="lawyer")
    await world.restart()
    second = await world.press(ana, first, "Next 3")
    assert "4 to 6" in second.text
    assert second.text != first.text
    back = await world.press(ana, second, "Back")
    assert "1 to 3" in back.text


async def test_nothing_found_still_offers_help_and_says_what_to_try(world: World) -> None:
    seen = await world.slash(world.member("Ana"), "find", what="xylophone qwzx", where="99999")
    assert "Nothing in the directory fits" in seen.text
    assert "don't know that ZIP" in seen.text
    assert "hotline" in seen.text.lower()


@pytest.mark.parametrize(
    "what",
    [
        " ",
        "😀🎉",
        "' OR 1=1; DROP TABLE organization; --",
        'name:"x" NEAR(a b) AND * OR NOT ^ {what} : -',
        "\u202e\u05e2\u05d5\u05e8\u05da \u05d3\u05d9\u05df",
        "x" * 4000,
        "word " * 800,
        "<@1> @everyone **bold** [a](https://evil.example) </find:1>",
    ],
    ids=["blank", "emoji", "sql", "fts", "rtl", "long", "words", "mentions"],
)
async def test_odd_words_get_a_calm_answer(world: World, what: str) -> None:
    seen = await world.slash(world.member("Ana"), "find", what=what, where=what[:100])
    assert seen.private
    assert "@everyone" not in seen.text
    assert "evil.example" not in seen.text
    assert seen.components


async def test_a_kind_that_does_not_exist_is_refused_with_what_to_do(world: World) -> None:
    ana = world.member("Ana")
    refused = await world.slash(ana, "find", what="help", kind="dragons")
    assert "Pick one from the list" in refused.text
    found = await world.slash(ana, "find", what="citizenship", kind="legal service")
    assert "Project Citizenship" in found.text


async def test_what_is_offered_while_typing(world: World) -> None:
    ana = world.member("Ana")
    names = await ana.autocomplete(world.channel, "find", "what", "mira")
    assert [n["value"] for n in names] == ["Massachusetts Immigrant and Refugee Advocacy Coalition"]
    places = await ana.autocomplete(world.channel, "find", "where", "bost")
    assert places[0]["value"] == "Boston, MA"
    assert not await ana.autocomplete(world.channel, "find", "where", "02118")
    kinds = await ana.autocomplete(world.channel, "find", "kind", "legal")
    assert "legal service" in [k["value"] for k in kinds]
    spoken = await ana.autocomplete(world.channel, "find", "language", "span")
    assert spoken[0]["value"] == "es"


async def test_sharing_asks_first_and_says_nothing_of_who_asked(world: World) -> None:
    ana = world.member("Ana")
    found = await world.slash(ana, "find", what="Project Citizenship", where="02118")
    asked = await world.press(ana, found, "Share…")
    assert asked.private
    assert "everybody in" in asked.text
    await world.restart()
    thanks = await world.press(ana, asked, "Yes, share it")
    assert thanks.private
    assert "Shared" in thanks.text
    posted = world.channel.last_message
    assert posted is not None
    words = "\n".join(c["content"] for c in walk(raw_components(posted)) if "content" in c)
    assert "Project Citizenship" in words
    assert "Ana" not in words
    assert "km" not in words
    assert posted.interaction_metadata is None


async def test_who_may_not_write_here_may_not_share_here(world: World) -> None:
    ana = world.member("Ana")
    silent = discord.PermissionOverwrite(send_messages=False)
    world.channel = world.guild.create_text_channel(
        "read-only", overwrites={world.guild.default_role: silent}
    )
    found = await world.slash(ana, "find", what="Project Citizenship")
    refused = await world.press(ana, found, "Share…")
    assert refused.private
    assert "can't write in this channel" in refused.text
    assert world.channel.last_message is None


async def test_a_problem_is_reported_without_a_name(world: World) -> None:
    ana = world.member("Ana")
    found = await world.slash(ana, "find", what="Project Citizenship")
    form = await world.press(ana, found, "Something wrong?")
    assert form.result.modal is not None
    await world.restart()
    refused = await world.fill_in(ana, form, reason="other", words="")
    assert "few words" in refused.text
    again = await world.press(ana, refused, "Change it")
    thanks = await world.fill_in(ana, again, reason="other", words="The link is dead")
    assert "Thank you" in thanks.text
    rows = await world.app.db.fetch_all("SELECT * FROM problem_report")
    assert [dict(row)["details"] for row in rows] == ["The link is dead"]
    assert str(ana.id) not in str([tuple(row) for row in rows])


async def test_hotlines_are_one_press_away(world: World) -> None:
    ana = world.member("Ana")
    found = await world.slash(ana, "find", what="citizenship")
    hotlines = await world.press(ana, found, "Hotlines")
    assert hotlines.private
    assert "NNIRR" in hotlines.text


@pytest.mark.parametrize("what", ["know your rights", "derechos", "KYR"])
async def test_who_looks_for_their_rights_is_told_of_the_cards(world: World, what: str) -> None:
    seen = await world.slash(world.member("Ana"), "find", what=what)
    assert "type /rights" in seen.text
    assert "type /rights" not in (await world.slash(world.member("Ben"), "find", what="visit")).text


async def test_a_reader_of_spanish_reads_spanish(world: World) -> None:
    rosa = world.member("Rosa")
    await world.app.services.people.choose_language(rosa.id, "es")
    seen = await world.slash(rosa, "find", what="lawyer", where="Boston")
    assert "resultados para Boston, MA" in seen.text
    assert "Aún sin verificar" in seen.text
    assert "Compartir…" in seen.buttons

"""`/rights` as people use it: for themselves, for a neighbour, for a channel, on paper."""

from __future__ import annotations

from io import BytesIO

import discord
import pypdf
import pytest
from simcord.actors import MemberActor

from bot.i18n import t
from bot.services.rights import load_rights
from tests.conftest import World
from tests.screens import Seen, raw_components, walk

pytestmark = pytest.mark.usefixtures("world")


async def reader_of_spanish(world: World, name: str = "Rosa") -> MemberActor:
    """Somebody who chose Spanish."""
    rosa = world.member(name)
    await world.app.services.people.choose_language(rosa.id, "es")
    return rosa


async def test_a_card_that_does_not_exist_is_refused_with_those_that_do(world: World) -> None:
    ana = world.member("Ana")
    refused = await world.slash(ana, "rights", card="dragons")
    assert refused.private
    assert "no card by that name" in refused.text
    assert "Detention" in refused.text
    assert "At your door" in (await world.slash(ana, "rights", card="PUERTA")).text


async def test_each_card_is_shown_at_once_and_only_to_who_asked(world: World) -> None:
    ana = world.member("Ana")
    for card in load_rights().cards:
        seen = await world.slash(ana, "rights", card=card.id)
        text = card.text("en")
        assert seen.private
        assert seen.text.startswith(f"# {text.title}\n### {text.first}")
        assert f"> ### “{text.say}”" in seen.text
        assert "Nov 24, 2026, not legal advice" in seen.text
        for step in text.steps:
            assert step.lead in seen.text


async def test_the_menu_leads_to_a_card_and_back_also_after_a_restart(world: World) -> None:
    ana = world.member("Ana")
    menu = await world.slash(ana, "rights")
    assert menu.private
    assert list(menu.buttons)[:4] == ["Home", "Street", "Car", "Detention"]
    assert len(menu.buttons) == 8
    await world.restart()
    card = await world.press(ana, menu, "Car")
    assert card.private
    assert "In the car" in card.text
    back = await world.press(ana, card, "All cards")
    assert back.text == menu.text


async def test_a_neighbour_reads_the_same_card_in_their_language(world: World) -> None:
    ana = world.member("Ana")
    card = await world.slash(ana, "rights", card="home")
    await world.restart()
    spanish = await world.press(ana, card, "En español")
    assert "# En su puerta" in spanish.text
    # The officer is still spoken to in English.
    assert "“I do not give you permission to come in." in spanish.text
    assert "Significa: «No le doy permiso para entrar." in spanish.text
    assert "Menú" in spanish.buttons
    assert (await world.press(ana, spanish, "In English")).text == card.text


async def test_a_reader_of_spanish_reads_spanish(world: World) -> None:
    rosa = await reader_of_spanish(world)
    menu = await world.slash(rosa, "rights")
    assert "Conozca sus derechos" in menu.text
    card = await world.press(rosa, menu, "Detención")
    assert "# En detención" in card.text
    assert "no es consejo legal" in card.text
    offered = await rosa.autocomplete(world.channel, "rights", "card", "ca")
    assert [(choice["name"], choice["value"]) for choice in offered][:2] == [
        ("Casa", "home"),
        ("Calle", "street"),
    ]


async def test_what_is_offered_while_typing(world: World) -> None:
    ana = world.member("Ana")
    assert len(await ana.autocomplete(world.channel, "rights", "card", "")) == 8
    (offered,) = await ana.autocomplete(world.channel, "rights", "card", "deten")
    assert (offered["name"], offered["value"]) == ("Detention", "detention")
    assert not await ana.autocomplete(world.channel, "rights", "card", "dragon")


async def test_it_all_works_in_a_direct_message_where_nothing_can_be_shared(world: World) -> None:
    ana = world.env.create_user("Ana")
    menu = Seen(await ana.slash("rights"))
    card = Seen(await ana.click(menu.message, custom_id=menu.custom_id("Home")))
    assert "# At your door" in card.text
    assert set(card.buttons) == {"Legal help near me", "Print it", "En español", "All cards"}
    page = Seen(await ana.click(card.message, custom_id=card.custom_id("Print it")))
    assert "rights-home-en.pdf" in await files_of(page)
    form = Seen(await ana.click(card.message, custom_id=card.custom_id("Legal help near me")))
    near = Seen(await ana.submit_modal(form.result, {"where": "Boston"}))
    assert "Boston" in near.text


# --- on paper ---------------------------------------------------------------------------------


async def files_of(seen: Seen) -> dict[str, bytes]:
    """The files of a message, by name."""
    return {file.filename: await file.read() for file in seen.message.attachments}


async def test_printing_gives_a_pdf_and_a_picture_that_says_what_it_shows(world: World) -> None:
    ana = world.member("Ana")
    card = await world.slash(ana, "rights", card="check_in")
    spanish = await world.press(ana, card, "En español")
    await world.restart()
    page = await world.press(ana, spanish, "Imprimir")
    assert page.private
    files = await files_of(page)
    assert list(files) == ["rights-check-in-es.png", "rights-check-in-es.pdf"]
    read = pypdf.PdfReader(BytesIO(files["rights-check-in-es.pdf"]))
    assert "Antes de una cita con ICE" in read.pages[0].extract_text()
    (shown,) = (c["file"]["url"] for c in page.components if "file" in c)
    assert shown.endswith("/rights-check-in-es.pdf")
    (picture,) = next(c["items"] for c in page.components if "items" in c)
    assert "Antes de una cita con ICE" in picture["description"]


# --- help nearby ------------------------------------------------------------------------------


async def test_legal_help_nearby_uses_a_place_once_and_forgets_it(
    world: World, capsys: pytest.CaptureFixture[str]
) -> None:
    ana = world.member("Ana")
    card = await world.slash(ana, "rights", card="street")
    form = await world.press(ana, card, "Legal help near me")
    assert form.result.modal is not None
    await world.restart()
    refused = await world.fill_in(ana, form, where="00000")
    assert refused.private
    assert "don't know that ZIP" in refused.text
    assert "found" in refused.text or "Help in any state" in refused.text
    again = await world.press(ana, card, "Legal help near me")
    near = await world.fill_in(ana, again, where="02118")
    assert near.private
    assert "Boston" in near.text
    assert near.links
    assert "02118" not in near.text
    said = capsys.readouterr()
    assert "02118" not in said.out + said.err
    assert "00000" not in said.out + said.err
    dump = str([tuple(row) for row in await world.app.db.fetch_all("SELECT * FROM meta")])
    assert "02118" not in dump


async def test_without_a_place_help_that_reaches_everywhere_is_shown(world: World) -> None:
    ana = world.member("Ana")
    card = await world.slash(ana, "rights", card="home")
    form = await world.press(ana, card, "Legal help near me")
    seen = await world.fill_in(ana, form, where="")
    assert "found" in seen.text
    assert seen.links


# --- for a channel ----------------------------------------------------------------------------


def words_of(message: discord.Message) -> str:
    return "\n".join(c["content"] for c in walk(raw_components(message)) if "content" in c)


async def test_sharing_asks_first_and_says_nothing_of_who_asked(world: World) -> None:
    rosa = await reader_of_spanish(world)
    card = await world.slash(rosa, "rights", card="home")
    asked = await world.press(rosa, card, "Compartir…")
    assert asked.private
    assert "En su puerta" in asked.text
    assert world.channel.last_message is None
    await world.restart()
    thanks = await world.press(rosa, asked, t("find.share_now", "es"))
    assert thanks.private
    posted = world.channel.last_message
    assert posted is not None
    # The server speaks English, whatever the one who shares reads.
    assert "# At your door" in words_of(posted)
    assert "Rosa" not in str(raw_components(posted))
    assert posted.interaction_metadata is None


async def test_a_shared_card_answers_each_reader_alone(world: World) -> None:
    ana, ben = world.member("Ana"), world.member("Ben")
    card = await world.slash(ana, "rights", card="home")
    asked = await world.press(ana, card, "Share…")
    await world.press(ana, asked, t("find.share_now", "en"))
    posted = world.channel.last_message
    assert posted is not None
    await world.restart()
    spanish = Seen(await ben.click(posted, custom_id="rights:read:home:es"))
    assert spanish.private
    assert "# En su puerta" in spanish.text
    assert "# At your door" in words_of(world.channel.last_message or posted)
    help_ = Seen(await ben.click(posted, custom_id="rights:near"))
    assert help_.result.modal is not None


async def test_nothing_is_shared_after_a_no(world: World) -> None:
    ana = world.member("Ana")
    card = await world.slash(ana, "rights", card="home")
    asked = await world.press(ana, card, "Share…")
    kept = await world.press(ana, asked, t("find.keep_private", "en"))
    assert t("find.kept_private", "en") in kept.text
    assert world.channel.last_message is None


async def test_who_may_not_write_here_may_not_share_here(world: World) -> None:
    ana = world.member("Ana")
    silent = discord.PermissionOverwrite(send_messages=False)
    world.channel = world.guild.create_text_channel(
        "read-only", overwrites={world.guild.default_role: silent}
    )
    card = await world.slash(ana, "rights", card="home")
    refused = await world.press(ana, card, "Share…")
    assert "can't write in this channel" in refused.text
    assert world.channel.last_message is None

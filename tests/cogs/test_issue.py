"""`/issue` as people use it: for themselves, in their language, and for a channel."""

from __future__ import annotations

from bot.i18n import t
from tests.conftest import World
from tests.screens import raw_components


async def test_an_issue_is_read_and_shared(world: World) -> None:
    ana = world.member("Ana")
    refused = await world.slash(ana, "issue", topic="dragons")
    assert refused.private
    assert "no issue by that name" in refused.text
    menu = await world.slash(ana, "issue")
    await world.restart()
    card = await world.choose(ana, menu, "issue:choose:bill", "no-ban-act")
    assert card.private
    assert "H.R. 2214 / S. 1123" in card.text
    assert "ended on 3 January 2021" in card.text
    asked = await world.press(ana, card, "Share…")
    assert asked.private
    await world.press(ana, asked, t("find.share_now", "en"))
    posted = world.channel.last_message
    assert posted is not None
    assert "NO BAN Act" in str(raw_components(posted))
    assert "Ana" not in str(raw_components(posted))
    back = await world.press(ana, card, "All issues")
    assert "What it is about" in back.text


async def test_it_is_in_ones_own_language_and_found_by_either(world: World) -> None:
    rosa = world.member("Rosa")
    await world.app.services.people.choose_language(rosa.id, "es")
    card = await world.slash(rosa, "issue", topic="safe communities act")
    assert "Ley de Comunidades Seguras" in card.text
    assert "Massachusetts" in card.text
    result = await rosa.autocomplete(world.channel, "issue", "topic", "comunidades")
    assert [choice["value"] for choice in result] == ["safe-communities-act"]

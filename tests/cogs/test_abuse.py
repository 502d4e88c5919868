"""What somebody hostile tries: flooding a channel, burying the queue, asking for too much."""

from __future__ import annotations

from datetime import timedelta

from bot.i18n import t
from bot.services.reports import MOST_WAITING
from tests.conftest import NOW, World


async def test_nobody_floods_a_channel_with_shared_cards(world: World) -> None:
    ana = world.member("Ana")
    found = await world.slash(ana, "find", what="Project Citizenship")
    asked = await world.press(ana, found, t("find.share", "en"))
    for _ in range(3):
        again = await world.press(ana, found, t("find.share", "en"))
        assert "Shared" in (await world.press(ana, again, t("find.share_now", "en"))).text
    refused = await world.press(ana, asked, t("find.share_now", "en"))
    assert refused.private
    assert "One moment, please" in refused.text
    assert len(world.channel.history()) == 3
    world.clock.set(NOW + timedelta(minutes=11))
    once_more = await world.press(ana, found, t("find.share", "en"))
    assert "Shared" in (await world.press(ana, once_more, t("find.share_now", "en"))).text


async def test_one_can_still_decide_not_to_share(world: World) -> None:
    ana = world.member("Ana")
    found = await world.slash(ana, "find", what="Project Citizenship")
    asked = await world.press(ana, found, t("find.share", "en"))
    kept = await world.press(ana, asked, t("find.keep_private", "en"))
    assert "Nothing was shared" in kept.text
    assert world.channel.last_message is None


async def test_nobody_buries_the_queue_of_the_moderators(world: World) -> None:
    ana = world.member("Ana")
    found = await world.slash(ana, "find", what="Project Citizenship")
    for _ in range(5):
        form = await world.press(ana, found, t("find.something_wrong", "en"))
        assert "Thank you" in (await world.fill_in(ana, form, reason="closed")).text
    form = await world.press(ana, found, t("find.something_wrong", "en"))
    refused = await world.fill_in(ana, form, reason="closed", words="kept for me")
    assert "One moment, please" in refused.text
    assert t("errors.mend", "en") in refused.buttons
    rows = await world.app.db.fetch_all("SELECT reported_on FROM problem_report")
    assert [row["reported_on"] for row in rows] == ["2026-11-23"] * 5


async def test_a_full_queue_says_whom_to_tell_instead(world: World) -> None:
    await world.app.db.write(
        """
        WITH RECURSIVE many (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM many WHERE n < :most)
        INSERT INTO problem_report (guild_id, organization_id, reason, reported_on)
        SELECT :guild_id, 'project-citizenship', 'closed', '2026-11-20' FROM many
        """,
        {"most": MOST_WAITING, "guild_id": world.guild.id},
    )
    ana = world.member("Ana")
    found = await world.slash(ana, "find", what="Project Citizenship")
    form = await world.press(ana, found, t("find.something_wrong", "en"))
    refused = await world.fill_in(ana, form, reason="closed")
    assert "tell one of them directly" in refused.text


async def test_later_pages_do_not_claim_what_the_first_did_not(world: World) -> None:
    ana = world.member("Ana")
    nothing = await world.slash(ana, "find", what="xylophone qwzx")
    later = await world.press(ana, nothing, t("find.next", "en", count=3))
    assert "Page 2 of" in later.text
    assert "found" not in later.text

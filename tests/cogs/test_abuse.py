"""What somebody hostile tries: flooding a channel, burying the queue, asking for too much."""

from __future__ import annotations

from datetime import timedelta

import pytest

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


async def test_nobody_buries_the_queue_under_suggestions(world: World) -> None:
    ana = world.member("Ana")
    for number in range(5):
        form = await world.slash(ana, "suggest")
        sent = await world.fill_in(ana, form, suggested_name=f"Flood {number}")
        assert "Thank you" in sent.text
    form = await world.slash(ana, "suggest")
    refused = await world.fill_in(ana, form, suggested_name="Sixth", suggested_words="kept for me")
    assert "One moment, please" in refused.text
    again = await world.press(ana, refused, t("errors.mend", "en"))
    assert again.result.modal is not None
    # Reports and suggestions share what one person may send, and others are not held up.
    found = await world.slash(ana, "find", what="Project Citizenship")
    form = await world.press(ana, found, t("find.something_wrong", "en"))
    assert "One moment, please" in (await world.fill_in(ana, form, reason="closed")).text
    bruno = world.member("Bruno")
    form = await world.slash(bruno, "suggest")
    assert "Thank you" in (await world.fill_in(bruno, form, suggested_name="True")).text
    assert await _count(world, "suggestion") == 6


@pytest.mark.parametrize("full", ["suggestion", "problem_report"])
async def test_a_queue_filled_by_many_takes_no_more_until_editors_made_room(
    world: World, full: str
) -> None:
    """However many accounts do it: what waited before stays, and no other queue is full."""
    columns = {
        "suggestion": ("guild_id, name, suggested_on", "'Flood', '2026-11-20'"),
        "problem_report": (
            "guild_id, organization_id, reason, reported_on",
            "'project-citizenship', 'closed', '2026-11-20'",
        ),
    }
    names, values = columns[full]
    await world.app.db.write(
        f"""
        WITH RECURSIVE many (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM many WHERE n < :most)
        INSERT INTO {full} ({names}) SELECT :guild_id, {values} FROM many
        """,  # noqa: S608 - only constants of this test
        {"most": MOST_WAITING, "guild_id": world.guild.id},
    )
    before = await _count(world, full)

    async def suggest(name: str) -> str:
        who = world.member(name)
        form = await world.slash(who, "suggest")
        return (await world.fill_in(who, form, suggested_name=name)).text

    async def report(name: str) -> str:
        who = world.member(name)
        found = await world.slash(who, "find", what="Project Citizenship")
        form = await world.press(who, found, t("find.something_wrong", "en"))
        return (await world.fill_in(who, form, reason="closed")).text

    refused, taken = (suggest, report) if full == "suggestion" else (report, suggest)
    assert "tell one of them directly" in await refused("Ana")
    assert await _count(world, full) == before == MOST_WAITING
    assert "Thank you" in await taken("Bruno")
    await world.app.db.write(
        f"DELETE FROM {full} WHERE number = (SELECT min(number) FROM {full})"  # noqa: S608
    )
    assert "Thank you" in await refused("Carla")
    # What nobody looked at for three months goes, so that no flood lasts.
    world.clock.set(NOW + timedelta(days=91))
    await world.app.services.drop_old()
    assert await _count(world, full) == 0


async def _count(world: World, table: str) -> int:
    rows = await world.app.db.fetch_all(f"SELECT count(*) AS n FROM {table}")  # noqa: S608
    return rows[0]["n"]

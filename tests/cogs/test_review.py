"""`/directory review`: editors go through what members reported."""

from __future__ import annotations

from bot.domain.actor import Capability
from tests.conftest import World


async def _report(world: World, words: str) -> None:
    ana = world.member("Ana")
    found = await world.slash(ana, "find", what="Project Citizenship")
    form = await world.press(ana, found, "Something wrong?")
    await world.fill_in(ana, form, reason="website", words=words)


async def test_a_member_may_not_read_reports(world: World) -> None:
    refused = await world.slash(world.member("Ana"), "directory review")
    assert refused.private
    assert "for people who keep the directory" in refused.text


async def test_an_editor_deals_with_reports_one_at_a_time_also_after_a_restart(
    world: World,
) -> None:
    await _report(world, "first **report** <@1>")
    await _report(world, "second report")
    role = world.guild.create_role("Editors")
    admin = await world.app.services.guilds.actor(
        user_id=1, guild_id=world.guild.id, role_ids=[], manages_server=True
    )
    await world.app.services.guilds.choose_roles(admin, Capability.DIRECTORY_EDITOR, [role.id])
    beatriz = world.member("Beatriz", role)
    first = await world.slash(beatriz, "directory review")
    assert first.private
    assert "2 problems" in first.text
    assert "first" in first.text
    assert "<@1>" not in first.text
    await world.restart()
    later = await world.press(beatriz, first, "Later")
    assert "second report" in later.text
    await world.press(beatriz, later, "Done")
    again = await world.slash(beatriz, "directory review")
    assert "first" in again.text
    assert "1 problem" in again.text
    done = await world.press(beatriz, again, "Right: checked today")
    assert "Checked today" in done.text
    assert "problem" not in done.text
    assert "51 never checked" in done.text
    found = await world.slash(world.member("Ana"), "find", what="Project Citizenship")
    assert "Checked on Nov 23, 2026 by your moderators" in found.text


async def test_setup_says_how_many_wait_and_where_to_go(world: World) -> None:
    await _report(world, "words")
    seen = await world.slash(world.admin(), "setup")
    assert "1 thing waits for the directory's editors" in seen.text
    assert "</directory review:" in seen.text


async def test_two_editors_with_the_same_report_only_one_deals_with_it(world: World) -> None:
    await _report(world, "words")
    alba = world.admin("Alba")
    bruno = world.admin("Bruno")
    one = await world.slash(alba, "directory review")
    other = await world.slash(bruno, "directory review")
    await world.press(alba, one, "Done")
    late = await world.press(bruno, other, "Done")
    assert "already" in late.text

"""`/act` and the weekly digest of it."""

from __future__ import annotations

from datetime import timedelta

from bot.services.guilds import Purpose
from tests.cogs.calling.campaigning import open_campaign, organizer_of
from tests.cogs.shifting import COURT, ONE_ROLE, claim, make
from tests.conftest import World
from tests.screens import raw_components

DAY = timedelta(days=1)


async def test_what_can_be_done_now_is_one_press_away(world: World) -> None:
    ana = world.member("Ana")
    assert "nothing open right now" in (await world.slash(ana, "act")).text
    await open_campaign(world, "us_house")
    assert "How many minutes" in (await world.slash(ana, "act", minutes="soon")).text
    assert "Nothing that short" in (await world.slash(ana, "act", minutes="1")).text
    short = await world.slash(ana, "act", minutes="5")
    assert "In 5 minutes or less" in short.text
    assert list(short.buttons) == ["Share", "Call"]
    every = await world.slash(ana, "act")
    assert every.private
    assert list(every.buttons) == ["Share", "Call", "Write"]
    await world.restart()
    form = await world.press(ana, every, "Call")
    card = await world.fill_in(ana, form, zip="02119")
    assert "Call 1 of 1" in card.text


async def test_the_digest_is_posted_each_week_where_an_admin_asked_for_it(world: World) -> None:
    alba = world.admin()
    services = world.app.services
    await services.guilds.choose_channel(
        organizer_of(world), Purpose.ANNOUNCEMENTS, world.channel.id
    )

    def posts() -> list[str]:
        return [str(raw_components(m)) for m in world.channel.history()]

    refused = await world.slash(world.member("Ana"), "setup")
    assert "each week" not in refused.text
    screen = await world.press(alba, await world.slash(alba, "setup"), "Yes, each week")
    assert "each week I post" in screen.text
    await world.move()
    assert posts() == []  # there is nothing to do: nothing is said
    await open_campaign(world, "us_house")
    await world.move(7 * DAY)
    (post,) = posts()
    assert "This week: what you can do" in post
    await world.restart()
    await world.move(7 * DAY)
    assert len(posts()) == 2
    await world.press(alba, await world.slash(alba, "setup"), "No more")
    await world.move(30 * DAY)
    assert len(posts()) == 2


async def test_a_shift_that_needs_people_is_offered_to_who_can_take_it(world: World) -> None:
    await make(world, title="For all")
    await make(world, title="For volunteers", anyone=False)
    await make(world, title="Far away", local_start=COURT.local_start + 30 * DAY)
    full = await make(world, ONE_ROLE, title="Full")
    await claim(world, 77, full)
    ana = world.member("Ana")
    seen = await world.slash(ana, "act")
    assert "**Take a shift**" in seen.text
    assert "For all" in seen.text
    for hidden in ("For volunteers", "Far away", "Full"):
        assert hidden not in seen.text
    page = await world.press(ana, seen, "Look")
    assert "## For all" in page.text
    await world.press(ana, page, "Claim: Observer")
    await world.restart()
    assert "For all" not in (await world.slash(ana, "act")).text


async def test_the_digest_has_shifts_too(world: World) -> None:
    alba, services = world.admin(), world.app.services
    await services.guilds.choose_channel(
        organizer_of(world), Purpose.ANNOUNCEMENTS, world.channel.id
    )
    await world.press(alba, await world.slash(alba, "setup"), "Yes, each week")
    await make(world, title="For volunteers", anyone=False)
    await world.move(7 * DAY)
    (post,) = [str(raw_components(m)) for m in world.channel.history()]
    assert "For volunteers" in post
    assert "New Sudbury" not in post

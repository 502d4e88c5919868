"""`/campaign`: from a bundled campaign to a closed one, as organizers do it."""

from __future__ import annotations

from bot.domain.campaign import CampaignStatus, Outcome
from tests.cogs.calling.campaigning import open_campaign, organizer_of
from tests.conftest import World
from tests.screens import Seen

SHERIFF = b"name,office,place,state,phone\nAlex Sample,Sheriff,Sample County,OH,614-555-0100\n"
BOARD = b"name,office,place,state,phone\nRobin Sample,Chair,Sample County,OH,614-555-0101\n"
BAD = b"name,office,phone\nAlex Sample,Sheriff,614-555-0100\n,Clerk,614-555-0102\nKim,Clerk,12\n"


def _menu(seen: Seen) -> str:
    """The custom_id of the only menu."""
    (only,) = seen.select_ids
    return only


async def test_only_organizers_come_to_campaigns_at_all(world: World) -> None:
    number = await open_campaign(world, "us_house")
    ana = world.member("Ana")
    for name in ("create", "edit", "preview", "open", "close", "stats"):
        refused = await world.slash(ana, f"campaign {name}")
        assert refused.private, name
        assert not refused.buttons, name
        assert not refused.select_ids, name
    whole = await world.app.services.campaigns.get(organizer_of(world), number)
    assert whole.campaign.status is CampaignStatus.OPEN


async def test_a_bundled_campaign_is_looked_through_opened_and_closed(world: World) -> None:
    alba = world.admin()
    new = await world.slash(alba, "campaign create")
    page = await world.choose(alba, new, _menu(new), "leave-287g")
    assert "287(g)" in page.text
    assert "is a draft" in page.text

    refused = await world.press(alba, page, "Open to everybody")
    assert "nobody on the list" in refused.text
    wrong = await world.slash(
        alba,
        "campaign edit",
        campaign="1",
        list="county sheriff",
        officials=("list.csv", BAD),
    )
    assert "2 rows can't be used" in wrong.text
    assert "Line 3" in wrong.text
    assert "Line 4" in wrong.text
    assert "Bring it in" not in wrong.buttons
    for name, data in (("county sheriff", SHERIFF), ("county board", BOARD)):
        plan = await world.slash(
            alba,
            "campaign edit",
            campaign="1",
            list=name,
            officials=("list.csv", data),
        )
        assert "New: 1" in plan.text
        page = await world.press(alba, plan, "Bring it in")
        assert "The list is in" in page.text

    preview = await world.press(alba, page, "Preview")
    assert "Sample" in preview.text
    assert "{" not in preview.text

    page = await world.press(alba, preview, "Back to the campaign")
    await world.restart()
    opened = await world.press(alba, page, "Open to everybody")
    assert "Open. Members find it" in opened.text
    asked = await world.press(alba, opened, "Close…")
    closed = await world.press(alba, asked, "Yes, close it")
    assert "Closed" in closed.text


async def test_a_script_that_cannot_be_filled_comes_back_with_the_place(world: World) -> None:
    alba = world.admin()
    page = await world.slash(alba, "campaign create", template="freedom-city")
    bodies = await world.press(alba, page, "Scripts…")
    cases = await world.choose(alba, bodies, _menu(bodies), "city_council")
    form = await world.choose(alba, cases, _menu(cases), "en:main")
    typed = "Hello, I live in {caller_city}.\nPlease vote for {bil} now."
    wrong = await world.fill_in(alba, form, script=typed)
    assert "line 2, column 17" in wrong.text
    assert "{bill}" in wrong.text.replace("\\", "")
    await world.restart()
    gone = await world.press(alba, wrong, "Change it")
    assert gone.text  # what was typed is kept in memory only, and the person is told
    form = await world.choose(alba, cases, _menu(cases), "en:main")
    saved = await world.fill_in(alba, form, script="Hello {target}, I live in {caller_city}.")
    assert "Saved" in saved.text


async def test_a_bill_of_a_session_that_is_over_must_be_meant(world: World) -> None:
    alba = world.admin()
    page = await world.slash(alba, "campaign create", template="refugee-bills")
    asked = await world.press(alba, page, "Open to everybody")
    assert "can't pass any more" in asked.text
    assert "H.R. 2146" in asked.text.replace("\\", "")
    await world.restart()
    opened = await world.press(alba, asked, "Open all the same")
    assert "Open. Members find it" in opened.text


async def test_who_is_second_is_told_what_the_first_changed_and_keeps_their_text(
    world: World,
) -> None:
    alba, berta = world.admin("Alba"), world.admin("Berta")
    page = await world.slash(alba, "campaign create", template="freedom-city")
    first = await world.press(alba, page, "Title and ask…")
    other = await world.slash(berta, "campaign edit", campaign="1")
    second = await world.press(berta, other, "Title and ask…")
    await world.fill_in(alba, first, title="Alba's town", ask="Please.", state="")
    told = await world.fill_in(berta, second, title="Berta's town", ask="Please do.", state="")
    assert "title" in told.text
    again = await world.press(berta, told, "Change it")
    assert "Berta's town" in str(again.result.modal)
    await world.fill_in(berta, again, title="Berta's town", ask="Please do.", state="")
    whole = await world.app.services.campaigns.get(organizer_of(world), 1)
    assert whole.campaign.title["en"] == "Berta's town"


async def test_small_numbers_are_not_told_and_the_picture_says_itself_in_words(
    world: World,
) -> None:
    number = await open_campaign(world, "us_house")
    for press in range(3):
        await world.app.services.calls.count(
            world.guild.id,
            [number],
            press_key=f"{press}",
            body="us_house",
            target="X000001",
            state="MA",
            outcome=Outcome.CONTACT,
        )
    alba = world.admin()
    stats = await world.slash(alba, "campaign stats", campaign=str(number))
    assert "fewer than 5" in stats.text
    assert "3" not in stats.text
    (picture,) = [c for c in stats.components if c["type"] == 12]
    assert "fewer than 5" in picture["items"][0]["description"]
    asked = await world.press(alba, stats, "Post in this channel…")
    assert asked.private
    await world.restart()
    posted = await world.press(alba, asked, "Yes, share it")
    assert posted.text

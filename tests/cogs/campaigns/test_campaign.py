"""`/campaign` as organizers use it: from a ready campaign to its totals, and what is refused."""

from __future__ import annotations

from typing import Any

import pytest
from simcord.actors import MemberActor

from bot.domain.actor import Actor, Capability
from bot.domain.campaign import CampaignStatus, Outcome
from bot.i18n import languages, t
from bot.services.campaign_templates import campaign_templates
from tests.cogs.calling.conftest import read_once  # noqa: F401 - the tables, read once
from tests.cogs.test_limits import too_long
from tests.cogs.worst_campaigns import campaign_forms
from tests.conftest import World
from tests.screens import Seen, raw_components, walk

SHERIFF = (
    b"name,office,place,state,phone\n"
    b"Alex Sample,Sheriff,Sample County,OH,614-555-0100\n"
    b"Robin Example,Undersheriff,Sample County,OH,614-555-0101\n"
)
BAD = b"name,office,phone\nAlex Sample,Sheriff,12\n=cmd(),Sheriff,614-555-0100\n"


def en(key: str, **params: object) -> str:
    return t(f"drive.{key}", "en", **params)


async def start(world: World, key: str = "refugee-bills") -> tuple[MemberActor, Seen]:
    """An organizer before the page of a campaign that they just began."""
    alba = world.admin()
    return alba, await world.slash(alba, "campaign create", template=key)


async def whole(world: World, number: int = 1) -> Any:
    actor = Actor(1, world.guild.id, frozenset({Capability.MEMBER, Capability.ORGANIZER}))
    return await world.app.services.campaigns.get(actor, number)


async def test_members_are_refused_and_see_no_draft(world: World) -> None:
    ana = world.member("Ana")
    for command in ("create", "edit", "preview", "open", "close", "stats"):
        refused = await world.slash(ana, f"campaign {command}")
        assert refused.private
        assert t("access.needs_organizer", "en") in refused.text
    alba, page = await start(world)
    assert "Draft" in page.text
    await world.restart()
    world.take_roles(alba)
    refused = await world.press(alba, page, en("do_open"))
    assert t("access.needs_organizer", "en") in refused.text
    assert (await whole(world)).campaign.status is CampaignStatus.DRAFT


@pytest.mark.parametrize("template", campaign_templates(), ids=lambda each: each.key)
async def test_a_ready_campaign_is_opened_once_it_was_seen_to(world: World, template: Any) -> None:
    alba, page = await start(world, template.key)
    assert page.private
    assert en("to_do") in page.text
    found = await whole(world)
    for name in found.lists:
        page = await world.slash(
            alba, "campaign edit", campaign="1", officials=("people.csv", SHERIFF), list=name
        )
        assert "Robin Example" in page.text
        page = await world.press(alba, page, en("bring_in"))
    await world.restart()
    page = await world.press(alba, page, en("do_open"))
    if found.bills:
        assert "can't pass any more" in page.text
        page = await world.press(alba, page, en("open_anyway"))
    assert "Members find it with" in page.text
    assert (await whole(world)).campaign.status is CampaignStatus.OPEN


async def test_a_script_that_can_not_be_kept_comes_back_with_its_place(world: World) -> None:
    alba, page = await start(world)
    page = await world.press(alba, page, en("do_scripts"))
    cases = await world.choose(alba, page, "camp:scriptfor:1", "us_house")
    for words, said in (
        ("Hello {target}, a lone { brace", "line 1"),
        ("Hello\n{taget}", "{target}"),
        ("Hello <@123456789>", "mention"),
        ("x" * 4000, "2500 letters"),
    ):
        form = await world.choose(alba, cases, "camp:script:1:us_house", "en:main")
        refused = await world.fill_in(alba, form, script=words)
        assert said in refused.text, words[:20]
        assert list(refused.buttons) == [t("errors.mend", "en")]
    await world.restart()
    form = await world.choose(alba, cases, "camp:script:1:us_house", "en:main")
    kept = await world.fill_in(alba, form, script="Hello {target}, vote for {bill}.")
    assert en("saved") in kept.text
    script = (await whole(world)).script("us_house", "en")
    assert script.words == "Hello {target}, vote for {bill}."
    preview = await world.press(alba, kept, en("do_preview"))
    assert "vote for H.R. 2146 and H.R. 2214." in preview.text
    spanish = await world.choose(alba, preview, "camp:preview:1", "us_senate:es")
    assert "S. 1088" in spanish.text
    ohio = await world.slash(alba, "campaign preview", campaign="1", state="ohio")
    assert "Ohio" in ohio.text
    senate = await world.choose(alba, ohio, "camp:preview:1:OH", "us_senate:en")
    assert "Ohio" in senate.text
    wrong = await world.slash(alba, "campaign preview", campaign="1", state="Atlantis")
    assert t("call.no_such_state", "en") in wrong.text


async def test_a_list_with_bad_rows_brings_nothing_in(world: World) -> None:
    alba, _ = await start(world, "leave-287g")
    refused = await world.slash(alba, "campaign edit", officials=("people.csv", SHERIFF))
    assert en("list_needs") in refused.text
    for data, said in ((BAD, "Line 2"), (b"\x00\x01", ""), (b"", "")):
        report = await world.slash(
            alba, "campaign edit", campaign="1", officials=("p.csv", data), list="county sheriff"
        )
        assert said in report.text
        assert en("bring_in") not in report.buttons
    assert (await whole(world)).targets == ()


async def test_whoever_is_second_gets_their_text_back(world: World) -> None:
    alba, page = await start(world)
    bea = world.admin("Bea")
    first = await world.press(alba, page, en("do_text"))
    other = await world.slash(bea, "campaign edit", campaign="1")
    second = await world.press(bea, other, en("do_text"))
    kept = await world.fill_in(alba, first, title="Refugees first", ask="Sign it.", state="")
    assert en("saved") in kept.text
    refused = await world.fill_in(bea, second, title="Mine", ask="Sign it.", state="")
    assert "Somebody else changed this meanwhile: title, ask" in refused.text
    again = await world.press(bea, refused, t("errors.mend", "en"))
    kept = await world.fill_in(bea, again, title="Mine", ask="Sign it.", state="zz")
    assert list(kept.buttons) == [t("errors.mend", "en")]  # there is no such state
    again = await world.press(bea, kept, t("errors.mend", "en"))
    kept = await world.fill_in(bea, again, title="Mine", ask="Sign it.", state="ma")
    assert "Massachusetts" in kept.text
    assert (await whole(world)).campaign.title["en"] == "Mine"


async def test_every_part_is_changed_by_its_form(world: World) -> None:
    alba, page = await start(world, "inspection-and-contract")
    page = await world.fill_in(
        alba, await world.press(alba, page, en("do_dates")), opens_on="", closes_on="nonsense"
    )
    assert "I can't read the date" in page.text
    page = await world.slash(alba, "campaign edit", campaign="1")
    form = await world.press(alba, page, en("do_dates"))
    page = await world.fill_in(alba, form, opens_on="", closes_on="March 28 2027")
    assert "Mar 28, 2027" in page.text
    why = await world.press(alba, page, en("do_why"))
    form = await world.choose(alba, why, "camp:point:1", "3")
    page = await world.fill_in(alba, form, point="Beds stay empty.", source="http://x")
    assert list(page.buttons) == [t("errors.mend", "en")]
    form = await world.press(alba, page, t("errors.mend", "en"))
    source = "https://example.org/report"
    page = await world.fill_in(alba, form, point="Beds stay empty.", source=source)
    assert len((await whole(world)).campaign.points) == 4
    bills = await world.press(alba, page, en("do_bills"))
    form = await world.choose(alba, bills, "camp:bill:1:3", "0")
    page = await world.fill_in(
        alba, form, numbers="H.B. 7 / S.B. 9", session="OH 136 2026-12-31",
        bill_title="Care Act", sponsors="", bill_status="In committee",
    )  # fmt: skip
    assert "OH 136" in page.text
    log = await world.press(alba, page, en("do_log"))
    form = await world.press(alba, log, en("add_fact"))
    page = await world.fill_in(
        alba, form, fact_on="11/3/2026", fact="12 findings.", fact_source="Inspection of October"
    )
    log = await world.press(alba, page, en("do_log"))
    assert "12 findings" in log.text
    form = await world.press(alba, log, en("add_deadline"))
    page = await world.fill_in(
        alba, form, due_on="2027-06-30", deadline="The contract ends", remind_days="30"
    )
    assert "1 facts, 1 dates" in page.text
    form = await world.press(alba, page, en("do_share"))
    page = await world.fill_in(
        alba, form, share="Ask the board.", hashtag="NoRenewal", link="",
        giving="https://example.org/fund", figure="1,250 / 5,000",
    )  # fmt: skip
    assert "$1,250 of $5,000" in page.text


async def test_totals_name_nobody_and_go_to_the_channel_when_asked(world: World) -> None:
    alba, page = await start(world)
    page = await world.press(alba, page, en("do_open"))
    page = await world.press(alba, page, en("open_anyway"))
    calls = world.app.services.calls
    for press in range(7):
        await calls.count(
            world.guild.id, [1], press_key=str(press), body="us_house", target="P000617",
            state="MA", outcome=Outcome.CONTACT if press < 6 else Outcome.VOICEMAIL,
        )  # fmt: skip
    await world.restart()
    seen = await world.slash(alba, "campaign stats", campaign="Open the door to refugees again")
    assert "**calls:** 7" in seen.text
    assert "Massachusetts" in seen.text
    assert [file.filename for file in seen.message.attachments] == ["progress.png"]
    asked = await world.press(alba, seen, en("post_progress"))
    assert asked.private
    await world.press(alba, asked, t("find.share_now", "en"))
    posted = world.channel.last_message
    assert posted is not None
    (alt,) = [
        item["description"]
        for each in walk(raw_components(posted))
        for item in each.get("items", ())
    ]
    assert alt.startswith("Open the door to refugees again: 7 calls")
    assert "Alba" not in str(raw_components(posted))
    closing = await world.slash(alba, "campaign close", campaign="1")
    page = await world.press(alba, closing, en("yes_close"))
    assert "Closed" in page.text
    gone = await world.press(alba, page, en("do_delete"))
    assert en("deleted") in (await world.press(alba, gone, en("yes_delete"))).text


@pytest.mark.parametrize("language", languages())
async def test_every_form_stays_inside_the_limits(language: str) -> None:
    for form in campaign_forms(language, "Ñ*_"):
        sent = form.to_dict()
        assert 1 <= len(sent["title"]) <= 45
        assert 1 <= len(sent["custom_id"]) <= 100
        assert 1 <= len(sent["components"]) <= 5
        assert too_long(list(walk(sent["components"]))) == []
        assert type(form).template.fullmatch(sent["custom_id"])


async def test_a_button_of_an_old_page_says_who_was_faster_and_does_nothing(world: World) -> None:
    alba, page = await start(world)
    campaigns = world.app.services.campaigns
    actor = Actor(2, world.guild.id, frozenset({Capability.MEMBER, Capability.ORGANIZER}))
    for title, name in (("Call for refugees", "do_open"), ("Call for families", "yes_delete")):
        if name == "yes_delete":
            page = await world.press(alba, page, en("do_delete"))
        version = (await whole(world)).campaign.version
        await campaigns.edit(actor, 1, version, {"title": {"en": title}})
        page = await world.press(alba, page, en(name))
        assert en("meanwhile_look", what=en("changed_title")) in page.text
        assert title in page.text
    assert (await whole(world)).campaign.status is CampaignStatus.DRAFT
    await world.restart()
    anew = await world.press(alba, page, en("do_open"))
    assert "Somebody else" not in anew.text

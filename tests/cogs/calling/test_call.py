"""`/call`: from a ZIP to the last card, as people do it."""

from __future__ import annotations

from datetime import UTC, datetime

from bot.domain.campaign import Outcome
from bot.domain.legislators import DELEGATES
from bot.domain.small_counts import Shown
from tests.cogs.calling.campaigning import open_campaign, organizer_of, template
from tests.conftest import World
from tests.screens import Seen

FEDERAL = ("us_house", "us_senate")
#: Boston's Roxbury: one district only.
ONE, TWO = "02119", "02139"


async def _tallies(world: World) -> dict[str, int]:
    rows = await world.app.db.fetch_all(
        "SELECT outcome, sum(count) AS n FROM campaign_tally GROUP BY 1"
    )
    return {row["outcome"]: row["n"] for row in rows}


async def test_without_a_campaign_there_are_still_the_numbers_of_ones_legislators(
    world: World,
) -> None:
    ana = world.member("Ana")
    none = await world.slash(ana, "call")
    assert none.private
    assert "No campaign is open" in none.text
    form = await world.press(ana, none, "Numbers of my legislators")
    seen = await world.fill_in(ana, form, zip=TWO)
    assert "Which of these is yours?" in seen.text


async def test_what_is_no_zip_is_said_kindly_with_the_text_back(world: World) -> None:
    await open_campaign(world, *FEDERAL)
    ana = world.member("Ana")
    form = await world.slash(ana, "call")
    for typed, said in (
        ("   ", "five digits"),
        ("0213", "five digits"),
        ("M5V 2T6", "Canadian"),
        ("00000", "isn't one we know"),
        ("09012", "Military"),
        ("hello", "five digits"),
    ):
        wrong = await world.fill_in(ana, form, zip=typed)
        assert said in wrong.text, typed
        again = await world.press(ana, wrong, "Change it")
        fields = str(again.result.modal)
        assert typed in fields
        form = again
    chosen = await world.press(ana, wrong, "Choose state and district")
    bad = await world.fill_in(ana, chosen, state="Atlantis", house="7")
    assert "don't know that state" in bad.text
    again = await world.press(ana, bad, "Change it")
    bad = await world.fill_in(ana, again, state="MA", house="77")
    assert "no such district" in bad.text
    again = await world.press(ana, bad, "Change it")
    card = await world.fill_in(ana, again, state="massachusetts", house="7")
    assert "Call 1 of 3 · Rep. Ayanna Pressley \\(MA\\-7\\)" in card.text
    assert "from the middle of the district" in card.text


async def test_a_round_of_calls_from_the_first_card_to_the_thanks(world: World) -> None:
    number = await open_campaign(world, *FEDERAL)
    ana = world.member("Ana")
    form = await world.slash(ana, "call")
    card = await world.fill_in(ana, form, zip="02119-1234")
    assert card.private
    assert "Call 1 of 3 · Rep. Ayanna Pressley" in card.text
    assert "I live in Boston" in card.text or "I live in Roxbury" in card.text
    assert "Office in Boston" in card.text
    voicemail = await world.press(ana, card, "Voicemail text")
    assert "This is for the mailbox" in voicemail.text
    card = await world.press(ana, voicemail, "Back to the script")
    second = await world.press(ana, card, "Talked")
    assert "Counted" in second.text
    assert "Call 2 of 3 · Sen." in second.text
    await world.restart()
    busy = await world.press(ana, second, "Busy / full")
    assert "Not done yet" in busy.text
    assert "Call 2 of 3" in busy.text
    assert busy.text.splitlines()[3:5] != second.text.splitlines()[2:4]
    third = await world.press(ana, busy, "Left voicemail")
    assert "Call 3 of 3" in third.text
    end = await world.press(ana, third, "Skip")
    assert "That was the last one" in end.text
    assert "fewer than 5" in end.text
    assert await _tallies(world) == {"contact": 1, "unavailable": 1, "voicemail": 1, "skip": 1}
    totals = await world.app.services.calls.reached(number)
    assert totals.calls.shown is Shown.FEW
    assert Outcome.CONTACT not in totals.outcomes


async def test_a_zip_that_spans_districts_asks_which_is_yours_also_after_a_restart(
    world: World,
) -> None:
    await open_campaign(world, *FEDERAL)
    await open_campaign(world, "state_upper", "state_lower", state="MA", title="Safe communities")
    ana = world.member("Ana")
    asked = await world.fill_in(ana, await world.slash(ana, "call"), zip=TWO)
    assert "Which of these is yours?" in asked.text
    assert "Pressley" in asked.text
    assert "Clark" in asked.text
    assert any("house.gov" in link for link in asked.links)
    await world.restart()
    house, lower = asked.select_ids
    asked = await world.choose(ana, asked, lower, _value(asked, lower, "26th Middlesex"))
    assert "Clark" in asked.text
    (house,) = (each for each in asked.select_ids if "us_house" in each)
    card = await world.choose(ana, asked, house, _value(asked, house, "MA-7"))
    assert "Call 1 of 5 · Rep. Ayanna Pressley" in card.text


async def test_who_is_not_sure_still_calls_their_senators(world: World) -> None:
    await open_campaign(world, *FEDERAL)
    ana = world.member("Ana")
    asked = await world.fill_in(ana, await world.slash(ana, "call"), zip=TWO)
    card = await world.choose(ana, asked, asked.select_ids[0], "-")
    assert "Call 1 of 2 · Sen." in card.text


async def test_a_post_office_box_is_a_guess_that_is_labelled_as_one(world: World) -> None:
    await open_campaign(world, *FEDERAL)
    ana = world.member("Ana")
    asked = await world.fill_in(ana, await world.slash(ana, "call"), zip="02112")
    assert "This is a guess" in asked.text
    assert "Boston, MA" in asked.text
    card = await world.press(ana, asked, "Yes, go on")
    assert "Call 1 of 3 · Rep. Stephen F. Lynch" in card.text


async def test_districts_are_remembered_only_on_request_and_forgotten_again(world: World) -> None:
    await open_campaign(world, *FEDERAL)
    ana = world.member("Ana")
    card = await world.fill_in(ana, await world.slash(ana, "call"), zip=ONE)
    assert await world.app.db.fetch_all("SELECT * FROM person_district") == []
    kept = await world.press(ana, card, "Remember my districts")
    assert "not your ZIP" in kept.text
    await world.restart()
    card = await world.slash(ana, "call")
    assert "Call 1 of 3 · Rep. Ayanna Pressley" in card.text
    await world.press(ana, card, "Forget my districts")
    assert await world.app.db.fetch_all("SELECT * FROM person_district") == []


async def test_a_vacant_seat_is_said_and_the_senators_are_offered_instead(world: World) -> None:
    await open_campaign(world, "us_house")
    book = await world.app.services.legislators.load()
    seat = next(each for each in book.congress.vacant() if each.state not in DELEGATES)
    ana = world.member("Ana")
    form = await world.slash(ana, "call")
    wrong = await world.fill_in(ana, form, zip="00000")
    chosen = await world.press(ana, wrong, "Choose state and district")
    card = await world.fill_in(ana, chosen, state=seat.state, house=seat.name)
    assert "Nobody holds this seat" in card.text
    assert "Call 1 of 2 · Sen." in card.text
    assert "Please support the refugee bills" in card.text


async def test_from_the_day_on_which_terms_end_the_card_says_so(world: World) -> None:
    await open_campaign(world, *FEDERAL)
    ana = world.member("Ana")
    form = await world.slash(ana, "call")
    await world.move(datetime(2027, 1, 4, 15, tzinfo=UTC) - world.clock.now())
    card = await world.fill_in(ana, form, zip=ONE)
    assert "These numbers are out of date" in card.text
    assert "Jan 3, 2027" in card.text


async def test_officials_of_a_list_need_no_zip_and_elsewhere_there_is_nobody(
    world: World,
) -> None:
    actor = organizer_of(world)
    campaigns = world.app.services.campaigns
    made = await campaigns.from_template(actor, template("sheriff"))
    table = (
        b"name,office,place,state,phone\nSample,Sheriff's office,Sample County,MA,617-555-0121\n"
    )
    await campaigns.import_targets(actor, made.number, made.version, "sheriff", table, apply=True)
    version = (await campaigns.get(actor, made.number)).campaign.version
    await campaigns.open(actor, made.number, version)
    ana = world.member("Ana")
    card = await world.slash(ana, "call")
    assert "Call 1 of 1 · Sheriff's office Sample \\(Sample County, MA\\)" in card.text
    assert "617\\-555\\-0121" in card.text
    end = await world.press(ana, card, "Busy / full")
    assert "That was their last number" in end.text
    number = await open_campaign(world, "state_upper", state="CA", title="California first")
    form = await world.slash(ana, "call", campaign=f"#{number}")
    none = await world.fill_in(ana, form, zip=ONE)
    assert "For California first there is nobody to call where you are" in none.text
    assert "Another ZIP code" in none.buttons


def _value(seen: Seen, custom_id: str, label: str) -> str:
    menu = next(c for c in seen.components if c.get("custom_id") == custom_id)
    return next(o["value"] for o in menu["options"] if label in o["label"])

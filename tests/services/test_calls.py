"""Whom to call, what to say, and how often in all."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.domain.campaign import CampaignAction, Letter, Outcome, Variant
from bot.domain.errors import BadInput, NotAllowed, NotFound
from bot.domain.legislators import Body, District
from bot.domain.small_counts import SafeCount, Shown
from bot.services.services import Services
from bot.storage.campaign_tallies import list_tallies
from bot.storage.database import Database
from bot.storage.guilds import Purpose
from tests.services.campaigning import (
    MEMBER,
    ORGANIZER,
    OTHER,
    TEMPLATE,
    listing,
    opened_campaign,
)
from tests.services.conftest import ADMIN, GUILD, OTHER_GUILD
from tests.services.test_campaign_lists import GOOD

MA_7 = District(Body.US_HOUSE, "MA", "7")
#: Vacant in the bundled data, as tests/services/test_legislators.py says.
TX_23 = District(Body.US_HOUSE, "TX", "23")


async def counted(services: Services, number: int, times: int, **what: object) -> None:
    """Count calls that were made."""
    given = {"body": "us_house", "target": "P1", "state": "MA", "outcome": Outcome.CONTACT} | what
    for at in range(times):
        key = f"{number}:{sorted(given.items())}:{at}"
        assert await services.calls.count(GUILD, [number], press_key=key, **given)  # pyright: ignore[reportArgumentType]


@pytest.fixture
def database_key() -> None:
    """In the plain mode alone: what is kept here is kept as events are, which are tried in both."""
    return


# --- whom --------------------------------------------------------------------------------------


async def test_one_call_for_each_target_with_all_that_is_asked_there(services: Services) -> None:
    one = await opened_campaign(services)
    other = await opened_campaign(services, listing("us_house", "governor"))
    found = (await services.legislators.load()).districts_of("02139")
    plan = await services.calls.plan(
        GUILD, [one.number, other.number, one.number], found.districts, where=found.where
    )
    asked = [(step.target.body, step.campaigns) for step in plan.steps]
    both = (one.number, other.number)
    assert asked == [
        ("us_house", both),
        ("us_house", both),
        ("us_senate", (one.number,)),
        ("us_senate", (one.number,)),
        ("governor", (other.number,)),
    ]
    step = plan.steps[0]
    card = services.calls.fill_card(
        plan, step, step.target.rungs[0].office, "es", city="Cambridge", state="MA"
    )
    first, second = card.parts
    assert first.main == "Vivo en Cambridge. Le pido copatrocinar H.R. 100."
    assert first.english[Variant.MAIN].startswith("I live in Cambridge. ")
    assert Variant.VOICEMAIL not in first.words
    assert (second.language, second.english) == ("en", {})
    unknown = services.calls.fill_card(plan, step, None, "en", state="MA")
    assert unknown.parts[0].main.startswith("I live in Massachusetts. ")


async def test_a_vacant_seat_says_so_and_offers_the_senators(services: Services) -> None:
    one = await opened_campaign(services, listing("us_house"))
    plan = await services.calls.plan(GUILD, [one.number], [TX_23])
    assert plan.vacant == (TX_23,)
    assert [step.target.body for step in plan.steps] == ["us_senate", "us_senate"]
    assert {step.instead_of for step in plan.steps} == {TX_23}
    (part,) = services.calls.fill_card(plan, plan.steps[0], None, "en").parts
    assert part.main == f"{plan.steps[0].target.name}, please co-sponsor."


async def test_a_campaign_of_one_state_asks_nobody_elsewhere(services: Services) -> None:
    local = await opened_campaign(services, listing("state_lower", state="MA"))
    everywhere = await opened_campaign(services)
    senators = await opened_campaign(services, listing("us_senate", state="MA"))
    numbers = [local.number, everywhere.number, senators.number]
    plan = await services.calls.plan(GUILD, numbers, [TX_23])
    assert plan.elsewhere == (local.number, senators.number)
    assert {step.campaigns for step in plan.steps} == {(everywhere.number,)}
    found = (await services.legislators.load()).districts_of("02139")
    plan = await services.calls.plan(
        GUILD, [local.number], (*found.districts, *found.state_districts)
    )
    assert {step.target.body for step in plan.steps} == {"state_lower"}
    with pytest.raises(NotFound):
        await services.calls.plan(OTHER_GUILD, [local.number], [MA_7])
    await services.campaigns.close(ORGANIZER, local.number, local.version)
    with pytest.raises(NotFound):
        await services.calls.plan(GUILD, [local.number], [MA_7])


async def test_officials_of_a_list_are_called_too(services: Services) -> None:
    draft = await services.campaigns.from_template(ORGANIZER, listing("sheriff"))
    await services.campaigns.import_targets(
        ORGANIZER, draft.number, draft.version, "sheriff", GOOD, apply=True
    )
    draft = (await services.campaigns.get(ORGANIZER, draft.number)).campaign
    opened = await services.campaigns.open(ORGANIZER, draft.number, draft.version)
    plan = await services.calls.plan(GUILD, [opened.number], [], state="TX")
    ada = plan.steps[0].target
    assert (ada.office, ada.place, ada.rungs[0].office.phone) == (
        "Sheriff",
        "Suffolk",
        "617-555-0100",
    )
    assert len(plan.steps) == 2
    (part,) = services.calls.fill_card(plan, plan.steps[0], None, "en").parts
    assert part.main == "Sheriff Ada Example, please co-sponsor."
    seen = await services.campaigns.preview(ORGANIZER, opened.number, "sheriff", "en")
    assert seen.words == part.main


# --- counting ------------------------------------------------------------------------------------


async def test_nothing_is_counted_elsewhere_or_after_the_end(
    services: Services, db: Database
) -> None:
    one = await opened_campaign(services)
    await services.calls.count(OTHER_GUILD, [one.number], press_key="a", outcome=Outcome.CONTACT)
    await services.campaigns.close(ORGANIZER, one.number, one.version)
    await services.calls.count(GUILD, [one.number], press_key="b", outcome=Outcome.CONTACT)
    await services.calls.count(GUILD, [one.number + 9], press_key="c", outcome=Outcome.CONTACT)
    assert await list_tallies(db, one.number) == []


async def test_totals_show_calls_made_and_hide_the_few(services: Services) -> None:
    number = (await opened_campaign(services)).number
    few, none = SafeCount(Shown.FEW), SafeCount(Shown.EXACT, 0)
    totals = await services.calls.reached(number)
    assert (totals.calls, totals.states, totals.outcomes) == (none, {}, {})
    await counted(services, number, 3)
    totals = await services.calls.reached(number)
    assert (totals.calls, totals.states, totals.targets) == (few, {}, {})
    await counted(services, number, 17, target="P2")
    await counted(services, number, 8, state="TX", target="P3", outcome=Outcome.VOICEMAIL)
    await counted(services, number, 2, outcome=Outcome.UNAVAILABLE)  # led on: no call was made
    await counted(services, number, 1, action=CampaignAction.LETTER, outcome=None)
    totals = await services.calls.reached(number)
    assert totals.calls == SafeCount(Shown.EXACT, 28)
    assert totals.outcomes == {
        Outcome.CONTACT: SafeCount(Shown.EXACT, 20),
        Outcome.VOICEMAIL: SafeCount(Shown.EXACT, 8),
        Outcome.UNAVAILABLE: few,
    }
    assert totals.states == {"MA": SafeCount(Shown.EXACT, 20), "TX": SafeCount(Shown.EXACT, 8)}
    assert totals.targets["P1"] == few
    assert totals.targets["P2"].shown is Shown.HIDDEN  # 20 less 17 would be 3
    assert totals.letters == few


# --- wrong numbers -----------------------------------------------------------------------------


async def test_two_people_take_a_number_out_for_their_server(
    services: Services, db: Database
) -> None:
    await services.guilds.choose_channel(ADMIN, Purpose.MODERATION, 77)
    number = (await opened_campaign(services)).number
    plan = await services.calls.plan(GUILD, [number], [MA_7])
    target = plan.steps[0].target
    phone = target.rungs[0].office.phone
    calls = services.calls
    assert not await calls.report_wrong(MEMBER, phone, target.id)
    assert not await calls.report_wrong(MEMBER, phone, target.id)  # the same person again
    stranger = replace(OTHER, guild_id=OTHER_GUILD)
    assert not await calls.report_wrong(stranger, phone, target.id)
    assert await calls.numbers_out(GUILD) == frozenset()
    assert await calls.report_wrong(OTHER, phone, target.id)
    plan = await calls.plan(GUILD, [number], [MA_7])
    assert phone not in {rung.office.phone for rung in plan.steps[0].target.rungs}
    assert await calls.numbers_out(OTHER_GUILD) == frozenset()
    rows = await db.fetch_all("SELECT purpose, target_id FROM outbox")
    assert [tuple(row) for row in rows] == [("call.wrong_number", 77)]

    with pytest.raises(NotAllowed):
        await calls.wrong_numbers(MEMBER)
    (one,) = await calls.wrong_numbers(ORGANIZER)
    assert (one.phone, one.target, one.count) == (phone, target.id, 2)
    with pytest.raises(NotAllowed):
        await calls.put_back(MEMBER, phone)
    with pytest.raises(NotFound):
        await calls.put_back(ORGANIZER, "617-555-0199")
    await calls.put_back(ORGANIZER, phone)
    for actor in (MEMBER, OTHER):
        assert not await calls.report_wrong(actor, phone, target.id)  # a moderator called it
    assert await calls.numbers_out(GUILD) == frozenset()
    await calls.keep_out(ORGANIZER, phone)
    assert await calls.numbers_out(GUILD) == {phone}
    with pytest.raises(BadInput):
        await calls.report_wrong(replace(MEMBER, guild_id=None), phone, target.id)


# --- what somebody asked for, and letters -------------------------------------------------------


async def test_districts_are_remembered_only_when_asked_and_forgotten_again(
    services: Services, db: Database
) -> None:
    number = (await opened_campaign(services)).number
    found = (await services.legislators.load()).districts_of("02139")
    await services.calls.plan(GUILD, [number], found.districts, where=found.where)
    assert await db.fetch_all("SELECT * FROM person_district") == []
    own = (MA_7, found.state_districts[0])
    await services.calls.remember(MEMBER, own)
    await services.calls.remember(MEMBER, own)
    assert set(await services.calls.remembered(MEMBER)) == set(own)
    assert await services.calls.remembered(OTHER) == ()
    await services.calls.forget(MEMBER)
    assert await services.calls.remembered(MEMBER) == ()
    await services.calls.remember(MEMBER, own)
    await services.calls.remind_tomorrow(MEMBER)
    await services.people.forget(MEMBER.user_id)
    assert await services.calls.remembered(MEMBER) == ()
    assert await db.fetch_all("SELECT * FROM timer WHERE purpose = 'call.reminder'") == []


async def test_a_letter_is_filled_with_where_to_send_it(services: Services) -> None:
    number = (await opened_campaign(services)).number
    plan = await services.calls.plan(GUILD, [number], [MA_7])
    member = plan.steps[0].target
    letter = await services.writing.letter(GUILD, number, member.id, "es", city="Boston")
    assert letter.language == "en"  # there is none in Spanish
    assert letter.subject == "About H.R. 100"
    assert letter.words == f"Dear Representative {member.name.split()[-1]}: co-sponsor."
    assert letter.address[0] == member.name
    assert len(letter.address) == 3
    senator = plan.steps[1].target
    for guild, target in ((OTHER_GUILD, member.id), (GUILD, senator.id), (GUILD, "nobody")):
        with pytest.raises(NotFound):
            await services.writing.letter(guild, number, target, "en")
    # In place of a vacant seat, a senator gets the letter to the House.
    instead = await services.writing.letter(GUILD, number, senator.id, "en", instead_of=TX_23)
    assert instead.words.startswith("Dear Senator ")


async def test_a_server_that_the_bot_leaves_takes_its_campaigns_along(
    services: Services, db: Database
) -> None:
    await opened_campaign(
        services, replace(TEMPLATE, letters=(Letter("us_house", "en", "a", "b"),))
    )
    await services.calls.report_wrong(MEMBER, "617-555-0100", "P1")
    await services.guilds.forget(GUILD)
    for table in ("campaign", "campaign_script", "campaign_letter", "wrong_number"):
        assert await db.fetch_all(f"SELECT 1 FROM {table}") == []  # noqa: S608 - our own names

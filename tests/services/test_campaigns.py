"""What organizers do with campaigns, and what is refused with its reason."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from bot.clock import FixedClock
from bot.domain.actor import Actor, Capability
from bot.domain.campaign import (
    CampaignStatus,
    CampaignTemplate,
    Deadline,
    Fact,
    Script,
    TalkingPoint,
    Variant,
)
from bot.domain.errors import BadInput, NotAllowed, NotFound
from bot.services.campaigns import CampaignEditedMeanwhile
from bot.services.legislator_files import bundled_congress
from bot.services.legislator_update import put_in_place
from bot.services.services import Services
from bot.settings import Settings
from bot.storage.database import Database
from bot.storage.guilds import Purpose
from tests.conftest import NOW
from tests.services.campaigning import (
    BILL,
    ENDED,
    HOUSE,
    MEMBER,
    ORGANIZER,
    REFUGEES,
    TEMPLATE,
    drafted,
    listing,
    opened_campaign,
)
from tests.services.conftest import ADMIN, OTHER_GUILD


@pytest.fixture
def database_key() -> None:
    """In the plain mode alone: what is kept here is kept as events are, which are tried in both."""
    return


async def told(db: Database) -> list[tuple[str, str]]:
    """What waits to be said: purpose and args."""
    rows = await db.fetch_all("SELECT purpose, args FROM outbox ORDER BY number")
    return [(row["purpose"], row["args"]) for row in rows]


async def go_to(services: Services, clock: FixedClock, by: timedelta) -> None:
    """Let time pass; what is due happens."""
    clock.set(clock.now() + by)
    await services.scheduler.run_due()


# --- who, and what is refused ----------------------------------------------------------------


async def test_only_organizers_make_campaigns_and_members_see_open_ones(services: Services) -> None:
    with pytest.raises(NotAllowed):
        await services.campaigns.create(MEMBER, REFUGEES)
    draft = await drafted(services)
    assert await services.campaigns.list(MEMBER) == []
    for actor in (MEMBER, replace(ORGANIZER, guild_id=OTHER_GUILD)):
        with pytest.raises(NotFound):
            await services.campaigns.get(actor, draft.number)
    opened = await services.campaigns.open(ORGANIZER, draft.number, draft.version)
    assert (await services.campaigns.get(MEMBER, draft.number)).campaign == opened
    assert [each.number for each in await services.campaigns.list(MEMBER)] == [draft.number]
    with pytest.raises(NotAllowed):
        await services.campaigns.close(MEMBER, draft.number, opened.version)
    closed = await services.campaigns.close(ORGANIZER, draft.number, opened.version)
    assert closed.status is CampaignStatus.CLOSED
    assert await services.campaigns.open_now(ORGANIZER.guild_id or 0) == []


@pytest.mark.parametrize(
    ("changes", "key"),
    [
        ({"title": {"en": " "}}, "no_title"),
        ({"title": {"en": "x" * 101}}, "long_title"),
        ({"ask": {"es": "llame a @everyone"}}, "mention"),
        ({"state": "XX"}, "state"),
        ({"opens_on": date(2027, 2, 1), "closes_on": date(2027, 1, 1)}, "closes_first"),
        ({"points": (TalkingPoint({"en": "why"}, "ftp://x"),)}, "link"),
    ],
)
async def test_what_cannot_be_kept_is_refused(
    services: Services, changes: dict[str, Any], key: str
) -> None:
    draft = await drafted(services)
    with pytest.raises(BadInput) as error:
        await services.campaigns.edit(ORGANIZER, draft.number, draft.version, changes)
    assert error.value.key == f"campaign_error.{key}"
    assert (await services.campaigns.get(ORGANIZER, draft.number)).campaign.title == draft.title


async def test_whoever_is_second_is_shown_what_the_first_changed(services: Services) -> None:
    draft = await drafted(services)
    first = await services.campaigns.edit(
        ORGANIZER, draft.number, draft.version, {"title": {"en": "Refugees"}}
    )
    first = await services.campaigns.set_script(
        ORGANIZER, first.number, first.version, replace(HOUSE, words="Hello {target}.")
    )
    with pytest.raises(CampaignEditedMeanwhile) as error:
        await services.campaigns.edit(ORGANIZER, draft.number, draft.version, {"state": "MA"})
    changed = {each.field: (each.before, each.now) for each in error.value.what}
    assert changed == {
        "title": (dict(draft.title), {"en": "Refugees"}),
        "script:us_house:en:main": (HOUSE.words, None),
    }
    assert error.value.current == first
    again = await services.campaigns.edit(ORGANIZER, first.number, first.version, {"state": "ma"})
    assert (again.state, again.version) == ("MA", first.version + 1)


async def test_a_placeholder_that_nothing_is_known_for_is_refused_when_saved(
    services: Services,
) -> None:
    draft = await services.campaigns.create(ORGANIZER, REFUGEES)
    about = Script("us_house", "en", "Hello,\nplease {ask} {bill}.")
    with pytest.raises(BadInput) as error:
        await services.campaigns.set_script(ORGANIZER, draft.number, draft.version, about)
    assert error.value.key == "campaign_error.missing_bill"
    assert error.value.params == {"name": "bill", "line": 2, "column": 14}
    draft = await services.campaigns.set_bill(ORGANIZER, draft.number, draft.version, BILL)
    draft = await services.campaigns.set_script(ORGANIZER, draft.number, draft.version, about)
    whole = await services.campaigns.get(ORGANIZER, draft.number)
    # Taken away again, it is in the way of opening, with the script that it is missed in.
    await services.campaigns.remove_bill(
        ORGANIZER, draft.number, draft.version, whole.bills[0].number
    )
    (problem,) = await services.campaigns.problems(ORGANIZER, draft.number)
    assert problem.key == "campaign_error.missing_bill"
    assert (problem.params["body"], problem.params["variant"]) == ("us_house", "main")


# --- preview ---------------------------------------------------------------------------------


async def test_the_preview_is_filled_for_somebody_who_really_sits_there(services: Services) -> None:
    draft = await drafted(services)
    book = await services.legislators.load()
    for body, language in (("us_house", "en"), ("us_house", "es"), ("us_senate", "en")):
        seen = await services.campaigns.preview(ORGANIZER, draft.number, body, language, state="MA")
        member = book.target(seen.target.id)
        assert member is not None
        assert member.district.state == "MA"
        assert seen.target.name.split()[-1] in seen.words or language == "es"
        assert ("H.R. 100" if body == "us_house" else "S. 200") in seen.words
        assert "{" not in seen.words
    with pytest.raises(NotFound):
        await services.campaigns.preview(
            ORGANIZER, draft.number, "us_house", "es", Variant.VOICEMAIL
        )
    with pytest.raises(NotFound):
        await services.campaigns.preview(ORGANIZER, draft.number, "us_senate", "en", state="DC")
    letter = await services.campaigns.preview_letter(ORGANIZER, draft.number, "us_house", "en")
    assert letter.subject == "About H.R. 100"
    assert letter.words.startswith("Dear Representative ")


# --- opening ---------------------------------------------------------------------------------


async def test_opening_says_all_that_is_missing(services: Services) -> None:
    empty = await services.campaigns.create(ORGANIZER, REFUGEES)
    with pytest.raises(BadInput) as error:
        await services.campaigns.open(ORGANIZER, empty.number, empty.version)
    assert error.value.key == "campaign_error.no_bodies"
    await services.guilds.choose_language(ADMIN, "es")
    draft = await drafted(services)
    problems = await services.campaigns.problems(ORGANIZER, draft.number)
    assert [problem.key for problem in problems] == ["campaign_error.no_script_us_senate"]
    assert problems[0].params["speaks"] == "Español"
    sheriff = await drafted(services, listing("county_sheriff"))
    keys = [each.key for each in await services.campaigns.problems(ORGANIZER, sheriff.number)]
    assert keys == ["campaign_error.no_targets", "campaign_error.no_script_list"]


async def test_a_bill_of_an_ended_session_must_be_confirmed_or_replaced(services: Services) -> None:
    past = replace(TEMPLATE, bills=(ENDED,))
    draft = await drafted(services, past)
    (bill,) = (await services.campaigns.get(ORGANIZER, draft.number)).bills
    for confirm in ((), (bill.number + 1,)):
        with pytest.raises(BadInput) as error:
            await services.campaigns.open(ORGANIZER, draft.number, draft.version, confirm=confirm)
        assert error.value.key == "campaign_error.bill_ended"
        assert error.value.params["bill"] == bill.number
    opened = await services.campaigns.open(
        ORGANIZER, draft.number, draft.version, confirm=(bill.number,)
    )
    assert opened.status is CampaignStatus.OPEN
    # Another session is not confirmed by that.
    closed = await services.campaigns.close(ORGANIZER, draft.number, opened.version)
    older = replace(ENDED, session="117", number=bill.number, confirmed=True)
    closed = await services.campaigns.set_bill(ORGANIZER, draft.number, closed.version, older)
    with pytest.raises(BadInput):
        await services.campaigns.open(ORGANIZER, draft.number, closed.version)
    other = await drafted(services, past)
    (bill,) = (await services.campaigns.get(ORGANIZER, other.number)).bills
    other = await services.campaigns.set_bill(
        ORGANIZER, other.number, other.version, replace(BILL, number=bill.number)
    )
    await services.campaigns.open(ORGANIZER, other.number, other.version)


async def test_it_opens_and_closes_by_itself(
    services: Services, db: Database, clock: FixedClock
) -> None:
    await services.guilds.choose_time_zone(ADMIN, "America/New_York")
    await services.guilds.choose_channel(ADMIN, Purpose.MODERATION, 77)
    days = {"opens_on": date(2026, 12, 1), "closes_on": date(2026, 12, 10)}
    draft = await drafted(services)
    draft = await services.campaigns.edit(ORGANIZER, draft.number, draft.version, days)
    planned = await services.campaigns.open(ORGANIZER, draft.number, draft.version)
    assert (planned.status, planned.planned) == (CampaignStatus.DRAFT, True)
    await go_to(services, clock, timedelta(days=7))  # November 30th
    assert await services.campaigns.list(MEMBER) == []
    await go_to(services, clock, timedelta(hours=14, minutes=1))  # past midnight in New York
    (opened,) = await services.campaigns.list(MEMBER)
    assert not opened.planned
    await go_to(services, clock, timedelta(days=10))
    assert await services.campaigns.list(MEMBER) == []
    said = [args for purpose, args in await told(db) if purpose == "campaign.warning"]
    assert ['"opened"' in said[0], '"closed"' in said[-1]] == [True, True]


async def test_organizers_hear_when_the_session_ends(
    services: Services, db: Database, clock: FixedClock
) -> None:
    await services.guilds.choose_channel(ADMIN, Purpose.MODERATION, 77)
    opened = await opened_campaign(services)
    assert await services.campaigns.warnings(ORGANIZER, opened.number) == []
    clock.set(NOW + timedelta(days=60))
    await services.scheduler.run_due()
    said = [args for purpose, args in await told(db) if '"session"' in args]
    assert len(said) == 1
    (warning,) = await services.campaigns.warnings(ORGANIZER, opened.number)
    assert warning.key == "campaign_error.bill_ended"


async def test_organizers_are_reminded_before_a_deadline(
    services: Services, db: Database, clock: FixedClock
) -> None:
    await services.guilds.choose_channel(ADMIN, Purpose.MODERATION, 77)
    draft = await drafted(services)
    for due_on, key in ((date(2026, 11, 1), "deadline_past"), (date(2027, 1, 1), "")):
        deadline = Deadline(due_on, "Contract renewal", 10)
        if key:
            with pytest.raises(BadInput) as error:
                await services.campaigns.add_deadline(
                    ORGANIZER, draft.number, draft.version, deadline
                )
            assert error.value.key == f"campaign_error.{key}"
        else:
            await services.campaigns.add_deadline(ORGANIZER, draft.number, draft.version, deadline)
    await go_to(services, clock, timedelta(days=28))
    assert await told(db) == []
    await go_to(services, clock, timedelta(days=1))  # December 22nd
    assert [purpose for purpose, _ in await told(db)] == ["campaign.deadline"]


async def test_organizers_hear_when_data_about_a_target_changes(
    services: Services, db: Database, clock: FixedClock, settings: Settings
) -> None:
    await services.guilds.choose_channel(ADMIN, Purpose.MODERATION, 77)
    await opened_campaign(services)
    await opened_campaign(services, listing("us_house", state="WY"))
    await go_to(services, clock, timedelta(hours=7))
    assert await told(db) == []
    congress = bundled_congress()
    one = next(m for m in congress.members if m.district.code == "MA-7")
    other = replace(one, offices=tuple(replace(o, phone="617-555-0199") for o in one.offices))
    wyoming = next(m for m in congress.members if m.district.code == "WY")
    members = tuple(other if m is one else m for m in congress.members if m is not wyoming)
    settings.updates.mkdir(parents=True, exist_ok=True)
    put_in_place(replace(congress, members=members), settings.updates)
    await go_to(services, clock, timedelta(hours=7))
    (vacant, both) = sorted(await told(db), key=lambda each: len(each[1]))
    assert f'"count":1,"targets":"{wyoming.id}"' in vacant[1]  # all that this campaign is told
    assert f'"count":2,"targets":"{one.id} {wyoming.id}"' in both[1]
    await go_to(services, clock, timedelta(hours=7))
    assert len(await told(db)) == 2  # once


# --- facts, and forgetting ---------------------------------------------------------------------


async def test_the_log_of_facts_takes_no_future(services: Services) -> None:
    draft = await drafted(services)
    with pytest.raises(BadInput) as error:
        await services.campaigns.add_fact(
            ORGANIZER, draft.number, draft.version, Fact(date(2026, 12, 24), "Inspection")
        )
    assert error.value.key == "campaign_error.fact_future"
    fact = Fact(date(2026, 11, 2), "Two people\nin one bed", "County report, page 4")
    draft = await services.campaigns.add_fact(ORGANIZER, draft.number, draft.version, fact)
    (kept,) = (await services.campaigns.get(ORGANIZER, draft.number)).facts
    assert replace(kept, number=0) == fact
    await services.campaigns.remove_fact(ORGANIZER, draft.number, draft.version, kept.number)
    assert (await services.campaigns.get(ORGANIZER, draft.number)).facts == ()


async def test_what_is_old_is_forgotten(
    services: Services, db: Database, clock: FixedClock
) -> None:
    opened = await opened_campaign(services)
    closed = await services.campaigns.close(ORGANIZER, opened.number, opened.version)
    clock.set(NOW + timedelta(days=91))
    await services.drop_old()
    kept = await services.campaigns.find(closed.number)
    assert kept is not None
    assert kept.campaign.made_by is None
    clock.set(NOW + timedelta(days=366 * 3))
    await services.drop_old()
    assert await services.campaigns.find(closed.number) is None
    rows = await db.fetch_all("SELECT 1 FROM campaign_script")
    assert rows == []


async def test_what_callers_read_is_not_taken_from_an_open_campaign(services: Services) -> None:
    opened = await opened_campaign(services)
    whole = await services.campaigns.get(ORGANIZER, opened.number)
    gone = replace(HOUSE, words="")
    with pytest.raises(BadInput) as error:
        await services.campaigns.set_script(ORGANIZER, opened.number, opened.version, gone)
    assert error.value.key == "campaign_error.no_script_us_house"
    with pytest.raises(BadInput) as error:
        await services.campaigns.remove_bill(
            ORGANIZER, opened.number, opened.version, whole.bills[0].number
        )
    assert error.value.key == "campaign_error.missing_bill"
    assert await services.campaigns.get(ORGANIZER, opened.number) == whole
    other = replace(HOUSE, words="{target}, thank you.")
    await services.campaigns.set_script(ORGANIZER, opened.number, opened.version, other)


async def test_a_draft_is_deleted_and_an_open_one_is_not(services: Services, db: Database) -> None:
    opened = await opened_campaign(services)
    with pytest.raises(BadInput):
        await services.campaigns.delete(ORGANIZER, opened.number, opened.version)
    closed = await services.campaigns.close(ORGANIZER, opened.number, opened.version)
    await services.campaigns.delete(ORGANIZER, opened.number, closed.version)
    with pytest.raises(NotFound):
        await services.campaigns.get(ORGANIZER, opened.number)
    rows = await db.fetch_all("SELECT key FROM timer WHERE key <> 'campaign.data'")
    assert rows == []
    assert (await drafted(services)).number > opened.number  # old buttons lead nowhere


async def test_the_person_who_made_it_is_forgotten_on_request(services: Services) -> None:
    draft = await drafted(services)
    await services.people.forget(ORGANIZER.user_id)
    assert (await services.campaigns.get(ORGANIZER, draft.number)).campaign.made_by is None
    admin = Actor(1, OTHER_GUILD, frozenset(Capability))
    with pytest.raises(NotFound):
        await services.campaigns.open(admin, draft.number, draft.version)


async def test_a_template_without_a_title_is_refused(services: Services) -> None:
    with pytest.raises(BadInput):
        await services.campaigns.from_template(
            ORGANIZER, CampaignTemplate("x", replace(REFUGEES, title={}))
        )

"""Organizers make, publish, change and call off events, as people would."""

from __future__ import annotations

from datetime import UTC, datetime

import discord
import pytest
from simcord.actors import MemberActor

from bot.domain.actor import Actor, Capability
from bot.domain.event import Answer, Event, Status
from bot.i18n import languages, t
from bot.rooms import FORMS
from bot.services.guilds import Purpose
from cogs.events import organize
from tests.cogs.test_directory_edit import filled
from tests.cogs.test_limits import too_long
from tests.cogs.worst import NASTY
from tests.cogs.worst_organize import organize_forms
from tests.conftest import World
from tests.screens import Seen, walk

RALLY = {
    "title": "Rally for families",
    "when": "Saturday, 6 pm to 8 pm",
    "place": "Chicago",
    "address": "1 Sample Street",
    "about": "Bring water.",
}


def local(text: str) -> datetime:
    """What a clock on the wall shows."""
    return datetime.fromisoformat(text)


def admin_actor(world: World, admin: MemberActor) -> Actor:
    return Actor(admin.id, world.guild.id, frozenset(Capability))


def member_actor(world: World, user_id: int) -> Actor:
    return Actor(user_id, world.guild.id, frozenset({Capability.MEMBER}))


async def organizer(world: World, name: str = "Alba") -> MemberActor:
    """Somebody who organizes, in a server with a zone and a channel for announcements."""
    admin = world.admin(name)
    guilds, actor = world.app.services.guilds, admin_actor(world, admin)
    await guilds.choose_time_zone(actor, "America/Chicago")
    await guilds.choose_channel(actor, Purpose.ANNOUNCEMENTS, world.channel.id)
    return admin


async def made(world: World, alba: MemberActor, kind: str = "rally", **fields: str) -> Seen:
    """The page of a new draft."""
    form = await world.slash(alba, "event create", kind=kind)
    return await world.fill_in(alba, form, **{**RALLY, **fields})


async def published(world: World, alba: MemberActor, **fields: str) -> Seen:
    asked = await world.press(alba, await made(world, alba, **fields), "Publish…")
    return await world.press(alba, asked, "Publish now")


async def stored(world: World) -> list[Event]:
    services = world.app.services
    rows = await world.app.db.fetch_all("SELECT number FROM event ORDER BY number")
    actor = Actor(1, world.guild.id, frozenset(Capability))
    return [(await services.events.get(actor, row["number"])).event for row in rows]


async def answers(world: World, event: Event, *people: int) -> int:
    """These people say that they come; the number of the time."""
    page = await world.app.services.events.get(
        Actor(1, world.guild.id, frozenset(Capability)), event.number
    )
    number = page.times[0].occurrence.number
    for person in people:
        await world.app.services.rsvps.answer(member_actor(world, person), number, Answer.GOING)
    return number


async def outbox(world: World, purpose: str) -> int:
    rows = await world.app.db.fetch_all(
        "SELECT count(*) AS many FROM outbox WHERE purpose = :purpose", {"purpose": purpose}
    )
    return rows[0]["many"]


# --- making and publishing ------------------------------------------------------------------


async def test_a_member_makes_no_event(world: World) -> None:
    ana = world.member("Ana")
    for command in ("create", "edit", "cancel", "postpone", "move"):
        options = {} if command == "create" else {"event": "1"}
        refused = await world.slash(ana, f"event {command}", **options)
        assert refused.private
        assert t("access.needs_organizer", "en") in refused.text


async def test_an_event_is_a_draft_first_then_published_with_its_post(world: World) -> None:
    alba = await organizer(world)
    draft = await made(world, alba)
    assert draft.private
    assert "Kept as a draft" in draft.text
    assert "Rally for families" in draft.text
    assert "Only those who say they are going see: Exact address" in draft.text
    (event,) = await stored(world)
    assert event.status is Status.DRAFT
    assert event.local_start == local("2026-11-28T18:00")
    assert event.minutes == 120
    assert await outbox(world, "event.board") == 0
    await world.restart()
    asked = await world.press(alba, draft, "Publish…")
    assert f"<#{world.channel.id}>" in asked.text
    assert "Exact address" in asked.text
    done = await world.press(alba, asked, "Publish now")
    assert "Published" in done.text
    assert (await stored(world))[0].status is Status.PUBLISHED
    assert await outbox(world, "event.board") == 1


async def test_what_was_assumed_is_said(world: World) -> None:
    alba = await organizer(world)
    draft = await made(world, alba, when="28 november 6pm")
    assert "No year was written" in draft.text
    assert "No end was written: we took 2 hours" in draft.text


async def test_without_a_kind_or_a_zone_both_are_asked(world: World) -> None:
    alba = world.admin()
    asked = await world.slash(alba, "event create")
    assert "What kind of event" in asked.text
    zone = await world.choose(alba, asked, asked.select_ids[0], "vigil")
    assert "In which time zone" in zone.text
    await world.restart()
    form = await world.choose(alba, zone, zone.select_ids[0], "4")
    await world.fill_in(alba, form, **RALLY)
    (event,) = await stored(world)
    assert (event.kind.value, event.zone) == ("vigil", "America/Los_Angeles")


async def test_a_draft_that_is_thrown_away_is_gone(world: World) -> None:
    alba = await organizer(world)
    asked = await world.press(alba, await made(world, alba), "Throw away…")
    assert "nobody is told" in asked.text
    gone = await world.press(alba, asked, "Throw it away")
    assert "draft is gone" in gone.text
    assert await stored(world) == []


async def test_where_the_bot_may_not_post_it_says_what_is_missing(world: World) -> None:
    alba = await organizer(world)
    closed = world.guild.create_text_channel("closed")
    asked = await world.press(alba, await made(world, alba), "Publish…")
    channel = world.app.bot.get_channel(closed.id)
    assert isinstance(channel, discord.TextChannel)
    await channel.set_permissions(channel.guild.default_role, send_messages=False)
    refused = await world.choose(alba, asked, asked.select_ids[0], closed)
    assert "can't post" in refused.text
    assert (await stored(world))[0].status is Status.DRAFT
    fine = await world.choose(alba, refused, refused.select_ids[0], world.channel)
    assert "can't post" not in fine.text
    done = await world.press(alba, fine, "Publish now")
    assert "Published" in done.text


async def test_a_channel_that_is_deleted_meanwhile_is_said_and_another_is_chosen(
    world: World,
) -> None:
    alba = await organizer(world)
    doomed = world.guild.create_text_channel("doomed")
    asked = await world.press(alba, await made(world, alba), "Publish…")
    chosen = await world.choose(alba, asked, asked.select_ids[0], doomed)
    world.env.backend.delete_channel(doomed.id)
    refused = await world.press(alba, chosen, "Publish now")
    assert t("event_edit.channel_gone", "en") in refused.text
    assert (await stored(world))[0].status is Status.DRAFT
    fine = await world.choose(alba, refused, refused.select_ids[0], world.channel)
    assert "Published" in (await world.press(alba, fine, "Publish now")).text


async def test_a_post_in_a_channel_that_was_deleted_is_told_to_organizers(world: World) -> None:
    alba = await organizer(world)
    doomed = world.guild.create_text_channel("doomed")
    asked = await world.press(alba, await made(world, alba), "Publish…")
    chosen = await world.choose(alba, asked, asked.select_ids[0], doomed)
    assert "Published" in (await world.press(alba, chosen, "Publish now")).text
    world.env.backend.delete_channel(doomed.id)
    await world.move()
    unsent = await world.slash(alba, "unsent")
    assert "Rally for families" in unsent.text or t("unsent.what.event_board", "en") in unsent.text


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"when": "November 28, 8 pm to November 28, 6 pm"}, ""),
        ({"when": "March 3, 2015, 6 pm"}, ""),
        ({"when": "2026-11-28 18:00 to 2226-11-28 18:00"}, ""),
        ({"when": "soon"}, "We don't know"),
        ({"title": "x" * 300}, "title can have 100"),
        ({"title": "  \u200b "}, "needs a title"),
        ({"about": "Ask <@123456789012345678>"}, "without the mention"),
        ({"place": "@everyone"}, "without the mention"),
        ({"about": "x" * 3000}, "description can have"),
    ],
)
async def test_bad_input_is_kept_nowhere_and_comes_back(
    world: World, fields: dict[str, str], said: str
) -> None:
    alba = await organizer(world)
    typed = {**RALLY, **fields}
    wrong = await world.fill_in(
        alba, await world.slash(alba, "event create", kind="rally"), **typed
    )
    assert said in wrong.text
    assert await stored(world) == []
    again = await world.press(alba, wrong, t("errors.mend", "en"))
    assert filled(again) == typed
    draft = await world.fill_in(alba, again, **RALLY)
    assert "Kept as a draft" in draft.text


async def test_line_breaks_in_a_title_become_blanks(world: World) -> None:
    alba = await organizer(world)
    await made(world, alba, title="Rally\nfor\u202e all")
    assert (await stored(world))[0].title == "Rally for all"


# --- times that the clocks skip or show twice -----------------------------------------------


async def test_a_time_that_comes_twice_is_asked_about(world: World) -> None:
    alba = await organizer(world)
    asked = await made(world, alba, when="November 7, 2027, 1:30 am")
    assert await stored(world) == []
    first, second = [label for label in asked.buttons if "1:30" in label]
    assert "CST" in second
    assert "CDT" in first
    draft = await world.press(alba, asked, second)
    assert "Kept as a draft" in draft.text
    (event,) = await stored(world)
    assert event.fold == 1
    assert (event.title, event.address) == (RALLY["title"], RALLY["address"])


async def test_a_time_that_comes_twice_is_taken_where_it_says_which(world: World) -> None:
    alba = await organizer(world)
    for written, fold, minutes in (("CDT", 0, 150), ("CST", 1, 90)):
        draft = await made(world, alba, when=f"November 7, 2027, 1:30 am to 3 am {written}")
        assert "Kept as a draft" in draft.text
        event = (await stored(world))[-1]
        assert (event.local_start, event.fold) == (local("2027-11-07T01:30"), fold)
        assert event.minutes == minutes


async def test_a_time_that_does_not_exist_is_asked_about(world: World) -> None:
    alba = await organizer(world)
    asked = await made(world, alba, when="March 14, 2027, 2:30 am to 4:30 am")
    labels = [label for label in asked.buttons if ":30" in label]
    assert len(labels) == 2
    again = await world.press(alba, asked, "Change what I wrote")
    assert filled(again)["when"] == "March 14, 2027, 2:30 am to 4:30 am"
    draft = await world.press(alba, asked, labels[1])
    assert "Kept as a draft" in draft.text
    (event,) = await stored(world)
    assert event.local_start == local("2027-03-14T03:30")
    assert event.minutes == 120


async def test_what_could_be_two_times_is_asked_back(world: World) -> None:
    alba = await organizer(world)
    asked = await made(world, alba, when="Saturday at 7")
    labels = [label for label in asked.buttons if "7" in label]
    assert len(labels) == 2
    await world.press(alba, asked, next(label for label in labels if "pm" in label))
    assert (await stored(world))[0].local_start == local("2026-11-28T19:00")


# --- changing -------------------------------------------------------------------------------


async def test_a_change_of_place_says_first_how_many_are_told(world: World) -> None:
    alba = await organizer(world)
    page = await published(world, alba)
    (event,) = await stored(world)
    await answers(world, event, 101, 102, 103)
    form = await world.press(alba, page, "Place and contact")
    asked = await world.fill_in(alba, form, **{**filled(form), "place": "Springfield"})
    assert "3 people said they come" in asked.text
    assert (await stored(world))[0].place == "Chicago"
    done = await world.press(alba, asked, "Save and tell them")
    assert "Saved" in done.text
    assert (await stored(world))[0].place == "Springfield"
    assert await outbox(world, "event.changed") > 0
    assert "3 have not confirmed: see who" in done.buttons
    await world.restart()
    who = await world.press(alba, done, "3 have not confirmed: see who")
    assert "<@101> <@102> <@103>" in who.text
    back = await world.press(alba, who, "Back to the event")
    world.take_roles(alba)
    refused = await world.press(alba, back, "3 have not confirmed: see who")
    assert "for organizers" in refused.text


async def test_other_words_are_saved_without_asking(world: World) -> None:
    alba = await organizer(world)
    page = await published(world, alba)
    await answers(world, (await stored(world))[0], 101)
    form = await world.press(alba, page, "Text")
    done = await world.fill_in(alba, form, **{**filled(form), "about": "Bring signs."})
    assert "Saved" in done.text
    (event,) = await stored(world)
    assert (event.about, event.local_start) == ("Bring signs.", local("2026-11-28T18:00"))
    assert await outbox(world, "event.changed") == 0


async def test_the_second_of_two_organizers_sees_what_changed_and_keeps_their_text(
    world: World,
) -> None:
    alba = await organizer(world)
    bruno = world.admin("Bruno")
    page = await published(world, alba)
    other = await world.slash(bruno, "event edit", event="Rally")
    one_form = await world.press(alba, page, "Text")
    other_form = await world.press(bruno, other, "Text")
    await world.fill_in(alba, one_form, **{**filled(one_form), "title": "March for families"})
    late = await world.fill_in(
        bruno, other_form, **{**filled(other_form), "host": "Sample Coalition"}
    )
    assert "Somebody else changed" in late.text
    assert "March for families" in late.text
    assert (await stored(world))[0].host == ""
    again = await world.press(bruno, late, t("errors.mend", "en"))
    assert filled(again)["title"] == "March for families"
    assert filled(again)["host"] == "Sample Coalition"
    done = await world.fill_in(bruno, again, **filled(again))
    assert "Saved" in done.text
    (event,) = await stored(world)
    assert (event.title, event.host) == ("March for families", "Sample Coalition")


async def test_a_button_on_an_old_page_shows_what_changed_instead(world: World) -> None:
    alba = await organizer(world)
    page = await published(world, alba)
    asked = await world.press(alba, page, "Cancel it…")
    form = await world.press(alba, await world.slash(alba, "event edit", event="Rally"), "Text")
    await world.fill_in(alba, form, **{**filled(form), "title": "March"})
    late = await world.press(alba, asked, "Cancel the event")
    assert "nothing was done" in late.text
    assert (await stored(world))[0].status is Status.PUBLISHED


async def test_places_reminders_and_lead(world: World) -> None:
    alba, ana = await organizer(world), world.member("Ana")
    more = await world.press(alba, await made(world, alba), "Places, reminders, lead")
    form = await world.press(alba, more, "Places and reminders")
    assert filled(form) == {"capacity": "", "reminders": "1 day, 2 hours"}
    for bad in ("0", "-1", "1000000000", "many"):
        wrong = await world.fill_in(alba, form, capacity=bad, reminders="1 day")
        form = await world.press(alba, wrong, t("errors.mend", "en"))
        assert filled(form)["capacity"] == bad
    wrong = await world.fill_in(alba, form, capacity="60", reminders="a while")
    assert "could not read the reminders" in wrong.text
    form = await world.press(alba, wrong, t("errors.mend", "en"))
    page = await world.fill_in(alba, form, capacity="60", reminders="3 days and 30 min")
    (event,) = await stored(world)
    assert (event.capacity, event.reminders) == (60, (4320, 30))
    more = await world.press(alba, page, "Places, reminders, lead")
    chosen = await world.choose(alba, more, more.select_ids[0], ana)
    assert f"<@{ana.id}>" in chosen.text
    assert (await stored(world))[0].lead_id == ana.id


async def test_who_sees_what_is_chosen_by_field(world: World) -> None:
    alba = await organizer(world)
    sight = await world.press(alba, await made(world, alba), "Who sees what")
    field = next(id_ for id_ in sight.select_ids if id_.endswith(":address"))
    sight = await world.choose(alba, sight, field, "member")
    assert (await stored(world))[0].tiers == {"address": "member"}
    sight = await world.press(alba, sight, "Show it outside this server, too")
    assert (await stored(world))[0].public
    page = await world.press(alba, sight, "Back to the event")
    assert "also outside this server" in page.text
    assert "Exact address" not in page.text


async def test_a_form_sent_unchanged_changes_nothing_in_either_language(world: World) -> None:
    alba = await organizer(world)
    await made(world, alba, when="Saturday, 10:30 pm to Sunday, 2 am")
    before = (await stored(world))[0]
    await world.app.services.people.choose_language(alba.id, "es")
    page = await world.slash(alba, "event edit", event="Rally")
    for label in ("Texto", "Hora y repetición", "Lugar y contacto"):
        form = await world.press(alba, page, label)
        page = await world.fill_in(alba, form, **filled(form))
        assert "Guardado" in page.text
    assert (await stored(world))[0] == before


async def test_a_series_and_what_its_rule_says(world: World) -> None:
    alba = await organizer(world)
    page = await made(world, alba)
    form = await world.press(alba, page, "Time and repeats")
    fine = filled(form)
    for bad in (
        {"repeats": "every Tuesday"},
        {"repeats": "FREQ=SECONDLY"},
        {"zone": "Mars/Olympus"},
    ):
        wrong = await world.fill_in(alba, form, **{**fine, **bad})
        form = await world.press(alba, wrong, t("errors.mend", "en"))
        assert filled(form) == {**fine, **bad}
    page = await world.fill_in(alba, form, **{**fine, "repeats": "every Saturday, 8 times"})
    assert "Next dates" in page.text
    (event,) = await stored(world)
    assert event.rule == "FREQ=WEEKLY;BYDAY=SA;COUNT=8"


# --- putting off, calling off, moving one ---------------------------------------------------


async def test_an_event_is_put_off_and_takes_place_after_all(world: World) -> None:
    alba = await organizer(world)
    await published(world, alba)
    (event,) = await stored(world)
    await answers(world, event, 101)
    asked = await world.slash(alba, "event postpone", event="Rally")
    assert "1 person will be told" in asked.text
    page = await world.press(alba, asked, "No new date yet")
    assert (await stored(world))[0].status is Status.POSTPONED
    world.clock.set(datetime(2026, 12, 24, tzinfo=UTC))  # its old date is past: still to be found
    await world.restart()
    page = await world.slash(alba, "event edit", event="rally")
    form = await world.press(alba, page, "Time and repeats")
    page = await world.fill_in(alba, form, **{**filled(form), "when": "January 9, 6 pm"})
    asked = await world.press(alba, page, "It takes place after all…")
    await world.press(alba, asked, "Publish now")
    (event,) = await stored(world)
    assert (event.status, event.local_start) == (Status.PUBLISHED, local("2027-01-09T18:00"))


async def test_an_event_gets_a_new_date_at_once(world: World) -> None:
    alba = await organizer(world)
    await published(world, alba)
    await answers(world, (await stored(world))[0], 101)
    asked = await world.slash(alba, "event postpone", event="Rally")
    form = await world.press(alba, asked, "New date…")
    page = await world.fill_in(alba, form, when="December 12, 5 pm")
    assert "has a new date" in page.text
    assert (await stored(world))[0].local_start == local("2026-12-12T17:00")
    assert await outbox(world, "event.changed") > 0


async def test_cancelling_says_how_many_are_told_and_is_for_good(world: World) -> None:
    alba = await organizer(world)
    await published(world, alba)
    await answers(world, (await stored(world))[0], 101, 102)
    asked = await world.slash(alba, "event cancel", event="Rally")
    assert "2 people will be told" in asked.text
    kept = await world.press(alba, asked, "Back to the event")
    other = await world.slash(alba, "event edit", event="Rally")
    asked = await world.press(alba, kept, "Cancel it…")
    page = await world.press(alba, asked, "Cancel the event")
    assert "Cancelled" in page.text
    assert "Text" not in page.buttons
    again = await world.press(alba, other, "Text")
    assert "was cancelled" in again.text


async def test_one_date_of_a_series_is_moved_and_another_called_off(world: World) -> None:
    alba = await organizer(world)
    page = await made(world, alba)
    form = await world.press(alba, page, "Time and repeats")
    page = await world.fill_in(alba, form, **{**filled(form), "repeats": "every Saturday, 4 times"})
    await world.press(alba, await world.press(alba, page, "Publish…"), "Publish now")
    (event,) = await stored(world)
    first = await answers(world, event, 101)
    dates = await world.slash(alba, "event move", event="Rally")
    one = await world.choose(alba, dates, dates.select_ids[0], str(first))
    assert "1 person will be told" in one.text
    form = await world.press(alba, one, "Move this date…")
    assert filled(form)["place"] == "Chicago"
    page = await world.fill_in(alba, form, **{**filled(form), "when": "November 29, 3 pm"})
    assert "That date is changed" in page.text
    dates = await world.slash(alba, "event move", event="Rally")
    one = await world.choose(alba, dates, dates.select_ids[0], str(first + 1))
    asked = await world.press(alba, one, "Cancel this date…")
    page = await world.press(alba, asked, "Cancel this date")
    assert "That date is cancelled" in page.text
    admin = admin_actor(world, alba)
    times = (await world.app.services.events.get(admin, event.number)).times
    assert times[0].occurrence.starts_at == datetime(2026, 11, 29, 21, tzinfo=UTC)
    assert [each.occurrence.cancelled for each in times] == [False, True, False, False]
    once = await world.slash(alba, "event move", event="999")
    assert "no longer here" in once.text


# --- a day of action ------------------------------------------------------------------------


async def test_a_day_of_action_from_a_template_with_local_events(world: World) -> None:
    alba = await organizer(world)
    form = await world.slash(alba, "event create", template="international-migrants-day")
    typed = filled(form)
    assert typed["title"] == "International Migrants Day"
    assert "December 18, 2026" in typed["when"]
    page = await world.fill_in(alba, form, **typed)
    (day,) = await stored(world)
    assert day.rule == "FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=18"
    for number, zone in enumerate(("Eastern", "Central", "Pacific")):
        page = await world.slash(alba, "event edit", event="International")
        kind = await world.press(alba, page, "Add a local event")
        form = await world.choose(alba, kind, kind.select_ids[0], "vigil")
        await world.fill_in(
            alba,
            form,
            **{**RALLY, "title": f"Vigil {number}", "when": f"December 18, 6 pm {zone}"},
        )
    _, *locals_ = await stored(world)
    assert {each.parent for each in locals_} == {day.number}
    assert [each.zone for each in locals_] == [
        "America/New_York",
        "America/Chicago",
        "America/Los_Angeles",
    ]
    page = await world.slash(alba, "event edit", event="International")
    every = await world.press(alba, page, "Local events")
    assert all(f"Vigil {number}" in every.text for number in range(3))
    one = await world.choose(alba, every, "event:plan:open", str(locals_[1].number))
    assert "Vigil 1" in one.text
    page = await world.press(alba, one, "Its day of action")
    asked = await world.press(alba, page, "Publish…")
    assert "3 local events are still drafts" in asked.text
    done = await world.press(alba, asked, "Publish now")
    assert "3 local events are published, too" in done.text
    assert {each.status for each in await stored(world)} == {Status.PUBLISHED}
    asked = await world.slash(alba, "event cancel", event=str(day.number))
    assert "3 local events are cancelled with it" in asked.text
    await world.press(alba, asked, "Cancel the event")
    assert {each.status for each in await stored(world)} == {Status.CANCELLED}


async def test_an_event_under_a_day_of_action_by_its_title(world: World) -> None:
    alba = await organizer(world)
    form = await world.slash(alba, "event create", template="day-on-the-hill")
    await world.fill_in(alba, form, **{**filled(form), "when": "March 2, 2027, 9 am to 4 pm"})
    offered = await alba.autocomplete(world.channel, "event create", "under", "hill")
    assert len(offered) == 1
    form = await world.slash(alba, "event create", kind="rally", under="hill")
    assert "March 2, 2027" in filled(form)["when"]
    refused = await world.slash(alba, "event create", kind="rally", under="12345")
    assert "no longer here" in refused.text


async def test_an_event_of_another_server_is_nowhere_to_be_found(world: World) -> None:
    alba = await organizer(world)
    await published(world, alba)
    (event,) = await stored(world)
    await world.app.db.write("UPDATE event SET guild_id = 1", {})
    for command in ("edit", "cancel", "postpone", "move"):
        gone = await world.slash(alba, f"event {command}", event=str(event.number))
        assert "no longer here" in gone.text


# --- limits ---------------------------------------------------------------------------------


@pytest.mark.parametrize("text", [NASTY, "W", "\u00f1 \U0001f600 "], ids=["nasty", "wide", "emoji"])
@pytest.mark.parametrize("language", languages())
def test_every_form_stays_inside_the_limits_and_is_made_by_one(language: str, text: str) -> None:
    made = list(organize_forms(language, text))
    for form in made:
        sent = form.to_dict()
        assert 1 <= len(sent["title"]) <= 45
        assert len(sent["custom_id"]) <= 100
        assert 1 <= len(sent["components"]) <= 5
        assert too_long(list(walk(sent["components"]))) == []
        assert [f for f in FORMS if f.template.fullmatch(sent["custom_id"])] == [type(form)]
    assert {type(form) for form in made} == set(organize.FORMS)

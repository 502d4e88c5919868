"""Leads change shifts and call them off: forms, who loses a place, two at once, a series."""

from __future__ import annotations

from datetime import timedelta

import pytest
from simcord.actors import MemberActor

from bot.app import FORMS
from bot.domain.shift import Role, ShiftKind
from bot.i18n import languages
from tests.cogs.shifting import COURT, ONE_ROLE, claim, lead, make
from tests.cogs.shifts.test_creating import made_series, organizer
from tests.cogs.test_limits import too_long
from tests.cogs.worst import NASTY
from tests.cogs.worst_shift_plan import shift_plan_forms
from tests.conftest import World
from tests.screens import Seen, walk


async def page(world: World, who: MemberActor, shift: str = "Court accompaniment") -> Seen:
    """The lead's page."""
    return await world.slash(who, "shift edit", shift=shift)


async def test_who_does_not_lead_it_changes_nothing(world: World) -> None:
    shift = await make(world)
    ana = world.member("Ana")
    for command in ("shift edit", "shift cancel"):
        for typed in ("Court accompaniment", str(shift.number)):
            seen = await world.slash(ana, command, shift=typed)
            assert seen.private
            assert "Only who leads this shift, and organizers, can do that" in seen.text
    assert not await ana.autocomplete(world.channel, "shift edit", "shift", "court")
    seen = await world.press(ana, await world.slash(ana, "shifts"), "Details")
    assert "Run this shift" not in seen.buttons


async def test_its_own_lead_changes_it_without_being_an_organizer(world: World) -> None:
    lena = world.member("Lena")
    await make(world, lead_id=lena.id)
    await make(world, title="Somebody else's", local_start=COURT.local_start + timedelta(days=1))
    offered = await lena.autocomplete(world.channel, "shift edit", "shift", "")
    assert [each["name"] for each in offered] == [
        "Tuesday, December 1, 2026, 8:30 am · Court accompaniment"
    ]
    seen = await world.press(lena, await world.slash(lena, "shifts"), "Details")
    seen = await world.slash(lena, "shift edit", shift="Somebody else's")
    assert "That shift is no longer there" in seen.text
    seen = await page(world, lena)
    await world.restart()
    form = await world.press(lena, seen, "What it is")
    seen = await world.fill_in(lena, form, title="Court, with <@1234567> ", about="", contact="")
    assert "without mentions" in seen.text
    form = await world.press(lena, seen, "Change it")
    seen = await world.fill_in(lena, form, title="Court at noon", about="Come early.", contact="")
    assert "✅ Saved." in seen.text
    assert "## Court at noon" in seen.text
    assert "Come early" in seen.text
    assert "Alba, at the door" not in seen.text


async def test_another_time_is_told_and_an_odd_one_asked(world: World) -> None:
    alba = await organizer(world)
    shift = await make(world)
    await claim(world, 77, shift)
    form = await world.press(alba, await page(world, alba), "When")
    seen = await world.fill_in(alba, form, when="March 14, 2027, 2:30 am to 4:30 am")
    assert "✅" not in seen.text
    seen = await world.press(alba, seen, next(each for each in seen.buttons if "am" in each))
    assert "1 person has this shift or waits for it" in seen.text
    seen = await world.press(alba, seen, "Change what I wrote")
    seen = await world.fill_in(alba, seen, when="December 2, 9 am to 11 am")
    seen = await world.press(alba, seen, "Save and tell them")
    assert "✅ Saved. Those who have it are told" in seen.text
    assert "9 am to 11 am" in seen.text


async def test_another_place_is_another_on_the_map(world: World) -> None:
    alba = await organizer(world)
    shift = await make(world)
    form = await world.press(alba, await page(world, alba), "Where")
    seen = await world.fill_in(alba, form, place="Chicago, IL", address="")
    assert "✅ Saved." in seen.text
    assert "New Sudbury" not in seen.text
    now = (await world.app.services.shifts.get(lead(world), shift.number)).shift
    assert now.lat is not None
    assert 41 < now.lat < 42


async def test_who_would_lose_their_place_is_shown_first(world: World) -> None:
    alba = await organizer(world)
    shift = await make(world, ONE_ROLE, title="Two places", roles=(Role("volunteer", 2),))
    await claim(world, 77, shift)
    await claim(world, 78, shift)
    form = await world.press(alba, await page(world, alba, "Two places"), "Roles")
    assert "Volunteer 2" in str(form.result.modal)
    seen = await world.fill_in(alba, form, roles="Volunteer")
    assert "has no number of places" in seen.text
    form = await world.press(alba, seen, "Change it")
    seen = await world.fill_in(alba, form, roles="Volunteer 1\nDriver 1")
    assert "1 person loses their place, and is told: <@78>" in seen.text
    taken = (await world.app.services.shifts.get(lead(world), shift.number)).filled
    assert [each.taken for each in taken.values()] == [2]
    seen = await world.press(alba, seen, "Save anyway")
    assert "**Volunteer** ▰▰▰▰▰ 1 of 1 taken · 1 in line" in seen.text
    assert "**Driver** ▱▱▱▱▱ 0 of 1 taken" in seen.text


async def test_two_leads_at_once_lose_nothing(world: World) -> None:
    alba, beto = await organizer(world), world.admin("Beto")
    await make(world)
    form = await world.press(alba, await page(world, alba), "What it is")
    other = await world.press(beto, await page(world, beto), "Roles")
    old_page = await page(world, beto)
    await world.fill_in(beto, other, roles="Observer 4\nDriver 1")
    seen = await world.fill_in(alba, form, title="Court at ten", about="", contact="")
    assert "Somebody else changed this shift while you wrote" in seen.text
    assert "**Roles**: Observer 2, Interpreter \\(Spanish\\) 1 → Observer 4, Driver 1" in seen.text
    form = await world.press(alba, seen, "Change it")
    assert "Court at ten" in str(form.result.modal)
    seen = await world.fill_in(alba, form, title="Court at ten", about="", contact="")
    assert "✅ Saved." in seen.text
    assert "**Driver**" in seen.text
    seen = await world.press(beto, old_page, "Don't watch checking out")
    assert "so nothing was done" in seen.text
    assert "**Title**: Court accompaniment → Court at ten" in seen.text
    assert "Checking out is watched" in seen.text
    question = await world.slash(beto, "shift cancel", shift="Court at ten")
    await world.press(alba, await page(world, alba, "Court at ten"), "Don't watch checking out")
    seen = await world.press(beto, question, "Cancel it now")
    assert "**Checking out is watched**: yes → no" in seen.text
    assert "This shift was cancelled" not in seen.text


async def test_of_a_series_it_is_asked_for_which_dates(world: World) -> None:
    alba = await organizer(world)
    seen = await made_series(world, alba)
    form = await world.press(alba, seen, "What it is")
    seen = await world.fill_in(alba, form, title="Hotline night", about="", contact="")
    assert "3 later ones are planned. For which dates" in seen.text
    seen = await world.press(alba, seen, "This and all later ones")
    assert "✅ Saved, for this and all later ones" in seen.text
    seen = await world.press(alba, seen, "Watch checking out")
    await world.restart()
    seen = await world.press(alba, seen, "Only this date")
    assert "Checking out is watched" in seen.text
    found = await world.app.services.shifts.upcoming(lead(world))
    assert [each.shift.title for each in found] == ["Hotline night"] * 4
    assert [each.shift.field for each in found] == [True, False, False, False]
    form = await world.press(alba, seen, "When")
    seen = await world.fill_in(alba, form, when="December 1, 7 pm to 9 pm")
    seen = await world.press(alba, seen, "This and all later ones")
    found = await world.app.services.shifts.upcoming(lead(world))
    assert {each.shift.local_start.hour for each in found} == {19}
    form = await world.press(alba, seen, "When")
    seen = await world.fill_in(alba, form, when="December 3, 7 pm to 9 pm")
    assert "the series keeps its days" in seen.text
    assert "This and all later ones" not in seen.buttons
    seen = await world.press(alba, seen, "Only this date")
    found = await world.app.services.shifts.upcoming(lead(world))
    assert [each.shift.local_start.day for each in found] == [3, 8, 15, 22]


async def test_who_loses_a_place_later_in_a_series_is_shown_too(world: World) -> None:
    alba = await organizer(world)
    seen = await world.press(alba, await made_series(world, alba), "Who may")
    seen = await world.press(alba, seen, "Open it to every member")
    seen = await world.press(alba, seen, "This and all later ones")
    found = await world.app.services.shifts.upcoming(lead(world))
    for person in (77, 78):
        await claim(world, person, found[2].shift)
    form = await world.press(alba, seen, "Roles")
    seen = await world.fill_in(alba, form, roles="Volunteer 1")
    seen = await world.press(alba, seen, "This and all later ones")
    assert "1 person loses their place, and is told: <@78>" in seen.text
    await world.press(alba, seen, "Save anyway")
    found = await world.app.services.shifts.upcoming(lead(world))
    assert [each.shift.roles[0].capacity for each in found] == [1] * 4


async def test_cancelling_asks_first_and_says_how_many_are_told(world: World) -> None:
    alba = await organizer(world)
    shift = await make(world)
    for person in (77, 78, 79):
        await claim(world, person, shift)
    seen = await world.slash(alba, "shift cancel", shift="no such shift")
    assert "no longer there" in seen.text
    seen = await world.slash(alba, "shift cancel", shift="court")
    assert seen.private
    assert "3 people have it or wait for it, and are told" in seen.text
    seen = await world.press(alba, seen, "Back")
    assert "**Observer** ▰▰▰▰▰ 2 of 2 taken · 1 in line" in seen.text
    seen = await world.press(alba, seen, "Cancel this shift")
    await world.restart()
    seen = await world.press(alba, seen, "Cancel it now")
    assert "✅ 1 shift is cancelled" in seen.text
    assert "What it is" not in seen.buttons
    assert "Roster" in seen.buttons
    seen = await world.slash(alba, "shift cancel", shift=str(shift.number))
    assert "That shift was cancelled" in seen.text


async def test_of_a_series_only_this_or_all_later_are_cancelled(world: World) -> None:
    alba = await organizer(world)
    seen = await world.press(alba, await made_series(world, alba), "Cancel this shift")
    assert "Nobody is on it" in seen.text
    assert "3 later shifts are planned" in seen.text
    await world.press(alba, seen, "Cancel only this date")
    choices = world.app.services.shift_choices
    assert len(await choices.suggest(lead(world), "", lambda each: each.title)) == 3
    seen = await world.slash(alba, "shift cancel", shift="Hotline evening")
    seen = await world.press(alba, seen, "Cancel this and all later")
    assert "✅ 3 shifts are cancelled" in seen.text


async def test_who_may_claim_is_set_by_role_and_limits(world: World) -> None:
    alba, role = await organizer(world), world.guild.create_role("Court team")
    shift = await make(world, anyone=False)
    seen = await world.press(alba, await page(world, alba), "Who may")
    assert "Only volunteers can claim it" in seen.text
    seen = await world.choose(alba, seen, f"shift:plan:role:{shift.number}:1", role)
    assert f"<@&{role.id}>" in seen.text
    seen = await world.press(
        alba, await world.press(alba, seen, "Who may"), "Open it to every member"
    )
    assert "Every member can claim it" in seen.text
    seen = await world.press(alba, seen, "Who may")
    form = await world.press(alba, seen, "Training and limits")
    fields = {"training": "Court observer", "weekly_limit": "2", "newcomers": "24"}
    for withdraw, told in (("soon", "like 1 day or 2 hours"), ("90 days", "until 0 to 14 days")):
        seen = await world.fill_in(alba, form, **fields, withdraw=withdraw)
        assert told in seen.text
        form = await world.press(alba, seen, "Change it")
    seen = await world.fill_in(alba, form, **fields, withdraw="2 hours")
    assert "the training “court observer”" in seen.text
    assert "It can be left until 2 hours before" in seen.text
    now = (await world.app.services.shifts.get(lead(world), shift.number)).shift
    assert now.newcomers_until == world.clock.now() + timedelta(hours=24)
    assert now.weekly_limit == 2


async def test_a_facility_is_found_by_its_name(world: World) -> None:
    alba = await organizer(world)
    await make(world, kind=ShiftKind.DETENTION_VISIT)
    form = await world.press(alba, await page(world, alba), "Facility")
    seen = await world.fill_in(alba, form, facility="No such place anywhere")
    assert "No entry of the directory is called so" in seen.text
    form = await world.press(alba, seen, "Change it")
    seen = await world.fill_in(alba, form, facility="Project Citizenship")
    assert "Read first: the rules of Project Citizenship" in seen.text
    members = await world.press(alba, seen, "The shift's page")
    assert "Project Citizenship" in members.text
    assert "Run this shift" in members.buttons
    seen = await world.press(alba, members, "Run this shift")
    form = await world.press(alba, seen, "Facility")
    seen = await world.fill_in(alba, form, facility="immigrant")
    assert "Which of these is it?" in seen.text
    (menu,) = seen.select_ids
    options = next(c["options"] for c in seen.components if c.get("custom_id") == menu)
    seen = await world.choose(alba, seen, menu, options[0]["value"])
    assert f"Read first: the rules of {options[0]['label']}"[:40] in seen.text
    form = await world.press(alba, seen, "Facility")
    seen = await world.fill_in(alba, form, facility="")
    assert "Read first" not in seen.text


async def test_a_lead_who_left_is_not_known_any_more(world: World) -> None:
    alba = await organizer(world)
    shift = await make(world, lead_id=987654321)
    seen = await page(world, alba)
    assert "Nobody is known to lead this shift" in seen.text
    assert "987654321" not in seen.text
    lena = world.member("Lena")
    seen = await world.press(alba, seen, "Lead")
    seen = await world.choose(alba, seen, f"shift:plan:leader:{shift.number}:1", lena)
    assert f"Lead: <@{lena.id}>" in seen.text
    await world.restart()
    assert "Nobody is known" not in (await page(world, lena)).text


async def test_in_spanish(world: World) -> None:
    alba = await organizer(world)
    await world.app.services.people.choose_language(alba.id, "es")
    shift = await make(world, title="Corte")
    await claim(world, 77, shift)
    seen = await page(world, alba, "corte")
    form = await world.press(alba, seen, "Funciones")
    assert "Intérprete (español) 1" in str(form.result.modal)
    seen = await world.fill_in(alba, form, roles="Observador 3\nIntérprete (español) 1")
    assert "✅ Guardado." in seen.text
    seen = await world.press(alba, seen, "Cancelar este turno")
    assert "1 persona lo tiene o espera" in seen.text


@pytest.mark.parametrize("text", [NASTY, "W", "ñ "], ids=repr)
@pytest.mark.parametrize("language", languages())
def test_every_form_stays_inside_the_limits(language: str, text: str) -> None:
    for form in shift_plan_forms(language, text):
        sent = form.to_dict()
        assert 1 <= len(sent["title"]) <= 45
        assert 1 <= len(sent["custom_id"]) <= 100
        assert 1 <= len(sent["components"]) <= 5
        assert too_long(list(walk(sent["components"]))) == []
        assert [f for f in FORMS if f.template.fullmatch(sent["custom_id"])] == [type(form)]

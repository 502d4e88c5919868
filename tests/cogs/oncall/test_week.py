"""The leads' part of `/oncall`: what is wanted covered, and the coming week with its gaps."""

from __future__ import annotations

from datetime import timedelta

import pytest
from simcord.actors import MemberActor

from bot.domain.actor import Actor, Capability
from bot.domain.oncall import FUNCTIONS, OnCallNeed
from bot.i18n import languages
from bot.presentation.components import Form
from bot.rooms import FORMS
from cogs.oncall.forms import AddForm, NeedForm
from tests.cogs.oncall.test_oncall import NIGHT, ZONE, stamped, there
from tests.cogs.test_limits import too_long
from tests.conftest import World
from tests.screens import Seen, walk

MEDIA = 12
DASH = " \N{EN DASH} "
ALL_WEEK = [str(day) for day in range(7)]


@pytest.fixture
async def alba(world: World) -> MemberActor:
    """Who runs the server; it has a zone."""
    alba = world.admin()
    await world.app.services.guilds.choose_time_zone(actor(world, alba), ZONE)
    return alba


def actor(world: World, who: MemberActor) -> Actor:
    return Actor(who.id, world.guild.id, frozenset(Capability))


def alt(seen: Seen) -> str:
    [gallery] = [each for each in seen.components if each["type"] == MEDIA]
    return gallery["items"][0]["description"]


async def test_only_those_who_run_shifts_see_the_week_and_what_is_wanted(
    world: World, alba: MemberActor
) -> None:
    bo = world.member("Bo")
    for command in ("oncall week", "oncall need"):
        refused = await world.slash(bo, command)
        assert refused.private
        assert "organizer" in refused.text.lower()
        assert not refused.buttons
    role = world.guild.create_role("Dispatchers")
    admin = actor(world, alba)
    await world.app.services.guilds.choose_roles(admin, Capability.DISPATCHER, [role.id])
    dora = world.member("Dora", role)
    assert "Nothing yet" in (await world.slash(dora, "oncall need")).text
    seen = await world.slash(dora, "oncall week")
    assert "Nothing is wanted covered yet" in seen.text
    assert not [each for each in seen.components if each["type"] == MEDIA]
    world.take_roles(dora)
    lost = await world.press(dora, seen, "What is wanted")
    assert "organizer" in lost.text.lower()


async def test_what_is_wanted_is_said_changed_and_taken_back(
    world: World, alba: MemberActor
) -> None:
    empty = await world.slash(alba, "oncall need")
    form = await world.press(alba, empty, "Add or change")
    assert "Central Time" in str(form.result.modal)
    typed = {"function": "hotline", "days": ["0", "1", "2"], "people": "2"}
    for begin, end, said in (
        ("soon", "8 am", "can't read these times"),
        ("8", "5", "Morning or evening?"),
    ):
        wrong = await world.fill_in(alba, form, begin=begin, end=end, **typed)
        assert said in wrong.text
        await world.restart()  # the draft is gone with it: the form is opened anew
        form = await world.press(alba, empty, "Add or change")
    many = {**typed, "people": "99"}
    wrong = await world.fill_in(alba, form, begin="8 pm", end="8 am", **many)
    assert "1 to 50" in wrong.text or "1 and 50" in wrong.text
    form = await world.press(alba, wrong, next(iter(wrong.buttons)))
    given = str(form.result.modal)
    assert "8 pm" in given
    assert form.result.modal is not None
    options = [
        option
        for each in form.result.modal["components"]
        for option in each["component"].get("options", [])
        if option.get("default")
    ]
    assert [option["value"] for option in options] == ["hotline", "0", "1", "2"]
    await world.restart()
    made = await world.fill_in(alba, form, begin="8 pm", end="8 am", **typed)
    assert "**Hotline** · Mon\N{EN DASH}Wed 8 pm\N{EN DASH}8 am · 2 people" in made.text
    form = await world.press(alba, made, "Add or change")
    whole = {"function": "hotline", "days": ALL_WEEK, "people": "1"}
    changed = await world.fill_in(alba, form, begin="noon", end="noon", **whole)
    assert "**Hotline** · Every day noon\N{EN DASH}noon" in changed.text
    [need] = await world.app.services.oncall.needs(actor(world, alba))
    assert need == OnCallNeed("hotline", frozenset(range(7)), 720, 720)
    await world.restart()
    gone = await world.press(alba, changed, "Remove")
    assert "**Hotline** need not be covered any more" in gone.text
    assert await world.app.services.oncall.needs(actor(world, alba)) == []


async def test_the_week_shows_gaps_as_a_picture_and_in_words(
    world: World, alba: MemberActor
) -> None:
    oncall, lead = world.app.services.oncall, actor(world, alba)
    await oncall.want(lead, NIGHT)
    await oncall.add(lead, "hotline", [(there(23, 20), there(24, 6))])
    seen = await world.slash(alba, "oncall week")
    assert seen.private
    assert "Hotline: Tue 24, 6 am to 8 am; Tue 24, 8 pm to 8 am" in alt(seen)
    first = f"**Hotline** · {stamped(there(24, 6), 'F')} to {stamped(there(24, 8), 't')} · nobody"
    assert first in seen.text
    await world.restart()
    day = await world.choose(alba, seen, "oncall:day", "2026-11-24")
    assert day.private
    assert f"<@{alba.id}> · {stamped(there(23, 20))}{DASH}{stamped(there(24, 6))}" in day.text
    assert f"⚠️ {stamped(there(24, 6))}{DASH}{stamped(there(24, 8))} · nobody" in day.text
    other = await world.choose(alba, day, "oncall:day", "2026-11-26")
    assert str(alba.id) not in other.text
    again = await world.press(alba, other, "The week")
    assert alt(again) == alt(seen)
    await world.move(timedelta(days=3))
    over = await world.choose(alba, seen, "oncall:day", "2026-11-24")
    assert "That day is over" in over.text


async def test_in_spanish(world: World, alba: MemberActor) -> None:
    await world.app.services.people.choose_language(alba.id, "es")
    form = await world.press(alba, await world.slash(alba, "oncall need"), "Añadir o cambiar")
    whole = {"function": "rides", "days": ALL_WEEK, "people": "1"}
    made = await world.fill_in(alba, form, begin="20", end="8", **whole)
    assert "**Transporte** · " in made.text
    week = await world.press(alba, made, "La semana")
    assert alt(week).startswith("De guardia: la semana del 23 nov 2026. Huecos: Transporte: lun 23")
    assert "nadie" in week.text


@pytest.mark.parametrize("language", languages())
def test_every_form_stays_inside_the_limits_and_is_made_by_one(language: str) -> None:
    far = "America/Argentina/ComodRivadavia"
    made: list[Form] = [NeedForm(far, language)]
    for function in FUNCTIONS:
        made += [AddForm(function, chosen, far, language) for chosen in (None, 12)]
    for form in made:
        sent = form.to_dict()
        assert 1 <= len(sent["title"]) <= 45
        assert len(sent["custom_id"]) <= 100
        assert too_long(list(walk(sent["components"]))) == []
        assert [f for f in FORMS if f.template.fullmatch(sent["custom_id"])] == [type(form)]

"""Leads make shifts, series of them, and a day again, as people would."""

from __future__ import annotations

from datetime import timedelta

from simcord.actors import MemberActor

from bot.domain.actor import Actor, Capability
from bot.domain.shift import Role
from tests.cogs.shifting import ONE_ROLE, claim, lead, make
from tests.conftest import World
from tests.screens import Seen

COURT = {
    "title": "Court accompaniment",
    "when": "December 1, 8:30 am to noon",
    "roles": "Observer 2\nInterpreter Spanish 1",
    "place": "Boston",
    "address": "15 Sample Street, room 320",
}
SERIES = {
    "title": "Hotline evening",
    "when": "December 1, 6 pm to 9 pm",
    "repeats": "every Tuesday until December 22",
    "roles": "Volunteer 2",
}


async def organizer(world: World, name: str = "Alba") -> MemberActor:
    """Somebody who organizes, in a server with a zone."""
    admin = world.admin(name)
    actor = Actor(admin.id, world.guild.id, frozenset(Capability))
    await world.app.services.guilds.choose_time_zone(actor, "America/New_York")
    return admin


async def made(world: World, alba: MemberActor, **fields: str) -> Seen:
    """The lead's page of a new shift."""
    form = await world.slash(alba, "shift create", kind="court")
    return await world.fill_in(alba, form, **{**COURT, **fields})


async def made_series(world: World, alba: MemberActor, **fields: str) -> Seen:
    """The lead's page of the first of a series."""
    form = await world.slash(alba, "shift series", kind="hotline")
    return await world.fill_in(alba, form, **{**SERIES, **fields})


async def test_who_is_no_lead_makes_none(world: World) -> None:
    ana = world.member("Ana")
    for command in ("shift create", "shift series"):
        seen = await world.slash(ana, command)
        assert seen.private
        assert "organizers" in seen.text.lower()
    assert not await ana.autocomplete(world.channel, "shift create", "copy", "")


async def test_a_dispatcher_may(world: World) -> None:
    admin, role = await organizer(world), world.guild.create_role("Dispatch")
    roles = await world.press(admin, await world.slash(admin, "setup"), "Roles")
    await world.choose(admin, roles, "setup:role:dispatcher", role)
    seen = await made(world, world.member("Dora", role))
    assert "The shift is open" in seen.text


async def test_a_lead_makes_a_shift_in_one_form(world: World) -> None:
    alba = await organizer(world)
    seen = await made(world, alba, when="December 1, noon to December 1, 8:30 am")
    assert "end" in seen.text
    assert "The shift is open" not in seen.text
    mended = await world.press(alba, seen, "Change it")
    seen = await world.fill_in(alba, mended, **COURT)
    assert seen.private
    assert "✅ The shift is open" in seen.text
    assert "15 Sample Street" in seen.text
    assert "**Interpreter \\(Spanish\\)** ▱▱▱▱▱ 0 of 1 taken" in seen.text
    assert f"Lead: <@{alba.id}>" in seen.text
    assert "Checking out is watched" in seen.text
    await world.restart()
    seen = await world.press(alba, seen, "Don't watch checking out")
    assert "Checking out is not watched" in seen.text
    (shift,) = await world.app.services.shifts.upcoming(lead(world))
    assert [(r.name, r.language, r.capacity) for r in shift.shift.roles] == [
        ("observer", "", 2),
        ("interpreter", "es", 1),
    ]


async def test_what_is_wrong_with_the_roles_is_said_with_its_line(world: World) -> None:
    alba = await organizer(world)
    many = "\n".join(f"Post {n} 1" for n in range(40))
    for roles, told in (
        (many, "10 roles at most; these are 40"),
        ("Observer 2\nDriver", "“Driver” has no number of places"),
        ("Observer 0", "“Observer 0”: each role needs 1 to 500 places"),
        ("Driver 1\nDrivers 2", "“Drivers 2”: this role stands there twice"),
    ):
        seen = await made(world, alba, roles=roles)
        assert told in seen.text
        assert "Change it" in seen.buttons


async def test_kind_and_zone_are_asked_where_they_are_not_known(world: World) -> None:
    alba = world.admin()
    seen = await world.slash(alba, "shift create", kind="dance")
    assert "pick from the list" in seen.text
    seen = await world.slash(alba, "shift create")
    assert seen.private
    await world.restart()
    seen = await world.choose(alba, seen, "shift:plan:kind:new:-:-:-", "ride")
    assert "In which time zone" in seen.text
    form = await world.choose(alba, seen, "shift:plan:zone:new:ride:-:-", "1")
    seen = await world.fill_in(alba, form, **COURT)
    assert "-# Ride" in seen.text
    assert "Central Time" in seen.text


async def test_a_time_that_the_clocks_skip_is_asked(world: World) -> None:
    alba = await organizer(world)
    seen = await made(world, alba, when="March 14, 2027, 2:30 am to 4:30 am")
    assert "The shift is open" not in seen.text
    first = next(label for label in seen.buttons if "am" in label)
    await world.restart()
    # What was typed was held in memory: it is asked to be typed again, kindly.
    seen = await world.press(alba, seen, first)
    assert "The shift is open" not in seen.text
    seen = await made(world, alba, when="March 14, 2027, 2:30 am to 4:30 am")
    first = next(label for label in seen.buttons if "am" in label)
    seen = await world.press(alba, seen, first)
    assert "✅ The shift is open" in seen.text


async def test_a_series_says_how_many_and_when(world: World) -> None:
    alba = await organizer(world)
    for repeats, told in (
        ("whenever", "whenever"),
        ("every Monday", "December 7"),
        ("every day, 900 times", "500 dates at most; that would be 900"),
    ):
        seen = await made_series(world, alba, repeats=repeats)
        assert told in seen.text
        assert "are open" not in seen.text
    seen = await made_series(world, alba)
    assert "✅ 4 shifts are open: every Tuesday, until December 22, 2026" in seen.text
    assert "Next: <t:" in seen.text
    assert "3 later shifts are planned" in seen.text
    assert len(await world.app.services.shifts.upcoming(lead(world), limit=50)) == 4


async def test_a_series_without_end_is_written_out_as_time_goes_by(world: World) -> None:
    alba = await organizer(world)
    seen = await made_series(world, alba, repeats="every Tuesday")
    assert "shifts are open: every Tuesday. More follow" in seen.text


async def test_it_may_be_for_an_event(world: World) -> None:
    alba = await organizer(world)
    form = await world.slash(alba, "event create", kind="rally")
    await world.fill_in(
        alba, form, title="Rally for families", when="December 5, 6 pm to 8 pm", place="Boston"
    )
    offered = await alba.autocomplete(world.channel, "shift create", "event", "rally")
    assert [each["name"] for each in offered] == ["Rally for families · Dec 5, 2026"]
    form = await world.slash(alba, "shift create", kind="event_support", event="Rally for families")
    text = str(form.result.modal)
    assert "Rally for families" in text
    assert "December 5" in text
    seen = await world.fill_in(alba, form, **COURT)
    assert "The shift is open" in seen.text
    (shift,) = await world.app.services.shifts.upcoming(lead(world))
    assert shift.shift.occurrence is not None


async def test_a_day_is_made_again_with_nobody_on_it(world: World) -> None:
    alba = await organizer(world)
    first = await make(world, ONE_ROLE)
    await make(world, title="Court", roles=(Role("observer", 3),))
    await claim(world, 77, first)
    await world.move(timedelta(days=14))
    offered = await alba.autocomplete(world.channel, "shift create", "copy", "decem")
    assert [each["name"] for each in offered] == ["Tuesday, December 1, 2026"]
    seen = await world.slash(alba, "shift create", copy="some day")
    assert "Choose one from the list" in seen.text
    form = await world.slash(alba, "shift create", copy="Tuesday, December 1, 2026")
    seen = await world.fill_in(alba, form, when="November 30, 2026")
    assert "2 shifts" not in seen.text
    again = await world.press(alba, seen, "Change it")
    seen = await world.fill_in(alba, again, when="December 10")
    assert "2 shifts are open on Thursday, December 10, 2026" in seen.text
    await world.restart()
    found = await world.app.services.shifts.upcoming(lead(world))
    assert [each.shift.local_start.isoformat() for each in found] == ["2026-12-10T08:30:00"] * 2
    assert not any(each.filled for each in found)
    seen = await world.choose(alba, seen, "shift:plan:open", str(found[0].shift.number))
    assert "0 of 1 taken" in seen.text


async def test_in_spanish(world: World) -> None:
    alba = await organizer(world)
    await world.app.services.people.choose_language(alba.id, "es")
    form = await world.slash(alba, "shift create", kind="Acompañamiento a la corte")
    seen = await world.fill_in(
        alba,
        form,
        title="Corte",
        when="1 de diciembre, de 8:30 a 12:00",
        roles="Observadora 2\nIntérprete de español 1, chofer 1",
        place="Boston",
    )
    assert "Eso puede ser más de un momento" in seen.text
    morning = next(label for label in seen.buttons if "8:30 a 12:00" in label)
    seen = await world.press(alba, seen, morning)
    assert "✅ El turno está abierto" in seen.text
    assert "**Intérprete \\(español\\)**" in seen.text
    assert "**Conductor/a**" in seen.text
    assert "Se espera el registro de salida" in seen.text

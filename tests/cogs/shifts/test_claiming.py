"""`/shifts` and a shift's page: a place, the line, cover, check-in, the way home."""

from __future__ import annotations

from simcord.actors import MemberActor

from bot.domain.shift import Role
from tests.cogs.eventing import dms, press_dm, text_of
from tests.cogs.shifting import (
    COURT,
    DAY,
    ENDS,
    HOUR,
    ONE_ROLE,
    STARTS,
    allow_messages,
    claim,
    lead,
    make,
    until,
)
from tests.conftest import World
from tests.screens import Seen


async def open_page(world: World, who: MemberActor) -> Seen:
    """A shift's page, from the list; there is only one."""
    return await world.press(who, await world.slash(who, "shifts"), "Details")


async def test_nothing_is_open(world: World) -> None:
    ana = world.member("Ana")
    assert "No shift is open now" in (await world.slash(ana, "shifts")).text
    assert "You have no shift yet" in (await world.slash(ana, "shifts", show="mine")).text
    seen = await world.slash(ana, "shifts", show="whatever")
    assert seen.private
    assert "pick from the list" in seen.text


async def test_a_volunteer_claims_and_sees_where_only_then(world: World) -> None:
    await make(world)
    ana = world.member("Ana")
    seen = await open_page(world, ana)
    assert seen.private
    assert "New Sudbury" not in seen.text
    assert "You see the exact place and whom to ask once you have a place" in seen.text
    assert "0 of 2 taken" in seen.text
    seen = await world.press(ana, seen, "Claim: Observer")
    assert "### You have a place: Observer" in seen.text
    assert "New Sudbury" in seen.text
    assert "Alba, at the door" in seen.text
    assert "I have no way to tell you in this server" in seen.text
    seen = await world.press(ana, seen, "Send me direct messages")
    assert "I ask you the day before whether you come, by direct message" in seen.text
    assert "Send me direct messages" not in seen.buttons
    await world.restart()
    seen = await world.press(ana, await world.slash(ana, "shifts", show="mine"), "Details")
    seen = await world.press(ana, seen, "Leave this shift")
    assert "You left this shift" in seen.text
    assert "New Sudbury" not in seen.text


async def test_a_full_role_has_a_line_and_the_next_is_told_their_number(world: World) -> None:
    shift = await make(world, ONE_ROLE)
    ana, beto = world.member("Ana"), world.member("Beto")
    await claim(world, 77, shift)
    await claim(world, 78, shift)
    seen = await open_page(world, ana)
    assert "1 of 1 taken · 1 in line" in seen.text
    seen = await world.press(ana, seen, "Stand in line")
    assert "### You are number 2 in line: Volunteer" in seen.text
    seen = await world.press(ana, seen, "Leave the line")
    assert "You left this shift" in seen.text
    assert "Stand in line" in (await open_page(world, beto)).buttons


async def test_who_has_another_shift_then_is_led_to_it(world: World) -> None:
    other = await make(world, title="Morning hotline")
    await make(world, title="Court", local_start=COURT.local_start + HOUR)
    ana = world.member("Ana")
    await claim(world, ana, other)
    seen = await world.slash(ana, "shifts")
    (second,) = [c["custom_id"] for c in seen.components if c.get("label") == "Details"][1:]
    page = Seen(await ana.click(seen.message, custom_id=second))
    seen = await world.press(ana, page, "Claim: Observer")
    assert "You have another shift at that time: **Morning hotline**" in seen.text
    seen = await world.press(ana, seen, "See that shift")
    assert "You have a place: Observer" in seen.text


async def test_who_is_not_a_volunteer_hears_how_to_become_one(world: World) -> None:
    await make(world, anyone=False)
    ana = world.member("Ana")
    seen = await world.press(ana, await open_page(world, ana), "Claim: Observer")
    assert "for volunteers" in seen.text
    role = world.guild.create_role("Court team")
    await make(world, ONE_ROLE, role_id=role.id)
    seen = await world.slash(ana, "shifts", kind="Hotline")
    seen = await world.press(ana, await world.press(ana, seen, "Details"), "Claim a place")
    assert f"This shift is for people with the role <@&{role.id}>" in seen.text
    beto = world.member("Beto", role)
    seen = await world.slash(beto, "shifts", kind="hotline")
    seen = await world.press(beto, await world.press(beto, seen, "Details"), "Claim a place")
    assert "You have a place" in seen.text


async def test_many_roles_stand_in_a_menu(world: World) -> None:
    shift = await make(world, roles=tuple(Role(f"Post {n}", 1) for n in range(10)))
    ana = world.member("Ana")
    seen = await open_page(world, ana)
    chosen = shift.roles[7].number
    seen = await world.choose(ana, seen, f"shift:pick:{shift.number}", str(chosen))
    assert "You have a place: Post 7" in seen.text


async def test_late_one_looks_for_cover_and_stays_responsible(world: World) -> None:
    shift = await make(world, ONE_ROLE)
    ana, beto = world.member("Ana"), world.member("Beto")
    await claim(world, ana, shift)
    await until(world, STARTS - 10 * HOUR)
    seen = await open_page(world, ana)
    assert "Leave this shift" not in seen.buttons
    assert "I'll be there" in seen.buttons
    seen = await world.press(ana, seen, "Find me cover")
    assert "Until somebody takes it, the place is yours" in seen.text
    assert "You have a place" in seen.text
    await world.restart()
    seen = await world.press(beto, await open_page(world, beto), "Take over a place")
    assert "You have a place: Volunteer" in seen.text
    assert "You have a place" not in (await open_page(world, ana)).text
    seen = await world.press(ana, await open_page(world, ana), "Stand in line")
    assert "number 1 in line" in seen.text


async def test_giving_back_late_asks_first(world: World) -> None:
    shift = await make(world, ONE_ROLE)
    ana = world.member("Ana")
    await claim(world, ana, shift)
    await until(world, STARTS - 10 * HOUR)
    seen = await world.press(ana, await open_page(world, ana), "I can't come")
    assert "Your lead hears of it at once" in seen.text
    seen = await world.press(ana, seen, "Back to the shift")
    assert "You have a place" in seen.text
    seen = await world.press(ana, seen, "I'll be there")
    assert "Thank you. Your lead sees that you come" in seen.text
    seen = await world.press(ana, seen, "I can't come")
    seen = await world.press(ana, seen, "Give my place back now")
    assert "You gave your place back" in seen.text
    assert "Claim a place" in seen.buttons


async def test_check_in_and_home_safe(world: World) -> None:
    shift = await make(world)
    ana = world.member("Ana")
    await claim(world, ana, shift)
    await until(world, STARTS - 2 * HOUR)
    assert "I'm here" not in (await open_page(world, ana)).buttons
    await until(world, STARTS - HOUR)
    seen = await world.press(ana, await open_page(world, ana), "I'm here")
    assert "### You checked in at" in seen.text
    assert "If we don't hear from you, your lead is told" in seen.text
    await until(world, ENDS - HOUR)
    await world.restart()
    seen = await world.press(ana, await open_mine(world, ana), "I'm home safe")
    assert "### You are home safe" in seen.text
    assert "Thank you for being there" in seen.text


async def open_mine(world: World, who: MemberActor) -> Seen:
    """The page of one's only shift."""
    return await world.press(who, await world.slash(who, "shifts", show="mine"), "Details")


async def test_near_me_goes_by_the_coarse_place(world: World) -> None:
    await make(world, title="In New York", place="New York, NY", lat=None)
    await make(world, title="In Boston", local_start=COURT.local_start + DAY)
    await make(world, title="Online", place="", local_start=COURT.local_start + 2 * DAY)
    ana = world.member("Ana")
    seen = await world.slash(ana, "shifts", where="no such place")
    assert seen.private
    assert "Open shifts" not in seen.text
    seen = await world.slash(ana, "shifts", where="02118")
    at = [seen.text.index(title) for title in ("In Boston", "In New York", "Online")]
    assert at == sorted(at)
    assert "km" in seen.text
    assert "02118" not in seen.text


async def test_what_needs_people_comes_first_and_pages_turn(world: World) -> None:
    full = await make(world, ONE_ROLE, title="Full already")
    await claim(world, 77, full)
    for day in range(1, 6):
        await make(world, title=f"Day {day}", local_start=COURT.local_start + day * DAY)
    ana = world.member("Ana")
    seen = await world.slash(ana, "shifts")
    assert "Full already" not in seen.text
    assert "Page 1 of 2" in seen.text
    seen = await world.press(ana, seen, "More")
    assert "Full already" in seen.text
    seen = await world.press(ana, seen, "My shifts")
    assert "You have no shift yet" in seen.text


async def test_a_cancelled_shift_sends_nobody_there(world: World) -> None:
    shift = await make(world)
    ana = world.member("Ana")
    await claim(world, ana, shift)
    await world.app.services.shifts.cancel(lead(world), shift.number, shift.version)
    seen = await open_mine(world, ana)
    assert "This shift was cancelled" in seen.text
    assert "New Sudbury" not in seen.text
    assert "I saw it" in seen.buttons
    seen = await world.press(ana, seen, "I saw it")
    assert "I saw it" not in seen.buttons


async def test_in_spanish(world: World) -> None:
    shift = await make(world)
    eva = world.member("Eva")
    await world.app.services.people.choose_language(eva.id, "es")
    seen = await world.slash(eva, "shifts")
    assert "## Turnos abiertos" in seen.text
    assert shift.title in seen.text


async def test_two_swap_without_names(world: World) -> None:
    one = await make(world, title="Tuesday")
    other = await make(world, title="Wednesday", local_start=COURT.local_start + DAY)
    ana, beto = world.member("Ana"), world.member("Beto")
    await claim(world, ana, one)
    seen = await world.press(ana, await open_mine(world, ana), "Swap it…")
    assert "Nobody is on another shift" in seen.text
    await claim(world, beto, other)
    await allow_messages(world, ana, beto)
    seen = await world.press(ana, await open_mine(world, ana), "Swap it…")
    assert "Beto" not in seen.text
    seen = await world.choose(ana, seen, f"shift:swapfor:{one.number}", str(other.number))
    assert "Asked: 1 person is on that shift" in seen.text
    await world.restart()
    await world.move()
    (asked,) = dms(beto)
    assert text_of(asked).startswith("### Swap? Wednesday")
    assert "**Tuesday**" in text_of(asked)
    assert str(ana.id) not in text_of(asked)
    seen = await press_dm(beto, asked, "Swap")
    assert "You swapped. This is your shift now." in seen.text
    assert "## Tuesday" in seen.text
    await world.move()
    (told,) = dms(ana)
    assert text_of(told).startswith("### Swapped: Wednesday")
    assert "New Sudbury" in text_of(told)


async def test_me_says_what_is_kept_of_shifts_and_forgets_it(world: World) -> None:
    ana = world.member("Ana")
    shift = await make(world, lead_id=ana.id)
    await claim(world, ana, shift)
    seen = await world.slash(ana, "me")
    assert "1 shift, time on call or request that you took" in seen.text
    assert "That you run 1 shift or request" in seen.text
    await world.press(ana, seen, next(label for label in seen.buttons if "elete" in label))
    seen = await world.slash(ana, "me")
    assert "Nothing at all" in seen.text
    assert (await world.app.services.shifts.get(lead(world), shift.number)).filled == {}

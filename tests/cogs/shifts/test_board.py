"""A board of open shifts in a channel: put up, pressed, kept current, taken down, deleted."""

from __future__ import annotations

import os
from datetime import timedelta

import discord
import pytest
from discord import ui
from simcord.actors import MemberActor

from bot.domain.shift import Role
from bot.presentation.screen import MAX_TEXT, text_length
from bot.services.shift_boards import Shown
from bot.storage.shifts import Board
from cogs.shifts.board_render import board_screen
from tests.cogs import worst_shifts as worst
from tests.cogs.eventing import buttons_of, posted, press, text_of
from tests.cogs.shifting import COURT, ONE_ROLE, STARTS, claim, lead, make, member, until
from tests.conftest import NOW, World
from tests.screens import Seen, raw_components, walk

SOON = timedelta(seconds=10)
PRESSES = int(os.environ.get("SHIFT_PRESSES", "60"))
PLACES = 50


async def put_up(world: World, **options: object) -> tuple[MemberActor, Seen]:
    """An organizer puts a board up in the channel."""
    admin = world.admin()
    seen = await world.slash(admin, "shift board", **options)
    await world.move(SOON)
    return admin, seen


async def test_only_leads_put_one_up(world: World) -> None:
    ana = world.member("Ana")
    seen = await world.slash(ana, "shift board")
    assert seen.private
    assert posted(world) == []
    admin = world.admin()
    assert "pick from the list" in (await world.slash(admin, "shift board", kind="nothing")).text


async def test_it_stays_current_and_shows_no_exact_place(world: World) -> None:
    _, seen = await put_up(world)
    assert "goes up in this channel" in seen.text
    (board,) = posted(world)
    assert "No shift is open now" in text_of(board)
    shift = await make(world)
    await world.move(SOON)
    (board,) = posted(world)
    assert "**Court accompaniment**" in text_of(board)
    assert "Observer** ▱▱▱▱▱ 0 of 2 taken" in text_of(board)
    assert "New Sudbury" not in text_of(board)
    assert "Alba" not in text_of(board)
    ana = world.member("Ana")
    chosen = str(shift.roles[0].number)
    seen = Seen(await ana.select(board, [chosen], custom_id=f"shift:pick:{shift.number}"))
    assert seen.private
    assert "You have a place: Observer" in seen.text
    await world.restart()
    await world.move(SOON)
    (board,) = posted(world)
    assert "1 of 2 taken" in text_of(board)
    await world.app.services.signups.withdraw(member(world, ana.id), shift.number)
    await world.move(SOON)
    (board,) = posted(world)
    assert "0 of 2 taken" in text_of(board)
    await until(world, STARTS)
    await world.move(SOON)
    (board,) = posted(world)
    assert "No shift is open now" in text_of(board)


async def test_what_is_cancelled_leaves_it(world: World) -> None:
    shift = await make(world)
    await put_up(world)
    assert "Court accompaniment" in text_of(posted(world)[0])
    await world.app.services.shifts.cancel(lead(world), shift.number, shift.version)
    await world.move(SOON)
    assert "Court accompaniment" not in text_of(posted(world)[0])


async def test_one_of_a_kind_and_many_at_once(world: World) -> None:
    await make(world, ONE_ROLE)
    for day in range(12):
        await make(world, local_start=COURT.local_start + timedelta(days=day))
    await put_up(world, kind="Court accompaniment")
    (board,) = posted(world)
    assert "Hotline evening" not in text_of(board)
    assert "more shifts" in text_of(board)
    assert len(list(walk(raw_components(board)))) <= 40
    ana = world.member("Ana")
    seen = await press(ana, board, "All open shifts")
    assert "Page 1 of 3" in seen.text


async def test_many_roles_are_claimed_by_menu(world: World) -> None:
    shift = await make(world, roles=tuple(Role(f"Post {n}", 1) for n in range(6)))
    await put_up(world)
    (board,) = posted(world)
    ana = world.member("Ana")
    chosen = str(shift.roles[4].number)
    seen = Seen(await ana.select(board, [chosen], custom_id=f"shift:pick:{shift.number}"))
    assert seen.private
    assert "You have a place: Post 4" in seen.text


async def test_a_deleted_board_can_be_put_up_again(world: World) -> None:
    admin, _ = await put_up(world)
    (board,) = posted(world)
    await board.delete()
    await make(world)
    await world.move(SOON)
    assert posted(world) == []
    await world.slash(admin, "shift board")
    await world.move(SOON)
    (board,) = posted(world)
    assert "Court accompaniment" in text_of(board)


async def test_taken_down_it_changes_no_more(world: World) -> None:
    admin, seen = await put_up(world)
    again = await world.slash(admin, "shift board")
    assert "There is one in this channel already" in again.text
    (number,) = [
        option["value"]
        for c in seen.components
        if c.get("custom_id") == "shift:takedown"
        for option in c["options"]
    ]
    await world.move(SOON)
    gone = await world.choose(admin, again, "shift:takedown", number)
    assert "no longer changes" in gone.text
    assert "There is none" in gone.text
    await make(world)
    await world.move(SOON)
    assert "Court accompaniment" not in text_of(posted(world)[0])


async def test_where_the_bot_may_not_write_it_says_so(world: World) -> None:
    world.channel = world.guild.create_text_channel(
        "closed",
        overwrites={world.guild.default_role: discord.PermissionOverwrite(send_messages=False)},
    )
    admin = world.admin()
    seen = await world.slash(admin, "shift board")
    assert "I may not write in" in seen.text


async def test_who_allows_no_messages_is_mentioned_in_the_shifts_thread(world: World) -> None:
    shift = await make(world)
    await put_up(world)
    ana = world.member("Ana")
    chosen = str(shift.roles[0].number)
    await ana.select(posted(world)[0], [chosen], custom_id=f"shift:pick:{shift.number}")
    kept = (await world.app.services.shifts.get(lead(world), shift.number)).shift
    assert kept.thread_id is not None
    await until(world, STARTS - timedelta(hours=24))
    (row,) = await world.app.db.fetch_all(
        "SELECT target_id, state FROM outbox WHERE purpose = 'shift.confirm'"
    )
    assert (row["target_id"], row["state"]) == (kept.thread_id, "sent")


async def test_so_many_press_the_button(world: World) -> None:
    shift = await make(world, ONE_ROLE, roles=(Role("volunteer", PLACES),))
    await put_up(world)
    (board,) = posted(world)
    custom_id = buttons_of(board)["Claim a place"]
    people = [world.member(f"Person {n}") for n in range(PRESSES)]
    answers = [Seen(await who.click(board, custom_id=custom_id)) for who in people]
    assert all(each.private for each in answers)
    held = [each for each in answers if "You have a place" in each.text]
    assert len(held) == min(PLACES, PRESSES)
    waiting = [each for each in answers if "in line" in each.text and each not in held]
    assert len(held) + len(waiting) == PRESSES
    _, signups = await world.app.services.shifts.roster(lead(world), shift.number)
    assert sum(each.state == "held" for each in signups) == min(PLACES, PRESSES)
    line = [each.line or 0 for each in signups if each.state == "waiting"]
    assert line == sorted(set(line))
    assert len(line) == max(0, PRESSES - PLACES)
    await claim(world, 5, shift)
    _, signups = await world.app.services.shifts.roster(lead(world), shift.number)
    assert signups[-1].user_id == 5


@pytest.mark.parametrize("text", ["W", "*", "ñ 😀 "])
@pytest.mark.parametrize("roles", [1, 2, 3, 10])
@pytest.mark.parametrize("language", ["en", "es"])
def test_the_longest_shifts_stay_inside_the_limits(language: str, roles: int, text: str) -> None:
    shifts = tuple(worst.seen(text, roles, number=n + 1) for n in range(12))
    shown = Shown(Board(1, 1, 1, None, None), shifts)
    screen = board_screen(shown, language, now=NOW)
    assert text_length(screen) <= MAX_TEXT
    titles = [each for each in screen.walk_children() if isinstance(each, ui.Separator)]
    assert len(titles) >= 2, "at least one shift"
    assert sum(1 for _ in screen.walk_children()) <= 40

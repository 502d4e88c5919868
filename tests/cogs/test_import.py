"""`/directory import` and `export`: a list is looked at, mended, brought in, taken out again."""

from __future__ import annotations

import json

import pytest
from simcord.actors import MemberActor

from bot.bundled import bundled_path
from bot.domain.actor import Actor, Capability
from tests.conftest import World
from tests.screens import Seen

CSV = "name,phone,url,city,state\nSol Legal,602-555-0101,sol.example.org,Phoenix,AZ\n"
BAD = CSV + "Luna,call us,luna.example.org,Tucson,AZ\n"


async def send(world: World, who: MemberActor, text: str | bytes, name: str = "list.csv") -> Seen:
    """Send a file with the command."""
    data = text.encode() if isinstance(text, str) else text
    return await world.slash(who, "directory import", file=(name, data))


async def found(world: World, words: str) -> str:
    """What a member finds."""
    return (await world.slash(world.member("Ana"), "find", what=words)).text


async def test_who_is_no_editor_neither_brings_in_nor_gets_the_directory(world: World) -> None:
    ana = world.member("Ana")
    assert "keep the directory" in (await send(world, ana, CSV)).text
    assert "keep the directory" in (await world.slash(ana, "directory export")).text


async def test_a_list_is_looked_at_mended_brought_in_and_taken_out_again(world: World) -> None:
    alba = world.admin()
    plan = await send(world, alba, BAD)
    assert plan.private
    assert "1 new entry" in plan.text
    assert "Line 3" in plan.text
    assert "Sol Legal" not in await found(world, "Sol Legal")
    form = await world.press(alba, plan, "Mend the row")
    assert form.result.modal is not None
    first = form.result.modal["components"][0]
    assert first["component"]["custom_id"] == "phone", "what is wrong comes first, and why"
    assert "call us" in first["description"]
    refused = await world.fill_in(alba, form, name="Luna", phone="still none")
    again = await world.press(alba, refused, next(iter(refused.buttons)))
    plan = await world.fill_in(alba, again, name="Luna", phone="520-555-0102")
    assert "2 new entries" in plan.text
    done = await world.press(alba, plan, "Bring in, review later")
    assert "wait in the review queue" in done.text
    assert "Sol Legal" not in await found(world, "Sol Legal")
    queue = await world.press(alba, done, "Review them")
    assert "From a list: not shown yet" in queue.text
    await world.restart()
    await world.press(alba, queue, "Right, and I called the number")
    seen = await found(world, "Sol Legal")
    assert "602\\-555\\-0101" in seen
    question = await world.press(alba, done, "Take this list out again")
    out = await world.press(alba, question, "Take the list out")
    assert "The list is out again" in out.text
    assert "Sol Legal" not in await found(world, "Sol Legal")


async def test_a_list_that_was_checked_is_shown_at_once_and_changes_nothing_again(
    world: World,
) -> None:
    alba = world.admin()
    await world.press(alba, await send(world, alba, CSV), "I checked it: show it")
    assert "602\\-555\\-0101" in await found(world, "Sol Legal")
    again = await send(world, alba, CSV)
    assert "1 is here already" in again.text
    assert list(again.buttons) == ["Not now"]
    changed = await send(world, alba, CSV.replace("sol.example", "sun.example"))
    assert "1 entry is different from ours" in changed.text
    assert "sun.example" in changed.text
    await world.press(alba, changed, "Bring in, review later")
    queue = await world.slash(alba, "directory review")
    assert "A list says something else" in queue.text
    taken = await world.press(alba, queue, "Take the list's version")
    assert "Now it says what the list says" in taken.text
    links = (await world.slash(world.member("Ana"), "find", what="Sol Legal")).links
    assert "https://sun.example.org" in links


async def test_what_waits_can_be_vouched_for_by_sending_it_again(world: World) -> None:
    alba = world.admin()
    await world.press(alba, await send(world, alba, CSV), "Bring in, review later")
    again = await send(world, alba, CSV)
    assert "1 of those still waits for review" in again.text
    assert list(again.buttons) == ["I checked it: show it", "Not now"]
    done = await world.press(alba, again, "I checked it: show it")
    assert "1 entry that waited for review" in done.text
    # Nothing came with it that could be taken out; with the first sending of it something did.
    assert "Take this list out again" not in done.buttons
    assert "Sol Legal" in await found(world, "Sol Legal")


async def test_a_restart_forgets_the_file_and_says_so(world: World) -> None:
    alba = world.admin()
    plan = await send(world, alba, CSV)
    await world.restart()
    gone = await world.press(alba, plan, "I checked it: show it")
    assert "send it again" in gone.text


async def test_another_servers_list_can_not_be_taken_out_by_hand(world: World) -> None:
    alba = world.admin()
    await world.press(alba, await send(world, alba, CSV), "I checked it: show it")
    stranger = Actor(5, 77, frozenset(Capability))
    shelf = await world.app.db.fetch_one("SELECT number FROM shelf")
    assert shelf is not None
    with pytest.raises(Exception, match=r"imports\.no_such_list"):
        await world.app.services.imports.take_back(stranger, shelf["number"])
    assert "Sol Legal" in await found(world, "Sol Legal")


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"phone,city\n602-555-0101,Phoenix\n", "name"),
        (b'name,phone\n"Sol,602\n', "quot"),
        (b"", "empty"),
        (b"\xff\xfe\x00", ""),
        (b"[" * 100_000, ""),
        (b'[{"id": "x", "name": "Sol", "description": "", "website": "javascript:alert(1)"}]', "1"),
        (b"name,url\nSol,=HYPERLINK(1)\n", "1 row"),
        (b"name,what\nSol,<script>alert(1)</script>\n", ""),
    ],
    ids=["no name", "quote", "empty", "bytes", "deep", "javascript", "formula", "html"],
)
async def test_a_bad_file_is_a_sentence_and_nothing_is_written(
    world: World, data: bytes, said: str
) -> None:
    seen = await send(world, world.admin(), data, "list.json" if data[:1] == b"[" else "list.csv")
    assert seen.private
    assert said in seen.text
    assert "code" not in seen.text.lower() or "ZIP code" in seen.text
    rows = await world.app.db.fetch_all("SELECT count(*) AS n FROM organization")
    assert rows[0]["n"] == 52
    assert await world.app.db.fetch_all("SELECT number FROM shelf") == []


async def test_the_directory_goes_out_and_comes_back_the_same(world: World) -> None:
    alba = world.admin()
    await world.press(alba, await send(world, alba, CSV), "I checked it: show it")
    for form, count in (("hsds", "53 entries"), ("csv", "53 entries")):
        sent = await world.slash(alba, "directory export", format=form)
        assert count in sent.text
        (data,) = [await file.read() for file in sent.message.attachments]
        if form == "hsds":
            assert len(json.loads(data)) == 53
        back = await send(world, alba, data, f"back.{form}")
        assert "53 are here already" in back.text
        assert "new" not in back.text


async def test_the_list_of_the_demo_is_read_and_one_row_of_it_wants_mending(world: World) -> None:
    data = bundled_path("demo_list.json").read_bytes()
    alba = world.admin()
    plan = await send(world, alba, data, "demo_list.json")
    form = await world.press(alba, plan, "Mend the row")
    name = "Northwest Suburban Bar Association"
    mended = await world.fill_in(alba, form, name=name, website="nwsba.org")
    assert "33 new entries" in mended.text
    done = await world.press(alba, mended, "I checked it: show it")
    assert "Members see these entries now" in done.text
    # Its number was not in the form, and stays.
    assert "847\\-221\\-2601" in await found(world, name)
    assert "32 new entries" in plan.text
    assert "1 row can't be used" in plan.text
    assert "Northwest Suburban Bar Association" in plan.text

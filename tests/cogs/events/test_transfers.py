"""`/event export` and `import`: only what one may see goes out; drafts come in, or nothing."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace

import pytest
from simcord.actors import MemberActor

from bot.domain.event import Answer, Draft
from tests.cogs.events.eventing import DRAFT, answers, organizer_of, published
from tests.conftest import World
from tests.screens import Seen

TABLE = (
    "Title,Kind,When,Place,Address,Capacity,Notes column\n"
    "Vigil downtown,vigilia,Dec 18 6pm - 8pm,Boston,24 Beacon Street,50,x\n"
    "Weekly meeting,,2026-12-01 18:00,,,,\n"
)


async def send(world: World, who: MemberActor, text: str | bytes) -> Seen:
    data = text.encode() if isinstance(text, str) else text
    return await world.slash(who, "event import", file=("events.csv", data))


async def zoned(world: World) -> MemberActor:
    """An organizer whose server has a time zone."""
    await world.app.services.guilds.choose_time_zone(organizer_of(world), "America/New_York")
    return world.admin()


async def exported(world: World, who: MemberActor, **options: object) -> list[dict[str, str]]:
    seen = await world.slash(who, "event export", **options)
    assert seen.private
    (data,) = [await file.read() for file in seen.message.attachments]
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"))))


async def count_events(world: World) -> int:
    rows = await world.app.db.fetch_all("SELECT count(*) AS n FROM event")
    return rows[0]["n"]


# --- in -------------------------------------------------------------------------------------


async def test_only_organizers_bring_events_in(world: World) -> None:
    refused = await send(world, world.member("Ana"), TABLE)
    assert "organize" in refused.text
    assert await count_events(world) == 0


async def test_a_table_is_looked_at_kept_as_drafts_and_changes_nothing_again(
    world: World,
) -> None:
    alba = await zoned(world)
    more = "Bad,rally,yesterday,,,,\nCrowd,rally,Dec 20 5pm,,,-3,\n"
    plan = await send(world, alba, TABLE + more)
    assert "2 new events" in plan.text
    assert "2 rows can't be used" in plan.text
    assert "Line 4, Bad\\:" in plan.text
    assert "Line 5, Crowd\\: “\\-3” is no number of places" in plan.text
    assert "Notes column" in plan.text
    assert "1 gives no end" in plan.text
    assert await count_events(world) == 0
    done = await world.press(alba, plan, "Keep 2 as drafts")
    assert "2 drafts are kept" in done.text
    assert "event edit" in done.text
    found = await world.app.services.events.upcoming(organizer_of(world))
    assert [(c.event.title, c.event.kind, c.event.status) for c in found] == [
        ("Weekly meeting", "meeting", "draft"),
        ("Vigil downtown", "vigil", "draft"),
    ]
    assert found[1].event.capacity == 50
    assert found[1].event.minutes == 120
    opened = await world.choose(alba, done, "event:plan:open", str(found[1].event.number))
    assert "Vigil downtown" in opened.text
    again = await send(world, alba, TABLE)
    assert "2 are here already" in again.text
    assert list(again.buttons) == ["Not now"]
    assert "Nothing was kept" in (await world.press(alba, again, "Not now")).text
    assert await count_events(world) == 2


async def test_a_file_that_waited_through_a_restart_must_be_sent_again(world: World) -> None:
    alba = await zoned(world)
    plan = await send(world, alba, TABLE)
    await world.restart()
    assert "send it again" in (await world.press(alba, plan, "Keep 2 as drafts")).text
    assert await count_events(world) == 0


async def test_two_who_send_the_same_file_at_once_make_each_event_once(world: World) -> None:
    alba, bea = await zoned(world), world.admin("Bea")
    one, other = await send(world, alba, TABLE), await send(world, bea, TABLE)
    await world.press(alba, one, "Keep 2 as drafts")
    late = await world.press(bea, other, "Keep 2 as drafts")
    assert "All of them are here already" in late.text
    assert await count_events(world) == 2


async def test_without_a_time_zone_it_says_what_to_do(world: World) -> None:
    plan = await send(world, world.admin(), TABLE)
    assert "No time zone" in plan.text
    assert "2 rows can't be used" in plan.text


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "empty"),
        (b"who,what\na,b\n", "needs a column"),
        (b"title,when\n" + b"A,Dec 18 6pm\n" * 501, "500"),
        (b'title,when\n"open,x\n', "quot"),
        (b"title,when\n=HYPERLINK(1),Dec 18 6pm\n", "formula"),
        (b"title,when\n@everyone come,Dec 18 6pm\n", "mention"),
        (b"title,when,zone\nA,Dec 18 6pm,Mars/Base\n", "zone"),
        (b"title,when,repeats\nA,Dec 18 6pm,every second\n", "1 row"),
        (b"title,start,end\nA,2026-12-18 18:00,2026-12-18 17:00\n", "1 row"),
        (b"title,when,kind\nA,Dec 18 6pm,picnic\n", "picnic"),
        (b"\x89PNG\r\n\x1a\n", ""),
    ],
    ids=["empty", "columns", "many", "quote", "formula", "mention", "zone", "rule", "end",
         "kind", "picture"],
)  # fmt: skip
async def test_a_bad_file_is_a_sentence_and_nothing_is_written(
    world: World, data: bytes, said: str
) -> None:
    alba = await zoned(world)
    seen = await send(world, alba, data)
    assert seen.private
    assert said in seen.text.lower()
    assert "code" not in seen.text.lower()
    assert await count_events(world) == 0


# --- out ------------------------------------------------------------------------------------


async def test_a_member_exports_no_more_than_they_may_see(world: World) -> None:
    ana, lead = world.member("Ana"), world.admin()
    nothing = await world.slash(ana, "event export")
    assert "no event to put into a file" in nothing.text
    _, one = await published(world, title="=cmd()", notes="north door", contact="desk")
    await world.app.services.events.create(organizer_of(world), _draft())
    (row,) = await exported(world, ana)
    assert row["title"] == "'=cmd()"
    assert (row["place"], row["address"], row["notes"]) == ("Boston, MA", "", "")
    await answers(world, one, [ana])
    (row,) = await exported(world, ana)
    assert (row["address"], row["notes"]) == ("24 Beacon Street", "north door")
    assert row["going"] == "1"
    assert len(await exported(world, lead)) == 2, "drafts too"
    refused = await world.slash(ana, "event export", event=f"#{one}", people=True)
    assert "organize" in refused.text


async def test_who_comes_goes_out_for_one_event_with_the_names_of_this_moment(
    world: World,
) -> None:
    alba, ana = world.admin(), world.member("Ana")
    _, one = await published(world)
    await answers(world, one, [ana])
    await answers(world, one, [world.member("Ben")], Answer.MAYBE)
    which = await world.slash(alba, "event export", people=True)
    assert "Choose the event" in which.text
    rows = await exported(world, alba, event=f"#{one}", people=True)
    first, _ = rows
    assert (first["user_id"], first["name"], first["answer"]) == (str(ana.id), "Ana", "going")
    stored = await world.app.db.fetch_all("SELECT * FROM rsvp")
    assert "Ana" not in str([tuple(row) for row in stored])


async def test_programs_get_every_time_of_a_series_and_an_export_is_an_import(
    world: World,
) -> None:
    alba = await zoned(world)
    _, one = await published(world, rule="FREQ=WEEKLY;BYDAY=FR;COUNT=3")
    seen = await world.slash(alba, "event export", format="json", event=f"#{one}")
    (data,) = [await file.read() for file in seen.message.attachments]
    (event,) = json.loads(data)["events"]
    assert len(event["times"]) == 3
    assert event["repeats"] == "FREQ=WEEKLY;BYDAY=FR;COUNT=3"
    seen = await world.slash(alba, "event export")
    (data,) = [await file.read() for file in seen.message.attachments]
    assert "1 is here already" in (await send(world, alba, data)).text
    changed = await send(world, alba, data.replace(b"Rally at", b"Vigil at"))
    assert "1 new event" in changed.text
    await world.press(alba, changed, "Keep 1 as a draft")
    rows = await world.app.db.fetch_all("SELECT rule, minutes, zone FROM event ORDER BY number")
    first, second = (tuple(row) for row in rows)
    assert first == second


def _draft() -> Draft:
    return replace(DRAFT, title="Not yet")

"""The editors' forms: what was typed comes back, and of two editors nobody's work is lost."""

from __future__ import annotations

from simcord.actors import MemberActor

from bot.domain.actor import Actor, Capability
from tests.conftest import World
from tests.screens import Seen, walk


def filled(seen: Seen) -> dict[str, str]:
    """What stands in the fields of the form that was opened."""
    modal = seen.result.modal
    assert modal is not None
    return {
        each["custom_id"]: each.get("value") or ""
        for each in walk(modal["components"])
        if each["type"] == 4
    }


async def page(world: World, editor: MemberActor) -> Seen:
    return await world.slash(editor, "directory edit", entry="Project Citizenship")


async def test_a_member_may_not_edit(world: World) -> None:
    refused = await page(world, world.member("Ana"))
    assert refused.private
    assert "for people who keep the directory" in refused.text


async def test_a_bad_website_comes_back_with_all_that_was_typed_and_emptied(world: World) -> None:
    alba = world.admin()
    form = await world.press(alba, await page(world, alba), "Phone and web")
    before = filled(form)
    assert before["website"]
    await world.fill_in(
        alba, form, **{**before, "website": "example.org", "alert": "Closed", "email": ""}
    )
    form = await world.press(alba, await page(world, alba), "Phone and web")
    typed = {
        **filled(form),
        "website": "javascript:alert(1)",
        "alert": "",
        "email": "a@example.org",
    }
    wrong = await world.fill_in(alba, form, **typed)
    assert "Members see it" not in wrong.text
    (again,) = wrong.buttons
    mend = await world.press(alba, wrong, again)
    assert filled(mend) == typed
    await world.restart()
    form = await world.press(alba, await page(world, alba), "Phone and web")
    assert filled(form)["website"] == "https://example.org"
    assert filled(form)["alert"] == "Closed"


async def test_the_second_of_two_editors_sees_what_changed_and_loses_nobodys_work(
    world: World,
) -> None:
    alba, bruno = world.admin("Alba"), world.admin("Bruno")
    one = await world.press(alba, await page(world, alba), "Phone and web")
    other = await world.press(bruno, await page(world, bruno), "Phone and web")
    await world.fill_in(alba, one, **{**filled(one), "alert": "Closed until May"})
    late = await world.fill_in(bruno, other, **{**filled(other), "email": "help@example.org"})
    assert "Closed until May" in late.text
    (again,) = late.buttons
    mend = await world.press(bruno, late, again)
    assert filled(mend)["alert"] == "Closed until May"
    assert filled(mend)["email"] == "help@example.org"
    done = await world.fill_in(bruno, mend, **filled(mend))
    assert "Saved" in done.text
    form = await world.press(bruno, await page(world, bruno), "Phone and web")
    assert filled(form)["alert"] == "Closed until May"
    assert filled(form)["email"] == "help@example.org"


async def test_a_form_sent_unchanged_leaves_everybodys_entry_as_it_is(world: World) -> None:
    alba = world.admin()
    for label in ("Name and place", "Phone and web", "What they do"):
        form = await world.press(alba, await page(world, alba), label)
        done = await world.fill_in(alba, form, **filled(form))
        assert "Saved" in done.text
        assert "Comes with the bot" in done.text


async def test_an_address_that_became_confidential_is_kept_nowhere(world: World) -> None:
    alba = world.admin()
    entries = world.app.services.entries
    seen = await page(world, alba)
    chosen = next(id_ for id_ in seen.select_ids if id_.startswith("entry:place:"))
    form = await world.choose(alba, seen, chosen, "new")
    address = "77 Quiet Street\nBoston, MA 02118"
    shown = await world.fill_in(alba, form, place_name="Shelter", address=address, choice="shown")
    assert "Saved" in shown.text
    number = int(chosen.split(":")[2])
    actor = Actor(alba.id, world.guild.id, frozenset(Capability))
    (place,) = (await entries.get(actor, number)).entry.locations
    chosen = next(id_ for id_ in shown.select_ids if id_.startswith("entry:place:"))
    form = await world.choose(alba, shown, chosen, place.id)
    shown = await world.fill_in(
        alba, form, **{**filled(form), "rules": "Ring twice", "choice": "shown"}
    )
    chosen = next(id_ for id_ in shown.select_ids if id_.startswith("entry:place:"))
    form = await world.choose(alba, shown, chosen, place.id)
    await world.fill_in(alba, form, **filled(form), choice="confidential")
    for table in ("organization", "entry_change", "organization_fts"):
        rows = await world.app.db.fetch_all(f"SELECT * FROM {table}")  # noqa: S608
        assert "Quiet Street" not in str([tuple(row) for row in rows])
    history = await world.press(alba, await page(world, alba), "History")
    assert "Quiet" not in history.text
    undone = await world.press(alba, history, "Undo the last one")
    assert "Quiet" not in undone.text


async def test_what_was_taken_out_can_be_found_again_and_brought_back(world: World) -> None:
    alba = world.admin()
    question = await world.slash(alba, "directory retire", entry="Project Citizenship")
    assert "Nobody finds it here" in question.text
    await world.press(alba, question, "Take out")
    ana = world.member("Ana")
    found = await world.slash(ana, "find", what="Project Citizenship")
    assert "### Project Citizenship" not in found.text
    await world.restart()
    offered = await alba.autocomplete(world.channel, "directory edit", "entry", "Project Cit")
    assert [choice["name"] for choice in offered] == ["Project Citizenship (taken out)"]
    nothing = await ana.autocomplete(world.channel, "directory edit", "entry", "Project Cit")
    assert nothing == []
    page = await world.slash(alba, "directory edit", entry="Project Citizenship")
    assert "members don't see it" in page.text
    back = await world.press(alba, page, "Bring it back")
    assert "Back in the directory" in back.text
    found = await world.slash(ana, "find", what="Project Citizenship")
    assert "### Project Citizenship" in found.text

"""Entries with many parts, needs in words, suggestions: what editors reach and see."""

from __future__ import annotations

import pytest
from discord import ui

from bot.domain.actor import Capability
from bot.domain.entry import Entry, Location, Service, Status
from bot.services.entries import StoredEntry
from cogs.directory.render import editor_screen
from tests.cogs.test_directory_edit import filled, page
from tests.conftest import World
from tests.screens import Seen


def options(seen: Seen, kind: str) -> dict[str, str]:
    """What can be chosen in the menu of services or places: labels and values."""
    (menu,) = [c for c in seen.components if c.get("custom_id", "").startswith(f"entry:{kind}:")]
    return {each["label"]: each["value"] for each in menu["options"]}


def menu_id(seen: Seen, kind: str) -> str:
    return next(each for each in seen.select_ids if each.startswith(f"entry:{kind}:"))


async def added(world: World, entry: Entry) -> None:
    actor = await world.app.services.guilds.actor(
        user_id=1, guild_id=world.guild.id, role_ids=[], manages_server=True
    )
    assert actor.may(Capability.DIRECTORY_EDITOR)
    await world.app.services.entries.add(actor, entry)


@pytest.mark.parametrize("kind", ["service", "place"])
@pytest.mark.parametrize("count", [23, 24, 25, 60])
async def test_every_service_and_place_of_an_entry_is_reached(
    world: World, kind: str, count: int
) -> None:
    names = [f"{kind} {n}" for n in range(count)]
    parts = {
        "services": tuple(Service(name, id=f"s{name[8:]}") for name in names),
        "locations": tuple(Location(name, id=f"p{name[6:]}") for name in names),
    }
    entry = Entry("x", "Zorzal Many", "other", **(
        {"services": parts["services"]} if kind == "service" else {"locations": parts["locations"]}
    ))  # fmt: skip
    await added(world, entry)
    alba = world.admin()
    seen = await world.slash(alba, "directory edit", entry="Zorzal Many")
    reached: list[str] = []
    for _ in range(5):
        shown = options(seen, kind)
        assert len(shown) <= 25
        assert f"+ Add a {kind}" in shown
        reached += [label for label in shown if label in names]
        (more,) = [value for label, value in shown.items() if label.startswith("More")] or [""]
        if more in ("", ">0"):
            assert bool(more) is (count > 24)
            break
        assert any(f"of {count}" in label for label in shown)
        await world.restart()
        seen = await world.choose(alba, seen, menu_id(seen, kind), more)
    assert reached == names
    last = options(seen, kind)[names[-1]]
    form = await world.choose(alba, seen, menu_id(seen, kind), last)
    assert filled(form)[f"{kind}_name"] == names[-1]
    if count > 24:
        first = await world.choose(alba, seen, menu_id(seen, kind), ">0")
        assert names[0] in options(first, kind)


@pytest.mark.parametrize("count", [0, 1, 24, 25, 46, 47])
def test_a_part_of_the_menu_that_is_not_there_any_more_is_the_last_one(count: int) -> None:
    services = tuple(Service(f"Visits {n}", id=f"s{n}") for n in range(count))
    entry = Entry("x", "Zorzal", "other", services=services)
    stored = StoredEntry(1, 1, 0, Status.ACTIVE, 1, None, entry, None)
    screen = editor_screen(stored, "en", shown_from={"service": 999_999_999})
    (menu,) = [
        each
        for each in screen.walk_children()
        if isinstance(each, ui.Select) and each.custom_id.startswith("entry:service")
    ]
    assert menu.options[-1].value == "new"
    assert (f"s{count - 1}" in [option.value for option in menu.options]) is (count > 0)


async def test_what_one_gets_there_stands_in_words_and_codes_are_taken_too(world: World) -> None:
    alba = world.admin()
    form = await world.press(alba, await page(world, alba), "Name and place")
    assert filled(form)["needs"] == "citizenship, legal help, donations"
    for typed in ("legal_help, bond", "ayuda legal; Fianza", "Legal help, bail"):
        await world.fill_in(alba, form, **{**filled(form), "needs": typed})
        form = await world.press(alba, await page(world, alba), "Name and place")
        assert filled(form)["needs"] == "legal help, bond", typed
    wrong = await world.fill_in(alba, form, **{**filled(form), "needs": "gold"})
    assert "gold" in wrong.text


@pytest.mark.parametrize(
    ("contact", "online", "phones"),
    [
        ("ventana.example.org", "ventana.example.org", ""),
        ("hello@ventana.example.org", "hello@ventana.example.org", ""),
        ("602-555-0101", "", "602-555-0101"),
        (
            "602-555-0101, hello@ventana.example.org or https://ventana.example.org/help",
            "hello@ventana.example.org, https://ventana.example.org/help",
            "602-555-0101",
        ),
        ("St. Mary's, ask for Ana", "", "St. Mary's, ask for Ana"),
    ],
)
async def test_a_suggestions_contact_stands_where_it_belongs(
    world: World, contact: str, online: str, phones: str
) -> None:
    ana, alba = world.member("Ana"), world.admin()
    form = await world.slash(ana, "suggest")
    await world.fill_in(ana, form, suggested_name="Ventana Visits", suggested_contact=contact)
    queue = await world.slash(alba, "directory review")
    form = await world.press(alba, queue, "Add it")
    assert (filled(form)["online"], filled(form)["phones"]) == (online, phones)


async def test_a_new_entry_has_its_website_and_its_email(world: World) -> None:
    alba = world.admin()
    form = await world.slash(alba, "directory add")
    wrong = await world.fill_in(alba, form, name="Zorzal", online="a@example.org b@example.org")
    (again,) = wrong.buttons
    form = await world.press(alba, wrong, again)
    assert filled(form)["online"] == "a@example.org b@example.org"
    done = await world.fill_in(
        alba, form, name="Zorzal", online="mailto:a@example.org, www.example.org"
    )
    form = await world.press(alba, done, "Phone and web")
    assert filled(form)["email"] == "a@example.org"
    assert filled(form)["website"] == "https://www.example.org"

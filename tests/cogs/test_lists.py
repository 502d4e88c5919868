"""`/lists`: every seed system of this kind, by its name, as people use it."""

from __future__ import annotations

import re

import pytest
from simcord import MemberActor

from tests.conftest import World
from tests.screens import Seen

#: The systems by name: the list, a place, and what a member then reads in English and in Spanish.
SYSTEMS = {
    "resource directory": ("directory", "Boston", "Choose a kind", "Elija abajo un tipo"),
    "hotline list": ("hotlines", "Texas", "NNIRR hotline list", "Lista de líneas de ayuda"),
    "visitation programme": ("visits", "02118", "Boston Immigration Justice", "Boston Immigration"),
    "SAFE Cities Network": ("safe", "Houston", "**Austin**, Texas (2017)", "Cómo pedir un abogado"),
    "287(g) campaign": ("287g", "Harris County, TX", "Southside Place", "Condado de Harris, Texas"),
    "local chapter finder": ("chapters", "60629", "Illinois Coalition", "Illinois Coalition"),
    "training": ("trainings", "Boston", "Massachusetts Immigrant", "Massachusetts Immigrant"),
    "citizenship help": ("citizenship", "Boston", "Project Citizenship", "Project Citizenship"),
    "legal clinic": ("clinics", "CT", "Worker and Immigrant Rights", "Worker and Immigrant Rights"),
    "pro bono matching": ("pro_bono", "Houston", "Refugee and Immigrant Center", "legal gratis"),
}
PHONE = re.compile(r"\d{3}[\s).-]*\d{3}[\s.-]*\d{4}")


def options(seen: Seen) -> list[str]:
    """The values that the menus on a screen offer."""
    return [o["value"] for c in seen.components if c["type"] == 3 for o in c["options"]]


async def spanish(world: World) -> MemberActor:
    rosa = world.member("Rosa")
    await world.app.services.people.choose_language(rosa.id, "es")
    return rosa


async def test_each_system_has_its_list_in_both_languages(world: World) -> None:
    ana, rosa = world.member("Ana"), await spanish(world)
    for system, (slug, where, english, in_spanish) in SYSTEMS.items():
        seen = await world.slash(ana, "lists", list=slug, where=where)
        assert seen.private, system
        assert english in seen.text, system
        assert not PHONE.search(seen.text), system
        in_her_words = await world.slash(rosa, "lists", list=slug, where=where)
        assert in_spanish in in_her_words.text, system


async def test_a_list_that_does_not_exist_is_refused_and_the_menu_shows_all(world: World) -> None:
    ana = world.member("Ana")
    refused = await world.slash(ana, "lists", list="dragons")
    assert refused.private
    assert "don't have a list by that name" in refused.text
    menu = await world.slash(ana, "lists")
    assert set(options(menu)) == {slug for slug, *_ in SYSTEMS.values()}
    await world.restart()
    chosen = await world.choose(ana, menu, "lists:choose:", "hotlines")
    assert "NNIRR" in chosen.text
    back = await world.press(ana, chosen, "All lists")
    assert "## Lists" in back.text


@pytest.mark.parametrize("name", ["Lineas de ayuda", "HOTLINES", "hotlines", "Líneas de ayuda"])
async def test_a_list_is_known_by_its_name_in_either_language(world: World, name: str) -> None:
    assert "NNIRR" in (await world.slash(world.member("Ana"), "lists", list=name)).text


async def test_suggestions_are_lists_in_ones_own_language_and_counties_for_287g(
    world: World,
) -> None:
    ana = world.member("Ana")
    lists = await ana.autocomplete(world.channel, "lists", "list", "287")
    assert [choice["value"] for choice in lists] == ["287g"]
    counties = await ana.autocomplete(world.channel, "lists", "where", "Harris Co", list="287g")
    assert [c["value"] for c in counties][:2] == ["Harris County, GA", "Harris County, TX"]
    places = await ana.autocomplete(world.channel, "lists", "where", "Harris Co", list="hotlines")
    assert "Harris County, TX" not in [choice["value"] for choice in places]
    rosa = await spanish(world)
    found = await rosa.autocomplete(world.channel, "lists", "list", "ABOGADOS")
    assert [choice["name"] for choice in found] == ["Abogados gratis o de bajo costo"]


async def test_an_empty_list_says_so_and_shows_who_helps_everywhere(world: World) -> None:
    ana = world.member("Ana")
    seen = await world.slash(ana, "lists", list="citizenship", where="Houston")
    assert "We know of none in or near Houston, TX yet" in seen.text
    assert seen.text.count("###") == 3
    away = await world.slash(ana, "lists", list="hotlines", where="American Samoa")
    assert "These help wherever you are" in away.text
    assert "NNIRR" in away.text


async def test_pages_and_places_work_after_a_restart_and_hold_no_zip(world: World) -> None:
    ana = world.member("Ana")
    first = await world.slash(ana, "lists", list="chapters", where="02118")
    assert "02118" not in str(first.components)
    assert "We know of none" not in first.text
    await world.restart()
    second = await world.press(ana, first, "Next 3")
    assert "Local groups · Page 2" in second.text
    await world.restart()
    assert "Showing 1 to 3" in (await world.press(ana, second, "Back")).text
    form = await world.press(ana, second, "Choose a place")
    await world.restart()
    wrong = await world.fill_in(ana, form, where="Chicago")
    assert "Local groups · Chicago, IL" in wrong.text


async def test_the_directory_is_chosen_from_by_kind_near_a_place(world: World) -> None:
    ana = world.member("Ana")
    seen = await world.slash(ana, "lists", list="directory", where="Boston")
    await world.restart()
    found = await world.choose(ana, seen, "lists:kind:Boston, MA", "legal service")
    assert "Legal service · Boston, MA" in found.text
    assert "Project Citizenship" in found.text


# --- 287(g) -------------------------------------------------------------------------------------


async def test_an_unknown_county_is_refused_a_slip_is_mended(world: World) -> None:
    ana = world.member("Ana")
    assert (
        "don't know that county"
        in (await world.slash(ana, "lists", list="287g", where="Xyzzy County, TX")).text
    )
    start = await world.slash(ana, "lists", list="287g")
    assert "May 18, 2026" in start.text
    form = await world.press(ana, start, "Choose a place")
    slip = await world.fill_in(ana, form, where="Haris County, TX")
    assert "Did you mean Harris County, TX?" in slip.text
    again = await world.press(ana, slip, next(iter(slip.buttons)))
    await world.restart()
    found = await world.fill_in(ana, again, where="Condado de Harris, Texas")
    assert "Harris County, Texas" in found.text


async def test_a_zip_tells_the_state_and_the_county_is_chosen_nearest_first(world: World) -> None:
    ana = world.member("Ana")
    seen = await world.slash(ana, "lists", list="287g", where="77002")
    assert "A ZIP doesn't tell the county" in seen.text
    assert "77002" not in str(seen.components)
    assert options(seen)[0] == "Harris County"
    await world.restart()
    more = await world.press(ana, seen, "More counties")
    assert not set(options(seen)) & set(options(more))
    county = await world.choose(ana, more, "lists:county:TX", options(more)[0])
    assert "ICE's list of May 18, 2026" in county.text
    elsewhere = await world.slash(ana, "lists", list="287g", where="30303")
    assert "287(g) agreements · Georgia" in elsewhere.text
    assert "Harris County, Texas" not in elsewhere.text


async def test_a_county_without_agreement_is_not_said_to_be_safe(world: World) -> None:
    ana = world.member("Ana")
    seen = await world.slash(ana, "lists", list="287g", where="Travis County, TX")
    assert "We know of no 287(g) agreement here as of May 18, 2026" in seen.text
    assert "does not mean" in seen.text
    assert "https://www.ice.gov/identify-and-arrest/287g" in seen.links
    await world.restart()
    campaigns = await world.press(ana, seen, "Campaigns to end it")
    assert campaigns.private
    assert "Campaigns to leave" in campaigns.text or "withdrawal" in campaigns.text
    others = await world.press(ana, seen, "State agencies and others (6)")
    assert "Texas National Guard" in others.text


async def test_a_county_that_ended_its_agreement_is_said_to_be_off_the_list(world: World) -> None:
    seen = await world.slash(
        world.member("Ana"), "lists", list="287g", where="Frederick County, MD"
    )
    assert "no longer on ICE's list (last seen on Feb 13, 2026)" in seen.text
    assert "We know of no 287(g) agreement here" in seen.text


async def test_several_counties_of_a_name_are_asked_about(world: World) -> None:
    ana = world.member("Ana")
    seen = await world.slash(ana, "lists", list="287g", where="Harris County")
    assert "Which Harris?" in seen.text
    await world.restart()
    georgia = await world.choose(ana, seen, "lists:county:any", "GA:Harris County")
    assert "Harris County, Georgia" in georgia.text


@pytest.mark.parametrize("where", ["Guam", "Northern Mariana Islands", "American Samoa"])
async def test_island_areas_have_no_counties_to_choose_from(world: World, where: str) -> None:
    seen = await world.slash(world.member("Ana"), "lists", list="287g", where=where)
    assert where in seen.text
    assert options(seen) == []
    assert "Campaigns to end it" in seen.buttons


async def test_agencies_go_over_several_pages(world: World) -> None:
    ana = world.member("Ana")
    seen = await world.slash(ana, "lists", list="287g", where="Galveston County, TX")
    await world.restart()
    second = await world.press(ana, seen, "Next 2")
    assert "Page 2 of 2" in second.text
    assert "Galveston County" in (await world.press(ana, second, "Back")).text


# --- SAFE ---------------------------------------------------------------------------------------


async def test_safe_members_are_near_or_by_state_and_say_that_nobody_checked(world: World) -> None:
    ana = world.member("Ana")
    near = await world.slash(ana, "lists", list="safe", where="77002")
    assert "77002" not in str(near.components)
    assert near.text.index("Austin") < near.text.index("San Antonio") < near.text.index("Dallas")
    assert "Nobody has checked since" in near.text
    assert "immigration court" in near.text
    await world.restart()
    whole = await world.press(ana, near, "All 18 places")
    assert "New Haven" in whole.text
    lawyers = await world.press(ana, near, "Legal help")
    assert "Free or low-cost lawyers · Houston, TX" in lawyers.text
    maine = await world.slash(ana, "lists", list="safe", where="Maine")
    assert "None of them is in Maine" in maine.text


@pytest.mark.parametrize("where", ["00000", "😀", "@everyone **x** <@1>", "Atlantis, ZZ"])
async def test_an_odd_place_gets_a_calm_answer(world: World, where: str) -> None:
    ana = world.member("Ana")
    for slug in [slug for slug, *_ in SYSTEMS.values()]:
        seen = await world.slash(ana, "lists", list=slug, where=where)
        assert seen.private, slug
        assert "@everyone" not in seen.text, slug
        assert "code" not in seen.text.lower() or "ZIP" in seen.text, slug

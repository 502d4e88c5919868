"""Every reply stays inside Discord's limits, in each language, at its worst.

The numbers are Discord's (docs.discord.com, "Component Reference" and "Application Commands").
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import discord
import pytest
from discord import ui

from bot.app import App, open_app
from bot.clock import FixedClock
from bot.i18n import SOURCE_LANGUAGE, languages
from bot.presentation.components import Action, Mend
from bot.presentation.screen import Screen, text_length
from bot.presentation.sharing import KeepPrivate
from bot.rooms import ACTIONS, FORMS
from bot.services.language_names import language_choices
from bot.services.zones import suggest_zones
from bot.settings import Settings
from cogs.resources.components import ProblemForm
from cogs.resources.page_code import MAX_NUMBER
from cogs.rights.components import NearForm
from tests.cogs.worst import NASTY, every_screen
from tests.conftest import NOW
from tests.markdown import alive
from tests.screens import walk

ROW, BUTTON, STRING_SELECT, TEXT_INPUT, TEXT, LABEL, RADIO = 1, 2, 3, 4, 10, 18, 21
SELECTS = {3, 5, 6, 7, 8}
ACTION_TYPES = (Mend, KeepPrivate, *ACTIONS)

#: Most characters of each field, by type of component and field.
LENGTHS = {
    (BUTTON, "label"): 80,
    (BUTTON, "url"): 512,
    (TEXT_INPUT, "placeholder"): 100,
    (TEXT_INPUT, "value"): 4000,
    (LABEL, "label"): 45,
    (LABEL, "description"): 100,
    **dict.fromkeys([(kind, "placeholder") for kind in SELECTS], 150),
}


def answerers(custom_id: str) -> list[type[Action]]:
    """The actions that would answer this custom_id."""
    return [a for a in ACTION_TYPES if a.__discord_ui_compiled_template__.fullmatch(custom_id)]


def too_long(components: list[dict[str, Any]]) -> list[str]:
    """What Discord would refuse in any message or modal."""
    found: list[str] = []
    ids = Counter(c["custom_id"] for c in components if c.get("custom_id"))
    found += [f"twice: {custom_id}" for custom_id, times in ids.items() if times > 1]
    found += [f"custom_id: {i}" for i in ids if not 1 <= len(i) <= 100]
    for each in components:
        kind = each["type"]
        found += [
            f"{kind} {field}: {each[field]}"
            for (of, field), most in LENGTHS.items()
            if of == kind and each.get(field) is not None and not 1 <= len(each[field]) <= most
        ]
        if kind == ROW and not 1 <= len(each["components"]) <= 5:
            found.append(f"row of {len(each['components'])}")
        if kind == TEXT and not each["content"].strip():
            found.append("empty text")
        if kind in (STRING_SELECT, RADIO):
            found += _options(each)
        if kind in SELECTS:
            most = each.get("max_values", 1)
            if len(each.get("default_values", ())) > most or not 1 <= most <= 25:
                found.append(f"defaults: {each}")
    return found


def _options(component: dict[str, Any]) -> list[str]:
    options = component["options"]
    most = 25 if component["type"] == STRING_SELECT else 10
    found = [] if 1 <= len(options) <= most else [f"{len(options)} options"]
    if len({option["value"] for option in options}) != len(options):
        found.append(f"the same value twice: {options}")
    for option in options:
        for field in ("label", "value", "description"):
            if option.get(field) is not None and not 1 <= len(option[field]) <= 100:
                found.append(f"option {field}: {option[field]}")
    return found


def refused(screen: Screen) -> list[str]:
    """What Discord would refuse in this message."""
    components = list(walk(screen.to_components()))
    found = too_long(components)
    if len(components) > 40:
        found.append(f"{len(components)} components")
    if text_length(screen) > 4000:
        found.append(f"{text_length(screen)} characters")
    return found


@pytest.mark.parametrize("text", [NASTY, "W", "*", "\\", "ñ 😀 "], ids=repr)
@pytest.mark.parametrize("language", languages())
def test_every_screen_stays_inside_the_limits(language: str, text: str) -> None:
    seen = [refused(screen) for screen in every_screen(language, text)]
    assert len(seen) > 100
    assert [wrong for wrong in seen if wrong] == []


@pytest.mark.parametrize("language", languages())
def test_nothing_from_people_or_data_comes_alive_on_a_screen(language: str) -> None:
    """What is left alive is the same as where harmless words stand in the same fields."""
    for screen, calm in zip(every_screen(language), every_screen(language, "W"), strict=True):
        assert alive(_text(screen)) == alive(_text(calm))


def _text(screen: Screen) -> str:
    return "\n".join(i.content for i in screen.walk_children() if isinstance(i, ui.TextDisplay))


@pytest.mark.parametrize("language", languages())
def test_every_button_and_menu_is_answered_by_exactly_one_action(language: str) -> None:
    drawn = {
        component["custom_id"]
        for screen in every_screen(language)
        for component in walk(screen.to_components())
        if component.get("custom_id")
    }
    assert [i for i in drawn if len(answerers(i)) != 1] == []
    # And every action is drawn somewhere: an answer to a button that nobody can press is dead.
    assert {answerers(custom_id)[0] for custom_id in drawn} == set(ACTION_TYPES)


@pytest.mark.parametrize("custom_id", ["find:at:1:a b", "setup:tab:attic", "", "mend:xyz"])
def test_a_custom_id_that_nobody_drew_is_answered_by_nobody(custom_id: str) -> None:
    assert answerers(custom_id) == []


def test_every_limit_is_seen_to_fail() -> None:
    class Odd(Screen):
        pass

    def row(*items: ui.Item[Any]) -> list[str]:
        return refused(Odd(ui.ActionRow(*items)))

    def button(label: str, custom_id: str) -> ui.Button[Any]:
        return ui.Button(label=label, custom_id=custom_id)

    assert refused(Odd(ui.TextDisplay("x" * 4001)))
    assert refused(Odd(*(ui.TextDisplay("x" * 2000) for _ in range(3))))
    assert refused(Odd(ui.TextDisplay(" ")))
    assert row(button("x" * 81, "a"))
    assert row(button("x", "a"), button("y", "a"))
    assert row()
    assert row(ui.Select(placeholder="x" * 151, options=[discord.SelectOption(label="x")]))
    assert row(ui.Select(options=[discord.SelectOption(label="x" * 101)]))
    assert row(ui.Select(options=[discord.SelectOption(label="x", value="y")] * 2))
    assert not row(button("x", "a"), button("y", "b"))


# --- forms ----------------------------------------------------------------------------------


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("count", [1, 2, 3])
def test_every_form_stays_inside_the_limits(language: str, count: int) -> None:
    numbers = [MAX_NUMBER - at for at in range(count)]
    named = [(number, f"{number} {NASTY * 3}") for number in numbers]
    form = ProblemForm(named, numbers, language, words="x" * 1000)
    sent = form.to_dict()
    assert 1 <= len(sent["title"]) <= 45
    assert 1 <= len(sent["custom_id"]) <= 100
    assert 1 <= len(sent["components"]) <= 5
    assert too_long(list(walk(sent["components"]))) == []
    assert [f for f in FORMS if f.template.fullmatch(sent["custom_id"])] == [ProblemForm]
    assert answerers(sent["custom_id"]) == []


@pytest.mark.parametrize("language", languages())
def test_the_form_for_a_place_stays_inside_the_limits(language: str) -> None:
    sent = NearForm(language).to_dict()
    assert 1 <= len(sent["title"]) <= 45
    assert too_long(list(walk(sent["components"]))) == []
    assert [f for f in FORMS if f.template.fullmatch(sent["custom_id"])] == [NearForm]


# --- commands -------------------------------------------------------------------------------


@pytest.fixture
async def app(tmp_path: Path) -> AsyncIterator[App]:
    """The bot with its commands, not connected."""
    settings = Settings(_env_file=None, database_path=tmp_path / "limits.db")
    async with open_app(settings, FixedClock(NOW), shard_count=1) as made:
        await made.bot.setup_hook()
        yield made


NAME = re.compile(r"[-_'\w]{1,32}")


async def payloads(app: App) -> list[dict[str, Any]]:
    """The commands as Discord is told about them."""
    tree = app.bot.tree
    assert tree.translator is not None
    return [await c.get_translated_payload(tree, tree.translator) for c in tree.get_commands()]


def _said(part: dict[str, Any], field: str, locale: str | None) -> str:
    translated = part.get(f"{field}_localizations") or {}
    return translated.get(locale) or part[field]


async def test_commands_stay_inside_the_limits_in_each_language(app: App) -> None:
    commands = await payloads(app)
    assert 1 <= len(commands) <= 100
    locales = {None, *(loc for c in commands for loc in c.get("name_localizations") or {})}
    assert {str(locale).split("-")[0] for locale in locales if locale} == {
        code for code in languages() if code != SOURCE_LANGUAGE
    }
    for locale in locales:
        names = [_said(command, "name", locale) for command in commands]
        assert len(set(names)) == len(names)
        for command in commands:
            options = command.get("options", [])
            total = 0
            for part in (command, *options):
                name, about = _said(part, "name", locale), _said(part, "description", locale)
                assert NAME.fullmatch(name), name
                assert name == name.lower()
                assert 1 <= len(about) <= 100, about
                total += len(name) + len(about)
            assert total <= 8000
            assert len(options) <= 25
            called = [_said(option, "name", locale) for option in options]
            assert len(set(called)) == len(called)
            required = [bool(option.get("required")) for option in options]
            assert required == sorted(required, reverse=True)


async def test_what_is_offered_while_typing_stays_inside_the_limits(app: App) -> None:
    directory = app.services.directory
    for typed in ("", "a", "c", "im", "x" * 100, "😀"):
        offered: list[list[str]] = [
            await directory.suggest(typed, None),
            suggest_zones(typed),
        ]
        for language in languages():
            offered.append(await directory.suggest_places(typed, language))
            offered.append([name for name, _ in language_choices(typed, language)])
        for choices in offered:
            assert len(choices) <= 25
            assert all(1 <= len(choice) <= 100 for choice in choices)

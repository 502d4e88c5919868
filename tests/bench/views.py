"""Turns a message's components back into the Python that a hand would have written for it.

The floor has to send the very message that our bot sent. `plan_view` reads that message once
and gives a function that builds the LayoutView from constants, with nothing to look up or to
decide when it is called: as cheap as handwritten code, so the floor is not flattered.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import discord
from discord import ui

Build = Callable[[], Any]


def plan_view(components: list[dict[str, Any]]) -> Callable[[], ui.LayoutView]:
    """A function that builds a new view of these components (Discord's JSON, any version 2).

    Raises:
        ValueError: a component that is not planned for yet.
    """
    builders = [_plan(component) for component in components]

    def build() -> ui.LayoutView:
        view = ui.LayoutView(timeout=None)
        for builder in builders:
            view.add_item(builder())
        return view

    return build


def _plan(component: dict[str, Any]) -> Build:
    kind = component["type"]
    planner = _PLANNERS.get(kind)
    if planner is None:
        raise ValueError(f"no plan for a component of type {kind}")
    return planner(component)


def _children(component: dict[str, Any]) -> list[Build]:
    return [_plan(child) for child in component["components"]]


def _container(component: dict[str, Any]) -> Build:
    children = _children(component)
    colour, spoiler = component.get("accent_color"), component.get("spoiler", False)
    return lambda: ui.Container(
        *[child() for child in children], accent_colour=colour, spoiler=spoiler
    )


def _row(component: dict[str, Any]) -> Build:
    children = _children(component)
    return lambda: ui.ActionRow(*[child() for child in children])


def _section(component: dict[str, Any]) -> Build:
    children, accessory = _children(component), _plan(component["accessory"])
    return lambda: ui.Section(*[child() for child in children], accessory=accessory())


def _text(component: dict[str, Any]) -> Build:
    content = component["content"]
    return lambda: ui.TextDisplay(content)


def _separator(component: dict[str, Any]) -> Build:
    visible = component.get("divider", True)
    spacing = discord.SeparatorSpacing(component.get("spacing", 1))
    return lambda: ui.Separator(visible=visible, spacing=spacing)


def _emoji(component: dict[str, Any]) -> Any:
    emoji = component.get("emoji")
    return None if emoji is None else discord.PartialEmoji.from_dict(emoji)


def _button(component: dict[str, Any]) -> Build:
    style = discord.ButtonStyle(component["style"])
    given = {name: component.get(name) for name in ("label", "custom_id", "url")}
    disabled, emoji = component.get("disabled", False), _emoji(component)
    return lambda: ui.Button(style=style, disabled=disabled, emoji=emoji, **given)


def _select(component: dict[str, Any]) -> Build:
    options = [discord.SelectOption.from_dict(option) for option in component["options"]]
    custom_id, placeholder = component["custom_id"], component.get("placeholder")
    least, most = component.get("min_values", 1), component.get("max_values", 1)
    return lambda: ui.Select(
        custom_id=custom_id,
        placeholder=placeholder,
        min_values=least,
        max_values=most,
        options=options,
    )


def _thumbnail(component: dict[str, Any]) -> Build:
    url, description = component["media"]["url"], component.get("description")
    return lambda: ui.Thumbnail(url, description=description)


_PLANNERS: dict[int, Callable[[dict[str, Any]], Build]] = {
    1: _row,
    2: _button,
    3: _select,
    9: _section,
    10: _text,
    11: _thumbnail,
    14: _separator,
    17: _container,
}

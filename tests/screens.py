"""What a person sees after an action: the text, the buttons, whether others see it too."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import discord
from simcord.results import InteractionResult, ResponseMessage

_BUTTON, _TEXT = 2, 10
_LINK = 5


def walk(components: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Every component, in reading order."""
    for component in components:
        yield component
        yield from walk(component.get("components", []))
        for single in ("accessory", "component"):
            if component.get(single):
                yield from walk([component[single]])


def raw_components(message: discord.Message) -> list[dict[str, Any]]:
    """The components of a message that everybody sees, as Discord sends them."""
    return [component.to_dict() for component in message.components]


class Seen:
    """The last message that an interaction brought, or the modal that it opened."""

    def __init__(self, result: InteractionResult, message: ResponseMessage | None = None) -> None:
        self.result = result
        shown = [m for m in (result.response, *result.followups) if m is not None]
        self._message = message or (shown[-1] if shown else None)
        # As it was seen at that moment: a later press may change the message.
        self._components = list(walk(self._message.components)) if self._message else []

    @property
    def message(self) -> ResponseMessage:
        assert self._message is not None, f"nothing was shown: {self.result!r}"
        return self._message

    @property
    def all(self) -> list[Seen]:
        """Every message this interaction brought, in order."""
        shown = [m for m in (self.result.response, *self.result.followups) if m is not None]
        return [Seen(self.result, message) for message in shown]

    @property
    def private(self) -> bool:
        """Only the person who asked sees it."""
        return self.message.ephemeral

    @property
    def components(self) -> list[dict[str, Any]]:
        return self._components

    @property
    def text(self) -> str:
        """All text, in reading order."""
        return "\n".join(c["content"] for c in self.components if c["type"] == _TEXT)

    @property
    def buttons(self) -> dict[str, str]:
        """Labels and custom_ids of what can be pressed (the last of each label)."""
        return {
            c["label"]: c["custom_id"]
            for c in self.components
            if c["type"] == _BUTTON and c.get("style") != _LINK
        }

    @property
    def links(self) -> list[str]:
        """Where link buttons lead."""
        return [
            c["url"] for c in self.components if c["type"] == _BUTTON and c.get("style") == _LINK
        ]

    def custom_id(self, label: str) -> str:
        """The custom_id of the (last) button with that label."""
        assert label in self.buttons, f"no button {label!r}, only {list(self.buttons)}"
        return self.buttons[label]

    @property
    def select_ids(self) -> list[str]:
        """The custom_ids of everything that can be chosen from."""
        return [c["custom_id"] for c in self.components if c["type"] in (3, 5, 6, 7, 8)]

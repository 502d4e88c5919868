"""Components as Discord sends them: nested mappings, read here and nowhere else key by key."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

#: A component, or a modal, as JSON.
Node = Mapping[str, Any]

#: Discord's numbers for the kinds of component that somebody can act on by choosing several values.
STRING_SELECT, CHECKBOX_GROUP = 3, 22


def children(node: Node, key: str = "components") -> list[Node]:
    """The nodes in a list of this node; none where the list is missing."""
    return node.get(key) or []


def child(node: Node, key: str) -> Node | None:
    """The one node under a key, if it is there."""
    return node.get(key)


def face(node: Node) -> str:
    """What a button shows: its emoji and its label."""
    emoji = child(node, "emoji") or {}
    return " ".join(str(part) for part in (emoji.get("name"), node.get("label")) if part)


def controls(nodes: Iterable[Node]) -> Iterator[Node]:
    """Every component below `nodes` that can be acted on (has a `custom_id`), in reading order."""
    for node in nodes:
        if node.get("custom_id"):
            yield node
        yield from controls(children(node))
        for key in ("accessory", "component"):
            if inner := child(node, key):
                yield from controls([inner])

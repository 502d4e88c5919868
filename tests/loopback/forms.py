"""What a person fills in, as Discord sends it: a command's options and a modal's fields."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tests.loopback.world import Payload, number_components

SUBCOMMAND, GROUP = 1, 2
ROW, BUTTON, TEXT_INPUT, LABEL = 1, 2, 4, 18
RADIO_GROUP, CHECKBOX = 21, 23


def option_list(
    known: list[Payload], path: list[str], options: Mapping[str, Any], focused: str | None
) -> list[Payload]:
    """Options by name, below the subcommands in `path`, with the types the command declared."""
    if path:
        inner = next((o for o in known if o["name"] == path[0]), {})
        kind = GROUP if len(path) > 1 else SUBCOMMAND
        below = option_list(inner.get("options") or [], path[1:], options, focused)
        return [{"name": path[0], "type": kind, "options": below}]
    types = {option["name"]: option["type"] for option in known}
    return [
        {"name": name, "type": types.get(name, _guessed(value)), "value": value}
        | ({"focused": True} if name == focused else {})
        for name, value in options.items()
    ]


def _guessed(value: Any) -> int:
    """The option type for a command that was never registered here."""
    if isinstance(value, bool):
        return 5
    if isinstance(value, int):
        return 4
    return 10 if isinstance(value, float) else 3


def filled_modal(modal: Payload, values: Mapping[str, Any]) -> Payload:
    """The submission of a modal; a field that is not in `values` keeps what stood in it."""
    unused = set(values)

    def fill(component: Payload) -> Payload:
        kind = component["type"]
        if kind == LABEL:
            return {"type": kind, "id": component["id"], "component": fill(component["component"])}
        if kind == ROW:
            inner = [fill(child) for child in component["components"]]
            return {"type": kind, "id": component["id"], "components": inner}
        if "custom_id" not in component:
            return {"type": kind, "id": component["id"]}
        custom_id = component["custom_id"]
        unused.discard(custom_id)
        filled: Payload = {"type": kind, "id": component["id"], "custom_id": custom_id}
        if kind == TEXT_INPUT:
            return filled | {"value": values.get(custom_id, component.get("value") or "")}
        chosen = [o["value"] for o in component.get("options") or [] if o.get("default")]
        if kind == CHECKBOX:
            return filled | {"value": values.get(custom_id, component.get("default", False))}
        if kind == RADIO_GROUP:
            return filled | {"value": values.get(custom_id, chosen[0] if chosen else None)}
        return filled | {"values": values.get(custom_id, chosen)}

    components = [fill(component) for component in number_components(modal["components"])]
    if unused:
        raise LookupError(f"no field {sorted(unused)} in this modal")
    return {"custom_id": modal["custom_id"], "components": components, "resolved": {}}

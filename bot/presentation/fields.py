"""Forms whose fields are texts, each named and explained in the catalogs."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import discord
from discord import ui

#: Name, whether it is a long one, the most characters, whether it must be filled.
Fields = Sequence[tuple[str, bool, int, bool]]


def add_fields(
    form: ui.Modal,
    fields: Fields,
    values: Mapping[str, str],
    said: Callable[[str], tuple[str, str]],
) -> dict[str, ui.TextInput[Any]]:
    """Put the fields into a form, with what stands in them now; by their names. `said` gives a
    field's label and what explains it."""
    inputs: dict[str, ui.TextInput[Any]] = {}
    for name, long, most, required in fields:
        label, about = said(name)
        inputs[name] = ui.TextInput(
            custom_id=name,
            style=discord.TextStyle.paragraph if long else discord.TextStyle.short,
            required=required,
            max_length=most,
            default=values.get(name, "")[:most] or None,
        )
        form.add_item(ui.Label(text=label, description=about, component=inputs[name]))
    return inputs

"""The only file that reaches into discord.py's internals; `check_internals` says if they moved.

discord.py hands a submitted modal to the object it remembers. Ours are not remembered (they
survive restarts, see `components.Form`), so the submission is handed to one made anew.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any, cast

import discord
from discord import ui
from discord.ui.view import ViewStore


class InternalsMovedError(RuntimeError):
    """This version of discord.py no longer has what this file stands on."""


def check_internals() -> None:
    """Raise at start, not at the first modal, if discord.py changed below us.

    Raises:
        InternalsMovedError: names what is gone.
    """
    for owner, name in (
        (ui.Modal, "_dispatch_submit"),
        (ViewStore, "dispatch_modal"),
        (ViewStore, "add_task"),
    ):
        if not callable(getattr(owner, name, None)):
            raise InternalsMovedError(f"{owner.__qualname__}.{name}")


def route_modals(
    client: discord.Client, handler: Callable[[discord.Interaction[Any]], Coroutine[Any, Any, None]]
) -> None:
    """Give every submitted modal to `handler`, whatever discord.py remembers.

    The public way, the `interaction` event, would start a task for each command and press too.
    """
    store: Any = client._connection._view_store  # noqa: SLF001  # pyright: ignore

    def dispatch_modal(_custom_id: str, interaction: discord.Interaction[Any], *_: object) -> None:
        store.add_task(asyncio.create_task(handler(interaction)))

    store.dispatch_modal = dispatch_modal


async def hand_to_modal(modal: ui.Modal, interaction: discord.Interaction[Any]) -> None:
    """Fill `modal` with what was sent and run its `on_submit`, as discord.py would have."""
    data = cast("dict[str, Any]", interaction.data)
    task = modal._dispatch_submit(  # noqa: SLF001  # pyright: ignore[reportPrivateUsage]
        interaction, data["components"], data.get("resolved", {})
    )
    await task

"""The only file that reaches into discord.py's internals; `check_internals` says if they moved.

discord.py hands a submitted modal to the object it remembers. Ours are not remembered (they
survive restarts, see `components.Form`), so the submission is handed to one made anew.
"""

from __future__ import annotations

from typing import Any, cast

import discord
from discord import ui


class InternalsMovedError(RuntimeError):
    """This version of discord.py no longer has what this file stands on."""


def check_internals() -> None:
    """Raise at start, not at the first modal, if discord.py changed below us.

    Raises:
        InternalsMovedError: names what is gone.
    """
    if not callable(getattr(ui.Modal, "_dispatch_submit", None)):
        raise InternalsMovedError("discord.ui.Modal._dispatch_submit")


async def hand_to_modal(modal: ui.Modal, interaction: discord.Interaction[Any]) -> None:
    """Fill `modal` with what was sent and run its `on_submit`, as discord.py would have."""
    data = cast("dict[str, Any]", interaction.data)
    task = modal._dispatch_submit(  # noqa: SLF001  # pyright: ignore[reportPrivateUsage]
        interaction, data["components"], data.get("resolved", {})
    )
    await task

"""One way to answer an interaction, and the promise that it is answered within three seconds.

Discord gives 3 s for the first response. A handler that waits for a slow database would miss it,
so a timer defers for it; the answer then goes out as an edit or a follow-up. Timer and handler
take the same lock, so the interaction is never acknowledged twice.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Sequence
from typing import Any

import aiohttp
import discord
from discord import ui

from bot.domain.errors import BadInput

#: Seconds after which an unanswered interaction is deferred; Discord's own limit is 3.
DEFER_AFTER = 1.6

_KEY = "answer"


class Answer:
    """The answer to one interaction, whoever gives it first."""

    def __init__(self, interaction: discord.Interaction[Any]) -> None:
        self._interaction = interaction
        self._lock = asyncio.Lock()
        self._timer: asyncio.TimerHandle | None = None
        self._deferring: asyncio.Task[None] | None = None
        #: True once the deferral shows "thinking…" that an answer must replace.
        self._thinking = False
        self.failed = False

    @classmethod
    def to(cls, interaction: discord.Interaction[Any]) -> Answer:
        """The one Answer of this interaction."""
        answer = interaction.extras.get(_KEY)
        if answer is None:
            answer = interaction.extras[_KEY] = cls(interaction)
        return answer

    def start_timer(self) -> None:
        """Defer by itself if nobody answered in time."""
        if self._timer is None:
            loop = asyncio.get_running_loop()
            self._timer = loop.call_later(DEFER_AFTER, self._on_time)

    def stop_timer(self) -> None:
        """The handler is done: nothing is to be deferred any more."""
        if self._timer is not None:
            self._timer.cancel()

    def _on_time(self) -> None:
        self._deferring = asyncio.get_running_loop().create_task(self.defer())

    async def defer(self) -> None:
        """Acknowledge now, answer later: privately, or by updating the message pressed on."""
        async with self._lock:
            response = self._interaction.response
            if response.is_done():
                return
            pressed = self._interaction.type is discord.InteractionType.component
            try:
                await response.defer(ephemeral=True, thinking=not pressed)
            except (discord.HTTPException, aiohttp.ClientError, OSError):
                return  # too late, or Discord is down: the answer itself will say so
            self._thinking = not pressed

    async def show(self, view: ui.LayoutView, *, files: Sequence[discord.File] = ()) -> None:
        """Show a new message to the person who asked, and to nobody else.

        Discord shows a file only where the view has a place for it (`ui.File`, `ui.MediaGallery`)
        that names it as `attachment://<its name>`.
        """
        self.stop_timer()
        async with self._lock:
            if not self._interaction.response.is_done():
                await self._interaction.response.send_message(
                    view=view, files=files, ephemeral=True
                )
            elif self._thinking:
                self._thinking = False
                await self._interaction.edit_original_response(view=view, attachments=files)
            else:
                await self._interaction.followup.send(view=view, files=files, ephemeral=True)

    async def progress(self, view: ui.LayoutView) -> None:
        """Show how far it is, in the place of "thinking…" or of the message pressed on; the answer
        itself comes later. Nothing where nobody waits yet."""
        async with self._lock:
            if self._interaction.response.is_done():
                with contextlib.suppress(discord.HTTPException, aiohttp.ClientError):
                    await self._interaction.edit_original_response(view=view)

    async def update(self, view: ui.LayoutView) -> None:
        """Change the message whose button was pressed."""
        self.stop_timer()
        async with self._lock:
            if not self._interaction.response.is_done():
                await self._interaction.response.edit_message(view=view)
            else:
                await self._interaction.edit_original_response(view=view)

    async def open(self, modal: ui.Modal) -> None:
        """Open a modal.

        Raises:
            BadInput: it is too late for one (a deferred interaction can't); press again.
        """
        self.stop_timer()
        async with self._lock:
            if self._interaction.response.is_done():
                raise BadInput("errors.press_again")
            await self._interaction.response.send_modal(modal)

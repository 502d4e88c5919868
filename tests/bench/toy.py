"""The floor: a bare discord.py bot whose `/find` does nothing but send a message.

`toy_bot` takes the place of our own bot when a bench measures the floor against itself.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import discord
from discord import ui
from discord.ext import commands

from tests.bench.views import plan_view

#: A card like the one in the screens of `/find`: three results, their buttons, the pager.
SAMPLE: list[dict[str, Any]] = [
    {
        "type": 17,
        "accent_color": 0x2F6F8F,
        "components": [
            {"type": 10, "content": "## 3 of 14 near Boston"},
            *(
                part
                for number in range(3)
                for part in (
                    {
                        "type": 9,
                        "components": [
                            {
                                "type": 10,
                                "content": f"**Organization {number}** · legal service · 2 km\n"
                                "Helps green-card holders apply for citizenship.\n"
                                "-# Languages: en, es · not yet checked by your moderators",
                            }
                        ],
                        "accessory": {
                            "type": 2,
                            "style": 2,
                            "label": "Share",
                            "custom_id": f"find:share:{number}",
                        },
                    },
                    {"type": 14, "divider": True, "spacing": 1},
                )
            ),
            {
                "type": 1,
                "components": [
                    {"type": 2, "style": 1, "label": "Hotlines", "custom_id": "find:hotlines"},
                    {"type": 2, "style": 2, "label": "Next", "custom_id": "find:at:2"},
                    {"type": 2, "style": 2, "label": "Something wrong?", "custom_id": "find:bad"},
                ],
            },
        ],
    }
]


def bare_bot() -> commands.AutoShardedBot:
    """No intents beyond servers, no prefix commands, no message cache."""
    return commands.AutoShardedBot(
        command_prefix=commands.when_mentioned,
        intents=discord.Intents(guilds=True),
        help_command=None,
        max_messages=None,
        guild_ready_timeout=0.05,
    )


def toy_bot() -> commands.AutoShardedBot:
    """Answers every `/find` with the sample card, built anew."""
    bot = bare_bot()
    plan = plan_view(SAMPLE)

    @bot.tree.command(description="find")
    async def find(interaction: discord.Interaction, what: str, where: str | None = None) -> None:
        await interaction.response.send_message(view=plan(), ephemeral=True)

    return bot


def floor_bot(
    fresh: dict[tuple[str, str | None], Callable[[], ui.LayoutView]], *, ephemeral: bool
) -> commands.AutoShardedBot:
    """`/find` builds its view from constants on every call; `/prebuilt` sends one made before."""
    bot = bare_bot()
    ready = {call: build() for call, build in fresh.items()}

    @bot.tree.command(description="find")
    async def find(
        interaction: discord.Interaction,
        what: str,
        where: str | None = None,
        kind: str | None = None,
        language: str | None = None,
    ) -> None:
        view = fresh[what, where]()
        await interaction.response.send_message(view=view, ephemeral=ephemeral)

    @bot.tree.command(description="prebuilt")
    async def prebuilt(
        interaction: discord.Interaction,
        what: str,
        where: str | None = None,
        kind: str | None = None,
        language: str | None = None,
    ) -> None:
        view = ready[what, where]
        await interaction.response.send_message(view=view, ephemeral=ephemeral)

    return bot

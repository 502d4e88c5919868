"""What a message is made of: a Screen of Components V2, and the small Notice.

A Screen keeps nothing alive. Every button on it carries its state in its custom_id (see
`components.py`), so Discord's view store need not remember it and a restart changes nothing.
"""

from __future__ import annotations

from discord import ui

from bot.presentation.text import fit

#: Discord's limit for all text of one message with Components V2. discord.py does not check it.
MAX_TEXT = 4000

#: Calm blue-green, readable on dark and light.
ACCENT = 0x2A9D8F


class Screen(ui.LayoutView):
    """A message that is complete in itself."""

    def __init__(self, *items: ui.Item[ui.LayoutView]) -> None:
        super().__init__(timeout=None)
        for item in items:
            self.add_item(item)
        self.stop()  # "finished": discord.py then does not store it


class Notice(Screen):
    """One sentence or two, for the person who asked."""

    def __init__(self, text: str, *rows: ui.ActionRow[ui.LayoutView]) -> None:
        body: ui.Container[ui.LayoutView] = ui.Container(
            ui.TextDisplay(fit(text, MAX_TEXT)), accent_color=ACCENT
        )
        for row in rows:
            body.add_item(row)
        super().__init__(body)


def text_length(view: ui.LayoutView) -> int:
    """How many characters of text a message holds, as Discord counts them."""
    return sum(len(i.content) for i in view.walk_children() if isinstance(i, ui.TextDisplay))

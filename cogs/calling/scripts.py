"""Scripts as text of a card: letter by letter, in pages where one card can't hold all of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.presentation.text import fit, plain

#: So much of a card is left for what is read aloud.
ROOM = 2600
_TITLE = 120


@dataclass(frozen=True, slots=True)
class Said:
    """What a campaign has to say to an office. `title` is the campaign's."""

    title: str
    words: str


def shown(words: str) -> str:
    """Words of an organizer with their lines, and nothing in them comes alive."""
    return "\n".join(plain(line) for line in words.strip().splitlines())


def pages(said: Sequence[Said], room: int = ROOM) -> list[str]:
    """Everything to be read aloud, in pages that fit; titled where it is of several campaigns."""
    found: list[str] = []
    for each in said:
        title = f"**{fit(plain(each.title), _TITLE)}**\n" if len(said) > 1 else ""
        for piece in pieces(shown(each.words), room - _TITLE - 5):
            part, title = f"{title}{piece}", ""
            if found and len(found[-1]) + len(part) + 2 <= room:
                found[-1] = f"{found[-1]}\n\n{part}"
            else:
                found.append(part)
    return found


def pieces(text: str, room: int) -> Iterable[str]:
    """A text in pieces, cut where it hurts least: at a line, a sentence, a word."""
    while len(text) > room:
        at = max(text.rfind(mark, room // 2, room) for mark in ("\n", ". ", "? ", "! "))
        if at < 0:
            at = text.rfind(" ", room // 2, room)
        if at < 0:
            at = room - 1
            while at > room // 2 and text[at] == "\\":
                at -= 1
        yield text[: at + 1].strip()
        text = text[at + 1 :].strip()
    if text:
        yield text

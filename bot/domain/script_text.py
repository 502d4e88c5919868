"""Scripts and letters with placeholders: what may be kept, and how they are filled.

`{target}` is replaced by a name, and so on; there is no way to write a brace. Whatever is refused
is refused with its place, so that an organizer on a phone finds it.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches

from bot.domain.errors import BadInput
from bot.domain.event_check import MENTION, clean_text

#: What may stand between braces.
PLACEHOLDERS = (
    "target",
    "target_title",
    "target_last",
    "caller_city",
    "caller_state",
    "bill",
    "bill_title",
    "ask",
    "campaign",
    "office_city",
)
LONGEST_SCRIPT = 2500
_BRACE = re.compile(r"[{}]")
_PLACEHOLDER = re.compile(r"\{([^{}\n]*)\}")


@dataclass(frozen=True, slots=True)
class Placed:
    """A placeholder and where it stands; lines and columns count from 1."""

    name: str
    line: int
    column: int


def check_script(words: str) -> str:
    """The words as they are kept: cleaned, with known placeholders only.

    Raises:
        BadInput: empty, too long, with a mention, a lone brace or an unknown placeholder; the last
        three with `line` and `column`.
    """
    text = clean_text(words, paragraphs=True)
    if not text:
        raise BadInput("campaign_error.script_empty")
    if len(text) > LONGEST_SCRIPT:
        raise BadInput("campaign_error.script_long", most=LONGEST_SCRIPT, size=len(text))
    typed = words.replace("\r\n", "\n").replace("\r", "\n")  # places are those of what was typed
    for part in (typed, text):  # taking out what nobody sees may put a mention together
        mention = MENTION.search(part)
        if mention:
            raise BadInput("campaign_error.script_mention", **_place(part, mention.start()))
        for found in placeholders(part):
            if found.name not in PLACEHOLDERS:
                _refuse_unknown(found)
    return text


def _refuse_unknown(found: Placed) -> None:
    like = get_close_matches(found.name.casefold().strip(), PLACEHOLDERS, n=1, cutoff=0.7)
    place = {"line": found.line, "column": found.column, "name": found.name}
    if like:
        raise BadInput("campaign_error.placeholder_like", like=like[0], **place)
    known = ", ".join(f"{{{name}}}" for name in PLACEHOLDERS)
    raise BadInput("campaign_error.placeholder_unknown", known=known, **place)


def placeholders(text: str) -> Iterator[Placed]:
    """The placeholders of a text, in order.

    Raises:
        BadInput: `campaign_error.lone_brace` with its place.
    """
    at = 0
    while (brace := _BRACE.search(text, at)) is not None:
        whole = _PLACEHOLDER.match(text, brace.start())
        place = _place(text, brace.start())
        if whole is None:
            raise BadInput("campaign_error.lone_brace", brace=brace.group(), **place)
        yield Placed(whole[1], **place)
        at = whole.end()


def missing(text: str, values: Mapping[str, str] | Collection[str]) -> Placed | None:
    """The first placeholder that nothing is known for, None where all can be filled."""
    for found in placeholders(text):
        if found.name not in values or (isinstance(values, Mapping) and not values[found.name]):
            return found
    return None


def fill(text: str, values: Mapping[str, str]) -> str:
    """The text as somebody reads it aloud.

    Values are put in as they are: a brace in one of them stays a brace.

    Raises:
        BadInput: `campaign_error.placeholder_missing` with its place.
    """
    lacks = missing(text, values)
    if lacks is not None:
        raise BadInput(
            "campaign_error.placeholder_missing",
            name=lacks.name,
            line=lacks.line,
            column=lacks.column,
        )
    return _PLACEHOLDER.sub(lambda match: values[match[1]], text)


def _place(text: str, at: int) -> dict[str, int]:
    start = text.rfind("\n", 0, at) + 1
    return {"line": text.count("\n", 0, at) + 1, "column": at - start + 1}

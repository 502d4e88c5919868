"""What may be kept as an event, and what is said about the rest. Pure: `now` is given.

Line breaks in a field of one line become blanks and marks that nobody sees go: that is what was
meant. Mentions are refused, not neutralised: `<@…>` is a person's id, which is never kept.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from bot.domain.errors import BadInput
from bot.domain.event import Draft, Kind
from bot.domain.event_rule import parse_rule
from bot.domain.event_tiers import DEFAULT_TIERS, TIER_BY_CODE

#: How long each text may be. A title fits Discord's own list of events.
LONGEST: Mapping[str, int] = {
    "title": 100,
    "about": 1000,
    "host": 100,
    "place": 100,
    "address": 200,
    "contact": 200,
    "notes": 1000,
    "link": 300,
}
#: Texts with more than one line.
PARAGRAPHS = frozenset({"about", "notes"})
MOST_PLACES = 100_000
LONGEST_EVENT = timedelta(days=14)
FARTHEST = timedelta(days=5 * 366)
MOST_REMINDERS = 5
EARLIEST_REMINDER = 60 * 24 * 28  # minutes
#: What `extra` may hold, and of which kind of event.
EXTRAS: Mapping[str, tuple[type, frozenset[Kind]]] = {
    "theme": (str, frozenset({Kind.DAY_OF_ACTION})),
    "training": (str, frozenset({Kind.TRAINING})),  # what a confirmed attendance is a record of
    "valid_days": (int, frozenset({Kind.TRAINING})),  # how long; missing: for ever
    "questions": (bool, frozenset({Kind.TOWN_HALL})),  # members may add questions
    "template": (str, frozenset(Kind)),  # which template it was made from
}

MENTION = re.compile(r"<(?:@[!&]?|#|/)[^>\n]*\d{5,}>|@(?:everyone|here)\b", re.IGNORECASE)
LINK = re.compile(r"https://(?:[\w-]+\.)+[\w-]{2,}(?::\d{1,5})?(?:[/?#][^\s<>\"]*)?")


def clean_text(text: str, *, paragraphs: bool) -> str:
    """The text without what nobody sees; without `paragraphs` on one line."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n").split("\n")
    seen = [
        " ".join(
            "".join(
                " " if char == "\t" else char
                for char in unicodedata.normalize("NFC", line)
                # Cc control, Cf: invisible marks (direction, zero width, but not in an emoji)
                if char in "\t\u200d" or unicodedata.category(char) not in ("Cc", "Cf", "Cs", "Co")
            ).split()
        )
        for line in lines
    ]
    if not paragraphs:
        return " ".join(line for line in seen if line)
    return re.sub(r"\n{3,}", "\n\n", "\n".join(seen)).strip()


def check_texts(changes: Mapping[str, Any]) -> dict[str, Any]:
    """The fields that are texts, cleaned; the others as they are.

    Raises:
        BadInput: one is too long or has a mention.
    """
    checked = dict(changes)
    for name, longest in LONGEST.items():
        if name not in checked:
            continue
        text = clean_text(str(checked[name] or ""), paragraphs=name in PARAGRAPHS)
        if len(text) > longest:
            raise BadInput(f"event_error.long_{name}", most=longest, size=len(text))
        if MENTION.search(text):
            raise BadInput("event_error.mention")
        checked[name] = text
    return checked


def check_draft(draft: Draft, *, now: datetime) -> Draft:
    """The draft as it may be kept; its zone is known already.

    Raises:
        BadInput: something in it can't be; the sentence says what to do.
    """
    texts = check_texts({name: getattr(draft, name) for name in LONGEST})
    draft = replace(draft, **texts)
    if not draft.title:
        raise BadInput("event_error.no_title")
    if draft.link and not LINK.fullmatch(draft.link):
        raise BadInput("event_error.link")
    _check_time(draft, now)
    check_capacity(draft.capacity)
    if (draft.lat is None) != (draft.lon is None) or not (
        -90 <= (draft.lat or 0) <= 90 and -180 <= (draft.lon or 0) <= 180
    ):
        draft = replace(draft, lat=None, lon=None)
    return replace(
        draft,
        local_start=draft.local_start.replace(second=0, microsecond=0, tzinfo=None, fold=0),
        rule=parse_rule(draft.rule).text if draft.rule else None,
        reminders=check_reminders(draft.reminders),
        tiers=_known_tiers(draft.tiers),
        extra=_known_extra(draft),
    )


def check_capacity(capacity: int | None) -> None:
    """Raises BadInput for a number of places that can't be; None is no limit."""
    if capacity is not None and not 1 <= capacity <= MOST_PLACES:
        raise BadInput("event_error.capacity", most=MOST_PLACES)


def check_reminders(minutes: tuple[int, ...]) -> tuple[int, ...]:
    """Each once, the earliest first.

    Raises:
        BadInput: too many, or one that lies too far before, or not before at all.
    """
    once = tuple(sorted(set(minutes), reverse=True))
    if len(once) > MOST_REMINDERS:
        raise BadInput("event_error.many_reminders", most=MOST_REMINDERS)
    if once and not (once[-1] >= 1 and once[0] <= EARLIEST_REMINDER):
        raise BadInput("event_error.reminder", days=EARLIEST_REMINDER // 1440)
    return once


def _check_time(draft: Draft, now: datetime) -> None:
    if draft.minutes <= 0:
        raise BadInput("event_error.ends_first")
    if draft.minutes > LONGEST_EVENT / timedelta(minutes=1):
        raise BadInput("event_error.long_event", days=LONGEST_EVENT.days)
    years = FARTHEST.days // 366
    # A day more on either side: whether it is past is known once the zone has been looked at.
    if draft.local_start.replace(tzinfo=None) > now.replace(tzinfo=None) + FARTHEST:
        raise BadInput("event_error.far_away", years=years)
    if draft.local_start.year < 2000:
        raise BadInput("event_error.past")


def _known_tiers(tiers: Mapping[str, str]) -> Mapping[str, str]:
    return {
        name: code
        for name, code in sorted(tiers.items())
        if name in DEFAULT_TIERS
        and code in TIER_BY_CODE
        and TIER_BY_CODE[code] != DEFAULT_TIERS[name]
    }


def _known_extra(draft: Draft) -> Mapping[str, Any]:
    known: dict[str, Any] = {}
    for name, value in sorted(draft.extra.items()):
        kind, kinds = EXTRAS.get(name, (str, frozenset[Kind]()))
        if draft.kind in kinds and isinstance(value, kind):
            known[name] = clean_text(value, paragraphs=False)[:100] if kind is str else value
    return known

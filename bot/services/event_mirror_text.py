"""What an event says in Discord's own list of events: only what is for everybody's eyes. Pure."""

from __future__ import annotations

import re
from base64 import b32encode
from dataclasses import dataclass
from hashlib import blake2s

from bot.domain.event import Event, Occurrence
from bot.domain.event_mirror import (
    LONGEST_ABOUT,
    LONGEST_NAME,
    LONGEST_PLACE,
    Shown,
    Wanted,
)
from bot.domain.event_tiers import Tier, may_see, occurrence_visible_to, visible_to
from bot.i18n import t

#: Of the event's own text at least so much is shown, however long the rest is.
_OWN_TEXT = 150
_MARKER = re.compile(r"\[#([a-z2-7]{10})\]")


def marker_of(event: Event, occurrence: Occurrence) -> str:
    """What one is known by in Discord: made of what never changes, and of no other database's."""
    digest = blake2s(f"{event.uid}\0{occurrence.number}".encode(), digest_size=8).digest()
    return b32encode(digest).decode().lower()[:10]


def marker_in(about: str) -> str | None:
    """The marker in a text, None where there is none."""
    found = _MARKER.findall(about)
    return found[-1] if found else None


@dataclass(frozen=True, slots=True)
class Written:
    """What Discord should show, and which of it can be read back: `tail` stands after the event's
    own text (None: that was cut), `own_place` says that the place is nothing but the event's."""

    wanted: Wanted
    tail: str | None
    own_place: bool


def written(event: Event, occurrence: Occurrence, language: str) -> Written | None:
    """What Discord should show of it; None where it is not for everybody."""
    seen = visible_to(event, Tier.PUBLIC)
    one = occurrence_visible_to(event, occurrence, Tier.PUBLIC)
    if seen is None or one is None:
        return None
    marker = marker_of(event, occurrence)
    place = seen.place if one.place is None else one.place
    address = seen.address if one.address is None else one.address
    if not may_see(event, "address", Tier.PUBLIC):
        address = ""
    whole = ", ".join(filter(None, [place, address]))
    where = whole or seen.link or t("event_mirror.where", language)
    tail = _tail(seen, marker, language)
    about = _unmasked(seen.about)
    cut = len(about) + len(tail) > LONGEST_ABOUT
    shown = Shown(
        name=_fit(seen.title, LONGEST_NAME),
        about=_fit(about, LONGEST_ABOUT - len(tail)) + tail,
        place=_fit(where, LONGEST_PLACE),
        starts_at=occurrence.starts_at,
        ends_at=occurrence.ends_at,
    )
    own = not address and not (seen.link and not place) and may_see(event, "place", Tier.PUBLIC)
    return Written(Wanted(occurrence.number, marker, shown), None if cut else tail, own)


def _tail(event: Event, marker: str, language: str) -> str:
    """What stands below the event's own text. `event` as everybody sees it."""
    host, contact = _unmasked(event.host), _unmasked(event.contact)
    facts = [
        t("event_mirror.host", language, host=host) if host else "",
        t("event_mirror.contact", language, contact=contact) if contact else "",
        event.link,
    ]
    answer = f"{t('event_mirror.answer', language)} [#{marker}]"
    rest = "\n\n".join(filter(None, ["\n".join(filter(None, facts)), answer]))
    room = LONGEST_ABOUT - len(rest) - _OWN_TEXT
    notes = _fit(_unmasked(event.notes), max(room, 0))
    start = "\n\n" if event.about else ""
    return start + "\n\n".join(filter(None, [notes, rest]))


def _unmasked(text: str) -> str:
    """No link that hides where it leads: `[words](address)` stays what it is, letter by letter."""
    return text.replace("](", "] (")


def _fit(text: str, longest: int) -> str:
    if len(text) <= longest:
        return text
    return text[: longest - 1].rstrip() + "…" if longest else ""

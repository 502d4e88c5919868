"""The blocks that the page of an entry, of a place and of a service are made of. Pure.

Each block is text of a bounded length; where all of them together are too much for one message,
the longest prose gives way (`within`). A block without anything to say is "".
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime

from bot.domain.entry import Location, Phone
from bot.domain.opening import State
from bot.i18n import SOURCE_LANGUAGE, t, zone_name
from bot.presentation.text import fit, plain
from bot.services.hours import zone_named
from bot.services.hours_text import hours_lines
from bot.services.language_names import name_of_language
from bot.services.opening_text import Hours, opening_words

MAX_NAME, MAX_LINE = 130, 170
_MAX_NOTE = 60
#: So many phones and lines of hours are shown, and so long each may be.
_PHONES, _HOURS = 4, 7
_MAX_HOURS_LINE = 95


class Prose(str):
    """A block that may be cut shorter where the page is too long: no number, no hour, no street."""

    __slots__ = ()


def within(blocks: Iterable[str], most: int) -> list[str]:
    """The blocks that say anything, the longest prose cut so that all fit in `most` characters."""
    shown = [text for text in blocks if text]
    proses = [len(text) for text in shown if isinstance(text, Prose)]
    room = most - sum(map(len, shown)) + sum(proses)
    longest = max(proses, default=0)
    for left, length in zip(range(len(proses), 0, -1), sorted(proses), strict=True):
        if length * left > room:  # what is left is shared among the longest
            longest = room // left
            break
        room -= length
    return [fit(text, longest) if isinstance(text, Prose) else text for text in shown]


def block(text: str, most: int) -> str:
    """Text from data as one block of at most `most` characters."""
    return fit(plain(text), most) if text else ""


def headed(heading: str, text: str, language: str) -> str:
    """A block under its heading, "" where there is nothing to be said."""
    return f"{t(heading, language)}\n{text}" if text else ""


def prose(heading: str, text: str, most: int, language: str) -> Prose:
    """What somebody wrote, under its heading."""
    return Prose(headed(heading, block(text, most), language))


def in_language(texts: Mapping[str, str], language: str) -> str:
    """The text in that language, else in the source language, else in any."""
    return texts.get(language) or texts.get(SOURCE_LANGUAGE) or next(iter(texts.values()), "")


def languages_line(codes: Iterable[str], language: str) -> str:
    """Which languages are spoken there."""
    names = ", ".join(name_of_language(code, language) for code in codes)
    return fit(t("entry.languages", language, names=plain(names)), MAX_LINE) if names else ""


# --- phones ---------------------------------------------------------------------------------


def phone_lines(phones: Iterable[Phone], language: str, *, most: int = _MAX_NOTE) -> list[str]:
    """Each number alone on its line, so that a phone can tap it, below the line that says whose.

    A number that no editor has called is never shown.
    """
    lines: list[str] = []
    called = dict.fromkeys(phone for phone in phones if phone.verified)
    for phone in list(called)[:_PHONES]:
        if about := _about_phone(phone, language):
            lines.append(f"-# {fit(about, most)}")
        lines.append(fit(plain(phone.number), most))
    return lines


def _about_phone(phone: Phone, language: str) -> str:
    parts = [plain(phone.description)]
    if phone.languages:
        parts.append(", ".join(plain(name_of_language(c, language)) for c in phone.languages))
    if phone.extension:
        parts.append(t("entry.extension", language, extension=plain(phone.extension)))
    return fit(" · ".join(part for part in parts if part), _MAX_NOTE)


def phones_block(phones: Sequence[Phone], language: str) -> str:
    """The numbers to call, under their heading."""
    return headed("entry.call", "\n".join(phone_lines(phones, language)), language)


# --- hours ----------------------------------------------------------------------------------


def hours_block(hours: Hours, now: datetime, language: str, *, of: str = "") -> str:
    """Whether it is open first, then the hours; said so where they are not known.

    `of` names what has them where it isn't obvious.
    """
    heading = t("entry.hours", language)
    if of:
        heading = t("entry.hours_of", language, name=block(of, 80))
    return "\n".join([heading, *_hours(hours, now, language)])


def _hours(hours: Hours, now: datetime, language: str) -> Iterator[str]:
    lines = hours_lines(hours.schedules, language)
    if not lines:
        yield t("entry.hours_unknown", language)
        return
    seen = hours.opening(now)
    if words := opening_words(seen, now, language):
        # Elsewhere it is another time: a timestamp says it in the reader's own.
        at = seen.opens_at if seen.state is State.CLOSED else None
        yield f"**{words}**" + (f" (<t:{int(at.timestamp())}:R>)" if at else "")
    for line in lines[:_HOURS]:
        yield fit(plain(line), _MAX_HOURS_LINE)
    if len(lines) > _HOURS:
        yield f"-# {t('entry.more', language, count=len(lines) - _HOURS)}"
    if hours.zone and zone_named(hours.zone) is not None:
        yield f"-# {t('entry.zone', language, zone=zone_name(hours.zone, language))}"


# --- places ---------------------------------------------------------------------------------


def place_title(place: Location, number: int, language: str) -> str:
    """What a place is called: its name, else its town, else its number."""
    return place.name or place.city or t("entry.place_number", language, number=number)


def town_line(place: Location) -> str:
    """`Chicago, IL 60608`, with what is known of it."""
    state = " ".join(part for part in (place.state, place.postal_code) if part)
    country = "" if place.country in ("", "US") else place.country
    return ", ".join(part for part in (place.city, state, country) if part)


def address_text(place: Location, language: str) -> str:
    """How to find it; where that is nobody's business, how to ask."""
    if place.confidential:
        town = ", ".join(part for part in (place.city, place.state) if part)
        secret = t("entry.confidential", language)
        return f"{fit(plain(town), MAX_LINE)}\n{secret}" if town else secret
    if place.kind == "virtual":
        return t("entry.virtual", language)
    lines = [place.address_1, place.address_2, town_line(place)]
    return "\n".join(fit(plain(line), 90) for line in lines if line.strip())

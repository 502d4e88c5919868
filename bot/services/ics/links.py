"""Addresses that open "new event" in Google's or Outlook's calendar with everything filled in."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from urllib.parse import quote, urlencode

from bot.domain.calendar_entry import Entry

#: A link button of Discord takes no longer address.
LONGEST = 512
_GOOGLE = "https://calendar.google.com/calendar/render"
_OUTLOOK = "https://outlook.live.com/calendar/0/action/compose"
_CUT = "…"
_Link = Callable[[Entry], str]


@dataclass(frozen=True, slots=True)
class AddLinks:
    """One for each; at most 512 characters."""

    google: str
    outlook: str


def add_links(entry: Entry) -> AddLinks:
    """The links for one time. Where there is too much, what it is about is cut short first, then
    where, then its title; the time never."""
    return AddLinks(_fitting(_google, entry), _fitting(_outlook, entry))


def _fitting(link: _Link, entry: Entry) -> str:
    for field in ("about", "place", "title"):
        if len(link(entry)) <= LONGEST:
            break
        entry = replace(entry, **{field: _longest(link, entry, field)})
    return link(entry)


def _longest(link: _Link, entry: Entry, field: str) -> str:
    """As much of the field's beginning as fits; nothing where too little would be left."""
    text: str = getattr(entry, field)
    low, high = 0, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        shorter = text[:middle].rstrip() + _CUT
        if len(link(replace(entry, **{field: shorter}))) <= LONGEST:
            low = middle
        else:
            high = middle - 1
    least = 1 if field == "title" else 8
    return text[:low].rstrip() + _CUT if low >= least else ""


def _google(entry: Entry) -> str:
    if entry.days is not None:
        dates = "/".join(f"{day:%Y%m%d}" for day in entry.days)
    else:
        dates = "/".join(f"{at.astimezone(UTC):%Y%m%dT%H%M%SZ}" for at in _span(entry))
    return _address(
        _GOOGLE,
        {
            "action": "TEMPLATE",
            "text": entry.title,
            "dates": dates,
            "details": entry.about,
            "location": entry.place,
        },
    )


def _outlook(entry: Entry) -> str:
    if entry.days is not None:
        start, end = (f"{day:%Y-%m-%d}" for day in entry.days)
    else:
        start, end = (f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}" for at in _span(entry))
    return _address(
        _OUTLOOK,
        {
            "path": "/calendar/action/compose",
            "rru": "addevent",
            "subject": entry.title,
            "startdt": start,
            "enddt": end,
            "allday": "true" if entry.days else "",
            "body": entry.about,
            "location": entry.place,
        },
    )


def _span(entry: Entry) -> tuple[datetime, datetime]:
    return entry.starts_at, entry.ends_at


def _address(base: str, params: Mapping[str, str]) -> str:
    given = {name: value for name, value in params.items() if value}
    return f"{base}?{urlencode(given, quote_via=quote, errors='replace')}"

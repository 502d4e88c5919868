"""The values of a calendar's properties: times, lengths, texts, rules. What can't be read is
refused by name (`Unread`)."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from datetime import datetime, timedelta

from bot.domain.errors import BadInput
from bot.domain.event_rule import parse_rule
from bot.services.ics_read.lines import Property
from bot.services.ics_read.model import Stamp, Unread

#: Which IANA zone a TZID means for something at that time; None: nobody knows.
ZoneOf = Callable[[str, datetime], str | None]

_TIME = re.compile(r"([0-9]{8})(?:T([0-9]{4})([0-9]{2})?(Z?))?", re.IGNORECASE)
_LENGTH = re.compile(
    r"([+-]?)P(?:([0-9]{1,6})W)?(?:([0-9]{1,6})D)?"
    r"(?:T(?:([0-9]{1,6})W)?(?:([0-9]{1,6})H)?(?:([0-9]{1,7})M)?(?:([0-9]{1,9})S)?)?",
    re.IGNORECASE,
)
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
_BREAK = re.compile(r"<(?:br|/p|/div|/li)\b[^<>]{0,200}>", re.IGNORECASE)
_TAG = re.compile(
    r"</?(?:a|b|i|u|p|div|span|ul|ol|li|strong|em|html|body|font)\b[^<>]{0,2000}>", re.I
)
#: Why a rule is refused, said of somebody else's calendar: nobody can write it anew there.
_RULES = {
    "event_error.rule_often": "ics_read.rule_often",
    "event_error.rule_part": "ics_read.rule_part",
    "event_error.rule_number": "ics_read.rule_number",
    "event_error.rule_never": "ics_read.rule_never",
}
_YEARS = range(1700, 2200)
_LONGEST_TEXT = 20_000


def shown(text: str) -> str:
    """Somebody else's text, short enough to name a thing by."""
    return " ".join(text.split())[:60]


def text_of(value: str) -> str:
    """A text as people wrote it, without the marks of web pages that some calendars leave in."""
    text = _ESCAPED.sub(lambda m: "\n" if m[1] in "nN" else m[1], value[:_LONGEST_TEXT])
    if "<" in text and _TAG.search(_BREAK.sub("<p>", text)):
        text = html.unescape(_TAG.sub("", _BREAK.sub("\n", text)))
    return text.strip()


def stamp_of(given: Property, zone_of: ZoneOf) -> Stamp:
    """The time that a property gives.

    Raises:
        Unread: it is none, or in a zone that nobody knows.
    """
    return _stamp(given.value, given.params.get("TZID"), zone_of)


def _stamp(value: str, tzid: str | None, zone_of: ZoneOf) -> Stamp:
    text = value.strip()
    match = _TIME.fullmatch(text)
    if match is None:
        raise Unread("ics_read.bad_time", typed=shown(text))
    clock = (match[2] or "0000") + (match[3] or "00")
    if clock.endswith("60"):  # a leap second
        clock = clock[:4] + "59"
    try:
        local = datetime.strptime(match[1] + clock, "%Y%m%d%H%M%S")  # noqa: DTZ007 - its zone is told beside it
    except ValueError:
        raise Unread("ics_read.bad_time", typed=shown(text)) from None
    if local.year not in _YEARS:
        raise Unread("ics_read.bad_year", year=local.year)
    if match[2] is None:
        return Stamp(local, day=True)
    if match[4]:
        return Stamp(local, "UTC")
    if tzid is None:
        return Stamp(local)
    zone = zone_of(tzid, local)
    if zone is None:
        raise Unread("ics_read.zone_unknown", zone=shown(tzid))
    return Stamp(local, zone)


def stamps_of(given: Property, zone_of: ZoneOf, most: int) -> list[Stamp]:
    """The times of a list, of periods their beginnings. Empty values are none.

    Raises:
        Unread: one of them can't be read, or there are too many.
    """
    values = [each for each in given.value.split(",") if each.strip()]
    if len(values) > most:
        raise Unread("ics_read.many_dates", most=most)
    tzid = given.params.get("TZID")
    return [_stamp(each.partition("/")[0], tzid, zone_of) for each in values]


def length_of(value: str) -> timedelta:
    """How long something takes.

    Raises:
        Unread: it can't be read.
    """
    match = _LENGTH.fullmatch(value.strip())
    if match is None or not any(match.groups()[1:]):
        raise Unread("ics_read.bad_length", typed=shown(value))
    weeks, days, more_weeks, hours, minutes, seconds = (
        int(part or 0) for part in match.groups()[1:]
    )
    length = timedelta(
        weeks=weeks + more_weeks, days=days, hours=hours, minutes=minutes, seconds=seconds
    )
    return -length if match[1] == "-" else length


def rule_of(value: str, start: Stamp) -> str:
    """An RRULE as we keep it. What calendars say in another way than we do is put into ours.

    Raises:
        Unread: events can't repeat so.
    """
    parts: list[str] = []
    given: dict[str, str] = {}
    for part in value.strip().strip(";").upper().split(";"):
        name, _, said = part.strip().partition("=")
        parts.append(part.strip())
        given.setdefault(name.strip(), said.strip())
    clock = {"BYHOUR": start.local.hour, "BYMINUTE": start.local.minute, "BYSECOND": 0}
    drop = {name for name, at in clock.items() if given.get(name) in (str(at), f"{at:02}")}
    drop |= {name for name in given if name.startswith("X-")}
    days, nth = given.get("BYDAY", ""), given.get("BYSETPOS", "")
    if (
        given.get("FREQ") in ("MONTHLY", "YEARLY")
        and re.fullmatch(r"[A-Z]{2}", days)
        and re.fullmatch(r"[1-5]|-[12]", nth)
        and "BYMONTHDAY" not in given
        and (given["FREQ"] == "MONTHLY" or "BYMONTH" in given)
    ):  # the second Tuesday, as Outlook says it
        drop |= {"BYSETPOS", "BYDAY"}
        parts.append(f"BYDAY={nth}{days}")
        parts = [part for part in parts if part != f"BYDAY={days}"]
        drop.discard("BYDAY")
    kept = ";".join(part for part in parts if part.partition("=")[0].strip() not in drop)
    try:
        return parse_rule(kept).text
    except BadInput as wrong:
        raise Unread(_RULES.get(wrong.key, "ics_read.rule_unread"), **wrong.params) from None

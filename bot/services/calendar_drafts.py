"""From somebody else's calendar to our drafts: which of its events is which, what of them we can
keep, and what was left out or assumed. Pure.

Their words are nobody's we know: no mention in them works, and what is too long is cut. A place
with a number in it is an address, which fewer people see.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.domain.event import Draft, Kind
from bot.domain.event_check import LONGEST, clean_text
from bot.domain.event_days import local_starts
from bot.domain.event_rule import parse_rule
from bot.services.event_imports import BadRow
from bot.services.event_times import Odd, moment_of
from bot.services.event_typed import USUAL_MINUTES
from bot.services.ics_read.model import IcsEvent, IcsFile, Stamp
from bot.services.ics_read.read import in_zone

#: What of an event the other calendar decides; the rest is ours.
THEIRS = (
    "title", "about", "place", "address", "lat", "lon", "link", "zone", "local_start", "fold",
    "minutes", "rule",
)  # fmt: skip

#: A series that began before is taken up then: no event of ours is older.
_FIRST = datetime(2000, 1, 1)  # noqa: DTZ001 - what the clock there shows
_MENTION = re.compile(r"@(?=everyone|here)|<(?=[@#/])", re.IGNORECASE)
_LINK = re.compile(r"https://(?:[\w-]+\.)+[\w-]{2,}(?::\d{1,5})?(?:[/?#][^\s<>\"]*)?")


@dataclass(frozen=True, slots=True)
class Differing:
    """One time of a series that is not as its rule says: it does not take place (`start` is None),
    or then and there."""

    local: datetime
    start: datetime | None = None
    minutes: int = 0
    place: str | None = None
    address: str | None = None

    @property
    def name(self) -> str:
        """Its `recurrence_id`."""
        return self.local.isoformat(timespec="minutes")


@dataclass(frozen=True, slots=True)
class Incoming:
    """An event of theirs as ours. `mark` is a fingerprint of what it is called there, `digest` of
    all that it says; `notes` are keys of what was left out or assumed."""

    mark: str
    sequence: int
    line: int
    draft: Draft
    differing: tuple[Differing, ...]
    cancelled: bool
    notes: tuple[str, ...]
    digest: str


def incoming(file: IcsFile, *, zone: str, untitled: str) -> tuple[list[Incoming], list[BadRow]]:
    """The events of a file, each once, and those that name no time zone where `zone` (of the
    server) is empty. `untitled` is what one without a title is called."""
    zone = file.zone or zone
    singles, changes = _grouped(file.events)
    found: list[Incoming] = []
    bad: list[BadRow] = []
    for mark, event in singles:
        if not (event.start.zone or zone):
            bad.append(BadRow(event.line, event.title[:60], "event_roster.no_zone", {}))
            continue
        found.append(_incoming(mark, event, changes.get(event.uid, ()), zone, untitled))
    return found, bad


def _grouped(
    events: Sequence[IcsEvent],
) -> tuple[list[tuple[str, IcsEvent]], Mapping[str, Sequence[IcsEvent]]]:
    """Events with their marks; and by UID what is said of single times of a series.

    Of two with the same UID the one with the higher SEQUENCE holds. Where they don't say which is
    newer their writer gave one name to several events.
    """
    by_uid: defaultdict[str, list[IcsEvent]] = defaultdict(list)
    for event in events:
        by_uid[event.uid].append(event)
    singles: list[tuple[str, IcsEvent]] = []
    changes: dict[str, list[IcsEvent]] = {}
    for uid, group in by_uid.items():
        whole = [each for each in group if each.instead_of is None]
        newest = max((each.sequence for each in whole), default=0)
        held = [each for each in whole if each.sequence == newest]
        ones = [each for each in group if each.instead_of is not None]
        if uid and len(held) == 1:
            singles.append((_fingerprint([uid]), held[0]))
            if held[0].rule is not None:
                changes[uid] = sorted(ones, key=lambda each: each.sequence)
                continue
        else:
            named = [[uid or each.title, str(each.start)] for each in held]
            singles += [(_fingerprint(n), each) for n, each in zip(named, held, strict=True)]
        singles += [(_fingerprint([uid, str(each.instead_of)]), each) for each in ones]
    return list(dict(singles).items()), changes


def _fingerprint(parts: Iterable[str]) -> str:
    return hashlib.sha256(json.dumps(list(parts)).encode()).hexdigest()[:32]


def _incoming(
    mark: str, event: IcsEvent, ones: Sequence[IcsEvent], zone: str, untitled: str
) -> Incoming:
    notes = [note.key for note in event.notes]
    start = _there(event.start, zone, alone=event.rule is None)
    local, fold = _real(start)
    rule = event.rule
    if rule is not None and local < _FIRST:
        local = _taken_up(rule, local, start.zone)
    if event.minutes is None:
        notes.append("ics_read.note_endless")
    if event.start.day:
        notes.append("ics_read.note_all_day")
    place, address = _place(event.place)
    link = event.link if len(event.link) <= LONGEST["link"] and _LINK.fullmatch(event.link) else ""
    texts = {
        "title": _MENTION.sub(lambda m: f"{m[0]} ", clean_text(event.title, paragraphs=False)),
        "about": _MENTION.sub(lambda m: f"{m[0]} ", clean_text(event.about, paragraphs=True)),
        "place": place,
        "address": address,
    }
    if any(len(text) > LONGEST[name] for name, text in texts.items()):
        notes.append("ics_read.note_cut")
    if not texts["title"]:
        notes.append("ics_read.note_untitled")
    draft = Draft(
        kind=Kind.MEETING,
        zone=start.zone,
        local_start=local,
        fold=fold,
        minutes=event.minutes or USUAL_MINUTES,
        lat=event.lat,
        lon=event.lon,
        link=link,
        rule=rule,
        title=_cut(texts["title"], "title") or untitled,
        about=_cut(texts["about"], "about"),
        place=_cut(place, "place"),
        address=_cut(address, "address"),
    )
    differing = {each: Differing(each) for each in event.without} if rule else {}
    for one in ones:
        each = _differing(one, event, draft)
        differing[each.local] = each
        if one.title != event.title or one.about != event.about:
            notes.append("ics_read.note_one_day")
    in_order = tuple(differing[at] for at in sorted(differing))
    said = [str(getattr(draft, name)) for name in THEIRS]
    return Incoming(
        mark=mark,
        sequence=max(each.sequence for each in (event, *ones)),
        line=event.line,
        draft=draft,
        differing=in_order,
        cancelled=event.cancelled,
        notes=tuple(dict.fromkeys(notes)),
        digest=_fingerprint([*said, *map(str, in_order), str(event.cancelled)]),
    )


def _differing(one: IcsEvent, event: IcsEvent, draft: Draft) -> Differing:
    own = Stamp(event.start.local, draft.zone, event.start.day)
    local = in_zone(one.instead_of or one.start, own)
    if one.cancelled:
        return Differing(local)
    place, address = (
        _cut(text, n) for text, n in zip(_place(one.place), ("place", "address"), strict=True)
    )
    same = one.place == event.place
    return Differing(
        local,
        in_zone(replace(one.start, day=False), own),
        one.minutes or draft.minutes,
        None if same else place,
        None if same else address,
    )


def _there(start: Stamp, zone: str, *, alone: bool) -> Stamp:
    """The start by the clock at a place: what is in UTC and happens once by the server's."""
    if not start.zone:
        return Stamp(start.local, zone, start.day)
    if start.zone != "UTC" or not alone or not zone:
        return start
    moment = start.local.replace(tzinfo=UTC).astimezone(ZoneInfo(zone))
    return Stamp(moment.replace(tzinfo=None, fold=moment.fold), zone, start.day)


def _real(start: Stamp) -> tuple[datetime, int | None]:
    """A time that the clock there shows, as RFC 5545 (3.3.5) reads one that it skips or repeats."""
    local = start.local.replace(second=0, microsecond=0, fold=0)
    at, odd = moment_of(local, start.zone, start.local.fold)
    if odd is Odd.SKIPPED:
        return at.astimezone(ZoneInfo(start.zone)).replace(tzinfo=None, fold=0), None
    return local, start.local.fold if odd is Odd.TWICE else None


def _taken_up(rule: str, start: datetime, zone: str) -> datetime:
    parsed = parse_rule(rule).in_zone(zone)
    if parsed.count is not None:
        return start  # it is long over
    days = local_starts(parsed, start, _FIRST + timedelta(days=366 * 9))
    return next((each for each in days if each >= _FIRST), start)


def _place(text: str) -> tuple[str, str]:
    """What all may know of a place, and the exact address."""
    whole = _MENTION.sub(lambda m: f"{m[0]} ", clean_text(text, paragraphs=False))
    if not any(char.isdigit() for char in whole):
        return whole, ""
    name = whole.partition(",")[0]
    return ("" if any(char.isdigit() for char in name) else name), whole


def _cut(text: str, field: str) -> str:
    most = LONGEST[field]
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"

"""What is different between two versions of an entry, field by field, as words to be shown."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple, cast

from bot.domain.entry import Entry, Location, Phone, Schedule, Service

#: Fields that are not looked at: `id`s say nothing to a person.
_ENTRY = (
    "name", "kind", "scope", "states", "city", "website", "through", "email", "alert", "languages",
    "aliases", "needs", "source",
)  # fmt: skip
_SERVICE = (
    "name", "what", "eligibility", "how_to_begin", "fees", "website", "email", "status",
    "languages", "areas",
)  # fmt: skip
_LOCATION = (
    "name", "address_1", "address_2", "city", "state", "postal_code", "country", "description",
    "transportation", "confidential", "languages", "kind",
)  # fmt: skip


#: Every name that `Difference.field` may have before its dot.
FIELDS = frozenset({*_ENTRY, *_SERVICE, *_LOCATION, "names", "what", "phones", "schedules"})


@dataclass(frozen=True, slots=True)
class Difference:
    """One field that changed. `part` names the service or place it belongs to, empty for the entry
    itself; `field` is a name of ours, with the language behind a dot (`what.es`). `before` and
    `after` are empty where nothing stood or stands there.
    """

    part: str
    field: str
    before: str
    after: str


def differences(before: Entry | None, after: Entry | None) -> list[Difference]:
    """The fields in which two versions differ, in the order in which a form has them."""
    old, new = dict(_flat(before)), dict(_flat(after))
    keys = dict.fromkeys([*new, *old])
    return [
        Difference(key.part, key.field, old.get(key, ""), new.get(key, ""))
        for key in keys
        if old.get(key, "") != new.get(key, "")
    ]


class _Key(NamedTuple):
    """Which field of which part: a service and a place may have one name, and two services too.

    `of` is what kind of part it is, `nth` which of those with that name.
    """

    of: str
    part: str
    nth: int
    field: str


_Fields = Iterator[tuple[str, str]]
_Flat = Iterator[tuple[_Key, str]]


def _flat(entry: Entry | None) -> _Flat:
    """Every field that says something, with its text."""
    if entry is None:
        return
    yield from _keyed("", [("", _entry(entry))])
    yield from _keyed("service", [(each.name, _service(each)) for each in entry.services])
    yield from _keyed(
        "place",
        [
            (each.name or each.address_1 or each.city or each.state, _location(each))
            for each in entry.locations
        ],
    )


def _keyed(of: str, parts: Iterable[tuple[str, _Fields]]) -> _Flat:
    seen: Counter[str] = Counter()
    for part, held in parts:
        for field, text in held:
            yield _Key(of, part, seen[part], field), text
        seen[part] += 1


def _entry(entry: Entry) -> _Fields:
    for field in _ENTRY:
        yield from _one(field, getattr(entry, field))
    for name, texts in (("names", entry.names), ("what", entry.what)):
        yield from _texts(name, texts)
    yield from _one("phones", _phones(entry.phones))


def _texts(name: str, texts: Mapping[str, str]) -> _Fields:
    for language, text in sorted(texts.items()):
        yield from _one(f"{name}.{language}", text)


def _service(service: Service) -> _Fields:
    for field in _SERVICE:
        yield from _one(field, getattr(service, field))
    yield from _one("phones", _phones(service.phones))
    yield from _one("schedules", _schedules(service.schedules))


def _location(place: Location) -> _Fields:
    for field in _LOCATION:
        if field != "country" or place.country != "US":
            yield from _one(field, getattr(place, field))
    yield from _one("phones", _phones(place.phones))
    yield from _one("schedules", _schedules(place.schedules))


def _one(field: str, value: Any) -> _Fields:
    text = _text(value)
    if text:
        yield field, text


def _text(value: Any) -> str:
    if value is None or value is False:
        return ""
    if value is True:
        return "✓"
    return ", ".join(cast("tuple[str, ...]", value)) if isinstance(value, tuple) else str(value)


def _phones(phones: Iterable[Phone]) -> str:
    return ", ".join(
        f"{phone.number}{f' #{phone.extension}' if phone.extension else ''}"
        f"{'' if phone.verified else ' (?)'}"
        f"{f' {phone.description}' if phone.description else ''}"
        for phone in phones
    )


def _schedules(schedules: Iterable[Schedule]) -> str:
    return "; ".join(filter(None, map(_schedule, schedules)))


def _schedule(schedule: Schedule) -> str:
    days = " ".join([*schedule.byday, *map(str, schedule.bymonthday)])
    hours = ""
    if schedule.opens_at is not None and schedule.closes_at is not None:
        hours = f"{_clock(schedule.opens_at)}-{_clock(schedule.closes_at)}"
    return " ".join(filter(None, [days, hours, schedule.description]))


def _clock(minutes: int) -> str:
    return f"{minutes // 60}:{minutes % 60:02d}"

"""The parts of an HSDS record, read one at a time: languages, phones, schedules, places, services.

A part that can't be used is left out with a note that names the place it stood in; a record is
refused only for what makes it no entry at all. Foreign files hold anything anywhere, so nothing is
taken to be of the type that the standard gives it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import Any, cast

from bot.domain.entry import Freq, Location, Phone, Schedule
from bot.domain.errors import BadInput
from bot.services.lists.check import is_point, is_schedule, is_zone
from bot.services.lists.hsds_words import NOT_KEPT, OURS, PERSONS, derived_id
from bot.services.lists.phones import clean_phones
from bot.services.lists.rows import RowProblem
from bot.services.lists.texts import LIMITS, MOST, has_markup, shortened
from bot.services.lists.vocabulary import LANGUAGE_CODE, languages_of

Json = Mapping[str, Any]

_FREQS = {freq.value: freq for freq in Freq}
_TIME = re.compile(r"([0-9]{1,2}):([0-9]{2})(?::[0-9]{2}(?:\.[0-9]{1,6})?)?(Z|[+-][0-9:]{2,6})?")
_PART_ID = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9._:-]{0,98}[A-Za-z0-9])?")
_LEADING_DIGITS = re.compile(r"-?[0-9]{1,6}")


class Reading:
    """What is noted while a record is read; `counted` are fields left out on purpose, of the whole
    file, by name."""

    def __init__(self, counted: dict[str, int], *, phones_verified: bool = True) -> None:
        self.notes: list[RowProblem] = []
        #: Set once it is known: ids that we made up ourselves begin with it.
        self.entry_id = ""
        self.counted = counted
        self.phones_verified = phones_verified

    def note(self, key: str, path: str, **params: object) -> None:
        """Left out or assumed, at `path` (`services[0].phones[1]`)."""
        self.notes.append(RowProblem(key, {"path": path, **params}))

    def skip(self, table: str, record: Json) -> None:
        """Count what is not kept on purpose."""
        for field in NOT_KEPT[table].intersection(record):
            if record[field] not in (None, "", [], {}):
                name = "persons" if field in PERSONS else field
                self.counted[name] = self.counted.get(name, 0) + 1

    def text(self, record: Json, name: str, field: str, path: str) -> str:
        """A text of the record, cleaned and cut to our limit for `field`."""
        value = record.get(name)
        if value is None:
            return ""
        if not isinstance(value, str):
            if isinstance(value, (int, float)) and not isinstance(value, bool):
                value = str(value)
            else:
                self.note("lists_io.no_text", f"{path}{name}")
                return ""
        made, cut = shortened(value, field)
        if cut:
            self.note("lists_io.cut", f"{path}{name}", most=LIMITS[field])
        if has_markup(value):
            self.notes.append(RowProblem("lists_io.markup_removed", {"field": field}))
        return made

    def tried(self, record: Json, name: str, clean: Callable[[str], str], path: str) -> str:
        """A web or mail address of a part; a bad one is left out."""
        value = record.get(name)
        if not isinstance(value, str) or not value.strip():
            return ""
        try:
            return clean(value)
        except BadInput:
            self.note("lists_io.left_out", f"{path}{name}", typed=_shown(value))
            return ""

    def records(self, record: Json, name: str, path: str) -> Iterator[tuple[Json, str]]:
        """The objects of an array of the record, each with its path."""
        value = record.get(name)
        if value is None:
            return
        if not isinstance(value, list):
            self.note("lists_io.left_out", f"{path}{name}", typed=_shown(value))
            return
        most = MOST.get(name, 300)
        items = cast("list[Any]", value)
        for at, each in enumerate(items):
            where = f"{path}{name}[{at}]"
            if at >= most:
                self.note("lists_io.rest_left_out", where, most=most)
                return
            if isinstance(each, dict):
                yield cast("Json", each), where
            else:
                self.note("lists_io.left_out", where, typed=_shown(each))

    def part_id(self, record: Json, path: str) -> str:
        """The id of a part; "" where it has none, or only the one that our export gave it."""
        ours = attributes_of(record).get("id")
        text = ours[0] if ours else scalar(record.get("id"))
        if not _PART_ID.fullmatch(text) or text == derived_id(self.entry_id, path):
            return ""
        return text

    def number(self, record: Json, name: str, path: str) -> int | None:
        """A whole number of the record."""
        value = record.get(name)
        if value in (None, "") or isinstance(value, bool):
            return None
        text = scalar(value)
        found = _LEADING_DIGITS.match(text)
        if found and text[found.end() :] in ("", ".0"):
            return int(found[0])
        self.note("lists_io.left_out", f"{path}{name}", typed=_shown(value))
        return None

    def day(self, record: Json, name: str, path: str) -> date | None:
        """A date of the record; of a moment its day."""
        value = record.get(name)
        if value in (None, ""):
            return None
        try:
            return date.fromisoformat(scalar(value)[:10])
        except ValueError:
            self.note("lists_io.left_out", f"{path}{name}", typed=_shown(value))
            return None

    def minutes(self, record: Json, name: str, path: str) -> int | None:
        """A time of day of the record, as minutes after midnight where the place is."""
        value = record.get(name)
        if value in (None, ""):
            return None
        found = _TIME.fullmatch(scalar(value).strip())
        made = int(found[1]) * 60 + int(found[2]) if found and int(found[2]) < 60 else -1
        if not found or not 0 <= made <= 24 * 60:
            self.note("lists_io.left_out", f"{path}{name}", typed=_shown(value))
            return None
        if found[3] == "Z":
            self.counted["times"] = self.counted.get("times", 0) + 1
        return made

    # --- the parts ------------------------------------------------------------------------

    def languages(self, record: Json, path: str) -> tuple[str, ...]:
        """The codes of a record's languages; a name without a code is looked up."""
        found: dict[str, None] = {}
        for each, where in self.records(record, "languages", path):
            code = scalar(each.get("code")).strip()
            if not LANGUAGE_CODE.fullmatch(code):
                known, _ = languages_of(f"{code};{scalar(each.get('name'))}"[:200])
                code = known[0] if known else ""
            if code:
                found[code] = None
            else:
                self.note("lists_io.left_out", where, typed=_shown(each.get("name")))
        return tuple(found)

    def phones(self, record: Json, path: str) -> tuple[Phone, ...]:
        """The phones of a record. Numbers that are none are left out."""
        found: dict[Phone, None] = {}
        for each, where in self.records(record, "phones", path):
            try:
                numbers = clean_phones(scalar(each.get("number")))
            except BadInput:
                self.note("lists_io.left_out", where, typed=_shown(each.get("number")))
                continue
            ours = attributes_of(each)
            extension = ours.get("extension", [""])[0] or self._extension(each, where)
            said = self.text(each, "description", "phone_description", f"{where}.")
            languages = self.languages(each, f"{where}.")
            own = self.part_id(each, where)
            verified = ours.get("verified", ["yes"])[0] != "no" and self.phones_verified
            for number in numbers:
                phone = Phone(
                    number.number,
                    extension if len(extension) else number.extension,
                    said or number.description,
                    languages,
                    verified,
                    own if number is numbers[0] else "",
                )
                found[phone] = None
        return tuple(found)

    def _extension(self, record: Json, path: str) -> str:
        value = record.get("extension")
        if value in (None, "", 0):
            return ""
        text = scalar(value).removesuffix(".0").strip().lstrip("xX#. ")
        if text.isascii() and text.isdigit() and len(text) <= LIMITS["extension"]:
            return text
        self.note("lists_io.left_out", f"{path}.extension", typed=_shown(value))
        return ""

    def schedules(self, record: Json, path: str) -> tuple[Schedule, ...]:
        """The schedules of a record. One that no calendar could repeat keeps only its words."""
        found: dict[Schedule, None] = {}
        for each, where in self.records(record, "schedules", path):
            at = f"{where}."
            said = [self.text(each, name, "hours", at) for name in ("description", "notes")]
            text, cut = shortened("\n".join(filter(None, said)), "hours")
            if cut:
                self.note("lists_io.cut", f"{at}description", most=LIMITS["hours"])
            freq = scalar(each.get("freq")).upper()
            if freq and freq not in _FREQS:
                self.note("lists_io.left_out", f"{at}freq", typed=_shown(freq))
            made = Schedule(
                byday=_days(each.get("byday")),
                opens_at=self.minutes(each, "opens_at", at),
                closes_at=self.minutes(each, "closes_at", at),
                freq=_FREQS.get(freq),
                interval=self.number(each, "interval", at),
                bymonthday=_numbers(each.get("bymonthday")),
                dtstart=self.day(each, "dtstart", at),
                until=self.day(each, "until", at),
                count=self.number(each, "count", at),
                valid_from=self.day(each, "valid_from", at),
                valid_to=self.day(each, "valid_to", at),
                description=text,
                id=self.part_id(each, where),
            )
            empty = Schedule(id=made.id)
            if made != empty and not is_schedule(made):
                self.note("lists_io.bad_hours_left_out", where)
                made = replace(empty, description=text)
            if made != empty:
                found[made] = None
        return tuple(found)

    def location(self, record: Json, path: str) -> Location:
        """A location. Where its address is confidential, nothing of it is read but the town."""
        at = f"{path}."
        self.skip("location", record)
        ours = attributes_of(record)
        hidden = ours.get("confidential", ["no"])[0] == "yes"
        kind = scalar(record.get("location_type")) or "physical"
        if kind not in ("physical", "postal", "virtual"):
            self.note("lists_io.left_out", f"{at}location_type", typed=_shown(kind))
            kind = "physical"
        address, where = self._address(record, at)
        lat, lon = self._point(record, at)
        zone = ours.get("time_zone", [""])[0]
        return Location(
            name=self.text(record, "name", "location_name", at),
            address_1="" if hidden else self.text(address, "address_1", "address_1", where),
            address_2="" if hidden else self.text(address, "address_2", "address_2", where),
            city=self.text(address, "city", "city", where),
            state=self.text(address, "state_province", "state", where),
            postal_code="" if hidden else self.text(address, "postal_code", "postal_code", where),
            country=self.text(address, "country", "country", where) or "US",
            lat=lat,
            lon=lon,
            time_zone=zone if zone and is_zone(zone) else None,
            kind=kind,
            description=self.text(record, "description", "location_description", at),
            transportation=self.text(record, "transportation", "transportation", at),
            confidential=hidden,
            languages=self.languages(record, at),
            phones=self.phones(record, at),
            schedules=self.schedules(record, at),
            id=self.part_id(record, path),
        )

    def _address(self, record: Json, path: str) -> tuple[Json, str]:
        """The address where one can go; the others are for letters."""
        nothing: Json = {}
        best: tuple[Json, str] = (nothing, path)
        count = 0
        for each, where in self.records(record, "addresses", path):
            count += 1
            self.skip("address", each)
            if best[0] is nothing or (
                each.get("address_type") == "physical" and best[0].get("address_type") != "physical"
            ):
                best = (each, f"{where}.")
        if count > 1:
            self.note("lists_io.one_address", f"{path}addresses", number=count)
        return best

    def _point(self, record: Json, path: str) -> tuple[float | None, float | None]:
        lat, lon = record.get("latitude"), record.get("longitude")
        if lat in (None, "") and lon in (None, ""):
            return None, None
        try:
            north, east = float(scalar(lat)), float(scalar(lon))
        except ValueError:
            north, east = 999.0, 999.0
        if not is_point(north, east) or (north, east) == (0.0, 0.0):
            self.note(
                "lists_io.left_out",
                f"{path}latitude",
                typed=_shown(f"{scalar(lat)}, {scalar(lon)}"),
            )
            return None, None
        return north, east


def attributes_of(record: Json) -> dict[str, list[str]]:
    """Our own attributes of a record: the values of each, in order."""
    found: dict[str, list[str]] = {}
    held = record.get("attributes")
    for each in cast("list[Any]", held) if isinstance(held, list) else []:
        if not isinstance(each, dict):
            continue
        link, value = cast("Json", each).get("link_type"), cast("Json", each).get("value")
        if isinstance(link, str) and isinstance(value, str) and link.startswith(OURS):
            found.setdefault(link[len(OURS) :], []).append(value)
    return found


def _days(value: Any) -> tuple[str, ...]:
    parts = re.split(r"[,;\s]+", value.strip().upper()) if isinstance(value, str) else []
    return tuple(dict.fromkeys(filter(None, parts[:100])))


def _numbers(value: Any) -> tuple[int, ...]:
    parts = re.split(r"[,;\s]+", scalar(value).strip())
    if not all(_LEADING_DIGITS.fullmatch(part) for part in parts if part):
        return ()
    return tuple(dict.fromkeys(int(part) for part in parts[:100] if part))


def scalar(value: Any) -> str:
    """A text or number as text, "" for anything else."""
    if isinstance(value, str):
        return value
    return str(value) if isinstance(value, (int, float)) and not isinstance(value, bool) else ""


def _shown(value: Any) -> str:
    """A value as a note quotes it."""
    text = scalar(value)
    return " ".join("".join(filter(str.isprintable, text[:120])).split())[:60] or "-"

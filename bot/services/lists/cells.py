"""Cells into an entry: one row of a table, or what somebody mended of it in a form.

This is the inside of a loop over a hundred thousand rows: only cells with something in them are
looked at, and what repeats (places, hosts, kinds, languages) is looked up once.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from bot.domain.entry import Entry, Location, Phone, Schedule, Service
from bot.domain.errors import BadInput
from bot.domain.places import Places
from bot.services.lists.cell_parts import (
    LONGEST_NOTHING,
    day_of,
    first_of,
    is_nothing,
    languages_in,
    listed,
    needs_in,
    point_of,
    schedules_of,
)
from bot.services.lists.check import problems_of
from bot.services.lists.ids import entry_id, stable_id
from bot.services.lists.phones import clean_phones
from bot.services.lists.rows import ReadRow, RowProblem, problem_of
from bot.services.lists.texts import clean_text, has_markup
from bot.services.lists.vocabulary import OTHER, kind_of, needs_of, yes_or_no
from bot.services.lists.websites import clean_email, clean_url
from bot.services.lists.whereabouts import Where, Whereabouts

#: The fields that are plain text, and the limit that each has.
_TEXTS: Mapping[str, str] = {
    "name": "name",
    "name_es": "name",
    "what": "what",
    "what_es": "what",
    "alert": "alert",
    "through": "through",
    "source": "source",
    "address_1": "address_1",
    "address_2": "address_2",
    "postal_code": "postal_code",
    "eligibility": "eligibility",
    "how_to_begin": "how_to_begin",
    "fees": "fees",
}
#: Where `NA`, `no` or `x` means something.
_SAYS = frozenset({"name", "state", "confidential", "languages"})
#: Cells that are cleaned to the last letter above, so that nothing is left for `problems_of` to
#: find: most tables have no others, and a large one is read a tenth faster (a test holds it).
CLEANED = frozenset({"name", "what", "website", "city", "state", "languages", "kind", "phone"})
_ADDRESS = ("address_1", "address_2", "postal_code", "lat", "lon")


class RowMaker:
    """Makes entries of cells. One for a file: it remembers the places it looked up.

    `phones_verified` says whether the numbers of this list may be shown before an editor has
    called them.
    """

    def __init__(self, places: Places, *, phones_verified: bool = True) -> None:
        self._where = Whereabouts(places)
        self._verified = phones_verified

    def row(self, line: int, cells: Mapping[str, str], *, path: str = "") -> ReadRow:
        """The row of these cells, by our field names (`headers.NAMES`); empty ones may be left out.

        It raises nothing: what is wrong stands in the row.
        """
        problems: list[RowProblem] = []
        notes: list[RowProblem] = []
        texts: dict[str, str] = {}
        cells = _said(cells)
        for field, typed in cells.items():
            limit = _TEXTS.get(field)
            if limit is None:
                continue
            try:
                text = clean_text(typed, limit)
            except BadInput as error:
                problems.append(problem_of(error))
                continue
            if text is not typed and field != "name" and is_nothing(text):
                continue
            texts[field] = text
            if "<" in typed and has_markup(typed):
                notes.append(RowProblem("lists_io.markup_removed", {"field": field}))
        try:
            made = self._made(cells, texts, problems, notes)
        except BadInput as error:
            problems.append(problem_of(error))
            made = None
        if made is not None and not problems and not cells.keys() <= CLEANED:
            problems += problems_of(made)
        kept, hidden = cells, yes_or_no(cells.get("confidential", "no").strip()) is not False
        if hidden:
            kept = {field: typed for field, typed in cells.items() if field not in _ADDRESS}
        return ReadRow(
            line,
            path,
            None if problems else made,
            tuple(problems),
            tuple(notes),
            kept,
            assured=day_of(cells["assured"], notes) if "assured" in cells else None,
        )

    def _made(
        self,
        cells: Mapping[str, str],
        texts: dict[str, str],
        problems: list[RowProblem],
        notes: list[RowProblem],
    ) -> Entry | None:
        get, text = cells.get, texts.get
        name = text("name", "")
        if not name:
            if not any(problem.params.get("field") == "name" for problem in problems):
                problems.append(RowProblem("lists_io.no_name"))
            return None
        where = self._where.of(
            get("city", ""), get("state", ""), text("postal_code", ""), get("scope", "")
        )
        notes += where.notes
        website = first_of(get("website", ""), clean_url, "website", problems, notes)
        email = first_of(get("email", ""), clean_email, "email", problems, notes)
        phones = self._phones(get("phone", ""), problems)
        languages = languages_in(cells["languages"], notes) if "languages" in cells else ()
        needs = needs_in(cells["needs"], notes) if "needs" in cells else ()
        kind = OTHER
        if typed := get("kind", ""):
            kind = kind_of(typed) or OTHER
            if kind == OTHER and kind_of(typed) is None:
                needs = tuple(dict.fromkeys((*needs, *needs_of(typed)[0])))
                notes.append(RowProblem("lists_io.kind_assumed", {"typed": typed.strip()[:60]}))
        location = self._location(cells, texts, where, notes)
        service = self._service(name, cells, texts, location, problems)
        at = where.point if location is None else (location.lat, location.lon)
        lat, lon = at if at and where.city else (None, None)
        typed_id = get("id", "").strip()
        state = where.states[0] if where.states else None
        what = {code: said for code, key in _WHAT if (said := text(key))}
        other_name = text("name_es", "")
        return Entry(
            id=entry_id(typed_id, name) if typed_id else stable_id(name, where.city, state),
            name=name,
            kind=kind,
            scope=where.scope,
            states=where.states,
            city=where.city,
            lat=lat,
            lon=lon,
            website=website or None,
            through=text("through") or None,
            email=email,
            alert=text("alert", ""),
            languages=languages,
            aliases=listed(cells["aliases"], "aliases") if "aliases" in cells else (),
            what=what,
            names={"es": other_name} if other_name else {},
            needs=needs,
            phones=phones,
            locations=(location,) if location else (),
            services=(service,) if service else (),
            source=text("source", ""),
        )

    def _phones(self, typed: str, problems: list[RowProblem]) -> tuple[Phone, ...]:
        if not typed or is_nothing(typed):
            return ()
        try:
            found = clean_phones(typed)
        except BadInput as error:
            problems.append(problem_of(error))
            return ()
        return tuple(
            [
                Phone(number, extension, said, (), self._verified)
                for number, extension, said in found
            ]
        )

    def _location(
        self,
        cells: Mapping[str, str],
        texts: dict[str, str],
        where: Where,
        notes: list[RowProblem],
    ) -> Location | None:
        hidden = False
        if typed := cells.get("confidential"):
            answer = yes_or_no(typed.strip())
            if answer is None:
                notes.append(RowProblem("lists_io.confidential_assumed", {"typed": typed[:40]}))
            hidden = answer is not False
        address, second = texts.get("address_1", ""), texts.get("address_2", "")
        postal_code = texts.get("postal_code", "")
        point = point_of(cells, notes)
        state = where.states[0] if where.states else ""
        if hidden:
            for field in ("what", "what_es", "eligibility", "how_to_begin", "alert"):
                if len(address) > 5 and address.casefold() in texts.get(field, "").casefold():
                    raise BadInput("lists_io.address_in_text", field=field)
            lat, lon = where.town or (None, None)
            return Location("", "", "", where.city or "", state, "", "US", lat, lon,
                            confidential=True, id="1")  # fmt: skip
        if not (address or second or postal_code or point):
            return None
        lat, lon = point or where.point or (None, None)
        return Location("", address, second, where.city or "", state, postal_code, "US", lat, lon,
                        id="1")  # fmt: skip

    def _service(
        self,
        name: str,
        cells: Mapping[str, str],
        texts: dict[str, str],
        location: Location | None,
        problems: list[RowProblem],
    ) -> Service | None:
        eligibility, begin = texts.get("eligibility", ""), texts.get("how_to_begin", "")
        fees, hours = texts.get("fees", ""), cells.get("hours", "")
        areas = cells.get("areas", "")
        county = cells.get("county", "")
        schedules: tuple[Schedule, ...] = ()
        served: tuple[str, ...] = ()
        try:
            schedules = schedules_of(hours) if hours else ()
            if areas or county:
                served = listed(f"{areas};{county}", "areas")
        except BadInput as error:
            problems.append(problem_of(error))
        if not (eligibility or begin or fees or schedules or served):
            return None
        return Service(
            name,
            eligibility=eligibility,
            how_to_begin=begin,
            fees=fees,
            areas=served,
            schedules=schedules,
            locations=(location.id,) if location else (),
            id="1",
        )


def _said(cells: Mapping[str, str]) -> Mapping[str, str]:
    """The cells that say something: `n/a` says nothing."""
    for field, typed in cells.items():
        if len(typed) < LONGEST_NOTHING and field not in _SAYS and is_nothing(typed):
            return {f: t for f, t in cells.items() if f in _SAYS or not is_nothing(t)}
    return cells


_WHAT = (("en", "what"), ("es", "what_es"))


def row_from_cells(
    cells: Mapping[str, str],
    places: Places,
    *,
    line: int = 0,
    path: str = "",
    base: Entry | None = None,
    phones_verified: bool = True,
) -> ReadRow:
    """A row again, from cells that somebody mended. It raises nothing.

    With `base` (a row of an HSDS file) only what stands in the cells is made anew; the rest of the
    entry stays as it was read.
    """
    filled = {field: typed for field, typed in cells.items() if typed.strip()}
    row = RowMaker(places, phones_verified=phones_verified).row(line, filled, path=path)
    if base is None or row.entry is None:
        return replace(row, base=base) if base else row
    made = row.entry
    changed: dict[str, Any] = {}
    for field, attribute in _ATTRIBUTES.items():
        if field in cells:
            changed[attribute] = getattr(made, attribute)
    if "what" in cells:
        changed["what"] = {**base.what, **made.what}
    mended = replace(base, **changed)
    problems = problems_of(mended)
    return replace(row, entry=None if problems else mended, problems=problems, base=base)


#: Which attribute of an entry a cell decides, where an entry is mended that has more.
_ATTRIBUTES = {
    "id": "id",
    "name": "name",
    "website": "website",
    "email": "email",
    "phone": "phones",
    "alert": "alert",
    "aliases": "aliases",
    "source": "source",
}

"""What editors type into forms, and the entry it makes; and what a form shows of an entry.

Pure: text in, text out. Each part of an entry has a form of at most five fields; what is wrong in
one is a BadInput that names it. A field that was left as it was shown (`touched`) is none of the
values: what it stands for stays exactly as it is, also where a form shows less than is kept.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any
from uuid import uuid4

from bot.domain.entry import Entry, Phone, Service
from bot.domain.errors import BadInput
from bot.domain.places import Places
from bot.i18n import named_language
from bot.services.entry_parts import hours_of, keyed, put, with_hours
from bot.services.entry_places import (
    CONFIDENTIAL,
    REMOVE,
    SHOWN,
    place_of,
    where_of,
    with_place,
    with_where,
)
from bot.services.entry_words import kind_name, need_name, needs_typed
from bot.services.lists.phones import clean_phones
from bot.services.lists.texts import clean_text
from bot.services.lists.vocabulary import kind_of, languages_of
from bot.services.lists.websites import clean_email, clean_url

__all__ = [
    "CONFIDENTIAL", "REMOVE", "SHOWN", "Change", "basics_of", "contact_of", "place_of",
    "service_of", "texts_of", "touched", "with_basics", "with_contact", "with_place",
    "with_service", "with_texts",
]  # fmt: skip

Values = Mapping[str, str]
Change = Callable[[Entry], Entry]


def touched(shown: Values, typed: Values) -> dict[str, str]:
    """The fields that say something else than what was shown, blanks aside."""
    return {
        name: text for name, text in typed.items() if text.split() != shown.get(name, "").split()
    }


def _joined(values: tuple[str, ...]) -> str:
    return ", ".join(values)


# --- name, kind, place ----------------------------------------------------------------------


def basics_of(entry: Entry, language: str) -> dict[str, str]:
    """The fields `name`, `kind`, `where`, `aliases`, `needs`."""
    return {
        "name": entry.name,
        "kind": kind_name(entry.kind, language),
        "where": where_of(entry, language),
        "aliases": "\n".join(entry.aliases),
        "needs": _joined(tuple(need_name(need, language) for need in entry.needs)),
    }


def with_basics(values: Values, places: Places) -> Change:
    """The change that these fields mean.

    Raises:
        BadInput: no name; a kind, a place or a need that is none.
    """
    made: dict[str, Any] = {}
    if "name" in values:
        made["name"] = clean_text(values["name"], "name")
        if not made["name"]:
            raise BadInput("lists_io.no_name")
    if "kind" in values:
        made["kind"] = _kind(values["kind"])
    if "aliases" in values:
        aliases = [clean_text(line, "aliases") for line in values["aliases"].splitlines()]
        made["aliases"] = tuple(dict.fromkeys(filter(None, aliases)))
    if "needs" in values:
        made["needs"], unknown = needs_typed(values["needs"])
        if unknown:
            raise BadInput("directory.unknown_need", typed=unknown[0][:60])
    place = with_where(values["where"], places) if "where" in values else None

    def change(entry: Entry) -> Entry:
        entry = replace(entry, **made)
        return place(entry) if place else entry

    return change


def _kind(typed: str) -> str:
    if not typed.strip():
        return "other"
    kind = kind_of(typed)
    if kind is None:
        raise BadInput("directory.unknown_kind", typed=typed.strip()[:60])
    return kind


# --- how to reach them ----------------------------------------------------------------------


def contact_of(entry: Entry, language: str) -> dict[str, str]:
    """The fields `website`, `phones`, `email`, `alert`, `languages`."""
    return {
        "website": entry.website or "",
        "phones": "\n".join(_phone_line(phone) for phone in entry.phones),
        "email": entry.email,
        "alert": entry.alert,
        "languages": _joined(tuple(_language_name(code, language) for code in entry.languages)),
    }


def _phone_line(phone: Phone) -> str:
    extension = f" ext {phone.extension}" if phone.extension else ""
    return f"{phone.number}{extension}{f' ({phone.description})' if phone.description else ''}"


def _language_name(code: str, language: str) -> str:
    return named_language(code, language) or code


def with_contact(values: Values, language: str = "en") -> Change:
    """The change that these fields mean. A number that was there keeps what is known of it; a new
    one counts as called, as the editor has it from somewhere today. `language` is the form's.

    Raises, also when it is applied:
        BadInput: a website, a number, an address or a language that is none.
    """
    made: dict[str, Any] = {}
    if "website" in values:
        website = values["website"].strip()
        made["website"] = clean_url(website) if website else None
    if "email" in values:
        email = values["email"].strip()
        made["email"] = clean_email(email) if email else ""
    if "alert" in values:
        made["alert"] = clean_text(values["alert"], "alert")

    def change(entry: Entry) -> Entry:
        done = replace(entry, **made)
        if done.website != entry.website:
            done = replace(done, through=None)
        if "phones" in values:
            done = replace(done, phones=_phones(values["phones"], entry.phones))
        if "languages" in values:
            spoken = _languages(values["languages"], entry.languages, language)
            done = replace(done, languages=spoken)
        return done

    return change


def _phones(typed: str, known: tuple[Phone, ...]) -> tuple[Phone, ...]:
    """The numbers, a line each (or several in one); a line that was shown so is that number."""
    by_line = {_phone_line(phone): phone for phone in known}
    by_number = {(phone.number, phone.extension): phone for phone in known}
    found: dict[Phone, None] = {}
    for line in filter(None, map(str.strip, typed.splitlines())):
        if line in by_line:
            found[by_line[line]] = None
            continue
        for read in clean_phones(line):
            old = by_number.get((read.number, read.extension))
            said = read.description
            phone = Phone(read.number, read.extension, said)
            found[replace(old, description=said or old.description) if old else phone] = None
    return tuple(found)


def _languages(typed: str, known: tuple[str, ...], language: str) -> tuple[str, ...]:
    """The codes; a name that was shown so is that language, whatever else it could mean."""
    names = {_language_name(code, language).casefold(): code for code in known}
    found: dict[str, None] = {}
    for part in filter(None, map(str.strip, typed.split(","))):
        if part.casefold() in names:
            found[names[part.casefold()]] = None
            continue
        codes, unknown = languages_of(part)
        if unknown:
            raise BadInput("directory.unknown_language", typed=unknown[0][:60])
        found.update(dict.fromkeys(codes))
    return tuple(found)


# --- what they do ---------------------------------------------------------------------------


def texts_of(entry: Entry) -> dict[str, str]:
    """The fields `what_en`, `what_es`, `name_es`."""
    return {
        "what_en": entry.what.get("en", ""),
        "what_es": entry.what.get("es", ""),
        "name_es": entry.names.get("es", ""),
    }


def with_texts(values: Values) -> Change:
    """The change that these fields mean.

    Raises:
        BadInput: too long.
    """
    said = {code: values.get(f"what_{code}") for code in ("en", "es")}
    what = {code: clean_text(text, "what") for code, text in said.items() if text is not None}
    names = {"es": clean_text(values["name_es"], "name")} if "name_es" in values else {}

    def change(entry: Entry) -> Entry:
        return replace(entry, what=_merged(entry.what, what), names=_merged(entry.names, names))

    return change


def _merged(held: Mapping[str, str], typed: Mapping[str, str]) -> Mapping[str, str]:
    return {code: text for code, text in {**held, **typed}.items() if text}


# --- one service ----------------------------------------------------------------------------


def service_of(entry: Entry, key: str, language: str) -> dict[str, str]:
    """The fields `name`, `what`, `hours`, `eligibility`, `how_to_begin` of a service; empty for a
    new one, with the entry's own name where it is the first."""
    service = keyed(entry.services).get(key)
    if service is None:
        return {"name": "" if entry.services else entry.name}
    return {
        "name": service.name,
        "what": service.what,
        "hours": hours_of(service, language),
        "eligibility": service.eligibility,
        "how_to_begin": service.how_to_begin,
    }


def with_service(values: Values, key: str) -> Change:
    """Changes the service with that key, or adds one; with an empty name it is taken out.

    Raises, also when it is applied:
        BadInput: something in it can't be kept.
    """
    limits = {"name": "service_name", "what": "service_what"}
    texts = {
        field: clean_text(values[field], limits.get(field, field))
        for field in ("name", "what", "eligibility", "how_to_begin")
        if field in values
    }

    def change(entry: Entry) -> Entry:
        old = keyed(entry.services).get(key)
        if texts.get("name") == "":
            return replace(entry, services=tuple(s for s in entry.services if s is not old))
        # A new one is offered under the entry's own name.
        base = old or Service(entry.name, id=str(uuid4()))
        made = replace(base, **texts)
        if "hours" in values:
            made = with_hours(made, values["hours"])
        return replace(entry, services=put(entry.services, old, made))

    return change

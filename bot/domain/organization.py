"""An organization of the directory as a member meets it (words of HSDS 3.0)."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import NamedTuple


class Scope(StrEnum):
    """How far an organization reaches; the values are those of the data."""

    CITY = "city"
    STATE = "state"
    NATIONWIDE = "nationwide"
    INTERNATIONAL = "international"
    NOT_STATED = "not stated"


class Organization(NamedTuple):
    """One entry. A named tuple: a search makes many, and they are hashed to be remembered.

    `number` is the database's own short id, `id` the stable public one. `states` are two-letter
    codes, the home state first. `points` are where it is, as (lat, lon), one or several.
    `languages` are ISO 639 codes, empty when nobody knows. `what` is in the language that was
    asked for. `through` names whose website it is where the entry has none of its own.
    `assured_on` is the day this server's moderators last checked it, None if they never did.
    `card` is the entry as members may see it, as JSON, where a card shows more of it than stands
    here (phones, hours, an alert); otherwise empty.
    """

    number: int
    id: str
    name: str
    kind: str
    scope: Scope
    states: tuple[str, ...]
    city: str | None
    points: tuple[tuple[float, float], ...]
    website: str | None
    through: str | None
    what: str
    languages: tuple[str, ...]
    assured_on: date | None
    card: str = ""


class Hit(NamedTuple):
    """An organization that a search found; `distance_km` is None where there is no telling."""

    organization: Organization
    distance_km: float | None


class ProblemReason(StrEnum):
    """What can be wrong with an entry. The values are stored: never rename them."""

    PHONE = "phone"
    WEBSITE = "website"
    CLOSED = "closed"
    MOVED = "moved"
    UNSAFE = "unsafe"
    OTHER = "other"

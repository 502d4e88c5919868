"""The lists that people ask for by name, and how each is looked up.

A list of entries stands for one need of the directory. It is searched with a phrase of its own
(`words`) that stands in data/synonyms.json for that need and is written in no entry, so that the
list holds exactly the entries that meet the need, not those that merely mention it. The others are
reference lists with a file of their own, and the directory, which is chosen from by kind.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from bot.domain.errors import BadInput
from bot.domain.organization import Hit
from bot.domain.places import Place
from bot.domain.ranking import Tier, tier
from bot.domain.search import fold


class Shape(StrEnum):
    """How a list is looked up and shown."""

    ENTRIES = "entries"
    KINDS = "kinds"
    SAFE = "safe"
    AGREEMENTS = "agreements"


@dataclass(frozen=True, slots=True)
class NamedList:
    """A list. `slug` names its sentences in the catalogs and stands in buttons: never change one.

    `words` find its entries; `instead` finds who helps where a place has none of them.
    """

    slug: str
    shape: Shape = Shape.ENTRIES
    words: str = ""
    instead: str = ""


HOTLINES = NamedList("hotlines", words="hotlines-list")
DIRECTORY = NamedList("directory", Shape.KINDS)
SAFE = NamedList("safe", Shape.SAFE)
AGREEMENTS = NamedList("287g", Shape.AGREEMENTS)

#: In the order of the menu: what somebody in need asks for first.
NAMED_LISTS = (
    HOTLINES,
    NamedList("pro_bono", words="pro-bono-list", instead="lawyer"),
    NamedList("clinics", words="legal-clinics-list", instead="lawyer"),
    SAFE,
    NamedList("visits", words="visiting-programs-list", instead="hotlines-list"),
    NamedList("citizenship", words="citizenship-list", instead="lawyer"),
    NamedList("chapters", words="local-groups-list"),
    NamedList("trainings", words="trainings-list"),
    AGREEMENTS,
    DIRECTORY,
)
_BY_SLUG = {each.slug: each for each in NAMED_LISTS}


def list_of(slug: str) -> NamedList:
    """The list with this slug.

    Raises:
        BadInput: there is none.
    """
    found = _BY_SLUG.get(slug)
    if found is None:
        raise BadInput("lists.unknown_list")
    return found


def meant_list(typed: str, titles: Iterable[tuple[str, str]]) -> NamedList:
    """The list that somebody meant: by slug, or by one of `titles` (title, slug) in any language.

    Raises:
        BadInput: none is called so.
    """
    wanted = fold(typed).strip()
    for title, slug in titles:
        if wanted in (fold(title), fold(slug)):
            return list_of(slug)
    raise BadInput("lists.unknown_list")


def serving(hits: Iterable[Hit], place: Place) -> tuple[list[Hit], list[Hit], list[Hit]]:
    """Hits parted by how they serve a place: there, wherever one is, only elsewhere."""
    there: list[Hit] = []
    everywhere: list[Hit] = []
    elsewhere: list[Hit] = []
    for hit in hits:
        served = tier(hit.organization, place, hit.distance_km)
        if served <= Tier.SAME_STATE:
            there.append(hit)
        elif served is Tier.ELSEWHERE:
            elsewhere.append(hit)
        else:
            everywhere.append(hit)
    return there, everywhere, elsewhere

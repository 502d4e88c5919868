"""States, nicknames and districts written by hand, and the form in which place names are compared.

Source of the table: data/states.json. The places of every ZIP are in `places.py`.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypedDict, cast

# Apostrophes, periods, and the marks that nobody sees (soft hyphen, zero width, direction).
_DROPPED = re.compile(
    r"['`.\u00b4\u02bb\u02bc\u2018\u2019\u00ad"
    r"\u200b-\u200f\u202a-\u202e\u2060-\u2069]"
)
_NOT_A_WORD = re.compile(r"[^\w,]+|_+")
_COMMAS = re.compile(r"[\s,]*,[\s,]*")
#: Short forms at the beginning or inside of a name.
SPELLED_OUT = {"st": "saint", "ste": "sainte", "ft": "fort", "mt": "mount"}
_COUNTRY = re.compile(r"[, ]+(?:usa|us|united states(?: of america)?|estados unidos|ee ?uu|eua)$")


@dataclass(frozen=True, slots=True)
class State:
    """A state, DC or island area; `names` and `labels` by language, coordinates its middle."""

    code: str
    names: Mapping[str, str]
    labels: Mapping[str, str]
    also: tuple[str, ...]
    lat: float
    lon: float


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """States and names by hand: `nicknames` by word, `districts` by label, both to a city label."""

    states: tuple[State, ...]
    nicknames: Mapping[str, str]
    districts: Mapping[str, str]


class _StateRecord(TypedDict):
    code: str
    name: dict[str, str]
    also: list[str]
    lat: float
    lon: float


def parse_gazetteer(text: str) -> Gazetteer:
    """Read the text of data/states.json."""
    whole = json.loads(text)
    states: list[State] = []
    for record in cast("list[_StateRecord]", whole["states"]):
        labels = cast("dict[str, str]", record.get("label", record["name"]))
        where = (record["lat"], record["lon"])
        states.append(State(record["code"], record["name"], labels, tuple(record["also"]), *where))
    nicknames = {
        fold(word): cast("str", record["place"])
        for record in whole["nicknames"]
        for word in cast("list[str]", record["words"])
    }
    districts = {record["label"]: record["like"] for record in whole["districts"]}
    return Gazetteer(tuple(states), nicknames, districts)


def fold(text: str) -> str:
    """The form in which names are compared: lower case, no accents, no country, `st` as `saint`.

    The last word stays as it is: it may be a state (`MT`) or not be finished yet.
    """
    plain = text.casefold()
    if not plain.isascii():
        parts = unicodedata.normalize("NFKD", plain)
        plain = "".join(part for part in parts if not unicodedata.combining(part))
    plain = _COUNTRY.sub("", _NOT_A_WORD.sub(" ", _DROPPED.sub("", plain)).strip())
    words = _COMMAS.sub(", ", plain).strip(" ,").split(" ")
    words[:-1] = [SPELLED_OUT.get(word, word) for word in words[:-1]]
    return " ".join(words).replace("mc ", "mc") if words[0] == "mc" else " ".join(words)

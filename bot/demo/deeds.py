"""What people of the tour can do, and a step of its story: data, no Discord."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


def _nothing() -> Mapping[str, str]:
    return {}


@dataclass(frozen=True, slots=True)
class Command:
    """Runs a slash command; `options` as typed."""

    name: str
    options: Mapping[str, str] = field(default_factory=_nothing)


@dataclass(frozen=True, slots=True)
class Send:
    """Runs a slash command with a file of `data/` in its option `option`."""

    name: str
    option: str
    file: str


@dataclass(frozen=True, slots=True)
class Suggest:
    """Types `typed` into an option and looks at what autocomplete offers."""

    command: str
    option: str
    typed: str


@dataclass(frozen=True, slots=True)
class Press:
    """Presses a button of the newest message that has it."""

    control: str


@dataclass(frozen=True, slots=True)
class Choose:
    """Chooses in a select. `values` are options' values, or `role:<key>`, `channel:<key>`."""

    control: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Fill:
    """Fills in the form that is open and sends it. `#1` is the first of a field's options; several
    are parted by commas."""

    answers: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Later:
    """Lets so many hours pass, and looks at what the bot said meanwhile."""

    hours: int


@dataclass(frozen=True, slots=True)
class Look:
    """Looks at the newest message there."""


@dataclass(frozen=True, slots=True)
class Fetch:
    """Lets their calendar app ask at the address that they were shown."""


@dataclass(frozen=True, slots=True)
class Visit:
    """Opens the page of the public calendar on a phone: `path` is what stands behind its name."""

    path: str = ""
    dark: bool = False


Deed = Command | Send | Suggest | Press | Choose | Fill | Later | Look | Fetch | Visit


@dataclass(frozen=True, slots=True)
class Step:
    """One thing a person does. `slug` names the files and the title; `who` and `where` are keys
    (`cast.DM`: what the bot wrote to them alone)."""

    slug: str
    who: str
    where: str
    does: Deed

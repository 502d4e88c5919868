"""Who lives in the demo server and what it looks like: data only, no Discord and no SimCord.

The names are invented. What a visitor reads about a channel or a person comes from the catalog
(`demo.channel.<key>`, `demo.person.<key>`), so that the chooser speaks both languages.
"""

from __future__ import annotations

from dataclasses import dataclass

SERVER_NAME = "Coalition Demo"
BOT_NAME = "Coalition Bot"


#: In the place of a channel's key: a person's direct messages with the bot.
DM = "dm"


@dataclass(frozen=True, slots=True)
class Role:
    """A role of the demo server. `manages_server` gives Discord's Manage Server permission."""

    key: str
    name: str
    manages_server: bool = False
    colour: int = 0


@dataclass(frozen=True, slots=True)
class Channel:
    """A text channel. `only` names the roles that see it; empty means everybody.

    In a `read_only` one only the owner posts, not even the bot: `/setup` has something to say.
    """

    key: str
    only: tuple[str, ...] = ()
    read_only: bool = False


@dataclass(frozen=True, slots=True)
class Person:
    """A person of the demo. `language` is what they chose in `/me`, None where they never did."""

    key: str
    name: str
    roles: tuple[str, ...] = ()
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Greeting:
    """A message that somebody wrote before the visitor came: `demo.greeting.<channel>`."""

    channel: str
    who: str


ROLES: tuple[Role, ...] = (
    Role("coordinators", "Coordinators", manages_server=True, colour=0xB45309),
    Role("moderators", "Moderators", colour=0x0F766E),
    Role("volunteers", "Volunteers", colour=0x1D4ED8),
)

CHANNELS: tuple[Channel, ...] = (
    Channel("welcome", read_only=True),
    Channel("find-help"),
    Channel("announcements"),
    Channel("shifts"),
    Channel("alerts"),
    Channel("moderators", only=("coordinators", "moderators")),
)

PEOPLE: tuple[Person, ...] = (
    Person("june", "June", roles=("volunteers",)),
    Person("lucia", "Lucía", language="es"),
    Person("amara", "Amara", roles=("coordinators",)),
    Person("teo", "Teo", roles=("moderators",)),
    Person("noor", "Noor", roles=("volunteers",)),
    Person("rafa", "Rafa", roles=("moderators",), language="es"),
)

GREETINGS: tuple[Greeting, ...] = (
    Greeting("welcome", "amara"),
    Greeting("find-help", "teo"),
    Greeting("announcements", "amara"),
    Greeting("shifts", "noor"),
    Greeting("alerts", "teo"),
    Greeting("moderators", "amara"),
)


def may_see(person: Person, channel: Channel) -> bool:
    """Whether this person sees this channel, as the seeded permissions have it."""
    return not channel.only or any(role in channel.only for role in person.roles)

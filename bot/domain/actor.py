"""Who is asking, where, and what they may do there. Decided in services, never in Discord alone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from bot.domain.errors import NotAllowed


class Capability(StrEnum):
    """What somebody may do in one server. The values are stored: never rename them."""

    MEMBER = "member"
    VOLUNTEER = "volunteer"
    DIRECTORY_EDITOR = "directory_editor"
    ORGANIZER = "organizer"
    DISPATCHER = "dispatcher"
    VERIFIER = "verifier"
    ADMIN = "admin"


#: The capabilities that a server gives by role in `/setup`; MEMBER is everybody's.
BY_ROLE: tuple[Capability, ...] = tuple(c for c in Capability if c is not Capability.MEMBER)


@dataclass(frozen=True, slots=True)
class Actor:
    """A person in a server (`guild_id` is None in a direct message), with their capabilities."""

    user_id: int
    guild_id: int | None
    capabilities: frozenset[Capability]

    def may(self, capability: Capability) -> bool:
        """Whether this person has the capability here."""
        return capability in self.capabilities

    def require(self, capability: Capability) -> None:
        """Do nothing if they may.

        Raises:
            NotAllowed: they may not; the sentence names the capability that is needed.
        """
        if not self.may(capability):
            raise NotAllowed(f"access.needs_{capability.value}")


def capabilities_of(
    *, manages_server: bool, role_ids: Iterable[int], roles: Mapping[Capability, frozenset[int]]
) -> frozenset[Capability]:
    """What somebody may do: Manage Server or the admin role gives all, other roles what they say.

    `roles` maps a capability to the role ids that `/setup` gave it. Before any setup it is empty,
    so nobody but those who manage the server can do anything privileged.
    """
    held = frozenset(role_ids)
    if manages_server or held & roles.get(Capability.ADMIN, frozenset()):
        return frozenset(Capability)
    given = {capability for capability, ids in roles.items() if held & ids}
    return frozenset({Capability.MEMBER, *given})

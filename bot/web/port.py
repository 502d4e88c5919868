"""Takes the web server's port at once, long before the server itself is loaded."""

from __future__ import annotations

import socket

from bot.domain.errors import CoalitionError


class PortTaken(CoalitionError):  # noqa: N818
    """Somebody else listens there."""


def take_port(host: str, port: int, *, variable: str = "WEB_PORT") -> socket.socket:
    """A listening socket; port 0 lets the system choose.

    Raises:
        PortTaken: names the port and the setting to change (`variable`).
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family, backlog=128)
    except OSError:
        raise PortTaken("cli.run.port_taken", port=port, variable=variable) from None

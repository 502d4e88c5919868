"""Which addresses of the internet a stranger may send the bot to.

Only those that stand on the public internet. An address that wraps another (IPv4 within IPv6) is
judged by what is inside, since that is where the packet goes.
"""

from __future__ import annotations

from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address

_UNICAST = IPv6Network("2000::/3")
_NAT64 = IPv6Network("64:ff9b::/96")
_TEREDO = IPv6Network("2001::/32")
#: Not global any more, or not yet in every version of Python's own tables.
_RESERVED_4 = (IPv4Network("192.88.99.0/24"), IPv4Network("192.0.0.0/24"))
_RESERVED_6 = (IPv6Network("3fff::/20"), IPv6Network("2001:db8::/32"), IPv6Network("2001::/23"))
#: An IPv4 address behind these 32 bits is reached through a tunnel inside a house (ISATAP).
_TUNNELS = (0x00005EFE, 0x02005EFE)


def is_public(text: str) -> bool:
    """Whether an address, as a name server gave it, stands on the public internet."""
    try:
        address = ip_address(text)
    except ValueError:
        return False
    return _is_public_4(address) if isinstance(address, IPv4Address) else _is_public_6(address)


def _is_public_4(address: IPv4Address) -> bool:
    if address.is_multicast or address.is_reserved or not address.is_global:
        return False
    return not any(address in network for network in _RESERVED_4)


def _is_public_6(address: IPv6Address) -> bool:
    if address.scope_id is not None:
        return False
    if address.ipv4_mapped is not None:
        return _is_public_4(address.ipv4_mapped)
    if address in _NAT64:
        return _is_public_4(IPv4Address(int(address) & 0xFFFFFFFF))
    if address.sixtofour is not None:
        return _is_public_4(address.sixtofour)
    if address in _TEREDO or address not in _UNICAST or not address.is_global:
        return False
    if (int(address) >> 32) & 0xFFFFFFFF in _TUNNELS:
        return False
    return not any(address in network for network in _RESERVED_6)

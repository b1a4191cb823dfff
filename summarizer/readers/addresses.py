"""Which addresses may be connected to: public ones, told after whatever wraps another address is taken off.

The forms were tried on Python 3.11, whose `is_global` is true of NAT64 and 6to4 addresses that lead to loopback, of
multicast and of site-local ones.
"""

from __future__ import annotations

import ipaddress
import re
from ipaddress import IPv4Address, IPv6Address

_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
_LOCAL_NAT64 = ipaddress.IPv6Network("64:ff9b:1::/48")
_COMPATIBLE = ipaddress.IPv6Network("::/96")
_TRANSLATED = ipaddress.IPv6Network("::ffff:0:0:0/96")
_NOWHERE = tuple(
    map(ipaddress.ip_network, ("100.64.0.0/10", "192.0.0.0/24", "192.88.99.0/24", "198.18.0.0/15", "168.63.129.16/32"))
)
"""IPv4 that some versions of Python call global: shared, protocol and relay addresses, test nets, a cloud's host."""
_NUMERIC = re.compile(r"(?:.*\.)?(?:0x[0-9a-f]*|\d+)\.?", re.IGNORECASE)
_NAME = re.compile(
    r"(?=.{1,253}$)(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?\.)*[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?\.?"
)

Address = IPv4Address | IPv6Address


def canonical_host(host: str) -> str:
    """A host as it is looked up: an address in its one usual form, or a name in ASCII.

    Raises `ValueError` for the other spellings of an address (`127.1`, `0x7f.1`, `2130706433`, `0177.0.0.1`, digits of
    other alphabets, zones), which resolvers take and readers mistake.
    """
    if ":" in host or "%" in host:
        address = IPv6Address(host)
        if address.scope_id or address.ipv4_mapped or str(address) != host.lower():
            raise ValueError("an address in an unusual form")
        return str(address)
    name = host.lower()
    if not name.isascii():
        name = name.encode("idna").decode("ascii").lower()
    if _NUMERIC.fullmatch(name):
        if host != str(IPv4Address(host)):
            raise ValueError("an address in an unusual form")
        return host
    if not _NAME.fullmatch(name):
        raise ValueError("no host name")
    return name


def unwrapped(address: Address) -> Address:
    """The address that a packet is sent to in the end: IPv4 inside IPv6 taken out, as often as it is wrapped."""
    while isinstance(address, IPv6Address):
        inner = address.ipv4_mapped or address.sixtofour or _embedded(address)
        if inner is None:
            break
        address = inner
    return address


def _embedded(address: IPv6Address) -> IPv4Address | None:
    if address.teredo:
        server, client = address.teredo
        return next((end for end in (server, client) if refusal(end)), client)
    low = IPv4Address(int(address) & 0xFFFF_FFFF)
    wrapped = address in _NAT64 or address in _TRANSLATED or (address in _COMPATIBLE and int(address) > 1)
    return low if wrapped else None


def refusal(address: Address) -> str | None:
    """Why nothing may be fetched from an address, or None where it may."""
    inner = unwrapped(address)
    closed = (
        any(inner in network for network in _NOWHERE) or inner in _LOCAL_NAT64 or getattr(inner, "is_site_local", False)
    )
    kinds = (
        (inner.is_loopback, "this machine"),
        (inner.is_link_local, "the local link"),
        (inner.is_multicast, "many machines"),
        (inner.is_unspecified or inner.is_reserved or closed or not inner.is_global, "a network that is not public"),
    )
    return next((what for holds, what in kinds if holds), None)

"""Which network addresses an article may come from: public ones, however they are written."""

from __future__ import annotations

import ipaddress
import socket
import threading

from ..errors import InputError

IP = ipaddress.IPv4Address | ipaddress.IPv6Address

_NAT64 = ipaddress.ip_network("64:ff9b::/96")
_LOOKUP_SECONDS = 5


def is_public(address: IP) -> bool:
    """True for an address of the open internet, with what it wraps (IPv4 in IPv6) checked too.

    >>> is_public(ipaddress.ip_address("::ffff:127.0.0.1"))
    False
    """
    if isinstance(address, ipaddress.IPv6Address):
        wrapped = [address.ipv4_mapped, address.sixtofour, *(address.teredo or ())]
        if address in _NAT64 or address.packed[:12] == bytes(12):
            wrapped.append(ipaddress.IPv4Address(address.packed[12:]))
        if any(inner is not None and not is_public(inner) for inner in wrapped):
            return False
        if address.ipv4_mapped is not None:
            return True
    return address.is_global and not (
        address.is_private
        or address.is_loopback
        or address.is_link_local
        or address.is_multicast
        or address.is_reserved
        or address.is_unspecified
    )


def resolved(host: str, port: int, *, allow_private: bool) -> list[tuple[int, tuple]]:
    """Family and socket address of each address of a host, looked up once and checked.

    The caller connects to one of these and never looks the name up again, so that a name
    server which answers differently the second time gains nothing. One private address among
    public ones refuses the host. Raises InputError.
    """
    found = _looked_up(host, port)
    if isinstance(found, Exception):
        raise InputError(f"the host {host[:100]!r} is not known: check the address") from found
    if found is None:
        raise InputError(
            f"the name {host[:100]} is not answered within {_LOOKUP_SECONDS} seconds: "
            "try again later"
        )
    addresses = []
    for family, _, _, _, where in found:
        if family not in {socket.AF_INET, socket.AF_INET6}:
            continue
        address = ipaddress.ip_address(str(where[0]).partition("%")[0])
        if not allow_private and not is_public(address):
            raise InputError(
                f"{host} is {address}, an address of this machine or of a private network: "
                "only public addresses are fetched unless allow_private is set"
            )
        addresses.append((family, where))
    if not addresses:
        raise InputError(f"the host {host[:100]!r} has no address: check it")
    return addresses


def _looked_up(host: str, port: int) -> list[tuple] | Exception | None:
    """What the name server says; None where it says nothing in time.

    In a thread of its own that dies with the program: a lookup cannot be called off.
    """
    said: list[list[tuple] | Exception] = []

    def ask() -> None:
        try:
            said.append(socket.getaddrinfo(host, port, type=socket.SOCK_STREAM))
        except (OSError, UnicodeError, ValueError) as failure:
            said.append(failure)

    asking = threading.Thread(target=ask, daemon=True)
    asking.start()
    asking.join(_LOOKUP_SECONDS)
    return said[0] if said else None

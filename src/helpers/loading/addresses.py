"""Which network addresses an article may come from: public ones, however they are written."""

from __future__ import annotations

import ipaddress
import socket
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as TooSlow

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
        address.is_private or address.is_loopback or address.is_link_local
        or address.is_multicast or address.is_reserved or address.is_unspecified
    )  # fmt: skip


def resolved(host: str, port: int, *, allow_private: bool) -> list[tuple[int, tuple]]:
    """Family and socket address of each address of a host, looked up once and checked.

    The caller connects to one of these and never looks the name up again, so that a name
    server which answers differently the second time gains nothing. One private address among
    public ones refuses the host. Raises InputError.
    """
    # In a thread: a name server that never answers must not hold the caller.
    pool = ThreadPoolExecutor(max_workers=1)
    try:
        looked_up = pool.submit(socket.getaddrinfo, host, port, type=socket.SOCK_STREAM)
        found = looked_up.result(timeout=_LOOKUP_SECONDS)
    except TooSlow as failure:
        raise InputError(
            f"the name {host} is not answered within {_LOOKUP_SECONDS} seconds: try again later"
        ) from failure
    except (OSError, UnicodeError, ValueError) as failure:
        raise InputError(f"the host {host[:100]!r} is not known: check the address") from failure
    finally:
        pool.shutdown(wait=False)
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

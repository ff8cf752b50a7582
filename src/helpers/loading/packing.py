"""Packed bytes of the web unpacked: whole, or refused."""

from __future__ import annotations

import zlib

from ..errors import InputError

GZIP, ZLIB, BARE = 31, 15, -15
"""What is packed, as zlib's windows say it; the last two are both called deflate."""


def inflated(data: bytes, name: str, *, most: int, advice: str, form: int = GZIP) -> bytes:
    """The bytes unpacked; InputError where they are damaged, cut short or more than ``most``."""
    unpack = zlib.decompressobj(wbits=form)
    try:
        found = unpack.decompress(data, most + 1)
    except zlib.error as failure:
        raise InputError(f"{name} is packed wrongly ({failure}): {advice}") from failure
    if len(found) > most:
        raise InputError(f"{name} unpacks to more than {most:,} bytes: it is no article")
    if not unpack.eof:
        raise InputError(f"{name} ended early, inside its packed body: {advice}")
    return found

"""Article text for HTML: hostile input that must be shown and never run."""

from __future__ import annotations

import html
import re

_UNSAFE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")


def escaped(text: str) -> str:
    """Text for HTML, in elements and in quoted attributes alike.

    What no page can hold (controls, lone surrogates) becomes U+FFFD.

    >>> escaped('<b title="x">\x00')
    '&lt;b title=&quot;x&quot;&gt;\ufffd'
    """
    return html.escape(_UNSAFE.sub("\ufffd", text), quote=True)


def isolated(text: str) -> str:
    """The same for a piece of a line: marks that turn the direction of writing end with it."""
    return f"<bdi>{escaped(text)}</bdi>"

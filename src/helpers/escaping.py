"""Article text for HTML: hostile input that must be shown and never run."""

from __future__ import annotations

import html
import re

_UNSAFE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


NO_MATHEMATICS = "tex2jax_ignore mathjax_ignore"
"""Classes of an element in which "$6 and $7" is money: notebooks would set a formula there."""


def clean(text: str) -> str:
    """The text with what no page can hold (controls, lone surrogates) turned into U+FFFD."""
    return _UNSAFE.sub("\ufffd", text)


def escaped(text: str) -> str:
    r"""Clean text for HTML, in elements and in quoted attributes alike.

    >>> escaped('<b title="x">')
    '&lt;b title=&quot;x&quot;&gt;'
    """
    return html.escape(clean(text), quote=True)


def isolated(text: str) -> str:
    """The same for a piece of a line: marks that turn the direction of writing end with it."""
    return f"<bdi>{escaped(text)}</bdi>"

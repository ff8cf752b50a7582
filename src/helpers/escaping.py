"""Hostile text that must be shown and never run: in HTML, on a terminal."""

from __future__ import annotations

import html
import os
import re
import unicodedata

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


def printable(name: str) -> str:
    r"""The name of a file as any terminal and any file can take it, other signs by their code.

    >>> printable(os.fsdecode(b"caf\xe9")), printable("\x1b[2J")
    ('caf\\xe9', '\\x1b[2J')
    """
    told = os.fsencode(name).decode("utf-8", "backslashreplace")
    return re.sub("[\x00-\x1f\x7f-\x9f]", lambda sign: f"\\x{ord(sign[0]):02x}", told)


def one_line(text: str) -> str:
    r"""The text for one line of a terminal: what would move, turn or hide its words is U+FFFD.

    >>> one_line("five\n\u202edead"), one_line("\x1b[2Jten")
    ('five �dead', '�[2Jten')
    """
    return "".join(
        "\ufffd" if unicodedata.category(sign)[0] == "C" else sign
        for sign in " ".join(text.split())
    )

"""Raised characters of pages, Word and PDF files as print shows them: 45², not 452."""

from __future__ import annotations

import re

_UP = str.maketrans(
    "0123456789+-()abcdefghijklmnoprstuvwxyz", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁽⁾ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻ"
)
_DOWN = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_FRACTION = re.compile(r"(?<!\d)(\d*)([⁰¹²³⁴⁵⁶⁷⁸⁹]+)(?=[/⁄][0-9])")
_LONGEST_MARK = 12


def raised(text: str) -> str:
    """A raised mark in raised characters; endings (5th) and raised words stay as they are.

    >>> raised("2"), raised("[7]"), raised("a"), raised("th"), raised("†")
    ('²', '[⁷]', 'ᵃ', 'th', '†')
    """
    mark = text.strip()
    if len(mark) > _LONGEST_MARK or (mark.isalpha() and len(mark) > 1):
        return text
    return text.translate(_UP)


def level_fractions(text: str) -> str:
    """Fractions whose numerator is raised, on the line again.

    >>> level_fractions("5¹/2 miles, ¹⁄3 of it, 45² people")
    '5 1/2 miles, 1⁄3 of it, 45² people'
    """
    return _FRACTION.sub(
        lambda found: (found[1] + " " if found[1] else "") + found[2].translate(_DOWN), text
    )

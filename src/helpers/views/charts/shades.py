"""Shades of a colour: mixed with paper, paler beside a chosen row, and the ink to write on it."""

from __future__ import annotations

from functools import cache

from .palette import INK, PAPER

READABLE = 4.5  # contrast that WCAG 2.2 asks of text of this size (success criterion 1.4.3)
PALE_TEXT = 0.34  # part of paper in the text of rows that are not chosen: still readable
PALE_FILL = 0.55  # and in their markers, cells and lines


@cache
def mixed(colour: str, other: str, part: float) -> str:
    """``colour`` with ``part`` of ``other`` in it, 0 to 1, both as ``#rrggbb``.

    >>> mixed("#000000", "#ffffff", 0.5)
    '#808080'
    """
    pairs = zip(_channels(colour), _channels(other), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * part):02x}" for a, b in pairs)


def contrast(one: str, other: str) -> float:
    """Contrast of two colours as WCAG 2.2 defines it, from 1 to 21.

    >>> round(contrast("#000000", "#ffffff"))
    21
    """
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@cache
def ink_on(fill: str) -> str:
    """The colour to write in on ``fill``: ink where that is readable, else paper, else black."""
    return next((ink for ink in (INK, PAPER) if contrast(ink, fill) >= READABLE), "#000000")


def pale_text(colour: str, pale: bool = True) -> str:
    """The colour of a text that stands back, where ``pale``; never too pale to be read."""
    paler = mixed(colour, PAPER, PALE_TEXT)
    return paler if pale and contrast(paler, PAPER) >= READABLE else colour


def pale_fill(colour: str, pale: bool = True) -> str:
    """The colour of a mark that stands back, where ``pale``."""
    return mixed(colour, PAPER, PALE_FILL) if pale else colour


def _channels(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _luminance(colour: str) -> float:
    parts = (value / 255 for value in _channels(colour))
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue

"""Letters of a chart: their styles, how wide a line is in inches, text wrapped into a column."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from matplotlib.font_manager import FontProperties
from matplotlib.textpath import text_to_path

from .palette import FONT, GREY, INK, NO_SOURCE
from .wording import LONGEST_TEXT, drawable

WIDTH = 9.5  # inches: the text column of a notebook
MARGIN = 0.15
LINE = 1.32  # line height in units of the font size


@dataclass(frozen=True, slots=True)
class Type:
    """One style of text: size in points, weight, slant, colour, and how it is set.

    ``behind`` is a colour that hides what lies under it, ``above`` its place in the stack.
    """

    size: float = 9.4
    weight: str = "normal"
    style: Literal["normal", "italic"] = "normal"
    colour: str = INK
    align: Literal["left", "center"] = "left"
    behind: str | None = None
    above: float = 3

    @property
    def line(self) -> float:
        """Line height in inches."""
        return self.size * LINE / 72


TITLE = Type(size=14, weight="bold")
SUBTITLE = Type(size=10, colour=GREY)
HEADER = Type(size=8.8, colour=GREY)
BODY = Type()
STRONG = Type(weight="bold")
NOTE = Type(size=8.6, colour=GREY)
CREDIT = Type(size=8.2, colour=GREY)

#: How a reporter's name is set, so that who is named shows without colour.
NAME_TYPES = {
    "named_person": STRONG,
    "organisation": BODY,
    "document": BODY,
    "unnamed_person": Type(style="italic"),
    "unnamed_group": Type(style="italic"),
    NO_SOURCE: Type(style="italic", colour=GREY),
}


@dataclass(frozen=True, slots=True)
class TextLines:
    """Text wrapped into a column: lines that fit, all of one style."""

    lines: tuple[str, ...]
    type: Type

    @property
    def height(self) -> float:
        """Height in inches."""
        return len(self.lines) * self.type.line


@lru_cache(maxsize=20_000)
def text_width(text: str, type_: Type) -> float:
    """Width of one line in inches, as the charts' font draws it."""
    font = FontProperties(family=FONT, size=type_.size, weight=type_.weight, style=type_.style)
    width, _, _ = text_to_path.get_text_width_height_descent(text, font, False)
    return width / 72 * 1.02  # hinting at screen resolution makes text a little wider


@lru_cache(maxsize=5_000)
def wrapped(text: str, type_: Type, width: float, *, max_lines: int = 3) -> TextLines:
    """``text`` broken into lines no wider than ``width`` inches.

    A word longer than a line is broken inside; what exceeds ``max_lines`` ends in "…".
    An empty text is an empty block.
    """
    lines: list[str] = []
    line = ""
    text = drawable(text)
    pieces = [p for word in text[:LONGEST_TEXT].split() for p in _pieces(word, type_, width)]
    for glued, piece in pieces:
        joined = piece if not line else line + ("" if glued else " ") + piece
        if line and text_width(joined, type_) > width:
            lines.append(line)
            line = piece
        else:
            line = joined
    if line:
        lines.append(line)
    if len(lines) > max_lines or len(text) > LONGEST_TEXT:
        lines = lines[:max_lines]
        last = lines[-1] if lines else ""
        while last and text_width(last + "…", type_) > width:
            last = last[:-1]
        lines[-1] = last.rstrip(" ,;:") + "…"
    return TextLines(tuple(lines), type_)


def _pieces(word: str, type_: Type, width: float) -> list[tuple[bool, str]]:
    """A word cut so that each piece fits a line; the flag says "no space before"."""
    pieces: list[tuple[bool, str]] = []
    while word and text_width(word, type_) > width:
        size = max(1, int(len(word) * width / text_width(word, type_)))
        while size > 1 and text_width(word[:size], type_) > width:
            size -= 1
        pieces.append((bool(pieces), word[:size]))
        word = word[size:]
    if word:
        pieces.append((bool(pieces), word))
    return pieces

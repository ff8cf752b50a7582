"""How each source type, way of naming and strength of claim looks, in every chart alike.

A source type is told three ways, so that a chart survives greyscale and colour blindness:
by colour, by marker, and by words beside the mark. Colours are spread in lightness and
vary along blue–orange rather than red–green.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from matplotlib.path import Path

INK = "#1f2328"
GREY = "#5b6470"
RULE = "#d5d9de"
GRID = "#e6e8eb"
BAND = "#eef0f2"
PAPER = "#ffffff"
FONT = "DejaVu Sans"  # ships with matplotlib, so that every machine draws the same page

#: The word used where the tables hold NA for a source: nobody is named as having counted.
NO_SOURCE = "none"


@dataclass(frozen=True, slots=True)
class SourceStyle:
    """Colour and marker of one source type; ``scale`` makes all markers look equally large."""

    colour: str
    marker: str | Path
    scale: float = 1.0


ROUND = SourceStyle(GREY, "o")  # the plain marks of legends
RING, FRAME = SourceStyle(INK, "o"), SourceStyle(INK, "s")


def _shape(*corners: tuple[float, float]) -> Path:
    return Path((*corners, corners[0]), closed=True)


_TALL = _shape((-0.45, -1), (0.45, -1), (0.45, 1), (-0.45, 1))
_FLAT = _shape((-1, -0.42), (1, -0.42), (1, 0.42), (-1, 0.42))
_SHEET = _shape((-1, -0.65), (0.45, -0.65), (1, 0.65), (-0.45, 0.65))
_HOURGLASS = _shape((-0.85, 1), (0.85, 1), (-0.85, -1), (0.85, -1))
_ARC = Path.arc(0, 180)
_DOME = Path(
    [*(np.asarray(_ARC.vertices) - (0, 0.4)), (1, -0.4)], [*np.asarray(_ARC.codes), Path.LINETO]
)

SOURCE_STYLES: dict[str, SourceStyle] = {
    "government": SourceStyle("#0b4f8a", "s"),
    "local_government": SourceStyle("#4f9fd6", "D", 0.9),
    "military": SourceStyle("#a93a1c", "^", 1.15),
    "intergovernmental": SourceStyle("#12735c", "o", 1.05),
    "ngo": SourceStyle("#7fb13c", "h", 1.2),
    "media": SourceStyle("#6f3796", _SHEET, 1.35),
    "expert": SourceStyle("#dd8a00", "*", 1.6),
    "medical": SourceStyle("#d1417a", "P", 1.2),
    "justice": SourceStyle("#5a431c", "v", 1.15),
    "company": SourceStyle("#a08a3c", _TALL, 1.2),
    "political": SourceStyle("#b26bb8", _HOURGLASS, 1.1),
    "witness": SourceStyle("#0f9aa0", _DOME, 1.3),
    "other": SourceStyle("#77818d", _FLAT, 1.25),
    NO_SOURCE: SourceStyle("#3b4046", "X", 1.15),
}

#: Ways of naming a source: fill and hatch, from best known to least known.
NAMING_STYLES: dict[str, tuple[str, str]] = {
    "named_person": ("#0b4f8a", ""),
    "organisation": ("#6fa8d6", "//"),
    "document": ("#c9d6e2", ".."),
    "unnamed_person": ("#f0b45a", "xx"),
    "unnamed_group": ("#f7dcb0", "\\\\"),
}

#: How firmly a thing is said: fill and hatch.
FIRMNESS_STYLES: dict[str, tuple[str, str]] = {
    "asserted": ("#0b4f8a", ""),
    "denied": ("#a93a1c", "xx"),
    "foreseen": ("#8cbce0", "//"),
    "uncertain": ("#f3d9ab", ".."),
}


def source_style(source_type: str) -> SourceStyle:
    """The style of a source type; a word that is not in the list looks like "other"."""
    return SOURCE_STYLES.get(source_type, SOURCE_STYLES["other"])

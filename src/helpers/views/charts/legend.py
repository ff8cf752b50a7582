"""The legend of the headline chart: only the shapes that are drawn."""

from __future__ import annotations

from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from .page import Key
from .palette import BAND, GREY, NO_SOURCE, PAPER, RULE, source_style


def shapes_of(rows: list[dict]) -> dict[str, str]:
    """Which shapes are among these marks, and the words that a legend has for each."""
    shapes = {row["shape"] for row in rows}
    points = [row for row in rows if row["shape"] != "range"]
    nobody = any(row["naming"] == NO_SOURCE for row in rows)
    somebody = any(row["naming"] != NO_SOURCE for row in rows)
    present = {
        "full": any(not row["hollow"] for row in points),
        "hollow": any(row["hollow"] for row in points),
        "at_least": "at_least" in shapes,
        "at_most": "at_most" in shapes,
        "range": "range" in shapes,
        "nobody": nobody,
        "how": somebody,
    }
    return {name: _WORDS[name] for name, wanted in present.items() if wanted}


_WORDS = {
    "full": "as stated",
    "hollow": "estimated or approximate",
    "at_least": "at least, more than",
    "at_most": "at most, nearly, less than",
    "range": "a range",
    "nobody": "grey row, ✕: no source named",
    "how": "Colour and marker: type of source. Bold: a named person. Italic: unnamed.",
}
ROOM = {"at_least": 0.4, "at_most": 0.4, "range": 0.36, "nobody": 0.3, "how": 0.0}
"""Inches that the drawn part of an entry takes, where that is not the usual 0.22."""


def keys_of(rows: list[dict]) -> list[Key]:
    """Entries for the shapes among these marks, then how a reporter's name is set."""
    return [
        Key(_DRAWN[name], told, room=ROOM.get(name, 0.22)) for name, told in shapes_of(rows).items()
    ]


def _dot(page: Axes, x: float, y: float, face: str) -> None:
    page.plot(
        [x],
        [y],
        marker="o",
        markersize=7,
        color=GREY,
        linestyle="none",
        markerfacecolor=face,
        markeredgewidth=1.5,
    )


def _full(page: Axes, x: float, y: float) -> None:
    _dot(page, x, y, GREY)


def _hollow(page: Axes, x: float, y: float) -> None:
    _dot(page, x, y, PAPER)


def _rightward(page: Axes, x: float, y: float) -> None:
    _arrow(page, x, y, 1)


def _leftward(page: Axes, x: float, y: float) -> None:
    _arrow(page, x, y, -1)


def _arrow(page: Axes, x: float, y: float, way: int) -> None:
    _dot(page, x - way * 0.11, y, GREY)
    page.annotate(
        "",
        xy=(x - way * 0.11, y),
        xytext=(20 * way, 0),
        textcoords="offset points",
        arrowprops={
            "arrowstyle": "<|-,head_length=0.4,head_width=0.22",
            "color": GREY,
            "linewidth": 1.5,
            "shrinkA": 0,
            "shrinkB": 0,
        },
    )


def _bar(page: Axes, x: float, y: float) -> None:
    page.plot([x - 0.15, x + 0.15], [y, y], color=GREY, linewidth=5, solid_capstyle="butt")


def _band(page: Axes, x: float, y: float) -> None:
    page.add_patch(
        Rectangle((x - 0.14, y - 0.08), 0.28, 0.16, facecolor=BAND, edgecolor=RULE, linewidth=0.6)
    )
    style = source_style(NO_SOURCE)
    page.plot([x], [y], marker=style.marker, color=style.colour, markersize=6.5)


def _nothing(page: Axes, x: float, y: float) -> None:
    """Words only."""


_DRAWN = {
    "full": _full,
    "hollow": _hollow,
    "at_least": _rightward,
    "at_most": _leftward,
    "range": _bar,
    "nobody": _band,
    "how": _nothing,
}

"""The legend of the headline chart: only the shapes that are drawn."""

from __future__ import annotations

from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from .page import Key
from .palette import BAND, GREY, NO_SOURCE, PAPER, RULE, source_style


def keys_of(rows: list[dict]) -> list[Key]:
    """Entries for the shapes among these marks, then how a reporter's name is set."""
    shapes = {row["shape"] for row in rows}
    points = [row for row in rows if row["shape"] != "range"]
    nobody = any(row["naming"] == NO_SOURCE for row in rows)
    somebody = any(row["naming"] != NO_SOURCE for row in rows)
    how = "Colour and marker: type of source. Bold: a named person. Italic: unnamed."
    candidates = (
        (any(not row["hollow"] for row in points), Key(_full, "as stated")),
        (any(row["hollow"] for row in points), Key(_hollow, "estimated or approximate")),
        ("at_least" in shapes, Key(_rightward, "at least, more than", room=0.4)),
        ("at_most" in shapes, Key(_leftward, "at most, nearly, less than", room=0.4)),
        ("range" in shapes, Key(_bar, "a range", room=0.36)),
        (nobody, Key(_band, "grey row, ✕: no source named", room=0.3)),
        (somebody, Key(_nothing, how, room=0.0)),
    )
    return [key for wanted, key in candidates if wanted]


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

"""The key of a chart of rows: only the shapes that are drawn."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from matplotlib.axes import Axes

from .mark_rows import RowPanel
from .page import Key, arrow, box, dot
from .palette import BAND, GREY, INK, NO_SOURCE, ROUND, RULE, source_style
from .tags import source_keys


def keys_of(panels: Iterable[RowPanel], source_types: Iterable[str]) -> list[Key]:
    """Entries for the shapes on these panels, then for types of source and how names are set."""
    rows = [row for panel in panels for row in panel.rows]
    marks = [row.mark for row in rows if not row.instead]
    points = [mark for mark in marks if mark.shape != "range"]
    shapes = {mark.shape for mark in marks}
    besides = [mark for mark in marks if mark.beside is not None]
    present = {
        "as stated": (full_dot, 0.22, any(not mark.hollow for mark in points)),
        "estimated or approximate": (hollow_dot, 0.22, any(mark.hollow for mark in points)),
        "at least, more than": (rightward, 0.4, "at_least" in shapes),
        "at most, nearly, less than": (_leftward, 0.4, "at_most" in shapes),
        "a range": (bar, 0.36, "range" in shapes),
        "a part of it": (_small, 0.2, any(not mark.leads for mark in besides)),
        "from its level before": (_step, 0.4, any(mark.leads for mark in besides)),
        "grey row, ✕: no source named": (_band, 0.3, any(row.band for row in rows)),
        "in this article": (_frame, 0.34, any(row.framed for row in rows)),
    }  # fmt: skip
    keys = [Key(draw, told, room) for told, (draw, room, wanted) in present.items() if wanted]
    return [*keys, *source_keys(source_types)]


def full_dot(page: Axes, x: float, y: float) -> None:
    """A figure as stated."""
    dot(page, x, y, ROUND, 7, markeredgewidth=1.5)


def hollow_dot(page: Axes, x: float, y: float) -> None:
    """An estimate."""
    dot(page, x, y, ROUND, 7, hollow=True, markeredgewidth=1.5)


def _small(page: Axes, x: float, y: float) -> None:
    dot(page, x, y, ROUND, 5, hollow=True, markeredgewidth=1.5)


def _step(page: Axes, x: float, y: float) -> None:
    page.plot([x - 0.13, x + 0.13], [y, y], color=GREY, linewidth=1.6)
    _small(page, x - 0.13, y)
    full_dot(page, x + 0.13, y)


def rightward(page: Axes, x: float, y: float, way: int = 1) -> None:
    """A floor."""
    full_dot(page, x - way * 0.11, y)
    arrow(page, x - way * 0.11, y, (way * 20, 0), GREY, heavy=True)


def _leftward(page: Axes, x: float, y: float) -> None:
    rightward(page, x, y, -1)


def bar(page: Axes, x: float, y: float) -> None:
    """A range."""
    page.plot([x - 0.15, x + 0.15], [y, y], color=GREY, linewidth=5, solid_capstyle="butt")


def _band(page: Axes, x: float, y: float) -> None:
    box(page, (x - 0.14, y - 0.08), (0.28, 0.16), facecolor=BAND, edgecolor=RULE, linewidth=0.6)
    dot(page, x, y, replace(source_style(NO_SOURCE), scale=1), 6.5)


def _frame(page: Axes, x: float, y: float) -> None:
    box(page, (x - 0.15, y - 0.08), (0.3, 0.16), fill=False, edgecolor=INK, linewidth=1.3)

"""A chart's page: an Axes measured in inches that holds text, legends and panels.

Layout is computed before anything is drawn: every text is measured with the charts' own
font, wrapped into its column, and the page is made as tall as its content, so nothing
overlaps and nothing is clipped.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.lines import Line2D
from matplotlib.patches import FancyArrowPatch
from matplotlib.text import Annotation, Text
from matplotlib.textpath import text_to_path

from .palette import FONT, GREY, INK, PAPER
from .wording import LONGEST_TEXT, drawable

WIDTH = 9.5  # inches: the text column of a notebook
MARGIN = 0.15
LINE = 1.32  # line height in units of the font size


class ChartAxes(Axes):
    """An Axes that shows itself as a picture with its sentence when it ends a notebook cell.

    ``alt`` says in words what is drawn. No pyplot state is involved, so nothing has to be
    closed and nothing is shown twice.
    """

    name = "helpers.chart"
    alt: str = ""

    def _ipython_display_(self) -> None:
        from .picture import show_figure

        show_figure(self)._ipython_display_()


@dataclass(frozen=True, slots=True)
class Type:
    """One style of text: size in points, weight, slant, colour."""

    size: float = 9.4
    weight: str = "normal"
    style: str = "normal"
    colour: str = INK

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


@dataclass(frozen=True, slots=True)
class Block:
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


def wrapped(text: str, type_: Type, width: float, *, max_lines: int = 3) -> Block:
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
    return Block(tuple(lines), type_)


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


def new_page(ax: Axes | None, height: float, *, width: float = WIDTH) -> Axes:
    """An Axes in inches, y downwards: a figure of its own, or ``ax`` with its frame removed.

    :func:`fit` shrinks what was drawn on a given ``ax`` to the room that it has.
    """
    if ax is None:
        figure = Figure(figsize=(width, height), facecolor=PAPER)
        ax = figure.add_axes((0, 0, 1, 1), axes_class=ChartAxes)
    ax.set_xlim(0, width)
    ax.set_ylim(height, 0)
    ax.axis("off")
    return ax


def add_panel(page: Axes, name: str, left: float, top: float, width: float, height: float) -> Axes:
    """A framed part of the page, its y axis in the page's inches; ``name`` is its label."""
    page_width, page_height = page.get_xlim()[1], page.get_ylim()[0]
    panel = page.inset_axes(
        (
            left / page_width,
            1 - (top + height) / page_height,
            width / page_width,
            height / page_height,
        )
    )
    panel.set_label(name)
    panel.set_ylim(top + height, top)
    return panel


def put(
    page: Axes,
    x: float,
    y: float,
    text: str,
    type_: Type,
    *,
    align: str = "left",
    base: str = "center_baseline",
    gid: str | None = None,
    behind: str | None = None,
) -> Text:
    """One line of text at a place; ``behind`` is a colour that hides grid lines under it."""
    box = {"facecolor": behind, "edgecolor": "none", "pad": 0.8} if behind else None
    return page.text(
        x,
        y,
        text,
        family=FONT,
        size=type_.size,
        weight=type_.weight,
        style=type_.style,
        color=type_.colour,
        ha=align,
        va=base,
        parse_math=False,  # "$6.5 and $7" is money, not mathematics
        bbox=box,
        zorder=6 if behind else 3,
        gid=gid,
    )


def write(
    page: Axes,
    block: Block,
    x: float,
    y: float,
    *,
    align: str = "left",
    gid: str | None = None,
    behind: str | None = None,
) -> float:
    """Write a block with its top at ``y``; the y below it comes back."""
    for line in block.lines:
        y += block.type.line
        put(
            page,
            x,
            y - 0.3 * block.type.line,
            line,
            block.type,
            align=align,
            base="baseline",
            gid=gid,
            behind=behind,
        )
    return y


def fit(page: Axes, height: float, *, width: float = WIDTH) -> None:
    """Shrink type, markers and lines of a page that was drawn on a smaller Axes."""
    page.set_aspect("equal", anchor="NW")  # else a tall Axes would pull the lines apart
    page.apply_aspect()
    figure = page.figure.figure
    box = page.get_window_extent().transformed(figure.dpi_scale_trans.inverted())
    factor = min(box.width / width, box.height / height)
    if factor > 0.98:
        return
    for text in page.findobj(Text):
        text.set_fontsize(text.get_fontsize() * factor)
    for line in page.findobj(Line2D):
        line.set_markersize(line.get_markersize() * factor)
        line.set_markeredgewidth(line.get_markeredgewidth() * factor)
        line.set_linewidth(line.get_linewidth() * factor)
    for arrow in page.findobj(FancyArrowPatch):
        arrow.set_mutation_scale(arrow.get_mutation_scale() * factor)
        arrow.set_linewidth(arrow.get_linewidth() * factor)
    for note in page.findobj(Annotation):
        x, y = note.xyann
        note.xyann = (x * factor, y * factor)


@dataclass(frozen=True, slots=True)
class Key:
    """One entry of a legend: what is drawn, at ``(page, x, y)`` in inches, and its words."""

    draw: Callable[[Axes, float, float], object]
    label: str
    room: float = 0.22


def flow(keys: Iterable[Key], width: float, type_: Type = NOTE) -> list[list[Key]]:
    """Legend entries broken into rows no wider than ``width`` inches."""
    rows: list[list[Key]] = [[]]
    used = 0.0
    for key in keys:
        need = key.room + text_width(drawable(key.label), type_) + 0.28
        if rows[-1] and used + need > width:
            rows.append([])
            used = 0.0
        rows[-1].append(key)
        used += need
    return rows if rows[0] else []


def legend_height(rows: list[list[Key]], type_: Type = NOTE) -> float:
    """Height in inches of a legend laid out by :func:`flow`."""
    return len(rows) * type_.line * 1.25


def write_legend(
    page: Axes, rows: list[list[Key]], x: float, y: float, type_: Type = NOTE
) -> float:
    """Draw a legend laid out by :func:`flow`; the y below it comes back."""
    step = type_.line * 1.25
    for row in rows:
        at = x
        for key in row:
            label = drawable(key.label)
            key.draw(page, at + key.room / 2, y + step / 2)
            put(page, at + key.room + 0.05, y + step / 2, label, type_)
            at += key.room + text_width(label, type_) + 0.28
        y += step
    return y

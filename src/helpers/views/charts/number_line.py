"""Rows of the headline chart: a mark on a number line between what it counts and who says so."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from .lettering import (
    BODY,
    HEADER,
    MARGIN,
    NOTE,
    STRONG,
    WIDTH,
    TextLines,
    Type,
    text_width,
    wrapped,
)
from .page import add_panel, put, write
from .palette import BAND, GREY, NO_SOURCE, PAPER, RULE, source_style
from .scales import Scale, dress, scale_for
from .wording import drawable, said

LEFT = 2.35  # inches: what is counted, and where
RIGHT = 2.75  # inches: who reported it
AXIS_LEFT = MARGIN + LEFT + 0.1
AXIS_WIDTH = WIDTH - 2 * MARGIN - LEFT - RIGHT - 0.25
RIGHT_LEFT = AXIS_LEFT + AXIS_WIDTH + 0.15
ICON = 0.24  # inches: the source's marker before its name
PAD = 0.075  # inches above and below a row's text
MARK = 8.5  # points
ARROW = 30  # points: an arrow says "and more", not how much more
LONG_PANEL = 10  # rows from which a number line is labelled at its top, too
PANEL_TITLE = Type(size=10, weight="bold")
VALUE = Type(size=9.0)
SENTENCE = Type(size=8.6, style="italic", colour=GREY)

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
class Row:
    """One row laid out: its mark and the text around it."""

    mark: dict
    what: tuple[TextLines, ...]
    who: tuple[TextLines, ...]
    sentence: TextLines | None

    @property
    def body(self) -> float:
        """Height in inches without the sentence."""
        text = max(sum(b.height for b in self.what), sum(b.height for b in self.who))
        return max(text + 2 * PAD, 0.5)

    @property
    def height(self) -> float:
        """Height in inches."""
        return self.body + (self.sentence.height + PAD if self.sentence else 0)


def laid_out(mark: dict, *, sentence: bool = False) -> Row:
    """A row of :func:`~helpers.views.charts.number_marks.estimate_marks` with its text wrapped."""
    name = NAME_TYPES.get(mark["naming"], BODY)
    what = (
        wrapped(mark["label"], STRONG, LEFT, max_lines=2),
        wrapped(mark["where"], NOTE, LEFT, max_lines=2),
    )
    who = (
        wrapped(mark["reporter"], name, RIGHT - ICON, max_lines=3),
        wrapped(mark["note"], NOTE, RIGHT - ICON, max_lines=3),
    )
    quoted = None
    if sentence and said(mark["sentence"]).strip():
        words = f"“{mark['sentence'].strip()}”"
        quoted = wrapped(words, SENTENCE, WIDTH - 2 * MARGIN - 0.2, max_lines=4)
    return Row(mark, what, who, quoted)


def panel_height(rows: list[Row]) -> float:
    """Height in inches of a panel with its heading and axis."""
    return 0.62 + _top_room(rows) + sum(row.height for row in rows)


def draw_panel(page: Axes, name: str, rows: list[Row], y: float, *, kind: str) -> float:
    """One number line (``kind`` log or linear) with its rows; the y below it comes back."""
    put(page, MARGIN, y + 0.13, heading(name), PANEL_TITLE)
    put(page, AXIS_LEFT, y + 0.13, f"as stated, {kind} axis", HEADER)
    put(page, RIGHT_LEFT, y + 0.13, "reported by", HEADER)
    y += 0.28 + _top_room(rows)
    values = [v for row in rows for v in values_of(row.mark)]
    scale = scale_for(values, kind=kind, width=AXIS_WIDTH, unit=said(rows[0].mark["unit"]))
    panel = add_panel(page, name, AXIS_LEFT, y, AXIS_WIDTH, sum(row.height for row in rows))
    dress(panel, scale, both_ends=len(rows) >= LONG_PANEL)
    for row in rows:
        _draw_row(page, panel, scale, row, y)
        y += row.height
    return y + 0.34


def heading(panel: str) -> str:
    """A panel's name as a heading: ``money USD`` → ``Money (USD)``."""
    name, _, unit = panel.partition(" ")
    return f"{name.capitalize()} ({unit})" if unit else name.capitalize()


def _top_room(rows: list[Row]) -> float:
    return 0.2 if len(rows) >= LONG_PANEL else 0.0


def values_of(mark: dict) -> list[float]:
    """The figures of a mark that need a place on its axis."""
    ends = ("low", "high") if mark["shape"] == "range" else ()
    return [float(mark[c]) for c in ("at", *ends) if not pd.isna(mark[c])]


def _draw_row(page: Axes, panel: Axes, scale: Scale, row: Row, y: float) -> None:
    mark = row.mark
    nobody = mark["naming"] == NO_SOURCE
    if nobody:
        page.add_patch(
            Rectangle(
                (MARGIN / 2, y),
                WIDTH - MARGIN,
                row.height,
                facecolor=BAND,
                edgecolor="none",
                zorder=0.5,
                gid="no-source",
            )
        )
    page.plot([MARGIN / 2, WIDTH - MARGIN / 2], [y, y], color=RULE, linewidth=0.6, zorder=0.6)
    middle = y + row.body / 2
    at = middle - sum(b.height for b in row.what) / 2
    for block in row.what:
        at = write(page, block, MARGIN, at)
    at = middle - sum(b.height for b in row.who) / 2
    _marker(page, mark, RIGHT_LEFT + 0.08, at + row.who[0].type.line * 0.5, size=6.5)
    for block in row.who:
        at = write(page, block, RIGHT_LEFT + ICON, at)
    if row.sentence:
        write(
            page,
            row.sentence,
            MARGIN + 0.1,
            y + row.body - 0.02,
            gid="sentence",
            behind=BAND if nobody else PAPER,
        )
    _draw_mark(panel, scale, mark, middle + 0.07)
    _write_value(page, scale, mark, middle - 0.1)


def _draw_mark(panel: Axes, scale: Scale, mark: dict, y: float) -> None:
    colour = source_style(mark["source_type"]).colour
    at = scale.drawn(float(mark["at"]))
    if mark["shape"] == "range":
        low, high = scale.drawn(float(mark["low"])), scale.drawn(float(mark["high"]))
        panel.plot(
            [low, high],
            [y, y],
            color=colour,
            linewidth=6,
            alpha=0.85,
            solid_capstyle="butt",
            zorder=3,
            gid=f"range-{mark['number_id']}",
        )
        panel.plot(
            [low, high],
            [y, y],
            color=colour,
            linestyle="none",
            marker="|",
            markersize=13,
            markeredgewidth=2,
            zorder=3.1,
        )
    if mark["shape"] in ("at_least", "at_most"):
        away = ARROW if mark["shape"] == "at_least" else -ARROW
        arrow = panel.annotate(
            "",
            xy=(at, y),
            xytext=(away, 0),
            textcoords="offset points",
            zorder=3,
            annotation_clip=False,
            arrowprops={
                "arrowstyle": "<|-,head_length=0.5,head_width=0.28",
                "color": colour,
                "linewidth": 1.8,
                "shrinkA": 0,
                "shrinkB": 0,
            },
        )
        arrow.set_gid(f"{mark['shape']}-{mark['number_id']}")
    if mark["shape"] != "range" or not pd.isna(mark["value"]):
        _marker(panel, mark, at, y, size=MARK)


def _marker(axes: Axes, mark: dict, x: float, y: float, *, size: float) -> None:
    """The source type's marker: hollow for estimates, full otherwise."""
    style = source_style(mark["source_type"])
    hollow = bool(mark["hollow"]) and mark["shape"] != "range"
    axes.plot(
        [x],
        [y],
        linestyle="none",
        marker=style.marker,
        color=style.colour,
        markersize=size * style.scale,
        markerfacecolor=PAPER if hollow else style.colour,
        markeredgewidth=1.7 if hollow else 0.8,
        clip_on=False,
        zorder=4,
        gid=f"mark-{mark['number_id']}",
    )


def _write_value(page: Axes, scale: Scale, mark: dict, y: float) -> None:
    """The number in words, centred over its mark and kept inside the axis."""
    if mark["shape"] == "range":
        middle = (scale.inches(float(mark["low"])) + scale.inches(float(mark["high"]))) / 2
    else:
        middle = scale.inches(float(mark["at"]))
    text = drawable(mark["shown"])
    half = text_width(text, VALUE) / 2
    middle = min(max(middle, half), AXIS_WIDTH - half)
    paper = BAND if mark["naming"] == NO_SOURCE else PAPER
    gid = f"value-{mark['number_id']}"
    put(
        page,
        AXIS_LEFT + middle,
        y,
        text,
        VALUE,
        align="center",
        base="baseline",
        behind=paper,
        gid=gid,
    )

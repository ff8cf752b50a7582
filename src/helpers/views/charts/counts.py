"""Counts on narrow number lines, made to be drawn anew at every turn of a control.

Each row has its words above its own stretch of the line, so that the chart stays readable at
half a notebook's width. Figures of different units never share an axis.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import pandas as pd
from matplotlib.axes import Axes

from .counts_rows import CountsRow, draw_count, laid_out_count
from .estimate_chart import EstimateOptions, marks_alt
from .legend import ROOM, shapes_of
from .lettering import CREDIT, HEADER, MARGIN, NOTE, STRONG, SUBTITLE, Type, text_width, wrapped
from .number_line import heading, values_of
from .number_marks import estimate_marks
from .page import ChartAxes
from .palette import BAND, GREY, GRID, NO_SOURCE, PAPER, source_style
from .scales import Scale, scale_for
from .selection import EstimateSelection, select_estimates
from .sheet import Sheet
from .splitting import notes_of, split_marks
from .wording import counted_numbers, credit_line, said

if TYPE_CHECKING:
    from ...tables import Tables

MOST_ROWS = 30
PANELS = ("people", "troops", "homes", "money")
HEADLINE = Type(size=12, weight="bold")


@dataclass(frozen=True, slots=True)
class CountsOptions:
    """How the counts are laid out.

    ``scale`` is log or linear; ``group`` is kind or source (its rows stand under its name);
    ``width`` is the page's in inches; past ``max_rows`` rows a line says what is left out.
    """

    scale: str = "log"
    group: str = "kind"
    width: float = 7.2
    max_rows: int = MOST_ROWS


DEFAULT = CountsOptions()
EVERYTHING = EstimateSelection()


class CountsChart:
    """A chart whose artists are kept: ``show`` moves them to what is to be seen now.

    ``page`` is the Axes, in inches; ``page.alt`` says in words what it shows.
    """

    def __init__(
        self, ax: Axes | None = None, *, options: CountsOptions = DEFAULT, credit: str = ""
    ) -> None:
        self.options = options
        self.credit = credit
        self._sheet = Sheet(ax, width=options.width)
        self.page = self._sheet.page

    def show(self, marks: pd.DataFrame, *, options: CountsOptions | None = None) -> Axes:
        """Draw these rows of ``estimate_marks`` in their order; the page comes back."""
        # The sheet keeps its width: what was laid out for another would not fit.
        options = replace(options or self.options, width=self.options.width)
        room = options.width - 2 * MARGIN
        split = split_marks(marks, panels=PANELS, max_rows=options.max_rows)
        panels = _panels(split.drawn, options, room)
        title = wrapped("Counts, and who reported each", HEADLINE, room)
        subtitle = wrapped(_subtitle(marks, options), SUBTITLE, room)
        legend = _flowed(shapes_of(split.drawn), room)
        notes = [wrapped(told, NOTE, room, max_lines=8) for told in notes_of(split)]
        credit = wrapped(self.credit, CREDIT, room)
        panel_heights = [0.55 + sum(row.height for row in rows) for rows, _ in panels.values()]
        total = (
            0.1
            + title.height
            + subtitle.height
            + 0.08
            + 0.2 * len(legend)
            + 0.06
            + (sum(panel_heights) if panels else 0.6)
            + sum(note.height + 0.06 for note in notes)
            + credit.height
            + 0.15
        )

        sheet = self._sheet
        sheet.begin(total)
        y = sheet.block(title, MARGIN, 0.1, gid="title")
        y = sheet.block(subtitle, MARGIN, y, gid="subtitle") + 0.08
        for line in legend:
            _draw_keys(sheet, line, y + 0.1)
            y += 0.2
        y += 0.06
        for (name, (rows, scale)), height in zip(panels.items(), panel_heights, strict=True):
            _draw_panel(sheet, name, rows, scale, y, options.scale)
            y += height
        if not panels:
            nothing = "Nothing to draw: no number with a value is among these rows."
            sheet.text(options.width / 2, y + 0.3, nothing, SUBTITLE, align="center", gid="no-data")
            y += 0.6
        for note in notes:
            y = sheet.block(note, MARGIN, y, gid="note") + 0.06
        sheet.block(credit, MARGIN, y + 0.05, gid="credit")
        sheet.end()
        if isinstance(self.page, ChartAxes):
            self.page.alt = counts_alt(marks, options=options, credit=self.credit)
        return self.page


def plot_counts(
    marks: pd.DataFrame,
    ax: Axes | None = None,
    *,
    options: CountsOptions = DEFAULT,
    credit: str = "",
) -> Axes:
    """Draw rows of ``estimate_marks``, all or a selection of them, on narrow number lines."""
    return CountsChart(ax, options=options, credit=credit).show(marks)


def plot_selection(
    tables: Tables,
    selection: EstimateSelection = EVERYTHING,
    ax: Axes | None = None,
    *,
    width: float = DEFAULT.width,
) -> Axes:
    """Draw the counts of an article that a selection keeps, as the estimates explorer does."""
    options = CountsOptions(selection.scale, selection.group, width)
    marks = select_estimates(estimate_marks(tables), selection)
    return plot_counts(marks, ax, options=options, credit=credit_line(tables))


def counts_alt(marks: pd.DataFrame, *, options: CountsOptions = DEFAULT, credit: str = "") -> str:
    """The same chart in words, from the same rows."""
    told = EstimateOptions(scale=options.scale, panels=PANELS, max_rows=options.max_rows)
    return marks_alt(marks, options=told, credit=credit)


def _panels(
    drawn: list[dict], options: CountsOptions, room: float
) -> dict[str, tuple[list[CountsRow], Scale]]:
    """Panel → its rows laid out and the axis that they share."""
    grouped: dict[str, list[dict]] = {}
    for mark in drawn:
        grouped.setdefault(mark["panel"], []).append(mark)
    found = {}
    for name, rows in grouped.items():
        scale = scale_for(
            [v for mark in rows for v in values_of(mark)],
            kind=options.scale,
            width=room,
            unit=said(rows[0]["unit"]),
        )
        laid, before = [], None
        for mark in rows:
            reporter = (mark["reporter"], mark["note"]) if options.group == "source" else None
            laid.append(laid_out_count(mark, scale, room, reporter, fresh=reporter != before))
            before = reporter
        found[name] = (laid, scale)
    return found


def _draw_panel(
    sheet: Sheet, name: str, rows: list[CountsRow], scale: Scale, y: float, kind: str
) -> None:
    height = sum(row.height for row in rows)
    sheet.text(MARGIN, y + 0.16, heading(name), STRONG)
    told = f"as stated, {kind} axis"
    beside = MARGIN + text_width(heading(name), STRONG) + 0.12
    sheet.text(beside, y + 0.16, told, HEADER)
    top = y + 0.25
    sheet.box(MARGIN, top, scale.width, height, fill=PAPER, alpha=0, above=0.4, gid=f"panel:{name}")
    xs, ys = [], []
    for at, label in scale.ticks:
        x = MARGIN + scale.inches(at)
        xs += [x, x, float("nan")]
        ys += [top, top + height + 0.05, float("nan")]
        sheet.text(x, top + height + 0.19, label, NOTE, align="center")
    sheet.line(xs, ys, colour=GRID, above=0.7)
    sheet.line([MARGIN, MARGIN + scale.width], [top + height] * 2, colour=GREY, above=0.9)
    if scale.zero is not None and len(scale.ticks) > 1:
        x = MARGIN + (scale.inches(scale.zero) + scale.inches(scale.ticks[1][0])) / 2
        sheet.text(x, top + height + 0.04, "//", NOTE, align="center", gid="axis-break")
    for row in rows:
        draw_count(sheet, row, scale, top)
        top += row.height


def _flowed(shapes: dict[str, str], room: float) -> list[list[tuple[str, str, float]]]:
    """Legend entries (shape, words, x in inches) broken into lines no wider than ``room``."""
    lines: list[list[tuple[str, str, float]]] = []
    used = room
    for name, told in shapes.items():
        need = ROOM.get(name, 0.22) + text_width(told, NOTE) + 0.28
        if used + need > room + 0.28:
            lines.append([])
            used = 0.0
        lines[-1].append((name, told, used))
        used += need
    return lines


def _draw_keys(sheet: Sheet, line: list[tuple[str, str, float]], y: float) -> None:
    for name, told, at in line:
        room = ROOM.get(name, 0.22)
        x = MARGIN + at + room / 2
        if name in ("at_least", "at_most"):
            way = 1 if name == "at_least" else -1
            sheet.line([x - way * 0.12, x + way * 0.12], [y, y], colour=GREY, width=1.5)
            sheet.marker(x + way * 0.13, y, ">" if way > 0 else "<", colour=GREY, size=5)
            sheet.marker(x - way * 0.12, y, "o", colour=GREY, size=6)
        elif name == "range":
            sheet.line([x - 0.14, x + 0.14], [y, y], colour=GREY, width=5)
        elif name == "nobody":
            sheet.box(x - 0.14, y - 0.08, 0.28, 0.16, fill=BAND)
            style = source_style(NO_SOURCE)
            sheet.marker(x, y, style.marker, colour=style.colour, size=6.5)
        elif name in ("full", "hollow"):
            face = PAPER if name == "hollow" else None
            sheet.marker(x, y, "o", colour=GREY, size=7, face=face, edge=1.5)
        sheet.text(MARGIN + at + room + (0.05 if room else 0), y + 0.045, told, NOTE)


def _subtitle(marks: pd.DataFrame, options: CountsOptions) -> str:
    n, nobody = len(marks), int((marks["naming"] == NO_SOURCE).sum())
    return counted_numbers(n, nobody, where=f", by {options.group}")

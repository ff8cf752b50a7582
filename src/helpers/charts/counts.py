"""Counts on narrow number lines, made to be drawn anew at every turn of a control.

Each row has its words above its own stretch of the line, so that the chart stays readable at
half a notebook's width. Figures of different units never share an axis.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import pandas as pd
from matplotlib.axes import Axes

from .estimates import EstimateOptions, marks_alt
from .keys import ROOM, shapes_of
from .marks import estimate_marks
from .number_line import NAME_TYPES, heading
from .page import (
    BODY,
    CREDIT,
    HEADER,
    MARGIN,
    NOTE,
    STRONG,
    SUBTITLE,
    Block,
    ChartAxes,
    Type,
    text_width,
    wrapped,
)
from .palette import BAND, GREY, GRID, NO_SOURCE, PAPER, RULE, source_style
from .scales import Scale, scale_for
from .selection import EstimateSelection, select_estimates
from .sheet import Sheet
from .wording import counted_numbers, credit_line, drawable, said, words

if TYPE_CHECKING:
    pass

if TYPE_CHECKING:
    from ..tables import Tables

MOST_ROWS = 30
PANELS = ("people", "troops", "homes", "money")
HEADLINE = Type(size=12, weight="bold")
VALUE = Type(size=9.0)
PAD = 0.06  # inches above the words of a row, and under its mark
TRACK = 0.26  # inches: the stretch of number line under a row's words
ICON = 0.2
ARROW = 0.4  # inches: an arrow says "and more", not how much more
MARK = 8.5  # points
LISTED = 12


@dataclass(frozen=True, slots=True)
class CountsOptions:
    """``scale`` log or linear; ``group`` kind or source (its rows stand under its name);
    ``width`` of the page in inches; past ``max_rows`` rows a line says what is left out."""

    scale: str = "log"
    group: str = "kind"
    width: float = 7.2
    max_rows: int = MOST_ROWS


DEFAULT = CountsOptions()
EVERYTHING = EstimateSelection()


@dataclass(frozen=True, slots=True)
class _Pair:
    """Words and a note to them: on one line where both fit, else one under the other."""

    first: Block
    second: Block
    beside: float | None  # inches to the right at which the note stands on the same line

    @property
    def height(self) -> float:
        """Height in inches."""
        return self.first.height + (0 if self.beside is not None else self.second.height)

    def write(self, sheet: Sheet, x: float, y: float) -> None:
        """Puts both on the sheet, from ``y`` down."""
        below = sheet.block(self.first, x, y)
        if self.beside is None:
            sheet.block(self.second, x, below)
        elif self.second.lines:
            base = y + 0.7 * self.first.type.line
            sheet.text(x + self.beside, base, self.second.lines[0], self.second.type)


def _pair(first: str, type_: Type, second: str, width: float) -> _Pair:
    one = wrapped(first, type_, width, max_lines=2)
    two = wrapped(second, NOTE, width, max_lines=1)
    if len(one.lines) != 1:
        return _Pair(one, two, None)
    beside = text_width(one.lines[0], type_) + 0.1
    needed = beside + max((text_width(line, NOTE) for line in two.lines), default=0.0)
    return _Pair(one, two, beside if needed <= width else None)


@dataclass(frozen=True, slots=True)
class _Row:
    """One row with its words wrapped; ``head`` is the source that opens a group with it."""

    mark: dict
    head: _Pair | None
    what: _Pair
    who: Block | None
    above: bool  # the figure stands above its mark: there is no room beside it

    @property
    def words(self) -> float:
        """Height of the words in inches."""
        return max(self.what.height, self.who.height if self.who else 0)

    @property
    def top(self) -> float:
        """Height of the group's heading in inches."""
        return self.head.height + PAD if self.head else 0.0

    @property
    def height(self) -> float:
        """Height in inches, heading included."""
        return self.top + 2 * PAD + self.words + TRACK + (0.15 if self.above else 0)


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
        drawn, vague, left_out = split(marks, options.max_rows)
        panels = _panels(drawn, options, room)
        title = wrapped("Counts, and who reported each", HEADLINE, room)
        subtitle = wrapped(_subtitle(marks, options), SUBTITLE, room)
        legend = _flowed(shapes_of(drawn), room)
        notes = [wrapped(told, NOTE, room, max_lines=8) for told in _notes(vague, left_out)]
        credit = wrapped(self.credit, CREDIT, room)
        panel_heights = [0.55 + sum(row.height for row in rows) for rows, _ in panels.values()]
        total = (
            0.1 + title.height + subtitle.height + 0.08 + 0.2 * len(legend) + 0.06
            + (sum(panel_heights) if panels else 0.6)
            + sum(note.height + 0.06 for note in notes) + credit.height + 0.15
        )  # fmt: skip

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


def split(marks: pd.DataFrame, max_rows: int) -> tuple[list[dict], list[dict], int]:
    """Rows that are drawn, rows without a value to draw, and how many rows are past the cap."""
    shaped = marks["shape"] != "none"
    drawn = marks[shaped]
    vague = marks[~shaped].head(LISTED + 1).to_dict("records")
    return drawn.head(max_rows).to_dict("records"), vague, max(0, len(drawn) - max_rows)


def _panels(
    drawn: list[dict], options: CountsOptions, room: float
) -> dict[str, tuple[list[_Row], Scale]]:
    """Panel → its rows laid out and the axis that they share."""
    grouped: dict[str, list[dict]] = {}
    for mark in drawn:
        grouped.setdefault(mark["panel"], []).append(mark)
    found = {}
    for name, rows in grouped.items():
        scale = scale_for(
            [v for mark in rows for v in _values(mark)],
            kind=options.scale,
            width=room,
            unit=said(rows[0]["unit"]),
        )
        laid, before = [], None
        for mark in rows:
            reporter = (mark["reporter"], mark["note"]) if options.group == "source" else None
            laid.append(_laid_out(mark, scale, room, reporter, fresh=reporter != before))
            before = reporter
        found[name] = (laid, scale)
    return found


def _laid_out(
    mark: dict, scale: Scale, room: float, reporter: tuple[str, str] | None, *, fresh: bool
) -> _Row:
    name = NAME_TYPES.get(mark["naming"], BODY)
    left = room * (0.56 if reporter is None else 0.98)
    who = head = None
    if reporter is None:
        who = wrapped(mark["reporter"], name, room * 0.42 - ICON, max_lines=2)
    elif fresh:
        head = _pair(mark["reporter"], name, mark["note"], room - ICON)
    return _Row(
        mark,
        head,
        _pair(mark["label"], STRONG, mark["where"], left),
        who,
        _place_of_value(mark, scale)[1] == "center",
    )


def _values(mark: dict) -> list[float]:
    ends = ("low", "high") if mark["shape"] == "range" else ()
    return [float(mark[c]) for c in ("at", *ends) if not pd.isna(mark[c])]


def _place_of_value(mark: dict, scale: Scale) -> tuple[float, str]:
    """Where a figure is written, in inches on the axis, and which of its ends stands there."""
    places = [scale.inches(v) for v in _values(mark)]
    first, last = min(places), max(places)
    before = ARROW if mark["shape"] == "at_most" else 0.1
    after = ARROW if mark["shape"] == "at_least" else 0.1
    width = text_width(drawable(mark["shown"]), VALUE)
    if last + after + width <= scale.width:
        return last + after + 0.04, "left"
    if first - before - width >= 0:
        return first - before - 0.04, "right"
    return min(max((first + last) / 2, width / 2), scale.width - width / 2), "center"


def _draw_panel(
    sheet: Sheet, name: str, rows: list[_Row], scale: Scale, y: float, kind: str
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
        _draw_row(sheet, row, scale, top)
        top += row.height


def _draw_row(sheet: Sheet, row: _Row, scale: Scale, y: float) -> None:
    mark = row.mark
    width, identity = sheet.width, mark["number_id"]
    nobody = mark["naming"] == NO_SOURCE
    if nobody:
        sheet.box(MARGIN / 2, y, width - MARGIN, row.height, fill=BAND, gid="no-source")
    sheet.line([MARGIN / 2, width - MARGIN / 2], [y, y], colour=RULE, width=0.6, above=0.8)
    if row.head:
        row.head.write(sheet, MARGIN + ICON, y + PAD)
        _marker(sheet, mark, MARGIN + 0.08, y + PAD + BODY.line / 2, size=6.5, gid=None)
        y += row.top
    # Lies over the whole row, seen by nobody: what a pointer meets in a live page.
    sheet.box(
        MARGIN / 2, y, width - MARGIN, row.height - row.top, fill=PAPER, alpha=0, above=0.6,
        gid=f"row:{identity}",
    )  # fmt: skip
    row.what.write(sheet, MARGIN, y + PAD)
    if row.who:
        longest = max((text_width(line, row.who.type) for line in row.who.lines), default=0)
        left = width - MARGIN - longest
        _marker(sheet, mark, left - 0.12, y + PAD + BODY.line / 2, size=6.5, gid=None)
        sheet.block(row.who, left, y + PAD)
    middle = y + PAD + row.words + TRACK / 2 + (0.15 if row.above else 0)
    sheet.line([MARGIN, MARGIN + scale.width], [middle, middle], colour=RULE, width=0.6, above=0.8)
    _draw_mark(sheet, mark, scale, middle)
    x, align = _place_of_value(mark, scale)
    base = middle - 0.1 if align == "center" else middle + 0.045
    shown = drawable(mark["shown"])
    if align != "center":  # keeps the grid from running through the figure
        wide = text_width(shown, VALUE)
        start = MARGIN + (x if align == "left" else x - wide)
        sheet.box(
            start - 0.02,
            middle - 0.08,
            wide + 0.04,
            0.16,
            fill=BAND if nobody else PAPER,
            above=1,
            gid=f"shade:{identity}",
        )
    sheet.text(MARGIN + x, base, shown, VALUE, align=align, gid=f"value:{identity}")


def _draw_mark(sheet: Sheet, mark: dict, scale: Scale, y: float) -> None:
    colour = source_style(mark["source_type"]).colour
    identity = mark["number_id"]
    if mark["shape"] == "range":
        ends = [MARGIN + scale.inches(float(mark[c])) for c in ("low", "high")]
        sheet.line(ends, [y, y], colour=colour, width=6, above=3, gid=f"range:{identity}")
        for end in ends:
            sheet.line([end, end], [y - 0.09, y + 0.09], colour=colour, width=2, above=3.1)
        if pd.isna(mark["value"]):
            return
    x = MARGIN + scale.inches(float(mark["at"]))
    if mark["shape"] in ("at_least", "at_most"):
        way = 1 if mark["shape"] == "at_least" else -1
        tip = x + way * (ARROW - 0.06)
        sheet.line(
            [x, tip], [y, y], colour=colour, width=1.8, above=3, gid=f"{mark['shape']}:{identity}"
        )
        sheet.marker(tip, y, ">" if way > 0 else "<", colour=colour, size=5.5, above=3)
    _marker(sheet, mark, x, y, size=MARK, gid=f"mark:{identity}")


def _marker(sheet: Sheet, mark: dict, x: float, y: float, *, size: float, gid: str | None) -> None:
    """The source type's marker: hollow for estimates, full otherwise."""
    style = source_style(mark["source_type"])
    hollow = bool(mark["hollow"]) and mark["shape"] != "range"
    sheet.marker(
        x, y, style.marker, colour=style.colour, size=size * style.scale,
        face=PAPER if hollow else None, edge=1.7 if hollow else 0.8, gid=gid,
    )  # fmt: skip


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


def _notes(vague: list[dict], left_out: int) -> list[str]:
    notes = []
    if vague:
        items = [f"“{m['printed']}” ({words(m['kind'])}; {m['reporter']})" for m in vague[:LISTED]]
        more = "; and more" if len(vague) > LISTED else ""
        notes.append(f"Not on the axis: {'; '.join(items)}{more}.")
    if left_out:
        notes.append(
            f"Left out to keep the chart readable: {left_out:,} more "
            f"row{'' if left_out == 1 else 's'}; the table holds them all."
        )
    return notes

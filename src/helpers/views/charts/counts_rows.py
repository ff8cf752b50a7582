"""A row of the narrow chart of counts: its words, and under them its stretch of number line."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from .lettering import BODY, MARGIN, NOTE, STRONG, TextLines, Type, text_width, wrapped
from .number_line import NAME_TYPES, values_of
from .palette import BAND, NO_SOURCE, PAPER, RULE, source_style
from .scales import Scale
from .sheet import Sheet
from .wording import drawable

VALUE = Type(size=9.0)
PAD = 0.06  # inches above the words of a row, and under its mark
TRACK = 0.26  # inches: the stretch of number line under a row's words
ICON = 0.2
ARROW = 0.4  # inches: an arrow says "and more", not how much more
MARK = 8.5  # points


@dataclass(frozen=True, slots=True)
class _Pair:
    """Words and a note to them: on one line where both fit, else one under the other."""

    first: TextLines
    second: TextLines
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
class CountsRow:
    """One row with its words wrapped; ``head`` is the source that opens a group with it."""

    mark: dict
    head: _Pair | None
    what: _Pair
    who: TextLines | None
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


def laid_out_count(
    mark: dict, scale: Scale, room: float, reporter: tuple[str, str] | None, *, fresh: bool
) -> CountsRow:
    """A row of ``estimate_marks`` with its words wrapped into ``room`` inches.

    Its reporter stands at the right; where rows are grouped by ``reporter`` (name and note), a
    ``fresh`` one opens a group of its own.
    """
    name = NAME_TYPES.get(mark["naming"], BODY)
    left = room * (0.56 if reporter is None else 0.98)
    who = head = None
    if reporter is None:
        who = wrapped(mark["reporter"], name, room * 0.42 - ICON, max_lines=2)
    elif fresh:
        head = _pair(mark["reporter"], name, mark["note"], room - ICON)
    return CountsRow(
        mark,
        head,
        _pair(mark["label"], STRONG, mark["where"], left),
        who,
        _place_of_value(mark, scale)[1] == "center",
    )


def _place_of_value(mark: dict, scale: Scale) -> tuple[float, str]:
    """Where a figure is written, in inches on the axis, and which of its ends stands there."""
    places = [scale.inches(v) for v in values_of(mark)]
    first, last = min(places), max(places)
    before = ARROW if mark["shape"] == "at_most" else 0.1
    after = ARROW if mark["shape"] == "at_least" else 0.1
    width = text_width(drawable(mark["shown"]), VALUE)
    if last + after + width <= scale.width:
        return last + after + 0.04, "left"
    if first - before - width >= 0:
        return first - before - 0.04, "right"
    return min(max((first + last) / 2, width / 2), scale.width - width / 2), "center"


def draw_count(sheet: Sheet, row: CountsRow, scale: Scale, y: float) -> None:
    """Draw the row with its top at ``y``; its artists are named by the number's id."""
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
        MARGIN / 2,
        y,
        width - MARGIN,
        row.height - row.top,
        fill=PAPER,
        alpha=0,
        above=0.6,
        gid=f"row:{identity}",
    )
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
        x,
        y,
        style.marker,
        colour=style.colour,
        size=size * style.scale,
        face=PAPER if hollow else None,
        edge=1.7 if hollow else 0.8,
        gid=gid,
    )

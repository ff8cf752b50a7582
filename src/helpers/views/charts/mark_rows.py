"""The one row engine: what is counted | a mark on a number line | who says so.

Wide pages have three columns; on narrow ones what is counted stands above its rows. Rows of one
thing form a group, so that two voices stand side by side. Each row, mark and panel has a ``gid``,
which a live page makes into something to point at.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from matplotlib.axes import Axes

from .lettering import BODY, HEADER, MARGIN, NOTE, STRONG, TextLines, Type, text_width, wrapped
from .page import add_panel, arrow, box, dot, put, put_line, rule, write
from .palette import BAND, GREY, INK, PAPER, SourceStyle
from .scales import Scale, dress, scale_for
from .tags import put_handle
from .wording import drawable

WIDE = 7.9  # inches from which what is counted has a column of its own
ICON = 0.24  # inches: a source's marker before its name
PAD = 0.07  # inches above and below a row's text
MARK = 8.5  # points
ARROW = 30  # points: an arrow says "and more", not how much more
LONG_PANEL = 10  # rows from which a number line is labelled at its top, too
LEAST = 0.44  # inches: a figure over its mark
FLAT = 0.25  # inches: a mark whose figure stands beside it
AXIS = 0.34  # inches for the axis' labels under the rows
PANEL_TITLE = Type(size=10, weight="bold")
VALUE = Type(size=9.0, align="center", above=6)
INSTEAD = replace(NOTE, align="center", behind=PAPER)
ASIDE = Type(size=8.6, style="italic", colour=GREY)

PLAIN = SourceStyle(INK, "o")  # a figure that is nobody's in particular


@dataclass(frozen=True, slots=True)
class RowMark:
    """What stands on the axis: a figure with its bound, its words, and one that belongs to it.

    ``beside`` is a smaller figure on the same line: a part of the figure, or its level before,
    from which a line then leads to it.
    """

    key: str
    at: float | None
    shown: str
    shape: str = "point"
    low: float | None = None
    high: float | None = None
    hollow: bool = False
    style: SourceStyle = PLAIN
    beside: float | None = None
    leads: bool = False

    @property
    def values(self) -> list[float]:
        """The figures that need a place on the axis."""
        ends = (self.low, self.high) if self.shape == "range" else ()
        return [v for v in (self.at, *ends, self.beside) if v is not None]


@dataclass(frozen=True, slots=True)
class ChartRow:
    """One row: its mark (or the words that stand ``instead``), who says so, and a note to that."""

    mark: RowMark
    who: str
    note: str = ""
    who_type: Type = BODY
    icon: bool = True
    band: bool = False
    framed: bool = False
    instead: str = ""
    sentence: str = ""


@dataclass(frozen=True, slots=True)
class RowGroup:
    """Rows about one thing, named at the left (or above); ``opens`` heads what follows."""

    what: str
    where: str
    rows: Sequence[ChartRow]
    what_type: Type = STRONG
    opens: str = ""


@dataclass(frozen=True, slots=True)
class Columns:
    """Where the columns of a page stand, in inches; ``left`` is 0 where there are but two."""

    width: float
    left: float
    axis_left: float
    axis_width: float
    who_left: float
    who_width: float

    @classmethod
    def of(cls, width: float) -> Columns:
        """The columns of a page of this width."""
        room = width - 2 * MARGIN
        left, who = (room * 0.26, room * 0.3) if width >= WIDE else (0.0, room * 0.4)
        gap = 0.1 if left else 0.0
        axis = room - left - who - gap - 0.15
        start = MARGIN + left + gap
        return cls(width, left, start, axis, start + axis + 0.15, who)


@dataclass(frozen=True, slots=True)
class RowAxis:
    """A panel's number line: its heading and columns' heads, unit, log or linear, and limits."""

    heading: str = ""
    unit: str = ""
    kind: str = "log"
    limits: Sequence[float] = ()
    heads: tuple[str, str] = ("as stated, {} axis", "reported by")


class RowPanel:
    """A number line with its groups of rows; ``name`` labels its Axes."""

    def __init__(
        self, name: str, groups: Sequence[RowGroup], axis: RowAxis, *, width: float
    ) -> None:
        self.name, self.heading = name, axis.heading
        self._heads = axis.heads
        self.columns = Columns.of(width)
        self._groups = [_LaidGroup(group, self.columns) for group in groups]
        values = [v for g in groups for row in g.rows for v in row.mark.values]
        values = [*values, *axis.limits] or [1.0]
        room = self.columns.axis_width
        self.scale = scale_for(values, kind=axis.kind, width=room, unit=axis.unit)

    @property
    def rows(self) -> list[ChartRow]:
        """All rows, from the top."""
        return [row.row for group in self._groups for row in group.rows]

    @property
    def _long(self) -> bool:
        return len(self.rows) >= LONG_PANEL

    @property
    def _top(self) -> float:
        return 0.28 + (0.2 if self._long else 0)

    @property
    def height(self) -> float:
        """Inches with heading and axis."""
        return self._top + sum(group.height for group in self._groups) + AXIS

    def draw(self, page: Axes, y: float) -> None:
        """Put the panel on the page, its top at ``y``."""
        columns, scale = self.columns, self.scale
        put(page, MARGIN, y + 0.13, self.heading, PANEL_TITLE)
        axis_head = self._heads[0].format(scale.kind)
        at = columns.axis_left if columns.left else None
        if at is None:
            at = MARGIN + text_width(drawable(self.heading), PANEL_TITLE) + 0.12
        room = columns.who_left - at
        if text_width(axis_head, HEADER) < room:
            put(page, at, y + 0.13, axis_head, HEADER)
        put(page, columns.who_left, y + 0.13, self._heads[1], HEADER)
        top = y + self._top
        tall = sum(group.height for group in self._groups)
        put_handle(page, f"panel:{self.name}", columns.axis_left, top, columns.axis_width, tall)
        panel = add_panel(page, self.name, columns.axis_left, top, columns.axis_width, tall)
        dress(panel, scale, both_ends=self._long)
        for group in self._groups:
            group.draw(page, panel, scale, top)
            top += group.height


class _LaidRow:
    """A row with its words wrapped into the columns of its page."""

    def __init__(self, row: ChartRow, columns: Columns, left: float) -> None:
        self.row, self.columns, self.left = row, columns, left
        room = columns.who_width - (ICON if row.icon else 0)
        self.who = (
            wrapped(row.who, row.who_type, room, max_lines=2),
            wrapped(row.note, NOTE, room, max_lines=2),
        )
        quoted = f"“{row.sentence.strip()}”" if row.sentence.strip() else ""
        self.sentence = wrapped(quoted, ASIDE, columns.width - MARGIN - left - 0.2, max_lines=4)
        self.spare = 0.0  # more room than the row's own words need, as its group's name is longer

    @property
    def body(self) -> float:
        """Inches without the sentence."""
        least = LEAST if self.row.mark.shown else FLAT
        return max(_tall(self.who) + 2 * PAD * (least / LEAST), least) + self.spare

    @property
    def height(self) -> float:
        """Inches from top to bottom."""
        return self.body + (self.sentence.height + PAD if self.sentence.lines else 0)

    def draw(self, page: Axes, panel: Axes, scale: Scale, y: float) -> None:
        """Put the row on the page, its top at ``y``."""
        row, columns, left = self.row, self.columns, self.left
        key, wide = row.mark.key, columns.width - MARGIN / 2 - left
        if row.band:
            box(page, (left, y), (wide, self.height), facecolor=BAND, zorder=0.5, gid="no-source")
        put_handle(page, f"row:{key}", left, y, wide, self.height)
        middle = y + self.body / 2
        at = middle - _tall(self.who) / 2
        indent = 0.0
        if row.icon:
            indent = ICON
            x, level = columns.who_left + 0.08, at + row.who_type.line / 2
            put_marker(page, row.mark, x, level, 6.5, gid=f"icon:{key}")
        for block in self.who:
            at = write(page, block, columns.who_left + indent, at)
        write(page, self.sentence, left + MARGIN / 2 + 0.1, y + self.body - 0.02, gid="sentence")
        ground = BAND if row.band else PAPER
        if row.instead:
            x = columns.axis_left + columns.axis_width / 2
            put(page, x, middle, row.instead, INSTEAD)
        else:
            draw_mark(panel, scale, row.mark, middle + (0.08 if row.mark.shown else 0))
            self._write_value(page, scale, middle - 0.09, ground)
        if row.framed:
            box(page, (left, y + 0.02), (wide, self.height - 0.04), fill=False, edgecolor=INK,
                linewidth=1.3, zorder=7, gid="article")  # fmt: skip

    def _write_value(self, page: Axes, scale: Scale, y: float, ground: str) -> None:
        """The figure in words, over its mark and kept inside the axis."""
        mark, key = self.row.mark, self.row.mark.key
        places = [scale.inches(v) for v in mark.values]
        text = wrapped(mark.shown, VALUE, self.columns.axis_width, max_lines=1)
        if not text.lines or not places:
            return
        middle = (min(places) + max(places)) / 2 if mark.shape == "range" else places[0]
        half = text_width(text.lines[0], VALUE) / 2
        x = self.columns.axis_left + min(max(middle, half), self.columns.axis_width - half)
        box(page, (x - half - 0.02, y - 0.12), (2 * half + 0.04, 0.16), facecolor=ground,
            zorder=5.5, gid=f"shade:{key}")  # fmt: skip
        put_line(page, x, y, text.lines[0], VALUE, f"value:{key}")


class _LaidGroup:
    """A group with its name wrapped: at the left of its rows, or above them."""

    def __init__(self, group: RowGroup, columns: Columns) -> None:
        self.columns = columns
        # Beside a name that several rows share their ground begins with the axis.
        shared = columns.left and len(group.rows) > 1
        left = columns.axis_left - 0.05 if shared else MARGIN / 2
        self.rows = [_LaidRow(row, columns, left) for row in group.rows]
        wide, room = bool(columns.left), columns.left or columns.width - 2 * MARGIN
        self.what = (
            wrapped(
                group.what, replace(group.what_type, above=6), room, max_lines=4 if wide else 2
            ),
            wrapped(group.where, replace(NOTE, above=6), room, max_lines=4 if wide else 1),
        )
        self.beside = self._room_beside(room) if not columns.left else 0.0
        self.opens = wrapped(group.opens, ASIDE, columns.width - 2 * MARGIN)
        if columns.left:
            room = sum(row.height if shared else row.body for row in self.rows)
            spare = _tall(self.what) + 2 * PAD - room
            for row in self.rows:
                row.spare = max(0.0, spare) / len(self.rows)

    def _room_beside(self, room: float) -> float:
        """Where the second block can stand on the line of the first, in inches; 0 for nowhere."""
        first, second = self.what
        if len(first.lines) != 1 or not second.lines:
            return 0.0
        at = text_width(first.lines[0], first.type) + 0.1
        return at if at + text_width(second.lines[0], second.type) <= room else 0.0

    @property
    def _tall(self) -> float:
        """Inches of the name."""
        return self.what[0].height if self.beside else _tall(self.what)

    @property
    def _opening(self) -> float:
        return self.opens.height + 2 * PAD if self.opens.lines else 0.0

    @property
    def height(self) -> float:
        """Inches from top to bottom."""
        above = 0.0 if self.columns.left else self._tall + PAD
        return self._opening + above + sum(row.height for row in self.rows)

    def draw(self, page: Axes, panel: Axes, scale: Scale, y: float) -> None:
        """Put the group on the page, its top at ``y``."""
        columns, lone = self.columns, len(self.rows) == 1
        left, right = MARGIN / 2, columns.width - MARGIN / 2
        rule(page, left, right, y)
        if self.opens.lines:
            write(page, self.opens, MARGIN, y + PAD, gid="background")
            y += self._opening
            rule(page, left, right, y)
        tall = self._tall
        at = y + (self.rows[0].body - tall) / 2 if lone and columns.left else y + PAD
        if not columns.left:
            # The grid ends where words stand: they could not be read on it.
            ground = (columns.width - MARGIN, tall + PAD - 0.02)
            box(page, (MARGIN / 2, y + 0.02), ground, facecolor=PAPER, zorder=5.2)
            y += tall + PAD
        for row in self.rows:
            row.draw(page, panel, scale, y)
            y += row.height
        first, second = self.what
        below = write(page, first, MARGIN, at, gid="what")
        if self.beside:
            x, base = MARGIN + self.beside, at + 0.7 * first.type.line
            put_line(page, x, base, second.lines[0], second.type, gid="what")
        else:
            write(page, second, MARGIN, below, gid="what")


def draw_mark(panel: Axes, scale: Scale, mark: RowMark, y: float) -> None:
    """A mark on its number line: a point, a bound as an arrow, a range as a bar."""
    colour, key = mark.style.colour, mark.key
    if mark.shape == "range" and mark.low is not None and mark.high is not None:
        ends = [scale.drawn(mark.low), scale.drawn(mark.high)]
        panel.plot(ends, [y, y], color=colour, linewidth=6, alpha=0.85, solid_capstyle="butt",
                   zorder=3, gid=f"range:{key}")  # fmt: skip
        panel.plot(ends, [y, y], color=colour, linestyle="none", marker="|", markersize=13,
                   markeredgewidth=2, zorder=3.1)  # fmt: skip
    if mark.at is None:
        return
    at = scale.drawn(mark.at)
    if mark.shape in ("at_least", "at_most"):
        away = (ARROW if mark.shape == "at_least" else -ARROW, 0.0)
        opened = arrow(panel, at, y, away, colour, heavy=True, zorder=3, gid=f"{mark.shape}:{key}")
        if opened.arrow_patch is not None:  # the only thing that an SVG can name
            opened.arrow_patch.set_gid(f"{mark.shape}:{key}")
    if mark.beside is not None:
        beside = scale.drawn(mark.beside)
        if mark.leads:
            panel.plot([beside, at], [y, y], color=colour, linewidth=1.6, zorder=2.5,
                       gid=f"change:{key}")  # fmt: skip
        dot(panel, beside, y, SourceStyle(colour, "o"), 5, hollow=True, zorder=3.5,
            gid=f"beside:{key}")  # fmt: skip
    put_marker(panel, mark, at, y, MARK, gid=f"mark:{key}")


def put_marker(axes: Axes, mark: RowMark, x: float, y: float, size: float, gid: str) -> None:
    """The marker of a mark's style: hollow for estimates, full otherwise."""
    hollow = mark.hollow and mark.shape != "range"
    dot(axes, x, y, mark.style, size, hollow=hollow, markeredgewidth=1.7 if hollow else 0.8,
        clip_on=False, zorder=4, gid=gid)  # fmt: skip


def _tall(blocks: Sequence[TextLines]) -> float:
    return sum(block.height for block in blocks)

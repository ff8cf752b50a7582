"""A matrix of counts on a page: sources as rows, topics as columns, a shaded square a cell."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from matplotlib.axes import Axes

from .lettering import BODY, MARGIN, TextLines, Type, text_width, wrapped
from .page import box, put, rule, write
from .palette import BAND, GREY, GRID, INK, NO_SOURCE
from .shades import ink_on, mixed, pale_fill, pale_text
from .tags import ICON, draw_marker, name_type, put_handle, write_name
from .wording import drawable, plain_number

LIGHT, DARK = "#dbe5f0", "#1b3d63"  # one claim, and as many as any cell holds
STEPS = 4  # steps between them at the least, so that two claims never look like very many
ROW = 0.37  # inches
SQUARE = 0.31
TOTAL = 0.44  # the column of totals
SHORTEST_NAME, LONGEST_NAME = 1.25, 2.9  # the column of names on a narrow and on a wide page
PITCH = 0.46  # a column of squares: names are broken into lines before it is narrower
WIDEST = 0.95  # and at the most, so that a row is still read as one
GAP = 0.04
NARROWEST = 0.34
SMALL = 8.8  # points: names on a narrow page
LABEL = Type(size=8.2, colour=GREY)
HEADING = replace(LABEL, align="center")
COUNT = Type(size=8.8, weight="bold", align="center")
LEADER = "#b4bac2"
EDGE = 0.25  # part of the dark shade in a square's line: one claim shows on a grey band, too


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """One source and its counts by topic; "none" is the id of nobody named."""

    source_id: str
    name: str
    source_type: str
    naming: str
    counts: dict[str, int]


@dataclass(frozen=True, slots=True)
class Grid:
    """The matrix laid out, in inches: columns, headings on one or two tiers, names in lines."""

    rows: list[MatrixRow]
    topics: list[str]
    left: float
    pitch: float
    tiers: int
    labels: list[TextLines]
    names: list[TextLines]

    @property
    def head(self) -> float:
        """Height of the headings."""
        return self.tiers * self.tier + 0.06

    @property
    def tier(self) -> float:
        """Height of one tier of headings."""
        return max((label.height for label in self.labels), default=0.0) + 0.05

    @property
    def heights(self) -> list[float]:
        """Height of each row."""
        return [max(ROW, 0.9 * name.height + 0.1) for name in self.names]

    @property
    def height(self) -> float:
        """Height of headings, rows and the row of totals."""
        return self.head + sum(self.heights) + ROW

    @property
    def right(self) -> float:
        """Where the column of totals ends."""
        return self.left + len(self.topics) * self.pitch + TOTAL

    def middle(self, column: int) -> float:
        """Middle of a column; the one after the last topic holds the totals."""
        if column < len(self.topics):
            return self.left + (column + 0.5) * self.pitch
        return self.right - TOTAL / 2


def grid_for(rows: list[MatrixRow], topics: list[str], room: float) -> Grid:
    """Columns and names fitted into ``room`` inches beside the margins."""
    size = BODY.size if room > 6 else SMALL
    kinds = [name_type(row.naming, size=size) for row in rows]
    told = [(drawable(row.name)[:60], kind) for row, kind in zip(rows, kinds, strict=True)]
    longest = max((text_width(name, kind) for name, kind in told), default=0.0)
    word = max((text_width(w, k) for name, k in told for w in name.split()), default=0.0)
    beside = ICON + 0.12
    # A long word in a name may take room from the squares, as far as they can spare it.
    spare = [room - TOTAL - len(topics) * pitch for pitch in (PITCH, NARROWEST)]
    names = max(SHORTEST_NAME, spare[0], min(word + beside, spare[1], 1.3 * SHORTEST_NAME))
    names = min(names, longest + beside, LONGEST_NAME)
    pitch = min(WIDEST, (room - names - TOTAL) / max(1, len(topics)))
    tiers, labels = _headings(topics, pitch)
    return Grid(
        rows,
        topics,
        MARGIN + names,
        pitch,
        tiers,
        labels,
        [wrapped(r.name, k, names - beside + 0.02) for r, k in zip(rows, kinds, strict=True)],
    )


def _headings(topics: list[str], pitch: float) -> tuple[int, list[TextLines]]:
    """Headings on one tier where each word fits its column, else on two, in turns."""
    room = pitch - 2 * GAP
    if all(text_width(drawable(word), LABEL) <= room for t in topics for word in t.split()):
        return 1, [wrapped(topic, HEADING, room, max_lines=2) for topic in topics]
    room = 2 * (pitch - GAP)
    return 2, [
        wrapped(" ".join(_broken(word, room) for word in drawable(topic).split()), HEADING, room)
        for topic in topics
    ]


#: Where an English word may be broken, roughly: vo-wel, and between two consonants, con-so.
_SYLLABLE = re.compile(
    r"(?<=[aeiouy])(?=[^aeiouy][aeiouy])|(?<=[aeiouy][^aeiouy])(?=[^aeiouy][aeiouy])"
)


def _broken(word: str, room: float) -> str:
    """A word too long for ``room`` with a hyphen between syllables: "displace- ment"."""
    if text_width(word, LABEL) <= room:
        return word
    fitting = [
        at.start()
        for at in _SYLLABLE.finditer(word[:60], 2)
        if at.start() < len(word) - 2 and text_width(word[: at.start()] + "-", LABEL) <= room
    ]
    if not fitting:
        return word
    return f"{word[: fitting[-1]]}- {_broken(word[fitting[-1] :], room)}"


def draw_matrix(page: Axes, grid: Grid, totals: dict[str, int], y: float, chosen: str) -> None:
    """Draw the matrix with its top at ``y``; ``totals`` of all claims stand under the columns.

    A row whose id is ``chosen`` is framed and the others stand back.
    """
    some = any(row.source_id == chosen for row in grid.rows)
    top = max((n for row in grid.rows for n in row.counts.values()), default=1)
    _write_headings(page, grid, y)
    y += grid.head
    for n, (row, height) in enumerate(zip(grid.rows, grid.heights, strict=True)):
        _draw_row(page, grid, n, y, top, some and row.source_id != chosen)
        if row.source_id == chosen:
            box(page, (MARGIN / 2, y), (grid.right - MARGIN / 2, height), facecolor="none",
                edgecolor=INK, linewidth=1.6, zorder=5, gid="chosen")  # fmt: skip
        y += height
    rule(page, MARGIN / 2, grid.right, y, GREY)
    put(page, MARGIN + ICON, y + ROW / 2, "all claims", LABEL)
    for column, n in enumerate([*(totals[topic] for topic in grid.topics), sum(totals.values())]):
        kind = COUNT if column == len(grid.topics) else HEADING
        put(page, grid.middle(column), y + ROW / 2, plain_number(n), kind)


def _write_headings(page: Axes, grid: Grid, y: float) -> None:
    last = len(grid.topics)
    first = wrapped("who said it", LABEL, 2)
    write(page, first, MARGIN + ICON, y + grid.head - 0.06 - first.height)
    for column, label in enumerate([*grid.labels, wrapped("claims", HEADING, 1)]):
        x = grid.middle(column)
        tier = (last - column) % grid.tiers  # totals on the lower tier, the others in turns
        bottom = y + grid.head - 0.06 - tier * grid.tier
        write(page, label, x, bottom - label.height)
        if tier:
            ends = [bottom + 0.03, y + grid.head - 0.03]
            page.plot([x, x], ends, color=LEADER, linewidth=0.7, zorder=1)
        if column < last:
            y0 = y + grid.head
            page.plot([x, x], [y0, y0 + sum(grid.heights)], color=GRID, linewidth=0.8, zorder=0.7)


def _draw_row(page: Axes, grid: Grid, n_row: int, y: float, top: int, pale: bool) -> None:
    row, name, height = grid.rows[n_row], grid.names[n_row], grid.heights[n_row]
    middle, wide = y + height / 2, grid.right - MARGIN / 2
    if row.source_id == NO_SOURCE:
        box(page, (MARGIN / 2, y), (wide, height), facecolor=BAND, zorder=0.5, gid="no-source")
    rule(page, MARGIN / 2, grid.right, y)
    put_handle(page, f"row:{row.source_id}", MARGIN / 2, y, wide, height)
    draw_marker(page, MARGIN + 0.08, middle, row.source_type, pale=pale)
    write_name(page, name, MARGIN + ICON, middle, f"source:{row.source_id}", pale)
    side = min(SQUARE, grid.pitch - GAP)
    for column, topic in enumerate(grid.topics):
        n = row.counts.get(topic, 0)
        if not n:
            continue
        x = grid.middle(column)
        place = f"{row.source_id}:{topic.replace(' ', '_')}"
        fill = pale_fill(_shade(n, top), pale)
        box(page, (x - side / 2, middle - side / 2), (side, side), facecolor=fill, linewidth=0.6,
            edgecolor=mixed(fill, DARK, EDGE), zorder=2, gid=f"cell:{place}")  # fmt: skip
        put(page, x, middle, plain_number(n), replace(COUNT, colour=ink_on(fill)), f"count:{place}")
    total = replace(COUNT, colour=pale_text(INK, pale))
    put(page, grid.middle(len(grid.topics)), middle, plain_number(sum(row.counts.values())), total)


def _shade(n: int, top: int) -> str:
    return mixed(LIGHT, DARK, (n - 1) / max(top - 1, STEPS))

"""Horizontal bars of counts on a page: labels at the left, parts told apart by hatch and colour."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial

from matplotlib.axes import Axes

from .frame import Chart, Drawing, draw_chart
from .lettering import HEADER, MARGIN, NOTE, STRONG, TextLines, Type, text_width, wrapped
from .page import Key, add_panel, box, put, rule, write
from .palette import BAND, GREY, INK, PAPER, RULE
from .scales import scale_for
from .tags import ICON, draw_marker
from .wording import how_many, plain_number

LABEL = 0.32  # of the page's width
BAR = 0.24
BAR_ROW = 0.42
MAX_ROWS = 30
COUNT = Type(size=9.0, weight="bold")


@dataclass(frozen=True, slots=True)
class Bar:
    """One row: its label, a small note under it, and a count for each series."""

    label: str
    note: str
    counts: dict[str, int]
    type: Type = STRONG
    source_type: str | None = None  # draws the source type's marker before the label
    band: bool = False


@dataclass(frozen=True, slots=True)
class BarColumn:
    """A number line beside the labels: its heading and the series stacked on it."""

    heading: str
    series: dict[str, tuple[str, str]]  # words → (fill, hatch)


@dataclass(frozen=True, slots=True)
class BarChart:
    """All that a page of bars shows; ``empty`` stands there when there is no row."""

    title: str
    subtitle: str
    bars: list[Bar]
    columns: list[BarColumn]
    credit: str
    alt: str
    empty: str
    notes: list[str] = field(default_factory=list)


def draw_bars(chart: BarChart, ax: Axes | None = None) -> Axes:
    """Draw the chart on a page; each column is a panel named by its heading."""
    bars, more = chart.bars[:MAX_ROWS], len(chart.bars) - MAX_ROWS
    notes = [*chart.notes]
    if more > 0:
        notes.append(
            f"Left out to keep the chart readable: {how_many(more, 'more row')}; "
            "the table holds them all."
        )

    def described(width: float) -> Chart:
        labels = [_label(bar, width) for bar in bars]
        heights = [max(BAR_ROW, sum(b.height for b in label) + 0.12) for label in labels]

        def paint(page: Axes, y: float) -> None:
            _draw_columns(page, chart, bars, y, heights, width)
            _write_labels(page, bars, labels, y + 0.3, heights, width)

        body = Drawing(0.3 + sum(heights) + 0.34, paint)
        return Chart(
            chart.title, [body] if bars else [], chart.alt, chart.subtitle, _keys(chart, bars),
            notes, chart.credit, chart.empty,
        )  # fmt: skip

    return draw_chart(described, ax)


def _label(bar: Bar, width: float) -> tuple[TextLines, TextLines]:
    room = LABEL * width - (ICON if bar.source_type else 0)
    return wrapped(bar.label, bar.type, room, max_lines=2), wrapped(bar.note, NOTE, room)


def _keys(chart: BarChart, bars: list[Bar]) -> list[Key]:
    """A legend where a column stacks several series, of those that occur."""
    keys = []
    for column in chart.columns:
        for words, (fill, hatch) in column.series.items():
            if len(column.series) > 1 and any(bar.counts.get(words) for bar in bars):
                keys.append(Key(partial(_swatch, fill=fill, hatch=hatch), words, room=0.32))
    return keys


def _swatch(page: Axes, x: float, y: float, *, fill: str, hatch: str) -> None:
    box(page, (x - 0.15, y - 0.07), (0.3, 0.14), **_filled(fill, hatch))


def _filled(fill: str, hatch: str) -> dict[str, object]:
    edge = PAPER if _dark(fill) else INK
    return {"facecolor": fill, "edgecolor": edge, "linewidth": 0.7, "hatch": hatch or None}


def _dark(fill: str) -> bool:
    red, green, blue = (int(fill[i : i + 2], 16) for i in (1, 3, 5))
    return 0.299 * red + 0.587 * green + 0.114 * blue < 140


def _draw_columns(
    page: Axes, chart: BarChart, bars: list[Bar], y: float, heights: list[float], width: float
) -> None:
    n, left = len(chart.columns), MARGIN + LABEL * width + 0.15
    room = (width - MARGIN - left - 0.35 * (n - 1)) / n
    top = max((_total(bar, column) for bar in bars for column in chart.columns), default=1)
    for column in chart.columns:
        put(page, left, y + 0.13, column.heading, HEADER)
        panel = add_panel(page, column.heading, left, y + 0.3, room, sum(heights))
        _dress(panel, top, room)
        at = y + 0.3
        for bar, height in zip(bars, heights, strict=True):
            _draw_bar(panel, bar, column, at + height / 2, room / panel.get_xlim()[1])
            at += height
        left += room + 0.35


def _total(bar: Bar, column: BarColumn) -> int:
    return sum(bar.counts.get(words, 0) for words in column.series)


def _dress(panel: Axes, top: int, room: float) -> None:
    """A count axis from zero with whole ticks, and room for a total at the end of a bar."""
    scale = scale_for([float(max(top, 1))], kind="linear", width=room)
    whole = [(at, label) for at, label in scale.ticks if at == int(at)]
    panel.set_xlim(0, max(top, 1) * 1.12)
    panel.set_xticks([at for at, _ in whole if at <= top], [t for at, t in whole if at <= top])
    panel.set_yticks([])
    panel.set_facecolor("none")
    for side in ("right", "top", "bottom"):
        panel.spines[side].set_visible(False)
    panel.spines["left"].set_color(GREY)
    panel.grid(axis="x", color=RULE, linewidth=0.6)
    panel.set_axisbelow(True)
    panel.tick_params(axis="x", length=0, labelcolor=GREY, labelsize=NOTE.size, pad=3)


def _draw_bar(panel: Axes, bar: Bar, column: BarColumn, y: float, inch: float) -> None:
    """The stacked parts with their counts inside, the total at the end; ``inch`` is a unit's."""
    x = 0
    parts = [(words, bar.counts.get(words, 0)) for words in column.series]
    for words, count in parts:
        if not count:
            continue
        fill, hatch = column.series[words]
        gid = f"bar-{words}-{bar.label}"
        box(panel, (x, y - BAR / 2), (count, BAR), **_filled(fill, hatch), gid=gid)
        number = plain_number(count)
        several = sum(1 for _, n in parts if n) > 1
        if several and text_width(number, COUNT) + 0.1 < count * inch:
            ink = PAPER if _dark(fill) else INK
            kind = Type(size=8.6, weight="bold", colour=ink, align="center", behind=fill)
            put(panel, x + count / 2, y, number, kind)
        x += count
    put(panel, x + 0.06 / inch, y, plain_number(x), COUNT if x else NOTE)


def _write_labels(
    page: Axes,
    bars: list[Bar],
    labels: list[tuple[TextLines, TextLines]],
    y: float,
    heights: list[float],
    width: float,
) -> None:
    for bar, blocks, height in zip(bars, labels, heights, strict=True):
        if bar.band:
            box(
                page,
                (MARGIN / 2, y),
                (width - MARGIN, height),
                facecolor=BAND,
                zorder=0.5,
                gid="band",
            )
        rule(page, MARGIN / 2, width - MARGIN / 2, y)
        at = y + height / 2 - sum(b.height for b in blocks) / 2
        indent = 0.0
        if bar.source_type:
            indent = ICON
            draw_marker(page, MARGIN + 0.08, at + blocks[0].type.line / 2, bar.source_type)
        for block in blocks:
            at = write(page, block, MARGIN + indent, at)
        y += height

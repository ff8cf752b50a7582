"""Figures over time: one line a reporter in steps, bounds as bounds, breaks of method marked."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import cycle

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import FixedFormatter, FixedLocator, MaxNLocator, NullLocator

from .frame import Chart, Drawing, draw_chart
from .lettering import MARGIN, NOTE, WIDTH, Type
from .page import add_panel, put
from .palette import FONT, GREY, GRID
from .points import RINGS
from .timeline_marks import (
    AXIS_LEFT,
    AXIS_WIDTH,
    DASHES,
    day_number,
    draw_break,
    draw_end,
    draw_line,
    draw_mine,
    keys_of_points,
)
from .timeline_words import write_figures, write_names
from .wording import in_unit, long_date, words

PANEL = Type(size=10, weight="bold")
FEW = 12  # figures of a panel up to which each is written at its mark


@dataclass(frozen=True, slots=True)
class TimelineOptions:
    """What a chart over time says of itself.

    ``counted`` names the axis, ``panel_height`` is in inches, ``scale`` linear or log;
    ``credit`` says where the figures come from.
    """

    title: str
    counted: str = "people"
    scale: str = "linear"
    panel_height: float = 3.4
    credit: str = ""

    def __post_init__(self) -> None:
        if self.scale not in ("linear", "log"):
            raise ValueError(f"scale is {self.scale!r}; it must be 'linear' or 'log'")


def plot_timeline(
    points: pd.DataFrame,
    ax: Axes | None = None,
    *,
    options: TimelineOptions,
    breaks: pd.DataFrame | None = None,
) -> Axes:
    """Draw points over time on a page: a panel for each ``panel``, a stepped line a series.

    Figures of an article (``article_points``) are marked in every panel and have no line.
    ``breaks`` (metric, day, why) are drawn as vertical lines, and no line of that metric
    crosses one. Without points the page says so.
    """
    rows = points.to_dict("records")
    gaps = _gaps(breaks, rows)
    panels = list(dict.fromkeys(row["panel"] for row in rows if not row["mine"])) or [""]
    each = options.panel_height
    tall = sum(each + 0.4 if name else each + 0.1 for name in panels) + 0.42

    def paint(page: Axes, y: float) -> None:
        _draw_panels(page, rows, panels, gaps, y, options)

    def described(_: float) -> Chart:
        return Chart(
            options.title,
            [Drawing(tall, paint)] if rows else [],
            timeline_alt(points, options=options, breaks=breaks),
            _subtitle(rows, options),
            keys_of_points(rows),
            [_gap_told(gap) for gap in gaps],
            options.credit,
            "Nothing to draw: no figure with a day is here.",
        )

    return draw_chart(described, ax, least=WIDTH)


def timeline_alt(
    points: pd.DataFrame, *, options: TimelineOptions, breaks: pd.DataFrame | None = None
) -> str:
    """The chart in words: each line's first and last figure, the article's, the breaks."""
    rows = points.to_dict("records")
    if not rows:
        return f"Chart without marks: {options.title}. {options.credit}".strip()
    plain = [row for row in rows if not row["mine"]]
    parts = [f"{options.title}. Chart over time, {options.scale} axis, {len(plain)} figures."]
    for (panel, name), line in _series(plain).items():
        first, last = line[0], line[-1]
        where = f"{panel}, {name}" if panel else name
        told = f"{first['shown']} on {long_date(first['day'])}"
        if len(line) > 1:
            told += f", {last['shown']} on {long_date(last['day'])} ({len(line)} figures)"
        ringed = sorted({RINGS[row["ring"]] for row in line if row["ring"]})
        several = [f"{row['shown']} told by {row['beside']}" for row in line if row["beside"]]
        told += "".join(f"; {word}" for word in (*ringed, *several))
        parts.append(f"{where}: {told}.")
    parts += [f"Marked on {long_date(row['day'])}: {row['beside']}." for row in rows if row["mine"]]
    parts += [f"Break of method: {_gap_told(g)}" for g in _gaps(breaks, rows)]
    return " ".join([*parts, options.credit]).strip()


def _subtitle(rows: list[dict], options: TimelineOptions) -> str:
    if not rows:
        return ""
    days = sorted(row["day"] for row in rows)
    count = sum(not row["mine"] for row in rows)
    span = f"{long_date(days[0])} to {long_date(days[-1])}"
    return f"{options.counted.capitalize()}, {options.scale} axis; {count} figures, {span}."


def _series(rows: list[dict]) -> dict[tuple[str, str], list[dict]]:
    found: dict[tuple[str, str], list[dict]] = {}
    for row in rows:
        found.setdefault((row["panel"], row["series"]), []).append(row)
    return found


def _gaps(breaks: pd.DataFrame | None, rows: list[dict]) -> list[dict]:
    if breaks is None or not rows:
        return []
    found = []
    for gap in breaks.to_dict("records"):
        days = [row["day"] for row in rows if row["metric"] == gap["metric"]]
        if days and min(days) <= gap["day"] <= max(days):
            found.append(gap)
    return found


def _gap_told(gap: dict) -> str:
    return f"{words(gap['metric'])}, {long_date(gap['day'])}: {gap['why']}."


def _draw_panels(
    page: Axes,
    rows: list[dict],
    panels: Sequence[str],
    gaps: list[dict],
    y: float,
    options: TimelineOptions,
) -> None:
    first, last = _range_of_days(rows)
    low, high, ticks = _range_of_figures(rows, options)
    for i, name in enumerate(panels):
        if name:
            put(page, MARGIN, y + 0.22, name, PANEL)
            y += 0.4
        else:
            y += 0.1
        height = options.panel_height
        panel = add_panel(page, name or options.counted, AXIS_LEFT, y, AXIS_WIDTH, height)
        panel.set_xlim(first, last)
        panel.set_yscale(options.scale)
        panel.set_ylim(low, high)
        _dress(panel, first, last, ticks, dates=i == len(panels) - 1)
        for gap in gaps:
            draw_break(panel, gap)
        here = [row for row in rows if row["panel"] == name or (row["mine"] and not row["panel"])]
        lines = _series([row for row in here if not row["mine"]])
        ends = []
        dashes = cycle(DASHES)
        for (_, series), line in lines.items():
            # A single mark has no line: it takes no pattern away from those that have one.
            dash = next(dashes) if len(line) > 1 else DASHES[0]
            draw_line(panel, line, dash, gaps)
            draw_end(panel, line[-1], last)
            ends.append((series, line, dash))
        if len(here) <= FEW:
            write_figures(panel, here, height)
        for row in (row for row in here if row["mine"]):
            draw_mine(panel, row, first, last)
        write_names(page, panel, ends, y, height)
        y += height


def _range_of_days(rows: list[dict]) -> tuple[float, float]:
    days = [day_number(row["day"]) for row in rows]
    room = max(1.0, (max(days) - min(days)) * 0.03)
    return min(days) - room, max(days) + room


def _range_of_figures(
    rows: list[dict], options: TimelineOptions
) -> tuple[float, float, list[float]]:
    values = [float(row[c]) for row in rows for c in ("at", "low", "high") if not pd.isna(row[c])]
    top = max(values) or 1.0
    if options.scale == "linear":
        steps = max(2, min(6, int(options.panel_height / 0.5)))
        ticks = [
            t
            for t in MaxNLocator(steps, steps=[1, 2, 2.5, 5, 10]).tick_values(0, top * 1.08)
            if t >= 0
        ]
        return 0, ticks[-1], ticks
    least = min(v for v in values if v > 0) if any(v > 0 for v in values) else 1.0
    marks = [m * 10.0**e for e in range(-1, 16) for m in (1, 2, 5)]
    low = max([m for m in marks if m <= least], default=marks[0])
    high = min([m for m in marks if m >= top * 1.15], default=marks[-1])
    ticks = [m for m in marks if low <= m <= high]
    if len(ticks) > 8:
        ticks = [m for m in ticks if f"{m:.0e}".startswith("1")]
    return low / 1.2, high * 1.1, ticks


def _dress(panel: Axes, first: float, last: float, ticks: list[float], *, dates: bool) -> None:
    span = last - first
    step = next(s for s in (1, 2, 7, 14, 31, 62, 124, 10_000) if span / s <= 9)
    start = dt.date.fromordinal(int(first) + 1)
    if step >= 7:  # weeks start on a Monday, so that two charts have the same ticks
        start -= dt.timedelta(days=start.weekday())
    days = [d for d in range(start.toordinal(), int(last) + 1, step) if d >= first]
    names = [f"{dt.date.fromordinal(d):%-d %b}" if dates else "" for d in days]
    if dates and days:
        names[-1] += f"\n{dt.date.fromordinal(days[-1]).year}"
    panel.xaxis.set_major_locator(FixedLocator(days))
    panel.xaxis.set_major_formatter(FixedFormatter(names))
    panel.yaxis.set_major_locator(FixedLocator(ticks))
    panel.yaxis.set_major_formatter(FixedFormatter([in_unit(t, "") for t in ticks]))
    panel.xaxis.set_minor_locator(NullLocator())
    panel.yaxis.set_minor_locator(NullLocator())
    for side in ("left", "right", "top"):
        panel.spines[side].set_visible(False)
    panel.spines["bottom"].set_color(GREY)
    panel.set_facecolor("none")
    panel.grid(axis="y", color=GRID, linewidth=0.8)
    panel.set_axisbelow(True)
    panel.tick_params(length=3, width=0.8, color=GREY, labelcolor=GREY, labelsize=NOTE.size,
                      labelfontfamily=FONT, pad=3)  # fmt: skip
    panel.tick_params(axis="y", length=0)

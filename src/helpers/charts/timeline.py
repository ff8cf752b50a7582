"""Figures over time: one line a reporter in steps, bounds as bounds, breaks of method marked."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import cycle, pairwise

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import FixedFormatter, FixedLocator, MaxNLocator, NullLocator

from .page import (
    CREDIT,
    MARGIN,
    NOTE,
    SUBTITLE,
    TITLE,
    WIDTH,
    ChartAxes,
    Key,
    Type,
    fit,
    flow,
    legend_height,
    new_page,
    put,
    text_width,
    wrapped,
    write,
    write_legend,
)
from .palette import FONT, GREY, GRID, INK, NO_SOURCE, PAPER, SOURCE_STYLES, source_style
from .points import RINGS
from .wording import in_unit, long_date, said, words

TEXT_WIDTH = WIDTH - 2 * MARGIN
AXIS_LEFT = MARGIN + 0.85
RIGHT = 2.55  # inches: the names of the lines
AXIS_WIDTH = WIDTH - MARGIN - AXIS_LEFT - RIGHT
LABEL_LEFT = AXIS_LEFT + AXIS_WIDTH + 0.2
SAMPLE = 0.42  # inches of line before its name
ARROW = 13  # points
BAR = 3.2
DASHES = ("-", (0, (5, 1.6)), (0, (1.2, 1.4)), (0, (6, 1.6, 1.2, 1.6)), (0, (3, 3)),
          (0, (8, 1.5, 1.2, 1.5, 1.2, 1.5)))  # fmt: skip
NAME = Type(size=8.8, weight="bold")
PANEL = Type(size=10, weight="bold")
MINE = Type(size=8.8, weight="bold", colour=INK)
EMPTY = 0.75
FEW = 12  # figures of a panel up to which each is written at its mark


@dataclass(frozen=True, slots=True)
class TimelineOptions:
    """What a chart over time says of itself: ``counted`` names the axis, ``panel_height`` is
    in inches, ``scale`` linear or log; ``credit`` says where the figures come from.
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
    title = wrapped(options.title, TITLE, TEXT_WIDTH)
    subtitle = wrapped(_subtitle(rows, options), SUBTITLE, TEXT_WIDTH)
    keys = flow(_keys(rows), TEXT_WIDTH)
    notes = [wrapped(_gap_told(g), NOTE, TEXT_WIDTH) for g in gaps]
    credit = wrapped(options.credit, CREDIT, TEXT_WIDTH)
    each = options.panel_height
    heights = [0.12, title.height, subtitle.height, 0.08, legend_height(keys), 0.1]
    heights += [(each + 0.4 if name else each + 0.1) for name in panels] if rows else [EMPTY]
    heights += [0.42, *(note.height + 0.04 for note in notes), credit.height, 0.15]
    page = new_page(ax, sum(heights))
    y = write(page, title, MARGIN, 0.12, gid="title")
    y = write(page, subtitle, MARGIN, y, gid="subtitle") + 0.08
    y = write_legend(page, keys, MARGIN, y) + 0.1
    if rows:
        y = _draw_panels(page, rows, panels, gaps, y, options)
    else:
        put(page, WIDTH / 2, y + EMPTY / 2, "Nothing to draw: no figure with a day is here.",
            SUBTITLE, align="center", gid="no-data")  # fmt: skip
        y += EMPTY
    y += 0.42
    for note in notes:
        y = write(page, note, MARGIN, y, gid="note") + 0.04
    write(page, credit, MARGIN, y + 0.04, gid="credit")
    if isinstance(page, ChartAxes):
        page.alt = timeline_alt(points, options=options, breaks=breaks)
    else:
        fit(page, sum(heights))
    return page


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
    parts += [
        f"Marked on {long_date(row['day'])}: {row['beside']}." for row in rows if row["mine"]
    ]
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
    page: Axes, rows: list[dict], panels: Sequence[str], gaps: list[dict], y: float,
    options: TimelineOptions,
) -> float:  # fmt: skip
    first, last = _range_of_days(rows)
    low, high, ticks = _range_of_figures(rows, options)
    for i, name in enumerate(panels):
        if name:
            put(page, MARGIN, y + 0.22, name, PANEL)
            y += 0.4
        else:
            y += 0.1
        height = options.panel_height
        panel = page.inset_axes((
            AXIS_LEFT / page.get_xlim()[1],
            1 - (y + height) / page.get_ylim()[0],
            AXIS_WIDTH / page.get_xlim()[1],
            height / page.get_ylim()[0],
        ))  # fmt: skip
        panel.set_label(name or options.counted)
        panel.set_xlim(first, last)
        panel.set_yscale(options.scale)
        panel.set_ylim(low, high)
        _dress(panel, first, last, ticks, dates=i == len(panels) - 1)
        for gap in gaps:
            _draw_break(panel, gap)
        here = [row for row in rows if row["panel"] == name or (row["mine"] and not row["panel"])]
        lines = _series([row for row in here if not row["mine"]])
        ends = []
        dashes = cycle(DASHES)
        for (_, series), line in lines.items():
            # A single mark has no line: it takes no pattern away from those that have one.
            dash = next(dashes) if len(line) > 1 else DASHES[0]
            _draw_line(panel, line, dash, gaps)
            _draw_end(panel, line[-1], last)
            if len(here) <= FEW:
                _write_figures(panel, line, here)
            ends.append((series, line, dash))
        for row in (row for row in here if row["mine"]):
            _draw_mine(panel, row, first, last)
        _write_names(page, panel, ends, y, height)
        y += height
    return y


def _range_of_days(rows: list[dict]) -> tuple[float, float]:
    days = [_number(row["day"]) for row in rows]
    room = max(1.0, (max(days) - min(days)) * 0.03)
    return min(days) - room, max(days) + room


def _range_of_figures(
    rows: list[dict], options: TimelineOptions
) -> tuple[float, float, list[float]]:
    values = [float(row[c]) for row in rows for c in ("at", "low", "high") if not pd.isna(row[c])]
    top = max(values) or 1.0
    if options.scale == "linear":
        steps = max(2, min(6, int(options.panel_height / 0.5)))
        ticks = [t for t in MaxNLocator(steps, steps=[1, 2, 2.5, 5, 10]).tick_values(0, top * 1.08)
                 if t >= 0]  # fmt: skip
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


def _draw_line(panel: Axes, line: list[dict], dash, gaps: list[dict]) -> None:
    style = source_style(line[0]["source_type"])
    cuts = [_number(gap["day"]) for gap in gaps if gap["metric"] == line[0]["metric"]]
    piece: list[dict] = []
    for row in [*line, None]:
        crossed = row is not None and piece and any(
            _number(piece[-1]["day"]) < cut <= _number(row["day"]) for cut in cuts
        )  # fmt: skip
        if row is None or crossed:
            if len(piece) > 1:
                panel.plot([_number(r["day"]) for r in piece], [float(r["at"]) for r in piece],
                           drawstyle="steps-post", color=style.colour, linestyle=dash,
                           linewidth=1.5, alpha=0.9, zorder=2.5, gid="line")  # fmt: skip
            piece = []
        if row is not None:
            piece.append(row)
    dense = len(line) > 12
    for row in line:
        _draw_point(panel, row, size=4.6 if dense else 6.2)


def _write_figures(panel: Axes, line: list[dict], here: list[dict]) -> None:
    """Each figure at its mark, with how many articles stand behind it: where there is room."""
    for row in line:
        under = any(o["day"] == row["day"] and o["at"] > row["at"] for o in here)
        text = "\n".join(filter(None, (said(row["shown"]), said(row["beside"]))))
        away, side = (-5, "top") if under else (5, "bottom")
        x, (first, last) = _number(row["day"]), panel.get_xlim()
        inches = AXIS_WIDTH * (x - first) / (last - first)
        fits = inches > max(text_width(part, NOTE) for part in text.split("\n")) + 0.1
        panel.annotate(text, xy=(x, float(row["at"])), xytext=(-7 if fits else 7, away),
                       textcoords="offset points", ha="right" if fits else "left", va=side,
                       family=FONT,
                       size=NOTE.size, color=INK, zorder=5, annotation_clip=False,
                       parse_math=False, linespacing=1.2, gid="figure",
                       bbox={"facecolor": PAPER, "edgecolor": "none", "pad": 0.5,
                             "alpha": 0.8})  # fmt: skip


def _draw_end(panel: Axes, row: dict, last: float) -> None:
    """From a line's last mark to its name: a faint line that is no figure."""
    panel.plot([_number(row["day"]), last], [float(row["at"])] * 2, color=GREY, linewidth=0.5,
               linestyle=(0, (1, 3)), zorder=1.2, gid="to-name")  # fmt: skip


def _draw_point(panel: Axes, row: dict, *, size: float) -> None:
    style = source_style(row["source_type"])
    x, y = _number(row["day"]), float(row["at"])
    if row["shape"] == "range":
        ends = [float(row["low"]), float(row["high"])]
        panel.plot([x, x], ends, color=style.colour, linewidth=BAR, alpha=0.85,
                   solid_capstyle="butt", zorder=3, gid="range")  # fmt: skip
        panel.plot([x, x], ends, color=style.colour, linestyle="none", marker="_",
                   markersize=9, markeredgewidth=1.8, zorder=3.1)  # fmt: skip
    if row["shape"] in ("at_least", "at_most"):
        away = ARROW if row["shape"] == "at_least" else -ARROW
        arrow = panel.annotate("", xy=(x, y), xytext=(0, away), textcoords="offset points",
                               zorder=2.9, annotation_clip=False,
                               arrowprops={"arrowstyle": "<|-,head_length=0.3,head_width=0.16",
                                           "color": style.colour, "linewidth": 1.1,
                                           "shrinkA": 0, "shrinkB": 0})  # fmt: skip
        arrow.set_gid(row["shape"])
    if row["shape"] != "range":
        hollow = bool(row["hollow"])
        panel.plot([x], [y], linestyle="none", marker=style.marker, color=style.colour,
                   markersize=size * style.scale, markeredgewidth=1.3 if hollow else 0.6,
                   markerfacecolor=PAPER if hollow else style.colour, zorder=4,
                   clip_on=False, gid="point")  # fmt: skip
    if row["ring"]:
        panel.plot([x], [y], linestyle="none", marker="o", color=INK, markersize=size * 2.1,
                   markerfacecolor="none", markeredgewidth=0.9, zorder=4.2, clip_on=False,
                   gid=row["ring"])  # fmt: skip


def _draw_mine(panel: Axes, row: dict, first: float, last: float) -> None:
    """A figure of the article: its mark in a frame, and its words on the side with room."""
    x, y = _number(row["day"]), float(row["at"])
    panel.axvline(x, color=GREY, linewidth=0.7, linestyle=(0, (1, 2)), zorder=1, gid="article-day")
    _draw_point(panel, row, size=7)
    panel.plot([x], [y], linestyle="none", marker="s", color=INK, markersize=16,
               markerfacecolor="none", markeredgewidth=1.4, zorder=4.5, gid="article")  # fmt: skip
    left = (x - first) / (last - first) > 0.5
    width = AXIS_WIDTH * ((x - first) if left else (last - x)) / (last - first) - 0.25
    block = wrapped(row["beside"], MINE, max(width, 1.2), max_lines=3)
    panel.annotate("\n".join(block.lines), xy=(x, y), xytext=(-13 if left else 13, 0),
                   textcoords="offset points", ha="right" if left else "left", va="center",
                   family=FONT, size=MINE.size, weight="bold", color=INK, zorder=6,
                   parse_math=False, annotation_clip=False, linespacing=1.15,
                   bbox={"facecolor": PAPER, "edgecolor": "none", "pad": 1, "alpha": 0.85},
                   gid="article-words")  # fmt: skip


def _draw_break(panel: Axes, gap: dict) -> None:
    x = _number(gap["day"])
    panel.axvline(x, color=INK, linewidth=1.2, linestyle=(0, (4, 2)), zorder=1.5, gid="break")
    label = f"{words(gap['metric'])}: method changes"
    panel.annotate(label, xy=(x, 1), xycoords=("data", "axes fraction"),
                   xytext=(4, -2), textcoords="offset points", ha="left", va="top", family=FONT,
                   size=NOTE.size, color=INK, zorder=5, annotation_clip=False,
                   bbox={"facecolor": PAPER, "edgecolor": "none", "pad": 0.6})  # fmt: skip


def _write_names(page: Axes, panel: Axes, ends: list[tuple], top: float, height: float) -> None:
    """The names of the lines at their right ends, pushed apart, each with a sample of its line."""
    blocks = []
    for series, line, dash in ends:
        name = wrapped(series, NAME, RIGHT - SAMPLE - 0.3, max_lines=2)
        last = line[-1]
        told = f"{last['shown']}, {_short(last['day'])}"
        figure = wrapped(told, NOTE, RIGHT - SAMPLE - 0.3, max_lines=2)
        at = panel.transData.transform((_number(last["day"]), float(last["at"])))
        up = panel.transAxes.inverted().transform(at)[1]
        blocks.append((top + height * (1 - up), name, figure, line, dash))
    blocks.sort(key=lambda b: b[0])
    tall = [name.height + figure.height + 0.09 for _, name, figure, _, _ in blocks]
    centres = _apart([b[0] for b in blocks], tall, top - 0.05, top + height + 0.1)
    for (at, name, figure, line, dash), centre, full in zip(blocks, centres, tall, strict=True):
        style = source_style(line[-1]["source_type"])
        page.plot([LABEL_LEFT - 0.17, LABEL_LEFT - 0.03], [at, centre], color=GREY, linewidth=0.6,
                  zorder=1, solid_capstyle="round")  # fmt: skip
        y = centre - full / 2 + 0.04
        middle = y + name.type.line / 2
        if len(line) > 1:
            page.plot([LABEL_LEFT, LABEL_LEFT + SAMPLE], [middle] * 2, color=style.colour,
                      linestyle=dash, linewidth=1.5)  # fmt: skip
        hollow = bool(line[-1]["hollow"])
        page.plot([LABEL_LEFT + SAMPLE / 2], [middle], linestyle="none", marker=style.marker,
                  color=style.colour, markersize=5.6 * style.scale,
                  markerfacecolor=PAPER if hollow else style.colour)  # fmt: skip
        y = write(page, name, LABEL_LEFT + SAMPLE + 0.1, y, gid="series")
        write(page, figure, LABEL_LEFT + SAMPLE + 0.1, y)


def _apart(wanted: list[float], tall: list[float], top: float, bottom: float) -> list[float]:
    """Centres as near to the wanted ones as fits without overlap, from the top."""
    centres = list(wanted)
    for i in range(len(centres)):
        least = top + tall[i] / 2 if i == 0 else centres[i - 1] + (tall[i - 1] + tall[i]) / 2
        centres[i] = max(centres[i], least)
    low = bottom
    for i in reversed(range(len(centres))):
        centres[i] = min(centres[i], low - tall[i] / 2)
        low = centres[i] - tall[i] / 2
    for i, j in pairwise(range(len(centres))):  # too many for the room: run below the panel
        centres[j] = max(centres[j], centres[i] + (tall[i] + tall[j]) / 2)
    return centres


def _keys(rows: list[dict]) -> list[Key]:
    from .keys import _bar, _full, _hollow

    shapes = {row["shape"] for row in rows}
    rings = [ring for ring in RINGS if any(row["ring"] == ring for row in rows)]
    candidates = [
        (any(r["shape"] == "point" and not r["hollow"] for r in rows), Key(_full, "as stated")),
        (any(r["hollow"] for r in rows), Key(_hollow, "estimated or approximate")),
        ("at_least" in shapes, Key(_upward, "at least, more than", room=0.2)),
        ("at_most" in shapes, Key(_downward, "at most, nearly", room=0.2)),
        ("range" in shapes, Key(_bar, "a range", room=0.36)),
        (bool(rings), Key(_ring, " / ".join(RINGS[ring] for ring in rings), room=0.26)),
        (any(row["mine"] for row in rows), Key(_frame, "in this article", room=0.26)),
    ]  # fmt: skip
    types = sorted({row["source_type"] for row in rows}, key=list(SOURCE_STYLES).index)
    return [key for wanted, key in candidates if wanted] + [_type_key(word) for word in types]


def _type_key(source_type: str) -> Key:
    style = source_style(source_type)

    def draw(page: Axes, x: float, y: float) -> None:
        page.plot([x], [y], marker=style.marker, color=style.colour, linestyle="none",
                  markersize=6.2 * style.scale)  # fmt: skip

    return Key(draw, "no source named" if source_type == NO_SOURCE else words(source_type))


def _upward(page: Axes, x: float, y: float) -> None:
    _arrow(page, x, y, 1)


def _downward(page: Axes, x: float, y: float) -> None:
    _arrow(page, x, y, -1)


def _arrow(page: Axes, x: float, y: float, way: int) -> None:
    page.plot([x], [y + way * 0.05], marker="o", markersize=5, color=GREY, linestyle="none")
    page.annotate("", xy=(x, y + way * 0.05), xytext=(0, way * ARROW), textcoords="offset points",
                  arrowprops={"arrowstyle": "<|-,head_length=0.3,head_width=0.16", "color": GREY,
                              "linewidth": 1.1, "shrinkA": 0, "shrinkB": 0})  # fmt: skip


def _ring(page: Axes, x: float, y: float) -> None:
    page.plot([x], [y], marker="o", markersize=5, color=GREY, linestyle="none")
    page.plot([x], [y], marker="o", markersize=11, color=INK, linestyle="none",
              markerfacecolor="none", markeredgewidth=0.9)  # fmt: skip


def _frame(page: Axes, x: float, y: float) -> None:
    page.plot([x], [y], marker="s", markersize=11, color=INK, linestyle="none",
              markerfacecolor="none", markeredgewidth=1.4)  # fmt: skip


def _number(day: object) -> float:
    return float(dt.date.fromisoformat(said(day)[:10]).toordinal())


def _short(day: object) -> str:
    when = dt.date.fromisoformat(said(day)[:10])
    return f"{when.day} {when:%b}"

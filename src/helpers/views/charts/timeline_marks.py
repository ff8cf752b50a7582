"""Marks of a chart over time: stepped lines, points, bounds, an article's frame, breaks."""

from __future__ import annotations

import datetime as dt
from functools import partial
from typing import Any

from matplotlib.axes import Axes

from .legend import bar, full_dot, hollow_dot
from .lettering import MARGIN, NOTE, WIDTH, TextLines, Type, wrapped
from .page import Key, arrow, dot, ring
from .palette import (
    FONT,
    FRAME,
    GREY,
    INK,
    NO_SOURCE,
    PAPER,
    RING,
    ROUND,
    SOURCE_STYLES,
    SourceStyle,
    source_style,
)  # fmt: skip
from .points import RINGS
from .wording import said, words

AXIS_LEFT = MARGIN + 0.85
RIGHT = 2.55  # inches: the names of the lines
AXIS_WIDTH = WIDTH - MARGIN - AXIS_LEFT - RIGHT
ARROW = 13  # points
BAR = 3.2
DASHES = ("-", (0, (5, 1.6)), (0, (1.2, 1.4)), (0, (6, 1.6, 1.2, 1.6)), (0, (3, 3)),
          (0, (8, 1.5, 1.2, 1.5, 1.2, 1.5)))  # fmt: skip
GROUND = {"facecolor": PAPER, "edgecolor": "none"}
MINE = Type(size=8.8, weight="bold", colour=INK)


def draw_line(panel: Axes, line: list[dict], dash: Any, gaps: list[dict]) -> None:
    """One line of figures over time, cut where its method changes."""
    colour, metric = source_style(line[0]["source_type"]).colour, line[0]["metric"]
    cuts = [day_number(gap["day"]) for gap in gaps if gap["metric"] == metric]
    pieces: dict[int, list[dict]] = {}
    for row in line:
        pieces.setdefault(sum(cut <= day_number(row["day"]) for cut in cuts), []).append(row)
    for piece in pieces.values():
        if len(piece) > 1:
            days, figures = zip(
                *((day_number(r["day"]), float(r["at"])) for r in piece), strict=True
            )
            panel.plot(days, figures, drawstyle="steps-post", color=colour, linestyle=dash,
                       linewidth=1.5, alpha=0.9, zorder=2.5, gid="line")  # fmt: skip
    for row in line:
        draw_point(panel, row, size=4.6 if len(line) > 12 else 6.2)


def draw_end(panel: Axes, row: dict, last: float) -> None:
    """From a line's last mark to its name: a faint line that is no figure."""
    panel.plot([day_number(row["day"]), last], [float(row["at"])] * 2, color=GREY, linewidth=0.5,
               linestyle=(0, (1, 3)), zorder=1.2, gid="to-name")  # fmt: skip


def draw_point(panel: Axes, row: dict, *, size: float) -> None:
    """One figure on its day, with its range, its open end and its ring."""
    style = source_style(row["source_type"])
    x, y = day_number(row["day"]), float(row["at"])
    if row["shape"] == "range":
        ends = [float(row["low"]), float(row["high"])]
        panel.plot([x, x], ends, color=style.colour, linewidth=BAR, alpha=0.85, zorder=3,
                   solid_capstyle="butt", gid="range")  # fmt: skip
        panel.plot([x, x], ends, color=style.colour, linestyle="none", marker="_", markersize=9,
                   markeredgewidth=1.8, zorder=3.1)  # fmt: skip
    else:
        if row["shape"] != "point":
            way = 1 if row["shape"] == "at_least" else -1
            arrow(panel, x, y, (0, way * ARROW), style.colour, zorder=2.9, gid=row["shape"])
        hollow = bool(row["hollow"])
        dot(panel, x, y, style, size, hollow=hollow, markeredgewidth=1.3 if hollow else 0.6,
            zorder=4, clip_on=False, gid="point")  # fmt: skip
    if row["ring"]:
        ring(panel, x, y, RING, size * 2.1, markeredgewidth=0.9, zorder=4.2, clip_on=False,
             gid=row["ring"])  # fmt: skip


def draw_mine(panel: Axes, row: dict, first: float, last: float) -> None:
    """A figure of the article: its mark in a frame, and its words on the side with room."""
    x, y = day_number(row["day"]), float(row["at"])
    panel.axvline(x, color=GREY, linewidth=0.7, linestyle=(0, (1, 2)), zorder=1, gid="article-day")
    draw_point(panel, row, size=7)
    ring(panel, x, y, FRAME, 16, markeredgewidth=1.4, zorder=4.5, gid="article")
    left = (x - first) / (last - first) > 0.5
    width = AXIS_WIDTH * ((x - first) if left else (last - x)) / (last - first) - 0.25
    block = wrapped(row["beside"], MINE, max(width, 1.2), max_lines=3)
    side = {"xytext": (-13 if left else 13, 0), "ha": "right" if left else "left", "va": "center"}
    write_beside(panel, (x, y), block, **side, zorder=6, linespacing=1.15, gid="article-words",
                 bbox={**GROUND, "pad": 1, "alpha": 0.85})  # fmt: skip


def write_beside(panel: Axes, at: tuple[float, float], block: TextLines, **look: Any) -> None:
    """Lines on a panel, some points away from a place of its own."""
    told = {"family": FONT, "size": block.type.size, "weight": block.type.weight, "color": INK,
            "parse_math": False, "annotation_clip": False}  # fmt: skip
    text = "\n".join(block.lines)
    panel.annotate(text, xy=at, textcoords="offset points", **{"zorder": 5, **told, **look})


def draw_break(panel: Axes, gap: dict) -> None:
    """A line across the panel on the day that a method of counting changes."""
    x = day_number(gap["day"])
    panel.axvline(x, color=INK, linewidth=1.2, linestyle=(0, (4, 2)), zorder=1.5, gid="break")
    block = TextLines((f"{words(gap['metric'])}: method changes",), NOTE)
    write_beside(panel, (x, 1), block, xycoords=("data", "axes fraction"), xytext=(4, -2),
                 ha="left", va="top", bbox={**GROUND, "pad": 0.6})  # fmt: skip


def keys_of_points(rows: list[dict]) -> list[Key]:
    """Legend entries for what the rows draw, and nothing else."""
    shapes = {row["shape"] for row in rows}
    rings = [RINGS[ring] for ring in RINGS if any(row["ring"] == ring for row in rows)]
    candidates = [
        (any(r["shape"] == "point" and not r["hollow"] for r in rows), Key(full_dot, "as stated")),
        (any(r["hollow"] for r in rows), Key(hollow_dot, "estimated or approximate")),
        ("at_least" in shapes, Key(_upward, "at least, more than", room=0.2)),
        ("at_most" in shapes, Key(partial(_upward, way=-1), "at most, nearly", room=0.2)),
        ("range" in shapes, Key(bar, "a range", room=0.36)),
        (bool(rings), Key(partial(ringed, style=RING, edge=0.9), " / ".join(rings), room=0.26)),
        (any(row["mine"] for row in rows), Key(_frame, "in this article", room=0.26)),
    ]
    types = sorted({row["source_type"] for row in rows}, key=list(SOURCE_STYLES).index)
    return [key for wanted, key in candidates if wanted] + [_type_key(word) for word in types]


def day_number(day: object) -> float:
    """The day as a place on the axis."""
    return float(dt.date.fromisoformat(said(day)[:10]).toordinal())


def _type_key(source_type: str) -> Key:
    told = "no source named" if source_type == NO_SOURCE else words(source_type)
    return Key(partial(dot, style=source_style(source_type), size=6.2), told)


def _upward(page: Axes, x: float, y: float, way: int = 1) -> None:
    dot(page, x, y + way * 0.05, ROUND, 5)
    arrow(page, x, y + way * 0.05, (0, way * ARROW), GREY)


def ringed(page: Axes, x: float, y: float, *, style: SourceStyle, edge: float) -> None:
    """A mark in a ring of this style."""
    dot(page, x, y, ROUND, 5)
    ring(page, x, y, style, 11, markeredgewidth=edge)


def _frame(page: Axes, x: float, y: float) -> None:
    ring(page, x, y, FRAME, 11, markeredgewidth=1.4)

"""Marks of a chart over time: stepped lines, points, bounds, an article's frame, breaks."""

from __future__ import annotations

import datetime as dt
from typing import Any

from matplotlib.axes import Axes

from .legend import bar, full_dot, hollow_dot
from .lettering import MARGIN, NOTE, WIDTH, Type, wrapped
from .page import Key
from .palette import FONT, GREY, INK, NO_SOURCE, PAPER, SOURCE_STYLES, source_style
from .points import RINGS
from .wording import said, words

AXIS_LEFT = MARGIN + 0.85
RIGHT = 2.55  # inches: the names of the lines
AXIS_WIDTH = WIDTH - MARGIN - AXIS_LEFT - RIGHT
ARROW = 13  # points
BAR = 3.2
DASHES = ("-", (0, (5, 1.6)), (0, (1.2, 1.4)), (0, (6, 1.6, 1.2, 1.6)), (0, (3, 3)),
          (0, (8, 1.5, 1.2, 1.5, 1.2, 1.5)))  # fmt: skip
MINE = Type(size=8.8, weight="bold", colour=INK)


def draw_line(panel: Axes, line: list[dict], dash: Any, gaps: list[dict]) -> None:
    """One line of figures over time, cut where its method changes."""
    style = source_style(line[0]["source_type"])
    cuts = [day_number(gap["day"]) for gap in gaps if gap["metric"] == line[0]["metric"]]
    piece: list[dict] = []
    for row in [*line, None]:
        crossed = (
            row is not None
            and piece
            and any(day_number(piece[-1]["day"]) < cut <= day_number(row["day"]) for cut in cuts)
        )
        if row is None or crossed:
            if len(piece) > 1:
                panel.plot(
                    [day_number(r["day"]) for r in piece],
                    [float(r["at"]) for r in piece],
                    drawstyle="steps-post",
                    color=style.colour,
                    linestyle=dash,
                    linewidth=1.5,
                    alpha=0.9,
                    zorder=2.5,
                    gid="line",
                )
            piece = []
        if row is not None:
            piece.append(row)
    dense = len(line) > 12
    for row in line:
        draw_point(panel, row, size=4.6 if dense else 6.2)


def draw_end(panel: Axes, row: dict, last: float) -> None:
    """From a line's last mark to its name: a faint line that is no figure."""
    panel.plot(
        [day_number(row["day"]), last],
        [float(row["at"])] * 2,
        color=GREY,
        linewidth=0.5,
        linestyle=(0, (1, 3)),
        zorder=1.2,
        gid="to-name",
    )


def draw_point(panel: Axes, row: dict, *, size: float) -> None:
    """One figure on its day, with its range, its open end and its ring."""
    style = source_style(row["source_type"])
    x, y = day_number(row["day"]), float(row["at"])
    if row["shape"] == "range":
        ends = [float(row["low"]), float(row["high"])]
        panel.plot(
            [x, x],
            ends,
            color=style.colour,
            linewidth=BAR,
            alpha=0.85,
            solid_capstyle="butt",
            zorder=3,
            gid="range",
        )
        panel.plot(
            [x, x],
            ends,
            color=style.colour,
            linestyle="none",
            marker="_",
            markersize=9,
            markeredgewidth=1.8,
            zorder=3.1,
        )
    if row["shape"] in ("at_least", "at_most"):
        away = ARROW if row["shape"] == "at_least" else -ARROW
        arrow = panel.annotate(
            "",
            xy=(x, y),
            xytext=(0, away),
            textcoords="offset points",
            zorder=2.9,
            annotation_clip=False,
            arrowprops={
                "arrowstyle": "<|-,head_length=0.3,head_width=0.16",
                "color": style.colour,
                "linewidth": 1.1,
                "shrinkA": 0,
                "shrinkB": 0,
            },
        )
        arrow.set_gid(row["shape"])
    if row["shape"] != "range":
        hollow = bool(row["hollow"])
        panel.plot(
            [x],
            [y],
            linestyle="none",
            marker=style.marker,
            color=style.colour,
            markersize=size * style.scale,
            markeredgewidth=1.3 if hollow else 0.6,
            markerfacecolor=PAPER if hollow else style.colour,
            zorder=4,
            clip_on=False,
            gid="point",
        )
    if row["ring"]:
        panel.plot(
            [x],
            [y],
            linestyle="none",
            marker="o",
            color=INK,
            markersize=size * 2.1,
            markerfacecolor="none",
            markeredgewidth=0.9,
            zorder=4.2,
            clip_on=False,
            gid=row["ring"],
        )


def draw_mine(panel: Axes, row: dict, first: float, last: float) -> None:
    """A figure of the article: its mark in a frame, and its words on the side with room."""
    x, y = day_number(row["day"]), float(row["at"])
    panel.axvline(x, color=GREY, linewidth=0.7, linestyle=(0, (1, 2)), zorder=1, gid="article-day")
    draw_point(panel, row, size=7)
    panel.plot(
        [x],
        [y],
        linestyle="none",
        marker="s",
        color=INK,
        markersize=16,
        markerfacecolor="none",
        markeredgewidth=1.4,
        zorder=4.5,
        gid="article",
    )
    left = (x - first) / (last - first) > 0.5
    width = AXIS_WIDTH * ((x - first) if left else (last - x)) / (last - first) - 0.25
    block = wrapped(row["beside"], MINE, max(width, 1.2), max_lines=3)
    panel.annotate(
        "\n".join(block.lines),
        xy=(x, y),
        xytext=(-13 if left else 13, 0),
        textcoords="offset points",
        ha="right" if left else "left",
        va="center",
        family=FONT,
        size=MINE.size,
        weight="bold",
        color=INK,
        zorder=6,
        parse_math=False,
        annotation_clip=False,
        linespacing=1.15,
        bbox={"facecolor": PAPER, "edgecolor": "none", "pad": 1, "alpha": 0.85},
        gid="article-words",
    )


def draw_break(panel: Axes, gap: dict) -> None:
    """A line across the panel on the day that a method of counting changes."""
    x = day_number(gap["day"])
    panel.axvline(x, color=INK, linewidth=1.2, linestyle=(0, (4, 2)), zorder=1.5, gid="break")
    label = f"{words(gap['metric'])}: method changes"
    panel.annotate(
        label,
        xy=(x, 1),
        xycoords=("data", "axes fraction"),
        xytext=(4, -2),
        textcoords="offset points",
        ha="left",
        va="top",
        family=FONT,
        size=NOTE.size,
        color=INK,
        zorder=5,
        annotation_clip=False,
        bbox={"facecolor": PAPER, "edgecolor": "none", "pad": 0.6},
    )


def keys_of_points(rows: list[dict]) -> list[Key]:
    """Legend entries for what the rows draw, and nothing else."""
    shapes = {row["shape"] for row in rows}
    rings = [ring for ring in RINGS if any(row["ring"] == ring for row in rows)]
    candidates = [
        (any(r["shape"] == "point" and not r["hollow"] for r in rows), Key(full_dot, "as stated")),
        (any(r["hollow"] for r in rows), Key(hollow_dot, "estimated or approximate")),
        ("at_least" in shapes, Key(_upward, "at least, more than", room=0.2)),
        ("at_most" in shapes, Key(_downward, "at most, nearly", room=0.2)),
        ("range" in shapes, Key(bar, "a range", room=0.36)),
        (bool(rings), Key(_ring, " / ".join(RINGS[ring] for ring in rings), room=0.26)),
        (any(row["mine"] for row in rows), Key(_frame, "in this article", room=0.26)),
    ]
    types = sorted({row["source_type"] for row in rows}, key=list(SOURCE_STYLES).index)
    return [key for wanted, key in candidates if wanted] + [_type_key(word) for word in types]


def day_number(day: object) -> float:
    """The day as a place on the axis."""
    return float(dt.date.fromisoformat(said(day)[:10]).toordinal())


def _type_key(source_type: str) -> Key:
    style = source_style(source_type)

    def draw(page: Axes, x: float, y: float) -> None:
        page.plot(
            [x],
            [y],
            marker=style.marker,
            color=style.colour,
            linestyle="none",
            markersize=6.2 * style.scale,
        )

    return Key(draw, "no source named" if source_type == NO_SOURCE else words(source_type))


def _upward(page: Axes, x: float, y: float) -> None:
    _arrow(page, x, y, 1)


def _downward(page: Axes, x: float, y: float) -> None:
    _arrow(page, x, y, -1)


def _arrow(page: Axes, x: float, y: float, way: int) -> None:
    page.plot([x], [y + way * 0.05], marker="o", markersize=5, color=GREY, linestyle="none")
    page.annotate(
        "",
        xy=(x, y + way * 0.05),
        xytext=(0, way * ARROW),
        textcoords="offset points",
        arrowprops={
            "arrowstyle": "<|-,head_length=0.3,head_width=0.16",
            "color": GREY,
            "linewidth": 1.1,
            "shrinkA": 0,
            "shrinkB": 0,
        },
    )


def _ring(page: Axes, x: float, y: float) -> None:
    page.plot([x], [y], marker="o", markersize=5, color=GREY, linestyle="none")
    page.plot(
        [x],
        [y],
        marker="o",
        markersize=11,
        color=INK,
        linestyle="none",
        markerfacecolor="none",
        markeredgewidth=0.9,
    )


def _frame(page: Axes, x: float, y: float) -> None:
    page.plot(
        [x],
        [y],
        marker="s",
        markersize=11,
        color=INK,
        linestyle="none",
        markerfacecolor="none",
        markeredgewidth=1.4,
    )

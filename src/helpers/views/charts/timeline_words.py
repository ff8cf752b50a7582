"""Words of a chart over time: figures at their marks, names at the ends of their lines."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise

from matplotlib.axes import Axes

from .lettering import NOTE, TextLines, Type, text_width, wrapped
from .page import dot, write
from .palette import GREY, source_style
from .timeline_marks import AXIS_LEFT, AXIS_WIDTH, GROUND, RIGHT, day_number, write_beside
from .wording import said

LABEL_LEFT = AXIS_LEFT + AXIS_WIDTH + 0.2
SAMPLE = 0.42  # inches of line before its name
NAME = Type(size=8.8, weight="bold")


def write_figures(panel: Axes, here: list[dict], height: float) -> None:
    """Each figure at its mark, with how many articles stand behind it: where there is room.

    A figure that finds no free place around its mark is left to the names and the table.
    """

    def inches(day: object, figure: float) -> tuple[float, float]:
        at = panel.transData.transform((day_number(day), float(figure)))
        across, up = panel.transAxes.inverted().transform(at)
        return AXIS_WIDTH * across, height * (1 - up)

    places = [inches(row["day"], row["at"]) for row in here]
    taken = [(x - 0.1, y - 0.1, x + 0.1, y + 0.1) for x, y in places]
    for row, (x, _) in zip(here, places, strict=True):
        if row["shape"] == "range":
            top, bottom = inches(row["day"], row["high"])[1], inches(row["day"], row["low"])[1]
            taken.append((x - 0.06, top, x + 0.06, bottom))
    for row, (x, y) in zip(here, places, strict=True):
        if row["mine"]:
            continue
        parts = [part for part in (said(row["shown"]), said(row["beside"])) if part]
        width = max(text_width(part, NOTE) for part in parts) + 0.04
        tall = len(parts) * NOTE.line
        for right, below in ((False, False), (False, True), (True, False), (True, True)):
            left = x + 0.1 if right else x - 0.1 - width
            top = y + 0.06 if below else y - 0.06 - tall
            box = (left, top, left + width, top + tall)
            inside = left >= 0 and left + width <= AXIS_WIDTH and top >= -0.25 and box[3] <= height
            if not inside or any(_overlap(box, other) for other in taken):
                continue
            taken.append(box)
            at = (day_number(row["day"]), float(row["at"]))
            write_beside(
                panel, at, TextLines(tuple(parts), NOTE), gid="figure", linespacing=1.2,
                xytext=(7 if right else -7, -5 if below else 5), ha="left" if right else "right",
                va="top" if below else "bottom", bbox={**GROUND, "pad": 0.5, "alpha": 0.8},
            )  # fmt: skip
            break


def write_names(page: Axes, panel: Axes, ends: list[tuple], top: float, height: float) -> None:
    """The names of the lines at their right ends, pushed apart, each with a sample of its line."""
    blocks = []
    for series, line, dash in ends:
        name = wrapped(series, NAME, RIGHT - SAMPLE - 0.3, max_lines=2)
        last = line[-1]
        told = f"{last['shown']}, {_short(last['day'])}"
        figure = wrapped(told, NOTE, RIGHT - SAMPLE - 0.3, max_lines=2)
        at = panel.transData.transform((day_number(last["day"]), float(last["at"])))
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
        dot(page, LABEL_LEFT + SAMPLE / 2, middle, style, 5.6, hollow=bool(line[-1]["hollow"]))
        y = write(page, name, LABEL_LEFT + SAMPLE + 0.1, y, gid="series")
        write(page, figure, LABEL_LEFT + SAMPLE + 0.1, y)


def _overlap(one: tuple, other: tuple) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


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


def _short(day: object) -> str:
    when = dt.date.fromisoformat(said(day)[:10])
    return f"{when.day} {when:%b}"

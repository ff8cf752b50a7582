"""Very many counts on one page: a lane a kind, a dot a number, stacked where they meet.

Where hundreds of rows with words would be a scroll without end, shape tells the bound and colour
the type of source; the words come with the pointer.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pandas as pd
from matplotlib.axes import Axes

from .estimate_chart import heading_of
from .frame import Chart, Drawing, draw_chart
from .lettering import HEADER, MARGIN, NOTE, STRONG, text_width
from .page import Key, put
from .palette import GREY, GRID, NO_SOURCE, PAPER, RULE, source_style
from .scales import Scale, scale_for
from .tags import put_handle
from .wording import counted_numbers, plain_number, said, words

STEP = 0.075  # inches between dots, sideways and upwards
HIGHEST = 14  # dots on one another; more than that lie over each other
DOT = 22  # square points
LABEL = 0.24  # inches for the name of a lane

_SHAPES = {
    "exact": ("o", "as stated"),
    "hollow": ("o", "estimated or approximate"),
    "at_least": (">", "at least, more than"),
    "at_most": ("<", "at most, nearly, less than"),
    "range": ("D", "a range, from its line's left end to its right"),
}


@dataclass(frozen=True, slots=True)
class Dots:
    """Dots of one look, drawn at once: ``gid`` names them, ``marks`` are in their order."""

    gid: str
    marks: tuple[dict, ...]


def plot_lanes(marks: pd.DataFrame, *, width: float, credit: str = "") -> tuple[Axes, list[Dots]]:
    """Draw rows of ``estimate_marks`` that have a place on an axis, one dot each.

    The page, and its dots in the order in which they were drawn. Figures of different units
    have axes of their own.
    """
    drawn = marks[marks["shape"] != "none"].to_dict("records")
    lanes = {name: _lanes(rows, width - 2 * MARGIN) for name, rows in _by(drawn, "panel").items()}
    nobody = sum(mark["naming"] == NO_SOURCE for mark in drawn)
    placed: list[tuple[dict, float, float]] = []

    def lane_part(name: str) -> Drawing:
        each, scale = lanes[name]
        tall = 0.6 + sum(lane.height for lane in each)
        return Drawing(tall, lambda page, y: _draw_panel(page, name, each, scale, y, placed))

    chart = Chart(
        "Figures by kind, and the type of source",
        [lane_part(name) for name in lanes],
        lanes_alt(marks, credit=credit),
        f"{counted_numbers(len(drawn), nobody, where=', one dot each')} "
        f"Pick a dot to read it. {_left_out(marks)}",
        [*_shape_keys(drawn), *_type_keys(drawn)],
        credit=credit,
    )
    page = draw_chart(lambda _: chart, width=width)
    return page, list(_draw_dots(page, placed))


def lanes_alt(marks: pd.DataFrame, *, credit: str = "") -> str:
    """The same page in words: how many dots of each kind, from which figure to which."""
    drawn = marks[marks["shape"] != "none"]
    told = [
        f"{words(kind)} {len(rows):,}, from {plain_number(float(rows['at'].min()))} to "
        f"{plain_number(float(rows['at'].max()))}"
        for kind, rows in drawn.groupby("kind", sort=False)
    ]
    count = f"Dot chart on a log axis, {len(drawn):,} marks"
    return f"{count}: {'; '.join(told)}. {_left_out(marks)} {credit}".strip()


def _left_out(marks: pd.DataFrame) -> str:
    n = int((marks["shape"] == "none").sum())
    return f"Not on the axis, as they state no value: {n:,}." if n else ""


@dataclass(frozen=True, slots=True)
class _Lane:
    """One kind: its dots as (mark, inches along the axis, level from the bottom)."""

    kind: str
    dots: tuple[tuple[dict, float, int], ...]

    @property
    def height(self) -> float:
        """Height in inches, name included."""
        return LABEL + STEP * (1 + max((level for _, _, level in self.dots), default=0)) + 0.08


def _lanes(rows: list[dict], room: float) -> tuple[list[_Lane], Scale]:
    values = [float(v) for m in rows for v in (m["at"], m["low"], m["high"]) if not pd.isna(v)]
    scale = scale_for(values, kind="log", width=room, unit=said(rows[0]["unit"]))
    return [_lane(kind, each, scale) for kind, each in _by(rows, "kind").items()], scale


def _lane(kind: str, rows: list[dict], scale: Scale) -> _Lane:
    stacks: dict[int, int] = {}
    dots = []
    for mark in rows:
        x = scale.inches(float(mark["at"]))
        place = round(x / STEP)
        level = stacks.get(place, 0)
        stacks[place] = level + 1
        dots.append((mark, x, level % HIGHEST))
    return _Lane(kind, tuple(dots))


def _draw_panel(
    page: Axes, name: str, lanes: list[_Lane], scale: Scale, y: float, placed: list
) -> None:
    heading = heading_of(name)
    put(page, MARGIN, y + 0.12, heading, STRONG)
    beside = MARGIN + text_width(heading, STRONG) + 0.12
    put(page, beside, y + 0.12, "as stated, log axis", HEADER)
    top = y + 0.25
    height = sum(lane.height for lane in lanes)
    put_handle(page, f"panel:{name}", MARGIN, top, scale.width, height)
    for at, label in scale.ticks:
        x = MARGIN + scale.inches(at)
        page.plot([x, x], [top, top + height + 0.05], color=GRID, linewidth=0.8, zorder=0.7)
        put(page, x, top + height + 0.15, label, NOTE, align="center")
    for lane in lanes:
        told = f"{words(lane.kind).capitalize()} ({plain_number(len(lane.dots))})"
        put(page, MARGIN, top + 0.12, told, NOTE, behind=PAPER)
        top += lane.height
        page.plot([MARGIN, MARGIN + scale.width], [top, top], color=RULE, linewidth=0.6, zorder=0.8)
        for mark, x, level in lane.dots:
            at = top - 0.06 - level * STEP
            placed.append((mark, MARGIN + x, at))
            if mark["shape"] == "range":
                ends = [MARGIN + scale.inches(float(mark[c])) for c in ("low", "high")]
                colour = source_style(mark["source_type"]).colour
                page.plot(ends, [at, at], color=colour, linewidth=1.2, zorder=2.5)


def _draw_dots(page: Axes, placed: list[tuple[dict, float, float]]) -> Iterator[Dots]:
    looks: dict[tuple[str, str], list[tuple[dict, float, float]]] = {}
    for mark, x, y in placed:
        looks.setdefault((mark["source_type"], _shape(mark)), []).append((mark, x, y))
    for number, ((source_type, shape), dots) in enumerate(sorted(looks.items())):
        colour = source_style(source_type).colour
        gid = f"dots:{number}"
        page.scatter(
            [x for _, x, _ in dots],
            [y for _, _, y in dots],
            s=DOT,
            marker=_SHAPES[shape][0],
            facecolors=PAPER if shape == "hollow" else colour,
            edgecolors=colour,
            linewidths=1.0,
            zorder=3,
            gid=gid,
        )
        yield Dots(gid, tuple(mark for mark, _, _ in dots))


def _shape(mark: dict) -> str:
    if mark["shape"] in ("at_least", "at_most", "range"):
        return mark["shape"]
    return "hollow" if mark["hollow"] else "exact"


def _by(rows: list[dict], column: str) -> dict[str, list[dict]]:
    found: dict[str, list[dict]] = {}
    for row in rows:
        found.setdefault(row[column], []).append(row)
    return found


def _shape_keys(drawn: list[dict]) -> list[Key]:
    present = {_shape(mark) for mark in drawn}
    return [
        Key(_dot(marker, GREY, hollow=name == "hollow"), told)
        for name, (marker, told) in _SHAPES.items()
        if name in present
    ]


def _type_keys(drawn: list[dict]) -> list[Key]:
    present = dict.fromkeys(mark["source_type"] for mark in drawn)
    types = sorted(present, key=lambda kind: (kind == NO_SOURCE, kind))
    return [
        Key(
            _dot("s", source_style(kind).colour, hollow=False),
            "no source named" if kind == NO_SOURCE else words(kind),
        )
        for kind in types
    ]


def _dot(marker: str, colour: str, *, hollow: bool) -> Callable[[Axes, float, float], None]:
    def draw(page: Axes, x: float, y: float) -> None:
        page.scatter(
            [x],
            [y],
            s=DOT,
            marker=marker,
            facecolors=PAPER if hollow else colour,
            edgecolors=colour,
            linewidths=1.0,
        )

    return draw

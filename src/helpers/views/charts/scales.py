"""Axes for counts: limits, plain tick labels and a place for zero on a log axis."""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from matplotlib.axes import Axes
from matplotlib.markers import TICKDOWN, TICKUP
from matplotlib.ticker import FixedFormatter, FixedLocator, MaxNLocator, NullLocator

from .lettering import NOTE, Type, text_width
from .page import put
from .palette import GREY, GRID, PAPER
from .wording import in_unit

EDGE = 0.5  # inches kept free at both ends of an axis, so that an arrow fits
ZERO_ROOM = 0.55  # inches between zero and the first tick of a log axis
LABEL = 0.13  # inches from an axis to the middle of its labels
BREAK = Type(size=8, colour=GREY, align="center", behind=PAPER)
TICK = replace(NOTE, align="center")


@dataclass(frozen=True, slots=True)
class Scale:
    """One axis: ``kind`` log or linear, limits and ticks in drawn coordinates, with labels.

    On a log axis zero has a coordinate of its own, left of a break in the axis line.
    """

    kind: str
    low: float
    high: float
    width: float
    ticks: tuple[tuple[float, str], ...]
    zero: float | None = None

    def drawn(self, value: float) -> float:
        """The coordinate at which ``value`` is drawn."""
        if self.kind == "log" and value <= 0:
            return self.zero if self.zero is not None else self.low
        return value

    def inches(self, value: float) -> float:
        """Distance of ``value`` from the left end of the axis."""
        at = self.drawn(value)
        if self.kind == "log":
            return self.width * math.log(at / self.low) / math.log(self.high / self.low)
        return self.width * (at - self.low) / (self.high - self.low)


def scale_for(values: Sequence[float], *, kind: str, width: float, unit: str = "") -> Scale:
    """An axis ``width`` inches wide on which every value (zero or more) has a place."""
    return (_log if kind == "log" else _linear)(sorted(values), width, unit)


def _log(values: Sequence[float], width: float, unit: str) -> Scale:
    positive = [v for v in values if v > 0] or [1.0, 10.0]
    has_zero = any(v <= 0 for v in values)
    first = math.floor(math.log10(positive[0]) + 1e-9)
    last = max(first + 1, math.ceil(math.log10(positive[-1]) - 1e-9))
    room = width - 2 * EDGE - (ZERO_ROOM if has_zero else 0)
    decade = room / (last - first)  # inches
    low = 10 ** (first - (EDGE + (ZERO_ROOM if has_zero else 0)) / decade)
    zero = 10 ** (first - ZERO_ROOM / decade) if has_zero else None
    high = 10 ** (last + EDGE / decade)
    steps = (1, 2, 5) if last - first <= 1 else (1, 3) if last - first == 2 else (1,)
    marks = [
        m * 10.0**e for e in range(first, last + 1) for m in steps if m * 10.0**e <= 10.0**last
    ]
    marks = [float(f"{m:.6g}") for m in marks]
    ticks = _thinned([(m, in_unit(m, unit)) for m in marks], lambda m: math.log10(m) * decade)
    if zero is not None:
        ticks = ((zero, in_unit(0, unit)), *ticks)
    return Scale("log", low, high, width, ticks, zero)


def _linear(values: Sequence[float], width: float, unit: str) -> Scale:
    top = max([v for v in values if v > 0], default=1.0)
    for steps in (6, 5, 4, 3, 2, 1):  # the finest round steps whose labels do not touch
        marks = [
            float(f"{m:.12g}")
            for m in MaxNLocator(steps, steps=[1, 2, 2.5, 5, 10]).tick_values(0, top)
            if m >= 0
        ]
        inch = marks[-1] / (width - 2 * EDGE)
        labelled = [(m, in_unit(m, unit)) for m in marks]
        ticks = _thinned(labelled, lambda m, inch=inch: m / inch)
        if len(ticks) == len(labelled):
            break
    return Scale("linear", -EDGE * inch, marks[-1] + EDGE * inch, width, ticks)


def _thinned(
    ticks: list[tuple[float, str]], place: Callable[..., float]
) -> tuple[tuple[float, str], ...]:
    """Every n-th tick, with the smallest n at which no two labels touch."""
    for step in range(1, len(ticks) + 1):
        kept = ticks[::step]
        gaps = [
            place(b) - place(a) - (text_width(la, NOTE) + text_width(lb, NOTE)) / 2
            for (a, la), (b, lb) in itertools.pairwise(kept)
        ]
        if all(gap > 0.1 for gap in gaps):
            return tuple(kept)
    return tuple(ticks[:1])


def dress(panel: Axes, scale: Scale, *, both_ends: bool = False) -> None:
    """Give ``panel`` the scale: limits, grid, plain ticks, a break after zero.

    ``both_ends`` labels the ticks above as well, for a panel too tall to see at once. The lines
    and labels are artists of the panel, and its own axis stays off: that one takes as long to
    draw as all the marks together. It still knows the ticks, for whoever reads them.
    """
    panel.axis("off")
    panel.set_xscale(scale.kind)
    panel.set_xlim(scale.low, scale.high)
    panel.xaxis.set_major_locator(FixedLocator([at for at, _ in scale.ticks]))
    panel.xaxis.set_major_formatter(FixedFormatter([label for _, label in scale.ticks]))
    panel.xaxis.set_minor_locator(NullLocator())
    panel.yaxis.set_major_locator(NullLocator())
    bottom, top = panel.get_ylim()
    at = [place for place, _ in scale.ticks]
    x = [one for place in at for one in (place, place, math.nan)]
    y = [bottom, top, math.nan] * len(at)
    panel.plot(x, y, color=GRID, linewidth=0.8, zorder=0.5, gid="grid")
    panel.plot([scale.low, scale.high], [bottom, bottom], color=GREY, linewidth=0.8, clip_on=False,
               zorder=1, gid="axis")  # fmt: skip
    for level, marker, way in ((bottom, TICKDOWN, 1), (top, TICKUP, -1))[: 1 + both_ends]:
        panel.plot(at, [level] * len(at), linestyle="none", marker=marker, color=GREY,
                   markersize=3, markeredgewidth=0.8, clip_on=False, gid="ticks")  # fmt: skip
        for place, label in scale.ticks:
            put(panel, place, level + way * LABEL, label, TICK, "tick")
    if scale.zero is not None:
        middle = math.sqrt(scale.zero * scale.ticks[1][0]) if len(scale.ticks) > 1 else scale.zero
        put(panel, middle, bottom, "//", BREAK, "axis-break")

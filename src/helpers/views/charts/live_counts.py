"""The counts of one article as a chart to point at: each row picks its number."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from .counts import PANELS, CountsOptions, counts_alt, plot_counts
from .lanes import lanes_alt, plot_lanes
from .live_chart import Spot, live_svg
from .splitting import split_marks

MOST_ROWS = 60  # in rows with words; more numbers than that stand as dots in lanes


def live_counts(marks: pd.DataFrame, *, width: float, credit: str) -> tuple[str, str]:
    """Rows of ``estimate_marks`` as an SVG whose marks can be picked, and the same in words.

    Up to 60 stand in rows with their words, more than that as dots in a lane for each kind.
    """
    if int((marks["shape"] != "none").sum()) > MOST_ROWS:
        return _live_lanes(marks, width=width, credit=credit)
    options = CountsOptions(width=width, max_rows=MOST_ROWS)
    axes = plot_counts(marks, options=options, credit=credit)
    alt = counts_alt(marks, options=options, credit=credit)
    drawn = split_marks(marks, panels=PANELS, max_rows=MOST_ROWS).drawn
    return live_svg(axes, _spots(drawn), label=alt), alt


def _live_lanes(marks: pd.DataFrame, *, width: float, credit: str) -> tuple[str, str]:
    axes, dots = plot_lanes(marks, width=width, credit=credit)
    alt = lanes_alt(marks, credit=credit)
    panels = [Spot(f"panel:{panel}", panel=panel) for panel in dict.fromkeys(marks["panel"])]
    spots = {each.gid: [_dot(mark) for mark in each.marks] for each in dots}
    return live_svg(axes, panels, label=alt, dots=spots), alt


def _dot(mark: dict) -> Spot:
    key = mark["number_id"]
    return Spot("", (key,), key, mark_label(mark), mark["panel"], x=True)


def _spots(drawn: list[dict]) -> Iterator[Spot]:
    for panel in dict.fromkeys(mark["panel"] for mark in drawn):
        yield Spot(f"panel:{panel}", panel=panel)
    for mark in drawn:
        key, panel = mark["number_id"], mark["panel"]
        yield Spot(f"row:{key}", (key,), key, mark_label(mark), panel, part="ground")
        yield Spot(f"shade:{key}", (key,), part="shade")
        for shape in ("mark", "range"):
            yield Spot(f"{shape}:{key}", (key,), panel=panel, x=True)


def mark_label(mark: dict) -> str:
    """A mark's name for a screen reader: what is counted, where, how much, and who says so."""
    where = "" if pd.isna(mark["place"]) else f", {mark['place']}"
    return f"{mark['label']}{where}: {mark['shown']}, {mark['reporter']}"

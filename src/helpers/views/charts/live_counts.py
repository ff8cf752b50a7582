"""The counts of one article as a chart to point at: each row picks its number."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from .chosen_marks import choose
from .estimate_chart import EstimateOptions, draw_marks, mark_of, marks_alt
from .live_chart import Spot, live_svg

MOST_ROWS = 60  # beside a text, whose numbers lead to their rows


def live_counts(marks: pd.DataFrame, *, width: float, credit: str) -> tuple[str, str]:
    """Rows of ``estimate_marks`` as an SVG whose marks can be picked, and the same in words.

    The weightiest ``MOST_ROWS`` are drawn; a line says what is left out.
    """
    options = EstimateOptions(width=width, max_rows=MOST_ROWS)
    axes = draw_marks(marks, options=options, credit=credit)
    alt = marks_alt(marks, options=options, credit=credit)
    return live_svg(axes, _spots(marks), label=alt), alt


def _spots(marks: pd.DataFrame) -> Iterator[Spot]:
    chosen = choose(marks, max_rows=MOST_ROWS)
    for panel in chosen.panels:
        yield Spot(f"panel:{panel}", panel=panel)
    for line in chosen.lines:
        key, panel = line.mark["number_id"], line.mark["panel"]
        told = mark_label({**line.mark, "shown": mark_of(line).shown})
        yield Spot(f"row:{key}", line.keys, key, told, panel, part="ground")
        yield Spot(f"shade:{key}", line.keys, part="shade")
        for shape in ("mark", "range"):
            yield Spot(f"{shape}:{key}", line.keys, panel=panel, x=True)


def mark_label(mark: dict) -> str:
    """A mark's name for a screen reader: what is counted, where, how much, and who says so."""
    where = "" if pd.isna(mark["place"]) else f", {mark['place']}"
    return f"{mark['label']}{where}: {mark['shown']}, {mark['reporter']}"

"""How often the tables are right on real news: a dot and its 95 % interval for each measure."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pandas as pd
from matplotlib.axes import Axes

from .lettering import BODY, HEADER, MARGIN, NOTE, STRONG, SUBTITLE, TITLE, WIDTH, wrapped
from .page import ChartAxes, fit, new_page, put, write
from .palette import GREY, INK, RULE

ROW = 0.22
LABELS, FIGURES = 2.7, 1.3
"""Inches for the names of measures on the left, for the figures on the right."""
TICKS = (0, 25, 50, 75, 100)


def plot_scores(scores: pd.DataFrame, ax: Axes | None = None, *, width: float = WIDTH) -> Axes:
    """Draw ``real_news_scores()``: per cent right, with its interval over articles, by measure.

    A measure without an interval is a dot alone. ``width`` of the page in inches, from 5.4.
    """
    shown = scores.dropna(subset=["score"])
    layers = list(dict.fromkeys(shown["layer"]))
    title = wrapped("How often the tables are right on news they were not fitted on", TITLE,
                    width - 2 * MARGIN)  # fmt: skip
    subtitle = wrapped(
        "Per cent of the rows that a measure applies to; the line is the 95 % interval over "
        "articles. On the right: per cent and number of rows.",
        SUBTITLE,
        width - 2 * MARGIN,
    )
    top = 0.12 + title.height + subtitle.height + 0.3
    body = ROW * (len(shown) + 1.4 * len(layers)) if layers else 0.6
    page = new_page(ax, top + body + 0.3, width=width)
    y = write(page, title, MARGIN, 0.12, gid="title")
    write(page, subtitle, MARGIN, y, gid="subtitle")
    left, right = MARGIN + LABELS, width - MARGIN - FIGURES

    def across(score: float) -> float:
        return left + (right - left) * score / 100

    for tick in TICKS:
        page.plot([across(tick)] * 2, [top, top + body], color=RULE, lw=0.7, zorder=1)
        put(page, across(tick), top - 0.1, f"{tick} %", NOTE, align="center")
    y = top
    for layer in layers:
        y += 1.4 * ROW
        put(page, MARGIN, y - ROW / 2, layer.capitalize(), STRONG)
        for row in shown[shown["layer"] == layer].itertuples():
            y += ROW
            _draw_row(page, row, y - ROW / 2, across)
    if not layers:
        put(page, width / 2, top + 0.3, "Nothing was measured.", SUBTITLE, align="center",
            gid="no-data")  # fmt: skip
    if isinstance(page, ChartAxes):
        page.alt = scores_alt(scores)
    else:
        fit(page, top + body + 0.3, width=width)
    return page


def _draw_row(page: Axes, row: Any, y: float, across: Callable[[float], float]) -> None:
    put(page, MARGIN + 0.12, y, row.measure, BODY)
    if pd.notna(row.low):
        page.plot([across(row.low), across(row.high)], [y, y], color=GREY, lw=2, zorder=2)
    page.plot([across(row.score)], [y], "o", color=INK, ms=5, zorder=3)
    n = f" of {int(row.of)}" if pd.notna(row.of) else ""
    put(page, across(100) + 0.2, y, f"{row.score:.1f} %{n}", HEADER)


def scores_alt(scores: pd.DataFrame) -> str:
    """The chart in words."""
    told = [
        f"{row.layer}, {row.measure}: {row.score:.1f} %" for row in scores.itertuples()
        if pd.notna(row.score)
    ]  # fmt: skip
    return "How often the tables are right on real news. " + "; ".join(told) + "."

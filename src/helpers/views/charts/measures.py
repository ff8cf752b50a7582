"""How often the tables are right on real news: a dot and its 95 % interval for each measure."""

from __future__ import annotations

from typing import Any

import pandas as pd
from matplotlib.axes import Axes

from .frame import Chart, draw_chart
from .lettering import BODY
from .mark_rows import ChartRow, RowAxis, RowGroup, RowMark, RowPanel
from .palette import GREY, SourceStyle

_HEADS = ("per cent right", "")
_STYLE = SourceStyle(GREY, "o")


def plot_scores(scores: pd.DataFrame, ax: Axes | None = None) -> Axes:
    """Draw ``real_news_scores()``: per cent right, with its interval over articles, by measure.

    A measure without an interval is a dot alone.
    """
    shown = scores.dropna(subset=["score"])

    def described(width: float) -> Chart:
        panels = [
            RowPanel(
                layer,
                [_group(row) for row in rows.itertuples()],
                RowAxis(layer.capitalize(), "%", "linear", (0, 100), _HEADS),
                width=width,
            )
            for layer, rows in shown.groupby("layer", sort=False)
        ]
        return Chart(
            "How often the tables are right on news they were not fitted on",
            panels,
            scores_alt(scores),
            "Per cent of the rows that a measure applies to; the bar is the 95 % interval over "
            "articles.",
            empty="Nothing was measured.",
        )

    return draw_chart(described, ax)


def _group(row: Any) -> RowGroup:
    ranged = pd.notna(row.low)
    mark = RowMark(
        f"{row.layer}-{row.measure}",
        float(row.score),
        "",
        "range" if ranged else "point",
        float(row.low) if ranged else None,
        float(row.high) if ranged else None,
        style=_STYLE,
    )
    n = f" of {int(row.of):,} rows" if pd.notna(row.of) else ""
    told = ChartRow(mark, f"{row.score:.1f}%{n}", icon=False)
    return RowGroup(row.measure, "", [told], BODY)


def scores_alt(scores: pd.DataFrame) -> str:
    """The chart in words."""
    told = [
        f"{row.layer}, {row.measure}: {row.score:.1f} %" for row in scores.itertuples()
        if pd.notna(row.score)
    ]  # fmt: skip
    return "How often the tables are right on real news. " + "; ".join(told) + "."

"""The numbers behind a chart over time: one row per published or reported figure, and its line."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from .drawn_figure import StatedFigure
from .palette import NO_SOURCE
from .wording import amount, said, words

_TEXT = (
    "panel", "series", "metric", "source_type", "naming", "day", "shape", "ring", "shown", "beside",
)  # fmt: skip
_NUMBERS = ("at", "low", "high")
_FLAGS = ("hollow", "mine")
POINT_COLUMNS = (*_TEXT, *_NUMBERS, *_FLAGS)

#: Flags of the record that are drawn around a point, and what the legend calls them.
RINGS = {"not_independent": "NOT INDEPENDENT", "conflict": "CONFLICT"}


def record_points(
    rows: pd.DataFrame, *, panel: str | None = None, series: str = "voice"
) -> pd.DataFrame:
    """Published figures (rows of ``Reference.rows``) as points of a chart over time.

    ``panel`` and ``series`` are columns to group by ("side", "metric", "voice"): each panel
    gets axes of its own under one scale, each series a line. Where the rows are of several
    metrics, no line joins two of them. Ordered by day.
    """
    several = rows["metric"].nunique() > 1 and "metric" not in (panel, series)
    return _framed(_record_point(row, panel, series, several) for row in rows.to_dict("records"))


def coverage_points(once: pd.DataFrame) -> pd.DataFrame:
    """Estimates of several articles (rows of ``told_once``) as points, one series a reporter.

    Where more than one article stands behind a figure, ``beside`` says so ("4 articles,
    1 source") and is written at the point.
    """
    return _framed(_coverage_point(row) for row in once.to_dict("records"))


def article_points(marks: pd.DataFrame, day: object = None) -> pd.DataFrame:
    """Numbers of one article (rows of ``estimate_marks``) as points to mark in a record.

    ``day`` stands in for a number whose own day the text does not tell.
    """
    return _framed(_article_point(row, said(day)) for row in marks.to_dict("records"))


def together(*points: pd.DataFrame) -> pd.DataFrame:
    """Several tables of points as one; the panels keep the order of the first of them."""
    kept = [frame for frame in points if len(frame)]
    return pd.concat(kept, ignore_index=True) if kept else _framed(())


def _framed(rows: Iterable[dict]) -> pd.DataFrame:
    kinds = dict.fromkeys(_TEXT, "string[python]") | dict.fromkeys(_NUMBERS, "Float64")
    kinds |= dict.fromkeys(_FLAGS, "boolean")
    kept = [row for row in rows if row["day"] and row["at"] is not None]
    frame = pd.DataFrame(kept, columns=list(POINT_COLUMNS), dtype=object).astype(kinds)
    return frame.sort_values(["day", "series"], kind="stable", ignore_index=True)


def _point(row: dict, figure: StatedFigure, **known: object) -> dict:
    """What all points tell alike, and what is ``known`` of this one."""
    return {
        "panel": "",
        "source_type": said(row["source_type"]) or NO_SOURCE,
        "naming": said(row["naming"]) or NO_SOURCE,
        "shape": figure.shape,
        "ring": "",
        "shown": figure.words(),
        "beside": "",
        "at": figure.at,
        "low": figure.low,
        "high": figure.high,
        "mine": False,
        **known,
    }


def _record_point(row: dict, panel: str | None, series: str, several: bool) -> dict:
    figure, name = StatedFigure.of(row), words(said(row[series]))
    flags = said(row["flags"]).split("|")
    return _point(
        row,
        figure,
        panel=words(said(row[panel])) if panel else "",
        series=f"{words(said(row['metric'])).capitalize()}, {name}" if several else name,
        metric=said(row["metric"]),
        day=said(row["as_of"]),
        ring=next((flag for flag in RINGS if flag in flags), ""),
        hollow=figure.estimated and figure.hedge != "range",
    )


def _coverage_point(row: dict) -> dict:
    figure = StatedFigure.of(row, value="best", hedge="shape")
    several = not pd.isna(row["n_articles"]) and int(row["n_articles"]) > 1
    return _point(
        row,
        figure,
        series=said(row["reporter"]),
        metric=said(row["kind"]),
        day=said(row["day"]),
        beside=said(row["told"]) if several else "",
        hollow=figure.hedge == "approximate",
    )


def _article_point(row: dict, day: str) -> dict:
    shown = said(row["shown"])
    return _point(
        row,
        StatedFigure.of(row),
        series="this article",
        metric=said(row["kind"]),
        day=_iso(row["as_of"]) or day,
        shape=said(row["shape"]),
        shown=shown,
        beside=f"this article: {shown} ({said(row['reporter'])})",
        at=amount(row["at"]),
        hollow=bool(row["hollow"]),
        mine=True,
    )


def _iso(cell: object) -> str:
    """A mark's day, which is printed long, as an ISO date."""
    found = pd.to_datetime(said(cell), format="%d %B %Y", errors="coerce")
    return "" if pd.isna(found) else found.date().isoformat()

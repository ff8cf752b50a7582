"""The numbers behind a chart over time: one row per published or reported figure, and its line."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from .number_marks import LOWER_BOUNDS, UPPER_BOUNDS
from .palette import NO_SOURCE
from .wording import HEDGE_WORDS, amount, in_unit, said, words

_TEXT = (
    "panel",
    "series",
    "metric",
    "source_type",
    "naming",
    "day",
    "shape",
    "ring",
    "shown",
    "beside",
)
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


def _record_point(row: dict, panel: str | None, series: str, several: bool) -> dict:
    value, low, high = amount(row["value"]), amount(row["low"]), amount(row["high"])
    flags = said(row["flags"]).split("|")
    shape, at = shape_of(said(row["hedge"]), value, low, high)
    name = words(said(row[series]))
    return {
        "panel": words(said(row[panel])) if panel else "",
        "series": f"{words(said(row['metric'])).capitalize()}, {name}" if several else name,
        "metric": said(row["metric"]),
        "source_type": said(row["source_type"]),
        "naming": said(row["naming"]),
        "day": said(row["as_of"]),
        "shape": shape,
        "ring": next((flag for flag in RINGS if flag in flags), ""),
        "shown": in_words(shape, at, low, high, hedge=said(row["hedge"])),
        "beside": "",
        "at": at,
        "low": low,
        "high": high,
        "hollow": bool(row["estimated"]) and said(row["hedge"]) != "range",
        "mine": False,
    }


def _coverage_point(row: dict) -> dict:
    value, low, high = amount(row["best"]), amount(row["low"]), amount(row["high"])
    shape, at = shape_of(said(row["shape"]), value, low, high)
    several = not pd.isna(row["n_articles"]) and int(row["n_articles"]) > 1
    return {
        "panel": "",
        "series": said(row["reporter"]),
        "metric": said(row["kind"]),
        "source_type": said(row["source_type"]) or NO_SOURCE,
        "naming": said(row["naming"]) or NO_SOURCE,
        "day": said(row["day"]),
        "shape": shape,
        "ring": "",
        "shown": in_words(shape, at, low, high, hedge=said(row["shape"])),
        "beside": said(row["told"]) if several else "",
        "at": at,
        "low": low,
        "high": high,
        "hollow": said(row["shape"]) == "approximate",
        "mine": False,
    }


def _article_point(row: dict, day: str) -> dict:
    return {
        "panel": "",
        "series": "this article",
        "metric": said(row["kind"]),
        "source_type": said(row["source_type"]),
        "naming": said(row["naming"]),
        "day": _iso(row["as_of"]) or day,
        "shape": said(row["shape"]),
        "ring": "",
        "shown": said(row["shown"]),
        "beside": f"this article: {said(row['shown'])} ({said(row['reporter'])})",
        "at": amount(row["at"]),
        "low": amount(row["low"]),
        "high": amount(row["high"]),
        "hollow": bool(row["hollow"]),
        "mine": True,
    }


def shape_of(
    hedge: str, value: float | None, low: float | None, high: float | None
) -> tuple[str, float | None]:
    """How a figure is drawn, and where the line passes: at the figure, or a range's low end."""
    if low is not None and high is not None and low != high:
        return "range", value if value is not None else low
    if hedge in LOWER_BOUNDS:
        return "at_least", value if value is not None else low
    if hedge in UPPER_BOUNDS:
        return "at_most", value if value is not None else high
    return "point", next((v for v in (value, low, high) if v is not None), None)


def in_words(
    shape: str, at: float | None, low: float | None, high: float | None, *, hedge: str = ""
) -> str:
    """The figure with its bound: "at least 5,000", "about 6.48 million", "2,000 to 4,000"."""
    if at is None:
        return ""
    if shape == "range":
        ends = in_unit(low, ""), in_unit(high, "")
        bounded = hedge in LOWER_BOUNDS
        return "at least {}, perhaps {}".format(*ends) if bounded else "{} to {}".format(*ends)
    return HEDGE_WORDS.get(hedge, "") + in_unit(at, "")


def _iso(cell: object) -> str:
    """A mark's day, which is printed long, as an ISO date."""
    text = said(cell)
    if not text:
        return ""
    found = pd.to_datetime(text, format="%d %B %Y", errors="coerce")
    return "" if pd.isna(found) else found.date().isoformat()

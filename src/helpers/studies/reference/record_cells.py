"""Cells of the record and of estimates as values, and a figure in the words of its reporter."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pandas as pd

from ...bounds import Bounds, bounds_of


def shown(row: dict) -> str:
    """A figure of the record with its bound in words, as its reporter put it."""
    low, high, value = (number(row[c]) for c in ("low", "high", "value"))
    hedge = row["hedge"]
    if low is not None and high is not None and low != high:
        text = f"{low:,.0f} to {high:,.0f}"
        return f"at least {low:,.0f}, perhaps {high:,.0f}" if hedge == "at_least" else text
    before = {
        "at_least": "at least ",
        "more_than": "more than ",
        "nearly": "nearly ",
        "approximate": "about ",
    }.get(hedge, "")
    figure = next(v for v in (value, low, high) if v is not None)
    return f"{before}{figure:,.0f}"


def bounds_in(row: dict) -> Bounds | None:
    """What an estimate or a row of the record allows."""
    value = number(row.get("value", row.get("best")))
    hedge = row.get("hedge") or row["shape"]
    return bounds_of(hedge, value, number(row["low"]), number(row["high"]))


def day_of(cell: object) -> dt.date | None:
    """An ISO date as a date; NA is None."""
    return dt.date.fromisoformat(said(cell)) if said(cell) else None


def stated_day(row: dict) -> dt.date:
    """The day of a row that states one, as every row of the record does."""
    return dt.date.fromisoformat(row["as_of"])


def said(cell: object) -> str:
    """A cell as text; NA is the empty string."""
    return "" if cell is None or pd.isna(cell) else str(cell)


def number(cell: Any) -> float | None:
    """A cell as a number; NA is None."""
    return None if cell is None or pd.isna(cell) else float(cell)

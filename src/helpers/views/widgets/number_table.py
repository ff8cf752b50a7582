"""The table of numbers as the reader shows it: every number of the article, a page at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from ...firmness import firmness_words
from ...studies.briefs import reporters_of
from ...studies.doubts import SURE, doubts_in
from ..charts import words
from ..charts.wording import how_many, in_unit, said
from .pick_table import pick_table

if TYPE_CHECKING:
    from ...tables import Tables

PAGE_ROWS = 100
"""Rows that stand on the page at once: more would make it slow to answer."""

_HEADS = {
    "printed": "as printed",
    "kind": "kind",
    "bounds": "as a bound",
    "reporter": "reported by",
    "where": "where, when",
    "firm": "how firmly",
    "check": "check",
}

ORDERS = {
    "text": "as in the text",
    "size": "largest first",
    "kind": "by kind",
    "reporter": "by reporter",
    "where": "by place",
    "check": "to check first",
}
"""Word of an order of the table → its name on the page."""

_CLOSED = ("kind", "bounds", "firm")


def number_rows(tables: Tables) -> pd.DataFrame:
    """One row per number in the order of the text, in the words of the reader's table.

    ``check`` says why a row should be looked at first, and is "" where nothing asks for it.
    """
    numbers = tables.numbers
    doubts = doubts_in(tables)
    rows = []
    polarity = dict(zip(tables.claims["claim_id"], tables.claims["polarity"], strict=True))
    for number, reporter, sure, why in zip(
        numbers.to_dict("records"),
        reporters_of(tables),
        doubts["sure"],
        doubts["why"],
        strict=True,
    ):
        place, day = said(number["place"]), said(number["as_of"])
        dated = day if said(number["as_of_basis"]) in ("stated", "weekday_resolved") else ""
        bounds = bounds_in_words(number)
        firm = firmness_words(polarity[number["claim_id"]], number["modality"]) or "as stated"
        rows.append(
            {
                "number_id": number["number_id"],
                "printed": " ".join(said(number["full_text"] or number["text"]).split()),
                "kind": words(number["kind"]),
                "bounds": bounds,
                "reporter": reporter,
                "where": " · ".join(filter(None, (place, dated))),
                "firm": firm,
                "check": "" if sure == SURE else f"{sure}: {why}",
                "about": " · ".join(
                    filter(None, (words(number["kind"]), bounds, place, dated, firm))
                ),
                "size": _size(number),
            }
        )
    columns = ["number_id", *_HEADS, "about", "size"]
    typed = dict.fromkeys(columns, "string[python]") | {"size": "Float64"}
    return pd.DataFrame(rows, columns=columns, dtype=object).astype(typed)


def _size(number: dict) -> float | None:
    stated = (number["value"], number["high"], number["low"])
    return next((float(v) for v in stated if v is not None and not pd.isna(v)), None)


def found_in(rows: pd.DataFrame, words_: str) -> pd.DataFrame:
    """The rows of ``number_rows`` that hold each of these words in some cell, in any case."""
    words = words_.casefold().split()
    if not words:
        return rows
    # As plain words: Arrow's, which pandas would make, hold no half of a surrogate pair.
    told = [
        " ".join(cells).casefold()
        for cells in rows[list(_HEADS)].itertuples(index=False, name=None)
    ]
    return rows.loc[[all(word in row for word in words) for row in told]]


def in_order(rows: pd.DataFrame, order: str) -> pd.DataFrame:
    """The rows in one of ``ORDERS``, equal ones as in the text; what has no word comes last."""
    if order == "text":
        return rows
    if order == "size":
        return rows.sort_values("size", ascending=False, kind="stable")
    return rows.sort_values(
        order, kind="stable", key=lambda cells: cells.str.casefold().replace("", "\U0010ffff")
    )


def bounds_in_words(number: dict) -> str:
    """A number's value or bounds as people write them; a vague word has none.

    >>> bounds_in_words({"value": 5000.0, "low": 5000.0, "high": None, "kind": "killed"})
    '5,000 or more'
    """
    value, low, high = (
        None if cell is None or pd.isna(cell) else float(cell)
        for cell in (number["value"], number["low"], number["high"])
    )
    unit = said(number["unit"]) if number["kind"] in ("money", "percent") else ""
    unit = "" if unit == "1" else unit  # a bare fraction
    if low is not None and high is not None:
        ends = in_unit(low, unit), in_unit(high, unit)
        return ends[0] if low == high else " to ".join(ends)
    if low is not None:
        return f"{in_unit(low, unit)} or more"
    if high is not None:
        return f"{in_unit(high, unit)} or less"
    return f"about {in_unit(value, unit)}" if value is not None else ""


def rows_html(rows: pd.DataFrame, page: int, pages: int) -> str:
    """One page of ``number_rows`` as an HTML table; every cell is escaped."""
    first = (page - 1) * PAGE_ROWS
    some = rows.iloc[first : first + PAGE_ROWS].to_dict("records")
    told = how_many(len(rows), "number") + (f", page {page} of {pages}" if pages > 1 else "")
    return pick_table(some, _HEADS, key="number_id", caption=told, closed=_CLOSED)

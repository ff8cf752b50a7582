"""Rows of ``estimate_marks`` as an HTML table; every cell is escaped."""

from __future__ import annotations

import pandas as pd

from ..escaping import isolated

MOST_ROWS = 100  # on the page; the DataFrame holds them all

_COLUMNS = {
    "label": "counted",
    "where": "where, when",
    "shown": "number",
    "reporter": "reported by",
    "note": "who that is",
    "printed": "as printed",
    "firmness": "firmness",
    "confidence": "confidence",
}
# ipywidgets sets lines 28 px apart in HTML; running text needs less.
_CELL = (
    "padding: 4px 12px 4px 0; text-align: left; vertical-align: top; line-height: 1.35; "
    "border-bottom: 1px solid #8a919a55; overflow-wrap: anywhere"
)
_ROOM = "max-height: 26em; overflow: auto; max-width: 80em"


def table_html(marks: pd.DataFrame) -> str:
    """The first rows as a table that scrolls, and a line that says how many more there are."""
    head = "".join(f'<th scope="col" style="{_CELL}">{name}</th>' for name in _COLUMNS.values())
    rows = "".join(
        "<tr>"
        + "".join(f'<td style="{_CELL}">{_cell(row[column])}</td>' for column in _COLUMNS)
        + "</tr>"
        for row in marks.head(MOST_ROWS).to_dict("records")
    )
    more = len(marks) - MOST_ROWS
    rest = f"<p>{more:,} more rows: choose fewer to see them.</p>" if more > 0 else ""
    return (
        f'<div style="{_ROOM}" tabindex="0" role="region" aria-label="Table of the numbers shown">'
        f'<table style="border-collapse: collapse"><thead><tr>{head}</tr></thead>'
        f"<tbody>{rows}</tbody></table></div>{rest}"
    )


def _cell(value: object) -> str:
    if pd.isna(value):
        return ""
    return f"{value:.2f}" if isinstance(value, float) else isolated(str(value))

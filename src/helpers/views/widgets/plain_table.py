"""Rows of a DataFrame as an HTML table in a box that scrolls; every cell is escaped."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from ...escaping import escaped, isolated
from ..charts.wording import shortened

# ipywidgets sets lines 28 px apart in HTML; running text needs less. The rule shows on light
# and dark pages alike.
_CELL = (
    "padding: 4px 12px 4px 0; text-align: left; vertical-align: top; line-height: 1.35; "
    "border-bottom: 1px solid #8a919a55"
)
# In a box of its own a word stays whole, unless it is longer than the box may be wide.
_WORDS = "max-width: 26em; overflow-wrap: break-word"
_ROOM = "max-height: 26em; overflow: auto; max-width: 90em"


def plain_table(
    rows: pd.DataFrame,
    columns: Mapping[str, str],
    *,
    label: str,
    most: int = 100,
    digits: int = 0,
    longest: int | None = None,
) -> str:
    """The first ``most`` rows, ``columns`` of them under these headings, and how many more.

    ``label`` names the box for a screen reader, ``digits`` are those after a number's point.
    ``longest`` cuts a longer cell at a word. An empty cell is NA. The box is in the tab order,
    so that keys can scroll it.
    """
    head = "".join(f'<th scope="col" style="{_CELL}">{name}</th>' for name in columns.values())
    body = "".join(
        f"<tr>{''.join(_boxed(_cell(row[column], digits, longest)) for column in columns)}</tr>"
        for row in rows.head(most).to_dict("records")
    )
    more = len(rows) - most
    rest = f"<p>{more:,} more rows are not on this page.</p>" if more > 0 else ""
    return (
        f'<div style="{_ROOM}" tabindex="0" role="region" aria-label="{escaped(label)}">'
        f'<table style="border-collapse: collapse"><thead><tr>{head}</tr></thead>'
        f"<tbody>{body}</tbody></table></div>{rest}"
    )


def _boxed(cell: str) -> str:
    return f'<td style="{_CELL}"><div style="{_WORDS}">{cell}</div></td>'


def _cell(value: object, digits: int, longest: int | None) -> str:
    if pd.isna(value):
        return ""
    if isinstance(value, float):
        return f"{value:,.{digits}f}"
    text = str(value)
    return isolated(shortened(text, longest) if longest else text)

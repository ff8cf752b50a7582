"""Rows of a DataFrame as an HTML table in a box that scrolls; every cell is escaped."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from ...escaping import escaped
from ...tables.shown import cell_text, html_table
from ..charts.wording import shortened

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
    told = (
        [_cell(row[column], digits, longest) for column in columns]
        for row in rows.head(most).to_dict("records")
    )
    more = len(rows) - most
    rest = f"<p>{more:,} more rows are not on this page.</p>" if more > 0 else ""
    return (
        f'<div style="{_ROOM}" tabindex="0" role="region" aria-label="{escaped(label)}">'
        f"{html_table(list(columns.values()), told, label=label)}</div>{rest}"
    )


def _cell(value: object, digits: int, longest: int | None) -> str:
    text = cell_text(value, digits)
    return shortened(text, longest) if longest else text

"""Any DataFrame as an HTML table that scrolls; every cell is escaped."""

from __future__ import annotations

import numbers

import pandas as pd

from ..escaping import escaped, isolated

MOST_ROWS = 200  # on the page; the DataFrame holds them all
LONGEST_CELL = 600  # characters
LONGEST_WORD = 28  # characters that stay on one line

# ipywidgets sets lines 28 px apart in HTML; running text needs less.
_CELL = (
    "padding: 4px 14px 4px 0; text-align: left; vertical-align: top; line-height: 1.35; "
    "border-bottom: 1px solid #8a919a55"
)
_ROOM = "max-height: 24em; overflow: auto; max-width: 90em"


def frame_html(data: pd.DataFrame, name: str) -> str:
    """The first rows under a heading, and a line that says how many more there are."""
    n = f"{len(data):,} row{'' if len(data) == 1 else 's'}"
    heading = f'<h4 style="margin: 10px 0 4px">{escaped(name)}: {n}</h4>'
    if not len(data):
        return heading
    head = "".join(f'<th scope="col" style="{_CELL}">{escaped(str(c))}</th>' for c in data.columns)
    body = "".join(
        "<tr>" + "".join(_cell(value) for value in row) + "</tr>"
        for row in data.head(MOST_ROWS).itertuples(index=False, name=None)
    )
    more = len(data) - MOST_ROWS
    rest = f"<p>{more:,} more rows: they are in the download.</p>" if more > 0 else ""
    return (
        f'{heading}<div style="{_ROOM}" tabindex="0" role="region" aria-label="{escaped(name)}">'
        f'<table style="border-collapse: collapse"><thead><tr>{head}</tr></thead>'
        f"<tbody>{body}</tbody></table></div>{rest}"
    )


def _cell(value: object) -> str:
    told = _told(value)
    # Broken anywhere, a table would break "estimated" to spare a blank elsewhere.
    long = any(len(word) > LONGEST_WORD for word in told.split())
    style = f"{_CELL}; overflow-wrap: anywhere" if long else _CELL
    return f'<td style="{style}">{isolated(told) if told else ""}</td>'


def _told(value: object) -> str:
    if pd.isna(value):
        return ""
    if isinstance(value, numbers.Real) and not isinstance(value, bool):
        return f"{value:,.10g}"
    told = str(value)
    return told if len(told) <= LONGEST_CELL else told[: LONGEST_CELL - 1] + "…"

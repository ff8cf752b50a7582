"""One dropdown that chooses how vague and bounded figures are written down."""

from __future__ import annotations

import html
from typing import TYPE_CHECKING

import ipywidgets as widgets
import pandas as pd

from ..charts import credit_line, png_bytes
from ..charts.codebooks import plot_coded
from ..estimates import CODEBOOKS, estimates_of
from ..estimates.codebooks import title_of

if TYPE_CHECKING:
    from ..tables import Tables

DPI = 96
WIDTH = "912px"  # of the picture at its own size: stretched, it would blur
MOST_ROWS = 200
_COLUMNS = {
    "kind": "kind",
    "place": "place",
    "figures": "as printed",
    "low": "low",
    "best": "best",
    "high": "high",
    "quantifier": "quantifier",
    "rating": "rating",
    "why": "why",
}
_CELL = "padding: 3px 10px 3px 0; text-align: left; vertical-align: top"


def codebook_board(tables: Tables, *, codebook: str = "as_stated") -> CodebookBoard:
    """The article's estimates under a codebook that a dropdown chooses."""
    return CodebookBoard(tables, codebook=codebook)


class CodebookBoard(widgets.VBox):
    """A dropdown ``codebook`` over a chart, its sentence and the table of estimates.

    The ids of the rows are the same under every codebook, so that they can be compared. An
    error in a refresh stands in the line ``status`` and leaves the rest as it was.
    """

    def __init__(self, tables: Tables, *, codebook: str) -> None:
        self._tables = tables
        self._credit = credit_line(tables)
        self.codebook = widgets.Dropdown(
            options=[(title_of(name), name) for name in CODEBOOKS],
            value=codebook,
            description="Codebook:",
            style={"description_width": "initial"},
            layout={"width": "auto"},
        )
        self.status = widgets.HTML()
        self.chart = widgets.Image(format="png", layout={"width": WIDTH, "max_width": "100%"})
        self.alt = widgets.HTML()
        self.table = widgets.HTML()
        self.codebook.observe(lambda _: self._refresh(), names="value")
        super().__init__([self.codebook, self.status, self.chart, self.alt, self.table])
        self._refresh()

    def __repr__(self) -> str:
        return f"<CodebookBoard: {len(self.shown)} estimates under {self.codebook.value}>"

    @property
    def shown(self) -> pd.DataFrame:
        """The estimates under the chosen codebook."""
        return estimates_of(self._tables, codebook=self.codebook.value)

    def _refresh(self) -> None:
        name = self.codebook.value
        try:
            shown = self.shown
            axes = plot_coded(shown, self._tables.sources, codebook=name, credit=self._credit)
            picture = png_bytes(axes, dpi=DPI)
            table = coded_html(shown)
        except Exception as error:  # noqa: BLE001 - a page shows nothing of it but this line
            told = html.escape(f"{type(error).__name__}: {error}")
            self.status.value = f'<strong role="alert">Not drawn. {told}</strong>'
            return
        self.chart.value = picture
        self.alt.value = f'<p style="max-width: 60em">{html.escape(axes.alt)}</p>'
        self.table.value = table
        about = html.escape(CODEBOOKS[name].__doc__.strip().partition("\n")[0])
        self.status.value = f"{len(shown)} estimates. {about}"


def coded_html(estimates: pd.DataFrame) -> str:
    """Rows of ``estimates_of`` as an HTML table; every cell is escaped."""
    head = "".join(f'<th scope="col" style="{_CELL}">{name}</th>' for name in _COLUMNS.values())
    rows = "".join(
        "<tr>"
        + "".join(f'<td style="{_CELL}">{_cell(row[column])}</td>' for column in _COLUMNS)
        + "</tr>"
        for row in estimates.head(MOST_ROWS).to_dict("records")
    )
    more = len(estimates) - MOST_ROWS
    rest = f"<p>{more} more rows in the table of estimates.</p>" if more > 0 else ""
    return (
        '<div style="max-height: 24em; overflow: auto; max-width: 70em">'
        f'<table style="border-collapse: collapse"><thead><tr>{head}</tr></thead>'
        f"<tbody>{rows}</tbody></table></div>{rest}"
    )


def _cell(value: object) -> str:
    if pd.isna(value):
        return ""
    return f"{value:,.0f}" if isinstance(value, float) else html.escape(str(value))

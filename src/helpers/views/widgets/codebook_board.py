"""One dropdown that chooses how vague and bounded figures are written down."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import ipywidgets as widgets
import pandas as pd

from ...escaping import clean, escaped
from ...studies.estimates import CODEBOOKS, estimates_of
from ...studies.estimates.codebooks import title_of
from ..charts import credit_line, png_bytes
from ..charts.coded import plot_coded
from ..charts.lettering import WIDTH
from ..charts.picture import SHOWN_DPI, alt_of
from .board import Board, Control
from .chart_image import ChartImage, folded_words
from .plain_table import plain_table

if TYPE_CHECKING:
    from ...tables import Tables

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


@dataclass(frozen=True, slots=True)
class CodebookSelection:
    """The state of the board: the name of a codebook of ``helpers.studies.estimates.CODEBOOKS``."""

    codebook: str = "as_stated"


def codebook_board(tables: Tables, *, codebook: str = "as_stated") -> CodebookBoard:
    """The article's estimates under a codebook that a dropdown chooses."""
    return CodebookBoard(tables, selection=CodebookSelection(codebook))


class CodebookBoard(Board):
    """A dropdown ``codebook`` over a chart, its sentence and the table of estimates.

    The ids of the rows are the same under every codebook, so that they can be compared.
    """

    def __init__(self, tables: Tables, *, selection: CodebookSelection) -> None:
        super().__init__()
        self._tables = tables
        self._credit = credit_line(tables)
        self.codebook = widgets.Dropdown(
            options=[(title_of(name), name) for name in CODEBOOKS],
            description="Codebook:",
            style={"description_width": "initial"},
            layout={"width": "auto"},
        )
        self.chart = ChartImage(width=round(WIDTH * SHOWN_DPI))
        self.chart.observe(lambda _: self._answer(self._draw), names="ratio")
        self.alt = widgets.HTML()
        self.table = widgets.HTML()
        self._start(
            selection,
            {"codebook": Control(self.codebook)},
            [self.codebook, self.status, self.chart, self.alt, self.table],
        )

    def __repr__(self) -> str:
        return f"<CodebookBoard: {len(self.shown)} estimates under {self.selection.codebook}>"

    @property
    def shown(self) -> pd.DataFrame:
        """The estimates under the chosen codebook."""
        return estimates_of(self._tables, codebook=self.selection.codebook)

    def _refuse(self, selection: CodebookSelection) -> None:
        if selection.codebook not in CODEBOOKS:
            raise ValueError(
                f"no codebook is called {selection.codebook!r}; it is one of {', '.join(CODEBOOKS)}"
            )

    def _draw(self) -> None:
        name, shown = self.selection.codebook, self.shown
        axes = plot_coded(shown, self._tables.sources, codebook=name, credit=self._credit)
        picture = png_bytes(axes, dpi=round(SHOWN_DPI * self.chart.ratio))
        table = coded_html(shown)
        self.chart.value = picture
        alt = alt_of(axes)
        self.chart.alt = clean(alt)
        self.alt.value = folded_words(alt)
        self.table.value = table
        about = escaped((CODEBOOKS[name].__doc__ or "").strip().partition("\n")[0])
        self.status.value = f"{len(shown)} estimates. {about}"


def coded_html(estimates: pd.DataFrame) -> str:
    """Rows of ``estimates_of`` as an HTML table; every cell is escaped."""
    return plain_table(estimates, _COLUMNS, label="Table of the estimates", most=MOST_ROWS)

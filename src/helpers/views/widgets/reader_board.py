"""The reader: the article's text, a chart and a table of its numbers, each answering the others."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import ipywidgets as widgets
import pandas as pd

from ..charts import credit_line
from ..charts.live_counts import live_counts
from ..charts.number_marks import estimate_marks
from ..charts.wording import how_many
from ..highlight import LAYERS, legend_html, live_html
from .board import CONTROL_ROW, Board, Control
from .choices import Choices
from .links import links_of
from .number_table import ORDERS, PAGE_ROWS, found_in, in_order, number_rows, rows_html
from .panes import Panes
from .source_list import source_options
from .telling import Teller

if TYPE_CHECKING:
    from ...tables import Tables

CHART_WIDTH = 5.6  # inches: half of a notebook

_LABELS = {
    "words": "What is picked, in words",
    "text": "The article. Arrow keys go from number to number, Enter picks one",
    "chart": "Chart of the counts. Arrow keys go from row to row, Enter picks one, "
    "Shift with left or right adds the next lower or higher figure",
    "table": "Table of the numbers. Arrow keys go from row to row, Enter picks one",
}


@dataclass(frozen=True, slots=True)
class ReaderSelection:
    """The state of the reader.

    ``picked`` holds ids of numbers, sources or claims of the tables; ``layers`` what is marked in
    the text; ``only`` keeps the table to what is picked, ``find`` to rows that hold these words;
    ``order`` is one of ``ORDERS``; ``page`` is the table's, from 1.
    """

    picked: tuple[str, ...] = ()
    layers: tuple[str, ...] = LAYERS
    only: bool = False
    find: str = ""
    order: str = "text"
    page: int = 1


def reader(tables: Tables, *, selection: ReaderSelection | None = None) -> Reader:
    """The article to read, filter and question; ``selection`` sets what is picked at first."""
    return Reader(tables, selection=selection or ReaderSelection())


class Reader(Board):
    """Text, chart, table and the chain in words; a pick in one lights up in all.

    ``panes`` holds them; the controls are ``source``, ``layers``, ``only``, ``find``, ``order``,
    ``page`` and ``clear``.
    """

    def __init__(self, tables: Tables, *, selection: ReaderSelection) -> None:
        super().__init__()
        self._before = ReaderSelection()
        self.panes = Panes(labels=_LABELS)
        self._read(tables)
        body = tables.sources[tables.sources["zone"] != "boilerplate"]
        claims = dict(zip(body["source_id"], body["n_claims"], strict=True))
        listed = [("all, none picked", ""), *source_options(body, claims)]
        self._listed = frozenset(key for _, key in listed)
        self.source = widgets.Dropdown(
            options=listed,
            value="",
            description="Source:",
            style={"description_width": "initial"},
            layout={"width": "auto", "max_width": "24em"},
        )
        self.layers = Choices("Marked in the text", [(n, n, None) for n in LAYERS])
        self.only = widgets.Checkbox(
            description="table: only what is picked", indent=False, layout={"width": "auto"}
        )
        self.page = widgets.BoundedIntText(
            1,
            1,
            1,
            description="Page of the table:",
            style={"description_width": "initial"},
            layout={"width": "13em"},
        )
        self.find = widgets.Text(
            description="Find in the table:",
            style={"description_width": "initial"},
            layout={"width": "19em"},
        )
        self.order = widgets.Dropdown(
            options=[(shown, word) for word, shown in ORDERS.items()],
            description="Order:",
            style={"description_width": "initial"},
            layout={"width": "auto"},
        )
        self.clear = widgets.Button(description="Clear selection", tooltip="Nothing stays picked")
        self.clear.on_click(lambda _: self._answer(lambda: self._take("picked", ())))
        self.source.observe(self._source_chosen, names="value")
        row = widgets.HBox(
            [self.source, self.clear, self.only, self.find, self.order, self.page, self.layers],
            layout=CONTROL_ROW,
        )
        self._start(
            selection,
            {
                "picked": Control(self.panes, "picked", tuple, list),
                "layers": Control(self.layers, "value", tuple, list),
                "only": Control(self.only),
                "find": Control(self.find),
                "order": Control(self.order),
                "page": Control(self.page),
            },
            [row, self.panes, self.status],
        )

    def _read(self, tables: Tables) -> None:
        """Take these tables for what is shown; the table of numbers is drawn with the state."""
        self._tables = tables
        self._rows = number_rows(tables)
        self._links = links_of(tables)
        self._teller = Teller(tables, self._rows)
        svg, self.chart_alt = live_counts(
            estimate_marks(tables), width=CHART_WIDTH, credit=credit_line(tables)
        )
        self.panes.links = {key: list(lit) for key, lit in self._links.items()}
        self.panes.text = legend_html() + live_html(tables)
        self.panes.chart = svg

    def __repr__(self) -> str:
        return f"<Reader: {len(self._rows)} numbers, {len(self._tables.sources)} sources>"

    @property
    def lit(self) -> frozenset[str]:
        """Ids of everything that is lit: what is picked, and what belongs to it."""
        picked = self.selection.picked
        return frozenset(picked).union(*(self._links.get(key, ()) for key in picked))

    @property
    def shown(self) -> pd.DataFrame:
        """The rows of the table as the state has it, all pages of them."""
        state, rows = self.selection, self._rows
        if state.only and state.picked:
            rows = rows[rows["number_id"].isin(self.lit)]
        return in_order(found_in(rows, state.find), state.order).reset_index(drop=True)

    def _source_chosen(self, change: dict) -> None:
        chosen = (change["new"],) if change["new"] else ()
        self._answer(lambda: self._take("picked", chosen))

    def _refuse(self, selection: ReaderSelection) -> None:
        for key in selection.picked:
            if key not in self._links:
                raise ValueError(f"nothing here has the id {key!r}: pick a number, source or claim")
        for layer in selection.layers:
            if layer not in LAYERS:
                raise ValueError(f"no layer is called {layer!r}; layers are {', '.join(LAYERS)}")
        if selection.order not in ORDERS:
            raise ValueError(f"order cannot be {selection.order!r}; it is {', '.join(ORDERS)}")
        if selection.page < 1:
            raise ValueError(f"page cannot be {selection.page}: pages count from 1")

    def _draw(self) -> None:
        state, rows = self.selection, self.shown
        pages = max(1, -(-len(rows) // PAGE_ROWS))
        page = min(state.page, pages)
        # The table turns to what is picked, unless another page was asked for with it.
        if state.picked != self._before.picked and state.page == self._before.page:
            page = _page_of(rows, state.picked, self.lit) or page
        told = self._teller.told(state.picked)
        table = rows_html(rows, page, pages)
        self._selection = self._before = replace(state, page=page)
        self.panes.words = told
        self.panes.table = table
        self.panes.layers = list(state.layers)
        self._moving = True
        try:
            self.page.max = pages
            self.page.value = page
            self.page.layout.display = "" if pages > 1 else "none"
            lone = state.picked[0] if len(state.picked) == 1 else ""
            self.source.value = lone if lone in self._listed else ""
        finally:
            self._moving = False
        n, lit = len(self._rows), int(self._rows["number_id"].isin(self.lit).sum())
        self.status.value = (
            f"{lit} of {how_many(n, 'number')} lit" if state.picked else how_many(n, "number")
        )


def _page_of(rows: pd.DataFrame, picked: tuple[str, ...], lit: frozenset[str]) -> int | None:
    """The page of the table on which the first picked (else the first lit) row stands."""
    for wanted in (picked, lit):
        found = rows.index[rows["number_id"].isin(list(wanted))]
        if len(found):
            return int(found[0]) // PAGE_ROWS + 1
    return None

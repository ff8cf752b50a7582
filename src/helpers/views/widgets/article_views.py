"""One article read, seen from several sides; each view is built when it is first opened."""

from __future__ import annotations

from typing import TYPE_CHECKING

import ipywidgets as widgets

from ..charts.wording import how_many
from .board import told_error
from .plain_table import plain_table

if TYPE_CHECKING:
    import pandas as pd

    from ...tables import Tables

LONGEST_CELL = 600  # characters
MOST_ROWS = 200  # of a table on the page; the download holds them all


class ArticleViews(widgets.VBox):
    """The views of these tables, of which one is shown; ``built`` holds those opened so far."""

    def __init__(self, tables: Tables) -> None:
        super().__init__()
        self._tables = tables
        self.built: dict[str, widgets.DOMWidget] = {}

    def show(self, name: str) -> None:
        """Open one view; where it cannot be drawn, its place says why and the others stay."""
        if name not in self.built:
            try:
                self.built[name] = _BUILDERS[name](self._tables)
            except Exception as error:  # noqa: BLE001 - a page shows nothing of it but this line
                self.built[name] = widgets.HTML(told_error(error))
        for other, view in self.built.items():
            view.layout.display = None if other == name else "none"
        self.children = tuple(self.built.values())

    def close(self) -> None:
        """Closes the views too: a kernel that reads article after article would keep them all."""
        for view in self.built.values():
            close_all(view)
        super().close()

    def __repr__(self) -> str:
        return f"<ArticleViews: {', '.join(self.built) or 'none'} opened>"


def close_all(widget: widgets.Widget) -> None:
    """Closes a widget and all that stand in it."""
    for child in getattr(widget, "children", ()):
        close_all(child)
    widget.close()


def _article(tables: Tables) -> widgets.DOMWidget:
    from .reader_board import reader

    return reader(tables)


def _estimates(tables: Tables) -> widgets.DOMWidget:
    from .estimates_board import estimates_explorer

    return estimates_explorer(tables)


def _sources(tables: Tables) -> widgets.DOMWidget:
    from .sources_board import sources_explorer

    return sources_explorer(tables)


def _tables(tables: Tables) -> widgets.DOMWidget:
    from ...studies.briefs import claims_of, numbers_of, residue_of, sources_of

    frames = {
        "Numbers": numbers_of(tables),
        "Claims": claims_of(tables),
        "Sources": sources_of(tables),
        "Left out, and why": residue_of(tables),
    }
    return widgets.VBox([widgets.HTML(_titled(data, name)) for name, data in frames.items()])


def _titled(data: pd.DataFrame, name: str) -> str:
    heading = (
        f'<h3 style="margin: 12px 0 4px; font-size: 14px">{name}: {how_many(len(data), "row")}</h3>'
    )
    if not len(data):
        return heading
    columns = {column: column for column in data}
    return heading + plain_table(data, columns, label=name, most=MOST_ROWS, longest=LONGEST_CELL)


_BUILDERS = {"article": _article, "estimates": _estimates, "sources": _sources, "tables": _tables}

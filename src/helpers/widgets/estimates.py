"""The estimates board: pick kinds and sources, and chart, table and sentence follow."""

from __future__ import annotations

import html
from dataclasses import fields, replace
from typing import TYPE_CHECKING

import ipywidgets as widgets
import pandas as pd

from ..charts import (
    EstimateOptions,
    credit_line,
    draw_marks,
    estimate_marks,
    png_bytes,
    words,
)
from .selection import ALL, COUNTED, EstimateSelection, choices_of, select_estimates

if TYPE_CHECKING:
    from ..tables import Tables

DPI = 96
WIDTH = "912px"  # of the picture at its own size: stretched, it would blur
MOST_ROWS = 200  # of the table on the page; the DataFrame holds them all

_LABELS = {
    "kind": {ALL: "people, troops and homes"},
    "source_type": {ALL: "all sources", "none": "no source named"},
    "naming": {
        ALL: "named or not",
        "named": "named",
        "unnamed": "unnamed",
        "none": "no source named",
    },
}
_COLUMNS = {
    "label": "counted",
    "where": "where, when",
    "shown": "number",
    "reporter": "reported by",
    "note": "who that is",
    "printed": "as printed",
}
# ipywidgets sets lines 28 px apart in HTML; running text needs less.
_CELL = (
    "padding: 4px 12px 4px 0; text-align: left; vertical-align: top; line-height: 1.35; "
    "border-bottom: 1px solid #d5d9de"
)


def estimates_board(
    tables: Tables, *, selection: EstimateSelection | None = None
) -> EstimatesBoard:
    """A board on the counts of these tables; ``board.selection`` reads and sets its state."""
    return EstimatesBoard(tables, selection=selection or EstimateSelection())


class EstimatesBoard(widgets.VBox):
    """Controls ``kind``, ``source_type``, ``naming``, ``scale`` and ``sentences`` over a chart,
    its sentence and its table.

    A control replaces the state, and one refresh draws. An error in a refresh stands in the
    line ``status`` and leaves the rest as it was.
    """

    def __init__(self, tables: Tables, *, selection: EstimateSelection) -> None:
        self._marks = estimate_marks(tables)
        self._credit = credit_line(tables)
        self._choices = choices_of(self._marks)
        self._selection = EstimateSelection()
        self._setting = False
        self.kind = self._dropdown("kind", "Counting:")
        self.source_type = self._dropdown("source_type", "Source:")
        self.naming = self._dropdown("naming", "Reporter:")
        self.scale = widgets.ToggleButtons(
            options=[("log axis", "log"), ("linear axis", "linear")],
            tooltips=["each step is ten times the one before", "equal steps"],
            style={"button_width": "7em"},
        )
        self.sentences = widgets.Checkbox(description="with its sentence", indent=False)
        self.chart = widgets.Image(format="png", layout={"width": WIDTH, "max_width": "100%"})
        self.alt = widgets.HTML()
        self.table = widgets.HTML()
        self.status = widgets.HTML()
        for name in self._controls():
            self._controls()[name].observe(self._changed, names="value")
        controls = widgets.HBox(
            list(self._controls().values()),
            layout={"flex_flow": "row wrap", "align_items": "center"},
        )
        super().__init__([controls, self.status, self.chart, self.alt, self.table])
        self._refresh()
        if selection != self._selection:
            self.selection = selection

    def __repr__(self) -> str:
        return f"<EstimatesBoard: {len(self.shown)} of {len(self._marks)} numbers shown>"

    @property
    def selection(self) -> EstimateSelection:
        """The state; set it to move every control at once."""
        return self._selection

    @selection.setter
    def selection(self, selection: EstimateSelection) -> None:
        for field in fields(selection):
            value, legal = getattr(selection, field.name), self._choices[field.name]
            if value not in legal:
                raise ValueError(
                    f"{field.name} cannot be {value!r} here; it is one of "
                    f"{', '.join(map(str, legal))}"
                )
        self._selection = selection
        self._setting = True
        try:
            for name, control in self._controls().items():
                control.value = getattr(selection, name)
        finally:
            self._setting = False
        self._refresh()

    @property
    def shown(self) -> pd.DataFrame:
        """The rows of ``estimate_marks`` that the state keeps."""
        return select_estimates(self._marks, self._selection)

    def _controls(self) -> dict[str, widgets.ValueWidget]:
        names = [field.name for field in fields(EstimateSelection)]
        return {name: getattr(self, name) for name in names}

    def _dropdown(self, name: str, description: str) -> widgets.Dropdown:
        labels = _LABELS[name]
        return widgets.Dropdown(
            options=[(labels.get(value, words(value)), value) for value in self._choices[name]],
            description=description,
            style={"description_width": "initial"},
            layout={"width": "auto", "margin": "2px 14px 2px 2px"},
        )

    def _changed(self, change: dict) -> None:
        if self._setting:
            return
        name = next(n for n, control in self._controls().items() if control is change["owner"])
        self._selection = replace(self._selection, **{name: change["new"]})
        self._refresh()

    def _refresh(self) -> None:
        try:
            shown = self.shown
            options = self._options(shown)
            axes = draw_marks(shown, options=options, credit=self._credit)
            picture = png_bytes(axes, dpi=DPI, compression=1)  # speed before size
            table = table_html(shown)
        except Exception as error:  # noqa: BLE001 - a page shows nothing of it but this line
            told = html.escape(f"{type(error).__name__}: {error}")
            self.status.value = f'<strong role="alert">Not drawn. {told}</strong>'
            return
        self.chart.value = picture
        self.alt.value = f'<p style="max-width: 60em; line-height: 1.4">{html.escape(axes.alt)}</p>'
        self.table.value = table
        self.status.value = f"{len(shown)} of {len(self._marks)} numbers shown"

    def _options(self, shown: pd.DataFrame) -> EstimateOptions:
        state = self._selection
        panels = COUNTED
        if state.kind != ALL:
            panel = self._marks.loc[self._marks["kind"] == state.kind, "panel"].iloc[0]
            panels = (panel.split()[0],)
        return EstimateOptions(scale=state.scale, panels=panels, sentences=state.sentences)


def table_html(marks: pd.DataFrame) -> str:
    """Rows of ``estimate_marks`` as an HTML table; every cell is escaped."""
    head = "".join(f'<th scope="col" style="{_CELL}">{name}</th>' for name in _COLUMNS.values())
    rows = "".join(
        "<tr>"
        + "".join(f'<td style="{_CELL}">{_cell(row[column])}</td>' for column in _COLUMNS)
        + "</tr>"
        for row in marks.head(MOST_ROWS).to_dict("records")
    )
    more = len(marks) - MOST_ROWS
    rest = f"<p>{more} more rows in the table of numbers.</p>" if more > 0 else ""
    return (
        '<div style="max-height: 30em; overflow: auto; max-width: 70em">'
        f'<table style="border-collapse: collapse"><thead><tr>{head}</tr></thead>'
        f"<tbody>{rows}</tbody></table></div>{rest}"
    )


def _cell(value: object) -> str:
    return "" if pd.isna(value) else html.escape(str(value))

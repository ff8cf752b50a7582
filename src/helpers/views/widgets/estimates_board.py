"""The estimates explorer: choose counts, and chart, table, sentence and code follow."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import ipywidgets as widgets
import pandas as pd

from ...errors import OutputError
from ...escaping import clean
from ..charts import credit_line, png_bytes, words
from ..charts.estimate_chart import EstimateOptions, draw_marks
from ..charts.number_marks import estimate_marks
from ..charts.picture import SHOWN_DPI, alt_of, quick_png, svg_text
from ..charts.selection import (
    UNSTATED,
    EstimateSelection,
    counts_beside,
    facets_of,
    positions_of,
    refuse_illegal,
    select_estimates,
    selection_code,
)
from .board import CONTROL_ROW, Board, Control
from .chart_image import ChartImage, folded_words
from .choices import Choices
from .download import Download
from .plain_table import plain_table
from .slider import Slider
from .snippet import Snippet
from .switch import Switch

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from ...tables import Tables

_LABELS = {
    "kinds": "What is counted",
    "places": "Where",
    "source_types": "Type of source",
    "naming": "Who reports it",
    "firmness": "How firmly",
}
_WORDS = {
    "places": {UNSTATED: "not stated"},
    "source_types": {"none": "no source named"},
    "naming": {"named": "named", "unnamed": "unnamed", "none": "nobody named"},
    "firmness": {
        "exact": "exact",
        "bounded": "bounded: at least, a range …",
        "estimated": "estimated, approximate",
        "possible": "possible, expected, proposed …",
    },
}

WIDTH = 7.2  # inches of the chart beside its controls
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


def estimates_explorer(
    tables: Tables, *, selection: EstimateSelection | None = None
) -> EstimatesExplorer:
    """The counts of these tables to choose from; ``explorer.selection`` is the state."""
    return EstimatesExplorer(tables, selection=selection or EstimateSelection())


class EstimatesExplorer(Board):
    """Checkboxes and switches over a chart, its sentence, its table and the code that makes it.

    ``kinds``, ``places``, ``source_types``, ``naming`` and ``firmness`` restrict nothing while
    nothing in them is ticked; ``confidence`` is the least that a row needs; ``scale``, ``group``
    and ``reset`` do what they say; ``saved`` are the buttons that save the picture.
    """

    def __init__(self, tables: Tables, *, selection: EstimateSelection) -> None:
        super().__init__()
        self._marks = estimate_marks(tables)
        # The same rows as plain objects: drawing reads them cell by cell, ten times as fast.
        self._plain = self._marks.astype(object)
        self._credit = credit_line(tables)
        self._axes: Axes | None = None
        facets = self._facets = facets_of(self._marks)
        for name, label in _LABELS.items():
            shown = _WORDS.get(name, {})
            options = [
                (word, shown.get(word, word if name == "places" else words(word)), count)
                for word, count in facets[name].items()
            ]
            setattr(self, name, Choices(label, options))
        self.confidence = Slider("Confidence, at least")
        self.scale = Switch("Axis", [("log", "log axis"), ("linear", "linear axis")])
        self.group = Switch("Rows", [("kind", "rows by kind"), ("source", "rows by source")])
        self.reset = widgets.Button(description="Reset", tooltip="Show everything again")
        self.reset.on_click(lambda _: self._answer(self._show_all))
        self.chart = ChartImage(width=round(WIDTH * SHOWN_DPI))
        self.chart.observe(lambda _: self._answer(self._draw), names="ratio")
        self.alt = widgets.HTML()
        self.table = widgets.HTML()
        self.code = Snippet()
        facet_box = widgets.VBox(
            [getattr(self, name) for name in _LABELS], layout={"flex": "1 1 15em", "width": "auto"}
        )
        switches = widgets.HBox(
            [self.scale, self.group, self.confidence, self.reset],
            layout=CONTROL_ROW,
        )
        self.saved = {
            kind: Download(
                f"Save the chart as {kind.upper()}",
                f"numbers.{kind}",
                make=partial(self._file, kind),
            )
            for kind in ("png", "svg")
        }
        saving = widgets.HBox(list(self.saved.values()), layout=CONTROL_ROW)
        chart_box = widgets.VBox(
            [self.status, self.chart, self.alt, saving],
            layout={"flex": "3 1 690px", "width": "auto"},
        )
        body = widgets.HBox([facet_box, chart_box], layout={"flex_flow": "row wrap"})
        self._start(
            selection,
            {
                **{name: Control(getattr(self, name), "value", tuple, list) for name in _LABELS},
                "confidence": Control(self.confidence),
                "scale": Control(self.scale),
                "group": Control(self.group),
            },
            [switches, body, self.table, self.code],
        )

    def __repr__(self) -> str:
        return f"<EstimatesExplorer: {len(self.shown)} of {len(self._marks)} numbers shown>"

    @property
    def shown(self) -> pd.DataFrame:
        """The rows of ``estimate_marks`` that the state keeps, in the order of the chart."""
        return select_estimates(self._marks, self.selection)

    @property
    def axes(self) -> Axes | None:
        """The page of the chart, as last drawn: its artists can be read."""
        return self._axes

    def _show_all(self) -> None:
        self.selection = EstimateSelection()

    def _refuse(self, selection: EstimateSelection) -> None:
        refuse_illegal(self._marks, selection)

    def _draw(self) -> None:
        state = self.selection
        shown = self._plain.iloc[positions_of(self._marks, state)]
        options = EstimateOptions(state.scale, state.group, width=WIDTH)
        axes = self._axes = draw_marks(shown, self._axes, options=options, credit=self._credit)
        picture = quick_png(axes, dpi=round(SHOWN_DPI * self.chart.ratio))
        table = table_html(shown)
        self.chart.value = picture
        alt = alt_of(axes)
        self.chart.alt = clean(alt)
        self.status.value = f"{len(shown)} of {len(self._marks)} numbers shown"
        self.alt.value = folded_words(alt)
        self.table.value = table
        self.code.code = view_code(state)
        for button in self.saved.values():
            button.data = b""
        for name, counts in counts_beside(self._marks, state, self._facets).items():
            getattr(self, name).counts = counts

    def _file(self, kind: str) -> bytes:
        """The chart as it stands, as a file that tells its article and its sentence."""
        with self._lock:
            if self._axes is None:
                raise OutputError("There is no chart to save")
            told = {"title": self._credit, "description": alt_of(self._axes)}
            if kind == "svg":
                return svg_text(self._axes, **told).encode("utf-8")
            return png_bytes(self._axes, dpi=2 * SHOWN_DPI, **told)


def table_html(marks: pd.DataFrame) -> str:
    """Rows of ``estimate_marks`` as an HTML table; every cell is escaped."""
    return plain_table(marks, _COLUMNS, label="Table of the numbers shown", digits=2)


def view_code(selection: EstimateSelection) -> str:
    """Three lines of Python that make this very view of ``tables``."""
    return (
        "from helpers import EstimateSelection, plot_selection, show_figure\n"
        f"selection = {selection_code(selection)}\n"
        "show_figure(plot_selection(tables, selection))"
    )

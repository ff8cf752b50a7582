"""The headline chart: every figure of the article beside whoever reported it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import pandas as pd
from matplotlib.axes import Axes

from .chosen_marks import LOOSE, ChartLine, Chosen, LineGroup, choose, disputes_told, notes_of
from .frame import Chart, draw_chart
from .legend import keys_of
from .lettering import BODY, NAME_TYPES, STRONG, WIDTH
from .mark_rows import ChartRow, RowAxis, RowGroup, RowMark, RowPanel
from .number_marks import estimate_marks
from .palette import NO_SOURCE, SourceStyle, source_style
from .selection import EstimateSelection, select_estimates
from .shades import pale_fill
from .wording import amount, counted_numbers, credit_line, how_many, listed, said, words

if TYPE_CHECKING:
    from ...tables import Tables

_NAMES = {
    "percent": "shares",
    "percent points": "percentage points",
    "other": "other counts",
    "rate": "rates",
    "duration": "times",
    "distance": "distances",
    "age": "ages",
}
_LINEAR = ("percent", "duration", "age")
SPREAD = 12  # times the middle figure: from there a linear axis hides the small ones
BACKGROUND = "Of another time or scene"


@dataclass(frozen=True, slots=True)
class EstimateOptions:
    """How figures are laid out.

    ``scale`` is log or linear, for counts and money (shares, times and ages are linear);
    ``group`` is kind or source (its rows stand under its name); past ``max_rows`` rows the
    weightiest stay and a line says what is left out; ``sentences`` writes the sentence under
    each row; ``width`` is the page's in inches.
    """

    scale: str = "log"
    group: str = "kind"
    max_rows: int = 14
    sentences: bool = False
    width: float = WIDTH

    def __post_init__(self) -> None:
        if self.scale not in ("log", "linear"):
            raise ValueError(f"scale is {self.scale!r}; it must be 'log' or 'linear'")
        if self.group not in ("kind", "source"):
            raise ValueError(f"group is {self.group!r}; it must be 'kind' or 'source'")
        if self.max_rows < 1:
            raise ValueError(f"max_rows is {self.max_rows}; it must be at least 1")


DEFAULT = EstimateOptions()
EVERYTHING = EstimateSelection()


def plot_estimates(
    tables: Tables | pd.DataFrame, ax: Axes | None = None, *, options: EstimateOptions = DEFAULT
) -> Axes:
    """Draw every figure of an article on number lines, beside who reported it.

    ``tables`` may be its joined frame. The Axes that comes back is a page measured in inches;
    :func:`panels_of` gives the number lines on it, one for each thing that is measured. Where
    nothing is measured the page says so.
    """
    return draw_marks(estimate_marks(tables), ax, options=options, credit=_credit(tables))


def estimates_alt(tables: Tables | pd.DataFrame, *, options: EstimateOptions = DEFAULT) -> str:
    """The headline chart in words, from the same table: figures, places and reporters."""
    return marks_alt(estimate_marks(tables), options=options, credit=_credit(tables))


def plot_selection(
    tables: Tables,
    selection: EstimateSelection = EVERYTHING,
    ax: Axes | None = None,
    *,
    width: float = 7.2,
) -> Axes:
    """Draw the figures of an article that a selection keeps, as the estimates explorer does."""
    options = EstimateOptions(selection.scale, selection.group, width=width)
    marks = select_estimates(estimate_marks(tables), selection)
    return draw_marks(marks, ax, options=options, credit=credit_line(tables))


def draw_marks(
    marks: pd.DataFrame,
    ax: Axes | None = None,
    *,
    options: EstimateOptions = DEFAULT,
    credit: str = "",
) -> Axes:
    """Draw rows of :func:`estimate_marks`, all or a selection of them."""
    chosen = choose(marks, max_rows=options.max_rows, by=options.group)

    def described(width: float) -> Chart:
        panels = [_panel(name, groups, options, width) for name, groups in chosen.panels.items()]
        return Chart(
            _title(chosen),
            panels,
            _alt(chosen, credit),
            _subtitle(marks, chosen),
            keys_of(panels, [line.mark["source_type"] for line in chosen.lines]),
            notes_of(chosen),
            credit,
            _nothing(marks),
        )

    return draw_chart(described, ax, width=options.width)


def marks_alt(marks: pd.DataFrame, *, options: EstimateOptions = DEFAULT, credit: str = "") -> str:
    """Rows of :func:`estimate_marks` as the sentences that stand for their chart."""
    return _alt(choose(marks, max_rows=options.max_rows, by=options.group), credit)


def panels_of(ax: Axes) -> dict[str, Axes]:
    """The number lines on a page: panel name → Axes, from the top."""
    return {str(panel.get_label()): panel for panel in ax.child_axes if isinstance(panel, Axes)}


def heading_of(panel: str) -> str:
    """A panel's name as a heading.

    >>> heading_of("money USD"), heading_of("percent"), heading_of("rate EUR/month")
    ('Money (USD)', 'Shares (%)', 'Rates (EUR per month)')
    """
    family, _, unit = panel.partition(" ")
    plural = family == "duration" or panel == "age year"
    unit = "%" if panel == "percent" else unit.replace("/", " per ") + "s" * plural
    name = _NAMES.get(panel, _NAMES.get(family, family)).capitalize()
    return f"{name} ({unit})" if unit and panel != "percent points" else name


def row_of(
    line: ChartLine, *, apart: str = "", by_source: bool = False, sentences: bool = False
) -> ChartRow:
    """A chosen line as a row of the chart; ``apart`` is what its group's name does not say."""
    mark = line.mark
    if by_source:
        who, note, type_ = mark["label"], said(mark["where"]), STRONG
    else:
        who, type_ = mark["reporter"], NAME_TYPES[mark["naming"]]
        note = " · ".join(filter(None, (apart, mark["note"])))
    return ChartRow(
        mark_of(line),
        who,
        note,
        type_,
        icon=not by_source,
        band=mark["naming"] == NO_SOURCE,
        sentence=said(mark["sentence"]) if sentences else "",
    )


def mark_of(line: ChartLine) -> RowMark:
    """What a line puts on the axis, with its part, its change or its level before."""
    mark = line.mark
    part, before, change = (line.part(role) for role in ("part", "before", "change"))
    shown = said(mark["shown"])
    if part:
        told = part["shown"].removesuffix(f" ({words(said(mark['modality']))})")
        shown += f", {_role_word(part)} {told}{_noun(part, mark)}"
    if before:
        shown += f", from {before['shown']}"
    if change:
        shown += f" ({change['shown']})"
    if line.repeats:
        shown += f" · {len(line.repeats) + 1}×"
    beside = part or before
    ranged = mark["shape"] == "range" and pd.isna(mark["value"])
    return RowMark(
        mark["number_id"],
        None if ranged else amount(mark["at"]),
        shown,
        said(mark["shape"]),
        amount(mark["low"]),
        amount(mark["high"]),
        bool(mark["hollow"]),
        _style(mark),
        amount(beside["at"]) if beside and beside["panel"] == mark["panel"] else None,
        leads=before is not None and part is None,
    )


def _style(mark: dict) -> SourceStyle:
    """The style of its source's type, paler for a figure of another time."""
    style = source_style(mark["source_type"])
    return replace(style, colour=pale_fill(style.colour, bool(mark["background"])))


def _role_word(part: dict) -> str:
    return "of them" if pd.isna(part["counted"]) else "including"


def _noun(part: dict, whole: dict) -> str:
    counted = said(part["counted"])
    return f" {counted}" if counted and counted != said(whole["counted"]) else ""


def _panel(name: str, groups: list[LineGroup], options: EstimateOptions, width: float) -> RowPanel:
    by_source = options.group == "source"
    rows, opened = [], False
    for group in groups:
        rows.append(_row_group(group, options, by_source, opened))
        opened = opened or bool(group.first["background"])
    axis = RowAxis(
        heading_of(name),
        said(groups[0].first["unit"]),
        "linear" if name.split()[0] in _LINEAR and not _is_wide(groups) else options.scale,
        heads=("as stated, {} axis", "counted" if by_source else "reported by"),
    )
    return RowPanel(name, rows, axis, width=width)


def _row_group(
    group: LineGroup, options: EstimateOptions, by_source: bool, opened: bool
) -> RowGroup:
    first = group.first
    opens = BACKGROUND if first["background"] and not opened and not by_source else ""
    marks = [line.mark for line in group.lines]
    place, day = _shared(marks, "place"), _shared(marks, "as_of")
    if by_source:
        what, where, type_ = first["reporter"], first["note"], NAME_TYPES[first["naming"]]
    else:
        what = first["label"]
        type_ = BODY if what.startswith("“") else STRONG
        where = first["where"] if len(marks) == 1 else _where(first, place, day)
        loose = len(marks) == 1 and first["kind"] in LOOSE and type_ is STRONG
        if loose and not said(first["place"]):
            where = first["context"]  # a noun without a place: its own words tell more
    rows = [
        row_of(
            line,
            apart="" if len(marks) == 1 else _apart(line.mark, place, day),
            by_source=by_source,
            sentences=options.sentences,
        )
        for line in group.lines
    ]
    return RowGroup(what, said(where), rows, type_, opens)


def _shared(marks: list[dict], column: str) -> str | None:
    """What all marks have in that column; of places also the only one that is told."""
    told = {said(mark[column]) for mark in marks}
    if column == "place" and len(told) > 1:
        told -= {""}
    return told.pop() if len(told) == 1 else None


def _where(first: dict, place: str | None, day: str | None) -> str:
    nowhere = "place not stated" if place == "" and "place not stated" in first["where"] else ""
    return " · ".join(filter(None, (place or nowhere, day)))


def _apart(mark: dict, place: str | None, day: str | None) -> str:
    own = said(mark["place"])
    odd = (own or "place not stated") if own != place else ""
    return " · ".join(filter(None, (odd, said(mark["as_of"]) if day is None else "")))


def _is_wide(groups: list[LineGroup]) -> bool:
    """Whether a linear axis would press most of its figures together: 0.9% beside 210%."""
    values = sorted(v for g in groups for line in g.lines for v in mark_of(line).values if v > 0)
    return len(values) > 2 and values[-1] > SPREAD * values[len(values) // 2]


def _nothing(marks: pd.DataFrame) -> str:
    if len(marks):
        return "Nothing to draw: no number with a value is among these rows."
    return "Nothing to draw: nothing is counted or measured here."


def _title(chosen: Chosen) -> str:
    families = dict.fromkeys(name.split()[0] for name in chosen.panels)
    names = [_NAMES.get(family, family) for family in families]
    told = listed(names or ["figures"])
    return f"{told.capitalize()}: who reported each"


def _subtitle(marks: pd.DataFrame, chosen: Chosen) -> str:
    nobody = int((marks["naming"] == NO_SOURCE).sum())
    return " ".join(filter(None, (disputes_told(chosen), counted_numbers(len(marks), nobody))))


def _alt(chosen: Chosen, credit: str) -> str:
    notes = notes_of(chosen)
    if not chosen.panels:
        return " ".join(filter(None, ("Chart without marks.", *notes, credit)))
    parts = [f"Dot chart, {how_many(len(chosen.lines), 'row')}.", disputes_told(chosen)]
    for name, groups in chosen.panels.items():
        told = "; ".join(_told(line) for group in groups for line in group.lines)
        parts.append(f"{heading_of(name)}: {told}.")
    return " ".join(filter(None, (*parts, *notes, credit)))


def _told(line: ChartLine) -> str:
    mark = line.mark
    label = f"{mark['label'][:1].lower()}{mark['label'][1:]}"
    where = ", ".join(filter(None, (label, said(mark["where"]).replace(" · ", ", "))))
    whom = "" if mark["naming"] == NO_SOURCE else f", {words(mark['naming'])}"
    apart = ", of another time or scene" if mark["background"] else ""
    return f"{where}: {mark_of(line).shown} ({mark['reporter']}{whom}){apart}"


def _credit(tables: Tables | pd.DataFrame) -> str:
    return "" if isinstance(tables, pd.DataFrame) else credit_line(tables)

"""Published figures in rows, by day, with the figures of an article marked among them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from .legend import keys_of
from .lettering import CREDIT, MARGIN, NOTE, SUBTITLE, TITLE, WIDTH, wrapped
from .number_line import draw_panel, laid_out, panel_height
from .number_marks import COLUMNS, estimate_marks
from .page import ChartAxes, Key, fit, flow, legend_height, new_page, put, write, write_legend
from .palette import INK
from .points import in_words, shape_of
from .wording import amount, long_date, said, words

if TYPE_CHECKING:
    from ...tables import Tables

TEXT_WIDTH = WIDTH - 2 * MARGIN
EMPTY = 0.75
MINE = "In this article"
#: Flags of the record that stand in capitals beside a figure.
LOUD = {"not_independent": "NOT INDEPENDENT", "conflict": "CONFLICT"}
#: Flags that change what a figure means, in the few words that there is room for.
QUIET = {
    "floor": "verified cases only",
    "buried": "counts burials",
    "installed": "installed by the other side",
    "border_crossings": "border crossings",
    "forecast": "a forecast",
    "not_a_count": "not a count",
    "withdrawn": "withdrawn",
    "sum": "added up from two measures",
    "open_above": "said that it could be more",
    "unverified": "unverified",
    "outside_window": "after the window",
    "page_undated": "page undated",
}


@dataclass(frozen=True, slots=True)
class RecordOptions:
    """What a chart of rows says of itself; past ``max_rows`` a line says what is left out."""

    title: str
    scale: str = "log"
    max_rows: int = 30
    credit: str = ""


def record_marks(rows: pd.DataFrame) -> pd.DataFrame:
    """Published figures (rows of ``Reference.rows``) as rows of a chart, by day and reporter.

    The columns are those of ``estimate_marks``; ``label`` is the day, ``where`` how it was
    counted, ``note`` who the reporter is, with CONFLICT and NOT INDEPENDENT in front where the
    record says so.
    """
    ordered = rows.sort_values(["as_of", "published", "line"], kind="stable")
    marks = [_record_mark(row) for row in ordered.to_dict("records")]
    return _typed(marks)


def article_marks(tables: Tables, *, kind: str, place: str | None = None) -> pd.DataFrame:
    """The article's own figures of one kind (and place) as rows for the same chart.

    A figure without a day of its own stands at the day of publication. Empty where the
    article counts no such thing.
    """
    marks = estimate_marks(tables)
    marks = marks[marks["kind"] == kind]
    if place is not None:
        marks = marks[marks["place"].fillna("") == place]
    published = long_date(tables.article.published)
    days = marks["as_of"].fillna(published)
    where = marks["as_of"].fillna(f"published {published}" if published else "no day stated")
    return marks.assign(label=MINE, as_of=days, where=where).reset_index(drop=True)


def beside_article(record: pd.DataFrame, article: pd.DataFrame) -> pd.DataFrame:
    """Both in one table, by day: an article's figures after the record's of the same day."""
    both = [frame for frame in (record, article) if len(frame)]
    if not both:
        return record
    found = pd.concat(both, ignore_index=True)
    days = pd.to_datetime(found["as_of"], format="%d %B %Y", errors="coerce")
    mine = found["label"] == MINE
    order = pd.DataFrame({"day": days, "mine": mine}).sort_values(
        ["day", "mine"], kind="stable", na_position="last"
    )
    return found.loc[order.index].reset_index(drop=True)


def plot_record(marks: pd.DataFrame, ax: Axes | None = None, *, options: RecordOptions) -> Axes:
    """Draw rows of ``beside_article`` on one number line; the article's stand in a frame.

    Without rows the page says so. All rows must count the same sort of thing.
    """
    shown = [m for m in marks.to_dict("records") if m["shape"] != "none"]
    left_out = len(shown) - options.max_rows
    shown = shown[: options.max_rows]
    rows = [laid_out(mark) for mark in shown]
    mine = any(mark["label"] == MINE for mark in shown)
    title = wrapped(options.title, TITLE, TEXT_WIDTH)
    subtitle = wrapped(_subtitle(shown), SUBTITLE, TEXT_WIDTH)
    keys = keys_of(shown) + ([Key(_frame, "in this article", room=0.34)] if mine else [])
    legend = flow(keys, TEXT_WIDTH)
    notes = []
    if left_out > 0:
        plural = "s" if left_out > 1 else ""
        notes = [wrapped(f"Left out: {left_out} later row{plural}.", NOTE, TEXT_WIDTH)]
    credit = wrapped(options.credit, CREDIT, TEXT_WIDTH)
    heights = [0.12, title.height, subtitle.height, 0.1, legend_height(legend), 0.12]
    heights += [panel_height(rows) if rows else EMPTY, *(n.height + 0.06 for n in notes)]
    heights += [0.1, credit.height, 0.1]
    page = new_page(ax, sum(heights))
    y = write(page, title, MARGIN, 0.12, gid="title")
    y = write(page, subtitle, MARGIN, y, gid="subtitle") + 0.1
    y = write_legend(page, legend, MARGIN, y) + 0.12
    if rows:
        first = y + panel_height(rows) - 0.34 - sum(row.height for row in rows)
        name = shown[0]["panel"]
        end = draw_panel(page, name, rows, y, kind=options.scale)
        for row in rows:
            if row.mark["label"] == MINE:
                page.add_patch(
                    Rectangle(
                        (MARGIN / 2, first + 0.02),
                        WIDTH - MARGIN,
                        row.height - 0.04,
                        fill=False,
                        edgecolor=INK,
                        linewidth=1.3,
                        zorder=7,
                        gid="article",
                    )
                )
            first += row.height
        y = end
    else:
        put(
            page,
            WIDTH / 2,
            y + EMPTY / 2,
            "Nothing to draw: the record has no such figure.",
            SUBTITLE,
            align="center",
            gid="no-data",
        )
        y += EMPTY
    for note in notes:
        y = write(page, note, MARGIN, y, gid="note") + 0.06
    write(page, credit, MARGIN, y + 0.1, gid="credit")
    if isinstance(page, ChartAxes):
        page.alt = record_alt(marks, options=options)
    else:
        fit(page, sum(heights))
    return page


def record_alt(marks: pd.DataFrame, *, options: RecordOptions) -> str:
    """The chart in words: every figure with its day and reporter, the article's named so."""
    shown = [m for m in marks.to_dict("records") if m["shape"] != "none"][: options.max_rows]
    if not shown:
        return f"Chart without marks: {options.title}. {options.credit}".strip()
    told = "; ".join(_told(mark) for mark in shown)
    rest = len(marks) - len(shown)
    more = f" Left out: {rest} more." if rest > 0 else ""
    head = f"{options.title}. {len(shown)} rows by day on a {options.scale} axis: "
    return f"{head}{told}.{more} {options.credit}".strip()


def _told(mark: dict) -> str:
    if mark["label"] == MINE:
        return f"in this article, {mark['shown']} ({mark['reporter']})"
    loud = [word for word in LOUD.values() if word in said(mark["note"])]
    flags = f", {', '.join(loud)}" if loud else ""
    return f"{mark['label']}, {mark['shown']} ({mark['reporter']}{flags})"


def _subtitle(shown: list[dict]) -> str:
    mine = sum(mark["label"] == MINE for mark in shown)
    count = len(shown) - mine
    text = f"{count} published figure{'' if count == 1 else 's'}, by the day that each is for"
    return f"{text}; {mine} of this article" if mine else f"{text}"


def _record_mark(row: dict) -> dict:
    value, low, high = amount(row["value"]), amount(row["low"]), amount(row["high"])
    hedge, kind = said(row["hedge"]), said(row["kind"])
    shape, at = shape_of(hedge, value, low, high)
    flags = said(row["flags"]).split("|")
    loud = [LOUD[flag] for flag in LOUD if flag in flags]
    quiet = [QUIET[flag] for flag in QUIET if flag in flags]
    type_ = words(said(row["source_type"]))
    unit = said(row["unit"]) if kind == "money" else ""
    return {
        "number_id": said(row["reference_id"]),
        "panel": {"troops": "troops", "homes": "homes", "money": f"money {unit}"}.get(
            kind, "people"
        ),
        "unit": unit,
        "kind": kind,
        "counted": None,
        "label": long_date(row["as_of"]),
        "place": said(row["place"]),
        "as_of": long_date(row["as_of"]),
        "where": said(row["method_note"]) or words(said(row["metric"])),
        "reporter": said(row["reporter"]),
        "naming": said(row["naming"]),
        "source_type": said(row["source_type"]),
        "note": " · ".join([*loud, f"{type_}, {said(row['side'])}", *quiet[:2]]),
        "value": value,
        "low": low,
        "high": high,
        "at": at,
        "hedge": hedge,
        "estimated": bool(row["estimated"]),
        "hollow": bool(row["estimated"]) and shape != "range",
        "modality": "asserted",
        "shape": shape,
        "shown": in_words(shape, at, low, high, hedge=hedge),
        "printed": said(row["quote_of_figure"]),
        "sentence": "",
        "why_not": None,
        "start": None,
    }


def _typed(marks: list[dict]) -> pd.DataFrame:
    numbers = ("value", "low", "high", "at")
    flags = ("estimated", "hollow")
    frame = pd.DataFrame(marks, columns=list(COLUMNS), dtype=object)
    kinds = {
        c: "Float64" if c in numbers else "boolean" if c in flags else "string[python]"
        for c in COLUMNS
    }
    return frame.astype(kinds | {"start": "Int64"})


def _frame(page: Axes, x: float, y: float) -> None:
    page.add_patch(
        Rectangle((x - 0.15, y - 0.08), 0.3, 0.16, fill=False, edgecolor=INK, linewidth=1.3)
    )

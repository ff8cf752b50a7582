"""Published figures in rows, by day, with the figures of an article marked among them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import pandas as pd
from matplotlib.axes import Axes

from .chosen_marks import ChartLine
from .drawn_figure import StatedFigure
from .estimate_chart import heading_of, row_of
from .frame import Chart, draw_chart
from .legend import keys_of
from .mark_rows import RowAxis, RowGroup, RowPanel
from .number_marks import estimate_marks, typed_marks
from .points import RINGS
from .wording import credit_line, how_many, long_date, said, words

if TYPE_CHECKING:
    from ...studies.reference import Reference
    from ...tables import Tables

MINE = "In this article"
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
    return typed_marks(marks)


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
    drawn = [mark for mark in marks.to_dict("records") if mark["shape"] != "none"]
    shown, more = drawn[: options.max_rows], len(drawn) - options.max_rows

    def described(width: float) -> Chart:
        panels = []
        if shown:
            groups = [_group(mark) for mark in shown]
            name, unit = shown[0]["panel"], said(shown[0]["unit"])
            axis = RowAxis(heading_of(name), unit, options.scale)
            panels = [RowPanel(name, groups, axis, width=width)]
        return Chart(
            options.title,
            panels,
            record_alt(marks, options=options),
            _subtitle(shown),
            keys_of(panels, [mark["source_type"] for mark in shown]),
            [f"Left out: {how_many(more, 'later row')}."] if more > 0 else [],
            options.credit,
            "Nothing to draw: the record has no such figure.",
        )

    return draw_chart(described, ax)


def plot_beside_record(
    tables: Tables,
    record: Reference,
    kind: str,
    ax: Axes | None = None,
    *,
    place: str | None = None,
    metric: str | None = None,
) -> Axes:
    """Draw the article's figures of one kind among the published ones, by day, in one call.

    ``place`` keeps the article's figures to one place; ``metric`` the record's to one measure.
    """
    rows = record.rows[record.rows["kind"] == kind]
    if metric is not None:
        rows = rows[rows["metric"] == metric]
    mine = article_marks(tables, kind=kind, place=place)
    where = f" in {place}" if place else ""
    title = f"{words(kind).capitalize()}{where}: this article among what was published"
    credit = f"Record: {len(record.rows)} published figures. {credit_line(tables)}"
    marks = beside_article(record_marks(rows), mine)
    return plot_record(marks, ax, options=RecordOptions(title, credit=credit))


def _group(mark: dict) -> RowGroup:
    row = replace(row_of(ChartLine(mark)), framed=_is_mine(mark))
    return RowGroup(mark["label"], mark["where"], [row])


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
    if _is_mine(mark):
        return f"in this article, {mark['shown']} ({mark['reporter']})"
    loud = [word for word in RINGS.values() if word in said(mark["note"])]
    flags = f", {', '.join(loud)}" if loud else ""
    return f"{mark['label']}, {mark['shown']} ({mark['reporter']}{flags})"


def _subtitle(shown: list[dict]) -> str:
    mine = sum(_is_mine(mark) for mark in shown)
    count = len(shown) - mine
    text = f"{count} published figure{'' if count == 1 else 's'}, by the day that each is for"
    return f"{text}; {mine} of this article" if mine else f"{text}"


def _record_mark(row: dict) -> dict:
    figure, kind, day = StatedFigure.of(row), said(row["kind"]), long_date(row["as_of"])
    flags = said(row["flags"]).split("|")
    loud = [told for flag, told in RINGS.items() if flag in flags]
    quiet = [told for flag, told in QUIET.items() if flag in flags]
    unit = said(row["unit"]) if kind == "money" else ""
    panel = {"troops": "troops", "homes": "homes", "money": f"money {unit}"}.get(kind, "people")
    told = f"{words(said(row['source_type']))}, {said(row['side'])}"
    return {
        **{name: said(row[name]) for name in ("place", "reporter", "naming", "source_type")},
        "number_id": said(row["reference_id"]),
        "panel": panel,
        "unit": unit,
        "kind": kind,
        "label": day,
        "as_of": day,
        "where": said(row["method_note"]) or words(said(row["metric"])),
        "note": " · ".join([*loud, told, *quiet[:2]]),
        "value": figure.value,
        "low": figure.low,
        "high": figure.high,
        "at": figure.at,
        "hedge": figure.hedge,
        "estimated": figure.estimated,
        "hollow": figure.estimated and figure.shape != "range",
        "modality": "asserted",
        "shape": figure.shape,
        "shown": figure.words(),
        "printed": said(row["quote_of_figure"]),
        "zone": "body",
        "background": False,
    }


def _is_mine(mark: dict) -> bool:
    return said(mark["label"]) == MINE

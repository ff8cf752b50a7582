"""Estimates as codebooks write them down: one under all six, or all under one."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
from matplotlib.axes import Axes

from ...studies.estimates.codebooks import title_of
from ...vocabulary import load
from .frame import Chart, draw_chart
from .legend import bar, full_dot, hollow_dot, rightward
from .lettering import STRONG
from .mark_rows import ChartRow, RowAxis, RowGroup, RowMark, RowPanel
from .page import Key
from .wording import amount, in_unit, long_date, said, words

MOST = 30
_NOTHING = "Nothing to draw: no such estimate."
_OUTSIDE = "outside its scope"


def plot_codebooks(compared: pd.DataFrame, ax: Axes | None = None, *, credit: str = "") -> Axes:
    """Draw one estimate of ``compare_codebooks`` under every codebook, one row each.

    A bar runs from low to high, an arrow where an end is open, a dot is the best figure. A
    codebook that does not cover the kind says so and has no mark. Rows of more than one
    estimate are refused with ValueError; without rows the page says so.
    """
    rows = compared.to_dict("records")
    if compared["estimate_id"].nunique() > 1:
        raise ValueError("more than one estimate: choose one with compare_codebooks(tables, id)")
    groups = [
        RowGroup(title_of(row["asked"]), _about(row), [_row(row, str(row["asked"]))])
        for row in rows
    ]
    alt = codebooks_alt(compared, credit=credit)
    chart = Chart(_title(rows), (), alt, _subtitle(rows), _KEYS, credit=credit, empty=_NOTHING)
    return _draw(chart, groups, ax, "linear")


def plot_coded(
    estimates: pd.DataFrame,
    sources: pd.DataFrame,
    ax: Axes | None = None,
    *,
    codebook: str,
    credit: str = "",
) -> Axes:
    """Draw all estimates of an article (but money) as one codebook writes them down.

    ``estimates`` come from ``estimates_of(tables, codebook=codebook)``. What the codebook
    does not cover is listed without a mark. Past ``MOST`` rows a line says what is left out.
    """
    names = dict(zip(sources["source_id"], sources["name"], strict=True))
    rows = _rows_of(estimates, codebook)
    covered = sum(row["codebook"] == codebook for row in rows)
    subtitle = f"{covered} of {len(rows)} estimates are of a kind that it codes."
    if len(rows) > MOST:
        subtitle += f" The first {MOST} are drawn; the table holds them all."
    groups = [
        RowGroup(
            f"{words(said(row['kind'])).capitalize()}, {said(row['place']) or 'place not stated'}",
            f"{_figures(row)} · {_who(row, names)}",
            [_row(row, str(row["estimate_id"]))],
        )
        for row in rows[:MOST]
    ]
    alt = coded_alt(estimates, sources, codebook=codebook, credit=credit)
    title = f"The article's estimates under {title_of(codebook)}"
    told = subtitle if rows else ""
    chart = Chart(title, (), alt, told, _KEYS, credit=credit, empty=_NOTHING)
    return _draw(chart, groups, ax, "log")


def coded_alt(
    estimates: pd.DataFrame, sources: pd.DataFrame, *, codebook: str, credit: str = ""
) -> str:
    """The chart of ``plot_coded`` in words."""
    names = dict(zip(sources["source_id"], sources["name"], strict=True))
    rows = _rows_of(estimates, codebook)[:MOST]
    if not rows:
        return f"Chart without marks: no estimates. {credit}".strip()
    told = "; ".join(
        f"{words(said(row['kind']))}, {said(row['place']) or 'place not stated'}, "
        f"{_who(row, names)}: {_coded(row).split(' (', 1)[0]}"
        for row in rows
    )
    return f"The article's estimates under {title_of(codebook)}: {told}. {credit}".strip()


def _rows_of(estimates: pd.DataFrame, codebook: str) -> list[dict]:
    counted = estimates[estimates["kind"] != "money"]
    return [{**row, "asked": codebook} for row in counted.to_dict("records")]


def _who(row: dict, names: dict[str, str]) -> str:
    return names.get(said(row["source_id"]), "no source named")


def _draw(chart: Chart, groups: list[RowGroup], ax: Axes | None, scale: str) -> Axes:
    """Rows between what is counted and what is written down."""
    axis = RowAxis(kind=scale, heads=("{} axis", "written down as"))

    def described(width: float) -> Chart:
        parts = [RowPanel("codebooks", groups, axis, width=width)] if groups else []
        return replace(chart, parts=parts)

    return draw_chart(described, ax)


def _row(row: dict, key: str) -> ChartRow:
    """What a codebook writes down, as a mark; "outside its scope" where it does not code that."""
    low, best, high = (amount(row[c]) for c in ("low", "best", "high"))
    figures = sorted({v for v in (low, best, high) if v is not None})
    ranged = low is not None and high is not None and low != high
    bound = "at_least" if high is None and low is not None else "at_most"
    closed = low == high or (low is None and high is None)
    nearest = next((v for v in (best, None if ranged else low, None if ranged else high)
                    if v is not None), None)  # fmt: skip
    mark = RowMark(
        key,
        nearest,
        " – ".join(in_unit(v, "") for v in dict.fromkeys((*figures[:1], *figures[-1:]))),
        "range" if ranged else "point" if closed else bound,
        low,
        high,
        hollow=best is None,
    )
    told = _coded(row).split(" (", 1)[0]
    return ChartRow(
        mark, told, _reason(row), STRONG, icon=False,
        instead=_OUTSIDE if row["codebook"] != row["asked"] else "" if figures else "no figure",
    )  # fmt: skip


def codebooks_alt(compared: pd.DataFrame, *, credit: str = "") -> str:
    """The chart in words: what each codebook writes down, and why."""
    rows = compared.to_dict("records")
    if not rows:
        return f"Chart without marks: no such estimate. {credit}".strip()
    told = "; ".join(f"{title_of(row['asked'])}: {_coded(row)}" for row in rows)
    return f"{_title(rows)} {_subtitle(rows)} {told}. {credit}".strip()


def _title(rows: list[dict]) -> str:
    if not rows:
        return "One estimate, six codebooks"
    return f"{_figures(rows[0])}: one estimate, six codebooks"


def _subtitle(rows: list[dict]) -> str:
    if not rows:
        return ""
    row = rows[0]
    where = said(row["place"]) or "place not stated"
    return f"{words(said(row['kind'])).capitalize()}, {where}, {long_date(row['as_of'])}."


def _about(row: dict) -> str:
    about = load("codebooks")[row["asked"]]["about"]
    return about[0].upper() + about[1:]


def _figures(row: dict) -> str:
    return " … ".join(f"“{f}”" for f in said(row["figures"]).split("|"))


def _coded(row: dict) -> str:
    """What the codebook writes down, then why, in words."""
    if row["codebook"] != row["asked"]:
        return f"not covered ({_reason(row)})"
    ends = {name: amount(row[name]) for name in ("low", "best", "high")}
    parts = [f"{name} {in_unit(v, '')}" for name, v in ends.items() if v is not None]
    if not pd.isna(row["quantifier"]):
        parts.append(words(row["quantifier"]))
    if not pd.isna(row["rating"]):
        parts.append(words(row["rating"]))
    return f"{', '.join(parts) or 'no figure'} ({_reason(row)})"


def _reason(row: dict) -> str:
    """Why it is coded so: without how the numbers were grouped, which is the same in all rows."""
    parts = said(row["why"]).split("; ")
    return "; ".join(part for part in parts[1:] if not part.startswith("may lie inside"))


_KEYS = (
    Key(full_dot, "best, or the one figure"),
    Key(hollow_dot, "an end without a best figure"),
    Key(bar, "low to high, minimum to maximum", room=0.36),
    Key(rightward, "an open end", room=0.4),
)

"""Estimates as codebooks write them down: one under all six, or all under one."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes

from ...studies.estimates.codebooks import title_of
from ...vocabulary import load
from .lettering import (
    CREDIT,
    HEADER,
    MARGIN,
    NOTE,
    STRONG,
    SUBTITLE,
    TITLE,
    WIDTH,
    TextLines,
    Type,
    text_width,
    wrapped,
)
from .page import (
    ChartAxes,
    Key,
    add_panel,
    fit,
    flow,
    legend_height,
    new_page,
    put,
    write,
    write_legend,
)
from .palette import GREY, INK, PAPER, RULE
from .scales import Scale, dress, scale_for
from .wording import amount, in_unit, long_date, said, words

TEXT_WIDTH = WIDTH - 2 * MARGIN
LEFT = 2.5
RIGHT = 2.75
AXIS_LEFT = MARGIN + LEFT + 0.1
AXIS_WIDTH = WIDTH - 2 * MARGIN - LEFT - RIGHT - 0.25
RIGHT_LEFT = AXIS_LEFT + AXIS_WIDTH + 0.15
PAD = 0.08
ARROW = 30
VALUE = Type(size=9.0)
WHO = Type(size=8.8, style="italic", colour=GREY)
MOST = 30
EMPTY = 0.75


def plot_codebooks(
    compared: pd.DataFrame, ax: Axes | None = None, *, scale: str = "linear", credit: str = ""
) -> Axes:
    """Draw one estimate of ``compare_codebooks`` under every codebook, one row each.

    A bar runs from low to high, an arrow where an end is open, a dot is the best figure. A
    codebook that does not cover the kind says so and has no mark. Rows of more than one
    estimate are refused with ValueError; without rows the page says so.
    """
    rows = compared.to_dict("records")
    if compared["estimate_id"].nunique() > 1:
        raise ValueError("more than one estimate: choose one with compare_codebooks(tables, id)")
    laid = [(row, _left(row), _right(row)) for row in rows]
    page = _page(laid, _title(rows), _subtitle(rows), ax, scale=scale, credit=credit)
    if isinstance(page, ChartAxes):
        page.alt = codebooks_alt(compared, credit=credit)
    return page


def plot_coded(
    estimates: pd.DataFrame,
    sources: pd.DataFrame,
    ax: Axes | None = None,
    *,
    codebook: str,
    scale: str = "log",
    credit: str = "",
) -> Axes:
    """Draw all estimates of an article (but money) as one codebook writes them down.

    ``estimates`` come from ``estimates_of(tables, codebook=codebook)``. What the codebook
    does not cover is listed without a mark. Past ``MOST`` rows a line says what is left out.
    """
    names = dict(zip(sources["source_id"], sources["name"], strict=True))
    rows = _rows_of(estimates, codebook)
    laid = [(row, _what(row, names), _right(row)) for row in rows[:MOST]]
    covered = sum(row["codebook"] == codebook for row in rows)
    subtitle = f"{covered} of {len(rows)} estimates are of a kind that it codes."
    if len(rows) > MOST:
        subtitle += f" The first {MOST} are drawn; the table holds them all."
    title = f"The article's estimates under {title_of(codebook)}"
    page = _page(laid, title, subtitle if rows else "", ax, scale=scale, credit=credit)
    if isinstance(page, ChartAxes):
        page.alt = coded_alt(estimates, sources, codebook=codebook, credit=credit)
    return page


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


def _what(row: dict, names: dict[str, str]) -> tuple[TextLines, ...]:
    where = said(row["place"]) or "place not stated"
    figures = " … ".join(f"“{f}”" for f in said(row["figures"]).split("|"))
    return (
        wrapped(f"{words(said(row['kind'])).capitalize()}, {where}", STRONG, LEFT, max_lines=2),
        wrapped(figures, NOTE, LEFT, max_lines=3),
        wrapped(_who(row, names), WHO, LEFT, max_lines=2),
    )


def _who(row: dict, names: dict[str, str]) -> str:
    return names.get(said(row["source_id"]), "no source named")


def _page(
    laid: list[tuple], title: str, subtitle: str, ax: Axes | None, *, scale: str, credit: str
) -> Axes:
    """Rows between what is counted and what is written down, on a page of their height."""
    head = wrapped(title, TITLE, TEXT_WIDTH)
    under = wrapped(subtitle, SUBTITLE, TEXT_WIDTH)
    legend = flow(_keys(), TEXT_WIDTH)
    source = wrapped(credit, CREDIT, TEXT_WIDTH)
    tall = [max(_height(left), _height(right), 0.45) + 2 * PAD for _, left, right in laid]
    heights = [0.12, head.height, under.height, 0.1, legend_height(legend), 0.12]
    heights += [0.28 + sum(tall) + 0.34 if laid else EMPTY, 0.1, source.height, 0.1]
    page = new_page(ax, sum(heights))
    y = write(page, head, MARGIN, 0.12, gid="title")
    y = write(page, under, MARGIN, y, gid="subtitle") + 0.1
    y = write_legend(page, legend, MARGIN, y) + 0.12
    if laid:
        y = _draw(page, laid, tall, y, scale)
    else:
        put(
            page,
            WIDTH / 2,
            y + EMPTY / 2,
            "Nothing to draw: no such estimate.",
            SUBTITLE,
            align="center",
            gid="no-data",
        )
        y += EMPTY
    write(page, source, MARGIN, y + 0.1, gid="credit")
    if not isinstance(page, ChartAxes):
        fit(page, sum(heights))
    return page


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
    figures = " … ".join(f"“{f}”" for f in said(rows[0]["figures"]).split("|"))
    return f"{figures}: one estimate, six codebooks"


def _subtitle(rows: list[dict]) -> str:
    if not rows:
        return ""
    row = rows[0]
    where = said(row["place"]) or "place not stated"
    return f"{words(said(row['kind'])).capitalize()}, {where}, {long_date(row['as_of'])}."


def _left(row: dict) -> tuple[TextLines, ...]:
    about = load("codebooks")[row["asked"]]["about"]
    return (
        wrapped(title_of(row["asked"]), STRONG, LEFT),
        wrapped(about[0].upper() + about[1:], NOTE, LEFT, max_lines=4),
    )


def _right(row: dict) -> tuple[TextLines, ...]:
    return (
        wrapped(_coded(row).split(" (", 1)[0], STRONG, RIGHT, max_lines=2),
        wrapped(_reason(row), NOTE, RIGHT, max_lines=5),
    )


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


def _height(blocks: tuple[TextLines, ...]) -> float:
    return sum(block.height for block in blocks)


def _draw(page: Axes, laid: list[tuple], tall: list[float], y: float, kind: str) -> float:
    put(page, AXIS_LEFT, y + 0.13, f"{kind} axis", HEADER)
    put(page, RIGHT_LEFT, y + 0.13, "written down as", HEADER)
    y += 0.28
    values = [
        v
        for row, _, _ in laid
        if row["codebook"] == row["asked"]
        for v in (amount(row[c]) for c in ("low", "best", "high"))
        if v is not None
    ]
    scale = scale_for(values or [1.0], kind=kind, width=AXIS_WIDTH)
    panel = add_panel(page, "codebooks", AXIS_LEFT, y, AXIS_WIDTH, sum(tall))
    dress(panel, scale)
    for (row, left, right), height in zip(laid, tall, strict=True):
        page.plot([MARGIN / 2, WIDTH - MARGIN / 2], [y, y], color=RULE, linewidth=0.6, zorder=0.6)
        middle = y + height / 2
        at = middle - _height(left) / 2
        for block in left:
            at = write(page, block, MARGIN, at)
        at = middle - _height(right) / 2
        for block in right:
            at = write(page, block, RIGHT_LEFT, at)
        if row["codebook"] == row["asked"]:
            _draw_mark(page, panel, scale, row, middle + 0.07)
        else:
            put(
                page,
                AXIS_LEFT + AXIS_WIDTH / 2,
                middle,
                "outside its scope",
                NOTE,
                align="center",
                behind=PAPER,
            )
        y += height
    return y + 0.34


def _draw_mark(page: Axes, panel: Axes, scale: Scale, row: dict, y: float) -> None:
    low, best, high = (amount(row[c]) for c in ("low", "best", "high"))
    name = f"{row['asked']}-{row['estimate_id']}"
    if low is not None and high is not None:
        ends = [scale.drawn(low), scale.drawn(high)]
        panel.plot(
            ends,
            [y, y],
            color=GREY,
            linewidth=6,
            alpha=0.8,
            solid_capstyle="butt",
            zorder=3,
            gid=f"range-{name}",
        )
        panel.plot(
            ends,
            [y, y],
            color=GREY,
            linestyle="none",
            marker="|",
            markersize=13,
            markeredgewidth=2,
            zorder=3.1,
        )
    elif low is not None or high is not None:
        at, way = (low, 1) if low is not None else (high, -1)
        arrow = panel.annotate(
            "",
            xy=(scale.drawn(at), y),
            xytext=(way * ARROW, 0),
            textcoords="offset points",
            zorder=3,
            annotation_clip=False,
            arrowprops={
                "arrowstyle": "<|-,head_length=0.5,head_width=0.28",
                "color": GREY,
                "linewidth": 1.8,
                "shrinkA": 0,
                "shrinkB": 0,
            },
        )
        arrow.set_gid(f"{'at_least' if way > 0 else 'at_most'}-{name}")
        panel.plot(
            [scale.drawn(at)],
            [y],
            marker="|",
            markersize=13,
            markeredgewidth=2,
            color=GREY,
            linestyle="none",
            zorder=3.1,
        )
    if best is not None:
        panel.plot(
            [scale.drawn(best)],
            [y],
            marker="o",
            markersize=8.5,
            color=INK,
            linestyle="none",
            zorder=4,
            gid=f"best-{name}",
        )
    figures = sorted({v for v in (low, best, high) if v is not None})
    if figures:
        text = " – ".join(in_unit(v, "") for v in (figures[0], figures[-1])[: len(figures)])
        half = text_width(text, VALUE) / 2
        middle = (scale.inches(figures[0]) + scale.inches(figures[-1])) / 2
        middle = min(max(middle, half), AXIS_WIDTH - half)
        put(
            page,
            AXIS_LEFT + middle,
            y - 0.17,
            text,
            VALUE,
            align="center",
            base="baseline",
            behind=PAPER,
            gid=f"value-{name}",
        )


def _keys() -> list[Key]:
    from .legend import _bar

    return [
        Key(_dot, "best, or the one figure"),
        Key(_bar, "low to high, minimum to maximum", room=0.36),
        Key(_arrow, "an open end", room=0.4),
    ]


def _dot(page: Axes, x: float, y: float) -> None:
    page.plot([x], [y], marker="o", markersize=7, color=INK, linestyle="none")


def _arrow(page: Axes, x: float, y: float) -> None:
    page.annotate(
        "",
        xy=(x - 0.14, y),
        xytext=(20, 0),
        textcoords="offset points",
        arrowprops={
            "arrowstyle": "<|-,head_length=0.4,head_width=0.22",
            "color": GREY,
            "linewidth": 1.5,
            "shrinkA": 0,
            "shrinkB": 0,
        },
    )

"""The headline chart: every count in the article beside whoever reported it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from .marks import estimate_marks
from .page import (
    BODY,
    CREDIT,
    HEADER,
    MARGIN,
    NOTE,
    STRONG,
    SUBTITLE,
    TITLE,
    WIDTH,
    Block,
    ChartAxes,
    Key,
    Type,
    add_panel,
    flow,
    legend_height,
    new_page,
    text_width,
    wrapped,
    write,
    write_legend,
)
from .palette import BAND, FONT, GREY, INK, NO_SOURCE, PAPER, RULE, source_style
from .scales import Scale, dress, scale_for
from .wording import credit_line, said, words

if TYPE_CHECKING:
    from ..tables import Tables

LEFT = 2.35  # inches: what is counted, and where
RIGHT = 2.75  # inches: who reported it
AXIS_LEFT = MARGIN + LEFT + 0.1
AXIS_WIDTH = WIDTH - 2 * MARGIN - LEFT - RIGHT - 0.25
RIGHT_LEFT = AXIS_LEFT + AXIS_WIDTH + 0.15
ICON = 0.24  # inches: the source's marker before its name
PAD = 0.075  # inches above and below a row's text
MARK = 8.5  # points
LONG_PANEL = 10  # rows from which a number line is labelled at its top, too
VALUE = Type(size=9.0)
SENTENCE = Type(size=8.6, style="italic", colour=GREY)
LISTED = 12  # numbers without a value that are listed under the axis

NAME_TYPES = {
    "named_person": STRONG,
    "organisation": BODY,
    "document": BODY,
    "unnamed_person": Type(style="italic"),
    "unnamed_group": Type(style="italic"),
    NO_SOURCE: Type(style="italic", colour=GREY),
}


@dataclass(frozen=True, slots=True)
class EstimateOptions:
    """What the headline chart shows and how.

    ``panels`` are drawn from top to bottom, each with an axis of its own ("money" means one
    for each currency); ``scale`` is log or linear; ``sentences`` writes the sentence under
    each row; past ``max_rows`` rows a line says what is left out; ``title`` replaces the
    heading.
    """

    scale: str = "log"
    panels: tuple[str, ...] = ("people", "troops", "homes")
    sentences: bool = False
    max_rows: int = 30
    title: str | None = None

    def __post_init__(self) -> None:
        if self.scale not in ("log", "linear"):
            raise ValueError(f"scale is {self.scale!r}; it must be 'log' or 'linear'")
        if self.max_rows < 1:
            raise ValueError(f"max_rows is {self.max_rows}; it must be at least 1")
        unknown = set(self.panels) - {"people", "troops", "homes", "money"}
        if unknown:
            raise ValueError(
                f"no panel is called {sorted(unknown)[0]!r}; "
                "panels are people, troops, homes and money"
            )


DEFAULT = EstimateOptions()


@dataclass(frozen=True, slots=True)
class _Row:
    """One row laid out: its mark and the text around it."""

    mark: dict
    what: tuple[Block, ...]
    who: tuple[Block, ...]
    sentence: Block | None

    @property
    def body(self) -> float:
        text = max(sum(b.height for b in self.what), sum(b.height for b in self.who))
        return max(text + 2 * PAD, 0.5)

    @property
    def height(self) -> float:
        return self.body + (self.sentence.height + PAD if self.sentence else 0)


def plot_estimates(
    tables: Tables, ax: Axes | None = None, *, options: EstimateOptions = DEFAULT
) -> Axes:
    """Draw every count of people, troops and homes on a number line, beside who reported it.

    The Axes that comes back is a page measured in inches, of a figure of its own or on
    ``ax``; :func:`panels_of` gives the number lines on it, one a unit. Where nothing is
    counted the page says so.
    """
    return draw_marks(estimate_marks(tables), ax, options=options, credit=credit_line(tables))


def estimates_alt(tables: Tables, *, options: EstimateOptions = DEFAULT) -> str:
    """The headline chart in words, from the same table: figures, places and reporters."""
    return marks_alt(estimate_marks(tables), options=options, credit=credit_line(tables))


def panels_of(ax: Axes) -> dict[str, Axes]:
    """The number lines on a page of :func:`plot_estimates`: panel name → Axes, from the top."""
    return {panel.get_label(): panel for panel in ax.child_axes}


def draw_marks(
    marks: pd.DataFrame,
    ax: Axes | None = None,
    *,
    options: EstimateOptions = DEFAULT,
    credit: str = "",
) -> Axes:
    """Draw rows of :func:`estimate_marks` (all, or a selection of them) on a page."""
    shown, vague, left_out = _split(marks, options)
    groups = _grouped(shown)
    title = wrapped(options.title or _title(marks, options), TITLE, WIDTH - 2 * MARGIN)
    subtitle = wrapped(_subtitle(marks, options), SUBTITLE, WIDTH - 2 * MARGIN)
    keys = flow(_keys(shown), WIDTH - 2 * MARGIN)
    notes = [
        wrapped(text, NOTE, WIDTH - 2 * MARGIN, max_lines=8) for text in _notes(vague, left_out)
    ]
    credits = wrapped(credit, CREDIT, WIDTH - 2 * MARGIN)
    laid = {name: [_laid_out(mark, options) for mark in rows] for name, rows in groups.items()}
    height = (
        0.12
        + title.height
        + subtitle.height
        + 0.1
        + legend_height(keys)
        + 0.12
        + sum(0.62 + _top_room(rows) + sum(row.height for row in rows) for rows in laid.values())
        + (0 if laid else 0.75)
        + sum(note.height + 0.06 for note in notes)
        + 0.1
        + credits.height
        + 0.1
    )
    page = new_page(ax, height)

    y = write(page, title, MARGIN, 0.12, gid="title")
    y = write(page, subtitle, MARGIN, y, gid="subtitle") + 0.1
    y = write_legend(page, keys, MARGIN, y) + 0.12
    for name, rows in laid.items():
        y = _draw_panel(page, name, rows, y, options)
    if not laid:
        text = (
            "Nothing to draw: no number with a value is among these rows."
            if len(marks)
            else "Nothing to draw: the article counts no people, troops or homes."
        )
        page.text(
            WIDTH / 2,
            y + 0.35,
            text,
            ha="center",
            va="center",
            color=GREY,
            family=FONT,
            size=10,
            gid="no-data",
        )
        y += 0.75
    for note in notes:
        y = write(page, note, MARGIN, y, gid="note") + 0.06
    write(page, credits, MARGIN, y + 0.1, gid="credit")
    if isinstance(page, ChartAxes):
        page.alt = marks_alt(marks, options=options, credit=credit)
    return page


def _split(
    marks: pd.DataFrame, options: EstimateOptions
) -> tuple[list[dict], list[dict], list[dict]]:
    """Rows to draw, rows without a value, and rows past the cap, of the panels asked for."""
    rows = [m for m in marks.to_dict("records") if m["panel"].split()[0] in options.panels]
    order = {panel: i for i, panel in enumerate(options.panels)}
    rows.sort(key=lambda m: order[m["panel"].split()[0]])  # stable: keeps kind and place
    valued = [m for m in rows if m["shape"] != "none"]
    vague = [m for m in rows if m["shape"] == "none"]
    return valued[: options.max_rows], vague, valued[options.max_rows :]


def _grouped(rows: list[dict]) -> dict[str, list[dict]]:
    groups: dict[str, list[dict]] = {}
    for row in rows:
        groups.setdefault(row["panel"], []).append(row)
    return groups


def _listed(names: list[str]) -> str:
    return names[0] if len(names) == 1 else ", ".join(names[:-1]) + " and " + names[-1]


def _title(marks: pd.DataFrame, options: EstimateOptions) -> str:
    present = [p for p in options.panels if marks["panel"].str.startswith(p).any()]
    return f"Counts of {_listed(present or list(options.panels))}, and who reported each"


def _subtitle(marks: pd.DataFrame, options: EstimateOptions) -> str:
    chosen = marks[marks["panel"].str.split().str[0].isin(options.panels)]
    nobody = int((chosen["naming"] == NO_SOURCE).sum())
    count = f"{len(chosen)} number{'' if len(chosen) == 1 else 's'} as stated in one article"
    return f"{count}; for {nobody} of them no source is named." if len(chosen) else f"{count}."


def _notes(vague: list[dict], left_out: list[dict]) -> list[str]:
    notes = []
    if vague:
        items = [
            f"“{m['printed']}” ({m['kind']}, {said(m['place']) or 'place not stated'}; "
            f"{m['reporter']}; {m['why_not']})"
            for m in vague[:LISTED]
        ]
        more = f"; and {len(vague) - LISTED} more" if len(vague) > LISTED else ""
        notes.append(f"Not on the axis: {'; '.join(items)}{more}.")
    if left_out:
        counts: dict[str, int] = {}
        for mark in left_out:
            counts[mark["kind"]] = counts.get(mark["kind"], 0) + 1
        kinds = ", ".join(f"{n} {words(kind)}" for kind, n in counts.items())
        notes.append(
            f"Left out to keep the chart readable: {len(left_out)} more "
            f"row{'' if len(left_out) == 1 else 's'} ({kinds}); "
            "the table holds them all."
        )
    return notes


def _laid_out(mark: dict, options: EstimateOptions) -> _Row:
    name = NAME_TYPES.get(mark["naming"], BODY)
    what = (
        wrapped(mark["label"], STRONG, LEFT, max_lines=2),
        wrapped(mark["where"], NOTE, LEFT, max_lines=2),
    )
    who = (
        wrapped(mark["reporter"], name, RIGHT - ICON, max_lines=3),
        wrapped(mark["note"], NOTE, RIGHT - ICON, max_lines=3),
    )
    sentence = None
    if options.sentences and said(mark["sentence"]):
        sentence = wrapped(
            f"“{mark['sentence'].strip()}”", SENTENCE, WIDTH - 2 * MARGIN - 0.2, max_lines=4
        )
    return _Row(mark, what, who, sentence)


def _draw_panel(
    page: Axes, name: str, rows: list[_Row], y: float, options: EstimateOptions
) -> float:
    """One number line with its rows, from ``y`` down; the y below it comes back."""
    page.text(
        MARGIN,
        y + 0.13,
        _heading(name),
        family=FONT,
        size=9.6,
        weight="bold",
        color=INK,
        va="center_baseline",
        parse_math=False,
    )
    page.text(
        AXIS_LEFT,
        y + 0.13,
        f"as stated, {options.scale} axis",
        family=FONT,
        size=HEADER.size,
        color=GREY,
        va="center_baseline",
    )
    page.text(
        RIGHT_LEFT,
        y + 0.13,
        "reported by",
        family=FONT,
        size=HEADER.size,
        color=GREY,
        va="center_baseline",
    )
    y += 0.28 + _top_room(rows)
    top, height = y, sum(row.height for row in rows)
    values = [v for row in rows for v in _values(row.mark)]
    scale = scale_for(values, kind=options.scale, width=AXIS_WIDTH, unit=said(rows[0].mark["unit"]))
    panel = add_panel(page, name, AXIS_LEFT, top, AXIS_WIDTH, height)
    dress(panel, scale, both_ends=len(rows) >= LONG_PANEL)
    for row in rows:
        _draw_row(page, panel, scale, row, y)
        y += row.height
    return y + 0.34


def _top_room(rows: list[_Row]) -> float:
    return 0.2 if len(rows) >= LONG_PANEL else 0.0


def _heading(panel: str) -> str:
    name, _, unit = panel.partition(" ")
    return f"{name.capitalize()} ({unit})" if unit else name.capitalize()


def _values(mark: dict) -> list[float]:
    ends = ("low", "high") if mark["shape"] == "range" else ()
    return [float(mark[c]) for c in ("at", *ends) if not pd.isna(mark[c])]


def _draw_row(page: Axes, panel: Axes, scale: Scale, row: _Row, y: float) -> None:
    mark = row.mark
    nobody = mark["naming"] == NO_SOURCE
    if nobody:
        page.add_patch(
            Rectangle(
                (MARGIN / 2, y),
                WIDTH - MARGIN,
                row.height,
                facecolor=BAND,
                edgecolor="none",
                zorder=0.5,
                gid="no-source",
            )
        )
    page.plot([MARGIN / 2, WIDTH - MARGIN / 2], [y, y], color=RULE, linewidth=0.6, zorder=0.6)
    middle = y + row.body / 2
    at = middle - sum(b.height for b in row.what) / 2
    for block in row.what:
        at = write(page, block, MARGIN, at)
    at = middle - sum(b.height for b in row.who) / 2
    _marker(page, mark, RIGHT_LEFT + 0.08, at + row.who[0].type.line * 0.5, size=6.5)
    for block in row.who:
        at = write(page, block, RIGHT_LEFT + ICON, at)
    if row.sentence:
        write(
            page,
            row.sentence,
            MARGIN + 0.1,
            y + row.body - 0.02,
            gid="sentence",
            behind=BAND if nobody else PAPER,
        )
    _draw_mark(panel, scale, mark, middle + 0.07)
    _write_value(page, scale, mark, middle - 0.1)


def _draw_mark(panel: Axes, scale: Scale, mark: dict, y: float) -> None:
    colour = source_style(mark["source_type"]).colour
    at = scale.drawn(float(mark["at"]))
    if mark["shape"] == "range":
        low, high = scale.drawn(float(mark["low"])), scale.drawn(float(mark["high"]))
        panel.plot(
            [low, high],
            [y, y],
            color=colour,
            linewidth=6,
            alpha=0.85,
            solid_capstyle="butt",
            zorder=3,
            gid=f"range-{mark['number_id']}",
        )
        panel.plot(
            [low, high],
            [y, y],
            color=colour,
            linestyle="none",
            marker="|",
            markersize=13,
            markeredgewidth=2,
            zorder=3.1,
        )
    if mark["shape"] in ("at_least", "at_most"):
        away = 30 if mark["shape"] == "at_least" else -30
        arrow = panel.annotate(
            "",
            xy=(at, y),
            xytext=(away, 0),
            textcoords="offset points",
            zorder=3,
            annotation_clip=False,
            arrowprops={
                "arrowstyle": "<|-,head_length=0.5,head_width=0.28",
                "color": colour,
                "linewidth": 1.8,
                "shrinkA": 0,
                "shrinkB": 0,
            },
        )
        arrow.set_gid(f"{mark['shape']}-{mark['number_id']}")
    if mark["shape"] != "range" or not pd.isna(mark["value"]):
        _marker(panel, mark, at, y, size=MARK)


def _marker(axes: Axes, mark: dict, x: float, y: float, *, size: float) -> None:
    """The source type's marker: hollow for estimates, full otherwise."""
    style = source_style(mark["source_type"])
    hollow = bool(mark["hollow"]) and mark["shape"] != "range"
    axes.plot(
        [x],
        [y],
        linestyle="none",
        marker=style.marker,
        color=style.colour,
        markersize=size * style.scale,
        markerfacecolor=PAPER if hollow else style.colour,
        markeredgewidth=1.7 if hollow else 0.8,
        clip_on=False,
        zorder=4,
        gid=f"mark-{mark['number_id']}",
    )


def _write_value(page: Axes, scale: Scale, mark: dict, y: float) -> None:
    """The number in words, centred over its mark and kept inside the axis."""
    if mark["shape"] == "range":
        middle = (scale.inches(float(mark["low"])) + scale.inches(float(mark["high"]))) / 2
    else:
        middle = scale.inches(float(mark["at"]))
    half = text_width(mark["shown"], VALUE) / 2
    middle = min(max(middle, half), AXIS_WIDTH - half)
    page.text(
        AXIS_LEFT + middle,
        y,
        mark["shown"],
        family=FONT,
        size=VALUE.size,
        color=INK,
        ha="center",
        va="baseline",
        parse_math=False,
        zorder=6,
        bbox={
            "facecolor": BAND if mark["naming"] == NO_SOURCE else PAPER,
            "edgecolor": "none",
            "pad": 0.8,
        },
        gid=f"value-{mark['number_id']}",
    )


def _keys(rows: list[dict]) -> list[Key]:
    """A legend of only what is drawn: shapes first, then the grey band."""
    shapes = {row["shape"] for row in rows}
    keys = []

    def dot(hollow: bool):
        return lambda page, x, y: page.plot(
            [x],
            [y],
            marker="o",
            markersize=7,
            color=GREY,
            linestyle="none",
            markerfacecolor=PAPER if hollow else GREY,
            markeredgewidth=1.5,
        )

    def arrow(way: int):
        def draw(page: Axes, x: float, y: float) -> None:
            dot(False)(page, x - way * 0.11, y)
            page.annotate(
                "",
                xy=(x - way * 0.11, y),
                xytext=(x + way * 0.17, y),
                arrowprops={
                    "arrowstyle": "<|-,head_length=0.4,head_width=0.22",
                    "color": GREY,
                    "linewidth": 1.5,
                    "shrinkA": 0,
                    "shrinkB": 0,
                },
            )

        return draw

    if any(row["shape"] != "range" and not row["hollow"] for row in rows):
        keys.append(Key(dot(False), "as stated"))
    if any(row["shape"] != "range" and row["hollow"] for row in rows):
        keys.append(Key(dot(True), "estimated or approximate"))
    if "at_least" in shapes:
        keys.append(Key(arrow(1), "at least, more than", room=0.4))
    if "at_most" in shapes:
        keys.append(Key(arrow(-1), "at most, nearly, less than", room=0.4))
    if "range" in shapes:
        keys.append(
            Key(
                lambda page, x, y: page.plot(
                    [x - 0.15, x + 0.15], [y, y], color=GREY, linewidth=5, solid_capstyle="butt"
                ),
                "a range",
                room=0.36,
            )
        )
    if any(row["naming"] == NO_SOURCE for row in rows):
        keys.append(Key(_band_key, "grey row, ✕: no source named", room=0.3))
    if any(row["naming"] != NO_SOURCE for row in rows):
        keys.append(
            Key(
                lambda page, x, y: None,
                "Colour and marker: type of source.  Bold: a named person.  Italic: unnamed.",
                room=0.0,
            )
        )
    return keys


def _band_key(page: Axes, x: float, y: float) -> None:
    page.add_patch(
        Rectangle((x - 0.14, y - 0.08), 0.28, 0.16, facecolor=BAND, edgecolor=RULE, linewidth=0.6)
    )
    style = source_style(NO_SOURCE)
    page.plot([x], [y], marker=style.marker, color=style.colour, markersize=6.5)


def marks_alt(marks: pd.DataFrame, *, options: EstimateOptions = DEFAULT, credit: str = "") -> str:
    """Rows of :func:`estimate_marks` as the sentences that stand for their chart."""
    shown, vague, left_out = _split(marks, options)
    if not shown and not vague:
        return (
            f"Chart without marks: no numbers of {_listed(list(options.panels))}. {credit}".strip()
        )
    parts = [
        f"Dot chart on a {options.scale} axis, {len(shown)} mark{'' if len(shown) == 1 else 's'}."
    ]
    for name, rows in _grouped(shown).items():
        told = "; ".join(
            f"{m['label'][0].lower()}{m['label'][1:]}, "
            f"{said(m['place']) or 'place not stated'}: {m['shown']} "
            f"({m['reporter']}{_as_whom(m)})"
            for m in rows
        )
        parts.append(f"{_heading(name)}: {told}.")
    parts.extend(_notes(vague, left_out))
    return " ".join([*parts, credit]).strip()


def _as_whom(mark: dict) -> str:
    return "" if mark["naming"] == NO_SOURCE else f", {words(mark['naming'])}"

"""The headline chart: every count in the article beside whoever reported it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd
from matplotlib.axes import Axes

from .legend import keys_of
from .lettering import CREDIT, MARGIN, NOTE, SUBTITLE, TITLE, WIDTH, wrapped
from .number_line import draw_panel, heading, laid_out, panel_height
from .number_marks import estimate_marks
from .page import ChartAxes, fit, flow, legend_height, new_page, put, write, write_legend
from .palette import NO_SOURCE
from .splitting import notes_of, split_marks
from .wording import counted_numbers, credit_line, how_many, said, words

if TYPE_CHECKING:
    from ...tables import Tables

TEXT_WIDTH = WIDTH - 2 * MARGIN
EMPTY = 0.75  # inches for the line that says that there is nothing to draw


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
    split = split_marks(marks, panels=options.panels, max_rows=options.max_rows)
    title = wrapped(options.title or _title(marks, options), TITLE, TEXT_WIDTH)
    subtitle = wrapped(_subtitle(marks, options), SUBTITLE, TEXT_WIDTH)
    keys = flow(keys_of(split.drawn), TEXT_WIDTH)
    panels = {
        name: [laid_out(mark, sentence=options.sentences) for mark in rows]
        for name, rows in _grouped(split.drawn).items()
    }
    notes = [wrapped(text, NOTE, TEXT_WIDTH, max_lines=8) for text in notes_of(split)]
    source = wrapped(credit, CREDIT, TEXT_WIDTH)
    heights = (
        [0.12, title.height, subtitle.height, 0.1, legend_height(keys), 0.12]
        + [panel_height(rows) for rows in panels.values()]
        + [0 if panels else EMPTY]
        + [note.height + 0.06 for note in notes]
        + [0.1, source.height, 0.1]
    )
    page = new_page(ax, sum(heights))

    y = write(page, title, MARGIN, 0.12, gid="title")
    y = write(page, subtitle, MARGIN, y, gid="subtitle") + 0.1
    y = write_legend(page, keys, MARGIN, y) + 0.12
    for name, rows in panels.items():
        y = draw_panel(page, name, rows, y, kind=options.scale)
    if not panels:
        put(
            page, WIDTH / 2, y + EMPTY / 2, _nothing(marks), SUBTITLE, align="center", gid="no-data"
        )
        y += EMPTY
    for note in notes:
        y = write(page, note, MARGIN, y, gid="note") + 0.06
    write(page, source, MARGIN, y + 0.1, gid="credit")
    if isinstance(page, ChartAxes):
        page.alt = marks_alt(marks, options=options, credit=credit)
    else:
        fit(page, sum(heights))
    return page


def _nothing(marks: pd.DataFrame) -> str:
    if len(marks):
        return "Nothing to draw: no number with a value is among these rows."
    return "Nothing to draw: no people, troops or homes are counted here."


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
    return counted_numbers(len(chosen), nobody)


def marks_alt(marks: pd.DataFrame, *, options: EstimateOptions = DEFAULT, credit: str = "") -> str:
    """Rows of :func:`estimate_marks` as the sentences that stand for their chart."""
    split = split_marks(marks, panels=options.panels, max_rows=options.max_rows)
    if not split.drawn and not split.unmarked:
        return (
            f"Chart without marks: no numbers of {_listed(list(options.panels))}. {credit}".strip()
        )
    parts = [f"Dot chart on a {options.scale} axis, {how_many(len(split.drawn), 'mark')}."]
    for name, rows in _grouped(split.drawn).items():
        told = "; ".join(
            f"{m['label'][0].lower()}{m['label'][1:]}, "
            f"{said(m['place']) or 'place not stated'}: {m['shown']} "
            f"({m['reporter']}{_as_whom(m)})"
            for m in rows
        )
        parts.append(f"{heading(name)}: {told}.")
    parts.extend(notes_of(split))
    return " ".join([*parts, credit]).strip()


def _as_whom(mark: dict) -> str:
    return "" if mark["naming"] == NO_SOURCE else f", {words(mark['naming'])}"

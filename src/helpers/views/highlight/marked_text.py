"""The article's text with its sources, cues, claims and numbers marked, as HTML.

Styles stand on each element and colours are explicit: a notebook that JupyterLab does not
trust yet loses every ``<style>``, and text set on its own paper reads alike in the light and
the dark theme. There is no script, no id, and nothing in it changes from run to run.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from ...escaping import NO_MATHEMATICS, escaped
from .marked_spans import LAYERS, LEGEND, ORDER, Mark, by_passage, find_marks, pieces_of

if TYPE_CHECKING:
    from ...tables import Tables

_PAPER = (
    "background-color: #ffffff; color: #1f2328; padding: 12px 18px; border: 1px solid #d5d9de; "
    "max-width: 60em; line-height: 1.75; font-size: 14px; text-align: left"
)
_PARAGRAPH = "margin: 0 0 0.7em 0; white-space: pre-wrap; overflow-wrap: anywhere; color: #1f2328"
_BOILERPLATE = (
    "margin: 0 0 0.7em 0; white-space: pre-wrap; overflow-wrap: anywhere; color: #6a717b; "
    "font-size: 12px"
)
_TAG = (
    "color: #6a717b; font-size: 11px; border: 1px solid #d5d9de; padding: 0 4px; margin-right: 6px"
)
_SUBHEAD = "margin: 1em 0 0.5em 0; font-size: 17px; color: #1f2328"
_LEGEND = "margin: 0 0 1em 0; color: #1f2328; font-size: 12px"

# What each layer sets. Where marks overlap, later layers win property by property: a number
# keeps its yellow inside a blue claim, and the line under a source stays visible there.
_STYLES = {
    "claims": {"background-color": "#dceafb"},
    "narrator": {"background-color": "#efefec", "border-bottom": "1px dotted #6a717b"},
    "sources": {"border-bottom": "3px solid #0b4f8a", "font-weight": "bold"},
    "cues": {"border-bottom": "2px dashed #a93a1c", "font-style": "italic"},
    "numbers": {"background-color": "#ffd25e", "color": "#1f2328"},
}


@dataclass(frozen=True)
class Highlight:
    """The marked text as an object that shows itself in a notebook."""

    tables: Tables
    layers: tuple[str, ...] = LAYERS
    passages: tuple[str, ...] | None = None

    def _repr_html_(self) -> str:
        return highlight_html(self.tables, layers=self.layers, passages=self.passages)

    def __repr__(self) -> str:
        counts = pd.Series([m.layer for m in find_marks(self.tables, self.layers)]).value_counts()
        told = ", ".join(f"{counts[layer]} {layer}" for layer in ORDER if layer in counts)
        return f"<Highlight: {told or 'nothing marked'}>"


def highlight_html(
    tables: Tables,
    *,
    layers: Collection[str] = LAYERS,
    passages: Collection[str] | None = None,
) -> str:
    """The article as HTML, each layer marked in its own style, with a legend.

    ``layers`` is any of claims, sources, cues and numbers; ``passages`` keeps only the
    passages with these ids. Boilerplate is greyed and says why; a subhead is a heading.
    Marks may nest and overlap. Every character of the article is escaped.
    """
    marks = find_marks(tables, layers)
    kept = tables.passages
    if passages is not None:
        kept = kept[kept["passage_id"].isin(list(passages))]
    shown = [_legend(layers)] if layers else []
    rows = kept.sort_values("start").to_dict("records")
    for row, inside in zip(rows, by_passage(marks, rows), strict=True):
        shown.append(_passage(tables.article.text, row, inside))
    if not rows:
        shown.append(f'<p style="{_PARAGRAPH}">No text to show.</p>')
    return f'<div class="article-marked {NO_MATHEMATICS}" style="{_PAPER}">{"".join(shown)}</div>'


def _passage(text: str, row: dict, marks: Sequence[Mark]) -> str:
    body = _marked(text, int(row["start"]), int(row["end"]), marks)
    if row["zone"] == "boilerplate":
        reason = "" if pd.isna(row["reason"]) else f": {row['reason']}"
        tag = f'<span style="{_TAG}">boilerplate{escaped(reason)}</span>'
        return f'<p dir="auto" style="{_BOILERPLATE}">{tag}{body}</p>'
    if row["zone"] in ("headline", "subhead"):
        return f'<h4 dir="auto" style="{_SUBHEAD}">{body}</h4>'
    return f'<p dir="auto" style="{_PARAGRAPH}">{body}</p>'


def _marked(text: str, start: int, end: int, marks: Sequence[Mark]) -> str:
    """``text[start:end]`` cut wherever a mark begins or ends, each piece in its own span."""
    return "".join(
        _span(active, escaped(text[left:right])) if active else escaped(text[left:right])
        for left, right, active in pieces_of(start, end, marks)
    )


def _span(active: Iterable[Mark], piece: str) -> str:
    layers = sorted(active, key=lambda m: (ORDER.index(m.layer), m.start, -m.end))
    names = list(dict.fromkeys(m.layer for m in layers))
    notes = list(dict.fromkeys(m.note for m in reversed(layers) if m.note))
    style = {k: v for layer in names for k, v in _STYLES[layer].items()}
    css = "; ".join(f"{key}: {value}" for key, value in style.items())
    note = escaped(" · ".join(notes))
    return f'<span class="{" ".join(names)}" title="{note}" style="{css}">{piece}</span>'


def _legend(layers: Collection[str]) -> str:
    shown = [name for name in LAYERS if name in layers]
    if "claims" in shown:
        shown.insert(1, "narrator")
    items = []
    for name in shown:
        css = "; ".join(f"{key}: {value}" for key, value in _STYLES[name].items())
        items.append(f'<span style="{css}">{LEGEND[name]}</span>')
    return f'<p style="{_LEGEND}">{" &nbsp; ".join(items)}</p>'

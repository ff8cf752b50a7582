"""The article's text with its sources, cues, claims and numbers marked, as HTML.

Styles stand on each element and colours are explicit: a notebook that JupyterLab does not
trust yet loses every ``<style>``, and text set on its own paper reads alike in the light and
the dark theme. There is no script, no id, and nothing in it changes from run to run.
"""

from __future__ import annotations

import html
import itertools
import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

if TYPE_CHECKING:
    from .tables import Tables

LAYERS = ("claims", "sources", "cues", "numbers")

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
_ORDER = ("narrator", "claims", "cues", "sources", "numbers")
_LEGEND_WORDS = {
    "claims": "claim: what somebody said",
    "narrator": "the article’s own voice, with a number",
    "sources": "source: who said it",
    "cues": "cue: the words that attribute",
    "numbers": "number",
}
_UNSAFE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Mark:
    """One span of the article in one layer; ``note`` is shown when the pointer rests on it."""

    start: int
    end: int
    layer: str
    note: str = ""


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
        told = ", ".join(f"{counts[layer]} {layer}" for layer in _ORDER if layer in counts)
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
    for row, inside in zip(rows, _by_passage(marks, rows), strict=True):
        shown.append(_passage(tables.article.text, row, inside))
    if not rows:
        shown.append(f'<p style="{_PARAGRAPH}">No text to show.</p>')
    return f'<div class="article-marked" style="{_PAPER}">{"".join(shown)}</div>'


def find_marks(tables: Tables, layers: Collection[str] = LAYERS) -> list[Mark]:
    """Every span to mark, in text order; "claims" brings the narrator's apart as "narrator"."""
    unknown = set(layers) - set(LAYERS)
    if unknown:
        raise ValueError(f"no layer is called {min(unknown)!r}; layers are {', '.join(LAYERS)}")
    names = dict(zip(tables.sources["source_id"], tables.sources["name"], strict=True))
    marks: set[Mark] = set()
    claims = tables.claims.to_dict("records")
    if "claims" in layers:
        for claim in claims:
            layer = "narrator" if claim["form"] == "narrator" else "claims"
            note = _claim_note(claim, names)
            marks.update(Mark(a, b, layer, note) for a, b in _parts(claim))
    if "cues" in layers:
        marks.update(
            Mark(int(c["cue_start"]), int(c["cue_end"]), "cues", f"cue, {c['cue_kind']}")
            for c in claims
            if not pd.isna(c["cue_start"])
        )
    if "sources" in layers:
        marks.update(_source_marks(tables.sources.to_dict("records"), claims, names))
    if "numbers" in layers:
        marks.update(
            Mark(int(n["start"]), int(n["end"]), "numbers", _number_note(n, names))
            for n in tables.numbers.to_dict("records")
        )
    return sorted(marks, key=lambda m: (m.start, -m.end, _ORDER.index(m.layer), m.note))


def _parts(claim: dict) -> Iterable[tuple[int, int]]:
    for part in str(claim["parts"]).split("|"):
        start, _, end = part.partition("-")
        yield int(start), int(end)


def _source_marks(sources: list[dict], claims: list[dict], names: dict) -> Iterable[Mark]:
    for claim in claims:
        if not pd.isna(claim["source_start"]):
            name = names.get(claim["source_id"]) if not pd.isna(claim["source_id"]) else None
            note = f"source: {name}" if name else "source, not resolved"
            yield Mark(int(claim["source_start"]), int(claim["source_end"]), "sources", note)
    for source in sources:
        note = f"source: {source['name']}"
        yield Mark(int(source["first_start"]), int(source["first_end"]), "sources", note)


def _claim_note(claim: dict, names: dict) -> str:
    if claim["form"] == "narrator":
        return "the article’s own voice"
    who = names.get(claim["source_id"]) if not pd.isna(claim["source_id"]) else None
    via = names.get(claim["via_source_id"]) if not pd.isna(claim["via_source_id"]) else None
    relay = f", relayed by {via}" if via else ""
    return f"{claim['form']}: {who or 'nobody named'}{relay}; {claim['modality']}"


def _number_note(number: dict, names: dict) -> str:
    who = names.get(number["source_id"]) if not pd.isna(number["source_id"]) else None
    hedge = str(number["hedge"]).replace("_", " ")
    return f"{number['kind']}, {hedge}; {who or 'no source named'}"


def _by_passage(marks: Sequence[Mark], rows: Sequence[dict]) -> list[list[Mark]]:
    """The marks that touch each passage; both lists are in text order, so one pass does."""
    found: list[list[Mark]] = []
    at = 0
    open_marks: list[Mark] = []
    for row in rows:
        while at < len(marks) and marks[at].start < row["end"]:
            open_marks.append(marks[at])
            at += 1
        open_marks = [m for m in open_marks if m.end > row["start"]]
        found.append(list(open_marks))
    return found


def _passage(text: str, row: dict, marks: Sequence[Mark]) -> str:
    body = _marked(text, int(row["start"]), int(row["end"]), marks)
    if row["zone"] == "boilerplate":
        reason = "" if pd.isna(row["reason"]) else f": {row['reason']}"
        tag = f'<span style="{_TAG}">boilerplate{_escaped(reason)}</span>'
        return f'<p dir="auto" style="{_BOILERPLATE}">{tag}{body}</p>'
    if row["zone"] in ("headline", "subhead"):
        return f'<h4 dir="auto" style="{_SUBHEAD}">{body}</h4>'
    return f'<p dir="auto" style="{_PARAGRAPH}">{body}</p>'


def _marked(text: str, start: int, end: int, marks: Sequence[Mark]) -> str:
    """``text[start:end]`` cut wherever a mark begins or ends, each piece in its own span.

    Flat pieces, not nested elements: so spans that cross each other come out right.
    """
    opening: dict[int, list[Mark]] = {}
    closing: dict[int, list[Mark]] = {}
    for mark in marks:
        opening.setdefault(max(mark.start, start), []).append(mark)
        closing.setdefault(min(mark.end, end), []).append(mark)
    cuts = sorted({start, end, *opening, *closing})
    pieces, active = [], {}
    for left, right in itertools.pairwise(cuts):
        for mark in closing.get(left, ()):
            active.pop(mark, None)
        for mark in opening.get(left, ()):
            if mark.end > mark.start:
                active[mark] = None
        piece = _escaped(text[left:right])
        pieces.append(_span(active, piece) if active else piece)
    return "".join(pieces)


def _span(active: Iterable[Mark], piece: str) -> str:
    layers = sorted(active, key=lambda m: (_ORDER.index(m.layer), m.start, -m.end))
    names = list(dict.fromkeys(m.layer for m in layers))
    notes = list(dict.fromkeys(m.note for m in reversed(layers) if m.note))
    style = {k: v for layer in names for k, v in _STYLES[layer].items()}
    css = "; ".join(f"{key}: {value}" for key, value in style.items())
    note = _escaped(" · ".join(notes))
    return f'<span class="{" ".join(names)}" title="{note}" style="{css}">{piece}</span>'


def _legend(layers: Collection[str]) -> str:
    shown = [name for name in LAYERS if name in layers]
    if "claims" in shown:
        shown.insert(1, "narrator")
    items = []
    for name in shown:
        css = "; ".join(f"{key}: {value}" for key, value in _STYLES[name].items())
        items.append(f'<span style="{css}">{_LEGEND_WORDS[name]}</span>')
    return f'<p style="{_LEGEND}">{" &nbsp; ".join(items)}</p>'


def _escaped(text: str) -> str:
    """Text for HTML; what no page can hold (controls, lone surrogates) becomes U+FFFD."""
    return html.escape(_UNSAFE.sub("\ufffd", text), quote=True)

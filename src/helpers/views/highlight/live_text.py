"""The marked text for a live page: each piece knows its rows, each number is a button.

The page's script reads three attributes and nothing else: ``data-keys`` (ids of the rows a piece
belongs to: it lights up with them), ``data-pick`` (the id that a click on it picks) and
``data-stop`` (arrow keys stop here). Styles are classes; colours are the page's.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from typing import TYPE_CHECKING

import pandas as pd

from ...escaping import escaped
from .marked_spans import LAYERS, LEGEND, ORDER, Mark, by_passage, find_marks, pieces_of

if TYPE_CHECKING:
    from ...tables import Tables

#: What a click on a piece picks, where it belongs to several rows: the smaller thing first.
_PICKED = ("numbers", "sources", "cues", "claims", "narrator")


def legend_html() -> str:
    """What the marks mean, each in its own style."""
    items = "".join(f'<li><span class="{name}">{told}</span></li>' for name, told in LEGEND.items())
    return f'<ul class="legend" aria-label="How the text is marked">{items}</ul>'


def live_html(tables: Tables) -> str:
    """The article's passages in order, as HTML without scripts, ids or styles of its own.

    Every character of the article is escaped. A number is one element with the role of a
    button, whatever marks cross it.
    """
    rows = tables.passages.sort_values("start").to_dict("records")
    marks = find_marks(tables, LAYERS)
    text = tables.article.text
    shown = [
        _passage(text, row, inside)
        for row, inside in zip(rows, by_passage(marks, rows), strict=True)
    ]
    return "".join(shown) or "<p>No text to show.</p>"


def _passage(text: str, row: dict, marks: Sequence[Mark]) -> str:
    body = _body(text, int(row["start"]), int(row["end"]), marks)
    if row["zone"] == "boilerplate":
        reason = "" if pd.isna(row["reason"]) else f": {row['reason']}"
        tag = f'<span class="tag">boilerplate{escaped(reason)}</span>'
        return f'<p dir="auto" class="boilerplate">{tag}{body}</p>'
    if row["zone"] in ("headline", "subhead"):
        return f'<h4 dir="auto">{body}</h4>'
    return f'<p dir="auto">{body}</p>'


def _body(text: str, start: int, end: int, marks: Sequence[Mark]) -> str:
    pieces = pieces_of(start, end, marks)
    shown = []
    for number, group in itertools.groupby(pieces, key=lambda piece: _number(piece[2])):
        inside = [
            _piece(escaped(text[left:right]), active, button=number is not None)
            for left, right, active in group
        ]
        shown.append(_button(number, inside) if number else "".join(inside))
    return "".join(shown)


def _number(marks: Sequence[Mark]) -> Mark | None:
    numbers = [mark for mark in marks if mark.layer == "numbers"]
    return min(numbers, key=lambda mark: (mark.start, -mark.end)) if numbers else None


def _button(number: Mark, pieces: Sequence[str]) -> str:
    key = escaped(number.keys[0])
    return (
        f'<span class="numbers" role="button" tabindex="-1" aria-pressed="false" '
        f'data-stop data-pick="{key}" data-keys="{key}" title="{escaped(number.note)}">'
        f"{''.join(pieces)}</span>"
    )


def _piece(piece: str, marks: Sequence[Mark], *, button: bool) -> str:
    """One piece in its classes; inside a button it picks nothing of its own."""
    marks = [mark for mark in marks if mark.layer != "numbers"]
    if not marks:
        return piece
    layers = [name for name in ORDER if any(mark.layer == name for mark in marks)]
    keys = dict.fromkeys(key for mark in marks for key in mark.keys)
    pick = ""
    if not button:
        first = min(marks, key=lambda mark: (_PICKED.index(mark.layer), mark.end - mark.start))
        notes = dict.fromkeys(mark.note for mark in reversed(marks) if mark.note)
        pick = f' data-pick="{escaped(first.keys[0])}" title="{escaped(" · ".join(notes))}"'
    known = f'class="{" ".join(layers)}" data-keys="{escaped(" ".join(keys))}"'
    return f"<span {known}{pick}>{piece}</span>"

"""The numbers behind every chart of figures: one row per number that an axis could hold."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pandas as pd

from ...schema import ESTIMATE_KINDS
from .drawn_figure import StatedFigure
from .pairs import pairs_of
from .palette import NO_SOURCE
from .wording import HEDGE_WORDS, counted_words, excerpt, in_unit, long_date, said, words

if TYPE_CHECKING:
    from ...tables import Tables

PANELS = dict.fromkeys(ESTIMATE_KINDS, "people") | {
    kind: kind for kind in ("troops", "homes", "money", "percent", "rate", "other")
} | {kind: kind for kind in ("duration", "distance", "age")}  # fmt: skip
"""Kind → the panel on whose axis it stands; money, rates and times have one for each unit."""
APART = ("duration", "distance", "age")
"""Panels that are drawn only for a headline, or where an article measures nothing else."""
_OWN_AXES = ("money", "rate", *APART)
_PLACED = ("people", "troops", "homes")  # where a figure without a place says so
_IN_ORDER = tuple(dict.fromkeys(PANELS.values()))
_KINDS_IN_ORDER = tuple(sorted(PANELS, key=lambda kind: _IN_ORDER.index(PANELS[kind])))

SMALLEST, LARGEST = 1e-12, 1e60  # what no axis can show without overflowing lies outside

_TEXT = (
    "number_id", "panel", "unit", "kind", "counted", "label", "place", "as_of", "where",
    "reporter", "naming", "source_type", "note", "hedge", "modality", "shape", "shown", "printed",
    "sentence", "why_not", "firmness", "link", "zone", "noun", "context", "into", "role",
)  # fmt: skip
_NUMBERS = ("value", "low", "high", "at", "confidence")
_FLAGS = ("estimated", "hollow", "background")
COLUMNS = (*_TEXT, *_NUMBERS, *_FLAGS, "start")
#: How firmly a figure stands, from firm to weak: a word a row, in ``firmness``.
FIRMNESS = ("exact", "bounded", "estimated", "possible", "denied")


def estimate_marks(tables: Tables | pd.DataFrame) -> pd.DataFrame:
    """One row per number of the article that an axis can hold, from its tables or joined frame.

    ``panel`` says what is measured: people, troops, homes, money (each currency: ``money USD``),
    percent, rate, other, duration, distance or age; numbers of different panels never share an
    axis. ``reporter`` is the source's name, or "no source named"; ``naming`` and ``source_type``
    are then "none". ``shape`` says how the row is drawn: point, at_least, at_most, range, or
    "none" with the reason in ``why_not`` (no value is stated, or its source denies it). ``at`` is
    where its mark stands; ``hollow`` marks estimates and approximations; ``shown`` is the label
    beside the mark, ``printed`` the article's own words. ``into`` and ``role`` tell of a number
    that belongs to another: its part, its change, or its level before. ``background`` is true for
    a figure of another time or scene. ``firmness`` is denied, or possible for what is not
    asserted (expected, proposed, alleged …), else estimated, bounded or exact.
    Rows are ordered by panel, kind, place and position in the article; ``start`` is an offset into
    its text.
    """
    joined = tables if isinstance(tables, pd.DataFrame) else tables.joined()
    body = joined[joined["zone"] != "boilerplate"]
    pairs = pairs_of(body)
    kept = body[body["kind"].isin(list(PANELS))]
    rows = [_mark(row, pairs) for row in kept.to_dict("records")]
    rows.sort(key=_place_in_order)
    return typed_marks(rows)


def typed_marks(rows: list[dict]) -> pd.DataFrame:
    """Marks as a frame of these columns and types; what a row does not have is NA."""
    # As objects first: pandas would make Arrow strings, which hold no half of a surrogate pair.
    marks = pd.DataFrame(rows, columns=list(COLUMNS), dtype=object)
    kinds = dict.fromkeys(_TEXT, "string[python]") | dict.fromkeys(_NUMBERS, "Float64")
    return marks.astype(kinds | dict.fromkeys(_FLAGS, "boolean") | {"start": "Int64"})


def _place_in_order(row: dict) -> tuple:
    family = row["panel"].split()[0]
    return (
        _IN_ORDER.index(family),
        row["panel"],
        _KINDS_IN_ORDER.index(row["kind"]),
        row["place"] or "\uffff",
        row["start"],
    )


def _mark(row: dict, pairs: dict[str, tuple[str, str]]) -> dict:
    kind, counted, hedge = row["kind"], said(row["counted"]), said(row["hedge"])
    panel = PANELS[kind]
    unit = said(row["unit"]).removeprefix("1") if panel in (*_OWN_AXES, "percent") else ""
    if unit == "percentage point":
        panel, unit = "percent points", "point"
    elif panel == "percent":
        unit = "%"
    elif panel in _OWN_AXES:
        panel = f"{panel} {unit}".strip()
    bare = said(row["unit"]) == "1"  # "two-thirds", odds of "7/2": shown in the text's own words
    figure = StatedFigure.of(row, times=100 if bare and kind == "percent" else 1)
    denied = said(row["polarity"]) == "denies"
    why_not = _why_not(figure, denied)
    shape, at = ("none", None) if why_not else (figure.shape, figure.at)
    modality = said(row["modality"])
    printed = said(row["text"])
    shown = "" if why_not else _shown(figure, unit, printed)
    if bare and shown and shape != "range":
        shown = HEDGE_WORDS.get(hedge, "") + printed
    into, role = pairs.get(row["number_id"], (None, None))
    if shown and panel.startswith("percent") and _is_change(row):
        shown = f"{row['trend']} {shown}"
    if modality not in ("", "asserted") and shown:
        shown = f"{shown} ({words(modality)})"
    place, day = said(row["place"]), _day(row)
    nowhere = "place not stated" if panel in _PLACED else ""
    nobody = pd.isna(row["reporter"])
    return {
        "number_id": said(row["number_id"]),
        "panel": panel,
        "unit": unit,
        "kind": kind,
        "counted": counted or None,
        "label": _label(row, kind, counted),
        "context": _context(row),
        "place": place or None,
        "as_of": day or None,
        "where": " · ".join(filter(None, (place or nowhere, day))),
        "reporter": "no source named" if nobody else said(row["reporter"]),
        "naming": NO_SOURCE if nobody else said(row["reporter_naming"]),
        "source_type": NO_SOURCE if nobody else said(row["reporter_type"]),
        "note": _note(row, nobody),
        "value": figure.value,
        "low": figure.low,
        "high": figure.high,
        "at": at,
        "hedge": hedge,
        "estimated": figure.estimated,
        "hollow": figure.estimated or hedge in ("approximate", "magnitude"),
        "modality": modality,
        "shape": shape,
        "shown": shown,
        "printed": said(row["full_text"]) or said(row["text"]),
        "sentence": said(row["sentence"]),
        "why_not": why_not or None,
        "start": row["start"],
        "firmness": "denied" if denied else _firmness(figure, shape, modality),
        "confidence": row["confidence"],
        "link": said(row["link"]),
        "zone": row["zone"],
        "noun": said(row["unit"]) or None,
        "background": not pd.isna(row["background"]) and bool(row["background"]),
        "into": into,
        "role": role,
    }


def _why_not(figure: StatedFigure, denied: bool) -> str:
    stated = [v for v in (figure.value, figure.low, figure.high) if v is not None]
    if any(v < 0 for v in stated):
        return "a negative count"
    if denied:
        # Its source says that this is not so: as a mark it would stand for what it reported.
        return "denied by its source"
    if any(v and not SMALLEST <= v <= LARGEST for v in stated):
        return "beyond any axis"
    return "no value stated" if figure.at is None else ""


def _label(row: dict, kind: str, counted: str) -> str:
    """What is counted; the words around it where the text has no noun for that."""
    if PANELS[kind] in (*_OWN_AXES, "percent") or (kind == "other" and not counted):
        return _context(row)
    if kind in ("other", "people"):
        return counted_words(counted) or words(kind).capitalize()
    label = words(kind).capitalize()
    return f"{label}: {counted}" if counted and counted.lower() != kind else label


def _context(row: dict) -> str:
    at = _offset(row)
    return excerpt(said(row["sentence"]), at, at + len(row["text"]))


def _offset(row: dict) -> int:
    """Where the number stands in its sentence."""
    start = row["sentence_start"]
    found = 0 if pd.isna(start) else int(row["start"]) - int(start)
    text = said(row["sentence"])
    return found if text[found:].startswith(row["text"]) else max(0, text.find(row["text"]))


def _is_change(row: dict) -> bool:
    """Whether a figure with a trend is the change itself ("up 8%"), no level ("rose to 8%")."""
    before = said(row["sentence"])[: _offset(row)]
    return row["trend"] in ("up", "down") and not re.search(r"\b(to|at|from|of)\W*$", before)


def _day(row: dict) -> str:
    # A day that only falls back on the publication date says nothing about this figure.
    dated = said(row["as_of_basis"]) in ("stated", "weekday_resolved")
    return long_date(row["as_of"]) if dated else ""


def _firmness(figure: StatedFigure, shape: str, modality: str) -> str:
    if modality not in ("", "asserted"):
        return "possible"
    if figure.estimated or figure.hedge in ("approximate", "magnitude", "vague"):
        return "estimated"
    return "bounded" if shape in ("at_least", "at_most", "range") else "exact"


def _shown(figure: StatedFigure, unit: str, printed: str) -> str:
    if figure.at is None:
        return ""
    hedge, estimated = figure.hedge, figure.estimated
    if figure.ends:
        text = " to ".join(in_unit(end, unit) for end in figure.ends)
        return f"an estimated {text}" if estimated else text
    if hedge in ("magnitude", "vague"):
        return f"“{printed}”"  # the word is kept: a figure for it would be ours
    bound = {"at_least": "at least ", "at_most": "at most "}.get(figure.shape, "")
    before = HEDGE_WORDS.get(hedge, bound)
    if estimated:
        before = "an estimated " if hedge in ("approximate", "exact") else f"{before}an estimated "
    return before + in_unit(figure.at, unit)


def _note(row: dict[str, Any], nobody: bool) -> str:
    """Who the reporter is, in words: role, naming, type, and who relays it."""
    if nobody:
        if said(row["claim_form"]) in ("", "narrator"):
            return "the article’s own voice"
        cue = said(row["cue"])
        return f"“{cue}”, nobody named" if cue else "attributed, nobody named"
    known = f"{words(said(row['reporter_naming']))}, {words(said(row['reporter_type']))}"
    relay = f"relayed by {said(row['via'])}" if said(row["via"]) else ""
    return " · ".join(filter(None, (said(row["reporter_role"]), known, relay)))

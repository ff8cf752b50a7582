"""The numbers behind the headline chart: one row per count of people, troops or homes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from ...schema import ESTIMATE_KINDS
from .palette import NO_SOURCE
from .wording import HEDGE_WORDS, amount, in_unit, long_date, said, words

if TYPE_CHECKING:
    from ...tables import Tables

PANELS = dict.fromkeys(ESTIMATE_KINDS, "people") | {
    "troops": "troops",
    "homes": "homes",
    "money": "money",
}
_PANELS_IN_ORDER = ("people", "troops", "homes", "money")
_ORDER = tuple(sorted(PANELS, key=lambda kind: _PANELS_IN_ORDER.index(PANELS[kind])))

SMALLEST, LARGEST = 1e-12, 1e60  # what no axis can show without overflowing lies outside

LOWER_BOUNDS = ("at_least", "more_than")
UPPER_BOUNDS = ("at_most", "less_than", "nearly")

_TEXT_COLUMNS = (
    "number_id",
    "panel",
    "unit",
    "kind",
    "counted",
    "label",
    "place",
    "as_of",
    "where",
    "reporter",
    "naming",
    "source_type",
    "note",
    "hedge",
    "modality",
    "shape",
    "shown",
    "printed",
    "sentence",
    "why_not",
    "firmness",
    "link",
)
_NUMBER_COLUMNS = ("value", "low", "high", "at", "confidence")
COLUMNS = (
    "number_id",
    "panel",
    "unit",
    "kind",
    "counted",
    "label",
    "place",
    "as_of",
    "where",
    "reporter",
    "naming",
    "source_type",
    "note",
    "value",
    "low",
    "high",
    "at",
    "hedge",
    "estimated",
    "hollow",
    "modality",
    "shape",
    "shown",
    "printed",
    "sentence",
    "why_not",
    "start",
    "firmness",
    "confidence",
    "link",
)
#: How firmly a figure stands, from firm to weak: a word a row, in ``firmness``.
FIRMNESS = ("exact", "bounded", "estimated", "possible", "denied")


def estimate_marks(tables: Tables) -> pd.DataFrame:
    """One row per number of the article's body that counts people, troops, homes or money.

    ``panel`` is people, troops, homes or money (each currency: ``money USD``); numbers of
    different panels never share an axis. ``reporter`` is the source's name, or "no source
    named"; ``naming`` and ``source_type`` are then "none". ``shape`` says how the row is
    drawn: point, at_least, at_most, range, or "none" with the reason in ``why_not`` (no value is
    stated, or its source denies it). ``at`` is where its mark stands; ``hollow`` marks estimates
    and approximations; ``shown`` is the label beside the mark, ``printed`` the article's own words.
    ``firmness`` is denied, or possible for what is not asserted (expected, proposed, alleged …),
    else estimated (approximate and vague figures too), bounded (a range or one bound) or exact;
    ``confidence`` and ``link`` are the number's.
    Rows are ordered by panel, kind, place and position in the article; ``start`` is an offset into
    its text.
    """
    numbers = tables.numbers
    kept = numbers[numbers["kind"].isin(list(PANELS)) & (numbers["zone"] != "boilerplate")]
    sources = _by_id(tables.sources, "source_id")
    claims = _by_id(tables.claims, "claim_id")
    rows = [_mark(row, sources, claims, tables) for row in kept.to_dict("records")]
    panels = {"people": 0, "troops": 1, "homes": 2}
    rows.sort(
        key=lambda r: (
            panels.get(r["panel"], 3),
            r["panel"],
            _ORDER.index(r["kind"]),
            r["place"] or "\uffff",
            r["start"],
        )
    )
    # As objects first: pandas would make Arrow strings, which hold no half of a surrogate pair.
    marks = pd.DataFrame(rows, columns=list(COLUMNS), dtype=object)
    kinds = {
        **dict.fromkeys(_TEXT_COLUMNS, "string[python]"),
        **dict.fromkeys(_NUMBER_COLUMNS, "Float64"),
        "estimated": "boolean",
        "hollow": "boolean",
        "start": "Int64",
    }
    return marks.astype(kinds)


def _by_id(frame: pd.DataFrame, key: str) -> dict[str, dict]:
    return {row[key]: row for row in frame.to_dict("records")}


def _mark(row: dict, sources: dict, claims: dict, tables: Tables) -> dict:
    claim = claims.get(said(row["claim_id"]), {})
    source = sources.get(said(row["source_id"]))
    kind, counted, hedge = row["kind"], said(row["counted"]), said(row["hedge"])
    unit = said(row["unit"]) if kind == "money" else ""
    estimated = bool(row["estimated"]) if not pd.isna(row["estimated"]) else False
    value, low, high = amount(row["value"]), amount(row["low"]), amount(row["high"])
    shape, at = _shape(hedge, value, low, high)
    denied = said(claim.get("polarity")) == "denies"
    why_not = "" if shape != "none" else "no value stated"
    stated = [v for v in (value, low, high) if v is not None]
    if any(v < 0 for v in stated):
        shape, at, why_not = "none", None, "a negative count"
    elif denied:
        # Its source says that this is not so: as a mark it would stand for what it reported.
        shape, at, why_not = "none", None, "denied by its source"
    elif any(v and not SMALLEST <= v <= LARGEST for v in stated):
        shape, at, why_not = "none", None, "beyond any axis"
    label = words(kind).capitalize()
    if counted and counted.lower() != kind:
        label += f": {counted}"
    # A day that only falls back on the publication date says nothing about this figure.
    dated = said(row["as_of_basis"]) in ("stated", "weekday_resolved")
    as_of = long_date(row["as_of"]) if dated else ""
    nowhere = "" if kind == "money" else "place not stated"  # sums are rarely anywhere
    modality = said(row["modality"])
    return {
        "number_id": said(row["number_id"]),
        "panel": f"money {unit}".strip() if kind == "money" else PANELS[kind],
        "unit": unit,
        "kind": kind,
        "counted": counted or None,
        "label": label,
        "place": said(row["place"]) or None,
        "as_of": as_of or None,
        "where": " · ".join(filter(None, (said(row["place"]) or nowhere, as_of))),
        "reporter": said(source["name"]) if source else "no source named",
        "naming": said(source["naming"]) if source else NO_SOURCE,
        "source_type": said(source["source_type"]) if source else NO_SOURCE,
        "note": _note(source, claim, sources),
        "value": value,
        "low": low,
        "high": high,
        "at": at,
        "hedge": hedge,
        "estimated": estimated,
        "hollow": estimated or hedge in ("approximate", "magnitude"),
        "modality": modality,
        "shape": shape,
        "shown": _shown(shape, at, low, high, hedge, estimated, unit, modality, said(row["text"])),
        "printed": said(row["full_text"]) or said(row["text"]),
        "sentence": _sentence(row, claim, tables),
        "why_not": why_not or None,
        "start": row["start"],
        "firmness": "denied" if denied else _firmness(hedge, shape, estimated, modality),
        "confidence": row["confidence"],
        "link": said(row["link"]),
    }


def _firmness(hedge: str, shape: str, estimated: bool, modality: str) -> str:
    if modality not in ("", "asserted"):
        return "possible"
    if estimated or hedge in ("approximate", "magnitude", "vague"):
        return "estimated"
    return "bounded" if shape in ("at_least", "at_most", "range") else "exact"


def _shape(
    hedge: str, value: float | None, low: float | None, high: float | None
) -> tuple[str, float | None]:
    """How a number is drawn, and where its mark stands."""
    if low is not None and high is not None and low != high:
        return "range", value if value is not None else low
    if hedge in LOWER_BOUNDS or (value is None and low is not None and high is None):
        at = value if value is not None else low
        return ("at_least", at) if at is not None else ("none", None)
    if hedge in UPPER_BOUNDS or (value is None and high is not None and low is None):
        at = value if value is not None else high
        return ("at_most", at) if at is not None else ("none", None)
    at = value if value is not None else low
    return ("point", at) if at is not None else ("none", None)


def _shown(
    shape: str,
    at: float | None,
    low: float | None,
    high: float | None,
    hedge: str,
    estimated: bool,
    unit: str,
    modality: str,
    printed: str,
) -> str:
    if shape == "none":
        return ""
    if shape == "range":
        text = f"{in_unit(low, unit)} to {in_unit(high, unit)}"
        if estimated:
            text = f"an estimated {text}"
    elif hedge in ("magnitude", "vague"):
        text = f"“{printed}”"  # the word is kept: a figure for it would be ours
    else:
        bound = {"at_least": "at least ", "at_most": "at most "}.get(shape, "")
        before = HEDGE_WORDS.get(hedge, bound)
        if estimated:
            before = (
                "an estimated " if hedge in ("approximate", "exact") else f"{before}an estimated "
            )
        text = before + in_unit(at, unit)
    return text if modality in ("", "asserted") else f"{text} ({words(modality)})"


def _note(source: dict | None, claim: dict, sources: dict) -> str:
    """Who the reporter is, in words: role, naming, type, and who relays it."""
    if source is None:
        if claim.get("form", "narrator") == "narrator":
            return "the article’s own voice"
        cue = said(claim.get("cue"))
        return f"“{cue}”, nobody named" if cue else "attributed, nobody named"
    known = f"{words(said(source['naming']))}, {words(said(source['source_type']))}"
    via = sources.get(said(claim.get("via_source_id")))
    relay = f"relayed by {said(via['name'])}" if via else ""
    return " · ".join(filter(None, (said(source["role"]), known, relay)))


def _sentence(row: dict, claim: dict, tables: Tables) -> str:
    """The sentence the number stands in; its passage where no claim gives the sentence."""
    start = claim.get("sentence_start")
    if start is not None and not pd.isna(start):
        return tables.article.text[int(start) : int(claim["sentence_end"])]
    passages = tables.passages
    around = passages[(passages["start"] <= row["start"]) & (passages["end"] >= row["end"])]
    if around.empty:
        return said(row["full_text"])
    first = around.iloc[0]
    return tables.article.text[int(first["start"]) : int(first["end"])]

"""The record's own words turned into those of the tables, by data files kept beside it.

``words.csv`` says what each word becomes and why; ``reporters.csv`` who a reporter is and on
which side; ``breaks.csv`` where a series changes its method. The files are checked as the
record is: every target is a word that the tables know.
"""

from __future__ import annotations

import csv
import hashlib
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from ...errors import InputError, SchemaError
from ...schema import ESTIMATE_KINDS, HEDGES, NAMINGS, POPULATIONS, SOURCE_TYPES, STOCK_OR_FLOW

METHODS = ("stated", "estimate", "verified_count")
FLAGS = {
    "conflict": "CONFLICT",
    "not_independent": "NOT INDEPENDENT",
    "floor": "verified cases only: a floor",
    "border_crossings": "border crossings, not people abroad",
    "unverified": "unverified",
    "own_side": "a side on its own losses",
    "other_side": "a side on the other's losses",
    "installed": "installed by the other side",
    "midpoint": "only the ends were stated",
    "open_above": "said that it could be more",
    "buried": "counts burials, not deaths",
    "forecast": "a forecast, not a count",
    "not_a_count": "not a count",
    "sum": "added up from two measures",
    "not_comparable": "not comparable along the series",
    "survey": "a sample survey, scaled up",
    "withdrawn": "withdrawn",
    "anonymous": "nobody is named",
    "not_people": "does not count people",
    "page_undated": "page undated",
    "date_inferred": "date inferred",
    "outside_window": "after the window",
    "reworded": "a mirror that rewords",
    "different_scope": "counts another scope",
}
"""What a caveat can say of a figure, as a closed word and as people read it."""

_TARGETS: Mapping[str, Sequence[str] | None] = {
    "kind": ESTIMATE_KINDS,
    "population": POPULATIONS,
    "stock_or_flow": STOCK_OR_FLOW,
    "source_type": SOURCE_TYPES,
    "hedge": HEDGES,
    "method": METHODS,
    "estimated": ("true", "false"),
    "flag": tuple(FLAGS),
    "part_of": ESTIMATE_KINDS,
    "place": None,
    "inside": None,
    "unit": None,
    "whom": None,
    "side": None,
}
_NEEDED = {
    "metric": ("kind", "population", "stock_or_flow"),
    "reporter_type": ("source_type", "side"),
    "hedge": ("hedge", "estimated", "method"),
    "unit": ("unit",),
    "place": ("place",),
}
_FILES = {
    "words.csv": ("column", "word", "becomes", "value", "why"),
    "reporters.csv": ("reporter", "name", "voice", "side", "naming", "also_printed"),
    "breaks.csv": ("metric", "place", "day", "why"),
}


@dataclass(frozen=True)
class Words:
    """``known``: column → word → what it becomes; ``phrases``: (column, phrase, flag)."""

    known: Mapping[str, Mapping[str, Mapping[str, str]]]
    phrases: Sequence[tuple[str, str, str]]
    reporters: Mapping[str, Mapping[str, str]]
    breaks: Sequence[Mapping[str, str]]

    @property
    def inside(self) -> dict[str, str]:
        """Place → the place that it lies in."""
        places = self.known["place"].values()
        return {p["place"]: p["inside"] for p in places if "inside" in p}


def read_words(folder: Path) -> Words:
    """The mapping files of a folder, checked; SchemaError lists all that is wrong in them."""
    words, reporters, breaks = (_rows(folder / name, columns) for name, columns in _FILES.items())
    known: dict[str, dict[str, dict[str, str]]] = {c: defaultdict(dict) for c in _NEEDED}
    phrases = []
    complaints = list(_no_words(words))
    for _, row in words:
        column, word, target, value = (row[c] for c in ("column", "word", "becomes", "value"))
        if target == "flag":
            phrases.append((column, word, value))
        elif column in known:
            known[column][word][target] = value
    complaints += _lacking(known)
    for line, row in reporters:
        if row["naming"] not in NAMINGS:
            complaints.append(f"reporters.csv, line {line}: naming {row['naming']!r} is unknown")
    for line, row in breaks:
        if row["metric"] not in known["metric"]:
            complaints.append(f"breaks.csv, line {line}: metric {row['metric']!r} is not mapped")
    if complaints:
        raise SchemaError("\n".join(complaints))
    by_name = {row["reporter"]: row for _, row in reporters}
    return Words(known, phrases, by_name, [row for _, row in breaks])


def _no_words(lines: Sequence[tuple[int, Mapping[str, str]]]) -> Iterator[str]:
    """What is wrong with the lines of words.csv, one by one."""
    for line, row in lines:
        column, target, value = row["column"], row["becomes"], row["value"]
        allowed = _TARGETS.get(target, ())
        if allowed is not None and value not in allowed:
            yield f"words.csv, line {line}: {target} {value!r} is not a word of the tables"
        elif target != "flag" and column not in _NEEDED:
            yield f"words.csv, line {line}: column {column!r} is not mapped"


def _lacking(known: Mapping[str, Mapping[str, Mapping[str, str]]]) -> Iterator[str]:
    """The words that words.csv does not tell all of."""
    for column, targets in _NEEDED.items():
        for word, becomes in known[column].items():
            if missing := [t for t in targets if t not in becomes]:
                yield f"words.csv: {column} {word!r} lacks {', '.join(missing)}"


def mapped_row(row: Mapping[str, str], words: Words) -> dict[str, object]:
    """A checked row of the record in the words of the tables.

    A value between two stated ends that is their middle was computed, not said: it is left
    out, and the row is a range. A verified count bounds from below.
    """
    metric = words.known["metric"][row["metric"]]
    kind_of = words.known["reporter_type"][row["reporter_type"]]
    hedge = words.known["hedge"][row["hedge"]]
    who = words.reporters.get(row["reporter"], {})
    flags = sorted(
        {f for column, phrase, f in words.phrases if phrase in row[column]}, key=list(FLAGS).index
    )
    value, low, high, word = _figures(row, hedge["hedge"], flags)
    content = "\x1f".join(
        row[c]
        for c in ("metric", "place", "as_of", "reporter", "value", "low", "high", "source_url")
    )
    return {
        "reference_id": "r" + hashlib.sha256(content.encode()).hexdigest()[:12],
        "metric": row["metric"],
        "kind": metric["kind"],
        "population": metric["population"],
        "whom": metric.get("whom"),
        "part_of": metric.get("part_of"),
        "stock_or_flow": metric["stock_or_flow"],
        "place": words.known["place"][row["place"]]["place"],
        "as_of": row["as_of"],
        "published": row["published"] or None,
        "value": value,
        "low": low,
        "high": high,
        "unit": words.known["unit"][row["unit"]]["unit"],
        "hedge": word,
        "estimated": hedge["estimated"] == "true",
        "method": hedge["method"],
        "reporter": row["reporter"],
        "name": who.get("name") or row["reporter"],
        "also_printed": who.get("also_printed") or None,
        "voice": who.get("voice") or row["reporter"],
        "side": who.get("side") or kind_of["side"],
        "source_type": kind_of["source_type"],
        "naming": who.get("naming") or "organisation",
        "flags": "|".join(flags) or None,
        "method_note": row["method_note"] or None,
        "caveat": row["caveat"] or None,
        "source_title": row["source_title"],
        "source_url": row["source_url"],
        "quote_of_figure": row["quote_of_figure"] or None,
    }


def _figures(
    row: Mapping[str, str], hedge: str, flags: Sequence[str]
) -> tuple[float | None, float | None, float | None, str]:
    value, low, high = (float(row[c]) if row[c].strip() else None for c in ("value", "low", "high"))
    if low is not None and high is not None and low != high:
        if "open_above" in flags:
            return value, low, None, hedge
        # "At least 5,000, perhaps 10,000" keeps its figure; a middle was never stated.
        return (None, low, high, "range") if value not in (low, high) else (value, low, high, hedge)
    if hedge in ("at_least", "more_than"):
        low = value if low is None else low
    elif hedge == "nearly":
        high = value if high is None else high
    elif hedge == "exact":
        low = high = value
    return value, low, high, hedge


def _rows(path: Path, columns: Sequence[str]) -> list[tuple[int, dict[str, str]]]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file, strict=True)
            if tuple(reader.fieldnames or ()) != tuple(columns):
                raise SchemaError(f"{path.name}, line 1: wanted the columns {', '.join(columns)}")
            rows = [(reader.line_num, row) for row in reader]
    except FileNotFoundError as failure:
        raise InputError(f"{path} does not exist: the record needs it too") from failure
    except (OSError, UnicodeDecodeError, csv.Error) as failure:
        raise InputError(f"{path.name} cannot be read as UTF-8 CSV: {failure}") from failure
    ragged = [line for line, row in rows if None in row or None in row.values()]
    if ragged:
        raise SchemaError(f"{path.name}: not {len(columns)} fields in line {ragged[0]}")
    return rows

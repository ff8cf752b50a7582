"""How right the number grammar is: own cases by group, and NewsQuant where it is at hand.

A case file is a CSV with the columns id, field, text and expected. ``expected`` lists the
quantities in text order, separated by `` ;; ``, each as six fields joined by ``|``:
span, value, hedge, counted, unit, kind. The hedge is a sign (``=``, ``~``, ``>=``, ``>``,
``<=``, ``<``) or the closed word; the value of a range is ``low..high``, a vague one ``-``.
"""

from __future__ import annotations

import csv
import json
import random
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from helpers.errors import InputError
from helpers.measuring.newsquant import newsquant_line
from helpers.quantities import find_quantities, read_text
from helpers.records import Quantity

GROUPS = ("write", "measure", "wild", "nothing", "xfail")
HEDGE_SIGNS = {
    "=": "exact",
    "~": "approximate",
    ">=": "at_least",
    ">": "more_than",
    "<=": "at_most",
    "<": "less_than",
}
_ASPECTS = ("span", "hedge and bounds", "counted", "unit", "kind")


@dataclass(frozen=True, slots=True)
class Expected:
    """One quantity as typed by hand; ``start`` and ``end`` are found from the span's text."""

    start: int
    end: int
    value: float | None
    low: float | None
    high: float | None
    hedge: str
    counted: str
    unit: str
    kind: str


@dataclass(frozen=True, slots=True)
class Case:
    """A phrase with the quantities it holds."""

    id: str
    field: str
    text: str
    expected: tuple[Expected, ...]


def read_quantity_cases(path: str | Path) -> list[Case]:
    """The cases of one CSV file; a malformed line raises InputError with its id."""
    with Path(path).open(encoding="utf-8", newline="") as f:
        return [_case(row) for row in csv.DictReader(f)]


def _case(row: dict[str, str]) -> Case:
    expected: list[Expected] = []
    position = 0
    for item in filter(None, (part.strip() for part in row["expected"].split(";;"))):
        fields = item.split("|")
        if len(fields) != 6:
            raise InputError(f"case {row['id']}: {item!r} needs six fields joined by |")
        span, value, sign, counted, unit, kind = fields
        start = row["text"].find(span, position)
        if start < 0:
            raise InputError(f"case {row['id']}: {span!r} is not in the text after {position}")
        position = start + len(span)
        hedge = HEDGE_SIGNS.get(sign, sign)
        number, low, high = _bounds(value, hedge)
        expected.append(Expected(start, position, number, low, high, hedge, counted, unit, kind))
    return Case(row["id"], row["field"], row["text"], tuple(expected))


def _bounds(value: str, hedge: str) -> tuple[float | None, float | None, float | None]:
    """Value and stated bounds, as the hedge defines them."""
    if hedge == "range":
        low, high = value.split("..")
        return None, float(low), float(high)
    if value in ("-", ""):
        return None, None, None
    number = float(value)
    if hedge == "exact":
        return number, number, number
    if hedge in ("at_least", "more_than"):
        return number, number, None
    if hedge in ("at_most", "less_than", "nearly"):
        return number, None, number
    return number, None, None


def _same(a: float | None, b: float | None) -> bool:
    if a is None or b is None:
        return a is b
    return abs(a - b) <= 1e-6 * max(1.0, abs(b))


def judged_cases(cases: list[Case]) -> pd.DataFrame:
    """One row a quantity, expected or found: which aspects are right, and the residue reason.

    Columns: case_id, field, text, expected, found, the five aspects (booleans; all need the
    span), residue_reason (where a number that was expected sits in the residue).
    """
    rows: list[dict[str, object]] = []
    for case in cases:
        found, residue = find_quantities(read_text(case.text))
        by_span = {(q.start, q.end): q for q in found}
        for want in case.expected:
            got = by_span.pop((want.start, want.end), None)
            row = _judged(case, want, got)
            if got is None:
                row["residue_reason"] = next(
                    (r.reason for r in residue if r.start < want.end and want.start < r.end), None
                )
            rows.append(row)
        for (start, end), _ in sorted(by_span.items()):
            row = {"case_id": case.id, "field": case.field, "text": case.text[start:end]}
            rows.append(row | {"expected": False, "found": True} | dict.fromkeys(_ASPECTS, False))
    columns = ["case_id", "field", "text", "expected", "found", *_ASPECTS, "residue_reason"]
    return pd.DataFrame(rows, columns=columns)


def _judged(case: Case, want: Expected, got: Quantity | None) -> dict[str, object]:
    row: dict[str, object] = {
        "case_id": case.id,
        "field": case.field,
        "text": case.text[want.start : want.end],
        "expected": True,
        "found": got is not None,
    }
    if got is None:
        return row | dict.fromkeys(_ASPECTS, False)
    counted = "" if got.counted is None else case.text[got.counted.start : got.counted.end]
    bounds = _same(got.value, want.value) and _same(got.low, want.low)
    return row | {
        "span": True,
        "hedge and bounds": bounds and _same(got.high, want.high) and got.hedge == want.hedge,
        "counted": counted == want.counted,
        "unit": (got.unit or "") == want.unit,
        "kind": got.kind == want.kind,
    }


def score_quantity_cases(
    cases: list[Case], *, resamples: int = 1000, seed: int = 0
) -> pd.DataFrame:
    """Precision, recall and F1 of each aspect over the cases, with 95 % bootstrap intervals.

    Cases are resampled whole, with a seeded generator. Two more rows give shares of the
    expected numbers: "in residue" and "unrecognised". Columns: aspect, gold, found, right,
    precision, recall, f1, f1_low, f1_high (the last three are the share in those two rows).
    """
    judged = judged_cases(cases)
    names = {case.id: k for k, case in enumerate(cases)}
    counts = [[0, 0, *(0 for _ in _ASPECTS)] for _ in cases]
    residue = [[0, 0] for _ in cases]
    for row in judged.itertuples(index=False):
        k = names[row.case_id]
        counts[k][0] += bool(row.expected)
        counts[k][1] += bool(row.found)
        for a, right in enumerate(row[5:10]):
            counts[k][2 + a] += bool(right)
        if isinstance(row.residue_reason, str):
            residue[k][0] += 1
            residue[k][1] += row.residue_reason == "unrecognised"
    draws = _draws(len(cases), resamples, seed)
    out: list[dict[str, object]] = []
    for a, aspect in enumerate(_ASPECTS):
        gold, found, right = (sum(c[x] for c in counts) for x in (0, 1, 2 + a))
        spread = sorted(
            _f1(*(sum(counts[k][x] for k in draw) for x in (0, 1, 2 + a))) for draw in draws
        )
        out.append(_row(aspect, gold, found, right, spread))
    gold = sum(c[0] for c in counts)
    for b, name in enumerate(("in residue", "unrecognised")):
        hits = sum(r[b] for r in residue)
        spread = sorted(
            sum(residue[k][b] for k in draw) / max(1, sum(counts[k][0] for k in draw))
            for draw in draws
        )
        row = _row(name, gold, hits, hits, spread)
        out.append(row | {"precision": None, "recall": None, "f1": hits / gold if gold else 0.0})
    return pd.DataFrame(out)


def _draws(n: int, resamples: int, seed: int) -> list[list[int]]:
    generator = random.Random(seed)
    return [[generator.randrange(n) for _ in range(n)] for _ in range(resamples if n else 0)]


def _f1(gold: int, found: int, right: int) -> float:
    return 2 * right / (gold + found) if gold + found else 1.0


def _row(aspect: str, gold: int, found: int, right: int, spread: list[float]) -> dict[str, object]:
    low, high = _interval(spread)
    return {
        "aspect": aspect,
        "gold": gold,
        "found": found,
        "right": right,
        "precision": right / found if found else 1.0,
        "recall": right / gold if gold else 1.0,
        "f1": _f1(gold, found, right),
        "f1_low": low,
        "f1_high": high,
    }


def _interval(spread: list[float]) -> tuple[float | None, float | None]:
    if not spread:
        return None, None
    return spread[int(0.025 * len(spread))], spread[min(len(spread) - 1, int(0.975 * len(spread)))]


def read_newsquant(path: str | Path) -> list[dict]:
    """The sentences of a NewsQuant file (it is not part of this project; see the README)."""
    return json.loads(Path(path).read_text("utf-8"))


def score_newsquant(sentences: list[dict], *, resamples: int = 1000, seed: int = 0) -> pd.DataFrame:
    """Strict one-to-one precision, recall and F1 of value, value+unit and value+change.

    A value is right when equal to 1e-5, a range when both ends are; each prediction is used
    once, by maximum matching in its sentence, for each metric on its own.
    """
    gold = [[_gold_quantity(q) for q in s["quantities"]] for s in sentences]
    found = [
        [
            (q["value"], q["unit"].lower() or "-", q["change"])
            for q in newsquant_line({"id": k, "text": s["text"]})["quantities"]
        ]
        for k, s in enumerate(sentences)
    ]
    draws = _draws(len(sentences), resamples, seed)
    out = []
    for metric, keys in (("value", ()), ("value+unit", (1,)), ("value+change", (2,))):
        counts = [(len(g), len(f), _matched(g, f, keys)) for g, f in zip(gold, found, strict=True)]
        spread = sorted(_f1(*(sum(counts[k][x] for k in d) for x in range(3))) for d in draws)
        n_gold, n_found, n_right = (sum(c[x] for c in counts) for x in range(3))
        out.append(_row(metric, n_gold, n_found, n_right, spread))
    return pd.DataFrame(out)


def _gold_quantity(quantity: dict) -> tuple[object, str, str]:
    value = str(quantity["value"]).strip()
    if "e" not in value.lower() and "-" in value[1:]:
        low, high = value.split("-")[:2] if not value.startswith("-") else (value, value)
        number: object = [float(low), float(high)]
    else:
        number = float(value)
    unit = (quantity["normalized_unit"] or "").strip().lower() or "-"
    return number, unit, quantity.get("change") or "="


def _equal(a: float | list[float], b: float | list[float]) -> bool:
    one, two = (v if isinstance(v, list) else [v] for v in (a, b))
    return len(one) == len(two) and all(
        abs(x - y) <= 1e-8 + 1e-5 * abs(y) for x, y in zip(one, two, strict=True)
    )


def _matched(gold: list[tuple], found: list[tuple], keys: tuple[int, ...]) -> int:
    """Size of the largest one-to-one matching (augmenting paths; sentences are short)."""
    fits = [
        [j for j, f in enumerate(found) if _equal(f[0], g[0]) and all(f[k] == g[k] for k in keys)]
        for g in gold
    ]
    owner: dict[int, int] = {}

    def placed(i: int, seen: set[int]) -> bool:
        for j in fits[i]:
            if j in seen:
                continue
            seen.add(j)
            if j not in owner or placed(owner[j], seen):
                owner[j] = i
                return True
        return False

    return sum(placed(i, set()) for i in range(len(gold)))

"""Sums of two published figures that a claim may be: possible readings, and labelled so."""

from __future__ import annotations

import datetime as dt
from itertools import combinations
from typing import Any

import pandas as pd

from ...bounds import Bounds, rounding_unit
from .record_cells import bounds_in, day_of, said, shown, stated_day
from .record_files import Reference

_COLUMNS = (
    "estimate_id", "claim", "reading", "sum", "over", "basis", "days_apart", "known_then", "label",
    "one", "one_metric", "one_reporter", "one_as_of", "other", "other_metric", "other_reporter",
    "other_as_of", "one_id", "other_id",
)  # fmt: skip
LABEL = "possible reading: the article does not say how its figure was made"


def possible_sums(
    estimates: pd.DataFrame, reference: Reference, *, days: int = 3, limit: int = 5
) -> pd.DataFrame:
    """Pairs of published parts whose sum fits a claim, nearest first.

    Two figures are tried where both count parts of what the claim counts, in the same place,
    and no person is in both (refugees abroad and those displaced inside; civilians and one
    army's dead). ``basis`` says on what day they stand: same_day (both within ``days`` of the
    claim and of each other) or standing (each the latest that its reporter had published on
    one day, at most ``days`` before the claim, however old: a survey holds until the next).
    ``known_then`` is false where one of them came out after the claim, which then cannot have
    been made from it. A claim that is a floor takes sums up to one and a half of its own
    rounding above it, any other those within its bounds. The sum is ours: nobody published
    it, and no estimate is ever made from it.
    """
    rows: list[dict[str, Any]] = []
    published = reference.rows.to_dict("records")
    for estimate in estimates.to_dict("records"):
        day, wanted = day_of(estimate["as_of"]), _wanted(estimate)
        if day is None or wanted is None or estimate.get("denied") is True:
            continue
        parts = [row for row in published if _is_part(estimate, row)]
        found: dict[tuple, dict[str, Any]] = {}
        for basis, candidates in (
            ("same_day", [r for r in parts if abs((stated_day(r) - day).days) <= days]),
            *(("standing", _standing(parts, day - dt.timedelta(n))) for n in range(days + 1)),
        ):
            for one, other in combinations(sorted(candidates, key=lambda r: r["line"]), 2):
                row = _reading(estimate, one, other, basis, wanted, days)
                if row is not None:
                    found.setdefault((row["one_id"], row["other_id"]), row)
        ranked = sorted(found.values(), key=_rank)
        rows += ranked[:limit]
    data = pd.DataFrame(rows, columns=list(_COLUMNS))
    kinds = {"sum": "Float64", "over": "Float64", "days_apart": "Int64", "known_then": "boolean"}
    return data.astype({c: kinds.get(c, "string[python]") for c in _COLUMNS})


def _wanted(estimate: dict) -> Bounds | None:
    """What a sum must be for the claim to be a fair way to put it."""
    bounds = bounds_in(estimate)
    if bounds is None:
        return None
    if bounds.high == float("inf"):
        # "More than 10 million" is said of 10.3, hardly of 25: half a unit beyond the next.
        return Bounds(bounds.low, bounds.low + 1.5 * min(bounds.low, rounding_unit(bounds.low)))
    if bounds.low == float("-inf"):
        return Bounds(bounds.high - 1.5 * rounding_unit(bounds.high), bounds.high)
    return bounds


def _is_part(estimate: dict, row: dict) -> bool:
    inside = said(row["part_of"]) == estimate["kind"] and estimate["population"] == "unstated"
    return inside and said(row["place"]) == said(estimate["place"])


def _standing(parts: list[dict], day: dt.date) -> list[dict]:
    """For each metric and voice the latest figure that was out by that day."""
    latest: dict[tuple, dict] = {}
    for row in parts:
        key = (row["metric"], row["voice"])
        if _out(row) <= day and (key not in latest or latest[key]["as_of"] < row["as_of"]):
            latest[key] = row
    return list(latest.values())


def _out(row: dict) -> dt.date:
    """The day a figure came out; of an undated page the day that it is for."""
    return dt.date.fromisoformat(said(row["published"]) or row["as_of"])


def _rank(reading: dict[str, Any]) -> tuple:
    return (not reading["known_then"], abs(reading["over"]), reading["one_id"], reading["other_id"])


def _reading(
    estimate: dict, one: dict, other: dict, basis: str, wanted: Bounds, days: int
) -> dict[str, Any] | None:
    if one["metric"] == other["metric"]:
        return None  # two counts of one thing, not two parts
    apart = abs((stated_day(one) - stated_day(other)).days)
    if basis == "same_day" and apart > days:
        return None
    figures = [_figure(one), _figure(other)]
    total = sum(figures)
    if not wanted.low <= total <= wanted.high:
        return None
    claimed = next(float(estimate[c]) for c in ("best", "low", "high") if not pd.isna(estimate[c]))
    return {
        "estimate_id": estimate["estimate_id"],
        "claim": said(estimate["figures"]).replace("|", " … "),
        "reading": f"{shown(one)} + {shown(other)}",
        "sum": total,
        "over": total - claimed,
        "basis": basis,
        "days_apart": apart,
        "known_then": max(_out(one), _out(other)) <= stated_day(estimate),
        "label": LABEL,
        "one": shown(one),
        "one_metric": one["metric"],
        "one_reporter": one["reporter"],
        "one_as_of": one["as_of"],
        "other": shown(other),
        "other_metric": other["metric"],
        "other_reporter": other["reporter"],
        "other_as_of": other["as_of"],
        "one_id": one["reference_id"],
        "other_id": other["reference_id"],
    }


def _figure(row: dict) -> float:
    """The figure as printed; of a range its lower end, as the cautious reading."""
    return next(float(row[c]) for c in ("value", "low", "high") if not pd.isna(row[c]))

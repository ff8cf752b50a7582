"""Numbers that belong to another in the same sentence: a part of a total, a change, a level before.

"54 people, including 19 children", "16 of 19 counts", "rose 8% to 61", "to 6.1% from 5.4%": the
words between the two figures say so, and nothing else is taken for it.
"""

from __future__ import annotations

import itertools
import re

import pandas as pd

from .wording import said

PART, CHANGE, BEFORE = "part", "change", "before"
_INCLUDING = re.compile(
    r"[^.;:]{0,40}\b(including|among them|of (?:whom|which|them))\b[^.;:]{0,20}$"
)
_OF_THEM = re.compile(r"\W{0,3}(?:\w+\W+){0,1}of (?:whom|which|them)\b")
_OF = re.compile(r"\W*of(?: (?!which|whom|them)\w+){0,3} $")
_TO = re.compile(r"\W*to\W*(?:about|around|nearly|some)?\W*$")
_ONLY_TO = re.compile(r"\bto\W*(?:about|around|nearly|some)?\W*$")
_FROM = re.compile(r"(?:\W*\w+){0,4}\W*\bfrom\W*$")


def pairs_of(joined: pd.DataFrame) -> dict[str, tuple[str, str]]:
    """Number → the number of the same sentence that it belongs to, and as what.

    A number belongs to at most one other, and one that holds others belongs to none.
    """
    found: dict[str, tuple[str, str]] = {}
    holders: set[str] = set()
    ordered = joined.dropna(subset=["sentence_start"]).sort_values(["sentence_start", "start"])
    for one, two in itertools.pairwise(ordered.to_dict("records")):
        if one["sentence_start"] != two["sentence_start"]:
            continue
        pair = _pair(one, two)
        if pair is None:
            continue
        inner, outer, role = pair
        if inner["number_id"] in holders or outer["number_id"] in found:
            continue
        found[inner["number_id"]] = (outer["number_id"], role)
        holders.add(outer["number_id"])
    return found


def _pair(one: dict, two: dict) -> tuple[dict, dict, str] | None:
    """(the number that belongs, the one it belongs to, its role), or nothing."""
    text, begin = said(one["sentence"]), int(one["sentence_start"])
    end = int(one["end"]) - begin
    before, gap = text[: int(one["start"]) - begin], text[end : int(two["start"]) - begin]
    after = text[int(two["end"]) - begin :]
    first, second = _size(one), _size(two)
    if first is None or second is None:
        return None
    same = one["unit"] == two["unit"] and one["kind"] == two["kind"]
    alike = same or {one["kind"], two["kind"]} & {"people", "other", "present"} or _kin(one, two)
    if alike and second <= first and (_INCLUDING.match(gap) or _OF_THEM.match(after)):
        return two, one, PART
    if alike and first <= second and _OF.match(gap):
        return one, two, PART
    if same and _ONLY_TO.search(before) and _FROM.match(gap):
        return two, one, BEFORE
    if one["kind"] == "percent" and one["trend"] != "none" and _TO.match(gap):
        return one, two, CHANGE
    return None


def _kin(one: dict, two: dict) -> bool:
    """Whether one counts a sort of what the other counts: children among the killed."""
    return one["kind"] == two["kind"] and one["kind"] not in ("money", "percent", "rate")


def _size(row: dict) -> float | None:
    stated = (row[name] for name in ("value", "low", "high"))
    return next((float(v) for v in stated if not pd.isna(v)), None)

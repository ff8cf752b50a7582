"""Two voices on the same thing that cannot both be right, each with its place in the text."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from typing import TYPE_CHECKING, Any

import pandas as pd

from ...bounds import Bounds
from .containment import same_place, wider_places, wider_populations, wider_units
from .coverage import NAMED, Reporter, voices_of
from .grouping import Group, grouped
from .origins import origins_of
from .stated_figures import figures_of
from .table import estimate_id

if TYPE_CHECKING:
    from ...tables import Tables

REASONS = ("different_scope", "updated", "disputed", "unclear")
PAIRS = 20_000
"""Pairs of one kind that are looked at: more than any week of reports holds."""

_COLUMNS = (
    "kind", "reason", "why", "place", "other_place", "says", "reporter", "as_of", "estimate_id",
    "article_id", "start", "end", "other_says", "other_reporter", "other_as_of",
    "other_estimate_id", "other_article_id", "other_start", "other_end",
)  # fmt: skip
_WHOLE = ("start", "end", "other_start", "other_end")


@dataclass(frozen=True, slots=True)
class _Told:
    """One estimate with who told it, where and what it allows."""

    group: Group
    reporter: Reporter
    origin: str
    bounds: Bounds
    disputes: bool
    day: date | None
    published: str

    @property
    def voice(self) -> str:
        """Who speaks: whoever has no name is one voice in the copies of one wire."""
        named = self.reporter.naming in NAMED
        key = self.reporter.key
        return key if named else f"{key.partition(':')[0]}:{self.origin}"

    @property
    def order(self) -> tuple:
        first = self.group.members[0]
        return (str(self.day or ""), self.published, first.article_id, first.start)


def contradictions_of(reports: Tables | Sequence[Tables], *, days: int = 1) -> pd.DataFrame:
    """Pairs of estimates by different voices whose ranges do not meet, one row per pair.

    Compared are estimates of one kind and unit, of the same place or of one inside the
    other, at most ``days`` apart. An approximate figure counts as rounded to its last digit
    that is not zero. ``reason`` is

    - different_scope: a part (by place, population or unit) larger than its whole, or a
      stock beside a flow;
    - updated: the days differ, so the later one may replace the earlier one;
    - disputed: one of the two denies something in the sentence itself or next to it;
    - unclear: none of these; the texts do not tell.

    Who is right is never said. The order of the reports changes nothing.
    """
    many = reports if isinstance(reports, Sequence) else [reports]
    origins = origins_of(many).set_index("article_id")["origin_id"].to_dict()
    told = [one for tables in many for one in _told(tables, origins)]
    by_kind: dict[str, list[_Told]] = defaultdict(list)
    for one in sorted(told, key=lambda t: t.order):
        by_kind[one.group.members[0].kind].append(one)
    rows = []
    for kind in sorted(by_kind):
        for looked, (one, other) in enumerate(combinations(_distinct(by_kind[kind]), 2)):
            if looked >= PAIRS:
                break
            if row := _row(one, other, days):
                rows.append(row)
    found = pd.DataFrame(rows, columns=list(_COLUMNS))
    return found.astype({c: "Int64" if c in _WHOLE else "string[python]" for c in _COLUMNS})


def _told(tables: Tables, origins: Mapping[str, str]) -> list[_Told]:
    reporters = voices_of(tables)
    origin = origins[tables.article.article_id]
    denials = _denials(tables)
    published = str(tables.article.published or "")
    found = []
    for group in grouped(figures_of(tables)):
        first = group.members[0]
        if group.allowed is None or first.denied or first.modality != "told":
            continue
        if first.trend != "none":
            continue  # "another 200" contradicts no total
        found.append(
            _Told(
                group,
                reporters[first.voice],
                origin,
                group.allowed,
                any(low <= first.start <= high for low, high in denials.get(first.voice, ())),
                date.fromisoformat(first.as_of) if first.as_of else None,
                published,
            )
        )
    return found


def _denials(tables: Tables) -> dict[str, list[tuple[int, int]]]:
    """Where each source denies something: the sentence with some room on both sides."""
    found: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for claim in tables.claims.to_dict("records"):
        denies = claim["polarity"] == "denies" or claim["cue_kind"] == "denies"
        if denies and not pd.isna(claim["source_id"]):
            near = 200  # characters: the sentence before or after, not the next paragraph but one
            found[claim["source_id"]].append(
                (claim["sentence_start"] - near, claim["sentence_end"] + near)
            )
    return found


def _distinct(told: list[_Told]) -> list[_Told]:
    """One of those that say the same of the same thing in the same voice."""
    seen: dict[tuple, _Told] = {}
    for one in told:
        first = one.group.members[0]
        key = (
            one.voice,
            one.bounds,
            one.day,
            same_place(first.place),
            first.population,
            first.unit,
        )
        seen.setdefault(key, one)
    return list(seen.values())


def _row(one: _Told, other: _Told, days: int) -> dict[str, Any] | None:
    first, second = one.group.members[0], other.group.members[0]
    if one.voice == other.voice or one.bounds.meets(other.bounds):
        return None
    apart = abs((one.day - other.day).days) if one.day and other.day else None
    if apart is None and first.article_id != second.article_id:
        return None
    if apart is not None and apart > days:
        return None
    scope = _scope(one, other)
    if scope is None:
        return None
    reason, why = scope or _reason(one, other, apart)
    return {
        "kind": first.kind,
        "reason": reason,
        "why": why,
        "place": first.place,
        "other_place": second.place,
        "says": first.text,
        "reporter": one.reporter.label,
        "as_of": first.as_of,
        "estimate_id": estimate_id(one.group),
        "article_id": first.article_id,
        "start": first.start,
        "end": max(m.end for m in one.group.members),
        "other_says": second.text,
        "other_reporter": other.reporter.label,
        "other_as_of": second.as_of,
        "other_estimate_id": estimate_id(other.group),
        "other_article_id": second.article_id,
        "other_start": second.start,
        "other_end": max(m.end for m in other.group.members),
    }


def _scope(one: _Told, other: _Told) -> tuple[str, str] | tuple[()] | None:
    """() where both count the same thing; a reason where a part exceeds its whole; else None."""
    first, second = one.group.members[0], other.group.members[0]
    same = (same_place(first.place), first.population, first.unit) == (
        same_place(second.place),
        second.population,
        second.unit,
    )
    if same and first.kind != "money":
        measured = {one.group.stock_or_flow, other.group.stock_or_flow} - {"unstated"}
        if len(measured) > 1:
            return "different_scope", "a stock beside a flow"
        return ()
    for part, whole in ((one, other), (other, one)):
        if _inside(part, whole) and part.bounds.low > whole.bounds.high:
            return "different_scope", "the part is larger than the whole that it may lie inside"
    return None


def _inside(part: _Told, whole: _Told) -> bool:
    inner, outer = part.group.members[0], whole.group.members[0]
    places = {inner.place, *wider_places(inner.place, inside={})}
    return (
        outer.place in places
        and outer.population in wider_populations(inner.population)
        and outer.unit in wider_units(inner.unit)
    )


def _reason(one: _Told, other: _Told, apart: int | None) -> tuple[str, str]:
    if one.disputes or other.disputes:
        who = (one if one.disputes else other).reporter.label
        return "disputed", f"{who} denies something next to it"
    if apart:
        return "updated", f"{apart} day{'s' if apart > 1 else ''} apart: the later may replace it"
    if one.group.members[0].place is None:
        return "unclear", "same day, place not stated: they may be about different things"
    return "unclear", "same thing, same day: the texts do not tell why they differ"

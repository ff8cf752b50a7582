"""Which articles repeat one wire: shared runs of words, and the same attribution."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from itertools import combinations
from typing import TYPE_CHECKING

import pandas as pd

from ...fingerprints import SHARE, fingerprints_of

if TYPE_CHECKING:
    from ...tables import Tables

COMMON = 200
"""A run that stands in more articles than this is a house phrase and proves nothing."""


def origins_of(reports: Sequence[Tables]) -> pd.DataFrame:
    """One row an article: the origin it goes back to, and on what grounds.

    Two articles have one origin where at least ``SHARE`` of the shorter one's runs of
    ``RUN`` words stand in the other, and they have the same attribution: the same agency, or
    the same figure by the same source. ``origin_id`` is the id of the earliest of them;
    ``copies`` counts the articles of that origin; ``share`` is the part of this article's
    runs that stand in the origin. The order of the reports changes nothing.
    """
    reports = sorted(reports, key=lambda t: (str(t.article.published or ""), t.article.article_id))
    reports = list({t.article.article_id: t for t in reports}.values())
    runs = [_runs(tables) for tables in reports]
    attributions = [_attributions(tables) for tables in reports]
    first = list(range(len(reports)))
    for i, j in _sharing(runs):
        if attributions[i] & attributions[j]:
            one, other = sorted((_root(first, i), _root(first, j)))
            first[other] = one
    roots = [_root(first, i) for i in range(len(reports))]
    copies = Counter(roots)
    rows = [
        {
            "article_id": tables.article.article_id,
            "published": str(tables.article.published or "") or None,
            "outlet": tables.article.outlet,
            "agency": tables.article.agency,
            "origin_id": reports[root].article.article_id,
            "copies": copies[root],
            "share": round(len(runs[i] & runs[root]) / len(runs[i]), 2) if runs[i] else 0.0,
        }
        for i, (tables, root) in enumerate(zip(reports, roots, strict=True))
    ]
    columns = ["article_id", "published", "outlet", "agency", "origin_id", "copies", "share"]
    kinds = dict.fromkeys(columns, "string[python]") | {"copies": "Int64", "share": "Float64"}
    return pd.DataFrame(rows, columns=columns, dtype=object).astype(kinds)


def _runs(tables: Tables) -> frozenset[int]:
    """Runs of words of the body, as numbers; appeals and notices are the outlet's own."""
    text = tables.article.text
    return fingerprints_of(
        text[passage["start"] : passage["end"]]
        for passage in tables.passages.to_dict("records")
        if passage["zone"] != "boilerplate"
    )


def _attributions(tables: Tables) -> set[tuple]:
    """What ties an article to its origin: the agency, and each figure with who gave it."""
    found: set[tuple] = set()
    if tables.article.agency:
        found.add(("agency", tables.article.agency.casefold()))
    names = tables.sources.set_index("source_id")["name"].to_dict()
    for row in tables.numbers.to_dict("records"):
        if not pd.isna(row["source_id"]):
            found.add(("figure", row["kind"], row["text"], names[row["source_id"]].casefold()))
    return found


def _sharing(runs: Sequence[frozenset[int]]) -> list[tuple[int, int]]:
    holders: dict[int, list[int]] = defaultdict(list)
    for i, found in enumerate(runs):
        for run in found:
            holders[run].append(i)
    shared: Counter[tuple[int, int]] = Counter()
    for indices in holders.values():
        if 1 < len(indices) <= COMMON:
            shared.update(combinations(sorted(indices), 2))
    return sorted(
        (i, j) for (i, j), n in shared.items() if n >= SHARE * min(len(runs[i]), len(runs[j]))
    )


def _root(first: list[int], i: int) -> int:
    while first[i] != i:
        i = first[i]
    return i

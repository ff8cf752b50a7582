"""Rows that people checked, as gold to score on and as rows to learn from.

What nobody looked at is no gold: a row that is ``unreviewed`` is left out, and with it the claims
and sources that no checked number needs.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from .real_news import TABLES, written_cell

if TYPE_CHECKING:
    import pandas as pd

    from ..tables import Tables

Row = dict[str, Any]
_NUMBERS = (
    "near", "text", "start", "end", "full_text", "value", "low", "high", "hedge", "hedge_text",
    "estimated", "trend", "unit", "counted", "kind", "population", "stock_or_flow", "place",
    "as_of", "as_of_basis", "modality", "zone", "form", "source",
)  # fmt: skip
_SOURCES = (
    "key", "name", "role", "affiliation", "country", "source_type", "naming", "zone", "surfaces",
)  # fmt: skip
_CLAIMS = (
    "near", "source", "via", "form", "channel", "cue", "cue_kind", "source_text", "text", "start",
    "end", "polarity", "modality", "zone",
)  # fmt: skip
_RESIDUE = ("near", "text", "start", "end", "reason")
_NEAR = 24


def unreviewed_of(tables: Tables) -> int:
    """How many numbers nobody has looked at: with any, the rest is no whole gold article."""
    return int((tables.numbers["review"] == "unreviewed").sum())


def gold_files(tables: Tables) -> dict[str, bytes]:
    """Name and bytes of each table of a gold article, as they lie in ``data/gold/SLUG``."""
    checked = _Checked(tables)
    return {
        "numbers.csv": _csv(_NUMBERS, checked.numbers),
        "sources.csv": _csv(_SOURCES, checked.sources),
        "claims.csv": _csv(_CLAIMS, checked.claims),
        "residue.csv": _csv(_RESIDUE, checked.residue),
    }


def training_files(tables: Tables, beat: str = "unstated") -> dict[str, bytes]:
    """Name and bytes of each table of the open corpus with this article's checked rows in it."""
    checked = _Checked(tables)
    article = tables.article
    facts = {
        "sha256": article.sha256,
        "beat": beat,
        "published": article.published.isoformat() if article.published else None,
        "file": article.loaded_from,
        "licence": None,
        "n_words": len(article.text.split()),
    }
    rows = {
        "articles": [facts],
        "numbers": [checked.trained(row) for row in checked.numbers],
        "sources": [{**row, "country_told": "text"} for row in checked.sources],
        "mentions": checked.mentions,
        "claims": [
            {**row, "content": row["parts"], "mention_start": row["source_start"],
             "mention_end": row["source_end"]}
            for row in checked.claims
        ],
    }  # fmt: skip
    return {
        f"{name}.csv": _csv(columns, [{"article": article.article_id, **row} for row in rows[name]])
        for name, columns in TABLES.items()
    }


class _Checked:
    """The checked numbers of an article, and the sources and claims that they need."""

    def __init__(self, tables: Tables) -> None:
        self.text = tables.article.text
        numbers = tables.numbers[tables.numbers["review"] != "unreviewed"]
        claims = tables.claims[tables.claims["claim_id"].isin(numbers["claim_id"])]
        claims = claims[claims["form"] != "narrator"]
        needed = {*numbers["source_id"], *claims["source_id"], *claims["via_source_id"]}
        sources = _rows(tables.sources[tables.sources["source_id"].isin(needed)])
        self._keys = _keys(sources)
        self._claims = {row["claim_id"]: row for row in _rows(claims)}
        self.claims = [self._named(row) for row in self._claims.values()]
        self.numbers = [self._named(row) for row in _rows(numbers)]
        self.mentions = self._mentions(sources)
        self.sources = [
            {**row, "key": self._keys[row["source_id"]], "surfaces": self._surfaces(row)}
            for row in sources
        ]
        rejected = tables.residue[tables.residue["reason"] == "rejected_by_reviewer"]
        self.residue = [self._near(row) for row in _rows(rejected)]

    def _near(self, row: Row) -> Row:
        start, end = row["start"], row["end"]
        around = self.text[max(0, start - _NEAR) : end + _NEAR // 2]
        return {**row, "near": " ".join(around.split())}

    def _named(self, row: Row) -> Row:
        source = self._keys.get(row["source_id"])
        return {
            **self._near(row),
            "source": source,
            "via": self._keys.get(row.get("via_source_id")),
        }

    def _mentions(self, sources: Sequence[Row]) -> list[Row]:
        spans = {(self._keys[r["source_id"]], r["first_start"], r["first_end"]) for r in sources}
        spans |= {
            (row["via"] or row["source"], row["source_start"], row["source_end"])
            for row in self.claims
            if row["source_start"] is not None and (row["via"] or row["source"])
        }
        ordered = sorted(spans, key=lambda span: (span[1], span[2], span[0]))
        return [{"source": who, "start": start, "end": end} for who, start, end in ordered]

    def _surfaces(self, row: Row) -> str:
        key = self._keys[row["source_id"]]
        spans = [(m["start"], m["end"]) for m in self.mentions if m["source"] == key]
        return "|".join(dict.fromkeys(self.text[a:b].replace("|", "/") for a, b in spans))

    def _nearest(self, words: str, to: int) -> int | None:
        """Where the words stand that are nearest to a place in the text."""
        starts = [found.start() for found in re.finditer(re.escape(words), self.text)]
        return min(starts, key=lambda start: abs(start - to), default=None)

    def trained(self, row: Row) -> Row:
        """A number as the open corpus has it: by spans."""
        claim = self._claims.get(row["claim_id"], {})
        own = row["source_id"] is not None and claim.get("source_id") == row["source_id"]
        found = {**row, "via": self._keys.get(claim.get("via_source_id")) if own else None}
        for name in ("counted", "place"):
            at = self._nearest(row[name], row["start"]) if row[name] else None
            if at is not None:
                found |= {f"{name}_start": at, f"{name}_end": at + len(row[name])}
        if own:
            found |= {"mention_start": claim["source_start"], "mention_end": claim["source_end"]}
        return found


def _keys(sources: Sequence[Row]) -> Mapping[str | None, str]:
    """Source id → a short word of its name that no other has."""
    keys: dict[str | None, str] = {}
    for row in sources:
        words = re.sub(r"\W+", "_", row["name"].casefold()).strip("_") or "source"
        key, n = words, 2
        while key in keys.values():
            key, n = f"{words}_{n}", n + 1
        keys[row["source_id"]] = key
    return keys


def _rows(data: pd.DataFrame) -> list[Row]:
    return data.astype(object).where(data.notna(), None).to_dict("records")


def _csv(columns: Sequence[str], rows: Sequence[Row]) -> bytes:
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(columns)
    for row in rows:
        writer.writerow([written_cell(row.get(column)) for column in columns])
    return out.getvalue().encode("utf-8", "surrogatepass")

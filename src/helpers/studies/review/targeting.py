"""Finding again what an event points at: the words in the text, the row of a table, the source."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from .events import CONTEXT, Target

if TYPE_CHECKING:
    import pandas as pd

    from ...tables import Tables

Span = tuple[int, int]
KEYS = {"numbers": "number_id", "claims": "claim_id", "sources": "source_id"}
Row = dict[str, Any]


def mention_at(text: str, start: int, end: int) -> Row:
    """The words of the text as an event keeps them: with what stands before and behind."""
    return {
        "start": start,
        "end": end,
        "exact": text[start:end],
        "prefix": text[max(0, start - CONTEXT) : start],
        "suffix": text[end : end + CONTEXT],
    }


def rows_of(data: pd.DataFrame) -> list[Row]:
    """The rows of a table as dictionaries, None where NA."""
    filled = data.astype(object).where(data.notna(), None)
    return filled.to_dict("records")


def span_of(table: str, row: Mapping[str, Any]) -> Span:
    """The words on which a row stands: of a source its first mention."""
    first = "first_" if table == "sources" else ""
    return int(row[f"{first}start"]), int(row[f"{first}end"])


@dataclass
class Anchors:
    """The rows of one article's tables by the words that they stand on."""

    tables: Tables
    rows: dict[str, list[Row]] = field(init=False)
    by_id: dict[str, Row] = field(init=False)

    def __post_init__(self) -> None:
        self.text = self.tables.article.text
        self.sha256 = self.tables.article.sha256
        self.rows = {table: rows_of(getattr(self.tables, table)) for table in KEYS}
        self.by_id = {row[KEYS[table]]: row for table in KEYS for row in self.rows[table]}
        self._by_span: dict[str, dict[Span, list[Row]]] = {}
        for table in KEYS:
            spans = self._by_span.setdefault(table, {})
            for row in self.rows[table]:
                spans.setdefault(span_of(table, row), []).append(row)
        self._mentions = self._of_mentions()
        left = self.tables.residue
        left = left[left["reason"] == "rejected_by_reviewer"]
        self.rejected = frozenset(zip(left["start"], left["end"], strict=True))
        self._targets: dict[Target, Span | None] = {}
        self._found: dict[tuple[str, Span], str | None] = {}

    def _of_mentions(self) -> dict[Span, set[str]]:
        """The words by which each source is mentioned → its id."""
        found: dict[Span, set[str]] = {}
        for row in self.rows["sources"]:
            found.setdefault(span_of("sources", row), set()).add(row["source_id"])
        first = frozenset(found)
        for claim in self.rows["claims"]:
            # Where somebody relays, the mention beside the cue is the relay's.
            who = claim["via_source_id"] or claim["source_id"]
            if who and claim["source_start"] is not None:
                span = int(claim["source_start"]), int(claim["source_end"])
                if span not in first:
                    found.setdefault(span, set()).add(who)
        return found

    def span(self, target: Target) -> Span | None:
        """Where an event's words stand in this text; None where that is not certain."""
        if target not in self._targets:
            same = target.sha256 == self.sha256
            self._targets[target] = self._span(*target[2:], same_text=same)
        return self._targets[target]

    def mentioned(self, mention: Mapping[str, Any], sha256: str) -> Span | None:
        """The same for a mention of a source in the article of that hash."""
        parts = (mention[name] for name in Target._fields[2:])
        return self._span(*parts, same_text=sha256 == self.sha256)

    def _span(
        self, start: int, end: int, exact: str, prefix: str, suffix: str, *, same_text: bool
    ) -> Span | None:
        text = self.text
        if same_text and text[start:end] == exact:
            return start, end
        printed = prefix + exact + suffix
        at = text.find(printed)
        again = text.find(printed, at + 1) if at >= 0 else -1
        begin = at + len(prefix)
        return (begin, begin + len(exact)) if at >= 0 > again else None

    def row(self, table: str, span: Span) -> str | None:
        """The id of the one row that stands on these words; None where there is none."""
        key = table, span
        if key not in self._found:
            self._found[key] = self._row(table, span)
        return self._found[key]

    def _row(self, table: str, span: Span) -> str | None:
        if span in self.rejected and span not in self._by_span[table]:
            return None  # a row that people rejected hands its events on to no other
        if table == "sources":
            return self.source(span)
        same = self._by_span[table].get(span, [])
        near = same or [
            row
            for other, rows in self._by_span[table].items()
            if 2 * _shared(span, other) >= max(other[1], span[1]) - min(other[0], span[0])
            for row in rows
            if row["form"] != "narrator" or table != "claims"
        ]
        return near[0][KEYS[table]] if len(near) == 1 else None

    def source(self, span: Span) -> str | None:
        """The source that these words mention: a known mention, or a name that only one bears."""
        known = self._mentions.get(span)
        if known is None:
            inside = {
                other: ids
                for other, ids in self._mentions.items()
                if 2 * _shared(span, other) >= min(other[1] - other[0], span[1] - span[0])
            }
            most = max((_likeness(span, other) for other in inside), default=0)
            known = _union(ids for other, ids in inside.items() if _likeness(span, other) == most)
        if not known:
            printed = surface(self.text[span[0] : span[1]]).casefold()
            known = {
                row["source_id"]
                for row in self.rows["sources"]
                if printed in {n.casefold() for n in (row["name"], *_listed(row["aliases"]))}
            }
        return next(iter(known)) if len(known) == 1 else None

    def mentions_of(self, source_id: str) -> list[Span]:
        """The words by which a source is mentioned, in order."""
        return sorted(span for span, ids in self._mentions.items() if source_id in ids)

    def mention_of(self, source_id: str) -> Row:
        """A source as an event keeps it: its first mention, and what its row says."""
        row = self.by_id[source_id]
        told = {name: row[name] for name in ("name", "source_type", "naming")}
        optional = {name: row[name] for name in ("role", "affiliation", "country") if row[name]}
        return {**mention_at(self.text, *span_of("sources", row)), **told, **optional}


def surface(printed: str) -> str:
    """Words as they can stand in a list joined by |."""
    return printed.replace("|", "/")


def _listed(joined: str | None) -> list[str]:
    return joined.split("|") if joined else []


def _shared(one: Span, other: Span) -> int:
    return max(0, min(one[1], other[1]) - max(one[0], other[0]))


def _likeness(one: Span, other: Span) -> float:
    return _shared(one, other) / (max(one[1], other[1]) - min(one[0], other[0]))


def _union(sets: Iterable[set[str]]) -> set[str]:
    return set().union(*sets)

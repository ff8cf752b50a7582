"""One article's tables while they are corrected: cells that change, rows that go or come."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from ... import schema
from ...passages import find_passages, find_sentences
from .targeting import KEYS, Anchors, Row, Span
from .verdicts import Verdicts

if TYPE_CHECKING:
    import pandas as pd

    from ...records import Sentence


@dataclass
class Changes:
    """What becomes of one table: cells by row, rows that go, rows that come."""

    cells: dict[str, Row] = field(default_factory=dict)
    gone: set[str] = field(default_factory=set)
    come: list[Row] = field(default_factory=list)


class Worksheet:
    """The tables and the verdicts on them, with what has changed so far."""

    def __init__(self, verdicts: Verdicts) -> None:
        self.verdicts = verdicts
        self.anchors: Anchors = verdicts.anchors
        self.tables = verdicts.anchors.tables
        self.article = self.tables.article
        self.changes = {table: Changes() for table in KEYS}
        self.residue: list[Row] = []
        self._sentences: list[Sentence] | None = None
        self.decided: dict[tuple[str, str], Row] = {}
        for (table, row, name), value in verdicts.decided.items():
            self.decided.setdefault((table, row), {})[name] = value

    def _cell(self, table: str, row: str, name: str) -> Any:
        changed = self.changes[table].cells.get(row, {})
        return changed[name] if name in changed else self.anchors.by_id[row][name]

    def _change(self, table: str, row: str, values: Row) -> None:
        old = self.anchors.by_id[row]
        mine = self.changes[table].cells.setdefault(row, {})
        mine.update((name, value) for name, value in values.items())
        for name in [name for name in mine if mine[name] == old[name]]:
            del mine[name]

    def _left(self, start: int, end: int) -> Row:
        return {
            "article_id": self.article.article_id,
            "start": start,
            "end": end,
            "text": self.article.text[start:end],
            "reason": "rejected_by_reviewer",
        }

    def _zone(self, at: int) -> str:
        inside = self.tables.passages
        found = inside[(inside["start"] <= at) & (at < inside["end"])]["zone"]
        return str(found.iloc[0]) if len(found) else "body"

    def _sentence(self, span: Span) -> Span:
        if self._sentences is None:
            self._sentences = find_sentences(self.article, find_passages(self.article))
        holding = [s for s in self._sentences if s.start < span[1] and span[0] < s.end]
        if not holding:
            return span
        return min(holding[0].start, span[0]), max(holding[-1].end, span[1])

    def _rewritten(self, table: str) -> pd.DataFrame:
        import pandas as pd

        data, changes = getattr(self.tables, table), self.changes[table]
        cells: dict[str, tuple[list[int], list[Any]]] = {}
        at = {key: place for place, key in enumerate(data[KEYS[table]])}
        for row, values in changes.cells.items():
            for name, value in values.items():
                where, what = cells.setdefault(name, ([], []))
                where.append(at[row])
                what.append(value)
        if not (cells or changes.gone or changes.come):
            return data
        columns = {name: data[name].array for name in data.columns}
        for name, (where, what) in cells.items():
            columns[name] = columns[name].copy()
            columns[name][where] = pd.array(what, dtype=columns[name].dtype)
        found = pd.DataFrame(columns, columns=data.columns)
        if changes.gone:
            found = found[~found[KEYS[table]].isin(list(changes.gone))]
        if changes.come:
            found = pd.concat([found, schema.frame(table, changes.come)])
            first = "first_" if table == "sources" else ""
            found = found.sort_values([f"{first}start", f"{first}end"], kind="stable")
        return found.reset_index(drop=True)


def values_of(table: str, decided: Row) -> Row:
    """What was decided of columns that hold the value itself."""
    known = {*schema.columns(table)}
    return {name: value for name, value in decided.items() if name in known}

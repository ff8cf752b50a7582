"""A log of corrections replayed over an article's tables: a pure function, at this one place.

Charts, exports and estimates never look at a log: they take the tables that come out here.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ...errors import ReviewError
from .log_files import ReviewLog
from .rewriting import Rewriting
from .targeting import Anchors
from .verdicts import Verdict, Verdicts

if TYPE_CHECKING:
    import pandas as pd

    from ...tables import Tables

COLUMNS = (
    "event_id", "status", "why", "op", "table", "row_id", "exact", "field", "before", "after",
    "reason", "note", "who", "when",
)  # fmt: skip


@dataclass(frozen=True, eq=False)
class Replayed:
    """The corrected tables, and what became of each event."""

    tables: Tables
    verdicts: tuple[Verdict, ...]

    @property
    def statuses(self) -> pd.DataFrame:
        """One row an event, in the order of the text: its status, why, and what it says."""
        return text_frame(COLUMNS, [_row(verdict) for verdict in self.verdicts])

    @property
    def is_settled(self) -> bool:
        """Whether nothing is in conflict and nothing is an orphan."""
        return not any(verdict.status in ("conflict", "orphan") for verdict in self.verdicts)


def replay(tables: Tables, log: ReviewLog, *, strict: bool = False) -> Replayed:
    """The tables with a log's corrections in them, and one status for each of its events.

    ``strict`` raises ReviewError at the first conflict. The tables given are not changed.
    """
    verdicts = Verdicts(Anchors(tables), log)
    found = tuple(verdicts.statuses())
    worst = next((each for each in found if each.status == "conflict"), None)
    if strict and worst is not None:
        event = worst.event
        raise ReviewError(
            f"event {event.id} on {event.target.exact[:40]!a} is in conflict ({worst.why}): "
            "decide in a new event, or run without --strict"
        )
    return Replayed(Rewriting(verdicts).tables_now(), found)


def apply_review(tables: Tables, log: ReviewLog) -> Tables:
    """The tables as people left them: a log's corrections in them, the rest untouched."""
    return replay(tables, log).tables


def text_frame(columns: Sequence[str], rows: Sequence[Sequence[str | None]]) -> pd.DataFrame:
    """Rows of text as a table; what people type may be half of a surrogate pair."""
    import pandas as pd

    data = zip(*rows, strict=True) if rows else ([] for _ in columns)
    return pd.DataFrame(
        {
            name: pd.array(list(cells), dtype="string[python]")
            for name, cells in zip(columns, data, strict=True)
        }
    )


def shown_value(value: Any) -> str | None:
    """A value of an event in one line: a mention by its words, several values as JSON."""
    if isinstance(value, dict):
        if "exact" in value:
            return str(value["exact"])
        told = {name: shown_value(each) for name, each in value.items()}
        return json.dumps(told, ensure_ascii=False, sort_keys=True)
    if isinstance(value, list):
        return " | ".join(filter(None, map(shown_value, value)))
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return None if value is None else str(value)


def _row(verdict: Verdict) -> tuple[str | None, ...]:
    event = verdict.event
    before = (event.before or {}).get("value")
    return (
        event.id,
        verdict.status,
        verdict.why or None,
        event.op,
        event.target.table,
        verdict.row_id,
        event.target.exact,
        event.field,
        shown_value(before),
        shown_value(event.after),
        event.reason,
        event.note or None,
        event.who,
        event.when,
    )

"""What was corrected, as the cleaning log that humanitarian analysts keep beside their data.

``uuid`` is the row, ``question`` the column; the words of ``change_type`` are those of that field,
and ``add_survey`` for a row that people added.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from ...escaping import clean
from ...tables.workbook import neutralised, sheet_bytes
from .events import Event
from .replay import Replayed, shown_value, text_frame

if TYPE_CHECKING:
    import pandas as pd

CLEANING = ("uuid", "question", "old_value", "new_value", "change_type", "reason")
_COUNTS = frozenset({"applied", "agreed", "conflict"})


def cleaning_log(replayed: Replayed) -> pd.DataFrame:
    """One row a column that people changed or confirmed, in the order of the text.

    What two people did alike stands once. Events that no longer count, and those that wait for
    somebody to decide, are not in it.
    """
    rows = [
        (verdict.row_id or verdict.event.target.exact, *change)
        for verdict in replayed.verdicts
        if verdict.status in _COUNTS and verdict.is_decided
        for change in _changes(verdict.event)
    ]
    return text_frame(CLEANING, list(dict.fromkeys(rows)))


def _changes(event: Event) -> Iterable[tuple[str | None, ...]]:
    reason = f"{event.reason}: {event.note}" if event.note else event.reason
    if event.op == "reject":
        yield None, event.target.exact, None, "remove_survey", reason
    elif event.op in ("merge", "split"):
        yield (
            "source",
            event.target.exact,
            shown_value(event.after["mentions"]),
            "change_response",
            reason,
        )
    elif event.op == "add":
        for name, value in event.after.items():
            yield name, None, shown_value(value), "add_survey", reason
    else:
        before = event.told_before
        for name, value in event.values.items():
            old, new = shown_value(before.get(name)), shown_value(value)
            kind = "no_action" if old == new else "change_response" if new else "blank_response"
            yield name, old, new, kind, reason


def csv_for_spreadsheets(columns: Sequence[str], rows: Iterable[Sequence[str | None]]) -> bytes:
    """Text as CSV that a spreadsheet may open: no cell runs, none holds what a page cannot."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(columns)
    for row in rows:
        writer.writerow(["" if cell is None else neutralised(clean(cell)) for cell in row])
    return out.getvalue().encode()


def cleaning_files(replayed: Replayed) -> dict[str, bytes]:
    """Name and bytes of the cleaning log and of the events' statuses, formulas defused."""
    log, statuses = _cells(cleaning_log(replayed)), _cells(replayed.statuses)
    return {
        "cleaning_log.csv": csv_for_spreadsheets(CLEANING, log),
        "cleaning_log.xlsx": sheet_bytes("cleaning_log", CLEANING, log),
        "review_statuses.csv": csv_for_spreadsheets(list(replayed.statuses), statuses),
    }


def _cells(data: pd.DataFrame) -> list[tuple[str | None, ...]]:
    filled = data.astype(object).where(data.notna(), None)
    return list(filled.itertuples(index=False, name=None))

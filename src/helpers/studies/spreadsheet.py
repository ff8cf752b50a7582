"""Tables for people who open them in a spreadsheet: who said which number comes first."""

from __future__ import annotations

import csv
import datetime as dt
import io
from pathlib import Path
from typing import TYPE_CHECKING, cast

import pandas as pd

from ..firmness import firmness_words
from ..tables import table_files
from ..tables.store import zip_of
from ..tables.workbook import Sheet, book_bytes, neutralised, table_sheets
from ..writing import write_file
from .briefs import reporters_of
from .doubts import SURE, doubts_in

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from ..tables import Tables

FIRST_SHEET = "who said which number"
FIRST_CSV = "00_who_said_which_number.csv"
"""Sorts before the tables in every listing of an unpacked download."""

COLUMNS = {
    "number": "The value; the one bound where only a bound is told; empty for a range or a vague "
    "word (see low and high).",
    "what": "What is counted or measured, by kind.",
    "where": "The place that the number is about.",
    "when": "The day that the number is about, if the article gives it.",
    "who": "Who reported the number, or, in brackets, why nobody is named.",
    "how firm": "The hedge on the number, and whether it was denied, expected, alleged and so on.",
    "sentence": "The sentence that contains the number, word for word.",
    "check": "What may be wrong with the row, in words. Empty: nothing needs a second look.",
    "as printed": "The words of the article that give the number.",
    "low": "The lowest value that these words allow.",
    "high": "The highest value that these words allow.",
    "number_id": "The id of the number in the sheet numbers.",
}
_WIDTHS = (14, 24, 20, 12, 30, 20, 70, 40, 24, 12, 12, 22)
_TOLD_DAYS = ("stated", "weekday_resolved")


def who_said(tables: Tables) -> pd.DataFrame:
    """One row per number in the order of the text, with ``COLUMNS``, in words for a reader.

    Numbers are numbers, ``when`` is a date, and an empty cell is None.
    """
    joined, doubts = tables.joined(), doubts_in(tables)
    rows = [
        _row(number, reporter, "" if sure == SURE else f"{sure}: {why}")
        for number, reporter, sure, why in zip(
            joined.to_dict("records"),
            reporters_of(tables),
            doubts["sure"],
            doubts["why"],
            strict=True,
        )
    ]
    return pd.DataFrame(rows, columns=list(COLUMNS), dtype=object)


def who_said_csv(tables: Tables) -> bytes:
    """``who_said`` as a CSV that a spreadsheet opens as it is: marked UTF-8, no cell runs."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    writer.writerows(
        ["" if cell is None else _csv_cell(cell) for cell in row]
        for row in who_said(tables).itertuples(index=False, name=None)
    )
    return out.getvalue().encode("utf-8-sig", "replace")


def download_zip(tables: Tables) -> bytes:
    """Who said which number, then the tables as ``save_tables`` writes them, in one archive."""
    return zip_of({FIRST_CSV: who_said_csv(tables), **table_files(tables)})


def write_workbook(tables: Tables, path: str | Path) -> int:
    """Write the tables as an XLSX file; the number of cells neutralised.

    The same tables give the same bytes. Raises OutputError.
    """
    data, changed = workbook_bytes(tables)
    write_file(path, data)
    return changed


def workbook_bytes(tables: Tables) -> tuple[bytes, int]:
    """The workbook, and how many of its cells were neutralised.

    Sheets: who said which number, one per table, the codebook, and what was done to the cells.
    """
    rows = who_said(tables).itertuples(index=False, name=None)
    first = Sheet(FIRST_SHEET, tuple(COLUMNS), list(rows), _WIDTHS)
    codes = [(FIRST_SHEET, name, meaning, None) for name, meaning in COLUMNS.items()]
    return book_bytes([first, *table_sheets(tables)], codes)


def _row(number: Mapping[str, Any], reporter: str, check: str) -> tuple[Any, ...]:
    value, low, high = (_amount(number[name]) for name in ("value", "low", "high"))
    bound = low if high is None else high if low is None else None
    day = number["as_of"]
    return (
        bound if value is None else value,
        _what(number),
        ", ".join(number["places"]) or None,
        day.date() if not pd.isna(day) and number["as_of_basis"] in _TOLD_DAYS else None,
        reporter,
        _how_firm(number),
        number["sentence"],
        check or None,
        number["text"] if pd.isna(number["full_text"]) else number["full_text"],
        low,
        high,
        number["number_id"],
    )


def _amount(cell: object) -> float | None:
    return None if pd.isna(cell) else float(cast(float, cell))


def _what(number: Mapping[str, Any]) -> str:
    kind = str(number["kind"]).replace("_", " ")
    thing = number["unit"] if pd.isna(number["counted"]) else number["counted"]
    return kind if pd.isna(thing) or thing == kind else f"{kind}: {str(thing).replace('_', ' ')}"


def _how_firm(number: Mapping[str, Any]) -> str:
    hedge = "" if number["hedge"] == "exact" else str(number["hedge"]).replace("_", " ")
    estimated = "estimated" if number["estimated"] else ""
    firm = firmness_words(number["polarity"], number["modality"])
    return ", ".join(filter(None, (hedge, estimated, firm))) or "as stated"


def _csv_cell(cell: str | float | dt.date) -> str:
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else repr(cell)
    return cell.isoformat() if isinstance(cell, dt.date) else neutralised(cell)

"""Tables for other programs: a workbook in which no cell runs."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from .. import schema
from ..errors import OutputError

if TYPE_CHECKING:
    import pandas as pd

    from . import Tables

_RUNS = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
"""First characters that make a spreadsheet, or the CSV saved from it, run a cell."""
_MAX_CELL = 32_767  # characters, the limit of the format
_MAX_ROWS = 1_048_575
_FIRST_YEAR = 1901  # spreadsheets disagree on which days 1900 had
_CODE_WIDTHS = (24, 20, 90, 60)
_CUT = " … (cut)"


def sheet_bytes(name: str, columns: Sequence[str], rows: Iterable[Sequence[str | None]]) -> bytes:
    """One table of text as a workbook of its own, no cell of which runs; the same bytes each time.

    Raises OutputError where it has more rows than a sheet holds.
    """
    out = io.BytesIO()
    book = _new_book(out)
    sheet = book.add_worksheet(name)
    bold = book.add_format({"bold": True})
    for number, row in enumerate((columns, *rows)):
        if number > _MAX_ROWS:
            raise OutputError(f"{name} has more rows than a sheet holds: use the CSV")
        for column, text in enumerate(row):
            if text is not None:
                sheet.write_string(number, column, _safe(text)[0], None if number else bold)
    sheet.freeze_panes(1, 0)
    book.close()
    return out.getvalue()


def _new_book(out: io.BytesIO) -> Any:
    import xlsxwriter

    book = xlsxwriter.Workbook(
        out,
        {
            "in_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
            "nan_inf_to_errors": True,
        },
    )
    book.set_properties({"created": dt.datetime(2000, 1, 1)})  # no clock in the bytes
    return book


@dataclass(frozen=True)
class Sheet:
    """One sheet: its rows hold text, numbers, flags and dates; None is an empty cell."""

    name: str
    columns: tuple[str, ...]
    rows: Sequence[Sequence[Any]]
    widths: tuple[int, ...]


def table_sheets(tables: Tables) -> list[Sheet]:
    """A sheet for each table, in schema order, its days as dates."""
    return [_sheet_of(name, getattr(tables, name)) for name in schema.TABLES]


def book_bytes(
    sheets: Sequence[Sheet], codes: Sequence[tuple[str | None, ...]]
) -> tuple[bytes, int]:
    """The sheets, the codebook and what was done to the cells as XLSX; the cells neutralised.

    ``codes`` are rows of the codebook that come before those of the tables. A text that starts
    like a formula gets an apostrophe in front, and the last sheet says so. The same sheets give
    the same bytes. Raises OutputError.
    """
    out = io.BytesIO()
    book = _new_book(out)
    counts = [(sheet.name, *_write_sheet(book, sheet)) for sheet in [*sheets, _codebook(codes)]]
    changed = sum(neutral for _, neutral, _ in counts)
    about = book.add_worksheet("about")
    lines = [
        "Cells that start with = + - @ or a tab have an apostrophe (') in front here, so that no "
        "spreadsheet runs them. In the tables as saved they stand without it.",
        f"Cells with such an apostrophe: {changed}",
        *(
            f"{name}: {neutral} neutralised, {cut} cut to {_MAX_CELL:,} characters"
            for name, neutral, cut in counts
        ),
    ]
    for row, line in enumerate(lines):
        about.write_string(row, 0, line)
    about.set_column(0, 0, 110)
    book.close()
    return out.getvalue(), changed


def neutralised(text: str) -> str:
    """The text as a spreadsheet may hold it: never the start of a formula.

    >>> neutralised("=1+1"), neutralised("-5 degrees"), neutralised("5 - 3")
    ("'=1+1", "'-5 degrees", '5 - 3')
    """
    return "'" + text if text.startswith(_RUNS) or text.lstrip().startswith(_RUNS[:4]) else text


def _codebook(codes: Sequence[tuple[str | None, ...]]) -> Sheet:
    rows = [
        (table, column.name, column.meaning, " | ".join(column.words) or None)
        for table, columns in schema.TABLES.items()
        for column in columns
    ]
    return Sheet("codebook", ("sheet", "column", "meaning", "words"), [*codes, *rows], _CODE_WIDTHS)


def _sheet_of(name: str, data: pd.DataFrame) -> Sheet:
    columns = schema.TABLES[name]
    filled = data.astype(object).where(data.notna(), None)
    rows = [
        tuple(_typed(cell, column.kind) for column, cell in zip(columns, row, strict=True))
        for row in filled.itertuples(index=False, name=None)
    ]
    names = [column.name for column in columns]
    widths = [_width(name, [row[k] for row in rows]) for k, name in enumerate(names)]
    return Sheet(name, tuple(names), rows, tuple(widths))


def _width(name: str, cells: Iterable[object]) -> int:
    return min(60, 2 + max(map(len, (name, *(str(cell) for cell in cells if cell is not None)))))


def _typed(cell: Any, kind: str) -> Any:
    if cell is None:
        return None
    if kind in {"integer", "number"}:
        return float(cell)
    if kind == "flag":
        return bool(cell)
    if kind == "date":
        try:
            return dt.date.fromisoformat(str(cell))
        except ValueError:  # a day and an hour, or a month alone: as it is written
            return str(cell)
    return str(cell)


def _write_sheet(book: Any, told: Sheet) -> tuple[int, int]:
    if len(told.rows) > _MAX_ROWS:
        raise OutputError(
            f"{told.name} has {len(told.rows):,} rows, more than a sheet holds: use Parquet"
        )
    sheet = book.add_worksheet(told.name)
    bold = book.add_format({"bold": True})
    day = book.add_format({"num_format": "yyyy-mm-dd", "align": "left"})
    for column, (name, width) in enumerate(zip(told.columns, told.widths, strict=True)):
        sheet.write_string(0, column, name, bold)
        sheet.set_column(column, column, width)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, len(told.rows), len(told.columns) - 1)
    wrap = book.add_format({"text_wrap": True, "valign": "top"})
    changed = cut = 0
    for number, row in enumerate(told.rows, 1):
        for column, value in enumerate(row):
            if isinstance(value, bool):
                sheet.write_boolean(number, column, value)
            elif isinstance(value, float):
                sheet.write_number(number, column, value)
            elif isinstance(value, dt.date):
                _write_day(sheet, number, column, value, day)
            elif value is not None:
                safe, neutral, short = _safe(value)
                changed, cut = changed + neutral, cut + short
                sheet.write_string(number, column, safe, wrap)
    return changed, cut


def _write_day(sheet: Any, row: int, column: int, day: dt.date, form: Any) -> None:
    if day.year < _FIRST_YEAR:
        sheet.write_string(row, column, day.isoformat())
    else:
        sheet.write_datetime(row, column, dt.datetime(day.year, day.month, day.day), form)


def _safe(text: str) -> tuple[str, bool, bool]:
    """The text as a cell may hold it; whether it was neutralised, and whether it was cut."""
    plain = _writable(text)
    safe = neutralised(plain)
    long = len(safe.encode("utf-16-le")) // 2 > _MAX_CELL
    return _shortened(safe) if long else safe, safe != plain, long


def _writable(text: str) -> str:
    # What XML cannot hold at all: half of a surrogate pair, and the two non-characters.
    clean = text.encode("utf-8", "replace").decode("utf-8")
    return clean.replace("\ufffe", "\ufffd").replace("\uffff", "\ufffd")


def _shortened(text: str) -> str:
    units = text.encode("utf-16-le")[: 2 * (_MAX_CELL - len(_CUT))]
    return units.decode("utf-16-le", "ignore") + _CUT

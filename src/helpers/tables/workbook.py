"""Tables for other programs: a workbook in which no cell runs."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .. import schema
from ..errors import OutputError
from ..writing import write_file

if TYPE_CHECKING:
    from . import Tables

_RUNS = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
"""First characters that make a spreadsheet, or the CSV saved from it, run a cell."""
_MAX_CELL = 32_767  # characters, the limit of the format
_MAX_ROWS = 1_048_575
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
                safe = neutralised(_writable(text))
                if len(safe.encode("utf-16-le")) // 2 > _MAX_CELL:
                    safe = _shortened(safe)
                sheet.write_string(number, column, safe, None if number else bold)
    sheet.freeze_panes(1, 0)
    book.close()
    return out.getvalue()


def _new_book(out: io.BytesIO) -> Any:
    import datetime as dt

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


def write_workbook(tables: Tables, path: str | Path) -> int:
    """Write the tables as an XLSX file, a sheet a table; the number of cells neutralised.

    A text that starts like a formula gets an apostrophe in front, and the first sheet says so;
    the tables themselves stay verbatim. The same tables give the same bytes. Raises OutputError.
    """
    data, changed = workbook_bytes(tables)
    write_file(path, data)
    return changed


def workbook_bytes(tables: Tables) -> tuple[bytes, int]:
    """The workbook, and how many of its cells were neutralised."""
    out = io.BytesIO()
    book = _new_book(out)
    about = book.add_worksheet("about")
    counts = [(name, *_write_sheet(book, name, getattr(tables, name))) for name in schema.TABLES]
    changed = sum(neutral for _, neutral, _ in counts)
    lines = [
        "Tables of one article: one sheet a table. What each column means stands in the codebook.",
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


def _write_sheet(book: Any, name: str, data: Any) -> tuple[int, int]:
    if len(data) > _MAX_ROWS:
        raise OutputError(f"{name} has {len(data):,} rows, more than a sheet holds: use Parquet")
    sheet = book.add_worksheet(name)
    bold = book.add_format({"bold": True})
    columns = schema.TABLES[name]
    for column, specified in enumerate(columns):
        sheet.write_string(0, column, specified.name, bold)
    sheet.freeze_panes(1, 0)
    changed = cut = 0
    filled = data.astype(object).where(data.notna(), None)
    for number, row in enumerate(filled.itertuples(index=False, name=None), 1):
        for column, (specified, value) in enumerate(zip(columns, row, strict=True)):
            if value is None:
                continue
            if specified.kind in {"integer", "number"}:
                sheet.write_number(number, column, float(value))
            elif specified.kind == "flag":
                sheet.write_boolean(number, column, bool(value))
            else:
                text = _writable(str(value))
                safe = neutralised(text)
                changed += safe != text
                if len(safe.encode("utf-16-le")) // 2 > _MAX_CELL:
                    cut += 1
                    safe = _shortened(safe)
                sheet.write_string(number, column, safe)
    return changed, cut


def _writable(text: str) -> str:
    # What XML cannot hold at all: half of a surrogate pair, and the two non-characters.
    clean = text.encode("utf-8", "replace").decode("utf-8")
    return clean.replace("\ufffe", "\ufffd").replace("\uffff", "\ufffd")


def _shortened(text: str) -> str:
    units = text.encode("utf-16-le")[: 2 * (_MAX_CELL - len(_CUT))]
    return units.decode("utf-16-le", "ignore") + _CUT

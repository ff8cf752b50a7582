"""Exports to drafts: one article a row of a CSV or JSON-lines file with a column of text."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache, lru_cache
from typing import TextIO

from ..errors import InputError
from ..vocabulary import load
from .article_drafts import ArticleDraft, LoadingOptions
from .days import day_of
from .text import decode

_DELIMITERS = (",", ";", "\t", "|")
MAX_ROWS = 200_000
MAX_COLUMNS = 16_384
"""Most columns of an export: as many as a spreadsheet has."""
_SHOWN = 8

Row = dict[str, object]


def read_rows(
    data: bytes, name: str, options: LoadingOptions
) -> Iterator[ArticleDraft | InputError]:
    """One draft a row, in order; a row that holds no article is handed on as its InputError.

    Raises InputError for a file that is no export or has no column of text.
    """
    text, notes = decode(data, name, options.encoding)
    if _is_json(text):
        rows = _json_rows(text, name)
    else:
        rows = csv_rows(io.StringIO(text, newline=""), text[:5000], name)
    for number, draft in enumerate(drafts_of(rows, name, options, notes)):
        if number >= MAX_ROWS:
            raise InputError(f"{name} has more than {MAX_ROWS:,} rows: split it")
        yield draft


def drafts_of(
    rows: Iterable[Row | InputError], name: str, options: LoadingOptions, notes: tuple[str, ...]
) -> Iterator[ArticleDraft | InputError]:
    """One draft a row, as ``read_rows``; the column of text is told by the first row."""
    column = None
    number = -1
    for number, row in enumerate(rows):
        if isinstance(row, InputError):
            yield row
            continue
        known = _known_columns(row)
        if column is None:
            column = _text_column(row, known, name, options.text_column)
        here = column if column in row else known.get("text", column)
        yield _draft(row, known | {"text": here}, name, number, notes)
    if number < 0:
        raise InputError(f"{name} is an export without rows: it needs one article a row")


def one_row(data: bytes, name: str, options: LoadingOptions) -> ArticleDraft:
    """The draft of the one row, or of row ``options.row``; raises InputError."""
    found = None
    seen = 0
    for number, draft in enumerate(read_rows(data, name, options)):
        seen += 1
        if options.row is None and number == 1:
            raise InputError(
                f"{name} holds several articles, one a row: choose one with --row N (row=N, from "
                "0), or load them all with load_rows or the folder command"
            )
        if number == (options.row or 0):
            found = draft
            if options.row is not None:
                break
    if found is None:
        raise InputError(f"{name} has {seen:,} rows, and row {options.row} is not among them")
    if isinstance(found, InputError):
        raise found
    return found


def _is_json(text: str) -> bool:
    return text.lstrip("\ufeff \t\r\n")[:1] in ("{", "[")


def _json_rows(text: str, name: str) -> Iterator[Row | InputError]:
    start = text.lstrip("\ufeff \t\r\n")
    if start.startswith("["):
        whole = _parsed(start, f"{name}")
        if isinstance(whole, InputError):
            raise whole
        rows: Iterator[object] = iter(whole if isinstance(whole, list) else [whole])
        yield from (_as_row(row, f"{name} row {i}") for i, row in enumerate(rows))
        return
    first = _parsed(start, name)
    if isinstance(first, dict):  # one object over several lines
        yield _as_row(first, name)
        return
    for number, line in enumerate(_lines(start)):
        if line.strip():
            yield json_row(line, f"{name} line {number + 1}")


def json_row(line: str, where: str) -> Row | InputError:
    """The row of one JSON line, or why it is none."""
    parsed = _parsed(line, where)
    return parsed if isinstance(parsed, InputError) else _as_row(parsed, where)


def _lines(text: str) -> Iterator[str]:
    # Only line feeds part JSON lines: a text may hold U+2028 and its like.
    for found in re.finditer(r"[^\n]+|\n\n+", text):
        yield found.group()


def _parsed(text: str, where: str) -> object:
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as failure:
        reason = str(failure) if isinstance(failure, ValueError) else "nested too deep"
        return InputError(f"{where} is no JSON ({reason[:80]}): write one object a line")


def _as_row(row: object, where: str) -> Row | InputError:
    if isinstance(row, dict):
        if len(row) > MAX_COLUMNS:
            return InputError(_too_wide(where, len(row)))
        return row
    return InputError(f'{where} is {type(row).__name__}, not an object: write {{"text": …}}')


def _too_wide(where: str, columns: int) -> str:
    return f"{where} has {columns:,} columns, more than the {MAX_COLUMNS:,} allowed: drop some"


def csv_rows(lines: TextIO, head: str, name: str) -> Iterator[Row | InputError]:
    """The rows of a CSV file by its header; ``head`` is its beginning. Raises InputError."""
    head = head.split("\n", 1)[0]
    delimiter = max(_DELIMITERS, key=head.count)
    with lines:
        reader = csv.reader(lines, delimiter=delimiter)
        try:
            header = next(reader, None)
            if not header:
                raise InputError(f"{name} is an export without a header: name its columns first")
            if len(header) > MAX_COLUMNS:
                raise InputError(_too_wide(name, len(header)))
            for cells in reader:
                if cells:
                    yield dict(zip(header, cells, strict=False))
        except csv.Error as failure:
            raise InputError(
                f"{name}, line {reader.line_num}: {failure}: export it as JSON lines instead"
            ) from failure


def _text_column(
    row: Mapping[str, object], known: Mapping[str, str], name: str, wanted: str | None
) -> str:
    shown = ", ".join(repr(str(key)[:30]) for key in list(row)[:_SHOWN]) or "none"
    if wanted is not None:
        if wanted in row:
            return wanted
        raise InputError(f"{name} has no column {wanted[:40]!r}, but {shown}: name one of them")
    if "text" not in known:
        raise InputError(
            f"{name} has no column that is surely the text, but {shown}: name it with --text-column"
        )
    return known["text"]


def _known_columns(row: Mapping[str, object]) -> dict[str, str]:
    """Meaning → the column of the row that has it, for the meanings found."""
    plain = {_plain(key): key for key in reversed(list(row))}
    found = {
        meaning: [plain[name] for name in names if name in plain]
        for meaning, names in _columns().items()
    }
    return {meaning: columns[0] for meaning, columns in found.items() if columns}


@lru_cache(maxsize=2 * MAX_COLUMNS)  # the rows of an export have the same columns
def _plain(key: str) -> str:
    return re.sub(r"[\W_]+", "", key[:60]).lower()


def _draft(
    row: Row, columns: Mapping[str, str], name: str, number: int, notes: tuple[str, ...]
) -> ArticleDraft | InputError:
    column = columns["text"]
    text = row.get(column)
    if not isinstance(text, str) or not text.strip():
        return InputError(f"{name} row {number} has no text in {column!r}: fill it or drop the row")
    facts: dict[str, object] = {}
    for key in _columns():
        found = row.get(columns.get(key, "")) if key not in {"text", "published"} else None
        if isinstance(found, list):
            found = ", ".join(str(item) for item in found[:10] if isinstance(item, str))
        if isinstance(found, str) and found.strip():
            facts[key] = found.strip()[:2000]
    stamp = row.get(columns.get("published", ""))
    if isinstance(stamp, dict):  # {"$date": …}, as a document database exports it
        stamp = next(iter(stamp.values()), None)
    facts["published"] = day_of(stamp)
    if stamp not in (None, "") and not facts["published"]:
        notes = (*notes, f"no possible date, or two: {str(stamp)[:30]!r}")
    return ArticleDraft(text, (), facts, notes, text.encode("utf-8", "surrogatepass"))


@cache
def _columns() -> dict[str, list[str]]:
    return load("loading")["columns"]

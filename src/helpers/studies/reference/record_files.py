"""The record read from its folder: every bad row listed at once, or all of it loaded."""

from __future__ import annotations

import csv
import datetime as dt
import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from ...errors import InputError, SchemaError
from .mapping import Words, mapped_row, read_words

ESTIMATES = "reference_estimates.csv"
COLUMNS = (
    "metric", "place", "as_of", "published", "value", "low", "high", "unit", "hedge", "reporter",
    "reporter_type", "method_note", "caveat", "source_title", "source_url", "quote_of_figure",
)  # fmt: skip
REQUIRED = (
    "metric", "place", "as_of", "unit", "hedge", "reporter", "reporter_type", "source_title",
    "source_url",
)  # fmt: skip
MAPPED = ("metric", "place", "unit", "hedge", "reporter_type")

_TEXT = (
    "reference_id", "metric", "kind", "population", "whom", "part_of", "stock_or_flow", "place",
    "as_of", "published", "unit", "hedge", "method", "reporter", "name", "also_printed", "voice",
    "side", "source_type", "naming", "flags", "method_note", "caveat", "source_title",
    "source_url", "quote_of_figure",
)  # fmt: skip
_NUMBERS = ("value", "low", "high")


@dataclass(frozen=True, eq=False)
class Reference:
    """A record of published figures.

    ``rows`` has one row per figure, in the words of the tables, with ``line`` in the file;
    ``breaks`` says where a series changes its method; ``inside`` which place lies in which.
    """

    rows: pd.DataFrame
    breaks: pd.DataFrame
    inside: Mapping[str, str]

    def __repr__(self) -> str:
        days = self.rows["as_of"]
        span = f", {days.min()} to {days.max()}" if len(days) else ""
        metrics = self.rows["metric"].nunique()
        return f"<Reference: {len(self.rows)} figures of {metrics} metrics{span}>"


def load_reference(folder: str | Path) -> Reference:
    """The record that stands in a folder, its words mapped to those of the tables.

    Raises InputError where a file is missing or no UTF-8, SchemaError with every bad row and
    its line number; then nothing is loaded.
    """
    folder = Path(folder)
    words = read_words(folder)
    found = list(_lines(folder / ESTIMATES))
    if complaints := check_reference(found, words):
        raise SchemaError("\n".join(f"{ESTIMATES}, {complaint}" for complaint in complaints))
    rows = [{"line": line, **mapped_row(row, words)} for line, row in found]
    frame = pd.DataFrame(rows, columns=["line", *_TEXT[:10], *_NUMBERS, *_TEXT[10:], "estimated"])
    kinds = dict.fromkeys(_TEXT, "string[python]") | dict.fromkeys(_NUMBERS, "Float64")
    frame = frame.astype(kinds | {"line": "Int64", "estimated": "boolean"})
    breaks = pd.DataFrame(list(words.breaks), columns=["metric", "place", "day", "why"])
    return Reference(frame, breaks.astype("string[python]"), words.inside)


def check_reference(lines: Sequence[tuple[int, Mapping[str, str]]], words: Words) -> list[str]:
    """What is wrong with the rows, each with its line number; empty where all is well."""
    complaints: list[str] = []
    seen: dict[tuple[str, ...], int] = {}
    for line, row in lines:
        if None in row or None in row.values():
            width = len(COLUMNS)
            complaints.append(f"line {line}: not {width} fields: quote those that hold a comma")
            continue
        complaints += (f"line {line}: {wrong}" for wrong in _wrong(row, words))
        key = tuple(row[column] for column in COLUMNS)
        if key in seen:
            complaints.append(f"line {line}: the same as line {seen[key]}: leave one of them out")
        seen.setdefault(key, line)
    return complaints


def _wrong(row: Mapping[str, str], words: Words) -> Iterator[str]:
    for column in REQUIRED:
        if not row[column].strip():
            yield f"{column} is missing: a figure needs it"
    for column in MAPPED:
        if row[column].strip() and row[column] not in words.known[column]:
            yield f"{column} {row[column]!r} is not in words.csv: add it there, or correct it"
    yield from _wrong_days(row)
    yield from _wrong_figures(row)
    if row["source_url"].strip() and not re.match(r"https?://\S+$", row["source_url"]):
        yield f"source_url {row['source_url']!r} is not an address: start it with http:// or https://"


def _wrong_days(row: Mapping[str, str]) -> Iterator[str]:
    days = {column: _day(row[column]) for column in ("as_of", "published")}
    for column, day in days.items():
        if row[column].strip() and day is None:
            yield f"{column} {row[column]!r} is not a date: write it as YYYY-MM-DD"
    if days["as_of"] and days["published"] and days["published"] < days["as_of"]:
        yield f"published {row['published']} is before as_of {row['as_of']}"


def _wrong_figures(row: Mapping[str, str]) -> Iterator[str]:
    figures = {column: _figure(row[column]) for column in _NUMBERS}
    for column, figure in figures.items():
        if row[column].strip() and figure is None:
            yield f"{column} {row[column]!r} is not a number: use digits, without commas or words"
        elif figure is not None and figure < 0:
            yield f"{column} {row[column]} is below zero"
    value, low, high = figures.values()
    if not any(row[column].strip() for column in _NUMBERS):
        yield "value, low and high are all missing: a row must give at least one of them"
    if low is not None and high is not None and low > high:
        yield f"low {row['low']} is above high {row['high']}"
    elif value is not None and (
        (low is not None and value < low) or (high is not None and value > high)
    ):
        yield f"value {row['value']} is outside low {row['low']} and high {row['high']}"


def _lines(path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    """The rows with the line that each starts on."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file, strict=True)
            header = tuple(reader.fieldnames or ())
            if header != COLUMNS:
                raise SchemaError(
                    f"{path.name}, line 1: the columns are {', '.join(header) or 'missing'}; "
                    f"they must be {', '.join(COLUMNS)}"
                )
            start = reader.line_num + 1
            for row in reader:
                yield start, row
                start = reader.line_num + 1
    except FileNotFoundError as failure:
        raise InputError(f"{path} does not exist: name the folder that holds it") from failure
    except (OSError, UnicodeDecodeError, csv.Error) as failure:
        raise InputError(f"{path.name} cannot be read as UTF-8 CSV: {failure}") from failure


def _day(text: str) -> dt.date | None:
    if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", text.strip()):
        return None
    try:
        return dt.date.fromisoformat(text.strip())
    except ValueError:
        return None


def _figure(text: str) -> float | None:
    if not re.fullmatch(r"-?\d+(\.\d+)?", text.strip()):
        return None
    found = float(text)
    return found if math.isfinite(found) else None

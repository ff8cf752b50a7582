"""Quantities passage by passage; in tables cell by cell, under the words of column and row."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from ..language import Reading
from ..quantities import find_quantities
from ..records import Article, Passage, Quantity, Residue, Span

_VAGUE = frozenset({"other", "people", "population"})  # kinds that a label may tell better
_LONGEST_LABEL = 60


def quantities_of(
    article: Article, passages: Sequence[Passage], reading: Reading
) -> tuple[list[Quantity], list[Residue]]:
    """The quantities of all passages, and what was seen and not taken."""
    # Passage by passage: the cost of the grammar must not grow with the length of the text.
    quantities: list[Quantity] = []
    left: list[Residue] = []
    header: list[str] = []
    for passage in passages:
        text = article.text[passage.start : passage.end]
        if passage.kind != "table" and "\t" not in text:
            header = []
            found, seen = find_quantities(text, reading=reading, start=passage.start)
            quantities += (_shifted(quantity, passage.start) for quantity in found)
            left += _residue(seen, passage.start)
            continue
        # Empty cells at the start of a row lie outside the passage, and count as columns.
        start = passage.start
        while start and article.text[start - 1] == "\t":
            start -= 1
        for row in re.finditer(r"[^\n]+", article.text[start : passage.end]):
            for found, seen in _in_row(row.group(), start + row.start(), header):
                quantities += found
                left += seen
            if not header and not any(char.isdigit() for char in row.group()):
                header = [_label(cell) for cell, _ in _columns(row.group())]
    return quantities, left


def _in_row(
    row: str, offset: int, header: Sequence[str]
) -> Iterator[tuple[list[Quantity], list[Residue]]]:
    columns = list(_columns(row))
    side = next((_label(cell) for cell, _ in columns if cell.strip()), "")
    for index, (cell, start) in enumerate(columns):
        found, seen = find_quantities(cell)
        above = header[index] if index < len(header) else ""
        labels = [label for label in (above, side) if label and label != _label(cell)]
        yield (
            [_shifted(_labelled(one, cell, labels), offset + start) for one in found],
            _residue(seen, offset + start),
        )


def _columns(row: str) -> Iterator[tuple[str, int]]:
    """The cells of a row, empty ones too, each with its offset."""
    start = 0
    for cell in re.split(r"(?<=[\t|])", row):
        if cell:
            yield cell.rstrip("\t|"), start
        start += len(cell)


def _label(cell: str) -> str:
    words = cell.strip()
    if len(words) > _LONGEST_LABEL or any(char.isdigit() for char in words):
        return ""
    return words.lower()


def _labelled(found: Quantity, cell: str, labels: Sequence[str]) -> Quantity:
    """The quantity as it would be read with its label behind it: "12" under "Killed"."""
    if found.kind not in _VAGUE:
        return found
    for label in labels:
        told, _ = find_quantities(f"{cell.rstrip()} {label}")
        for one in told:
            if (one.start, one.end) == (found.start, found.end) and one.kind not in _VAGUE:
                full = Span(one.full.start, min(one.full.end, len(cell.rstrip())))
                inside = one.counted is not None and one.counted.end <= full.end
                return replace(one, full=full, counted=one.counted if inside else None)
    return found


def _residue(seen: Sequence[Residue], by: int) -> list[Residue]:
    return [Residue(one.start + by, one.end + by, one.reason) for one in seen]


def _shifted(quantity: Quantity, by: int) -> Quantity:
    moved = lambda span: Span(span.start + by, span.end + by) if span else None  # noqa: E731
    return replace(
        quantity,
        start=quantity.start + by,
        end=quantity.end + by,
        full=Span(quantity.full.start + by, quantity.full.end + by),
        hedge_span=moved(quantity.hedge_span),
        counted=moved(quantity.counted),
    )

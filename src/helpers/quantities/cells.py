"""The stretches of an article in which quantities are read: a passage, or one cell of a table."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from ..language.reading import Reading
from ..records import Passage

_LONGEST_LABEL = 60


class Stretch(NamedTuple):
    """From ``start`` to ``end``; of a cell with the labels of its column and row, as spans.

    A cell has no grammar: what its figure is stands in the labels.
    """

    start: int
    end: int
    cell: bool = False
    labels: tuple[tuple[int, int], ...] = ()


def stretches(reading: Reading) -> Iterator[Stretch]:
    """The passages in text order, tables cell by cell."""
    # One by one: the cost of the grammar must not grow with the length of the text.
    text = reading.article.text
    header: list[tuple[int, int]] = []
    for passage in reading.passages:
        if is_table(text, passage):
            # Empty cells at the start of a row lie outside the passage, and count as columns.
            start = passage.start
            while start and text[start - 1] == "\t":
                start -= 1
            for row in re.finditer(r"[^\n]+", text[start : passage.end]):
                first = start + row.start()
                parts = re.finditer(r"[^\t|]*[\t|]|[^\t|]+$", row.group())
                cells = [(first + part.start(), first + part.end()) for part in parts]
                yield from _in_row(text, cells, header)
                if not header and not any(char.isdigit() for char in row.group()):
                    header = cells
        else:
            header = []
            yield Stretch(passage.start, passage.end)


def is_table(text: str, passage: Passage) -> bool:
    """Whether a passage is read cell by cell."""
    return passage.kind == "table" or "\t" in text[passage.start : passage.end]


def _in_row(
    text: str, cells: Sequence[tuple[int, int]], header: Sequence[tuple[int, int]]
) -> Iterator[Stretch]:
    side = [cell for cell in cells if text[slice(*cell)].strip("\t| ")][:1]
    for index, cell in enumerate(cells):
        labels = (*header[index : index + 1], *side)
        yield Stretch(*cell, True, tuple(one for one in labels if _labels(text, one, cell)))


def _labels(text: str, label: tuple[int, int], cell: tuple[int, int]) -> bool:
    """Whether a cell can be the label of another."""
    words = text[slice(*label)].strip("\t| ")
    short = 0 < len(words) <= _LONGEST_LABEL and not any(char.isdigit() for char in words)
    return short and words.lower() != text[slice(*cell)].strip("\t| ").lower()

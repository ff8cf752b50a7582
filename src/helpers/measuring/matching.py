"""Pairing rows of two readings of one text, one to one, the likest first."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

Row = Mapping[str, Any]


def overlap(start: int, end: int, other_start: int, other_end: int) -> int:
    """Code points that two half-open spans share."""
    return max(0, min(end, other_end) - max(start, other_start))


def best_pairs(
    found: Sequence[Row], wanted: Sequence[Row], likeness: Callable[[Row, Row], float]
) -> dict[int, int]:
    """Index of a wanted row → index of the found row paired with it.

    Pairs are taken in order of likeness, ties in the order of the rows; a likeness of 0 is none.
    """
    candidates = sorted(
        (-like, j, i)
        for j, g in enumerate(wanted)
        for i, p in enumerate(found)
        if (like := likeness(p, g)) > 0
    )
    of_wanted: dict[int, int] = {}
    taken: set[int] = set()
    for _, j, i in candidates:
        if j not in of_wanted and i not in taken:
            of_wanted[j] = i
            taken.add(i)
    return of_wanted

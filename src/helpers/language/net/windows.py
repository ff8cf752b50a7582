"""Cutting a document into windows of word pieces that overlap at sentence borders.

The encoder sees one window at a time, never longer than those it was trained on (longer
ones cost eight points of F1). A word is decided in the window where it stands furthest
from a border.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

LONGEST = 222
"""Word pieces in a window, without its two frame pieces."""

OVERLAP = 28
"""Word pieces that neighbouring windows share, about: without, 2.5 points of F1 are lost."""

SLACK = 18
"""How far from the wished overlap a sentence border may lie and still be taken."""


@dataclass(frozen=True, slots=True)
class Window:
    """Words ``start`` to ``end`` are read; ``first`` to ``last`` are decided here."""

    start: int
    end: int
    first: int
    last: int


def cut_windows(ends: Sequence[int], sentences: Sequence[int]) -> list[Window]:
    """Overlapping windows over words, in text order; each word is decided exactly once.

    ``ends[i]`` counts the pieces up to and with word ``i`` (its paragraph mark too);
    ``sentences`` are the words that begin sentences, ascending.
    """
    total = len(ends)
    cuts: list[tuple[int, int]] = []
    start = 0
    while start < total:
        before = ends[start - 1] if start else 0
        end = max(bisect_right(ends, before + LONGEST), start + 1)
        if end >= total:
            cuts.append((start, total))
            break
        border = bisect_right(sentences, end) - 1
        # A window ends where a sentence ends, unless that would throw away half of it.
        if border >= 0 and (ends[sentences[border] - 1] if sentences[border] else 0) > (
            before + LONGEST // 2
        ):
            end = sentences[border]
        cuts.append((start, end))
        start = max(_next_start(ends, sentences, end), start + 1)
    windows: list[Window] = []
    first = 0
    for number, (start, end) in enumerate(cuts):
        last = total
        if number + 1 < len(cuts):
            # The middle of the shared stretch, in words.
            last = max((cuts[number + 1][0] + end + 1) // 2, first)
        windows.append(Window(start, end, first, last))
        first = last
    return windows


def _next_start(ends: Sequence[int], sentences: Sequence[int], end: int) -> int:
    wished = bisect_left(ends, ends[end - 1] - OVERLAP) + 1
    low = bisect_left(ends, ends[end - 1] - OVERLAP - SLACK) + 1
    high = bisect_left(ends, ends[end - 1] - OVERLAP + SLACK) + 1
    near = sentences[bisect_left(sentences, low) : bisect_right(sentences, min(high, end - 1))]
    if not near:
        return min(wished, end - 1) if end > 1 else end
    return min(near, key=lambda word: (abs(word - wished), word))

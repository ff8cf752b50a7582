"""Which attribution stands inside which, and which stretches of text are taken."""

from __future__ import annotations

import bisect

from helpers.records import Attribution

NESTING_WINDOW = 60  # attributions before this one that may hold it


def outer_attributions(attributions: list[Attribution]) -> list[int | None]:
    """For each attribution the smallest other one whose content holds its source and cue."""
    contents = sorted(
        (piece.start, piece.end, index)
        for index, a in enumerate(attributions)
        for piece in a.content
    )
    starts = [c[0] for c in contents]
    outer: list[int | None] = []
    for index, attribution in enumerate(attributions):
        anchor = [*attribution.cue, *attribution.source]
        if not anchor:
            outer.append(None)
            continue
        first, last = min(s.start for s in anchor), max(s.end for s in anchor)
        best: tuple[int, int] | None = None
        at = bisect.bisect_right(starts, first)
        for start, end, other in contents[max(0, at - NESTING_WINDOW) : at]:
            if (
                other != index
                and start <= first
                and end >= last
                and (best is None or end - start < best[0])
            ):
                best = (end - start, other)
        outer.append(best[1] if best else None)
    # Two attributions that hold each other are no nest.
    return [None if o is not None and outer[o] == i else o for i, o in enumerate(outer)]


class Cover:
    """Whether a stretch lies within or across one of the given spans."""

    def __init__(self, spans: list[tuple[int, int]]) -> None:
        self.spans = sorted(spans)
        self.starts = [a for a, _ in self.spans]
        self.longest = max((b - a for a, b in self.spans), default=0)

    def inside(self, start: int, end: int) -> bool:
        """Whether any of the spans shares a character with start to end."""
        at = bisect.bisect_left(self.starts, end)
        for k in range(at - 1, -1, -1):
            a, b = self.spans[k]
            if a < start - self.longest:
                break
            if a < end and b > start:
                return True
        return False

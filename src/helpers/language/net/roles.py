"""Roles of attribution from scores of words: the best tag sequence, then who points to whom."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

SOURCE, CUE, CONTENT = 1, 3, 5
"""Tags that begin a role; the next number continues it. 0 is no role."""

CUE_AT_LEAST = 0.1
"""Below this share of its words' pointers, a content has no cue of its own."""

CUE_PULL, SOURCE_PULL = 2.0, 5.0
"""Added to the scores of words that others point to: worth 1.3 points of src+content F1 on
PolNeAR dev, where these two were chosen, coarsely (0.7 to 3 and 2 to 5 do alike)."""

ENOUGH_CONTENT, ENOUGH_CUE = 3.0, 1.0
"""Pointing words, in expectation, that give the full pull of a cue and of a source."""


@dataclass(frozen=True, slots=True)
class Pointed:
    """What the network says of the words ``start`` to ``end`` of a window.

    ``points[k, i, j]`` is the chance that word ``first + i`` points to word
    ``start + j - 1`` (``j = 0``: to none); ``k``: content → cue, cue → source,
    content → source. Only the words that this window decides have rows.
    """

    start: int
    end: int
    first: int
    points: np.ndarray


@dataclass(frozen=True, slots=True)
class Linked:
    """One attribution in words: half-open ranges, and how sure the net is."""

    source: tuple[int, int] | None
    cue: tuple[int, int] | None
    contents: tuple[tuple[int, int], ...]
    confidence: float


def pulled(scores: np.ndarray, readings: Sequence[Pointed]) -> np.ndarray:
    """Scores of tags in the light of the pointers: what is pointed to as a cue is one.

    Without this, a content whose cue was missed by a hair goes to the cue of another.
    """
    sure = chances(scores)
    content = sure[:, CONTENT] + sure[:, CONTENT + 1]
    cue = sure[:, CUE] + sure[:, CUE + 1]
    to_cue, to_source = np.zeros(len(scores)), np.zeros(len(scores))
    for reading in readings:
        own = slice(reading.first, reading.first + reading.points.shape[1])
        to_cue[reading.start : reading.end] += content[own] @ reading.points[0, :, 1:]
        to_source[reading.start : reading.end] += cue[own] @ reading.points[1, :, 1:]
    better = scores.copy()
    better[:, CUE : CUE + 2] += CUE_PULL * np.minimum(to_cue / ENOUGH_CONTENT, 1)[:, None]
    lift = SOURCE_PULL * np.minimum(to_source / ENOUGH_CUE, 1)
    better[:, SOURCE : SOURCE + 2] += lift[:, None]
    return better


def best_tags(
    scores: np.ndarray, paragraphs: Sequence[int], steps: np.ndarray, opening: np.ndarray
) -> np.ndarray:
    """Likeliest tag sequence (Viterbi), each paragraph for itself, all side by side.

    ``paragraphs`` are the words that begin paragraphs, ascending, the first being 0.
    Steps that are not allowed cost 10,000 in ``steps`` and ``opening``.
    """
    total = len(scores)
    starts = np.asarray(paragraphs)
    sizes = np.diff(np.append(starts, total))
    order = np.argsort(-sizes, kind="stable")
    starts, sizes = starts[order], sizes[order]
    longest = int(sizes[0])
    # active[t]: how many paragraphs (the longest first) have a word t.
    active = np.searchsorted(-sizes, -np.arange(longest), side="left")
    back = np.zeros(scores.shape, dtype=np.int8)
    best = scores[starts] + opening
    ends = np.zeros(len(starts), dtype=np.int8)
    into = steps.T[None]
    for at in range(1, longest):
        count = active[at]
        ways = best[:count, None, :] + into
        back[starts[:count] + at] = ways.argmax(2)
        best[:count] = ways.max(2) + scores[starts[:count] + at]
    ends = best.argmax(1)
    tags = np.zeros(total, dtype=np.int8)
    current = ends
    for at in range(longest - 1, -1, -1):
        count = active[at]
        places = starts[:count] + at
        tags[places] = current[:count]
        if at:
            current = current.copy()
            current[:count] = back[places, current[:count]]
    return tags


def spans_of(tags: np.ndarray, role: int) -> list[tuple[int, int]]:
    """Half-open word ranges of one role, in text order."""
    begins = np.flatnonzero(tags == role)
    # A span ends at the next word that does not continue it.
    others = np.append(np.flatnonzero(tags != role + 1), len(tags))
    ends = others[np.searchsorted(others, begins, side="right")]
    return list(zip(begins.tolist(), ends.tolist(), strict=True))


def chances(scores: np.ndarray) -> np.ndarray:
    """Softmax over the last axis."""
    raised = np.exp(scores - scores.max(-1, keepdims=True))
    return raised / raised.sum(-1, keepdims=True)


class Pointing:
    """For each span that asks: the mean chance that its words point to each target span."""

    def __init__(self, targets: list[tuple[int, int]], readings: Sequence[Pointed]):
        self._readings = readings
        self._firsts = np.array([reading.first for reading in readings])
        self._starts = np.array([start for start, _ in targets], dtype=np.int64)
        self._ends = np.array([end for _, end in targets], dtype=np.int64)

    def shares(self, asker: tuple[int, int], which: int) -> tuple[dict[int, float], float]:
        """Target number → share, and the share of "none"; they sum to 1 at most."""
        start, end = asker
        shares: dict[int, float] = {}
        none = 0.0
        at = int(np.searchsorted(self._firsts, start, side="right")) - 1
        while at < len(self._readings) and self._readings[at].first < end:
            reading = self._readings[at]
            at += 1
            low = max(start - reading.first, 0)
            rows = reading.points[which, low : end - reading.first]
            if not len(rows):
                continue
            running = np.cumsum(rows.sum(0))
            none += float(running[0])
            one = int(np.searchsorted(self._ends, reading.start, side="right"))
            two = int(np.searchsorted(self._starts, reading.end, side="left"))
            if one < two:
                froms = np.maximum(self._starts[one:two] - reading.start, 0)
                tos = np.minimum(self._ends[one:two], reading.end) - reading.start
                for target, share in enumerate((running[tos] - running[froms]).tolist(), one):
                    shares[target] = shares.get(target, 0.0) + share
        size = end - start
        return {target: share / size for target, share in shares.items()}, none / size


def link(scores: np.ndarray, tags: np.ndarray, readings: Sequence[Pointed]) -> list[Linked]:
    """Attributions in words, in text order.

    Contents whose words point to one cue are one attribution. Its source is the span to
    which cue and contents together point most, unless they point to none more.
    ``confidence`` is the product of four means: the chance of the role over the words of
    the content and of the cue, the share of the content's pointers on the cue, and the
    share of the pointers on the source (or on none).
    """
    contents, cues, sources = (spans_of(tags, role) for role in (CONTENT, CUE, SOURCE))
    if not contents:
        return []
    sure = chances(scores)
    roles = {role: sure[:, role] + sure[:, role + 1] for role in (CONTENT, CUE)}
    to_cues, to_sources = Pointing(cues, readings), Pointing(sources, readings)
    groups: dict[int, list[int]] = {}
    held: list[float] = []
    for number, content in enumerate(contents):
        shares, _ = to_cues.shares(content, 0)
        cue, share = max(shares.items(), key=lambda item: (item[1], -item[0]), default=(-1, 0.0))
        if share < CUE_AT_LEAST:
            cue, share = -1 - number, 1.0
        groups.setdefault(cue, []).append(number)
        held.append(share)
    found = []
    for cue, members in groups.items():
        pieces = [contents[number] for number in members]
        asked = [to_sources.shares(piece, 2) for piece in pieces]
        weights = [end - start for start, end in pieces]
        if cue >= 0:
            asked.append(to_sources.shares(cues[cue], 1))
            weights.append(sum(weights))
        whole = sum(weights)
        none = sum(w * n for w, (_, n) in zip(weights, asked, strict=True)) / whole
        totals: dict[int, float] = {}
        for weight, (shares, _) in zip(weights, asked, strict=True):
            for target, share in shares.items():
                totals[target] = totals.get(target, 0.0) + weight * share / whole
        source, share = max(totals.items(), key=lambda item: (item[1], -item[0]), default=(-1, 0.0))
        if share <= none:
            source, share = -1, none
        words = sum(end - start for start, end in pieces)
        confidence = share
        confidence *= sum(float(roles[CONTENT][s:e].sum()) for s, e in pieces) / words
        confidence *= sum(held[n] * (contents[n][1] - contents[n][0]) for n in members) / words
        if cue >= 0:
            confidence *= float(roles[CUE][slice(*cues[cue])].mean())
        found.append(
            Linked(
                sources[source] if source >= 0 else None,
                cues[cue] if cue >= 0 else None,
                tuple(pieces),
                min(max(confidence, 0.0), 1.0),
            )
        )
    return sorted(found, key=lambda one: (one.contents[0], one.cue or (-1, -1)))

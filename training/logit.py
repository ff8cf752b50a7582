"""A conditional logit: which answer to each case is likeliest, by facts and the network's rows.

Every answer of a case has named facts, of which each has a weight; the answer "none" has the rows
of numbers too that the network gives the case, of which the directions count in which the cases
differ most. The weights are those of the greatest likelihood, held near a prior.
"""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from helpers.places.choosing import weigh
from helpers.places.states import BLOCKS

NONE = -1
SELDOM = 4  # a fact seen less often weighs what the prior says
DIRECTIONS = 16  # of each block of the network's rows


@dataclass(frozen=True)
class Case:
    """One number: the facts and places of its candidates, those for none, the right answers."""

    index: int
    candidates: Sequence[Sequence[str]]
    places: Sequence[int]
    against: Sequence[str]
    right: frozenset[int]
    worth: float = 1.0
    states: np.ndarray | None = None

    @cached_property
    def answers(self) -> list[tuple[int, list[str]]]:
        """Each answer with its facts, "none" first."""
        return [(NONE, sorted(set(self.against)))] + [
            (k, sorted(set(facts))) for k, facts in enumerate(self.candidates)
        ]


@dataclass(frozen=True)
class Fitted:
    """The weight of each fact, and of each of the network's rows, for none."""

    facts: Mapping[str, float]
    states: np.ndarray


class Directions:
    """The directions in which the rows of the cases differ most, block by block."""

    def __init__(self, cases: Sequence[Case]) -> None:
        told = np.stack([case.states for case in cases if case.states is not None])
        self.middle = told.mean(0)
        width = told.shape[1] // len(BLOCKS)
        self.ways = np.zeros((told.shape[1], DIRECTIONS * len(BLOCKS)))
        for k in range(len(BLOCKS)):
            own = slice(k * width, (k + 1) * width)
            block = told[:, own] - self.middle[own]
            _, sizes, ways = np.linalg.svd(block, full_matrices=False)
            length = np.sqrt((sizes[:DIRECTIONS] ** 2).sum() / len(told))
            at = slice(k * DIRECTIONS, (k + 1) * DIRECTIONS)
            self.ways[own, at] = ways[:DIRECTIONS].T / length

    def of(self, case: Case) -> np.ndarray:
        """A case's rows seen along the directions; nought where nothing was read."""
        if case.states is None:
            return np.zeros(self.ways.shape[1])
        return (case.states - self.middle) @ self.ways


def fit(cases: Sequence[Case], pull: float, prior: Mapping[str, float]) -> Fitted:
    """The weights that make the right answers likeliest, held near the prior by ``pull``."""
    cases = [case for case in cases if case.right]
    seen = Counter(fact for case in cases for _, facts in case.answers for fact in facts)
    names = sorted({fact for fact, n in seen.items() if n >= SELDOM} | set(prior))
    column = {fact: k for k, fact in enumerate(names)}
    rows = [
        (g, answer, [column[f] for f in facts if f in column])
        for g, case in enumerate(cases)
        for answer, facts in case.answers
    ]
    ways = Directions(cases)
    matrix = np.zeros((len(rows), len(names) + ways.ways.shape[1]))
    for r, (g, answer, columns) in enumerate(rows):
        matrix[r, columns] = 1
        if answer == NONE:
            matrix[r, len(names) :] = ways.of(cases[g])
    group = np.array([g for g, _, _ in rows])
    right = np.array([answer in cases[g].right for g, answer, _ in rows])
    worth = np.array([case.worth for case in cases])
    middle = np.zeros(matrix.shape[1])
    middle[: len(names)] = [prior.get(name, 0.0) for name in names]
    w = _likeliest(matrix, group, right, worth, pull, middle)
    table = dict(zip(names, w[: len(names)], strict=True))
    along = ways.ways @ w[len(names) :]
    table["none"] -= float(ways.middle @ along)
    return Fitted(table, along)


def _likeliest(
    matrix: np.ndarray,
    group: np.ndarray,
    right: np.ndarray,
    worth: np.ndarray,
    pull: float,
    middle: np.ndarray,
) -> np.ndarray:
    """Weights of the columns; ``group`` numbers the case of each row, ``right`` its right ones."""
    starts = np.flatnonzero(np.r_[True, group[1:] != group[:-1]])

    def loss(w: np.ndarray) -> tuple[float, np.ndarray]:
        score = matrix @ w
        share = np.exp(score - np.maximum.reduceat(score, starts)[group])
        total = np.add.reduceat(share, starts)
        kept = np.where(right, share, 0)
        among = np.add.reduceat(kept, starts)
        slope = matrix.T @ (worth[group] * (kept / among[group] - share / total[group]))
        off = w - middle
        value = -(worth * np.log(among / total)).sum() + 0.5 * pull * off @ off
        return float(value), pull * off - slope

    return _lowest(loss, middle)


def _lowest(
    loss: Callable[[np.ndarray], tuple[float, np.ndarray]], start: np.ndarray
) -> np.ndarray:
    """Where a smooth convex function is lowest (L-BFGS, ten pairs)."""
    w = start.copy()
    value, slope = loss(w)
    pairs: deque[tuple[np.ndarray, np.ndarray]] = deque(maxlen=10)
    for _ in range(400):
        step = -_along(slope, pairs)
        size = 1.0 if pairs else 0.01
        while True:
            there, slope_there = loss(w + size * step)
            if there <= value + 1e-4 * size * (step @ slope) or size < 1e-8:
                break
            size /= 2
        moved, bent = size * step, slope_there - slope
        if moved @ bent > 1e-10:
            pairs.append((moved, bent))
        done = abs(value - there) < 1e-7 * max(1.0, abs(value))
        w, value, slope = w + moved, there, slope_there
        if done:
            break
    return w


def _along(slope: np.ndarray, pairs: Sequence[tuple[np.ndarray, np.ndarray]]) -> np.ndarray:
    found, kept = slope.copy(), []
    for moved, bent in reversed(pairs):
        share = (moved @ found) / (bent @ moved)
        kept.append(share)
        found -= share * bent
    if pairs:
        moved, bent = pairs[-1]
        found *= (moved @ bent) / (bent @ bent)
    for (moved, bent), share in zip(pairs, reversed(kept), strict=True):
        found += moved * (share - (bent @ found) / (bent @ moved))
    return found


def chosen(case: Case, fitted: Fitted, caution: float = 0.0) -> int:
    """The likeliest answer to a case: one of its candidates, or ``NONE``."""
    none = weigh(case.against, fitted.facts) + caution
    none += 0 if case.states is None else float(case.states @ fitted.states)
    weights = [weigh(facts, fitted.facts) for facts in case.candidates]
    best = max(range(len(weights)), key=lambda k: weights[k], default=NONE)
    return best if best != NONE and weights[best] > none else NONE

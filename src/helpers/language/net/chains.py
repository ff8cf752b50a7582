"""Which mention is the antecedent of which: the network's vectors, and how far each is trusted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

FARTHEST = 50
"""Mentions back that an antecedent is looked for, as in training."""


@dataclass(frozen=True, slots=True)
class Antecedent:
    """The earlier mention that a mention means (None: none before it), and its chance."""

    word: int | None
    chance: float


def antecedents(
    mentions: Sequence[int],
    surfaces: Sequence[str],
    asks: np.ndarray,
    answers: np.ndarray,
    biases: np.ndarray,
) -> dict[int, Antecedent]:
    """For each word that heads a mention, in text order, its likeliest antecedent.

    ``surfaces`` are the words in lower case; the arrays have a row for each word of the article.
    """
    found: dict[int, Antecedent] = {}
    buckets = biases.shape[1] - 2
    for i, word in enumerate(mentions):
        before = mentions[max(0, i - FARTHEST) : i]
        scores = np.empty(len(before) + 1)
        scores[0] = biases[word, 0]
        if before:
            distance = np.arange(len(before), 0, -1)
            bucket = np.minimum(np.log2(distance).astype(np.int64), buckets - 1)
            same = np.array([surfaces[b] == surfaces[word] for b in before])
            scores[1:] = answers[list(before)] @ asks[word] + biases[word, 1 + bucket]
            scores[1:] += same * biases[word, -1]
        chances = np.exp(scores - scores.max())
        chances /= chances.sum()
        best = int(chances.argmax())
        found[word] = Antecedent(before[best - 1] if best else None, float(chances[best]))
    return found

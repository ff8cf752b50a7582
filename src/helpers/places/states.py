"""What the network makes of a number's words, and the fitted weights of it.

Beside named facts its rows are weighed too: they know which things stand somewhere and which do
not, seats and storms, by what they have read. ``training/places.py`` fits the weights.
"""

from __future__ import annotations

from bisect import bisect_left
from functools import cache, cached_property
from typing import TYPE_CHECKING

from helpers import vocabulary
from helpers.language import Reading
from helpers.places.ties import anchor_of, scope_of
from helpers.records import Quantity

if TYPE_CHECKING:
    import numpy as np

BLOCKS = ("counted", "counted anywhere", "verb", "sentence", "article")
"""Whose rows are weighed: the counted noun in its place and anywhere, and the means of the rest."""


class States:
    """The rows of one article's numbers."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self._sentences: dict[int, np.ndarray] = {}

    def of(self, quantity: Quantity) -> np.ndarray | None:
        """The rows of all ``BLOCKS``, one behind another.

        None where no network read the article, or no word stands for the number.
        """
        import numpy as np

        reading, anchor = self.reading, anchor_of(self.reading, quantity)
        if reading.states is None or reading.forms is None or anchor is None:
            return None
        states = reading.states
        rows = (states[anchor], reading.forms[anchor], states[scope_of(reading, anchor)],
                self._sentence(reading.sentence_of[anchor]), self._article)  # fmt: skip
        return np.concatenate(rows).astype(np.float64)

    def _sentence(self, number: int) -> np.ndarray:
        if number not in self._sentences:
            assert self.reading.states is not None
            of = self.reading.sentence_of
            words = slice(bisect_left(of, number), bisect_left(of, number + 1))
            self._sentences[number] = self.reading.states[words].mean(0)
        return self._sentences[number]

    @cached_property
    def _article(self) -> np.ndarray:
        assert self.reading.states is not None
        return self.reading.states.mean(0)


@cache
def weights_of(table: str) -> np.ndarray:
    """The weights of a file as ``training/places.py`` writes it, for the rows of ``States``."""
    import numpy as np

    told = {row["block"]: row for row in vocabulary.rows(table)}
    scaled = [float(told[name]["scale"]) * np.array(told[name]["weights"].split(), float)
              for name in BLOCKS]  # fmt: skip
    return np.concatenate(scaled)


def weigh_states(states: np.ndarray | None, table: str) -> float:
    """What a number's rows weigh; nought where there are none."""
    return 0.0 if states is None else round(float(states @ weights_of(table)), 6)

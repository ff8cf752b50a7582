"""What typed real news decides better than a rule: small models over the network's own rows.

A finder asks with :class:`Question`: what the rule answers, the closed words that describe the case
("part:noun=NOUN"), and rows of the reading's states and forms. The models are linear, fitted by
``training/decisions.py`` on articles typed by people, and know what the rule said: they overrule
it only where what they have seen speaks against it. Without states (a reading that no network
made) the rule's answer stands.
"""

from __future__ import annotations

import functools
import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ..errors import ModelError
from .net.network import MODELS

if TYPE_CHECKING:
    import numpy as np

FILE = "decisions.npz"
"""Beside the network; its hash lies in ``decisions.sha256``."""
CONTENT = frozenset({"NOUN", "PROPN", "VERB", "ADJ"})
"""Parts of speech that tell what a passage is about."""


@dataclass(frozen=True, slots=True, eq=False)
class Question:
    """One thing to decide, at ``start`` to ``end`` in the text: the rule's answer and evidence.

    ``words`` are closed words; those that no model knows count nothing. ``rows`` is one vector.
    """

    start: int
    end: int
    answer: str
    words: tuple[str, ...]
    rows: np.ndarray


@dataclass(frozen=True, slots=True, eq=False)
class Model:
    """One decision: answers, their bias, a column of weights for each answer."""

    answers: tuple[str, ...]
    bias: np.ndarray
    words: Mapping[str, np.ndarray]
    rows: np.ndarray

    def chances(self, cases: Sequence[Question]) -> np.ndarray:
        """(cases, answers), each row adding up to one."""
        import numpy as np

        scores = np.stack([case.rows for case in cases]) @ self.rows + self.bias
        for row, case in zip(scores, cases, strict=True):
            for word in (f"rule={case.answer}", *case.words):
                if word in self.words:
                    row += self.words[word]
        scores = np.exp(scores - scores.max(1, keepdims=True))
        return scores / scores.sum(1, keepdims=True)


class Decisions:
    """The models by the name of what they decide."""

    def __init__(self, models: Mapping[str, Model]) -> None:
        self.models = models

    def decide(self, name: str, cases: Sequence[Question]) -> list[str]:
        """The likeliest answer to each case; a rule's that nobody ever typed stands."""
        model = self.models.get(name)
        if model is None or not cases:
            return [case.answer for case in cases]
        return [
            model.answers[best] if case.answer in model.answers else case.answer
            for case, best in zip(cases, model.chances(cases).argmax(1).tolist(), strict=True)
        ]


def mean_of(rows: np.ndarray | None, words: Sequence[int]) -> np.ndarray:
    """The mean of some words' rows; nought where there is none."""
    import numpy as np

    assert rows is not None
    if not words:
        return np.zeros(rows.shape[1])
    return rows[list(words)].mean(0, dtype=np.float64)


def read_decisions(raw: bytes) -> Decisions:
    """The models of a file as ``training/decisions.py`` writes it."""
    import io

    import numpy as np

    held = np.load(io.BytesIO(raw), allow_pickle=False)
    models = {}
    for name, facts in json.loads(str(held["facts"])).items():
        weights = held[f"{name}.rows"].astype(np.float64) * held[f"{name}.scale"]
        words = held[f"{name}.words"].astype(np.float64)
        models[name] = Model(
            tuple(facts["answers"]),
            held[f"{name}.bias"].astype(np.float64),
            dict(zip(facts["words"], words, strict=True)),
            weights,
        )
    return Decisions(models)


@functools.lru_cache(maxsize=1)
def shipped_decisions(folder: Path = MODELS) -> Decisions:
    """The models, read at the first call and kept; ``ModelError`` in one line otherwise."""
    try:
        raw = (folder / FILE).read_bytes()
        listed = (folder / "decisions.sha256").read_text(encoding="ascii").split()
    except (OSError, UnicodeDecodeError) as error:
        raise ModelError(
            f"the fitted decisions cannot be read: {error}; install the package again to mend it"
        ) from None
    if hashlib.sha256(raw).hexdigest() not in listed:
        raise ModelError(
            f"the file {FILE} is damaged (its sha256 is not the one in decisions.sha256); "
            "install the package again to mend it"
        )
    return read_decisions(raw)

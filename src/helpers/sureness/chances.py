"""From facts to chances: a logistic regression for each thing that may be wrong.

The weights (``vocabulary/sureness.csv``) were fitted by ``training/sureness.py`` on articles typed
by people after the rules were written, and are cross-fitted by article where they are scored.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from helpers import vocabulary

from ..records import Claim
from .facts import (
    claim_facts,
    day_facts,
    kind_facts,
    place_facts,
    reporter_facts,
    value_facts,
)
from .findings import Findings

UNSURE = 0.8
"""Chance under which a field is to be checked."""

CHECKED: Mapping[str, Callable[[Findings, int], list[str]]] = {
    "source": reporter_facts,
    "kind": kind_facts,
    "place": place_facts,
    "date": day_facts,
    "value": value_facts,
}
"""The closed words of ``check``, in their order, and what speaks for each."""
CLAIM = "claim"


@dataclass(frozen=True, slots=True)
class Sure:
    """How sure one number is: the chance that its reporter is right, and what else to check."""

    reporter: float
    check: tuple[str, ...]


def sureness_of(found: Findings) -> tuple[list[Sure], list[float]]:
    """For each quantity how sure it is; for each claim the chance that words and source are right.

    A sentence in the article's own voice is as sure as its least sure number.
    """
    numbers = []
    in_claim: dict[int, float] = {}
    for index, link in enumerate(found.links):
        chances = {name: chance(name, facts(found, index)) for name, facts in CHECKED.items()}
        check = tuple(name for name, sure in chances.items() if sure < UNSURE)
        numbers.append(Sure(chances["source"], check))
        in_claim[link.claim] = min(chances["source"], in_claim.get(link.claim, 1.0))
    claims = [_of_claim(found, k, claim, in_claim) for k, claim in enumerate(found.claims)]
    return numbers, claims


def _of_claim(found: Findings, index: int, claim: Claim, in_claim: Mapping[int, float]) -> float:
    if claim.cue is None and index in in_claim and claim.source is None:
        return in_claim[index]
    return chance(CLAIM, claim_facts(found, claim))


def chance(name: str, facts: Sequence[str]) -> float:
    """What some facts make of the chance that a thing is right, each counted once."""
    table = weights()[name]
    score = table["bias"] + sum(table.get(fact, 0.0) for fact in sorted(set(facts)))
    return 1 / (1 + math.exp(-score))


@cache
def weights() -> dict[str, dict[str, float]]:
    """For each thing that may be wrong the fitted weight of each fact, and the bias."""
    found: dict[str, dict[str, float]] = {}
    for row in vocabulary.rows("sureness"):
        found.setdefault(row["right"], {})[row["fact"]] = float(row["weight"])
    return found

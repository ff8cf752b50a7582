"""A quantity in the making, and what is left over."""

from __future__ import annotations

from dataclasses import dataclass, field

from helpers.quantities.counted import Counted
from helpers.quantities.hedges import Hedge
from helpers.quantities.units import Unit


@dataclass(slots=True)
class Draft:
    """A quantity in the making; all indexes are tokens, ``start`` and ``end`` characters.

    ``noun`` is the head of the phrase counted in the singular, where the tree tells it.
    ``notes`` keep what a later step asks: "one" (the word), "singled" (out by it), "or-two",
    "commas" (an age in them), "of a thing" (so is the noun that it has from the figure before).
    """

    i: int
    j: int
    start: int
    end: int
    value: float | None
    low: float | None
    high: float | None
    form: str
    rule: str
    sentence: tuple[int, int]
    unit: Unit | None = None
    unit_tokens: tuple[int, int] | None = None
    unit_word: bool = False
    rate: tuple[str, str, int] | None = None
    hedge: Hedge | None = None
    trailing: Hedge | None = None
    restated: Hedge | None = None
    counted: Counted | None = None
    age: bool = False
    compound: bool = False
    ranged: bool = False
    size: float = 0.0
    reason: str | None = None
    shared: Draft | None = None
    noun: str | None = None
    mood: str = "asserted"
    notes: set[str] = field(default_factory=set)

    @property
    def last(self) -> int:
        """The token after everything that belongs to the quantity."""
        last = self.j
        if self.unit_tokens is not None:
            last = max(last, self.unit_tokens[1])
        if self.rate is not None:
            last = max(last, self.rate[2])
        if self.counted is not None:
            last = max(last, self.counted.j)
        if self.trailing is not None:
            last = max(last, self.trailing.j)
        return last

    @property
    def first(self) -> int:
        """The first token, hedge and sign included."""
        return self.i if self.hedge is None else min(self.i, self.hedge.i)


@dataclass(slots=True)
class Left:
    """Tokens ``i`` to ``j`` are residue for ``reason``."""

    i: int
    j: int
    reason: str

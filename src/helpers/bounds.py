"""A figure with its hedge as a range on the number line, so that two figures can be compared.

Nothing here is ever printed as somebody's figure: a range that follows from rounding serves
to ask whether two figures can both hold, and no more.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from decimal import Decimal

LOWER = ("at_least", "more_than")
UPPER = ("at_most", "less_than", "nearly")
ROUNDED = ("approximate", "magnitude")


@dataclass(frozen=True, slots=True)
class Bounds:
    """All values that a figure allows, ends included; an open end is infinite."""

    low: float
    high: float

    def meets(self, other: Bounds) -> bool:
        """Whether one value lies in both."""
        return self.low <= other.high and other.low <= self.high


def bounds_of(
    hedge: str, value: float | None, low: float | None, high: float | None
) -> Bounds | None:
    """What a figure allows; None for a word without any number.

    An approximate figure is taken as rounded to its last digit that is not zero.

    >>> bounds_of("at_least", 5000, 5000, None)
    Bounds(low=5000, high=inf)
    >>> bounds_of("approximate", 20000, None, None)
    Bounds(low=15000.0, high=25000.0)
    >>> bounds_of("vague", None, None, None) is None
    True
    """
    if low is not None and high is not None:
        return Bounds(low, high)
    if low is not None:
        return Bounds(low, math.inf)
    if high is not None:
        return Bounds(-math.inf, high)
    if value is None or not math.isfinite(value):
        return None
    if hedge in LOWER:
        return Bounds(value, math.inf)
    if hedge in UPPER:
        return Bounds(-math.inf, value)
    if hedge in ROUNDED:
        half = rounding_unit(value) / 2
        return Bounds(value - half, value + half)
    return Bounds(value, value)


def rounding_unit(value: float) -> float:
    """The place of the last digit that is not zero.

    >>> rounding_unit(160_000), rounding_unit(1_207), rounding_unit(6.5), rounding_unit(0)
    (10000, 1, 0.1, 1)
    """
    if value == 0 or not math.isfinite(value):
        return 1
    # Twelve digits: beyond them a float shows its own dust, not the text's digits.
    exponent = int(Decimal(f"{value:.12g}").normalize().as_tuple().exponent)
    return 10**exponent if exponent >= 0 else round(10.0**exponent, -exponent)

"""A figure with its hedge: how a chart draws it, where its mark stands, and its words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from ...bounds import LOWER, UPPER
from .wording import HEDGE_WORDS, amount, in_unit, said


@dataclass(frozen=True, slots=True)
class StatedFigure:
    """What a row of a table says of a figure; what it leaves open is None."""

    hedge: str
    value: float | None
    low: float | None
    high: float | None
    estimated: bool = False

    @classmethod
    def of(
        cls, row: Mapping[str, Any], *, value: str = "value", hedge: str = "hedge", times: int = 1
    ) -> StatedFigure:
        """A row's figure, so many ``times``; ``value`` and ``hedge`` name the columns."""
        stated = (amount(row[column]) for column in (value, "low", "high"))
        best, low, high = (None if v is None else v * times for v in stated)
        estimated = row.get("estimated")
        return cls(said(row[hedge]), best, low, high, not pd.isna(estimated) and bool(estimated))

    @property
    def ends(self) -> tuple[float, float] | None:
        """The two ends of a range."""
        if self.low is None or self.high is None or self.low == self.high:
            return None
        return self.low, self.high

    @property
    def shape(self) -> str:
        """How it is drawn: range, at_least, at_most or point."""
        if self.ends:
            return "range"
        single = self.value is None and (self.low is None) != (self.high is None)
        if self.hedge in LOWER or (single and self.low is not None):
            return "at_least"
        return "at_most" if self.hedge in UPPER or single else "point"

    @property
    def at(self) -> float | None:
        """Where its mark stands: at the value, else at the end that is known, low before high."""
        ends = {"at_least": (self.low,), "at_most": (self.high,)}
        stated = (self.value, *ends.get(self.shape, (self.low, self.high)))
        return next((v for v in stated if v is not None), None)

    def words(self) -> str:
        """The figure with its bound: "at least 5,000", "about 6.48 million", "2,000 to 4,000"."""
        if self.ends:
            low, high = (in_unit(end, "") for end in self.ends)
            return f"at least {low}, perhaps {high}" if self.hedge in LOWER else f"{low} to {high}"
        at = self.at
        return "" if at is None else HEDGE_WORDS.get(self.hedge, "") + in_unit(at, "")

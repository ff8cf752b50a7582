"""Numbers of the tables as figures that can be grouped: who speaks, of what, and how firmly."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

import pandas as pd

from ...bounds import LOWER, UPPER, Bounds, bounds_of
from ...schema import ESTIMATE_KINDS
from ...vocabulary import load

if TYPE_CHECKING:
    from ...tables import Tables


@dataclass(frozen=True, slots=True)
class Figure:
    """One number of an article, with what grouping needs to know of it.

    ``voice`` is the source, "narrator" for the article's own voice, or the claim where
    somebody speaks whom the text does not name: two of those need not be the same.
    """

    number_id: str
    article_id: str
    start: int
    end: int
    text: str
    kind: str
    unit: str
    place: str | None
    population: str
    as_of: str | None
    trend: str
    stock_or_flow: str
    modality: str
    voice: str
    source_id: str | None
    denied: bool
    hedge: str
    value: float | None
    low: float | None
    high: float | None
    word: str

    @property
    def bounds(self) -> Bounds | None:
        """What the figure allows; None where it is only a word."""
        return bounds_of(self.hedge, self.value, self.low, self.high)

    @property
    def points(self) -> tuple[float, ...]:
        """The figures that are printed: one, or both ends of a range."""
        if self.low is not None and self.high is not None:
            return (self.low, self.high)
        found = next((v for v in (self.value, self.low, self.high) if v is not None), None)
        return () if found is None else (found,)

    @property
    def opens_above(self) -> bool:
        """Whether the text lets it be more."""
        return self.hedge in LOWER and self.high is None

    @property
    def opens_below(self) -> bool:
        """Whether the text lets it be less."""
        return self.hedge in UPPER and self.low is None


def figures_of(tables: Tables) -> list[Figure]:
    """The figures of the article's body that a chart of estimates may count, in text order."""
    joined = tables.joined()
    kept = joined[joined["kind"].isin(ESTIMATE_KINDS) & (joined["zone"] != "boilerplate")]
    found = [figure_of_row(row) for row in kept.to_dict("records")]
    return sorted(found, key=lambda f: (f.start, f.end))


def figure_of_row(row: Mapping[str, Any]) -> Figure:
    """The figure of one row of ``tables.joined()``."""
    source = _said(row["source_id"])
    return Figure(
        number_id=row["number_id"],
        article_id=row["article_id"],
        start=int(row["start"]),
        end=int(row["end"]),
        text=_said(row["full_text"]) or row["text"],
        kind=row["kind"],
        unit=folded_unit(_said(row["unit"]), row["kind"]),
        place=_said(row["place"]),
        population=row["population"],
        as_of=None if pd.isna(row["as_of"]) else f"{row['as_of']:%Y-%m-%d}",
        trend=row["trend"],
        stock_or_flow=row["stock_or_flow"],
        modality="told"
        if row["modality"] in load("estimates")["modality"]["told"]
        else row["modality"],
        voice=source or _nameless(row),
        source_id=source,
        denied=_said(row["polarity"]) == "denies",
        hedge=row["hedge"],
        value=_number(row["value"]),
        low=_number(row["low"]),
        high=_number(row["high"]),
        word=str(row["text"]).casefold(),
    )


def _nameless(row: Mapping[str, Any]) -> str:
    """The voice of a figure without a source: the article's own, or this one claim's."""
    own = row["link"] == "narrator" or _said(row["claim_form"]) == "narrator"
    return "narrator" if own else f"unnamed:{row['claim_id']}"


def folded_unit(unit: str | None, kind: str) -> str:
    """The unit with the ways to count persons one by one made one; money keeps its currency.

    >>> folded_unit("body", "killed"), folded_unit("child", "killed"), folded_unit("USD", "money")
    ('person', 'child', 'USD')
    """
    if unit is None:
        return "" if kind in ("money", "homes") else "person"
    return _folds().get(unit, unit)


@cache
def _folds() -> dict[str, str]:
    return {unit: whole for whole, units in load("estimates")["units"].items() for unit in units}


def _said(cell: object) -> str | None:
    return None if cell is None or pd.isna(cell) else str(cell)


def _number(cell: Any) -> float | None:
    return None if cell is None or pd.isna(cell) else float(cell)

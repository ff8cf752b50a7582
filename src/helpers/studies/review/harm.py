"""Which rows to check first: those where an error is likely and much of the story hangs on it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from ... import schema

if TYPE_CHECKING:
    from ...tables import Tables

_IN_HEADLINE, _COUNTED, _PLAIN, _APART = 4.0, 2.0, 1.0, 0.25
"""How much hangs on a figure: in title or subhead, in the charts, elsewhere, in boilerplate."""


def by_harm(tables: Tables) -> pd.DataFrame:
    """Every number with the harm to be expected from it, the most first.

    ``error`` is how likely its reporter is wrong (1 − confidence), ``weight`` how much hangs on
    the figure, ``harm`` their product; equal ones stand in the order of the text.
    """
    numbers = tables.numbers
    error = 1 - numbers["confidence"].astype(float)
    weight = pd.Series(_PLAIN, index=numbers.index)
    weight[numbers["kind"].isin(schema.ESTIMATE_KINDS)] = _COUNTED
    weight[numbers["zone"].isin(["headline", "subhead"])] = _IN_HEADLINE
    weight[numbers["zone"] == "boilerplate"] = _APART
    found = pd.DataFrame(
        {"number_id": numbers["number_id"], "error": error, "weight": weight}
    ).assign(harm=error * weight)
    return found.sort_values("harm", ascending=False, kind="stable").reset_index(drop=True)


def expected_wrong(tables: Tables) -> float:
    """How many of the rows that nobody has checked probably have a wrong reporter."""
    left = tables.numbers[tables.numbers["review"] == "unreviewed"]
    return float((1 - left["confidence"].astype(float)).sum())

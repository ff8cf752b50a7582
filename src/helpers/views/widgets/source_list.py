"""The sources of an article as the options of a list."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from ...escaping import clean
from ..charts.wording import said, shortened

LONGEST_NAME = 60  # characters


def source_options(sources: pd.DataFrame, claims: Mapping[str, int]) -> list[tuple[str, str]]:
    """(name with its number of claims, source_id) of each row of ``sources``, by name."""
    rows = sorted(sources.to_dict("records"), key=lambda row: said(row["name"]).casefold())
    return [
        (f"{clean(shortened(said(row['name']), LONGEST_NAME))} ({claims.get(key, 0)})", key)
        for row in rows
        if (key := row["source_id"])
    ]

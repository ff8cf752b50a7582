"""What of a table of marks is drawn, what is listed under the chart, and what is left out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from .wording import how_many, said, words

LISTED = 12  # numbers without a mark that are listed under the axis


@dataclass(frozen=True, slots=True)
class Split:
    """Rows with a mark, the first of those without one, and how many are in neither.

    ``unmarked`` counts all rows without a mark; ``left_out`` those past the cap, by kind.
    """

    drawn: list[dict]
    listed: list[dict]
    unmarked: int
    left_out: Mapping[str, int]


def split_marks(marks: pd.DataFrame, *, panels: Sequence[str], max_rows: int) -> Split:
    """Rows of ``estimate_marks`` in the order of these panels, divided.

    Only rows that are drawn or listed are read cell by cell: there may be thousands.
    """
    place = marks["panel"].str.split().str[0].map({name: i for i, name in enumerate(panels)})
    kept = marks[place.notna()]
    kept = kept.loc[place[place.notna()].astype(int).sort_values(kind="stable").index]
    has_mark = kept["shape"] != "none"
    marked, unmarked = kept[has_mark], kept[~has_mark]
    late = marked["kind"].iloc[max_rows:]
    return Split(
        marked.head(max_rows).to_dict("records"),
        unmarked.head(LISTED).to_dict("records"),
        len(unmarked),
        {kind: int((late == kind).sum()) for kind in dict.fromkeys(late)},
    )


def notes_of(split: Split) -> list[str]:
    """The lines under a chart: each number without a mark with the reason, and what is left out."""
    notes = []
    if split.unmarked:
        items = [
            f"“{m['printed']}” ({m['kind']}, {said(m['place']) or 'place not stated'}; "
            f"{m['reporter']}; {m['why_not']})"
            for m in split.listed
        ]
        more = f"; and {split.unmarked - LISTED:,} more" if split.unmarked > LISTED else ""
        notes.append(f"Not on the axis: {'; '.join(items)}{more}.")
    if split.left_out:
        kinds = ", ".join(f"{n:,} {words(kind)}" for kind, n in split.left_out.items())
        notes.append(
            "Left out to keep the chart readable: "
            f"{how_many(sum(split.left_out.values()), 'more row')} ({kinds}); "
            "the table holds them all."
        )
    return notes

"""What the estimates board shows: one frozen state and the pure function that selects by it."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

ALL = "all"
NAMED = ("named_person", "organisation", "document")
UNNAMED = ("unnamed_person", "unnamed_group")
COUNTED = ("people", "troops", "homes")  # money has a panel of its own, on request


@dataclass(frozen=True, slots=True)
class EstimateSelection:
    """The state of the board; every field holds one of the values of :func:`choices_of`.

    ``kind`` "all" is every count of people, troops and homes; ``naming`` is all, named,
    unnamed or none; ``source_type`` "none" keeps what has no source named.
    """

    kind: str = ALL
    source_type: str = ALL
    naming: str = ALL
    scale: str = "log"
    sentences: bool = False


def select_estimates(marks: pd.DataFrame, selection: EstimateSelection) -> pd.DataFrame:
    """The rows of ``marks`` (from ``estimate_marks``) that the selection keeps, in their order."""
    if selection.kind == ALL:
        kept = marks["panel"].isin(COUNTED)
    else:
        kept = marks["kind"] == selection.kind
    if selection.source_type != ALL:
        kept &= marks["source_type"] == selection.source_type
    groups = {"named": NAMED, "unnamed": UNNAMED, "none": ("none",)}
    if selection.naming != ALL:
        kept &= marks["naming"].isin(groups[selection.naming])
    return marks[kept.astype(bool)].reset_index(drop=True)


def choices_of(marks: pd.DataFrame) -> dict[str, tuple]:
    """The legal values of each field of the selection, given these marks; "all" comes first."""
    types = sorted(set(marks["source_type"]) - {"none"})
    nobody = ("none",) if (marks["source_type"] == "none").any() else ()
    return {
        "kind": (ALL, *dict.fromkeys(marks["kind"])),
        "source_type": (ALL, *types, *nobody),
        "naming": (ALL, "named", "unnamed", "none"),
        "scale": ("log", "linear"),
        "sentences": (False, True),
    }

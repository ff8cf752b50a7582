"""Which counts a chart shows: one frozen selection and the pure function that applies it."""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np
import pandas as pd

from ...escaping import clean
from .number_marks import FIRMNESS
from .palette import NO_SOURCE

NAMED = ("named_person", "organisation", "document")
UNNAMED = ("unnamed_person", "unnamed_group")
UNSTATED = "unstated"
"""The word that chooses counts whose place the text does not tell."""

_NAMINGS = {"named": NAMED, "unnamed": UNNAMED, NO_SOURCE: (NO_SOURCE,)}
_FACETS = ("kinds", "places", "source_types", "naming", "firmness")


@dataclass(frozen=True, slots=True)
class EstimateSelection:
    """Which rows of ``estimate_marks`` are shown, and how; an empty tuple restricts nothing.

    ``source_types`` and ``naming`` may hold "none" (no source is named), ``places`` "unstated".
    ``confidence`` is the least that a row needs, from 0 to 1. ``scale`` is log or linear;
    ``group`` orders the rows by kind or by source.
    """

    kinds: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    source_types: tuple[str, ...] = ()
    naming: tuple[str, ...] = ()
    firmness: tuple[str, ...] = ()
    confidence: float = 0.0
    scale: str = "log"
    group: str = "kind"


def select_estimates(marks: pd.DataFrame, selection: EstimateSelection) -> pd.DataFrame:
    """The rows of ``marks`` (from ``estimate_marks``) that the selection keeps.

    In their order, or grouped by source: named ones by name, what nobody is named for last.
    """
    return marks.iloc[positions_of(marks, selection)].reset_index(drop=True)


def positions_of(marks: pd.DataFrame, selection: EstimateSelection) -> list[int]:
    """Which rows of ``marks`` the selection keeps, by position, in the order it puts them."""
    positions = np.flatnonzero(_kept(marks, selection)).tolist()
    if selection.group == "source":
        keys = _by_source(marks)
        positions.sort(key=keys.__getitem__)
    return positions


def _kept(marks: pd.DataFrame, selection: EstimateSelection, but: str = "") -> np.ndarray:
    """Which rows the selection keeps, with all its facets ``but`` one."""
    kept = marks["confidence"].fillna(0) >= selection.confidence
    for name in _FACETS:
        if (wanted := getattr(selection, name)) and name != but:
            kept &= facet(marks, name).isin(list(wanted))
    return kept.astype(bool).to_numpy()


def facet(marks: pd.DataFrame, name: str) -> pd.Series:
    """The word of each row by which one facet of a selection (kinds, places …) is chosen."""
    if name == "kinds":
        return marks["kind"]
    if name == "places":
        return marks["place"].fillna(UNSTATED).map(clean)  # as a control can show it
    if name == "source_types":
        return marks["source_type"]
    if name == "naming":
        words = {naming: word for word, namings in _NAMINGS.items() for naming in namings}
        return marks["naming"].map(words)
    return marks["firmness"]


def facets_of(marks: pd.DataFrame) -> dict[str, dict[str, int]]:
    """Facet → its words among these rows, each with the number of rows it would keep alone.

    Kinds stand in the order of the rows, naming and firmness from firm to weak; places and
    types by their number, then by name, with what is not stated last.
    """
    last = {UNSTATED, NO_SOURCE}
    found = {}
    for name in _FACETS:
        counts = facet(marks, name).value_counts(sort=False).to_dict()
        order = {"naming": tuple(_NAMINGS), "firmness": FIRMNESS}.get(name)
        if name == "kinds":
            words = list(dict.fromkeys(marks["kind"]))
        elif order:
            words = [word for word in order if word in counts]
        else:
            words = sorted(counts, key=lambda word: (word in last, -counts[word], word.casefold()))
        found[name] = {word: int(counts[word]) for word in words}
    return found


def counts_beside(
    marks: pd.DataFrame, selection: EstimateSelection, facets: dict[str, dict[str, int]]
) -> dict[str, list[int]]:
    """Facet → for each of its words, in the order of ``facets``, the rows that it would keep.

    What the other facets and the confidence refuse is not counted: a word with 0 leads nowhere.
    """
    counted = {}
    for name in _FACETS:
        counts = facet(marks, name)[_kept(marks, selection, but=name)].value_counts().to_dict()
        counted[name] = [int(counts.get(word, 0)) for word in facets[name]]
    return counted


def refuse_illegal(marks: pd.DataFrame, selection: EstimateSelection) -> None:
    """ValueError, in words, for a selection that holds what these rows do not have."""
    legal = facets_of(marks)
    for name in _FACETS:
        for word in getattr(selection, name):
            if word not in legal[name]:
                raise ValueError(
                    f"{name} cannot hold {word!r} here; it may hold "
                    f"{', '.join(legal[name]) or 'nothing: there are no counts'}"
                )
    number = isinstance(selection.confidence, int | float)
    if not number or not 0 <= selection.confidence <= 1:
        raise ValueError(f"confidence cannot be {selection.confidence!r}: it lies from 0 to 1")
    for name, words in (("scale", ("log", "linear")), ("group", ("kind", "source"))):
        if getattr(selection, name) not in words:
            raise ValueError(
                f"{name} cannot be {getattr(selection, name)!r}; it is {' or '.join(words)}"
            )


def selection_code(selection: EstimateSelection) -> str:
    """The Python that makes this selection: only what differs from the default is written."""
    default = EstimateSelection()
    told = [
        f"{field.name}={getattr(selection, field.name)!r}"
        for field in fields(selection)
        if getattr(selection, field.name) != getattr(default, field.name)
    ]
    return f"EstimateSelection({', '.join(told)})"


def _by_source(rows: pd.DataFrame) -> list[tuple]:
    """Keys that keep each source's rows together within each panel, unnamed voices last."""
    panels = {panel: i for i, panel in enumerate(dict.fromkeys(rows["panel"]))}
    return [
        (panels[panel], naming == NO_SOURCE, reporter.casefold(), reporter)
        for panel, naming, reporter in zip(
            rows["panel"], rows["naming"], rows["reporter"], strict=True
        )
    ]

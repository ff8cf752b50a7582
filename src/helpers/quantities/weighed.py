"""The kind of each figure: the rule's answer weighed against what the network sees."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import islice

from ..language.decisions import CONTENT, Case, mean_of, row_at, shipped_decisions
from ..language.reading import Reading
from ..records import Quantity
from .kinds import PEOPLE
from .words import KINDS

CERTAIN = frozenset({"date", "money", "percent"})
"""Kinds that a sign or a month tells: nothing is weighed."""
_PERSONS = frozenset((*PEOPLE, "affected", "present", "people", "population", "troops"))
_NEAR = 12
_HIGHEST = 8
"""Steps up the tree in search of a verb."""


def weighed(reading: Reading, quantities: Sequence[Quantity]) -> list[Quantity]:
    """The quantities with the kinds that typed real news speaks for.

    "14 ministers met": the rule has people, thousands of typed figures say present.
    """
    cases = {k: case for k, one in enumerate(quantities) if (case := case_of(reading, one))}
    answers = shipped_decisions().decide("kind", list(cases.values()))
    told = dict(zip(cases, answers, strict=True))
    return [_with_kind(one, told.get(k, one.kind)) for k, one in enumerate(quantities)]


def case_of(reading: Reading, one: Quantity) -> Case | None:
    """The evidence on one figure's kind; None where nothing is to be weighed."""
    import numpy as np

    figure = head_of(reading, one.start, one.end)
    if reading.states is None or figure is None or one.kind in CERTAIN:
        return None
    if reading.passages[reading.sentences[reading.sentence_of[figure]].passage].kind == "table":
        return None  # a cell has no clause
    counted = one.counted and head_of(reading, one.counted.start, one.counted.end)
    if counted is None:
        above = reading.governor(figure) if reading[figure].relation == "nummod" else None
        counted = figure if above is None else above
    governor = reading.governor(counted)
    ways = islice(reading.ancestors(counted), _HIGHEST)
    verb = next((word for word in ways if reading[word].part == "VERB"), None)
    return Case(
        one.start,
        one.end,
        one.kind,
        tuple(_words(reading, one, figure, counted, governor)),
        np.concatenate(
            [row_at(reading.states, word) for word in (figure, counted, governor, verb)]
            + [row_at(reading.forms, word) for word in (counted, governor, verb)]
            + [mean_of(reading.forms, _near(reading, figure))]
        ),
    )


def _near(reading: Reading, figure: int) -> list[int]:
    """The telling words of the sentence, twelve either side."""
    around = range(max(0, figure - _NEAR), min(len(reading), figure + _NEAR))
    here = reading.sentence_of[figure]
    return [k for k in around if reading.sentence_of[k] == here and reading[k].part in CONTENT]


def head_of(reading: Reading, start: int, end: int) -> int | None:
    """The word of a span that hangs on a word outside it; None where no word was read."""
    inside = reading.at(start, end)
    return next((k for k in inside if reading.governor(k) not in inside), None)


def _words(
    reading: Reading, one: Quantity, figure: int, counted: int, governor: int | None
) -> list[str]:
    found = [f"how={one.rule_id}", f"counted={one.counted is not None}"]
    found.append(f"unit={one.unit if one.unit in (None, 'person') else 'told'}")
    digits = 0 if one.value is None else len(str(int(abs(one.value))))
    found.append("one" if one.value == 1 else f"digits={digits}")
    for name, word in (("figure", figure), ("noun", counted), ("above", governor)):
        if word is not None:
            token = reading[word]
            found += [
                f"{name}:part={token.part}",
                f"{name}:relation={token.relation}",
                f"{name}:entity={token.entity}",
            ]
    return found


def _with_kind(one: Quantity, kind: str) -> Quantity:
    if kind == one.kind:
        return one
    return replace(
        one,
        kind=kind,
        unit=one.unit or ("person" if kind in _PERSONS else None),
        stock_or_flow=KINDS.get(kind, {}).get("flow", "unstated"),
        rule_id=f"{one.rule_id.partition('/')[0]}/weighed",
    )

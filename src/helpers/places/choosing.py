"""Which place a number is about, by weighing what the text says for and against each.

A fact of :mod:`.evidence` has a weight (``vocabulary/place_weights.csv``, fitted by
``training/places.py`` on the real training news); a place's facts are added up, and so are those
that speak for no place at all, with what the network makes of the number's words
(``place_states.csv``). The best place is taken where it beats none.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from helpers import vocabulary
from helpers.language import Reading
from helpers.places.evidence import Evidence
from helpers.places.naming import NamedPlace
from helpers.places.states import States, weigh_states
from helpers.records import Quantity

_LOOKED_BACK = 20  # mentions of one place among which the fullest is looked for


@dataclass(frozen=True, slots=True)
class Located:
    """The place of one number: the mention that names it, and how the text ties the two.

    ``basis``: clause, sentence, or carried from an earlier one. ``others`` are places coordinated
    with it, of which the number holds too: "floods in Mali, Libya and Syria killed 12".
    """

    mention: NamedPlace
    basis: str
    others: tuple[NamedPlace, ...] = ()


@cache
def weights() -> dict[str, float]:
    """The fitted weight of each fact; facts that are not in it weigh nothing."""
    return {row["fact"]: float(row["weight"]) for row in vocabulary.rows("place_weights")}


def weigh(facts: Sequence[str], table: Mapping[str, float]) -> float:
    """What some facts weigh together, each counted once."""
    return round(sum(table.get(fact, 0.0) for fact in sorted(set(facts))), 6)


def locate_numbers(
    reading: Reading, named: Sequence[NamedPlace], quantities: Sequence[Quantity]
) -> list[Located | None]:
    """For each number its place, or None where the text ties none to it.

    ``named`` are the article's places, ``quantities`` its numbers in text order. Ages, dates,
    durations, ranks and frequencies have none.
    """
    evidence, states = Evidence(reading, named, quantities), States(reading)
    never = vocabulary.load("places")["never"]
    table = weights()
    names = _Names(reading, named)
    found: list[Located | None] = []
    for quantity in quantities:
        if quantity.kind in never:
            found.append(None)
            continue
        candidates, against = evidence.of(quantity)
        scores = [weigh(candidate.facts, table) for candidate in candidates]
        best = max(range(len(scores)), key=lambda k: scores[k], default=None)
        none = weigh(against, table) + weigh_states(states.of(quantity), "place_states")
        if best is None or scores[best] <= none:
            found.append(None)
            continue
        chosen = candidates[best]
        sentence = evidence.sentence_of(quantity)
        basis = "clause" if chosen.clause else "sentence" if chosen.here else "carried"
        alone = not chosen.here or quantity.start in evidence.turns
        listed = [] if alone else evidence.scenes.listed_with(chosen.mention)
        best_named = names.of(chosen.mention, sentence)
        first, *others = listed or [best_named]
        found.append(Located(first, basis, tuple(others)))
    return found


class _Names:
    """The mentions of each place, asked for the one by which a reader finds it."""

    def __init__(self, reading: Reading, named: Sequence[NamedPlace]) -> None:
        self._sentence_of = reading.sentence_of
        self._mentions: dict[int, list[NamedPlace]] = {}
        for place in named:
            if not place.anaphor:
                self._mentions.setdefault(place.place, []).append(place)

    def of(self, mention: NamedPlace, sentence: int) -> NamedPlace:
        """The mention in the sentence, else the last full name before it.

        "International Space Station" rather than "ISS".
        """
        mentions = self._mentions[mention.place]
        past = bisect_right(mentions, sentence, key=lambda p: self._sentence_of[p.head])
        said = mentions[max(0, past - _LOOKED_BACK) : past]
        here = [place for place in said if self._sentence_of[place.head] == sentence]
        if here:
            return min(here, key=lambda place: abs(place.head - mention.head))
        full = [place for place in said if not place.name.replace(".", "").isupper()]
        return (full or said or [mention])[-1]

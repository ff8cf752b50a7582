"""Which numbers are of another time or scene than the story's own: records, history.

As with places, named facts are weighed (``vocabulary/background_weights.csv``, fitted by
``training/places.py``): a year gone by in the clause, "since", "ago", the pluperfect, the part of
the article; and what the network makes of the number's words (``background_states.csv``).
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from functools import cache

from helpers import vocabulary
from helpers.language import Reading
from helpers.places.choosing import weigh
from helpers.places.states import States, weigh_states
from helpers.records import Quantity

_YEAR = re.compile(r"(?:1[5-9]|20)\d\d")
_DECADE = re.compile(r"(?:1[5-9]|20)\d0s")


@cache
def _words() -> frozenset[str]:
    return frozenset(vocabulary.load("places")["bygone"])


def background_facts(reading: Reading, quantities: Sequence[Quantity]) -> list[tuple[str, ...]]:
    """For each number the facts that tell whether it is of another time or scene."""
    return [_facts(reading, quantity) for quantity in quantities]


def _facts(reading: Reading, quantity: Quantity) -> tuple[str, ...]:
    words = reading.at(quantity.start, quantity.end)
    if not words:
        return ()
    own = words[0]
    published = reading.article.published
    now = published.year if published else None
    sentence = reading.sentence_of[own]
    facts = ["any", f"kind={quantity.kind}"]
    clause = reading.clause_of(own)
    verb = reading[clause]
    facts.append(f"tense={verb.finer}")
    if any(reading[k].text.lower() in ("had", "'d") for k in reading.of(clause, "aux")):
        facts.append("pluperfect")
    here = _of_sentence(reading, sentence)
    inside = set(words)
    in_clause = {k for k in here if reading.clause_of(k) == clause} | inside
    if any(_is_past(reading[k].text, now) for k in in_clause):
        facts.append("year in clause")
    elif any(_is_past(reading[k].text, now) for k in here):
        facts.append("year in sentence")
    facts += [f"word={w}" for w in sorted({reading[k].lemma for k in in_clause} & _words())]
    facts += [f"far word={w}" for w in sorted({reading[k].lemma for k in here} & _words())]
    passage = reading.sentences[sentence].passage
    if sentence and reading.sentences[sentence - 1].passage == passage:
        before = _of_sentence(reading, sentence - 1)
        if any(_is_past(reading[k].text, now) for k in before):
            facts.append("year before")
        if {reading[k].lemma for k in before} & _words():
            facts.append("word before")
    share = sentence / max(1, len(reading.sentences))
    facts.append(f"part={'lead' if sentence < 2 else min(3, int(share * 4))}")
    return tuple(facts)


def _of_sentence(reading: Reading, sentence: int) -> range:
    of = reading.sentence_of
    return range(bisect_left(of, sentence), bisect_left(of, sentence + 1))


def _is_past(text: str, now: int | None) -> bool:
    if _DECADE.fullmatch(text):
        return True
    return _YEAR.fullmatch(text) is not None and (now is None or int(text) < now)


@cache
def _weights() -> dict[str, float]:
    return {row["fact"]: float(row["weight"]) for row in vocabulary.rows("background_weights")}


def are_background(reading: Reading, quantities: Sequence[Quantity]) -> list[bool]:
    """For each number whether it is of another time or scene than the story's own."""
    table, states = _weights(), States(reading)
    return [
        weigh(facts, table)
        > weigh(("none",), table) + weigh_states(states.of(quantity), "background_states")
        for quantity, facts in zip(quantities, background_facts(reading, quantities), strict=True)
    ]

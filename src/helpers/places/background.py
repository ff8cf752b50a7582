"""Which numbers are of another time or scene than the story's own: records, history.

As with places, named facts are weighed (``vocabulary/background_weights.csv``, fitted by
``training/places.py``): a year gone by in the clause, "since", "ago", the pluperfect, the part of
the article; and what the network makes of the number's words (``background_states.csv``).
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
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
    times = _Times(reading)
    return [_facts(times, quantity) for quantity in quantities]


class _Times:
    """What each sentence and clause of a reading says of time, each looked at once."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        published = reading.article.published
        self._now = published.year if published else None
        self._told: dict[int, dict[int, tuple[bool, frozenset[str]]]] = {}
        self._whole: dict[int, tuple[bool, frozenset[str]]] = {}
        self._tenses: dict[int, list[str]] = {}

    def of_words(self, words: Iterable[int]) -> tuple[bool, frozenset[str]]:
        """Whether a year gone by is among them, and the words of other times."""
        tokens = [self.reading[k] for k in words]
        past = any(_is_past(token.text, self._now) for token in tokens)
        return past, frozenset(token.lemma for token in tokens) & _words()

    def by_clause(self, sentence: int) -> dict[int, tuple[bool, frozenset[str]]]:
        """The same for each clause of a sentence, by the word that heads it."""
        if sentence not in self._told:
            clauses: dict[int, list[int]] = {}
            for k in _of_sentence(self.reading, sentence):
                clauses.setdefault(self.reading.clause_of(k), []).append(k)
            self._told[sentence] = {c: self.of_words(words) for c, words in clauses.items()}
        return self._told[sentence]

    def of_sentence(self, sentence: int) -> tuple[bool, frozenset[str]]:
        """The same for a whole sentence."""
        if sentence not in self._whole:
            told = self.by_clause(sentence).values()
            words = frozenset[str]().union(*(some for _, some in told))
            self._whole[sentence] = any(past for past, _ in told), words
        return self._whole[sentence]

    def tense(self, clause: int) -> list[str]:
        """The tense of the clause's verb, and whether it is the pluperfect."""
        if clause not in self._tenses:
            facts = [f"tense={self.reading[clause].finer}"]
            helping = (self.reading[k].text.lower() for k in self.reading.of(clause, "aux"))
            if any(word in ("had", "'d") for word in helping):
                facts.append("pluperfect")
            self._tenses[clause] = facts
        return self._tenses[clause]


def _facts(times: _Times, quantity: Quantity) -> tuple[str, ...]:
    reading = times.reading
    words = reading.at(quantity.start, quantity.end)
    if not words:
        return ()
    sentence, clause = reading.sentence_of[words[0]], reading.clause_of(words[0])
    facts = ["any", f"kind={quantity.kind}", *times.tense(clause)]
    past, told = times.by_clause(sentence).get(clause, (False, frozenset()))
    own_past, own = times.of_words(words)
    past_here, told_here = times.of_sentence(sentence)
    if past or own_past:
        facts.append("year in clause")
    elif past_here:
        facts.append("year in sentence")
    facts += [f"word={w}" for w in sorted(told | own)]
    facts += [f"far word={w}" for w in sorted(told_here)]
    passage = reading.sentences[sentence].passage
    if sentence and reading.sentences[sentence - 1].passage == passage:
        past_before, told_before = times.of_sentence(sentence - 1)
        if past_before:
            facts.append("year before")
        if told_before:
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

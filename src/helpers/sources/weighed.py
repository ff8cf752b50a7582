"""The type of each source: the rule's answer weighed against what the network sees."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from ..language.decisions import CONTENT, Question, mean_of, shipped_decisions
from ..language.reading import Reading
from ..records import Source

if TYPE_CHECKING:
    import numpy as np

SURE = 0.9
"""A rule that is as sure as this stands: "a nurse" is medical, whatever else is said of her."""
_MENTIONS, _LONGEST = 12, 24
"""Mentions looked at, and words of one."""
_BEFORE, _BEHIND = 40, 60
"""Words around the first mention whose drift is taken."""
_TELLING = ("appos", "nmod", "acl", "amod", "compound", "nmod:poss")
_EMPTY = frozenset("the a an of and in for to on at by from with who 's ’s".split())


def weighed(reading: Reading, sources: Sequence[Source]) -> list[Source]:
    """The sources with the types that typed real news speaks for.

    "The Gazette": the rule has other, the words' likeness to names of papers says media.
    """
    if reading.states is None:
        return list(sources)
    printed = _Printed(reading)
    asked = [k for k, source in enumerate(sources) if source.type_sure < SURE]
    cases = [printed.case_of(sources[k]) for k in asked]
    found = list(sources)
    for k, kind in zip(asked, shipped_decisions().decide("source_type", cases), strict=True):
        if kind != found[k].source_type:
            found[k] = replace(found[k], source_type=kind)
    return found


class _Printed:
    """The words of one article, by how they are printed."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.first: dict[str, int] = {}
        self.content = [t.index for t in reading.tokens if t.part in CONTENT]
        for token in reading.tokens:
            self.first.setdefault(token.text.lower(), token.index)
        self.topic = self._forms_at(self.content)

    def case_of(self, source: Source) -> Question:
        """The evidence on one source's type."""
        import numpy as np

        reading = self.reading
        spans = [reading.at(m.start, m.end)[:_LONGEST] for m in source.mentions[:_MENTIONS]]
        person = source.naming == "named_person"
        return Question(
            source.mentions[0].start,
            source.mentions[0].end,
            source.source_type,
            (
                f"naming={source.naming}",
                f"role={source.role is not None}",
                f"affiliation={source.affiliation is not None}",
            ),
            np.concatenate(
                [
                    mean_of(reading.states, [k for span in spans for k in span]),
                    self._forms("" if person else source.name),
                    self._forms(source.role),
                    self._forms(source.affiliation),
                    self._forms_at(self._around(spans)),
                    self._forms_at(self._near(spans[0])),
                    self.topic,
                ]
            ),
        )

    def _forms(self, words: str | None) -> np.ndarray:
        """What some printed words mean: they stand somewhere in the article."""
        low = [word.strip(",.'’\"“”()").lower() for word in (words or "").split()]
        return self._forms_at(
            [self.first[word] for word in low if word in self.first and word not in _EMPTY]
        )

    def _near(self, span: Sequence[int]) -> list[int]:
        """The telling words before and behind a mention."""
        if not span:
            return []
        first = bisect_left(self.content, span[0] - _BEFORE)
        return self.content[first : bisect_left(self.content, span[0] + _BEHIND)]

    def _around(self, spans: Iterable[range]) -> list[int]:
        """Words of the mentions' noun phrases and of what is said of them there."""
        reading = self.reading
        found: dict[int, None] = {}
        for span in spans:
            head = next((k for k in span if reading.governor(k) not in span), None)
            if head is not None:
                for noun in (head, *reading.of(head, *_TELLING)):
                    found |= dict.fromkeys(reading.noun_phrase(noun)[:_LONGEST])
        return [k for k in found if reading[k].text.lower() not in _EMPTY]

    def _forms_at(self, words: Sequence[int]) -> np.ndarray:
        return mean_of(self.reading.forms, words)

"""How a number hangs on a claim, and what the joins need to know of an article."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from ..attribution import Quotation
from ..records import Article, Passage, Sentence, Span
from ..vocabulary import load


@dataclass(frozen=True, slots=True)
class NumberLink:
    """How one quantity hangs on its claim: ``claim`` is an index, ``link`` a word of the schema."""

    claim: int
    source_id: str | None
    link: str
    form: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Voice:
    """Who is behind one attribution: resolved, relayed by whom, and how that was found.

    ``mentions`` are where that source is printed; ``link`` names the step that resolved it.
    """

    source_id: str | None = None
    via_id: str | None = None
    mentions: tuple[Span, ...] = ()
    link: str = ""
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class ArticleParts:
    """The article and what it was cut into: what the joins need to know of it.

    ``documents`` are the ids of sources that are papers: what they find runs on. ``backshifted``
    are sentences in the tense of reported words ("Her members had filed 41 reports"),
    ``counting_on`` those about a part of what was counted ("Eleven of the injured are in care").
    """

    article: Article
    passages: Sequence[Passage]
    sentences: Sequence[Sentence]
    quotations: Sequence[Quotation]
    documents: frozenset[str] = frozenset()
    backshifted: frozenset[int] = frozenset()
    counting_on: frozenset[int] = frozenset()


def sentence_at(sentences: Sequence[Sentence], position: int) -> int:
    """The index of the sentence that holds a place in the text, or the last before it."""
    return max(0, bisect_right(sentences, position, key=lambda s: s.start) - 1)


@cache
def _topic_patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple(
        (topic, re.compile(r"\b(?:" + "|".join(stems) + r")\w*", re.IGNORECASE))
        for topic, stems in load("topics").items()
        if topic != "unsure"
    )


def topic_of(said: str) -> str | None:
    """The topic with most words of its list in the content; the earlier of the list on a tie."""
    unsure = tuple(load("topics")["unsure"])
    counts = []
    for i, (topic, pattern) in enumerate(_topic_patterns()):
        words = pattern.findall(said[:2000])
        sure = any(not word.lower().startswith(unsure) for word in words)
        counts.append((len(words) if sure else 0, -i, topic))
    best = max(counts)
    return best[2] if best[0] else None

"""Contents whole: what is said goes on to the end of its clause, as the tree has it.

The network may let a content end before its last phrase: "promised to close it |by January 22|".
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ..language import Reading
from ..records import Attribution, Span

_OWN = frozenset({"parataxis", "advcl", "discourse", "vocative", "dislocated"})
"""Relations of what may hang on a clause without being part of what is said."""


def with_whole_clauses(reading: Reading, found: Sequence[Attribution]) -> list[Attribution]:
    """The attributions, each content grown to the right over what hangs on it."""
    taken = {
        w
        for one in found
        for s in (*one.source, *one.cue, *one.content)
        for w in reading.at(s.start, s.end)
    }
    return [
        replace(one, content=tuple(_grown(reading, s, taken) for s in one.content))
        if one.source and one.cue
        else one
        for one in found
    ]


def _grown(reading: Reading, span: Span, taken: set[int]) -> Span:
    words = reading.at(span.start, span.end)
    if not words or words.stop >= len(reading):
        return span
    heads = [w for w in words if reading[w].head not in words]
    below: set[int] = set()
    for head in heads:
        below |= set(_said(reading, head))
    last = end = words[-1]
    while end + 1 < len(reading) and end + 1 not in taken:
        word = end + 1
        if reading.sentence_of[word] != reading.sentence_of[last]:
            break
        if word in below and reading[word].part != "PUNCT":
            last = word
        elif reading[word].part != "PUNCT" or reading[word].text not in ",-–—()%$":
            break
        end = word
    return span if last == words[-1] else Span(span.start, reading[last].end)


def _said(reading: Reading, head: int) -> list[int]:
    """The words under one that heads a content, without clauses that stand beside it."""
    found, waiting = [], [head]
    while waiting:
        word = waiting.pop()
        found.append(word)
        for child in reading.children[word]:
            relation = reading[child].relation
            clause = relation == "conj" and bool(reading.of(child, "nsubj"))
            if relation not in _OWN and not clause:
                waiting.append(child)
    return found

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
    """The attributions, each content grown over what hangs on it behind it."""
    taken = {
        word
        for one in found
        for span in (*one.source, *one.cue, *one.content)
        for word in reading.at(span.start, span.end)
    }
    return [
        replace(one, content=tuple(_grown(reading, span, taken) for span in one.content))
        if one.source and one.cue
        else one
        for one in found
    ]


def _grown(reading: Reading, span: Span, taken: set[int]) -> Span:
    words = reading.at(span.start, span.end)
    if not words:
        return span
    heads = [w for w in words if reading[w].head not in words]
    below = {w for head in heads for w in _said(reading, head)}
    last = _run(reading, words[-1], below, taken)
    return span if last == words[-1] else Span(span.start, reading[last].end)


def _run(reading: Reading, last: int, below: set[int], taken: set[int]) -> int:
    """The last word up to which all words hang on the content and are nobody else's."""
    end = last
    while end + 1 < len(reading) and end + 1 not in taken:
        token = reading[end + 1]
        if reading.sentence_of[token.index] != reading.sentence_of[last]:
            break
        if token.index in below and token.part != "PUNCT":
            last = token.index
        elif token.part != "PUNCT" or token.text not in ",-–—()%$":
            break
        end = token.index
    return last


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

"""Quotations whole: who says a part of one says all of it.

The network may let go of a speaker in the middle of a long quotation. The marks tell how far his
words go.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ..language import Reading
from ..records import Attribution, Span
from .quotes import Quotation, quotations

_FEWEST = 4
"""Words of a quotation that is said: fewer are a name, a title or a word held at arm's length."""


def with_whole_quotes(reading: Reading, found: Sequence[Attribution]) -> list[Attribution]:
    """The attributions, their contents grown to the marks of the quotations that they enter."""
    grown = list(found)
    speaker: dict[int, int] = {}
    quotes, _ = quotations(reading.article, reading.passages)
    for number, quote in enumerate(quotes):
        words = reading.at(quote.start, quote.end)
        if sum(reading[w].part != "PUNCT" for w in words) < _FEWEST:
            continue
        around = [k for k, one in enumerate(grown) if _enters(one, quote)]
        if not around and quote.continues in speaker:
            around = [speaker[quote.continues]]
        if len(around) == 1:
            speaker[number] = around[0]
            grown[around[0]] = _grown(grown[around[0]], quote)
    return grown


def _enters(one: Attribution, quote: Quotation) -> bool:
    """Whether a content holds words of the quotation and its cue stands outside it."""
    if any(quote.start <= cue.start < quote.end for cue in one.cue):
        return False
    return any(min(s.end, quote.end) - max(s.start, quote.start) > 1 for s in one.content)


def _grown(one: Attribution, quote: Quotation) -> Attribution:
    """With all of the quotation in one piece."""
    inside = [s for s in one.content if s.start < quote.end and quote.start < s.end]
    first = min([quote.start, *(s.start for s in inside)])
    last = max([quote.end, *(s.end for s in inside)])
    rest = [s for s in one.content if s not in inside]
    return replace(one, content=tuple(sorted([*rest, Span(first, last)])))

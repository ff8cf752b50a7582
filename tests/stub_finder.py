"""A finder for tests that are not about finding attributions: a few plain shapes, no network.

``tables_of(article, find_attributions=plain_finder)`` takes a tenth of the time, and what it
finds does not change when the network is trained again.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from helpers.records import Article, Attribution, Passage, Span

_SENTENCE = re.compile(r"(?:[^.!?\r\n]|[.,](?=\d)|(?<=\b[A-Z])\.)+")
_CUE = re.compile(
    r"\b(?:according to|told reporters|denied that|said|says?|estimate[sd]|wrote|claimed|believes|"
    r"warned|reported)\b",
    re.IGNORECASE,
)
_EDGES = " \t\u00a0,;:—-\"“”'‘’"


def plain_finder(article: Article, passages: Sequence[Passage]) -> list[Attribution]:
    """At most one a sentence, of the shapes X said Y; Y, X said; Y, said X; Y, according to X."""
    found = []
    for passage in passages:
        for sentence in _SENTENCE.finditer(article.text, passage.start, passage.end):
            found += _in_sentence(article.text, *sentence.span())
    return found


def _in_sentence(text: str, start: int, end: int) -> Iterator[Attribution]:
    cue = _CUE.search(text, start, end)
    if cue is None:
        return
    before, after = (start, cue.start()), (cue.end(), end)
    # "Y, according to X" and "Y," said X
    if cue[0].lower() == "according to" or text[start : cue.start()].rstrip()[-1:] in {*',"”'}:
        source, content = after, before
    elif _trimmed(text, *after):  # X said Y
        source, content = before, after
    else:  # Y, X said
        comma = text.rfind(",", start, cue.start())
        source, content = (max(comma + 1, start), cue.start()), (start, max(comma, start))
    said = _trimmed(text, *content)
    if said:
        who = _trimmed(text, *source)
        short = who and who[0].end - who[0].start < 80
        yield Attribution(who if short else (), (Span(*cue.span()),), said, "stub", 0.9)


def _trimmed(text: str, start: int, end: int) -> tuple[Span, ...]:
    """The span without blanks and marks at its edges; nothing where nothing is left."""
    while start < end and text[start] in _EDGES:
        start += 1
    while start < end and text[end - 1] in _EDGES:
        end -= 1
    return (Span(start, end),) if start < end else ()

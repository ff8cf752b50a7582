"""From a reading's roles to attributions: which are held, and which are only seen."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Sequence

from ..language import Reading
from ..records import Article, Attribution, Passage, Residue, Span

AttributionFinder = Callable[[Article, Sequence[Passage]], Sequence[Attribution | Residue]]
"""Whatever finds attributions may take the network's place: ``tables_of(find_attributions=…)``.

What it saw and did not take it may hand on as Residue."""

HELD = 0.05
"""Confidence under which an attribution is seen and not even weighed (see ``likelihood``)."""

_OWN_VOICE = 0.4
"""Confidence under which "please support us", "you can help" are no reported speech."""


def attributions_of(reading: Reading) -> tuple[list[Attribution], list[Residue]]:
    """The attributions of a reading in text order, and the contents that looked attributed.

    Spans are as printed, untrimmed; a content may be in several pieces, source and cue are one
    piece or empty. ``confidence`` is the product of the network's chances for content, cue, link
    and source (see :func:`helpers.language.net.roles.link`).
    """
    found: list[Attribution] = []
    seen: list[Residue] = []
    for one in reading.roles:
        content = tuple(reading.span(first, end - 1) for first, end in one.contents)
        held = _OWN_VOICE if _in_boilerplate(content[0], reading.passages) else HELD
        if one.confidence < held:
            seen += [Residue(s.start, s.end, "unresolved_attribution") for s in content]
            continue
        found.append(
            Attribution(
                source=_spans(reading, one.source),
                cue=_spans(reading, one.cue),
                content=content,
                rule_id=f"network:{reading.version}",
                confidence=one.confidence,
            )
        )
    return found, seen


def _spans(reading: Reading, words: tuple[int, int] | None) -> tuple[Span, ...]:
    return () if words is None else (reading.span(words[0], words[1] - 1),)


def _in_boilerplate(span: Span, passages: Sequence[Passage]) -> bool:
    index = bisect_right(passages, span.start, key=lambda p: p.start) - 1
    return passages[max(0, index)].zone == "boilerplate"

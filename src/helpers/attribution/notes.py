"""Notes of source beside figures: "Source: National Disaster Council" over "Killed - 30"."""

from __future__ import annotations

import re

from ..language import Reading
from ..records import Attribution, Passage, Span

NOTE_RULE = "note:source"
_HELD = 0.7
_NOTE = re.compile(
    r"\W*(?:(?:data |the )?(?P<cue>sources?)"
    r"(?: (?:for|of) (?:the|these|all) (?:figures|numbers|data)(?: (?:below|above|here))?)?"
    r"(?: ?:| is| are))\s+(?P<source>[^.\n]{2,80}?)\W*$",
    re.IGNORECASE,
)


def noted_sources(reading: Reading) -> list[Attribution]:
    """The figures in lines without a verb that follow a note of source, or else precede it."""
    passages = reading.passages
    found = []
    for index, passage in enumerate(passages):
        note = _NOTE.match(reading.article.text, passage.start, passage.end)
        if note is None:
            continue
        content = _lines(reading, passages[index + 1 :]) or _lines(
            reading, passages[max(0, index - _FARTHEST) : index][::-1]
        )
        if content:
            found.append(
                Attribution(
                    (Span(*note.span("source")),), (Span(*note.span("cue")),),
                    tuple(sorted(content)), NOTE_RULE, _HELD,
                )
            )  # fmt: skip
    return found


_FARTHEST = 50
"""Lines that one note may speak for."""


def _lines(reading: Reading, passages: tuple[Passage, ...]) -> list[Span]:
    """The passages from the first on that hold figures and no finite verb."""
    lines = []
    for passage in passages[:_FARTHEST]:
        words = [reading[w] for w in reading.at(passage.start, passage.end)]
        finite = any(t.features.get("VerbForm") == "Fin" for t in words)
        if finite or not any(t.part == "NUM" for t in words):
            break
        lines.append(Span(passage.start, passage.end))
    return lines

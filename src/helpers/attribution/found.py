"""What a rule returns: an attribution as item ranges of its sentence, and how sure rules are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from .groups import VerbGroup
from .items import DASH, MARK, QUOTE, Item

Range = tuple[int, int]
_DATELINE = 12  # items in the longest dateline

# Confidence by rule: how often source and content were both right on the training part of a
# hand-annotated corpus of news, rounded; a reader who wants only safe links sets a threshold.
CONFIDENCE = {
    "quote_tag": 0.95,  # "...," X said
    "quote_inverted": 0.85,  # "...," said X
    "quote_introduced": 0.9,  # X said: "..."
    "quote_fragment": 0.7,  # X said "..." and more
    "clause": 0.85,  # X said that ...
    "clause_bare": 0.8,  # X said it was ...
    "clause_tag": 0.8,  # ..., X said
    "clause_inverted": 0.8,  # ..., said X
    "according_to": 0.8,  # ..., according to X
    "quoted_as": 0.85,  # Y quoted X as saying ...
    "participle": 0.75,  # X said ..., adding that ...
    "object": 0.65,  # X denied the reports
    "infinitive": 0.5,  # X refused to ...
    "passive": 0.6,  # X is expected to ...
    "appears": 0.5,  # X appears to ...
    "adverb": 0.4,  # X reportedly ...
    "noun": 0.4,  # allegations that ...
}


@dataclass(frozen=True, slots=True)
class Found:
    """An attribution in one sentence; ``tail``: its content came before its cue.

    ``hedged``: the cue holds the content at arm's length and names nobody ("allegedly").
    """

    source: Range | None
    cue: tuple[Range, ...]
    content: tuple[Range, ...]
    rule: str
    tail: bool = False
    hedged: bool = False

    @property
    def end(self) -> int:
        """Index after the last item of any role."""
        source = (self.source,) if self.source else ()
        return max(e for _, e in (*self.cue, *self.content, *source))


def cue_range(group: VerbGroup) -> Range:
    """The items of a verb group as a cue."""
    return group.start, group.end


def is_speech(item: Item) -> bool:
    """A quotation that is more than a title ("This Week")."""
    return item.kind == QUOTE and item.low != "title"


def is_mark(item: Item, marks: str) -> bool:
    """One of the given punctuation marks."""
    return item.kind == MARK and item.raw in marks


def dateline_end(row: Sequence[Item]) -> int:
    """Index after "CITY, March 3 (Agency) —" at the head of a report; 0 where there is none."""
    for k in range(1, min(len(row), _DATELINE)):
        if is_mark(row[k], DASH):
            return k + 1 if row[0].raw.isupper() and len(row[0].raw) > 2 else 0
        if row[k].kind == QUOTE or not (
            row[k].is_name or row[k].kind == MARK or row[k].raw.isdigit()
        ):
            return 0
    return 0


def past_marks(row: Sequence[Item], i: int, stop: int, marks: str) -> int:
    """First index from ``i`` on that is none of the marks."""
    while i < stop and is_mark(row[i], marks):
        i += 1
    return i

"""Who finds attributions: the trained tagger, the rules, or both together.

Together, the tagger leads: it recalls what has no quotation marks. The rules add what it passed
over, and keep what it held only weakly. ``rule_id`` tells of each row who found it.
"""

from __future__ import annotations

import warnings
from bisect import bisect_right
from collections.abc import Callable, Sequence

from .attribution import find_attributions as find_by_rules
from .errors import InputError, ModelError, RulesAloneWarning
from .records import Article, Attribution, Passage, Span

AttributionFinder = Callable[[Article, Sequence[Passage]], Sequence[Attribution]]

WEAK = 0.2
"""Confidence under which an attribution of the tagger needs a rule beside it: about three
in ten of those are right (PolNeAR dev), and a wrong row is worse than a missing one."""

SURE_RULE = 0.6
"""Confidence from which a rule may add what the tagger passed over."""

_OWN_VOICE = 0.4
"""Confidence under which "please support us", "you can help" are no reported speech."""

_APART = 0.1  # contents that share less than this of their characters are two
_BESIDE = 0.3  # a rule's content that shares this much of it supports the tagger's


def attribution_finder(choice: str | AttributionFinder) -> AttributionFinder:
    """The finder that a name stands for: "auto", "tagger" or "rules"; functions pass through.

    "auto" is both together, and the rules alone where the model is missing, damaged or the
    text too long for it.
    """
    if callable(choice):
        return choice
    finders = {"auto": find_by_both, "tagger": find_by_tagger, "rules": find_by_rules}
    if choice not in finders:
        raise InputError(f"attributions by {choice!r}: use one of {', '.join(finders)}")
    return finders[choice]


def find_by_tagger(article: Article, passages: Sequence[Passage]) -> Sequence[Attribution]:
    """The trained tagger's attributions; raises ModelError where its model cannot be used."""
    from .tagger import find_attributions

    return find_attributions(article, passages)


def find_by_both(article: Article, passages: Sequence[Passage]) -> list[Attribution]:
    """The tagger's and the rules' attributions as one list in text order; never a ModelError.

    Where the tagger cannot be used it warns in one line (RulesAloneWarning) and the rules remain.
    """
    by_rules = list(find_by_rules(article, passages))
    try:
        tagged = list(find_by_tagger(article, passages))
    except ModelError as failure:
        warnings.warn(str(failure), RulesAloneWarning, stacklevel=2)
        return by_rules
    spoken = [found for found in tagged if not _in_own_voice(found, passages)]
    return merged(spoken, by_rules)


def _in_own_voice(found: Attribution, passages: Sequence[Passage]) -> bool:
    """True for what is held weakly in boilerplate: there the publisher speaks to its readers."""
    index = bisect_right(passages, _first(found)[0], key=lambda p: p.start) - 1
    return passages[max(0, index)].zone == "boilerplate" and found.confidence < _OWN_VOICE


def merged(tagged: Sequence[Attribution], by_rules: Sequence[Attribution]) -> list[Attribution]:
    """All of ``tagged`` but the weak without support, and what sure rules find elsewhere."""
    rules_by_place, tagged_by_place = _Contents(by_rules), _Contents(tagged)
    kept = [
        found
        for found in tagged
        if found.confidence >= WEAK or rules_by_place.likest(found) >= _BESIDE
    ]
    cues = _Spans([span for found in tagged for span in found.cue])
    for found in by_rules:
        if found.confidence < SURE_RULE or any(cues.meets(span) for span in found.cue):
            continue
        # A hedge that names nobody ("were said to") may stand inside what somebody reports.
        if not found.source or tagged_by_place.likest(found) <= _APART:
            kept.append(found)
    return sorted(kept, key=lambda found: (_first(found), found.rule_id))


def _first(found: Attribution) -> tuple[int, int]:
    spans = (*found.content, *found.cue, *found.source)
    return min((span.start, span.end) for span in spans) if spans else (0, 0)


class _Spans:
    """Spans looked up by place, so that a long article costs no more a word than a short one."""

    def __init__(self, spans: Sequence[Span]) -> None:
        self.spans = sorted(spans)
        self.longest = max((span.end - span.start for span in self.spans), default=0)

    def near(self, span: Span) -> Sequence[int]:
        low = bisect_right(self.spans, span.start - self.longest - 1, key=lambda s: s.start)
        high = bisect_right(self.spans, span.end, key=lambda s: s.start)
        return range(low, high)

    def meets(self, span: Span) -> bool:
        return any(_shared(self.spans[i], span) > 0 for i in self.near(span))


class _Contents:
    """Contents of many attributions, to find the one that shares most with another."""

    def __init__(self, found: Sequence[Attribution]) -> None:
        pieces = sorted((span, owner) for owner, a in enumerate(found) for span in a.content)
        self.owners = [owner for _, owner in pieces]
        self.spans = _Spans([span for span, _ in pieces])
        self.sizes = [_size(a.content) for a in found]

    def likest(self, found: Attribution) -> float:
        """The greatest share of characters in common, of those in either: 0 to 1."""
        shared: dict[int, int] = {}
        for span in found.content:
            for i in self.spans.near(span):
                common = _shared(self.spans.spans[i], span)
                if common:
                    owner = self.owners[i]
                    shared[owner] = shared.get(owner, 0) + common
        size = _size(found.content)
        return max((n / (size + self.sizes[owner] - n) for owner, n in shared.items()), default=0.0)


def _shared(a: Span, b: Span) -> int:
    return max(0, min(a.end, b.end) - max(a.start, b.start))


def _size(spans: Sequence[Span]) -> int:
    return sum(span.end - span.start for span in spans)

"""Quotations whole: who says a part of one says all of it.

The network may let go of a speaker in the middle of a long quotation, or miss one that a tag of
the cue lexicon stands beside ("Benz commented: “…”"). The marks tell how far the words go.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ..language import Reading
from ..records import Attribution, Span
from .cues import verb_forms
from .quotes import Quotation, quotations

TAG_RULE = "tree:tag"
_HELD = 0.6
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
        elif not around and (tag := _tagged(reading, quote, words)):
            grown.append(tag)
            around = [len(grown) - 1]
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


def _tagged(reading: Reading, quote: Quotation, words: range) -> Attribution | None:
    """The attribution of a quotation beside which a verb of saying stands with its subject."""
    for verb in _beside(reading, words):
        subject = reading.subject_of(verb)
        if subject is None or subject in words or reading[subject].part not in ("PROPN", "NOUN", "PRON"):
            continue
        phrase = reading.noun_phrase(subject)
        return Attribution(
            source=(reading.span(phrase[0], phrase[-1]),),
            cue=(reading.span(verb, verb),),
            content=(Span(quote.start, quote.end),),
            rule_id=TAG_RULE,
            confidence=_HELD * reading[subject].chance,
        )
    return None


def _beside(reading: Reading, words: range) -> list[int]:
    """Verbs that take a quotation, right before one or in the tag behind it."""
    if not words:
        return []
    near = [w for w in range(words[0] - 1, max(-1, words[0] - 4), -1)]
    near += [w for w in range(words.stop, min(len(reading), words.stop + 6))]
    here = {reading.sentence_of[words[0]], reading.sentence_of[words[-1]]}
    return [
        w
        for w in near
        if reading.sentence_of[w] in here
        and reading[w].part == "VERB"
        and any("quote" in cue.takes for cue, _ in verb_forms().get(reading[w].text.lower(), ()))
    ]

"""Figures that no cue tells again: a sentence that goes on with what was said before it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from ..records import Claim, Quantity, Sentence
from ..vocabulary import load
from .hanging import ArticleParts

_TELLING = frozenset({"says", "reports", "other"})

_CARRIED_SENTENCES = 4
"""How far back a figure may be carried: further than that the text no longer supports it."""


def carried_from(
    reading: ArticleParts,
    claims: Sequence[Claim],
    at_sentence: dict[int, list[int]],
    index: int,
    kind: str,
) -> int | None:
    """The claim that an unattributed sentence goes on from, or None.

    "The agency said 40 people died. It counted 61 ruined schools. A further 300 …": the
    sentence must open with a word of continuation, or with a pronoun that counts, or give a
    share after a document's findings ("61 % were undecided in the poll. Among women, 49 %"). It
    must stand in the same passage right after a sentence that holds that claim's content (or
    after others that go on from it), and hold no attribution of its own.
    """
    text, sentences = reading.article.text, reading.sentences
    goes_on = True
    for here in range(index, max(0, index - _CARRIED_SENTENCES), -1):
        sentence = sentences[here]
        if at_sentence.get(here) or sentences[here - 1].passage != sentence.passage:
            return None
        opening = text[sentence.start : min(sentence.end, sentence.start + 80)]
        goes_on = goes_on and (here in reading.counting_on or bool(_continuation().match(opening)))
        sayings = [
            i
            for i in at_sentence.get(here - 1, ())
            if claims[i].source_id is not None and claims[i].cue_kind in _TELLING
        ]
        if sayings:
            last = max(sayings, key=lambda i: claims[i].content[-1].end)
            finding = kind == "percent" and claims[last].source_id in reading.documents
            told_on = index in reading.backshifted and claims[last].form == "indirect"
            return last if goes_on or finding or told_on else None
    return None


_ASKED = re.compile(
    r"\b(?:respondents?|those (?:who were )?(?:polled|surveyed|questioned|interviewed|asked))\b",
    re.IGNORECASE,
)


def of_respondents(
    reading: ArticleParts, claims: Sequence[Claim], sentence: Sentence
) -> int | None:
    """The last finding of the poll whose respondents a sentence counts, however far back."""
    if not _ASKED.search(reading.article.text, sentence.start, sentence.end):
        return None
    found = [
        (claim.content[0].start, index)
        for index, claim in enumerate(claims)
        if claim.source_id in reading.documents and claim.content[0].start < sentence.start
    ]
    return max(found)[1] if found else None


def told_in_passing(
    reading: ArticleParts, claims: Sequence[Claim], here: Sequence[int], quantity: Quantity
) -> int | None:
    """The claim whose source tells the number in a clause about itself, or None.

    "… said the spokeswoman, who put the number of injured at 84".
    """
    for index in here:
        source = claims[index].source
        if source is not None and source.start < quantity.start and quantity.end <= source.end:
            if _tells().search(reading.article.text, source.start, quantity.start):
                return index
    return None


@cache
def _tells() -> re.Pattern[str]:
    words = load("continuations")
    telling = "|".join(sorted(map(re.escape, words["counting"]), key=len, reverse=True))
    return re.compile(rf"\bwho\s+(?:\w+\s+)?(?:{telling}|put|puts)\b", re.IGNORECASE)


@cache
def _continuation() -> re.Pattern[str]:
    words = load("continuations")
    keys = ("openings", "pronouns", "adverbs", "counting", "amounts", "more")
    # The longest first: "the death toll" before "the death".
    either = {
        key: "|".join(sorted(map(re.escape, words[key]), key=len, reverse=True)) for key in keys
    }
    pattern = (
        r"[\"“‘']?(?:(?:{openings})\b"
        r"|(?:{pronouns})\s+(?:(?:{adverbs})\s+){{0,2}}(?:{counting})\b"
        r"|(?:at least\s+|about\s+|some\s+|nearly\s+)?(?:\d[\d,.]*|{amounts})\s+(?:{more})\b)"
    )
    return re.compile(pattern.format(**either), re.IGNORECASE)

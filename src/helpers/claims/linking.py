"""Joins quantities to claims: which source said which number, and how it is known.

A number belongs to the innermost claim whose content covers it. Where nobody is named the
source stays empty; a link that the text only suggests is taken at low confidence and says so.
"""

from __future__ import annotations

from collections.abc import Sequence

from ..attribution import form_of
from ..records import Claim, Quantity, Sentence, Span
from .carried import carried_from, of_respondents, told_in_passing
from .hanging import ArticleParts, NumberLink, sentence_at, topic_of

NARRATOR_RULE = "narrator:no_attribution"

CARRIED_RULE = "carried:continuation"

_CARRIED_CONFIDENCE = 0.5

_BLOCK = 256
"""Characters of a stretch of text in which claims are looked up."""


def link_numbers(
    reading: ArticleParts, claims: Sequence[Claim], quantities: Sequence[Quantity]
) -> tuple[list[Claim], list[NumberLink]]:
    """All claims, and for each quantity its link to one of them.

    Added to ``claims``: one for each sentence that holds a number outside every content, in
    the article's own voice (form narrator) or carried over from the sentence before.
    """
    everything = list(claims)
    added: dict[int, int] = {}
    at_sentence = _claims_by_sentence(reading.sentences, claims)
    at_block = _claims_by_block(claims)
    links = []
    for quantity in quantities:
        index = sentence_at(reading.sentences, quantity.start)
        ends = {quantity.start // _BLOCK, (quantity.end - 1) // _BLOCK}
        near = sorted({i for block in ends for i in at_block.get(block, ())})
        covering = _innermost_first(claims, near, quantity)
        if covering:
            links.append(_content_link(reading, claims, covering, quantity))
            continue
        if index not in added:
            added[index] = len(everything)
            carried = told_in_passing(reading, claims, at_sentence.get(index, ()), quantity)
            if carried is None:
                carried = carried_from(reading, claims, at_sentence, index, quantity.kind)
            if carried is None:
                carried = of_respondents(reading, claims, reading.sentences[index])
            origin = None if carried is None else claims[carried]
            everything.append(_sentence_claim(reading, reading.sentences[index], origin))
        claim = everything[added[index]]
        links.append(
            NumberLink(
                added[index],
                claim.source_id,
                "narrator" if claim.form == "narrator" else "carried",
                _form(reading, quantity, claim.form),
                claim.confidence,
            )
        )
    return everything, links


def _sentence_claim(reading: ArticleParts, sentence: Sentence, carried: Claim | None) -> Claim:
    """The whole sentence as a claim: of the claim it goes on from, else the article's own."""
    start, end = sentence.start, sentence.end
    content = (Span(start, end),)
    return Claim(
        claim_id=f"{reading.article.article_id}-c{start}-{end}",
        source_id=carried.source_id if carried else None,
        via_source_id=carried.via_source_id if carried else None,
        form=form_of(reading.article, content, reading.quotations) if carried else "narrator",
        channel="unstated",
        cue=None,
        cue_kind="other",
        source=None,
        content=content,
        sentence=Span(start, end),
        polarity="asserts",
        modality="asserted",
        topic=topic_of(reading.article.text[start:end]),
        zone=reading.passages[sentence.passage].zone,
        rule_id=CARRIED_RULE if carried else NARRATOR_RULE,
        confidence=_CARRIED_CONFIDENCE * carried.confidence if carried else 1.0,
    )


def _content_link(
    reading: ArticleParts, claims: Sequence[Claim], covering: Sequence[int], quantity: Quantity
) -> NumberLink:
    # A cue without an agent ("are expected to deploy 1,000") inside somebody's words still is
    # that somebody's number: the first claim outwards that prints a source decides.
    inner = covering[0]
    claim_index = next((i for i in covering if claims[i].source is not None), inner)
    claim = claims[claim_index]
    unresolved = claim.source is not None and claim.source_id is None
    return NumberLink(
        claim_index,
        claim.source_id,
        "unresolved" if unresolved else "content",
        _form(reading, quantity, claim.form),
        claim.confidence,
    )


def _claims_by_sentence(
    sentences: Sequence[Sentence], claims: Sequence[Claim]
) -> dict[int, list[int]]:
    """Which claims reach into which sentence: keeps the look-up linear in a long text."""
    found: dict[int, list[int]] = {}
    for index, claim in enumerate(claims):
        for part in claim.content:
            first = sentence_at(sentences, part.start)
            last = sentence_at(sentences, max(part.start, part.end - 1))
            for sentence in range(first, last + 1):
                here = found.setdefault(sentence, [])
                if not here or here[-1] != index:
                    here.append(index)
    return found


def _claims_by_block(claims: Sequence[Claim]) -> dict[int, list[int]]:
    """Which claims reach into which stretch of the text: one endless sentence stays linear."""
    found: dict[int, list[int]] = {}
    for index, claim in enumerate(claims):
        for part in claim.content:
            for block in range(part.start // _BLOCK, part.end // _BLOCK + 1):
                here = found.setdefault(block, [])
                if not here or here[-1] != index:
                    here.append(index)
    return found


def _innermost_first(
    claims: Sequence[Claim], candidates: Sequence[int], quantity: Quantity
) -> list[int]:
    covering = [i for i in candidates if any(_covers(p, quantity) for p in claims[i].content)]
    return sorted(covering, key=lambda i: (sum(p.end - p.start for p in claims[i].content), i))


def _covers(part: Span, quantity: Quantity) -> bool:
    # The network may cut a span inside "$7.4 billion": more than half of the number decides.
    shared = min(part.end, quantity.end) - max(part.start, quantity.start)
    return 2 * shared > quantity.end - quantity.start


def _form(reading: ArticleParts, quantity: Quantity, otherwise: str) -> str:
    around = form_of(reading.article, (Span(quantity.start, quantity.end),), reading.quotations)
    return "direct" if around == "direct" else otherwise

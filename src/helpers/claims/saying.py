"""One claim an attribution: what is said, by whom, in whose words and how firmly."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from ..attribution import cue_features, form_of
from ..records import Article, Attribution, Claim, Passage, Sentence, Span
from ..vocabulary import load
from .hanging import ArticleParts, Voice, sentence_at, topic_of

_AFTER_CUE = 80
"""Characters after a cue that may tell whom somebody told."""


def find_claims(
    reading: ArticleParts, attributions: Sequence[Attribution], voices: Sequence[Voice]
) -> list[Claim]:
    """One claim an attribution, in the order given; ``voices`` runs parallel to it.

    Attributions without content give no claim, nor does a "citing …" whose only content is the
    source that it names: that source is the voice of the claim it cites.
    """
    claims: list[Claim] = []
    seen: set[str] = set()
    for attribution, voice in zip(attributions, voices, strict=True):
        text = reading.article.text
        said = [
            _after_the_quoted(text, span, voice)
            for span in attribution.content
            if not _is_a_mention(span, voice)
        ]
        content = _trimmed(text, said)
        if not content:
            continue
        claim = _claim(reading, replace(attribution, content=content), voice)
        if claim.claim_id in seen and attribution.source:
            claim = replace(claim, claim_id=f"{claim.claim_id}-{attribution.source[0].start}")
        if claim.claim_id not in seen:
            seen.add(claim.claim_id)
            claims.append(claim)
    return claims


def _is_a_mention(span: Span, voice: Voice) -> bool:
    """True for "people familiar with the matter" after "citing": who said it, not what."""
    return any(m.start <= span.start and span.end <= m.end for m in voice.mentions)


_AS_SAYING = re.compile(r",?\s+as\s+(?:saying|telling\s+\w+)\s+", re.IGNORECASE)


def _after_the_quoted(text: str, span: Span, voice: Voice) -> Span:
    """What is said in "(State media quoted) the ministry as saying 40 died": from "40" on."""
    for mention in voice.mentions:
        if mention.start == span.start:
            opening = _AS_SAYING.match(text, mention.end, span.end)
            if opening:
                return Span(opening.end(), span.end)
    return span


_BLANKS = " \t\r\n\u00a0"

_THAT = re.compile(r"\s*that\s+", re.IGNORECASE)


def _trimmed(text: str, content: Sequence[Span]) -> tuple[Span, ...]:
    """The pieces without blanks around them and without the "that" that opens the first."""
    pieces: list[Span] = []
    for span in content:
        start, end = span.start, span.end
        that = None if pieces else _THAT.match(text, start, end)
        if that:
            start = that.end()
        while start < end and text[start] in _BLANKS:
            start += 1
        while start < end and text[end - 1] in _BLANKS:
            end -= 1
        if start < end:
            pieces.append(Span(start, end))
    return tuple(pieces)


def _claim(reading: ArticleParts, attribution: Attribution, voice: Voice) -> Claim:
    article, content = reading.article, attribution.content
    start, end = content[0].start, content[-1].end
    cue = _cover(attribution.cue)
    after = article.text[cue.end : cue.end + _AFTER_CUE] if cue else ""
    features = cue_features(_joined(article, attribution.cue), following=after)
    said = article.text[start:end]
    form = form_of(article, content, reading.quotations)
    return Claim(
        claim_id=f"{article.article_id}-c{start}-{end}" + (f"-{cue.start}" if cue else ""),
        source_id=voice.source_id,
        via_source_id=voice.via_id,
        form=form,
        channel=features.channel,
        cue=cue,
        cue_kind=features.cue_kind,
        source=_cover(attribution.source),
        content=tuple(content),
        sentence=_sentences_around(reading.sentences, start, end),
        polarity=features.polarity,
        modality=_modality(features.modality, said),
        topic=topic_of(said),
        zone=_zone(reading.passages, start),
        rule_id=attribution.rule_id + (f";source:{voice.link}" if voice.link else ""),
        confidence=attribution.confidence * voice.confidence,
    )


def _cover(spans: Sequence[Span]) -> Span | None:
    return Span(spans[0].start, spans[-1].end) if spans else None


def _joined(article: Article, spans: Sequence[Span]) -> str:
    return " ".join(article.text[span.start : span.end] for span in spans)


def _sentences_around(sentences: Sequence[Sentence], start: int, end: int) -> Span:
    first = sentences[sentence_at(sentences, start)]
    last = sentences[sentence_at(sentences, max(start, end - 1))]
    return Span(min(first.start, start), max(last.end, end))


def _zone(passages: Sequence[Passage], position: int) -> str:
    index = bisect_right(passages, position, key=lambda p: p.start) - 1
    return passages[max(0, index)].zone


_CONDITION = re.compile(r"\W*(?:if|unless|should)\b", re.IGNORECASE)

_POSSIBLE = re.compile(r"\b(?:may|might|could|perhaps|possibly)\b", re.IGNORECASE)


def _modality(of_cue: str, said: str) -> str:
    if of_cue != "asserted":
        return of_cue
    if _alleged().search(said):
        return "alleged"
    if _CONDITION.match(said):
        return "conditional"
    return "possible" if _POSSIBLE.search(said[:200]) else "asserted"


@cache
def _alleged() -> re.Pattern[str]:
    # Somebody who reports a rumour as one asserts no more than the rumour.
    hedges = load("continuations")["alleged"]
    return re.compile(r"\b(?:" + "|".join(map(re.escape, hedges)) + r")\b", re.IGNORECASE)

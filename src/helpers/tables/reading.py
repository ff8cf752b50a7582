"""One article read floor by floor: mentions, sources, claims and what ties them together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from ..attribution import AttributionFinder, attributions_of, quotations
from ..claims import NumberLink, Reading, Voice, find_claims, link_numbers
from ..language import read
from ..passages import find_passages, find_sentences
from ..quantities import find_quantities
from ..records import (
    Article,
    Attribution,
    Claim,
    Passage,
    Quantity,
    Residue,
    Sentence,
    Source,
    Span,
)
from ..sources import resolve_sources
from .settings import settings_of


@dataclass(frozen=True, slots=True)
class ArticleReading:
    """Everything read from one article.

    ``links`` and ``settings`` run parallel to ``quantities``.
    """

    passages: Sequence[Passage]
    sentences: Sequence[Sentence]
    attributions: Sequence[Attribution]
    sources: Sequence[Source]
    claims: Sequence[Claim]
    quantities: Sequence[Quantity]
    links: Sequence[NumberLink]
    settings: Sequence[Mapping[str, str | None]]
    residue: Sequence[Residue]


@dataclass(frozen=True, slots=True)
class AttributionReading:
    """The attributions of one article and who is behind each of them (parallel lists)."""

    passages: Sequence[Passage]
    sentences: Sequence[Sentence]
    attributions: Sequence[Attribution]
    voices: Sequence[Voice]
    sources: Sequence[Source]
    residue: Sequence[Residue]


def read_attributions(
    article: Article, *, find_attributions: AttributionFinder | None = None
) -> AttributionReading:
    """The article's attributions with their sources resolved; every zone, every kind of cue."""
    passages = find_passages(article)
    sentences = find_sentences(article, passages)
    attributions, seen = _attributions(article, passages, sentences, find_attributions)
    resolved = resolve_sources(article, passages, sentences, attributions)
    mentions = {source.source_id: source.mentions for source in resolved.sources}
    voices = [
        Voice(source_id, via_id, mentions.get(source_id or "", ()), link, confidence)
        for source_id, via_id, link, confidence in zip(
            resolved.of_attribution,
            resolved.via_of_attribution,
            resolved.link_of_attribution,
            resolved.confidence_of_attribution,
            strict=True,
        )
    ]
    return AttributionReading(
        passages, sentences, attributions, voices, resolved.sources, [*seen, *resolved.residue]
    )


def _attributions(
    article: Article,
    passages: Sequence[Passage],
    sentences: Sequence[Sentence],
    find: AttributionFinder | None,
) -> tuple[list[Attribution], list[Residue]]:
    if find is not None:
        return list(find(article, passages)), []
    reading = read(article, passages, sentences)
    attributions, seen = attributions_of(reading)
    if reading.unread is not None:
        seen.append(Residue(reading.unread, passages[-1].end, "too_long"))
    return attributions, seen


def read_article(
    article: Article, *, find_attributions: AttributionFinder | None = None
) -> ArticleReading:
    """Floors 1 to 3 run over one article, in order."""
    said = read_attributions(article, find_attributions=find_attributions)
    quotes, unclosed = quotations(article, said.passages)
    reading = Reading(article, said.passages, said.sentences, quotes)
    quantities, left = _quantities(article, said.passages)
    attributed = find_claims(reading, said.attributions, said.voices)
    claims, links = link_numbers(reading, attributed, quantities)
    return ArticleReading(
        passages=said.passages,
        sentences=said.sentences,
        attributions=said.attributions,
        sources=said.sources,
        claims=claims,
        quantities=quantities,
        links=links,
        settings=settings_of(article, said.sentences, quantities),
        residue=_sorted_residue([*left, *unclosed, *said.residue]),
    )


def _quantities(
    article: Article, passages: Sequence[Passage]
) -> tuple[list[Quantity], list[Residue]]:
    # Passage by passage: the cost of the grammar must not grow with the length of the text.
    quantities: list[Quantity] = []
    left: list[Residue] = []
    for passage in passages:
        found, seen = find_quantities(article.text[passage.start : passage.end])
        quantities += (_shifted(quantity, passage.start) for quantity in found)
        left += (Residue(r.start + passage.start, r.end + passage.start, r.reason) for r in seen)
    return quantities, left


def _shifted(quantity: Quantity, by: int) -> Quantity:
    moved = lambda span: Span(span.start + by, span.end + by) if span else None  # noqa: E731
    return replace(
        quantity,
        start=quantity.start + by,
        end=quantity.end + by,
        full=Span(quantity.full.start + by, quantity.full.end + by),
        hedge_span=moved(quantity.hedge_span),
        counted=moved(quantity.counted),
    )


def _sorted_residue(left: Sequence[Residue]) -> list[Residue]:
    return sorted(set(left), key=lambda r: (r.start, r.end, r.reason))

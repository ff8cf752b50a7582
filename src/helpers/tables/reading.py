"""One article read floor by floor: mentions, sources, claims and what ties them together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ..attribution import (
    AttributionFinder,
    backshifted,
    counts_on,
    quotations,
    told_in,
)
from ..claims import ArticleParts, NumberLink, Voice, find_claims, link_numbers
from ..language import Reading, read
from ..marks import past_marks
from ..passages import find_passages, find_sentences
from ..quantities import find_quantities
from ..records import (
    Article,
    Attribution,
    Claim,
    Passage,
    Place,
    PlacedNumber,
    Quantity,
    Residue,
    Sentence,
    Source,
)
from ..sources import resolve_sources
from ..sources.weighed import weighed
from ..sureness import Findings, Sure, sureness_of
from ..vocabulary import load
from .placed import place_numbers
from .settings import settings_of


@dataclass(frozen=True, slots=True)
class ArticleReading:
    """Everything read from one article.

    ``links``, ``settings``, ``placed`` and ``sure`` run parallel to ``quantities``, and
    ``claims_sure`` to ``claims``.
    """

    passages: Sequence[Passage]
    sentences: Sequence[Sentence]
    attributions: Sequence[Attribution]
    sources: Sequence[Source]
    claims: Sequence[Claim]
    quantities: Sequence[Quantity]
    links: Sequence[NumberLink]
    settings: Sequence[Mapping[str, str | None]]
    places: Sequence[Place]
    placed: Sequence[PlacedNumber]
    residue: Sequence[Residue]
    sure: Sequence[Sure]
    claims_sure: Sequence[float]


@dataclass(frozen=True, slots=True)
class AttributionReading:
    """The attributions of one article and who is behind each of them (parallel lists)."""

    passages: Sequence[Passage]
    sentences: Sequence[Sentence]
    attributions: Sequence[Attribution]
    voices: Sequence[Voice]
    sources: Sequence[Source]
    residue: Sequence[Residue]


@past_marks
def read_attributions(
    article: Article, *, find_attributions: AttributionFinder | None = None
) -> AttributionReading:
    """The article's attributions with their sources resolved; every zone, every kind of cue."""
    return _said(_tree(article), find_attributions)


def _tree(article: Article) -> Reading:
    passages = find_passages(article)
    return read(article, passages, find_sentences(article, passages))


def _said(tree: Reading, find: AttributionFinder | None) -> AttributionReading:
    article, passages, sentences = tree.article, list(tree.passages), list(tree.sentences)
    attributions, seen = _attributions(tree, find)
    resolved = resolve_sources(article, passages, sentences, attributions, tree)
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
    residue = [*seen, *resolved.residue]
    sources = weighed(tree, resolved.sources)
    return AttributionReading(passages, sentences, attributions, voices, sources, residue)


def _attributions(
    tree: Reading, find: AttributionFinder | None
) -> tuple[list[Attribution], list[Residue]]:
    if find is not None:
        answer = find(tree.article, tree.passages)
        left = [one for one in answer if isinstance(one, Residue)]
        return [one for one in answer if isinstance(one, Attribution)], left
    found, seen = told_in(tree)
    if tree.unread is not None:
        seen.append(Residue(tree.unread, tree.passages[-1].end, "too_long"))
    return found, seen


@past_marks
def read_article(
    article: Article, *, find_attributions: AttributionFinder | None = None
) -> ArticleReading:
    """Floors 1 to 3 run over one article, in order."""
    tree = _tree(article)
    said = _said(tree, find_attributions)
    quotes, unclosed = quotations(article, said.passages)
    counting = frozenset(load("relays")["counting_papers"])
    papers = frozenset(
        s.source_id
        for s in said.sources
        if s.naming == "document" and not counting.isdisjoint(s.name.lower().split())
    )
    reading = ArticleParts(
        article, said.passages, said.sentences, quotes, papers, backshifted(tree), counts_on(tree)
    )
    quantities, left = find_quantities(tree)
    attributed = find_claims(reading, said.attributions, said.voices)
    claims, links = link_numbers(reading, attributed, quantities)
    places, placed = place_numbers(tree, quantities)
    settings = settings_of(tree, quantities)
    residue = _sorted_residue([*left, *unclosed, *said.residue])
    sure, claims_sure = sureness_of(
        Findings(
            tree,
            quantities,
            claims,
            links,
            {source.source_id: source for source in said.sources},
            placed,
            [(day["as_of"], str(day["as_of_basis"])) for day in settings],
            residue,
        )
    )
    return ArticleReading(
        passages=said.passages,
        sentences=said.sentences,
        attributions=said.attributions,
        sources=said.sources,
        claims=claims,
        quantities=quantities,
        links=links,
        settings=settings,
        places=places,
        placed=placed,
        residue=residue,
        sure=sure,
        claims_sure=claims_sure,
    )


def _sorted_residue(left: Sequence[Residue]) -> list[Residue]:
    return sorted(set(left), key=lambda r: (r.start, r.end, r.reason))

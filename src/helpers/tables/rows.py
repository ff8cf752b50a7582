"""Records to rows: one dictionary a row, keys as in :mod:`helpers.schema`."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import Any

from ..claims import NumberLink
from ..records import (
    CONFIDENCE_DECIMALS,
    Article,
    Claim,
    Passage,
    Place,
    PlacedNumber,
    Residue,
    Source,
    Span,
)
from ..vocabulary import load
from .reading import ArticleReading

Row = dict[str, Any]


def article_row(article: Article) -> Row:
    """The single row of ``articles``."""
    return {
        "article_id": article.article_id,
        "sha256": article.sha256,
        "title": article.title,
        "outlet": article.outlet,
        "agency": article.agency,
        "published": article.published.isoformat() if article.published else None,
        "url": article.url,
        "lang": article.lang,
        "n_chars": len(article.text),
        "n_words": len(re.findall(r"\w[\w'’.,-]*", article.text)),
        "loaded_from": article.loaded_from,
        "byline": article.byline,
        "notes": "|".join(note.replace("|", "/") for note in article.notes) or None,
    }


def passage_row(article: Article, passage: Passage) -> Row:
    """One row of ``passages``."""
    return {
        "passage_id": f"{article.article_id}-p{passage.start}-{passage.end}",
        "article_id": article.article_id,
        "kind": passage.kind,
        "start": passage.start,
        "end": passage.end,
        "zone": passage.zone,
        "reason": passage.reason,
        "origin": passage.origin,
    }


def source_rows(
    article: Article,
    sources: Sequence[Source],
    claims: Sequence[Claim],
    links: Sequence[NumberLink],
) -> list[Row]:
    """The rows of ``sources`` in order of first mention, with what each of them said counted."""
    n_claims = Counter(claim.source_id for claim in claims)
    n_numbers = Counter(link.source_id for link in links)
    return [
        {
            "source_id": source.source_id,
            "article_id": article.article_id,
            "name": source.name,
            "role": source.role,
            "affiliation": source.affiliation,
            "country": source.country,
            "source_type": source.source_type,
            "naming": source.naming,
            "aliases": "|".join(a.replace("|", "/") for a in source.aliases) or None,
            "n_mentions": len(source.mentions),
            "n_claims": n_claims[source.source_id],
            "n_numbers": n_numbers[source.source_id],
            "first_start": source.mentions[0].start,
            "first_end": source.mentions[0].end,
            "zone": source.zone,
        }
        for source in sorted(sources, key=lambda s: (s.mentions[0], s.source_id))
    ]


def claim_row(article: Article, claim: Claim, sure: float) -> Row:
    """One row of ``claims``; ``sure`` is the chance that words and source are right."""
    start, end = claim.content[0].start, claim.content[-1].end
    return {
        "claim_id": claim.claim_id,
        "article_id": article.article_id,
        "source_id": claim.source_id,
        "via_source_id": claim.via_source_id,
        "form": claim.form,
        "channel": claim.channel,
        "cue": _text(article, claim.cue),
        "cue_kind": claim.cue_kind,
        "cue_start": claim.cue.start if claim.cue else None,
        "cue_end": claim.cue.end if claim.cue else None,
        "source_text": _text(article, claim.source),
        "source_start": claim.source.start if claim.source else None,
        "source_end": claim.source.end if claim.source else None,
        "text": article.text[start:end],
        "start": start,
        "end": end,
        "parts": "|".join(f"{part.start}-{part.end}" for part in claim.content),
        "sentence_start": claim.sentence.start,
        "sentence_end": claim.sentence.end,
        "polarity": claim.polarity,
        "modality": claim.modality,
        "topic": claim.topic,
        "zone": claim.zone,
        "rule_id": claim.rule_id,
        "confidence": round(sure, CONFIDENCE_DECIMALS),
    }


def number_row(article: Article, read: ArticleReading, claim: Claim, index: int) -> Row:
    """One row of ``numbers``: that of the quantity with this index."""
    quantity, link = read.quantities[index], read.links[index]
    placed, sure = read.placed[index], read.sure[index]
    return {
        "number_id": f"{article.article_id}-n{quantity.start}-{quantity.end}",
        "article_id": article.article_id,
        "claim_id": claim.claim_id,
        "source_id": link.source_id,
        "text": article.text[quantity.start : quantity.end],
        "start": quantity.start,
        "end": quantity.end,
        "full_text": _text(article, quantity.full),
        "full_start": quantity.full.start,
        "full_end": quantity.full.end,
        "value": quantity.value,
        "low": quantity.low,
        "high": quantity.high,
        "hedge": quantity.hedge,
        "hedge_text": _text(article, quantity.hedge_span),
        "estimated": quantity.estimated,
        "trend": quantity.trend,
        "unit": quantity.unit,
        "counted": _text(article, quantity.counted),
        "kind": quantity.kind,
        "population": quantity.population,
        "stock_or_flow": quantity.stock_or_flow,
        "modality": quantity.modality,
        "zone": claim.zone,
        "form": link.form,
        "hxl": hxl_of(quantity.kind, quantity.population),
        "rule_id": f"{quantity.rule_id};{claim.rule_id}",
        "confidence": round(sure.reporter, CONFIDENCE_DECIMALS),
        "link": link.link,
        **read.settings[index],
        "place": placed.place,
        "place_basis": placed.basis,
        "place_id": placed.place_id,
        "place_country": placed.country,
        "background": placed.background,
        "check": "|".join(sure.check) or None,
    }


def place_rows(
    article: Article, places: Sequence[Place], placed: Sequence[PlacedNumber]
) -> list[Row]:
    """The rows of ``places``."""
    counts = Counter(number.place_id for number in placed)
    return [
        {
            "place_id": place.place_id,
            "article_id": article.article_id,
            "name": place.name,
            "kind": place.kind,
            "country": place.country,
            "iso": place.iso,
            "admin1": place.admin1,
            "geonames_id": place.geonames_id,
            "lat": place.lat,
            "lon": place.lon,
            "n_numbers": counts[place.place_id],
            "first_start": place.start,
            "first_end": place.end,
        }
        for place in places
    ]


def residue_row(article: Article, left: Residue) -> Row:
    """One row of ``residue``."""
    return {
        "article_id": article.article_id,
        "start": left.start,
        "end": left.end,
        "text": article.text[left.start : left.end],
        "reason": left.reason,
    }


def _text(article: Article, span: Span | None) -> str | None:
    return article.text[span.start : span.end] or None if span else None


def hxl_of(kind: str, population: str) -> str | None:
    """HXL 1.1 hashtag of the kind, with +civilians or +combatants where the text says so."""
    words = load("hxl")
    tag = words["kinds"].get(kind)
    return None if tag is None else tag + words["populations"].get(population, "")

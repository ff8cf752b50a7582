"""Where each number is: the article's places as records, and which of them each number has."""

from __future__ import annotations

from collections.abc import Sequence

from ..language import Reading
from ..places import (
    NamedPlace,
    are_background,
    find_named_places,
    locate_numbers,
    with_anaphors,
)
from ..places.gazetteer import iso_of
from ..records import Place, PlacedNumber, Quantity


def place_numbers(
    reading: Reading, quantities: Sequence[Quantity]
) -> tuple[list[Place], list[PlacedNumber]]:
    """The places named in the article, and for each quantity its own (empty where it has none)."""
    named = with_anaphors(reading, find_named_places(reading))
    mentions: dict[int, list[NamedPlace]] = {}
    for mention in named:
        if not mention.anaphor:
            mentions.setdefault(mention.place, []).append(mention)
    article_id = reading.article.article_id
    places = {number: _place(article_id, of) for number, of in mentions.items()}
    placed = []
    bygone = are_background(reading, quantities)
    for located, past in zip(locate_numbers(reading, named, quantities), bygone, strict=True):
        if located is None:
            placed.append(PlacedNumber(background=past))
            continue
        place = places[located.mention.place]
        names = "|".join(m.name.replace("|", " ") for m in (located.mention, *located.others))
        placed.append(PlacedNumber(place.place_id, names, located.basis, place.country, past))
    return sorted(places.values(), key=lambda place: (place.start, place.end)), placed


def _place(article_id: str, mentions: Sequence[NamedPlace]) -> Place:
    first = mentions[0]
    full = [m for m in mentions if not m.name.replace(".", "").isupper()] or mentions
    best = max(full, key=lambda m: len(m.name))
    told = next((m for m in mentions if m.known is not None and m.kind == m.known.kind), None)
    known = told.known if told else None
    country = next((m.country for m in mentions if m.country), None)
    return Place(
        place_id=f"{article_id}-l{first.start}-{first.end}",
        name=best.name,
        kind=told.kind if told else best.kind,
        country=country,
        iso=iso_of(country) if country else None,
        admin1=known.admin1 if known else None,
        geonames_id=known.geonames_id if known else None,
        lat=known.lat if known else None,
        lon=known.lon if known else None,
        start=first.start,
        end=first.end,
    )

"""The setting of each number: where and when, each with the basis on which that is known."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence

from ..dates import Times, find_dates
from ..language import Reading
from ..places import find_places, place_of
from ..records import Quantity


def settings_of(reading: Reading, quantities: Sequence[Quantity]) -> list[Mapping[str, str | None]]:
    """For each quantity its place, place_basis, as_of (ISO date) and as_of_basis."""
    article, sentences = reading.article, reading.sentences
    # The whole article at once: a name shown to be a place in one passage is one in all.
    places = find_places(article.text)
    # "A crowd of 2000" is a count that looks like a year.
    counts = {(q.start, q.end) for q in quantities if q.kind != "date"}
    told = [d for d in find_dates(article.text) if (d.start, d.end) not in counts]
    times = Times(reading, told, article.published)
    settings = []
    for quantity in quantities:
        index = max(0, bisect_right(sentences, quantity.start, key=lambda s: s.start) - 1)
        at = (index, quantity.start, quantity.end, sentences)
        known = {"text": article.text, "kind": quantity.kind}
        place, _, place_basis = place_of(*at, places, **known)
        as_of, as_of_basis = times.of_number(quantity.start, quantity.end, quantity.kind)
        settings.append(
            {
                "place": place,
                "place_basis": place_basis,
                "as_of": as_of.isoformat() if as_of else None,
                "as_of_basis": as_of_basis,
            }
        )
    return settings

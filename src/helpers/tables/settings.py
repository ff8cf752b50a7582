"""The day of each number, with the basis on which it is known."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence

from ..dates import as_of_for_number, find_dates
from ..records import Article, Quantity, Sentence


def settings_of(
    article: Article, sentences: Sequence[Sentence], quantities: Sequence[Quantity]
) -> list[Mapping[str, str | None]]:
    """For each quantity its as_of (ISO date) and as_of_basis."""
    dates = find_dates(article.text)
    settings = []
    for quantity in quantities:
        index = max(0, bisect_right(sentences, quantity.start, key=lambda s: s.start) - 1)
        at = (index, quantity.start, quantity.end, sentences)
        known = {"text": article.text, "kind": quantity.kind}
        as_of, as_of_basis = as_of_for_number(*at, dates, article.published, **known)
        settings.append(
            {
                "as_of": as_of.isoformat() if as_of else None,
                "as_of_basis": as_of_basis,
            }
        )
    return settings

"""The day of each number, with the basis on which it is known."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ..dates import Times, find_dates
from ..language import Reading
from ..records import Quantity


def settings_of(reading: Reading, quantities: Sequence[Quantity]) -> list[Mapping[str, str | None]]:
    """For each quantity its as_of (ISO date) and as_of_basis."""
    article = reading.article
    # "A crowd of 2000" is a count that looks like a year.
    counts = {(q.start, q.end) for q in quantities if q.kind != "date"}
    told = [d for d in find_dates(article.text) if (d.start, d.end) not in counts]
    times = Times(reading, told, article.published)
    settings: list[Mapping[str, str | None]] = []
    for quantity in quantities:
        as_of, as_of_basis = times.of_number(quantity.start, quantity.end, quantity.kind)
        settings.append(
            {
                "as_of": as_of.isoformat() if as_of else None,
                "as_of_basis": as_of_basis,
            }
        )
    return settings

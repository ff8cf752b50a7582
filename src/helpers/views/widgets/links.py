"""What lights up with what: the rows that belong to each number, claim and source."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from ..charts.wording import said

if TYPE_CHECKING:
    from ...tables import Tables


def links_of(tables: Tables) -> dict[str, tuple[str, ...]]:
    """Id of a number, claim or source → ids of the rows that light up with it.

    A number: its claim, its source and who relays it. A claim: its source, its relay and its
    numbers. A source: its claims, those it relays, and its numbers.
    """
    links: dict[str, dict[str, None]] = defaultdict(dict)
    for source in tables.sources["source_id"]:
        links[source] = {}
    speakers: dict[str, list[str]] = {}
    for claim in tables.claims.to_dict("records"):
        key = claim["claim_id"]
        speakers[key] = [s for c in ("source_id", "via_source_id") if (s := said(claim[c]))]
        links[key] = dict.fromkeys(speakers[key])
        for source in speakers[key]:
            links[source][key] = None
    for number in tables.numbers.to_dict("records"):
        key, claim, source = number["number_id"], number["claim_id"], said(number["source_id"])
        links[key] = dict.fromkeys([claim, *speakers[claim], *([source] if source else [])])
        links[claim][key] = None
        if source:
            links[source][key] = None
    return {key: tuple(others) for key, others in links.items()}

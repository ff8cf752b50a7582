"""W3C Web Annotation: one annotation a number and a claim, on the text as it was read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from ...escaping import clean
from ...tables import Tables
from .inert import records_of, row_iri, text_iri, web_address

CONTEXT = "http://www.w3.org/ns/anno.jsonld"
_NEAR = 32
"""Code points before and after a quotation: enough to find it again in a text that has changed."""
_AGENTS = {
    "named_person": "Person",
    "unnamed_person": "Person",
    "organisation": "Organization",
    "unnamed_group": "foaf:Group",
    "document": "foaf:Document",
}
_EDITED = {"corrected": ("editing",), "added": ("editing",)}
_TOLD = {
    "numbers": ("hedge", "modality", "form", "link", "place", "as_of", "check"),
    "claims": ("cue", "form", "channel", "polarity", "modality", "topic"),
}

Row = Mapping[str, Any]


def annotations_of(tables: Tables) -> dict[str, Any]:
    """An annotation collection, in JSON-LD: numbers, then claims, in text order.

    Positions count code points of the text whose name (by its content) is each target's source.
    Signs that no file can hold are U+FFFD in the quotations, one for one.
    """
    sources = {row["source_id"]: row for row in records_of(tables.sources)}
    items = [
        _annotation(tables, row, table, sources.get(row["source_id"]))
        for table in ("numbers", "claims")
        for row in records_of(getattr(tables, table))
    ]
    return {
        "@context": CONTEXT,
        "id": row_iri(tables.article, "annotations"),
        "type": "AnnotationCollection",
        "label": "Numbers and claims of: " + clean(tables.article.title or "an article"),
        "total": len(items),
        "first": {
            "id": row_iri(tables.article, "annotations-1"),
            "type": "AnnotationPage",
            "startIndex": 0,
            "items": items,
        },
    }


def _annotation(tables: Tables, row: Row, table: str, source: Row | None) -> dict[str, Any]:
    is_number = table == "numbers"
    pieces = [(row["start"], row["end"])] if is_number else _pieces(row["parts"])
    targets = [_target(tables, start, end) for start, end in pieces]
    found: dict[str, Any] = {
        "id": row_iri(tables.article, row["number_id" if is_number else "claim_id"]),
        "type": "Annotation",
        "motivation": ["classifying", "identifying", *_EDITED.get(row.get("review", ""), ())],
        "body": [*_bodies(tables, row, table, source)],
        "target": targets[0] if len(targets) == 1 else targets,
    }
    if row.get("reviewed_by"):
        found["creator"] = [
            {"type": "Person", "name": name} for name in row["reviewed_by"].split("|")
        ]
    return found


def _pieces(parts: str) -> list[tuple[int, int]]:
    """Where the pieces of a content stand.

    >>> _pieces("12-40|55-71")
    [(12, 40), (55, 71)]
    """
    ends = [part.split("-") for part in parts.split("|")]
    return [(int(start), int(end)) for start, end in ends]


def _target(tables: Tables, start: int, end: int) -> dict[str, Any]:
    text = tables.article.text
    found: dict[str, Any] = {
        "type": "SpecificResource",
        "source": text_iri(tables.article),
        "selector": [
            {"type": "TextPositionSelector", "start": start, "end": end},
            {
                "type": "TextQuoteSelector",
                "exact": clean(text[start:end]),
                "prefix": clean(text[max(start - _NEAR, 0) : start]),
                "suffix": clean(text[end : end + _NEAR]),
            },
        ],
    }
    # The page is where the text was seen; its markup is not what the positions count in.
    if page := web_address(tables.article.url):
        found["scope"] = page
    return found


def _bodies(tables: Tables, row: Row, table: str, source: Row | None) -> Iterable[dict[str, Any]]:
    kind = row["kind"] if table == "numbers" else row["cue_kind"]
    yield _words("classifying", kind)
    if source:
        yield {
            "type": "SpecificResource",
            "purpose": "identifying",
            "source": {
                "id": row_iri(tables.article, source["source_id"]),
                "type": _AGENTS[source["naming"]],
                "name": source["name"],
            },
        }
    if table == "numbers":
        yield _quantity(row)
    yield _words("commenting", _reporter_in_words(row, source))
    for name in _TOLD[table]:
        if row.get(name) is not None:
            yield _words("tagging", f"{name}: {row[name]}")
    if row.get("review", "unreviewed") != "unreviewed":
        yield _words("assessing", row["review"])


def _words(purpose: str, value: str) -> dict[str, Any]:
    return {"type": "TextualBody", "purpose": purpose, "format": "text/plain", "value": value}


def _quantity(row: Row) -> dict[str, Any]:
    """The figure as stated: a range has no value, and a side that is open no bound."""
    told = {
        "schema:value": row["value"],
        "schema:minValue": row["low"],
        "schema:maxValue": row["high"],
        "schema:unitText": row["unit"],
    }
    return {
        "type": "schema:QuantitativeValue",
        **{name: value for name, value in told.items() if value is not None},
    }


def _reporter_in_words(row: Row, source: Row | None) -> str:
    if source:
        return f"Reported by {source['name']} ({source['source_type']}, {source['naming']})."
    return "The article's own voice." if row["form"] == "narrator" else "No source is named."

"""Every span to mark in an article's text, and the text cut where they begin and end."""

from __future__ import annotations

import itertools
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from ...firmness import firmness_words

if TYPE_CHECKING:
    from ...tables import Tables

LAYERS = ("claims", "sources", "cues", "numbers")
ORDER = ("narrator", "claims", "cues", "sources", "numbers")
"""Where marks overlap, later layers win, property by property."""
LEGEND = {
    "claims": "claim: what somebody said",
    "narrator": "the article’s own voice, with a number",
    "sources": "source: who said it",
    "cues": "cue: the words that attribute",
    "numbers": "number",
}


@dataclass(frozen=True, slots=True)
class Mark:
    """One span of the article in one layer; ``note`` is shown when the pointer rests on it.

    ``keys`` are the ids of the rows it belongs to: of the number itself, of each claim it is the
    cue or content of, of the source it mentions.
    """

    start: int
    end: int
    layer: str
    note: str = ""
    keys: tuple[str, ...] = ()


def find_marks(tables: Tables, layers: Collection[str] = LAYERS) -> list[Mark]:
    """Every span to mark, in text order; "claims" brings the narrator's apart as "narrator".

    Spans that differ in nothing but their rows are one mark with the keys of all.
    """
    unknown = set(layers) - set(LAYERS)
    if unknown:
        raise ValueError(f"no layer is called {min(unknown)!r}; layers are {', '.join(LAYERS)}")
    names = dict(zip(tables.sources["source_id"], tables.sources["name"], strict=True))
    claims = tables.claims.to_dict("records")
    of_claim = {claim["claim_id"]: claim for claim in claims}
    marks: list[Mark] = []
    if "claims" in layers:
        for claim in claims:
            layer = "narrator" if claim["form"] == "narrator" else "claims"
            note, keys = _claim_note(claim, names), (claim["claim_id"],)
            marks += (Mark(a, b, layer, note, keys) for a, b in _parts(claim))
    if "cues" in layers:
        marks += (
            Mark(
                int(c["cue_start"]),
                int(c["cue_end"]),
                "cues",
                f"cue, {c['cue_kind']}",
                (c["claim_id"],),
            )
            for c in claims
            if not pd.isna(c["cue_start"])
        )
    if "sources" in layers:
        marks += _source_marks(tables.sources.to_dict("records"), claims, names)
    if "numbers" in layers:
        marks += (
            Mark(
                int(n["start"]),
                int(n["end"]),
                "numbers",
                _number_note(n, of_claim[n["claim_id"]], names),
                (n["number_id"],),
            )
            for n in tables.numbers.to_dict("records")
        )
    return sorted(_joined(marks), key=lambda m: (m.start, -m.end, ORDER.index(m.layer), m.note))


def _joined(marks: Iterable[Mark]) -> Iterator[Mark]:
    found: dict[tuple[int, int, str, str], dict[str, None]] = {}
    for mark in marks:
        span = (mark.start, mark.end, mark.layer, mark.note)
        found.setdefault(span, {}).update(dict.fromkeys(mark.keys))
    return (Mark(*span, tuple(keys)) for span, keys in found.items())


def _parts(claim: dict) -> Iterable[tuple[int, int]]:
    for part in str(claim["parts"]).split("|"):
        start, _, end = part.partition("-")
        yield int(start), int(end)


def _source_marks(sources: list[dict], claims: list[dict], names: dict) -> Iterator[Mark]:
    for claim in claims:
        if not pd.isna(claim["source_start"]):
            known = not pd.isna(claim["source_id"])
            name = names.get(claim["source_id"]) if known else None
            note = f"source: {name}" if name else "source, not resolved"
            key = claim["source_id"] if name else claim["claim_id"]
            span = int(claim["source_start"]), int(claim["source_end"])
            yield Mark(*span, "sources", note, (key,))
    for source in sources:
        note = f"source: {source['name']}"
        span = int(source["first_start"]), int(source["first_end"])
        yield Mark(*span, "sources", note, (source["source_id"],))


def _claim_note(claim: dict, names: dict) -> str:
    if claim["form"] == "narrator":
        return "the article’s own voice"
    who = names.get(claim["source_id"]) if not pd.isna(claim["source_id"]) else None
    via = names.get(claim["via_source_id"]) if not pd.isna(claim["via_source_id"]) else None
    relay = f", relayed by {via}" if via else ""
    firm = firmness_words(claim["polarity"], claim["modality"]) or "asserted"
    return f"{claim['form']}: {who or 'nobody named'}{relay}; {firm}"


def _number_note(number: dict, claim: dict, names: dict) -> str:
    firm = firmness_words(claim["polarity"], number["modality"])
    who = names.get(number["source_id"]) if not pd.isna(number["source_id"]) else None
    hedge = str(number["hedge"]).replace("_", " ")
    told = ", ".join(filter(None, (number["kind"], hedge, firm)))
    return f"{told}; {who or 'no source named'}"


def pieces_of(
    start: int, end: int, marks: Sequence[Mark]
) -> Iterator[tuple[int, int, tuple[Mark, ...]]]:
    """``start`` to ``end`` cut wherever a mark begins or ends, each piece with its marks.

    Flat pieces, not nested elements: so spans that cross each other come out right.
    """
    opening: dict[int, list[Mark]] = {}
    closing: dict[int, list[Mark]] = {}
    for mark in marks:
        opening.setdefault(max(mark.start, start), []).append(mark)
        closing.setdefault(min(mark.end, end), []).append(mark)
    active: dict[Mark, None] = {}
    for left, right in itertools.pairwise(sorted({start, end, *opening, *closing})):
        for mark in closing.get(left, ()):
            active.pop(mark, None)
        for mark in opening.get(left, ()):
            if mark.end > mark.start:
                active[mark] = None
        yield left, right, tuple(active)


def by_passage(marks: Sequence[Mark], rows: Sequence[dict]) -> list[list[Mark]]:
    """The marks that touch each passage; both lists are in text order, so one pass does."""
    found: list[list[Mark]] = []
    at = 0
    open_marks: list[Mark] = []
    for row in rows:
        while at < len(marks) and marks[at].start < row["end"]:
            open_marks.append(marks[at])
            at += 1
        open_marks = [m for m in open_marks if m.end > row["start"]]
        found.append(list(open_marks))
    return found

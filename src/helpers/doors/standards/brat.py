"""brat standoff: the text, what was found in it, and what the annotation tool must know of both."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from ... import schema
from ...escaping import clean
from ...tables import TEXT_NAME, Tables
from .inert import records_of, text_bytes

# brat reads its file line by line, and takes each of these for the end of a line.
_IN_ONE_LINE = re.compile("[^\t\n\x0b\x0c\r\x1c-\x1e\x85\u2028\u2029]+")
_RELATIONS = {
    "Within": ("Number", "Claim"),
    "ReportedBy": ("Number", "Source"),
    "SaidBy": ("Claim", "Source"),
    "CuedBy": ("Claim", "Cue"),
}
_ATTRIBUTES = {
    "Number": (("kind", schema.NUMBER_KINDS), ("hedge", schema.HEDGES), ("link", schema.LINKS)),
    "Claim": (("form", schema.FORMS), ("channel", schema.CHANNELS), ("mood", schema.MODALITIES)),
}
_COLUMNS = {"mood": "modality"}


def brat_files(tables: Tables) -> dict[str, bytes]:
    """Name and bytes of the files of a brat folder: text, annotations, configuration.

    A span that runs over the end of a line is told in pieces, as brat wants it.
    """
    standoff = _Standoff(clean(tables.article.text))
    claims = {row["claim_id"]: row for row in records_of(tables.claims)}
    sources = {row["source_id"]: row for row in records_of(tables.sources)}
    for row in claims.values():
        standoff.add_claim(row)
    for row in sources.values():
        told = f"{row['name']} ({row['source_type']}, {row['naming']})"
        standoff.note(standoff.span("Source", row["first_start"], row["first_end"]), told)
    for row in records_of(tables.numbers):
        standoff.add_number(row, claims[row["claim_id"]], sources.get(row["source_id"]))
    return {
        TEXT_NAME: text_bytes(tables.article),
        TEXT_NAME.replace(".txt", ".ann"): "".join(standoff.lines).encode("utf-8"),
        "annotation.conf": _configuration().encode("utf-8"),
    }


class _Standoff:
    """Lines of a standoff file; each span stands in it once."""

    def __init__(self, text: str) -> None:
        self.lines: list[str] = []
        self._text = text
        self._ids: dict[tuple[Any, ...], str] = {}
        self._counts: dict[str, int] = {}

    def span(self, kind: str, *ends: int) -> str:
        """The id of the span of this kind that covers the pieces start, end, start, end ..."""
        key = (kind, *ends)
        if key not in self._ids:
            pieces = [
                found.span()
                for start, end in zip(ends[::2], ends[1::2], strict=True)
                for found in _IN_ONE_LINE.finditer(self._text, start, end)
            ]
            where = ";".join(f"{start} {end}" for start, end in pieces)
            words = " ".join(self._text[start:end] for start, end in pieces)
            self._ids[key] = self._line("T", f"{kind} {where}\t{words}")
        return self._ids[key]

    def note(self, span: str, told: str) -> None:
        """A note on a span, in one line."""
        self._line("#", f"AnnotatorNotes {span}\t{' '.join(_IN_ONE_LINE.findall(told))}")

    def add_claim(self, row: dict[str, Any]) -> None:
        """A claim with its cue and the mention of its source."""
        claim = self._claim(row)
        self._attributes("Claim", claim, row)
        if row["cue_start"] is not None:
            self._tie("CuedBy", claim, self.span("Cue", row["cue_start"], row["cue_end"]))
        if row["source_start"] is not None:
            mention = self.span("Source", row["source_start"], row["source_end"])
            self._tie("SaidBy", claim, mention)

    def add_number(
        self, row: dict[str, Any], claim: dict[str, Any], source: dict[str, Any] | None
    ) -> None:
        """A number in its claim, tied to who reported it: the mention there, else the first."""
        number = self.span("Number", row["start"], row["end"])
        self._attributes("Number", number, row)
        self._tie("Within", number, self._claim(claim))
        if source is None:
            return
        here = claim["source_id"] == row["source_id"] and claim["source_start"] is not None
        where = (claim, "source") if here else (source, "first")
        ends = [where[0][f"{where[1]}_{side}"] for side in ("start", "end")]
        self._tie("ReportedBy", number, self.span("Source", *ends))

    def _claim(self, row: dict[str, Any]) -> str:
        return self.span("Claim", *map(int, re.findall("[0-9]+", row["parts"])))

    def _tie(self, name: str, first: str, second: str) -> None:
        self._line("R", f"{name} Arg1:{first} Arg2:{second}")

    def _attributes(self, kind: str, span: str, row: dict[str, Any]) -> None:
        for name, _ in _ATTRIBUTES[kind]:
            self._line("A", f"{name.title()} {span} {row[_COLUMNS.get(name, name)]}")

    def _line(self, letter: str, told: str) -> str:
        self._counts[letter] = self._counts.get(letter, 0) + 1
        name = f"{letter}{self._counts[letter]}"
        self.lines.append(f"{name}\t{told}\n")
        return name


def _configuration() -> str:
    return "\n".join(_sections()) + "\n"


def _sections() -> Iterator[str]:
    yield from ("[entities]", "Number", "Claim", "Source", "Cue", "[relations]")
    for name, (first, second) in _RELATIONS.items():
        yield f"{name}\tArg1:{first}, Arg2:{second}"
    # A number stands inside its claim, and so may a claim inside another.
    yield "<OVERLAP>\tArg1:<ENTITY>, Arg2:<ENTITY>, <OVL-TYPE>:<ANY>"
    yield from ("[events]", "[attributes]")
    for kind, attributes in _ATTRIBUTES.items():
        for name, words in attributes:
            yield f"{name.title()}\tArg:{kind}, Value:{'|'.join(words)}"

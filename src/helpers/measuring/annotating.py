"""Annotation as people type it: words addressed by sentence, turned into offsets and checked.

``docs/annotation.md`` gives the rules and the form. Nobody types an offset: an address such as
``3: 39`` (the words 39 in sentence 3), ``3#2: he`` (the second one there), ``3: A total … dead``
(from the first words to the last) or ``3-5: "We … home."`` is looked up in the text.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ..errors import InputError
from ..schema import DATE_BASES, MODALITIES, NAMINGS, NUMBER_KINDS, SOURCE_TYPES, TRENDS

Span = tuple[int, int]

BOUNDS = {
    "exact": (True, True),
    "approximate": (False, False),
    "at_least": (True, False),
    "more_than": (True, False),
    "at_most": (False, True),
    "less_than": (False, True),
    "nearly": (False, True),
    "range": (False, False),
    "magnitude": (False, False),
    "vague": (False, False),
}
"""Hedge → whether the stated value is also the lower, and the upper bound."""

COUNTRY_TOLD = ("text", "scene", "none")
"""Whether the source's own words tell its country, only the story's scene does, or nothing."""
FORMS = ("direct", "indirect", "narrator")

_NUMBER_KEYS = frozenset(
    "at full value low high hedge estimated trend unit counted kind place more_places country "
    "as_of basis background modality form source mention via note".split()
)
_SOURCE_KEYS = frozenset("name role affiliation country told type naming mentions note".split())
_CLAIM_KEYS = frozenset("source mention via cue content note".split())
_BREAK = re.compile(r"(?<=[.!?])[\"”'’)]*\s+(?=[\"“‘'(\[]*[A-Z0-9$£€])")
_ADDRESS = re.compile(r"(\d+)(?:#(\d+))?(?:-(\d+))?\s*:\s*(.*)", re.S)
_NUMERAL = re.compile(
    r"[$£€]?\d[\d,.]*\d|\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|"
    r"thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|twenty|thirty|forty|fifty|"
    r"sixty|seventy|eighty|ninety|hundreds?|thousands?|millions?|billions?|dozens?|half|once|"
    r"twice|quarters?|thirds?|first|second|fourth|fifth|sixth|seventh|eighth|ninth|tenth)\b",
    re.I,
)


@dataclass(frozen=True, slots=True)
class NumberedText:
    """A text cut into sentences that a typist can address; publication day as YYYY-MM-DD."""

    text: str
    published: str | None = None
    title: str | None = None
    sentences: tuple[Span, ...] = ()

    @classmethod
    def of(cls, text: str, published: str | None = None, title: str | None = None) -> NumberedText:
        """The text with its sentences numbered by a plain rule that needs no reading."""
        return cls(text, published, title, tuple(_sentences(text)))

    def shown(self) -> str:
        """A numbered sentence on each line, an empty line between paragraphs."""
        lines = [f"# published: {self.published or 'unknown'}", f"# title: {self.title}", ""]
        before = 0
        for number, (start, end) in enumerate(self.sentences, 1):
            if "\n" in self.text[before:start]:
                lines.append("")
            lines.append(f"[{number}] {self.text[start:end]}")
            before = end
        return "\n".join(lines) + "\n"

    def locate(self, address: str) -> Span:
        """Offsets of an address; InputError says what does not fit."""
        told = _ADDRESS.fullmatch(address.strip())
        if not told:
            raise InputError(f"{address!r} is not an address: write SENTENCE: words, as in '3: 9'")
        first, nth, last = int(told[1]), int(told[2] or 0), int(told[3] or told[1])
        if not 1 <= first <= last <= len(self.sentences):
            raise InputError(f"{address!r}: there are sentences 1 to {len(self.sentences)}")
        head, ellipsis, tail = (
            words.strip() for words in told[4].replace("...", "…").partition("…")
        )
        start, end = self._nth(address, head, first, nth)
        if not ellipsis:
            return start, end
        low, high = self.sentences[last - 1]
        ends = [m[1] for m in _matches(self.text, tail) if m[0] >= end and low <= m[0] < high]
        if len(ends) != 1:
            raise InputError(
                f"{address!r}: {tail!r} follows {len(ends)} times in sentence {last}: "
                "write more of the last words"
            )
        return start, ends[0]

    def _nth(self, address: str, words: str, sentence: int, nth: int) -> Span:
        low, high = self.sentences[sentence - 1]
        found = [m for m in _matches(self.text, words) if low <= m[0] < high]
        if not found or nth > len(found) or (len(found) > 1 and not nth):
            raise InputError(
                f"{address!r}: {words!r} stands {len(found)} times in sentence {sentence}"
                + (f"; say which: {sentence}#1, {sentence}#2 …" if len(found) > 1 else "")
            )
        return found[max(nth, 1) - 1]


@dataclass(slots=True)
class Annotation:
    """What was typed of one article, as rows of offsets, and what does not fit.

    Rows are dictionaries: ``numbers``, ``sources`` (by key), ``mentions`` (of a source),
    ``claims``. Spans are (start, end) in code points or None.
    """

    article: str
    numbers: list[dict[str, Any]] = field(default_factory=list)
    sources: list[dict[str, Any]] = field(default_factory=list)
    mentions: list[dict[str, Any]] = field(default_factory=list)
    claims: list[dict[str, Any]] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)


def read_annotation(typed: object, text: NumberedText) -> Annotation:
    """The rows of a typed annotation (a YAML document, parsed) of this text."""
    if not isinstance(typed, Mapping) or not isinstance(typed.get("article"), str):
        raise InputError("the annotation does not begin with a line 'article: ID'")
    return _Reader(text, Annotation(typed["article"])).read(typed)


class _Reader:
    def __init__(self, text: NumberedText, out: Annotation) -> None:
        self.text, self.out = text, out
        self.what = ""

    def read(self, typed: Mapping[str, Any]) -> Annotation:
        out = self.out
        for key, row in (typed.get("sources") or {}).items():
            self.what = f"source {key}"
            self._source(str(key), row)
        for number, row in enumerate(typed.get("claims") or [], 1):
            self.what = f"claim {number}"
            self._claim(row)
        for number, row in enumerate(typed.get("numbers") or [], 1):
            self.what = f"number {number} ({row.get('at')})"
            self._number(row)
        out.numbers.sort(key=lambda n: n["start"])
        for one, two in zip(out.numbers, out.numbers[1:], strict=False):
            if two["start"] < one["end"]:
                out.faults.append(f"numbers overlap at {one['start']} and {two['start']}")
        used = {row[who] for row in (*out.numbers, *out.claims) for who in ("source", "via")}
        for source in out.sources:
            if source["key"] not in used:
                out.faults.append(f"source {source['key']} says nothing: it is not a source")
        return out

    def fault(self, words: str) -> None:
        self.out.faults.append(f"{self.what}: {words}")

    def span(self, address: object) -> Span | None:
        if address is None:
            return None
        try:
            return self.text.locate(str(address))
        except InputError as misfit:
            self.fault(str(misfit))
            return None

    def word(self, value: Any, allowed: Sequence[str]) -> Any:
        if value not in allowed:
            self.fault(f"{value!r} is none of {', '.join(allowed)}")
        return value

    def keys(self, row: Mapping[str, Any], allowed: frozenset[str]) -> None:
        if unknown := sorted(map(str, set(row) - allowed)):
            self.fault(f"unknown {', '.join(unknown)}")

    def _source(self, key: str, row: Mapping[str, Any]) -> None:
        self.keys(row, _SOURCE_KEYS)
        told = self.word(row.get("told", "none"), COUNTRY_TOLD)
        if (told == "none") != (not row.get("country")):
            self.fault(f"country {row.get('country')!r} does not go with told: {told}")
        if not row.get("name"):
            self.fault("no name")
        spans = [span for m in row.get("mentions") or [] if (span := self.span(m))]
        if not spans or len(set(spans)) < len(spans):
            self.fault("no mention, or one twice")
        self.out.sources.append(
            {
                "key": key,
                "name": row.get("name"),
                "role": row.get("role"),
                "affiliation": row.get("affiliation"),
                "country": row.get("country"),
                "country_told": told,
                "source_type": self.word(row.get("type"), SOURCE_TYPES),
                "naming": self.word(row.get("naming"), NAMINGS),
            }
        )
        self.out.mentions += [
            {"source": key, "start": start, "end": end} for start, end in sorted(set(spans))
        ]

    def _who(self, row: Mapping[str, Any]) -> dict[str, Any]:
        key, via, mention = row.get("source"), row.get("via"), self.span(row.get("mention"))
        known = {source["key"] for source in self.out.sources}
        for named in (key, via):
            if named is not None and named not in known:
                self.fault(f"no source {named!r}")
        if (key is None) != (row.get("mention") is None) or (via and key is None):
            self.fault("a source has a mention, and only a source has a mention or a via")
        mentions = {(m["source"], m["start"], m["end"]) for m in self.out.mentions}
        if mention and key in known and (key, *mention) not in mentions:
            self.fault(f"{row['mention']!r} is not among the mentions of {key}")
        return {"source": key, "via": via, "mention": mention}

    def _claim(self, row: Mapping[str, Any]) -> None:
        self.keys(row, _CLAIM_KEYS)
        who, cue = self._who(row), self.span(row.get("cue"))
        typed = row.get("content")
        pieces = typed if isinstance(typed, list) else [typed]
        content = sorted(span for piece in pieces if (span := self.span(piece)))
        if not content or (who["source"] is None and cue is None):
            self.fault("no content, or neither source nor cue")
            return
        self.out.claims.append({**who, "cue": cue, "content": content})

    def _number(self, row: Mapping[str, Any]) -> None:
        self.keys(row, _NUMBER_KEYS)
        span, full = self.span(row.get("at")), self.span(row.get("full", row.get("at")))
        who, hedge = self._who(row), self.word(row.get("hedge", "exact"), tuple(BOUNDS))
        kind = self.word(row.get("kind"), NUMBER_KINDS)
        value, low, high = self._bounds(row, hedge, kind)
        as_of, basis = self._day(row)
        if not span or not full:
            return
        if not full[0] <= span[0] <= span[1] <= full[1]:
            self.fault("full does not hold at")
        form = row.get("form") or self._form(span, who["source"])
        self.out.numbers.append(
            {
                "start": span[0],
                "end": span[1],
                "full_start": full[0],
                "full_end": full[1],
                "value": value,
                "low": low,
                "high": high,
                "hedge": hedge,
                "estimated": bool(row.get("estimated", False)),
                "trend": self.word(row.get("trend", "none"), TRENDS),
                "unit": None if row.get("unit") is None else str(row["unit"]),
                "counted": self.span(row.get("counted")),
                "kind": kind,
                "place": self.span(row.get("place")),
                "more_places": [s for p in row.get("more_places") or [] if (s := self.span(p))],
                "place_country": row.get("country"),
                "as_of": as_of,
                "as_of_basis": basis,
                "background": bool(row.get("background", False)),
                "modality": self.word(row.get("modality", "asserted"), MODALITIES),
                "form": self.word(form, FORMS),
                **who,
            }
        )

    def _bounds(self, row: Mapping[str, Any], hedge: str, kind: str) -> tuple[Any, Any, Any]:
        stated = [row.get(name) for name in ("value", "low", "high")]
        if any(v is not None and (isinstance(v, bool) or not isinstance(v, int | float))
               for v in stated):  # fmt: skip
            self.fault(f"{stated} are not all numbers")
            return None, None, None
        value, low, high = stated
        if kind == "date":
            return None, None, None
        if hedge in ("range", "magnitude", "vague"):
            if value is not None or (hedge == "range" and low is None and high is None):
                self.fault(f"a {hedge} has no value, and a range has low and high")
            return None, low, high
        if value is None:
            self.fault("no value")
        is_low, is_high = BOUNDS[hedge]
        return (
            value,
            value if low is None and is_low else low,
            value if high is None and is_high else high,
        )

    def _day(self, row: Mapping[str, Any]) -> tuple[str | None, str | None]:
        as_of, basis = row.get("as_of", "published"), row.get("basis")
        if as_of == "published":
            as_of = self.text.published
            basis = basis or ("publication_date" if as_of else "unresolved")
        self.word(basis, DATE_BASES)
        if (basis == "unresolved") != (as_of is None):
            self.fault(f"as_of {as_of} does not go with basis {basis}")
        if as_of is None:
            return None, basis
        try:
            return dt.date.fromisoformat(str(as_of)).isoformat(), basis
        except ValueError:
            self.fault(f"as_of {as_of!r} is not a day")
            return None, basis

    def _form(self, span: Span, source: object) -> str:
        text = self.text.text
        before = text[text.rfind("\n", 0, span[0]) + 1 : span[0]]
        if before.count('"') % 2 or before.count("“") > before.count("”"):
            return "direct"
        inside = any(a <= span[0] < b for claim in self.out.claims for a, b in claim["content"])
        return "indirect" if source is not None or inside else "narrator"


def untyped(text: NumberedText, annotation: Annotation) -> list[str]:
    """Numerals and number words that no row covers, each with its sentence: to look at again."""
    found = []
    for match in _NUMERAL.finditer(text.text):
        if any(n["start"] < match.end() and match.start() < n["end"] for n in annotation.numbers):
            continue
        number = next(
            (i for i, (a, b) in enumerate(text.sentences, 1) if a <= match.start() < b), 0
        )
        near = text.text[max(0, match.start() - 15) : match.end() + 15].replace("\n", " ")
        found.append(f"[{number}] {match.group()} (…{near}…)")
    return found


def _sentences(text: str) -> Iterator[Span]:
    for block in re.finditer(r"[^\n]+", text):
        start = block.start()
        for gap in _BREAK.finditer(text, block.start(), block.end()):
            closing = len(gap.group()) - len(gap.group().lstrip("\"”'’)"))
            yield start, gap.start() + closing
            start = gap.end()
        yield start, block.end()


def _matches(text: str, words: str) -> list[Span]:
    """Where the words stand as whole words, whatever their quotation marks look like."""
    if not words:
        return []
    pattern = r"\s+".join(re.escape(word) for word in words.split())
    pattern = re.sub('["“”]', '["“”]', pattern)
    pattern = re.sub("['’‘]", "['’‘]", pattern)
    left = r"(?<!\w)" if words[0].isalnum() else ""
    right = r"(?!\w)" if words[-1].isalnum() else ""
    return [match.span() for match in re.finditer(left + pattern + right, text)]

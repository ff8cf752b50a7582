"""The nouns in memory: frozen dataclasses without behaviour.

Every offset counts Unicode code points in ``Article.text``, half-open, so that
``article.text[m.start:m.end]`` is the mention as printed. ``None`` means that the
text does not say; a closed word ("unstated", "unnamed_group") means that we looked
and that this is the answer.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

CONFIDENCE_DECIMALS = 2
"""Of a printed confidence: with three, one in a hundred would differ between two processors."""


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Half-open range of code points in the article's text."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a block of the text came from: ``place`` is an element's path, a page, a paragraph.

    ``kind``, ``zone`` and ``reason`` hold what the markup says of the block, in the words of
    the passages table; ``None`` where it says nothing and the words must tell.
    """

    start: int
    end: int
    place: str
    kind: str | None = None
    zone: str | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Article:
    """One article, frozen: ``text`` never changes after loading.

    ``sha256`` is of the original bytes; ``article_id`` is "a" and its first eleven hex digits.
    What neither the file nor its metadata says is ``None``. ``notes`` says what the loader had
    to decide (an encoding, one of two dates); ``origins`` leads from blocks of the text back to
    elements or pages, in order, and is empty for plain text.
    """

    text: str
    sha256: str
    article_id: str
    title: str | None = None
    outlet: str | None = None
    agency: str | None = None
    published: dt.date | None = None
    url: str | None = None
    lang: str | None = None
    loaded_from: str | None = None
    byline: str | None = None
    notes: tuple[str, ...] = ()
    origins: tuple[Origin, ...] = ()


@dataclass(frozen=True, slots=True)
class Passage:
    """A block of the article: ``kind``, ``zone`` and ``reason`` as in the passages table.

    ``origin`` is the element, page or paragraph it came from, where it was loaded from one.
    """

    start: int
    end: int
    kind: str
    zone: str
    reason: str | None = None
    origin: str | None = None


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence; ``passage`` is the index of its passage in the list it was found with."""

    start: int
    end: int
    passage: int


@dataclass(frozen=True, slots=True)
class Quantity:
    """One quantity mentioned, with its hedge as a bound.

    ``start, end``: the number with its glued symbol or scale. ``full``: from the hedge to
    the counted phrase. ``value`` is as stated and scaled, ``None`` for ranges and vague
    words; ``low`` and ``high`` hold only bounds that the text states.
    """

    start: int
    end: int
    full: Span
    value: float | None
    low: float | None
    high: float | None
    hedge: str
    hedge_span: Span | None
    estimated: bool
    trend: str
    unit: str | None
    counted: Span | None
    kind: str
    population: str = "unstated"
    stock_or_flow: str = "unstated"
    modality: str = "asserted"
    rule_id: str = ""
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Place:
    """One place of an article, whatever it is called there; ``start..end`` is its first mention.

    ``kind`` is country, division, city, area, site or other; ``admin1`` and ``geonames_id`` are
    those of GeoNames. What no list tells is ``None``.
    """

    place_id: str
    name: str
    kind: str
    country: str | None
    iso: str | None
    admin1: str | None
    geonames_id: int | None
    lat: float | None
    lon: float | None
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class PlacedNumber:
    """The place of one quantity: its record, its name as printed there, and how it is tied.

    ``basis`` is clause, sentence or carried; all empty where the text ties no place to it.
    ``background``: a figure of another time or scene than the story's own.
    """

    place_id: str | None = None
    place: str | None = None
    basis: str | None = None
    country: str | None = None
    background: bool = False


@dataclass(frozen=True, slots=True)
class Residue:
    """Something seen and not taken, with the reason (a closed word of the residue table)."""

    start: int
    end: int
    reason: str


@dataclass(frozen=True, slots=True)
class Attribution:
    """One attribution: who (source), the words that attribute (cue), what (content).

    Each role may be in several pieces, in text order; source and cue may be empty.
    The source is the mention as printed ("he"), not resolved. ``rule_id`` names the rule
    or model that found it; ``confidence`` lies in 0..1.
    """

    source: tuple[Span, ...]
    cue: tuple[Span, ...]
    content: tuple[Span, ...]
    rule_id: str = ""
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Source:
    """One source as resolved: all its mentions are one person, body or group.

    ``mentions`` are in text order; the first gives ``first_start`` and ``first_end``.
    ``type_sure`` is how sure the rule is of ``source_type``, from 0 to 1.
    """

    source_id: str
    name: str
    role: str | None
    affiliation: str | None
    country: str | None
    source_type: str
    naming: str
    aliases: tuple[str, ...]
    mentions: tuple[Span, ...]
    zone: str = "body"
    type_sure: float = 0.5


@dataclass(frozen=True, slots=True)
class Claim:
    """One thing said, or one narrator's sentence that holds a number (form "narrator").

    ``content`` may be in several pieces; ``source`` is the mention as printed here.
    """

    claim_id: str
    source_id: str | None
    via_source_id: str | None
    form: str
    channel: str
    cue: Span | None
    cue_kind: str
    source: Span | None
    content: tuple[Span, ...]
    sentence: Span
    polarity: str
    modality: str
    topic: str | None
    zone: str
    rule_id: str
    confidence: float

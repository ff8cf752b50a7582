"""What a loader hands on before the article is frozen: text, places, facts and notes."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from ..errors import InputError
from ..records import Article, Origin
from .metadata import METADATA_KEYS, date_or_none, text_or_none
from .tongue import language_of

MAX_CHARS = 240_000
"""Longest text taken by default: what two cores answer inside twenty seconds, whatever is in it.

Measured on text that is all figures, the slowest there is: 7.3 s of processor time for every
100,000 characters. An article rarely has a tenth of that bound.
"""


@dataclass(frozen=True, slots=True)
class LoadingOptions:
    """How to read what cannot be read without being told.

    ``encoding``: None takes UTF-8 text only, "detect" lets charset-normalizer decide, any other
    word is the codec's name. ``text_column`` and ``row`` (from 0) choose the article in an
    export. ``apart``: parsers of pages, PDF and DOCX run in a process of their own, under a
    deadline and a memory limit; turn it off only inside such a process.
    """

    encoding: str | None = None
    any_language: bool = False
    text_column: str | None = None
    row: int | None = None
    allow_private: bool = False
    apart: bool = True


@dataclass(frozen=True, slots=True)
class ArticleDraft:
    """Text as it will be frozen, with what its loader learnt.

    ``facts`` uses the keys of the metadata file; ``hashed`` are the bytes that the article is
    known by, where they are not those of the file (a row of an export).
    """

    text: str
    origins: Sequence[Origin] = ()
    facts: Mapping[str, object] = field(default_factory=dict)
    notes: Sequence[str] = ()
    hashed: bytes | None = None


@dataclass(frozen=True, slots=True)
class Fetched:
    """What lay at an address: ``url`` is the last one; ``kind`` is None where nobody says it.

    ``day`` is that on which a crawler fetched it, for what an archive holds.
    """

    url: str
    data: bytes
    kind: str | None
    charset: str | None
    day: dt.date | None = None

    @property
    def facts(self) -> dict[str, object]:
        """What its article depends on, beside the bytes."""
        return {"url": self.url, "kind": self.kind, "charset": self.charset, "day": self.day}


def article_of(
    draft: ArticleDraft,
    data: bytes,
    known: Mapping[str, object],
    *,
    name: str | None,
    max_chars: int,
) -> Article:
    """The frozen Article; ``known`` overrides what the loader found. Raises InputError."""
    label = name or "the text"
    check_length(draft.text, label, max_chars)
    if not draft.text.strip("\ufeff \t\r\n\f\v\u00a0\u2028\u2029") or draft.text.isspace():
        raise InputError(f"{label} holds only blanks: it needs the article's text")
    facts = {**draft.facts, **{key: value for key, value in known.items() if value is not None}}
    sha256 = hashlib.sha256(draft.hashed if draft.hashed is not None else data).hexdigest()
    fields = {key: text_or_none(facts, key) for key in METADATA_KEYS if key != "published"}
    return Article(
        text=draft.text,
        sha256=sha256,
        article_id=f"a{sha256[:11]}",
        published=date_or_none(facts.get("published")),
        loaded_from=name,
        notes=tuple(draft.notes),
        origins=tuple(draft.origins),
        **fields,
    )


def with_language(
    draft: ArticleDraft, known: Mapping[str, object], *, label: str, any_language: bool
) -> ArticleDraft:
    """The draft with its language; InputError for another than English, unless let through.

    What the metadata says of the language is believed; what a page's markup says is checked
    against the words.
    """
    if known.get("lang"):
        return draft
    found = language_of(draft.text)
    if found is None or found == "en":
        lang = found or draft.facts.get("lang")
        return ArticleDraft(
            draft.text, draft.origins, {**draft.facts, "lang": lang}, draft.notes, draft.hashed
        )
    if not any_language:
        raise InputError(
            f"{label} is not in English (found: {found}), and the rules here read English: "
            "translate it, or let it through with --any-language (any_language=True)"
        )
    note = f"in {found}: the rules read English, so expect little"
    return ArticleDraft(
        draft.text,
        draft.origins,
        {**draft.facts, "lang": found},
        (*draft.notes, note),
        draft.hashed,
    )


def check_length(text: str, label: str, max_chars: int) -> None:
    """Refuse a text longer than ``max_chars`` characters with an InputError."""
    if len(text) > max_chars:
        raise InputError(too_long(f"{label} has {len(text):,} characters", max_chars))


def too_long(found: str, max_chars: int) -> str:
    """The sentence that refuses a text for its length."""
    return f"{found}, more than the {max_chars:,} allowed: split it, or raise --max-chars"


def known_facts(
    beside: Mapping[str, object],
    metadata: Mapping[str, object] | None,
    published: dt.date | str | None,
) -> dict[str, object]:
    """Metadata beside the file, overridden by the caller's, overridden by ``published``."""
    known = {**beside, **dict(metadata or {})}
    if published is not None:
        known["published"] = published
    return known

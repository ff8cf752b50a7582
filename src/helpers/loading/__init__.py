"""Bytes to ``Article``: text, Markdown, pages, addresses, PDF, Word files and exports.

The text is frozen here once: nothing later strips, folds or rewrites it. Text, Markdown and rows
of exports are kept to the letter; for pages, PDF and Word files the loader makes the text, and
``Article.origins`` leads from its blocks back to elements, pages and paragraphs.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from ..errors import InputError
from ..escaping import printable
from ..records import Article
from .apart import parsed, parsed_apart
from .article_drafts import (
    MAX_CHARS,
    ArticleDraft,
    Fetched,
    LoadingOptions,
    article_of,
    known_facts,
    with_language,
)
from .exports import one_row, read_rows
from .file_kinds import SUFFIXES, kind_of
from .files import check_bytes, read_file
from .markdown import read_markdown
from .metadata import metadata_beside
from .streams import STREAMED, stream_rows
from .text import read_text

__all__ = [
    "MAX_CHARS",
    "STREAMED",
    "SUFFIXES",
    "ArticleDraft",
    "Fetched",
    "LoadingOptions",
    "article_from_draft",
    "article_from_fetched",
    "article_from_text",
    "load_article",
    "load_docx",
    "load_html",
    "load_markdown",
    "load_pdf",
    "load_rows",
    "load_text",
    "load_url",
    "metadata_beside",
    "stream_rows",
]

_DEFAULTS = LoadingOptions()
_ADDRESS = re.compile(r"\s*[A-Za-z][A-Za-z0-9+.-]+://")
_PASTED = "the pasted bytes"


def load_article(
    path: str | Path | bytes,
    *,
    published: dt.date | str | None = None,
    metadata: Mapping[str, object] | None = None,
    max_chars: int = MAX_CHARS,
    options: LoadingOptions = _DEFAULTS,
) -> Article:
    """One article as an Article: a file of any kind read here, an http(s) address, or bytes.

    The kind is told by the first bytes, else by the file's name. ``metadata`` (title, outlet,
    agency, published, url, lang, byline) overrides that of ``<same name>.yaml``, which overrides
    what the article says of itself; ``published`` overrides all. Raises InputError for anything
    that is no readable article of at most ``max_chars`` characters, MetadataError for malformed
    metadata.
    """
    if isinstance(path, str) and _ADDRESS.match(path):
        return load_url(
            path, published=published, metadata=metadata, max_chars=max_chars, options=options
        )
    return _load(path, None, published, metadata, max_chars, options)


def load_text(
    path: str | Path | bytes,
    *,
    published: dt.date | str | None = None,
    metadata: Mapping[str, object] | None = None,
    max_chars: int = MAX_CHARS,
    options: LoadingOptions = _DEFAULTS,
) -> Article:
    """A text file, kept to the letter; otherwise as load_article."""
    return _load(path, "text", published, metadata, max_chars, options)


def load_markdown(
    path: str | Path | bytes,
    *,
    published: dt.date | str | None = None,
    metadata: Mapping[str, object] | None = None,
    max_chars: int = MAX_CHARS,
    options: LoadingOptions = _DEFAULTS,
) -> Article:
    """A Markdown file, kept to the letter, its headings and front matter read."""
    return _load(path, "markdown", published, metadata, max_chars, options)


def load_html(
    path: str | Path | bytes,
    *,
    published: dt.date | str | None = None,
    metadata: Mapping[str, object] | None = None,
    max_chars: int = MAX_CHARS,
    options: LoadingOptions = _DEFAULTS,
) -> Article:
    """A saved page: its article, with title, outlet, byline, date and address as it states them."""
    return _load(path, "html", published, metadata, max_chars, options)


def load_pdf(
    path: str | Path | bytes,
    *,
    published: dt.date | str | None = None,
    metadata: Mapping[str, object] | None = None,
    max_chars: int = MAX_CHARS,
    options: LoadingOptions = _DEFAULTS,
) -> Article:
    """A PDF with text, paragraphs in reading order."""
    return _load(path, "pdf", published, metadata, max_chars, options)


def load_docx(
    path: str | Path | bytes,
    *,
    published: dt.date | str | None = None,
    metadata: Mapping[str, object] | None = None,
    max_chars: int = MAX_CHARS,
    options: LoadingOptions = _DEFAULTS,
) -> Article:
    """A Word file (.docx), paragraphs and tables in order."""
    return _load(path, "docx", published, metadata, max_chars, options)


def load_url(
    url: str,
    *,
    published: dt.date | str | None = None,
    metadata: Mapping[str, object] | None = None,
    max_chars: int = MAX_CHARS,
    options: LoadingOptions = _DEFAULTS,
) -> Article:
    """The article at an http or https address: the only function that touches the network.

    Redirects are followed a few times and checked each time; addresses of private networks are
    refused unless ``options.allow_private``. Bytes, time and unpacking are bounded.
    """
    from .fetching import fetch

    fetched = fetch(url, allow_private=options.allow_private)
    known = known_facts({}, metadata, published)
    return article_from_fetched(
        fetched, known=known, name=fetched.url, max_chars=max_chars, options=options
    )


def article_from_fetched(
    fetched: Fetched,
    *,
    known: Mapping[str, object],
    name: str,
    max_chars: int = MAX_CHARS,
    options: LoadingOptions = _DEFAULTS,
) -> Article:
    """The article among the bytes of an address, fetched now or, by a crawler, on some day.

    That day stands for the publication date, with a note, where nothing tells it. Raises
    InputError and MetadataError as load_article does.
    """
    kind = fetched.kind or kind_of(Path(fetched.url.split("?")[0]).name, fetched.data[:4096])
    check_bytes(fetched.data, kind, name, max_chars)
    page = {"url": fetched.url, "charset": fetched.charset} if kind == "html" else {}
    if kind in {"text", "markdown"} and options.encoding is None:
        # A server's text is seldom saved anew: take its word, or let detection tell.
        options = replace(options, encoding=fetched.charset or "detect")
    draft = _drafted(fetched.data, kind, name, options, page)
    known = dict(known)
    if "url" not in draft.facts and not known.get("url"):
        known["url"] = fetched.url
    if fetched.day and not draft.facts.get("published") and not known.get("published"):
        known["published"] = fetched.day
        note = "published: told nowhere, so the day on which a crawler fetched it"
        draft = replace(draft, notes=(*draft.notes, note))
    return _frozen(draft, fetched.data, known, name, max_chars, options)


def load_rows(
    path: str | Path | bytes,
    *,
    published: dt.date | str | None = None,
    metadata: Mapping[str, object] | None = None,
    max_chars: int = MAX_CHARS,
    options: LoadingOptions = _DEFAULTS,
) -> Iterator[Article | InputError]:
    """The articles of a CSV or JSON-lines export, one a row, in order.

    A row that holds no article comes as the InputError that says why, so that the others are
    not lost; a file that is no export raises it.
    """
    data, name, beside = _opened(path, "rows", max_chars)[:3]
    known = known_facts(beside, metadata, published)
    for number, draft in enumerate(read_rows(data, name, options)):
        if isinstance(draft, InputError):
            yield draft
            continue
        try:
            yield _frozen(draft, data, known, f"{name}#{number}", max_chars, options)
        except InputError as refused:
            yield refused


def article_from_draft(
    draft: ArticleDraft,
    *,
    known: Mapping[str, object],
    name: str,
    max_chars: int = MAX_CHARS,
    options: LoadingOptions = _DEFAULTS,
) -> Article:
    """The article of one row that ``stream_rows`` gave; ``known`` is the metadata beside its file.

    Raises InputError and MetadataError as load_article does.
    """
    return _frozen(
        draft, draft.hashed or b"", known_facts(known, None, None), name, max_chars, options
    )


def article_from_text(
    text: str,
    *,
    published: dt.date | str | None = None,
    metadata: Mapping[str, object] | None = None,
    max_chars: int = MAX_CHARS,
) -> Article:
    """An Article from a string, kept to the letter; raises InputError as load_article does."""
    if not isinstance(text, str):
        raise InputError(f"found {type(text).__name__} where a text was expected: pass a str")
    # Lone surrogates cannot be written as UTF-8; they still need a stable hash.
    data = text.encode("utf-8", "surrogatepass")
    known = known_facts({}, metadata, published)
    return article_of(ArticleDraft(text), data, known, name=None, max_chars=max_chars)


def _load(
    path: str | Path | bytes,
    kind: str | None,
    published: dt.date | str | None,
    metadata: Mapping[str, object] | None,
    max_chars: int,
    options: LoadingOptions,
) -> Article:
    data, name, beside, kind = _opened(path, kind, max_chars)
    known = known_facts(beside, metadata, published)
    draft = _drafted(data, kind, name, options, {})
    return _frozen(draft, data, known, name, max_chars, options)


def _opened(
    path: str | Path | bytes, kind: str | None, max_chars: int
) -> tuple[bytes, str, dict[str, object], str]:
    if isinstance(path, bytes):
        kind = kind or kind_of("", path[:4096])
        check_bytes(path, kind, _PASTED, max_chars)
        return path, _PASTED, {}, kind
    if not isinstance(path, (str, Path)):
        raise InputError(f"found {type(path).__name__}: pass a path, an address or bytes")
    path = Path(path)
    data, kind = read_file(path, kind, max_chars)
    return data, printable(path.name), metadata_beside(path), kind


def _drafted(
    data: bytes, kind: str, name: str, options: LoadingOptions, page: dict[str, str | None]
) -> ArticleDraft:
    if kind == "text":
        return read_text(data, name, options)
    if kind == "markdown":
        return read_markdown(data, name, options)
    if kind == "rows":
        return one_row(data, name, options)
    if options.apart:
        return parsed_apart(kind, data, name, options, **page)
    return parsed(kind, data, name, options, **page)


def _frozen(
    draft: ArticleDraft,
    data: bytes,
    known: dict[str, object],
    name: str,
    max_chars: int,
    options: LoadingOptions,
) -> Article:
    draft = with_language(draft, known, label=name, any_language=options.any_language)
    return article_of(draft, data, known, name=name, max_chars=max_chars)

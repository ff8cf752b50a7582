"""Bytes to ``Article``: decoding, hashing and the metadata kept beside a file.

The text is frozen here once: nothing later strips, folds or rewrites it.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Mapping
from pathlib import Path

from .errors import InputError, MetadataError
from .records import Article

MAX_CHARS = 1_000_000
"""Longest text taken by default: what two cores answer well inside twenty seconds."""

_METADATA_KEYS = ("title", "outlet", "agency", "published", "url", "lang")
_KEPT_BESIDE = frozenset({*_METADATA_KEYS, "rights", "set", "note"})


def load_article(
    path: str | Path,
    *,
    published: dt.date | str | None = None,
    metadata: Mapping[str, object] | None = None,
    max_chars: int = MAX_CHARS,
) -> Article:
    """One UTF-8 text file as an Article, with the metadata of ``<same name>.yaml`` if it stands.

    ``metadata`` (title, outlet, agency, published, url, lang) overrides that file and
    ``published`` overrides both. Raises InputError for anything that is no readable text of
    at most ``max_chars`` characters, MetadataError for malformed metadata.
    """
    path = Path(path)
    data = _read_bytes(path, max_chars)
    known = {**_metadata_beside(path), **dict(metadata or {})}
    if published is not None:
        known["published"] = published
    return _article(data, _decode(data, path.name), known, path.name, max_chars)


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
    known = dict(metadata or {})
    if published is not None:
        known["published"] = published
    # Lone surrogates cannot be written as UTF-8; they still need a stable hash.
    return _article(text.encode("utf-8", "surrogatepass"), text, known, None, max_chars)


def _read_bytes(path: Path, max_chars: int) -> bytes:
    try:
        if path.is_dir():
            raise InputError(f"{path} is a folder: name one article file in it")
        if not path.exists():
            raise InputError(f"{path} does not exist: check the name and the folder")
        size = path.stat().st_size
        # A code point takes at most four bytes: anything larger is too long without a look.
        if size > 4 * max_chars + 3:
            raise InputError(_too_long(f"{path.name} has {size:,} bytes", max_chars))
        return path.read_bytes()
    except OSError as failure:
        reason = failure.strerror or type(failure).__name__
        raise InputError(f"{path} cannot be read ({reason}): check its permissions") from failure
    except ValueError as failure:
        raise InputError(f"{str(path)!r} is no usable path ({failure})") from failure


def _decode(data: bytes, name: str) -> str:
    if not data:
        raise InputError(f"{name} is empty: it needs the article's text")
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise InputError(f"{name} is UTF-16, not UTF-8: save it as UTF-8 and try again")
    if b"\x00" in data:
        raise InputError(f"{name} is binary (it holds NUL bytes): save the article as plain text")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as failure:
        raise InputError(
            f"{name} is not UTF-8 (byte {failure.start} is 0x{data[failure.start]:02x}): "
            "save it as UTF-8 and try again"
        ) from failure


def _article(
    data: bytes, text: str, known: Mapping[str, object], name: str | None, max_chars: int
) -> Article:
    label = name or "the text"
    if len(text) > max_chars:
        raise InputError(_too_long(f"{label} has {len(text):,} characters", max_chars))
    if not text.strip("\ufeff \t\r\n\f\v\u00a0\u2028\u2029") or text.isspace():
        raise InputError(f"{label} holds only blanks: it needs the article's text")
    sha256 = hashlib.sha256(data).hexdigest()
    fields = {key: _text_or_none(known, key) for key in _METADATA_KEYS if key != "published"}
    return Article(
        text=text,
        sha256=sha256,
        article_id=sha256[:12],
        published=_date_or_none(known.get("published")),
        loaded_from=name,
        **fields,
    )


def _too_long(found: str, max_chars: int) -> str:
    return f"{found}, more than the {max_chars:,} allowed: split it, or raise --max-chars"


def _metadata_beside(path: Path) -> dict[str, object]:
    import yaml

    beside = path.with_suffix(".yaml")
    if beside == path or not beside.is_file():
        return {}
    try:
        known = yaml.safe_load(beside.read_text("utf-8"))
    except (yaml.YAMLError, UnicodeDecodeError, OSError) as failure:
        reason = " ".join(str(failure).split())
        raise MetadataError(f"{beside.name} is no readable YAML: {reason}") from failure
    if known is None:
        return {}
    if not isinstance(known, dict):
        raise MetadataError(f"{beside.name} holds a {type(known).__name__}: it needs key: value")
    unknown = sorted(str(key) for key in known if key not in _KEPT_BESIDE)
    if unknown:
        raise MetadataError(
            f"{beside.name} has unknown keys {', '.join(unknown)}: "
            f"use {', '.join(sorted(_KEPT_BESIDE))}"
        )
    return {key: known.get(key) for key in _METADATA_KEYS}


def _text_or_none(known: Mapping[str, object], key: str) -> str | None:
    found = known.get(key)
    if found is None or isinstance(found, str):
        return found or None
    raise MetadataError(f"{key} is {found!r}: it needs to be text in quotation marks")


def _date_or_none(found: object) -> dt.date | None:
    if isinstance(found, dt.datetime):
        return found.date()
    if found is None or isinstance(found, dt.date):
        return found
    try:
        return dt.date.fromisoformat(str(found))
    except ValueError as failure:
        raise MetadataError(f"published is {found!r}: write it as YYYY-MM-DD") from failure

"""What every standard needs: rows as plain values, names for texts, JSON in which nothing runs."""

from __future__ import annotations

import base64
import hashlib
import json
import math
import re
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from ...escaping import clean

if TYPE_CHECKING:
    import pandas as pd

    from ...records import Article

_WEB = re.compile(r"https?://[^\s<>\"{}|\\^`\x00-\x20\x7f-\x9f]+", re.IGNORECASE)
_WHOLE = 2**53  # above it not every whole number is a float


def records_of(data: pd.DataFrame) -> list[dict[str, Any]]:
    """The rows as plain Python: NA is None, whole figures are whole, texts are clean."""
    filled = data.astype(object).where(data.notna(), None)
    names = list(data.columns)
    return [
        dict(zip(names, map(_plain, row), strict=True))
        for row in filled.itertuples(index=False, name=None)
    ]


def _plain(value: Any) -> Any:
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, float):
        if not math.isfinite(value):
            return None
        return int(value) if value == int(value) and abs(value) < _WHOLE else float(value)
    return value


def json_bytes(found: Any) -> bytes:
    r"""The object as JSON that is inert wherever it lands: ASCII alone, and no tag begins in it.

    >>> json_bytes("<b>\x1b[2J\u202e")
    b'"\\u003cb>\\u001b[2J\\u202e"\n'
    """
    text = json.dumps(found, ensure_ascii=True, allow_nan=False, indent=1)
    # In JSON "<" stands in texts alone.
    return (text.replace("<", "\\u003c") + "\n").encode("ascii")


def web_address(url: str | None) -> str | None:
    """The address if it leads to the web, else None: an article can name any other scheme.

    >>> web_address("https://paper.example/story"), web_address("javascript:alert(1)")
    ('https://paper.example/story', None)
    """
    return url if url and _WEB.fullmatch(url) else None


def text_bytes(article: Article) -> bytes:
    """The text as the exports hold it: UTF-8, with U+FFFD for each sign that no file can hold.

    One sign stands for one, so that every offset holds in it.
    """
    return clean(article.text).encode("utf-8")


def text_iri(article: Article) -> str:
    """The name of that text by its content (RFC 6920): the same text has the same name anywhere."""
    digest = hashlib.sha256(text_bytes(article)).digest()
    return "ni:///sha-256;" + base64.urlsafe_b64encode(digest).decode("ascii").rstrip("=")


def row_iri(article: Article, row_id: str) -> str:
    """The name of one row of the tables made from that text."""
    return f"{text_iri(article)}#{quote(clean(row_id), safe='')}"

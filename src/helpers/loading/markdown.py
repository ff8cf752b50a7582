"""Markdown kept to the letter: its headings, lists and tables marked, its front matter read.

markdown-it-py tells which lines are which block (CommonMark, and the tables that everybody
writes); nothing is rendered.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import zip_longest
from typing import TYPE_CHECKING

from ..records import Origin
from .article_drafts import ArticleDraft, LoadingOptions
from .days import day_of
from .metadata import METADATA_KEYS
from .text import decode

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

_FRONT = re.compile(
    r"\A---[ \t]*\r?\n(.{0,20000}?)\r?\n(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)", re.DOTALL
)
_FACT = re.compile(r"^([A-Za-z_]{2,20}):[ \t]+(.+?)[ \t]*$", re.MULTILINE)
_LINE_END = re.compile(r"\r\n?|\n")
_BLOCKS = frozenset("paragraph_open heading_open tr_open fence code_block html_block hr".split())


def read_markdown(data: bytes, name: str, options: LoadingOptions) -> ArticleDraft:
    """A draft whose text is the file's to the letter, with a place for each block.

    ``key: value`` lines of the front matter are taken as facts where the metadata file has
    such a key; raises InputError as for text.
    """
    text, notes = decode(data, name, options.encoding)
    front = _FRONT.match(text)
    origins = []
    facts: dict[str, object] = {}
    begin = 0
    if front:
        begin = front.end()
        end = len(text[:begin].rstrip())
        origins.append(
            Origin(0, end, "front matter", "notice", "boilerplate", "front matter of the file")
        )
        facts = _facts(front[1])
    title_seen = False
    for start, end, line, kind, heading in _blocks(text, begin):
        if kind == "title":
            kind, title_seen = "subhead" if title_seen else "title", True
            facts.setdefault("title", heading or None)
        origins.append(Origin(start, end, f"line {line}", kind))
    return ArticleDraft(text, origins, facts, notes)


def _facts(front: str) -> dict[str, object]:
    found: dict[str, object] = {}
    for fact in _FACT.finditer(front):
        key = {"date": "published", "author": "byline"}.get(fact[1].lower(), fact[1].lower())
        said = fact[2].strip("\"'")
        value = day_of(said) if key == "published" else said
        if key in METADATA_KEYS and value:
            found.setdefault(key, value)
    return found


@cache
def _parser() -> MarkdownIt:
    from markdown_it import MarkdownIt

    # Blocks alone: what stands in a line is for those who read the article.
    return MarkdownIt("commonmark").enable("table").disable(["inline", "reference"])


def _blocks(text: str, begin: int) -> Iterator[tuple[int, int, int, str | None, str]]:
    """Start, end, line (from 1), kind and heading of each block, in order."""
    starts = [begin, *(found.end() for found in _LINE_END.finditer(text, begin)), len(text)]
    above = 1 + len(_LINE_END.findall(text, 0, begin))
    around: list[str] = []
    tokens = _parser().parse(text[begin:])
    for token, inner in zip_longest(tokens, tokens[1:]):
        if token.nesting < 0:
            around.pop()
        if token.type in _BLOCKS and token.map:
            first, last = token.map
            # The line that parts a table's head from its rows goes with the head.
            printed = text[starts[first] : starts[last + ("thead_open" in around)]]
            if block := printed.strip():
                start = starts[first] + printed.index(block)
                heading = inner.content if token.type == "heading_open" else ""
                yield (
                    start,
                    start + len(block),
                    above + first,
                    _kind_of(token, around, block),
                    heading,
                )
        if token.nesting > 0:
            around.append(token.type)


def _kind_of(token: Token, around: list[str], block: str) -> str | None:
    if "list_item_open" in around:
        return "list"
    if token.type == "heading_open":
        return "title" if token.tag == "h1" and not around else "subhead"
    if token.type in {"tr_open", "hr"}:
        return "table" if token.type == "tr_open" else "notice"
    return "caption" if block.startswith("![") else None

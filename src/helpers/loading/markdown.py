"""Markdown kept to the letter: its headings, lists and tables marked, its front matter read."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..records import Origin
from .article_drafts import ArticleDraft, LoadingOptions
from .metadata import METADATA_KEYS
from .text import decode

_FRONT = re.compile(
    r"\A---[ \t]*\r?\n(.{0,20000}?)\r?\n(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)", re.DOTALL
)
_FACT = re.compile(r"^([A-Za-z_]{2,20}):[ \t]+(.+?)[ \t]*$", re.MULTILINE)
_BLANKS = re.compile(r"(?:\r?\n|\r)[ \t]*(?:\r?\n|\r)\s*")
_SINGLE = re.compile(r" {0,3}(?:#{1,6}[ \t]|[-*+][ \t]|\d{1,3}[.)][ \t]|\|)")
_RULE = re.compile(r" {0,3}(?:[-*_][ \t]*){3,}$")


def read_markdown(data: bytes, name: str, options: LoadingOptions) -> ArticleDraft:
    """A draft whose text is the file's to the letter, with a place for each block.

    ``key: value`` lines of the front matter are taken as facts where the metadata file has
    such a key; raises InputError as for text.
    """
    text, notes = decode(data, name, options.encoding)
    front = _FRONT.match(text)
    origins = []
    begin = 0
    if front:
        begin = front.end()
        end = begin - len(text[:begin]) + len(text[:begin].rstrip())
        origins.append(
            Origin(0, end, "front matter", "notice", "boilerplate", "front matter of the file")
        )
    facts = _facts(front.group(1)) if front else {}
    title_seen = False
    for start, end in _blocks(text, begin):
        kind = _kind_of(text[start:end], title_seen)
        title_seen = title_seen or kind == "title"
        line = text.count("\n", 0, start) if len(origins) < 2 else None
        place = _place(text, start, origins, line)
        origins.append(Origin(start, end, place, kind))
    if title_seen and "title" not in facts:
        facts["title"] = _first_title(text, origins)
    return ArticleDraft(text, origins, facts, notes)


def _facts(front: str) -> dict[str, object]:
    found: dict[str, object] = {}
    for fact in _FACT.finditer(front):
        key = {"date": "published", "author": "byline"}.get(fact[1].lower(), fact[1].lower())
        value = fact[2].strip("\"'")
        if key in METADATA_KEYS and value and key not in found:
            if key == "published":
                day = re.match(r"\d{4}-\d{2}-\d{2}", value)
                if not day or not _is_day(day[0]):
                    continue
                value = day[0]
            found[key] = value
    return found


def _is_day(text: str) -> bool:
    import datetime as dt

    try:
        dt.date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _blocks(text: str, begin: int) -> Iterator[tuple[int, int]]:
    """Paragraphs between blank lines; headings, list items, quotations, table rows by the line."""
    position = begin
    for gap in [*_BLANKS.finditer(text, begin), None]:
        end = gap.start() if gap else len(text)
        yield from _lines_apart(text, position, end)
        position = gap.end() if gap else end


def _lines_apart(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    open_from = None
    position = start
    for line in text[start:end].splitlines(keepends=True):
        stop = position + len(line)
        content_end = position + len(line.rstrip())
        content = position + len(line) - len(line.lstrip())
        if content >= content_end:
            position = stop
            continue
        if _SINGLE.match(line) or open_from is None:
            if open_from is not None:
                yield open_from
            open_from = (content, content_end)
        else:
            open_from = (open_from[0], content_end)
        if re.match(r" {0,3}#{1,6}[ \t]", line):
            yield open_from
            open_from = None
        position = stop
    if open_from is not None:
        yield open_from


def _kind_of(block: str, title_seen: bool) -> str | None:
    if block.startswith("# ") and not title_seen:
        return "title"
    if re.match(r"#{1,6}[ \t]", block):
        return "subhead"
    if re.match(r"(?:[-*+]|\d{1,3}[.)])[ \t]", block):
        return "list"
    if block.startswith("|"):
        return "table"
    if block.startswith("!["):
        return "caption"
    if _RULE.match(block):
        return "notice"
    return None


def _place(text: str, start: int, origins: list[Origin], line: int | None) -> str:
    # Counted from the block before, so that the whole stays linear.
    if line is None:
        previous = origins[-1]
        line = int(previous.place.split()[1]) - 1 + text.count("\n", previous.start, start)
    return f"line {line + 1}"


def _first_title(text: str, origins: list[Origin]) -> str | None:
    for origin in origins:
        if origin.kind == "title":
            return text[origin.start : origin.end].lstrip("#").strip() or None
    return None

"""Reading past what a reader's eye passes over: invisible characters and footnote marks.

The article's text keeps them; every finder gets a text without, and what it finds is led back,
so that "1,200" with a zero-width blank inside is one number and 45² people are 45.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass, replace
from functools import wraps
from typing import Any, TypeVar, cast

from .records import Article, Residue

_UNSEEN = "\u00ad\u180e\u200b-\u200f\u2060-\u2064\ufeff"
_UP = "⁰¹²³⁴⁵⁶⁷⁸⁹"
_MARK = re.compile(
    rf"[{_UNSEEN}]+"
    rf"|(?<=[^\s⁺⁻^{_UP}])(?:"
    rf"(?P<raised>[{_UP}]+(?:[,–-][{_UP}]+)*|[ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻ])"
    # A raised figure before a stroke is a numerator.
    rf"(?![\w/⁄])"
    rf"|[†‡]+|(?:\[(?:[{_UP}]+|\d{{1,3}}|[a-z])\])+(?!\w))"
)
# m², 45 km², x²: a short symbol has an exponent, a word has a footnote.
_SYMBOL = re.compile(r"(?<![^\W\d_])[A-Za-zµ]{1,2}$")
_TEN = re.compile(r"(?<![\d.,])10$")
_SMALLEST_EXPONENT = "⁴"  # of a bare 10: nobody writes 10³ for a thousand

_Found = TypeVar("_Found")


def past_marks(read: Callable[..., _Found]) -> Callable[..., _Found]:
    """The reader of an article, given a text without marks; its offsets are those as printed.

    Figures in marks are added to the ``residue`` of what was read.
    """

    @wraps(read)
    def reading(article: Article, **options: Any) -> _Found:
        marks = list(_marks(article.text))
        if not marks:
            return read(article, **options)
        kept = _kept(marks, len(article.text))
        found: Any = led_back(read(_without(article, kept), **options), kept)
        seen = [
            Residue(start, end, "identifier")
            for start, end in marks
            if any(char.isdigit() for char in article.text[start:end])
        ]
        residue = sorted([*found.residue, *seen], key=lambda r: (r.start, r.end, r.reason))
        return cast(_Found, replace(found, residue=residue))

    return reading


def without_marks(text: str) -> tuple[str, list[int]]:
    """The text without marks, and for each of its characters the place where it is printed.

    >>> without_marks("45² people")[0]
    '45 people'
    """
    kept = _kept(list(_marks(text)), len(text))
    return "".join(text[place] for place in kept[:-1]), kept


def _marks(text: str) -> Iterator[tuple[int, int]]:
    for found in _MARK.finditer(text):
        before = text[max(0, found.start() - 4) : found.start()]
        figure = found["raised"]
        if figure and figure[0] in _UP:
            if _SYMBOL.search(before):
                continue
            if _TEN.search(before) and (len(figure) > 1 or figure >= _SMALLEST_EXPONENT):
                continue
        yield found.span()


def _kept(marks: list[tuple[int, int]], size: int) -> list[int]:
    """The places outside the marks, and the end of the text."""
    kept: list[int] = []
    at = 0
    for start, end in [*marks, (size, size)]:
        kept += range(at, start)
        at = end
    return [*kept, size]


def _without(article: Article, kept: list[int]) -> Article:
    text = "".join(article.text[place] for place in kept[:-1])
    origins = tuple(
        replace(origin, start=bisect_left(kept, origin.start), end=bisect_left(kept, origin.end))
        for origin in article.origins
    )
    return replace(article, text=text, origins=origins)


def led_back(found: Any, kept: list[int]) -> Any:
    """Records, and lists of them, with offsets of the printed text; ids follow their offsets."""
    if isinstance(found, (list, tuple)):
        return type(found)(led_back(one, kept) for one in found)
    if not is_dataclass(found) or isinstance(found, type):
        return found
    changed: dict[str, Any] = {}
    for field in fields(found):
        value = getattr(found, field.name)
        if field.name == "start":
            changed["start"] = kept[value]
        elif field.name == "end":
            changed["end"] = kept[value - 1] + 1 if value else 0
        elif field.name.endswith("_id") and isinstance(value, str):
            changed[field.name] = _ID.sub(lambda part: f"-{part[1]}{kept[int(part[2])]}", value)
        else:
            changed[field.name] = led_back(value, kept)
    return replace(found, **changed)


_ID = re.compile(r"-([a-z]?)(\d{1,7})(?=-|$)")

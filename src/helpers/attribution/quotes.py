"""Quotation marks: which words stand between them, and which marks never close.

Double marks of every style are one family (curly, straight, guillemets, doubled single marks,
even mixed, as news text has them); single marks count only where they cannot be apostrophes.
Only outermost quotations are reported. A quotation ends with its passage, unless the next
paragraph opens with a mark again, as printers continue a long one.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from helpers.records import Article, Passage, Residue, Span

OPENING, CLOSING, EITHER = "opening", "closing", "either"
# Roles of the double family; „ and » depend on the language, so context decides for them.
_ROLE = {"“": OPENING, "„": OPENING, "‟": OPENING, "«": OPENING, "”": CLOSING, "»": CLOSING}
_MARK = re.compile(r"''|``|‘‘|’’|[\"“”„‟«»＂]|['‘’‚]")
_WORD = re.compile(r"[^\W_]+")
# Words that begin with an apostrophe; a digit after it ("the '60s") is told by its own test.
_ELIDED = ("em ", "em.", "em,", "til ", "tis ", "twas ", "cause ", "n' ", "n’ ", "bout ", "round ")
_MAX_SINGLE = 2_000  # a single-quoted passage longer than this is two apostrophes
_COMPLEMENTIZER = "that"


@dataclass(frozen=True, slots=True)
class Quotation:
    """One outermost quotation, its marks included.

    ``passage`` is the index of its passage; ``continues`` the index, in the list of quotations,
    of the one in the paragraph before that this one goes on from, else ``None``.
    """

    start: int
    end: int
    passage: int
    continues: int | None = None


def quotations(
    article: Article, passages: Sequence[Passage]
) -> tuple[list[Quotation], list[Residue]]:
    """All quotations in text order, and the marks that never close (reason unclosed_quote)."""
    found: list[Quotation] = []
    unclosed: list[Residue] = []
    carried: int | None = None  # quotation left open at the end of the paragraph before
    for index, passage in enumerate(passages):
        pairs, open_marks = _pairs_in(article.text, passage.start, passage.end)
        follows_on = (
            open_marks
            and open_marks[0] >= max((e for _, e in pairs), default=0)
            and index + 1 < len(passages)
            and _opens_with_double(article.text, passages[index + 1])
        )
        if follows_on:
            pairs = [p for p in pairs if p[0] < open_marks[0]]
            pairs.append((open_marks[0], _trimmed_end(article.text, open_marks[0], passage.end)))
            open_marks = []
        unclosed += [Residue(m, m + 1, "unclosed_quote") for m in open_marks]
        opens_here = bool(pairs) and article.text[passage.start : pairs[0][0]].strip() == ""
        for k, (start, end) in enumerate(sorted(pairs)):
            linked = carried if k == 0 and opens_here else None
            found.append(Quotation(start, end, index, linked))
        carried = len(found) - 1 if follows_on else None
    return found, unclosed


def form_of(article: Article, spans: Sequence[Span], quotes: Sequence[Quotation]) -> str:
    """Direct if all content words stand inside quotation marks, indirect if none, else mixed.

    ``quotes`` in text order, as :func:`quotations` gives them. A "that" which opens the first
    span is no content word. Without any word: direct where a quotation covers the spans.
    """

    def inside(start: int, end: int) -> bool:
        i = bisect_right(quotes, start, key=lambda q: q.start) - 1
        return i >= 0 and quotes[i].end >= end

    quoted = plain = 0
    for number, span in enumerate(spans):
        for order, word in enumerate(_WORD.finditer(article.text, span.start, span.end)):
            if number == order == 0 and word.group().lower() == _COMPLEMENTIZER:
                if not inside(word.start(), word.end()):
                    continue
            if inside(word.start(), word.end()):
                quoted += 1
            else:
                plain += 1
    if quoted and plain:
        return "mixed"
    if quoted or (not plain and spans and all(inside(s.start, s.end) for s in spans)):
        return "direct"
    return "indirect"


def _opens_with_double(text: str, passage: Passage) -> bool:
    mark = _MARK.match(text, _first_ink(text, passage.start, passage.end))
    if mark is None or mark.start() >= passage.end:
        return False
    return mark.group() not in "'‘’‚" and _ROLE.get(mark.group()) != CLOSING


def _first_ink(text: str, start: int, end: int) -> int:
    while start < end and text[start].isspace():
        start += 1
    return start


def _trimmed_end(text: str, start: int, end: int) -> int:
    while end > start + 1 and text[end - 1].isspace():
        end -= 1
    return end


def _pairs_in(text: str, start: int, end: int) -> tuple[list[tuple[int, int]], list[int]]:
    """Outermost pairs of marks in one passage, and the starts of double marks left over."""
    marks = list(_MARK.finditer(text, start, end))
    ends_single = [
        m.start() for m in marks if m.group() in "'’" and _may_close_single(text, m, end)
    ]
    pairs: list[tuple[int, int]] = []
    stack: list[tuple[int, str]] = []
    stray: list[int] = []
    single_until = start
    depth_closed: list[tuple[int, int]] = []
    for mark in marks:
        sign, at = mark.group(), mark.start()
        if sign in "'‘’‚":
            if not stack and at >= single_until and _may_open_single(text, mark, start, end):
                close = _single_close(text, at, ends_single)
                if close is not None:
                    depth_closed.append((at, close + 1))
                    single_until = close + 1
            continue
        if at < single_until:
            continue
        role = _role(text, mark, start, end, stack)
        if role == OPENING:
            stack.append((at, sign))
        elif role == CLOSING and stack:
            opened, _ = stack.pop()
            depth_closed.append((opened, mark.end()))
        elif role == CLOSING:
            stray.append(at)
    depth_closed.sort(key=lambda p: (p[0], -p[1]))
    last = -1
    for opened, closed in depth_closed:
        if closed > last:
            pairs.append((opened, closed))
            last = closed
    return pairs, sorted([at for at, _ in stack] + stray)


def _role(text: str, mark: re.Match[str], start: int, end: int, stack: list) -> str:
    """Whether this double mark opens, closes, or (inches, marks of repetition) neither."""
    sign = mark.group()
    before = text[mark.start() - 1] if mark.start() > start else " "
    after = text[mark.end()] if mark.end() < end else " "
    if sign == "“":
        return CLOSING if stack and stack[-1][1] == "„" and not before.isspace() else OPENING
    if sign in ("„", "‟", "``", "‘‘"):
        return OPENING
    if sign in "«»":
        # French opens with «, German and Danish with »: whichever comes first opens.
        if stack and stack[-1][1] in "«»":
            return CLOSING if stack[-1][1] != sign else OPENING
        return OPENING if (sign == "«" or before.isspace()) else CLOSING
    leans_open = (before.isspace() or before in "([{—–-/‘'…") and not after.isspace()
    if sign in ("”", "’’"):
        if before.isdigit() and not stack:
            return EITHER  # inches
        # Some writers use ” on both sides.
        return OPENING if leans_open and not stack and before.isspace() else CLOSING
    if before.isdigit() and not stack:
        return EITHER  # inches
    if before.isdigit() and re.search(
        r"\d['’′]\d{1,2}$", text[max(start, mark.start() - 6) : mark.start()]
    ):
        return EITHER  # feet and inches inside a quotation
    if leans_open and not (stack and (after in ".,;:!?)]}" or stack[-1][0] == mark.start() - 1)):
        return OPENING
    if not before.isspace() and (after.isspace() or not after.isalnum()):
        return CLOSING
    return CLOSING if stack else OPENING


def _may_open_single(text: str, mark: re.Match[str], start: int, end: int) -> bool:
    at = mark.start()
    if mark.group() == "’":
        return False
    before = text[at - 1] if at > start else " "
    after = text[at + 1] if at + 1 < end else " "
    if not (before.isspace() or before in '([{—–-:“"') or after.isspace() or after.isdigit():
        return False
    return not text[at + 1 : at + 8].lower().startswith(_ELIDED)


def _may_close_single(text: str, mark: re.Match[str], end: int) -> bool:
    at = mark.start()
    before = text[at - 1] if at else " "
    after = text[at + 1] if at + 1 < end else " "
    return not before.isspace() and not after.isalnum() and after not in "'’"


def _single_close(text: str, at: int, ends: list[int]) -> int | None:
    """The mark that closes a single quotation; plural possessives on the way are passed by."""
    i = bisect_left(ends, at + 2)
    first = None
    while i < len(ends) and ends[i] - at <= _MAX_SINGLE:
        close = ends[i]
        possessive = (
            text[close - 1] in "sz"
            and text[close + 1 : close + 2] == " "
            and text[close + 2 : close + 3].islower()
        )
        if not possessive:
            return close if first is None or _same_sentence(text, first, close) else first
        first = close if first is None else first
        i += 1
        if i - bisect_left(ends, at + 2) > 4:  # bounded look-ahead
            break
    return first


def _same_sentence(text: str, first: int, close: int) -> bool:
    between = text[first + 1 : close]
    return " '" not in between and " ‘" not in between

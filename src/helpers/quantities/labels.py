"""Numerals that are dates, clocks, scores, years, names or identifiers, not quantities."""

from __future__ import annotations

import re
from typing import NamedTuple

from helpers.quantities.counted import is_plural
from helpers.quantities.numerals import figure_value
from helpers.quantities.tokens import Token
from helpers.quantities.units import measure_at, money_after, money_before
from helpers.quantities.words import (
    DESIGNATORS,
    FRAMES,
    MONTHS,
    NUMBER_WORDS,
    ORDINARY_LOWER,
    SCALES,
    SCORE_AFTER,
    SCORE_BEFORE,
    STREETS,
    SUFFIXES,
    UNINFLECTED,
)

_DASHES = frozenset("-‐‑–—−")
_ORDINAL_ENDS = frozenset(("st", "nd", "rd", "th"))
_DOTTED_DATE = re.compile(r"\d{1,2}\.\d{1,2}\.(?:19|20)?\d\d")
_DOTTED_CLOCK = re.compile(r"(?:[01]?\d|2[0-3])[.][0-5]\d")
_YEAR_BEFORE = FRAMES["before_year"]
_COUNT_HEDGES = FRAMES["count_hedges"]
_HARMED = FRAMES["after_count"]
_WEEKDAYS = FRAMES["weekdays"]


class Label(NamedTuple):
    """Tokens ``i`` to ``j`` are no quantity; ``reason`` is of the residue table, or "date"."""

    i: int
    j: int
    reason: str


def _glued(tokens: list[Token], k: int) -> bool:
    return 0 < k < len(tokens) and tokens[k].start == tokens[k - 1].end


def _is_month(token: Token) -> bool:
    """A month's name with a capital ("may" and "march" are words, too)."""
    return token.kind == "w" and token.low in MONTHS and token.text[0].isupper()


def _is_year(token: Token) -> bool:
    """Four plain digits between 1000 and 2199."""
    text = token.text
    return (
        token.kind == "n"
        and len(text) == 4
        and text.isascii()
        and text.isdigit()
        and "1000" <= text <= "2199"
    )


def _is_day(token: Token) -> bool:
    text = token.text
    return token.kind == "n" and len(text) <= 2 and text.isdigit() and 0 < int(text) <= 31


def label_at(tokens: list[Token], i: int, sentence: int, floor: int) -> Label | None:
    """The label that the figure at token ``i`` belongs to; None where it may be a quantity.

    ``sentence`` is the first token of its sentence; nothing before token ``floor`` is taken.

    >>> from helpers.quantities.tokens import tokenise
    >>> def reason(text, figure):
    ...     tokens = tokenise(text)
    ...     i = [t.text for t in tokens].index(figure)
    ...     found = label_at(tokens, i, 0, 0)
    ...     return found and found.reason
    >>> reason("on March 29, 2022, they", "29"), reason("on 5 March they", "5")
    ('date', 'date')
    >>> reason("under Article 5 of it", "5"), reason("the COVID-19 ward", "19")
    ('name_part', 'name_part')
    >>> reason("at 10:30 on", "10"), reason("won 2-0 at home", "2"), reason("in 2015 they", "2015")
    ('clock', 'score', 'bare_year')
    >>> reason("killed 20 people", "20") is None
    True
    """
    for rule in (_date, _clock, _identifier, _list_marker, _year, _name, _score, _street):
        found = rule(tokens, i, sentence, floor)
        if found is not None:
            return found
    return None


def _date(tokens: list[Token], i: int, sentence: int, floor: int) -> Label | None:
    """ "March 29, 2022", "5 March", "29th of March 2022", "2022-03-29", "29/3/22", "March 2022"."""
    n = len(tokens)
    token = tokens[i]
    if _DOTTED_DATE.fullmatch(token.text) and len(token.text) >= 8:
        return Label(i, i + 1, "date")
    if i + 4 < n and tokens[i + 2].kind == "n" and tokens[i + 4].kind == "n":
        mark = tokens[i + 1].text
        if (
            mark in "-/"
            and tokens[i + 3].text == mark
            and all(_glued(tokens, i + d) for d in (1, 2, 3, 4))
        ):
            parts = (token.text, tokens[i + 2].text, tokens[i + 4].text)
            if all(p.isdigit() and len(p) in (1, 2, 4) for p in parts) and not (
                i + 5 < n and tokens[i + 5].text == mark and _glued(tokens, i + 5)
            ):
                if max(len(p) for p in parts) == 4 or mark == "/":
                    return Label(i, i + 5, "date")
    month = i - 1
    if month > 0 and tokens[month].text == "." and tokens[month - 1].kind == "w":
        month -= 1
    before = (
        month >= max(floor, 0)
        and _is_month(tokens[month])
        and (tokens[i].start - tokens[i - 1].end) <= 2
    )
    if before and _is_day(token):
        j = i + 1
        if j < n and tokens[j].low in _ORDINAL_ENDS and _glued(tokens, j):
            j += 1
        elif j < n and _glued(tokens, j) and tokens[j].kind == "w":
            return None
        if (j < n and tokens[j].low in ("percent", "%")) or (j < n and tokens[j].low in SCALES):
            return None
        if (
            j < n
            and tokens[j].kind == "w"
            and (is_plural(tokens[j].low) or tokens[j].low in _HARMED)
        ):
            if month > sentence and tokens[month - 1].low == "in":
                return None
        if (
            j + 1 < n
            and tokens[j].text in _DASHES
            and _is_day(tokens[j + 1])
            and _glued(tokens, j + 1)
        ):
            j += 2
        return Label(month, _with_year(tokens, j), "date")
    if before and _is_year(token):
        return Label(month, i + 1, "date")
    if _is_day(token):
        j = i + 1
        if j < n and tokens[j].low in _ORDINAL_ENDS and _glued(tokens, j):
            j += 1
        if (
            j + 1 < n
            and tokens[j].text in _DASHES
            and _is_day(tokens[j + 1])
            and _glued(tokens, j + 1)
        ):
            j += 2
        if j < n and tokens[j].low == "of":
            j += 1
        if j < n and _is_month(tokens[j]) and not (i and tokens[i - 1].text in "$£€"):
            j += 1
            if (
                j < n
                and tokens[j].text == "."
                and tokens[j - 1].low not in ("may", "june", "july", "march")
            ):
                if j + 1 < n and _is_year(tokens[j + 1]):
                    j += 1
            return Label(i, _with_year(tokens, j), "date")
    return None


def _with_year(tokens: list[Token], j: int) -> int:
    """Step over ", 2022" or " 2022"."""
    n = len(tokens)
    k = j + 1 if j < n and tokens[j].text == "," else j
    if k < n and _is_year(tokens[k]) and tokens[k].start - tokens[k - 1].end <= 1:
        if not (
            k + 1 < n
            and tokens[k + 1].kind == "w"
            and tokens[k + 1].low in ("people", "dead", "homes")
        ):
            return k + 1
    return j


def _clock(tokens: list[Token], i: int, sentence: int, floor: int) -> Label | None:
    """ "10:30", "4:39:12", "2.30pm", "5 a.m.", "7 o'clock", "0900 GMT"."""
    n = len(tokens)
    j = i + 1
    if (
        j + 1 < n
        and tokens[j].text == ":"
        and tokens[j + 1].kind == "n"
        and _glued(tokens, j)
        and _glued(tokens, j + 1)
    ):
        while (
            j + 1 < n
            and tokens[j].text == ":"
            and tokens[j + 1].kind == "n"
            and _glued(tokens, j + 1)
        ):
            j += 2
        return Label(i, _meridiem(tokens, j)[0], "clock")
    text = tokens[i].text
    after, found = _meridiem(tokens, j)
    if found and (len(text) <= 2 or _DOTTED_CLOCK.fullmatch(text)) and text[0].isdigit():
        return Label(i, after, "clock")
    if j < n and tokens[j].text in FRAMES["time_zones"] and len(text) in (4, 5):
        return Label(i, j + 1, "clock")
    if j + 2 < n and tokens[j].low == "o" and tokens[j + 2].low == "clock":
        return Label(i, j + 3, "clock")
    return None


def _meridiem(tokens: list[Token], j: int) -> tuple[int, bool]:
    """Step over "am", "p.m.", "PM"."""
    n = len(tokens)
    if (
        j < n
        and tokens[j].low in ("am", "pm")
        and (
            tokens[j].text != "am" or _glued(tokens, j) or tokens[j].start - tokens[j - 1].end == 1
        )
    ):
        return j + 1, True
    if (
        j + 2 < n
        and tokens[j].low in ("a", "p")
        and tokens[j + 1].text == "."
        and tokens[j + 2].low == "m"
        and _glued(tokens, j + 1)
        and _glued(tokens, j + 2)
    ):
        return j + 3, True
    return j, False


def _identifier(tokens: list[Token], i: int, sentence: int, floor: int) -> Label | None:
    """Telephone numbers, codes in groups, e-mail and web parts, "24/7", "9/11"."""
    n = len(tokens)
    j = i
    groups = 1
    while (
        j + 2 < n
        and tokens[j + 1].text in "-/."
        and tokens[j + 2].kind == "n"
        and _glued(tokens, j + 1)
        and _glued(tokens, j + 2)
    ):
        j += 2
        groups += 1
    if groups >= 3:
        return Label(i, j + 1, "identifier")
    if groups == 2 and tokens[i + 1].text == "/":
        top, bottom = tokens[i].text, tokens[i + 2].text
        if (top, bottom) == ("24", "7"):
            return Label(i, i + 3, "idiom")
        if (top, bottom) in (("9", "11"), ("7", "7")):
            return Label(i, i + 3, "name_part")
        if _is_year(tokens[i]):
            return Label(i, i + 3, "bare_year")
        if bottom.isdigit() and int(bottom[:9]) == 0:
            return Label(i, i + 3, "malformed")
    if (
        i
        and tokens[i - 1].text == "+"
        and _glued(tokens, i)
        and not (i > 1 and _glued(tokens, i - 1))
    ):
        j = i + 1
        digits = len(tokens[i].text)
        while j < n and tokens[j].kind == "n" and tokens[j].start - tokens[j - 1].end <= 1:
            digits += len(tokens[j].text)
            j += 1
        if j - i >= 2 and digits >= 8:
            return Label(i, j, "identifier")
    if (
        i
        and tokens[i - 1].text in "@_/="
        and _glued(tokens, i)
        and i > 1
        and tokens[i - 2].kind in "wpn"
        and _glued(tokens, i - 1)
        and money_before(tokens, i) is None
    ):
        return Label(i, i + 1, "identifier")
    if (
        i + 2 < n
        and tokens[i + 1].text in "eE"
        and tokens[i + 2].kind == "n"
        and _glued(tokens, i + 1)
        and _glued(tokens, i + 2)
    ):
        return Label(i, i + 3, "malformed")  # "1e400"
    if i + 1 < n and tokens[i + 1].text in "@_" and _glued(tokens, i + 1):
        return Label(i, i + 1, "identifier")
    return None


def _list_marker(tokens: list[Token], i: int, sentence: int, floor: int) -> Label | None:
    """ "1. First", "(2) Second", "3) Third" at the start of the passage."""
    n = len(tokens)
    if i > 1 or len(tokens[i].text) > 2 or i + 2 >= n:
        return None
    mark = tokens[i + 1]
    if i == 1 and tokens[0].text not in "([#":
        return None
    if mark.text in ".)" and _glued(tokens, i + 1) and tokens[i + 2].start > mark.end:
        return Label(i, i + 1, "list_marker")
    return None


def _year(tokens: list[Token], i: int, sentence: int, floor: int) -> Label | None:
    """ "2015", "2014-15", "the 1990s", "'98", "the 80s": calendar years and decades."""
    n = len(tokens)
    token = tokens[i]
    text = token.text
    if i + 1 < n and _glued(tokens, i + 1) and tokens[i + 1].low == "s" and text.isdigit():
        if len(text) == 4 or (len(text) == 2 and text.endswith("0")):
            people = (
                i > sentence
                and tokens[i - 1].low in FRAMES["before_decade_of_life"]
                and len(text) == 2
            )
            return Label(i, i + 2, "idiom" if people else "bare_year")
    if (
        i
        and tokens[i - 1].text in "'’‘"
        and len(text) == 2
        and _glued(tokens, i)
        and not _glued(tokens, i - 1)
    ):
        return Label(i, i + 1, "bare_year")
    if not _is_year(token):
        return None
    if i and tokens[i - 1].text in "$£€¥₹" and token.start - tokens[i - 1].end <= 1:
        return None
    if i and money_before(tokens, i) is not None:
        return None
    j = i + 1
    if (
        j + 1 < n
        and tokens[j].text in _DASHES | {"/"}
        and tokens[j + 1].kind == "n"
        and _glued(tokens, j)
        and _glued(tokens, j + 1)
    ):
        if (
            len(tokens[j + 1].text) in (2, 4)
            and tokens[j + 1].text.isdigit()
            and "1500" <= text <= "2100"
        ):
            if len(tokens[j + 1].text) == 2 or _is_year(tokens[j + 1]):
                return Label(i, j + 2, "bare_year")
        return None
    latest = (
        "2199" if i > sentence and tokens[i - 1].low in ("by", "in", "until", "till") else "2100"
    )
    if not "1500" <= text <= latest:
        return (
            Label(i, j, "bare_year")
            if j < n and tokens[j].text in ("BC", "AD", "CE", "BCE")
            else None
        )
    before = tokens[i - 1] if i > sentence else None
    after = tokens[j] if j < n else None
    if after is not None and (
        after.low in SCALES or after.text == "%" or after.low in ("percent", "rpm")
    ):
        return None
    hedged = (
        before is not None
        and before.low in _COUNT_HEDGES
        and before.low not in ("to", "about", "around")
    )
    if after is not None and after.kind == "w":
        if after.text[0].islower() and measure_at(tokens, j) is not None:
            return None
        if money_after(tokens, j) is not None:
            return None
        if after.low in FRAMES["counted_not_dated"] and not (
            before is not None and before.low in ("in", "since", "until", "during")
        ):
            return None
        if hedged and (is_plural(after.low) or after.low in UNINFLECTED):
            return None
        if (is_plural(after.low) or after.low in UNINFLECTED) and not "1900" <= text <= "2035":
            if before is None or before.low not in _YEAR_BEFORE:
                return None
    elif hedged:
        return None
    if i and tokens[i - 1].kind == "w" and _glued(tokens, i):
        return None
    return Label(i, j, "bare_year")


def _name(tokens: list[Token], i: int, sentence: int, floor: int) -> Label | None:
    """ "A320", "COVID-19", "Article 5", "iPhone 11", "S&P 500", "3D", "No. 10", "#1"."""
    n = len(tokens)
    token = tokens[i]
    j = i + 1
    before = tokens[i - 1] if i else None
    if before is not None and i > 1 and tokens[i - 2].text == "&" and before.text.isupper():
        return Label(i, j, "name_part")  # "the S&P 500"
    if before is not None and _glued(tokens, i):
        if before.kind == "w" and money_before(tokens, i) is None:
            if not (i > 1 and tokens[i - 2].text in "$" and _glued(tokens, i - 1)):
                return Label(i, _tail(tokens, j), "name_part")
        if before.text == "#":
            return Label(i, j, "name_part")
        if before.text in "-‐‑–" and i > 1 and _glued(tokens, i - 1) and tokens[i - 2].kind == "w":
            stem = tokens[i - 2]
            if stem.low not in FRAMES["number_prefixes"] and stem.low not in NUMBER_WORDS:
                if stem.text[0].isupper() or not (j < n and tokens[j].text in "-%"):
                    return Label(i, _tail(tokens, j), "name_part")
    if j < n and _glued(tokens, j) and tokens[j].kind == "w":
        if not (
            tokens[j].low in SUFFIXES
            or tokens[j].low in _ORDINAL_ENDS
            or measure_at(tokens, j)
            or money_after(tokens, j)
            or tokens[j].low in SCALES
        ):
            return Label(i, _tail(tokens, j), "name_part")
        if (
            j + 1 < n
            and tokens[j + 1].kind == "n"
            and _glued(tokens, j + 1)
            and tokens[j + 1].text not in "23"
        ):
            return Label(i, _tail(tokens, j), "identifier")
    if i > 1 and before.text == "-" and _glued(tokens, i) and not _glued(tokens, i - 1):
        stem = tokens[i - 2]
        if stem.kind == "w" and len(stem.text) > 2 and stem.text.isupper() and stem.low != "minus":
            return Label(i, j, "name_part")  # "COVID -19"
    if before is None or i <= sentence or token.start - before.end != 1:
        return None
    if before.text == "." and i > 1 and tokens[i - 2].text in FRAMES["numbering"]:
        return Label(i, j, "name_part")
    value = figure_value(token.text)
    if value is None or "," in token.text or before.kind != "w":
        return None
    if money_before(tokens, i) is not None:
        return None
    after = tokens[j] if j < n else None
    designator = before.low in DESIGNATORS and not (
        before.text[0].islower() and before.low in ORDINARY_LOWER
    )
    capital = before.text[0].isupper() or any(c.isupper() for c in before.text[1:])
    if not designator and not capital:
        return None
    if after is not None:
        if after.low in SCALES or after.text == "%":
            return None
        glued_letters = _glued(tokens, j) and after.kind == "w"
        if glued_letters and (after.low in SUFFIXES or measure_at(tokens, j)):
            return Label(i, j + 1, "name_part") if designator and before.text[0].isupper() else None
        if (
            after.text in "-–"
            and _glued(tokens, j)
            and j + 1 < n
            and tokens[j + 1].kind == "w"
            and measure_at(tokens, j)
        ):
            return None
    if designator:
        return Label(i, j, "name_part")
    if (
        before.low in _WEEKDAYS
        or before.low in MONTHS
        or (i - 1 == sentence and before.low in FRAMES["sentence_openers"])
    ):
        return None
    if before.low in FRAMES["never_a_name"]:
        return None
    if i - 1 == sentence and before.low in NUMBER_WORDS:
        return None
    if after is not None and after.kind == "w":
        if after.low in _HARMED or measure_at(tokens, j) or money_after(tokens, j):
            return None
        if is_plural(after.low) and after.text[0].islower() and not _mixed(before.text):
            return None
        if after.text[0].islower() and after.low not in FRAMES["after_name"]:
            k = j
            while k < n and k < j + 4 and tokens[k].kind == "w" and tokens[k].text[0].islower():
                if is_plural(tokens[k].low):
                    return None
                k += 1
    if after is not None and after.text in "-–" and _glued(tokens, j) and not _mixed(before.text):
        return None
    return Label(i, j, "name_part")


def _mixed(text: str) -> bool:
    """A product-like spelling: a capital inside, or all capitals."""
    return len(text) > 1 and any(c.isupper() for c in text[1:])


def _tail(tokens: list[Token], j: int) -> int:
    """Step over everything glued on, letters and digits alike ("M21", "9AB8", "F-16s")."""
    n = len(tokens)
    steps = 0
    while j < n and steps < 8 and _glued(tokens, j) and tokens[j].kind in "wn":
        j += 1
        steps += 1
    return j


def _score(tokens: list[Token], i: int, sentence: int, floor: int) -> Label | None:
    """ "2-0", "6-4", "52-48", "5 to 4": sides of a game or of a vote."""
    n = len(tokens)
    if (
        i + 2 >= n
        or tokens[i + 2].kind != "n"
        or not tokens[i].text.isdigit()
        or len(tokens[i].text) > 3
    ):
        return None
    joint = tokens[i + 1]
    right = tokens[i + 2]
    if not right.text.isdigit() or len(right.text) > 3:
        return None
    hyphen = joint.text in "-‐‑–" and _glued(tokens, i + 1) and _glued(tokens, i + 2)
    if not hyphen and joint.low != "to":
        return None
    first, second = int(tokens[i].text), int(right.text)
    j = i + 3
    if i and money_before(tokens, i) is not None:
        return None
    after = tokens[j] if j < n else None
    if after is not None and (
        after.low in SCALES or after.text == "%" or (_glued(tokens, j) and after.kind == "w")
    ):
        return None
    if after is not None and measure_at(tokens, j) is not None:
        return None
    back = tokens[max(sentence, i - 3) : i]
    sporting = any(t.low in SCORE_BEFORE and t.low not in ("a", "at") for t in back)
    sporting = sporting or any(t.low in SCORE_AFTER for t in tokens[j : j + 2])
    if not hyphen:
        return (
            Label(i, j, "score")
            if (
                sporting
                and first != second
                and max(first, second) < 100
                and any(t.low in FRAMES["votes"] for t in back)
            )
            else None
        )
    if sporting:
        return Label(i, j, "score")
    if first >= second:
        return Label(i, j, "score")
    if (
        after is not None
        and after.kind == "w"
        and (is_plural(after.low) or after.low in UNINFLECTED)
    ):
        return None
    if back and back[-1].low in ("a", "at") and second - first < 6 and first < 10:
        return Label(i, j, "score")
    return None


def _street(tokens: list[Token], i: int, sentence: int, floor: int) -> Label | None:
    """ "16-18 Industrial Avenue", "9 E 71st St": house numbers."""
    n = len(tokens)
    text = tokens[i].text
    if not text.isdigit() or len(text) > 5:
        return None
    j = i + 1
    if j + 1 < n and tokens[j].text in "-–" and tokens[j + 1].kind == "n" and _glued(tokens, j):
        j += 2
    start = j
    while j < n and j < start + 5:
        token = tokens[j]
        if token.kind == "n" and j + 1 < n and tokens[j + 1].low in _ORDINAL_ENDS:
            j += 2
            continue
        if token.kind != "w" or not token.text[0].isupper():
            return None
        if token.low in STREETS and (j > start or token.low == "ave"):
            return Label(i, start, "name_part")
        if token.low in ("ave", "avenue", "rue", "boulevard") and j == start:
            return Label(i, start, "name_part")
        j += 1
    return None

"""Figures that are dates, years or times of the day."""

from __future__ import annotations

import re
from typing import NamedTuple

from helpers.quantities.tokens import Token, glued
from helpers.quantities.units import measure_at, money_after, money_before
from helpers.quantities.words import (
    FRAMES,
    MONTHS,
    SCALES,
)

_DASHES = frozenset("-‐‑–—−")


_ORDINAL_ENDS = frozenset(("st", "nd", "rd", "th"))


_DOTTED_DATE = re.compile(r"\d{1,2}\.\d{1,2}\.(?:19|20)?\d\d")


_AT = frozenset(("at", "by", "until", "around", "about", "before", "after"))


_DOTTED_CLOCK = re.compile(r"(?:[01]?\d|2[0-3])[.][0-5]\d")


_YEAR_BEFORE = FRAMES["before_year"]


_OPENS_TIME = frozenset("since from until till by in before after during of".split())


_COUNT_HEDGES = FRAMES["count_hedges"]


_HARMED = FRAMES["after_count"]


class Label(NamedTuple):
    """Tokens ``i`` to ``j`` are no quantity; ``reason`` is of the residue table, or "date"."""

    i: int
    j: int
    reason: str


def is_month(token: Token) -> bool:
    """A month's name with a capital ("may" and "march" are words, too)."""
    return token.kind == "w" and token.low in MONTHS and token.text[0].isupper()


def is_year(token: Token) -> bool:
    """Four plain digits between 1000 and 2199."""
    text = token.text
    return (
        token.kind == "n"
        and len(text) == 4
        and text.isascii()
        and text.isdigit()
        and "1000" <= text <= "2199"
    )


def is_day(token: Token) -> bool:
    """Whether the token can be a day of a month: 1 to 31."""
    text = token.text
    return token.kind == "n" and len(text) <= 2 and text.isdigit() and 0 < int(text) <= 31


def date_label(tokens: list[Token], i: int, sentence: int, floor: int) -> Label | None:
    """ "March 29, 2022", "5 March", "29th of March 2022", "2022-03-29", "29/3/22", "March 2022"."""
    token = tokens[i]
    if _DOTTED_DATE.fullmatch(token.text) and len(token.text) >= 8:
        return Label(i, i + 1, "date")
    if _in_figures(tokens, i):
        return Label(i, i + 5, "date")
    second = _second_day(tokens, i, floor)
    if second is not None:
        return second
    month = i - 1
    if month > 0 and tokens[month].text == "." and tokens[month - 1].kind == "w":
        month -= 1
    before = (
        month >= max(floor, 0)
        and is_month(tokens[month])
        and (tokens[i].start - tokens[i - 1].end) <= 2
    )
    if before and is_day(token):
        return _day_behind(tokens, i, month, sentence)
    if before and is_year(token):
        return Label(month, i + 1, "date")
    return _day_before(tokens, i) if is_day(token) else None


def _in_figures(tokens: list[Token], i: int) -> bool:
    """ "2022-03-29", "29/3/22"."""
    n = len(tokens)
    if i + 4 >= n or tokens[i + 2].kind != "n" or tokens[i + 4].kind != "n":
        return False
    mark = tokens[i + 1].text
    if mark not in "-/" or tokens[i + 3].text != mark:
        return False
    if not all(glued(tokens, i + d) for d in (1, 2, 3, 4)):
        return False
    parts = [tokens[i + d].text for d in (0, 2, 4)]
    if not all(p.isdigit() and len(p) in (1, 2, 4) for p in parts):
        return False
    longer = i + 5 < n and tokens[i + 5].text == mark and glued(tokens, i + 5)
    return not longer and (max(len(p) for p in parts) == 4 or mark == "/")


def _day_behind(tokens: list[Token], i: int, month: int, sentence: int) -> Label | None:
    """ "March 29", "March 29th", "March 29-31", unless the figure counts ("in May 29 people")."""
    n, j = len(tokens), i + 1
    if j < n and glued(tokens, j) and tokens[j].kind == "w":
        if tokens[j].low not in _ORDINAL_ENDS:
            return None
        j += 1
    if j < n and (tokens[j].low in ("percent", "%") or tokens[j].low in SCALES):
        return None
    if j < n and tokens[j].kind == "w" and (tokens[j].plural or tokens[j].low in _HARMED):
        if month > sentence and tokens[month - 1].low == "in":
            return None
    return Label(month, _with_year(tokens, _last_day(tokens, j)), "date")


def _day_before(tokens: list[Token], i: int) -> Label | None:
    """ "29 March", "29th of March", "29-31 March"."""
    n, j = len(tokens), i + 1
    if j < n and tokens[j].low in _ORDINAL_ENDS and glued(tokens, j):
        j += 1
    j = _last_day(tokens, j)
    if j < n and tokens[j].low == "of":
        j += 1
    if j >= n or not is_month(tokens[j]) or (i and tokens[i - 1].text in "$£€"):
        return None
    j += 1
    shortened = tokens[j - 1].low not in ("may", "june", "july", "march")
    if j + 1 < n and tokens[j].text == "." and shortened and is_year(tokens[j + 1]):
        j += 1
    return Label(i, _with_year(tokens, j), "date")


def _last_day(tokens: list[Token], j: int) -> int:
    """Step over "-31" behind a day."""
    dash = j + 1 < len(tokens) and tokens[j].text in _DASHES
    return j + 2 if dash and is_day(tokens[j + 1]) and glued(tokens, j + 1) else j


def _second_day(tokens: list[Token], i: int, floor: int) -> Label | None:
    """ "6" of "May 5 and 6", "17" of "March 15 to 17", unless a noun follows that is counted."""
    n = len(tokens)
    if i < 3 or floor != i - 1 or not is_day(tokens[i]) or not is_day(tokens[i - 2]):
        return None
    if tokens[i - 1].low not in ("and", "or", "to", "through") or not is_month(tokens[i - 3]):
        return None
    after = tokens[i + 1] if i + 1 < n else None
    if after is None or after.closed or after.low.endswith("ly"):
        return Label(i, i + 1, "date")
    closes = after.kind == "p" and after.text not in "-–%$€£"
    return Label(i, _with_year(tokens, i + 1), "date") if closes else None


def _with_year(tokens: list[Token], j: int) -> int:
    """Step over ", 2022" or " 2022"."""
    n = len(tokens)
    k = j + 1 if j < n and tokens[j].text == "," else j
    if k < n and is_year(tokens[k]) and tokens[k].start - tokens[k - 1].end <= 1:
        if not (
            k + 1 < n
            and tokens[k + 1].kind == "w"
            and tokens[k + 1].low in ("people", "dead", "homes")
        ):
            return k + 1
    return j


def _since(tokens: list[Token], i: int, sentence: int) -> bool:
    """Whether a preposition of time stands before the hedge: "since at least 1993"."""
    k = i - 1
    while k > sentence and (tokens[k].low in _COUNT_HEDGES or tokens[k].low in ("at", "more")):
        k -= 1
    return k < i - 1 and tokens[k].low in _OPENS_TIME


def clock_label(tokens: list[Token], i: int, _sentence: int, _floor: int) -> Label | None:
    """ "10:30", "4:39:12", "2.30pm", "5 a.m.", "7 o'clock", "0900 GMT"."""
    n = len(tokens)
    j = i + 1
    if (
        j + 1 < n
        and tokens[j].text == ":"
        and tokens[j + 1].kind == "n"
        and glued(tokens, j)
        and glued(tokens, j + 1)
    ):
        clock = len(tokens[i].text) <= 2 and len(tokens[j + 1].text) == 2
        while (
            j + 1 < n
            and tokens[j].text == ":"
            and tokens[j + 1].kind == "n"
            and glued(tokens, j + 1)
        ):
            j += 2
        if clock or j - i > 3:
            return Label(i, _meridiem(tokens, j)[0], "clock")
        # "10:1 odds" is a score; "192.168.0.1:8080" and "Genesis 1:1" are labels
        return Label(i, j, "score" if tokens[i].text.isdigit() else "identifier")
    text = tokens[i].text
    after, found = _meridiem(tokens, j)
    if found and (len(text) <= 2 or _DOTTED_CLOCK.fullmatch(text)) and text[0].isdigit():
        return Label(i, after, "clock")
    if _DOTTED_CLOCK.fullmatch(text) and i > _sentence and tokens[i - 1].low in _AT:
        back = tokens[max(_sentence, i - 5) : i]
        ends = j >= n or tokens[j].kind == "p" or tokens[j].closed
        if (
            ends
            and (j >= n or tokens[j].text not in "-–%$€£")
            and not any(t.low in FRAMES["priced"] or t.low in FRAMES["change_verbs"] for t in back)
        ):
            return Label(i, j, "clock")  # "at 9.40"
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
        and (tokens[j].text != "am" or glued(tokens, j) or tokens[j].start - tokens[j - 1].end == 1)
    ):
        return j + 1, True
    if (
        j + 2 < n
        and tokens[j].low in ("a", "p")
        and tokens[j + 1].text == "."
        and tokens[j + 2].low == "m"
        and glued(tokens, j + 1)
        and glued(tokens, j + 2)
    ):
        return j + 3, True
    return j, False


def _is_era(tokens: list[Token], j: int) -> bool:
    """ "BC", "AD", "CE", "b.c.e.", "c.e." behind a year."""
    if tokens[j].text in ("BC", "AD", "CE", "BCE"):
        return True
    return "".join(t.low for t in tokens[j : j + 4]).startswith(("b.c.", "c.e.", "a.d."))


def year_label(tokens: list[Token], i: int, sentence: int, _floor: int) -> Label | None:
    """ "2015", "2014-15", "the 1990s", "'98", "the 80s": calendar years and decades."""
    n, token, text = len(tokens), tokens[i], tokens[i].text
    short = _decade(tokens, i, sentence)
    if short is not None:
        return short
    if text.isdigit() and len(text) < 4 and i + 1 < n and _is_era(tokens, i + 1):
        return Label(i, i + 1, "bare_year")  # "664 B.C."
    if not is_year(token) or (i and money_before(tokens, i) is not None):
        return None
    if i and tokens[i - 1].text in "$£€¥₹" and token.start - tokens[i - 1].end <= 1:
        return None
    j = i + 1
    if (
        j + 1 < n
        and tokens[j].text in _DASHES | {"/"}
        and tokens[j + 1].kind == "n"
        and glued(tokens, j)
        and glued(tokens, j + 1)
    ):
        return _years(tokens, i)
    ahead = i > sentence and tokens[i - 1].low in ("by", "in", "until", "till")
    if not "1500" <= text <= ("2199" if ahead else "2100"):
        return Label(i, j, "bare_year") if j < n and _is_era(tokens, j) else None
    if _counts(tokens, i, sentence):
        return None
    if i and tokens[i - 1].kind == "w" and glued(tokens, i):
        return None
    return Label(i, j, "bare_year")


def _decade(tokens: list[Token], i: int, sentence: int) -> Label | None:
    """ "the 1990s", "the 80s", "in his 40s", "'98"."""
    text = tokens[i].text
    if i + 1 < len(tokens) and glued(tokens, i + 1) and tokens[i + 1].low == "s" and text.isdigit():
        if len(text) == 4 or (len(text) == 2 and text.endswith("0")):
            before = tokens[i - 1].low if i > sentence else ""
            people = before in FRAMES["before_decade_of_life"] and len(text) == 2
            return Label(i, i + 2, "idiom" if people else "bare_year")
    if i and tokens[i - 1].text in "'’‘" and len(text) == 2:
        if glued(tokens, i) and not glued(tokens, i - 1):
            return Label(i, i + 1, "bare_year")
    return None


def _years(tokens: list[Token], i: int) -> Label | None:
    """ "2014-15", "1939-1945", "2023/24"."""
    last = tokens[i + 2]
    if not "1500" <= tokens[i].text <= "2100" or not last.text.isdigit():
        return None
    return Label(i, i + 3, "bare_year") if len(last.text) == 2 or is_year(last) else None


def _counts(tokens: list[Token], i: int, sentence: int) -> bool:
    """Whether four figures that could be a year count something: "2015 homes", "over 2000"."""
    text, j = tokens[i].text, i + 1
    before = tokens[i - 1].low if i > sentence else ""
    after = tokens[j] if j < len(tokens) else None
    hedged = (
        before in _COUNT_HEDGES
        and before not in ("to", "about", "around")
        and not _since(tokens, i, sentence)
    )
    if after is None:
        return hedged
    if after.low in SCALES or after.text == "%" or after.low in ("percent", "rpm"):
        return True
    usual = "1900" <= text <= "2035"
    if after.low in FRAMES["auxiliaries"] and not (usual or before in _OPENS_TIME):
        return True  # "4,312 cases, and 1640 had been sent home"
    if after.kind != "w":
        return hedged
    if after.text[0].islower() and measure_at(tokens, j) is not None:
        return True
    if money_after(tokens, j) is not None:
        return True
    if after.low in FRAMES["counted_not_dated"]:
        if before not in ("in", "since", "until", "during"):
            return True
    return after.plural and (hedged or (not usual and before not in _YEAR_BEFORE))

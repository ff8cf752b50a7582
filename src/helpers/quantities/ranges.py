"""Two numbers that are one quantity: ranges, and shares stated as a pair."""

from __future__ import annotations

from typing import NamedTuple

from helpers.quantities.counted import counted_after
from helpers.quantities.dated import is_month
from helpers.quantities.drafts import Draft
from helpers.quantities.figures import Numeral
from helpers.quantities.numerals import read_numeral
from helpers.quantities.tokens import Token, glued
from helpers.quantities.units import Unit, measure_at, money_after, money_before
from helpers.quantities.words import (
    DOWN,
    FRAMES,
    GLUED_SCALES,
    MONEY_SCALES,
    NUMBER_WORDS,
    SHORT_SCALES,
)

_SIGNS = frozenset("€$£¥")


_CHANGE = FRAMES["change_verbs"]


_MOVE = FRAMES["move_verbs"]


def letter_scale(tokens: list[Token], numeral: Numeral, money: bool) -> tuple[float, int] | None:
    """ "£20m", "1.2m people", "Rs 3 cr", "20 M€": short scales, only beside money or a noun."""
    j, n = numeral.j, len(tokens)
    if numeral.form != "digits" or numeral.scale != 1.0 or j >= n:
        return None
    short, touches = tokens[j].low, glued(tokens, j)
    if short not in SHORT_SCALES or (short in GLUED_SCALES and not (touches or money)):
        signed = j + 1 < n and glued(tokens, j + 1) and tokens[j + 1].text in _SIGNS
        if tokens[j].text == "M" and signed:
            return SHORT_SCALES["m"], j + 1  # "20 M€"
        if tokens[j].text[0] == "M" and len(tokens[j].text) == 4:
            return (SHORT_SCALES["m"], j) if money_after(tokens, j) else None  # "20 MEUR"
        return None
    if j + 1 < n and glued(tokens, j + 1) and tokens[j + 1].kind in "nq":
        return None
    if money or money_after(tokens, j + 1) is not None or (touches and tokens[j].text in "MB"):
        return SHORT_SCALES[short], j + 1
    if short in MONEY_SCALES:
        return None
    counted = counted_after(tokens, j + 1, min(n, j + 8), of=False)
    if counted is not None and tokens[j + 1].low not in ("high", "long", "tall", "wide", "deep"):
        return SHORT_SCALES[short], j + 1
    return None


def read_ratio(tokens: list[Token], draft: Draft) -> None:
    """ "one in five", "2 out of 3", "one-in-four": a share stated as two small numbers."""
    n = len(tokens)
    if draft.value is None or not 0 < draft.value < 1000 or draft.unit is not None:
        return
    if draft.form not in ("digits", "words"):
        return
    j = draft.j
    k = j + 1 if j < n and tokens[j].text in "-‐" and glued(tokens, j) else j
    m = _below_at(tokens, k)
    if m is None or not (tokens[m].kind == "n" or tokens[m].low in NUMBER_WORDS | {"a"}):
        return
    below = read_numeral(tokens, m)
    if below is None or below.form not in ("digits", "words") or not below.value:
        return
    if below.value <= draft.value or not _is_share(tokens, draft, k, below):
        return
    draft.value = draft.low = draft.high = draft.value / below.value
    draft.j, draft.end = below.j, tokens[below.j - 1].end
    draft.form, draft.rule = "fraction", "ratio"


def _below_at(tokens: list[Token], k: int) -> int | None:
    """Where the second number of a ratio begins: behind "in", "out of", "of", "in every"."""
    n = len(tokens)
    if k + 1 >= n:
        return None
    if tokens[k].low == "out" and tokens[k + 1].low == "of":
        m = k + 2
    elif tokens[k].low == "in" or (
        tokens[k].low == "of" and tokens[k + 1].low in ("10", "ten", "100")
    ):
        m = k + 1  # "9 of 10 families"
    else:
        return None
    if m < n and tokens[m].low == "every":
        m += 1
    if m < n and tokens[m].text in "-‐":
        m += 1
    return m if m < n else None


def _is_share(tokens: list[Token], draft: Draft, k: int, below: Numeral) -> bool:
    """Whether the two numbers, the joint at ``k``, are a share and not two counts."""
    value = below.value or 0.0
    if tokens[k].low != "in":
        # "17 out of 18 seats" are two counts
        return value <= 10 or value in (100, 1000)
    # "20 in 2015" and "three in five days" are no ratios.
    if 1900 <= value <= 2100 or measure_at(tokens, below.j) is not None:
        return False
    if below.j < len(tokens) and tokens[below.j].kind == "n":
        return False
    return draft.value == 1 or value in (3, 4, 5, 6, 7, 8, 9, 10, 100, 1000)


def ratio_end(tokens: list[Token], numeral: Numeral, sentence: int) -> int | None:
    """The token after "3 to 1", "three-to-one", "a ratio of 0.475 to 1"; None where it is none.

    A falling pair that ends in one is a ratio unless it tells a change ("from 3 to 1"); a rising
    one needs the word.
    """
    n, j = len(tokens), numeral.j
    if numeral.value is None or numeral.form not in ("digits", "words") or numeral.scale != 1.0:
        return None
    hyphens = j + 2 < n and tokens[j].text in "-‐" and tokens[j + 2].text in "-‐"
    k = j + 1 if hyphens else j
    if k + 1 >= n or tokens[k].low != "to":
        return None
    second = k + 2 if hyphens else k + 1
    if second >= n or tokens[second].low not in ("1", "1.0", "one", "1.00"):
        return None
    before = tokens[max(sentence, numeral.i - 10) : numeral.i]
    after = tokens[second + 1] if second + 1 < n else None
    if any(t.low == "from" for t in before[-2:]) or any(t.low in _CHANGE for t in before[-2:]):
        return None
    if after is not None and ((after.kind == "w" and not after.closed) or after.text == "%"):
        if not hyphens:
            return None
    named = any(t.low in ("ratio", "ratios", "odds", "rate") for t in before)
    return second + 1 if named or numeral.value > 1 else None


_Upper = tuple[Numeral, Unit | None, int]
"""The upper end of a range: the number, its money sign, and the token after it."""


def _second(tokens: list[Token], m: int) -> _Upper | None:
    """The upper end of a range at token ``m``: money sign, numeral, letter scale."""
    n = len(tokens)
    start = m
    sign = None
    for k in range(m, min(n, m + 4)):
        if (
            tokens[k].kind == "n"
            or tokens[k].low in NUMBER_WORDS
            or (tokens[k].low == "a" and k == m)
        ):
            sign = money_before(tokens, k) if k > m else None
            if k > m and (sign is None or sign[1] != start):
                return None
            numeral = read_numeral(tokens, k)
            if (
                numeral is None
                or numeral.value is None
                or numeral.form not in ("digits", "words", "fraction")
            ):
                return None
            scaled = letter_scale(tokens, numeral, sign is not None)
            end = numeral.j
            if scaled is not None:
                numeral.value *= scaled[0]
                numeral.scale, end = scaled
            return numeral, sign[0] if sign else None, end
        if tokens[k].kind == "w" and len(tokens[k].text) > 3:
            return None
    return None


def read_range(tokens: list[Token], draft: Draft, numeral: Numeral, floor: int) -> None:
    """ "3 to 5", "$3-4 billion", "between 5% and 6%", "three or four": one row, two bounds."""
    n, j = len(tokens), draft.j
    if draft.value is None or draft.form not in ("digits", "words", "fraction"):
        return
    if draft.rule == "ratio":
        return
    if draft.unit is not None and j < n and tokens[j].text in ("US", "U") and not glued(tokens, j):
        return
    unit, end = (
        measure_at(tokens, j)
        or (money_after(tokens, j) if draft.unit is None else None)
        or (None, j)
    )
    for k in dict.fromkeys((end, j)):
        first = _First(draft, numeral, unit if k == end else None, unit, floor)
        joint = _joint(tokens, first, k) if k < n else ""
        upper = _second(tokens, k + 1) if joint else None
        if upper is None or not _goes_with(tokens, first, joint, k, upper):
            continue
        above, _, last = upper
        top, bottom = above.value or 0.0, _bottom(first, k == j, upper)
        if top <= bottom or not _is_range(tokens, first, joint, (bottom, top), last):
            continue
        if joint == "to" and _is_change(tokens, draft, floor, bottom, top):
            if bottom != draft.value:
                draft.value = draft.low = draft.high = bottom  # "rose from 5 to 10 million"
            continue
        draft.value, draft.low, draft.high = None, bottom, top
        draft.j, draft.end = last, tokens[last - 1].end
        draft.rule, draft.ranged = "range", True
        if unit is not None and draft.unit is None:
            if (measure_at(tokens, last) or money_after(tokens, last)) is None:
                draft.unit = unit
        return


class _First(NamedTuple):
    """The lower end of what may be a range: its draft, and the unit between it and the joint."""

    draft: Draft
    numeral: Numeral
    between: Unit | None
    unit: Unit | None
    floor: int


def _joint(tokens: list[Token], first: _First, k: int) -> str:
    """What joins two numbers at token ``k``: hyphen, to, and (behind "between"), or; else ""."""
    draft, word = first.draft, tokens[k].low
    if word in ("-", "–", "—", "‐", "‑", "−"):
        return "hyphen" if _joins(tokens, draft, k) else ""
    if word == "to":
        upward = k + 1 < len(tokens) and tokens[k + 1].low in ("up", "as")
        return "" if upward else "to"
    if word == "or" and k == draft.j:
        return "or"
    low = max(first.floor, draft.sentence[0])
    if word == "and" and draft.i > first.floor and _between(tokens, draft.i, low):
        return "and"
    return ""


def _joins(tokens: list[Token], draft: Draft, k: int) -> bool:
    """Whether a hyphen or dash joins: "18 - 20 minutes" is a range, "5 -" is not."""
    n, touches = len(tokens), glued(tokens, k)
    if draft.form == "fraction" and not touches:
        return False  # "a third — 31% — of buyers"
    if touches and glued(tokens, k + 1):
        return True
    if k + 1 >= n or tokens[k + 1].kind not in "np":
        return False
    apart = not touches and not glued(tokens, k + 1)
    return tokens[k].low in "–—" or (apart and draft.form == "digits" and tokens[k + 1].kind == "n")


def _goes_with(tokens: list[Token], first: _First, joint: str, k: int, upper: _Upper) -> bool:
    """Whether the number behind the joint has the form and unit of the one before it."""
    draft, (_, sign, last) = first.draft, upper
    words = tokens[k + 1].kind != "n"
    if joint == "hyphen" and words and sign is None and draft.form == "digits":
        return False
    if sign is not None and draft.unit is None:
        return False
    if joint == "to" and first.between is not None:
        above = measure_at(tokens, last) or money_after(tokens, last)
        return above is not None and above[0].kind == first.between.kind  # "by 1.6 years to 76"
    return True


def _shares(first: _First, bare: bool, above: Numeral) -> bool:
    """Whether the upper end's scale may be that of the lower: "5 to 10 million"."""
    plain = first.numeral.scale == 1 and (first.draft.value or 0.0) < 1000
    return above.scale > 1 and plain and (first.unit is None or bare)


def _bottom(first: _First, bare: bool, upper: _Upper) -> float:
    """The lower end, with the upper one's scale where it shares it."""
    above, sign, _ = upper
    bottom, top = first.draft.value or 0.0, above.value or 0.0
    far = sign is None and above.scale > 100  # "between five and two hundred" shares nothing
    if _shares(first, bare, above) and (far or bottom <= top / above.scale):
        return bottom * above.scale
    return bottom


def _is_range(
    tokens: list[Token], first: _First, joint: str, ends: tuple[float, float], last: int
) -> bool:
    """Whether two ends, the upper one above, are a range and no choice, date or contest."""
    draft, unit, (bottom, top) = first.draft, first.unit, ends
    if joint == "or":
        return unit is None and top <= bottom * 2 + 1
    if joint != "to":
        return True
    bare = draft.unit is None and unit is None
    if bare and top < 32 and last < len(tokens) and is_month(tokens[last]):
        return False
    return not _is_contest(tokens, draft, unit)  # "leads by 36 percent to 51 percent"


def _between(tokens: list[Token], i: int, floor: int) -> bool:
    """Whether "between" stands before the number, with a hedge in between at most."""
    return any(tokens[k].low == "between" for k in range(max(floor, i - 4), i))


def _from(tokens: list[Token], i: int, floor: int) -> bool:
    """Whether "from" stands right before the number ("from about 5")."""
    return any(tokens[k].low == "from" for k in range(max(floor, i - 3), i))


def _is_contest(tokens: list[Token], draft: Draft, unit: Unit | None) -> bool:
    """Whether two shares are sides of a contest or poll, not a range."""
    if unit is None or unit.kind != "percent":
        return False
    low = max(draft.sentence[0], draft.i - 6)
    return any(t.low in FRAMES["contests"] for t in tokens[low : draft.i])


def _is_change(tokens: list[Token], draft: Draft, floor: int, bottom: float, top: float) -> bool:
    """Whether a verb of change governs "5 to 10": a move or a change, not a range.

    "rose from 5 to 10", "increased by 5 to 10"; "rose 5 to 40" where the ends lie far apart.
    """
    low = max(draft.sentence[0], draft.i - 10)
    moved = _CHANGE | _MOVE if _from(tokens, draft.i, floor) else _CHANGE
    verb = next(
        (tokens[k].low for k in range(draft.i - 1, low - 1, -1) if tokens[k].low in moved), ""
    )
    if not verb:
        return False
    if _from(tokens, draft.i, floor):
        return verb not in DOWN  # "down from 5 to 10" is a range: the ends rise
    adjacent = any(tokens[k].low in _CHANGE for k in range(max(low, draft.i - 3), draft.i))
    if draft.unit is not None and draft.unit.kind == "money" and draft.i > low:
        # "fell $2 billion to $5.1 billion": the verb right before an amount takes it as its own.
        return adjacent and (top > 3 * bottom or tokens[draft.i - 1].low in _CHANGE)
    return adjacent and top > 3 * bottom

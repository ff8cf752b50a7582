"""Figures that are no quantities: names, dates, scores, identifiers, house numbers."""

from __future__ import annotations

from helpers.quantities.dated import Label, clock_label, date_label, is_year, year_label
from helpers.quantities.named import name_label
from helpers.quantities.tokens import Token, glued
from helpers.quantities.units import measure_at, money_before
from helpers.quantities.words import (
    FRAMES,
    SCALES,
    SCORE_AFTER,
    SCORE_BEFORE,
    STREETS,
    UNITS,
)

_ORDINAL_ENDS = frozenset(("st", "nd", "rd", "th"))


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
    for rule in _RULES:
        found = rule(tokens, i, sentence, floor)
        if found is not None:
            return found
    return None


def _telephone(tokens: list[Token], i: int, _sentence: int, _floor: int) -> Label | None:
    """ "+1 (555) 867-5309", "020 7946 0958", "555-1234": groups of digits that make a number."""
    n = len(tokens)
    groups: list[int] = [len(tokens[i].text)]
    j = i + 1
    while j + 1 < n and len(groups) < 7:
        k = j
        while k < n and k < j + 3 and tokens[k].text in _TELEPHONE_MARKS:
            k += 1
        if k >= n or tokens[k].kind != "n" or not tokens[k].text.isdigit():
            break
        if tokens[k].start - tokens[j - 1].end > 3:
            break
        groups.append(len(tokens[k].text))
        j = k + 1
    if len(groups) < 2 or not tokens[i].text.isdigit():
        return None
    hyphens = tokens[i + 1].text == "-"
    marked = i > 0 and tokens[i - 1].text in "+(" and glued(tokens, i)
    zero = tokens[i].text[0] == "0" and groups[0] > 1
    usual = groups in ([3, 3, 4], [1, 3, 3, 4], [3, 4]) and (hyphens or len(groups) > 2)
    if not 7 <= sum(groups) <= 16 or not (marked or zero or usual):
        return None
    if marked and tokens[i - 1].text == "(" and not (i + 1 < n and tokens[i + 1].text == ")"):
        return None
    if groups == [3, 4] and j < n and tokens[j].kind == "w" and not tokens[j].closed:
        return None  # "500-1000 people"
    return Label(i, j, "identifier")


_TELEPHONE_MARKS = frozenset("-()")


def _identifier(tokens: list[Token], i: int, _sentence: int, _floor: int) -> Label | None:
    """Telephone numbers, codes in groups, e-mail and web parts, "24/7", "9/11"."""
    return _in_groups(tokens, i) or _dialled(tokens, i) or _in_an_address(tokens, i)


def _in_groups(tokens: list[Token], i: int) -> Label | None:
    """ "020-7946-0000", "24/7", "9/11", "50/50", "2023/24", "1/0"."""
    j, groups = i, 1
    while (
        j + 2 < len(tokens)
        and tokens[j + 1].text in "-/."
        and tokens[j + 2].kind == "n"
        and glued(tokens, j + 1)
        and glued(tokens, j + 2)
    ):
        j += 2
        groups += 1
    if groups >= 3:
        return Label(i, j + 1, "identifier")
    if groups == 1 or tokens[i + 1].text != "/":
        return None
    top, bottom = tokens[i].text, tokens[i + 2].text
    if (top, bottom) == ("24", "7") or (top == bottom and top in ("50", "20")):
        return Label(i, i + 3, "idiom")
    if (top, bottom) in (("9", "11"), ("7", "7")):
        return Label(i, i + 3, "name_part")
    if is_year(tokens[i]):
        return Label(i, i + 3, "bare_year")
    if bottom.isdigit() and int(bottom[:9]) == 0:
        return Label(i, i + 3, "malformed")
    return None


def _dialled(tokens: list[Token], i: int) -> Label | None:
    """ "+44 20 7946 0000"."""
    if not i or tokens[i - 1].text != "+" or not glued(tokens, i):
        return None
    if i > 1 and glued(tokens, i - 1):
        return None
    j, digits = i + 1, len(tokens[i].text)
    while j < len(tokens) and tokens[j].kind == "n" and tokens[j].start - tokens[j - 1].end <= 1:
        digits += len(tokens[j].text)
        j += 1
    return Label(i, j, "identifier") if j - i >= 2 and digits >= 8 else None


def _in_an_address(tokens: list[Token], i: int) -> Label | None:
    """ "page=4", "room_12", "7@example.org"; "1e400"."""
    n = len(tokens)
    if (
        i > 1
        and tokens[i - 1].text in "@_/="
        and glued(tokens, i)
        and tokens[i - 2].kind in "wpn"
        and glued(tokens, i - 1)
        and money_before(tokens, i) is None
    ):
        return Label(i, i + 1, "identifier")
    if i + 1 >= n or not glued(tokens, i + 1):
        return None
    if tokens[i + 1].text in "eE" and i + 2 < n:
        if tokens[i + 2].kind == "n" and glued(tokens, i + 2):
            return Label(i, i + 3, "malformed")
    return Label(i, i + 1, "identifier") if tokens[i + 1].text in "@_" else None


def _spelt_out(tokens: list[Token], i: int, _sentence: int, _floor: int) -> Label | None:
    """ "7 one 8 0": a code read out figure by figure, four single digits or more in a row."""
    j = i
    while j < len(tokens) and _single(tokens[j]) and (j == i or not glued(tokens, j)):
        j += 1
    return Label(i, j, "identifier") if j - i >= 4 else None


def _single(token: Token) -> bool:
    return UNITS.get(token.low, 10) < 10 or (len(token.text) == 1 and token.text.isdigit())


def _list_marker(tokens: list[Token], i: int, _sentence: int, _floor: int) -> Label | None:
    """ "1. First", "(2) Second", "3) Third" at the start of the passage."""
    n = len(tokens)
    if i > 1 or len(tokens[i].text) > 2 or i + 2 >= n:
        return None
    mark = tokens[i + 1]
    if i == 1 and tokens[0].text not in "([#":
        return None
    if mark.text in ".)" and glued(tokens, i + 1) and tokens[i + 2].start > mark.end:
        return Label(i, i + 1, "list_marker")
    return None


def _score(tokens: list[Token], i: int, sentence: int, _floor: int) -> Label | None:
    """ "2-0", "6-4", "52-48", "5 to 4": sides of a game or of a vote."""
    n = len(tokens)
    votes = "".join(t.low for t in tokens[i + 1 : i + 4]) == "-to-"  # "230-to-198"
    if votes and i + 4 < n and tokens[i].text.isdigit() and tokens[i + 4].text.isdigit():
        if int(tokens[i].text[:9]) > int(tokens[i + 4].text[:9]):
            return Label(i, i + 5, "score")
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
    glue = {glued(tokens, i + 1), glued(tokens, i + 2)}
    hyphen = joint.text in "-‐‑–" and len(glue) == 1  # "2-0" and "2 – 0"
    if not hyphen and joint.low != "to":
        return None
    if (i and money_before(tokens, i) is not None) or _is_measured(tokens, i + 3):
        return None
    return _sides(tokens, i, sentence, hyphen=hyphen)


def _is_measured(tokens: list[Token], j: int) -> bool:
    """Whether a scale, a percent sign or a unit stands at ``j``."""
    if j >= len(tokens):
        return False
    after = tokens[j]
    return (
        after.low in SCALES
        or after.text == "%"
        or (glued(tokens, j) and after.kind == "w")
        or measure_at(tokens, j) is not None
    )


def _sides(tokens: list[Token], i: int, sentence: int, *, hyphen: bool) -> Label | None:
    """The score of two sides, where what stands around the pair says that it is one."""
    first, second, j = int(tokens[i].text), int(tokens[i + 2].text), i + 3
    after = tokens[j] if j < len(tokens) else None
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
    if after is not None and after.kind == "w" and after.plural:
        return None
    if back and back[-1].low in ("a", "at") and second - first < 6 and first < 10:
        return Label(i, j, "score")
    sides = after is not None and back and back[-1].text[0].isupper() and after.text[0].isupper()
    return Label(i, j, "score") if sides else None  # "Oslo 1 – 2 Bergen"


def _street(tokens: list[Token], i: int, _sentence: int, _floor: int) -> Label | None:
    """ "16-18 Industrial Avenue", "9 E 71st St": house numbers."""
    n = len(tokens)
    text = tokens[i].text
    if not text.isdigit() or len(text) > 5:
        return None
    j = i + 1
    if j + 1 < n and tokens[j].text in "-–" and tokens[j + 1].kind == "n" and glued(tokens, j):
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


#: In this order: the first rule that knows the figure decides.
_RULES = (
    date_label,
    clock_label,
    _telephone,
    _identifier,
    _spelt_out,
    _list_marker,
    year_label,
    _score,
    name_label,
    _street,
)

"""Money signs, percent, measures, durations and rates around a numeral."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from helpers import vocabulary
from helpers.quantities.nouns import singular
from helpers.quantities.tokens import Token, tokenise
from helpers.quantities.words import FRAMES, SCALES, SUFFIXES

_HYPHENS = frozenset("-‐‑–")
_MAX_WORDS = 5
_GROUPED = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?")
_THEN = FRAMES["then"]


class Unit(NamedTuple):
    """A unit: its name in the tables, its name in the benchmark, its kind."""

    name: str
    newsquant: str
    kind: str


AGE = Unit("year", "year of age", "age")


def _key(surface: str) -> tuple[str, ...]:
    return tuple(t.text for t in tokenise(surface))


@cache
def measures() -> tuple[dict[tuple[str, ...], Unit], dict[tuple[str, ...], Unit], frozenset[str]]:
    """Units by their tokens as written, the same in lower case, and the first tokens."""
    exact: dict[tuple[str, ...], Unit] = {}
    lower: dict[tuple[str, ...], Unit] = {}
    for row in vocabulary.rows("quantities_units"):
        unit = Unit(row["unit"], row["newsquant"], row["kind"])
        exact[_key(row["surface"])] = unit
        if len(row["surface"]) > 2 or (len(row["surface"]) == 2 and row["surface"].islower()):
            lower.setdefault(_key(row["surface"].lower()), unit)
    firsts = frozenset(k[0] for k in exact) | frozenset(k[0] for k in lower)
    return exact, lower, firsts


@cache
def currencies() -> tuple[dict[str, Unit], dict[tuple[str, ...], Unit], frozenset[str]]:
    """Money signs and codes as written; money words by their lower-case tokens; their firsts."""
    signs: dict[str, Unit] = {}
    words: dict[tuple[str, ...], Unit] = {}
    for row in vocabulary.rows("quantities_currencies"):
        unit = Unit(row["iso"], row["newsquant"], "money")
        if row["place"] == "symbol":
            signs[row["surface"]] = unit
        elif row["place"] == "word":
            words[tuple(w.lower() for w in _key(row["surface"]))] = unit
    return signs, words, frozenset(k[0] for k in words)


@cache
def _letters() -> dict[str, Unit]:
    """Currencies written as one letter: money only before an amount of money."""
    rows = vocabulary.rows("quantities_currencies")
    return {
        row["surface"]: Unit(row["iso"], row["newsquant"], "money")
        for row in rows
        if row["place"] == "letter"
    }


def _letter_before(tokens: list[Token], i: int) -> Unit | None:
    """ "P421.19 million", "R4bn", "N25,000": the letter glued to a scaled or grouped figure."""
    letter = tokens[i - 1]
    unit = _letters().get(letter.text)
    if unit is None or letter.end != tokens[i].start:
        return None
    if i > 1 and tokens[i - 2].end == letter.start and tokens[i - 2].text not in "(“\"‘'-–—/":
        return None
    if _GROUPED.fullmatch(tokens[i].text):
        return unit
    if i + 1 >= len(tokens):
        return None
    low, apart = tokens[i + 1].low, tokens[i + 1].start > tokens[i].end
    scaled = low in SCALES if apart else low in SUFFIXES
    return unit if scaled else None


def money_before(tokens: list[Token], i: int) -> tuple[Unit, int] | None:
    """The money sign or code before token ``i`` and its first token; None if there is none.

    >>> from helpers.quantities.tokens import tokenise
    >>> unit, first = money_before(tokenise("cost US$5m"), 3)
    >>> unit.name, first
    ('USD', 1)
    >>> money_before(tokenise("cost 5"), 1) is None
    True
    """
    signs, _, _ = currencies()
    if i > 1 and tokens[i - 1].text == "$" and tokens[i - 2].text in ("HK", "US", "NZ", "NT"):
        if tokens[i].start == tokens[i - 1].end:  # "HK $5.4m"
            return signs[tokens[i - 2].text + "$"], i - 2
    for length in (4, 3, 2, 1):
        k = i - length
        if k < 0:
            continue
        for a in range(k, i - 1):
            if tokens[a].end != tokens[a + 1].start:
                break
        else:
            surface = "".join(t.text for t in tokens[k:i])
            if surface in signs:
                gap = tokens[i].start - tokens[i - 1].end
                if gap > 1 or (
                    k
                    and tokens[k].kind == "w"
                    and tokens[k - 1].end == tokens[k].start
                    and tokens[k - 1].kind in "wn"
                ):
                    continue
                return signs[surface], k
    letter = _letter_before(tokens, i) if i else None
    return (letter, i - 1) if letter is not None else None


def money_after(tokens: list[Token], j: int) -> tuple[Unit, int] | None:
    """The money word, sign or code that begins at token ``j``, and the token after it.

    >>> from helpers.quantities.tokens import tokenise
    >>> money_after(tokenise("5 Danish crowns"), 1)
    (Unit(name='DKK', newsquant='danish krone', kind='money'), 3)
    """
    n = len(tokens)
    if j < n and tokens[j].text in _HYPHENS and j + 1 < n and tokens[j].start == tokens[j - 1].end:
        j += 1
    if j >= n:
        return None
    signs, words, firsts = currencies()
    low = tokens[j].low.lower()
    if low in firsts:
        for length in (4, 3, 2, 1):
            key = tuple(t.low.lower() for t in tokens[j : j + length])
            if len(key) == length and key in words:
                return words[key], j + length
    text = tokens[j].text
    if len(text) == 4 and text[0] == "M" and text.isupper() and text[1:] in signs:
        return signs[text[1:]], j + 1  # "20 MEUR"
    gap = tokens[j].start - tokens[j - 1].end
    if text in signs and gap <= 1 and text not in FRAMES["signs_only_before"]:
        end = j + 1
        if gap == 0 or tokens[j].kind == "w":
            return signs[text], end
        # "5 € each" but not "5 €20 notes"
        if end >= n or tokens[end].kind != "n":
            return signs[text], end
    if text == "$" and gap == 0 and (j + 1 >= n or tokens[j + 1].kind != "n"):
        return signs["$"], j + 1
    return None


def measure_at(tokens: list[Token], j: int) -> tuple[Unit, int] | None:
    """The unit of measure that begins at token ``j``, longest first, and the token after it.

    >>> from helpers.quantities.tokens import tokenise
    >>> measure_at(tokenise("5 square miles"), 1)
    (Unit(name='mi2', newsquant='square mile', kind='other'), 3)
    >>> measure_at(tokenise("five-year plan"), 1)
    (Unit(name='year', newsquant='year', kind='duration'), 3)
    """
    n = len(tokens)
    hyphen = False
    if j + 1 < n and tokens[j].text in _HYPHENS and tokens[j].start == tokens[j - 1].end:
        if tokens[j + 1].start == tokens[j].end:
            j += 1
            hyphen = True
    if j >= n:
        return None
    exact, lower, firsts = measures()
    first = tokens[j]
    if first.text not in firsts and first.low not in firsts:
        return None
    glued = first.start == tokens[j - 1].end
    for length in range(_MAX_WORDS, 0, -1):
        if j + length > n:
            continue
        key = tuple(t.text for t in tokens[j : j + length])
        unit = exact.get(key)
        if unit is None and not (length == 1 and len(first.text) < 4 and first.text.istitle()):
            unit = lower.get(tuple(t.lower() for t in key))
        if unit is None:
            continue
        if _ends_a_word(tokens, j + length) and (
            length > 1 or _is_unit(tokens, j, glued=glued, hyphen=hyphen)
        ):
            return unit, j + length
    return None


def _ends_a_word(tokens: list[Token], past: int) -> bool:
    """Whether a word ends before ``past``; not so the kW of "5kWx"."""
    if past >= len(tokens):
        return True
    return tokens[past].start != tokens[past - 1].end or tokens[past].kind not in "nwq"


def _is_unit(tokens: list[Token], j: int, *, glued: bool, hyphen: bool) -> bool:
    """Whether a unit of one word is one here: no "5second", no "m" that begins a name."""
    word = tokens[j]
    if len(word.text) == 1 and word.kind == "w" and not _letter_is_unit(tokens, j, glued, hyphen):
        return False
    return not (glued and not hyphen and word.low in ("second", "quarter", "bar"))


def _letter_is_unit(tokens: list[Token], j: int, glued: bool, hyphen: bool) -> bool:
    """Whether one letter is a unit: glued to the figure, or apart and no article or initial."""
    text = tokens[j].text
    if hyphen:
        return False
    if glued:
        return True
    if text in "am":
        return text == "m" and (j + 1 >= len(tokens) or tokens[j + 1].kind == "p")
    return text in "gLWVhbCFKJN" and (
        j + 1 >= len(tokens) or tokens[j + 1].start > tokens[j].end or tokens[j + 1].text in ".,);"
    )


def rate_after(tokens: list[Token], j: int) -> tuple[str, str, int] | None:
    """ "per day", "a barrel", "/hour", "an hour", "each year" after a quantity.

    Gives the unit below the line, its benchmark name, and the token after it.

    >>> from helpers.quantities.tokens import tokenise
    >>> rate_after(tokenise("$5 per square foot"), 2)
    ('ft2', 'square foot', 5)
    >>> rate_after(tokenise("$5 a barrel"), 2), rate_after(tokenise("$5 a crisis"), 2)
    (('barrel', 'barrel', 4), None)
    """
    n = len(tokens)
    if _is_hyphened(tokens, j):
        below = measure_at(tokens, j + 3)
        return (below[0].name, below[0].newsquant, below[1]) if below is not None else None
    if j + 1 >= n:
        return None
    low = tokens[j].low
    if low in ("for", "in", "among") and tokens[j + 1].low == "every":
        return _for_every(tokens, j + 2)  # "24 deaths for every 100,000 births"
    if low not in ("per", "a", "an", "each", "every", "/"):
        return None
    if low == "/" and tokens[j].start != tokens[j - 1].end:
        return None
    if low == "per" and tokens[j + 1].low == "cent":
        return None
    found = measure_at(tokens, j + 1) if tokens[j + 1].kind == "w" else None
    if found is not None and found[0].kind != "percent":
        if low in ("a", "an") and found[1] < n and tokens[found[1]].low in _THEN:
            return None  # "$6 billion a year earlier"
        return found[0].name, found[0].newsquant, found[1]
    following = tokens[j + 1]
    if low == "per" and following.kind == "n":  # "per 100,000 people"
        return _for_every(tokens, j + 1)
    if low == "per" and following.kind == "w" and following.low not in ("the", "se"):
        name = singular(following.low)
        return name, name, j + 2
    if low in ("a", "an") and following.low in FRAMES["rate_nouns"]:
        return following.low, following.low, j + 2
    return None


def _is_hyphened(tokens: list[Token], j: int) -> bool:
    """ "barrel-a-day", "mile-per-hour"."""
    if j + 3 >= len(tokens) or tokens[j + 1].low not in ("a", "per", "an"):
        return False
    hyphens = tokens[j].text in _HYPHENS and tokens[j + 2].text in _HYPHENS
    return hyphens and tokens[j + 3].start == tokens[j + 2].end


def _for_every(tokens: list[Token], j: int) -> tuple[str, str, int] | None:
    """ "100,000", "1,000 live births": what a rate is for, from the figure at token ``j``."""
    if j >= len(tokens) or tokens[j].kind != "n":
        return None
    k = j + 1
    while k < len(tokens) and k < j + 4 and tokens[k].kind == "w" and not tokens[k].closed:
        k += 1
        if tokens[k - 1].plural:
            break
    text = " ".join(t.text for t in tokens[j:k])
    return text, text, k

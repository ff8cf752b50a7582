"""Number words → values; one small rule per construction."""

from __future__ import annotations

import difflib
from functools import lru_cache

from helpers.quantities.figures import (
    Numeral,
    fraction_part,
    from_digits,
    from_sign,
    hyphen_to,
    scales_at,
)
from helpers.quantities.tokens import Token
from helpers.quantities.units import measure_at
from helpers.quantities.words import (
    CARDINALS,
    DENOMINATORS,
    FRAMES,
    FREQUENCIES,
    MAGNITUDES,
    NUMBER_WORDS,
    ORDINALS,
    SCALES,
    TENS,
    UNITS,
    VAGUE,
)


def read_numeral(tokens: list[Token], i: int) -> Numeral | None:
    """The numeral that begins at token ``i``, as long as it reaches; None if none does.

    >>> from helpers.quantities.tokens import tokenise
    >>> def value(text):
    ...     n = read_numeral(tokenise(text), 0)
    ...     return (n.value, n.form)
    >>> value("3,000 people"), value("7.4 billion"), value("1.2m people")
    ((3000.0, 'digits'), (7400000000.0, 'digits'), (1.2, 'digits'))
    >>> value("twenty-three"), value("two hundred and fifty thousand")
    ((23.0, 'words'), (250000.0, 'words'))
    >>> value("half a million"), value("a dozen"), value("two and a half million")
    ((500000.0, 'words'), (12.0, 'words'), (2500000.0, 'words'))
    >>> value("hundreds of thousands"), value("several hundred"), value("two-thirds")
    ((None, 'magnitude'), (None, 'vague'), (0.6666666666666666, 'fraction'))
    """
    found = _read(tokens, i)
    if found is None or found.value is None or found.j + 2 >= len(tokens):
        return found
    if found.form != "fraction":
        return found
    following = [t.low for t in tokens[found.j : found.j + 3]]
    if following[:2] == ["of", "a"] and following[2] in SCALES:  # "three quarters of a million"
        factor, j = scales_at(tokens, found.j + 2)
        return Numeral(i, j, found.value * factor, "words", scale=factor)
    return found


def _read(tokens: list[Token], i: int) -> Numeral | None:
    """The numeral at token ``i`` before "of a million" is looked for."""
    token = tokens[i]
    if token.kind == "n":
        return _with_words(tokens, from_digits(tokens, i))
    if token.kind == "q":
        return from_sign(tokens, i)
    if token.kind != "w":
        return None
    low = token.low
    if low in ("a", "an"):
        return _from_article(tokens, i)
    if low in VAGUE:
        return _from_vague(tokens, i)
    return _from_number_word(tokens, i) if low in NUMBER_WORDS else None


def _from_number_word(tokens: list[Token], i: int) -> Numeral:
    """ "twenty", "half", "dozens", "million", "third", "twice"."""
    low = tokens[i].low
    if low in CARDINALS:
        return _from_words(tokens, i)
    if low == "half":
        return _from_half(tokens, i)
    if low in MAGNITUDES:
        return _from_magnitude(tokens, i)
    if low in SCALES:
        return _from_scale(tokens, i)
    if low in ORDINALS:
        return Numeral(i, i + 1, float(ORDINALS[low]), "ordinal")
    if low in FREQUENCIES:
        return Numeral(i, i + 1, float(FREQUENCIES[low]), "frequency")
    return Numeral(i, i + 1, None, "malformed", reason="idiom")


def _from_scale(tokens: list[Token], i: int) -> Numeral:
    """ "Hundred and twenty people", "a multi-million deal", "million"."""
    factor, j = scales_at(tokens, i)
    if tokens[i].low in ("hundred", "thousand"):
        rest = _rest_behind_and(tokens, j, factor)
        if rest is not None:
            return Numeral(i, rest.j, factor + (rest.value or 0), "words")
    if i > 1 and tokens[i - 2].low == "multi" and tokens[i - 1].text == "-":
        return Numeral(i, j, None, "vague", size=factor)
    return Numeral(i, j, factor, "words", scale=factor)


def _rest_behind_and(tokens: list[Token], j: int, factor: float) -> Numeral | None:
    """ "and twenty" behind "a hundred": less than what stands before it."""
    if j + 1 >= len(tokens) or tokens[j].low != "and" or tokens[j + 1].low not in CARDINALS:
        return None
    rest = _from_words(tokens, j + 1)
    return rest if rest.form == "words" and (rest.value or 0) < factor else None


def _with_words(tokens: list[Token], figure: Numeral) -> Numeral:
    """ "318 thousand five hundred and sixty-one": a scaled figure that goes on in words."""
    j = figure.j
    if figure.form != "digits" or figure.scale < 1000.0 or j + 1 >= len(tokens):
        return figure
    if tokens[j].low not in UNITS or tokens[j + 1].low != "hundred" or figure.value is None:
        return figure
    rest = _from_words(tokens, j)
    if rest.form != "words" or rest.value is None or rest.value >= figure.scale:
        return figure
    return Numeral(figure.i, rest.j, figure.value + rest.value, "digits")


def _from_words(tokens: list[Token], i: int) -> Numeral:
    """ "twenty-three", "two hundred and five", "one and a half million", "three quarters"."""
    n = len(tokens)
    year = _year_in_words(tokens, i)
    if year is not None:
        return year
    total, current, level, j = 0.0, 0.0, 0.0, i
    last_scale = float("inf")
    k = i
    while k < n and k - i < 16:
        low = tokens[k].low
        if low in UNITS and level in (0.0, 10.0, 100.0):
            if level != 0.0 and (UNITS[low] == 0 or (level == 10.0 and UNITS[low] > 9)):
                break
            current, level = current + UNITS[low], 1.0
        elif low in TENS and level in (0.0, 100.0):
            current, level = current + TENS[low], 10.0
        elif low == "hundred" and level in (1.0, 10.0) and current < 100:
            current, level = current * 100, 100.0
        elif low == "dozen" and level == 1.0:
            return Numeral(i, k + 1, current * 12, "words", scale=12.0)
        elif low in SCALES and low not in ("hundred", "dozen") and level > 0:
            factor, end = scales_at(tokens, k)
            if factor >= last_scale:
                break
            total, current, level, last_scale = total + current * factor, 0.0, 0.0, factor
            j, k = end, _joint(tokens, end, factor)
            continue
        else:
            break
        j = k + 1
        k = _joint(tokens, j, 100.0 if level == 100.0 else 0.0)
    if j == i:
        return Numeral(i, i + 1, float(CARDINALS[tokens[i].low]), "words")
    return _ended(tokens, Numeral(i, j, total + current, "words", scale=last_scale), level)


def _year_in_words(tokens: list[Token], i: int) -> Numeral | None:
    """ "nineteen eighty-four"."""
    n = len(tokens)
    if tokens[i].low not in ("eighteen", "nineteen", "twenty") or i + 1 >= n:
        return None
    if tokens[i + 1].low not in TENS and UNITS.get(tokens[i + 1].low, 0) <= 9:
        return None
    j = i + 2
    m = hyphen_to(tokens, j) if j < n else j
    j = m + 1 if m > j and tokens[m].low in UNITS else j
    return Numeral(i, j, None, "malformed", reason="bare_year")


def _ended(tokens: list[Token], read: Numeral, level: float) -> Numeral:
    """A number in words with what ends it: "quarters", "-sixth", "and a half million".

    ``level`` is that of its last word (1, 10, 100); its scale is endless where it has none.
    """
    n, i, j, value = len(tokens), read.i, read.j, read.value or 0.0
    k = hyphen_to(tokens, j) if j < n else j
    part = _part(tokens, j, k, value)
    if part is not None:
        return Numeral(i, k + 1, part, "fraction")
    if level == 10.0 and k > j and 0 < ORDINALS.get(tokens[k].low, 0) < 10:
        return Numeral(i, k + 1, value + ORDINALS[tokens[k].low], "ordinal")  # "twenty-sixth"
    fraction, k = fraction_part(tokens, j)
    scaled = read.scale != float("inf")
    if k > j and not scaled:
        factor, k = scales_at(tokens, k)
        return Numeral(i, k, (value + fraction) * factor, "words", scale=factor)
    read.scale = read.scale if scaled else 100.0 if level == 100.0 else 1.0  # "two to 300"
    return read


def _part(tokens: list[Token], j: int, k: int, value: float) -> float | None:
    """ "two thirds", "three-quarters", "one third of"; ``j`` is where the number ends."""
    if k >= len(tokens) or tokens[k].low not in DENOMINATORS or value >= 20:
        return None
    if (value == 1) == tokens[k].low.endswith("s"):
        return None
    of = k + 1 < len(tokens) and tokens[k + 1].low in ("of", "the")
    if k == j and not of and (tokens[k].low == "quarter" or value == 1):
        return None
    return value / DENOMINATORS[tokens[k].low]


def _joint(tokens: list[Token], k: int, scale: float) -> int:
    """Step over the hyphen or the "and" inside a number word ("two hundred and five")."""
    n = len(tokens)
    if k >= n:
        return k
    m = hyphen_to(tokens, k)
    if m > k and tokens[m].low in CARDINALS | SCALES:
        return m
    if k + 1 >= n or tokens[k + 1].low not in CARDINALS:
        return k
    if scale >= 100.0 and tokens[k].low == "and":
        # "two hundred and three hundred" are two numbers, not one.
        ahead = _scales_ahead(tokens, k + 1)
        apart = ahead[:1] == [100.0] if scale == 100.0 else max(ahead, default=1.0) >= scale
        return k if apart else k + 1
    if scale >= 1000.0 and tokens[k].text == ",":
        return k + 1 if 100.0 <= max(_scales_ahead(tokens, k + 1), default=1.0) < scale else k
    return k


def _scales_ahead(tokens: list[Token], k: int) -> list[float]:
    """The scale words of the number in words that begins at token ``k``."""
    found: list[float] = []
    for step in range(k, min(len(tokens), k + 8)):
        low = tokens[step].low
        if low not in CARDINALS and low not in SCALES and tokens[step].text not in "-‐‑":
            break
        if low in SCALES:
            found.append(SCALES[low])
    return found


def _from_half(tokens: list[Token], i: int) -> Numeral:
    """ "half a million", "half a dozen", "half of", "half the"; else an idiom ("second half")."""
    n = len(tokens)
    if i and tokens[i - 1].low in FRAMES["before_half"]:
        return Numeral(i, i + 1, None, "malformed", reason="idiom")  # "the second half of May"
    k = hyphen_to(tokens, i + 1) if i + 1 < n else i + 1
    m = k + 1 if k < n and tokens[k].low in ("a", "an") else k
    m = hyphen_to(tokens, m) if m < n else m
    if m < n and tokens[m].low in SCALES:
        factor, j = scales_at(tokens, m)
        return Numeral(i, j, factor / 2, "words", scale=factor)
    unit = measure_at(tokens, i + 1) if k == i + 2 and k < n else None
    if unit is not None and unit[0].kind in ("duration", "distance"):
        return Numeral(i, i + 1, 0.5, "words")  # "a half-hour"
    if k < n and tokens[k].low in FRAMES["after_half"]:
        return Numeral(i, i + 1, 0.5, "fraction")
    return Numeral(i, i + 1, None, "malformed", reason="idiom")


def _from_magnitude(tokens: list[Token], i: int) -> Numeral:
    """ "dozens", "tens of thousands", "hundreds of millions": the word is kept, no value."""
    n = len(tokens)
    size, j = MAGNITUDES[tokens[i].low], i + 1
    while j - i < 6 and j + 1 < n and tokens[j].low in ("of", "upon", "and", "or"):
        following = tokens[j + 1].low
        if following not in MAGNITUDES:
            break
        size = size * MAGNITUDES[following] if tokens[j].low == "of" else MAGNITUDES[following]
        j += 2
    return Numeral(i, j, None, "magnitude", size=size)


def _from_article(tokens: list[Token], i: int) -> Numeral | None:
    """ "a hundred", "a million", "a dozen", "a third of", "a quarter of", "a few hundred"."""
    n = len(tokens)
    if i + 1 >= n:
        return None
    k = i + 1
    low = tokens[k].low
    if low == "half":
        half = _from_half(tokens, k)
        if half.value is not None:
            half.i = i
            return half
        return None
    if low in SCALES and low not in ("lakhs", "crores"):
        factor, j = scales_at(tokens, k)
        fraction, end = fraction_part(tokens, j)
        if end > j:
            return Numeral(i, end, (1 + fraction) * factor, "words", scale=factor)
        rest = _rest_behind_and(tokens, j, factor) if factor in (100.0, 1000.0) else None
        if rest is not None:
            return Numeral(i, rest.j, factor + (rest.value or 0), "words")
        return Numeral(i, j, factor, "words", scale=factor)
    if low in FRAMES["parts"]:
        return _from_part(tokens, i)
    if low in VAGUE:
        vague = _from_vague(tokens, k)
        if vague is not None:
            vague.i = i
        return vague
    return None


def _from_part(tokens: list[Token], i: int) -> Numeral | None:
    """ "a third of", "a quarter-million", "a third — 31% — of buyers"; "a" is token ``i``."""
    n, k = len(tokens), i + 1
    low = tokens[k].low
    m = hyphen_to(tokens, k + 1) if k + 1 < n else k + 1
    if m < n and low == "quarter" and tokens[m].low in SCALES:
        factor, j = scales_at(tokens, m)
        return Numeral(i, j, factor / 4, "words", scale=factor)
    if k + 1 >= n:
        return None
    aside = tokens[k + 1].text in "—–(" and "of" in [t.low for t in tokens[k + 2 : k + 8]]
    if not aside and tokens[k + 1].low not in ("of", "the"):
        return None
    return Numeral(i, k + 1, 1.0 / (DENOMINATORS.get(low) or ORDINALS[low]), "fraction")


def _from_vague(tokens: list[Token], i: int) -> Numeral | None:
    """ "several hundred", "few dozen", "many thousands", "couple of hundred"."""
    n = len(tokens)
    k = i + 1
    if k < n and tokens[k].low == "of":
        k += 1
    if k < n and tokens[k].low in SCALES:
        factor, j = scales_at(tokens, k)
        return Numeral(i, j, None, "vague", size=factor)
    if k < n and tokens[k].low in MAGNITUDES and tokens[k].low != "tens":
        magnitude = _from_magnitude(tokens, k)
        return Numeral(i, magnitude.j, None, "vague", size=magnitude.size)
    return None


#: Scale words that are long enough to be known when misspelt.
_SPELT = ("hundred", "thousand", "million", "billion", "trillion")
#: How like one of them a word must be; "bullion" and "billion" are 0.857 alike.
_ALIKE = 0.86


@lru_cache(maxsize=4096)
def misspelt_scale(word: str) -> bool:
    """Whether a word is a scale word with a slip of the keys.

    >>> [misspelt_scale(w) for w in ("billiion", "milion", "thousnad", "millon")]
    [True, True, True, True]
    >>> [misspelt_scale(w) for w in ("million", "millions", "bullion", "minion", "millionaires")]
    [False, False, False, False, False]
    """
    if len(word) < 5 or word[0] not in "bhmt" or word in NUMBER_WORDS:
        return False
    return bool(difflib.get_close_matches(word, _SPELT, n=1, cutoff=_ALIKE))


@lru_cache(maxsize=4096)
def run_together(word: str) -> bool:
    """Whether a word is two number words without their blank: "twothousand"."""
    ends = next((s for s in _SPELT if word.endswith(s) and len(word) > len(s)), "")
    return bool(ends) and word.removesuffix(ends) in CARDINALS

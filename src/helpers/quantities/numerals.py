"""Digits, number words, scales and fractions → values; one small rule per construction."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from helpers.quantities.tokens import Token
from helpers.quantities.words import (
    CARDINALS,
    DENOMINATORS,
    FRAMES,
    FREQUENCIES,
    MAGNITUDES,
    NUMBER_WORDS,
    ORDINALS,
    SCALES,
    SUFFIXES,
    SURE_SUFFIXES,
    TENS,
    UNITS,
    VAGUE,
)

#: Longer figures than this are identifiers or noise, whatever their value.
MAX_DIGITS = 40
_COMMAS = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?")
_INDIAN = re.compile(r"\d{1,2}(?:,\d{2})+,\d{3}(?:\.\d+)?")
_DOTS = re.compile(r"\d{1,3}(?:\.\d{3}){2,}")
_EUROPEAN = re.compile(r"\d{1,3}(?:\.\d{3})+,\d{1,2}")
_SPACED = re.compile(r"\d{1,3}(?:[\u00a0\u202f\u2009\u2008\u2007'’]\d{3})+(?:[.,]\d+)?")
_DECIMAL = re.compile(r"\d*\.\d+")
_SHORT_COMMA = re.compile(r"\d{1,3},\d{1,2}")
_HYPHENS = frozenset("-‐‑–—−")
_SLASH_DENOMINATORS = frozenset((2, 3, 4, 5, 6, 7, 8, 10, 12, 16, 32, 64, 100, 128))


@dataclass(slots=True)
class Numeral:
    """A figure or number word in tokens ``i`` to ``j``; ``value`` None for vague words.

    ``form``: digits, words, fraction, magnitude, vague, ordinal, frequency, or malformed;
    ``mantissa`` is the value before its scale, ``scale`` the factor (1 where there is none).
    """

    i: int
    j: int
    value: float | None
    form: str
    mantissa: float = 0.0
    scale: float = 1.0
    size: float = 0.0
    reason: str = ""


def figure_value(figure: str) -> float | None:
    r"""The value of a figure with the usual separators; None where it is malformed.

    >>> [figure_value(f) for f in ("1,271.2", "12,50,000", "1.000,50", "1\u202f000\u202f000", "0.5")]
    [1271.2, 1250000.0, 1000.5, 1000000.0, 0.5]
    >>> [figure_value(f) for f in ("1.2.3.4", "1,2,3", "007", "٣")]
    [None, None, None, 3.0]
    """
    if len(figure) > MAX_DIGITS:
        return None
    figure = figure.replace("٬", ",").replace("٫", ".")
    if figure.isdigit():
        if len(figure) > 1 and unicodedata.digit(figure[0], 1) == 0:
            return None
        return float(figure)
    if _DECIMAL.fullmatch(figure):
        whole = figure.split(".")[0]
        if whole and len(whole) > 1 and unicodedata.digit(whole[0], 1) == 0:
            return None
        return float(figure)
    if _COMMAS.fullmatch(figure) or _INDIAN.fullmatch(figure):
        return float(figure.replace(",", ""))
    if _SPACED.fullmatch(figure):
        return float(re.sub(r"[^\d.]", "", figure.replace(",", ".")))
    if _EUROPEAN.fullmatch(figure) or _SHORT_COMMA.fullmatch(figure):
        return float(figure.replace(".", "").replace(",", "."))
    if _DOTS.fullmatch(figure):
        return float(figure.replace(".", ""))
    return None


def _glued(tokens: list[Token], k: int) -> bool:
    """Whether token ``k`` touches the one before it."""
    return 0 < k < len(tokens) and tokens[k].start == tokens[k - 1].end


def _hyphen_to(tokens: list[Token], k: int) -> int:
    """Index after a glued hyphen at ``k``, else ``k`` itself ("twenty-three")."""
    if (
        k + 1 < len(tokens)
        and tokens[k].text in _HYPHENS
        and _glued(tokens, k)
        and _glued(tokens, k + 1)
    ):
        return k + 1
    return k


def _scales(tokens: list[Token], k: int) -> tuple[float, int]:
    """The product of scale words from ``k`` ("hundred thousand"), and where they end."""
    factor, count = 1.0, 0
    while count < 3:
        m = _hyphen_to(tokens, k) if k < len(tokens) else k
        if m >= len(tokens) or tokens[m].low not in SCALES:
            break
        factor *= SCALES[tokens[m].low]
        k = m + 1
        count += 1
    return factor, k


def read_numeral(tokens: list[Token], i: int) -> Numeral | None:
    """The numeral that begins at token ``i``, as long as it reaches; None if none does.

    >>> from helpers.quantities.tokens import tokenise
    >>> def value(text):
    ...     n = read_numeral(tokenise(text), 0)
    ...     return (n.value, n.form)
    >>> value("20,000 people"), value("6.9 billion"), value("1.2m people")
    ((20000.0, 'digits'), (6900000000.0, 'digits'), (1.2, 'digits'))
    >>> value("twenty-three"), value("two hundred and fifty thousand")
    ((23.0, 'words'), (250000.0, 'words'))
    >>> value("half a million"), value("a dozen"), value("two and a half million")
    ((500000.0, 'words'), (12.0, 'words'), (2500000.0, 'words'))
    >>> value("hundreds of thousands"), value("several hundred"), value("two-thirds")
    ((None, 'magnitude'), (None, 'vague'), (0.6666666666666666, 'fraction'))
    """
    token = tokens[i]
    if token.kind == "n":
        return _from_digits(tokens, i)
    if token.kind == "q":
        return _from_sign(tokens, i)
    if token.kind != "w":
        return None
    low = token.low
    if low in ("a", "an"):
        return _from_article(tokens, i)
    if low in VAGUE:
        return _from_vague(tokens, i)
    if low not in NUMBER_WORDS:
        return None
    if low in CARDINALS:
        return _from_words(tokens, i)
    if low == "half":
        return _from_half(tokens, i)
    if low in MAGNITUDES:
        return _from_magnitude(tokens, i)
    if low in SCALES:
        factor, j = _scales(tokens, i)
        return Numeral(i, j, factor, "words", 1.0, factor)
    if low in ORDINALS:
        return Numeral(i, i + 1, float(ORDINALS[low]), "ordinal")
    if low in FREQUENCIES:
        return Numeral(i, i + 1, float(FREQUENCIES[low]), "frequency")
    return Numeral(i, i + 1, None, "malformed", reason="idiom")


def _from_digits(tokens: list[Token], i: int) -> Numeral:
    """ "5", "5,000", "1 1/2", "2½", "6.9 billion", "40k"; letters glued behind are units' work."""
    text = tokens[i].text
    value = figure_value(text)
    j = i + 1
    if value is None:
        reason = "too_long" if len(text) > MAX_DIGITS else "malformed"
        if reason == "malformed" and (text.isdigit() or text.count(".") > 1):
            reason = "identifier"
        return Numeral(i, j, None, "malformed", reason=reason)
    value, j = _spaced_groups(tokens, i, value)
    fraction, k = _fraction_part(tokens, j)
    if k > j and value == int(value):
        value, j = value + fraction, k
        factor, j = _scales(tokens, j)
        return Numeral(i, j, value * factor, "digits", value, factor)
    simple = _slash_fraction(tokens, i)
    if simple is not None:
        return simple
    factor, k = _scales(tokens, j)
    if k == j and j < len(tokens) and _glued(tokens, j) and tokens[j].low in SURE_SUFFIXES:
        return Numeral(
            i, j + 1, value * SUFFIXES[tokens[j].low], "digits", value, SUFFIXES[tokens[j].low]
        )
    if k == j and j < len(tokens) and tokens[j].text in ("bn", "tn", "mn"):
        return Numeral(
            i, j + 1, value * SUFFIXES[tokens[j].low], "digits", value, SUFFIXES[tokens[j].low]
        )
    exponent = _power_of_ten(tokens, j)
    if exponent is not None:
        power, k = exponent
        return Numeral(i, k, value * 10.0**power, "digits", value, 10.0**power)
    return Numeral(i, k, value * factor, "digits", value, factor)


def _spaced_groups(tokens: list[Token], i: int, value: float) -> tuple[float, int]:
    """Join "10 000" and "1 000 000": groups of three after single plain spaces."""
    j = i + 1
    head = tokens[i].text
    if not (head.isdigit() and len(head) <= 3 and value > 0):
        return value, j
    total = value
    while j < len(tokens) and j - i < 6:
        group = tokens[j]
        if group.kind != "n" or len(group.text) != 3 or not group.text.isdigit():
            break
        if group.start != tokens[j - 1].end + 1:
            break
        total = total * 1000 + float(group.text)
        j += 1
    # One group alone may be two numbers that met ("page 12 300 people"): only round ones join.
    if j == i + 2 and tokens[i + 1].text[-2:] != "00":
        return value, i + 1
    if j < len(tokens) and tokens[j].kind == "n" and tokens[j].start == tokens[j - 1].end + 1:
        return value, i + 1
    return total, j


def _fraction_part(tokens: list[Token], j: int) -> tuple[float, int]:
    """The fraction after a whole number: "½", " 1/2", "-and-a-half", " and a half"."""
    n = len(tokens)
    if j < n and tokens[j].kind == "q" and _glued(tokens, j):
        sign = unicodedata.numeric(tokens[j].text, 0.0)
        if 0 < sign < 1:
            return sign, j + 1
    if j < n and tokens[j].kind == "n" and not _glued(tokens, j):
        simple = _slash_fraction(tokens, j)
        if simple is not None and simple.value < 1:
            return simple.value, simple.j
    k = _hyphen_to(tokens, j) if j < n else j
    if k < n and tokens[k].low == "and":
        m = _hyphen_to(tokens, k + 1) if k + 1 < n else k + 1
        if m < n and tokens[m].low in ("a", "one"):
            h = _hyphen_to(tokens, m + 1) if m + 1 < n else m + 1
            if h < n and tokens[h].low in ("half", "quarter", "third"):
                return 1 / DENOMINATORS[tokens[h].low], h + 1
    return 0.0, j


def _slash_fraction(tokens: list[Token], i: int) -> Numeral | None:
    """ "1/2", "3/4": a small proper fraction; "24/7" and dates are not."""
    if i + 2 >= len(tokens) or tokens[i + 1].text not in "/⁄" or tokens[i + 2].kind != "n":
        return None
    if not (_glued(tokens, i + 1) and _glued(tokens, i + 2)):
        return None
    if i + 3 < len(tokens) and tokens[i + 3].text in "/⁄" and _glued(tokens, i + 3):
        return None
    top, bottom = tokens[i].text, tokens[i + 2].text
    if not (top.isdigit() and bottom.isdigit() and len(top) < 3 and len(bottom) < 4):
        return None
    if int(bottom) in _SLASH_DENOMINATORS and int(top) < int(bottom) and int(top) > 0:
        return Numeral(i, i + 3, int(top) / int(bottom), "fraction", int(top) / int(bottom))
    return None


def _power_of_ten(tokens: list[Token], j: int) -> tuple[int, int] | None:
    """The exponent in "1.99×10−30" or "3 x 10^8"."""
    n = len(tokens)
    if j + 2 >= n or tokens[j].text not in ("×", "x", "*") or tokens[j + 1].text != "10":
        return None
    k = j + 2
    sign = 1
    if k < n and tokens[k].text in ("^", "−", "-", "+") and _glued(tokens, k):
        if tokens[k].text in ("−", "-"):
            sign = -1
        k += 1
        if k < n and tokens[k].text in ("−", "-"):
            sign, k = -1, k + 1
    if (
        k < n
        and tokens[k].kind == "n"
        and len(tokens[k].text) <= 2
        and tokens[k].text.isdigit()
        and _glued(tokens, k)
    ):
        return sign * int(tokens[k].text), k + 1
    return None


def _from_sign(tokens: list[Token], i: int) -> Numeral:
    """ "½", "¾ of": vulgar fractions alone; superscripts and Roman signs are labels."""
    value = unicodedata.numeric(tokens[i].text, 0.0)
    if 0 < value < 1:
        factor, j = _scales(tokens, i + 1)
        form = "digits" if j > i + 1 else "fraction"
        return Numeral(i, j, value * factor, form, value, factor)
    return Numeral(i, i + 1, None, "malformed", reason="identifier")


def _from_words(tokens: list[Token], i: int) -> Numeral:
    """ "twenty-three", "two hundred and five", "one and a half million", "three quarters"."""
    n = len(tokens)
    total, current, level, j = 0.0, 0.0, 0.0, i
    last_scale = float("inf")
    k = i
    while k < n and k - i < 16:
        low = tokens[k].low
        if low in UNITS and level in (0.0, 10.0, 100.0):
            if level == 10.0 and (UNITS[low] > 9 or UNITS[low] == 0):
                break
            if level != 0.0 and UNITS[low] == 0:
                break
            current, level = current + UNITS[low], 1.0
        elif low in TENS and level in (0.0, 100.0):
            current, level = current + TENS[low], 10.0
        elif low == "hundred" and level in (1.0, 10.0) and current < 100:
            current, level = current * 100, 100.0
        elif low == "dozen" and level == 1.0:
            return Numeral(i, k + 1, current * 12, "words", current, 12.0)
        elif low in SCALES and low != "hundred" and low != "dozen" and level > 0:
            factor, end = _scales(tokens, k)
            if factor >= last_scale:
                break
            total, current, level, last_scale = total + current * factor, 0.0, 0.0, factor
            j = k = end
            k = _joint(tokens, k, last_scale)
            continue
        else:
            break
        j = k + 1
        k = _joint(tokens, j, 100.0 if level == 100.0 else 0.0)
    value = total + current
    if j == i:
        return Numeral(
            i, i + 1, float(CARDINALS[tokens[i].low]), "words", float(CARDINALS[tokens[i].low])
        )
    k = _hyphen_to(tokens, j) if j < n else j
    if (
        k < n
        and tokens[k].low in DENOMINATORS
        and value < 20
        and (value == 1) == (not tokens[k].low.endswith("s"))
    ):
        if not (tokens[k].low == "quarter" and k == j) or (
            k + 1 < n and tokens[k + 1].low in ("of", "the")
        ):
            part = value / DENOMINATORS[tokens[k].low]
            if value != 1 or k > j or (k + 1 < n and tokens[k + 1].low in ("of", "the")):
                return Numeral(i, k + 1, part, "fraction", part)
    fraction, k = _fraction_part(tokens, j)
    if k > j and last_scale == float("inf"):
        factor, k = _scales(tokens, k)
        return Numeral(i, k, (value + fraction) * factor, "words", value + fraction, factor)
    scale = last_scale if last_scale != float("inf") else 1.0
    return Numeral(i, j, value, "words", value / scale, scale)


def _joint(tokens: list[Token], k: int, scale: float) -> int:
    """Step over the hyphen or the "and" inside a number word ("two hundred and five")."""
    n = len(tokens)
    if k >= n:
        return k
    m = _hyphen_to(tokens, k)
    if m > k and tokens[m].low in CARDINALS | SCALES:
        return m
    if scale >= 100.0 and tokens[k].low == "and" and k + 1 < n and tokens[k + 1].low in CARDINALS:
        # "two hundred and three hundred" are two numbers, not one.
        ahead = k + 2
        while ahead < n and ahead < k + 4:
            step = _hyphen_to(tokens, ahead)
            follows = SCALES.get(tokens[step].low, 0.0) if step < n else 0.0
            if follows == 100.0 or (scale > 100.0 and follows >= scale):
                return k
            ahead = max(step, ahead) + 1
        return k + 1
    return k


def _from_half(tokens: list[Token], i: int) -> Numeral:
    """ "half a million", "half a dozen", "half of", "half the"; else an idiom ("second half")."""
    n = len(tokens)
    k = _hyphen_to(tokens, i + 1) if i + 1 < n else i + 1
    m = k + 1 if k < n and tokens[k].low in ("a", "an") else k
    m = _hyphen_to(tokens, m) if m < n else m
    if m < n and tokens[m].low in SCALES:
        factor, j = _scales(tokens, m)
        return Numeral(i, j, factor / 2, "words", 0.5, factor)
    if k < n and tokens[k].low in FRAMES["after_half"]:
        return Numeral(i, i + 1, 0.5, "fraction", 0.5)
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
        factor, j = _scales(tokens, k)
        fraction, end = _fraction_part(tokens, j)
        if end > j:
            return Numeral(i, end, (1 + fraction) * factor, "words", 1 + fraction, factor)
        if (
            factor in (100.0, 1000.0)
            and j + 1 < n
            and tokens[j].low == "and"
            and tokens[j + 1].low in CARDINALS
        ):
            rest = _from_words(tokens, j + 1)
            if rest.form == "words" and rest.value < factor:
                return Numeral(i, rest.j, factor + rest.value, "words", factor + rest.value)
        return Numeral(i, j, factor, "words", 1.0, factor)
    if low in FRAMES["parts"]:
        if k + 1 < n and tokens[k + 1].low in ("of", "the"):
            part = 1.0 / (DENOMINATORS.get(low) or ORDINALS[low])
            return Numeral(i, k + 1, part, "fraction", part)
        return None
    if low in VAGUE:
        vague = _from_vague(tokens, k)
        if vague is not None:
            vague.i = i
        return vague
    return None


def _from_vague(tokens: list[Token], i: int) -> Numeral | None:
    """ "several hundred", "few dozen", "many thousands", "couple of hundred"."""
    n = len(tokens)
    k = i + 1
    if k < n and tokens[k].low == "of":
        k += 1
    if k < n and tokens[k].low in SCALES:
        factor, j = _scales(tokens, k)
        return Numeral(i, j, None, "vague", size=factor)
    if k < n and tokens[k].low in MAGNITUDES and tokens[k].low != "tens":
        magnitude = _from_magnitude(tokens, k)
        return Numeral(i, magnitude.j, None, "vague", size=magnitude.size)
    return None

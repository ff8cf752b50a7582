"""Figures in digits → values: separators, fractions, scales and powers of ten."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from helpers.quantities.tokens import Token, glued
from helpers.quantities.words import DENOMINATORS, SCALES, SUFFIXES, SURE_SUFFIXES

#: Longer figures than this are identifiers or noise, whatever their value.
MAX_DIGITS = 40
#: More digits than this without a separator are a label: news writes large numbers in groups.
MAX_PLAIN = 11


_COMMAS = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?")


_INDIAN = re.compile(r"\d{1,2}(?:,\d{2})+,\d{3}(?:\.\d+)?")


_DOTS = re.compile(r"\d{1,3}(?:\.\d{3}){2,}")


_EUROPEAN = re.compile(r"\d{1,3}(?:\.\d{3})+,\d{1,2}")


_SPACED = re.compile(r"\d{1,3}(?:[\u00a0\u202f\u2009\u2008\u2007'’]\d{3})+(?:[.,]\d+)?")


_DECIMAL = re.compile(r"\d*\.\d+")


#: A group of three after a blank; the last one may have decimals ("275,50").
_GROUP = re.compile(r"\d{3}(?:[.,]\d{1,2})?")


_SHORT_COMMA = re.compile(r"\d{1,3},\d{1,2}")


_HYPHENS = frozenset("-‐‑–—−")


_SLASH_DENOMINATORS = frozenset((2, 3, 4, 5, 6, 7, 8, 10, 12, 16, 32, 64, 100, 128))


@dataclass(slots=True)
class Numeral:
    """A figure or number word in tokens ``i`` to ``j``; ``value`` None for vague words.

    ``form``: digits, words, fraction, magnitude, vague, ordinal, frequency, or malformed;
    ``scale`` is the factor in ``value`` (1 where there is none).
    """

    i: int
    j: int
    value: float | None
    form: str
    scale: float = 1.0
    size: float = 0.0
    reason: str = ""


def figure_value(figure: str) -> float | None:
    r"""The value of a figure with the usual separators; None where it is malformed.

    >>> [figure_value(f) for f in ("1,271.2", "12,50,000", "1.000,50", "1\u202f000", "0.5")]
    [1271.2, 1250000.0, 1000.5, 1000.0, 0.5]
    >>> [figure_value(f) for f in ("1.2.3.4", "1,2,3", "007", "٣")]
    [None, None, None, 3.0]
    """
    if len(figure) > MAX_DIGITS:
        return None
    figure = figure.replace("٬", ",").replace("٫", ".")
    if figure.isdigit():
        if len(figure) > MAX_PLAIN:
            return None
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


def hyphen_to(tokens: list[Token], k: int) -> int:
    """Index after a glued hyphen at ``k``, else ``k`` itself ("twenty-three")."""
    if (
        k + 1 < len(tokens)
        and tokens[k].text in _HYPHENS
        and glued(tokens, k)
        and glued(tokens, k + 1)
    ):
        return k + 1
    return k


def scales_at(tokens: list[Token], k: int) -> tuple[float, int]:
    """The product of scale words from ``k`` ("hundred thousand"), and where they end."""
    factor, count = 1.0, 0
    while count < 3:
        m = hyphen_to(tokens, k) if k < len(tokens) else k
        if m >= len(tokens) or tokens[m].low not in SCALES:
            break
        factor *= SCALES[tokens[m].low]
        k = m + 1
        count += 1
    return factor, k


def from_digits(tokens: list[Token], i: int) -> Numeral:
    """ "5", "5,000", "1 1/2", "2½", "7.4 billion", "40k"; letters glued behind are units' work."""
    text = tokens[i].text
    value = figure_value(text)
    j = i + 1
    if value is None:
        reason = "too_long" if len(text) > MAX_DIGITS else "malformed"
        if reason == "malformed" and (text.isdigit() or text.count(".") > 1):
            reason = "identifier"
        return Numeral(i, j, None, "malformed", reason=reason)
    value, j = _spaced_groups(tokens, i, value)
    fraction, k = fraction_part(tokens, j)
    if k > j and value == int(value):
        value, j = value + fraction, k
        factor, j = scales_at(tokens, j)
        return Numeral(i, j, value * factor, "digits", scale=factor)
    simple = _slash_fraction(tokens, i)
    if simple is not None:
        return simple
    factor, k = scales_at(tokens, j)
    if k == j and j < len(tokens) and glued(tokens, j) and tokens[j].low in SURE_SUFFIXES:
        return Numeral(
            i, j + 1, value * SUFFIXES[tokens[j].low], "digits", scale=SUFFIXES[tokens[j].low]
        )
    if k == j and j < len(tokens) and tokens[j].text in ("bn", "tn", "mn"):
        return Numeral(
            i, j + 1, value * SUFFIXES[tokens[j].low], "digits", scale=SUFFIXES[tokens[j].low]
        )
    exponent = _power_of_ten(tokens, j)
    if exponent is not None:
        power, k = exponent
        return Numeral(i, k, value * 10.0**power, "digits", scale=10.0**power)
    return Numeral(i, k, value * factor, "digits", scale=factor)


def _spaced_groups(tokens: list[Token], i: int, value: float) -> tuple[float, int]:
    """Join "10 000" and "1 000 000": groups of three after single plain spaces."""
    j = i + 1
    head = tokens[i].text
    if not (head.isdigit() and len(head) <= 3 and value > 0):
        return value, j
    total = value
    if j + 1 < len(tokens) and tokens[j].text == "," and tokens[j + 1].text == "000":
        if glued(tokens, j) and tokens[j + 1].start == tokens[j].end + 1:
            return value * 1000, j + 2  # "1, 000": no number is written "000"
    while j < len(tokens) and j - i < 6:
        group = tokens[j]
        if group.kind != "n" or not _GROUP.fullmatch(group.text):
            break
        if group.start != tokens[j - 1].end + 1:
            break
        total = total * 1000 + float(group.text.replace(",", "."))
        j += 1
        if not group.text.isdigit():
            break
    if j > i + 1 and i and tokens[i - 1].kind == "n":
        return value, i + 1  # a row of figures
    if j < len(tokens) and tokens[j].kind == "n" and tokens[j].start == tokens[j - 1].end + 1:
        return value, i + 1
    return total, j


def fraction_part(tokens: list[Token], j: int) -> tuple[float, int]:
    """The fraction after a whole number: "½", " 1/2", "-and-a-half", " and a half"."""
    n = len(tokens)
    if j < n and tokens[j].kind == "q" and glued(tokens, j):
        sign = unicodedata.numeric(tokens[j].text, 0.0)
        if 0 < sign < 1:
            return sign, j + 1
    if j < n and tokens[j].kind == "n" and not glued(tokens, j):
        simple = _slash_fraction(tokens, j)
        if simple is not None and simple.value is not None and simple.value < 1:
            return simple.value, simple.j
    k = hyphen_to(tokens, j) if j < n else j
    if k < n and tokens[k].low == "and":
        m = hyphen_to(tokens, k + 1) if k + 1 < n else k + 1
        if m < n and tokens[m].low in ("a", "one"):
            h = hyphen_to(tokens, m + 1) if m + 1 < n else m + 1
            if h < n and tokens[h].low in ("half", "quarter", "third"):
                return 1 / DENOMINATORS[tokens[h].low], h + 1
    return 0.0, j


def _slash_fraction(tokens: list[Token], i: int) -> Numeral | None:
    """ "1/2", "3/4": a small proper fraction; "24/7" and dates are not."""
    if i + 2 >= len(tokens) or tokens[i + 1].text not in "/⁄" or tokens[i + 2].kind != "n":
        return None
    if not (glued(tokens, i + 1) and glued(tokens, i + 2)):
        return None
    if i + 3 < len(tokens) and tokens[i + 3].text in "/⁄" and glued(tokens, i + 3):
        return None
    top, bottom = tokens[i].text, tokens[i + 2].text
    if not (top.isdigit() and bottom.isdigit() and len(top) < 3 and len(bottom) < 4):
        return None
    if int(bottom) in _SLASH_DENOMINATORS and int(top) < int(bottom) and int(top) > 0:
        return Numeral(i, i + 3, int(top) / int(bottom), "fraction")
    return None


def _power_of_ten(tokens: list[Token], j: int) -> tuple[int, int] | None:
    """The exponent in "1.99×10−30" or "3 x 10^8"."""
    n = len(tokens)
    if j + 2 >= n or tokens[j].text not in ("×", "x", "*") or tokens[j + 1].text != "10":
        return None
    k = j + 2
    sign = 1
    if k < n and tokens[k].text in ("^", "−", "-", "+") and glued(tokens, k):
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
        and glued(tokens, k)
    ):
        return sign * int(tokens[k].text), k + 1
    return None


def from_sign(tokens: list[Token], i: int) -> Numeral:
    """ "½", "¾ of": vulgar fractions alone; superscripts and Roman signs are labels."""
    value = unicodedata.numeric(tokens[i].text, 0.0)
    if 0 < value < 1:
        factor, j = scales_at(tokens, i + 1)
        form = "digits" if j > i + 1 else "fraction"
        return Numeral(i, j, value * factor, form, scale=factor)
    return Numeral(i, i + 1, None, "malformed", reason="identifier")

"""Words for charts: plain numbers, labels of closed words, the credit line, drawable text."""

from __future__ import annotations

import calendar
import datetime as dt
import math
import unicodedata
from functools import cache
from typing import TYPE_CHECKING

import pandas as pd
from matplotlib.font_manager import FontProperties, findfont, get_font

from .palette import FONT

if TYPE_CHECKING:
    from ...tables import Tables

LONGEST_TEXT = 700  # characters of one label that are looked at; the rest could not be drawn

_SCALES = ((1e12, "trillion"), (1e9, "billion"), (1e6, "million"))
_SYMBOLS = {"USD": "$", "EUR": "€", "GBP": "£", "JPY": "¥"}

HEDGE_WORDS = {
    "at_least": "at least ",
    "more_than": "more than ",
    "at_most": "at most ",
    "less_than": "less than ",
    "nearly": "nearly ",
    "approximate": "about ",
}


def words(closed: str) -> str:
    """A closed word as people write it: ``local_government`` → ``local government``."""
    return "NGO" if closed == "ngo" else closed.replace("_", " ")


def said(value: object) -> str:
    """A cell as text; NA is the empty string."""
    return "" if value is None or pd.isna(value) else str(value)


def amount(value: float | str | None) -> float | None:
    """A cell as a finite number; NA and what cannot stand on an axis are ``None``."""
    if value is None or pd.isna(value):
        return None
    number = float(value)
    return number if math.isfinite(number) else None


def plain_number(value: float) -> str:
    """``5000 → 5,000``, ``1e7 → 10 million``, ``7.4e9 → 7.4 billion``.

    >>> plain_number(350_000), plain_number(1_250_000), plain_number(0.5)
    ('350,000', '1.25 million', '0.5')
    """
    size = abs(value)
    if size >= 1e15 or 0 < size < 1e-3:
        digits, _, power = f"{value:.3g}".partition("e")
        return f"{digits} × 10^{int(power)}" if power else digits
    for scale, name in _SCALES:
        # A figure such as 1,234,567 keeps its digits: rounding would misquote the article.
        if size >= scale and round(value / scale, 3) * scale == value:
            return f"{value / scale:,.3f}".rstrip("0").rstrip(".") + f" {name}"
    if value == int(value):
        return f"{int(value):,}"
    return f"{value:,.3f}".rstrip("0").rstrip(".")


def in_unit(value: float, unit: str) -> str:
    """A plain number with its unit; "" is a bare count.

    >>> in_unit(7.4e9, "USD"), in_unit(5, "UAH"), in_unit(5.75, "%"), in_unit(125, "EUR/month")
    ('$7.4 billion', 'UAH 5', '5.75%', '€125 per month')
    >>> in_unit(1, "year"), in_unit(0.5, "point"), in_unit(3, "km")
    ('1 year', '0.5 points', '3 km')
    """
    number = plain_number(value)
    if not unit:
        return number
    if unit == "%":
        return f"{number}%"
    amount_in, slash, per = unit.partition("/")
    if slash:
        return f"{in_unit(value, amount_in)} per {per}"
    if amount_in.isupper() and len(amount_in) == 3:
        symbol = _SYMBOLS.get(unit)
        return f"{symbol}{number}" if symbol else f"{unit} {number}"
    whole = len(unit) > 3 and value != 1 and not unit.endswith("s")
    return f"{number} {unit}{'s' * whole}"


def counted_words(counted: str) -> str:
    """A counted thing as a row's name: on one line, its first letter a capital."""
    told = " ".join(counted.split())
    return told[:1].upper() + told[1:]


def excerpt(sentence: str, start: int, end: int, *, before: int = 6, after: int = 5) -> str:
    """The words around a number in its sentence, in quotation marks, with "…" where cut.

    >>> excerpt("Inflation rose to 6.1% in April.", 18, 22)
    '“Inflation rose to 6.1% in April”'
    """
    first, last = sentence[:start].split(), sentence[end:].split()
    kept = " ".join(first[-before:]), " ".join(last[:after])
    glue = "" if sentence[end : end + 1].strip() else " "
    gap = "" if sentence[:start] and sentence[start - 1].strip() else " "
    told = f"{kept[0]}{gap}{sentence[start:end]}{glue}{kept[1]}".strip(" .,;:")
    told = told.replace("“", "").replace("”", "").replace('"', "")
    return f"“{'… ' * (len(first) > before)}{told}{' …' * (len(last) > after)}”"


def long_date(value: dt.date | str | None) -> str:
    """``2022-03-29 → 29 March 2022``; text that is no date is handed back, NA is ""."""
    if value is None or pd.isna(value):
        return ""
    try:
        day = dt.date.fromisoformat(value[:10]) if isinstance(value, str) else value
    except ValueError:
        return str(value)
    return f"{day.day} {calendar.month_name[day.month]} {day.year}"


def credit_line(tables: Tables) -> str:
    """One line that names the article, its outlet and its date, from the article's record.

    An article without a title is named by its first words, without a date says so.
    """
    article = tables.article
    first_line = article.text.lstrip().split("\n", 1)[0][:LONGEST_TEXT]
    title = article.title or shortened(drawable(first_line), 60) or "no text"
    outlet = article.outlet or "outlet not stated"
    if article.agency and article.agency != outlet:
        outlet += f" / {article.agency}"
    published = long_date(article.published) or "date not stated"
    return f"Article: “{drawable(title)}”, {drawable(outlet)}, {published}."


def how_many(n: int, noun: str) -> str:
    """How many of a thing there are.

    >>> how_many(1, "claim"), how_many(1200, "number")
    ('1 claim', '1,200 numbers')
    """
    return f"{n:,} {noun}{'' if n == 1 else 's'}"


def listed(names: list[str]) -> str:
    """Names as a sentence has them.

    >>> listed(["people", "money", "shares"]), listed(["people"])
    ('people, money and shares', 'people')
    """
    return ", ".join(names[:-1]) + " and " + names[-1] if len(names) > 1 else "".join(names)


def counted_numbers(n: int, nobody: int, *, where: str = "") -> str:
    """How many numbers a chart of one article shows, and for how many nobody is named.

    >>> counted_numbers(3, 1)
    '3 numbers as stated in one article; for 1 of them no source is named.'
    >>> counted_numbers(1, 1)
    '1 number as stated in one article; no source is named for it.'
    """
    count = f"{how_many(n, 'number')} as stated in one article{where}"
    if not n:
        return f"{count}."
    if not nobody:
        return f"{count}; a source is given for {'it' if n == 1 else 'each'}."
    if n == 1:
        return f"{count}; no source is named for it."
    return f"{count}; for {nobody:,} of them no source is named."


def shortened(text: str, limit: int) -> str:
    """``text`` cut at a word to at most ``limit`` characters, with "…" where it was cut."""
    if len(text) <= limit:
        return text
    cut = text[: limit - 1]
    head, space, _ = cut.rpartition(" ")
    return (head if space and len(head) > limit // 2 else cut).rstrip(" ,;:") + "…"


def drawable(text: str) -> str:
    """``text`` on one line with only characters that the charts' font can draw.

    Line breaks and tabs become spaces; controls and marks that turn the direction of
    writing are left out; anything else the font lacks becomes "□". Without this a lone
    surrogate ends the drawing and an emoji prints a warning.
    """
    known = _characters()
    kept = []
    for character in text[: 2 * LONGEST_TEXT]:
        if character.isspace():
            kept.append(" ")
        elif unicodedata.category(character) in ("Cc", "Cf"):
            continue
        else:
            kept.append(character if ord(character) in known else "□")
    return " ".join("".join(kept).split())


@cache
def _characters() -> frozenset[int]:
    font = get_font(findfont(FontProperties(family=FONT)))
    return frozenset(font.get_charmap())

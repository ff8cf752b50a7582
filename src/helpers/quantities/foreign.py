"""Points that part thousands: "3.000 familias", "45.000 euros"."""

from __future__ import annotations

import re

from helpers.quantities.counted import counted_after
from helpers.quantities.figures import Numeral
from helpers.quantities.nouns import is_person
from helpers.quantities.tokens import Token
from helpers.quantities.units import measure_at
from helpers.quantities.words import FRAMES

_POINTED = re.compile(r"[1-9]\d{0,2}\.\d{3}")
#: Words read on each side of a figure to tell whether the text is English.
_REACH = 20


def european_points(tokens: list[Token], numeral: Numeral) -> None:
    """Read a point before three figures as English does not write it, where only that can be.

    People come in no thousandths ("3.500 people"), and nobody writes 45 as "45.000": the point
    parts thousands. In a text that is not English the figure stays open.

    >>> from helpers.quantities.numerals import read_numeral
    >>> from helpers.quantities import read_text
    >>> from helpers.quantities.tokens import tokens_of
    >>> def value(text):
    ...     tokens = tokens_of(read_text(text), 0, len(text))
    ...     numeral = read_numeral(tokens, [t.kind for t in tokens].index("n"))
    ...     european_points(tokens, numeral)
    ...     return numeral.value, numeral.form
    >>> value("the bill was 45.000 euros"), value("some 3.500 people fled")
    ((45000.0, 'digits'), (3500.0, 'digits'))
    >>> value("the fee is $3.350 a litre"), value("a batting average of 1.000")
    ((3.35, 'digits'), (1.0, 'digits'))
    >>> value("más de 3.250 familias huyeron de sus casas según la cruz roja")
    (None, 'malformed')
    """
    figure = tokens[numeral.i].text
    if numeral.scale != 1.0 or numeral.value is None or not _POINTED.fullmatch(figure):
        return
    near = tokens[max(0, numeral.i - _REACH) : numeral.j + _REACH]
    words = [t.low for t in near if t.kind == "w"]
    if len(words) > 5 and not FRAMES["english"].intersection(words):
        numeral.value, numeral.form, numeral.reason = None, "malformed", "malformed"
    elif (figure.endswith(".000") and figure != "1.000") or _people(tokens, numeral.j):
        numeral.value *= 1000


def _people(tokens: list[Token], j: int) -> bool:
    """Whether persons are counted from token ``j`` on, and not as a rate."""
    counted = counted_after(tokens, j, min(len(tokens), j + 6))
    if measure_at(tokens, j) is not None:
        return False  # "42.195 kilometers"
    if counted is None or (counted.j < len(tokens) and tokens[counted.j].low == "per"):
        return False
    word = tokens[counted.head].word
    return word is not None and bool(is_person(word))

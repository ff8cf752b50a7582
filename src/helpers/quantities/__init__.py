"""The number grammar: every quantity a news text states, with its hedge as a bound.

``find_quantities`` gives the quantities and the residue of one passage; together they hold
every numeral and number word of it. Rules are pure Python over tokens and read a bounded
window, so that time grows with the length of the text and nothing else.

What is a row: cardinal numbers in digits or words, money, measures, percentages, shares
("one in five", "a third of"), ranges (one row), vague words of size ("dozens"), ages,
durations, frequencies ("three times"), calendar dates with a day or a month in figures
("March 29, 2022", "5 March": kind date, no value), ordinals in figures or of rank ("15th",
"finished third"). What is residue: years alone, clocks, scores, names, identifiers,
"one official", "first attempt", "one of the".
"""

from __future__ import annotations

from helpers.errors import InputError
from helpers.language.reading import Reading
from helpers.quantities.assembly import finish
from helpers.quantities.happened import with_kinds
from helpers.quantities.lines import quantities_line
from helpers.quantities.tokens import is_numeral
from helpers.quantities.words import NUMBER_WORDS
from helpers.records import Quantity, Residue

__all__ = [
    "NUMBER_WORDS",
    "PROFILES",
    "find_quantities",
    "is_numeral",
    "quantities_line",
    "with_kinds",
]

PROFILES = ("news", "newsquant")


def find_quantities(
    text: str, *, profile: str = "news", reading: Reading | None = None, start: int = 0
) -> tuple[list[Quantity], list[Residue]]:
    """Every numeral and number word of a passage, as a quantity or as residue, in text order.

    Offsets are code points in ``text``; spans of rows do not overlap. Any string has an
    answer. ``reading`` is that of the article in which ``text`` begins at ``start``: its tree
    tells what is counted better than the words alone. Profile "newsquant" keeps what that
    benchmark counts ("one of the best" = 1) and leaves out dates, ordinals and ages in commas.

    >>> rows, residue = find_quantities("The war killed an estimated 3,000 people.")
    >>> [(q.value, q.hedge, q.unit, q.kind) for q in rows], residue
    ([(3000.0, 'approximate', 'person', 'killed')], [])
    >>> [r.reason for r in find_quantities("one senior official spoke in 2015")[1]]
    ['determiner', 'bare_year']
    """
    if profile not in PROFILES:
        raise InputError(f"unknown profile {profile!r}: use one of {', '.join(PROFILES)}")
    rows, residue, _ = finish(text, benchmark=profile == "newsquant", reading=reading, start=start)
    return [quantity for _, quantity in rows], residue

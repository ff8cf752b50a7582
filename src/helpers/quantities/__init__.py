"""The number grammar: every quantity a news text states, with its hedge as a bound.

``find_quantities`` gives the quantities and the residue of an article that was read; together
they hold every numeral and number word of it. What a figure is worth, how it is hedged and
measured is told by tokens in a bounded window, what it counts by the tree.

What is a row: cardinal numbers in digits or words, money, measures, percentages, shares
("one in five", "a third of"), ranges (one row), vague words of size ("dozens"), ages,
durations, frequencies ("three times"), calendar dates with a day or a month in figures
("March 29, 2022", "5 March": kind date, no value), ordinals in figures or of rank ("15th",
"finished third"). What is residue: years alone, clocks, scores, names, identifiers,
"one official", "first attempt", "one of the".
"""

from __future__ import annotations

from ..language.reading import Reading
from ..records import Quantity, Residue
from .assembly import found_in
from .lines import quantities_line, read_text
from .tokens import is_numeral
from .words import NUMBER_WORDS

__all__ = ["NUMBER_WORDS", "find_quantities", "is_numeral", "quantities_line", "read_text"]


def find_quantities(reading: Reading) -> tuple[list[Quantity], list[Residue]]:
    """Every numeral and number word of an article, as a quantity or as residue, in text order.

    Spans of rows do not overlap. Any text has an answer; tables are read cell by cell, under the
    words of their columns and rows.

    >>> rows, residue = find_quantities(read_text("The war killed an estimated 3,000 people."))
    >>> [(q.value, q.hedge, q.unit, q.kind) for q in rows], residue
    ([(3000.0, 'approximate', 'person', 'killed')], [])
    >>> text = "one thing was clear in 2015"
    >>> [r.reason for r in find_quantities(read_text(text))[1]]
    ['determiner', 'bare_year']
    """
    found = found_in(reading)
    return [q for one in found for q in one.quantities], [r for one in found for r in one.residue]

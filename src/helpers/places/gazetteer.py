"""Countries, their people, capitals and seats of power, as lookups by surface."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from helpers import vocabulary


@dataclass(frozen=True, slots=True)
class Entry:
    """What a surface stands for: its country and in which way (country, demonym, capital, seat)."""

    country: str
    kind: str


@cache
def entries() -> dict[str, Entry]:
    """Every known surface as printed ("Kyiv", "U.S.", "Ukrainian") to its entry.

    A surface with several readings keeps the first of: country, demonym, capital, seat.
    """
    found: dict[str, Entry] = {}
    table = vocabulary.rows("countries")
    for kind, columns in (
        ("country", ("name", "aliases")),
        ("demonym", ("demonyms",)),
        ("capital", ("capital",)),
        ("seat", ("metonyms",)),
    ):
        for row in table:
            for column in columns:
                for surface in row[column].split("|"):
                    if surface:
                        found.setdefault(surface.removeprefix("the "), Entry(row["name"], kind))
    return found


@cache
def longest_surface() -> int:
    """How many words the longest known surface has."""
    return max(len(surface.split()) for surface in entries())


def entry_of(surface: str) -> Entry | None:
    """The entry of a surface as printed, without its article, or None."""
    return entries().get(surface.removeprefix("the ").removeprefix("The "))

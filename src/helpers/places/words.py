"""The closed classes of words around names of places, by their lists."""

from __future__ import annotations

from functools import cache

from helpers import vocabulary
from helpers.places import gazetteer


@cache
def words_of(*lists: str) -> frozenset[str]:
    """The words of one or more lists of ``places.toml`` together."""
    table = vocabulary.load("places")
    return frozenset(word for name in lists for word in table[name])


@cache
def demonyms() -> frozenset[str]:
    """The adjectives and names of peoples: "Syrian", "Syrians"."""
    return frozenset(key for key, entry in gazetteer.entries().items() if entry.kind == "demonym")


def generic(word: str) -> bool:
    """Whether a word says what sort of place a name is: dam, province, city."""
    return word.lower() in words_of("site_nouns", "area_nouns", "division_nouns", "city_nouns")

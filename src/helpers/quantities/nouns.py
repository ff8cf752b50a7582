"""Nouns after numbers: their singular, and whether they are persons."""

from __future__ import annotations

from ..language.lemmas import lemma_of
from ..language.reading import Token
from .words import IRREGULAR, happening

_SURE = frozenset({"person", "man", "woman", "child", "family", "life"})
"""Nouns of persons whatever the network calls them."""
_ENDINGS = ("ist", "man", "woman", "person")


def singular(noun: str) -> str:
    """The singular of a noun in lower case.

    >>> [singular(n) for n in ("homes", "people", "mercenaries", "churches", "species", "buses")]
    ['home', 'person', 'mercenary', 'church', 'species', 'bus']
    >>> [singular(n) for n in ("cases", "police", "shoes", "heroes", "knives", "troops")]
    ['case', 'police', 'shoe', 'hero', 'knife', 'troop']
    """
    if len(noun) == 3 and noun[-1] == "s" and noun[1] not in "aiu":
        return noun[:2]  # MPs
    return IRREGULAR.get(noun) or lemma_of(noun, "NOUN")


def is_person(noun: Token) -> bool | None:
    """Whether a noun names persons, by what the network calls it; None: unknown."""
    told = noun.lemma in _SURE or noun.lemma in happening("who") or noun.lemma.endswith(_ENDINGS)
    if noun.entity == "person" or told:
        return True
    return False if noun.entity != "none" else None

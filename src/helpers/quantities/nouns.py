"""Nouns after numbers: plural or not, the singular, the plain form of an adjective."""

from __future__ import annotations

from functools import lru_cache

from helpers.quantities.words import (
    ADJECTIVES,
    ADVERBS,
    IRREGULAR,
    NOUNS,
    SINGULAR_S,
    STOP,
    SUPERLATIVE,
    UNINFLECTED,
    VERBS,
)


@lru_cache(maxsize=8192)
def singular(noun: str) -> str:
    """The singular of a noun in lower case, by a table of exceptions and five endings.

    >>> [singular(n) for n in ("homes", "people", "mercenaries", "churches", "species", "buses")]
    ['home', 'person', 'mercenary', 'church', 'species', 'bus']
    >>> [singular(n) for n in ("cases", "police", "shoes", "heroes", "knives", "crisis")]
    ['case', 'police', 'shoe', 'hero', 'knife', 'crisis']
    """
    if noun in IRREGULAR:
        return IRREGULAR[noun]
    if noun.endswith("men") and len(noun) > 4 and noun not in NOUNS:
        return noun[:-2] + "an"
    if noun in SINGULAR_S or noun in UNINFLECTED or len(noun) < 4 or not noun.endswith("s"):
        return (
            noun[:-1]
            if len(noun) == 3
            and noun.endswith("s")
            and noun[1] not in "aiu"
            and noun not in SINGULAR_S
            else noun
        )
    if noun.endswith(("ss", "us", "is")):
        return noun
    if noun.endswith("ies") and len(noun) > 4:
        return noun[:-3] + "y"
    if noun.endswith(("sses", "shes", "ches", "xes", "zzes")):
        return noun[:-2]
    return noun[:-1]


@lru_cache(maxsize=8192)
def is_plural(word: str) -> bool:
    """Whether a lower-case word looks like a plural noun.

    >>> [is_plural(w) for w in ("homes", "children", "gunmen", "this", "previous", "crisis")]
    [True, True, True, False, False, False]
    """
    if word in IRREGULAR or (word.endswith("men") and len(word) > 4 and word not in NOUNS):
        return True
    if word.endswith("people"):
        return True
    if not word.endswith("s") or len(word) < 3 or word in SINGULAR_S or word in STOP:
        return False
    return not word.endswith(("ss", "ous", "sis", "itis")) and not (
        word in VERBS or word in ADVERBS or word in ADJECTIVES
    )


def adjective_base(word: str) -> str:
    """The plain form of a superlative or comparative ("largest" → "large").

    >>> [adjective_base(w) for w in ("best", "largest", "proudest", "biggest", "honest")]
    ['good', 'large', 'proud', 'big', 'honest']
    """
    if word in SUPERLATIVE:
        return SUPERLATIVE[word]
    if word.endswith("est") and len(word) > 5:
        stem = word[:-3]
        candidates = [stem, stem + "e"]
        if len(stem) > 2 and stem[-1] == stem[-2]:
            candidates.append(stem[:-1])
        if stem.endswith("i"):
            candidates.append(stem[:-1] + "y")
        for candidate in candidates:
            if candidate in ADJECTIVES:
                return candidate
    return word

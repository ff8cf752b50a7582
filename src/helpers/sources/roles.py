"""Heads inside a stretch of words: which noun a phrase is about."""

from __future__ import annotations

from helpers.sources import lexicon
from helpers.sources.grammar import CLAUSE_OPENERS, PREPOSITIONS
from helpers.sources.words import Word


def person_noun_at(words: list[Word], i: int) -> lexicon.Noun | None:
    """The person noun that ends at word ``i``, two words ("prosecutor general") before one."""
    nouns = lexicon.person_nouns()
    if i and (two := nouns.get(f"{words[i - 1].low} {words[i].low}")):
        return two
    low = words[i].low
    return nouns.get(low) or nouns.get(low.split("-")[-1] if "-" in low else low.strip("."))


def head_noun(words: list[Word]) -> tuple[int, lexicon.Noun, str] | None:
    """The last head before a complement: (index, noun, "person" | "body" | "document" | "kin")."""
    found: tuple[int, lexicon.Noun, str] | None = None
    for i, word in enumerate(words):
        if i and (word.low in PREPOSITIONS or word.low in CLAUSE_OPENERS) and found:
            break
        two = f"{words[i - 1].low} {word.low}" if i else ""
        bodies, documents = lexicon.body_nouns(), lexicon.document_nouns()
        if two in bodies:
            found = (i, bodies[two], "body")
        elif person := person_noun_at(words, i):
            found = (i, person, "person")
        elif word.low in bodies:
            found = (i, bodies[word.low], "body")
        elif word.low in documents:
            found = (i, documents[word.low], "document")
        elif word.low in lexicon.kin_nouns():
            found = (i, lexicon.Noun(word.low, "other", lexicon.kin_nouns()[word.low][1]), "kin")
    return found

"""What a number counts, by parts of speech: the noun phrase behind it and its head noun.

The tree knows it better (:mod:`helpers.quantities.syntax`); this is what stands where the tree
hangs the number on something else.
"""

from __future__ import annotations

from typing import NamedTuple

from .tokens import Token, glued

_HYPHENS = frozenset("-‐‑")
_APOSTROPHES = frozenset("'’")
_QUOTES = frozenset("\"“'‘")
_INSIDE = frozenset("-‐‑'’.&/")
"""Marks that may stand inside a noun phrase where they touch what is before."""
_MEASURED = frozenset(("old", "long", "wide", "high", "plus", "tall", "deep"))
_REACH = 14
"""Tokens that a noun phrase is followed for."""
_PREMODIFIES = frozenset(("compound", "flat", "amod", "nmod:poss", "nmod:desc", "goeswith"))


class Counted(NamedTuple):
    """Tokens ``i`` to ``j`` are the phrase counted, ``head`` the index of its head noun."""

    i: int
    j: int
    head: int


def counted_after(
    tokens: list[Token], j: int, end: int, *, plural: bool = True, of: bool = True
) -> Counted | None:
    """The noun phrase that begins at token ``j``, before token ``end``; None if there is none.

    ``plural`` says that only a plural can be counted; ``of`` lets the phrase stand behind "of
    the" ("20 of the hostages").
    """
    k, end = j, min(end, j + _REACH)
    if k < end and tokens[k].low == "of":
        if not of:
            return None
        k += 1
        while k < end and (tokens[k].part in ("DET", "PRON", "NUM") or tokens[k].kind == "n"):
            word = tokens[k].word
            if word is not None and word.finer == "PRP":
                return None  # "5 of them children"
            k += 1  # "20 of the 30 hostages"
    if k < end and tokens[k].text in _HYPHENS and glued(tokens, k):
        return _hyphenated(tokens, k, end)
    return phrase_at(tokens, k, end, plural=plural)


def _hyphenated(tokens: list[Token], k: int, end: int) -> Counted | None:
    """ "five-member panel", "40,000-strong force", "12-storey building": the noun glued on."""
    if k + 1 >= end or tokens[k + 1].kind != "w" or not glued(tokens, k + 1):
        return None
    low = tokens[k + 1].low
    if low == "strong":
        return phrase_at(tokens, k + 2, end, plural=False)
    if tokens[k + 1].closed or low.endswith("ed"):
        return None
    m = k + 1
    while m + 2 < end and tokens[m + 1].text in _HYPHENS and glued(tokens, m + 1):
        if tokens[m + 2].kind != "w" or tokens[m + 2].low in _MEASURED:
            break
        m += 2
    return Counted(k + 1, m + 1, m)


def phrase_at(tokens: list[Token], k: int, end: int, *, plural: bool = True) -> Counted | None:
    """The run of modifiers and nouns from token ``k`` on, as far as its head."""
    while k < end and tokens[k].text in _QUOTES:
        k += 1
    first = k
    while k < end:
        token = tokens[k]
        if token.kind == "p":
            joins = token.text in _INSIDE and glued(tokens, k)
            if k == first or not (joins or _goes_on(tokens, k, end)):
                return None
        elif token.part in ("NOUN", "PROPN"):
            ends = token.word and token.word.relation not in _PREMODIFIES
            if token.plural or not plural:
                if ends:
                    return Counted(first, k + 1, k)
            elif ends and not (k + 1 < end and tokens[k + 1].plural):
                return None  # else "six oil refinement stills", hung wrong
        elif not (token.part in ("ADJ", "X") or _premodifies(tokens, k, end)):
            return None
        k += 1
    return None


def _goes_on(tokens: list[Token], k: int, end: int) -> bool:
    """Whether a comma parts two adjectives: "small, wooden boats"."""
    after = tokens[k + 1].part if k + 1 < end else ""
    return tokens[k].text == "," and tokens[k - 1].part == after == "ADJ"


def _premodifies(tokens: list[Token], k: int, end: int) -> bool:
    """A participle, a possessive, or what only leads on to an adjective or another noun."""
    word, after = tokens[k].word, tokens[k + 1].part if k + 1 < end else ""
    if word is None:
        return False
    if word.part == "VERB":
        return word.finer in ("VBN", "VBG") and after in ("NOUN", "PROPN", "ADJ")
    if word.part in ("ADV", "CCONJ"):
        return after in ("ADJ", "NOUN", "PROPN") and word.relation in ("advmod", "cc")
    return word.part in ("PART", "NUM") and word.relation in ("case", "nummod", "compound")

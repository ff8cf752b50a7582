"""How the grammar ties a place to a number: behind which preposition, in which clause."""

from __future__ import annotations

from collections.abc import Iterable

from helpers.language import Reading
from helpers.places.words import generic
from helpers.records import Quantity

_LOCATIVE = frozenset(
    "in at near on off outside inside around across throughout within over along above under "
    "beside between through".split()
)
_GOAL = frozenset("to into toward towards onto for".split())


def anchor_of(reading: Reading, quantity: Quantity) -> int | None:
    """The word that stands for what is counted: the counted noun, else the number itself."""
    span = quantity.counted
    if span is not None:
        top = _top(reading, reading.at(span.start, span.end))
        if top is not None:
            return top
    top = _top(reading, reading.at(quantity.start, quantity.end))
    if top is None:
        return None
    above = reading.governor(top)
    return above if reading[top].relation == "nummod" and above is not None else top


def _top(reading: Reading, words: Iterable[int]) -> int | None:
    inside = set(words)
    return min((k for k in inside if reading[k].head not in inside), default=None)


def outer(reading: Reading, head: int) -> int:
    """The noun that a name only explains: city, of "in the city of Karsk"; else the name."""
    token = reading[head]
    while token.relation in ("nmod", "appos", "flat", "compound") and 0 <= token.head < token.index:
        above = reading[token.head]
        if above.entity != "place" or not generic(above.text) or above.text[:1].isupper():
            break
        token = above
    return token.index


def case_of(reading: Reading, head: int) -> str:
    """What stands before a noun, or what it is: in (and its like), to, from, of, owner, obj.

    The second of two coordinated nouns has what the first has.
    """
    relation = reading[head].relation
    words = [reading[k].text.lower() for k in reading.of(head, "case")]
    if relation == "nmod:poss" or any(word in ("'s", "’s") for word in words):
        return "owner"
    for word in words:
        if word in _LOCATIVE:
            return "in"
        if word in _GOAL:
            return "to"
        if word in ("from", "of"):
            return word
    if words:
        return "case"
    if relation == "conj":
        above = reading[head].head
        return case_of(reading, above) if reading[above].relation != "conj" else "in"
    main = relation.partition(":")[0]
    return main if main in ("nsubj", "obj", "compound") else "bare"


def scope_of(reading: Reading, word: int) -> int:
    """The verb of a word's clause; of coordinated ones the first, which tells where."""
    verb = reading.clause_of(word)
    while reading[verb].relation == "conj" and reading[verb].head >= 0:
        verb = reading[verb].head
    return verb if reading[verb].part in ("VERB", "AUX") else reading.clause_of(verb)


def way_to(reading: Reading, head: int, anchor: int) -> str:
    """Where a place hangs, seen from what is counted.

    under it ("people in Karsk"), over it ("Karsk, a town of 400 people"), in its clause, in one
    above (upper) or below (lower), or beside.
    """
    above = list(reading.ancestors(head))
    if anchor in above:
        return "under" if above[0] == anchor else "deep under"
    upper = list(reading.ancestors(anchor))
    if head in upper:
        return "over"
    mine, its = scope_of(reading, anchor), scope_of(reading, head)
    if mine == its:
        verb = reading.governor(head)
        if verb is not None and reading[verb].entity == "event" and reading[verb].part == "NOUN":
            verb = reading.governor(verb)  # "attacks near Karsk cut power"
        return "clause" if verb in reading.conjuncts(mine) else "in clause"
    if its in upper or its in {scope_of(reading, k) for k in upper}:
        return "upper"
    return "lower" if mine in above else "beside"


def spoken_words(reading: Reading) -> dict[int, str]:
    """Words inside a source, and those that hang on a cue: where somebody is or speaks."""
    found: dict[int, str] = {}
    for role in reading.roles:
        for k in range(*(role.cue or (0, 0))):
            found.update(dict.fromkeys(reading.of(k, "obl", "nmod"), "cue"))
        found.update(dict.fromkeys(range(*(role.source or (0, 0))), "source"))
    return found

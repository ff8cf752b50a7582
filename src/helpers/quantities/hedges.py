"""Words that make a number a bound: "an estimated", "at least", "or more", "-plus"."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from helpers.quantities.tokens import Token, tokenise
from helpers.quantities.words import FRAMES, HEDGES

#: How many tokens before a number are looked at; the longest phrase has six.
_REACH = 7
_BETWEEN = frozenset(HEDGES["between"]["words"])
_ESTIMATED = frozenset(HEDGES["between"]["estimated"])
_CLOSERS = frozenset(HEDGES["between"]["closers"])
_POSSIBLE = frozenset(tuple(p.split()) for p in HEDGES["between"]["possible"])
#: Hedges that are everyday prepositions: they need care before durations and things.
PREPOSITIONS = frozenset(
    ("over", "under", "around", "above", "below", "near", "beyond", "about", "within")
)


#: Verbs that bound a number only where it counts no thing of its own.
BARE_ONLY = frozenset(tuple(p.split()) for p in HEDGES["between"]["bare"])


#: A figure's label stands behind one of these.
_LABELS = frozenset("-–—:")
#: Adjectives of the total in such a label.
_LABEL_HEDGES = HEDGES["label"]


class Hedge(NamedTuple):
    """A hedge with its tokens ``i`` to ``j``; ``words`` as in the vocabulary."""

    name: str
    i: int
    j: int
    words: tuple[str, ...]
    estimated: bool
    possible: bool


@cache
def _phrases(side: str) -> dict[str, tuple[tuple[tuple[str, ...], str], ...]]:
    """Phrases by their last word (before) or first word (after), longest first."""
    out: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for name, phrases in HEDGES[side].items():
        for phrase in phrases:
            words = tuple(t.low for t in tokenise(phrase))
            out.setdefault(words[-1] if side == "before" else words[0], []).append((words, name))
    return {k: tuple(sorted(v, key=lambda p: -len(p[0]))) for k, v in out.items()}


def _ending_at(tokens: list[Token], k: int, floor: int) -> tuple[tuple[str, ...], str] | None:
    """The longest hedge phrase whose last token is ``k - 1``."""
    if k - 1 < floor:
        return None
    for words, name in _phrases("before").get(tokens[k - 1].low, ()):
        a = k - len(words)
        if a >= floor and all(tokens[a + d].low == w for d, w in enumerate(words)):
            return words, name
    return None


def _in_label(tokens: list[Token], k: int) -> Hedge | None:
    """The hedge that the label behind a figure begins with: "64,000 – estimated number of"."""
    for total in range(k + 1, min(k + 4, len(tokens) - 1)):
        if tokens[total].low in FRAMES["totals"] and tokens[total + 1].low == "of":
            words = tuple(token.low for token in tokens[k:total])
            name = _LABEL_HEDGES.get(words[-1])
            if name is not None:
                return Hedge(name, k, total, words, words[-1] in _ESTIMATED, False)
    return None


def hedge_before(tokens: list[Token], i: int, floor: int) -> Hedge | None:
    """The hedge that binds to the number beginning at token ``i``; None if there is none.

    >>> def hedge(text):
    ...     tokens = tokenise(text)
    ...     found = hedge_before(tokens, len(tokens), 0)
    ...     return found and (found.name, " ".join(t.text for t in tokens[found.i : found.j]))
    >>> hedge("killed an estimated"), hedge("forced more than"), hedge("at least another")
    (('approximate', 'an estimated'), ('more_than', 'more than'), ('at_least', 'at least'))
    >>> hedge("toll may be closer to"), hedge("starting from just"), hedge("he met the")
    (('approximate', 'may be closer to'), ('at_least', 'starting from just'), None)
    """
    floor = max(floor, i - _REACH)
    k = i
    skipped = 0
    found = None
    if i - 1 > floor and tokens[i - 1].low in _CLOSERS:
        # "starting from just": the little word belongs to the bound before it.
        found = _ending_at(tokens, i - 1, floor)
        if found is not None and found[0][-1] in PREPOSITIONS:
            found = None
        k = i - 1 if found is not None else i
    if found is None:
        found = _ending_at(tokens, i, floor)
    while found is None and skipped < 3 and k - 1 > floor and tokens[k - 1].low in _BETWEEN:
        k -= 1
        skipped += 1
        found = _ending_at(tokens, k, floor)
        if found is not None and (found[0][-1] in PREPOSITIONS or found[0] == ("some",)):
            # "over the 30 homes" is a place, not a bound.
            found = None
            break
    if found is None:
        return None
    words, name = found
    a, j = k - len(words), (i if tokens[i - 1].low in _CLOSERS else k)
    estimated = any(w in _ESTIMATED for w in words)
    if a - 1 >= floor:
        # "more than an estimated 20", "up to about 50": the outer word is the bound.
        outer = _ending_at(tokens, a, floor)
        if outer is not None and name in ("approximate",):
            words, name = outer[0] + words, outer[1]
            a -= len(outer[0])
        elif outer is not None and outer[1] == "approximate":
            a -= len(outer[0])
            estimated = estimated or any(w in _ESTIMATED for w in outer[0])
    possible = False
    for length in (4, 3, 2):
        b = a - length
        if b >= floor and tuple(t.low for t in tokens[b:a]) in _POSSIBLE:
            a, possible = b, True
            break
    return Hedge(name, a, j, words, estimated, possible)


def hedge_after(tokens: list[Token], j: int) -> Hedge | None:
    """The hedge that follows at token ``j``: "or more", "-plus", "+", "or so".

    >>> def hedge(text):
    ...     found = hedge_after(tokenise("120" + text), 1)
    ...     return found and found.name
    >>> hedge("-plus"), hedge("+"), hedge(" or so"), hedge(" or fewer"), hedge(" plus")
    ('at_least', 'at_least', 'approximate', 'at_most', None)
    """
    if j >= len(tokens):
        return None
    if tokens[j].text in _LABELS and j + 1 < len(tokens) and tokens[j + 1].start > tokens[j].end:
        return _in_label(tokens, j + 1)
    for words, name in _phrases("after").get(tokens[j].low, ()):
        if j + len(words) > len(tokens) or any(tokens[j + d].low != w for d, w in enumerate(words)):
            continue
        glued = tokens[j].start == tokens[j - 1].end
        if words[0] in ("-", "+") and not glued:
            continue
        past = j + len(words)
        if words[0] == "and" and past < len(tokens):
            # "70 scooters and over 1,200 rings": the hedge is the next figure's
            if tokens[past].low == "to" or tokens[past].kind == "n":
                continue
        if words in (("plus",), ("odd",), ("max",), ("tops",)):
            continue
        if words == ("at", "least") or words[0] in (
            "approximately",
            "roughly",
            "minimum",
            "maximum",
        ):
            follows = tokens[j + len(words)] if j + len(words) < len(tokens) else None
            if follows is not None and follows.kind != "p":
                continue
        return Hedge(name, j, j + len(words), words, False, False)
    return None

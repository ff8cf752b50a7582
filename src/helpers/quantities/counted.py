"""What a number counts: the noun phrase behind it and its head noun."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from helpers.quantities.nouns import adjective_base, is_plural, singular
from helpers.quantities.tokens import Token
from helpers.quantities.words import (
    ADJECTIVES,
    ADVERBS,
    AFTER_NUMBER,
    CARDINALS,
    COMPOUND_FIRST,
    FRAMES,
    IRREGULAR,
    NOUNS,
    NUMBER_WORDS,
    ORDINALS,
    PARTICIPLES,
    SCALES,
    STOP,
    UNINFLECTED,
    VERBS,
)

_HYPHENS = frozenset("-‐‑")


_APOSTROPHES = frozenset("'’")


_QUOTES = frozenset("\"“'‘")


_MAX_WALK = 10


_OF_DETERMINERS = FRAMES["of_determiners"]


_NOMINAL = FRAMES["nominal"]


class Counted(NamedTuple):
    """Tokens ``i`` to ``j`` are the phrase counted, ``head`` the index of its head noun."""

    i: int
    j: int
    head: int


def counted_after(
    tokens: list[Token], j: int, end: int, *, plural: bool = True, of: bool = True
) -> Counted | None:
    """The noun phrase counted that begins at token ``j``, before token ``end``; None if elided.

    ``plural`` says that the number asks for a plural, so that the first plural noun is the
    head; ``of`` lets the walk cross "of the" ("20 of the hostages").

    >>> from helpers.quantities.tokens import tokenise
    >>> def head(text, **options):
    ...     tokens = tokenise(text)
    ...     found = counted_after(tokens, 0, len(tokens), **options)
    ...     words = [t.text for t in tokens[found.i : found.j]] if found else []
    ...     return found and (tokens[found.head].text, " ".join(words))
    >>> head("Russian soldiers were killed"), head("from their homes")
    (('soldiers', 'Russian soldiers'), None)
    >>> head("injured people told AFP"), head("Kia and Hyundai vehicles")
    (('people', 'injured people'), ('vehicles', 'Kia and Hyundai vehicles'))
    >>> head("of the hostages"), head("sports cars parked"), head("police officers")
    (('hostages', 'hostages'), ('cars', 'sports cars'), ('officers', 'police officers'))
    """
    k, end = j, min(end, j + _MAX_WALK + 4)
    if k < end and tokens[k].low == "of":
        if not of:
            return None
        k += 1
        while k < end and tokens[k].low in _OF_DETERMINERS:
            k += 1
        if k < end and (tokens[k].kind == "n" or tokens[k].low in NUMBER_WORDS) and k + 1 < end:
            k += 1  # "20 of the 30 hostages"
            while k < end and tokens[k].low in SCALES:
                k += 1
    if k < end and tokens[k].text in _HYPHENS and tokens[k].start == tokens[k - 1].end:
        return _hyphenated(tokens, k, end)
    return _walk(tokens, k, min(end, k + _MAX_WALK), plural)


def _hyphenated(tokens: list[Token], k: int, end: int) -> Counted | None:
    """ "five-member panel", "40,000-strong force", "12-storey building": the noun glued on."""
    if k + 1 >= end or tokens[k + 1].kind != "w" or tokens[k + 1].start != tokens[k].end:
        return None
    low = tokens[k + 1].low
    if low == "strong":
        return _walk(tokens, k + 2, end, False)
    if low in STOP or low in VERBS or (low.endswith("ed") and low not in NOUNS):
        return None
    m = k + 1
    while m + 2 < end and tokens[m + 1].text in _HYPHENS and tokens[m + 1].start == tokens[m].end:
        if tokens[m + 2].kind != "w" or tokens[m + 2].low in (
            "old",
            "long",
            "wide",
            "high",
            "plus",
        ):
            break
        m += 2
    return Counted(k + 1, m + 1, m)


def _walk(tokens: list[Token], k: int, end: int, plural: bool) -> Counted | None:
    """Walk premodifiers to the head: the first plural noun, else the last noun of the run."""
    first = k
    noun = -1
    loose = -1  # an adjective or participle that may yet turn out to end the phrase
    while k < end:
        token = tokens[k]
        low = token.low
        if token.kind != "w" or low in CARDINALS:
            onward = _over_mark(tokens, first, k, end, noun)
            if onward <= k:
                break
            if k == first and token.kind == "p":
                first = onward
            if token.text in _APOSTROPHES:
                if not plural and noun >= 0:
                    return Counted(first, noun + 1, noun)  # "one man's search"
                noun = -1
            k = onward
            continue
        if low in ("and", "or") and k > first and _coordinates(tokens, k, end):
            k += 1
            continue
        if low in STOP and not (low in AFTER_NUMBER and k - first < 2) and token.text != "US":
            break
        if low in ("percent", "per") or _counts_anew(tokens, k, end):
            break
        if (
            low in UNINFLECTED
            or is_plural(low)
            or ((plural or k == first or loose == k - 1) and _s_form(low))
        ):
            if not plural and noun >= 0 and low not in UNINFLECTED:
                break  # "one proposal asks"
            if _compound_goes_on(tokens, k, end, low):
                noun = k
                k += 1
                continue
            return Counted(first, k + 1, k)
        if low in VERBS or (low in ADVERBS and not _premodifies(tokens, k, end)):
            if not token.text[0].isupper():
                break
        if low in _NOMINAL or _adjectival(low):
            loose = k
        else:
            noun = k
        k += 1
    if plural:
        # No plural came: a singular noun is a label or another construction, unless it is a
        # plain noun that reads as a mass (the usual ones are in UNINFLECTED).
        known = noun >= 0 and (tokens[noun].low in NOUNS or tokens[noun].text[0].isupper())
        if known and loose < noun and noun - first <= 2 and tokens[first].low not in STOP:
            return Counted(first, noun + 1, noun)
        return None
    noun = max(noun, loose)  # "one official": a word that is mostly an adjective ends the phrase
    if noun < 0 or tokens[noun].low in PARTICIPLES or tokens[noun].low in AFTER_NUMBER:
        return None
    return Counted(first, noun + 1, noun)


def _counts_anew(tokens: list[Token], k: int, end: int) -> bool:
    """Whether another number word begins at ``k``; "half-brothers" and "first editions" go on."""
    low = tokens[k].low
    if low not in NUMBER_WORDS or low in ORDINALS:
        return False
    return not (low == "half" and k + 1 < end and tokens[k + 1].text in _HYPHENS)


def _premodifies(tokens: list[Token], k: int, end: int) -> bool:
    """Whether the adverb at ``k`` goes on to an adjective or noun ("super delegates")."""
    if k + 1 >= end:
        return False
    after = tokens[k + 1].low
    return _adjectival(after) or (is_plural(after) and not tokens[k].low.endswith("ly"))


def _s_form(low: str) -> bool:
    """A form in -s that may be a verb elsewhere; after an adjective it is a noun ("catches")."""
    return low.endswith("s") and len(low) > 3 and low in VERBS and not low.endswith(("ss", "us"))


def _over_mark(tokens: list[Token], first: int, k: int, end: int, noun: int) -> int:
    """Where the walk goes on after a mark or a figure inside the phrase; ``k`` where it ends."""
    token = tokens[k]
    if k + 1 >= end:
        return k
    after = tokens[k + 1]
    touches = token.start == tokens[k - 1].end
    if token.kind in "nq" or token.low in CARDINALS:
        return _over_figure(tokens, first, k, end)
    if k == first:
        if token.text in _QUOTES:
            return k + 1
        if token.text == "(" and k + 2 < end and tokens[k + 2].text == ")" and after.kind == "n":
            return k + 3  # "four (4) tickets"
        return k
    if token.text in _HYPHENS and (touches or after.kind == "n"):
        return k + 1
    if token.text in _APOSTROPHES and touches:
        if after.low == "s" and after.start == token.end:
            return k + 2
        return k
    if token.text == "." and touches and len(tokens[k - 1].text) == 1:
        return k + 1 if tokens[k - 1].text.isupper() and after.kind == "w" else k  # "U.S. senators"
    if token.text == "," and noun < 0 and _adjectival(after.low):
        return k + 1 if _adjectival(tokens[k - 1].low) else k
    if token.text == "," and noun < 0 and after.low in ADVERBS and after.low.endswith("ly"):
        return k + 1 if _adjectival(tokens[k - 1].low) else k
    if token.text == "&" or (token.text == "/" and touches and after.start == token.end):
        return k + 1
    return k


def _over_figure(tokens: list[Token], first: int, k: int, end: int) -> int:
    """Step over a figure inside the phrase: "COVID-19 tests", "six-week-old"."""
    if k > first and tokens[k].kind in "nq":
        if tokens[k].start == tokens[k - 1].end:
            return k + 1
        if tokens[k - 1].text in _HYPHENS or tokens[k + 1].text[0].isupper():
            return k + 1
    if k + 2 < end and tokens[k + 1].text in _HYPHENS and tokens[k + 1].start == tokens[k].end:
        if tokens[k + 2].kind == "w" and tokens[k + 2].start == tokens[k + 1].end:
            if tokens[k + 2].low not in SCALES and k + 3 < end and tokens[k + 3].kind == "w":
                return k + 3  # "650 18-hole courses"
    m = k + 1
    for _ in range(2):
        if m < end and tokens[m].text in _HYPHENS and tokens[m].start == tokens[m - 1].end:
            m += 1
        if m >= end or tokens[m].kind != "w":
            return k
        if tokens[m].low == "old":
            return m + 1
        m += 1
    return k


def _compound_goes_on(tokens: list[Token], k: int, end: int, low: str) -> bool:
    """Whether a plural or mass noun is the first part of a compound ("sports cars")."""
    if k + 1 >= end or tokens[k + 1].kind != "w":
        return False
    after = tokens[k + 1]
    if low in UNINFLECTED:
        return low in COMPOUND_FIRST and _nominal(after)
    if not is_plural(after.low) or after.low in VERBS:
        return tokens[k].text[0].isupper() and _name_goes_on(tokens, k + 1, end)
    return low in COMPOUND_FIRST or tokens[k].text[0].isupper() or low not in IRREGULAR


def _name_goes_on(tokens: list[Token], k: int, end: int) -> bool:
    """Whether a plural name premodifies a lower-case plural ("United Nations rights treaties")."""
    for token in tokens[k : min(end, k + 3)]:
        if token.kind != "w" or token.low in STOP or token.low in VERBS or token.text[0].isupper():
            return False
        if is_plural(token.low):
            return True
    return False


@lru_cache(maxsize=8192)
def _adjectival(low: str) -> bool:
    """Whether a word reads as a premodifier: adjective, participle, or an ending of one."""
    if low in NOUNS:
        return False
    if low in ADJECTIVES or low in PARTICIPLES or low in AFTER_NUMBER:
        return True
    return low.endswith(tuple(sorted(FRAMES["adjective_endings"]))) and len(low) > 4


def _nominal(token: Token) -> bool:
    """Whether a token can go on as part of a compound noun."""
    if token.kind != "w" or token.low in STOP or token.low in VERBS or token.low in ADVERBS:
        return False
    return is_plural(token.low) or token.low in NOUNS


def _coordinates(tokens: list[Token], k: int, end: int) -> bool:
    """Whether "and" at ``k`` joins premodifiers: a plural noun must follow within four words."""
    before = tokens[k - 1]
    if before.kind != "w":
        return False
    for m in range(k + 1, min(end, k + 6)):
        token = tokens[m]
        if token.text in _HYPHENS and token.start == tokens[m - 1].end:
            continue
        if token.kind != "w" or token.low in NUMBER_WORDS:
            return False
        if is_plural(token.low):
            return True
        if token.low in STOP or token.low in VERBS or token.low in PARTICIPLES:
            return False
    return False


def phrase_lemma(tokens: list[Token], counted: Counted, *, before: int = -1) -> str:
    """The phrase in lower-case words with its head in the singular, as the benchmark writes it.

    Participles and marks are left out; ``before`` is a token that stands before the number
    and belongs to the phrase ("a record 32 goals"); a bare noun behind "of" is taken along.

    >>> from helpers.quantities.tokens import tokenise
    >>> phrase_lemma(tokenise("best wireless speakers"), Counted(0, 3, 2))
    'good wireless speaker'
    >>> phrase_lemma(tokenise("300 recorded songs"), Counted(1, 3, 2))
    'song'
    """
    out = [tokens[before].low, " "] if before >= 0 else []
    for k in range(counted.i, counted.j):
        token = tokens[k]
        low = token.low
        if token.text in ",'’\"“" or low in ("and", "or", "&", "the", "most"):
            continue
        if low == "s" and k > counted.i and tokens[k - 1].text in _APOSTROPHES:
            continue
        if out and out[-1] != " " and token.start > tokens[k - 1].end:
            out.append(" ")
        if k == counted.head:
            out.append(benchmark_singular(token))
        elif low in PARTICIPLES and token.start > tokens[k - 1].end and tokens[k + 1].text != "-":
            continue
        else:
            out.append(adjective_base(low))
    end = counted.j
    if end + 1 < len(tokens) and tokens[end].low == "of" and counted.head == end - 1:
        tail = _walk(tokens, end + 1, min(len(tokens), end + 5), False)
        if tail is not None and tokens[end + 1].text[0].islower() and tail.j - tail.i <= 2:
            out.append(" " + " ".join(t.low for t in tokens[tail.i : tail.j]))
    return "".join(out).strip()


def benchmark_singular(token: Token) -> str:
    """The singular, but the benchmark keeps "people" as it is."""
    if token.low.endswith("people"):
        return token.low
    return singular(token.low)

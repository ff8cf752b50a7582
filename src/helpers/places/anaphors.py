"""The words that mean a place named before: "the city", "the country"."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from helpers import vocabulary
from helpers.language import Reading
from helpers.places import gazetteer
from helpers.places.gazetteer import fold
from helpers.places.naming import NamedPlace
from helpers.places.spans import capital_at
from helpers.places.ties import case_of, outer
from helpers.places.words import generic

_DEFINITE = frozenset({"the", "this", "that", "our", "its"})
_TOLD_WITHIN = 8  # words behind "a city" in which its inhabitants are told
_RECALLED = 12  # different places named before that "the city" may mean


def with_anaphors(reading: Reading, named: Sequence[NamedPlace]) -> tuple[NamedPlace, ...]:
    """The places named, in text order, with the words that stand for one of them again."""
    found = [*named, *_anaphors(reading, named)]
    return tuple(sorted(found, key=lambda place: (place.start, place.end)))


def _anaphors(reading: Reading, named: Sequence[NamedPlace]) -> Iterator[NamedPlace]:
    """ "The city", "the country", "there": the place named before that the words can mean.

    Of several the one just named, else the one that has been named most often.
    """
    counts: Counter[int] = Counter()
    recent: list[NamedPlace] = []
    at = 0
    for token in reading.tokens:
        while at < len(named) and named[at].start <= token.start:
            counts[named[at].place] += 1
            recent = [*(p for p in recent[-_RECALLED:] if p.place != named[at].place), named[at]]
            at += 1
        if at and token.start < named[at - 1].end:
            continue
        meant = [place for place in recent if _means(reading, token.index, place)]
        if meant:
            place = _likeliest(reading, token.index, meant, counts)
            yield replace(
                place, start=token.start, end=token.end, head=token.index, around=None, anaphor=True
            )


def _is_told_of(reading: Reading, index: int) -> bool:
    """Whether a number right behind says how large it is: "a city once home to 90,000 people"."""
    if reading[index].relation in ("appos", "conj"):
        return False
    for token in reading.tokens[index + 1 : index + _TOLD_WITHIN]:
        if token.part == "NUM":
            return True
        if token.part in ("VERB", "AUX", "PUNCT", "PROPN"):
            return False
    return False


def _likeliest(
    reading: Reading, index: int, meant: Sequence[NamedPlace], counts: Counter[int]
) -> NamedPlace:
    """The last one, if something happens there and it was just named; else the most named.

    "A city once home to 90,000" is the last one in any case.
    """
    last = meant[-1]
    if not any(reading[k].text.lower() in _DEFINITE for k in reading.of(index, "det", "nmod:poss")):
        return last
    near = reading.sentence_of[index] - reading.sentence_of[last.head] < 2
    if near and reading[last.head].relation in ("obl", "nmod", "obj", "nsubj:pass"):
        case = case_of(reading, outer(reading, last.head))
        if case in ("in", "obj", "of") or outer(reading, last.head) != last.head:
            return last
    most = max(counts[place.place] for place in meant)
    return [place for place in meant if counts[place.place] == most][-1]


def _means(reading: Reading, index: int, place: NamedPlace) -> bool:
    """Whether a definite common noun can stand for a place named before."""
    token = reading[index]
    if token.part != "NOUN" or token.entity == "none" or token.text[:1].isupper():
        return False
    lemma = token.lemma
    words = vocabulary.load("places")
    if lemma not in words["towns"] and lemma not in words["lands"] and not generic(lemma):
        return False
    before = {reading[k].text.lower() for k in reading.of(index, "det", "nmod:poss")}
    if not before & _DEFINITE and not (before & {"a", "an"} and _is_told_of(reading, index)):
        return False
    behind = reading.of(index, "nmod", "appos", "flat", "compound")
    if any(child > index and capital_at(reading, child) for child in behind):
        return False
    if lemma in ("country", "nation"):
        return place.kind == "country"
    if lemma == "capital":
        entry = gazetteer.entry_of(place.name)
        return entry is not None and entry.kind == "capital"
    if lemma in words["towns"]:
        return place.kind == "city" or (place.kind == "other" and place.known is None)
    last = place.name.split()[-1].lower()
    if lemma in words["lands"] and place.kind in ("division", "area"):
        named = last in (lemma, lemma + "s", fold(place.name))
        return named or lemma not in ("island", "state", "province")
    if lemma == "island":
        return place.kind in ("country", "area") and place.name[-1:] != "s"
    return last == lemma or (place.kind == "site" and last.endswith(lemma))

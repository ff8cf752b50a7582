"""Where the names of places stand: cut out of the phrases that the network calls places.

The network says which word heads a place; the name is told by capital letters, so that invented
towns are found like known ones. "Northern Syria" gives Syria, "Idlib province" the whole.
"""

from __future__ import annotations

from collections.abc import Iterator

from helpers.language import Reading
from helpers.places import gazetteer
from helpers.places.gazetteer import fold
from helpers.places.words import demonyms, generic, words_of

_INSIDE = frozenset(
    "de del des du la le les los las el al an ar as ash da do dos di der den van von y e of the "
    "and".split()
)
"""Small words that a name may hold between capitalised ones."""
_JOINS = frozenset({"-", "–", "’", "'", "/"})
BEHIND = frozenset({"nmod:unmarked", "nmod:npmod", "appos", "flat", "list", "nmod", "dep"})
"""Relations of a name to the noun or name before it: "the city of Karsk", "Bangor, Maine"."""
LOCATIVE = frozenset(
    "in at near outside inside across around off on throughout to into toward towards".split()
)
_IN_A_NAME = frozenset({"compound", "flat", "goeswith", "amod"})
_LONGEST = 12  # words of a name, on either side of its head
_SIDES = ("ern", "ing", "ed", "by", "torn", "held")
"""Ends of the words of direction and state that are no part of a name: "Neighboring Karsia"."""
_LARGE = 100_000
"""Inhabitants from which a name is a place without the network's word for it."""


def find_spans(reading: Reading) -> dict[int, tuple[int, int]]:
    """First and last word of each name, by the head of its phrase."""
    found: dict[int, tuple[int, int]] = {}
    taken: set[int] = set()
    heads = [token.index for token in reading.tokens if token.entity == "place"]
    # "Florida panhandle" before the Florida in it.
    for index in sorted(heads, key=lambda i: reading[i].relation in _IN_A_NAME):
        if index in taken:
            continue
        head, span = _name_at(reading, index)
        if span is not None and not taken.intersection(range(span[0], span[1] + 1)):
            found[head] = span
            taken.update(range(span[0], span[1] + 1))
    surfaces = {surface_of(reading, span) for span in found.values()}
    for span in _overlooked(reading, taken, surfaces):
        head = _head_of(reading, span)
        if head not in found:
            found[head] = span
    return dict(sorted(found.items()))


def surface_of(reading: Reading, span: tuple[int, int]) -> str:
    """The words of a span as printed."""
    at = reading.span(*span)
    return reading.article.text[at.start : at.end]


def _head_of(reading: Reading, span: tuple[int, int]) -> int:
    inside = range(span[0], span[1] + 1)
    return next((i for i in inside if reading[i].head not in inside), span[1])


def capital_at(reading: Reading, index: int) -> bool:
    """Whether a word may be part of a name: a capital letter, and no function word."""
    token = reading[index]
    return token.text[:1].isupper() and token.part not in ("DET", "PRON", "ADP", "CCONJ", "SCONJ")


def _name_at(reading: Reading, head: int) -> tuple[int, tuple[int, int] | None]:
    """The name in the phrase that this word heads; of "the city of Karsk" that of Karsk.

    "Northern Syria" gives Syria, "Idlib province" the whole, "the city" none.
    """
    if capital_at(reading, head):
        first, last = _leftwards(reading, head), _rightwards(reading, head)
        last = _to_generic(reading, _to_known(reading, first, last))
        first = _without_side(reading, first, last)
        return head, (first, last) if _may_be_place(reading, first, last) else None
    # A common noun: it is part of a name that stands right before it, or a name follows.
    first = _leftwards(reading, head)
    if first < head and generic(reading[head].text) and reading[head - 1].part != "ADJ":
        first = _without_side(reading, first, head)
        named = first < head and not _a_body(reading, first, head)
        # "Idlib province" is a name, "a Kyiv suburb" only says whose suburb.
        last = head - 1 if reading[head].lemma in words_of("city_nouns") else head
        if named and _may_be_place(reading, first, last):
            return last, (first, last)
    for child in reading.of(head, "nmod", "appos", "flat", "compound"):
        if (
            child > head
            and capital_at(reading, child)
            and reading[child].entity in ("none", "place")
        ):
            if reading[child - 1].lemma not in ("of", ",") and child != head + 1:
                continue
            last = _to_known(reading, child, _rightwards(reading, child))
            if _may_be_place(reading, child, last):
                return child, (child, last)
    return head, None


def _a_body(reading: Reading, first: int, last: int) -> bool:
    """Whether a body is named before the noun: "the ISIL capital" is no name of a place."""
    return any(
        reading[k].entity in ("organization", "person") and capital_at(reading, k)
        for k in range(first, last)
    )


def _to_known(reading: Reading, first: int, last: int) -> int:
    """Where the name ends, if the words behind make one that a list knows: Santa, Santa Fe."""
    best = at = last
    while at + 1 < len(reading) and at - last < 3 and _adjacent(reading, at, at + 1):
        at += 1
        token = reading[at]
        if not (token.text[:1].isupper() or token.text in _JOINS or token.relation == "goeswith"):
            break
        if token.entity in ("person", "time"):
            break
        surface = surface_of(reading, (first, at))
        known = gazetteer.lookup(surface)
        if known is not None and fold(known.name) == fold(surface):
            best = at
    return best


def _to_generic(reading: Reading, last: int) -> int:
    """Where the name ends if capitals lead on to a noun of place: "Andersen Air Force Base"."""
    at = last
    while at + 1 < len(reading) and at - last < 4 and _adjacent(reading, at, at + 1):
        at += 1
        token = reading[at]
        if token.entity in ("person", "time", "event") or token.text == "'s":
            break
        if generic(token.text) and reading[last].head == at:
            return at
        if not token.text[:1].isupper():
            break
    return last


def _adjacent(reading: Reading, left: int, right: int) -> bool:
    """Whether nothing but one blank or a joining mark stands between two words."""
    between = reading.article.text[reading[left].end : reading[right].start]
    return between in ("", " ") and reading.sentence_of[left] == reading.sentence_of[right]


def _leftwards(reading: Reading, head: int) -> int:
    first = at = head
    while at > max(0, head - _LONGEST) and _adjacent(reading, at - 1, at):
        at -= 1
        token = reading[at]
        if token.text in _JOINS or (token.text.lower() in _INSIDE and token.part != "DET"):
            if token.text.lower() in ("of", "and"):
                break
            continue
        if not capital_at(reading, at) or token.part == "PART" or token.entity in ("time",):
            break
        # "Ohio Governor Tom Vale": another phrase; what belongs here hangs on the head.
        if head not in (token.head, *list(reading.ancestors(at))[:3]):
            break
        first = at
    return first


def _rightwards(reading: Reading, head: int) -> int:
    last = at = head
    while at + 1 < min(len(reading), head + _LONGEST) and _adjacent(reading, at, at + 1):
        at += 1
        token = reading[at]
        if token.text in _JOINS or token.text.lower() in _INSIDE:
            continue
        joined = reading[at - 1].text == "-" and token.part in ("PROPN", "NOUN", "X")
        if token.relation == "goeswith" or (joined and at - 1 > last):
            last = at
            continue
        between = {reading[k].text.lower() for k in range(last + 1, at)}
        if "and" in between:
            break
        ours = token.head == reading[head].head and token.relation == "flat"
        ours = ours or any(above == head for above in list(reading.ancestors(at))[:3])
        if not ours or not capital_at(reading, at) or token.entity in ("person", "time"):
            break
        if {"of", "the"} & between and not generic(reading[last].text):
            break
        last = at
    return last


def is_shown(reading: Reading, head: int, span: tuple[int, int]) -> bool:
    """Whether the words around a name that no list knows make it sure.

    "in Karsk", "Karsk Dam", "Cape Karsk", "the city of Karsk", "the shelling of Karsk", "Karsk, a
    country of 9 million".
    """
    if span[0] < span[1] and any(generic(reading[k].text) for k in span):
        return True
    if reading[span[1]].finer == "NNPS":
        return False
    outer = reading[head].head if reading[head].relation in BEHIND else head
    cases = (reading[k].lemma for word in {head, outer} for k in reading.of(word, "case"))
    told = [reading[k] for k in reading.of(head, "appos")]
    told += [reading[outer]] if outer != head and outer >= 0 else []
    places = words_of("lands")
    return (
        any(case in LOCATIVE for case in cases)
        or _is_struck(reading, span[0])
        or any(generic(token.text) or token.lemma in places for token in told)
    )


def _without_side(reading: Reading, first: int, last: int) -> int:
    """Past the adjectives of people and of the compass, where they are not part of the name.

    "Syrian Idlib" is Idlib and "Northern Syria" Syria, but "Northern Ireland", "North Cotabato",
    "American Samoa" are whole.
    """
    while first < last:
        word = reading[first].text
        side = word.lower() in words_of("directions") and word.lower().endswith(_SIDES)
        people = word in demonyms()
        whole = surface_of(reading, (first, last))
        known = gazetteer.lookup(whole) is not None
        noun = generic(reading[last].text) and first + 1 == last
        if not (side or people) or known or (noun and not people):
            return first
        first += 1
    return first


def _may_be_place(reading: Reading, first: int, last: int) -> bool:
    words = [reading[k].text for k in range(first, last + 1)]
    if first == last:
        word = words[0]
        if reading[first].part not in ("PROPN", "NOUN", "X"):
            return False
        if word in demonyms() or word.lower() in words_of("not_places") or len(word) < 2:
            return False
        entry = gazetteer.entry_of(word)
        if entry is not None and entry.kind == "demonym":
            return False
    return first < last or not generic(words[0])


def _overlooked(reading: Reading, taken: set[int], surfaces: set[str]) -> Iterator[tuple[int, int]]:
    """Names that the network passes over here: shown to be places elsewhere, or known widely."""
    longest = max((len(surface.split()) for surface in surfaces), default=1)
    for index, token in enumerate(reading.tokens):
        if index in taken or token.part != "PROPN" or not capital_at(reading, index):
            continue
        if index and capital_at(reading, index - 1) and _adjacent(reading, index - 1, index):
            continue
        for last in range(min(index + longest, len(reading)) - 1, index - 1, -1):
            if last in taken or _runs_on(reading, index, last):
                continue
            surface = surface_of(reading, (index, last))
            known = last == index and _known_widely(surface, _is_struck(reading, index))
            shown = surface in surfaces and _stands_alone(reading, index, last, False)
            known = known and _stands_alone(reading, index, last, True)
            if (shown or known) and _may_be_place(reading, index, last):
                yield index, last
                break


def _runs_on(reading: Reading, first: int, last: int) -> bool:
    """Whether the words leave their sentence, or the name goes on behind them."""
    after = last + 1
    if reading.sentence_of[first] != reading.sentence_of[last]:
        return True
    more = after < len(reading) and reading[after].part == "PROPN"
    return more and _adjacent(reading, last, after)


def _stands_alone(reading: Reading, first: int, last: int, strict: bool) -> bool:
    """Whether a name may be that of a place here, though the network does not say so.

    ``strict``: nothing in the article shows it to be one, only the list knows it.
    """
    head = reading[_head_of(reading, (first, last))]
    if _is_struck(reading, first):
        return True
    if head.entity in ("time", "organization") or head.relation in ("flat", "goeswith"):
        return False
    located = any(reading[k].lemma in LOCATIVE for k in reading.of(head.index, "case"))
    if head.relation == "compound":
        # "the Mosul offensive", where Mosul was named; not "the Mosul Brothers".
        return not strict and reading[head.head].text.islower()
    return head.entity == "none" or located


def _is_struck(reading: Reading, first: int) -> bool:
    """Whether "in" or "near", or what befalls a place, stands before it: "a raid on X"."""
    before = reading[first - 1].text.lower() if first else ""
    if before in ("in", "at", "near"):
        return True
    befalls = first > 1 and reading[first - 2].text.lower() in words_of("events")
    return before in ("on", "of") and befalls


def _known_widely(surface: str, struck: bool) -> bool:
    entry = gazetteer.entry_of(surface)
    if entry is not None:
        return entry.kind in ("country", "capital")
    place = gazetteer.lookup(surface)
    if place is None or fold(place.name) != fold(surface):
        return False
    enough = _LARGE // 5 if struck else _LARGE
    return place.population >= enough or (struck and place.kind == "division")

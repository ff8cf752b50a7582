"""The places that an article names: where each name stands, what it names, which are one.

The network says which words head a place; the name is cut out of their noun phrase by its capital
letters, so that invented towns are found like known ones. What the name means is asked of the
gazetteer in the light of the countries that the article speaks of.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache

from helpers import vocabulary
from helpers.language import Reading
from helpers.places import gazetteer
from helpers.places.gazetteer import Toponym, fold

_INSIDE = frozenset(
    "de del des du la le les los las el al an ar as ash da do dos di der den van von y e of the and".split()
)
"""Small words that a name may hold between capitalised ones."""
_JOINS = frozenset({"-", "–", "’", "'", "/"})
_BEHIND = frozenset({"nmod:unmarked", "nmod:npmod", "appos", "flat", "list", "nmod", "dep"})
_IN_A_NAME = frozenset({"compound", "flat", "goeswith", "amod"})
_LOCATIVE = frozenset(
    {
        "in",
        "at",
        "near",
        "outside",
        "inside",
        "across",
        "around",
        "off",
        "on",
        "throughout",
        "to",
        "into",
        "toward",
        "towards",
    }
)
_DEFINITE = frozenset({"the", "this", "that", "our", "its"})
_RECALLED = 12  # different places named before that "the city" may mean
_LARGE = 100_000
"""Inhabitants from which a name is a place without the network's word for it."""
_DOUBTFUL = 200_000
"""A smaller place in a country that the text does not speak of is not the one that is meant."""
_MOSTLY = 0.6
"""The share of all countries named from which one is that of the story."""


@dataclass(frozen=True, slots=True)
class NamedPlace:
    """One mention of a place: ``start..end`` is its name as printed, ``head`` the word that the
    rest of the sentence hangs it on.

    ``known`` is what the gazetteer takes it for (None: no list knows it), ``kind`` country,
    division, city, area, site or other, ``country`` the English short name where list or text
    tell. ``place`` numbers the places of the article: mentions of one place share it.
    ``around`` is the head of the larger place named with it ("Syria" of "Sarmada, Syria").
    ``anaphor``: no name but "the city", "there"; ``place`` is that of the place meant.
    """

    start: int
    end: int
    name: str
    head: int
    known: Toponym | None
    kind: str
    country: str | None
    place: int
    around: int | None = None
    anaphor: bool = False


@cache
def _words(name: str) -> frozenset[str]:
    return frozenset(vocabulary.load("places")[name])


@cache
def _capitals() -> frozenset[str]:
    return frozenset(key for key, entry in gazetteer.entries().items() if entry.kind == "demonym")


def find_named_places(reading: Reading) -> tuple[NamedPlace, ...]:
    """Every place named in the article, in text order, and the words that stand for one again."""
    spans = _spans(reading)
    around = _around(reading, spans)
    near, counts = _countries(reading, spans)
    read = _resolved(reading, spans, around, near)
    home = _home(counts, read)
    known = {
        head: (place, country if country or place else _beside(reading, head, read) or home)
        for head, (place, country) in read.items()
    }
    clusters = _Clusters()
    sure = {_surface(reading, span) for head, span in spans.items() if _shown(reading, head, span)}
    found = []
    for head, (first, last) in spans.items():
        if read[head][0] is None and _surface(reading, (first, last)) not in sure:
            continue
        span = reading.span(first, last)
        name = reading.article.text[span.start : span.end]
        place, country = known[head]
        kind = _kind(name, place)
        found.append(
            NamedPlace(
                span.start, span.end, name, head, place, kind, country,
                clusters.of(name, place, kind), around.get(head),
            )
        )  # fmt: skip
    found.sort(key=lambda p: p.start)
    return tuple(sorted([*found, *_anaphors(reading, found)], key=lambda p: (p.start, p.end)))


# Where the names stand.


def _spans(reading: Reading) -> dict[int, tuple[int, int]]:
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
    surfaces = {_surface(reading, span) for span in found.values()}
    for span in _overlooked(reading, taken, surfaces):
        head = _head_of(reading, span)
        if head not in found:
            found[head] = span
    return dict(sorted(found.items()))


def _surface(reading: Reading, span: tuple[int, int]) -> str:
    at = reading.span(*span)
    return reading.article.text[at.start : at.end]


def _head_of(reading: Reading, span: tuple[int, int]) -> int:
    inside = range(span[0], span[1] + 1)
    return next((i for i in inside if reading[i].head not in inside), span[1])


def _capital(reading: Reading, index: int) -> bool:
    token = reading[index]
    return token.text[:1].isupper() and token.part not in ("DET", "PRON", "ADP", "CCONJ", "SCONJ")


def _name_at(reading: Reading, head: int) -> tuple[int, tuple[int, int] | None]:
    """The name in the phrase that this word heads; of "the city of Karsk" that of Karsk.

    "Northern Syria" gives Syria, "Idlib province" the whole, "the city" none.
    """
    if _capital(reading, head):
        first, last = _leftwards(reading, head), _rightwards(reading, head)
        last = _to_generic(reading, first, _to_known(reading, first, last))
        first = _without_side(reading, first, last)
        return head, (first, last) if _may_be_place(reading, first, last) else None
    # A common noun: it is part of a name that stands right before it, or a name follows.
    first = _leftwards(reading, head)
    if first < head and generic(reading[head].text) and reading[head - 1].part != "ADJ":
        first = _without_side(reading, first, head)
        named = first < head and not _a_body(reading, first, head)
        if named and _may_be_place(reading, first, head):
            return head, (first, head)
    for child in reading.of(head, "nmod", "appos", "flat", "compound"):
        if child > head and _capital(reading, child) and reading[child].entity in ("none", "place"):
            if reading[child - 1].lemma not in ("of", ",") and child != head + 1:
                continue
            last = _to_known(reading, child, _rightwards(reading, child))
            if _may_be_place(reading, child, last):
                return child, (child, last)
    return head, None


def _a_body(reading: Reading, first: int, last: int) -> bool:
    """Whether a body is named before the noun: "the ISIL capital" is no name of a place."""
    return any(
        reading[k].entity in ("organization", "person") and _capital(reading, k)
        for k in range(first, last)
    )


def _to_known(reading: Reading, first: int, last: int) -> int:
    """Where the name ends, if the words behind make one that a list knows ("Santa" → "Santa Fe")."""
    best = at = last
    while at + 1 < len(reading) and at - last < 3 and _adjacent(reading, at, at + 1):
        at += 1
        token = reading[at]
        if not (token.text[:1].isupper() or token.text in _JOINS or token.relation == "goeswith"):
            break
        if token.entity in ("person", "time"):
            break
        surface = _surface(reading, (first, at))
        known = gazetteer.lookup(surface)
        if known is not None and fold(known.name) == fold(surface):
            best = at
    return best


def _to_generic(reading: Reading, first: int, last: int) -> int:
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
    while at > 0 and _adjacent(reading, at - 1, at):
        at -= 1
        token = reading[at]
        if token.text in _JOINS or (token.text.lower() in _INSIDE and token.part != "DET"):
            if token.text.lower() in ("of", "and"):
                break
            continue
        if not _capital(reading, at) or token.part == "PART" or token.entity in ("time",):
            break
        # "Ohio Governor Tom Vale": another phrase; what belongs here hangs on the head.
        if head not in (token.head, *list(reading.ancestors(at))[:3]):
            break
        first = at
    return first


def _rightwards(reading: Reading, head: int) -> int:
    last = at = head
    while at + 1 < len(reading) and _adjacent(reading, at, at + 1):
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
        if not ours or not _capital(reading, at) or token.entity in ("person", "time"):
            break
        if {"of", "the"} & between and not generic(reading[last].text):
            break
        last = at
    return last


def _shown(reading: Reading, head: int, span: tuple[int, int]) -> bool:
    """Whether the words around a name that no list knows make it sure: "in Karsk", "Karsk Dam"."""
    if span[0] < span[1] and generic(reading[span[1]].text):
        return True
    if reading[span[1]].finer == "NNPS":
        return False
    outer = reading[head].head if reading[head].relation in _BEHIND else head
    return any(
        reading[k].lemma in _LOCATIVE for word in {head, outer} for k in reading.of(word, "case")
    ) or (outer != head and outer >= 0 and generic(reading[outer].text))


def generic(word: str) -> bool:
    """Whether a word says what sort of place a name is: dam, province, city."""
    low = word.lower()
    return any(low in _words(f"{kind}_nouns") for kind in ("site", "area", "division", "city"))


def _without_side(reading: Reading, first: int, last: int) -> int:
    """Past the adjectives of people and of the compass, where they are not part of the name.

    "Syrian Idlib" is Idlib and "Northern Syria" Syria, but "Northern Ireland", "North Cotabato",
    "American Samoa" are whole.
    """
    while first < last:
        word = reading[first].text
        side = word.lower() in _words("directions") and word.lower().endswith("ern")
        people = word in _capitals()
        whole = _surface(reading, (first, last))
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
        if word in _capitals() or word.lower() in _words("not_places") or len(word) < 2:
            return False
        entry = gazetteer.entry_of(word)
        if entry is not None and entry.kind == "demonym":
            return False
    return first < last or not generic(words[0])


def _overlooked(reading: Reading, taken: set[int], surfaces: set[str]) -> Iterator[tuple[int, int]]:
    """Names that the network passes over here: shown to be places elsewhere, or known widely."""
    longest = max((len(surface.split()) for surface in surfaces), default=1)
    index = 0
    while index < len(reading):
        if index in taken or not _capital(reading, index) or reading[index].part != "PROPN":
            index += 1
            continue
        if index and _capital(reading, index - 1) and _adjacent(reading, index - 1, index):
            index += 1
            continue
        for size in range(longest, 0, -1):
            last = index + size - 1
            if (
                last >= len(reading)
                or last in taken
                or reading.sentence_of[last] != reading.sentence_of[index]
            ):
                continue
            if (
                last + 1 < len(reading)
                and reading[last + 1].part == "PROPN"
                and _adjacent(reading, last, last + 1)
            ):
                continue
            surface = _surface(reading, (index, last))
            if surface in surfaces and _stands_alone(reading, index, last, False):
                yield index, last
                break
            known = size == 1 and _known_widely(surface, _is_struck(reading, index))
            if known and _stands_alone(reading, index, last, True):
                yield index, last
        index += 1


def _stands_alone(reading: Reading, first: int, last: int, strict: bool) -> bool:
    """Whether a name may be that of a place here, though the network does not say so.

    ``strict``: nothing in the article shows it to be one, only the list knows it.
    """
    head = reading[_head_of(reading, (first, last))]
    if _is_struck(reading, first):
        return True
    if head.entity in ("time", "organization") or head.relation in ("flat", "goeswith"):
        return False
    located = any(reading[k].lemma in _LOCATIVE for k in reading.of(head.index, "case"))
    if head.relation == "compound":
        # "the Mosul offensive", where Mosul was named; not "the Mosul Brothers".
        return not strict and reading[head.head].text.islower()
    return head.entity == "none" or located


def _is_struck(reading: Reading, first: int) -> bool:
    """Whether the name stands behind "in", "near", or behind what befalls a place: "a raid on X"."""
    before = reading[first - 1].text.lower() if first else ""
    if before in ("in", "at", "near"):
        return True
    events = vocabulary.load("places")["events"]
    return before in ("on", "of") and first > 1 and reading[first - 2].text.lower() in events


def _known_widely(surface: str, struck: bool) -> bool:
    entry = gazetteer.entry_of(surface)
    if entry is not None:
        return entry.kind in ("country", "capital")
    place = gazetteer.lookup(surface)
    enough = _LARGE // 5 if struck else _LARGE
    return place is not None and place.population >= enough and fold(place.name) == fold(surface)


# What they mean.


def _around(reading: Reading, spans: dict[int, tuple[int, int]]) -> dict[int, int]:
    """The head of the larger place that is printed with a place: "Bangor, Maine", "Syria's Idlib"."""
    found: dict[int, int] = {}
    heads = list(spans)
    text = reading.article.text
    for left, right in zip(heads, heads[1:], strict=False):
        between = text[reading[spans[left][1]].end : reading[spans[right][0]].start]
        if between == ", " and _goes_on(reading, spans, left, right):
            found[left] = right
        elif between in ("'s ", "’s ", "' ", "’ ") and reading[left].relation == "nmod:poss":
            found[right] = left
    return found


def _goes_on(reading: Reading, spans: dict[int, tuple[int, int]], left: int, right: int) -> bool:
    """Whether the name behind a comma says where the one before it lies."""
    larger = gazetteer.lookup(_surface(reading, spans[right]))
    surface = _surface(reading, spans[left])
    if larger is None or larger.kind not in ("country", "division", "city"):
        return False
    if any(gazetteer.lies(place, larger) for place, _ in gazetteer.places_named(surface)):
        return larger.kind != "city"
    inside = range(spans[left][0], spans[left][1] + 1)
    return reading[right].relation in _BEHIND and reading[right].head in inside


def _countries(
    reading: Reading, spans: dict[int, tuple[int, int]]
) -> tuple[list[str], Counter[str]]:
    """Countries that the article speaks of, the most often named first, and how often."""
    counts: Counter[str] = Counter()
    for head, span in spans.items():
        entry = gazetteer.entry_of(_surface(reading, span))
        if entry is not None and entry.kind in ("country", "capital"):
            located = any(reading[k].lemma in _words("trusted") for k in reading.of(head, "case"))
            counts[entry.country] += 3 if located else 1
    for token in reading.tokens:
        if token.text[:1].isupper() and token.part in ("ADJ", "PROPN", "NOUN"):
            entry = gazetteer.entries().get(token.text)
            if entry is not None and entry.kind == "demonym":
                counts[entry.country] += 1
    return [name for name, _ in counts.most_common(3)], counts


def _resolved(
    reading: Reading,
    spans: dict[int, tuple[int, int]],
    around: dict[int, int],
    near: Sequence[str],
) -> dict[int, tuple[Toponym | None, str | None]]:
    """For each name what the gazetteer takes it for, and its country where that is told."""
    found: dict[int, tuple[Toponym | None, str | None]] = {}

    def place_of(head: int, depth: int = 0) -> tuple[Toponym | None, str | None]:
        if head in found:
            return found[head]
        surface = _surface(reading, spans[head])
        larger = place_of(around[head], depth + 1) if head in around and depth < 4 else (None, None)
        if larger[0] is not None:
            place = gazetteer.lookup(surface, within=larger[0])
            answer = (place, place.country if place else larger[1])
        else:
            place = gazetteer.lookup(surface, near)
            if place and near and place.country and place.country not in near:
                place = place if place.population >= _DOUBTFUL or place.kind != "city" else None
            answer = (
                place,
                place.country if place else larger[1] or _country_inside(surface, near),
            )
        found[head] = answer
        return answer

    for head in spans:
        place_of(head)
    return found


def _country_inside(surface: str, near: Sequence[str]) -> str | None:
    """The country of a site by the place in its name: "Frankfurt Airport"."""
    words = surface.split()
    if len(words) < 2 or not generic(words[-1]):
        return None
    for past in range(len(words) - 1, 0, -1):
        place = gazetteer.lookup(" ".join(words[:past]), near)
        if place is not None and (place.country in near or place.population >= _DOUBTFUL * 5):
            return place.country
    return None


def _home(counts: Counter[str], read: dict[int, tuple[Toponym | None, str | None]]) -> str | None:
    """The country that nearly all named places of the article lie in, if there is one."""
    total = Counter(counts)
    total.update(
        country for place, country in read.values() if country and place and place.kind != "country"
    )
    if not total:
        return None
    country, most = total.most_common(1)[0]
    return country if most >= _MOSTLY * total.total() else None


def _beside(
    reading: Reading, head: int, read: dict[int, tuple[Toponym | None, str | None]]
) -> str | None:
    """The country of the nearest place in the sentence that has one."""
    same = [
        other
        for other, (_, country) in read.items()
        if country and reading.sentence_of[other] == reading.sentence_of[head]
    ]
    return read[min(same, key=lambda other: abs(other - head))][1] if same else None


def _kind(name: str, place: Toponym | None) -> str:
    if place is not None and not (place.kind == "city" and _last_says(name, "site")):
        return place.kind
    for kind in ("site", "division", "city", "area"):
        if _last_says(name, kind):
            return kind
    first = name.split()[0].lower()
    return "area" if first in ("mount", "lake", "cape", "gulf", "sea", "bay", "isle") else "other"


def _last_says(name: str, kind: str) -> bool:
    words = name.split()
    return len(words) > 1 and words[-1].lower() in _words(f"{kind}_nouns")


class _Clusters:
    """Numbers of places: one for all names of one place of the gazetteer, or of one folded name."""

    def __init__(self) -> None:
        self._by_key: dict[object, int] = {}

    def of(self, name: str, place: Toponym | None, kind: str) -> int:
        keys: list[object] = [fold(name)]
        if place is not None and kind == place.kind:
            keys.append((place.kind, place.geonames_id or place.name))
        if kind == "country" and place is not None:
            keys = keys[1:]
        words = name.replace("-", " ").split()
        initials = "".join(word[0] for word in words if word[:1].isupper())
        if len(words) == 1 and name.isupper():
            keys.append(("initials", name))
        elif len(initials) > 2:
            keys.append(("initials", initials))
        number = next((self._by_key[k] for k in keys if k in self._by_key), len(self._by_key))
        for key in keys:
            self._by_key.setdefault(key, number)
        return number


# The places meant again.


def _anaphors(reading: Reading, named: Sequence[NamedPlace]) -> Iterator[NamedPlace]:
    """ "The city", "the country", "there": the place named before that the words can mean.

    Of several the one that has been named most often, of these the last.
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
            most = max(counts[place.place] for place in meant)
            place = [place for place in meant if counts[place.place] == most][-1]
            yield replace(
                place, start=token.start, end=token.end, head=token.index, around=None, anaphor=True
            )


def _means(reading: Reading, index: int, place: NamedPlace) -> bool:
    """Whether a definite common noun can stand for a place named before."""
    token = reading[index]
    if token.part != "NOUN" or token.entity == "none" or token.text[:1].isupper():
        return False
    lemma = token.lemma
    words = vocabulary.load("places")
    if lemma not in words["towns"] and lemma not in words["lands"] and not generic(lemma):
        return False
    if not any(reading[k].text.lower() in _DEFINITE for k in reading.of(index, "det", "nmod:poss")):
        return False
    behind = reading.of(index, "nmod", "appos", "flat", "compound")
    if any(child > index and _capital(reading, child) for child in behind):
        return False
    if lemma in ("country", "nation"):
        return place.kind == "country"
    if lemma in words["towns"] or lemma == "capital":
        return place.kind == "city" or (place.kind == "other" and place.known is None)
    last = place.name.split()[-1].lower()
    if lemma in words["lands"] and place.kind in ("division", "area"):
        return lemma not in ("island", "state", "province") or last in (
            lemma,
            lemma + "s",
            fold(place.name),
        )
    if lemma == "island":
        return place.kind in ("country", "area") and place.name[-1:] != "s"
    return last == lemma or (place.kind == "site" and last.endswith(lemma))

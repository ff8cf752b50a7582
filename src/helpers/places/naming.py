"""The places that an article names: what each name means, and which are one.

What a name means is asked of the gazetteer in the light of the countries that the article speaks
of; a place that no list knows keeps its name, and the country that the text gives it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from helpers.language import Reading
from helpers.places import gazetteer
from helpers.places.gazetteer import Toponym, fold
from helpers.places.spans import BEHIND, find_spans, is_shown, surface_of
from helpers.places.words import generic, words_of

_DOUBTFUL = 200_000
"""A smaller place in a country that the text does not speak of is not the one that is meant."""
_OFTEN = 3  # mentions of the story's country, at least
_BESIDE = frozenset({"obl", "nmod", "nmod:unmarked", "appos", "conj", "nmod:poss"})
"""Relations of a place that says where another in the sentence lies; who acts does not say it."""
_MOSTLY = 0.6
"""The share of all countries named from which one is that of the story."""


@dataclass(frozen=True, slots=True)
class NamedPlace:
    """One mention of a place.

    ``start..end`` is its name as printed, ``head`` the word by which it hangs in the sentence.
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


def find_named_places(reading: Reading) -> tuple[NamedPlace, ...]:
    """Every place named in the article, in text order."""
    spans = find_spans(reading)
    around = _around(reading, spans)
    near, counts = _countries(reading, spans)
    read = _resolved(reading, spans, around, near)
    home = _home(counts, read)
    known = {
        head: (place, country if country or place else _beside(reading, head, read) or home)
        for head, (place, country) in read.items()
    }
    clusters = _Clusters()
    shown = [span for head, span in spans.items() if is_shown(reading, head, span)]
    shown += [spans[head] for head in around]
    sure = {surface_of(reading, span) for span in shown}
    found = []
    for head, (first, last) in spans.items():
        if read[head][0] is None and surface_of(reading, (first, last)) not in sure:
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
    return tuple(sorted(found, key=lambda p: (p.start, p.end)))


# What they mean.


def _around(reading: Reading, spans: dict[int, tuple[int, int]]) -> dict[int, int]:
    """The head of the larger place printed with a place: "Bangor, Maine", "Syria's Idlib"."""
    found: dict[int, int] = {}
    heads = list(spans)
    text = reading.article.text
    for left, right in pairwise(heads):
        between = text[reading[spans[left][1]].end : reading[spans[right][0]].start]
        if between == ", " and _goes_on(reading, spans, left, right):
            found[left] = right
        elif between in ("'s ", "’s ", "' ", "’ ") and reading[left].relation == "nmod:poss":
            found[right] = left
    return found


def _goes_on(reading: Reading, spans: dict[int, tuple[int, int]], left: int, right: int) -> bool:
    """Whether the name behind a comma says where the one before it lies."""
    larger = gazetteer.lookup(surface_of(reading, spans[right]))
    surface = surface_of(reading, spans[left])
    if larger is None or larger.kind not in ("country", "division", "city"):
        return False
    if any(gazetteer.lies(place, larger) for place, _ in gazetteer.places_named(surface)):
        return larger.kind != "city"
    inside = range(spans[left][0], spans[left][1] + 1)
    return reading[right].relation in BEHIND and reading[right].head in inside


def _countries(
    reading: Reading, spans: dict[int, tuple[int, int]]
) -> tuple[list[str], Counter[str]]:
    """Countries that the article speaks of, the most often named first, and how often."""
    counts: Counter[str] = Counter()
    for head, span in spans.items():
        entry = gazetteer.entry_of(surface_of(reading, span))
        if entry is not None and entry.kind in ("country", "capital"):
            located = any(reading[k].lemma in words_of("trusted") for k in reading.of(head, "case"))
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
        surface = surface_of(reading, spans[head])
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
    return country if most >= max(_OFTEN, _MOSTLY * total.total()) else None


def _beside(
    reading: Reading, head: int, read: dict[int, tuple[Toponym | None, str | None]]
) -> str | None:
    """The country of the nearest place in the sentence that has one."""
    same = [
        other
        for other, (_, country) in read.items()
        if country
        and reading.sentence_of[other] == reading.sentence_of[head]
        and reading[other].relation in _BESIDE
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
    return len(words) > 1 and words[-1].lower() in words_of(f"{kind}_nouns")


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

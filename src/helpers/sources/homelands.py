"""Countries that no list knows, as the text shows them.

A list knows the countries of the world; a country that no list knows is shown by the text
itself: "Lomar, a country of 6 million", "the country's" after "in Lomar", a dateline "ULVANE,
Karsia", or an adjective made of its name ("Orlavian" beside "Orlavia").
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator
from itertools import takewhile

from helpers.language import Reading
from helpers.places import NamedPlace, find_named_places
from helpers.places.spans import LOCATIVE
from helpers.places.words import demonyms, generic

LAND_NOUN = re.compile(
    r", (?:a|an|the) (?:\w+[ -]){0,2}(?:country|nation|island state"
    r"|city[ -]state|republic|kingdom)\b",
    re.IGNORECASE,
)
THE_COUNTRY = re.compile(r"\b[Tt]he (?:country|nation)\b")
CAPITALISED = re.compile(r"\b[A-Z]\w{3,}\b")
DATELINE = re.compile(r"(?:^|\n)[A-Z][A-Z ’'\-]+, $")
ENDINGS = ("n", "an", "ian", "ese", "i", "ish", "ic")
"""What makes the name of a people of the name of a land."""
REACH = 12  # places before "the country" among which it is


class Homelands:
    """The countries of an article that its own words show to be some."""

    def __init__(self, reading: Reading) -> None:
        self.reading, self.text = reading, reading.article.text
        self.places = find_named_places(reading)
        towns = {p.name for p in self.places if self._is_town(p)}
        self.names = {p.name for p in self.places if p.known is None} - towns
        self.adjectives = self._adjectives()
        self.lands = {*self.adjectives.values(), *self._shown(), *self._meant()}

    def _is_town(self, place: NamedPlace) -> bool:
        """Whether a common noun says that it is no country: "the port of Karsk", "Karsk dam"."""
        above = self.reading.governor(place.head)
        beside = [self.reading[place.head], *([] if above is None else [self.reading[above]])]
        return place.kind != "other" or any(generic(token.text) for token in beside)

    def _adjectives(self) -> dict[str, str]:
        """Adjectives made of such names: "Orlavian" to "Orlavia"."""
        words = set(CAPITALISED.findall(self.text))
        found: dict[str, str] = {}
        for name in sorted(self.names):
            stem = name.rstrip("aeiouy")
            if len(stem) < 3 or " " in name:
                continue
            for made in {base + ending for base in (name, stem) for ending in ENDINGS}:
                if made in words and made != name:
                    found[made] = found[made + "s"] = name
        return found

    def _shown(self) -> Iterator[str]:
        """Names behind which the text says that they are countries, and those of datelines."""
        for place in self.places:
            if place.name in self.names:
                line = self.text[max(0, place.start - 30) : place.start]
                wired = self.text[place.end : place.end + 2] == " (" and DATELINE.search(line)
                if wired or LAND_NOUN.match(self.text, place.end):
                    yield place.name

    def _meant(self) -> Iterator[str]:
        """The land that "the country" means: the one named most of those before it."""
        count = Counter(p.name for p in self.places)
        countries = [p.start for p in self.places if p.kind == "country"]
        peoples = [t.start for t in self.reading.tokens if t.text in demonyms()]
        listed = sorted(countries + peoples)
        for match in THE_COUNTRY.finditer(self.text):
            at = bisect_left(self.places, match.start(), key=lambda p: p.start)
            near = self.places[max(0, at - REACH) : at]
            last = bisect_left(listed, match.start()) - 1
            if not near or (last >= 0 and listed[last] >= near[0].start):
                continue
            named = [p.name for p in near if p.name in self.names and self._is_where(p)]
            if named:
                yield max(dict.fromkeys(named), key=lambda name: count[name])

    def _is_where(self, place: NamedPlace) -> bool:
        cases = self.reading.of(place.head, "case")
        return any(self.reading[k].lemma in LOCATIVE for k in cases)

    def in_phrase(self, start: int, end: int) -> str | None:
        """The invented country that a mention itself names ("Orlavian officials")."""
        for match in CAPITALISED.finditer(self.text, start, end):
            word = match[0]
            if word in self.adjectives or word in self.lands:
                return self.adjectives.get(word, word)
        return None

    def there(self, sentence: int) -> str | None:
        """The country of the sentence before ("Officials there said")."""
        if not sentence:
            return None
        previous = self.reading.sentences[sentence - 1]
        first = bisect_left(self.places, previous.start, key=lambda p: p.start)
        for place in takewhile(lambda p: p.start < previous.end, self.places[first:]):
            country = place.country if place.known else None
            if country or place.name in self.lands:
                return country or place.name
        return None

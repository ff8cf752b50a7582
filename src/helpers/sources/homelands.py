"""Countries that no list knows, as the text shows them.

A list knows the countries of the world; a country that no list knows is shown by the text
itself: "Lomar, a country of 6 million", "the country's" after "in Lomar", or an adjective
made of its name ("Orlavian" beside "Orlavia").
"""

from __future__ import annotations

import bisect
import re
from collections import Counter
from collections.abc import Sequence

from helpers.places import PlaceMention, find_places
from helpers.records import Sentence

LAND_NOUN = re.compile(
    r", (?:a|an|the) (?:\w+[ -]){0,2}(?:country|nation|island state"
    r"|city[ -]state|republic|kingdom)\b",
    re.IGNORECASE,
)
TOWN_BEFORE = re.compile(
    r"\b(?:city|town|village|port|capital|suburb|district|camp|settlement|valley|delta|province"
    r"|region) (?:of )?$",
    re.IGNORECASE,
)
THE_COUNTRY = re.compile(r"\b[Tt]he (?:country|nation)\b")
CAPITALISED = re.compile(r"\b[A-Z]\w{3,}\b")
WINDOW = 600  # characters of a sentence before a mention that are looked at


class Homelands:
    """The countries of an article that its own words show to be some."""

    def __init__(self, text: str, sentences: Sequence[Sentence]) -> None:
        self.text = text
        self.sentences = sentences
        self.places = find_places(text)
        self.adjectives = self._adjectives()
        self.lands = self._lands()

    def _names(self) -> list[str]:
        """Names shown to be places that no list knows, and no town."""
        towns = {
            p.name
            for p in self.places
            if p.name and TOWN_BEFORE.search(self.text[max(0, p.start - 24) : p.start])
        }
        seen: dict[str, None] = {}
        for place in self.places:
            if place.name and place.country is None and place.name not in towns:
                seen.setdefault(place.name, None)
        return list(seen)

    def _adjectives(self) -> dict[str, str]:
        """Adjectives made of such names: "Orlavian" to "Orlavia"."""
        words = set(CAPITALISED.findall(self.text))
        found: dict[str, str] = {}
        for name in self._names():
            stem = name.rstrip("aeiouy")
            if len(stem) < 3 or " " in name:
                continue
            for ending in ("n", "an", "ian", "ese", "i", "ish", "ic"):
                for base in {name, stem}:
                    made = base + ending
                    if made in words and made != name:
                        found[made] = name
                        found[made + "s"] = name
        return found

    def _lands(self) -> set[str]:
        lands = set(self.adjectives.values())
        names = set(self._names())
        for place in self.places:
            if place.name in names and LAND_NOUN.match(self.text, place.end):
                lands.add(place.name)
        count = Counter(CAPITALISED.findall(self.text))
        for match in THE_COUNTRY.finditer(self.text):
            at = bisect.bisect_left(self.places, match.start(), key=lambda p: p.start)
            near = self.places[max(0, at - 12) : at]
            if any(p.basis in {"country", "demonym"} for p in near):
                continue
            named = [p.name for p in near if p.name in names and p.locative]
            if named:
                lands.add(max(dict.fromkeys(named), key=lambda n: count[n.split()[0]]))
        # A dateline: "ULVANE, Karsia (Meridian) —".
        for place in self.places:
            line = self.text[max(0, place.start - 30) : place.start]
            if (
                place.name in names
                and re.search(r"(?:^|\n)[A-Z][A-Z ’'\-]+, $", line)
                and self.text[place.end : place.end + 2] == " ("
            ):
                lands.add(place.name)
        return lands

    def country_of_place(self, place: PlaceMention) -> str | None:
        """The country that a place is or lies in, where list or text tell."""
        if place.country:
            return place.country
        return place.name if place.name in self.lands else None

    def in_phrase(self, start: int, end: int) -> str | None:
        """The invented or listed country that a mention itself names ("Orlavian officials")."""
        for match in CAPITALISED.finditer(self.text, start, end):
            word = match[0]
            if word in self.adjectives:
                return self.adjectives[word]
            if word in self.lands:
                return word
        return None

    def there(self, sentence: int) -> str | None:
        """The country of the sentence before ("Officials there said")."""
        if not sentence:
            return None
        previous = self.sentences[sentence - 1]
        named = [
            c
            for p, c in self._between(max(previous.start, previous.end - WINDOW), previous.end)
            if p.basis != "demonym"
        ]
        return named[0] if named else None

    def _between(self, start: int, end: int) -> list[tuple[PlaceMention, str]]:
        low = bisect.bisect_left(self.places, start, key=lambda p: p.start)
        high = bisect.bisect_left(self.places, end, key=lambda p: p.start)
        return [(p, c) for p in self.places[low:high] if (c := self.country_of_place(p))]

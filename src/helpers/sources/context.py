"""What the readers of mentions ask of an article: its words, countries and short forms."""

from __future__ import annotations

from collections.abc import Iterable

from helpers.language import Reading
from helpers.places import gazetteer
from helpers.sources import lexicon
from helpers.sources.bodies import acronym_bodies, body_of, country_of
from helpers.sources.head_nouns import is_title, noun_at, printed_names
from helpers.sources.mention import Mention
from helpers.sources.phrase import Phrase


class Context:
    """One article as its mentions are read: the tree, its countries, its short forms."""

    def __init__(self, reading: Reading) -> None:
        self.reading, self.text = reading, reading.article.text
        self.near = _countries(reading)
        self.short = acronym_bodies(self.text)
        self.home = self._home()
        self._read: dict[tuple[int, int], Mention] = {}
        self.referred = _referred(reading)

    def _known(self, name: str) -> lexicon.Body | None:
        """What is known of a body, of a short form by the name that it stands for."""
        return body_of(self.short.get(name, name), self.near)

    def _home(self) -> str | None:
        """The one country in which all of the article lies, where no other is spoken of.

        A people ("Russian shelling") is no place.
        """
        found: set[str] = set()
        known = unknown = 0
        for token in self.reading.tokens:
            if token.part != "PROPN" or not token.text[:1].isupper():
                continue
            entry = gazetteer.entry_of(token.text)
            if entry and entry.kind in ("country", "capital"):
                found.add(entry.country)
            elif token.entity == "place":
                words = self.reading.noun_phrase(token.index)
                named = [i for i in words if self.reading[i].part == "PROPN"]
                place = gazetteer.lookup(self._words(named), self.near) if named else None
                found |= {place.country} if place and place.country else set()
                known, unknown = known + bool(place), unknown + (place is None)
        # A small town of that name proves nothing where most places stand on no map.
        strange = unknown > known and not self.near
        return found.pop() if len(found) == 1 and set(self.near) <= found and not strange else None

    def _words(self, words: Iterable[int]) -> str:
        listed = list(words)
        if not listed:
            return ""
        return self.text[self.reading[listed[0]].start : self.reading[listed[-1]].end]

    def _is_land(self, name: str) -> bool:
        entry = gazetteer.entry_of(name)
        return entry is not None and entry.kind != "seat"

    def _country(self, words: Iterable[int]) -> str | None:
        listed = list(words)
        named = printed_names(self.reading, listed)
        return country_of(named, self.near)[0] if listed else None

    def _listed_country(self, affiliation: str) -> str | None:
        body = lexicon.known_bodies().get(affiliation)
        return body.country if body else None

    def _lemma(self, i: int) -> str:
        short = lexicon.short_titles().get(self.reading[i].text.strip(".").lower())
        found = noun_at(self.reading, i)
        return short or (found[0].lemma if found else self.reading[i].lemma.lower())

    def _says(self, i: int) -> str | None:
        if is_title(self.reading, i):
            return "person"
        found = noun_at(self.reading, i)
        return found[1] if found and found[1] != "document" else None

    def _by_noun(self, affiliation: str | None) -> lexicon.Body | None:
        if not affiliation:
            return None
        noun = lexicon.body_nouns().get(affiliation.split()[-1].lower())
        return lexicon.Body(affiliation, noun.source_type, None, ()) if noun else None

    def _phrase(self, words: range, start: int) -> Mention:
        """Any noun phrase; the reader that knows all kinds of them says how."""
        raise NotImplementedError

    def _top(self, i: int) -> int:
        """The word that heads the name or noun of which a word is a part."""
        reading = self.reading
        while (
            reading[i].relation in ("flat", "compound", "amod", "goeswith", "det", "nmod:desc")
            and reading[i].head >= 0
        ):
            i = reading[i].head
        return i

    def _years(self, phrase: Phrase) -> bool:
        return any(
            self.reading[i].text.lower().endswith("old") for i in phrase.words if i < phrase.head
        )

    def _without_age(self, words: range) -> range:
        for i in words:
            if self.reading[i].text.lower() in ("old", "olds") and i > words.start:
                return range(i + 1, words.stop) if i + 1 < words.stop else words
            if self.reading[i].text.lower().endswith("-year-old") and i + 1 < words.stop:
                return range(i + 1, words.stop)
        return words

    def _formal(self, i: int) -> bool:
        """A title that is no role: "Mr.", "Dame", "Mme."."""
        text = self.reading[i].text.strip(".")
        known = lexicon.titles()
        return not text or (known.get(text) or known.get(text + ".")) is not None

    def _office(self, words: range) -> int | None:
        return next((i for i in reversed(words) if self._says(i) in ("person", "kin")), None)

    def _state_of(self, country: str) -> str | None:
        """A governor's "Georgia" is the state of that name, not the country."""
        for place, _ in gazetteer.places_named(country):
            if place.kind == "division" and place.country != country:
                return place.country
        return country


def _countries(reading: Reading) -> tuple[str, ...]:
    """The countries that an article speaks of, those named most first."""
    found: dict[str, int] = {}
    for token in reading.tokens:
        if token.text[:1].isupper() and token.part in ("PROPN", "ADJ", "NOUN"):
            words = (
                token.text,
                reading.article.text[reading[max(0, token.index - 1)].start : token.end],
            )
            for surface in words:
                entry = gazetteer.entry_of(surface)
                if entry:
                    found[entry.country] = found.get(entry.country, 0) + 1
                    break
    return tuple(sorted(found, key=lambda c: (-found[c], c))[:6])


def _referred(reading: Reading) -> dict[int, bool]:
    """Names that "he" or "she" take up (True: a human) or "it" does (False)."""
    found: dict[int, bool] = {}
    for word, antecedent in reading.antecedents.items():
        low = reading[word].text.lower()
        if antecedent.word is not None and low in ("he", "she", "him", "her", "his"):
            found[antecedent.word] = True
    return found

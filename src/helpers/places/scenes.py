"""Where an article's story happens: which of its places are scenes, and in which order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cached_property

from helpers.language import Reading
from helpers.places.gazetteer import fold
from helpers.places.naming import NamedPlace
from helpers.places.ties import case_of, outer, spoken_words
from helpers.places.words import words_of

RECALLED = 10
"""Different places named before a number from which its place may be carried."""
_LEAD = 4  # sentences in which a story says where it happens
_LEAD_WORDS = 90


class Scenes:
    """The places of one article in the light of its story."""

    def __init__(self, reading: Reading, named: Sequence[NamedPlace], casualties: int) -> None:
        """``casualties``: how many numbers of the article count people who were struck."""
        self.reading = reading
        self.named = named
        self.spoken = spoken_words(reading)
        self.heads = {place.head for place in named if not place.anaphor}
        self._larger = {place.around for place in named if place.around is not None}
        self.nested = {place.head: self._is_nested(place) for place in named}
        self.by_sentence: dict[int, list[int]] = {}
        self.first_as_scene: dict[int, int] = {}
        for k, place in enumerate(named):
            self.by_sentence.setdefault(reading.sentence_of[place.head], []).append(k)
            if self.is_scene(place):
                self.first_as_scene.setdefault(place.place, k)
        self.counts = Counter(place.place for place in named)
        words = reading.tokens[:_LEAD_WORDS]
        lead = {t.lemma for t in words if reading.sentence_of[t.index] < _LEAD - 1}
        event = "event" if lead & words_of("events", "happening") else "quiet"
        tolls = "toll" if casualties > 2 else "one" if casualties else "none"
        self.story = f"{event} {tolls}"

    def _is_nested(self, place: NamedPlace) -> bool:
        """Whether it only says where another place lies: "Maine" of "Bangor, Maine"."""
        if place.head in self._larger:
            return True
        word = place.head
        while self.reading[word].relation.partition(":")[0] in ("nmod", "appos", "flat", "dep"):
            word = self.reading[word].head
            if word in self.heads:
                return True
        return False

    def case_of(self, place: NamedPlace) -> str:
        """What stands before the place, or before the noun that it explains."""
        return case_of(self.reading, outer(self.reading, place.head))

    def spoken_at(self, place: NamedPlace) -> str | None:
        """Whether the place is part of a source, or where somebody speaks."""
        return self.spoken.get(place.head) or self.spoken.get(outer(self.reading, place.head))

    def is_scene(self, place: NamedPlace) -> bool:
        """Whether something happens there: "in Karsk", "struck Karsk", not "Karsk police"."""
        if place.anaphor or self.nested[place.head]:
            return False
        case = self.case_of(place)
        if self.of_a_body(place):
            return False
        if case == "of":
            # "the siege of Karsk", not "the coast of Karsk" or "the mayor of Karsk".
            above = self.reading.governor(outer(self.reading, place.head))
            return above is not None and self.reading[above].entity == "event"
        return self.spoken_at(place) is None and (
            case in ("in", "obj", "to") or self.is_heading(place)
        )

    def is_heading(self, place: NamedPlace) -> bool:
        """Whether it stands alone over what is told of it: "GHANA:", "Deir al-Zor"."""
        return self.reading.sentence_of[place.head] not in self._told

    @cached_property
    def _told(self) -> frozenset[int]:
        """The sentences that say more than names."""
        inside = {k for p in self.named for k in self.reading.at(p.start, p.end)}
        return frozenset(
            self.reading.sentence_of[token.index]
            for token in self.reading.tokens
            if token.part not in ("PROPN", "PUNCT") and token.index not in inside
        )

    def of_a_body(self, place: NamedPlace) -> bool:
        """Whether it tells where a body sits: "the government in Karsk"."""
        head = outer(self.reading, place.head)
        above = self.reading.governor(head)
        if above is None or self.reading[head].relation != "nmod":
            return False
        return self.reading[above].entity == "organization"

    @cached_property
    def order(self) -> dict[int, int]:
        """The places where something happens in the first sentences, numbered in their order."""
        found: dict[int, int] = {}
        for k, place in enumerate(self.named[:30]):
            if self.reading.sentence_of[place.head] >= _LEAD:
                break
            if self.first_as_scene.get(place.place) == k:
                found[place.place] = len(found)
        return found

    @cached_property
    def titled(self) -> frozenset[int]:
        """The places that the article's title names."""
        title = f" {fold(self.reading.article.title or '')} "
        return frozenset(p.place for p in self.named if f" {fold(p.name)} " in title)

    @cached_property
    def first_of_main(self) -> dict[int, int]:
        """First mention of each place that a number far below may still mean.

        The scenes of the first sentences, the places of the title, the most named ones.
        """
        main = {place for place, n in self.counts.items() if n in self.most.values()}
        first: dict[int, int] = {}
        for k, place in enumerate(self.named):
            if place.place in self.order or place.place in main | self.titled:
                first.setdefault(place.place, k)
        return first | {place: self.first_as_scene[place] for place in self.order}

    @cached_property
    def recent(self) -> list[tuple[int, ...]]:
        """For each mention the different places last named up to it, the newest first."""
        found: list[tuple[int, ...]] = []
        now: tuple[int, ...] = ()
        for k, place in enumerate(self.named):
            kept = [j for j in now if self.named[j].place != place.place]
            now = (k, *kept[: RECALLED - 1])
            found.append(now)
        return found

    @cached_property
    def most(self) -> dict[bool, int]:
        """How often the most named country (True) and the most named other place are named."""
        found = {True: 0, False: 0}
        for place in self.named:
            land = place.kind == "country"
            found[land] = max(found[land], self.counts[place.place])
        return found

    def turns(self, numbers: Iterable[tuple[int, int]]) -> dict[int, int]:
        """For each number of a sentence that tells several their places in turn, its place.

        "37 in Assam, 19 in Bihar and five in Kerala"; "in Assam 37 died, in Bihar 19".
        ``numbers`` are starts with their words; the answer has the heads of places.
        """
        starts: dict[int, list[int]] = {}
        for start, anchor in numbers:
            starts.setdefault(self.reading.sentence_of[anchor], []).append(start)
        found: dict[int, int] = {}
        for sentence, here in starts.items():
            mentions = [self.named[k] for k in self.by_sentence.get(sentence, ())]
            places = [p for p in mentions if self.is_scene(p) and not self.is_listed(p)]
            if len(here) < 2 or len({p.place for p in places}) < 2:
                continue
            if here[0] < places[0].start:
                for place in places:
                    number = max(start for start in here if start < place.start)
                    found.setdefault(number, place.head)
            else:
                for start in here:
                    before = [place.head for place in places if place.start < start]
                    if before:
                        found[start] = before[-1]
        return found

    def is_listed(self, place: NamedPlace) -> bool:
        """Whether it goes on with a list of places: "Libya" of "in Mali, Libya and Syria"."""
        reading = self.reading
        coordinated = reading[place.head].relation == "conj"
        return (
            coordinated
            and reading[place.head].head in self.heads
            and not reading.of(place.head, "case")
        )

    def listed_with(self, place: NamedPlace) -> list[NamedPlace]:
        """The places coordinated with one, itself among them; none where it stands alone."""
        if place.anaphor:
            return []
        group = set(self.reading.conjuncts(place.head))
        here = (self.named[k] for k in self.by_sentence[self.reading.sentence_of[place.head]])
        listed = [other for other in here if other.head in group and not other.anaphor]
        if len({other.place for other in listed}) < 2:
            return []
        return listed if all(map(self.is_listed, listed[1:])) else []

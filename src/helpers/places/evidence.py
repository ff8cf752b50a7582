"""What the text says for and against each place as that of a number: named facts, no verdicts.

The facts are of grammar (in the number's clause, under its noun, behind "in" or "from"), of the
story (in its first sentence, named most, where the last number was) and of the number (its kind).
``choosing`` weighs them.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from helpers import vocabulary
from helpers.language import Reading
from helpers.places.naming import NamedPlace
from helpers.places.scenes import Scenes
from helpers.places.ties import anchor_of, case_of, outer, scope_of, way_to
from helpers.places.words import words_of
from helpers.records import Quantity

_GROUPS = {
    "people": "killed injured missing rescued detained displaced evacuated refugees trapped "
              "affected ill",
    "crowd": "present people population troops",
    "homes": "homes", "other": "other", "money": "money", "percent": "percent", "rate": "rate",
    "distance": "distance",
}  # fmt: skip
_GROUP_OF = {kind: group for group, kinds in _GROUPS.items() for kind in kinds.split()}
_STRUCK = ("killed", "injured", "missing", "rescued", "detained")
_YEAR = re.compile(r"(?:18|19|20)\d\d")
_WORLD = frozenset({"world", "worldwide", "global", "globally", "international"})
_AROUND = 4  # numbers on either side that may own a place
_NO_SCENE = 9


def _steps(value: int, *limits: int) -> str:
    return next((f"up to {limit}" for limit in limits if value <= limit), "more")


@dataclass(frozen=True, slots=True)
class Candidate:
    """One place of the article with the facts about it; ``mention`` is where it is printed."""

    mention: NamedPlace
    here: bool  # in the number's sentence
    clause: bool  # in its clause
    facts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Number:
    quantity: Quantity
    anchor: int
    sentence: int
    group: str


class Evidence:
    """The places of one article, asked for the facts about each of its numbers in turn."""

    def __init__(
        self, reading: Reading, named: Sequence[NamedPlace], quantities: Sequence[Quantity]
    ) -> None:
        self.reading = reading
        self.named = named
        struck = sum(_GROUP_OF.get(q.kind) == "people" for q in quantities)
        self.scenes = Scenes(reading, named, struck)
        self._anchors = {q.start: anchor_of(reading, q) for q in quantities}
        self._numbers = sorted(self._anchors)
        never = vocabulary.load("places")["never"]
        counting = [(q.start, self._anchors[q.start]) for q in quantities if q.kind not in never]
        self.turns = self.scenes.turns((s, a) for s, a in counting if a is not None)
        self._taken = set(self.turns.values())

    def of(self, quantity: Quantity) -> tuple[list[Candidate], tuple[str, ...]]:
        """The candidates for a number, and the facts that speak for no place at all."""
        anchor = self._anchors[quantity.start]
        if anchor is None:
            return [], ("none",)
        sentence = self.reading.sentence_of[anchor]
        group = _GROUP_OF.get(quantity.kind, "other")
        number = _Number(quantity, anchor, sentence, group)
        here = self._here(number)
        found = [*here, *self._carried(number, here)]
        found = [self._with_story(candidate) for candidate in found]
        return found, self._facts_of_none(number, found)

    def sentence_of(self, quantity: Quantity) -> int:
        """The number of the sentence in which a number stands."""
        anchor = self._anchors[quantity.start]
        return self.reading.sentence_of[anchor] if anchor is not None else 0

    # A place in the number's own sentence.

    def _here(self, number: _Number) -> list[Candidate]:
        own = self.scenes.by_sentence.get(number.sentence, [])
        found: dict[int, Candidate] = {}
        nearest = sorted(own, key=lambda k: abs(self.named[k].head - number.anchor))
        for rank, k in enumerate(nearest):
            place = self.named[k]
            if place.place not in found:
                clause = scope_of(self.reading, place.head) == scope_of(self.reading, number.anchor)
                facts = self._facts_here(place, number, rank)
                found[place.place] = Candidate(place, True, clause, facts)
        return list(found.values())

    def _facts_here(self, place: NamedPlace, number: _Number, rank: int) -> tuple[str, ...]:
        anchor = number.anchor
        head = outer(self.reading, place.head)
        way, case = way_to(self.reading, head, anchor), case_of(self.reading, head)
        facts = [
            f"here:{number.group}", f"way={way}", f"case={case}", f"{case}, {way}",
            f"rank={min(rank, 2)}",
            f"apart={_steps(abs(place.head - anchor), 4, 8, 16, 30)}",
        ]  # fmt: skip
        if way == "over":
            facts.append(f"over by {self._link(head, anchor)}")
        if number.quantity.kind == "distance":
            near = 0 < place.head - anchor < 9 and rank == 0
            facts.append(f"distance, {case}{', right behind' if near else ''}")
        if self.scenes.nested[place.head]:
            facts.append("nested")
        if self.scenes.of_a_body(place):
            facts.append("of a body")
        if spoken := self.scenes.spoken_at(place):
            facts.append(f"spoken={spoken}")
        low, high = sorted((place.head, anchor))
        others = self._near_numbers(number.quantity.start)
        between = sum(low < (self._anchors[other] or 0) < high for other in others)
        facts.append(f"numbers between={min(between, 2)}")
        if self.turns.get(number.quantity.start) == place.head:
            facts.append("own turn")
        elif place.head in self._taken:
            facts.append("another's turn")
        if self._is_anothers(head, anchor, others):
            facts.append("under another number")
        return tuple(facts)

    def _link(self, head: int, anchor: int) -> str:
        """How the words that hold the number hang on a place: appos, of "Karsk, a town of 400"."""
        below = anchor
        for above in self.reading.ancestors(anchor):
            if above == head:
                break
            below = above
        return self.reading[below].relation

    def _near_numbers(self, start: int) -> list[int]:
        at = bisect_left(self._numbers, start)
        near = self._numbers[max(0, at - _AROUND) : at + _AROUND + 1]
        return [number for number in near if number != start]

    def _is_anothers(self, head: int, anchor: int, others: Sequence[int]) -> bool:
        """Whether the place hangs on what another number counts."""
        above = set(self.reading.ancestors(head))
        counted = {self._anchors[other] for other in others} - {anchor}
        # "six of South Sudan's 10 states": what is counted is a place itself.
        return anchor not in above and any(
            k is not None and k in above and self.reading[k].entity != "place" for k in counted
        )

    # A place named before the number's sentence.

    def _carried(self, number: _Number, here: Sequence[Candidate]) -> list[Candidate]:
        scenes = self.scenes
        own = scenes.by_sentence.get(number.sentence, [])
        start = self.reading.sentences[number.sentence].start
        first = own[0] if own else bisect_left(self.named, start, key=lambda p: p.start)
        seen = {self.named[k].place for k in own}
        recent = [k for k in (scenes.recent[first - 1] if first else ())
                  if self.named[k].place not in seen]  # fmt: skip
        seen |= {self.named[k].place for k in recent}
        lead = [k for place, k in scenes.first_of_main.items() if place not in seen]
        past = "some" if here else "no"
        if any(candidate.clause and "case=in" in candidate.facts for candidate in here):
            past = "located"
        found, rank = [], 0
        for k in (*recent, *(k for k in lead if k < first)):
            place = self.named[k]
            scene = scenes.first_as_scene.get(place.place, first) < first
            facts = self._facts_carried(place, number, rank if scene else _NO_SCENE, past)
            rank += scene
            found.append(Candidate(place, False, False, facts))
        return found

    def _facts_carried(
        self, place: NamedPlace, number: _Number, rank: int, past: str
    ) -> tuple[str, ...]:
        reading = self.reading
        back = number.sentence - reading.sentence_of[place.head]
        steps = str(back) if back < 3 else "3-5" if back < 6 else "6+"
        order = "none" if rank == _NO_SCENE else str(rank) if rank < 3 else "later"
        facts = [
            f"carried:{number.group}",
            f"back={steps}",
            f"recent scene={order}",
            f"carried past={past}",
        ]
        above = reading.governor(outer(reading, place.head))
        if above is not None and words_of("talks") & {
            reading[k].lemma for k in self._clause(above)
        }:
            facts.append("carried from talks")
        if way := self.goes_on(number.sentence):
            near = self._place_before(number.sentence)
            whose = "its" if near == place.place else "other"
            facts.append(f"goes on, {way}, {whose}")
        if self.scenes.nested[place.head]:
            facts.append("carried nested")
        if self.scenes.of_a_body(place):
            facts.append("carried of a body")
        if self.scenes.spoken_at(place):
            facts.append("carried spoken")
        if self.scenes.case_of(place) == "from":
            facts.append("carried from there")
        if self.scenes.is_heading(place):
            facts.append("carried from a heading")
        if number.sentence in self._of_the_world:
            facts.append("carried world")
        if self._is_definite(number.anchor):
            facts.append("carried definite")
        return tuple(facts)

    def _clause(self, word: int) -> tuple[int, ...]:
        """A word with what it governs next, and its own subject or object where it is one."""
        above = self.reading.governor(word)
        return (word, *self.reading.of(word, "nsubj", "obj"), *(() if above is None else (above,)))

    def goes_on(self, sentence: int) -> str | None:
        """How a sentence shows that it goes on with what the one before it told.

        "The fighting has killed", "A further 300", "have already died", "It counted".
        """
        reading = self.reading
        first = bisect_left(reading.sentence_of, sentence)
        words = [token.lemma for token in reading.tokens[first : first + 40]
                 if reading.sentence_of[token.index] == sentence]  # fmt: skip
        if set(words[:3]) & words_of("adding"):
            return "adds"
        if words[:1] and words[0] in ("the", "this", "that"):
            if set(words[1:4]) & words_of("wars"):
                return "war"
            if set(words[1:4]) & words_of("events"):
                return "event"
        if set(words) & words_of("counting_on"):
            return "counts on"
        return "pronoun" if words[:1] and words[0] in ("it", "they", "he", "she") else None

    def _place_before(self, sentence: int) -> int | None:
        """The first scene of the sentence before, else of the one before that."""
        for before in (sentence - 1, sentence - 2):
            for k in self.scenes.by_sentence.get(before, ()):
                if self.scenes.is_scene(self.named[k]):
                    return self.named[k].place
        return None

    @cached_property
    def _of_the_world(self) -> frozenset[int]:
        """The sentences that speak of the whole world, where no single place is meant."""
        of = self.reading.sentence_of
        return frozenset(of[t.index] for t in self.reading.tokens if t.text.lower() in _WORLD)

    @cached_property
    def _of_a_year(self) -> frozenset[int]:
        of = self.reading.sentence_of
        return frozenset(of[t.index] for t in self.reading.tokens if _YEAR.fullmatch(t.text))

    def _is_definite(self, anchor: int) -> bool:
        return any(self.reading[k].lemma == "the" for k in self.reading.of(anchor, "det"))

    # The story, and the number itself.

    def _with_story(self, candidate: Candidate) -> Candidate:
        scenes, place = self.scenes, candidate.mention
        where = "here" if candidate.here else "carried"
        facts = [f"{where} kind={place.kind}"]
        if place.anaphor:
            facts.append(f"{where} anaphor meant")
        order = scenes.order.get(place.place)
        scene = "no" if order is None else str(min(order, 2))
        facts += [f"{where} scene={scene}", f"{where} scene={scene}, {scenes.story}"]
        if scenes.counts[place.place] == scenes.most[place.kind == "country"]:
            facts.append(f"{where} most named")
        share = 100 * scenes.counts[place.place] // len(self.named)
        facts.append(f"{where} share={_steps(share, 5, 10, 20, 35, 55)}")
        if scenes.titled:
            facts.append(f"{where} {'' if place.place in scenes.titled else 'not '}in the title")
        return replace(candidate, facts=(*candidate.facts, *facts))

    def _facts_of_none(self, number: _Number, found: Sequence[Candidate]) -> tuple[str, ...]:
        quantity = number.quantity
        told = {
            "none modality": quantity.modality != "asserted",
            "none definite": self._is_definite(number.anchor),
            "none world": number.sentence in self._of_the_world,
            "none year": number.sentence in self._of_a_year,
            "none named": not self.named,
            "none event": quantity.kind in _STRUCK and bool(found),
        }
        facts = [
            "none",
            f"none:{number.group}",
            f"none:{quantity.kind}",
            f"none:{number.group}, here={min(sum(c.here for c in found), 2)}",
            *(fact for fact, holds in told.items() if holds),
        ]
        if self.named:
            share = max(self.scenes.most.values()) / len(self.named)
            story = "one" if share > 0.5 else "main" if share > 0.3 else "many"
            facts.append(f"none story={story}")
        return tuple(facts)

"""What the text says for and against each place as that of a number: named facts, no verdicts.

The facts are of grammar (in the number's clause, under its noun, behind "in" or "from"), of the
story (in its first sentence, named most, where the last number was) and of the number (its kind).
``choosing`` weighs them.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, cached_property

from helpers import vocabulary
from helpers.language import Reading
from helpers.places.naming import NamedPlace, generic
from helpers.records import Quantity

RECALLED = 10
"""Different places named before a number that its place may be carried from."""
_LOCATIVE = frozenset(
    "in at near on outside inside around across throughout within off over along above under beside between through".split()
)
_GOAL = frozenset("to into toward towards onto for".split())
_GROUPS = {
    "people": "killed injured missing rescued detained displaced evacuated refugees trapped affected ill",
    "crowd": "present people population troops",
    "homes": "homes", "other": "other", "money": "money", "percent": "percent", "rate": "rate",
    "distance": "distance",
}  # fmt: skip
_GROUP_OF = {kind: group for group, kinds in _GROUPS.items() for kind in kinds.split()}
_CLAUSE_ARGUMENTS = frozenset({"obl", "nsubj", "obj", "iobj", "advmod", "nmod"})


@dataclass(frozen=True, slots=True)
class Candidate:
    """One place of the article with the facts about it; ``mention`` is where it is printed."""

    mention: NamedPlace
    here: bool  # in the number's sentence
    clause: bool  # in its clause
    facts: tuple[str, ...]


class Evidence:
    """The places of one article, asked for the facts about each of its numbers in turn."""

    def __init__(
        self, reading: Reading, named: Sequence[NamedPlace], quantities: Sequence[Quantity]
    ) -> None:
        self.reading = reading
        self.named = named
        self._by_sentence: dict[int, list[int]] = {}
        for k, place in enumerate(named):
            self._by_sentence.setdefault(reading.sentence_of[place.head], []).append(k)
        self._counts = Counter(place.place for place in named)
        self._most = {
            land: max(
                (self._counts[p.place] for p in named if (p.kind == "country") == land), default=0
            )
            for land in (False, True)
        }
        self._anchors = {q.start: _anchor(reading, q) for q in quantities}
        self._numbers = sorted(self._anchors)
        never = vocabulary.load("places")["never"]
        self._counting = {q.start for q in quantities if q.kind not in never}
        self._spoken = _spoken(reading)
        self._heads = {place.head for place in named if not place.anaphor}
        self._larger = {place.around for place in named if place.around is not None}
        self._nested = {place.head: self._is_nested(place) for place in named}
        self._happened: list[set[int]] = []
        so_far: set[int] = set()
        for place in named:
            if self._is_scene(place):
                so_far = so_far | {place.place}
            self._happened.append(so_far)
        casualties = sum(_GROUP_OF.get(q.kind) == "people" for q in quantities)
        lead = {t.lemma for t in reading.tokens[:90] if reading.sentence_of[t.index] < 3}
        event = "event" if lead & _events() else "quiet"
        tolls = "toll" if casualties > 2 else "one" if casualties else "none"
        self._story = f"{event} {tolls}"
        self._lands = len({p.country for p in named if p.country})

    def _is_nested(self, place: NamedPlace) -> bool:
        """Whether it only says where another place lies: "Maine" of "Bangor, Maine"."""
        if place.head in self._larger:
            return True
        word = place.head
        while self.reading[word].relation.partition(":")[0] in ("nmod", "appos", "flat", "dep"):
            word = self.reading[word].head
            if word in self._heads:
                return True
        return False

    def _is_scene(self, place: NamedPlace) -> bool:
        """Whether something happens there: "in Karsk", "struck Karsk", not "Karsk police"."""
        if place.anaphor or self._nested[place.head]:
            return False
        head = self._outer(place.head)
        spoken = place.head in self._spoken or head in self._spoken
        case = self._case(head)
        if case == "of":
            # "the siege of Karsk", not "the coast of Karsk" or "the mayor of Karsk".
            above = self.reading.governor(head)
            return above is not None and self.reading[above].entity == "event"
        return not spoken and case in ("in", "obj", "to")

    @cached_property
    def _scenes(self) -> dict[int, int]:
        """The places where something happens in the first sentences, numbered in their order."""
        order: dict[int, int] = {}
        for place in self.named[:30]:
            if self.reading.sentence_of[place.head] > 3:
                break
            if self._is_scene(place):
                order.setdefault(place.place, len(order))
        return order

    @cached_property
    def _recent(self) -> list[tuple[int, ...]]:
        """For each mention the different places last named up to it, the newest first."""
        found: list[tuple[int, ...]] = []
        now: tuple[int, ...] = ()
        for k, place in enumerate(self.named):
            kept = [j for j in now if self.named[j].place != place.place]
            now = (k, *kept[: RECALLED - 1])
            found.append(now)
        return found

    def of(
        self, quantity: Quantity, before: tuple[int, int] | None
    ) -> tuple[list[Candidate], tuple[str, ...]]:
        """The candidates for a number, and the facts that speak for no place at all.

        ``before`` is the place of the last number that had one and the sentence it stood in.
        """
        anchor = self._anchors[quantity.start]
        if anchor is None:
            return [], ("none",)
        sentence = self.reading.sentence_of[anchor]
        group = _GROUP_OF.get(quantity.kind, "other")
        own = self._by_sentence.get(sentence, [])
        here: dict[int, Candidate] = {}
        ranked = sorted(own, key=lambda k: abs(self.named[k].head - anchor))
        for rank, k in enumerate(ranked):
            place = self.named[k]
            if place.place not in here and not self._is_origin(place, quantity.kind):
                facts = self._facts_here(place, anchor, quantity, rank, own)
                clause = self._scope(place.head) == self._scope(anchor)
                here[place.place] = Candidate(place, True, clause, (*facts, f"here:{group}"))
        found = list(here.values())
        first = (
            own[0]
            if own
            else bisect_left(
                self.named, self.reading.sentences[sentence].start, key=lambda p: p.start
            )
        )
        recent = self._recent[first - 1] if first else ()
        seen = {self.named[k].place for k in own}
        carried = [
            k for k in recent
            if self.named[k].place not in seen and not self._is_origin(self.named[k], "")
        ]  # fmt: skip
        lead = [
            next(k for k, p in enumerate(self.named) if p.place == number)
            for number in self._scenes
            if number not in seen and all(self.named[k].place != number for k in carried)
        ]
        past = (
            "no"
            if not here
            else "located"
            if any(c.clause and _located(c) for c in here.values())
            else "some"
        )
        before_here = [*carried, *(k for k in lead if k < first)]
        happened = self._happened[first - 1] if first else set()
        rank = 0
        for k in before_here:
            scene = self.named[k].place in happened
            facts = self._facts_carried(
                self.named[k], sentence, anchor, rank if scene else 9, past, group
            )
            rank += scene
            found.append(Candidate(self.named[k], False, False, facts))
        found = [self._with_story(c, sentence, before, group) for c in found]
        return found, self._facts_of_none(quantity, anchor, group, before, found)

    def sentence_of(self, quantity: Quantity) -> int:
        """The number of the sentence in which a number stands."""
        anchor = self._anchors[quantity.start]
        return self.reading.sentence_of[anchor] if anchor is not None else 0

    def listed_with(self, place: NamedPlace, quantity: Quantity) -> list[NamedPlace]:
        """The places coordinated with one, itself among them; none where it stands alone."""
        if place.anaphor or quantity.start in self._turns:
            return []
        group = set(self.reading.conjuncts(place.head))
        listed = [self.named[k] for k in self._by_sentence[self.reading.sentence_of[place.head]]]
        listed = [other for other in listed if other.head in group and not other.anaphor]
        alone = len({other.place for other in listed}) < 2
        return [] if alone or not all(map(self._is_listed, listed[1:])) else listed

    # A place in the number's own sentence.

    def _facts_here(
        self, place: NamedPlace, anchor: int, quantity: Quantity, rank: int, own: Sequence[int]
    ) -> tuple[str, ...]:
        reading = self.reading
        head = self._outer(place.head)
        way, case = self._way(head, anchor), self._case(head)
        facts = [f"way={way}", f"case={case}", f"{case}, {way}", f"rank={min(rank, 2)}"]
        if quantity.kind == "distance":
            near = 0 < place.head - anchor < 9 and rank == 0
            facts.append(f"distance, {case}{', right behind' if near else ''}")
        if self._nested[place.head]:
            facts.append("nested")
        if place.head in self._spoken:
            facts.append(f"spoken={self._spoken[place.head]}")
        elif head in self._spoken:
            facts.append(f"spoken={self._spoken[head]}")
        between = sum(
            min(place.head, anchor) < (self._anchors[n] or 0) < max(place.head, anchor)
            for n in self._near_numbers(quantity.start)
        )
        facts.append(f"numbers between={min(between, 2)}")
        turn = self._turns.get(quantity.start)
        if turn == place.head:
            facts.append("own turn")
        elif place.head in self._turns.values():
            facts.append("another's turn")
        if self._is_anothers(head, anchor, quantity.start):
            facts.append("under another number")
        return tuple(facts)

    def _is_origin(self, place: NamedPlace, kind: str) -> bool:
        """ "Men from Odessa died in Kharkiv", but "9 km from Kharkiv"."""
        return kind != "distance" and self._case(self._outer(place.head)) == "from"

    def _near_numbers(self, start: int) -> list[int]:
        at = bisect_left(self._numbers, start)
        return [n for n in self._numbers[max(0, at - 4) : at + 5] if n != start]

    def _is_anothers(self, head: int, anchor: int, start: int) -> bool:
        above = set(self.reading.ancestors(head))
        others = {self._anchors[n] for n in self._near_numbers(start)} - {anchor, None}
        # "six of South Sudan's 10 states": what is counted is a place itself.
        others = {k for k in others if k is None or self.reading[k].entity != "place"}
        return bool(above & others) and anchor not in above

    @cached_property
    def _turns(self) -> dict[int, int]:
        """For each number of a sentence that tells several their places in turn, its place.

        "37 in Assam, 19 in Bihar and five in Kerala"; "in Assam 37 died, in Bihar 19".
        """
        found: dict[int, int] = {}
        numbers: dict[int, list[int]] = {}
        for start, anchor in self._anchors.items():
            if anchor is not None and start in self._counting:
                numbers.setdefault(self.reading.sentence_of[anchor], []).append(start)
        for sentence, starts in numbers.items():
            places = [
                self.named[k]
                for k in self._by_sentence.get(sentence, [])
                if self._is_scene(self.named[k]) and not self._is_listed(self.named[k])
            ]
            if len(starts) < 2 or len({p.place for p in places}) < 2:
                continue
            if starts[0] < places[0].start:
                for place in places:
                    earlier = [start for start in starts if start < place.start]
                    found.setdefault(earlier[-1], place.head)
            else:
                for start in starts:
                    earlier = [place for place in places if place.start < start]
                    if earlier:
                        found[start] = earlier[-1].head
        return found

    def _is_listed(self, place: NamedPlace) -> bool:
        """Whether it goes on with a list of places: "Libya" of "in Mali, Libya and Syria"."""
        above = self.reading.governor(place.head)
        return (
            self.reading[place.head].relation == "conj"
            and above in self._heads
            and not (self.reading.of(place.head, "case"))
        )

    def _outer(self, head: int) -> int:
        """The noun that a name only explains: city, of "in the city of Karsk"."""
        token = self.reading[head]
        while token.relation in ("nmod", "appos", "flat", "compound") and token.head >= 0:
            above = self.reading[token.head]
            if above.entity != "place" or not generic(above.text) or above.text[:1].isupper():
                break
            token = above
        return token.index

    def _case(self, head: int) -> str:
        reading = self.reading
        relation = reading[head].relation
        words = [reading[k].text.lower() for k in reading.of(head, "case")]
        if relation == "nmod:poss" or any(word in ("'s", "’s") for word in words):
            return "owner"
        for word in words:
            if word in _LOCATIVE:
                return "in"
            if word in _GOAL:
                return "to"
            if word in ("from", "of", "off"):
                return word
        if words:
            return "case"
        main = relation.partition(":")[0]
        if main == "conj":
            above = reading[head].head
            return self._case(above) if above >= 0 and reading[above].relation != "conj" else "in"
        return main if main in ("nsubj", "obj", "compound") else "bare"

    def _way(self, head: int, anchor: int) -> str:
        reading = self.reading
        above = list(reading.ancestors(head))
        if anchor in above:
            return "under" if reading.governor(head) == anchor else "deep under"
        upper = list(reading.ancestors(anchor))
        if head in upper:
            return "over"
        mine, its = self._scope(anchor), self._scope(head)
        if mine == its:
            return "clause" if reading.governor(head) in reading.conjuncts(mine) else "in clause"
        if its in upper or its in (self._scope(k) for k in upper):
            return "upper"
        return "lower" if mine in above else "beside"

    def _scope(self, word: int) -> int:
        """The verb of a word's clause, of coordinated ones the first: they share where they happen."""
        reading = self.reading
        verb = reading.clause_of(word)
        while reading[verb].relation == "conj" and reading[verb].head >= 0:
            verb = reading[verb].head
        return reading.clause_of(verb) if reading[verb].part not in ("VERB", "AUX") else verb

    # A place named before the number's sentence.

    def _facts_carried(
        self, place: NamedPlace, sentence: int, anchor: int, rank: int, past: str, group: str
    ) -> tuple[str, ...]:
        reading = self.reading
        back = sentence - reading.sentence_of[place.head]
        steps = "1" if back == 1 else "2" if back == 2 else "3-5" if back < 6 else "6+"
        facts = [
            f"carried:{group}",
            f"back={steps}",
            f"recent scene={rank if rank < 3 else 'later' if rank < 9 else 'none'}",
            f"carried past={past}",
            f"carried entity={reading[anchor].entity}",
            f"carried tense={reading[reading.clause_of(anchor)].finer}",
        ]
        if self._nested[place.head]:
            facts.append("carried nested")
        if place.head in self._spoken or self._outer(place.head) in self._spoken:
            facts.append("carried spoken")
        if any(reading[k].lemma == "the" for k in reading.of(anchor, "det")):
            facts.append("carried definite")
        return tuple(facts)

    # The story.

    def _with_story(
        self, candidate: Candidate, sentence: int, before: tuple[int, int] | None, group: str
    ) -> Candidate:
        place = candidate.mention
        where = "here" if candidate.here else "carried"
        facts = [f"{where} kind={place.kind}"]
        if place.anaphor:
            facts.append(f"{where} anaphor meant")
        if before is not None and before[0] == place.place:
            back = sentence - before[1]
            facts.append(
                f"{where} last number={'0' if back == 0 else '1' if back == 1 else '2-3' if back < 4 else '4+'}"
            )
        elif before is not None:
            facts.append(f"{where} not last number")
        order = self._scenes.get(place.place)
        scene = "no" if order is None else str(min(order, 2))
        facts += [f"{where} scene={scene}", f"{where} scene={scene}, {self._story}"]
        if self._counts[place.place] == self._most[place.kind == "country"]:
            facts.append(f"{where} most named")
        facts.append(f"{where} lands={min(self._lands, 3)}")
        return Candidate(
            candidate.mention, candidate.here, candidate.clause, (*candidate.facts, *facts)
        )

    # The number.

    def _facts_of_none(
        self, quantity: Quantity, anchor: int, group: str, before: tuple[int, int] | None,
        found: Sequence[Candidate],
    ) -> tuple[str, ...]:  # fmt: skip
        reading = self.reading
        sentence = reading.sentence_of[anchor]
        facts = ["none", f"none:{group}", f"none:{quantity.kind}"]
        facts.append(f"none entity={reading[anchor].entity}")
        here = sum(c.here for c in found)
        facts.append(f"none here={min(here, 2)}")
        facts.append(f"none before={'no' if before is None else 'yes'}")
        if quantity.modality != "asserted":
            facts.append("none modality")
        if any(reading[k].lemma == "the" for k in reading.of(anchor, "det")):
            facts.append("none definite")
        words = {reading[k].text.lower() for k in range(*self._words_of(sentence))}
        if words & {"world", "worldwide", "global", "globally", "international"}:
            facts.append("none world")
        if any(
            word.isdigit() and len(word) == 4 and word[:2] in ("18", "19", "20") for word in words
        ):
            facts.append("none year")
        if not self.named:
            facts.append("none named")
        event = {"killed", "injured", "missing", "rescued", "detained"}
        facts.append(f"none clause={reading[reading.clause_of(anchor)].finer}")
        if quantity.kind in event and found:
            facts.append("none event")
        tops = self._counts.most_common(1)
        if tops:
            share = tops[0][1] / len(self.named)
            facts.append(
                f"none story={'one' if share > 0.5 else 'main' if share > 0.3 else 'many'}"
            )
        return tuple(facts)

    def _words_of(self, sentence: int) -> tuple[int, int]:
        of = self.reading.sentence_of
        return bisect_left(of, sentence), bisect_left(of, sentence + 1)


@cache
def _events() -> frozenset[str]:
    return frozenset(vocabulary.load("places")["events"]) | frozenset(
        vocabulary.load("places")["happening"]
    )


def _located(candidate: Candidate) -> bool:
    return "case=in" in candidate.facts


def _anchor(reading: Reading, quantity: Quantity) -> int | None:
    """The word that stands for what is counted: the counted noun, else the number itself."""
    span = quantity.counted
    if span is not None:
        words = reading.at(span.start, span.end)
        inside = set(words)
        for k in words:
            if reading[k].head not in inside:
                return k
    words = reading.at(quantity.start, quantity.end)
    if not words:
        return None
    inside = set(words)
    for k in words:
        if reading[k].head not in inside:
            token = reading[k]
            return token.head if token.relation == "nummod" and token.head >= 0 else k
    return words[0]


def _spoken(reading: Reading) -> dict[int, str]:
    """Words inside a source, and those that hang on a cue: where somebody is or speaks."""
    found: dict[int, str] = {}
    for role in reading.roles:
        if role.cue:
            for k in range(*role.cue):
                for child in reading.of(k, "obl", "nmod"):
                    found[child] = "cue"
        if role.source:
            for k in range(*role.source):
                found[k] = "source"
    return found

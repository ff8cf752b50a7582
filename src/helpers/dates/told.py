"""Which of its sentence's times a number has, by the grammar that ties the two."""

from __future__ import annotations

import bisect
import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import islice, pairwise

from helpers import vocabulary
from helpers.dates.finding import DateMention
from helpers.dates.resolving import DAYS, PUBLICATION, UNRESOLVED, resolve
from helpers.language.reading import Reading

Day = tuple[dt.date | None, str]

_REACH = 600  # characters on each side of a number that count as its sentence
_DEEPEST = 25  # words that are climbed from a word of a sentence
_NEAR = 100  # characters from "that day" back to its day
_LOOKED_BACK = 5  # times before "that day" among which its day stands
# "212,000, up from 198,000 in February": the time is of the other figure.
_COMPARED = re.compile(r"\b(?:(?:up|down) from|compared (?:with|to))\b")
_DESCRIBES = frozenset(("acl", "acl:relcl", "appos"))
_MODIFIES = frozenset(("advmod", "amod", "nmod", "obl"))
_CLAUSES = frozenset(("advcl", "ccomp", "parataxis", "csubj"))


@cache
def _words(table: str) -> Mapping[str, frozenset[str]]:
    return {name: frozenset(words) for name, words in vocabulary.load("dates")[table].items()}


@dataclass(frozen=True)
class Times:
    """The times of one article, with the word that each hangs by."""

    reading: Reading
    mentions: Sequence[DateMention]
    published: dt.date | None

    def of_number(self, start: int, end: int, kind: str | None = None) -> Day:
        """(day, basis) that the number at ``start..end`` is for.

        The time that the number is part of; else the nearest by grammar: in its own clause,
        then in those around it. "Of the 85 who voted, 40 agreed, and on Friday it opened" gives
        Friday to neither; "It fell on Monday, bringing the toll to 40" gives 40 the day of
        publication. The day on which something is said comes last. A time that is no one day
        ("in 2011", "since May", "an earlier toll of 40") leaves the number unresolved; one that
        only bounds a span ("until Friday") is passed over.
        """
        words = self.reading.at(start, end)
        own = self._around(start, end)
        saying = next((d for d in own if d.saying and d.kind in DAYS), None)
        said_on = self._day(saying)[0] if saying else None
        for mention in own:
            if mention.start <= start and end <= mention.end:
                found = self._day(mention, said_on)
                # "three years ago", "the last two years": how long it is on the day of publication.
                long = kind == "duration" and found[0] is None
                return self._publication if long else found
        if not words:  # so long a text is not read to its end
            return None, UNRESOLVED
        chain = self._up(words[0])
        if (cut := _running_total(self.reading, chain)) is not None:
            chain = chain[: cut + 1]
        ranked = sorted(
            (rank, max(d.start - end, start - d.end), d.start, d)
            for d in own
            if (rank := self._rank(chain, d)) is not None
            and not _COMPARED.search(self.reading.article.text, end, d.start)
        )
        if ranked:
            nearest = ranked[0][-1]
            if nearest.cue in _words("cues")["opening"]:
                return None, UNRESOLVED
            return self._day(nearest, said_on)
        # Who "lived there before it began" does so no more; who was hurt before help came still is.
        apart = ("prior", "before") if kind == "population" else ("prior",)
        if any(not self._told_apart[word].isdisjoint(chain) for word in apart):
            return None, UNRESOLVED
        return self._publication

    def _day(self, mention: DateMention, said_on: dt.date | None = None) -> Day:
        """What a time means; "the next day" counts from the last day told before it."""
        if mention.kind != "following":
            return resolve(mention, self.published, said_on=said_on)
        place = bisect.bisect_left(self.mentions, mention.start, key=lambda d: d.start)
        for told in reversed(self.mentions[max(0, place - _LOOKED_BACK) : place]):
            if told.kind in DAYS and mention.start - told.end < _NEAR:
                day, basis = resolve(told, self.published)
                if day:
                    return resolve(mention, self.published, said_on=day)[0], basis
        return None, UNRESOLVED

    @property
    def _publication(self) -> Day:
        return (self.published, PUBLICATION) if self.published else (None, UNRESOLVED)

    def _around(self, start: int, end: int) -> list[DateMention]:
        """The times in the number's sentence, as far as that is not too long."""
        words = self.reading.at(start, end)
        if not words or not self.mentions:
            return []
        sentence = self.reading.sentences[self.reading.sentence_of[words[0]]]
        low, high = max(sentence.start, start - _REACH), min(sentence.end, end + _REACH)
        first = bisect.bisect_left(self.mentions, low, key=lambda d: d.start)
        past = bisect.bisect_left(self.mentions, high, key=lambda d: d.start)
        return list(self.mentions[first:past])

    def _up(self, word: int) -> list[int]:
        """The word and those above it, as far as its sentence goes."""
        sentence = self.reading.sentence_of[word]
        above = islice(self.reading.ancestors(word), _DEEPEST)
        return [word, *(w for w in above if self.reading.sentence_of[w] == sentence)]

    def _rank(self, chain: Sequence[int], mention: DateMention) -> tuple[bool, bool, int] | None:
        """How far a time is from a number by grammar; None where it is of something else."""
        if mention.cue in _words("cues")["bounding"] and (mention.cue, mention.kind) != (
            "since",
            "span",
        ):
            return None
        words = self.reading.at(mention.start, mention.end)
        if not words:
            return None
        top = next((w for w in words if self.reading.governor(w) not in words), words[0])
        if mention.aside and not self._names_an_event(top):
            return None
        down = self._up(top)
        shared = next((i for i, w in enumerate(down) if w in chain), None)
        if shared is None:
            return None
        up, below = chain[: chain.index(down[shared])], down[:shared]
        if self._is_of_another(below, [*up, down[shared]], mention):
            return None
        crossed = sum(self._opens_clause(w) for w in up)
        if crossed and mention.tense != "ahead" and self._is_present(up):
            return None
        said = mention.saying and mention.kind in DAYS
        return (said, mention.aside, crossed + 2 * sum(self._opens_clause(w) for w in below))

    def _is_of_another(
        self, below: Sequence[int], chain: Sequence[int], mention: DateMention
    ) -> bool:
        """Whether a time belongs to a clause or a noun beside the number's own."""
        reading = self.reading
        noun = all(reading[w].part not in ("VERB", "AUX") for w in chain)
        for word in below:
            relation = reading[word].relation
            if relation in _DESCRIBES and not (noun and len(chain) <= 2):
                # "killed in a raid that came on Monday" tells the day of the killing, too.
                described = reading[reading[word].head]
                if described.relation != "obl" or described.entity == "person":
                    return True
            if relation in ("ccomp", "parataxis"):
                return True
            if relation == "conj" and reading[word].part in ("VERB", "AUX"):
                return True
            if relation in ("advcl", "xcomp") and mention.tense == "ahead":
                return True
        first = self.reading.at(mention.start, mention.end)[0]
        return first > 0 and reading[first - 1].lemma in _words("told")["comparing"]

    def _names_an_event(self, year: int) -> bool:
        """ "the 2008 war", "in the 2021 report", but not "the 1973 building"."""
        named = self.reading.governor(year)
        return named is not None and (
            self.reading[named].entity == "event" or self.reading[named].relation == "obl"
        )

    def _is_present(self, words: Sequence[int]) -> bool:
        """Whether the innermost clause of these words tells of now, beside one that does not."""
        reading = self.reading
        verb = next(w for w in words if self._opens_clause(w))
        if reading[verb].relation == "ccomp":  # "said on Monday that 40 are missing"
            return False
        forms = {reading[w].finer for w in (verb, *reading.of(verb, "aux", "cop"))}
        return not forms.isdisjoint(("VBZ", "VBP", "MD")) and "VBN" not in forms

    def _opens_clause(self, word: int) -> bool:
        token = self.reading[word]
        if token.relation == "conj":
            return token.part in ("VERB", "AUX")
        return token.relation in _CLAUSES or token.relation in _DESCRIBES

    @cached_property
    def _told_apart(self) -> Mapping[str, frozenset[int]]:
        """Words told of a time that no calendar knows ("the previous toll"), by what tells it."""
        found: dict[str, set[int]] = {"prior": set(), "before": set()}
        for token in self.reading.tokens:
            above = self.reading.governor(token.index)
            if above is None:
                continue
            if token.text.lower() in _words("told")["another_time"] and token.relation in _MODIFIES:
                found["prior"].add(above)
            elif token.lemma in found and token.relation in ("case", "mark"):
                told = self.reading.governor(above)
                found[token.lemma].update(() if told is None else (told,))
        return {word: frozenset(told) for word, told in found.items()}


def _running_total(reading: Reading, chain: Sequence[int]) -> int | None:
    """Where in a chain the verb stands of "bringing the toll to 40", which is as of now."""
    for place, (word, above) in enumerate(pairwise(chain)):
        if reading[above].part != "VERB":
            continue
        to = any(reading[w].lemma == "to" for w in reading.of(word, "case"))
        brought = [reading[w].lemma for w in reading.of(above, "obj")]
        return place + 1 if to and _words("told")["totals"].intersection(brought) else None
    return None

"""What the tree of a reading knows of a figure: the noun it counts, and whether it counts.

The grammar of numbers reads tokens. Where the network has read the article, these answers
replace its guesses of word class; where the tree says nothing, the guess stands.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from ..language.reading import Reading
from .counted import Counted
from .determined import placed
from .drafts import Draft, Left
from .moods import estimated, mood_of
from .nouns import is_person, singular
from .senses import is_age
from .tokens import HYPHENS, Token
from .units import AGE
from .words import FRAMES, ORDINALS, TENS

_BEFORE_A_NOUN = frozenset({"nummod", "amod", "compound", "det", "advmod"})
_NOUNS = frozenset({"NOUN", "PROPN", "ADJ", "SYM", "X"})
_MODIFIES = frozenset({"amod", "compound", "nmod:desc", "flat", "punct", "advmod", "conj", "cc"})
_COUNTABLE = frozenset({"digits", "words", "magnitude", "vague"})


class Syntax:
    """The tree over one stretch of the article."""

    def __init__(self, reading: Reading, tokens: Sequence[Token]) -> None:
        self.reading, self.tokens = reading, tokens
        self._starts = [token.start for token in tokens]

    def words(self, i: int, j: int) -> range:
        """The words of the reading that share a character with tokens ``i`` to ``j``."""
        return self.reading.at(self.tokens[i].start, self.tokens[j - 1].end)

    def token(self, word: int) -> int:
        """The token with which a word begins."""
        return bisect_left(self._starts, self.reading[word].start)

    def past(self, word: int) -> int:
        """The token after a word."""
        return bisect_left(self._starts, self.reading[word].end)

    def revised(self, drafts: list[Draft], left: list[Left]) -> tuple[list[Draft], list[Left]]:
        """The drafts and what is left over, as the tree has them."""
        ranks = [self._rank(one) for one in left]
        kept = [one for one, rank in zip(left, ranks, strict=True) if rank is None]
        drafts = sorted([*drafts, *filter(None, ranks)], key=lambda one: one.i)
        last: Draft | None = None
        for draft in drafts:
            if "one" in draft.notes and draft.hedge is None:
                self._judge_one(draft)
            if words := self.words(draft.i, draft.j):
                timed = draft.form == "date" or getattr(draft.unit, "kind", "") == "duration"
                top = self._top(words)
                draft.mood = mood_of(self.reading, top, dated=timed)
                if draft.form != "date" and not draft.hedge and estimated(self.reading, top):
                    draft.notes.add("estimated")
            if draft.form == "ordinal":
                self._series(draft)
            elif draft.unit is None and draft.form in _COUNTABLE and draft.reason is None:
                self._count(draft)
                if draft.counted is None and draft.noun is None:
                    self._left_out(draft, last)
                elif draft.value is None or not draft.age:
                    last = draft
        return drafts, kept

    # What a figure counts.

    def _count(self, draft: Draft) -> None:
        words = self.words(draft.i, draft.j)
        if not words:
            return
        top = self._top(words)
        if self._names_what_stands_before(top):
            draft.counted = None  # "a magnitude 7 earthquake"
            return
        head = self._noun_behind(top, words)
        first = words[-1] + 1
        if head is None:
            head = self._part_of(top, words)
            if head is None:
                return
            first = self._after_determiners(head)
        opening, beside = self.reading[words[-1] + 1].part, first == words[-1] + 1
        if opening == "CCONJ" and draft.counted is None:
            draft.noun = self._lemma(head)  # "89 and 43 seats": the noun stands with the second
        if opening in ("CCONJ", "SYM") or self._plural_behind(draft, head):
            return
        glued_on = self.tokens[self.token(words[-1] + 1)].text in HYPHENS
        if beside and (opening == "ADP" or glued_on):
            return  # "eight in 24 hours", "a ten-storey house": no noun behind, or the walk's
        phrase = Counted(self.token(first), self.past(self._last(head)), self.past(head) - 1)
        if draft.counted is not None and beside:
            phrase = phrase._replace(i=min(draft.counted.i, phrase.head))
        elif draft.trailing is not None:
            phrase = phrase._replace(i=max(phrase.i, draft.trailing.j))
        if phrase.i <= phrase.head < phrase.j:
            draft.counted, draft.noun = phrase, self._lemma(head)

    def _left_out(self, draft: Draft, last: Draft | None) -> None:
        """What a bare figure means: an age, the noun of a number, that of the figure before."""
        words = self.words(draft.i, draft.j)
        top = self._top(words) if words else -1
        if top >= 0 and is_age(self.reading, draft.value, top):
            draft.unit, draft.age, draft.rule = AGE, True, "age-tree"
            return
        if top < 0 or self.reading[top].relation in ("nummod", "flat", "compound"):
            if top > 0 and self.reading[top - 1].lemma == "magnitude":
                draft.noun = "magnitude"
            return
        draft.noun = self._noun_of_a_number(top)
        if draft.noun is None and last is not None and last.sentence == draft.sentence:
            draft.noun = last.noun
            named = last.counted and self.tokens[last.counted.head].word
            if named and is_person(named) is False:
                draft.notes.add("of a thing")

    def _noun_of_a_number(self, top: int) -> str | None:
        """ "The number of buses fell to 12", "a magnitude of 7.1", "the toll stands at 12"."""
        reading = self.reading
        above = reading.governor(top)
        if above is None:
            return None
        subjects = reading.of(top, "nsubj") or reading.of(above, "nsubj", "obj")
        for noun in (above, *subjects):
            if reading[noun].lemma == "magnitude":
                return "magnitude"
            if reading[noun].lemma in FRAMES["totals"] and noun < top:
                for child in reading.of(noun, "nmod"):
                    if child < top and reading[child].part == "NOUN":
                        return self._lemma(child)
        return None

    def _top(self, words: range) -> int:
        """The word of the figure that hangs on one outside it."""
        for word in words:
            if self.reading[word].head not in words:
                return word
        return words[-1]

    def _names_what_stands_before(self, top: int) -> bool:
        """Whether a figure numbers the noun before it: magnitude 7, Expedition 20."""
        token = self.reading[top]
        before = token.relation == "nummod" and token.head == top - 1 >= 0
        return before and self.reading[top - 1].part in ("NOUN", "PROPN")

    def _noun_behind(self, top: int, words: range) -> int | None:
        """The noun that a figure modifies and in whose phrase it stands."""
        token = self.reading[top]
        head = token.head
        if token.relation not in _BEFORE_A_NOUN or head <= words[-1]:
            return None
        if self.reading[head].relation == "compound" and token.relation == "advmod":
            return None
        if self.reading[head].part not in _NOUNS:
            return None
        return head if words[-1] in self.reading.noun_phrase(head) else None

    def _part_of(self, top: int, words: range) -> int | None:
        """The noun of which a figure takes a part: hundreds of homes, three of today's contests."""
        for child in self.reading.of(top, "nmod"):
            if child > words[-1] and self.reading[child].part in ("NOUN", "PROPN"):
                cases = self.reading.of(child, "case")
                if cases and cases[0] == words[-1] + 1 and self.reading[cases[0]].lemma == "of":
                    return child
        return None

    def _after_determiners(self, head: int) -> int:
        """Where a noun's own phrase begins: behind its articles and possessors."""
        first = head
        for child in reversed(self.reading.children[head]):
            if child < head and self.reading[child].relation in _MODIFIES:
                first = child if child == first - 1 else first
        return first

    def _last(self, head: int) -> int:
        """The last word of the phrase: a plural noun coordinated right behind is counted too."""
        reading = self.reading
        if not _is_plural(reading, head):
            return head
        for other in reading.of(head, "conj"):
            joined = [k for k in reading.of(other, "cc") if reading[k].lemma in ("and", "or")]
            if not joined or joined[0] != head + 1 or not _is_plural(reading, other):
                continue
            between = {reading[k].relation for k in range(head + 2, other)}
            own = reading.of(other, "det", "nummod", "case", "nmod:poss")
            if between <= _MODIFIES and not own:
                return other
        return head

    def _plural_behind(self, draft: Draft, head: int) -> bool:
        """Whether the words show a plural right behind the tree's singular: six oil stills."""
        walk = draft.counted
        if walk is None or draft.value == 1 or _is_plural(self.reading, head):
            return False
        past = self.past(head)
        plural = self.tokens[walk.head].plural
        return plural and past <= walk.head <= past + 1 and self.reading[head].part == "NOUN"

    def _lemma(self, head: int) -> str:
        token = self.reading[head]
        state = token.text.lower() in ("dead", "injured", "wounded", "missing")
        person = state or token.part == "ADJ" or (token.lemma, token.entity) == ("other", "person")
        return "person" if person else singular(token.text.lower())

    # Places in a series.

    def _rank(self, left: Left) -> Draft | None:
        """The ordinal that was left over as a determiner, where it tells a place in a series."""
        last = self.tokens[left.j - 1].low
        if left.reason != "determiner" or last not in ORDINALS:
            return None
        words = self.words(left.j - 1, left.j)
        if not words or self.reading[words[0]].part not in ("ADJ", "ADV", "NOUN"):
            return None
        tens = TENS.get(self.tokens[left.i].low, 0) if left.j > left.i + 1 else 0
        value = ORDINALS[last] + tens
        if not self._in_series(words[0], value):
            return None
        sentence = self.reading.sentences[self.reading.sentence_of[words[0]]]
        first, past = (bisect_left(self._starts, place) for place in (sentence.start, sentence.end))
        return placed(self.tokens, left.i, left.j, value, (first, past))

    def _in_series(self, word: int, value: float) -> bool:
        """From the third on an ordinal counts; first and second only in what comes in series."""
        reading = self.reading
        noun = self._ranked(word)
        if noun is not None and reading[noun].lemma in FRAMES["unranked"]:
            return False
        if noun is not None and noun == word + 1 and self._is_name(word, noun):
            return False
        if value >= 3:
            return True
        if noun is None:
            above = reading.governor(word)
            return above is not None and reading[above].lemma in FRAMES["rank_verbs"]
        if value == 2 and (self._superlative(word) or self._beside_a_third(word)):
            return True
        series = FRAMES["series"] if value == 1 else FRAMES["series"] | FRAMES["second_series"]
        return reading[noun].lemma in series

    def _ranked(self, word: int) -> int | None:
        """The noun that an ordinal modifies, itself or through a superlative."""
        reading = self.reading
        first = reading.conjuncts(word)[0]
        for at in (first, reading[first].head):
            if at >= 0 and reading[at].relation in ("amod", "compound") and reading[at].head > word:
                return reading[at].head
        return None

    def _superlative(self, word: int) -> bool:
        return any(
            self.reading[k].finer in ("JJS", "RBS") and self.reading[k].start <= place + 1
            for place in (self.reading[word].end,)
            for k in range(word + 1, min(word + 3, len(self.reading)))
        )

    def _beside_a_third(self, word: int) -> bool:
        others = self.reading.conjuncts(word)
        return any(ORDINALS.get(self.reading[k].text.lower(), 0) > 2 for k in others)

    def _is_name(self, word: int, noun: int) -> bool:
        """ "the Second World War", "Third Avenue": both begin with a capital."""
        both = self.reading[word].text[0] + self.reading[noun].text[0]
        return both.isupper() and self.reading[word].start > self._sentence_start(word)

    def _sentence_start(self, word: int) -> int:
        return self.reading.sentences[self.reading.sentence_of[word]].start

    def _series(self, draft: Draft) -> None:
        """The noun of an ordinal: "third term", "39th and final mission", "second-largest city"."""
        words = self.words(draft.i, draft.j)
        noun = self._ranked(words[-1]) if words else None
        if noun is None or self.reading[noun].lemma in FRAMES["unit_of_no_rank"]:
            return
        draft.noun = self._lemma(noun)
        first = noun
        while first - 1 > words[-1] and self.reading[first - 1].relation in ("amod", "compound"):
            first -= 1
        while first < noun and self.reading[first].finer == "JJS":
            first += 1  # "the second-largest city"
        rest = [self.reading[k] for k in range(words[-1] + 1, first)]
        if any(ORDINALS.get(one.text.lower()) for one in rest):
            return  # "the second and third goals": the noun is the third's
        draft.counted = Counted(self.token(first), self.past(noun), self.past(noun) - 1)

    # One.

    def _judge_one(self, draft: Draft) -> None:
        """ "One strike hit" counts; "one official said" and "the one man" only single out."""
        words = self.words(draft.i, draft.j)
        if not words or self.reading[words[0]].part != "NUM":
            return
        counts = self._counts_one(words[0])
        if counts:
            draft.reason = None
            draft.notes.discard("one")
        elif counts is False:
            draft.reason = "determiner"
            draft.notes.add("singled")

    def _counts_one(self, word: int) -> bool | None:
        reading = self.reading
        one = reading[word]
        before = reading[word - 1].text.lower() if word else ""
        after = reading[word + 1].text.lower() if word + 1 < len(reading) else ""
        if after == "of" or before in FRAMES["one_pronouns"]:
            return None
        if one.relation == "nummod" and one.head > word:
            if before in FRAMES["singling"] or reading[one.head].lemma in FRAMES["singled"]:
                return False
            return one.head not in self.reading.source_words
        if one.relation == "conj":
            # "one person in Oslo and one in Bergen", but no "a decision and one that hurt".
            return bool(reading.of(one.head, "nummod")) or reading[one.head].part == "NUM" or None
        return True if before in ("just", "only") and one.relation == "obj" else None


def _is_plural(reading: Reading, word: int) -> bool:
    token = reading[word]
    return token.finer in ("NNS", "NNPS") or token.text.lower() == "people"

"""What was read in one article, as the question how sure it is looks at it.

Each sentence, claim and stretch of text is looked at once, however many numbers it holds.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from ..attribution import chance, cue_features
from ..language import Reading, Token
from ..records import Attribution, Claim, PlacedNumber, Quantity, Residue, Source

if TYPE_CHECKING:
    from ..claims import NumberLink

_PAPERS = frozenset(
    "report poll survey study census figure data statistic document statement record suit "
    "lawsuit complaint indictment paper analysis research test trial".split()
)
_NEAR = 6
"""Sentences over which figures of one kind may go on as one run."""
_BLOCK = 256
"""Characters of a stretch of text in which claims are looked up."""


@dataclass(frozen=True, slots=True)
class Heard:
    """What one sentence holds: names of places, times, a past tense, signs of a report."""

    places: int
    time: bool
    past: bool
    signs: tuple[str, ...]


@dataclass(frozen=True)
class Findings:
    """What was read in one article, row by row; ``links``, ``placed``, ``days`` follow quantities.

    ``days`` are pairs (as_of, basis).
    """

    tree: Reading
    quantities: Sequence[Quantity]
    claims: Sequence[Claim]
    links: Sequence[NumberLink]
    sources: Mapping[str, Source]
    placed: Sequence[PlacedNumber]
    days: Sequence[tuple[str | None, str]]
    residue: Sequence[Residue]

    @cached_property
    def said(self) -> list[Claim]:
        """The claims in which somebody, or nobody in particular, is heard."""
        return [claim for claim in self.claims if claim.form != "narrator"]

    @cached_property
    def _starts(self) -> list[int]:
        return [sentence.start for sentence in self.tree.sentences]

    def sentence_at(self, position: int) -> int:
        """The number of the sentence around a character."""
        return max(0, bisect_right(self._starts, position) - 1)

    @cached_property
    def heard_in(self) -> dict[int, frozenset[str]]:
        """Sentence → the sources of the claims that reach into it."""
        found: dict[int, set[str]] = {}
        for claim in self.said:
            if claim.source_id is None:
                continue
            for part in claim.content:
                last = self.sentence_at(max(part.start, part.end - 1))
                for sentence in range(self.sentence_at(part.start), last + 1):
                    found.setdefault(sentence, set()).add(claim.source_id)
        return {sentence: frozenset(sources) for sentence, sources in found.items()}

    @cached_property
    def _at_block(self) -> dict[int, list[Claim]]:
        found: dict[int, list[Claim]] = {}
        for claim in self.said:
            for part in claim.content:
                for block in range(part.start // _BLOCK, part.end // _BLOCK + 1):
                    found.setdefault(block, []).append(claim)
        return found

    def said_around(self, quantity: Quantity) -> int:
        """How many sources, nobody among them, stand behind the claims around a number."""
        return len(
            {
                claim.source_id
                for claim in self._at_block.get(quantity.start // _BLOCK, ())
                if any(p.start <= quantity.start and quantity.end <= p.end for p in claim.content)
            }
        )

    @cached_property
    def missed_in(self) -> frozenset[int]:
        """The sentences in which the network saw an attribution that was not taken."""
        return frozenset(
            self.sentence_at(left.start)
            for left in self.residue
            if left.reason == "unresolved_attribution"
        )

    @cached_property
    def papers_in(self) -> frozenset[int]:
        """The sentences in which a paper that may tell figures is named."""
        tree = self.tree
        return frozenset(
            tree.sentence_of[token.index]
            for token in tree.tokens
            if token.part == "NOUN" and token.lemma in _PAPERS
        )

    @cached_property
    def first_paper(self) -> float:
        """The first sentence in which a paper stands that somewhere tells something."""
        papers = (s.mentions for s in self.sources.values() if s.naming == "document")
        told = (self.sentence_at(mention.start) for mentions in papers for mention in mentions)
        return min(told, default=float("inf"))

    @cached_property
    def numbers_of(self) -> Mapping[str, int]:
        """Kind → how many numbers the article holds of it."""
        return Counter(quantity.kind for quantity in self.quantities)

    @cached_property
    def _told(self) -> list[bool]:
        """For each number whether somebody is named for it where it stands."""
        return [
            link.source_id is not None and link.link not in ("narrator", "carried")
            for link in self.links
        ]

    @cached_property
    def passages_told(self) -> frozenset[int]:
        """The passages that hold a number for which somebody is named."""
        return frozenset(
            self.tree.sentences[self.sentence_at(quantity.start)].passage
            for quantity, told in zip(self.quantities, self._told, strict=True)
            if told
        )

    @cached_property
    def after_one_told(self) -> frozenset[int]:
        """The numbers whose last one of the same kind, not far before, was told by somebody."""
        found, last = set(), dict[str, tuple[int, bool]]()
        for index, (quantity, told) in enumerate(zip(self.quantities, self._told, strict=True)):
            sentence = self.sentence_at(quantity.start)
            before, was_told = last.get(quantity.kind, (sentence, False))
            if was_told and sentence - before <= _NEAR:
                found.add(index)
            last[quantity.kind] = (sentence, told)
        return frozenset(found)

    def sentence(self, number: int) -> Heard:
        """What a sentence holds."""
        if number not in self._sentences:
            sentence = self.tree.sentences[number]
            words = [self.tree[word] for word in self.tree.at(sentence.start, sentence.end)]
            self._sentences[number] = Heard(
                sum(word.entity == "place" and word.part == "PROPN" for word in words),
                any(word.entity == "time" for word in words),
                any(word.finer == "VBD" for word in words),
                tuple(self._signs(number, words)),
            )
        return self._sentences[number]

    @cached_property
    def _sentences(self) -> dict[int, Heard]:
        return {}

    def _signs(self, number: int, words: Sequence[Token]) -> list[str]:
        """Words of a sentence that sound like somebody's report, in whosever voice."""
        facts = []
        kinds = (cue_features(w.text).cue_kind for w in words if w.part == "VERB")
        if any(kind in ("says", "reports") for kind in kinds):
            facts.append("a verb of saying in it")
        if number in self.papers_in:
            facts.append("a paper in it")
        if any(self._leans_on_paper(word) for word in words):
            facts.append("by a paper in it")
        if any(word.text in ("“", "”", '"') for word in words):
            facts.append("quotation marks in it")
        if any(word.text.lower() in ("according", "reportedly", "citing") for word in words):
            facts.append("reported by its own words")
        if number == 0:
            facts.append("the first sentence")
        return facts

    def _leans_on_paper(self, word: Token) -> bool:
        """Whether a word is a paper after a preposition: "by reports", "in the survey"."""
        return (
            word.part == "NOUN"
            and word.lemma in _PAPERS
            and any(self.tree[w].relation == "case" for w in self.tree.children[word.index])
        )

    def chance_of_report(self, claim: Claim) -> float:
        """How likely the words and their cue are a report at all, from their grammar."""
        if claim.claim_id not in self._chances:
            told = Attribution(
                source=(claim.source,) if claim.source else (),
                cue=(claim.cue,) if claim.cue else (),
                content=claim.content,
                rule_id=claim.rule_id.partition(";")[0],
                confidence=claim.confidence,
            )
            self._chances[claim.claim_id] = chance(self.tree, told)
        return self._chances[claim.claim_id]

    @cached_property
    def _chances(self) -> dict[str, float]:
        return {}

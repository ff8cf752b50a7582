"""Whom a word without a name takes up: pronouns, relatives, and what belongs to somebody."""

from __future__ import annotations

import bisect
from dataclasses import replace

from helpers.language import Reading
from helpers.places import gazetteer
from helpers.records import Article, Attribution, Passage, Sentence
from helpers.sources import lexicon
from helpers.sources.cast import Appearance
from helpers.sources.grammar import PERSONAL, PLURAL, THING
from helpers.sources.identity import Identities
from helpers.sources.mention import Mention
from helpers.sources.people import Entity, Register, Seen
from helpers.sources.pronouns import antecedent_span, choose
from helpers.sources.reading import MentionReader
from helpers.sources.recorded import is_witness

SUBJECT_REACH = 60
"""Words before a pronoun in which the subject that it takes up may stand."""

NEW_AT = 0.55
"""Chance of an antecedent from which it is known though it neither spoke nor has a name."""

Where = tuple[int, int]
Found = tuple[Entity | None, str, float]
"""An entity or None, how it was found, how sure that is."""
Placed = tuple[Entity | None, str, float, Where]
"""The same with the place of the mention."""


class Referring:
    """What one pass over an article knows, and how it leads words back to those they mean."""

    def __init__(
        self,
        article: Article,
        passages: list[Passage],
        sentences: list[Sentence],
        attributions: list[Attribution],
        reading: Reading,
    ) -> None:
        self.article, self.text = article, article.text
        self.passages, self.sentences, self.attributions = passages, sentences, attributions
        self.reading, self.reader = reading, MentionReader(reading)
        self.starts = [s.start for s in sentences]
        self.register = Register()
        self.full_names: dict[str, list[Appearance]] = {}
        self.entity: list[Entity | None] = [None] * len(attributions)
        self.identities: Identities

    def _resolve(self, mention: Mention, index: int, outer: int | None) -> Placed:
        """Whom any mention means; the pass itself knows all kinds of them."""
        raise NotImplementedError

    def _sentence(self, position: int) -> int:
        return max(0, bisect.bisect_right(self.starts, position) - 1)

    def _passage(self, sentence: int) -> int:
        return self.sentences[sentence].passage if self.sentences else 0

    def _read(self, start: int, end: int) -> Mention:
        return self.reader.read(start, end)

    def _see(
        self,
        span: Where,
        entity: Entity,
        speaker: bool,
        subject: bool = True,
        oblique: bool = False,
    ) -> None:
        self.register.see(Seen(*span, self._sentence(span[0]), entity, speaker, subject, oblique))

    def _outer_entity(self, outer: int | None) -> Entity | None:
        return self.entity[outer] if outer is not None else None

    def _pronoun(self, mention: Mention, outer: int | None) -> Found:
        sentence = self._sentence(mention.start)
        barred: frozenset[int] = frozenset()
        speaker = self._outer_entity(outer)
        if speaker is not None and self._quoted(outer, mention.start):
            barred = frozenset({id(speaker)})
        passage = self._passage(sentence)
        passage_start = self.passages[passage].start if 0 <= passage < len(self.passages) else 0
        choice = choose(
            mention,
            self.register,
            sentence=sentence,
            passage_start=passage_start,
            barred=barred,
            read=self._taken_up(mention),
        )
        if choice is None:
            other = self._named_after(mention, sentence) or self._subject_before(mention)
            return (other, "pronoun", 0.5) if other else (None, "unresolved", 0.0)
        if choice.entity.gender is None and mention.gender in {"m", "f"}:
            choice.entity.gender = mention.gender
        return choice.entity, "pronoun", choice.confidence

    def _taken_up(self, mention: Mention) -> tuple[Entity, float] | None:
        """Whom the reading takes a pronoun for, and its chance; None: for nobody."""
        words = self.reading.at(mention.start, mention.end)
        first = self.reading.antecedents.get(words[0]) if words else None
        if first is None or first.word is None:
            return None
        for word in self.reading.chain_of(words[0]):
            phrase = self.reading.full_phrase(word)
            span = self.reading.span(phrase[0], phrase[-1])
            entity = self.register.at(self.reading[word].start, span.end)
            if entity is None and self.reading[word].part in ("NOUN", "PROPN"):
                if first.chance < NEW_AT or self.reading[word].entity not in (
                    "person",
                    "organization",
                ):
                    return None
                named = self._read(span.start, span.end)
                if named.form in {"person", "single", "body", "definite", "bare", "indefinite"}:
                    entity = self._resolve(named, -1, None)[0]
                    if entity is not None:
                        self._see((span.start, span.end), entity, False)
            if entity is not None:
                return entity, first.chance
        return None

    def _subject_before(self, mention: Mention) -> Entity | None:
        """ "The army sent 600 soldiers, it said": the nearest subject before that may be a body."""
        words = self.reading.at(mention.start, mention.end)
        if not words or mention.gender in {"m", "f"}:
            return None
        passage = self.reading.passages[self._passage(self._sentence(mention.start))]
        for word in range(words[0] - 1, max(-1, words[0] - SUBJECT_REACH), -1):
            token = self.reading[word]
            if token.start < passage.start:
                return None
            if token.relation.startswith("nsubj") and token.entity in ("organization", "person"):
                phrase = self.reading.full_phrase(word)
                named = self._read(self.reading[phrase[0]].start, self.reading[phrase[-1]].end)
                if named.plural == mention.plural and named.naming != "named_person":
                    return self._resolve(named, -1, None)[0]
        return None

    def _named_after(self, mention: Mention, sentence: int) -> Entity | None:
        """ "As he left, Brenn said": the person that the same sentence names right after."""
        if mention.gender not in {"m", "f"} or not self.sentences:
            return None
        limit = self.sentences[sentence].end
        for appearances in self.full_names.values():
            for appearance in appearances:
                if mention.end <= appearance.start < limit and appearance.firm:
                    if appearance.mention.gender in {None, mention.gender}:
                        return self.identities.by_name(appearance.mention, sentence)[0]
        return None

    def _quoted(self, outer: int | None, position: int) -> bool:
        """True where the position stands inside quotation marks of the outer content."""
        if outer is None:
            return False
        span = next(
            (s for s in self.attributions[outer].content if s.start <= position < s.end), None
        )
        if span is None:
            return False
        start = max(0, span.start - 1)
        before = self.text[start:position]
        curly = before.count("“") - before.count("”")
        return curly > 0 or before.count('"') % 2 == 1

    def _relative(self, mention: Mention, index: int, outer: int | None) -> Placed:
        sentence = self._sentence(mention.start)
        begin = self.sentences[sentence].start if self.sentences else 0
        near = antecedent_span(self.text, mention.start, begin)
        low = mention.name.lower()
        if near is None:
            return None, "unresolved", 0.0, (mention.start, mention.end)
        for sighting in self.register.before(mention.start, sentence, back=0):
            if (
                sighting.end >= near[0]
                and sighting.start <= near[1]
                and (
                    sighting.speaker
                    or sighting.entity.naming == "named_person"
                    or sighting.start <= near[0]
                )
            ):
                return sighting.entity, "relative", 0.9, (mention.start, mention.end)
        if low == "who" and (named := self._named_before(mention.start, near, sentence)):
            return named, "relative", 0.75, (mention.start, mention.end)
        antecedent = self._read(*near)
        if antecedent.form in {"nobody", "relative", "self"}:
            return None, "unresolved", 0.0, (mention.start, mention.end)
        entity, _, _, span = self._resolve(antecedent, index, outer)
        return entity, "relative", 0.8, span

    def _named_before(self, start: int, near: tuple[int, int], sentence: int) -> Entity | None:
        """ "Ada Brenn, of Karsk, who": the person before the aside, unless the aside is one."""
        aside = self.reader.read(*near)
        if aside.head in lexicon.person_nouns() or aside.form in {"person", "kin"}:
            return None
        for sighting in self.register.before(start, sentence, back=0):
            if (
                sighting.entity.person
                and start - sighting.end < 80
                and (self.text[sighting.end : sighting.end + 1] == ",")
            ):
                return sighting.entity
        return None

    def _owner(self, span: tuple[int, int], index: int, outer: int | None) -> Entity | None:
        low = self.text[span[0] : span[1]].lower()
        owner = Mention(span[0], span[1], "pronoun", low)
        if low in PERSONAL:
            owner = replace(owner, gender=PERSONAL[low])
        elif low in THING:
            owner = replace(owner, gender="n", naming="organisation")
        elif low in PLURAL:
            owner = replace(owner, plural=True, naming="unnamed_group")
        elif low in {"my", "our"}:
            return self._outer_entity(outer)
        elif low == "whose":
            near = antecedent_span(
                self.text,
                span[0],
                self.sentences[self._sentence(span[0])].start if self.sentences else 0,
            )
            return self._resolve(self._read(*near), index, outer)[0] if near else None
        else:
            named = self.reader.read(*span)
            if named.form in {"person", "single", "body"}:
                return self.identities.by_name(named, self._sentence(span[0]))[0]
            return self.register.described(named, self._sentence(span[0]))
        return self._pronoun(owner, outer)[0]

    def _owned(self, mention: Mention, index: int, outer: int | None, sentence: int) -> Found:
        """ "His sister", "its director": one source per owner and word."""
        owner = self._owner(mention.owner, index, outer) if mention.owner else None
        for entity in self.register.entities:
            if (
                owner is not None
                and entity.anchor is owner
                and mention.head in entity.heads
                and entity.plural == mention.plural
            ):
                return entity, "kin", 0.85
        entity = self.register.enter(mention)
        entity.anchor = owner
        entity.passage = self._passage(sentence)
        if owner is not None:
            if mention.head in lexicon.kin_nouns():
                entity.affiliation = None
                if is_witness(owner):
                    entity.source_type = "witness"
            elif mention.head in lexicon.serving_heads():
                if owner.naming == "organisation" and not gazetteer.entry_of(owner.name):
                    entity.affiliation = entity.affiliation or owner.name
                entity.country = entity.country or owner.country
                if entity.source_type == "other":
                    entity.source_type = owner.source_type
        return entity, "new", 0.85 if owner is not None else 0.6

"""From source mentions to sources: one reading of the article from its first to its last word."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from helpers.language import Reading
from helpers.records import Article, Attribution, Passage, Residue, Sentence, Source, Span
from helpers.sources import lexicon
from helpers.sources.cast import Appearance, find_cast
from helpers.sources.identity import Identities
from helpers.sources.mention import Mention
from helpers.sources.nesting import Cover, outer_attributions
from helpers.sources.people import Entity
from helpers.sources.reading import MentionReader
from helpers.sources.recorded import relays, source_of
from helpers.sources.referring import NEW_AT, Found, Placed, Referring, Where
from helpers.sources.relays import cue_words, find_relays, is_appearance
from helpers.sources.surroundings import outside_sentences, without_clause
from helpers.sources.words import plain, surname_of


@dataclass(frozen=True, slots=True)
class Resolution:
    """Sources in order of first mention, and for each attribution, by its index, whose it is.

    ``of_attribution``: source_id, None where nobody is named or the mention stayed unresolved
    (then ``residue`` says so). ``via_of_attribution``: who relays it. ``link_of_attribution`` names
    how the link was made (name, surname, body, new, same_words, descriptor, pronoun, relative,
    kin, self, unnamed, appearance, unresolved), ``confidence_of_attribution``
    how sure it is.
    """

    sources: tuple[Source, ...]
    of_attribution: tuple[str | None, ...]
    via_of_attribution: tuple[str | None, ...]
    residue: tuple[Residue, ...]
    link_of_attribution: tuple[str, ...] = ()
    confidence_of_attribution: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class _Task:
    """One source mention to place: whose attribution it serves, and as what."""

    start: int
    end: int
    attribution: int
    via: bool


def resolve_sources(
    article: Article,
    passages: list[Passage],
    sentences: list[Sentence],
    attributions: list[Attribution],
    reading: Reading,
    *,
    infer_country: bool = True,
) -> Resolution:
    """Sources of an article and the source of each attribution. Never invents a speaker.

    ``infer_country``: give one who serves a state without saying which ("Interior Minister")
    the country that his sentence names alone before him, else the one the article is about.
    """
    return _Pass(article, passages, sentences, attributions, reading, infer_country).run()


class _Pass(Referring):
    """State of one pass over the article."""

    def __init__(
        self,
        article: Article,
        passages: list[Passage],
        sentences: list[Sentence],
        attributions: list[Attribution],
        reading: Reading,
        infer_country: bool,
    ) -> None:
        super().__init__(article, passages, sentences, attributions, reading)
        count = len(attributions)
        self.infer_country = infer_country
        self.via: list[Entity | None] = [None] * count
        self.link = ["unnamed"] * count
        self.confidence = [1.0] * count
        self.residue: list[Residue] = []
        self.placed: dict[Where, Entity] = {}
        self.waiting: list[_Task] = []
        self.outer = outer_attributions(attributions)
        self.cues = [cue_words(self.text, a) for a in attributions]

    # -- the pass ------------------------------------------------------------------------

    def run(self) -> Resolution:
        cast = find_cast(self.reading, self.reader)
        self.register.acronyms = self.reader.short
        for appearance in cast:
            if (
                appearance.mention.naming == "named_person"
                and len(appearance.mention.name.split()) > 1
            ):
                for word in {
                    surname_of(appearance.mention.name),
                    plain(appearance.mention.name.split()[0]),
                }:
                    self.full_names.setdefault(word, []).append(appearance)
        self.identities = Identities(
            self.reader,
            self.sentences,
            self.register,
            self.full_names,
            infer_country=self.infer_country,
        )
        tasks = self._tasks()
        covered = Cover([(t.start, t.end) for t in tasks])
        events: list[tuple[int, int, int, _Task | Appearance]]
        events = [(t.start, 1, t.end, t) for t in tasks]
        unheard = Cover(outside_sentences(self.reading))
        events += [
            (c.start, 0, c.end, c)
            for c in cast
            if not covered.inside(c.start, c.end) and not unheard.inside(c.start, c.end)
        ]
        events.sort(key=lambda e: (e[0], -e[2], e[1]))
        for _, _, _, event in events:
            if isinstance(event, _Task):
                self._place(event)
            else:
                self._notice(event)
        while self.waiting:  # what had to wait for a speaker named after his words
            self._place(self.waiting.pop(0), again=True)
        self._relay_nested()
        return self._resolution()

    def _tasks(self) -> list[_Task]:
        tasks: list[_Task] = []
        relays = find_relays(self.reader, self.attributions)
        for index, attribution in enumerate(self.attributions):
            if is_appearance(self.cues[index]):
                self.link[index] = "appearance"
            elif relay := relays.get(index):
                tasks.append(_Task(relay.source.start, relay.source.end, index, False))
                tasks.append(_Task(relay.via.start, relay.via.end, index, True))
            elif attribution.source:
                piece = without_clause(
                    self.reading, max(attribution.source, key=_telling(self.reader))
                )
                tasks.append(_Task(piece.start, piece.end, index, False))
        return tasks

    def _zone(self, position: int) -> str:
        if not self.sentences:
            return "body"
        index = self._passage(self._sentence(position))
        return self.passages[index].zone if 0 <= index < len(self.passages) else "body"

    def _notice(self, appearance: Appearance) -> None:
        """Somebody is named in passing: known from now on, not yet a source."""
        mention = appearance.mention
        if mention.form == "pronoun":  # "He left. He said": the topic stays alive
            entity = self._pronoun(mention, None)[0]
            if entity:
                self._see((appearance.start, appearance.end), entity, False)
            return
        if mention.form in {"definite", "indefinite", "bare"}:
            sentence = self._sentence(mention.start)
            entity = self.identities.by_description(mention, sentence)[0]
            self._see((appearance.start, appearance.end), entity, False)
            return
        entity = self._named(mention, create=appearance.firm)
        if entity:
            self.register.learn(entity, mention)
            place = (appearance.start, appearance.end)
            self._see(place, entity, False, appearance.subject, appearance.oblique)

    def _named(self, mention: Mention, *, create: bool) -> Entity | None:
        if mention.naming == "organisation" and mention.form == "body":
            return self.register.body_named(mention) or (
                self.register.enter(mention) if create else None
            )
        if mention.form in {"person", "single"}:
            found = self.register.person_named(mention)
            return found or (self.register.enter(mention) if create else None)
        return None

    def _place(self, task: _Task, *, again: bool = False) -> None:
        index = task.attribution
        mention = self._read(task.start, task.end)
        outer = self.outer[index]
        if not again and mention.form in {"pronoun", "self"} and outer is not None:
            speaker = self.attributions[outer].source
            if speaker and speaker[0].start > task.start:
                self.waiting.append(task)
                return
        entity, link, confidence, span = self._as_placed(mention) or self._resolve(
            mention, index, outer
        )
        if entity is None:
            self.link[index], self.confidence[index] = "unresolved", 0.0
            self.residue.append(Residue(task.start, task.end, "unresolved_attribution"))
            return
        entity.spans[span] = None
        self.placed[span] = entity
        self._see(span, entity, True)
        if task.via:
            self.via[index] = entity
        else:
            self.entity[index] = entity
            self.link[index], self.confidence[index] = link, confidence

    def _as_placed(self, mention: Mention) -> Placed | None:
        """The same printed words serving a second attribution: one mention is one source."""
        if mention.form in {"pronoun", "relative", "self"}:
            return None
        span = (mention.start, mention.end)
        entity = self.placed.get(span)
        return (entity, "same_words", 0.9, span) if entity else None

    def _resolve(self, mention: Mention, index: int, outer: int | None) -> Placed:
        """(entity or None, how, confidence, span of the mention)."""
        span = (mention.start, mention.end)
        sentence = self._sentence(mention.start)
        if mention.form == "nobody":
            return None, "unresolved", 0.0, span
        if mention.form == "self":
            entity = self._outer_entity(outer)
            return entity, "self", 0.85, span
        if mention.form == "relative":
            return self._relative(mention, index, outer)
        if mention.form == "pronoun":
            return *self._pronoun(mention, outer), span
        if mention.owner and mention.form in {"kin", "definite"}:
            return *self._owned(mention, index, outer, sentence), span
        if mention.form in {"person", "single", "body"} and mention.naming != "unnamed_person":
            entity, how = self.identities.by_name(mention, sentence)
            if (
                mention.owner
                and not entity.affiliation
                and mention.role
                and mention.head not in lexicon.kin_nouns()
            ):
                owner = self._owner(mention.owner, index, outer)
                if owner and owner.naming == "organisation":
                    if not self.identities.is_land(owner.name):
                        entity.affiliation = owner.name
                    if mention.head in lexicon.serving_heads() and owner.source_type != "other":
                        entity.source_type = owner.source_type
                if owner and owner.country:
                    entity.country = owner.country
            return entity, how, 0.95 if how != "surname" else 0.9, span
        entity, how, confidence = self._as_read(mention) or self.identities.by_description(
            mention, sentence
        )
        return entity, how, confidence, span

    def _as_read(self, mention: Mention) -> Found | None:
        """ "The agency", "the statement": the body that spoke before, where the reading says so."""
        if mention.form != "definite" or mention.naming not in {"organisation", "document"}:
            return None
        if mention.modifiers or mention.plural:
            return None
        if mention.naming == "document" and mention.head != "statement":
            return None
        known = self.register.described(mention, self._sentence(mention.start))
        if known is not None and known.spans:
            return None
        words = self.reading.at(mention.start, mention.end)
        heads = [w for w in words if w in self.reading.antecedents]
        for word in heads[-1:]:
            taken = self.reading.antecedents[word]
            if taken.word is not None and taken.chance >= NEW_AT:
                token = self.reading[taken.word]
                entity = self.register.at(token.start, token.end)
                if entity is not None and entity.spans and entity.naming == "organisation":
                    return entity, "descriptor", taken.chance
                if entity is None and token.lemma == self.reading[word].lemma:
                    # "The Rescue Service lowered its toll. |The service| said ..."
                    phrase = self.reading.noun_phrase(taken.word)
                    span = self.reading.span(phrase[0], phrase[-1])
                    named = self._read(span.start, span.end)
                    if named.form == "body" and named.naming == "organisation":
                        found = self.identities.by_name(named, self._sentence(span.start))[0]
                        return found, "descriptor", taken.chance
        return None

    def _relay_nested(self) -> None:
        """Words told inside somebody else's words are relayed by the outer voice."""
        for index, outer in enumerate(self.outer):
            if outer is None or self.via[index] is not None or self.entity[index] is None:
                continue
            teller = self.via[outer] or self.entity[outer]
            if teller is not None and teller is not self.entity[index] and relays(teller):
                self.via[index] = teller

    def _resolution(self) -> Resolution:
        records: dict[int, Source] = {}
        for entity in self.register.entities:
            if entity.spans:
                records[id(entity)] = source_of(self.article, entity, self._zone)
        ordered = sorted(records.values(), key=lambda s: (s.mentions[0].start, s.mentions[0].end))

        def id_of(entity: Entity | None) -> str | None:
            return (
                records[id(entity)].source_id
                if entity is not None and id(entity) in records
                else None
            )

        return Resolution(
            tuple(ordered),
            tuple(id_of(e) for e in self.entity),
            tuple(id_of(e) for e in self.via),
            tuple(sorted(self.residue, key=lambda r: (r.start, r.end))),
            tuple(self.link),
            tuple(self.confidence),
        )


def _telling(reader: MentionReader) -> Callable[[Span], int]:
    """Key: the piece of a source that tells most: names before nouns before pronouns."""
    order = {
        "person": 6,
        "body": 5,
        "single": 5,
        "joint": 5,
        "kin": 4,
        "indefinite": 4,
        "bare": 4,
        "definite": 3,
        "pronoun": 2,
        "self": 2,
        "relative": 1,
        "nobody": 0,
    }
    return lambda span: order.get(reader.read(span.start, span.end).form, 0)

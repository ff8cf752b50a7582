"""From source mentions to sources: one reading of the article from its first to its last word."""

from __future__ import annotations

import bisect
from dataclasses import dataclass, replace

from helpers.language import Reading
from helpers.places import gazetteer
from helpers.records import Article, Attribution, Passage, Residue, Sentence, Source, Span
from helpers.sources import lexicon
from helpers.sources.cast import Appearance, find_cast
from helpers.sources.grammar import (
    PERSONAL,
    PLURAL,
    RELATIVE,
    SELF,
    THING,
)
from helpers.sources.identity import Identities
from helpers.sources.mention import Mention
from helpers.sources.nesting import Cover, outer_attributions
from helpers.sources.people import Entity, Register, Seen
from helpers.sources.pronouns import antecedent_span, choose
from helpers.sources.reading import MentionReader
from helpers.sources.relays import cue_words, find_relays, is_appearance
from helpers.sources.surroundings import outside_sentences, without_clause
from helpers.sources.words import is_acronym, plain, surname_of

_ZONES = {"body": 0, "subhead": 1, "headline": 2, "boilerplate": 3}

PRONOUNS = frozenset(PERSONAL) | THING | PLURAL | SELF | RELATIVE


SUBJECT_REACH = 60
"""Words before a pronoun in which the subject that it takes up may stand."""

NEW_AT = 0.55
"""Chance of an antecedent from which it is known though it neither spoke nor has a name."""


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


class _Pass:
    """State of one pass over the article."""

    def __init__(self, article, passages, sentences, attributions, reading, infer_country):
        self.article, self.text = article, article.text
        self.passages, self.sentences, self.attributions = passages, sentences, attributions
        self.reading, self.reader = reading, MentionReader(reading)
        self.starts = [s.start for s in sentences]
        self.infer_country = infer_country
        self.register = Register()
        self.full_names: dict[str, list[Appearance]] = {}
        count = len(attributions)
        self.entity: list[Entity | None] = [None] * count
        self.via: list[Entity | None] = [None] * count
        self.link = ["unnamed"] * count
        self.confidence = [1.0] * count
        self.residue: list[Residue] = []
        self.placed: dict[tuple[int, int], Entity] = {}
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

    def _sentence(self, position: int) -> int:
        return max(0, bisect.bisect_right(self.starts, position) - 1)

    def _passage(self, sentence: int) -> int:
        return self.sentences[sentence].passage if self.sentences else 0

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
                self._see(appearance.start, appearance.end, entity, False)
            return
        if mention.form in {"definite", "indefinite", "bare"}:
            sentence = self._sentence(mention.start)
            entity = self.identities.by_description(mention, sentence)[0]
            self._see(appearance.start, appearance.end, entity, False)
            return
        entity = self._named(mention, create=appearance.firm)
        if entity:
            self.register.learn(entity, mention)
            self._see(
                appearance.start,
                appearance.end,
                entity,
                False,
                appearance.subject,
                appearance.oblique,
            )

    def _see(self, start, end, entity, speaker, subject=True, oblique=False) -> None:
        self.register.see(
            Seen(start, end, self._sentence(start), entity, speaker, subject, oblique)
        )

    def _named(self, mention: Mention, *, create: bool) -> Entity | None:
        if mention.naming == "organisation" and mention.form == "body":
            return self.register.body_named(mention) or (
                self.register.enter(mention) if create else None
            )
        if mention.form in {"person", "single"}:
            found = self.register.person_named(mention)
            return found or (self.register.enter(mention) if create else None)
        return None

    # -- one mention ------------------------------------------------------------------------

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
        self._see(*span, entity, True)
        if task.via:
            self.via[index] = entity
        else:
            self.entity[index] = entity
            self.link[index], self.confidence[index] = link, confidence

    def _as_placed(self, mention: Mention):
        """The same printed words serving a second attribution: one mention is one source."""
        if mention.form in {"pronoun", "relative", "self"}:
            return None
        span = (mention.start, mention.end)
        entity = self.placed.get(span)
        return entity and (entity, "same_words", 0.9, span)

    def _read(self, start: int, end: int) -> Mention:
        return self.reader.read(start, end)

    def _resolve(self, mention: Mention, index: int, outer: int | None):
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

    def _as_read(self, mention: Mention):
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
        return None

    # -- pronouns, relatives, family ----------------------------------------------------------

    def _outer_entity(self, outer: int | None) -> Entity | None:
        return self.entity[outer] if outer is not None else None

    def _pronoun(self, mention: Mention, outer: int | None):
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
                        self._see(span.start, span.end, entity, False)
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

    def _quoted(self, outer: int, position: int) -> bool:
        """True where the position stands inside quotation marks of the outer content."""
        span = next(
            (s for s in self.attributions[outer].content if s.start <= position < s.end), None
        )
        if span is None:
            return False
        start = max(0, span.start - 1)
        before = self.text[start:position]
        curly = before.count("“") - before.count("”")
        return curly > 0 or before.count('"') % 2 == 1

    def _relative(self, mention: Mention, index: int, outer: int | None):
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

    def _owned(self, mention: Mention, index: int, outer: int | None, sentence: int):
        """ "His sister", "its director": one source per owner and word."""
        owner = self._owner(mention.owner, index, outer)
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
                if _is_witness(owner):
                    entity.source_type = "witness"
            elif mention.head in lexicon.serving_heads():
                if owner.naming == "organisation" and not gazetteer.entry_of(owner.name):
                    entity.affiliation = entity.affiliation or owner.name
                entity.country = entity.country or owner.country
                if entity.source_type == "other":
                    entity.source_type = owner.source_type
        return entity, "new", 0.85 if owner is not None else 0.6

    # -- country from context, nesting, output --------------------------------------------------

    def _relay_nested(self) -> None:
        """Words told inside somebody else's words are relayed by the outer voice."""
        for index, outer in enumerate(self.outer):
            if outer is None or self.via[index] is not None or self.entity[index] is None:
                continue
            teller = self.via[outer] or self.entity[outer]
            if teller is not None and teller is not self.entity[index] and _relays(teller):
                self.via[index] = teller

    def _resolution(self) -> Resolution:
        records: dict[int, Source] = {}
        for entity in self.register.entities:
            if entity.spans:
                records[id(entity)] = self._record(entity)
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

    def _record(self, entity: Entity) -> Source:
        spans = sorted(entity.spans)
        mentions = tuple(Span(a, b) for a, b in spans)
        printed = [self.text[a:b] for a, b in spans]
        aliases: list[str] = []
        known = lexicon.known_bodies()
        for alias in [*entity.aliases, *printed]:
            bare = alias.removeprefix("the ").removeprefix("The ").strip()
            usual = bare not in known or known[bare].name == bare or is_acronym(bare)
            if (
                bare[:1].isupper()
                and bare.lower() not in PRONOUNS
                and "|" not in bare
                and usual
                and (
                    bare.lower() != entity.name.lower()
                    and bare not in aliases
                    and entity.name not in bare
                )
            ):
                aliases.append(bare)
        zones = [self._zone(a) for a, _ in spans]
        zone = min(zones, key=_ZONES.get)  # the body before a headline, the least furniture
        source_type = entity.source_type
        if _is_witness(entity):
            source_type = "witness"
        first = mentions[0]
        return Source(
            f"{self.article.article_id}-s{first.start}-{first.end}",
            entity.name,
            entity.role,
            entity.affiliation,
            gazetteer.state_over(entity.country),
            source_type,
            entity.naming,
            tuple(aliases),
            mentions,
            zone,
            entity.sure,
        )


def _relays(entity: Entity) -> bool:
    """The press, papers and a body of no told kind hand on; others speak of whom they name."""
    if entity.naming == "document":
        return True
    return entity.source_type == "media" or (
        entity.source_type == "other" and entity.naming == "organisation"
    )


def _is_witness(entity: Entity) -> bool:
    """A person told of by age and without an office is one who was there."""
    return entity.source_type == "witness" or (
        entity.naming == "named_person"
        and entity.aged
        and not entity.affiliation
        and entity.source_type in {"other", "medical"}
    )


def _telling(reader: MentionReader):
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

"""Who a read mention is: found again by name or description, or entered as somebody new."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from helpers.places import gazetteer
from helpers.records import Sentence
from helpers.sources import lexicon
from helpers.sources.cast import Appearance
from helpers.sources.grammar import ADJECTIVES_OF_REGION
from helpers.sources.homelands import Homelands
from helpers.sources.mention import Mention
from helpers.sources.people import Entity, Register
from helpers.sources.reading import MentionReader
from helpers.sources.words import surname_of

OF_A_STATE = frozenset({"government", "military", "local_government", "justice", "political"})
WIDE = ADJECTIVES_OF_REGION | {"international", "global", "allied", "world"}


# Papers in which a body speaks: "the statement" is the body where no paper was told of before.
_WORDS_OF_A_BODY = frozenset({"statement", "release"})
# Heads that are states themselves: no country of which they are part can be told.
STATES = frozenset({"power", "country", "nation", "state", "ally", "nations"})


class Identities:
    """The register of an article, with the rules by which mentions find their entry."""

    def __init__(
        self,
        reader: MentionReader,
        sentences: Sequence[Sentence],
        register: Register,
        full_names: dict[str, list[Appearance]],
        *,
        infer_country: bool,
    ) -> None:
        self.text, self.sentences, self.register = reader.text, sentences, register
        self.reader = reader
        self.full_names, self.infer_country = full_names, infer_country
        self.homelands = Homelands(reader.reading)

    def is_land(self, name: str) -> bool:
        """True for a country, by list or by what the text shows."""
        return name in self.homelands.lands or gazetteer.entry_of(name) is not None

    def _passage_of(self, sentence: int) -> int:
        return self.sentences[sentence].passage if self.sentences else 0

    def by_name(self, mention: Mention, sentence: int) -> tuple[Entity, str]:
        """The entity of a mention that has a name, and the rule that found or made it."""
        if mention.form == "single" and mention.name in self.homelands.lands:
            mention = replace(
                mention,
                form="body",
                naming="organisation",
                source_type="government",
                country=mention.name,
                gender="n",
            )
        body = mention.naming == "organisation"
        if mention.form == "single":
            entity = self.register.person_named(mention)
            how = "surname"
            if entity is None:
                known = self.full_names.get(surname_of(mention.name), [])
                names = {a.mention.name for a in known}
                if known and len(names) == 1:
                    entity = self.register.enter(replace(known[0].mention, aliases=()))
                    entity.country = entity.country or mention.country
                else:
                    as_body = self.register.body_named(replace(mention, naming="organisation"))
                    if as_body:
                        return as_body, "body"
            if entity is None:
                entity, how = self.register.enter(mention), "new"
        elif body:
            entity, how = self._body(mention)
        else:
            entity = self.register.person_named(mention)
            how = "name"
            if entity is None:
                entity, how = self._named_at_last(mention, sentence), "descriptor"
            if entity is None:
                entity, how = self.register.enter(mention), "new"
        self.register.learn(entity, mention)
        self._give_country(entity, mention, sentence)
        return entity, how

    def _body(self, mention: Mention) -> tuple[Entity, str]:
        """The body of that name, one told of by its noun before, or a new one."""
        if known := self.register.body_named(mention):
            return known, "body"
        if told := self._told_of_before(mention):
            told.name = mention.name
            return told, "descriptor"
        entity = self.register.enter(mention)
        if full := self.register.acronyms.get(mention.name):
            self._learn_full(entity, full)
        return entity, "new"

    def _told_of_before(self, mention: Mention) -> Entity | None:
        """ "The refugee agency said ... the World Refugee Agency said": named after its noun."""
        words = mention.name.lower().split()
        for entity in self.register.entities[-80:]:
            told = entity.modifiers - {"the"}
            if (
                entity.naming == "organisation"
                and entity.mention.form in {"bare", "definite"}
                and entity.name.islower()
                and told
                and words[-1:] == [entity.mention.head]
                and told <= set(words)
                and not (entity.country and mention.country and entity.country != mention.country)
            ):
                return entity
        return None

    def _named_at_last(self, mention: Mention, sentence: int) -> Entity | None:
        """ "its director said ... Director Ada Brenn said": the holder of the one office."""
        if not mention.role or not mention.head:
            return None
        for sighting in self.register.before(mention.start, sentence, back=3):
            entity = sighting.entity
            if (
                sighting.speaker
                and entity.naming == "unnamed_person"
                and not entity.plural
                and entity.mention.form in {"kin", "definite"}
                and mention.head in entity.heads
                and entity.modifiers - {"the"} <= mention.modifiers | entity.heads
                and (not mention.affiliation or entity.affiliation in {None, mention.affiliation})
            ):
                entity.role = mention.role
                return entity
        return None

    def by_description(self, mention: Mention, sentence: int) -> tuple[Entity, str, float]:
        """The entity of a mention without a name, the rule behind it and its confidence."""
        passage = self._passage_of(sentence)
        definite = mention.form == "definite"
        if definite and mention.head in _WORDS_OF_A_BODY and not mention.affiliation:
            entity = self._whose_words(mention, sentence)
            if entity:
                return entity, "descriptor", 0.7
        institution = mention.naming == "organisation" and mention.form == "bare"
        if definite or institution:
            entity = self.register.described(mention, sentence)
            if entity:
                self.register.learn(
                    entity,
                    replace(
                        mention, aliases=(mention.name,) if mention.naming != "organisation" else ()
                    ),
                )
                return entity, "descriptor", 0.8
        if definite and (entity := self._varied(mention, sentence)):
            self.register.learn(entity, replace(mention, role=None, head=""))
            return entity, "descriptor", 0.55
        if mention.form == "bare" or mention.form == "joint" or mention.naming == "organisation":
            same = mention.name.lower()
            for entity in reversed(self.register.entities[-80:]):
                if entity.spans and entity.name.lower() == same and entity.naming == mention.naming:
                    return entity, "same_words", 0.8
        entity = self.register.enter(mention)
        entity.passage = passage
        if (
            mention.name.lower().startswith(("another ", "other ", "a second "))
            and mention.form == "indefinite"
        ):
            self._like_the_last(entity, mention, sentence)
        if mention.form == "joint":
            self._join(entity, mention)
        self._give_country(entity, mention, sentence)
        return entity, "new", 0.9

    def _whose_words(self, mention: Mention, sentence: int) -> Entity | None:
        """ "The statement added": the body that has just spoken, unless a paper was told of."""
        for sighting in self.register.before(mention.start, sentence, back=3):
            if sighting.entity.naming == "document" and mention.head in sighting.entity.heads:
                return None
            if sighting.speaker:
                return sighting.entity if sighting.entity.naming == "organisation" else None
        return None

    def _varied(self, mention: Mention, sentence: int) -> Entity | None:
        """ "Brenn said ... The former minister said": the last speaker, described anew."""
        words = self.text[mention.start : mention.end].split()
        telling = "former" in mention.modifiers or any(
            w[:1].isupper() or w.endswith("-year-old") for w in words[1:]
        )
        the = words[:1] and words[0].lower() in {"the", "this"}
        elsewhere = mention.affiliation and mention.affiliation not in {"GOP", "state"}
        if (
            mention.naming != "unnamed_person"
            or mention.plural
            or elsewhere
            or not (telling and the)
        ):
            return None
        for sighting in self.register.before(mention.start, sentence, back=1):
            if sighting.speaker:
                entity = sighting.entity
                fits = entity.naming == "named_person" and not (
                    entity.country and mention.country and entity.country != mention.country
                )
                # "The mayor, Raul Benz, said. The governor of Entre Rios said": another office.
                office = mention.source_type in OF_A_STATE and "former" not in mention.modifiers
                fits = fits and not (office and entity.heads - {mention.head})
                return entity if fits else None
        return None

    def _like_the_last(self, entity: Entity, mention: Mention, sentence: int) -> None:
        """ "Another officer" is of the kind of the officer before, though another person."""
        for sighting in self.register.before(mention.start, sentence):
            if mention.head in sighting.entity.heads and sighting.speaker:
                entity.source_type = sighting.entity.source_type
                entity.country = entity.country or sighting.entity.country
                return

    def _join(self, entity: Entity, mention: Mention) -> None:
        """Two names that speak with one voice: type and naming as their parts agree."""
        entity.naming, entity.source_type = mention.naming, mention.source_type
        entity.country = mention.country

    def _learn_full(self, entity: Entity, full: str) -> None:
        at = self.text.find(full)
        if at >= 0:
            self.register.learn(entity, self.reader.read(at, at + len(full)))

    def _give_country(self, entity: Entity, mention: Mention, sentence: int) -> None:
        """A country for one who serves a state, where his mention names none."""
        if entity.country:
            return
        if entity.name in self.homelands.lands:
            entity.country = entity.name
            return
        if entity.affiliation in self.homelands.lands:
            entity.country, entity.affiliation = entity.affiliation, None
            return
        if entity.naming != "document":
            entity.country = self.homelands.in_phrase(mention.start, mention.end)
        if entity.country or not self.infer_country:
            return
        printed = self.text[mention.start : mention.end].lower()
        if printed.endswith(" there"):
            entity.country = self.homelands.there(sentence)
            return
        serves = (
            mention.form != "joint"
            and entity.source_type in OF_A_STATE
            and (entity.role or entity.naming != "named_person")
        )
        foreign = (
            _foreign(entity.affiliation)
            or _foreign(entity.name)
            or entity.modifiers & WIDE
            or (
                "foreign" in entity.modifiers
                and not entity.heads & {"minister", "ministry", "secretary"}
            )
        )
        apart = (
            foreign
            or entity.heads & (STATES | lexicon.word_set("abroad"))
            or entity.naming == "document"
        )
        if serves and not apart:
            lands = self.homelands.lands
            only = next(iter(lands)) if len(lands) == 1 and not self.reader.near else None
            entity.country = self.reader.home or only


def _foreign(affiliation: str | None) -> bool:
    """True for a body that belongs to no one state."""
    body = lexicon.known_bodies().get(affiliation or "")
    return bool(body and body.country is None)

"""The register of who is who: entities, the names that lead to them, and where they appeared."""

from __future__ import annotations

import bisect
from dataclasses import dataclass, field

from helpers import vocabulary
from helpers.places import gazetteer
from helpers.sources import lexicon
from helpers.sources.bodies import land_of
from helpers.sources.mention import Mention
from helpers.sources.words import is_acronym, plain, stands_for, surname_of

LOOK_BACK = 60  # appearances that a pronoun or descriptor may reach back over
LOOK_BACK_SENTENCES = 6


@dataclass(eq=False, slots=True)
class Entity:
    """One person, body, group or paper, while the article is being read."""

    mention: Mention
    name: str
    role: str | None
    affiliation: str | None
    country: str | None
    source_type: str
    naming: str
    gender: str | None
    plural: bool
    heads: set[str]
    modifiers: set[str]
    aliases: dict[str, None] = field(default_factory=dict)
    spans: dict[tuple[int, int], None] = field(default_factory=dict)
    anchor: Entity | None = None
    aged: bool = False
    passage: int = -1
    sure: float = 0.3

    @property
    def person(self) -> bool:
        """True for one human being."""
        return self.naming in {"named_person", "unnamed_person"} and not self.plural


@dataclass(frozen=True, slots=True)
class Seen:
    """An entity at a place in the text: what pronouns choose among."""

    start: int
    end: int
    sentence: int
    entity: Entity
    speaker: bool
    subject: bool
    oblique: bool


class Register:
    """Entities of one article, found again by name, surname, acronym, descriptor or family tie."""

    def __init__(self) -> None:
        self.entities: list[Entity] = []
        self.seen: list[Seen] = []
        self.acronyms: dict[str, str] = {}
        self._by_key: dict[str, Entity] = {}
        self._by_word: dict[str, list[Entity]] = {}

    def see(self, sighting: Seen) -> None:
        """Note an appearance; sightings stay in text order."""
        if self.seen and sighting.start < self.seen[-1].start:
            bisect.insort(self.seen, sighting, key=lambda s: s.start)
        else:
            self.seen.append(sighting)

    def before(
        self, position: int, sentence: int, *, back: int = LOOK_BACK_SENTENCES
    ) -> list[Seen]:
        """Sightings that end at or before ``position``, nearest first, within the look-back."""
        at = bisect.bisect_left(self.seen, position, key=lambda s: s.start)
        found = []
        for k in range(at - 1, max(-1, at - 1 - LOOK_BACK), -1):
            sighting = self.seen[k]
            if sighting.sentence < sentence - back:
                break
            if sighting.end <= position:
                found.append(sighting)
        return found

    def at(self, start: int, end: int) -> Entity | None:
        """Whom a stretch of the text names, if somebody was seen there; the speaker first."""
        at = bisect.bisect_left(self.seen, end, key=lambda s: s.start)
        near = self.seen[max(0, at - 4) : at]
        here = [s for s in near if s.end > start]
        return max(here, key=lambda s: (s.speaker, s.start)).entity if here else None

    # -- entering and finding by name -------------------------------------------------

    def enter(self, mention: Mention) -> Entity:
        """A new entity from its first mention."""
        entity = Entity(
            mention,
            mention.name,
            mention.role,
            mention.affiliation,
            mention.country,
            mention.source_type,
            mention.naming,
            mention.gender,
            mention.plural,
            {mention.head} if mention.head else set(),
            set(mention.modifiers),
            dict.fromkeys(mention.aliases),
            aged=mention.aged,
            sure=mention.sure,
        )
        self.entities.append(entity)
        self._index(entity, mention.name)
        for alias in mention.aliases:
            self._by_key.setdefault(_key(alias), entity)
        return entity

    def _index(self, entity: Entity, name: str) -> None:
        if entity.naming not in {"named_person", "organisation"}:
            return
        self._by_key.setdefault(_key(name), entity)
        if entity.naming == "named_person":
            for word in name.split():
                if len(word.strip(".")) > 1:
                    known = self._by_word.setdefault(surname_of(word), [])
                    if entity not in known:
                        known.append(entity)

    def learn(self, entity: Entity, mention: Mention) -> None:
        """Add to an entity what a further mention tells; the fuller name wins."""
        if mention.naming in {"named_person", "organisation"} and mention.form in {
            "person",
            "single",
            "body",
        }:
            named = entity.naming in {"named_person", "organisation"}
            if (
                not named
                or (
                    entity.naming == "named_person"
                    and len(mention.name.split()) > len(entity.name.split())
                )
                or (
                    entity.naming == "organisation"
                    and is_acronym(entity.name)
                    and not is_acronym(mention.name)
                )
            ):
                if entity.name != mention.name:
                    entity.aliases[entity.name] = None
                entity.name, entity.naming = mention.name, mention.naming
            elif mention.name != entity.name:
                entity.aliases[mention.name] = None
            self._index(entity, mention.name)
        entity.role = entity.role or mention.role
        entity.affiliation = entity.affiliation or mention.affiliation
        entity.country = entity.country or mention.country
        entity.gender = entity.gender or mention.gender
        entity.aged = entity.aged or mention.aged
        surer = mention.source_type != "other" and mention.sure > entity.sure
        if mention.said or surer or (entity.source_type == "other" != mention.source_type):
            entity.source_type, entity.sure = mention.source_type, mention.sure
        if mention.head:
            entity.heads.add(mention.head)
        entity.modifiers |= mention.modifiers
        for alias in mention.aliases:
            entity.aliases[alias] = None
            self._by_key.setdefault(_key(alias), entity)

    def body_named(self, mention: Mention) -> Entity | None:
        """The body of that name: same words, an alias, an acronym, or its last word."""
        name = mention.name
        found = self._by_key.get(_key(name))
        if found and found.naming == "organisation":
            return found if _countries_agree(found, mention) else None
        for alias in mention.aliases:
            found = self._by_key.get(_key(alias))
            if found:
                return found
        full = self.acronyms.get(name)
        found = self._by_key.get(_key(full)) if full else None
        if found:
            return found
        if " " not in name and sum(c.isupper() for c in name) > 1:
            for entity in reversed(self.entities[-200:]):
                if entity.naming == "organisation" and stands_for(name, entity.name):
                    return entity
        elif " " not in name and not land_of(name):
            for entity in reversed(self.entities[-200:]):
                words = entity.name.split()
                if (
                    entity.naming == "organisation"
                    and len(words) > 1
                    and (
                        words[-1] == name
                        or (
                            words[0] == name
                            and words[-1] in lexicon.tail_types()
                            and not gazetteer.entry_of(name)
                        )
                    )
                ):
                    return entity
        return None

    def person_named(self, mention: Mention) -> Entity | None:
        """The person of that name: the same full name, else by surname (the latest so called)."""
        words = mention.name.split()
        same = self._by_key.get(_key(mention.name))
        if same and same.naming == "named_person" and len(words) > 1:
            return same
        last = surname_of(mention.name)
        candidates = [
            e for e in self._by_word.get(last, []) if not _genders_clash(e.gender, mention.gender)
        ]
        if len(words) == 1:
            surnames = [e for e in candidates if surname_of(e.name) == last]
            pool = surnames or candidates or self._spelled_else(last)
            return max(
                pool,
                key=lambda e: next(reversed(e.spans)) if e.spans else self._last_seen(e),
                default=None,
            )
        for entity in candidates:
            theirs = entity.name.split()
            if surname_of(entity.name) != last:
                continue
            short = min(len(theirs), len(words))
            if short > 1 and [w.lower() for w in theirs[-short:]] == [
                w.lower() for w in words[-short:]
            ]:
                return entity
            if len(theirs) == 1 or _first_names_agree(theirs[0], words[0]):
                return entity
        return None

    def _spelled_else(self, last: str) -> list[Entity]:
        """ "Karenskyi" and "Karensky": one name but for an end of one letter."""
        if len(last) < 6:
            return []
        return [
            e
            for spelling in (last[:-1], *(last + c for c in "iy"))
            for e in self._by_word.get(spelling, ())
            if surname_of(e.name) == spelling
        ]

    def _last_seen(self, entity: Entity) -> tuple[int, int]:
        for sighting in reversed(self.seen[-200:]):
            if sighting.entity is entity:
                return (sighting.start, sighting.end)
        return (-1, -1)

    # -- finding by description --------------------------------------------------------

    def described(self, mention: Mention, sentence: int) -> Entity | None:
        """Whom a definite description ("the ministry", "the adviser") takes up, or None."""
        reach = (
            40 if mention.naming in {"unnamed_person", "organisation"} and not mention.plural else 6
        )
        tried: set[int] = set()
        sightings = self.before(mention.start, sentence, back=reach)
        exact = [
            s
            for s in sightings
            if mention.head in s.entity.heads
            and (
                s.entity.spans
                or s.entity.naming == "named_person"
                or s.entity.mention.form == "body"
            )
        ]
        for sighting in exact + sightings:
            entity = sighting.entity
            if id(entity) in tried:
                continue
            if self._fits(mention, entity, sentence - sighting.sentence):
                return entity
            if sighting in exact:
                tried.add(id(entity))
        return None

    def _fits(self, mention: Mention, entity: Entity, distance: int) -> bool:
        if not _countries_agree(entity, mention) or _genders_clash(
            entity.gender, mention.gender if mention.gender in {"m", "f"} else None
        ):
            return False
        own = _own_words(entity)
        wanted = {
            m for m in mention.modifiers if m not in _GENERIC and not gazetteer.entry_of(m.title())
        }
        if not all(w in own for w in wanted):
            return False
        if mention.plural != entity.plural and not (
            mention.naming == "organisation" and entity.naming == "organisation"
        ):
            return False
        if mention.naming == "document":
            return entity.naming == "document" and distance <= 8 and _same_paper(mention, entity)
        if mention.naming == "organisation":
            return entity.naming == "organisation" and _same_body(mention, entity, distance)
        if mention.naming == "unnamed_group":
            return (
                entity.naming == "unnamed_group" and mention.head in entity.heads and distance <= 5
            )
        return entity.person and _same_person(mention, entity, distance)


def _same_paper(mention: Mention, entity: Entity) -> bool:
    return mention.head in entity.heads or (
        mention.head in _PAPERS and bool(entity.heads & (_PAPERS | _STUDIES))
    )


def _same_body(mention: Mention, entity: Entity, distance: int) -> bool:
    if mention.head in entity.heads or entity.name.lower().split()[-1:] == [mention.head]:
        return True
    if mention.head in {"country", "nation"}:
        return bool(gazetteer.entry_of(entity.name)) and distance <= 3
    fits = vocabulary.load("relays")["hypernyms"].get(mention.head)
    if not fits or gazetteer.entry_of(entity.name):
        return False
    # Nothing tells what it is: only the nearest body is meant.
    unknown = entity.source_type == "other" and entity.mention.form == "body"
    return distance <= 5 if entity.source_type in fits else unknown and distance <= 1


def _same_person(mention: Mention, entity: Entity, distance: int) -> bool:
    if mention.head in entity.heads or (
        entity.role and mention.head in entity.role.lower().split()
    ):
        return True
    if mention.head in {"man", "woman", "boy", "girl", "person"}:
        return distance <= 3 and (entity.gender == mention.gender or mention.head == "person")
    kinds = vocabulary.load("relays")["person_hypernyms"].get(mention.head, ())
    return distance <= 5 and bool(entity.heads & set(kinds)) and entity.naming == "named_person"


_PAPERS = frozenset({"report", "study", "document", "paper", "survey", "poll"})
_STUDIES = frozenset({"analysis", "assessment", "research"})
_GENERIC = frozenset(
    "same senior top new local former latest own said chief high-ranking veteran country "
    "nation state the its city town agency current".split()
)


def _own_words(entity: Entity) -> set[str]:
    own = (
        set(entity.name.lower().replace("'s", "").replace("’s", "").split())
        | entity.modifiers
        | entity.heads
    )
    for text in (entity.role, entity.affiliation):
        if text:
            own |= set(text.lower().split())
    return own


def _key(name: str) -> str:
    return plain(name.removeprefix("the ").removeprefix("The ").replace("’", "'").replace(".", ""))


def _countries_agree(entity: Entity, mention: Mention) -> bool:
    return not (entity.country and mention.country and entity.country != mention.country)


def _genders_clash(one: str | None, other: str | None) -> bool:
    return bool(one and other and one != other)


def _first_names_agree(one: str, other: str) -> bool:
    a, b = plain(one), plain(other)
    return (
        a == b
        or (min(len(a), len(b)) == 1 and a[:1] == b[:1])
        or a.startswith(b)
        or b.startswith(a)
    )

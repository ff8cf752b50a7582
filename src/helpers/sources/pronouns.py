"""Whom a pronoun or a relative takes up: a short, bounded choice among who was just seen."""

from __future__ import annotations

from dataclasses import dataclass

from helpers.places import gazetteer
from helpers.sources import lexicon
from helpers.sources.grammar import PREPOSITIONS, QUANTIFIERS
from helpers.sources.mention import Mention
from helpers.sources.people import Entity, Register, Seen
from helpers.sources.roles import head_noun, person_noun_at
from helpers.sources.words import Word, words_of

# Weights, set on invented wire reports; the order matters more than the values. In news, "he"
# after a quotation is nearly always the last speaker, unless somebody else has since been made
# the subject of a sentence.
LAST_SPEAKER = 2.2
EARLIER_SPEAKER = 0.8
SUBJECT = 1.2
OBLIQUE = -1.2
PER_SENTENCE = -0.9
SAME_PASSAGE = 0.4
GENDER_KNOWN = 0.5
CLEAR = 0.8  # a lead over the runner-up that makes a choice clear
FLOOR = -4.6
JUST_NAMED = 3.0
READ = 2.0  # times the chance that the network gives whom it takes the pronoun for

DETERMINERS = frozenset({"the", "a", "an", "one", "some", "this", "these", "those", "another"})
ADJECTIVE_ENDINGS = (
    "al",
    "ic",
    "ing",
    "ern",
    "ous",
    "ent",
    "ive",
    "ian",
    "ese",
    "ful",
    "less",
    "ish",
    "ary",
)


@dataclass(frozen=True, slots=True)
class Choice:
    """The entity chosen and how sure (0..1)."""

    entity: Entity
    confidence: float


def choose(
    mention: Mention,
    register: Register,
    *,
    sentence: int,
    passage_start: int,
    barred: frozenset[int] = frozenset(),
    read: tuple[Entity, float] | None = None,
) -> Choice | None:
    """Whom "he", "she", "it" or "they" at ``mention`` takes up; None where nobody fits.

    ``barred`` holds ids of entities that it cannot be (the speaker of the quotation it is in);
    ``read`` is whom the network takes it for, and its chance.
    """
    best: dict[int, tuple[float, Entity]] = {}
    named = False
    newer = False  # somebody else has spoken since
    for sighting in register.before(mention.start, sentence):
        entity = sighting.entity
        kind = suits(mention, entity)
        if kind is None or id(entity) in barred:
            continue
        if not sighting.speaker and (mention.plural or sighting.oblique) and _is_place(entity):
            continue  # "They arrived in Peru. They said": the country is where, not who
        score = kind + _standing(sighting, sentence, passage_start)
        if sighting.speaker:
            score += EARLIER_SPEAKER if newer else LAST_SPEAKER
            newer = True
        if not named and sighting.subject and sighting.sentence < sentence:
            named = True  # the person just named, whoever spoke before
            score += JUST_NAMED if mention.gender in {"m", "f"} else 0
        if read is not None and read[0] is entity:
            score += READ * read[1]
        if id(entity) not in best or score > best[id(entity)][0]:
            best[id(entity)] = (score, entity)
    if not best:
        return None
    ranked = sorted(best.values(), key=lambda pair: -pair[0])
    score, entity = ranked[0]
    if score < FLOOR:
        return None
    lead = score - ranked[1][0] if len(ranked) > 1 else 2.0
    return Choice(entity, 0.9 if lead >= 2 * CLEAR else 0.75 if lead >= CLEAR else 0.55)


def _standing(sighting: Seen, sentence: int, passage_start: int) -> float:
    """How near, and how much in front, somebody was where he was last seen."""
    return (
        PER_SENTENCE * (sentence - sighting.sentence)
        + SUBJECT * sighting.subject
        + OBLIQUE * sighting.oblique
        + SAME_PASSAGE * (sighting.start >= passage_start)
    )


def _is_place(entity: Entity) -> bool:
    return entity.naming == "organisation" and gazetteer.entry_of(entity.name) is not None


def suits(mention: Mention, entity: Entity) -> float | None:
    """How well an entity suits the pronoun's number and gender; None where it cannot be."""
    if mention.plural:
        if entity.naming == "document":
            return None
        if entity.naming == "unnamed_group" or entity.plural:
            return 1.0
        if entity.naming == "organisation":
            return -0.6
        return -1.5 if entity.naming == "unnamed_person" and not entity.gender else None
    if mention.gender == "n":
        if entity.naming == "organisation" and not entity.plural:
            return 0.5
        return 0.3 if entity.naming == "document" else None
    if mention.gender in {"m", "f"}:
        if not entity.person:
            return None
        if entity.gender == mention.gender:
            return GENDER_KNOWN
        return 0.0 if entity.gender is None else None
    return None


def antecedent_span(text: str, start: int, sentence_start: int) -> tuple[int, int] | None:
    """The noun phrase right before a relative at ``start`` ("fleeing residents, who ...")."""
    words = words_of(text, max(sentence_start, start - 200), start)
    while words and words[-1].mark:
        words.pop()
    if not words:
        return None
    stop = next((i for i in range(len(words) - 1, -1, -1) if words[i].mark), -1)
    clause = words[stop + 1 :]
    if (
        stop >= 1
        and len(clause) <= 2
        and words[stop].text == ","
        and all(w.low.isdigit() for w in clause)
    ):
        return antecedent_span(text, words[stop].start, sentence_start)  # "Ada Brenn, 55, who"
    begin = _phrase_start(clause)
    # An apposition ("Ada Brenn, a nurse at the clinic, who"): the name before it is meant.
    if (
        stop >= 1
        and clause[begin : begin + 1]
        and clause[0].low in {"a", "an", "the"}
        and begin == 0
    ):
        earlier = words[:stop]
        inner = max((i for i, w in enumerate(earlier) if w.mark), default=-1)
        named = earlier[inner + 1 :]
        at = _phrase_start(named)
        if named and named[-1].capital:
            return named[at].start, named[-1].end
    return (clause[begin].start, clause[-1].end) if clause else None


def _phrase_start(words: list[Word]) -> int:
    """Index where the noun phrase that ends the words begins."""
    i = len(words)
    seen_noun = False
    while i > 0:
        word = words[i - 1]
        if word.low in DETERMINERS:
            i -= 1
            break
        if (
            word.low in {"of", "in", "from", "at", "for", "with"}
            and seen_noun
            and i >= 2
            and head_noun(words[i - 2 : i - 1])
        ):
            i -= 1
            continue
        modifier = (
            word.capital
            or word.low in lexicon.title_words()
            or word.low in QUANTIFIERS
            or word.low.isdigit()
            or word.low == "familiar"
            or person_noun_at(words, i - 1)
            or word.low in lexicon.body_nouns()
            or word.low in lexicon.document_nouns()
            or word.low.endswith(ADJECTIVE_ENDINGS)
        )
        if seen_noun and not modifier:
            break
        if word.low in PREPOSITIONS:
            break
        seen_noun = True
        i -= 1
    return min(i, len(words) - 1)

"""What the word lists know about a word in a source mention: role, body, document, family."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from helpers import vocabulary
from helpers.sources.grammar import (
    ADJECTIVES_OF_REGION,
    CLAUSE_OPENERS,
    PREPOSITIONS,
    QUANTIFIERS,
)

IRREGULAR_PLURALS = {
    "analysis": "analyses",
    "person": "persons",
    "child": "children",
    "attorney general": "attorneys general",
    "prosecutor general": "prosecutors general",
    "passer-by": "passers-by",
}
# Words that are plural though they do not look it.
PLURAL_WORDS = frozenset({"people", "townspeople", "data", "media", "troops", "forces", "crew"})


@dataclass(frozen=True, slots=True)
class Noun:
    """A noun that can head a source mention: its lemma, source_type, plural or not."""

    lemma: str
    source_type: str
    plural: bool


def plural_of(word: str) -> str:
    """The plural of a lemma by the usual spelling rules ("spy" -> "spies")."""
    if word in IRREGULAR_PLURALS:
        return IRREGULAR_PLURALS[word]
    if word.endswith("man") and word != "german":
        return word[:-3] + "men"
    if word.endswith("y") and word[-2:-1] not in "aeiou":
        return word[:-1] + "ies"
    if word.endswith(("s", "x", "ch", "sh")):
        return word + "es"
    return word + "s"


def _nouns(section: dict[str, list[str]]) -> dict[str, Noun]:
    found: dict[str, Noun] = {}
    for source_type, words in section.items():
        for word in words:
            found.setdefault(word, Noun(word, source_type, word in PLURAL_WORDS))
    for noun in list(found.values()):
        if not noun.plural:
            found.setdefault(plural_of(noun.lemma), Noun(noun.lemma, noun.source_type, True))
    return found


@cache
def person_nouns() -> dict[str, Noun]:
    """Nouns for people, singular and plural."""
    return _nouns(vocabulary.load("roles")["heads"])


@cache
def body_nouns() -> dict[str, Noun]:
    """Nouns for collectives that act as one body ("ministry", "police")."""
    return _nouns(vocabulary.load("roles")["bodies"])


@cache
def document_nouns() -> dict[str, Noun]:
    """Nouns for papers and findings that speak."""
    return _nouns({"other": vocabulary.load("roles")["documents"]["words"]})


@cache
def kin_nouns() -> dict[str, tuple[str | None, bool]]:
    """Family and circle words to (gender m, f or None; plural or not)."""
    found: dict[str, tuple[str | None, bool]] = {}
    for gender, key in (("m", "male"), ("f", "female"), (None, "neutral")):
        for word in vocabulary.load("roles")["kin"][key]:
            found.setdefault(word, (gender, False))
            found.setdefault(plural_of(word), (gender, True))
    return found


@cache
def modifier_types() -> dict[str, str]:
    """Words before a head that give the type ("hospital officials")."""
    section = vocabulary.load("roles")["modifiers"]
    return {word: source_type for source_type, words in section.items() for word in words}


@cache
def serving_heads() -> frozenset[str]:
    """Heads that take their type from the body they serve."""
    return frozenset(vocabulary.load("roles")["serving"]["words"])


@cache
def short_titles() -> dict[str, str]:
    """Short titles to the office they stand for ("gov" -> "governor")."""
    return vocabulary.load("roles")["short_titles"]


@cache
def document_types() -> dict[str, str]:
    """Papers by who writes them, where nobody is named ("study" -> expert)."""
    section = vocabulary.load("roles")["document_types"]
    return {word: source_type for source_type, words in section.items() for word in words}


@cache
def nouns_by_kind() -> tuple[tuple[dict[str, Noun], str], ...]:
    """The lists of nouns with what they are, the first that has a word decides."""
    kin = {w: Noun(w, "witness", plural) for w, (_, plural) in kin_nouns().items()}
    return (
        (person_nouns(), "person"),
        (body_nouns(), "body"),
        (document_nouns(), "document"),
        (kin, "kin"),
    )


_COMMON = frozenset(
    "royal national central international union new great first old north south east west upper "
    "lower "
    "academy science sciences human rights public united free city town state province county of "
    "northwest northeast southwest southeast".split()
)


@cache
def no_places() -> frozenset[str]:
    """Words in capitals that stand in names of bodies and offices and mean no place there."""
    named = (*tail_types(), *inner_types(), *first_names())
    plain = title_words() | frozenset(person_nouns()) | frozenset(body_nouns())
    plain |= frozenset(vocabulary.load("places")["nouns"])
    plain |= ADJECTIVES_OF_REGION | frozenset(modifier_types()) | _COMMON
    return frozenset(named) | {w.capitalize() for w in plain} | {w.title() for w in plain}


NAME_FOLLOWS = frozenset({"Mr.", "Mr", "Mrs.", "Mrs", "Ms.", "Ms", "Miss", "Mx.", "Mx"})
"""After these the name begins at once ("Mr. King" is no king)."""


@cache
def word_set(section: str) -> frozenset[str]:
    """The words of a plain section of the roles: served, naming_nouns, learned."""
    return frozenset(vocabulary.load("roles")[section]["words"])


@cache
def said_types() -> dict[str, str]:
    """Adjectives that say what a body is, to its source_type."""
    section = vocabulary.load("roles")["said_types"]
    return {word: source_type for source_type, words in section.items() for word in words}


@cache
def title_words() -> frozenset[str]:
    """Words that may stand inside a title."""
    return frozenset(vocabulary.load("roles")["title_words"]["words"]) | frozenset(modifier_types())


@cache
def titles() -> dict[str, str | None]:
    """Formal titles before a name to the gender they show ("Mrs." -> "f")."""
    section = vocabulary.load("roles")["titles"]
    found: dict[str, str | None] = {}
    for gender, key in ((None, "neutral"), ("m", "male"), ("f", "female")):
        for word in section[key]:
            found[word] = gender
    return found


@cache
def title_types() -> dict[str, str]:
    """Short titles that are roles to their source_type ("Sen." -> "political")."""
    section = vocabulary.load("roles")["title_types"]
    return {word: source_type for source_type, words in section.items() for word in words}


@cache
def gendered_heads() -> dict[str, str]:
    """Heads with a gender of their own ("spokeswoman" -> "f")."""
    section = vocabulary.load("roles")["gendered"]
    return {w: g for g, key in (("m", "male"), ("f", "female")) for w in section[key]}


@cache
def first_names() -> dict[str, str | None]:
    """Common first names to the gender they usually carry; None for those of both."""
    lists = vocabulary.load("first_names")
    male, female = set(lists["male"].split()), set(lists["female"].split())
    found: dict[str, str | None] = dict.fromkeys(male & female)
    found |= dict.fromkeys(male - female, "m")
    found |= dict.fromkeys(female - male, "f")
    return found


@dataclass(frozen=True, slots=True)
class Body:
    """A known body: its usual name, source_type and country (None for bodies of no one state)."""

    name: str
    source_type: str
    country: str | None
    names: tuple[str, ...]


@cache
def known_bodies() -> dict[str, Body]:
    """Printed names of known bodies, without article, to what is known of them."""
    found: dict[str, Body] = {}
    for entry in vocabulary.load("organisations")["alike"]:
        for name in entry["names"]:
            found[name.removeprefix("The ")] = Body(name, entry["type"], None, (name,))
    for entry in vocabulary.load("organisations")["body"]:
        names = tuple(entry["names"])
        for name in names:
            same = (name,) if entry.get("separate") else names
            found[name.removeprefix("The ")] = Body(
                same[0], entry["type"], entry.get("country"), same
            )
    return found


@cache
def tail_types() -> dict[str, str]:
    """Last words of capitalised names of bodies to their type ("Journal" -> "media")."""
    section = vocabulary.load("organisations")["tails"]
    return {word: source_type for source_type, words in section.items() for word in words}


@cache
def inner_types() -> dict[str, str]:
    """Words inside a capitalised name that show what it is."""
    section = vocabulary.load("organisations")["inner"]
    return {word: source_type for source_type, words in section.items() for word in words}


def gender_of_name(words: list[str]) -> str | None:
    """The gender a full name hints at: by first name, else by the ending of the family name."""
    if not words:
        return None
    by_first = first_names().get(words[0]) if len(words) > 1 else None
    if by_first:
        return by_first
    lists = vocabulary.load("first_names")
    last = words[-1].lower()
    if last.endswith(tuple(lists["female_endings"])):
        return "f"
    if last.endswith(tuple(lists["male_endings"])):
        return "m"
    return None


OPENERS = (
    PREPOSITIONS
    | CLAUSE_OPENERS
    | QUANTIFIERS
    | frozenset("the a an this that these those it he she they we his her their as but so".split())
)
"""Words that carry a capital only because they open a sentence."""

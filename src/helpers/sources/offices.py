"""Offices: the role, body, type and country that words before or beside a name tell."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from helpers.places import gazetteer
from helpers.sources import lexicon
from helpers.sources.bodies import body_of, country_of, land_of
from helpers.sources.context import Context
from helpers.sources.grammar import (
    GRADES,
)
from helpers.sources.head_nouns import complements, noun_at
from helpers.sources.phrase import Phrase, capital, extent
from helpers.sources.source_types import NOTHING_SAID, Kind, kind_of_role
from helpers.sources.words import is_acronym

CASES = ("of", "for", "at", "from", "with", "in")
"""Prepositions by which an office hangs on a body or a place."""
_ELECTED = frozenset({"senator", "representative", "congressman", "congresswoman", "deputy"})
_UPWARDS = frozenset({"nmod", "conj", "compound", "amod", "flat", "nmod:poss", "nmod:desc"})


@dataclass(frozen=True, slots=True)
class Told:
    """What the words around a name tell of its bearer; ``head`` is the office's noun."""

    role: str | None = None
    affiliation: str | None = None
    kind: Kind = NOTHING_SAID
    country: str | None = None
    head: str = ""
    modifiers: frozenset[str] = frozenset()
    aged: bool = False


class Offices(Context):
    """Reads offices: "Pentagon Press Secretary", ", director of the fund,"."""

    def _role(self, words: range, head: int) -> Told:
        """The office that words before a name say: "Interior Minister"."""
        reading = self.reading
        words = self._without_age(words)
        affiliation = self._affiliated(words, head)
        body = self._known(affiliation) if affiliation else None
        kind = kind_of_role(reading, head, words, body or self._by_noun(affiliation))
        country = self._country(words) or (body.country if body else None)
        if not country and kind.source_type in ("local_government", "justice"):
            country = country_of(self._words(i for i in words if i < head), self.near)[0]
        role: str | None = self._words(words)
        if all(self._formal(i) for i in words):
            role = None
        if self._says(head) == "kin":
            kind = Kind("witness", 0.5) if kind.source_type == "other" else kind
        modifiers = frozenset(reading[i].text.lower() for i in words)
        return Told(role, affiliation, kind, country, self._lemma(head), modifiers)

    def _described_role(self, head: int, limit: int | None = None) -> Told:
        """The office in an apposition: ", director of the fund,"."""
        reading = self.reading
        words = self._without_age(reading.noun_phrase(head))
        while len(words) > 1 and (
            reading[words[0]].part in ("DET", "PUNCT") or reading[words[0]].text in ("a", "the")
        ):
            words = words[1:]
        owned = [
            i
            for i in words[:-1]
            if reading[i].text in ("'s", "’s", "'", "’") or reading[i].finer == "PRP$"
        ]
        whose = range(words.start, owned[-1] + 1) if owned else range(0)
        words = range(owned[-1] + 1, words.stop) if owned else words
        past = words.stop
        if noun_at(reading, min(past, len(reading) - 1)) and past < len(reading):
            two = f"{reading[past - 1].text} {reading[past].text}".lower()
            past += two in lexicon.person_nouns()  # "prosecutor general"
        cases = (
            ("of", "for", "to", "from") if self._lemma(head) in _ELECTED else ("of", "for", "to")
        )
        for child in complements(reading, head, *cases):
            below = extent(reading, child)
            if below.start <= past + 2:
                past = max(past, below.stop)
        whole = extent(reading, head)
        if limit is not None and limit > head:
            past = min(past, limit)
        affiliation = self._affiliated(words, head)
        if not affiliation and whose and not self._is_land(self._words(whose)):
            said = self._words(whose).removesuffix("'s").removesuffix("’s")
            affiliation = said if self._known(said) else None
        body = self._known(affiliation) if affiliation else None
        kind = kind_of_role(
            reading, head, range(words.start, past), body or self._by_noun(affiliation)
        )
        country = self._country(whose) or self._country(range(words.start, max(past, whole.stop)))
        country = country or (body.country if body else None)
        modifiers = frozenset(reading[i].text.lower() for i in reading.noun_phrase(head))
        role = self._words(range(words.start, past))
        return Told(role, affiliation, kind, country, self._lemma(head), modifiers)

    def _affiliated(self, words: range, head: int) -> str | None:
        """The body in words of an office: "Pentagon" of "Pentagon Press Secretary"."""
        reading = self.reading
        for i in reversed([i for i in words if i < head]):
            token = reading[i]
            named = token.text in lexicon.tail_types() or is_acronym(token.text)
            found = noun_at(reading, i)
            single = lexicon.known_bodies().get(token.text)
            if not (named or single or (found and found[1] == "body")):
                continue
            if (
                token.text.lower() in ("press", "staff", "house", "state", "team", "party")
                and i + 1 < head + 1
                and not single
                and token.text.lower() != "party"
            ):
                continue
            if gazetteer.entry_of(token.text) and not single:
                continue
            begin = i
            for j in range(words.start, i):
                if lexicon.known_bodies().get(self._words(range(j, i + 1))):
                    begin, single = j, lexicon.known_bodies()[self._words(range(j, i + 1))]
                    break
            if token.text in ("police", "media") or (
                single is None and token.text.lower() == "government"
            ):
                continue
            while (
                begin > words.start
                and not single
                and (
                    reading[begin - 1].text[:1].isupper() == token.text[:1].isupper()
                    and reading[begin - 1].part not in ("NUM", "DET")
                    and reading[begin - 1].text.lower() not in GRADES
                )
            ):
                begin -= 1
            return self._words(range(begin, i + 1))
        cases = CASES[1:] if self._lemma(head).split()[-1] in ("secretary", "minister") else CASES
        for child in complements(reading, head, *cases):
            if served := self._served(child):
                return served[0]
        return None

    def _served(self, child: int) -> tuple[str, lexicon.Body | None] | None:
        """The body that a complement names ("of Otter Bank", "for the health ministry")."""
        reading = self.reading
        words = extent(reading, child)
        while len(words) > 1 and (
            reading[words[0]].part == "DET" or reading[words[0]].text == "the"
        ):
            words = words[1:]
        name = self._words(words)
        found = noun_at(reading, child)
        if capital(reading, child) and reading[child].part == "PROPN":
            body = self._known(name)
            if body and not land_of(name, self.near):
                return name, body
            if (
                gazetteer.entry_of(name) is not None
                or gazetteer.lookup(name, self.near) is not None
                or reading[child].entity in ("place", "person", "time")
            ):
                if not lexicon.known_bodies().get(name):
                    return None
            return name, self._known(name)
        if found and found[1] == "body" and not found[0].plural:
            return name, lexicon.Body(name, found[0].source_type, None, (name,))
        return None

    def _ahead(self, phrase: Phrase) -> Iterable[int]:
        """ "The head of the centre, Ada Brenn, said": an office told right before the name."""
        reading, comma = self.reading, phrase.name.start - 1
        if phrase.title or comma < 1 or reading[comma].text != ",":
            return
        top = comma - 1
        sentence = reading.sentence_of[comma]
        while 0 <= reading[top].head < top and reading[top].relation in _UPWARDS:
            top = reading[top].head
        noun = noun_at(reading, top)
        if (
            reading.sentence_of[top] == sentence
            and noun
            and noun[1] == "person"
            and not noun[0].plural
        ):
            if extent(reading, top).stop >= comma and reading[top].part == "NOUN":
                yield top

    def _owner(self, phrase: Phrase) -> tuple[int, int] | None:
        """Where the possessor is printed, where he is a person or a pronoun."""
        if not phrase.owner:
            return None
        reading, owner = self.reading, phrase.owner
        text = self._words(owner)
        found = noun_at(reading, owner[-1])
        if reading[owner[0]].part == "PRON" or (found and found[1] in ("person", "kin")):
            return reading[owner[0]].start, reading[owner[-1]].end
        if not capital(reading, owner[-1]) or self._is_land(text) or body_of(text, self.near):
            return None
        return reading[owner[0]].start, reading[owner[-1]].end

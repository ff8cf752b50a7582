"""Mentions without a name: "one senior official", "the ministry", "an NDC report"."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from helpers import vocabulary
from helpers.places import gazetteer
from helpers.sources import lexicon
from helpers.sources.bodies import land_of
from helpers.sources.grammar import (
    NONE_AT_ALL,
    QUANTIFIERS,
    SINGULAR,
)
from helpers.sources.head_nouns import complements, noun_at
from helpers.sources.mention import Mention
from helpers.sources.named_sources import Named
from helpers.sources.phrase import Phrase, appositions, capital, extent, phrase_of
from helpers.sources.source_types import Kind, kind_of_document, kind_of_role
from helpers.sources.words import is_acronym

_LANDS = frozenset(vocabulary.load("places")["nouns"]) | {
    "nation",
    "world",
    "kingdom",
    "government",
}
_DEFINITE = frozenset("the this that these those both its his her their".split())
_ISSUES = frozenset({"release", "publish", "issue", "put", "present"})
_GIVEN = frozenset({"name", "himself", "herself"})
"""Objects of "gave his name as", "identified herself as"."""


class Unnamed(Named):
    """Reads common noun phrases, and whose a paper is."""

    def _described(self, phrase: Phrase, words: range) -> Mention:
        """A common noun phrase: "one senior Ukrainian official", "the ministry", "a study"."""
        reading, head = self.reading, phrase.head
        found = noun_at(reading, head)
        whole = self._whole(phrase, words)
        sort = self._sort(head, found)
        if sort == "document" and not found and phrase.owner:
            # The owner of an owner is shorter: under a guessed tree a phrase may own itself.
            if len(phrase.owner) < len(words) and capital(reading, phrase.owner[-1]):
                whose = self._phrase(phrase.owner, reading[phrase.owner[0]].start)
                if whose.naming == "named_person":
                    return whose  # "Brenn's tanks", "Brenn's remarks": he is meant
        several = found[0].plural if found else reading[head].finer in ("NNS", "NNPS")
        counted = self._counted(whole, head)
        kind, naming, affiliation = self._kind_of(phrase, whole, sort, several or counted)
        # They serve abroad: where they are says nothing of whom they serve.
        abroad = self._lemma(head) in lexicon.word_set("abroad")
        country = self._country(range(whole.start, head + 1) if abroad else whole)
        if affiliation and not country:
            country = self._listed_country(affiliation)
        owner = self._owner(phrase)
        form = self._form(phrase, whole, sort, naming, several)
        lemma = self._lemma(head)
        gender = lexicon.gendered_heads().get(lemma)
        if sort == "kin":
            gender = lexicon.kin_nouns().get(reading[head].text.lower(), (None, False))[0]
        return Mention(
            reading[whole[0]].start,
            reading[whole[-1]].end,
            form,
            self._name_of(phrase, whole, naming),
            affiliation=affiliation,
            country=country,
            source_type=kind.source_type,
            naming=naming,
            gender="n" if naming in ("organisation", "document") else gender,
            plural=several or (counted and naming != "organisation"),
            head=lemma,
            modifiers=frozenset(reading[i].text.lower() for i in phrase.rest if i < head)
            | self._told_apart(phrase),
            owner=owner if form in ("kin", "definite") else None,
            sure=kind.sure,
        )

    def _whole(self, phrase: Phrase, words: range) -> range:
        """The phrase as printed: what the mention holds of it, to the comma or clause."""
        first = phrase.words.start
        if words.start > first - 4 and first in words:
            before = range(words.start, first)
            if all(self.reading[i].part in ("ADJ", "VERB", "NOUN") for i in before):
                first = words.start  # "fleeing residents"
        return range(first, self._printed_end(phrase, words))

    def _counted(self, whole: range, head: int) -> bool:
        """Whether a number or "some" stands before the noun."""
        return self.reading[whole[0]].text.lower() in QUANTIFIERS or any(
            self.reading[i].part == "NUM" and self.reading[i].text.lower() not in ("one", "1")
            for i in whole
            if i < head
        )

    def _form(self, phrase: Phrase, whole: range, sort: str, naming: str, several: bool) -> str:
        """How a phrase is determined; a relative with an owner is a source of its own."""
        lead = self.reading[whole[0]].text.lower()
        if lead in NONE_AT_ALL:
            return "nobody"
        owner = self._owner(phrase)
        pronoun = bool(phrase.owner) and self.reading[phrase.owner[0]].part == "PRON"
        if naming == "organisation" and phrase.owner and owner is None:
            return "body"
        if owner and (sort == "kin" or (sort == "person" and pronoun)):
            return "kin"
        if lead in _DEFINITE or phrase.owner:
            return "definite"
        if lead in SINGULAR or self._counted(whole, phrase.head):
            return "indefinite"
        return "definite" if sort == "person" and not several else "bare"

    def _name_of(self, phrase: Phrase, whole: range, naming: str) -> str:
        """A body without its article or the country that is only called so."""
        lead = self.reading[whole[0]].text.lower()
        if naming == "organisation" and phrase.owner:
            if self.reading[phrase.owner[-1]].lemma.lower() in _LANDS:
                return self._words(range(phrase.rest.start, whole.stop))
        if naming == "organisation" and lead in ("the", "a", "an", "this") and len(whole) > 1:
            whole = whole[1:]
        return self._words(whole)

    def _told_apart(self, phrase: Phrase) -> frozenset[str]:
        """Words that tell one office from another: "of Lomar", "the school's"."""
        reading = self.reading
        words = [i for i in phrase.owner if reading[i].part in ("NOUN", "PROPN")]
        for child in complements(reading, phrase.head, "of", "for", "in"):
            words += [i for i in extent(reading, child) if reading[i].part == "PROPN"]
        return frozenset(reading[i].text.lower() for i in words)

    def _sort(self, head: int, found: tuple[lexicon.Noun, str] | None) -> str:
        """Whether a noun names a person, a body, something written, or a relative."""
        token = self.reading[head]
        if found:
            human = found[0].lemma == "figure" and not found[0].plural and token.entity == "person"
            return "person" if human else found[1]
        if token.part in ("PRON", "DET", "NUM", "ADJ") or token.entity == "person":
            return "person"
        if token.entity in ("organization", "place"):
            return "body"
        human = token.text.lower().endswith(("ists", "ians", "ers", "ors", "ologist"))
        return "person" if human else "document"

    def _kind_of(
        self, phrase: Phrase, whole: range, sort: str, several: bool
    ) -> tuple[Kind, str, str | None]:
        """(type, naming, affiliation) of one or some without a name."""
        reading, head = self.reading, phrase.head
        owner = self._words(phrase.owner) if phrase.owner else ""
        affiliation = self._affiliated(phrase.rest, head)
        if not affiliation and owner and reading[phrase.owner[0]].part != "PRON":
            plain = owner.removeprefix("the ").removeprefix("The ")
            noun = noun_at(reading, phrase.owner[-1])
            if not self._is_land(plain) and (self._known(plain) or (noun and noun[1] == "body")):
                affiliation = plain
        body = (self._known(affiliation) or self._by_noun(affiliation)) if affiliation else None
        if sort == "document":
            body = body or (self._known(owner) if owner else None)
            affiliation = self._issuer(phrase) or affiliation
            body = body or (
                (self._known(affiliation) or self._by_noun(affiliation)) if affiliation else None
            )
            return kind_of_document(reading, head, body, whole), "document", affiliation
        if sort == "body":
            found = noun_at(reading, head)
            plural = reading[head].finer in ("NNS", "NNPS") and not (found and not found[0].plural)
            kind = self._kind_of_body(phrase, whole, found)
            if (
                found
                and found[0].lemma in lexicon.word_set("gathered")
                and reading[head].text.islower()
            ):
                return kind, "unnamed_group", affiliation
            if several and plural:
                return kind, "unnamed_group", None
            return kind, "organisation", None
        kind = kind_of_role(reading, head, whole, body)
        if self._lemma(head) in lexicon.word_set("gathered"):
            several = True
        if sort == "kin" and kind.source_type == "other":
            kind = Kind("witness", 0.6)
        return kind, "unnamed_group" if several else "unnamed_person", affiliation

    def _issuer(self, phrase: Phrase) -> str | None:
        """Whose a paper is: "a survey by the charity Open Gate", "an NDC report"."""
        reading, head = self.reading, phrase.head
        before = [i for i in phrase.rest if i < head and capital(reading, i)]
        for i in before:
            said = self._words(j for j in before if j >= i)
            if not self._is_land(said) and self._known(said):
                return said
        if released := self._released(head):
            return released
        below = [*reading.of(head, "nmod"), *reading.of(head, "obl")]
        for verb in reading.of(head, "acl"):
            below += reading.of(verb, "obl")
        return next((b for child in below if (b := self._by(child))), None)

    def _released(self, head: int) -> str | None:
        """ "The army released a report that showed": the subject of the verb, where a body."""
        reading = self.reading
        verb = reading.governor(head)
        if reading[head].relation != "obj" or verb is None or reading[verb].lemma not in _ISSUES:
            return None
        subject = reading.subject_of(verb)
        if subject is None or subject >= head:
            return None
        other = phrase_of(reading, range(subject, subject + 1))
        if other and other.name and not self._is_person(other):
            return self._words(self._full_name(other))
        return None

    def _by(self, child: int) -> str | None:
        """The body or people behind "by", "from", "of" or "in"."""
        reading = self.reading
        case = next((reading[c].text.lower() for c in reading.of(child, "case")), "")
        if case not in ("by", "from", "of", "in"):
            return None
        other = phrase_of(reading, range(child, child + 1))
        if other and other.name and not self._is_land(self._words(other.name)):
            called = any(self._says(i) == "body" for i in other.title)
            if case in ("by", "from") or called or self._known(self._words(other.name)):
                return self._words(self._full_name(other))
        found = noun_at(reading, child)
        if found and found[1] in ("body", "person") and case in ("by", "from"):
            words = extent(reading, child)
            return self._words(words[1:] if reading[words[0]].part == "DET" else words)
        return None

    def _printed_end(self, phrase: Phrase, words: range) -> int:
        """A phrase as printed ends before a comma, a clause or what the mention leaves out."""
        past = phrase.words.stop
        while past < words.stop:
            token = self.reading[past]
            low = token.text.lower()
            if token.part == "PUNCT" and token.text not in ("-", "'", "’"):
                break
            if low in ("who", "whose", "which") and self.reading[past - 1].text.lower() != "those":
                break
            past += 1
        return past

    def _named_beside(self, phrase: Phrase) -> Mention | None:
        """ "The mayor, Raul Benz,": the noun is the office of the name beside it."""
        reading = self.reading
        found = noun_at(reading, phrase.head)
        if phrase.name or (found and (found[1] == "document" or found[0].plural)):
            return None
        if not found and reading[phrase.head].entity not in ("person", "organization"):
            return None
        if reading[phrase.head].finer == "NNS":
            return None
        for beside in (*appositions(reading, phrase), *self._behind(phrase)):
            if reading[beside].part != "PROPN" or not capital(reading, beside):
                continue
            other = self._alone(beside)
            if other is None or not other.name or other.name[0] <= phrase.head:
                continue
            if is_acronym(self._words(other.name)):
                continue
            named = self._words(other.name)
            body = self._known(named)
            holder = found and found[1] in ("person", "kin") and not body
            if not holder and not self._is_person(other):
                if found and (found[1] == "body" or (body and not land_of(named, self.near))):
                    return replace(
                        self._body(other, other.words), start=reading[phrase.words[0]].start
                    )
                continue
            person = self._person(other, other.words)
            if person.role is None:
                told = self._described_role(phrase.head, other.name[0])
                person = replace(
                    person, role=told.role, affiliation=told.affiliation or person.affiliation,
                    source_type=told.kind.source_type, sure=told.kind.sure,
                    country=told.country or self._country(phrase.owner) or person.country,
                    head=told.head,
                )  # fmt: skip
            country = person.country or self._country(phrase.owner)
            start = reading[phrase.words[0]].start
            return replace(person, start=start, form="person", country=country)
        return None

    def _alone(self, i: int) -> Phrase | None:
        """The name that begins at a word which the tree may have hung on another."""
        other = phrase_of(self.reading, range(i, i + 1))
        if other and other.name and other.name[0] < i < other.name.stop:
            return replace(other, words=range(i, other.name.stop), rest=range(i, other.name.stop),
                           name=range(i, other.name.stop), title=range(0), head=i)  # fmt: skip
        return other

    def _given(self, phrase: Phrase) -> Iterable[int]:
        """ "A fisherman who gave his name as |Tunde|": the name in a clause that gives it."""
        reading = self.reading
        for verb in reading.of(phrase.head, "acl:relcl"):
            names = {reading[c].lemma for c in reading.of(verb, "obj")} & _GIVEN
            for child in reading.of(verb, "obl") if names else ():
                if any(reading[c].text == "as" for c in reading.of(child, "case")):
                    yield child

    def _past_place(self, child: int) -> int | None:
        """ "President of Chad |Idriss Deby|": where the name begins behind the place before it."""
        reading = self.reading
        begin = min(reading.noun_phrase(child).start, child)
        while begin < child and not capital(reading, begin):
            begin += 1
        past = begin
        while past < len(reading) and capital(reading, past) and past < begin + 7:
            past += 1
        for size in (3, 2, 1):
            name = range(begin + size, past)
            body = bool(name) and reading[name[-1]].text in lexicon.tail_types()
            if not body and (len(name) > 1 or (name and reading[name[0]].relation == "flat")):
                place = self._words(range(begin, begin + size))
                if self._is_land(place) or gazetteer.lookup(place, self.near):
                    return name[0]
        return None

    def _behind(self, phrase: Phrase) -> Iterable[int]:
        """A name right behind an office, or between commas, that the tree hung elsewhere."""
        reading, at = self.reading, extent(self.reading, phrase.head).stop
        if self._says(phrase.head) not in ("person", "kin"):
            return
        yield from self._given(phrase)
        for child in complements(reading, phrase.head, "of"):
            if (begin := self._past_place(child)) is not None:
                yield begin
                return
        if (
            at < len(reading)
            and capital(reading, at)
            and reading[at].part == "PROPN"
            and reading[at].entity != "time"
        ):
            yield at
            return
        if at + 2 < len(reading) and reading[at].text == "," and capital(reading, at + 1):
            past = at + 1
            while past < len(reading) and capital(reading, past):
                past += 1
            ends = past == len(reading) or reading[past].text in (",", ".", ";")
            if ends and past - at <= 5 and not self._is_land(self._words(range(at + 1, past))):
                yield at + 1
        if (
            at + 1 < len(reading)
            and reading[at].text in ("called", "named")
            and capital(reading, at + 1)
        ):
            yield at + 1

"""Mentions with a name: people with their offices, bodies with theirs."""

from __future__ import annotations

from dataclasses import replace

from helpers.language import Token
from helpers.sources import lexicon
from helpers.sources.bodies import country_of, land_of
from helpers.sources.head_nouns import complements, noun_at
from helpers.sources.mention import Mention
from helpers.sources.offices import CASES, Offices, Told
from helpers.sources.phrase import Phrase, appositions, capital, extent
from helpers.sources.source_types import NOTHING_SAID, Kind, kind_of_role
from helpers.sources.words import is_acronym


class Named(Offices):
    """Reads names, and tells a human's from a body's."""

    def _is_person(self, phrase: Phrase) -> bool:
        """Whether a name is one human's: by title, by what stands beside, by the tree."""
        name = self._words(phrase.name)
        tokens = [self.reading[i] for i in phrase.name if self.reading[i].part != "PUNCT"]
        listed = lexicon.known_bodies().get(name.removeprefix("The "))
        if self._years(phrase):
            return True
        if listed and (len(tokens) > 1 or not phrase.title):
            return False
        told = self._titled(phrase)
        if told is None and any(c.isdigit() or c in "/&" for c in name):
            return False
        if told is None:
            told = self._said_beside(phrase, tokens)
        return self._looks_human(phrase, name, tokens) if told is None else told

    def _titled(self, phrase: Phrase) -> bool | None:
        """What the words before a name say: "Minister", "the charity"."""
        if not phrase.title:
            return None
        last = next((k for i in reversed(phrase.title) if (k := self._says(i)) is not None), None)
        if last in ("person", "kin"):
            return True
        plain = self.reading[phrase.title[-1]].text.islower()
        return False if last == "body" and plain else None

    def _said_beside(self, phrase: Phrase, tokens: list[Token]) -> bool | None:
        """What an apposition says: ", a nurse,", ", 55,"; a body's own noun says more."""
        if len(tokens) > 1 and tokens[-1].text in lexicon.tail_types():
            if tokens[0].text not in lexicon.first_names():
                return False
        if self._aged(phrase.name.stop):
            return True
        for beside in appositions(self.reading, phrase):
            if self.reading[beside].text.isdigit():
                return True
            found = noun_at(self.reading, beside)
            if found and self.reading[beside].part == "NOUN":
                return found[1] in ("person", "kin")
        return None

    def _aged(self, after: int) -> bool:
        """Whether an age stands behind a name: "Yusef, 22, said"."""
        words = [token.text for token in self.reading.tokens[after : after + 3]]
        aged = len(words) == 3 and words[0] == "," and words[1].isdigit() and len(words[1]) < 3
        return aged and words[2] in (",", ".", ";")

    def _looks_human(self, phrase: Phrase, name: str, tokens: list[Token]) -> bool:
        """By first names, pronouns and the tree: people's names are flat, bodies' compounds."""
        reading, tails = self.reading, lexicon.tail_types()
        if not tokens:  # a name of marks alone
            return False
        first = tokens[0].text in lexicon.first_names()
        determined = reading[phrase.words[0]].text.lower() == "the" and not phrase.owner
        if first and len(tokens) > 1 and tokens[-1].text not in tails:
            return not determined
        bodily = any(t.text in tails for t in tokens[1:]) or any(
            t.text in lexicon.inner_types() for t in tokens
        )
        if determined or bodily:
            return False
        if phrase.head in self.referred:
            return True
        if land_of(name, self.near) or is_acronym(name):
            return False
        entity = reading[phrase.head].entity
        if len(tokens) == 1:
            return entity == "person" and first
        flat = any(reading[i].relation == "flat" for i in phrase.name)
        return flat and entity not in ("organization", "place")

    def _person(self, phrase: Phrase, words: range) -> Mention:
        """A name with its office: "Interior Minister Ada Brenn", "Ada Brenn of Otter Bank"."""
        reading, name = self.reading, phrase.name
        told = self._with_complements(
            phrase, self._with_appositions(phrase, self._before(phrase)), words
        )
        country = told.country
        if told.affiliation and not country:
            country = country_of(told.affiliation, self.near)[0]
            country = country or self._listed_country(told.affiliation)
        if country and told.kind.source_type == "local_government" and told.head == "governor":
            country = self._state_of(country)
        plain = [reading[i].text for i in name]
        return Mention(
            reading[max(phrase.words.start, min(words.start, name.start))].start,
            reading[name[-1]].end,
            "person" if len([w for w in plain if w[:1].isalpha()]) > 1 else "single",
            self._words(name),
            role=told.role,
            affiliation=told.affiliation,
            country=country,
            source_type=told.kind.source_type,
            naming="named_person",
            gender=self._gender(phrase, plain),
            head=told.head,
            modifiers=told.modifiers,
            owner=self._owner(phrase),
            aged=told.aged or self._years(phrase),
            sure=told.kind.sure,
        )

    def _before(self, phrase: Phrase) -> Told:
        """What the title and the owner before a name tell: "NBC's Tom Vale"."""
        told = Told()
        if phrase.title:
            head = self._office(phrase.title)
            if head is not None:
                told = self._role(phrase.title, head)
            else:
                nouns = [i for i in phrase.title if self.reading[i].part == "NOUN"]
                role = self._words(phrase.title) if nouns and not self._years(phrase) else None
                told = Told(role=role, country=self._country(phrase.title))
        if phrase.owner and not told.country:
            told = replace(told, country=self._country(phrase.owner))
            whose = self._words(phrase.owner).removeprefix("the ").removeprefix("The ")
            body = self._known(whose)
            if body and not self._is_land(whose) and not phrase.title:
                told = replace(told, affiliation=whose, kind=Kind(body.source_type, 0.7))
        return told

    def _with_appositions(self, phrase: Phrase, told: Told) -> Told:
        """With what stands beside a name: ", director of the fund,", ", 61,"."""
        reading = self.reading
        told = replace(told, aged=told.aged or self._aged(phrase.name.stop))
        for beside in (*appositions(reading, phrase), *self._ahead(phrase)):
            if reading[beside].text.isdigit():
                told = replace(told, aged=True)
            found = noun_at(reading, beside)
            says = found[1] if found else None
            noun = reading[beside].part == "NOUN" or says in ("person", "kin")
            if not noun or says in ("body", "document") or (capital(reading, beside) and not found):
                continue
            more = self._described_role(beside)
            first = told.role is None or not told.head
            told = replace(
                told,
                role=more.role if first else told.role,
                head=more.head if first else told.head,
                affiliation=told.affiliation or more.affiliation,
                country=told.country or more.country,
                kind=more.kind if more.kind.sure > told.kind.sure else told.kind,
                modifiers=told.modifiers | more.modifiers,
            )
        return told

    def _with_complements(self, phrase: Phrase, told: Told, words: range) -> Told:
        """With whom a name is of: "Ada Brenn of Otter Bank", "Tom Vale from Karsk"."""
        for child in complements(self.reading, phrase.head, *CASES):
            country = self._country(extent(self.reading, child))
            served = self._served(child)
            if served and child <= words.stop:
                kind = told.kind
                if served[1] and kind.source_type == "other":
                    kind = Kind(served[1].source_type, 0.7)
                told = replace(told, affiliation=told.affiliation or served[0], kind=kind)
            elif not phrase.title and told.kind.sure < 0.5 and country:
                told = replace(told, kind=Kind("witness", 0.55))
            told = replace(told, country=told.country or country)
        return told

    def _gender(self, phrase: Phrase, name: list[str]) -> str | None:
        for i in phrase.title:
            text = self.reading[i].text
            told = lexicon.titles().get(text) or lexicon.titles().get(text + ".")
            told = told or lexicon.gendered_heads().get(text.lower())
            told = told or lexicon.kin_nouns().get(text.lower(), (None, False))[0]
            if told:
                return told
        return lexicon.gender_of_name(name)

    def _body(self, phrase: Phrase, words: range) -> Mention:
        """A body by its name: "the Bank of Norland", "State press agency PAP"."""
        reading = self.reading
        name = self._full_name(phrase)
        printed = self._words(name)
        listed = lexicon.known_bodies().get(printed)
        body = listed or self._known(printed)
        kind = Kind(body.source_type, 0.95 if listed else 0.75) if body else NOTHING_SAID
        country = body.country if body else None
        before = next((i for i in reversed(phrase.title) if noun_at(reading, i)), None)
        for at in (before, *appositions(reading, phrase)):
            found = noun_at(reading, at) if at is not None else None
            if at is not None and found and found[1] == "body" and kind.sure < 0.9:
                noun = replace(phrase, head=at, name=range(0), rest=reading.noun_phrase(at))
                told = self._kind_of_body(noun, range(noun.rest.start, at + 1), found)
                kind = told if told.source_type != "other" else kind
        office = noun_at(reading, phrase.owner[-1]) if phrase.owner else None
        if office and office[0].source_type in ("justice", "local_government"):
            kind = Kind(office[0].source_type, 0.85)  # "the Prosecutor General's Office"
        said = self._said_type(phrase)
        aliases = [a for a, full in self.short.items() if full == printed or printed.endswith(full)]
        if not country:
            country = self._country(phrase.title) or self._country(phrase.owner)
        for beside in appositions(reading, phrase):
            if not country and reading[beside].part == "NOUN":
                country = self._country(extent(reading, beside))
        single = len(name) == 1 and not body and reading[phrase.words[0]].text.lower() != "the"
        last = reading[name[-1]]
        return Mention(
            reading[max(phrase.words.start, min(words.start, name.start))].start,
            last.end,
            "single" if single else "body",
            printed,
            country=country,
            source_type=said or kind.source_type,
            naming="organisation",
            gender=None if single else "n",
            plural=last.finer == "NNPS" and not body,
            head=last.text.lower(),
            aliases=(*(listed.names if listed and len(listed.names) > 1 else ()), *aliases),
            said=said is not None,
            sure=kind.sure,
        )

    def _kind_of_body(
        self, phrase: Phrase, whole: range, found: tuple[lexicon.Noun, str] | None
    ) -> Kind:
        """The type of a body by its noun: "aid group", "city council"."""
        reading = self.reading
        listed = self._known(self._words(phrase.rest))
        inner = next(
            (
                b
                for i in phrase.rest
                if i < phrase.head and (b := lexicon.known_bodies().get(reading[i].text))
            ),
            None,
        )
        if inner and inner.source_type == "intergovernmental":
            return Kind(inner.source_type, 0.85)
        if found is None:
            return Kind(listed.source_type, 0.7) if listed else NOTHING_SAID
        noun = found[0]
        kind = kind_of_role(reading, phrase.head, whole, None)
        if noun.lemma in lexicon.word_set("loose_bodies"):
            for i in reversed([i for i in whole if i < phrase.head]):
                if by := lexicon.modifier_types().get(reading[i].text.lower()):
                    return Kind(by, 0.75)
            if inner:
                return Kind(inner.source_type, 0.75)
        if noun.source_type == "government" and kind.source_type == "local_government":
            return kind
        return Kind(noun.source_type, 0.9)

    def _full_name(self, phrase: Phrase) -> range:
        """With "of Norland", "for Human Rights": capitals that hang on a name by a preposition."""
        reading, name = self.reading, phrase.name
        owner, past = phrase.owner, name.stop
        if owner and not phrase.title and capital(reading, owner[-1]):
            whose = self._words(owner)
            if (
                reading[owner[-1]].entity != "person"
                or reading[owner[-1]].finer == "NNPS"
                or self._is_land(whose)
                or reading[name[-1]].text in lexicon.tail_types()
            ):
                name = range(owner.start, name.stop)
        while past < len(reading):
            text = reading[past].text
            if text in ("of", "for", "and", "on", "in", "&", "the") and past + 1 < len(reading):
                ahead = past + 1
                while ahead < len(reading) and reading[ahead].text in ("the", "of", "and", "for"):
                    ahead += 1
                if ahead >= len(reading) or not capital(reading, ahead):
                    break
                linked = reading[past].text in ("of", "for") or (
                    reading[past].text in ("and", "on", "in") and past > phrase.name.stop
                )
                top = ahead
                while (
                    reading[top].relation in ("compound", "amod", "flat", "conj", "nmod:poss")
                    and reading[top].head > past
                ):
                    top = reading[top].head
                if (
                    not linked
                    or reading[top].head < name.start
                    or reading[top].relation not in ("nmod", "conj", "compound", "flat")
                ):
                    break
                past = max(reading.noun_phrase(top).stop, top + 1)
                continue
            break
        return range(name.start, past)

    def _said_type(self, phrase: Phrase) -> str | None:
        """ "Relief Union, the intergovernmental agency for refugees": the text says what it is."""
        for beside in appositions(self.reading, phrase):
            for i in self.reading.noun_phrase(beside):
                text = self.reading[i].text
                if i != beside and (said := lexicon.said_types().get(text)):
                    return said
        return None

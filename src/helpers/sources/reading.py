"""Reading one source mention by the tree: name, role, affiliation, country, type and naming."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from helpers import vocabulary
from helpers.language import Reading
from helpers.places import gazetteer
from helpers.sources import lexicon
from helpers.sources.bodies import acronym_bodies, body_of, country_of, land_of
from helpers.sources.grammar import (
    EVERYBODY,
    GRADES,
    NOBODY,
    NONE_AT_ALL,
    PERSONAL,
    PLURAL,
    QUANTIFIERS,
    RELATIVE,
    SELF,
    THING,
)
from helpers.sources.kinds import NOTHING_SAID, Kind, kind_of_document, kind_of_role
from helpers.sources.mention import Mention
from helpers.sources.phrase import (
    Phrase,
    appositions,
    capital,
    complements,
    extent,
    is_title,
    noun_at,
    phrase_of,
    printed_names,
)
from helpers.sources.words import is_acronym

_LEADING = frozenset({"according", "to", "and", "but", "from", "by", "as", "per", "that"})
_LANDS = frozenset(vocabulary.load("places")["nouns"]) | {"nation", "world", "kingdom", "government"}
_ISSUES = frozenset({"release", "publish", "issue", "put", "present"})
_ELECTED = frozenset({"senator", "representative", "congressman", "congresswoman", "deputy"})
_UPWARDS = frozenset({"nmod", "conj", "compound", "amod", "flat", "nmod:poss", "nmod:desc"})
_CASES = ("of", "for", "at", "from", "with", "in")


class MentionReader:
    """Reads the mentions of one article; what was read once is kept."""

    def __init__(self, reading: Reading) -> None:
        self.reading, self.text = reading, reading.article.text
        self.near = _countries(reading)
        self.short = acronym_bodies(self.text)
        self.home = self._home()
        self._read: dict[tuple[int, int], Mention] = {}
        self.referred = _referred(reading)

    def _known(self, name: str) -> lexicon.Body | None:
        """What is known of a body, of a short form by the name that it stands for."""
        return body_of(self.short.get(name, name), self.near)

    def _home(self) -> str | None:
        """The one country in which all of the article lies, where no other is spoken of."""
        if len(self.near) > 1:
            return None
        found = set(self.near)
        for token in self.reading.tokens:
            if token.entity == "place" and token.text[:1].isupper() and token.part == "PROPN":
                words = self._words(self.reading.noun_phrase(token.index))
                country = country_of(words, self.near)[0]
                found |= {country} if country else set()
        return found.pop() if len(found) == 1 else None

    def read(self, start: int, end: int) -> Mention:
        """The mention printed at ``text[start:end]``; an honest "nobody" where it names none."""
        if (start, end) not in self._read:
            self._read[start, end] = self._mention(start, end)
        return self._read[start, end]

    def _mention(self, start: int, end: int) -> Mention:
        words = self.reading.at(start, end)
        while words and (
            self.reading[words[0]].part == "PUNCT"
            or (self.reading[words[0]].text in _LEADING and len(words) > 1)
        ):
            words = words[1:]
        if not words:
            return Mention(start, end, "nobody", self.text[start:end])
        return self._pronoun(words) or self._joint(words) or self._phrase(words, start)

    def _words(self, words: Iterable[int]) -> str:
        listed = list(words)
        if not listed:
            return ""
        return self.text[self.reading[listed[0]].start : self.reading[listed[-1]].end]

    # -- pronouns and pairs ----------------------------------------------------------------

    def _pronoun(self, words: range) -> Mention | None:
        first = self.reading[words[0]]
        low = first.text.lower()
        if first.text in {"WHO", "IT", "US"}:
            return None  # the organisation, the trade, the country
        base = Mention(first.start, first.end, "pronoun", first.text)
        after = self.reading[words[1]] if len(words) > 1 else None
        if after and not (
            after.part in ("PUNCT", "VERB", "AUX", "ADP", "SCONJ", "CCONJ")
            or after.text.lower() in RELATIVE
            or after.text.endswith(("self", "selves"))
        ):
            return None
        if low in PERSONAL:
            return replace(base, gender=PERSONAL[low])
        if low in THING:
            return replace(base, gender="n", naming="organisation")
        if low in PLURAL:
            return replace(base, plural=True, naming="unnamed_group")
        if low in SELF:
            return replace(base, form="self", plural=low in {"we", "us", "our", "ours"})
        if len(words) == 1 and low in RELATIVE:
            return replace(base, form="relative")
        if low == "those" or low in EVERYBODY:
            last = self.reading[words[-1]].end
            name = self.text[first.start : last]
            return Mention(
                first.start, last, "indefinite", name, naming="unnamed_group", plural=True,
                head="people",
            )  # fmt: skip
        if low in NOBODY or low in NONE_AT_ALL:
            return replace(base, form="nobody")
        return None

    def _joint(self, words: range) -> Mention | None:
        """Names that speak with one voice: "France, Greece and Turkey"."""
        reading = self.reading
        links = [i for i in words[1:-1] if reading[i].relation == "cc" and reading[i].text == "and"]
        if not links or len(links) > 1:
            return None
        whole = self._words(words)
        bare = whole.removeprefix("The ").removeprefix("the ")
        if lexicon.known_bodies().get(bare):
            return None
        pair = reading[links[0]].head
        if self._top(reading[pair].head if reading[pair].relation == "conj" else pair) != self._top(words[0]):
            return None
        heads = reading.conjuncts(pair)
        if pair not in words or not all(h in words for h in heads) or len(heads) < 2:
            return None
        pieces, at = [], words.start
        for i in words:
            if (reading[i].text == "," and reading[i].part == "PUNCT") or i == links[0]:
                pieces.append(range(at, i))
                at = i + 1
        pieces = [p for p in (*pieces, range(at, words.stop)) if p]
        if not all(capital(reading, p[-1]) and reading[p[-1]].part == "PROPN" for p in pieces):
            return None
        parts = [self._phrase(p, reading[p[0]].start) for p in pieces]
        if any(p.naming not in ("organisation", "named_person") for p in parts):
            return None
        body = body_of(bare, self.near)
        if reading[links[0] + 1].text not in ("the", "The") and body and not land_of(
            self._words(pieces[0]), self.near
        ):
            if reading.noun_phrase(heads[0]).stop > links[0]:
                return None  # "Research and Referral Hospital"
        kinds = {p.source_type for p in parts}
        countries = {p.country for p in parts}
        naming = {p.naming for p in parts}
        return Mention(
            reading[words[0]].start,
            reading[words[-1]].end,
            "joint",
            bare,
            country=countries.pop() if len(countries) == 1 else None,
            source_type=kinds.pop() if len(kinds) == 1 else parts[0].source_type,
            naming=naming.pop() if len(naming) == 1 else "unnamed_group",
            plural=True,
        )

    def _top(self, i: int) -> int:
        """The word that heads the name or noun of which a word is a part."""
        reading = self.reading
        while reading[i].relation in ("flat", "compound", "amod", "goeswith", "det", "nmod:desc") and reading[i].head >= 0:
            i = reading[i].head
        return i

    # -- noun phrases ------------------------------------------------------------------------

    def _phrase(self, words: range, start: int) -> Mention:
        phrase = phrase_of(self.reading, words)
        if phrase is None:
            return Mention(start, self.reading[words[-1]].end, "nobody", self._words(words))
        whole = self._words(range(phrase.owner.start if phrase.owner else phrase.rest.start, phrase.rest.stop))
        listed = lexicon.known_bodies().get(whole)
        if listed and not phrase.name:
            rest = range(phrase.owner.start if phrase.owner else phrase.rest.start, phrase.rest.stop)
            return self._body(replace(phrase, owner=range(0), name=rest, rest=rest, title=range(0)), words)
        if phrase.name:
            if self._is_person(phrase):
                return self._person(phrase, words)
            return self._body(phrase, words)
        if (named := self._named_beside(phrase)) is not None:
            return named
        return self._described(phrase, words)

    def _is_person(self, phrase: Phrase) -> bool:
        """Whether a name is one human's: by title, by what stands beside, by the tree."""
        reading, name = self.reading, self._words(phrase.name)
        tokens = [reading[i] for i in phrase.name if reading[i].part != "PUNCT"]
        if self._years(phrase):
            return True
        listed = lexicon.known_bodies().get(name.removeprefix("The "))
        if listed and (len(tokens) > 1 or not phrase.title):
            return False
        if phrase.title:
            last = next(
                (k for i in reversed(phrase.title) if (k := self._says(i)) is not None), None
            )
            if last in ("person", "kin"):
                return True
            if last == "body" and reading[phrase.title[-1]].text.islower():
                return False
        if lexicon.known_bodies().get(name) or any(c.isdigit() or c in "/&" for c in name):
            return False
        firsts = lexicon.first_names()
        tails = lexicon.tail_types()
        if len(tokens) > 1 and tokens[-1].text in tails and tokens[0].text not in firsts:
            return False
        for beside in appositions(reading, phrase):
            if reading[beside].text.isdigit():
                return True
            found = noun_at(reading, beside)
            if found and reading[beside].part == "NOUN":
                return found[1] in ("person", "kin")
        determined = reading[phrase.words[0]].text.lower() == "the" and not phrase.owner
        if tokens[0].text in firsts and len(tokens) > 1 and tokens[-1].text not in tails:
            return not determined
        if determined or any(t.text in tails for t in tokens[1:]):
            return False
        if any(t.text in lexicon.inner_types() for t in tokens):
            return False
        said = self.referred.get(phrase.head)
        if said is not None:
            return said
        if land_of(name, self.near) or is_acronym(name):
            return False
        if len(tokens) == 1:
            return reading[phrase.head].entity == "person" and tokens[0].text in firsts
        flat = any(reading[i].relation == "flat" for i in phrase.name)
        entity = reading[phrase.head].entity
        return flat if entity not in ("organization", "place") else False

    def _says(self, i: int) -> str | None:
        if is_title(self.reading, i):
            return "person"
        found = noun_at(self.reading, i)
        return found[1] if found and found[1] != "document" else None

    def _person(self, phrase: Phrase, words: range) -> Mention:
        """A name with its office: "Interior Minister Ada Brenn", "Ada Brenn of Otter Bank"."""
        reading = self.reading
        name = phrase.name
        role = affiliation = country = None
        kind, head_word, aged = NOTHING_SAID, "", False
        modifiers: set[str] = set()
        if phrase.title:
            head = self._office(phrase.title)
            if head is not None:
                role, affiliation, kind, country = self._role(phrase.title, head)
                head_word = self._lemma(head)
                modifiers = {reading[i].text.lower() for i in phrase.title}
            else:
                country = self._country(phrase.title)
                nouns = [i for i in phrase.title if reading[i].part == "NOUN"]
                role = self._words(phrase.title) if nouns and not self._years(phrase) else None
        if phrase.owner and not country:
            country = self._country(phrase.owner)
            whose = self._words(phrase.owner).removeprefix("the ").removeprefix("The ")
            body = self._known(whose)
            if body and not self._is_land(whose) and not phrase.title:
                affiliation, kind = whose, Kind(body.source_type, 0.7)
        owner = self._owner(phrase)
        if phrase.name.stop + 1 < len(reading) and reading[phrase.name.stop].text == ",":
            aged = reading[phrase.name.stop + 1].text.isdigit()
        for beside in (*appositions(reading, phrase), *self._ahead(phrase)):
            if reading[beside].text.isdigit():
                aged = True
            found = noun_at(reading, beside)
            is_noun = reading[beside].part == "NOUN" or (found and found[1] in ("person", "kin"))
            if not is_noun or (found and found[1] in ("body", "document")) or (capital(reading, beside) and not found):
                continue
            told, served, what, where = self._described_role(beside)
            if role is None or not head_word:
                role, head_word = told, self._lemma(beside)
            affiliation, country = affiliation or served, country or where
            kind = what if what.sure > kind.sure else kind
            modifiers |= {reading[i].text.lower() for i in reading.noun_phrase(beside)}
        for child in (*complements(reading, phrase.head, *_CASES),):
            served = self._served(child)
            if served and child <= words.stop:
                affiliation = affiliation or served[0]
                if served[1] and kind.source_type == "other":
                    kind = Kind(served[1].source_type, 0.7)
            elif not phrase.title and kind.sure < 0.5 and self._country(extent(reading, child)):
                kind = Kind("witness", 0.55)
            country = country or self._country(extent(reading, child))
        if affiliation and not country:
            country = country_of(affiliation, self.near)[0] or self._listed_country(affiliation)
        if country and kind.source_type == "local_government" and head_word == "governor":
            country = self._state_of(country)
        plain = [reading[i].text for i in name]
        return Mention(
            reading[max(phrase.words.start, min(words.start, name.start))].start,
            reading[name[-1]].end,
            "person" if len([w for w in plain if w[:1].isalpha()]) > 1 else "single",
            self._words(name),
            role=role,
            affiliation=affiliation,
            country=country,
            source_type=kind.source_type,
            naming="named_person",
            gender=self._gender(phrase, plain),
            head=head_word,
            modifiers=frozenset(modifiers),
            owner=owner,
            aged=aged or self._years(phrase),
            sure=kind.sure,
        )

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
        if reading.sentence_of[top] == sentence and noun and noun[1] == "person" and not noun[0].plural:
            if extent(reading, top).stop >= comma and reading[top].part == "NOUN":
                yield top

    def _formal(self, i: int) -> bool:
        """A title that is no role: "Mr.", "Dame", "Mme."."""
        text = self.reading[i].text.strip(".")
        known = lexicon.titles()
        return not text or (known.get(text) or known.get(text + ".")) is not None

    def _office(self, words: range) -> int | None:
        return next((i for i in reversed(words) if self._says(i) in ("person", "kin")), None)

    def _role(self, words: range, head: int) -> tuple[str | None, str | None, Kind, str | None]:
        """(role, affiliation, type, country) of the office that words before a name say."""
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
        return role, affiliation, kind, country

    def _described_role(self, head: int, limit: int | None = None) -> tuple[str | None, str | None, Kind, str | None]:
        """(role, affiliation, type, country) of an apposition: ", director of the fund,"."""
        reading = self.reading
        words = self._without_age(reading.noun_phrase(head))
        while len(words) > 1 and (reading[words[0]].part in ("DET", "PUNCT") or reading[words[0]].text in ("a", "the")):
            words = words[1:]
        owned = [
            i for i in words[:-1]
            if reading[i].text in ("'s", "’s", "'", "’") or reading[i].finer == "PRP$"
        ]
        whose = range(words.start, owned[-1] + 1) if owned else range(0)
        words = range(owned[-1] + 1, words.stop) if owned else words
        past = words.stop
        if noun_at(reading, min(past, len(reading) - 1)) and past < len(reading):
            two = f"{reading[past - 1].text} {reading[past].text}".lower()
            past += two in lexicon.person_nouns()  # "prosecutor general"
        cases = ("of", "for", "to", "from") if self._lemma(head) in _ELECTED else ("of", "for", "to")
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
        kind = kind_of_role(reading, head, range(words.start, past), body or self._by_noun(affiliation))
        country = self._country(whose) or self._country(range(words.start, max(past, whole.stop)))
        return self._words(range(words.start, past)), affiliation, kind, country or (
            body.country if body else None
        )

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
            if token.text.lower() in ("press", "staff", "house", "state", "team", "party") and i + 1 < head + 1 and not single and token.text.lower() != "party":
                continue
            if gazetteer.entry_of(token.text) and not single:
                continue
            begin = i
            for j in range(words.start, i):
                if lexicon.known_bodies().get(self._words(range(j, i + 1))):
                    begin, single = j, lexicon.known_bodies()[self._words(range(j, i + 1))]
                    break
            if token.text in ("police", "media") or (single is None and token.text.lower() == "government"):
                continue
            while begin > words.start and not single and (
                reading[begin - 1].text[:1].isupper() == token.text[:1].isupper()
                and reading[begin - 1].part not in ("NUM", "DET")
                and reading[begin - 1].text.lower() not in GRADES
            ):
                begin -= 1
            return self._words(range(begin, i + 1))
        cases = _CASES[1:] if self._lemma(head).split()[-1] in ("secretary", "minister") else _CASES
        for child in complements(reading, head, *cases):
            if served := self._served(child):
                return served[0]
        return None

    def _served(self, child: int) -> tuple[str, lexicon.Body | None] | None:
        """The body that a complement names ("of Otter Bank", "for the health ministry")."""
        reading = self.reading
        words = extent(reading, child)
        while len(words) > 1 and (reading[words[0]].part == "DET" or reading[words[0]].text == "the"):
            words = words[1:]
        name = self._words(words)
        found = noun_at(reading, child)
        if capital(reading, child) and reading[child].part == "PROPN":
            body = self._known(name)
            if body and not land_of(name, self.near):
                return name, body
            if self._is_land(name) or land_of(name, self.near) or reading[child].entity in ("place", "person", "time"):
                if not lexicon.known_bodies().get(name):
                    return None
            return name, self._known(name)
        if found and found[1] == "body" and not found[0].plural:
            return name, lexicon.Body(name, found[0].source_type, None, (name,))
        return None

    def _by_noun(self, affiliation: str | None) -> lexicon.Body | None:
        if not affiliation:
            return None
        noun = lexicon.body_nouns().get(affiliation.split()[-1].lower())
        return lexicon.Body(affiliation, noun.source_type, None, ()) if noun else None

    # -- bodies and the unnamed ------------------------------------------------------------------

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
                beside = replace(phrase, head=at, name=range(0), rest=reading.noun_phrase(at))
                told = self._kind_of_body(beside, range(beside.rest.start, at + 1), found)
                kind = told if told.source_type != "other" else kind
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

    def _full_name(self, phrase: Phrase) -> range:
        """With "of Norland", "for Human Rights": capitals that hang on a name by a preposition."""
        reading, name = self.reading, phrase.name
        owner, past = phrase.owner, name.stop
        if owner and not phrase.title and capital(reading, owner[-1]):
            whose = self._words(owner)
            if reading[owner[-1]].entity != "person" or reading[owner[-1]].finer == "NNPS" or self._is_land(whose):
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
                while reading[top].relation in ("compound", "amod", "flat", "conj", "nmod:poss") and reading[top].head > past:
                    top = reading[top].head
                if not linked or reading[top].head < name.start or reading[top].relation not in ("nmod", "conj", "compound", "flat"):
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
                    return replace(self._body(other, other.words), start=reading[phrase.words[0]].start)
                continue
            person = self._person(other, other.words)
            if person.role is None:
                role, served, kind, country = self._described_role(phrase.head, other.name[0])
                person = replace(
                    person, role=role, affiliation=served or person.affiliation,
                    source_type=kind.source_type, sure=kind.sure,
                    country=country or person.country, head=self._lemma(phrase.head),
                )  # fmt: skip
            return replace(person, start=reading[phrase.words[0]].start, form="person")
        return None

    def _alone(self, i: int) -> Phrase | None:
        """The name that begins at a word which the tree may have hung on another."""
        other = phrase_of(self.reading, range(i, i + 1))
        if other and other.name and other.name[0] < i < other.name.stop:
            return replace(other, words=range(i, other.name.stop), rest=range(i, other.name.stop),
                           name=range(i, other.name.stop), title=range(0), head=i)  # fmt: skip
        return other

    def _behind(self, phrase: Phrase) -> Iterable[int]:
        """A name right behind an office, or between commas, that the tree hung elsewhere."""
        reading, at = self.reading, extent(self.reading, phrase.head).stop
        if self._says(phrase.head) not in ("person", "kin"):
            return
        for child in complements(reading, phrase.head, "of"):
            # "President of Chad Idriss Deby": the name begins where the land ends.
            run = [i for i in range(child, min(child + 5, len(reading))) if capital(reading, i)]
            for size in (3, 2, 1):
                if len(run) > size and run[size] == run[0] + size and self._is_land(self._words(run[:size])):
                    yield run[size]
                    return
        if at < len(reading) and capital(reading, at) and reading[at].part == "PROPN" and reading[at].entity != "time":
            yield at
            return
        if at + 2 < len(reading) and reading[at].text == "," and capital(reading, at + 1):
            past = at + 1
            while past < len(reading) and capital(reading, past):
                past += 1
            ends = past == len(reading) or reading[past].text in (",", ".", ";")
            if ends and past - at <= 5 and not self._is_land(self._words(range(at + 1, past))):
                yield at + 1
        if at + 1 < len(reading) and reading[at].text in ("called", "named") and capital(reading, at + 1):
            yield at + 1

    def _described(self, phrase: Phrase, words: range) -> Mention:
        """A common noun phrase: "one senior Ukrainian official", "the ministry", "a study"."""
        reading, head = self.reading, phrase.head
        token = reading[head]
        found = noun_at(reading, head)
        first = min(words.start, phrase.words.start) if words.start > phrase.words.start - 4 else words.start
        first = max(phrase.words.start, first) if phrase.words.start in words else phrase.words.start
        if words.start < first and all(reading[i].part in ("ADJ", "VERB", "NOUN") for i in range(words.start, first)):
            first = words.start
        whole = range(first, self._printed_end(phrase, words))
        plural = found[0].plural if found else token.finer in ("NNS", "NNPS")
        lead = reading[whole[0]].text.lower()
        quantified = lead in QUANTIFIERS or any(reading[i].part == "NUM" for i in whole if i < head and reading[i].text.lower() not in ("one", "1"))
        if lead in NONE_AT_ALL:
            return Mention(reading[whole[0]].start, reading[whole[-1]].end, "nobody", self._words(whole))
        form = "definite" if lead in ("the", "this", "that", "these", "those", "both", "its", "his", "her", "their") or phrase.owner else "indefinite" if lead in ("a", "an", "one", "another", "each", "every") or quantified else "bare"
        kind_word = found[1] if found else self._sort(head)
        if kind_word == "document" and token.entity == "person":
            kind_word = "person"
        if kind_word == "document" and not found and phrase.owner and capital(reading, phrase.owner[-1]):
            whose = self._phrase(phrase.owner, reading[phrase.owner[0]].start)
            if whose.naming == "named_person":
                return whose  # "Brenn's tanks", "Brenn's remarks": whose they are is who is meant
        kind, naming, affiliation = self._kind_of(phrase, whole, kind_word, plural or quantified)
        country = self._country(whole)
        if affiliation and not country:
            country = self._listed_country(affiliation)
        name = self._words(whole)
        if naming == "organisation" or form == "bare" or lead in ("the", "a", "an"):
            bare = whole[1:] if lead in ("the", "a", "an", "this") and len(whole) > 1 else whole
            name = self._words(bare) if naming == "organisation" else name
        if naming == "organisation" and phrase.owner and reading[phrase.owner[-1]].lemma.lower() in _LANDS:
            name = self._words(range(phrase.rest.start, whole.stop))
        owner = self._owner(phrase)
        lemma = found[0].lemma if found else token.lemma.lower()
        if kind_word == "kin" and owner:
            form = "kin"
        elif kind_word == "person" and owner and phrase.owner and reading[phrase.owner[0]].part == "PRON":
            form = "kin"
        elif form == "bare" and kind_word == "person" and not plural:
            form = "definite"
        if naming == "organisation" and phrase.owner and owner is None:
            form = "body"
        gender = lexicon.gendered_heads().get(lemma)
        if kind_word == "kin":
            gender = lexicon.kin_nouns().get(token.text.lower(), (None, False))[0]
        return Mention(
            reading[whole[0]].start,
            reading[whole[-1]].end,
            form,
            name,
            affiliation=affiliation,
            country=country,
            source_type=kind.source_type,
            naming=naming,
            gender="n" if naming in ("organisation", "document") else gender,
            plural=(plural or quantified) and not (naming == "organisation" and not plural),
            head=lemma,
            modifiers=frozenset(reading[i].text.lower() for i in phrase.rest if i < head)
            | self._told_apart(phrase),
            owner=owner if form in ("kin", "definite") else None,
            sure=kind.sure,
        )

    def _told_apart(self, phrase: Phrase) -> frozenset[str]:
        """Words that tell one office from another: "of Lomar", "the school's"."""
        reading = self.reading
        words = [i for i in phrase.owner if reading[i].part in ("NOUN", "PROPN")]
        for child in complements(reading, phrase.head, "of", "for", "in"):
            words += [i for i in extent(reading, child) if reading[i].part == "PROPN"]
        return frozenset(reading[i].text.lower() for i in words)

    def _sort(self, head: int) -> str:
        """What a noun that no list has names: a person, a body or something written."""
        token = self.reading[head]
        if token.part in ("PRON", "DET", "NUM", "ADJ") or token.entity == "person":
            return "person"
        if token.entity in ("organization", "place"):
            return "body"
        return "person" if token.text.lower().endswith(("ists", "ians", "ers", "ors", "ologist")) else "document"

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
            affiliation = affiliation or self._issuer(phrase)
            body = body or ((self._known(affiliation) or self._by_noun(affiliation)) if affiliation else None)
            return kind_of_document(reading, head, body, whole), "document", affiliation
        if sort == "body":
            found = noun_at(reading, head)
            plural = reading[head].finer in ("NNS", "NNPS") and not (found and not found[0].plural)
            kind = self._kind_of_body(phrase, whole, found)
            if found and found[0].lemma in lexicon.word_set("gathered") and reading[head].text.islower():
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

    def _kind_of_body(self, phrase: Phrase, whole: range, found) -> Kind:
        reading = self.reading
        listed = self._known(self._words(phrase.rest))
        inner = next((b for i in phrase.rest if i < phrase.head and (b := lexicon.known_bodies().get(reading[i].text))), None)
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

    def _issuer(self, phrase: Phrase) -> str | None:
        """Whose a paper is: "a survey by the charity Open Gate", "an NDC report"."""
        reading = self.reading
        for i in phrase.rest:
            if i < phrase.head and capital(reading, i):
                name = reading.noun_phrase(i)
                said = self._words(range(max(name.start, phrase.rest.start), max(name.stop, i + 1)))
                run = [j for j in phrase.rest if i <= j < phrase.head and capital(reading, j)]
                said = self._words(run)
                if not self._is_land(said) and (self._known(said)):
                    return said
        verb = reading.governor(phrase.head)
        if reading[phrase.head].relation == "obj" and verb is not None:
            subject = reading.subject_of(verb) if reading[verb].lemma in _ISSUES else None
            if subject is not None and subject < phrase.head:
                other = phrase_of(reading, range(subject, subject + 1))
                if other and other.name and not self._is_person(other):
                    return self._words(self._full_name(other))
        below = [*reading.of(phrase.head, "nmod"), *reading.of(phrase.head, "obl")]
        for verb in reading.of(phrase.head, "acl"):
            below += reading.of(verb, "obl")
        for child in below:
            case = next((reading[c].text.lower() for c in reading.of(child, "case")), "")
            if case not in ("by", "from", "of", "in"):
                continue
            other = phrase_of(reading, range(child, child + 1))
            if other and other.name and not self._is_land(self._words(other.name)):
                if case in ("by", "from") or self._known(self._words(other.name)):
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

    # -- small questions ---------------------------------------------------------------------------

    def _lemma(self, i: int) -> str:
        short = lexicon.short_titles().get(self.reading[i].text.strip(".").lower())
        found = noun_at(self.reading, i)
        return short or (found[0].lemma if found else self.reading[i].lemma.lower())

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

    def _is_land(self, name: str) -> bool:
        return gazetteer.entry_of(name) is not None and gazetteer.entry_of(name).kind != "seat"

    def _country(self, words: Iterable[int]) -> str | None:
        listed = list(words)
        named = printed_names(self.reading, listed)
        return country_of(named, self.near)[0] if listed else None

    def _listed_country(self, affiliation: str) -> str | None:
        body = lexicon.known_bodies().get(affiliation)
        return body.country if body else None

    def _without_age(self, words: range) -> range:
        for i in words:
            if self.reading[i].text.lower() in ("old", "olds") and i > words.start:
                return range(i + 1, words.stop) if i + 1 < words.stop else words
            if self.reading[i].text.lower().endswith("-year-old") and i + 1 < words.stop:
                return range(i + 1, words.stop)
        return words

    def _state_of(self, country: str) -> str | None:
        """A governor's "Georgia" is the state of that name, not the country."""
        for place, _ in gazetteer.places_named(country):
            if place.kind == "division" and place.country != country:
                return place.country
        return country

    def _years(self, phrase: Phrase) -> bool:
        return any(self.reading[i].text.lower().endswith("old") for i in phrase.words if i < phrase.head)

    def _gender(self, phrase: Phrase, name: list[str]) -> str | None:
        for i in phrase.title:
            text = self.reading[i].text
            told = lexicon.titles().get(text) or lexicon.titles().get(text + ".")
            told = told or lexicon.gendered_heads().get(text.lower())
            told = told or lexicon.kin_nouns().get(text.lower(), (None, False))[0]
            if told:
                return told
        return lexicon.gender_of_name(name)


def _countries(reading: Reading) -> tuple[str, ...]:
    """The countries that an article speaks of, those named most first."""
    found: dict[str, int] = {}
    for token in reading.tokens:
        if token.text[:1].isupper() and token.part in ("PROPN", "ADJ", "NOUN"):
            words = (token.text, reading.article.text[reading[max(0, token.index - 1)].start : token.end])
            for surface in words:
                entry = gazetteer.entry_of(surface)
                if entry:
                    found[entry.country] = found.get(entry.country, 0) + 1
                    break
    return tuple(sorted(found, key=lambda c: (-found[c], c))[:6])


def _referred(reading: Reading) -> dict[int, bool]:
    """Names that "he" or "she" take up (True: a human) or "it" does (False)."""
    found: dict[int, bool] = {}
    for word, antecedent in reading.antecedents.items():
        low = reading[word].text.lower()
        if antecedent.word is not None and low in ("he", "she", "him", "her", "his"):
            found[antecedent.word] = True
    return found

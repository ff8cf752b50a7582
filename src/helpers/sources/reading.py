"""Reading one source mention by the tree: name, role, affiliation, country, type and naming."""

from __future__ import annotations

from dataclasses import replace

from helpers.sources import lexicon
from helpers.sources.bodies import body_of, land_of
from helpers.sources.grammar import (
    EVERYBODY,
    NOBODY,
    NONE_AT_ALL,
    PERSONAL,
    PLURAL,
    RELATIVE,
    SELF,
    THING,
)
from helpers.sources.mention import Mention
from helpers.sources.phrase import (
    capital,
    phrase_of,
)
from helpers.sources.unnamed import Unnamed

_LEADING = frozenset({"according", "to", "and", "but", "from", "by", "as", "per", "that"})


class MentionReader(Unnamed):
    """Reads the mentions of one article; what was read once is kept."""

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
        if self._top(reading[pair].head if reading[pair].relation == "conj" else pair) != self._top(
            words[0]
        ):
            return None
        heads = reading.conjuncts(pair)
        if self._top(heads[0]) != heads[0]:
            return None  # "Relief and Resettlement Commission"
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
        if (
            reading[links[0] + 1].text not in ("the", "The")
            and body
            and not land_of(self._words(pieces[0]), self.near)
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

    def _phrase(self, words: range, start: int) -> Mention:
        phrase = phrase_of(self.reading, words)
        if phrase is None:
            return Mention(start, self.reading[words[-1]].end, "nobody", self._words(words))
        whole = self._words(
            range(phrase.owner.start if phrase.owner else phrase.rest.start, phrase.rest.stop)
        )
        listed = lexicon.known_bodies().get(whole)
        if listed and not phrase.name:
            rest = range(
                phrase.owner.start if phrase.owner else phrase.rest.start, phrase.rest.stop
            )
            return self._body(
                replace(phrase, owner=range(0), name=rest, rest=rest, title=range(0)), words
            )
        if phrase.name:
            if self._is_person(phrase):
                return self._person(phrase, words)
            return self._body(phrase, words)
        if (named := self._named_beside(phrase)) is not None:
            return named
        return self._described(phrase, words)

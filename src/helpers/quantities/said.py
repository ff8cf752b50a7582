"""What a noun, its modifiers and a verb say of those counted: killed, injured, missing."""

from __future__ import annotations

from typing import NamedTuple

from ..language.lemmas import lemma_of
from ..language.reading import Reading, Token
from .words import HAPPENINGS
from .words import happening as table

_PASS = HAPPENINGS["pass"]
_DISEASE = frozenset(_PASS["disease"])
_BEING = frozenset({"be", "'s", "remain", "stay"})
_HANGING = ("obj", "obl", "xcomp", "advmod", "compound", "advcl", "ccomp", "iobj", "nmod", "obl")
WEAK = frozenset({"present", "population", "troops"})
"""Kinds that give way to what happened to them: "killing all seven aboard"."""
_HARM = frozenset({"injured", "ill"})
_WIDE = 40
"""Words asked under one word, at most: long lists cost no more."""


class Ruling(NamedTuple):
    """A kind and what it rests on.

    ``evidence``: "noun" (what is counted says it: 12 deaths), "state" (what stands with the
    noun: 12 wounded men, people killed in), "verb" (what governs it), "told" (the noun that the
    figure is told of: a toll of 12), "part" (of another figure), "who" (12 soldiers, of whom
    nothing else is said) or "none".
    """

    kind: str = ""
    evidence: str = "none"

    def __bool__(self) -> bool:
        return bool(self.kind)


NONE = Ruling()


def verb_of(token: Token) -> str:
    """The lemma of a verb, also where its participle was read as an adjective or a noun."""
    return token.lemma if token.part == "VERB" else lemma_of(token.text, "VERB")


class Said:
    """The tree of one reading, asked what stands with a word and what a verb says of it."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.of_disease = any(token.lemma in _DISEASE for token in reading.tokens)

    def _named(self, word: int, role: str) -> Ruling:
        token, low = self.reading[word], self.reading[word].text.lower()
        kind = table(role).get(token.lemma) or table(role).get(low, "")
        if not kind and role == "noun" and token.part in ("ADJ", "VERB"):
            kind = table("state").get(low, "")  # "18 missing"
        if kind == "killed" and token.lemma == "body" and not self._of_people(word):
            kind = ""
        if kind == "ill" and not self.of_disease and token.lemma in ("case", "admission"):
            kind = ""  # of a court
        if not kind and role == "who":
            # "eighteen crew members", "200 special forces officers"
            below = (self._named(k, "body") for k in self.reading.of(word, "compound"))
            kind = next((one.kind for one in below if one.kind in ("present", "troops")), "")
            owners = self.reading.of(word, "nmod:poss") if token.lemma == "person" else ()
            if any(self.reading[k].entity == "place" for k in owners):
                kind = "population"  # "the nation's 5.5 million people"
        return Ruling(kind, role) if kind else NONE

    def _of_people(self, body: int) -> bool:
        """Whether bodies are people's: no bodies of water."""
        of = (self.reading[k] for k in self.reading.of(body, "nmod") if "of" in self._cases(k))
        return all(one.entity == "person" or one.finer != "NN" for one in of)

    def state(self, word: int) -> Ruling:
        """What adjectives, participles, relative clauses and phrases behind a noun say of it."""
        reading = self.reading
        for child in reading.children[word][:_WIDE]:
            token = reading[child]
            kind = ""
            if token.relation in ("amod", "nmod:desc"):
                kind = self._adjective(token)
            elif token.relation == "acl":
                kind = self.said_of(child, passive=token.finer == "VBN")
                kind = kind or self._lookup(child, "do")  # "students gathered outside"
            elif token.relation == "acl:relcl":
                kind = self._relative(child)
            elif token.relation in ("advmod", "nmod", "obl") and child > word:
                kind = self._placed(child)
            if kind:
                return Ruling(kind, "state")
        return NONE

    def _adjective(self, token: Token) -> str:
        role = "do" if token.text.lower().endswith("ing") else "done"
        low = token.text.lower()
        return table("state").get(low) or table(role).get(verb_of(token), "")

    def _placed(self, word: int) -> str:
        reading = self.reading
        token = reading[word]
        said, cases = table("place"), self._cases(word)
        for case in cases:
            if case in said:
                return said[case]  # "aboard the station"
        if "with" in cases and (kind := table("noun").get(token.lemma)) in _HARM:
            return kind  # "students with minor injuries"
        if "of" in cases or not (cases or token.part == "ADV"):
            return ""  # "35 members of the board"
        return said.get(token.lemma, "")

    def _relative(self, verb: int) -> str:
        """ "who were killed", "whom they killed": what a relative clause says of its noun."""
        subject = next(iter(self.reading.of(verb, "nsubj")), None)
        if subject is not None and self.reading[subject].part not in ("PRON", "DET"):
            # "the men whom soldiers killed"; but "the guests, four of whom were hurt"
            return "" if self.is_passive(verb) else self._done(verb)
        return self.said_of(verb, passive=self.is_passive(verb))

    def is_passive(self, verb: int) -> bool:
        """Whether a verb is passive: "were killed", "killed in the blast"."""
        reading = self.reading
        if reading.of(verb, "aux:pass", "nsubj:pass"):
            return True
        return reading[verb].finer == "VBN" and not reading.of(verb, "aux", "obj")

    def said_of(self, verb: int, *, passive: bool, deep: int = 3) -> str:
        """The kind that a predicate gives to its subject."""
        reading, token = self.reading, self.reading[verb]
        kind = ""
        adjective = token.part == "ADJ" or token.finer == "JJ"
        if reading.of(verb, "cop") or adjective or token.part not in ("VERB", "AUX"):
            kind = (self._adjective(token) if adjective else "") or self._placed(verb)
            kind = kind or (table("noun") | table("who")).get(token.lemma, "")
            if not kind and adjective:
                kind = self._lookup(verb, "done")
        elif passive:
            kind = self._done(verb)
            if not kind and not reading.of(verb, "xcomp"):
                kind = table("passive").get(token.lemma, "")
        else:
            kind = self._lookup(verb, "do")
        if (not kind and reading.of(verb, "expl", "cop")) or token.lemma in _BEING:
            places = (self._placed(phrase) for phrase in reading.of(verb, "obl"))
            kind = next(filter(None, places), "")  # "there are 33 people on board"
        if kind or not deep:
            return kind
        for child in reading.of(verb, "xcomp", "conj"):
            if reading[child].relation == "conj" and reading.of(child, "nsubj"):
                continue
            inner = self.is_passive(child) or reading[child].finer == "VBN"
            kind = self.said_of(child, passive=inner, deep=deep - 1)
            kind = kind or (self._lookup(child, "do") if inner else "")
            if kind and kind not in WEAK:
                return kind
        return ""

    def _done(self, verb: int) -> str:
        return self._lookup(verb, "done")

    def _lookup(self, verb: int, role: str) -> str:
        """ "take … hospital" before "take": the verb with what hangs on it, then alone."""
        known, lemma = table(role), verb_of(self.reading[verb])
        for child in self._hanging(verb):
            token = self.reading[child]
            if kind := known.get(f"{lemma} {token.lemma}") or known.get(
                f"{lemma} {token.text.lower()}"
            ):
                return kind
        return known.get(lemma, "")

    def _hanging(self, verb: int) -> list[int]:
        reading = self.reading
        near = [
            k for k in reading.children[verb] if reading[k].relation.partition(":")[0] in _HANGING
        ]
        return near + [
            k for child in near for k in reading.of(child, "obj", "obl", "nmod", "conj", "compound")
        ]

    def _cases(self, word: int) -> set[str]:
        """The prepositions of a phrase: "among them", "along with 40 men"."""
        words = (word, *self.reading.of(word, "nummod"))  # "towns [of 200 to 300] people"
        cases = (k for each in words for k in self.reading.of(each, "case", "mark"))
        return {self.reading[k].text.lower() for k in cases}

    def does_harm(self, word: int) -> bool:
        """Whether a word is who does to others what a verb says: "two bombers killed 33"."""
        verb, relation = self.reading.governor(word), self.reading[word].relation
        if verb is None or not self._done(verb):
            return False
        doing = relation == "nsubj" and not self.is_passive(verb) and self.reading.of(verb, "obj")
        return bool(doing) or relation == "obl:agent"

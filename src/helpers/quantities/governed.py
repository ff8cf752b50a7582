"""What happened to those counted, asked of the tree: the verb that governs them and its voice.

"Police said 12 people were hurt": ``people`` is the subject of a passive, so they are injured.
Where the tree says nothing the answer is no evidence, and the frame of words decides
(:mod:`helpers.quantities.kinds`).
"""

from __future__ import annotations

from typing import NamedTuple

from ..language.lemmas import lemma_of
from ..language.reading import Reading, Token
from .words import HAPPENINGS
from .words import happening as table

_PASS = HAPPENINGS["pass"]
_CHANGE, _REACH, _PUT, _PASSED, _PART = (
    frozenset(_PASS[name]) for name in ("change", "reach", "put", "noun", "part")
)
_DISEASE = frozenset(_PASS["disease"])
_TOLD_OF = frozenset({"of", "at", "to", "from", "by", "with"})
_BEING = frozenset({"be", "'s", "remain", "stay"})
_NAMES = ("PROPN", "NOUN", "NUM", "ADJ", "PRON", "SYM", "DET", "X")
_HANGING = ("obj", "obl", "xcomp", "advmod", "compound", "advcl", "ccomp", "iobj", "nmod", "obl")
_WEAK = frozenset({"present", "population", "troops"})
"""Kinds that give way to what happened to them: "killing all seven aboard"."""
_FAR = 8
"""Steps up the tree at most; no sentence that is read right needs more."""
_DEEP, _WIDE = 24, 40
"""Words asked for one figure, and words asked under one word, at most: long lists cost no more."""


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
    irregular = _PASS["forms"].get(token.text.lower())
    return irregular or (token.lemma if token.part == "VERB" else lemma_of(token.text, "VERB"))


class Tree:
    """The tree of one reading, asked what it says of a word."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.of_disease = any(token.lemma in _DISEASE for token in reading.tokens)

    def ruling(self, top: int, noun: int | None) -> Ruling:
        """What happened to the thing counted.

        ``top`` is the word of the figure's phrase that hangs on something outside it, ``noun``
        the noun counted (None: left out).
        """
        here = top if noun is None else noun
        words = tuple(dict.fromkeys((here, top)))
        found = [self._named(word, "noun") for word in words]
        if not any(found):
            who = self._named(here, "who")
            found = [self._up(top, set()), *map(self.state, words), self._shared(top)]
            found += [self._among(here), who]
            found.sort(
                key=lambda one: one.kind in _WEAK and (one is not who or one.kind != "troops")
            )
        return next(filter(None, found), NONE)

    def does_harm(self, word: int) -> bool:
        """Whether a word is who does to others what a verb says: "two bombers killed 33"."""
        verb, relation = self.reading.governor(word), self.reading[word].relation
        if verb is None or not self._done(verb):
            return False
        doing = relation == "nsubj" and not self.is_passive(verb) and self.reading.of(verb, "obj")
        return bool(doing) or relation == "obl:agent"

    def _shared(self, word: int) -> Ruling:
        """ "150 soldiers, 95 civilians and hundreds of rebels killed": the last's participle."""
        row = self.reading.conjuncts(word)
        for child in self.reading.of(row[-1], "acl") if row[-1] > word else ():
            if kind := self.said_of(child, passive=self.reading[child].finer == "VBN"):
                return Ruling(kind, "state")
        return NONE

    def _among(self, word: int) -> Ruling:
        """ "Among them are 48 civilians", "nine others, two of whom": what is said of the whole."""
        for phrase in self.reading.of(word, "nmod", "obl"):
            if self.reading[phrase].part == "PRON" and self._cases(phrase) & (_PART | {"of"}):
                return self.whole(phrase, {word})
        return NONE

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
        of = (self.reading[k] for k in self.reading.of(body, "nmod"))
        return all(one.entity == "person" or one.finer != "NN" for one in of)

    # What stands with the noun.

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
        if reading.of(verb, "cop") or token.part not in ("VERB", "AUX"):
            kind = self._adjective(token) if token.part == "ADJ" else self._placed(verb)
            kind = kind or (table("noun") | table("who")).get(token.lemma, "")
            if not kind and token.part == "ADJ":
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
            if kind and kind not in _WEAK:
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

    # What the phrase hangs on.

    def _up(self, word: int, seen: set[int]) -> Ruling:
        """The first thing above that says something of the word."""
        reading = self.reading
        weak = NONE
        for _ in range(_FAR):
            above = reading.governor(word)
            if word in seen:
                return weak
            seen.add(word)
            if above is None or reading.of(word, "cop"):
                return self._equated(word, seen) or weak
            relation = reading[word].relation.partition(":")[0]
            if relation in ("nsubj", "csubj"):
                return self._subject(word, above, seen) or weak
            if relation in ("obj", "iobj", "xcomp"):
                return self._object(word, above, seen) or weak
            if relation in ("obl", "advmod", "nmod", "advcl") and reading[above].part in (
                "VERB",
                "AUX",
            ):
                return self._oblique(word, above, seen) or weak
            if relation in ("nmod", "obl"):
                found, goes_on = self._behind(word, above, seen)
                weak = weak or found
                if found.kind not in ("", *_WEAK) or not goes_on:
                    return found or weak
            elif relation in ("conj", "appos"):
                return self._beside(word, above, seen) or weak
            elif relation not in ("nummod", "compound", "amod", "det", "flat", "fixed", "dep"):
                return weak
            elif found := self._named(above, "noun") or self.state(above):
                return found
            else:
                body = self._named(above, "body")
                weak = weak or (NONE if body.kind == "population" else body)
                weak = weak or self._named(above, "who")
            word = above
        return weak

    def whole(self, word: int, seen: set[int], evidence: str = "part") -> Ruling:
        """What is said of the figure or noun that another one belongs to."""
        if word in seen or len(seen) > _DEEP:
            return NONE
        reading = self.reading
        if reading[word].part == "PRON":
            seen.add(word)
            for before in reading.chain_of(word):
                if found := self.whole(before, seen, evidence):
                    return found
        found = self._named(word, "noun") or self.state(word) or self._up(word, seen)
        found = found or self._named(word, "who")
        return Ruling(found.kind, evidence) if found else NONE

    def _beside(self, word: int, above: int, seen: set[int]) -> Ruling:
        """What is said of the word before, which shares its verb, or of the verb that follows."""
        reading = self.reading
        if reading[above].part in _NAMES:
            return self.whole(above, seen)
        for verb in reading.of(above, "conj"):
            if verb > word and reading[verb].part == "VERB" and not reading.of(verb, "nsubj"):
                # "One was killed and [nine others] were hurt", whose subject was hung wrong
                if kind := self.said_of(verb, passive=self.is_passive(verb)):
                    return Ruling(kind, "verb")
        return NONE

    def _equated(self, word: int, seen: set[int]) -> Ruling:
        """ "The confirmed deaths are 14 civilians": what the predicate is said of."""
        if not self.reading.of(word, "cop"):
            return NONE
        subjects = self.reading.of(word, "nsubj")
        return next(filter(None, (self.told(subject, seen) for subject in subjects)), NONE)

    def _subject(self, word: int, verb: int, seen: set[int]) -> Ruling:
        reading = self.reading
        if reading[verb].relation == "acl:relcl" and any(
            reading[k].text.lower() == "whom" for k in reading.children[verb]
        ):
            return self.whole(reading[verb].head, seen)  # "nine others, of whom two were soldiers"
        passive = reading[word].relation == "nsubj:pass" or self.is_passive(verb)
        if kind := self.said_of(verb, passive=passive):
            return Ruling(kind, "verb")
        if self._cases(verb) & _PART and reading[verb].part in ("PRON", "NOUN"):
            return self.whole(verb, seen)  # "Among them are 48 civilians"
        for other in reading.of(verb, "nsubj"):  # "20 bodies were found, eleven women and nine men"
            if other != word and (found := self._named(other, "noun")):
                return found
        return NONE

    def _object(self, word: int, verb: int, seen: set[int]) -> Ruling:
        reading = self.reading
        if kind := self._done(verb):
            return Ruling(kind, "verb")
        for child in reading.of(verb, "xcomp"):
            if child != word and (
                kind := self.said_of(child, passive=reading[child].finer == "VBN", deep=1)
            ):
                return Ruling(kind, "verb")  # "left 12 dead"
        subject = reading.subject_of(verb)
        if verb_of(reading[verb]) in _REACH and subject is not None:
            return self.told(subject, seen)
        return NONE

    def _oblique(self, word: int, verb: int, seen: set[int]) -> Ruling:
        reading = self.reading
        cases, lemma = self._cases(word), verb_of(reading[verb])
        if reading[word].relation == "obl:agent" or ("by" in cases and self.is_passive(verb)):
            kind = self._lookup(verb, "do")
            return Ruling(kind, "verb") if kind in _WEAK else NONE
        moved = next(iter(reading.of(verb, "obj", "nsubj:pass")), None)
        if lemma in _PUT and moved is not None and (found := self.told(moved, seen)):
            return found
        subject = reading.subject_of(verb)
        if lemma in _CHANGE and subject is not None:
            return self.told(subject, seen)
        if cases & _PART:
            for role in ("done",) if self.is_passive(verb) else ("done", "do"):
                if kind := self._lookup(verb, role):
                    return Ruling(kind, "part")
        if "to" in cases and self._lookup(verb, "done") == "affected":
            return Ruling("affected", "verb")  # "cut power to 38,000 people"
        return NONE

    def _behind(self, word: int, noun: int, seen: set[int]) -> tuple[Ruling, bool]:
        """A phrase behind a noun: "the abduction of 12 men", "a toll of 12", "12, among them 3"."""
        reading = self.reading
        cases, lemma = self._cases(word), reading[noun].lemma
        if not cases - {"of", "to", "'s"} and (kind := table("of").get(lemma, "")):
            return Ruling(kind, "verb"), False
        if cases & (_PART - {"with"}):
            return self.whole(noun, seen), False
        found = self.told(noun, set(seen)) if cases & _TOLD_OF else NONE
        if found.kind in _WEAK and not cases & {"of", "to", "from", "at"}:
            found = NONE
        return found, "of" in cases and (lemma in _PASSED or lemma in table("body"))

    def _cases(self, word: int) -> set[str]:
        """The prepositions of a phrase: "among them", "along with 40 men"."""
        return {self.reading[k].text.lower() for k in self.reading.of(word, "case", "mark")}

    def told(self, noun: int, seen: set[int]) -> Ruling:
        """The kind that a noun tells its figure: "the death toll", "the number of wounded"."""
        reading = self.reading
        if noun in seen or len(seen) > _DEEP:
            return NONE
        seen.add(noun)
        token = reading[noun]
        if token.part in ("PRON", "DET"):
            clauses = (k for k in reading.ancestors(noun) if reading[k].relation == "acl:relcl")
            clause = next(clauses, None) if token.text.lower() in ("which", "that", "who") else None
            before = reading.chain_of(noun) if clause is None else (reading[clause].head,)
            return self.told(before[0], seen) if before else NONE
        for child in reading.of(noun, "compound", "amod"):
            said = table("noun").get(reading[child].lemma) or self._adjective(reading[child])
            if said and said not in _WEAK:
                return Ruling(said, "told")
        if found := self._named(noun, "noun"):
            return Ruling(found.kind, "told")
        if token.lemma in _PASSED:
            for child in reading.of(noun, "nmod", "amod", "acl"):
                if found := self.told(child, seen):
                    return found
        if found := self.state(noun):
            return Ruling(found.kind, "told")
        if found := self._named(noun, "who") or self._named(noun, "body"):
            return Ruling(found.kind, "told")
        return NONE

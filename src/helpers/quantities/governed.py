"""What happened to those counted, asked of the tree: the verb that governs them and its voice.

"Police said 12 people were hurt": ``people`` is the subject of a passive, so they are injured.
"""

from __future__ import annotations

from .said import NONE, WEAK, Ruling, Said, verb_of
from .words import FRAMES, HAPPENINGS
from .words import happening as table

_PASS = HAPPENINGS["pass"]
_CHANGE, _REACH, _PUT, _PASSED, _PART = (
    frozenset(_PASS[name]) for name in ("change", "reach", "put", "noun", "part")
)
_PASSES_ON = _PASSED | FRAMES["gatherings"]
_TOLD_OF = frozenset({"of", "at", "to", "from", "by", "with"})
_NAMES = ("PROPN", "NOUN", "NUM", "ADJ", "PRON", "SYM", "DET", "X")
_FAR = 8
"""Steps up the tree at most; no sentence that is read right needs more."""
_DEEP = 24
"""Words asked for one figure at most."""


class Tree(Said):
    """The tree of one reading, asked what happened to a figure."""

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
                key=lambda one: one.kind in WEAK and (one is not who or one.kind != "troops")
            )
        return next(filter(None, found), NONE)

    def beside(self, top: int, first: int, last: int, *, told: bool) -> Ruling:
        """What a word right before or behind a phrase says, where the tree hung it wrong.

        "200 people missing", "killed 3, wounded 10", "36 killed, 80 hurt". Where the tree has
        ``told`` something, only a verb that it leaves without a subject and an object does.
        """
        reading, kind, above = self.reading, "", self.reading.governor(top)
        behind, before = last + 1, first - 1
        if behind < len(reading) and reading.sentence_of[behind] == reading.sentence_of[last]:
            kind = "" if told else table("state").get(reading[behind].text.lower(), "")
            taken = ("obj", "nsubj", "aux") if told else ("obj",)
            if reading[behind].finer in ("VBN", "VBD") and not reading.of(behind, *taken):
                kind = kind or self._done(behind)
        if not kind and before >= 0 and before != above and reading[before].part == "VERB":
            kind = "" if reading.of(before, "obj") else self._done(before)
        return Ruling(kind, "beside") if kind and kind not in WEAK else NONE

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
                if found.kind not in ("", *WEAK) or not goes_on:
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
        found = self._named(word, "noun") or self.state(word) or self._up(word, seen - {word})
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
            return Ruling(kind, "verb") if kind in WEAK else NONE
        if not cases and word < verb and not reading.of(verb, "nsubj"):
            return self._subject(word, verb, seen)  # "At least 30, most of them men, were killed"
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
        if reading[word].relation == "obl" and (found := self._equated(noun, seen)):
            return found, False  # "the toll may be closer to 90"
        cases, lemma = self._cases(word), reading[noun].lemma
        if not cases - {"of", "to", "'s"} and (kind := table("of").get(lemma, "")):
            return Ruling(kind, "verb"), False
        if cases & (_PART - {"with"}):
            return self.whole(noun, seen), False
        found = self.told(noun, set(seen)) if cases & _TOLD_OF else NONE
        if found.kind in WEAK and not cases & {"of", "to", "from", "at"}:
            found = NONE
        return found, "of" in cases and lemma in _PASSES_ON | table("body").keys()

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
            if said and said not in WEAK:
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

"""Attributions inside attributions, by the tree: "police said |the mayor believed| 40 died".

The network gives each word one role, so of two voices around one figure it knows the outer one.
The inner one is a verb of the cue lexicon inside a content, with a subject of its own and a
clause or an object that says what. What somebody is told to want to do ("officials believe the
army wants to leave") is no words of his.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ..language import Reading
from ..records import Attribution, Span
from .cues import Cue, verb_forms, words_of

INNER_RULE = "tree:nested"
_TELLING = frozenset({"says", "believes", "wants", "expects", "denies", "reports"})
_FIRST_PERSON = frozenset({"i", "we"})
_NOBODY = frozenset({"it", "there", "that", "this", "what", "you", "which"})
_SUBJECTS = frozenset({"nsubj", "nsubj:outer"})
_SURE = 0.3
"""Chance of an arc under which the tree does not say who speaks or what."""


def inner_attributions(reading: Reading, found: Sequence[Attribution]) -> list[Attribution]:
    """The attributions of the contents of those ``found``, in text order; none of these again.

    What somebody says of himself in the first person ("I hope") is no attribution of its own.
    """
    taken = {word for one in found for span in one.cue for word in reading.at(span.start, span.end)}
    inner = []
    for outer, verb, whole in _verbs_told(reading, found):
        if verb in taken:
            continue
        one = _inner(reading, verb, outer, whole)
        if one is not None:
            taken.add(verb)
            inner.append(one)
    return sorted(inner, key=lambda one: one.content[0])


def _verbs_told(
    reading: Reading, found: Sequence[Attribution]
) -> Iterator[tuple[Attribution, int, bool]]:
    """(outer, verb, whether the verb stands before the content and tells all of it)."""
    for outer in found:
        for number, span in enumerate(outer.content):
            words = reading.at(span.start, span.end)
            # "According to the Wire, the mayor |said|: “We have 40 beds”".
            verb = next(
                (w for w in (words[0] - 1, words[0] - 2) if w >= 0 and reading[w].part == "VERB"),
                -1,
            )
            if number == 0 and verb >= 0 and reading[words[0] - 1].text in ("said", ":", ","):
                yield outer, verb, True
            # "500 were held up, prosecutors |alleged|, according to the Wire".
            above = _above(reading, words)
            if number == 0 and len(outer.content) == 1 and above >= words.stop:
                yield outer, above, True
            # The network may leave the inner verb out: "|They fled, police| said, the Wire wrote".
            for word in (*words, *(w for w in (words.stop,) if w < len(reading))):
                if reading[word].part == "VERB":
                    yield outer, word, False


def _above(reading: Reading, words: range) -> int:
    """The verb that a clause is the object of, where it stands outside of it; else -1."""
    above = {reading[w].head for w in words if reading[w].relation in ("ccomp", "parataxis")} - set(
        words
    )
    return next(iter(above)) if len(above) == 1 else -1


def _inner(reading: Reading, verb: int, outer: Attribution, whole: bool) -> Attribution | None:
    subject = _speaker(reading, verb)
    cues = _cues(reading, verb)
    counts = reading[verb].lemma in words_of("figures", "counting")
    if subject is None or not (cues or counts):
        return None
    chance = reading[subject].chance
    if whole:
        content = outer.content
    else:
        said = next((s for cue in cues if (s := _said(reading, verb, subject, cue))), None)
        said = (
            said or _counted(reading, verb, subject) or _beside(reading, verb, subject, cues, outer)
        )
        if said is None:
            return None
        chance = min(chance, reading[said[0]].chance)
        # "According to the Wire, Ada Brenn |said|: “We have 40 beds”" may have two pieces.
        begins = (said[1].start, reading[verb].start)
        pieces = (s for at in begins for s in outer.content if s.start <= at <= s.end + 1)
        piece = next(pieces)
        content = (Span(max(said[1].start, piece.start), min(said[1].end, piece.end)),)
    if chance < _SURE or content[0].start >= content[0].end:
        return None
    phrase = reading.noun_phrase(subject)
    return Attribution(
        source=(reading.span(phrase[0], phrase[-1]),),
        cue=(reading.span(verb, verb),),
        content=content,
        rule_id=INNER_RULE,
        confidence=outer.confidence * chance,
    )


def _cues(reading: Reading, verb: int) -> list[Cue]:
    """The entries of the lexicon that this verb may be here, the longest first."""
    after = tuple(reading[i].text.lower() for i in range(verb + 1, min(verb + 3, len(reading))))
    return [
        cue
        for cue, _ in verb_forms().get(reading[verb].text.lower(), ())
        if cue.features.cue_kind in _TELLING and after[: len(cue.particle)] == cue.particle
    ]


def _speaker(reading: Reading, verb: int) -> int | None:
    """The word that heads the subject, where it may be somebody: no "it", no first person."""
    subject = reading.subject_of(verb)
    if subject is None or reading[subject].relation not in _SUBJECTS or subject > verb + 3:
        return None
    if reading.of(verb, "aux:pass", "expl"):
        return None
    word = reading[subject].text.lower()
    if word in _FIRST_PERSON or word in _NOBODY or _is_thing(reading, subject):
        return None
    return subject


def _is_thing(reading: Reading, subject: int) -> bool:
    """ "1.2 million doses would arrive, and denied": what is counted and no body tells nothing."""
    counted = bool(reading.of(subject, "nummod"))
    return counted and reading[subject].entity not in ("person", "organization")


def _said(reading: Reading, verb: int, subject: int, cue: Cue) -> tuple[int, Span] | None:
    """The word that heads what is said, and its span, as the verb takes it."""
    if cue.takes & {"that", "bare", "quote", "wh", "told"}:
        told = [child for child in reading.of(verb, "ccomp") if child > verb]
        if told:
            return told[0], _span_of(reading, told, verb)
    if "object" in cue.takes and reading[subject].entity in ("person", "organization"):
        for child in reading.of(verb, "obl" if cue.particle else "obj"):
            if child > verb and reading[child].entity in ("abstract", "event"):
                return child, _span_of(reading, [child], verb)
    return None


def _counted(reading: Reading, verb: int, subject: int) -> tuple[int, Span] | None:
    """ "Police said doctors had |counted| 14 dead": who counts states the figure."""
    if reading[verb].lemma not in words_of("figures", "counting"):
        return None
    if reading[subject].entity not in ("person", "organization"):
        return None
    counted = [c for c in reading.of(verb, "obj") if c > verb and _numbered(reading, c)]
    return (counted[0], _span_of(reading, counted, verb)) if counted else None


def _numbered(reading: Reading, head: int) -> bool:
    return any(reading[w].part == "NUM" for w in reading.subtree(head))


def _beside(
    reading: Reading, verb: int, subject: int, cues: Sequence[Cue], outer: Attribution
) -> tuple[int, Span] | None:
    """What stands before a closing "they said", or behind "she said:", within the outer content."""
    takes = frozenset().union(*(cue.takes for cue in cues))
    piece = next(s for s in outer.content if s.start <= reading[verb].start <= s.end + 1)
    words = reading.at(piece.start, piece.end)
    before = reading.noun_phrase(subject)[0] - 1
    last_word = verb >= words[-1] or reading[verb + 1].text in (",", ".")
    if "trail" in takes and before > words[0] and reading[before].text == "," and last_word:
        return verb, reading.span(words[0], before - 1)
    if "quote" in takes and verb + 2 < words[-1] and reading[verb + 1].text == ":":
        return verb, reading.span(verb + 2, words[-1])
    return None


def _span_of(reading: Reading, heads: Sequence[int], verb: int) -> Span:
    """All that hangs on these words, from the verb on, without marks around it."""
    words = [w for head in heads for w in reading.subtree(head) if w > verb]
    first, last = min(words), max(words)
    # A number before the verb of the clause may hang on a word before it: "believed |47| were ill".
    while (
        first - 1 > verb and reading[first - 1].part != "PUNCT" and reading[first - 1].head < verb
    ):
        first -= 1
    while last > first and reading[last].text in ",.;:":
        last -= 1
    while first < last and reading[first].text in ",:;":
        first += 1
    if reading[first].text.lower() == "that" and reading[first].relation == "mark":
        first += 1
    return reading.span(first, last)

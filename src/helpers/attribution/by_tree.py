"""Attributions that the tree tells where the network sees none: "48 are civilians, said the group".

A verb of saying with a subject and a clause that says what; "according to", "per" and "by" with
somebody who can be cited; a paper that shows, finds or has something.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ..language import Reading
from ..records import Attribution, Span
from .cues import verb_forms, words_of

CLAUSE_RULE = "tree:clause"
_TELLING = frozenset({"says", "reports", "denies"})
_SPEAKING = frozenset({"person", "organization"})
_NOBODY = frozenset({"it", "there", "that", "this", "what", "you", "which", "i", "we", "one"})
_SURE = 0.3


def clauses_told(reading: Reading, found: Sequence[Attribution]) -> list[Attribution]:
    """What somebody is told to say in sentences in which none of those ``found`` has that cue."""
    taken = {w for one in found for s in one.cue for w in reading.at(s.start, s.end)}
    held = [s for one in found if one.source for s in one.content]
    more = [*_by_verb(reading, taken), *_by_phrase(reading, taken)]
    return [
        one
        for one in more
        if not any(s.start < c.end and c.start < s.end for c in one.content for s in held)
    ]


def _by_verb(reading: Reading, taken: set[int]) -> Iterator[Attribution]:
    """ "The group |said| that 48 died", "48 died, |said| the group"."""
    for token in reading.tokens:
        verb = token.index
        if token.part != "VERB" or verb in taken or not _tells(reading, verb):
            continue
        subject = reading.subject_of(verb)
        if subject is None or not _may_speak(reading, subject) or reading.of(verb, "aux:pass"):
            continue
        said = _clause(reading, verb, subject)
        if said is not None and min(reading[subject].chance, token.chance) >= _SURE:
            yield _attribution(reading, subject, (verb, verb), said)


def _tells(reading: Reading, verb: int) -> bool:
    return any(
        cue.features.cue_kind in _TELLING and not cue.particle and cue.takes & {"that", "trail"}
        for cue, _ in verb_forms().get(reading[verb].text.lower(), ())
    )


def _may_speak(reading: Reading, word: int) -> bool:
    token = reading[word]
    if token.text.lower() in _NOBODY:
        return False
    return (
        token.entity in _SPEAKING
        or token.part == "PRON"
        or token.lemma in words_of("papers", "lemmas")
    )


def _clause(reading: Reading, verb: int, subject: int) -> Span | None:
    """What is said: the clause that the verb governs, or in which it is an aside."""
    own = set(reading.noun_phrase(subject)) | {verb}
    heads = list(reading.of(verb, "ccomp"))
    if heads:
        words = [w for head in heads for w in reading.subtree(head)]
    elif reading[verb].relation == "parataxis" and reading.governor(verb) is not None:
        aside = set(reading.subtree(verb))
        words = [w for w in reading.subtree(reading.governor(verb) or 0) if w not in aside]
        before = [w for w in words if w < min(aside)]
        words = before or words
    else:
        return None
    return _span(reading, [w for w in words if w not in own])


def _by_phrase(reading: Reading, taken: set[int]) -> Iterator[Attribution]:
    """ "|According to| the ministry, ten survived", "|per| police"."""
    for token in reading.tokens:
        word = token.index
        low = token.text.lower()
        if word in taken or low not in ("according", "per"):
            continue
        last = word + 1 if low == "according" else word
        if low == "according" and (last >= len(reading) or reading[last].text.lower() != "to"):
            continue
        cited = token.head if token.head > word else _next_noun(reading, last)
        if cited is None or cited <= last or cited - last > 12:
            continue
        while reading[cited].relation in ("compound", "flat", "amod") and reading[cited].head > cited:
            cited = reading[cited].head
        if low == "per" and reading[cited].entity not in _SPEAKING:
            continue
        clause = reading[cited].head
        if clause < 0:
            continue
        clause = reading.clause_of(clause)
        phrase = reading.full_phrase(cited)
        aside = set(reading.subtree(cited)) | {word, last} | set(phrase)
        words = [w for w in reading.subtree(clause) if w not in aside]
        behind = [w for w in words if w > max(phrase)]
        before = [w for w in words if w < word]
        said = _span(reading, behind if len(before) < 2 else before)
        if said is not None:
            yield _attribution(reading, cited, (word, last), said)


def _next_noun(reading: Reading, after: int) -> int | None:
    for word in range(after + 1, min(len(reading), after + 8)):
        if reading[word].part in ("NOUN", "PROPN", "PRON"):
            return word
    return None


def _span(reading: Reading, words: Sequence[int]) -> Span | None:
    """From the first to the last word, without marks and a conjunction around them."""
    kept = list(words)
    while kept and (reading[kept[0]].part == "PUNCT" or reading[kept[0]].relation == "mark"):
        kept = kept[1:]
    while kept and reading[kept[-1]].part == "PUNCT":
        kept = kept[:-1]
    return reading.span(kept[0], kept[-1]) if kept else None


def _attribution(
    reading: Reading, source: int, cue: tuple[int, int], content: Span
) -> Attribution:
    phrase = reading.full_phrase(source)
    return Attribution(
        source=(reading.span(phrase[0], phrase[-1]),),
        cue=(reading.span(*cue),),
        content=(content,),
        rule_id=CLAUSE_RULE,
        confidence=0.6,
    )

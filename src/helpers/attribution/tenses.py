"""What goes on without a cue: reported tense, or a part of what was counted."""

from __future__ import annotations

from ..language import Reading


def backshifted(reading: Reading) -> frozenset[int]:
    """Sentences that count on in the past perfect: "|Her members had filed| 41 reports".

    After "the chairwoman said" no cue need stand there: the tense says that she goes on, where
    the subject is hers or is itself counted ("Around 30 children had arrived").
    """
    found = set()
    for token in reading.tokens:
        if token.relation != "root" or token.part != "VERB":
            continue
        helping = {reading[w].text.lower() for w in reading.of(token.index, "aux")}
        subject = reading.subject_of(token.index)
        if "had" in helping and subject is not None and reading.of(subject, "nummod", "nmod:poss"):
            found.add(reading.sentence_of[token.index])
    return frozenset(found)


_PARTS = frozenset(
    "most many some several few half all both other others dozens hundreds scores none".split()
)
_WHOLES = frozenset("those them these injured wounded dead killed missing others victims".split())


def counts_on(reading: Reading) -> frozenset[int]:
    """Sentences about a part of what the one before counted: "|Eleven of the injured| are in care".

    "Seventeen are under 15", "Others had paid more": the subject is a figure or a share of its own,
    with no noun that says of what, or with a word for what was just told.
    """
    found = set()
    for token in reading.tokens:
        if token.relation != "root":
            continue
        subject = reading.subject_of(token.index)
        if subject is None:
            continue
        head = reading[subject]
        if head.part != "NUM" and head.text.lower() not in _PARTS:
            continue
        sentence = reading.sentences[reading.sentence_of[subject]]
        opens = reading.noun_phrase(subject)[0]
        if reading[opens].start - sentence.start > 12:
            continue
        whole = [c for c in reading.of(subject, "nmod", "nmod:unmarked") if c > subject]
        if all(reading[c].text.lower() in _WHOLES for c in whole):
            found.add(reading.sentence_of[subject])
    return frozenset(found)

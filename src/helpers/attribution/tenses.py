"""The tense of reported words: what goes on without a cue in the past before the past."""

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

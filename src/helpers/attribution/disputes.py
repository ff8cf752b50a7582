"""Figures that two sources dispute: "officials put it at 43, |the union at 112|"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ..language import Reading
from ..records import Attribution
from .cues import words_of

FIGURES_RULE = "tree:figures"
_HELD = 0.6
"""Confidence of what the tree alone tells."""
_WHATEVER = frozenset({"percent", "cent", "%", "people", "person"})
"""Units that a figure has wherever it stands: "at 2.1 percent"."""
_SPEAKING = frozenset({"person", "organization"})


def disputed_figures(reading: Reading, found: Sequence[Attribution]) -> list[Attribution]:
    """Attributions of figures that the network does not see: "put X at 43", and the gapped."""
    put = list(_put_at(reading, found))
    return [*put, *_gapped(reading, [*found, *put])]


def _put_at(reading: Reading, found: Sequence[Attribution]) -> Iterator[Attribution]:
    """ "Officials |put| the toll |at| 30": a subject that counts, what it counts, the figure."""
    taken = {w for one in found for s in one.cue for w in reading.at(s.start, s.end)}
    putting = words_of("figures", "putting")
    for token in reading.tokens:
        verb = token.index
        if token.lemma not in putting or token.part != "VERB" or verb in taken:
            continue
        subject = reading.subject_of(verb)
        below = [w for w in reading.subtree(verb) if w > verb]
        things = [w for w in below if reading[w].head == verb and reading[w].relation != "punct"]
        if subject is None or subject > verb or not things or reading.of(verb, "aux:pass"):
            continue
        at = next((w for w in below if reading[w].text in ("at", "in")), None)
        speaks = reading[subject].entity in _SPEAKING or reading[subject].text.lower() == "who"
        if at is None or at < things[0] or not speaks:
            continue
        first = next((w for w in range(at, below[-1] + 1) if reading[w].part == "NUM"), None)
        counted = reading[things[0]].lemma in words_of("figures", "counts")
        if first is None or not (counted or _bare(reading, at, first)):
            continue
        last = first
        while last + 1 <= below[-1] and reading[last + 1].part != "PUNCT":
            joint = reading[last + 1]
            above = reading[joint.head].head if joint.head >= 0 else -1
            if joint.part in ("ADP", "CCONJ") and above == verb:
                break  # "at 3.2 percent |on its website|"
            last += 1
        opens = min(reading.subtree(things[0]))
        yield _attribution(
            reading, reading.noun_phrase(subject), (verb, verb), (max(opens, verb + 1), last)
        )


def puts_a_figure(reading: Reading, one: Attribution) -> bool:
    """Whether the cue puts something at a figure: no doubt that it is told."""
    verbs = {reading[w].lemma for s in one.cue for w in reading.at(s.start, s.end)}
    return not verbs.isdisjoint(words_of("figures", "putting")) and _holds_a_number(reading, one)


def _bare(reading: Reading, at: int, number: int) -> bool:
    """ "Put its own dead |at 38|": the figure alone, where "at 12 stations" is a place."""
    head = reading[number].head
    if head > number and reading[head].lemma in _WHATEVER:
        return True
    return reading[number].relation != "nummod" or not number < head or at < head < number


def _gapped(reading: Reading, found: Sequence[Attribution]) -> Iterator[Attribution]:
    """ "Hospitals reported 12 deaths, |the police 9|": the verb is that of the figure before."""
    for one in found:
        cue = [w for s in one.cue for w in reading.at(s.start, s.end)]
        if not cue or not one.source or not _holds_a_number(reading, one):
            continue
        word = cue[-1] + 1
        while word + 2 < len(reading) and reading.sentence_of[word] == reading.sentence_of[cue[0]]:
            if reading[word].text in (",", ";"):
                if pair := _source_and_number(reading, word + 1):
                    yield _attribution(reading, pair[0], (cue[0], cue[-1]), pair[1])
                    break
            word += 1


def _holds_a_number(reading: Reading, one: Attribution) -> bool:
    return any(reading[w].part == "NUM" for s in one.content for w in reading.at(s.start, s.end))


def _source_and_number(reading: Reading, word: int) -> tuple[range, tuple[int, int]] | None:
    """The noun phrase at a word and the bare number behind it, which ends the clause."""
    if reading[word].text in ("and", "while"):
        word += 1
    at = word
    while at < len(reading) and reading[at].part in ("DET", "ADJ", "NOUN", "PROPN"):
        at += 1
    if at == word or reading[at - 1].part not in ("NOUN", "PROPN"):
        return None
    if reading[at - 1].entity not in _SPEAKING:
        return None
    number = at + 1 if at + 1 < len(reading) and reading[at].text == "at" else at
    if number + 1 >= len(reading) or reading[number].part != "NUM":
        return None
    return (range(word, at), (number, number)) if reading[number + 1].text in ".;," else None


def _attribution(
    reading: Reading, source: range, cue: tuple[int, int], content: tuple[int, int]
) -> Attribution:
    return Attribution(
        source=(reading.span(source[0], source[-1]),),
        cue=(reading.span(*cue),),
        content=(reading.span(*content),),
        rule_id=FIGURES_RULE,
        confidence=_HELD,
    )

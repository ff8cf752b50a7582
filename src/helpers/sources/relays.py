"""Relaying: whose words these are, and who hands them on ("X reported, citing Y")."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from helpers import vocabulary
from helpers.attribution.cues import verb_forms
from helpers.language import Reading
from helpers.records import Attribution, Span
from helpers.sources import lexicon
from helpers.sources.reading import MentionReader

WORDS = re.compile(r"[^\W\d_]+")
_SPEAKING = frozenset({"person", "organization"})


@dataclass(frozen=True, slots=True)
class Relay:
    """Where the original source and the relaying one are printed."""

    source: Span
    via: Span


def cue_words(text: str, attribution: Attribution) -> list[str]:
    """The words of the cue in lower case."""
    return [w.lower() for s in attribution.cue for w in WORDS.findall(text, s.start, s.end)]


def is_appearance(words: list[str]) -> bool:
    """True for "appears to": the subject is looked at and has not spoken."""
    return any(w in vocabulary.load("relays")["appears"] for w in words) and "before" not in words


def find_relays(reader: MentionReader, attributions: Sequence[Attribution]) -> dict[int, Relay]:
    """For each attribution that somebody relays, by its index: whose words, and by whom.

    Told by "cite" and "quote" alone: one who hands on without them ("the Wire reported that
    police said") stands around an attribution of its own.
    """
    reading = reader.reading
    places = [_anchor(reading, one) for one in attributions]
    by_sentence: dict[int, list[int]] = {}
    for index, place in enumerate(places):
        if place is not None:
            by_sentence.setdefault(reading.sentence_of[place], []).append(index)
    found: dict[int, Relay] = {}
    for verb in _citing_verbs(reading):
        parties = _parties(reader, verb)
        if parties is None:
            continue
        cited, teller = parties
        relay = Relay(_cited(reading, verb, cited), _span(reading, teller))
        for index in by_sentence.get(reading.sentence_of[verb], ()):
            if _is_theirs(reading, attributions[index], verb, parties):
                found.setdefault(index, relay)
    for head in _according(reading):
        for index in by_sentence.get(reading.sentence_of[head], ()):
            one = attributions[index]
            if places[index] is not None and _speaks_at(reading, one, reading[head].head, head):
                found.setdefault(index, Relay(one.source[0], _span(reading, head)))
    return found


def _according(reading: Reading) -> Iterator[int]:
    """Whom "according to" names: "According to the Wire, the mayor said 12 died"."""
    for token in reading.tokens:
        if token.text.lower() == "according" and token.relation == "case" and token.head >= 0:
            yield token.head


def _speaks_at(reading: Reading, attribution: Attribution, verb: int, other: int) -> bool:
    """Whether the verb is the cue of an attribution whose source is not this other word."""
    told = reading[verb] if verb >= 0 else None
    return (
        told is not None
        and any(s.start <= told.start < s.end for s in attribution.cue)
        and bool(attribution.source)
        and not any(s.start <= reading[other].start < s.end for s in attribution.source)
    )


def _anchor(reading: Reading, attribution: Attribution) -> int | None:
    for span in (*attribution.cue, *attribution.source):
        if words := reading.at(span.start, span.end):
            return words[0]
    return None


def _citing_verbs(reading: Reading) -> Iterator[int]:
    citing = frozenset(vocabulary.load("relays")["citing"])
    return (t.index for t in reading.tokens if t.part == "VERB" and t.text.lower() in citing)


def _parties(reader: MentionReader, verb: int) -> tuple[int, int] | None:
    """(who is cited, who cites) as the words that head them; None where one is not told."""
    reading = reader.reading
    if reading.of(verb, "aux:pass"):
        # "He was quoted by the Wire as saying", "he was quoted as saying by the Wire".
        cited = reading.subject_of(verb)
        below = reading.subtree(verb)
        teller = next((w for w in below if reading[w].relation == "obl:agent"), None)
    else:
        told = reading.of(verb, "obj", "iobj", "obl", "ccomp", "nsubj")
        cited = next((w for w in told if w > verb), None)
        if cited is None and reading[verb].relation == "case":
            cited = reading.governor(verb)  # "Citing" as a preposition of "police"
        teller = _teller(reading, verb)
    if cited is None or teller is None or cited == teller or not _may_speak(reading, cited):
        return None
    if reading[teller].part == "PROPN" and reading[teller].entity == "person":
        span = _span(reading, teller)
        if reader.read(span.start, span.end).naming == "named_person":
            return None  # an official who cites a report speaks himself
    return cited, teller


def _teller(reading: Reading, verb: int) -> int | None:
    """The subject of "citing": its own, the noun that it tells of, that of the verb of saying.

    The nearest verb of saying before it, else after it: "the Wire reported, citing police",
    "Citing police, the Wire said".
    """
    own = reading.subject_of(verb)
    above = reading.governor(verb)
    if own is not None and own < verb and reading[verb].finer != "VBG":
        return own
    if above is not None and reading[above].part in ("NOUN", "PROPN") and above < verb:
        return above  # "the Journal, citing people familiar with the matter"
    here = reading.sentence_of[verb]
    for step in (-1, 1):
        word = verb + step
        while 0 <= word < len(reading) and reading.sentence_of[word] == here:
            told = reading[word].part == "VERB" and reading[word].text.lower() in verb_forms()
            if told and (subject := reading.subject_of(word)) is not None:
                return subject
            word += step
    return None


def _may_speak(reading: Reading, word: int) -> bool:
    token = reading[word]
    return (
        token.entity in _SPEAKING
        or token.lemma in lexicon.document_nouns()
        or token.lemma in lexicon.person_nouns()
        or token.lemma in lexicon.body_nouns()
    )


def _is_theirs(
    reading: Reading, attribution: Attribution, verb: int, parties: tuple[int, int]
) -> bool:
    """Whether the words of an attribution are those that are cited.

    They are where "citing" is its cue, and where who cites is its source; not where somebody
    else speaks in its sentence.
    """
    verb_span, teller = reading[verb], reading[parties[1]]
    if any(s.start <= verb_span.start < s.end for s in attribution.cue):
        return True
    cited = reading[parties[0]]
    return any(s.start <= one.start < s.end for s in attribution.source for one in (teller, cited))


def _span(reading: Reading, head: int) -> Span:
    words = reading.full_phrase(head)
    return reading.span(words[0], words[-1])


def _cited(reading: Reading, verb: int, head: int) -> Span:
    """Who is cited: from the noun phrase on what else hangs on "citing", up to a mark or "as"."""
    phrase = reading.noun_phrase(head)
    below = set(reading.subtree(verb))
    last = phrase[-1]
    while last + 1 in below and reading[last + 1].part != "PUNCT" and last + 1 > verb:
        if reading[last + 1].text.lower() in ("as", "that", "by", "who") or last + 1 == len(
            reading
        ):
            break
        last += 1
    return reading.span(phrase[0], last)

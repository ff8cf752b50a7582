"""Relaying: whose words these are, and who hands them on ("X reported, citing Y")."""

from __future__ import annotations

import re
from dataclasses import dataclass

from helpers import vocabulary
from helpers.records import Attribution, Sentence, Span
from helpers.sources import lexicon
from helpers.sources.grammar import CLAUSE_OPENERS
from helpers.sources.mention import Mention
from helpers.sources.reading import MentionReader
from helpers.sources.roles import head_noun
from helpers.sources.words import Word, words_of

WORDS = re.compile(r"[^\W\d_]+")
REACH = 160  # characters after the attribution's cue in which ", citing ..." may stand
CITING_AHEAD = re.compile(r"\b(?:citing|quoting)\s+", re.IGNORECASE)
QUOTED_BEFORE = re.compile(r"\b(?:quoted|cited|quoting|citing) (?:the |a |an )?$")
BY_AGENT = re.compile(r"\s*by\s+", re.IGNORECASE)


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


def is_mental(words: list[str]) -> bool:
    """True for states of mind ("wants", "are hoping")."""
    mental = vocabulary.load("relays")["mental"]
    return any(w in mental for w in words)


def find_relay(
    reader: MentionReader, attribution: Attribution, sentence: Sentence, others: list[Attribution]
) -> Relay | None:
    """The relay that an attribution is part of, or None; looks no further than its sentence."""
    if not attribution.source:
        return None
    text = reader.text
    first, last = attribution.source[0], attribution.source[-1]
    citing = vocabulary.load("relays")["citing"]
    cue = next(
        (
            s
            for s in attribution.cue
            if any(w.lower() in citing for w in WORDS.findall(text, s.start, s.end))
        ),
        None,
    )
    if cue is not None:
        return _around_cue(reader, attribution, cue, sentence, others)
    if len(attribution.source) > 1:
        between = text[first.end : last.start].lower()
        if any(w in citing for w in WORDS.findall(between)):
            return Relay(last, first)
        return None
    # The source span itself holds both: "the Journal, citing people familiar with the matter".
    inside = CITING_AHEAD.search(text, first.start, first.end)
    if inside and inside.start() > first.start:
        original = _noun_phrase(reader, inside.end(), first.end)
        if original:
            return Relay(original, Span(first.start, inside.start()))
    after = max([last.end, *(s.end for s in attribution.cue)])
    for begin in (last.end, after):
        ahead = CITING_AHEAD.search(text, begin, min(sentence.end, begin + REACH))
        if ahead and _plain_gap(text[begin : ahead.start()]) and _relays(reader, first):
            original = _noun_phrase(reader, ahead.end(), sentence.end)
            if original:
                return Relay(original, first)
    # "State media quoted |the health ministry| as saying", the cue being "as saying" alone.
    before = QUOTED_BEFORE.search(text, max(sentence.start, first.start - 24), first.start)
    if before:
        teller = _subject_before(reader, sentence.start, before.start())
        if teller:
            return Relay(first, teller)
    return None


def _plain_gap(gap: str) -> bool:
    """Between the cue and "citing": a short remark, no other clause and no quotation."""
    return len(gap) <= 60 and not re.search(r"[.;:“”\"]", gap)


def _relays(reader: MentionReader, span: Span) -> bool:
    """Only the press hands on what it cites; an official who cites a study speaks himself."""
    mention = reader.read(span.start, span.end)
    return mention.source_type == "media" or (
        (mention.form == "pronoun" and mention.gender == "n")
        or (mention.form == "relative" and mention.name != "who")
    )


def _around_cue(reader, attribution, cue: Span, sentence, others) -> Relay | None:
    text = reader.text
    source = attribution.source[0]
    cue_text = text[cue.start : cue.end].lower()
    passive = re.search(
        r"\b(?:was|were|is|are|been|being)\b[^.]{0,20}\b(?:quoted|cited)\b", cue_text
    ) or (
        re.search(
            r"\b(?:was|were|is|are|been|being)\s+$",
            text[max(sentence.start, cue.start - 12) : cue.start].lower(),
        )
    )
    if passive:
        by = BY_AGENT.match(text, cue.end) or re.search(
            r"\bby\s+", text[cue.end : min(sentence.end, cue.end + 60)]
        )
        if by:
            at = by.end() if by.re is BY_AGENT else cue.end + by.end()
            agent = _noun_phrase(reader, at, sentence.end)
            if agent:
                return Relay(source, agent)
        if len(attribution.source) > 1:
            return Relay(attribution.source[0], attribution.source[-1])
        return None
    if len(attribution.source) > 1:
        return Relay(attribution.source[-1], attribution.source[0])
    if source.start >= cue.start:  # "citing people ...": who cites stands to the left
        left = [
            a.source[0]
            for a in others
            if a is not attribution and a.source and sentence.start <= a.source[0].start < cue.start
        ]
        left = [s for s in left if reader.read(s.start, s.end).source_type == "media"] or left[-1:]
        if left:
            return Relay(source, left[-1])
        subject = _subject_before(reader, sentence.start, cue.start)
        return Relay(source, subject) if subject else None
    original = _noun_phrase(reader, cue.end, sentence.end)
    if original and _relays(reader, source):
        return Relay(original, source)
    return None


def _subject_before(reader: MentionReader, start: int, end: int) -> Span | None:
    """The noun phrase in front of "quoted": the last stretch of words before the cue."""
    words = words_of(reader.text, max(start, end - 120), end)
    while words and (
        words[-1].mark
        or words[-1].low
        in {"also", "later", "has", "have", "had", "said", "says", "reports", "wrote", "writes"}
        or (words[-1].low.endswith("ed") and not words[-1].capital and len(words) > 1)
    ):
        words.pop()
    marks = [i for i, w in enumerate(words) if w.mark]
    words = words[marks[-1] + 1 :] if marks else words
    if not words or len(words) > 8:
        return None
    mention = reader.read(words[0].start, words[-1].end)
    return Span(words[0].start, words[-1].end) if _speaks(mention) else None


def _noun_phrase(reader: MentionReader, start: int, end: int) -> Span | None:
    """The source phrase that begins at ``start``: up to a mark or "as saying"."""
    words = words_of(reader.text, start, min(end, start + 160))
    taken: list[Word] = []
    for word in words:
        if word.mark or word.low in {
            "as",
            "that",
            "said",
            "says",
            "saying",
            "who",
            "which",
            "while",
            "but",
            "after",
            "before",
        } - ({"that"} if not taken else set()):
            break
        taken.append(word)
    while taken and taken[-1].low in CLAUSE_OPENERS:
        taken.pop()
    if not taken:
        return None
    mention = reader.read(taken[0].start, taken[-1].end)
    return (
        Span(taken[0].start, taken[-1].end)
        if _speaks(mention) and (mention.form != "bare" or head_noun(taken))
        else None
    )


def _speaks(mention: Mention) -> bool:
    return mention.form not in {"nobody"} and (
        mention.naming in {"named_person", "document"}
        or mention.form in {"body", "single", "kin"}
        or mention.head in lexicon.person_nouns()
        or mention.head in lexicon.body_nouns()
    )

"""The cast of an article: people and bodies that its text names, whether they speak or not."""

from __future__ import annotations

from dataclasses import dataclass

from helpers.language import Reading
from helpers.sources.head_nouns import noun_at
from helpers.sources.mention import Mention
from helpers.sources.phrase import capital, phrase_of
from helpers.sources.reading import MentionReader

_SUBJECTS = frozenset({"nsubj", "nsubj:pass", "nsubj:outer", "root", "appos"})
_OBLIQUE = frozenset({"nmod", "obl", "nmod:poss", "obl:agent", "obl:unmarked", "compound"})
_PART_OF_NAME = frozenset({"flat", "goeswith", "compound", "fixed", "nmod:desc"})


@dataclass(frozen=True, slots=True)
class Appearance:
    """A person or body named at ``start..end``; ``firm`` where more than capitals says so."""

    start: int
    end: int
    mention: Mention
    firm: bool
    subject: bool
    oblique: bool


def find_cast(reading: Reading, reader: MentionReader) -> list[Appearance]:
    """All appearances of named people and bodies in text order, and of those who open a clause."""
    found: list[Appearance] = []
    past = 0
    for token in reading.tokens:
        if token.index < past:
            continue
        if token.part == "PRON" and token.text in ("He", "She", "They", "he", "she"):
            if token.relation == "nsubj" and token.text[0].isupper():
                mention = reader.read(token.start, token.end)
                found.append(Appearance(token.start, token.end, mention, False, True, False))
            continue
        appearance, past = _appearance(reading, reader, token.index, past)
        if appearance:
            found.append(appearance)
    found.sort(key=lambda a: a.start)
    return found


def _appearance(
    reading: Reading, reader: MentionReader, i: int, past: int
) -> tuple[Appearance | None, int]:
    token = reading[i]
    subject = token.relation in _SUBJECTS
    oblique = token.relation in _OBLIQUE
    if token.part == "PROPN" and capital(reading, i) and token.entity != "time":
        top = i
        while reading[top].relation in _PART_OF_NAME and reading[top].head > top:
            if reading[reading[top].head].part != "PROPN":
                break  # "Ada Brenn's tanks"
            top = reading[top].head
        phrase = phrase_of(reading, range(top, top + 1))
        if phrase is None or not phrase.name or not phrase.words.start <= i < phrase.words.stop:
            return None, past
        name = phrase.name
        mention = reader.read(reading[phrase.words[0]].start, reading[name[-1]].end)
        if mention.form not in ("person", "single", "body"):
            return None, past
        top_token = reading[phrase.head]
        subject = top_token.relation in _SUBJECTS
        oblique = top_token.relation in _OBLIQUE
        firm = (
            mention.naming == "organisation"
            and mention.form == "body"
            and (mention.sure > 0.5 or top_token.entity == "organization")
        )
        if mention.naming == "named_person":
            firm = bool(mention.role or mention.aged or mention.form == "person")
        end = max(mention.end, reading[name[-1]].end)
        stop = reading.at(mention.start, end).stop
        return Appearance(reading[name[0]].start, end, mention, firm, subject, oblique), max(
            stop, name.stop
        )
    if token.part == "NOUN" and subject and token.relation != "appos":
        noun = noun_at(reading, i)
        if (
            noun is None
            or noun[1] == "document"
            or (reading[i].finer == "NNS" and noun[1] == "kin")
        ):
            return None, past
        span = reading.noun_phrase(i)
        mention = reader.read(reading[span[0]].start, reading[span[-1]].end)
        if mention.form not in ("definite", "indefinite", "bare"):
            if mention.form == "person" and mention.naming == "named_person":
                return Appearance(
                    mention.start, mention.end, mention, True, True, False
                ), reading.at(mention.start, mention.end).stop
            return None, past
        return Appearance(mention.start, mention.end, mention, True, True, False), past
    return None, past

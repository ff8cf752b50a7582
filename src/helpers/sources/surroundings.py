"""A mention read with what is printed around it: the title before, the apposition after."""

from __future__ import annotations

import re
from dataclasses import replace

from helpers.language import Reading
from helpers.places import gazetteer
from helpers.records import Sentence, Span
from helpers.sources import lexicon
from helpers.sources.grammar import LEADS, RANKS
from helpers.sources.mention import Mention
from helpers.sources.reading import read_mention
from helpers.sources.roles import head_noun, person_noun_at
from helpers.sources.words import words_of

# "A baker called Anna", "A ministry spokesman, Ada Brenn, said".
NAMED_AFTER = re.compile(
    r"(?: (?:called|named) |, (?=[^\W\d_]+[ ][^\W\d_]+(?:[ ][^\W\d_]+)?,))"
    r"([^\W\d_a-zß-ÿ][\w’'\-]+(?: [^\W\d_a-zß-ÿ][\w’'.\-]*){0,2})"
)

# "KAMPALA, Uganda (AP) —", "NAIROBI, May 16 (Reuters) -", "LIMA —" at the head of a paragraph.
DATELINE = re.compile(
    r"\W{0,3}[A-Z][\w.'’/-]+(?:,? [\w.'’/-]+){0,6}(?:,? \([\w .'’/-]{2,30}\))? ?(?:[-–—]|--) "
)

_NO_NOUN = frozenset({"nobody", "pronoun", "relative", "self"})  # "He called Brand" names nobody


def outside_sentences(reading: Reading) -> list[tuple[int, int]]:
    """Where names stand that no sentence is about: datelines, and passages without a verb.

    "NAIROBI (Reuters) -", "Photo: AFP", "© 2024 Gulf Herald": nobody there is taken up by "it".
    """
    found = []
    text = reading.article.text
    for passage in reading.passages:
        words = reading.at(passage.start, passage.end)
        if not any(reading[w].part in ("VERB", "AUX") for w in words):
            found.append((passage.start, passage.end))
        elif line := DATELINE.match(text, passage.start, min(passage.end, passage.start + 90)):
            shown = line.group()
            if "(" in shown or any(w.isupper() and len(w) > 2 for w in shown.split(",")[0].split()):
                found.append(line.span())
    return found


def without_clause(reading: Reading, span: Span) -> Span:
    """A source without the participle behind its noun: "a survey |made in France|"."""
    words = reading.at(span.start, span.end)
    head = next((w for w in words if reading[w].head not in words), None)
    if head is None:
        return span
    for clause in reading.of(head, "acl"):
        if reading[clause].relation == "acl" and head < clause and clause in words:
            first = min(w for w in reading.subtree(clause) if w > head)
            return Span(span.start, max(reading[first - 1].end, reading[head].end))
    return span


def read_in_place(text: str, start: int, end: int, sentence: Sentence) -> Mention:
    """The mention with the role printed around it where the span left it out."""
    mention = read_mention(text, start, end)
    if mention.naming == "unnamed_person" and not mention.plural and mention.form not in _NO_NOUN:
        named = NAMED_AFTER.match(text, mention.end, min(sentence.end, mention.end + 80))
        if named:
            wider = read_mention(text, mention.start, named.end(1))
            return wider if wider.naming == "named_person" else mention
    if mention.form not in {"person", "single", "body"}:
        return mention
    rank = mention.role and mention.role.lower() in RANKS
    if mention.naming == "named_person" and (not mention.role or rank):
        after = apposition_end(text, mention.end, sentence.end)
        before = title_start(text, mention.start, sentence.start)
        if after or before < mention.start:
            wider = read_mention(text, before, after or max(end, mention.end))
            if (
                wider.naming == "named_person"
                and wider.name.split()[-1] == mention.name.split()[-1]
            ):
                mention = replace(wider, start=mention.start, end=mention.end)
    elif mention.form == "body" and text[mention.end : mention.end + 2] == " (":
        close = text.find(")", mention.end, mention.end + 14)
        if close != -1:
            mention = read_mention(text, mention.start, close + 1)
    return mention


def apposition_end(text: str, end: int, limit: int) -> int | None:
    """Where ", a presidential adviser now in charge of ...," ends, if a role stands there."""
    if text[end : end + 1] != ",":
        return None
    words = words_of(text, end + 1, min(limit, end + 200), limit=40)
    stop = next((i for i, w in enumerate(words) if w.mark), len(words))
    if stop == 0:
        return None
    if words[0].low == "who" and stop > 2 and words[1].low in LEADS:
        return words[stop - 1].end
    if stop == 1 and words[0].low.isdigit():
        inner = apposition_end(text, words[0].end, limit)
        return inner or words[0].end
    first = words[0].low
    head = head_noun(words[:stop])
    determined = (
        first in {"a", "an", "the", "one"} or words[0].owner or first in {"his", "her", "their"}
    )
    bare_role = person_noun_at(words, head[0]) if head and head[2] == "person" else None
    if (
        head
        and head[2] in {"person", "kin"}
        and head[0] <= 8
        and (determined or (bare_role and not bare_role.plural))
    ):
        return words[stop - 1].end
    return None


def title_start(text: str, start: int, limit: int) -> int:
    """Where a title right before a name begins ("deputy defense minister |Ada Brenn")."""
    words = words_of(text, max(limit, start - 90), start, limit=40)
    begin = len(words)
    heads = 0
    while begin > 0 and len(words) - begin < 7:
        word = words[begin - 1]
        titled = (
            word.low in lexicon.title_words()
            or person_noun_at(words, begin - 1)
            or word.text in lexicon.titles()
        )
        entry = gazetteer.entry_of(word.text)
        if word.mark or not (
            titled or (heads and (entry or word.owner or lexicon.known_bodies().get(word.text)))
        ):
            break
        heads += bool(person_noun_at(words, begin - 1) or word.text in lexicon.titles())
        begin -= 1
    return words[begin].start if heads and begin < len(words) else start

"""What the article tells in its own voice though the network reads it as somebody's words.

Acts are no reports ("the council voted to hire 40"), and a participle that sums up is the
narrator's ("police said two had died, |bringing the toll to six|").
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from ..language import Reading
from ..records import Attribution, Residue, Span
from .cues import words_of

_WORDS = frozenset({"VERB", "NOUN", "ADJ"})
_RELATIVES = frozenset({"which", "that", "who", "what"})


def without_own_voice(
    reading: Reading, found: Iterable[Attribution]
) -> tuple[list[Attribution], list[Residue]]:
    """What is said by somebody, and the contents of those that are acts."""
    said: list[Attribution] = []
    acts: list[Residue] = []
    for one in found:
        if one.source and _is_act(reading, one):
            acts += [Residue(s.start, s.end, "unresolved_attribution") for s in one.content]
            continue
        content = tuple(
            cut
            for span in one.content
            if not _is_cut_object(reading, span, one)
            and not (len(one.content) > 1 and _is_relative(reading, span))
            and (cut := _without_total(reading, span)) is not None
        )
        if content:
            said.append(replace(one, content=content))
    return said, acts


def _is_act(reading: Reading, one: Attribution) -> bool:
    """Whether all that the cue tells is an act, with no clause that says what.

    "Voted to hire 40", "had plans to"; not "ruled that the firm owed", "announced".
    """
    words = [w for s in one.cue for w in reading.at(s.start, s.end)]
    telling = [w for w in words if reading[w].part in _WORDS]
    verbs = [w for w in words if reading[w].part == "VERB"]
    light, acts = words_of("acts", "light"), words_of("acts", "lemmas")
    lemmas = [reading[w].lemma for w in telling if reading[w].lemma not in light]
    if not lemmas or not all(lemma in acts for lemma in lemmas):
        return False
    return not any(reading.of(verb, "ccomp") for verb in verbs)


def _is_cut_object(reading: Reading, span: Span, one: Attribution) -> bool:
    """ "Put |the| share at 3 percent": an article without the object that it opens."""
    words = reading.at(span.start, span.end)
    if len(words) != 1 or reading[words[0]].part != "DET" or reading[words[0]].head < words.stop:
        return False
    verb = reading[reading[words[0]].head].head
    return any(verb in reading.at(cue.start, cue.end) for cue in one.cue)


def _is_relative(reading: Reading, span: Span) -> bool:
    """ "|which| police said |was wrong|": the first piece says nothing."""
    return reading.article.text[span.start : span.end].strip().lower() in _RELATIVES


def _without_total(reading: Reading, span: Span) -> Span | None:
    """The content without a closing participle that sums up; None where it is nothing else."""
    words = reading.at(span.start, span.end)
    sums = words_of("acts", "totals")
    for word in reversed(words):
        token = reading[word]
        if token.finer != "VBG" or token.lemma not in sums or token.relation != "advcl":
            continue
        if not any(reading[w].part == "NUM" for w in reading.subtree(word)):
            continue
        if word == words[0]:
            return None
        if reading[word - 1].text == "," and reading.subtree(word)[-1] >= words[-1] - 1:
            return Span(span.start, reading[word - 2].end) if word - 2 >= words[0] else None
    return span

"""Cues with nobody named: "is expected to", "appears to", "reportedly", "allegations that"."""

from __future__ import annotations

from collections.abc import Sequence

from .complements import phrase_stop
from .cues import cue_nouns, searched_adverbs
from .found import Found, Range, cue_range
from .groups import VerbGroup
from .items import WORD, Item, is_adverb, is_finite, words
from .phrases import phrase_ending_at, subject_before


def passive(row: Sequence[Item], group: VerbGroup, stop: int) -> Found | None:
    """ "X is expected to ..." has no source; in "X was praised by Y" the source is Y."""
    if group.end >= stop:
        return None
    following = row[group.end].low
    if group.passive is not None and following in group.passive[0]:
        hedged = group.passive[1].modality == "alleged"
        subject = subject_before(row, group.start)
        if subject is None:
            return None
        if row[subject[0]].low == "it" and following == "that":
            return Found(None, (cue_range(group),), ((group.end, stop),), "passive", hedged=hedged)
        rest = (group.end, phrase_stop(row, group.end, stop))
        return Found(None, (cue_range(group),), (subject, rest), "passive", hedged=hedged)
    return None


def appears(row: Sequence[Item], group: VerbGroup, stop: int) -> Found | None:
    """ "X appears to ...": nobody is named as seeing it so; subject and rest are the content."""
    subject = subject_before(row, group.start)
    if subject is None or group.end >= stop or row[subject[0]].low in ("that", "what", "who"):
        return None
    following = row[group.end]
    if following.kind != WORD:
        return None
    if group.takes("seem"):
        settled = row[group.verb].low.startswith("appear")
        if following.low in words("seem_not"):
            return None
        if settled and following.low not in words("seem_ahead"):
            return None
    elif following.low not in words("seem_ahead") - {"to"}:
        return None
    rest = (group.end, phrase_stop(row, group.end, stop))
    return Found(None, (cue_range(group),), (subject, rest), "appears")


def by_adverb(row: Sequence[Item], stop: int) -> list[Found]:
    """ "The pair reportedly fell ill": the clause around the adverb is the content."""
    found = []
    adverbs = searched_adverbs()
    for i in range(stop):
        if row[i].kind != WORD or row[i].low not in adverbs:
            continue
        pieces = ((_clause_start(row, i), i), (i + 1, phrase_stop(row, i, stop)))
        content = tuple(piece for piece in pieces if piece[0] < piece[1])
        if content and content[-1][0] == i + 1:
            found.append(Found(None, ((i, i + 1),), content, "adverb", hedged=True))
    return found


def _clause_start(row: Sequence[Item], i: int) -> int:
    """Start of the subject before the adverb and its auxiliaries; the auxiliaries if unclear."""
    k = i
    while k and (row[k - 1].low in words("be", "have", "modals") or is_adverb(row[k - 1])):
        k -= 1
    subject = subject_before(row, k) if k else None
    return k if subject is None else subject[0]


def by_noun(row: Sequence[Item], stop: int) -> list[Found]:
    """ "Allegations that ...", with a possessive as its source where one stands before."""
    found = []
    nouns = cue_nouns()
    for i in range(stop - 2):
        if row[i].kind != WORD or row[i].low not in nouns or row[i + 1].low != "that":
            continue
        # "reports that were filed" is a relative clause
        verb = row[i + 2].low in words("be", "have", "modals", "finite") or row[i + 2].low.endswith(
            "ed"
        )
        if row[i].is_name or verb or is_finite(row, i + 2):
            continue
        content = (i + 1, phrase_stop(row, i + 1, stop))
        source = _possessor(row, i)
        hedged = source is None and nouns[row[i].low].modality == "alleged"
        found.append(Found(source, ((i, i + 1),), (content,), "noun", hedged=hedged))
    return found


def _possessor(row: Sequence[Item], noun: int) -> Range | None:
    """ "Their", or "the minister's", in front of the noun and its adjectives."""
    k = noun - 1
    closed = words("determiners", "joining", "be", "have") | {"'s"}
    while k >= 0 and noun - k < 4 and row[k].raw.islower() and row[k].low not in closed:
        k -= 1
    if k < 0:
        return None
    if row[k].low in words("possessives"):
        return k, k + 1
    if row[k].low == "'s":
        phrase = phrase_ending_at(row, k)
        return None if phrase is None else (phrase[0], k + 1)
    return None

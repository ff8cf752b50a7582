"""Verb groups: a cue verb with its auxiliaries, adverbs and particles, and how it is used."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from .cues import (
    BASE,
    ING,
    PARTICIPLE,
    PAST,
    THIRD,
    Cue,
    CueFeatures,
    passive_forms,
    verb_forms,
    words_of,
)
from .items import WORD, Item, is_adverb, words

ACTIVE, PASSIVE, PARTICIPIAL = "active", "passive", "participial"
_GROUP_LIMIT = 8  # auxiliaries and adverbs before a verb; more is not one group


@dataclass(frozen=True, slots=True)
class VerbGroup:
    """``row[start:end]`` is the group; ``verb`` the index of the cue verb itself.

    ``use`` is active, passive or participial (an -ing form).
    ``cues`` are the lexicon entries it may be, longest first.
    """

    start: int
    verb: int
    end: int
    use: str
    form: str
    cues: tuple[Cue, ...]
    passive: tuple[frozenset[str], CueFeatures] | None = None

    def takes(self, what: str) -> bool:
        """Whether a cue of the group can govern such a complement."""
        return any(what in cue.takes for cue in self.cues)


def find_groups(row: Sequence[Item]) -> list[VerbGroup]:
    """The verb groups of cue verbs in a sentence, left to right."""
    found = []
    verbs, passives = verb_forms(), passive_forms()
    for i, item in enumerate(row):
        if item.kind != WORD or (item.low not in verbs and item.low not in passives):
            continue
        if item.raw[0].isupper():
            continue  # a name, or the first word of a sentence: no subject stands before it
        group = _group_at(row, i)
        if group is not None:
            found.append(group)
    return found


def _group_at(row: Sequence[Item], i: int) -> VerbGroup | None:
    start, helpers = _reach_left(row, i)
    word = row[i].low
    entries = verb_forms().get(word, ())
    names = frozenset().union(*(n for _, n in entries)) if entries else frozenset()
    passive = passive_forms().get(word)
    use, form = _use_of(row, i, helpers, names, passive is not None)
    if use is None:
        return None
    if use == "infinitive":
        carrier = _carrier_before(row, start)
        if carrier is None:
            return None
        start, use, form = carrier, ACTIVE, PAST
    fitting, end = _with_particle(row, i, tuple(cue for cue, _ in entries))
    if use == PASSIVE and passive is not None:
        return VerbGroup(start, i, i + 1, use, form, fitting, passive)
    if not fitting:
        return None
    return VerbGroup(start, i, end, use, form, fitting)


def _with_particle(
    row: Sequence[Item], i: int, cues: tuple[Cue, ...]
) -> tuple[tuple[Cue, ...], int]:
    """Entries whose particle follows; the longest particle found excludes shorter entries."""
    for cue in cues:  # longest particle first
        n = len(cue.particle)
        if n and tuple(item.low for item in row[i + 1 : i + 1 + n]) == cue.particle:
            return (cue,), i + 1 + n
    return tuple(c for c in cues if not c.particle), i + 1


def _reach_left(row: Sequence[Item], i: int) -> tuple[int, list[str]]:
    """Start of the group ending in verb ``i``, and the auxiliaries met, right to left."""
    helpers: list[str] = []
    k = i
    auxiliaries = words("be", "have", "do", "modals")
    while k > 0 and i - k < _GROUP_LIMIT:
        item = row[k - 1]
        if item.kind != WORD:
            break
        if item.low in auxiliaries or item.low in ("not", "never", "to"):
            helpers.append(item.low)
        elif item.low == "since" and k > 1 and row[k - 2].low in words("have"):
            pass  # "has since denied"
        elif not is_adverb(item) or item.low in (
            "both",
            "all",
            "first",
            "today",
            "yesterday",
            "earlier",
        ):
            break
        k -= 1
    # Adverbs at the left edge belong to the group only after an auxiliary or right before it.
    while k < i and row[k].low in ("then", "now", "once", "again", "still") and k == 0:
        k += 1
    return k, helpers


def _use_of(
    row: Sequence[Item],
    i: int,
    helpers: list[str],
    names: frozenset[str],
    passive: bool,
) -> tuple[str | None, str]:
    be = any(h in words("be") for h in helpers)
    have = any(h in words("have") for h in helpers)
    support = any(h in words("do", "modals") for h in helpers)
    nearest = next((h for h in helpers if h not in ("not", "never")), None)
    after = row[i + 1] if i + 1 < len(row) else None
    if nearest == "to":
        return ("infinitive", BASE) if BASE in names else (None, "")
    if nearest in words("be"):
        if ING in names:
            return ACTIVE, ING
        if PARTICIPLE in names or passive:
            return PASSIVE, PARTICIPLE
        return None, ""
    if nearest in words("have"):
        return (ACTIVE, PARTICIPLE) if PARTICIPLE in names else (None, "")
    if support:
        return (ACTIVE, BASE) if BASE in names else (None, "")
    if be or have:
        return None, ""
    if ING in names:
        return PARTICIPIAL, ING
    if after is not None and after.low == "by" and PARTICIPLE in names:
        return None, ""  # "a plan opposed by ...": the agent follows, the verb names no speaker
    if PAST in names:
        return ACTIVE, PAST
    if THIRD in names:
        return ACTIVE, THIRD
    if BASE in names:
        return ACTIVE, BASE
    return None, ""


def _carrier_before(row: Sequence[Item], to: int) -> int | None:
    """Start of "refused" in "refused to say"; ``to`` is the index where "to" was reached."""
    k = to
    while k < len(row) and row[k].low != "to":
        k += 1
    k -= 1
    if k < 0 or row[k].low not in words_of("carriers", "forms"):
        # the group may have run past "to": look at what stands before it
        return None
    start, _ = _reach_left(row, k)
    return start


def skip_adverbials(row: Sequence[Item], i: int, *, stop: int, reach: int = 8) -> int:
    """First item after the occasion of saying ("on Monday", "in a statement to the press").

    ``reach`` is how many words after a preposition may pass before the day or occasion.
    """
    for _ in range(5):
        if i >= stop or row[i].kind != WORD:
            break
        following = _skip_one(row, i, stop, reach)
        if following == i:
            break
        i = following
    return i


def _skip_one(row: Sequence[Item], i: int, stop: int, reach: int) -> int:
    low = row[i].low
    following = row[i + 1] if i + 1 < stop else None
    if low in words("weekdays"):
        j = i + 1
        while j < stop and row[j].low in words("time_nouns"):
            j += 1
        return j
    if low in words("time_openers"):
        if following is not None and following.low in words("time_nouns", "weekdays", "months"):
            return i + 2
        return i + 1 if low not in ("last", "this", "next", "early", "late") else i
    if is_adverb(row[i]):
        return i if low in words("no_manner") else i + 1
    return _skip_phrase(row, i, stop, reach) if low in words("occasion_prepositions") else i


def _skip_phrase(row: Sequence[Item], i: int, stop: int, reach: int) -> int:
    """Past "in a statement to the paper", "on Monday", "to reporters", "in 2019"; else ``i``."""
    occasions, times = words_of("occasions", "nouns"), words("time_nouns", "weekdays", "months")
    known = occasions | times | words_of("addressees", "words")
    prep, seen = row[i].low, None
    for j in range(i + 1, min(stop, i + 1 + reach)):
        low = row[j].low
        if row[j].kind != WORD or low == "that" or low in words("subject_pronouns"):
            break
        if j > i + 1 and low in words("be", "have", "modals"):
            break
        if low in known or (row[j].raw[:4].isdigit() and prep in ("in", "on")):
            seen = j
        elif (seen is not None and low != "'s") or (
            prep in ("of", "by", "under") and low not in words("determiners")
        ):
            break
    if seen is not None:
        return seen + 1
    if prep in ("with", "to", "on") and i and row[i - 1].low in occasions:
        # "in an interview" may be followed by "with" and the name of an outlet
        j = i + 1
        while j < stop and j - i < 7 and (row[j].is_name or row[j].low in ("the", "'s")):
            j += 1
        return j if j > i + 1 else i
    return i

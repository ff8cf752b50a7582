"""Noun phrases in a row of items: the subject before a verb, the source after one.

Every look is bounded by ``NP_LIMIT`` items. Where the words leave it open which phrase is the
subject, the answer is ``None``: a missing source is better than a wrong one.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from .items import (
    DASH,
    MARK,
    NP_LIMIT,
    QUOTE,
    WORD,
    Item,
    is_adverb,
    is_finite,
    is_participle,
    words,
)

Range = tuple[int, int]

_ABBREVIATED = re.compile(r"(?:[A-Z]-)?[A-Z][a-z]{0,4}$")
_GLUE = frozenset("&'’/#@$%+€£")
_NICKNAME = 40  # characters of a quotation that may stand between two names
_RELATIVE_REACH = 14  # items between a relative pronoun and its verb


def subject_before(row: Sequence[Item], verb: int) -> Range | None:
    """The noun phrase, with its apposition, whose verb group begins at item ``verb``."""
    verb = _without_time(row, verb)
    last = verb - 1
    if last < 0:
        return None
    mark = row[last].raw if row[last].kind == MARK else ""
    if mark == ",":
        return _subject_before_insertion(row, last)
    if mark == DASH:
        opened = _previous(row, last - 1, mark)
        return None if opened is None else phrase_ending_at(row, opened)
    if row[last].low == "'s" and row[verb].low in words("have", "be"):
        phrase = phrase_ending_at(row, last)  # a misprint: "the governor's has said"
        return None if phrase is None else (phrase[0], verb)
    phrase = phrase_ending_at(row, verb)
    return None if phrase is None else _with_place_before(row, phrase)


def _without_time(row: Sequence[Item], verb: int) -> int:
    """Step back over "on Tuesday", "last week", "earlier Monday" between subject and verb."""
    k = verb - 1
    if k < 1 or row[k].kind != WORD:
        return verb
    if tuple(item.low for item in row[max(0, k - 2) : verb]) == ("at", "the", "time"):
        return k - 2
    if row[k].low in ("later", "earlier", "before", "ago") and k > 2:
        if row[k - 1].low in words("time_nouns") and row[k - 2].low in words("determiners"):
            return k - 2
    days, times, openers = words("weekdays"), words("time_nouns"), words("time_openers")
    if row[k].low in days or (row[k].low in times and row[k - 1].low in openers):
        k -= 1
        while k > 0 and row[k].low in openers | frozenset({"on"}):
            k -= 1
        # "The Washington meeting last week said": something must be left to be the subject
        return k + 1 if row[k].kind == WORD or row[k].raw in ",)" else verb
    return verb


def _with_place_before(row: Sequence[Item], phrase: Range) -> Range:
    """ "A woman from Springfield, North Province" is one phrase: the comma parts place names."""
    start, stop = phrase
    comma = start - 1
    if comma < 3 or row[comma].raw != "," or stop - start > 3:
        return phrase
    if not all(row[k].is_name for k in range(start, stop)) or not row[comma - 1].is_name:
        return phrase
    k = comma - 1
    while k > 0 and row[k].is_name:
        k -= 1
    if row[k].low not in ("of", "from", "in"):
        return phrase
    longer = phrase_ending_at(row, comma)
    return phrase if longer is None or longer[0] >= k else (longer[0], stop)


def _previous(row: Sequence[Item], i: int, raw: str) -> int | None:
    for k in range(i, max(-1, i - NP_LIMIT), -1):
        if row[k].kind == MARK and row[k].raw == raw:
            return k
        if row[k].kind == MARK and row[k].raw in ";:":
            return None
    return None


def _subject_before_insertion(row: Sequence[Item], close: int) -> Range | None:
    """Head and insertion of "A, insertion, VERB": appositions belong to the phrase."""
    opened = _previous(row, close - 1, ",")
    for _ in range(4):
        if opened is None or opened + 1 == close:
            return None
        head = phrase_ending_at(row, opened)
        if head is not None and _is_head(row, head):
            if _is_adverbial(row[opened + 1]):
                return head
            return (head[0], close) if _is_apposition(row, opened + 1, close) else None
        opened = _previous(row, opened - 1, ",")
    return None


def _is_head(row: Sequence[Item], phrase: Range) -> bool:
    """Can an apposition hang on this phrase? A bare role ("director of X") is one itself."""
    first = row[phrase[0]]
    before = row[phrase[0] - 1] if phrase[0] else None
    if before is not None and before.raw == "," and not first.is_name:
        return first.low in words("determiners", "subject_pronouns") - {"a", "an"}
    if first.raw.isdigit():
        return False
    return (
        phrase[0] == 0
        or first.low in words("determiners", "subject_pronouns", "standalone")
        or any(item.is_name for item in row[phrase[0] : phrase[1]])
    )


def _is_adverbial(first: Item) -> bool:
    if is_adverb(first) or first.low in words("openers", "time_openers", "weekdays"):
        return True
    return is_participle(first) or (first.low in words("prepositions") and first.low != "of")


def _is_apposition(row: Sequence[Item], start: int, end: int) -> bool:
    first = row[start]
    if first.low in words("relatives") or first.raw.isdigit() or first.raw == "(":
        return True
    return not any(
        is_finite(row, k) and relative_before(row, k, start) is None for k in range(start, end)
    )


def relative_before(row: Sequence[Item], verb: int, floor: int) -> int | None:
    """Index of the relative pronoun whose clause the finite ``verb`` belongs to, if any."""
    no_noun = words("joining", "subordinators", "adverbs", "coordinators")
    for k in range(verb - 1, max(floor, verb - _RELATIVE_REACH) - 1, -1):
        if row[k].kind == MARK and row[k].raw not in "()":
            return None
        if row[k].low in ("who", "which", "that", "whose", "where") and k > floor:
            noun = row[k - 1]
            good = noun.kind == WORD and not is_finite(row, k - 1) and noun.low not in no_noun
            return k if good else None
    return None


def phrase_ending_at(row: Sequence[Item], stop: int) -> Range | None:
    """The noun phrase that ends right before item ``stop``; ``None`` where none is certain."""
    last = stop - 1
    if last < 0:
        return None
    if row[last].low in words("subject_pronouns", "relatives") and row[last].low != "whose":
        return last, stop
    start = _skip_openers(row, _walk_left(row, last) + 1, stop)
    if start is None or not _is_noun_phrase(row, start, stop):
        return None
    return start, stop


def _walk_left(row: Sequence[Item], last: int) -> int:
    """Index of the item that stops the phrase, going left from ``last`` (−1 at the start)."""
    k, joint, depth = last, None, 0
    floor = max(-1, last - NP_LIMIT)
    while k > floor:
        item = row[k]
        if item.raw == ")" and item.kind == MARK:
            depth += 1
        elif item.raw == "(" and item.kind == MARK and depth:
            depth -= 1
        elif depth:
            pass
        elif item.kind == QUOTE:
            if not _is_nickname(row, k, last):
                return k
        elif item.kind == MARK:
            if not _stays_inside(row, k, last):
                return k
        elif joint is not None and _is_loose_past(row, k):
            return joint
        elif is_finite(row, k) or _is_infinitive(row, k, last):
            relative = relative_before(row, k, floor + 1)
            if relative is None:
                return k if joint is None else joint
            k = relative
        elif item.low in words("subordinators"):
            return k
        elif k < last and item.low in words("nominatives") and row[k + 1].low not in ("and", "or"):
            return k
        elif item.low in ("and", "or") and joint is None:
            joint = k
        k -= 1
    return k


def _is_loose_past(row: Sequence[Item], k: int) -> bool:
    """Left of an "and", a word in -ed after a noun: two clauses stand side by side."""
    if not (row[k].raw.islower() and row[k].low.endswith("ed") and len(row[k].low) > 4 and k):
        return False
    no_noun = words("determiners", "joining", "coordinators", "be", "have", "possessives")
    return (
        row[k - 1].kind == WORD
        and row[k - 1].low not in no_noun | {"'s"}
        and not is_adverb(row[k - 1])
    )


def _is_nickname(row: Sequence[Item], k: int, last: int) -> bool:
    """Ann "The Voice" Bell: a quotation between two names."""
    between = 0 < k < last and row[k - 1].is_name and row[k + 1].is_name
    return between and row[k].end - row[k].start < _NICKNAME


def _stays_inside(row: Sequence[Item], k: int, last: int) -> bool:
    raw = row[k].raw
    if raw == ",":
        return _joins_list(row, k, last)
    if raw == ".":
        return 0 < k < last and bool(_ABBREVIATED.match(row[k - 1].raw))
    return raw in _GLUE


def _is_infinitive(row: Sequence[Item], k: int, last: int) -> bool:
    """ "to settle a claim": a verb phrase, not "ambassador to the court"."""
    if row[k].low != "to" or k >= last:
        return False
    after = row[k + 1]
    return after.raw.islower() and after.low not in words("determiners", "possessives")


def _joins_list(row: Sequence[Item], comma: int, last: int) -> bool:
    """ "Officials from A, B and C": a comma inside a list of names that "and" closes."""
    if not comma or not (row[comma - 1].is_name and row[comma + 1].is_name):
        return False
    for k in range(comma + 1, min(last, comma + 7)):
        if row[k].low in ("and", "or", "&"):
            return True
        if not (row[k].is_name or row[k].low in ("of", "the", ".", ",")):
            return False
    return False


def _skip_openers(row: Sequence[Item], start: int, stop: int) -> int | None:
    """Pass over connectives and dates in front of the subject; ``None`` where it gets unclear."""
    while start + 1 < stop:
        item, following = row[start], row[start + 1]
        if item.low in ("on", "in", "by", "since", "at") and _is_date(following):
            start += 2
            while start < stop and (
                row[start].low in words("time_nouns") or row[start].raw.isdigit()
            ):
                start += 1
        elif item.low in words("time_openers") and following.low in words("time_nouns"):
            start += 2
        elif (
            item.low in words("coordinators")
            or (item.low in words("weekdays") and following.low != "'s")
            or (item.low in words("openers") and item.low not in words("determiners"))
            or (_opens_sentence_adverb(item))
        ):
            start += 1
        elif item.low in words("prepositions"):
            return None
        else:
            return start
    if start >= stop or row[start].low in words("prepositions", "coordinators"):
        return None
    return start


def _is_date(item: Item) -> bool:
    return item.low in words("weekdays", "months") or (item.raw.isdigit() and len(item.raw) == 4)


def _opens_sentence_adverb(item: Item) -> bool:
    """ "Separately officials said": an adverb with a capital."""
    if not item.raw[:1].isupper() or item.low in words("determiners", "standalone"):
        return False
    return is_adverb(item) or is_adverb(Item(item.start, item.end, WORD, item.low, item.low))


def _is_noun_phrase(row: Sequence[Item], start: int, stop: int) -> bool:
    first, last = row[start], row[stop - 1]
    if stop - start > NP_LIMIT or not any(_is_spelled(item) for item in row[start:stop]):
        return False
    if last.kind == QUOTE or (last.kind == MARK and last.raw not in ")%"):
        return False
    if stop - start > 1 and is_participle(Item(first.start, first.end, WORD, first.low, first.low)):
        if first.raw.islower() or not row[start + 1].is_name:
            return False  # "Speaking in the capital ..."
    if first.low in ("there", "to", "not", "nor", "such") or (
        first.kind == MARK and first.raw in "-–—%"
    ):
        return False
    if last.low in words("standalone") or (last.low == "her" and stop - start == 1):
        return True
    if last.low in words("object_pronouns") and any(
        row[k].low in ("who", "that") for k in range(start, stop)
    ):
        return True  # "the groups that wrote to her"
    if last.low in words("joining", "determiners", "possessives", "coordinators", "subordinators"):
        return False
    return not (is_adverb(last) or last.low in ("'s", "to", "such", "there"))


def _is_spelled(item: Item) -> bool:
    return item.kind == WORD and item.raw[0].isalpha()


def phrase_starting_at(row: Sequence[Item], start: int, *, stop: int | None = None) -> int | None:
    """End of the noun phrase that begins at ``start``, for a source that follows its cue."""
    end = len(row) if stop is None else stop
    k, depth = start, 0
    while k < end and k - start < NP_LIMIT:
        item = row[k]
        if item.kind == QUOTE:
            if item.low != "title" or k == start:
                break
        if item.kind == MARK:
            if item.raw == "(":
                depth += 1
            elif item.raw == ")" and depth:
                depth -= 1
            elif not (depth or item.raw in _GLUE) and not (
                item.raw == "." and k > start and k + 1 < end and _ABBREVIATED.match(row[k - 1].raw)
            ):
                break
        elif k > start and item.low in words("nominatives"):
            break
        elif k > start and item.low in words("subordinators") - {"that", "where", "what"}:
            break
        k += 1
    return k if any(_is_spelled(item) for item in row[start:k]) else None

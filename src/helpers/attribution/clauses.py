"""A sentence as a row of items, and where noun phrases and clauses begin and end in it.

An item is a word, a mark, or a whole quotation: what stands inside quotation marks cannot
confuse the grammar around them. Without a part-of-speech tagger, closed-class word lists
(``vocabulary/clauses.toml``) and a few endings must do; where they cannot decide, the answer
is ``None`` rather than a guess.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from helpers import vocabulary

WORD, MARK, QUOTE = "word", "mark", "quote"
_ITEM = re.compile(
    r"(?:[^\W\d_]\.){2,}"  # U.S.
    r"|[^\W_]+(?:['’\-.,&/](?=[^\W_])[^\W_]+)*"  # don't, ex-wife, 5,000
    r"|['’](?=s\b)|--+|\.\.+|[^\w\s]|_"
)
_POSSESSIVE = re.compile(r"['’]s$", re.IGNORECASE)
_ABBREVIATED = re.compile(r"[A-Z][a-z]{0,4}$")
NP_LIMIT = 40  # longest noun phrase looked for, in items; a bounded look keeps time linear
CLAUSE_LIMIT = 200  # longest content of one clause, in items


@dataclass(frozen=True, slots=True)
class Item:
    """A word, mark or quotation; ``low`` is its lower-case form (empty for a quotation)."""

    start: int
    end: int
    kind: str
    raw: str
    low: str

    @property
    def is_name(self) -> bool:
        """Printed with a capital first letter."""
        return self.kind == WORD and self.raw[:1].isupper()


@cache
def words(*keys: str) -> frozenset[str]:
    """The union of word lists of ``clauses.toml``."""
    lists = vocabulary.load("clauses")
    return frozenset(w for key in keys for w in lists[key].split())


def items_between(text: str, start: int, end: int) -> list[Item]:
    """Words and marks of ``text[start:end]``; a possessive 's is an item of its own."""
    found: list[Item] = []
    for match in _ITEM.finditer(text, start, end):
        raw, at = match.group(), match.start()
        first = raw[0]
        if not (first.isalnum() or (len(raw) > 2 and raw[1] == "." and raw[0].isalpha())):
            found.append(Item(at, match.end(), MARK, raw, raw))
            continue
        tail = _POSSESSIVE.search(raw)
        if tail and tail.start():
            cut = at + tail.start()
            found.append(Item(at, cut, WORD, text[at:cut], text[at:cut].lower()))
            found.append(Item(cut, match.end(), WORD, text[cut : match.end()], "'s"))
        else:
            found.append(Item(at, match.end(), WORD, raw, raw.lower().replace("’", "'")))
    return found


def is_adverb(item: Item) -> bool:
    """An -ly word or a listed adverb."""
    if item.low in words("adverbs"):
        return True
    return (
        item.low.endswith("ly") and len(item.low) > 4 and item.raw.islower()
        and item.low not in words("not_adverbs")
    )  # fmt: skip


def is_finite(items: Sequence[Item], i: int) -> bool:
    """A word that, where it stands, is most likely a finite verb."""
    item = items[i]
    if item.kind != WORD:
        return False
    if item.low in words("be", "have", "do", "modals"):
        return item.low not in ("being", "having", "doing", "been", "be")
    if not item.raw.islower():
        return False
    before = items[i - 1] if i else None
    if item.low in words("finite"):
        return before is None or before.low not in words("determiners", "joining")
    if item.low.endswith("ed") and len(item.low) > 4:
        # "the injured man", "recently elected", "houses damaged by": participles, not verbs
        if before is None or before.kind != WORD or is_adverb(before):
            return False
        if (
            before.low in words("determiners", "joining", "possessives", "be", "have")
            or before.low == "'s"
        ):
            return False
        after = items[i + 1] if i + 1 < len(items) else None
        if after is None or after.low in ("by", "in", "at", "from", "near", "on"):
            return before.low in words("subject_pronouns")
        return (
            before.is_name
            or before.low in words("subject_pronouns", "standalone")
            or (
                after.low in words("determiners", "possessives", "object_pronouns") or after.is_name
            )
        )
    return False


def subject_before(items: Sequence[Item], verb: int) -> tuple[int, int] | None:
    """Item range of the noun phrase whose verb group begins at ``verb``; ``None`` if unclear."""
    last = verb - 1
    if last < 0:
        return None
    if items[last].kind == MARK and items[last].raw == ",":
        return _subject_before_insertion(items, last)
    if items[last].kind == MARK and items[last].raw in ("—", "–", "--", "-"):
        opened = _previous(items, last - 1, items[last].raw)
        return None if opened is None else phrase_ending_at(items, opened)
    return phrase_ending_at(items, verb)


def _previous(items: Sequence[Item], i: int, raw: str) -> int | None:
    for k in range(i, max(-1, i - NP_LIMIT), -1):
        if items[k].kind == MARK and items[k].raw == raw:
            return k
        if items[k].kind == MARK and items[k].raw in ";:":
            return None
    return None


def _subject_before_insertion(items: Sequence[Item], close: int) -> tuple[int, int] | None:
    """Head and insertion of "A, insertion, VERB": appositions belong to the phrase."""
    opened = _previous(items, close - 1, ",")
    rounds = 0
    while opened is not None and rounds < 4:
        rounds += 1
        insertion = items[opened + 1 : close]
        if not insertion:
            return None
        head = phrase_ending_at(items, opened)
        if head is not None and _is_head(items, head):
            if _is_adverbial(insertion):
                return head
            if _is_apposition(items, opened + 1, close):
                return head[0], close
            return None
        opened = _previous(items, opened - 1, ",")
    return None


def _is_head(items: Sequence[Item], phrase: tuple[int, int]) -> bool:
    """Can an apposition hang on this phrase? A bare role ("director of X") is one itself."""
    first = items[phrase[0]]
    before = items[phrase[0] - 1] if phrase[0] else None
    if before is not None and before.raw == "," and not first.is_name:
        return first.low in words("determiners", "subject_pronouns") and first.low not in (
            "a",
            "an",
        )
    if first.raw.isdigit():
        return False
    return (
        any(item.is_name for item in items[phrase[0] : phrase[1]])
        or first.low in words("determiners", "subject_pronouns", "standalone")
        or phrase[0] == 0
    )


def _is_adverbial(insertion: Sequence[Item]) -> bool:
    first = insertion[0]
    if is_adverb(first) or first.low in words("openers", "time_openers", "weekdays"):
        return True
    if first.low in words("prepositions") and first.low != "of":
        return True
    return first.raw.islower() and first.low.endswith("ing") and len(first.low) > 5


def _is_apposition(items: Sequence[Item], start: int, end: int) -> bool:
    first = items[start]
    if first.low in words("relatives"):
        return True
    if first.raw.isdigit() or first.raw == "(":
        return True
    return not any(
        is_finite(items, k) and not _is_relative(items, k, start) for k in range(start, end)
    )


def _is_relative(items: Sequence[Item], verb: int, floor: int) -> bool:
    """Does the finite verb belong to a relative clause opened not far before it?"""
    return _relative_before(items, verb, floor) is not None


def _relative_before(items: Sequence[Item], verb: int, floor: int) -> int | None:
    for k in range(verb - 1, max(floor, verb - 14) - 1, -1):
        if items[k].kind == MARK and items[k].raw not in "()":
            return None
        if items[k].low in ("who", "which", "that", "whose", "where") and k > floor:
            before = items[k - 1]
            is_noun = (
                before.kind == WORD
                and not is_finite(items, k - 1)
                and (before.low not in words("joining", "subordinators", "adverbs", "coordinators"))
            )
            return k if is_noun else None
    return None


def phrase_ending_at(items: Sequence[Item], stop: int) -> tuple[int, int] | None:
    """The noun phrase that ends right before item ``stop``; ``None`` where none is certain."""
    last = stop - 1
    if last < 0:
        return None
    if items[last].low in words("subject_pronouns", "relatives") and items[last].low not in (
        "whose",
    ):
        return last, stop
    k = _walk_left(items, last)
    start = _skip_openers(items, k + 1, stop)
    if start is None or not _is_noun_phrase(items, start, stop):
        return None
    return start, stop


def _walk_left(items: Sequence[Item], last: int) -> int:
    """Index of the item that stops the phrase, going left from ``last`` (−1 at the start)."""
    k, joint = last, None
    floor = max(-1, last - NP_LIMIT)
    depth = 0
    while k > floor:
        item = items[k]
        if item.kind == QUOTE:
            # A nickname between two names stays inside: Ann "The Voice" Bell
            if not (
                0 < k < last
                and items[k - 1].is_name
                and items[k + 1].is_name
                and item.end - item.start < 40
            ):
                return k
        elif item.kind == MARK:
            if item.raw == ")":
                depth += 1
            elif item.raw == "(" and depth:
                depth -= 1
            elif item.raw == "," and _joins_list(items, k, last):
                pass
            elif (
                item.raw in ("&", "'", "’", "/", "#", "@", "$", "%", "-", "+")
                or (
                    item.raw == "."
                    and k < last
                    and _ABBREVIATED.match(items[k - 1].raw if k else "")
                )
                or depth
            ):
                pass
            else:
                return k
        elif is_finite(items, k) and not depth:
            relative = _relative_before(items, k, floor + 1)
            if relative is None:
                return joint if joint is not None else k
            k = relative
        elif item.low in words("subordinators") and not depth:
            return k
        elif (
            k < last
            and item.low in ("he", "she", "they", "i", "we", "who")
            and items[k + 1].low not in ("and", "or")
        ):
            return k - 1 if False else k
        elif item.low in ("and", "or"):
            joint = k if joint is None else joint
        k -= 1
    return k


def _joins_list(items: Sequence[Item], comma: int, last: int) -> bool:
    """ "Officials from A, B and C": a comma inside a list of names that "and" closes."""
    for k in range(comma + 1, min(last, comma + 7)):
        if items[k].low in ("and", "or", "&"):
            return items[comma - 1].is_name and items[comma + 1].is_name if comma else False
        if not (items[k].is_name or items[k].low in ("of", "the", ".", ",")):
            return False
    return False


def _skip_openers(items: Sequence[Item], start: int, stop: int) -> int | None:
    """Pass over connectives and dates in front of the subject; ``None`` where it gets unclear."""
    while start < stop:
        item = items[start]
        following = items[start + 1] if start + 1 < stop else None
        if item.low in words("coordinators"):
            start += 1
        elif (
            item.low in ("on", "in", "by", "since", "at")
            and following is not None
            and (
                following.low in words("weekdays", "months")
                or (following.raw.isdigit()
                and len(following.raw) == 4)
            )
        ):
            start += 2
            while start < stop and (
                items[start].low in words("time_nouns") or items[start].raw.isdigit()
            ):
                start += 1
        elif (
            item.low in words("time_openers")
            and following is not None
            and following.low in words("time_nouns")
        ):
            start += 2
        elif item.low in words("weekdays") and following is not None and following.low != "'s":
            start += 1
        elif item.low in words("openers") and item.low not in words("determiners"):
            start += 1
        elif (
            is_adverb(item)
            and item.low not in words("determiners", "standalone")
            and following is not None
            and item.raw[:1].isupper()
        ):
            start += 1
        elif item.low in words("prepositions"):
            return None
        else:
            return start
    return None


def _is_noun_phrase(items: Sequence[Item], start: int, stop: int) -> bool:
    first, last = items[start], items[stop - 1]
    if stop - start > NP_LIMIT or not any(
        i.kind == WORD and i.raw[0].isalpha() for i in items[start:stop]
    ):
        return False
    if last.kind == QUOTE or (last.kind == MARK and last.raw not in ")%"):
        return False
    if (
        first.kind == WORD
        and first.low.endswith("ing")
        and len(first.low) > 5
        and stop - start > 1
        and first.low not in ("nothing", "everything", "something", "anything")
    ):
        if not items[start + 1].is_name or first.raw.islower():
            return False  # "Speaking in the capital ..."
    if first.low in ("there", "to", "not", "nor", "such"):
        return False
    if last.low in words("joining", "determiners", "possessives", "coordinators", "subordinators"):
        return last.low in words("standalone") or (last.low == "her" and stop - start == 1)
    return not (is_adverb(last) or last.low in ("'s", "to", "such", "there")) or last.low in words(
        "standalone"
    )


def phrase_starting_at(items: Sequence[Item], start: int, *, stop: int | None = None) -> int | None:
    """End of the noun phrase that begins at ``start``, for a subject after its verb."""
    end = len(items) if stop is None else stop
    k = start
    depth = 0
    while k < end and k - start < NP_LIMIT:
        item = items[k]
        if item.kind == QUOTE:
            break
        if item.kind == MARK:
            if item.raw == "(":
                depth += 1
            elif item.raw == ")" and depth:
                depth -= 1
            elif item.raw in "&-/'’%$" or (
                item.raw == "."
                and k > start
                and _ABBREVIATED.match(items[k - 1].raw)
                and k + 1 < end
            ):
                pass
            else:
                break
        elif item.low in words("subject_pronouns") and k > start and item.low != "who":
            break
        elif (
            k > start
            and item.low in words("subordinators")
            and item.low not in ("that", "where", "what")
        ):
            break
        k += 1
    if k == start or not any(i.kind == WORD and i.raw[0].isalpha() for i in items[start:k]):
        return None
    return k

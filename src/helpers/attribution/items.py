"""A sentence as a row of items: words, marks and whole quotations.

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
DASH = "—"
_ITEM = re.compile(
    r"(?:[^\W\d_]\.){2,}"  # U.S.
    r"|[^\W_]+(?:['’\-.,&/](?=[^\W_])[^\W_]+)*"  # don't, ex-wife, 5,000
    r"|['’](?=s\b)|--+|\.\.+|[^\w\s]|_"
)
_POSSESSIVE = re.compile(r"['’]s$", re.IGNORECASE)
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
            # a hyphen that joins nothing is a dash, whatever the printer typed
            raw = DASH if raw in "–—" or set(raw) == {"-"} else raw
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
        item.low.endswith("ly")
        and len(item.low) > 4
        and item.raw.islower()
        and item.low not in words("not_adverbs")
    )


def is_auxiliary(item: Item) -> bool:
    """A form of be, have, do or a modal; a month of May is none."""
    return item.low in words("be", "have", "do", "modals") and item.raw != "May"


def is_participle(item: Item) -> bool:
    """A lower-case -ing form that is no common noun."""
    return (
        item.kind == WORD
        and item.low.endswith("ing")
        and len(item.low) > 5
        and item.raw.islower()
        and item.low not in words("not_participles")
    )


def is_finite(row: Sequence[Item], i: int) -> bool:
    """A word that, where it stands, is most likely a finite verb."""
    item = row[i]
    if item.kind != WORD:
        return False
    if is_auxiliary(item):
        return item.low not in ("being", "having", "doing", "been", "be")
    if not item.raw.islower():
        return False
    before = row[i - 1] if i else None
    if item.low in words("finite"):
        return before is None or before.low not in words("determiners", "joining")
    return item.low.endswith("ed") and len(item.low) > 4 and _is_past(row, i)


def _is_past(row: Sequence[Item], i: int) -> bool:
    """Past tense, not participle: "the injured man", "houses damaged by" are no verbs."""
    k = i - 1
    while k >= 0 and is_adverb(row[k]):
        k -= 1
    if k < 0 or row[k].kind != WORD:
        return False
    before, after = row[k], row[i + 1] if i + 1 < len(row) else None
    if before.low in words("determiners", "joining", "possessives", "be", "have") | {"'s"}:
        return False
    if before.low in words("subject_pronouns", "standalone"):
        return True
    if after is None or after.low in ("by", "in", "at", "from", "near", "on"):
        return False
    if after.low in words("determiners", "possessives", "object_pronouns") or after.is_name:
        return True
    return (before.is_name and after.raw[:1].isdigit()) or (k < i - 1 and after.low == "to")

"""What a bare number shares with its neighbour in a pair or list: unit, noun and kind."""

from __future__ import annotations

from itertools import pairwise

from .drafts import Draft
from .tokens import HYPHENS, Token, glued
from .words import FRAMES

_LINKS = FRAMES["links"]
_JOINTS = (
    ["to"], ["of", "the"], ["of"], ["or"], ["and"], ["out", "of"], ["out", "of", "the"],
    ["of", "its"], ["of", "their"],
)  # fmt: skip
LONGEST_ROW = 5


def share(tokens: list[Token], drafts: list[Draft], kinds: list[str], rules: list[str]) -> None:
    """Let bare numbers inherit unit and kind from their neighbour in a pair or list.

    "fell 2 percent and 1", "280 million of the 1.5 billion shekels", "from 20 to 30 cases".
    """
    for previous, draft in pairwise(drafts):  # "some 75 miles (120 km)" restates a hedge too
        if tokens[draft.first - 1].text == "(" and previous.last == draft.first - 1:
            if previous.unit is not None and draft.unit is not None and not draft.hedge:
                draft.restated = previous.hedge or previous.trailing
    for k, draft in enumerate(drafts):
        if kinds[k] == "other" and _is_bare(draft) and draft.reason is None:
            m = _after(tokens, drafts, k)
            m = _before(tokens, drafts, kinds, k) if m is None else m
            if m is not None:
                _inherit(draft, drafts[m], kinds, rules, k, m)


def _is_bare(draft: Draft) -> bool:
    return draft.unit is None and draft.counted is None


def _after(tokens: list[Token], drafts: list[Draft], k: int) -> int | None:
    """The number behind that has the noun: "20 to 30 cases", "four-, five- and six-cylinder"."""
    draft, m = drafts[k], k + 1
    if m >= len(drafts):
        return None
    if glued(tokens, draft.j) and tokens[draft.j].text in HYPHENS and draft.j + 1 < len(tokens):
        if tokens[draft.j + 1].low in (",", "and", "or", "to"):
            while m + 1 < len(drafts) and _is_bare(drafts[m]) and m < k + LONGEST_ROW:
                m += 1
            return m
    if drafts[m].first - draft.last < 5 and drafts[m].sentence == draft.sentence:
        if [t.low for t in tokens[draft.last : drafts[m].first]] in _JOINTS:
            return m
    return None


def _before(tokens: list[Token], drafts: list[Draft], kinds: list[str], k: int) -> int | None:
    """The number before that has the noun: "fell 2 percent and 1"."""
    draft = drafts[k]
    after = tokens[draft.last] if draft.last < len(tokens) else None
    if not k or (after is not None and after.kind == "w" and after.text[0].isupper()):
        return None  # "14 T-72s": something else is counted
    previous = drafts[k - 1]
    if previous.sentence != draft.sentence or draft.first - previous.last >= 8:
        return None
    gap = [t.low for t in tokens[previous.last : draft.first]]
    if not gap or (gap[-1] == "to" and kinds[k - 1] == "percent"):
        return None  # "rose 8% to 3.65"
    return k - 1 if gap[-1] in _LINKS else None


def _inherit(
    draft: Draft, other: Draft, kinds: list[str], rules: list[str], k: int, m: int
) -> None:
    if kinds[m] in ("date", "ordinal", "age", "frequency") or other.form == "fraction":
        return
    if other.unit is None and other.counted is None:
        return
    draft.unit, draft.rate = other.unit, None
    draft.shared = other
    kinds[k] = kinds[m]
    rules[k] = f"{draft.rule}/shared-noun"

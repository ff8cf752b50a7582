"""Numbers that are ages: "55-year-old", "aged 55", "Jane Doe, 55,"."""

from __future__ import annotations

from helpers.quantities.drafts import Draft
from helpers.quantities.hedges import hedge_after
from helpers.quantities.nouns import is_person
from helpers.quantities.tokens import HYPHENS, Token, glued
from helpers.quantities.units import AGE
from helpers.quantities.words import FRAMES

_AGE_BOUNDS = frozenset("under over above below between".split())


def mark_age(tokens: list[Token], draft: Draft) -> None:
    """ "55-year-old", "55 years old", "years of age"."""
    if draft.unit is None or draft.unit.name not in ("year", "month", "week", "day"):
        return
    n = len(tokens)
    k = draft.unit_tokens[1] if draft.unit_tokens else draft.j
    m = k + 1 if k < n and tokens[k].text in HYPHENS and glued(tokens, k) else k
    if m < n and tokens[m].low in ("old", "olds"):
        draft.age, draft.rule = True, "age"
        draft.unit_tokens = (draft.unit_tokens[0] if draft.unit_tokens else draft.j, m + 1)
    elif m + 1 < n and tokens[m].low == "of" and tokens[m + 1].low == "age":
        draft.age, draft.rule = True, "age"
        draft.unit_tokens = (draft.unit_tokens[0] if draft.unit_tokens else draft.j, m + 2)


def mark_age_words(tokens: list[Token], draft: Draft) -> None:
    """ "aged 55", "age 55", "turned 50", and the commas of "Jane Doe, 55,"."""
    years = draft.high or -1
    if draft.form not in ("digits", "words") or not 0 <= years <= 125:
        return
    if draft.i == 0 or years != int(years):
        return
    for says, rule in _RULES:
        if says(tokens, draft):
            draft.unit, draft.age, draft.rule = AGE, True, rule
            if rule in ("age-in-commas", "age-in-brackets"):
                draft.notes.add("commas")
            return


def _says_age(tokens: list[Token], draft: Draft) -> bool:
    """ "aged about 55", "turned 50", "voters 45 and older"."""
    i, k = draft.i, draft.i - 1
    while k > draft.sentence[0] and tokens[k].low in FRAMES["age_bridge"] and i - k < 4:
        k -= 1
    if tokens[k].low in ("aged", "age", "ages"):
        return True
    ends = draft.j >= len(tokens) or tokens[draft.j].kind == "p" or tokens[draft.j].closed
    if tokens[i - 1].low in ("turned", "turning", "turns", "turn") and ends:
        return True
    trailing = hedge_after(tokens, draft.j)
    return trailing is not None and trailing.words[-1] in ("older", "younger")


def _in_commas(tokens: list[Token], draft: Draft) -> bool:
    """ "Jane Doe, 55,"; a caption that ends there needs two words of a name."""
    i, j = draft.i, draft.j
    if tokens[i - 1].text != "," or i < 2 or draft.form != "digits" or (draft.value or 0) < 1:
        return False
    name = tokens[i - 2]
    if name.kind != "w" or not (name.text[0].isupper() or _is_person(name)):
        return False
    if j < len(tokens):
        return tokens[j].text in ",.;)"
    return i > 2 and tokens[i - 3].kind == "w" and tokens[i - 3].text[0].isupper()


def _in_brackets(tokens: list[Token], draft: Draft) -> bool:
    """ "Jane Doe (55)"."""
    i, j = draft.i, draft.j
    if tokens[i - 1].text != "(" or j >= len(tokens) or tokens[j].text != ")" or i < 2:
        return False
    name = tokens[i - 2]
    if (draft.value or 0) < 15 or i - 2 <= draft.sentence[0]:
        return False
    return name.kind == "w" and name.text[0].isupper()


def _age_frame(tokens: list[Token], draft: Draft) -> bool:
    """ "a boy of 12", "children under five"."""
    i, j, n = draft.i, draft.j, len(tokens)
    after = tokens[j] if j < n else None
    if after is not None and after.kind != "p" and not after.closed:
        return False
    if after is not None and after.low == "of":
        return False  # "she was one of two women"
    before = tokens[i - 1].low
    person = tokens[i - 2].low if i > 1 else ""
    if any(person in FRAMES[name] for name in ("gatherings", "parents", "totals")):
        return False  # "a team of 25", "a mother of three", "a total of 39"
    if before == "of" and i > 2 and _is_person(tokens[i - 2]) and not tokens[i - 2].plural:
        return (
            tokens[i - 3].low in ("a", "an", "the", "young", "old", "and")
            and (draft.value or 0) > 1
        )
    if before in _AGE_BOUNDS and tokens[i - 2].plural:
        return _is_person(tokens[i - 2]) and 2 <= (draft.high or 0) <= 110
    return False


def _is_person(token: Token) -> bool:
    return token.word is not None and bool(is_person(token.word))


_RULES = (
    (_says_age, "age"),
    (_in_commas, "age-in-commas"),
    (_in_brackets, "age-in-brackets"),
    (_age_frame, "age-frame"),
)
"""What tells an age, in the order in which it is asked, and the rule's name."""

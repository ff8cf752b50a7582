"""The unit behind a number: money, measures, durations, rates."""

from __future__ import annotations

from helpers.quantities.ages import mark_age, mark_age_words
from helpers.quantities.drafts import Draft
from helpers.quantities.hedges import hedge_after
from helpers.quantities.tokens import HYPHENS, Token, glued
from helpers.quantities.units import Unit, measure_at, money_after, rate_after
from helpers.quantities.words import (
    FRAMES,
)


def attach_unit(tokens: list[Token], draft: Draft) -> None:
    """Attach the money word or measure after the number, its rate, and the marks of age."""
    if draft.unit is not None and draft.unit.kind == "money":
        draft.rate = rate_after(tokens, _behind_money(tokens, draft))
        return
    if draft.form == "fraction" and _half_of_one(tokens, draft):
        return
    if draft.form in ("magnitude", "vague", "fraction") and not draft.ranged:
        if draft.j + 1 < len(tokens) and tokens[draft.j].low == "of":
            _attach_behind_of(tokens, draft)
            return
    if draft.unit is None:
        if _point_of_one(tokens, draft):
            return
        if not _attach_behind(tokens, draft):
            mark_age_words(tokens, draft)
            return
    mark_age(tokens, draft)
    if not draft.age:
        draft.rate = rate_after(tokens, draft.unit_tokens[1] if draft.unit_tokens else draft.j)


def _behind_money(tokens: list[Token], draft: Draft) -> int:
    """The token after an amount, which may name its money again: "$76 US", "$5 million dollars"."""
    n, j = len(tokens), draft.j
    k = j
    if k < n and tokens[k].text in FRAMES["dollar_countries"]:
        k += 1
    elif [t.text for t in tokens[k : k + 3]] == ["U", ".", "S"] and k + 3 < n:
        k += 4 if tokens[k + 3].text == "." else 3
    if k > j:
        draft.unit_tokens = (j, k)
        return k
    again = money_after(tokens, j) if j < n and not glued(tokens, j) else None
    if again is not None and draft.unit is not None:
        if again[0].name == draft.unit.name or tokens[j].low == "sterling":
            draft.unit, draft.unit_tokens = again[0], (j, again[1])
            return again[1]
    return j


def _half_of_one(tokens: list[Token], draft: Draft) -> bool:
    """ "half an hour"."""
    j = draft.j
    if j + 1 >= len(tokens) or tokens[j].low not in ("a", "an"):
        return False
    found = measure_at(tokens, j + 1)
    if found is None or found[0].kind == "frequency":
        return False
    draft.unit, draft.unit_tokens, draft.rule = found[0], (j + 1, found[1]), "measure"
    draft.unit_word = True
    return True


def _point_of_one(tokens: list[Token], draft: Draft) -> bool:
    """ "0.4 of a percentage point"."""
    j = draft.j
    if j + 2 >= len(tokens) or draft.form != "digits" or (draft.value or 1) >= 1:
        return False
    if tokens[j].low != "of" or tokens[j + 1].low != "a":
        return False
    found = measure_at(tokens, j + 2)
    if found is None:
        return False
    draft.unit, draft.unit_tokens, draft.rule = found[0], (j + 2, found[1]), "measure"
    draft.unit_word = True
    return True


def _attach_behind_of(tokens: list[Token], draft: Draft) -> None:
    """ "hundreds of kilometres", "tens of thousands of dollars", "a third of a mile"."""
    n, k = len(tokens), draft.j + 1
    whole = draft.form == "fraction" and not (k + 1 < n and tokens[k].low in ("a", "an"))
    if draft.form == "fraction" and not whole:
        k += 1
    if k + 1 < n and tokens[k].text in ("US", "UK", "imperial"):
        k += 1
    found = money_after(tokens, k) or measure_at(tokens, k)
    if found is None or tokens[k].kind != "w" or tokens[k].start <= tokens[k - 1].end:
        return
    if found[0].kind == "frequency" or (draft.form == "fraction" and k == draft.j + 1):
        return
    draft.unit, draft.unit_tokens, draft.unit_word = found[0], (k, found[1]), True
    draft.rate = rate_after(tokens, found[1])


def _attach_behind(tokens: list[Token], draft: Draft) -> bool:
    """Whether a unit stands behind a plain number; it is attached."""
    j = _unit_at(tokens, draft)
    found = money_after(tokens, j)
    if found is None and draft.form != "frequency":
        found = measure_at(tokens, j)
    if found is not None:
        found = _meant(tokens, draft, j, found)
    if found is None:
        found = _more_units(tokens, draft)
    if found is None:
        return False
    draft.unit, end = found
    draft.compound = tokens[j].text in HYPHENS and glued(tokens, j)
    draft.unit_word = draft.compound or not glued(tokens, j)
    draft.unit_tokens = (j, end)
    money = draft.unit.kind == "money"
    scaled = money and tokens[j].text == f"M{draft.unit.name}"  # "20 MEUR"
    if scaled or (not draft.compound and glued(tokens, j)):
        draft.end = tokens[end - 1].end
    if draft.rule in ("digits", "words", "fraction"):
        draft.rule = "money" if money else "measure"
    return True


def _unit_at(tokens: list[Token], draft: Draft) -> int:
    """Where a unit may begin: "two or more |years|", "20-odd |miles|", "(3.2) |percent|"."""
    j = draft.j
    odd = hedge_after(tokens, j)
    if odd is not None and tokens[odd.j - 1].kind == "w":
        j = odd.j
    bracket = j + 1 < len(tokens) and tokens[j].text == ")" and draft.i
    if bracket and tokens[draft.i - 1].text == "(" and tokens[j + 1].kind == "w":
        j += 1
    return j


def _meant(
    tokens: list[Token], draft: Draft, j: int, found: tuple[Unit, int]
) -> tuple[Unit, int] | None:
    """The unit that a word stands for here: pounds of money or weight; None: no unit."""
    unit, end = found
    if unit.name == "lb" and tokens[end - 1].low in ("pound", "pounds"):
        if (draft.value or draft.high or 0) >= 1e6 or draft.form == "magnitude":
            found = (Unit("GBP", "pound sterling", "money"), end)
    elif unit.kind == "frequency" and tokens[j].low == "time" and draft.value != 1:
        return None
    return found if _real_unit(tokens, draft, found) else None


def _real_unit(tokens: list[Token], draft: Draft, found: tuple[Unit, int]) -> bool:
    """Turn away words that only look like units ("two second homes", "4 quarter-finals")."""
    unit, end = found
    word = tokens[end - 1].low
    n = len(tokens)
    if (
        word in ("second", "quarter", "season")
        and draft.value not in (1, None)
        and tokens[draft.j].text not in HYPHENS
    ):
        if word == "quarter":
            return False
    if (
        word in ("quarter", "season")
        and end < n
        and tokens[end].text in HYPHENS
        and glued(tokens, end)
    ):
        return False
    if word == "won" and unit.name == "KRW":
        return (draft.value or 0) >= 1000
    return not (
        word in ("lei", "rand", "dong", "leu", "lev", "som")
        and draft.value is not None
        and draft.value < 1
    )


def _more_units(tokens: list[Token], draft: Draft) -> tuple[Unit, int] | None:
    """Units behind a small word: "10 more days", "two and a half years", "five full months"."""
    n = len(tokens)
    j = draft.j
    if j + 1 < n and tokens[j].low in FRAMES["unit_premodifiers"]:
        found = measure_at(tokens, j + 1)
        if found is not None and found[0].kind in ("duration", "frequency", "distance"):
            return found
    return None

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
    n = len(tokens)
    j = draft.j
    if draft.unit is not None and draft.unit.kind == "money":
        # "$76 US a barrel", "$5 million dollars"
        k = j
        if k < n and tokens[k].text in FRAMES["dollar_countries"]:
            k += 1
        elif (
            k + 3 < n
            and tokens[k].text == "U"
            and tokens[k + 1].text == "."
            and tokens[k + 2].text == "S"
        ):
            k += 4 if tokens[k + 3].text == "." else 3
        if k > j:
            draft.unit_tokens = (j, k)
        elif j < n and not glued(tokens, j) and (again := money_after(tokens, j)) is not None:
            if again[0].name == draft.unit.name or tokens[j].low == "sterling":
                draft.unit_tokens = (j, again[1])
                k = again[1]
                draft.unit = again[0]
        draft.rate = rate_after(tokens, k)
        return
    if draft.form == "fraction" and j + 1 < n and tokens[j].low in ("a", "an"):
        found = measure_at(tokens, j + 1)
        if found is not None and found[0].kind != "frequency":  # "half an hour"
            draft.unit, draft.unit_tokens, draft.rule = found[0], (j + 1, found[1]), "measure"
            draft.unit_word = True
            return
    if draft.form in ("magnitude", "vague", "fraction") and not draft.ranged:
        if j + 1 < n and tokens[j].low == "of":
            # "hundreds of kilometres", "tens of thousands of dollars", "a third of a mile"
            k = j + 1
            if k + 1 < n and tokens[k].low in ("a", "an"):
                k += 1 if draft.form == "fraction" else 0
            if k + 1 < n and tokens[k].text in ("US", "UK", "imperial"):
                k += 1
            found = money_after(tokens, k) or measure_at(tokens, k)
            if found is not None and tokens[k].kind == "w" and tokens[k].start > tokens[k - 1].end:
                if found[0].kind != "frequency" and not (draft.form == "fraction" and k == j + 1):
                    draft.unit, draft.unit_tokens = found[0], (k, found[1])
                    draft.unit_word = True
                    draft.rate = rate_after(tokens, found[1])
            return
    if draft.unit is None:
        if (
            j + 2 < n
            and tokens[j].low == "of"
            and tokens[j + 1].low == "a"
            and draft.form == "digits"
        ):
            found = measure_at(tokens, j + 2)
            if found is not None and draft.value is not None and draft.value < 1:
                draft.unit, draft.unit_tokens, draft.rule = found[0], (j + 2, found[1]), "measure"
                draft.unit_word = True  # "0.4 of a percentage point"
                return
        odd = hedge_after(tokens, j)
        if odd is not None and tokens[odd.j - 1].kind == "w":
            j = odd.j  # "two or more years", "20-odd miles"
        bracket = (
            j + 1 < n and tokens[j].text == ")" and draft.i and tokens[draft.i - 1].text == "("
        )
        if bracket and tokens[j + 1].kind == "w":
            j += 1  # "(3.2) percent"
        found = money_after(tokens, j)
        if found is None and draft.form != "frequency":
            found = measure_at(tokens, j)
        if (
            found is not None
            and found[0].name in ("lb",)
            and tokens[found[1] - 1].low in ("pound", "pounds")
        ):
            if (draft.value or draft.high or 0) >= 1e6 or draft.form == "magnitude":
                found = (Unit("GBP", "pound sterling", "money"), found[1])
        if (
            found is not None
            and found[0].kind == "frequency"
            and tokens[j].low == "time"
            and draft.value != 1
        ):
            found = None
        if found is not None and not _real_unit(tokens, draft, found):
            found = None
        if found is None:
            found = _more_units(tokens, draft)
        if found is None:
            mark_age_words(tokens, draft)
            return
        unit, end = found
        draft.unit = unit
        start = j
        draft.compound = tokens[j].text in HYPHENS and glued(tokens, j)
        draft.unit_word = draft.compound or not glued(tokens, j)
        draft.unit_tokens = (start, end)
        scaled = unit.kind == "money" and tokens[j].text == f"M{unit.name}"  # "20 MEUR"
        if scaled or (not draft.compound and glued(tokens, j)):
            draft.end = tokens[end - 1].end
        if draft.rule in ("digits", "words", "fraction"):
            draft.rule = "money" if unit.kind == "money" else "measure"
    mark_age(tokens, draft)
    if not draft.age:
        end = draft.unit_tokens[1] if draft.unit_tokens else draft.j
        draft.rate = rate_after(tokens, end)


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

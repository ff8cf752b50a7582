"""Which kind a quantity is by its form and unit, and what the words counted say of the persons.

What happens to those counted is asked of the tree (:mod:`helpers.quantities.happened`).
"""

from __future__ import annotations

from .drafts import Draft
from .tokens import HYPHENS, Token, glued
from .words import FRAMES, HAPPENINGS, KINDS

COUNTS = frozenset(HAPPENINGS) - {"pass"} | {"people", "homes", "other"}
"""Kinds that the words around decide; a unit decides the others."""
PERSONS = COUNTS - {"homes", "other"}
"""Kinds that count people: an elided noun behind them is a person."""
_CIVILIAN, _COMBATANT = (
    frozenset(KINDS["population_words"][name]) for name in ("civilian", "combatant")
)


def kind_of(tokens: list[Token], draft: Draft) -> tuple[str, str]:
    """The kind of one draft by itself ("other": the tree may know more), and the rule."""
    if draft.form in ("date", "ordinal"):
        return draft.form, draft.rule
    if draft.age:
        return "age", draft.rule
    if draft.rate is not None and (draft.unit is None or draft.unit.kind != "duration"):
        return "rate", draft.rule
    if draft.unit is not None:
        return draft.unit.kind, draft.rule
    if draft.form == "frequency":
        return "frequency", draft.rule
    if draft.form == "fraction" and not draft.ranged:
        return "percent", draft.rule
    if [t.text for t in tokens[draft.j : draft.j + 2]] == ["/", "-"] and glued(tokens, draft.j):
        return "money", f"{draft.rule}/money"  # "10,000/-": rupees or shillings
    if draft.counted is None:
        named = _named_by(tokens, draft)
        return named or "other", f"{draft.rule}/{named or 'bare'}"
    compound = draft.counted.i == draft.j + 1 and glued(tokens, draft.j + 1)
    if compound and tokens[draft.j].text in HYPHENS:
        return "other", f"{draft.rule}/compound"  # "a 214-delegate lead"
    return "other", f"{draft.rule}/counted-noun"


def _named_by(tokens: list[Token], draft: Draft) -> str | None:
    """The kind of a bare number that a noun tells: "magnitude 7", "a mother of three"."""
    k = draft.first - 1
    if k < draft.sentence[0]:
        return None
    of = tokens[k].low == "of" and k > draft.sentence[0]
    noun = tokens[k - 1].low if of else tokens[k].low
    if of and noun in FRAMES["parents"]:
        return "people"
    return "other" if noun in FRAMES["graded"] and not (of and noun == "number") else None


def population_of(tokens: list[Token], i: int, j: int) -> str:
    """civilian, combatant, mixed or unstated, from the words counted.

    >>> from helpers.quantities.tokens import tokenise
    >>> population_of(tokenise("Russian soldiers"), 0, 2), population_of(tokenise("people"), 0, 1)
    ('combatant', 'unstated')
    """
    civilian = any(t.low in _CIVILIAN for t in tokens[i:j])
    combatant = any(t.low in _COMBATANT for t in tokens[i:j])
    if civilian and combatant:
        return "mixed"
    return "civilian" if civilian else "combatant" if combatant else "unstated"

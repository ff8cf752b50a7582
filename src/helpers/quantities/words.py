"""The word lists of the number grammar, read once from ``helpers.vocabulary``."""

from __future__ import annotations

from functools import cache

from helpers import vocabulary

_numerals = vocabulary.load("quantities_numerals")
UNITS: dict[str, int] = _numerals["units"]
TENS: dict[str, int] = _numerals["tens"]
SCALES: dict[str, float] = _numerals["scales"]
MAGNITUDES: dict[str, float] = _numerals["magnitudes"]
SUFFIXES: dict[str, float] = _numerals["suffixes"]
SURE_SUFFIXES = frozenset(_numerals["suffix_kinds"]["sure"])
SHORT_SCALES: dict[str, float] = _numerals["short_scales"]
GLUED_SCALES = frozenset(_numerals["short_kinds"]["glued"])
MONEY_SCALES = frozenset(_numerals["short_kinds"]["money"])
ORDINALS: dict[str, float] = _numerals["ordinals"]
DENOMINATORS: dict[str, int] = _numerals["denominators"]
FREQUENCIES: dict[str, int] = _numerals["frequencies"]
VAGUE = frozenset(_numerals["vague"]["before_scale"])

#: Words that are numbers by themselves and so must end up in a row or in the residue.
CARDINALS = UNITS | TENS
NUMBER_WORDS = (
    frozenset(CARDINALS)
    | frozenset(SCALES)
    | frozenset(MAGNITUDES)
    | frozenset(ORDINALS)
    | frozenset(FREQUENCIES)
    | {"half", "halves", "thirds", "quarters", "fifths"}
)

_nouns = vocabulary.load("quantities_nouns")
IRREGULAR: dict[str, str] = _nouns["irregular"]

_names = vocabulary.load("quantities_names")
MONTHS = frozenset(_names["months"]["full"]) | frozenset(_names["months"]["short"])
DESIGNATORS = frozenset(_names["designators"]["words"])
ORDINARY_LOWER = frozenset(_names["designators"]["ordinary_lower"])
STREETS = frozenset(_names["streets"]["words"])
SCORE_BEFORE = frozenset(_names["scores"]["before"])
SCORE_AFTER = frozenset(_names["scores"]["after"])

KINDS = vocabulary.load("quantities_kinds")
HAPPENINGS = vocabulary.load("quantities_happenings")
#: Words of rising and of falling.
UP, DOWN = (frozenset(KINDS["trend"][way]) for way in ("up", "down"))


@cache
def happening(role: str) -> dict[str, str]:
    """Lemma, or two of them, → kind for one role of what happens to those counted.

    >>> happening("done")["kill"], happening("do")["die"], happening("done")["take hospital"]
    ('killed', 'killed', 'injured')
    """
    found: dict[str, str] = {}
    for kind, roles in HAPPENINGS.items():
        for word in roles.get(role, ()) if kind != "pass" else ():
            found.setdefault(word, kind)
    return found


HEDGES = vocabulary.load("quantities_hedges")

#: Small closed lists by name, looked at around a figure.
FRAMES: dict[str, frozenset[str]] = {
    name: frozenset(words) for name, words in vocabulary.load("quantities_frames").items()
}

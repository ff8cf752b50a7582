"""Number words that may count nothing: "one official", "first attempt", "Group of Seven"."""

from __future__ import annotations

from collections.abc import Sequence

from helpers.quantities.drafts import Draft, Left
from helpers.quantities.figures import Numeral
from helpers.quantities.tokens import HYPHENS, Token, glued, is_headline
from helpers.quantities.words import FRAMES


def why_not_one(tokens: list[Token], draft: Draft) -> str | None:
    """Why "one" is no quantity here (idiom, pronoun); None where it may count something."""
    n = len(tokens)
    j = draft.j
    after = tokens[j].low if j < n else ""
    before = tokens[draft.i - 1].low if draft.i > draft.sentence[0] else ""
    if after == "of":
        return "idiom"
    if j < n and tokens[j].kind == "n":
        return "determiner"  # "one 52,000-barrel refinery"
    if after in ("another", "day", "such", "thing", "way") or before in FRAMES["one_pronouns"]:
        if before == "the" and after and not tokens[j].closed:
            return "determiner"
        return "pronoun" if before else "idiom"
    if not after or tokens[j].kind != "w" or tokens[j].closed or tokens[j].part in ("VERB", "AUX"):
        return None if _listed(tokens, draft) else "pronoun"
    return None


def _listed(tokens: list[Token], draft: Draft) -> bool:
    """Whether "one" stands where a figure would: after a verb of harm, "killing one"."""
    before = tokens[draft.i - 1].low if draft.i else ""
    after = tokens[draft.j].low if draft.j < len(tokens) else ""
    harmed = FRAMES["harmed_one"]
    return before in FRAMES["harming_one"] or after in harmed


def is_epithet(tokens: list[Token], draft: Draft) -> bool:
    """ "two-faced", "three-pronged", "one-two": hyphened words that count nothing."""
    j = draft.j
    if draft.ranged:
        return draft.low == 1 and tokens[draft.i].low == "one" and tokens[draft.i + 1].text == "-"
    if j + 1 >= len(tokens) or tokens[j].text not in HYPHENS or not glued(tokens, j):
        return False
    low = tokens[j + 1].low
    if low.startswith("something") or low == "ish":
        return True
    if low == tokens[draft.i].low:
        return True  # "fifty-fifty"
    return glued(tokens, j + 1) and low.endswith("ed") and tokens[j + 1].part != "NOUN"


def is_capital_name(tokens: list[Token], i: int, sentence: int) -> bool:
    """ "Group of Seven", "Big Five", "Channel Four": a capitalised number word inside a name."""
    token = tokens[i]
    if i <= sentence:
        return False
    before = tokens[i - 1]
    if before.low in FRAMES["numbered"] and before.text[0].isupper():
        return True  # "Phase six includes a pipeline"
    if not token.text[0].isupper():
        return False
    after = tokens[i + 1] if i + 1 < len(tokens) else None
    if before.kind != "w" or is_headline(tokens, sentence):
        return False
    if after is not None and after.kind == "w" and after.text[0].isupper():
        return True  # "the Seven Sisters"
    if before.low == "of" and i - 2 >= sentence:
        return tokens[i - 2].text[0].isupper()
    return before.text[0].isupper() and i - 1 > sentence


def placed(
    tokens: Sequence[Token], i: int, j: int, value: float | None, sentence: tuple[int, int]
) -> Draft:
    """The draft of an ordinal in tokens ``i`` to ``j``."""
    start, end = tokens[i].start, tokens[j - 1].end
    return Draft(i, j, start, end, value, value, value, "ordinal", "ordinal", sentence)


def ordinal_figure(
    tokens: list[Token], numeral: Numeral, sentence: tuple[int, int]
) -> Draft | Left:
    """ "15th" is a row of kind ordinal; "71st Street" and "82nd Airborne" are names."""
    i, n = numeral.i, len(tokens)
    j = numeral.j + 1
    if (
        j < n
        and tokens[j].kind == "w"
        and tokens[j].text[0].isupper()
        and tokens[j].low not in ("century",)
    ):
        return Left(i, j, "name_part")
    return placed(tokens, i, j, numeral.value, sentence)

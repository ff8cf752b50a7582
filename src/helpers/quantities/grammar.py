"""From tokens to drafts of quantities: every numeral, left to right, once."""

from __future__ import annotations

from helpers.language.reading import Reading
from helpers.quantities.counted import counted_after
from helpers.quantities.determined import (
    is_capital_name,
    is_epithet,
    ordinal_figure,
    why_not_one,
)
from helpers.quantities.drafts import Draft, Left
from helpers.quantities.figures import Numeral
from helpers.quantities.foreign import european_points
from helpers.quantities.hedges import BARE_ONLY, PREPOSITIONS, Hedge, hedge_after, hedge_before
from helpers.quantities.labels import Label, label_at
from helpers.quantities.measured import attach_unit
from helpers.quantities.numerals import misspelt_scale, read_numeral, run_together
from helpers.quantities.ranges import letter_scale, ratio_end, read_range, read_ratio
from helpers.quantities.tokens import HYPHENS, Token, glued, sentence_ends
from helpers.quantities.units import Unit, money_before, rate_after
from helpers.quantities.words import (
    FRAMES,
    NUMBER_WORDS,
    VAGUE,
)

#: What shares and rates are told for: "for every 1,000 births".
_BASES = frozenset((10.0, 100.0, 1e3, 1e4, 1e5, 1e6))
_OPENING = NUMBER_WORDS | VAGUE | {"a", "an"}


def read_drafts(tokens: list[Token], reading: Reading) -> tuple[list[Draft], list[Left]]:
    """Every numeral of the tokens, left to right, as a draft or as residue; none twice."""
    ends = sentence_ends(tokens, reading)
    drafts: list[Draft] = []
    left: list[Left] = []
    i, floor, sentence, boundary = 0, 0, 0, -1
    n = len(tokens)
    while i < n:
        token = tokens[i]
        if i >= boundary:
            if boundary >= 0:
                sentence = boundary
            boundary = ends[i]
        if token.kind == "p" or (token.kind == "w" and token.low not in _OPENING):
            if token.kind == "w" and run_together(token.low):
                left.append(Left(i, i + 1, "malformed"))  # "twothousand"
                floor = i + 1
            i += 1
            continue
        if token.kind == "n":
            label = label_at(tokens, i, sentence, floor)
            if label is not None and label.reason == "date":
                drafts.append(_dated(tokens, label, (sentence, boundary)))
                i = floor = label.j
                continue
            if label is not None:
                left.append(Left(label.i, label.j, label.reason))
                i = floor = label.j
                continue
        numeral = read_numeral(tokens, i)
        if numeral is None:
            i += 1
            continue
        european_points(tokens, numeral)
        if numeral.form == "malformed":
            left.append(Left(numeral.i, numeral.j, numeral.reason))
            i = floor = numeral.j
            continue
        found = _draft(tokens, numeral, floor, (sentence, max(boundary, numeral.j)))
        if isinstance(found, Left):
            left.append(found)
            i = floor = max(found.j, i + 1)
            continue
        drafts.append(found)
        i = floor = max(found.j, i + 1)
        if found.unit_tokens is not None and found.unit_tokens[1] > i:
            left.extend(_inside(tokens, i, found.unit_tokens[1]))
            i = floor = found.unit_tokens[1]
        if found.rate is not None and found.rate[2] > i:
            left.extend(_inside(tokens, i, found.rate[2]))
            i = floor = found.rate[2]
    return drafts, left


def _inside(tokens: list[Token], i: int, j: int) -> list[Left]:
    """Numerals that are part of a unit ("km2", "per 100,000 people")."""
    return [
        Left(k, k + 1, "determiner")
        for k in range(i, j)
        if tokens[k].kind in "nq"
        or (
            tokens[k].low in NUMBER_WORDS and tokens[k].low not in ("second", "quarter", "quarters")
        )
    ]


def _dated(tokens: list[Token], label: Label, sentence: tuple[int, int]) -> Draft:
    return Draft(
        label.i,
        label.j,
        tokens[label.i].start,
        tokens[label.j - 1].end,
        None,
        None,
        None,
        "date",
        "date",
        sentence,
    )


def _draft(
    tokens: list[Token], numeral: Numeral, floor: int, sentence: tuple[int, int]
) -> Draft | Left:
    """One numeral with everything around it; or residue where it is no quantity."""
    if numeral.form == "ordinal":
        return Left(numeral.i, numeral.j, "determiner")  # the tree tells what is ranked
    if tokens[numeral.i].kind == "n" and numeral.j == numeral.i + 1 and numeral.j < len(tokens):
        if tokens[numeral.j].low in ("st", "nd", "rd", "th") and glued(tokens, numeral.j):
            return ordinal_figure(tokens, numeral, sentence)
    if _is_base(tokens, numeral, sentence[0]):
        return Left(numeral.i, numeral.j, "determiner")
    second = ratio_end(tokens, numeral, sentence[0])
    if second is not None:
        return Left(numeral.i, second, "score")
    first, value = numeral.i, numeral.value
    money = money_before(tokens, first)
    if money is not None and money[1] >= floor:
        first = money[1]
    else:
        money = None
    j = numeral.j
    scale_end = letter_scale(tokens, numeral, money is not None)
    if scale_end is not None and value is not None:
        factor, j = scale_end
        value *= factor
        numeral.scale = factor
    if j < len(tokens) and misspelt_scale(tokens[j].low):
        return Left(first, j + 1, "malformed")  # "$1.8 billiion" is not $1.8
    if value is not None:
        first, value, money = _signed(tokens, first, value, money, floor)
    draft = Draft(
        first,
        j,
        tokens[first].start,
        tokens[j - 1].end,
        value,
        value,
        value,
        numeral.form,
        numeral.form,
        sentence,
        size=numeral.size,
    )
    if numeral.form in ("magnitude", "vague"):
        draft.low = draft.high = None
    if money is not None:
        draft.unit, draft.rule = money[0], "money"
    read_ratio(tokens, draft)
    read_range(tokens, draft, numeral, floor)
    attach_unit(tokens, draft)
    _hedge(tokens, draft, floor)
    if tokens[numeral.i].low == "one" and numeral.j == numeral.i + 1 and draft.rule in ("words",):
        added = draft.hedge is not None and draft.hedge.words == ("up", "to")
        if (draft.hedge is None or added) and draft.unit is None:
            # "added up to one of the worst slumps": no bound where "one of" counts nothing
            draft.reason = why_not_one(tokens, draft)
            draft.notes.add("one")
    if draft.unit is None and draft.form in ("digits", "words") and is_epithet(tokens, draft):
        again = draft.j + 1 < len(tokens) and tokens[draft.j + 1].low == tokens[draft.i].low
        return Left(draft.i, draft.j + 2 * again, "idiom")
    if draft.unit is None and draft.hedge is None and draft.i > sentence[0]:
        after = tokens[draft.j] if draft.j < len(tokens) else None
        if tokens[draft.i - 1].low in ("top", "bottom") and (
            after is None or after.kind == "p" or after.closed
        ):
            return Left(draft.i, draft.j, "idiom")  # "the bottom three"
    if (
        numeral.form == "words"
        and draft.unit is None
        and is_capital_name(tokens, numeral.i, sentence[0])
    ):
        return Left(draft.i, draft.j, "name_part")
    _count(tokens, draft)
    if draft.hedge is not None and draft.hedge.words in BARE_ONLY:
        measured = draft.unit is not None and draft.unit.kind not in ("money", "percent")
        if measured or draft.counted is not None:
            draft.hedge = None  # "the convoy passed 12 villages", "the past 24 hours"
    return draft


def _signed(
    tokens: list[Token], first: int, value: float, money: tuple[Unit, int] | None, floor: int
) -> tuple[int, float, tuple[Unit, int] | None]:
    """Take a sign before the number: "-5", "$-50.8bn", "minus 5", "minus-130"."""
    if first <= floor:
        return first, value, money
    sign = tokens[first - 1]
    if sign.low == "minus":
        return first - 1, -value, money
    if sign.text not in HYPHENS or not glued(tokens, first):
        return first, value, money
    if first - 2 >= floor and tokens[first - 2].low == "minus":
        return first - 2, -value, money
    if sign.text not in "-−" or (glued(tokens, first - 1) and tokens[first - 2].text not in "($£€"):
        return first, value, money
    first, value = first - 1, -value
    if money is None and first > floor:
        money = money_before(tokens, first)
        if money is not None and money[1] < floor:
            money = None  # "0US$-0": the letters are taken already
        first = money[1] if money is not None else first
    return first, value, money


def _hedge(tokens: list[Token], draft: Draft, floor: int) -> None:
    """Bind a hedge before or after; prepositions only where they cannot be places or times."""
    low = max(floor, draft.sentence[0])
    found = hedge_before(tokens, draft.i, low)
    if found is not None and len(found.words) == 1 and found.words[0] in PREPOSITIONS:
        if not _bounds(tokens, draft, found):
            found = None
    if found is None and draft.ranged and draft.i > low and tokens[draft.i - 1].low == "between":
        found = Hedge("range", draft.i - 1, draft.i, ("between",), False, False)
    draft.hedge = found
    ends = [draft.j]
    if draft.unit_tokens is not None:
        ends.append(draft.unit_tokens[1])
    for end in ends:
        trailing = hedge_after(tokens, end)
        if trailing is not None and not (
            trailing.words[0] in ("+",) and end + 1 < len(tokens) and tokens[end + 1].kind == "n"
        ):
            draft.trailing = trailing
            break


def _bounds(tokens: list[Token], draft: Draft, found: Hedge) -> bool:
    """Whether a preposition bounds the number: "over 3 years" is time, "over 20 homes" a bound."""
    word = found.words[0]
    before = tokens[found.i - 1].low if found.i > draft.sentence[0] else ""
    duration = draft.unit is not None and draft.unit.kind == "duration" and not draft.age
    if word == "over" and duration and not draft.compound:
        if before in FRAMES["over_time"]:
            return True
        after = draft.unit_tokens[1] if draft.unit_tokens else draft.j
        return after < len(tokens) and tokens[after].low in ("ago", "old", "later", "earlier")
    if word == "within":
        return duration or (draft.unit is not None and draft.unit.kind == "distance")
    if word == "near":
        return draft.unit is not None and draft.unit.kind in ("money", "percent")
    if word == "above" or word == "below":
        return draft.value != 0
    if word == "beyond":
        return draft.unit is not None
    return True


def _count(tokens: list[Token], draft: Draft) -> None:
    """Find the phrase counted where the number has no unit of its own."""
    if draft.unit is not None:
        return
    j = draft.j
    if draft.trailing is not None and draft.trailing.i == j:
        j = draft.trailing.j
    if draft.form == "fraction":
        return
    if (
        draft.value == 2
        and draft.i >= 3
        and tokens[draft.i - 1].low == "or"
        and tokens[draft.i - 2].kind == "w"
    ):
        if tokens[draft.i - 3].low in ("a", "an", "another", "one"):
            draft.counted = None  # "another pick or two": the noun stands before
            draft.notes.add("or-two")
            return
    partitive = j < len(tokens) and tokens[j].low == "of"
    hyphened = draft.i > 0 and tokens[draft.i - 1].text == "-" and glued(tokens, draft.i)
    plural = partitive or not (draft.value in (0, 1) or hyphened)  # "a multi-million deal"
    draft.counted = counted_after(tokens, j, draft.sentence[1], plural=plural)
    if plural and draft.hedge is None and _in_a_name(tokens, draft):
        draft.reason = "name_part"  # "the 787 Dreamliner"
    if draft.counted is None:
        draft.rate = _rate_for(tokens, j)  # "29 per 100,000"
        return
    if draft.trailing is None:
        trailing = hedge_after(tokens, draft.counted.j)
        if trailing is not None and trailing.words[0] != "+":
            draft.trailing = trailing
    draft.rate = rate_after(tokens, draft.counted.j)
    timed = (
        draft.rate is not None
        and draft.rate[0] in FRAMES["rate_times"]
        and tokens[draft.counted.j].low in ("per", "a", "an", "each", "every", "/")
    )
    if not timed and draft.rate is not None and tokens[draft.counted.j].low != "per":
        draft.rate = _rate_for(tokens, draft.counted.j)


def _in_a_name(tokens: list[Token], draft: Draft) -> bool:
    """Whether a plain figure hangs on a capitalised name in the singular behind it."""
    figure = tokens[draft.i].word
    if draft.i + 1 != draft.j or figure is None or not figure.text.isdigit():
        return False
    for token in tokens[draft.j : draft.j + 4]:
        if token.word is None or token.word.finer != "NNP" or not token.text[0].isupper():
            return False
        if token.word.index == figure.head:
            return figure.relation in ("nummod", "compound", "amod")
    return False


def _is_base(tokens: list[Token], numeral: Numeral, sentence: int) -> bool:
    """Whether a figure is what a rate is for: "deaths per 100,000", "one in every 1,000"."""
    i = numeral.i
    if i - 2 < sentence or numeral.form != "digits":
        return False
    if tokens[i - 1].low == "per":
        return True
    every = tokens[i - 1].low == "every" and tokens[i - 2].low in ("for", "in", "of")
    return every and numeral.value in _BASES


def _rate_for(tokens: list[Token], j: int) -> tuple[str, str, int] | None:
    """The rate at token ``j`` where it is told for a number of others: "per 100,000"."""
    m = j + 1 if j < len(tokens) and tokens[j].low == "per" else j + 2
    return rate_after(tokens, j) if m < len(tokens) and tokens[m].kind == "n" else None

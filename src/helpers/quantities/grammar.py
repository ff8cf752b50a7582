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
    while i < len(tokens):
        if i >= boundary:
            sentence, boundary = max(boundary, 0), ends[i]
        found = _at(tokens, i, floor, (sentence, boundary))
        if found is None:
            i += 1
            continue
        if isinstance(found, Left):
            left.append(found)
            i = floor = max(found.j, i + 1)
            continue
        drafts.append(found)
        i = floor = max(found.j, i + 1)
        for past in (found.unit_tokens and found.unit_tokens[1], found.rate and found.rate[2]):
            if past and past > i:
                left.extend(_inside(tokens, i, past))
                i = floor = past
    return drafts, left


def _at(tokens: list[Token], i: int, floor: int, sentence: tuple[int, int]) -> Draft | Left | None:
    """What begins at token ``i``: a quantity, a date, a number that is none, or nothing."""
    token = tokens[i]
    if token.kind == "p":
        return None
    if token.kind == "w" and token.low not in _OPENING:
        return Left(i, i + 1, "malformed") if run_together(token.low) else None  # "twothousand"
    label = label_at(tokens, i, sentence[0], floor) if token.kind == "n" else None
    if label is not None:
        dated = label.reason == "date"
        return _dated(tokens, label, sentence) if dated else Left(label.i, label.j, label.reason)
    numeral = read_numeral(tokens, i)
    if numeral is None:
        return None
    european_points(tokens, numeral)
    if numeral.form == "malformed":
        return Left(numeral.i, numeral.j, numeral.reason)
    return _draft(tokens, numeral, floor, (sentence[0], max(sentence[1], numeral.j)))


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
    ranked = _ranked(tokens, numeral, sentence)
    if ranked is not None:
        return ranked
    draft = _with_money(tokens, numeral, floor, sentence)
    if isinstance(draft, Left):
        return draft
    read_ratio(tokens, draft)
    read_range(tokens, draft, numeral, floor)
    attach_unit(tokens, draft)
    _hedge(tokens, draft, floor)
    _look_at_one(tokens, numeral, draft)
    named = _named(tokens, numeral, draft)
    if named is not None:
        return named
    _count(tokens, draft)
    if draft.hedge is not None and draft.hedge.words in BARE_ONLY:
        measured = draft.unit is not None and draft.unit.kind not in ("money", "percent")
        if measured or draft.counted is not None:
            draft.hedge = None  # "the convoy passed 12 villages", "the past 24 hours"
    return draft


def _ranked(
    tokens: list[Token], numeral: Numeral, sentence: tuple[int, int]
) -> Draft | Left | None:
    """What a numeral is that counts nothing: "third", "3rd", "per 100,000", "3 to 1"."""
    if numeral.form == "ordinal":
        return Left(numeral.i, numeral.j, "determiner")  # the tree tells what is ranked
    if tokens[numeral.i].kind == "n" and numeral.j == numeral.i + 1 and numeral.j < len(tokens):
        if tokens[numeral.j].low in ("st", "nd", "rd", "th") and glued(tokens, numeral.j):
            return ordinal_figure(tokens, numeral, sentence)
    if _is_base(tokens, numeral, sentence[0]):
        return Left(numeral.i, numeral.j, "determiner")
    second = ratio_end(tokens, numeral, sentence[0])
    return None if second is None else Left(numeral.i, second, "score")


def _with_money(
    tokens: list[Token], numeral: Numeral, floor: int, sentence: tuple[int, int]
) -> Draft | Left:
    """A numeral with the money sign, the sign and the short scale that are printed with it."""
    first, value, j = numeral.i, numeral.value, numeral.j
    money = money_before(tokens, first)
    if money is not None and money[1] >= floor:
        first = money[1]
    else:
        money = None
    scale_end = letter_scale(tokens, numeral, money is not None)
    if scale_end is not None and value is not None:
        numeral.scale, j = scale_end
        value *= numeral.scale
    if j < len(tokens) and misspelt_scale(tokens[j].low):
        return Left(first, j + 1, "malformed")  # "$1.8 billiion" is not $1.8
    if value is not None:
        first, value, money = _signed(tokens, first, value, money, floor)
    start, end, form = tokens[first].start, tokens[j - 1].end, numeral.form
    draft = Draft(
        first, j, start, end, value, value, value, form, form, sentence, size=numeral.size
    )
    if form in ("magnitude", "vague"):
        draft.low = draft.high = None
    if money is not None:
        draft.unit, draft.rule = money[0], "money"
    return draft


def _look_at_one(tokens: list[Token], numeral: Numeral, draft: Draft) -> None:
    """Notes why "one" may count nothing: "one of the worst slumps"."""
    if tokens[numeral.i].low != "one" or numeral.j != numeral.i + 1 or draft.rule != "words":
        return
    added = draft.hedge is not None and draft.hedge.words == ("up", "to")
    if (draft.hedge is None or added) and draft.unit is None:
        # "added up to one of the worst slumps": no bound where "one of" counts nothing
        draft.reason = why_not_one(tokens, draft)
        draft.notes.add("one")


def _named(tokens: list[Token], numeral: Numeral, draft: Draft) -> Left | None:
    """A number that names and counts nothing: "the bottom three", "Channel Four"."""
    if draft.unit is not None:
        return None
    sentence = draft.sentence[0]
    if draft.form in ("digits", "words") and is_epithet(tokens, draft):
        again = draft.j + 1 < len(tokens) and tokens[draft.j + 1].low == tokens[draft.i].low
        return Left(draft.i, draft.j + 2 * again, "idiom")
    if draft.hedge is None and draft.i > sentence:
        after = tokens[draft.j] if draft.j < len(tokens) else None
        ends = after is None or after.kind == "p" or after.closed
        if tokens[draft.i - 1].low in ("top", "bottom") and ends:
            return Left(draft.i, draft.j, "idiom")
    if numeral.form == "words" and is_capital_name(tokens, numeral.i, sentence):
        return Left(draft.i, draft.j, "name_part")
    return None


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

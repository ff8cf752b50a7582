"""From tokens to drafts of quantities: numeral, sign, range, unit, hedge, counted phrase."""

from __future__ import annotations

from dataclasses import dataclass, field

from helpers.quantities.counted import Counted, counted_after, is_plural, singular
from helpers.quantities.hedges import PREPOSITIONS, Hedge, hedge_after, hedge_before
from helpers.quantities.kinds import DOWN, is_human
from helpers.quantities.labels import label_at
from helpers.quantities.numerals import Numeral, read_numeral
from helpers.quantities.tokens import Token, sentence_ends
from helpers.quantities.units import Unit, measure_at, money_after, money_before, rate_after
from helpers.quantities.words import (
    AFTER_NUMBER,
    FRAMES,
    NOUNS,
    NUMBER_WORDS,
    STOP,
    SUFFIXES,
    UNINFLECTED,
    VAGUE,
    VERBS,
)

_HYPHENS = frozenset("-‐‑–—−")
_OPENING = NUMBER_WORDS | VAGUE | {"a", "an"}
_CHANGE = FRAMES["change_verbs"]
_MOVE = FRAMES["move_verbs"]


@dataclass(slots=True)
class Draft:
    """A quantity in the making; all indexes are tokens, ``start`` and ``end`` characters."""

    i: int
    j: int
    start: int
    end: int
    value: float | None
    low: float | None
    high: float | None
    form: str
    rule: str
    sentence: tuple[int, int]
    unit: Unit | None = None
    unit_tokens: tuple[int, int] | None = None
    unit_word: bool = False
    rate: tuple[str, str, int] | None = None
    hedge: Hedge | None = None
    trailing: Hedge | None = None
    counted: Counted | None = None
    age: bool = False
    compound: bool = False
    ranged: bool = False
    size: float = 0.0
    reason: str | None = None
    shared: Draft | None = None
    notes: set[str] = field(default_factory=set)

    @property
    def last(self) -> int:
        """The token after everything that belongs to the quantity."""
        last = self.j
        if self.unit_tokens is not None:
            last = max(last, self.unit_tokens[1])
        if self.rate is not None:
            last = max(last, self.rate[2])
        if self.counted is not None:
            last = max(last, self.counted.j)
        if self.trailing is not None:
            last = max(last, self.trailing.j)
        return last

    @property
    def first(self) -> int:
        """The first token, hedge and sign included."""
        return self.i if self.hedge is None else min(self.i, self.hedge.i)


@dataclass(slots=True)
class Left:
    """Tokens ``i`` to ``j`` are residue for ``reason``."""

    i: int
    j: int
    reason: str


def _glued(tokens: list[Token], k: int) -> bool:
    return 0 < k < len(tokens) and tokens[k].start == tokens[k - 1].end


def read_drafts(tokens: list[Token]) -> tuple[list[Draft], list[Left]]:
    """Every numeral of the tokens, left to right, as a draft or as residue; none twice."""
    ends = sentence_ends(tokens)
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


def _dated(tokens: list[Token], label, sentence: tuple[int, int]) -> Draft:
    return Draft(
        label.i, label.j, tokens[label.i].start, tokens[label.j - 1].end, None, None, None,
        "date", "date", sentence,
    )  # fmt: skip


def _draft(
    tokens: list[Token], numeral: Numeral, floor: int, sentence: tuple[int, int]
) -> Draft | Left:
    """One numeral with everything around it; or residue where it is no quantity."""
    if numeral.form == "ordinal":
        return _ordinal(tokens, numeral, sentence)
    if tokens[numeral.i].kind == "n" and numeral.j == numeral.i + 1 and numeral.j < len(tokens):
        if tokens[numeral.j].low in ("st", "nd", "rd", "th") and _glued(tokens, numeral.j):
            return _digit_ordinal(tokens, numeral, sentence)
    first, value = numeral.i, numeral.value
    money = money_before(tokens, first)
    if money is not None and money[1] >= floor:
        first = money[1]
    else:
        money = None
    j = numeral.j
    scale_end = _letter_scale(tokens, numeral, money is not None)
    if scale_end is not None and value is not None:
        factor, j = scale_end
        value *= factor
        numeral.scale = factor
    if value is not None:
        first, value, money = _signed(tokens, first, value, money, floor)
    draft = Draft(
        first, j, tokens[first].start, tokens[j - 1].end, value, value, value, numeral.form,
        numeral.form, sentence, size=numeral.size,
    )  # fmt: skip
    if numeral.form in ("magnitude", "vague"):
        draft.low = draft.high = None
    if money is not None:
        draft.unit, draft.rule = money[0], "money"
    _ratio(tokens, draft)
    _range(tokens, draft, numeral, floor)
    _unit(tokens, draft)
    _hedge(tokens, draft, floor)
    if tokens[numeral.i].low == "one" and numeral.j == numeral.i + 1 and draft.rule in ("words",):
        if draft.hedge is None and draft.unit is None:
            draft.reason = _one(tokens, draft)
            draft.notes.add("one")
    if numeral.form == "words" and draft.unit is None and _is_epithet(tokens, draft):
        return Left(draft.i, draft.j, "idiom")
    if draft.unit is None and draft.i > sentence[0]:
        after = tokens[draft.j] if draft.j < len(tokens) else None
        if tokens[draft.i - 1].low in ("top", "bottom") and (
            after is None or after.kind == "p" or after.low in STOP
        ):
            return Left(draft.i, draft.j, "idiom")  # "the bottom three"
    if (
        numeral.form == "words"
        and draft.unit is None
        and _capital_name(tokens, numeral.i, sentence[0])
    ):
        return Left(draft.i, draft.j, "name_part")
    _count(tokens, draft)
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
    if sign.text not in _HYPHENS or not _glued(tokens, first):
        return first, value, money
    if first - 2 >= floor and tokens[first - 2].low == "minus":
        return first - 2, -value, money
    if sign.text not in "-−" or (
        _glued(tokens, first - 1) and tokens[first - 2].text not in "($£€"
    ):
        return first, value, money
    first, value = first - 1, -value
    if money is None and first > floor:
        money = money_before(tokens, first)
        first = money[1] if money is not None else first
    return first, value, money


def _letter_scale(tokens: list[Token], numeral: Numeral, money: bool) -> tuple[float, int] | None:
    """ "£20m", "1.2m people", "$3B": letters that are scales only beside money or a noun."""
    j = numeral.j
    if (
        numeral.form != "digits"
        or numeral.scale != 1.0
        or j >= len(tokens)
        or not _glued(tokens, j)
    ):
        return None
    letter = tokens[j].low
    if letter not in ("m", "b"):
        return None
    if j + 1 < len(tokens) and _glued(tokens, j + 1) and tokens[j + 1].kind in "nq":
        return None
    if money or tokens[j].text in "MB":
        return SUFFIXES[letter], j + 1
    if money_after(tokens, j + 1) is not None:
        return SUFFIXES[letter], j + 1
    counted = counted_after(tokens, j + 1, min(len(tokens), j + 8), of=False)
    if (
        counted is not None
        and is_plural(tokens[counted.head].low)
        and tokens[j + 1].low not in ("high", "long", "tall", "wide", "deep")
    ):
        return SUFFIXES[letter], j + 1
    return None


def _ratio(tokens: list[Token], draft: Draft) -> None:
    """ "one in five", "2 out of 3", "one-in-four": a share stated as two small numbers."""
    n = len(tokens)
    if (
        draft.value is None
        or not 0 < draft.value < 1000
        or draft.unit is not None
        or draft.form not in ("digits", "words")
    ):
        return
    j = draft.j
    k = j + 1 if j < n and tokens[j].text in "-‐" and _glued(tokens, j) else j
    if k + 1 >= n:
        return
    if tokens[k].low == "in":
        m = k + 1
    elif tokens[k].low == "out" and tokens[k + 1].low == "of":
        m = k + 2
    else:
        return
    if m < n and tokens[m].low == "every":
        m += 1
    if m < n and tokens[m].text in "-‐":
        m += 1
    if m >= n:
        return
    below = (
        read_numeral(tokens, m)
        if tokens[m].kind == "n" or tokens[m].low in NUMBER_WORDS | {"a"}
        else None
    )
    if (
        below is None
        or below.form not in ("digits", "words")
        or not below.value
        or below.value <= draft.value
    ):
        return
    if tokens[k].low == "in":
        # "20 in 2015" and "three in five days" are no ratios.
        if 1900 <= below.value <= 2100 or measure_at(tokens, below.j) is not None:
            return
        if draft.value != 1 and below.value not in (3, 4, 5, 6, 7, 8, 9, 10, 100, 1000):
            return
        if below.j < n and tokens[below.j].kind == "n":
            return
        if (
            draft.value != 1
            and draft.form == "digits"
            and below.value > 10
            and below.value not in (100, 1000)
        ):
            return
    elif draft.value >= below.value:
        return
    draft.value = draft.low = draft.high = draft.value / below.value
    draft.j, draft.end = below.j, tokens[below.j - 1].end
    draft.form, draft.rule = "fraction", "ratio"


def _second(tokens: list[Token], m: int) -> tuple[Numeral, Unit | None, int] | None:
    """The upper end of a range at token ``m``: money sign, numeral, letter scale."""
    n = len(tokens)
    start = m
    sign = None
    for k in range(m, min(n, m + 4)):
        if (
            tokens[k].kind == "n"
            or tokens[k].low in NUMBER_WORDS
            or (tokens[k].low == "a" and k == m)
        ):
            sign = money_before(tokens, k) if k > m else None
            if k > m and (sign is None or sign[1] != start):
                return None
            numeral = read_numeral(tokens, k)
            if (
                numeral is None
                or numeral.value is None
                or numeral.form not in ("digits", "words", "fraction")
            ):
                return None
            scaled = _letter_scale(tokens, numeral, sign is not None)
            end = numeral.j
            if scaled is not None:
                numeral.value *= scaled[0]
                numeral.scale, end = scaled
            return numeral, sign[0] if sign else None, end
        if tokens[k].kind == "w" and len(tokens[k].text) > 3:
            return None
    return None


def _range(tokens: list[Token], draft: Draft, numeral: Numeral, floor: int) -> None:
    """ "3 to 5", "$3-4 billion", "between 5% and 6%", "three or four": one row, two bounds."""
    n = len(tokens)
    if (
        draft.value is None
        or draft.form not in ("digits", "words", "fraction")
        or draft.rule == "ratio"
    ):
        return
    j = draft.j
    unit, end = None, j
    if draft.unit is not None and j < n and tokens[j].text in ("US", "U") and not _glued(tokens, j):
        return
    found = measure_at(tokens, j) or (money_after(tokens, j) if draft.unit is None else None)
    if found is not None:
        unit, end = found
    for k in dict.fromkeys((end, j)):
        if k >= n:
            continue
        word = tokens[k].low
        glued = _glued(tokens, k)
        between = draft.i > floor and _between(tokens, draft.i, max(floor, draft.sentence[0]))
        if word in ("-", "–", "—", "‐", "‑", "−"):
            if not (glued and _glued(tokens, k + 1)) and not (
                word in "–—" and k + 1 < n and tokens[k + 1].kind in "np"
            ):
                continue
            joint = "hyphen"
        elif word == "to":
            joint = "to"
        elif word == "and" and between:
            joint = "and"
        elif word == "or" and k == j:
            joint = "or"
        else:
            continue
        if joint == "to" and k + 1 < n and tokens[k + 1].low in ("up", "as"):
            continue
        upper = _second(tokens, k + 1)
        if upper is None:
            continue
        above, sign, last = upper
        if (
            joint == "hyphen"
            and tokens[k + 1].kind != "n"
            and sign is None
            and draft.form == "digits"
        ):
            continue
        if (draft.unit is not None) != (sign is not None) and sign is not None:
            continue
        if joint == "to" and unit is not None and k == end:
            above_unit = measure_at(tokens, last) or money_after(tokens, last)
            if above_unit is None or above_unit[0].kind != unit.kind:
                continue  # "fell by 1.6 years to 76"
        top = above.value
        bottom = draft.value
        shared = (
            above.scale > 1 and numeral.scale == 1 and bottom < 1000 and (unit is None or k == j)
        )
        if shared and (sign is None or bottom <= top / above.scale):
            bottom *= above.scale
        if joint == "or" and not (bottom < top <= bottom * 2 + 1 and (unit is None)):
            continue
        if (
            joint == "to"
            and draft.unit is None
            and unit is None
            and top < 32
            and _is_month(tokens, last)
        ):
            continue
        if top <= bottom:
            if joint == "to" and _from(tokens, draft.i, floor):
                draft.notes.add("from")
            continue
        if joint == "to" and _is_change(tokens, draft, floor, bottom, top):
            draft.notes.add("change")
            if shared:
                draft.value = draft.low = draft.high = bottom  # "rose from 5 to 10 million"
            continue
        draft.notes.add(joint)
        if joint == "to" and _from(tokens, draft.i, floor):
            draft.notes.add("from")
        draft.value, draft.low, draft.high = None, bottom, top
        draft.j, draft.end = last, tokens[last - 1].end
        draft.rule, draft.ranged = "range", True
        if unit is not None and draft.unit is None:
            follow = measure_at(tokens, last) or money_after(tokens, last)
            if follow is None:
                draft.unit = unit
        return


def _is_month(tokens: list[Token], k: int) -> bool:
    from helpers.quantities.words import MONTHS

    return k < len(tokens) and tokens[k].low in MONTHS and tokens[k].text[0].isupper()


def _between(tokens: list[Token], i: int, floor: int) -> bool:
    """Whether "between" stands before the number, with a hedge in between at most."""
    return any(tokens[k].low == "between" for k in range(max(floor, i - 4), i))


def _from(tokens: list[Token], i: int, floor: int) -> bool:
    """Whether "from" stands right before the number ("from about 5")."""
    return any(tokens[k].low == "from" for k in range(max(floor, i - 3), i))


def _is_change(tokens: list[Token], draft: Draft, floor: int, bottom: float, top: float) -> bool:
    """Whether a verb of change governs "5 to 10": a move or a change, not a range.

    "rose from 5 to 10", "increased by 5 to 10"; "rose 5 to 40" where the ends lie far apart.
    """
    low = max(draft.sentence[0], draft.i - 10)
    moved = _CHANGE | _MOVE if _from(tokens, draft.i, floor) else _CHANGE
    verb = next(
        (tokens[k].low for k in range(draft.i - 1, low - 1, -1) if tokens[k].low in moved), ""
    )
    if not verb:
        return False
    if _from(tokens, draft.i, floor):
        return verb not in DOWN  # "down from 5 to 10" is a range: the ends rise
    adjacent = any(tokens[k].low in _CHANGE for k in range(max(low, draft.i - 3), draft.i))
    return adjacent and top > 3 * bottom


def _unit(tokens: list[Token], draft: Draft) -> None:
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
        elif j < n and not _glued(tokens, j) and money_after(tokens, j) is not None:
            again = money_after(tokens, j)
            if again[0].name == draft.unit.name or tokens[j].low == "sterling":
                draft.unit_tokens = (j, again[1])
                k = again[1]
                draft.unit = again[0]
        draft.rate = rate_after(tokens, k)
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
        found = money_after(tokens, j)
        if found is None and not (draft.form == "frequency"):
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
            _age_words(tokens, draft)
            return
        unit, end = found
        draft.unit = unit
        start = j
        draft.compound = tokens[j].text in _HYPHENS and _glued(tokens, j)
        draft.unit_word = not draft.compound and not _glued(tokens, j)
        draft.unit_tokens = (start, end)
        if not draft.compound and _glued(tokens, j):
            draft.end = tokens[end - 1].end
        if draft.rule in ("digits", "words", "fraction"):
            draft.rule = "money" if unit.kind == "money" else "measure"
    _age(tokens, draft)
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
        and tokens[draft.j].text not in _HYPHENS
    ):
        if word == "quarter":
            return False
    if (
        word in ("quarter", "season")
        and end < n
        and tokens[end].text in _HYPHENS
        and _glued(tokens, end)
    ):
        return False
    if word == "won" and unit.name == "KRW":
        return (draft.value or 0) >= 1000
    if (
        word in ("lei", "rand", "dong", "leu", "lev", "som")
        and draft.value is not None
        and draft.value < 1
    ):
        return False
    return True


def _more_units(tokens: list[Token], draft: Draft) -> tuple[Unit, int] | None:
    """Units behind a small word: "10 more days", "two and a half years", "five full months"."""
    n = len(tokens)
    j = draft.j
    if j + 1 < n and tokens[j].low in FRAMES["unit_premodifiers"]:
        found = measure_at(tokens, j + 1)
        if found is not None and found[0].kind in ("duration", "frequency", "distance"):
            draft.notes.add("gap")
            return found
    return None


def _age(tokens: list[Token], draft: Draft) -> None:
    """ "55-year-old", "55 years old", "years of age"."""
    if draft.unit is None or draft.unit.name not in ("year", "month", "week", "day"):
        return
    n = len(tokens)
    k = draft.unit_tokens[1] if draft.unit_tokens else draft.j
    m = k + 1 if k < n and tokens[k].text in _HYPHENS and _glued(tokens, k) else k
    if m < n and tokens[m].low in ("old", "olds"):
        draft.age, draft.rule = True, "age"
        draft.unit_tokens = (draft.unit_tokens[0] if draft.unit_tokens else draft.j, m + 1)
    elif m + 1 < n and tokens[m].low == "of" and tokens[m + 1].low == "age":
        draft.age, draft.rule = True, "age"
        draft.unit_tokens = (draft.unit_tokens[0] if draft.unit_tokens else draft.j, m + 2)


def _age_words(tokens: list[Token], draft: Draft) -> None:
    """ "aged 55", "age 55", "turned 50", and the commas of "Jane Doe, 55,"."""
    if draft.form not in ("digits", "words") or not 0 <= (draft.high or -1) <= 125:
        return
    i, n = draft.i, len(tokens)
    if i == 0 or draft.high != int(draft.high):
        return
    before = tokens[i - 1]
    year = Unit("year", "year of age", "age")
    k = i - 1
    while k > draft.sentence[0] and tokens[k].low in FRAMES["age_bridge"] and i - k < 4:
        k -= 1
    if tokens[k].low in ("aged", "age", "ages"):
        draft.unit, draft.age, draft.rule = year, True, "age"
        return
    if before.low in ("turned", "turning", "turns") and (
        draft.j >= n or tokens[draft.j].kind == "p" or tokens[draft.j].low in STOP
    ):
        draft.unit, draft.age, draft.rule = year, True, "age"
        return
    if before.text == "," and draft.j < n and i > 1 and draft.form == "digits":
        name = tokens[i - 2]
        after = tokens[draft.j]
        if (
            name.kind == "w"
            and (name.text[0].isupper() or is_human(name.low))
            and after.text in ",.;)"
            and (draft.value or 0) >= 1
        ):
            draft.unit, draft.age, draft.rule = year, True, "age-in-commas"
            draft.notes.add("commas")
            return
    if (
        before.text == "("
        and draft.j < n
        and tokens[draft.j].text == ")"
        and i > 1
        and (draft.value or 0) >= 15
    ):
        name = tokens[i - 2]
        if name.kind == "w" and name.text[0].isupper() and i - 2 > draft.sentence[0]:
            draft.unit, draft.age, draft.rule = year, True, "age-in-brackets"
            draft.notes.add("commas")
            return
    if _about_age(tokens, draft):
        draft.unit, draft.age, draft.rule = year, True, "age-noun"
        return
    if _age_frame(tokens, draft):
        draft.unit, draft.age, draft.rule = year, True, "age-frame"


_AGE_VERBS = FRAMES["age_verbs"]
_BE = frozenset("is was be am 'm".split())
_ONE_PERSON = FRAMES["one_person"]
_AGE_BOUNDS = frozenset("under over above below between".split())


def _age_frame(tokens: list[Token], draft: Draft) -> bool:
    """ "retired at 34", "At 38, she", "a boy of 12", "children under five", "he is 35"."""
    i, j, n = draft.i, draft.j, len(tokens)
    after = tokens[j] if j < n else None
    if after is not None and after.kind != "p" and after.low not in STOP:
        return False
    before = tokens[i - 1].low
    person = tokens[i - 2].low if i > 1 else ""
    if before in _BE and person in _ONE_PERSON:
        return True
    if before == "at" and person in _AGE_VERBS:
        return True
    if before == "at" and i - 1 == draft.sentence[0] and after is not None and after.text == ",":
        return j + 1 < n and tokens[j + 1].low in ("he", "she", "i")
    if before == "of" and i > 2 and is_human(person) and not is_plural(person):
        return (
            tokens[i - 3].low in ("a", "an", "the", "young", "old", "and")
            and (draft.value or 0) > 1
        )
    if before in _AGE_BOUNDS and is_plural(person):
        return bool(is_human(singular(person))) and 2 <= (draft.high or 0) <= 110
    return False


def _about_age(tokens: list[Token], draft: Draft) -> bool:
    """Whether the clause is about an age: "life expectancy … is 73", "the average age was 81"."""
    j = draft.j
    if j < len(tokens) and tokens[j].kind == "w" and tokens[j].low not in STOP:
        if not tokens[j].low.endswith("ing"):
            return False
    for k in range(draft.i - 1, max(draft.sentence[0], draft.i - 14), -1):
        low = tokens[k].low
        if low in ("expectancy",) or (
            low == "age" and tokens[k - 1].low in ("average", "median", "mean")
        ):
            return any(t.low in FRAMES["age_predicates"] for t in tokens[k + 1 : draft.i])
        if tokens[k].text in ";:." or tokens[k].kind == "n":
            return False
    return False


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
    if word == "near":
        return draft.unit is not None and draft.unit.kind in ("money", "percent")
    if word == "above" or word == "below":
        return draft.value != 0
    if word == "beyond":
        return draft.unit is not None
    return True


def _one(tokens: list[Token], draft: Draft) -> str | None:
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
        if before == "the" and after and after not in STOP:
            return "determiner"
        return "pronoun" if before else "idiom"
    if (
        not after
        or tokens[j].kind != "w"
        or (after in STOP and after not in AFTER_NUMBER)
        or after in VERBS
    ):
        return None if _listed(tokens, draft) else "pronoun"
    return None


def _listed(tokens: list[Token], draft: Draft) -> bool:
    """Whether "one" stands where a figure would: after a verb of harm, "killing one"."""
    before = tokens[draft.i - 1].low if draft.i else ""
    after = tokens[draft.j].low if draft.j < len(tokens) else ""
    harmed = FRAMES["harmed_one"]
    return before in FRAMES["harming_one"] or after in harmed


def _is_epithet(tokens: list[Token], draft: Draft) -> bool:
    """ "two-faced", "three-pronged", "one-two": hyphened words that count nothing."""
    j = draft.j
    if draft.ranged:
        return draft.low == 1 and tokens[draft.i].low == "one" and tokens[draft.i + 1].text == "-"
    if j + 1 >= len(tokens) or tokens[j].text not in _HYPHENS or not _glued(tokens, j):
        return False
    low = tokens[j + 1].low
    return _glued(tokens, j + 1) and low.endswith("ed") and low not in NOUNS


def _capital_name(tokens: list[Token], i: int, sentence: int) -> bool:
    """ "Group of Seven", "Big Five", "Channel Four": a capitalised number word inside a name."""
    token = tokens[i]
    if i <= sentence or not token.text[0].isupper():
        return False
    before = tokens[i - 1]
    if before.kind != "w":
        return False
    if before.low == "of" and i - 2 >= sentence:
        return tokens[i - 2].text[0].isupper()
    return before.text[0].isupper() and i - 1 > sentence


_RANK_BEFORE = FRAMES["rank_verbs"]


def _ordinal(tokens: list[Token], numeral: Numeral, sentence: tuple[int, int]) -> Draft | Left:
    """ "finished third", "third straight day", "in second place" are rows; else a determiner."""
    i, n = numeral.i, len(tokens)
    before = tokens[i - 1].low if i > sentence[0] else ""
    after = tokens[i + 1].low if i + 1 < n else ""
    rank = before in _RANK_BEFORE and (i + 1 >= n or tokens[i + 1].kind == "p" or after in STOP)
    place = (
        after in ("place", "straight", "consecutive", "successive")
        and before in FRAMES["ordinal_openers"]
    )
    if (rank or place) and before != "at":
        value = numeral.value
        return Draft(
            i,
            i + 1,
            tokens[i].start,
            tokens[i].end,
            value,
            value,
            value,
            "ordinal",
            "ordinal",
            sentence,
        )
    return Left(i, numeral.j, "determiner")


def _digit_ordinal(
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
    value = numeral.value
    return Draft(
        i,
        j,
        tokens[i].start,
        tokens[j - 1].end,
        value,
        value,
        value,
        "ordinal",
        "ordinal",
        sentence,
    )


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
    plural = partitive or not (
        (draft.value is not None and draft.value in (0, 1)) or draft.form == "fraction"
    )
    draft.counted = counted_after(tokens, j, draft.sentence[1], plural=plural)
    if draft.counted is None:
        return
    head = draft.counted.head
    if plural and draft.form == "digits" and draft.hedge is None and draft.i + 1 == draft.j:
        if tokens[head].text[0].isupper() and not is_plural(tokens[head].low):
            if tokens[head].low not in UNINFLECTED and tokens[draft.i].text.isdigit():
                draft.reason = "name_part"  # "the 787 Dreamliner"
    if draft.trailing is None:
        trailing = hedge_after(tokens, draft.counted.j)
        if trailing is not None and trailing.words[0] != "+":
            draft.trailing = trailing
    if tokens[head].low in ("others",):
        draft.notes.add("others")
    draft.rate = rate_after(tokens, draft.counted.j)
    if (
        draft.rate is not None
        and draft.rate[0] in FRAMES["rate_times"]
        and tokens[draft.counted.j].low in ("per", "a", "an", "each", "every", "/")
    ):
        pass
    else:
        if draft.rate is not None and tokens[draft.counted.j].low != "per":
            draft.rate = None

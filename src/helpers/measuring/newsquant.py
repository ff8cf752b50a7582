"""The habits of the NewsQuant benchmark: what it counts as a quantity, and in which units."""

from __future__ import annotations

from helpers.language.lemmas import lemma_of
from helpers.quantities.assembly import SUBUNITS, bounds_of, found_in
from helpers.quantities.counted import Counted, counted_after, phrase_at
from helpers.quantities.drafts import Draft
from helpers.quantities.lines import CHANGES, asked_in, plain_number, read_text, row_of
from helpers.quantities.nouns import singular
from helpers.quantities.tokens import Token
from helpers.quantities.trends import trend_of
from helpers.records import Quantity


def newsquant_line(line: object) -> dict:
    """The answer for one parsed line, as the benchmark has it: its units, and always a value.

    A value is a number or [low, high]. Raises InputError as
    :func:`~helpers.quantities.quantities_line` does.

    >>> answer = newsquant_line({"id": 7, "text": "One of the 20 villages flooded."})
    >>> [(q["value"], q["unit"]) for q in answer["quantities"]]
    [(1, 'village'), (20, 'village')]
    """
    asked, text = asked_in(line)
    rows: list[dict] = []
    for one in found_in(read_text(text), benchmark=True):
        pairs = list(zip(one.drafts, one.quantities, strict=True))
        rows += _rows(text, one.tokens, pairs)
    return {"id": asked, "quantities": rows}


def _rows(text: str, tokens: list[Token], rows: list[tuple[Draft, Quantity]]) -> list[dict]:
    """The rows as the benchmark counts them: "from X … to Y" is one range, and no vague words."""
    out: list[dict] = []
    skip = -1
    for k, (draft, quantity) in enumerate(rows):
        if k == skip or quantity.hedge == "vague" or draft.form == "frequency":
            continue
        if draft.compound and not draft.age and quantity.kind == "duration":
            continue
        row = _row(tokens, draft, quantity, text)
        following = rows[k + 1] if k + 1 < len(rows) else None
        if following is not None and _from_to(tokens, draft, following[0]):
            other = _row(tokens, following[0], following[1], text)
            row["value"] = [row["value"], other["value"]]
            row["unit"] = other["unit"] or row["unit"]
            row["change"] = "="
            row["span"] = [row["span"][0], other["span"][1]]
            row["text"] = text[row["span"][0] : row["span"][1]]
            skip = k + 1
        elif (
            out
            and row["change"] == "="
            and out[-1]["change"] in "<>"
            and _restated(tokens, rows, k)
        ):
            row["change"] = out[-1]["change"]
        out.append(row)
    return out


def _from_to(tokens: list[Token], draft: Draft, other: Draft) -> bool:
    """Whether two exact numbers are the ends of "from X (in 2008) to Y"."""
    if draft.value is None or other.value is None or draft.sentence != other.sentence:
        return False
    gap = tokens[draft.last : other.first]
    if not 0 < len(gap) <= 8 or gap[-1].low != "to" or any(t.kind == "p" for t in gap):
        return False
    low = max(draft.sentence[0], draft.first - 3)
    return any(t.low == "from" for t in tokens[low : draft.i])


def _restated(tokens: list[Token], rows: list[tuple[Draft, Quantity]], k: int) -> bool:
    """Whether row ``k`` restates the one before it in brackets: "7.5m crowns ($1.1m)"."""
    draft, previous = rows[k][0], rows[k - 1][0]
    gap = tokens[previous.last : draft.first]
    return len(gap) == 1 and gap[0].text == "(" and draft.unit is not None


def _row(tokens: list[Token], draft: Draft, quantity: Quantity, text: str) -> dict:
    hedge, low, high = bounds_of(draft)
    if hedge == "range":
        value: object = [plain_number(low), plain_number(high)]
    elif hedge in ("magnitude", "vague"):
        value = [plain_number(draft.size), plain_number(draft.size * 10)]
    else:
        value = plain_number(draft.value)
    change = CHANGES[hedge]
    if hedge == "range" and draft.hedge is not None:
        change = CHANGES.get(draft.hedge.name, "=")
    if hedge == "exact":
        change = _trend(tokens, draft, quantity)
    return row_of(text, quantity, value, _unit(tokens, draft, quantity), change)


def _trend(tokens: list[Token], draft: Draft, quantity: Quantity) -> str:
    """The benchmark marks a trend where a verb before the number says the change itself."""
    if draft.i and tokens[draft.i - 1].low in ("averaged", "averaging", "averages"):
        return "~"
    if quantity.kind in ("age", "duration"):
        return "="
    if draft.start and tokens[draft.i].start and draft.i and tokens[draft.i - 1].text == "+":
        return "up"
    percent = quantity.kind == "percent" or quantity.unit in SUBUNITS
    trend, itself = trend_of(tokens, draft.first, draft.first, draft.sentence, percent=percent)
    if trend == "none" or not itself:
        return "="
    before = {t.low for t in tokens[max(0, draft.i - 2) : draft.i]}
    return "=" if before & {"higher", "lower"} else trend


def _unit(tokens: list[Token], draft: Draft, quantity: Quantity) -> str:
    """The unit in the benchmark's own words; an empty string where there is none."""
    if draft.age:
        unit = quantity.unit or "year"
        return f"{unit} of age"
    if draft.unit is not None:
        rate = draft.rate or (draft.shared.rate if draft.shared is not None else None)
        return f"{draft.unit.newsquant} per {rate[1]}" if rate else draft.unit.newsquant
    if draft.form == "fraction" and draft.rule in ("fraction", "ratio"):
        part = counted_after(tokens, draft.j, draft.sentence[1])
        return f"% {phrase_lemma(tokens, part)}" if part is not None else "% -"
    if "or-two" in draft.notes:
        return tokens[draft.i - 2].low
    counted = draft.counted or (draft.shared.counted if draft.shared is not None else None)
    if counted is None:
        if draft.form == "frequency":
            return "time"
        return ""
    before = draft.i - 1 if draft.i and tokens[draft.i - 1].low in ("record", "top") else -1
    unit = phrase_lemma(tokens, counted, before=before)
    return f"{unit} per {draft.rate[1]}" if draft.rate is not None else unit


def phrase_lemma(tokens: list[Token], counted: Counted, *, before: int = -1) -> str:
    """The phrase in lower-case words with its head in the singular, as the benchmark writes it.

    Participles and marks are left out; ``before`` is a token that stands before the number
    and belongs to the phrase ("a record 32 goals"); a bare noun behind "of" is taken along.
    """
    out = [tokens[before].low, " "] if before >= 0 else []
    for k in range(counted.i, counted.j):
        token, apart = tokens[k], tokens[k].start > tokens[k - 1].end
        if token.text in ",'’\"“" or token.low in ("and", "or", "&", "the", "most"):
            continue
        if token.low == "s" and k > counted.i and tokens[k - 1].text in "'’":
            continue
        if out and out[-1] != " " and apart:
            out.append(" ")
        if k == counted.head:
            out.append(token.low if token.low.endswith("people") else singular(token.low))
        elif token.part == "VERB" and apart and tokens[k + 1].text != "-":
            continue
        else:
            out.append(lemma_of(token.low, "ADJ") if token.part == "ADJ" else token.low)
    end = counted.j
    if end + 1 < len(tokens) and tokens[end].low == "of" and counted.head == end - 1:
        tail = phrase_at(tokens, end + 1, min(len(tokens), end + 5), plural=False)
        if tail is not None and tokens[end + 1].text[0].islower() and tail.j - tail.i <= 2:
            out.append(" " + " ".join(t.low for t in tokens[tail.i : tail.j]))
    return "".join(out).strip()

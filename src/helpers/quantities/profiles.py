"""One line of JSON in, one out: the answer of the number grammar under a profile."""

from __future__ import annotations

from helpers.errors import InputError
from helpers.marks import led_back, without_marks
from helpers.quantities.assembly import SUBUNITS, bounds_of, finish, unit_of
from helpers.quantities.counted import counted_after, phrase_lemma
from helpers.quantities.drafts import Draft
from helpers.quantities.tokens import Token
from helpers.quantities.trends import trend_of
from helpers.records import Quantity

PROFILES = ("news", "newsquant")
_CHANGES = {
    "exact": "=",
    "range": "=",
    "magnitude": "=",
    "vague": "=",
    "approximate": "~",
    "nearly": "~",
    "at_least": ">",
    "more_than": ">",
    "at_most": "<",
    "less_than": "<",
}


def quantities_line(line: object, *, profile: str = "news") -> dict:
    """The answer for one parsed line ``{"id": …, "text": …}``, ready for JSON.

    Raises :class:`~helpers.errors.InputError` where the line is no object with an id (a
    string or a number) and a text (a string). ``news`` reads past footnote marks, as the tables
    do, and gives value null where they hold NA, with the bounds as low and high; ``newsquant``
    gives that benchmark's units, and always a value: a number or [low, high].

    >>> answer = quantities_line({"id": 7, "text": "At least 20 people died."})
    >>> [(q["value"], q["unit"], q["change"], q["kind"]) for q in answer["quantities"]]
    [(20, 'person', '>', 'killed')]
    """
    if profile not in PROFILES:
        raise InputError(f"unknown profile {profile!r}: use one of {', '.join(PROFILES)}")
    if not isinstance(line, dict):
        raise InputError(f"a line must be a JSON object, found {type(line).__name__}")
    for key in ("id", "text"):
        if key not in line:
            raise InputError(f'the line has no "{key}": give {{"id": …, "text": …}}')
    if isinstance(line["id"], bool) or not isinstance(line["id"], (str, int, float)):
        raise InputError(f'"id" must be a string or a number, found {type(line["id"]).__name__}')
    if not isinstance(line["text"], str):
        raise InputError(f'"text" must be a string, found {type(line["text"]).__name__}')
    text = line["text"]
    benchmark = profile == "newsquant"
    if benchmark:
        rows, _, tokens = finish(text, benchmark=True)
        return {"id": line["id"], "quantities": _benchmark_rows(text, tokens, rows)}
    clean, kept = without_marks(text)
    found = [led_back(quantity, kept) for _, quantity in finish(clean, benchmark=False)[0]]
    return {"id": line["id"], "quantities": [_news_row(text, quantity) for quantity in found]}


def _number(value: float | None) -> float | int | None:
    """An integer where nothing is lost, so that JSON shows 3000 and not 3000.0."""
    if value is None:
        return None
    return int(value) if value == int(value) and abs(value) < 1e15 else value


def _row(text: str, quantity: Quantity, value: object, unit: str | None, change: str) -> dict:
    hedge = quantity.hedge_span
    counted = quantity.counted
    return {
        "value": value,
        "unit": unit,
        "change": change,
        "span": [quantity.start, quantity.end],
        "text": text[quantity.start : quantity.end],
        "hedge": quantity.hedge,
        "hedge_text": None if hedge is None else text[hedge.start : hedge.end],
        "kind": quantity.kind,
        "counted": None if counted is None else text[counted.start : counted.end],
    }


def _news_row(text: str, quantity: Quantity) -> dict:
    """Value null where tables.md says NA (ranges, vague words, dates); low and high beside it."""
    change = _CHANGES[quantity.hedge]
    if quantity.hedge == "exact" and quantity.trend != "none":
        change = quantity.trend
    row = _row(text, quantity, _number(quantity.value), quantity.unit, change)
    return row | {"low": _number(quantity.low), "high": _number(quantity.high)}


def _benchmark_rows(
    text: str, tokens: list[Token], rows: list[tuple[Draft, Quantity]]
) -> list[dict]:
    """The rows as the benchmark counts them: "from X … to Y" is one range, and no vague words."""
    out: list[dict] = []
    skip = -1
    for k, (draft, quantity) in enumerate(rows):
        if k == skip or quantity.hedge == "vague" or draft.form == "frequency":
            continue
        if draft.compound and not draft.age and quantity.kind == "duration":
            continue
        row = _benchmark_row(tokens, draft, quantity, text)
        following = rows[k + 1] if k + 1 < len(rows) else None
        if following is not None and _from_to(tokens, draft, following[0]):
            other = _benchmark_row(tokens, following[0], following[1], text)
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


def _benchmark_row(tokens: list[Token], draft: Draft, quantity: Quantity, text: str) -> dict:
    hedge, low, high = bounds_of(draft)
    if hedge == "range":
        value: object = [_number(low), _number(high)]
    elif hedge in ("magnitude", "vague"):
        value = [_number(draft.size), _number(draft.size * 10)]
    else:
        value = _number(draft.value)
    change = _CHANGES[hedge]
    if hedge == "range" and draft.hedge is not None:
        change = _CHANGES.get(draft.hedge.name, "=")
    if hedge == "exact":
        change = _benchmark_trend(tokens, draft, quantity)
    return _row(text, quantity, value, _benchmark_unit(tokens, draft, quantity), change)


def _benchmark_trend(tokens: list[Token], draft: Draft, quantity: Quantity) -> str:
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


def _benchmark_unit(tokens: list[Token], draft: Draft, quantity: Quantity) -> str:
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


__all__ = ["PROFILES", "quantities_line", "unit_of"]

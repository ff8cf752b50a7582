"""One line of JSON in, one out: the answer of the number grammar under a profile."""

from __future__ import annotations

from helpers.errors import InputError
from helpers.quantities.assembly import bounds_of, finish, unit_of
from helpers.quantities.counted import phrase_lemma
from helpers.quantities.grammar import Draft
from helpers.quantities.kinds import trend_of
from helpers.quantities.tokens import Token
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
    string or an integer) and a text (a string). ``news`` gives value null where the table
    holds NA; ``newsquant`` gives that benchmark's units, and a value always.

    >>> answer = quantities_line({"id": 7, "text": "At least 20 people died."})
    >>> answer["id"], [(q["value"], q["unit"], q["change"], q["kind"]) for q in answer["quantities"]]
    (7, [(20, 'person', '>', 'killed')])
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
    rows, _, tokens = finish(text, benchmark=benchmark)
    answer = _benchmark_row if benchmark else _news_row
    return {"id": line["id"], "quantities": [answer(text, tokens, d, q) for d, q in rows]}


def _number(value: float | None) -> float | int | None:
    """An integer where nothing is lost, so that JSON shows 20000 and not 20000.0."""
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


def _news_row(text: str, tokens: list[Token], draft: Draft, quantity: Quantity) -> dict:
    """Value null where tables.md says NA; a range states both ends."""
    if quantity.hedge == "range":
        value: object = [_number(quantity.low), _number(quantity.high)]
    else:
        value = _number(quantity.value)
    change = _CHANGES[quantity.hedge]
    if change == "=" and quantity.hedge == "exact" and quantity.trend != "none":
        change = quantity.trend
    return _row(text, quantity, value, quantity.unit, change)


def _benchmark_row(text: str, tokens: list[Token], draft: Draft, quantity: Quantity) -> dict:
    hedge, low, high = bounds_of(draft)
    if hedge == "range":
        value: object = [_number(low), _number(high)]
    elif hedge in ("magnitude", "vague"):
        value = [_number(draft.size), _number(draft.size * 10)]
    else:
        value = _number(draft.value)
    change = _CHANGES[hedge]
    if hedge == "exact":
        trend, itself = trend_of(tokens, draft.first, draft.last, draft.sentence)
        if itself and trend != "none" and quantity.kind not in ("age", "duration"):
            change = trend
        elif draft.i and tokens[draft.i - 1].low in ("averaged", "averaging", "averages"):
            change = "~"
    return _row(text, quantity, value, _benchmark_unit(tokens, draft, quantity), change)


def _benchmark_unit(tokens: list[Token], draft: Draft, quantity: Quantity) -> str:
    """The unit in the benchmark's own words; an empty string where there is none."""
    if draft.age:
        unit = quantity.unit or "year"
        return f"{unit} of age"
    if draft.unit is not None:
        rate = draft.rate or (draft.shared.rate if draft.shared is not None else None)
        return f"{draft.unit.newsquant} per {rate[1]}" if rate else draft.unit.newsquant
    counted = draft.counted or (draft.shared.counted if draft.shared is not None else None)
    if counted is None:
        if draft.form == "frequency":
            return "time"
        return ""
    unit = phrase_lemma(tokens, counted)
    return f"{unit} per {draft.rate[1]}" if draft.rate is not None else unit


__all__ = ["PROFILES", "quantities_line", "unit_of"]

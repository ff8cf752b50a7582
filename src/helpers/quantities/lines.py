"""One line of JSON in, one out: what the number grammar finds, in words a program reads."""

from __future__ import annotations

from ..errors import InputError
from ..language.reading import Reading, read
from ..marks import led_back, without_marks
from ..passages import find_passages, find_sentences
from ..records import Article, Quantity
from .assembly import found_in

CHANGES = {
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


def quantities_line(line: object) -> dict:
    """The answer for one parsed line ``{"id": …, "text": …}``, ready for JSON.

    Raises :class:`~helpers.errors.InputError` where the line is no object with an id (a
    string or a number) and a text (a string). Reads past footnote marks, as the tables do; value
    is null where the table holds NA, and the bounds stand as low and high.

    >>> answer = quantities_line({"id": 7, "text": "At least 20 people died."})
    >>> [(q["value"], q["unit"], q["change"], q["kind"]) for q in answer["quantities"]]
    [(20, 'person', '>', 'killed')]
    """
    asked, text = asked_in(line)
    clean, kept = without_marks(text)
    found = [q for one in found_in(read_text(clean)) for q in one.quantities]
    return {"id": asked, "quantities": [_news_row(text, led_back(q, kept)) for q in found]}


def read_text(text: str) -> Reading:
    """A bare text read like an article that nothing else is known of."""
    article = Article(text, "", "")
    passages = find_passages(article)
    return read(article, passages, find_sentences(article, passages))


def asked_in(line: object) -> tuple[str | int | float, str]:
    """The id and the text of a parsed line; raises InputError for one without them."""
    if not isinstance(line, dict):
        raise InputError(f"a line must be a JSON object, found {type(line).__name__}")
    for key in ("id", "text"):
        if key not in line:
            raise InputError(f'the line has no "{key}": give {{"id": …, "text": …}}')
    if isinstance(line["id"], bool) or not isinstance(line["id"], (str, int, float)):
        raise InputError(f'"id" must be a string or a number, found {type(line["id"]).__name__}')
    if not isinstance(line["text"], str):
        raise InputError(f'"text" must be a string, found {type(line["text"]).__name__}')
    return line["id"], line["text"]


def plain_number(value: float | None) -> float | int | None:
    """An integer where nothing is lost, so that JSON shows 3000 and not 3000.0."""
    if value is None:
        return None
    return int(value) if value == int(value) and abs(value) < 1e15 else value


def row_of(text: str, quantity: Quantity, value: object, unit: str | None, change: str) -> dict:
    """What stands in every answer, whatever its conventions: where it is printed, and its hedge."""
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
    change = CHANGES[quantity.hedge]
    if quantity.hedge == "exact" and quantity.trend != "none":
        change = quantity.trend
    row = row_of(text, quantity, plain_number(quantity.value), quantity.unit, change)
    return row | {"low": plain_number(quantity.low), "high": plain_number(quantity.high)}

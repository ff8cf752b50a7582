"""Measures and bare figures whose sense the clause decides: rates, ages, comparisons, odds."""

from __future__ import annotations

import re
from dataclasses import replace

from ..language.reading import Reading
from ..records import Quantity
from .words import HAPPENINGS

_EACH = frozenset({"each", "every", "per"})
_TIMES = frozenset({"day", "week", "month", "year", "hour", "minute", "second", "night", "season"})
_YEARLY: dict[str, str] = HAPPENINGS["pass"]["yearly"]
_AGE = frozenset({"age", "expectancy"})
_ONE_PERSON = frozenset({"he", "she", "i"})
_SERIES = frozenset({"number", "day", "week", "round", "lap", "game", "match", "night", "rank"})
_OVER = frozenset({"under", "over", "above", "below"})
_ODDS = re.compile(r"\d+/\d+")
_OLDEST = 125


def with_sense(reading: Reading, one: Quantity, top: int) -> Quantity:
    """The quantity in the sense that its clause gives it; ``top`` is the word that it hangs by.

    "1.2 million barrels each year" is a rate, "at the age of four months" an age, "three times
    fainter" no frequency.
    """
    if one.kind in ("date", "ordinal", "age", "percent", "rate"):
        return one
    if one.kind == "frequency":
        above = reading.governor(top)
        than = above is not None and (
            reading[above].finer in ("JJR", "RBR")
            or (reading[above].part == "ADJ" and reading[above].text.endswith("er"))
        )
        return replace(one, kind="other") if than else one
    if one.kind == "duration":
        above = reading.governor(top)
        aged = above is not None and reading[above].text.lower() in ("age", "aged")
        return replace(one, kind="age", counted=None) if aged else one
    above = reading.governor(top)
    if one.counted is None and above is not None and reading[above].lemma in _SERIES:
        if above < top and reading[top].relation in ("flat", "nummod"):
            return replace(one, kind="ordinal", unit=None)  # "ranked number 27"
    text = reading.article.text
    if _ODDS.match(text, one.start, one.end + 4) and _of_odds(reading, top):
        return replace(one, kind="rate", unit="1")
    below = _below(reading, one, top)
    return replace(one, kind="rate", unit=f"{one.unit or '1'}/{below}") if below else one


def is_age(reading: Reading, value: float | None, top: int) -> bool:
    """Whether a bare figure, which hangs by the word ``top``, is an age.

    "She was about 57", "the average age was 57", "a child under 13", "at 38, she retired", "met
    Ana Torres and Luis Vega, 40 and 49".
    """
    if value is None or not 1 <= value <= _OLDEST or value != int(value):
        return False
    if reading[top].part != "NUM":
        return False
    if reading.of(top, "cop"):
        subjects = [reading[k] for k in reading.of(top, "nsubj")]
        return any(one.text.lower() in _ONE_PERSON or one.lemma in _AGE for one in subjects)
    above = reading.governor(top)
    if above is not None and reading[above].text.lower() in ("aged", "age"):
        return True
    cases = {reading[k].text.lower() for k in reading.of(top, "case")}
    if above is not None and cases == {"at"} and not reading.of(above, "obj"):
        subject = reading.subject_of(above)
        if subject is None:
            return False
        return reading[subject].text.lower() in _ONE_PERSON or reading[subject].entity == "person"
    if above is None or reading[above].entity != "person":
        return False
    if cases:
        return bool(cases & _OVER)
    if reading[above].part != "PROPN" or reading[top].text.isalpha():
        return False
    return reading[top].relation in ("appos", "nmod:unmarked", "conj", "flat")


def _of_odds(reading: Reading, top: int) -> bool:
    sentence = reading.sentences[reading.sentence_of[top]]
    return " odds" in reading.article.text[sentence.start : sentence.end]


def _below(reading: Reading, one: Quantity, top: int) -> str:
    """What a rate is told for: "each year", "annually", "every 24 hours"; empty for no rate."""
    if "/" in (one.unit or ""):
        return ""
    hosts = [top]
    above = reading.governor(top)
    relation = reading[top].relation.partition(":")[0]
    if (
        above is not None
        and relation in ("obj", "nsubj", "obl")
        and reading[above].part in ("VERB", "ADJ")
    ):
        hosts.append(above)
    for host in hosts:
        for child in reading.of(host, "obl", "nmod", "advmod", "obj"):
            token = reading[child]
            if child < top or any(reading[k].part == "NUM" for k in range(top + 1, child - 1)):
                continue  # "800 staff are earning £140,000 each year"
            if token.text.lower() in _YEARLY and token.part == "ADV":
                return _YEARLY[token.text.lower()]
            each = any(reading[k].text.lower() in _EACH for k in reading.of(child, "det"))
            if each and token.lemma in _TIMES:
                return token.lemma
            if each and one.kind == "money" and reading.of(child, "case"):
                return token.lemma  # "$300 for each child"
    if one.kind == "money" and above is not None and relation == "obj":
        for subject in reading.of(above, "nsubj"):
            if any(reading[k].text.lower() in _EACH for k in reading.of(subject, "det")):
                return reading[subject].lemma  # "each plane costs $2 billion"
    return ""

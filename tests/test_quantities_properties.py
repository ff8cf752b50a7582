"""What holds for any text: an answer, spans in order, every numeral accounted for, linear time."""

from __future__ import annotations

import itertools
import math
import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from readings import guessed

from helpers.language import Reading
from helpers.measuring.newsquant import newsquant_line
from helpers.quantities import (
    NUMBER_WORDS,
    find_quantities,
    is_numeral,
)
from helpers.records import Residue

REASONS = {
    "determiner", "idiom", "pronoun", "name_part", "identifier", "score", "clock", "list_marker",
    "bare_year", "malformed", "too_long", "unrecognised",
}  # fmt: skip
HEDGES = {
    "exact", "approximate", "at_least", "more_than", "at_most", "less_than", "nearly", "range",
    "magnitude", "vague",
}  # fmt: skip

#: Pieces of number writing; any order of them must be survived.
PIECES = [
    "0", "1", "5", "12", "2015", "1,000", "1.5", ".5", "10:30", "2-0", "1/2", "1/0", "½", "²", "Ⅳ",
    "٣", "३", "５", "1e400", "1.2.3.4", "000", "one", "two", "twenty", "hundred", "thousand",
    "million", "dozen", "dozens", "half", "third", "thirds", "quarter", "first", "second", "twice",
    "a", "an", "the", "of", "and", "or", "to", "from", "between", "per", "by", "in", "out", "every",
    "more than", "at least", "about", "an estimated", "up to", "minus", "-", "–", "—", "−", "$",
    "US$", "£", "€", "Y=", "%", "percent", "km", "m", "b", "k", "bn", "people", "killed", "dead",
    "year", "-year-old", "years", "old", "aged", "days", "ago", "March", "May", "am", "p.m.", "st",
    "th", "s", "COVID-", "Article", "No.", "#", "'", "’", "\"", "“", "”", "(", ")", ",", ".", ":",
    ";", "/", "+", "&", "\n", "\t", "\u00a0", "\u2009", "\u200b", "\u202e", "\ud800", "é", "Ж",
]  # fmt: skip

mixtures = st.lists(
    st.sampled_from([piece + gap for piece in PIECES for gap in ("", " ", "-")]), max_size=14
).map("".join)
anything = st.text(st.characters(codec=None, exclude_categories=()), max_size=24)


def check_text(text: str, reading: Reading | None = None) -> None:
    """Every promise of find_quantities that does not depend on what the text means."""
    rows, residue = find_quantities(reading or guessed(text))
    assert [r.start for r in rows] == sorted(r.start for r in rows)
    assert [r.start for r in residue] == sorted(r.start for r in residue)
    taken = sorted([(r.start, r.end) for r in rows] + [(r.start, r.end) for r in residue])
    assert all(0 <= s < e <= len(text) for s, e in taken)
    assert all(a[1] <= b[0] for a, b in itertools.pairwise(taken))
    covered = bytearray(len(text))
    for start, end in taken:
        covered[start:end] = b"\1" * (end - start)
    for k, char in enumerate(text):
        assert not is_numeral(char) or covered[k], (char, k)
    for start, end in words_of(text):
        if text[start:end].lower() in NUMBER_WORDS:
            assert all(covered[start:end]), text[start:end]
    assert all(isinstance(r, Residue) and r.reason in REASONS for r in residue)
    for row in rows:
        assert row.full.start <= row.start and row.end <= row.full.end <= len(text)
        assert row.hedge in HEDGES
        numbers = [x for x in (row.value, row.low, row.high) if x is not None]
        assert all(math.isfinite(x) for x in numbers)
        if row.low is not None and row.high is not None:
            assert row.low <= row.high


def words_of(text: str) -> list[tuple[int, int]]:
    """Maximal runs of letters, found without the grammar's own tokens."""
    out, start = [], None
    for k, char in enumerate(text + " "):
        if char.isalpha() and start is None:
            start = k
        elif not char.isalpha() and start is not None:
            out.append((start, k))
            start = None
    return out


@settings(max_examples=1500, deadline=None, suppress_health_check=list(HealthCheck))
@given(mixtures)
@example("0US$-0")
def test_every_numeral_of_a_mixture_is_a_row_or_residue(text):
    check_text(text)


@settings(max_examples=1500, deadline=None, suppress_health_check=list(HealthCheck))
@given(anything)
def test_every_numeral_of_any_text_is_a_row_or_residue(text):
    check_text(text)


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(mixtures)
def test_benchmark_has_a_value_and_a_unit_of_everything(text):
    for q in newsquant_line({"id": 0, "text": text})["quantities"]:
        assert q["value"] is not None and isinstance(q["unit"], str)


@settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
@given(mixtures)
def test_an_answer_does_not_depend_on_what_was_asked_before(text):
    first = find_quantities(guessed(text))
    find_quantities(guessed("twenty-three people and $5 million"))
    assert find_quantities(guessed(text)) == first


RUNS = {
    "digits": "1" * 60_000,
    "quotes": '"' * 60_000,
    "groups": "1," * 8_000,
    "hyphens": "1-" * 8_000,
    "spaced": "1 " * 8_000,
    "ones": "one " * 6_000,
    "hundreds": "hundred and " * 4_000,
    "of": "5 of the " * 3_000,
    "adjectives": "5 " + "big " * 6_000,
    "hedges": "more than " * 4_000,
    "ranges": "5 to " * 4_000,
    "names": "A 1 " * 6_000,
    "dots": "." * 60_000,
    "letters": "a" * 60_000,
    "thin spaces": "1\u2009000" * 4_000,
    "of millions": "of millions " * 4_000,
    "slashes": "1/" * 8_000,
    "colons": "1:" * 8_000,
    "dollars": "$" * 60_000,
    "fractions": "½" * 8_000,
}


@pytest.mark.parametrize("name", RUNS)
def test_long_run_is_answered_in_linear_time(name):
    text = RUNS[name]
    part, all_of_it = guessed(text[: len(text) // 4]), guessed(text)
    start = time.process_time()
    find_quantities(part)
    quarter = time.process_time() - start
    start = time.process_time()
    find_quantities(all_of_it)
    whole = time.process_time() - start
    check_text(text, all_of_it)
    assert whole < 20
    # Quadratic growth would be sixteen times the quarter; leave room for a busy machine.
    assert whole < 3 or whole < 12 * max(quarter, 0.05)


ROOT = Path(__file__).parents[1]
SAMPLES = sorted(
    [*(ROOT / "tests" / "samples").glob("*.*"), *(ROOT / "data").glob("articles/*.txt")]
)


@pytest.mark.parametrize("path", SAMPLES, ids=lambda p: p.name)
def test_every_numeral_of_a_sample_is_a_row_or_residue(path):
    # Raw bytes as text: mark-up and noise are as good a sample as an article.
    for line in path.read_bytes()[:200_000].decode("utf-8", "surrogateescape").split("\n"):
        check_text(line)


@pytest.mark.parametrize(
    "text", ["", " ", "\n", "\ud800", "\x00", "\ufeff5", "5\u200b000", "\u202e12\u202c"]
)
def test_odd_text_is_answered(text):
    check_text(text)

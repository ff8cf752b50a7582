"""Made-up and damaged articles: nothing but named errors escapes, and every invariant holds.

A few hundred here, the same in every run; ``make fuzz`` tries a hundred thousand.
"""

from __future__ import annotations

import logging
import random

import fuzz_inputs as inputs
import fuzzing
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from helpers.errors import HelpersError
from helpers.loading import LoadingOptions, article_from_text, load_article

FEW = settings(max_examples=60, suppress_health_check=list(HealthCheck))

pieces = st.one_of(
    st.sampled_from([*inputs.NAMES, *inputs.CUES, *inputs.FIGURES, *inputs.THINGS, *inputs.MARKS]),
    st.sampled_from(inputs.LINES).map(lambda line: f"\n{line}\n"),
    st.text(st.characters(), max_size=8),  # surrogates included
)
structured = st.lists(pieces, min_size=1, max_size=40).map(" ".join)


@pytest.fixture(autouse=True)
def _quiet_parsers_and_any_tree():
    logging.disable(logging.CRITICAL)
    with fuzzing.guessing():
        yield
    logging.disable(logging.NOTSET)


@given(structured)
@example('"' * 500 + "5")
@example("\ud800 5 \udfff")
@example("5" * 5_000)
@settings(FEW, max_examples=150)
def test_every_text_gives_tables_that_hold(text):
    try:
        article = article_from_text(text)
    except HelpersError:
        return
    fuzzing.check_article(article)
    fuzzing.check_rows(article, fuzzing.rows_of(article))


@given(structured)
@settings(FEW, max_examples=150)
def test_every_text_gives_tables_that_hold_whatever_the_network_says(text):
    try:
        article = article_from_text(text)
    except HelpersError:
        return
    fuzzing.check_rows(article, fuzzing.rows_of(article, fuzzing.guessed))


@pytest.mark.parametrize("kind", inputs.KINDS)
@given(st.randoms(use_true_random=False))
@settings(FEW)
def test_damaged_file_gives_tables_that_hold_or_one_named_error(kind, tmp_path_factory, chance):
    folder = tmp_path_factory.getbasetemp()
    data = inputs.made_input(kind, chance)
    try:
        articles = fuzzing.articles_of(kind, data, folder)
    except HelpersError as refused:
        assert "\n" not in str(refused)
        return
    for article in articles:
        fuzzing.check_article(article)
        fuzzing.check_rows(article, fuzzing.rows_of(article))


@given(st.binary(max_size=400))
@example(b"%PDF-1.4")
@example(b"PK\x03\x04")
@example(b"<html")
@settings(FEW)
def test_any_bytes_load_or_are_refused_by_name(data):
    try:
        article = load_article(data, options=LoadingOptions(encoding="detect", apart=False))
    except HelpersError as refused:
        assert "\n" not in str(refused)
    else:
        fuzzing.check_article(article)


@pytest.mark.parametrize("kind", ["made", "html", "pdf"])
def test_the_same_through_pandas_the_schema_and_files(kind, tmp_path):
    import random

    chance = random.Random(f"whole:{kind}")
    for _ in range(4):
        try:
            articles = fuzzing.articles_of(kind, inputs.made_input(kind, chance), tmp_path)
        except HelpersError:
            continue
        for article in articles:
            fuzzing.check_whole(article, tmp_path)


@pytest.mark.parametrize(("kind", "number"), [("made", 5033), ("html", 419), ("made", 17060)])
def test_input_that_once_crashed_gives_tables_that_hold(kind, number, tmp_path):
    # A source whose name is marks alone; one that owned itself. Inputs of ``make fuzz``, seed 0.
    data = inputs.made_input(kind, random.Random(f"0:{kind}:{number}"))
    for article in fuzzing.articles_of(kind, data, tmp_path):
        fuzzing.check_article(article)
        fuzzing.check_rows(article, fuzzing.rows_of(article))

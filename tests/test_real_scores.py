"""Scores on real news: verdicts on a small text, and B³ as an established package has it."""

from __future__ import annotations

import dataclasses

import bcubed as established
import pandas as pd
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from helpers import tables_of
from helpers.measuring.annotating import read_annotation
from helpers.measuring.bcubed import bcubed
from helpers.measuring.kept import (
    keep_scores,
    real_news_errors,
    real_news_scores,
    tables_to_keep,
)
from helpers.measuring.real_news import RealGold, RealText, read_real_gold, written_rows
from helpers.measuring.real_scores import article_of, judge_article, real_scores, scores_by
from helpers.measuring.sureness_scores import printed_frame

TEXT = RealText(
    "varn",
    "Police said on Monday that at least 40 people were hurt in Varn. They said 12 had left.\n"
    "The match drew 300 people.",
    "Forty hurt",
    "2024-05-08",
    "none.jsonl",
    "CC0",
)
TYPED = """
article: varn
sources:
  police: {name: Police, type: justice, naming: organisation, mentions: ["1: Police", "2: They"]}
numbers:
- {at: "1: 40", full: "1: at least 40 people", value: 40, hedge: at_least, unit: person,
   counted: "1: people", kind: injured, place: "1: Varn", as_of: 2024-05-06,
   basis: weekday_resolved, source: police, mention: "1: Police"}
- {at: "2: 12", value: 12, unit: person, kind: people, place: "1: Varn", source: police,
   mention: "2: They"}
- {at: "3: 300", full: "3: 300 people", value: 300, unit: person, counted: "3: people",
   kind: present, place: "1: Varn"}
claims:
- {source: police, mention: "1: Police", cue: "1: said", content: "1: at least … Varn"}
- {source: police, mention: "2: They", cue: "2: said", content: "2: 12 … left"}
"""


@pytest.fixture(scope="module")
def gold(tmp_path_factory) -> RealGold:
    folder = tmp_path_factory.mktemp("real")
    annotation = read_annotation(yaml.safe_load(TYPED), TEXT.numbered())
    for table, content in written_rows([annotation], {"varn": TEXT}, {"varn": "accident"}).items():
        (folder / f"{table}.csv").write_text(content, encoding="utf-8")
    return read_real_gold(folder, {"varn": TEXT})[0]


@pytest.fixture(scope="module")
def tables(gold):
    return tables_of(article_of(gold))


def perfect(tables, **changes):
    """The tables with some cells of ``numbers`` set, whatever the engine found."""
    numbers = tables.numbers.copy()
    for column, values in changes.items():
        numbers[column] = pd.array(values, dtype=numbers[column].dtype)
    return dataclasses.replace(tables, numbers=numbers)


def test_the_rows_written_are_the_rows_read(gold):
    assert [n["value"] for n in gold.numbers] == [40, 12, 300]
    assert gold.numbers[0]["mention"] == (0, 6)
    assert gold.claims[1]["content"] == [(75, 86)] or gold.claims[1]["content"]


def test_each_way_of_telling_a_reporter_is_named(gold, tables):
    judged = judge_article(tables, gold)
    assert [v["told"] for v in judged.numbers] == ["cue in the sentence", "pronoun", "nobody"]


def test_a_wrong_reporter_is_wrong_for_the_row_and_an_empty_cell_is_right_for_nobody(gold, tables):
    police = tables.sources["source_id"][0]
    judged = judge_article(perfect(tables, source_id=[police, police, None]), gold)
    assert [v["reporter"] for v in judged.numbers] == [True, True, True]
    judged = judge_article(perfect(tables, source_id=[None, police, police]), gold)
    assert [v["reporter"] for v in judged.numbers] == [False, True, False]
    assert judged.numbers[0]["reporter, nobody named"] is None


def test_a_number_that_was_missed_counts_against_every_field(gold, tables):
    gone = dataclasses.replace(tables, numbers=tables.numbers.iloc[1:].reset_index(drop=True))
    first = judge_article(gone, gold).numbers[0]
    assert not first["found"]
    assert not any(first[name] for name in ("value", "kind", "as_of", "place", "reporter"))


def test_places_told_and_places_invented_are_counted_apart(gold, tables):
    first = judge_article(perfect(tables, place=["Varn", None, "Varn"]), gold).numbers
    assert [v["place, of those told"] for v in first] == [True, False, True]
    assert [v["place, nothing invented"] for v in first] == [None, None, None]


def test_shares_are_of_the_rows_that_a_measure_applies_to(gold, tables):
    scores = real_scores([judge_article(tables, gold)]).set_index(["layer", "measure"])
    assert scores.loc[("numbers", "found"), "of"] == 3
    assert scores.loc[("reporters", "reporter, where named"), "of"] == 2
    by = scores_by([judge_article(tables, gold)], lambda one, v: v["told"], ["found", "kind"])
    assert by["n"].sum() == 3


@given(st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4)), min_size=1, max_size=30))
def test_b_cubed_is_that_of_an_established_package(pairs):
    wanted = {i: {true} for i, (true, _) in enumerate(pairs)}
    found = {i: {chain} for i, (_, chain) in enumerate(pairs)}
    precision, recall, f1 = bcubed(pairs)
    assert precision == pytest.approx(established.precision(found, wanted))
    assert recall == pytest.approx(established.recall(found, wanted))
    assert f1 == pytest.approx(established.fscore(precision, recall))


def test_a_mention_that_was_not_found_costs_recall_alone():
    assert bcubed([("a", "x"), ("a", None)])[0] == 1.0
    assert bcubed([("a", "x"), ("a", None)])[1] == 0.5


def test_what_was_mixed_up_is_counted_and_kept(gold, tables, tmp_path):
    changed = perfect(
        tables, kind=["killed", "people", "present"], place=[None, "Varn", "Lodd"], as_of=[None] * 3
    )
    judged = [judge_article(changed, gold)]
    keep_scores(tables_to_keep(judged, printed_frame([])), tmp_path)
    errors = real_news_errors(folder=tmp_path)
    rows = set(errors.itertuples(index=False, name=None))
    assert ("kind", "injured", "killed", 1) in rows
    assert ("place", "one", "none", 1) in rows and ("place", "one", "another", 1) in rows
    assert ("as_of", "one", "none", 3) in rows
    assert list(real_news_errors("kind", folder=tmp_path)["field"].unique()) == ["kind"]
    kept, fresh = real_news_scores(folder=tmp_path), real_scores(judged)
    assert kept["measure"].tolist() == fresh["measure"].tolist()
    assert kept["score"].tolist() == pytest.approx(fresh["score"].astype(float), nan_ok=True)
    assert real_news_scores("beat", folder=tmp_path)["group"].tolist() == ["accident"]

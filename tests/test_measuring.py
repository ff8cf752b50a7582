import pandas as pd
import pytest

from helpers.loading import load_article
from helpers.measuring import (
    below_floors,
    differences_of,
    fingerprint,
    load_gold,
    number_errors,
    score_article,
    score_suite,
    slugs,
)
from helpers.tables import tables_of

FIRST = "moscow-times-2022-03-29"


@pytest.fixture(scope="module")
def scores():
    return score_suite()


def of(scores, group, layer, measure):
    return scores.query("group == @group and layer == @layer and measure == @measure").iloc[0]


def test_no_score_lies_below_its_pinned_floor_and_the_gold_is_the_pinned_one(scores):
    assert below_floors(scores) == []


def test_first_article_has_its_thirteen_quantities_with_every_field_and_reporter(scores):
    first = scores.query("group == 'first_article' and layer in ['numbers', 'reporters']")
    wrong = first[(first["right"] != first["gold"]) | (first["predicted"] != first["gold"])]
    assert wrong[["measure", "right", "predicted", "gold"]].to_dict("records") == []
    assert of(scores, "first_article", "numbers", "found")["gold"] == 13


def test_score_counts_a_wrong_reporter(monkeypatch):
    gold = load_gold(FIRST)
    tables = tables_of(load_article(gold.article_path))
    numbers = tables.numbers.copy()
    named = numbers["source_id"].notna()
    numbers.loc[named, "source_id"] = numbers.loc[named, "source_id"].iloc[0]
    object.__setattr__(tables, "numbers", numbers)
    counts = score_article(tables, gold).set_index(["layer", "measure"])
    assert counts.loc[("reporters", "named somebody"), "right"] == 1


def test_tables_without_rows_score_nothing_and_miss_everything():
    gold = load_gold(FIRST)
    tables = tables_of(load_article(gold.article_path))
    object.__setattr__(tables, "numbers", tables.numbers.iloc[:0])
    errors = number_errors(tables, gold)
    assert len(errors) == 13 and set(errors["field"]) == {"number"}


def test_changed_gold_changes_the_fingerprint(tmp_path):
    import shutil

    from helpers.measuring.gold import DATA

    for part in ("gold", "articles", "reports"):
        shutil.copytree(DATA / part, tmp_path / part)
    before = fingerprint(slugs(tmp_path), data=tmp_path)
    assert before == fingerprint(slugs())
    path = tmp_path / "gold" / FIRST / "numbers.csv"
    path.write_text(path.read_text("utf-8").replace("20000", "20001"), "utf-8")
    assert fingerprint(slugs(tmp_path), data=tmp_path) != before


def test_article_without_gold_has_no_differences():
    from helpers.loading import article_from_text

    assert differences_of(tables_of(article_from_text("Five people died."))).empty
    assert isinstance(differences_of(tables_of(article_from_text("5"))), pd.DataFrame)

"""How sure a row is: chances that reason can follow, words to check, and why in words."""

from __future__ import annotations

import dataclasses

import pandas as pd
import pytest

from helpers import article_from_text, doubts_of, tables_of
from helpers.schema import DATE_BASES, LINKS, PLACE_BASES
from helpers.studies.doubts import LIKELY, STEPS, doubts_in
from helpers.sureness import CHECKED, UNSURE, chances
from helpers.vocabulary import load

STORY = (
    "LODD, Norland — Seven people were killed when a silo burst on Monday, police said.\n\n"
    "“We counted 31 injured,” said Ada Mirren, head of the county hospital. She added that "
    "12 were in danger. The silo held 400 tons of grain.\n\n"
    "A further 60 people lost their homes. The owner, Harl Grain, denied that 9 workers were "
    "missing, while a union official put them at 14.\n"
)


@pytest.fixture(scope="module")
def tables():
    return tables_of(article_from_text(STORY, published="2023-05-03"))


def test_confidence_is_a_chance_and_check_holds_closed_words(tables):
    for frame in (tables.numbers, tables.claims):
        assert frame["confidence"].between(0, 1).all()
    words = tables.numbers["check"].dropna().str.split("|").explode()
    assert set(words) <= set(CHECKED) and len(CHECKED) == 5
    assert tables.numbers["check"].dropna().ne("").all()


def test_word_source_stands_where_the_reporter_is_unsure(tables):
    told = tables.numbers["check"].fillna("").str.split("|").map(lambda words: "source" in words)
    chance = tables.numbers["confidence"]
    assert (told | (chance >= UNSURE - 0.005)).all() and (~told | (chance <= UNSURE + 0.005)).all()


@pytest.mark.parametrize("name", [*CHECKED, "claim"])
def test_every_thing_that_may_be_wrong_has_weights_and_a_bias(name):
    table = chances.weights()[name]
    assert "bias" in table and len(table) > 5


def test_more_chance_of_the_network_never_makes_a_row_less_sure():
    for table in chances.weights().values():
        for fact, weight in table.items():
            assert weight >= 0 or not fact.startswith(("network>=", "report>=")), fact
            assert weight <= 0 or not fact.startswith(("far>=", "figures>=")), fact


POLLS = {
    "poll": "A poll by the Institute of Norland Studies found that 61% of voters wanted the dam. "
    "In the coastal towns, 44% were against it. Only 9% had no view.\n",
    "report": "The annual report of Harl Grain showed that revenue fell by 12%. "
    "The bakeries lost 18%. Exports shrank by 7%.\n",
    "office": "The statistics office said prices rose by 4.1% in May. "
    "Bread was 9% dearer. Rents went up by 3%.\n",
}
PLAIN = "The road was shut. A lorry carried 40 sheep over the old bridge, and 12 cars waited.\n"


def told_by_nobody(text: str) -> list[float]:
    tables = tables_of(article_from_text(text))
    numbers = tables.numbers
    return numbers.loc[numbers["link"] == "narrator", "confidence"].tolist()


@pytest.mark.parametrize("name", POLLS)
def test_a_share_after_shares_that_somebody_told_is_less_sure_to_be_nobodys(name):
    least = min(told_by_nobody(PLAIN))
    told = told_by_nobody(POLLS[name])
    assert told, name
    assert max(told) < least


def test_a_figure_of_nobodys_is_told_with_the_paper_cited_before_it():
    tables = tables_of(article_from_text(POLLS["poll"]))
    doubts = doubts_in(changed(tables, check=["source"] * len(tables.numbers), confidence=0.5))
    why = doubts["why"][(tables.numbers["link"] == "narrator").to_numpy()]
    assert why.str.contains("“A poll by the Institute of Norland Studies”, cited earlier").all()
    assert len(why)


def test_a_fact_counts_once_and_an_unknown_one_nothing():
    name, fact = "source", next(f for f in chances.weights()["source"] if f != "bias")
    once = chances.chance(name, [fact])
    assert chances.chance(name, [fact, fact, "never heard of"]) == once


def test_same_tables_give_the_same_doubts_and_one_for_each_number(tables):
    doubts = doubts_in(tables)
    assert doubts["number_id"].tolist() == tables.numbers["number_id"].tolist()
    assert doubts.equals(doubts_in(tables))
    assert set(doubts["sure"]) <= set(STEPS)


def changed(tables, **columns):
    return dataclasses.replace(tables, numbers=tables.numbers.assign(**columns))


def test_steps_follow_the_chance_and_the_words_to_check(tables):
    n = len(tables.numbers)
    sure = changed(tables, check=[None] * n, confidence=0.95)
    assert set(doubts_in(sure)["sure"]) == {"sure"} and set(doubts_in(sure)["why"]) == {""}
    assert doubts_of(sure).empty
    look = changed(tables, check=["kind|date"] * n, confidence=0.95)
    assert set(doubts_in(look)["sure"]) == {"look"}
    assert doubts_in(look)["why"].str.contains("; ").all()
    unsure = changed(tables, check=["source"] * n, confidence=LIKELY - 0.01)
    assert set(doubts_in(unsure)["sure"]) == {"unsure"}


def test_least_sure_numbers_stand_on_top(tables):
    n = len(tables.numbers)
    chance = [0.3 + 0.5 * k / n for k in range(n)]
    found = doubts_of(changed(tables, check=["source"] * n, confidence=chance))
    assert found["as printed"].tolist() == tables.numbers["full_text"].tolist()
    assert found["sure"].tolist() == sorted(found["sure"], reverse=True)  # unsure, then look


def test_pronoun_is_told_with_those_it_may_mean():
    text = (
        "Tomas Vell said the bridge was shut. Ada Mirren said the road was open. "
        "She said 40 lorries were waiting.\n"
    )
    tables = tables_of(article_from_text(text))
    lorries = tables.numbers["text"] == "40"
    pronoun = tables.claims["source_text"].fillna("") == "She"
    assert pronoun.any()
    doubted = changed(tables, check=["source"] * len(tables.numbers), confidence=0.5)
    why = doubts_in(doubted).loc[lorries, "why"].item()
    assert why == "“She” may be Ada Mirren or Tomas Vell"


def test_every_way_a_field_is_known_has_a_reason_in_words():
    words = load("doubts")
    assert set(words["date"]) == set(DATE_BASES)
    assert set(words["place"]) == {*PLACE_BASES, "none"}
    assert set(LINKS) <= set(words["source"])


def test_unknown_steps_of_another_finder_have_a_reason_too(tables):
    claims = tables.claims.assign(rule_id="mine:1;source:guessed")
    other = dataclasses.replace(tables, claims=claims)
    doubted = changed(other, check=["source|value"] * len(tables.numbers), confidence=pd.NA)
    found = doubts_in(doubted)
    assert set(found["sure"]) == {"unsure"} and found["why"].ne("").all()

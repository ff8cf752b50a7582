"""Several reports of one event: revisions, contradictions, and one wire printed three times."""

from __future__ import annotations

import itertools
import random

import pandas as pd
import pytest
from stated_tables import DATA, flood_week, stated

from helpers.errors import InputError
from helpers.studies.estimates import (
    contradictions_of,
    estimates_across,
    origins_of,
    revisions_of,
    tables_of_folder,
    told_once,
)

FOLDER = DATA / "flood_week"


@pytest.fixture(scope="module", params=["typed", "read"])
def week(request):
    """The week as typed by reading, and as the pipeline reads it: both must give the same."""
    return flood_week() if request.param == "typed" else tables_of_folder(FOLDER)


@pytest.fixture(scope="module")
def across(week):
    return estimates_across(week)


def test_the_week_is_six_reports_with_their_metadata(week):
    assert len(week) == 6
    assert all(t.article.published and t.article.outlet and t.article.title for t in week)


def test_three_articles_go_back_to_one_wire(week):
    found = origins_of(week)
    wire = found[found["copies"] > 1]
    assert wire["outlet"].tolist() == ["Northern Press", "Harbour Gazette", "Dunmere Herald"]
    assert wire["origin_id"].nunique() == 1
    assert found["origin_id"].nunique() == 4


def test_copies_of_the_wire_are_told_once(across):
    once = told_once(across)
    wire = once[once["figures"] == "At least 31 people"]
    assert wire["told"].tolist() == ["3 articles, 1 source"]
    assert wire["outlet"].tolist() == ["Northern Press"]
    displaced = once[once["kind"] == "displaced"]
    assert displaced["told"].tolist() == ["3 articles, 1 source"]
    assert displaced["day"].tolist() == ["2031-04-09"]
    assert set(once[once["n_articles"] == 1]["told"]) == {"1 article, 1 source"}


def test_the_toll_is_revised_up_and_once_down(across):
    found = revisions_of(across)
    rescue = found[found["reporter"] == "Orvenne Rescue Service"]
    assert rescue[["from_figures", "to_figures", "change", "by"]].values.tolist() == [
        ["At least 12 people", "19 people", "up", 7.0],
        ["19 people", "At least 31 people", "up", 12.0],
        ["At least 31 people", "27 people", "down", -4.0],
    ]
    agency = found[found["reporter"] == "National Flood Agency"]
    assert agency["change"].tolist() == ["up"]
    assert len(found) == 4


def test_contradictions_have_both_spans_and_a_reason(week):
    found = contradictions_of(week)
    texts = {t.article.article_id: t.article.text for t in week}
    told = {
        (
            texts[row.article_id][row.start : row.end],
            texts[row.other_article_id][row.other_start : row.other_end],
            row.reason,
        )
        for row in found.itertuples()
    }
    assert told == {
        ("12", "11", "updated"),
        ("19", "11", "unclear"),
        ("11", "31", "updated"),
    }
    assert found["why"].notna().all()


def test_order_of_the_reports_changes_nothing(week, across):
    shuffled = list(week)
    for seed in range(3):
        random.Random(seed).shuffle(shuffled)
        pd.testing.assert_frame_equal(estimates_across(shuffled), across)
        pd.testing.assert_frame_equal(contradictions_of(shuffled), contradictions_of(week))
        pd.testing.assert_frame_equal(origins_of(shuffled), origins_of(week))
        pd.testing.assert_frame_equal(
            revisions_of(estimates_across(shuffled)), revisions_of(across)
        )


def test_nothing_is_added_up_over_articles(across):
    assert set(across["low"].dropna()) <= {11, 12, 19, 25, 27, 31, 240, 8500}


def test_one_kind_can_be_asked_for(week):
    assert set(estimates_across(week, kind="killed")["kind"]) == {"killed"}


def test_no_articles_give_empty_tables():
    assert estimates_across([]).empty
    assert origins_of([]).empty
    assert contradictions_of([]).empty
    assert told_once(estimates_across([])).empty
    assert revisions_of(estimates_across([])).empty


def test_the_same_article_twice_is_one_article(week):
    assert len(origins_of([week[0], week[0]])) == 1


# --- the folder -------------------------------------------------------------------------------


def test_folder_is_read_by_day_and_name(week):
    read = []
    tables_of_folder(FOLDER, read=lambda article: read.append(article.loaded_from))
    assert read == sorted(read)
    assert len(read) == 6


@pytest.mark.parametrize("make", ["missing", "file", "empty"])
def test_bad_folder_says_what_to_do(tmp_path, make):
    folder = tmp_path / make
    if make == "file":
        folder.write_text("x")
    if make == "empty":
        folder.mkdir()
    with pytest.raises(InputError, match=r"folder|\.txt"):
        tables_of_folder(folder)


# --- origins ----------------------------------------------------------------------------------

LONG = (
    "The water rose all night and by the morning it stood as high as the windows of the "
    "school, whose roof was the only dry place in the street. {} died there."
)


def report(text, source="Council", figure="12", published="2031-05-06"):
    row = {
        "text": figure,
        "value": figure,
        "low": figure,
        "high": figure,
        "source": source,
        "place": "Hollin",
        "as_of": "2031-05-06",
    }
    return stated(row, text=text.format(figure), published=published)


def test_shared_words_alone_do_not_make_one_origin():
    found = origins_of([report(LONG), report(LONG + " More rain is due.", source="Army")])
    assert found["origin_id"].nunique() == 2


def test_shared_attribution_alone_does_not_make_one_origin():
    found = origins_of([report(LONG), report("In Hollin {} people died, and nobody knows why so.")])
    assert found["origin_id"].nunique() == 2


def test_shared_words_and_attribution_make_one_origin_the_earliest():
    first = report(LONG, published="2031-05-05")
    found = origins_of([report(LONG + " More rain is due."), first])
    assert set(found["origin_id"]) == {first.article.article_id}


# --- contradictions ---------------------------------------------------------------------------

BASE = {"place": "Hollin", "as_of": "2031-05-06", "source": "Council"}


def exact(figure, **fields):
    return {**BASE, "text": figure, "value": figure, "low": figure, "high": figure, **fields}


@pytest.mark.parametrize(
    ("one", "other", "reason"),
    [
        ({}, {"source": "Army"}, "unclear"),
        ({}, {"source": "Army", "as_of": "2031-05-07"}, "updated"),
        ({}, {"source": "Army", "cue_kind": "denies"}, "disputed"),
        (
            {"stock_or_flow": "stock"},
            {"source": "Army", "stock_or_flow": "flow"},
            "different_scope",
        ),
        ({"place": "Poland"}, {"source": "Army", "place": "Warsaw"}, "different_scope"),
        ({}, {"source": "Army", "population": "civilian"}, "different_scope"),
        ({}, {"source": ""}, "unclear"),
    ],
    ids=lambda value: value if isinstance(value, str) else None,
)
def test_reason_of_a_contradiction(one, other, reason):
    found = contradictions_of(stated(exact("12", **one), exact("30", **other)))
    assert found["reason"].tolist() == [reason]


@pytest.mark.parametrize(
    "other",
    [
        {},
        {"source": "Army", "kind": "injured"},
        {"source": "Army", "place": "Norland"},
        {"source": "Army", "as_of": "2031-05-09"},
        {"source": "Army", "unit": "home"},
        {"source": "Army", "trend": "up"},
        {"source": "Army", "modality": "expected"},
        {"source": "Army", "hedge": "more_than", "low": "5", "high": "", "value": "5"},
        {"source": "Army", "hedge": "approximate", "low": "", "high": "", "value": "10"},
    ],
    ids=lambda other: " ".join(other.values()) or "same source",
)
def test_what_is_no_contradiction(other):
    figure = "10" if other.get("hedge") == "approximate" else "30"
    assert contradictions_of(stated(exact("12"), exact(figure, **other))).empty


def test_figures_without_a_place_may_be_about_different_things():
    found = contradictions_of(stated(exact("12", place=""), exact("30", place="", source="Army")))
    assert found["why"].str.contains("place not stated").all()


def test_a_part_smaller_than_its_whole_is_no_contradiction():
    found = contradictions_of(
        stated(exact("30", place="Poland"), exact("12", place="Warsaw", source="Army"))
    )
    assert found.empty


def test_pairs_are_told_once_in_either_order():
    rows = [exact("12"), exact("30", source="Army"), exact("50", source="Navy")]
    for order in itertools.permutations(rows):
        assert len(contradictions_of(stated(*order))) == 3

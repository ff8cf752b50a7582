"""Estimates: what is grouped, what stays apart, and what may lie inside what."""

from __future__ import annotations

import pandas as pd
import pytest
from sample_tables import empty_tables, sample_tables
from stated_tables import DATA, gold_tables, stated

from helpers.bounds import Bounds, bounds_of, rounding_unit
from helpers.loading import load_article
from helpers.studies.estimates import (
    CODEBOOKS,
    COLUMNS,
    codebook_of_estimates,
    compare_codebooks,
    estimates_of,
)
from helpers.studies.estimates.containment import same_place, wider_places
from helpers.tables import tables_of

CONTRACT = (
    "estimate_id kind place population as_of source_id low best high codebook part_of "
    "n_numbers number_ids why"
).split()


def number(text, **fields):
    return {"text": text, **fields}


def at_least(figure, **fields):
    return number(figure, hedge="at_least", value=figure, low=figure, **fields)


def about(figure, **fields):
    return number(figure, hedge="approximate", value=figure, **fields)


def exactly(figure, **fields):
    return number(figure, value=figure, low=figure, high=figure, **fields)


def ends(found):
    return [
        tuple(None if pd.isna(v) else v for v in row)
        for row in found[["low", "best", "high"]].itertuples(index=False)
    ]


@pytest.fixture(scope="module", params=["typed", "read"])
def first(request):
    """The article as typed by reading, and as the pipeline reads it: both must give the same."""
    slug = "moscow-times-2022-03-29"
    if request.param == "typed":
        return gold_tables(slug)
    return tables_of(load_article(DATA / "articles" / f"{slug}.txt"))


@pytest.fixture(scope="module")
def first_rows(first):
    return estimates_of(first)


# --- the first article ---------------------------------------------------------------------


def test_one_official_gives_one_estimate_of_deaths_in_the_city(first, first_rows):
    (row,) = first_rows.query("kind == 'killed' and place == 'Mariupol'").to_dict("records")
    assert row["low"] == 5000
    assert pd.isna(row["best"])
    assert pd.isna(row["high"])  # "may be closer to 10,000" is no ceiling
    sources = first.sources.set_index("source_id")
    assert sources.loc[row["source_id"], "name"] == "one senior Ukrainian official"
    assert sources.loc[row["source_id"], "naming"] == "unnamed_person"
    assert row["n_numbers"] == 2
    assert row["figures"] == "At least 5,000 people|may be closer to 10,000"


def test_figures_without_a_source_stay_apart(first_rows):
    nobody = first_rows[first_rows["source_id"].isna()]
    assert sorted(nobody["figures"]) == [
        "an estimated 160,000 people",
        "an estimated 20,000 people",
        "more than 10 million",
    ]
    assert set(nobody["n_numbers"]) == {1}


def test_deaths_in_the_city_may_lie_inside_those_of_the_country(first_rows):
    city = first_rows.query("kind == 'killed' and place == 'Mariupol'").iloc[0]
    country = first_rows.query("kind == 'killed' and place == 'Ukraine'").iloc[0]
    assert city["part_of"] == country["estimate_id"]
    assert "may lie inside" in city["why"]
    assert first_rows["part_of"].notna().sum() == 1


@pytest.mark.parametrize("codebook", CODEBOOKS)
def test_no_sum_and_no_mean_stands_under_any_codebook(first, codebook):
    found = estimates_of(first, codebook=codebook)
    printed = {
        20_000,
        10_000_000,
        80_000,
        160_000,
        5_000,
        10_000,
        450_000,
        1_000,
        6_900_000_000,
        1_000_000_000,
    }
    assert set(found[["low", "best", "high"]].stack().dropna()) <= printed
    assert len(found) == 9


@pytest.mark.parametrize(
    ("codebook", "expected"),
    [
        ("as_stated", (5000, None, None, None)),
        ("ucdp", (5000, 5000, 10000, None)),
        ("acled", (None, 5000, None, None)),
        ("iraq_body_count", (5000, None, 10000, "provisional")),
        ("airwars", (5000, None, 10000, "weak")),
        ("idmc", (5000, None, None, None)),
    ],
)
def test_deaths_in_the_city_under_each_codebook(first, codebook, expected):
    found = estimates_of(first, codebook=codebook).query("kind=='killed' and place=='Mariupol'")
    row = found.iloc[0]
    got = tuple(None if pd.isna(row[c]) else row[c] for c in ("low", "best", "high", "rating"))
    assert got == expected
    assert row["codebook"] == ("as_stated" if codebook == "idmc" else codebook)


@pytest.mark.parametrize(
    ("codebook", "expected"),
    [
        ("as_stated", (10_000_000, None, None, None)),
        ("acled", (10_000_000, None, None, None)),
        ("idmc", (None, 10_000_000, None, "more_than_or_equal")),
    ],
)
def test_the_displaced_under_each_codebook(first, codebook, expected):
    row = estimates_of(first, codebook=codebook).query("kind == 'displaced'").iloc[0]
    got = tuple(None if pd.isna(row[c]) else row[c] for c in ("low", "best", "high", "quantifier"))
    assert got == expected


def test_the_appeal_the_age_and_the_duration_are_no_estimates(first_rows):
    assert set(first_rows["kind"]) == {
        "killed",
        "displaced",
        "homes",
        "trapped",
        "population",
        "troops",
        "money",
    }
    assert 2 not in set(first_rows["low"].dropna())


# --- the table ------------------------------------------------------------------------------


def test_columns_begin_with_those_of_the_contract(first_rows):
    assert list(first_rows.columns)[: len(CONTRACT)] == CONTRACT
    assert list(first_rows.columns) == [column.name for column in COLUMNS]


def test_committed_codebook_of_estimates_is_fresh():
    text = codebook_of_estimates()
    assert all(f"| `{column.name}` |" in text for column in COLUMNS)
    assert (DATA / "ESTIMATES.md").read_text("utf-8") == text


@pytest.mark.parametrize("column", [c for c in COLUMNS if c.words], ids=lambda c: c.name)
def test_closed_words_are_kept(first, column):
    for name in CODEBOOKS:
        assert set(estimates_of(first, codebook=name)[column.name].dropna()) <= set(column.words)


def test_ids_are_those_of_content_and_the_same_under_every_codebook(first):
    found = [estimates_of(first, codebook=name)["estimate_id"].tolist() for name in CODEBOOKS]
    assert all(ids == found[0] for ids in found)
    assert len(set(found[0])) == len(found[0])
    assert all(identifier.startswith(first.article.article_id) for identifier in found[0])


def test_argument_is_not_changed(first):
    before = first.numbers.copy(deep=True)
    estimates_of(first)
    pd.testing.assert_frame_equal(first.numbers, before)


def test_every_number_is_in_one_estimate_at_most(first_rows):
    ids = first_rows["number_ids"].str.split("|").explode()
    assert ids.is_unique


def test_article_without_numbers_gives_an_empty_table_with_all_columns():
    found = estimates_of(empty_tables())
    assert found.empty
    assert list(found.columns) == [column.name for column in COLUMNS]


def test_hand_made_sample_gives_estimates_under_every_codebook():
    for name in CODEBOOKS:
        assert len(estimates_of(sample_tables(), codebook=name))


def test_unknown_codebook_is_refused():
    with pytest.raises(ValueError, match="no codebook is called 'gold'"):
        estimates_of(stated(exactly("3")), codebook="gold")


# --- grouping -------------------------------------------------------------------------------

SAME = {"source": "Council", "place": "Hollin", "as_of": "2031-05-06"}


@pytest.mark.parametrize(
    ("figures", "expected"),
    [
        ([at_least("5000"), about("10000")], [(5000, None, None)]),
        ([about("10000"), at_least("5000")], [(5000, None, None)]),
        ([exactly("3"), exactly("5")], [(3, 3, 3), (5, 5, 5)]),
        ([exactly("3"), exactly("3")], [(3, 3, 3)]),
        ([about("100"), exactly("103")], [(103, 103, 103)]),
        ([about("100"), exactly("190")], [(None, 100, None), (190, 190, 190)]),
        ([at_least("40"), at_least("30")], [(30, None, None)]),
        ([number("50", hedge="at_most", high="50", value="50"), about("40")], [(None, None, 50)]),
        ([number("2 to 4", hedge="range", low="2", high="4"), exactly("3")], [(2, None, 4)]),
        ([number("dozens", hedge="vague"), at_least("43")], [(43, None, None)]),
        ([number("dozens", hedge="vague")], [(None, None, None)]),
        ([number("5", hedge="nearly", value="5", high="5")], [(None, None, 5)]),
    ],
    ids=lambda value: None,
)
def test_figures_that_can_all_hold_are_one_estimate(figures, expected):
    found = estimates_of(stated(*({**SAME, **figure} for figure in figures)))
    assert ends(found) == expected


@pytest.mark.parametrize(
    "other",
    [
        {"source": "Army"},
        {"source": ""},
        {"place": "Norland"},
        {"as_of": "2031-05-05"},
        {"as_of": ""},
        {"kind": "injured"},
        {"unit": "child"},
        {"population": "civilian"},
        {"trend": "up"},
        {"modality": "expected"},
        {"polarity": "denies"},
    ],
    ids=lambda other: next(iter(other.items()))[0] + "=" + next(iter(other.values())),
)
def test_figures_about_different_things_stay_apart(other):
    found = estimates_of(stated({**SAME, **at_least("40")}, {**SAME, **about("50"), **other}))
    assert len(found) == 2


def test_a_stock_is_not_grouped_with_a_flow():
    found = estimates_of(
        stated(
            {**SAME, **at_least("40"), "stock_or_flow": "stock"},
            {**SAME, **about("50"), "stock_or_flow": "flow"},
        )
    )
    assert len(found) == 2


def test_two_sums_of_money_are_one_estimate_only_where_they_are_the_same():
    money = {**SAME, "kind": "money", "unit": "USD"}
    found = estimates_of(
        stated(
            {**money, **exactly("640")}, {**money, **at_least("210")}, {**money, **exactly("640")}
        )
    )
    assert found["n_numbers"].tolist() == [2, 1]


def test_bodies_and_people_are_one_unit():
    found = estimates_of(
        stated(
            {**SAME, **at_least("40"), "unit": "body"}, {**SAME, **about("50"), "unit": "person"}
        )
    )
    assert len(found) == 1


def test_two_nameless_cues_are_not_one_voice():
    tables = stated({**SAME, **at_least("40")}, {**SAME, **about("50")})
    tables.numbers["source_id"] = None
    tables.claims["source_id"] = None
    tables.numbers["link"] = "unresolved"
    assert len(estimates_of(tables)) == 2


def test_the_articles_own_voice_is_one_voice():
    plain = {"place": "Hollin", "as_of": "2031-05-06"}
    found = estimates_of(stated({**plain, **at_least("40")}, {**plain, **about("50")}))
    assert ends(found) == [(40, None, None)]


def test_denied_figure_has_no_bounds():
    (row,) = estimates_of(stated({**SAME, **exactly("300"), "polarity": "denies"})).to_dict(
        "records"
    )
    assert row["denied"] and "denies" in row["why"]
    assert pd.isna(row["low"]) and pd.isna(row["best"]) and pd.isna(row["high"])


# --- containment ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("part", "whole"),
    [
        ({"place": "Kyiv"}, {"place": "Ukraine"}),
        ({"population": "civilian"}, {"population": "unstated"}),
        ({"population": "combatant"}, {"population": "mixed"}),
        ({"unit": "child"}, {"unit": "person"}),
    ],
)
def test_part_names_its_whole(part, whole):
    base = {"source": "Council", "place": "Ukraine", "as_of": "2031-05-06"}
    found = estimates_of(
        stated({**base, **exactly("300"), **whole}, {**base, **exactly("4"), **part})
    )
    assert pd.isna(found["part_of"][0])
    assert found["part_of"][1] == found["estimate_id"][0]


@pytest.mark.parametrize(
    "other",
    [{"place": "Poland"}, {"kind": "injured"}, {"as_of": "2031-05-01"}, {"polarity": "denies"}],
    ids=lambda other: next(iter(other)),
)
def test_no_whole_is_named_where_nothing_can_hold_the_part(other):
    base = {"source": "Council", "as_of": "2031-05-06"}
    found = estimates_of(
        stated(
            {**base, "place": "Ukraine", **exactly("300"), **other},
            {**base, "place": "Kyiv", **exactly("4")},
        )
    )
    assert found["part_of"].isna().all()


def test_places_can_be_given_that_lie_in_others():
    base = {"source": "Council", "as_of": "2031-05-06"}
    tables = stated(
        {**base, "place": "Norland", **exactly("300")}, {**base, "place": "Hollin", **exactly("4")}
    )
    assert estimates_of(tables)["part_of"].isna().all()
    found = estimates_of(tables, inside={"Hollin": "Vale", "Vale": "Norland"})
    assert found["part_of"][1] == found["estimate_id"][0]
    assert "Vale lies in Norland" in found["why"][1]


def test_a_circle_of_places_ends():
    assert wider_places("A", inside={"A": "B", "B": "A"}) == {"B": "A lies in B"}


def test_town_is_taken_to_lie_in_the_one_country_counted_and_says_so():
    assert wider_places("Hollin", inside={}, known={"Hollin", "Poland"}) == {
        "Poland": "Hollin is taken to lie in Poland, the one country counted here"
    }
    assert wider_places("Hollin", inside={}, known={"Poland", "Ukraine"}) == {}
    assert wider_places("Warsaw", inside={}, known={"Ukraine"}) == {
        "Poland": "Warsaw lies in Poland"
    }
    assert wider_places(None, inside={}, known={"Ukraine"}) == {}


def test_endings_of_provinces_are_left_out_of_keys():
    assert same_place("the Ostrel Province") == same_place("Ostrel") == "ostrel"
    assert same_place("Province") == "province"


# --- ratings and codebooks --------------------------------------------------------------------


def test_an_analysts_rating_is_kept_as_hers():
    tables = stated({**SAME, **exactly("3")})
    (identifier,) = estimates_of(tables)["estimate_id"]
    row = estimates_of(tables, codebook="airwars", ratings={identifier: "fair"}).iloc[0]
    assert (row["rating"], row["rating_basis"]) == ("fair", "analyst")
    row = estimates_of(tables, codebook="airwars").iloc[0]
    assert (row["rating"], row["rating_basis"]) == ("weak", "rule")


def test_a_rating_that_the_codebook_does_not_know_is_refused():
    with pytest.raises(ValueError, match="'true' is not a rating of airwars"):
        estimates_of(stated(exactly("3")), codebook="airwars", ratings={"x": "true"})


def test_two_sources_of_one_thing_are_counted_and_not_judged():
    tables = stated({**SAME, **exactly("3")}, {**SAME, **exactly("5"), "source": "Army"})
    found = estimates_of(tables, codebook="airwars")
    assert found["n_sources"].tolist() == [2, 2]
    assert found["rating"].isna().all()


def test_all_codebooks_stand_side_by_side():
    tables = stated({**SAME, **at_least("40")}, {**SAME, **exactly("7"), "kind": "injured"})
    found = compare_codebooks(tables)
    assert len(found) == 12
    one = compare_codebooks(tables, found["estimate_id"][0])
    assert one["asked"].tolist() == list(CODEBOOKS)
    assert compare_codebooks(tables, "none").empty


# --- bounds -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("figure", "expected"),
    [
        (("exact", 7.0, 7.0, 7.0), Bounds(7, 7)),
        (("more_than", 7.0, None, None), Bounds(7, float("inf"))),
        (("nearly", 7.0, None, None), Bounds(float("-inf"), 7)),
        (("approximate", 160_000.0, None, None), Bounds(155_000, 165_000)),
        (("range", None, 2.0, 4.0), Bounds(2, 4)),
        (("vague", None, None, None), None),
        (("exact", float("nan"), None, None), None),
        (("exact", float("inf"), None, None), None),
    ],
)
def test_figure_as_bounds(figure, expected):
    assert bounds_of(*figure) == expected


def test_rounding_unit_of_awkward_figures():
    assert [rounding_unit(v) for v in (0, 0.5, 1e30, 12.34, 1e-9)] == [1, 0.1, 10**30, 0.01, 1e-9]


def test_ten_thousand_different_figures_are_grouped_in_time():
    many = [{**SAME, **(exactly if i % 2 else about)(str(10_000 + i))} for i in range(4000)]
    assert len(estimates_of(stated(*many))) > 1000

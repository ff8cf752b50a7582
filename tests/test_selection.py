"""Which counts a chart shows: facets by value, each of them alone, and all of them together."""

from __future__ import annotations

import dataclasses
import itertools
import re

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sample_tables import AWKWARD, FIGURES, SOURCES, Figure, empty_tables, sample_tables

from helpers import schema
from helpers.views.charts import EstimateSelection, estimate_marks, select_estimates
from helpers.views.charts.number_marks import FIRMNESS
from helpers.views.charts.selection import (
    NAMED,
    UNNAMED,
    counts_beside,
    facets_of,
    positions_of,
    refuse_illegal,
    selection_code,
)

FACETS = ("kinds", "places", "source_types", "naming", "firmness")


@pytest.fixture(scope="module")
def marks():
    return estimate_marks(sample_tables())


@pytest.fixture(scope="module")
def unsure():
    """The sample with a confidence from 0.05 to 1 in steps of 0.05."""
    marks = estimate_marks(sample_tables())
    steps = [round(0.05 * (i + 1), 2) for i in range(len(marks))]
    return marks.assign(confidence=pd.array(steps, dtype="Float64"))


def printed(marks, **chosen):
    return list(select_estimates(marks, EstimateSelection(**chosen))["printed"])


# --- the facets --------------------------------------------------------------------------


def test_facets_count_the_rows_that_each_word_would_keep(marks):
    assert facets_of(marks) == {
        "kinds": {
            "killed": 6,
            "injured": 1,
            "missing": 1,
            "detained": 1,
            "displaced": 1,
            "refugees": 1,
            "evacuated": 1,
            "trapped": 1,
            "affected": 1,
            "population": 1,
            "troops": 1,
            "homes": 2,
            "money": 2,
            "percent": 1,
        },
        "places": {
            "Hollin": 12,
            "Norland": 2,
            "Eastbank": 1,
            "the Kell valley": 1,
            "Upper Kell": 1,
            "unstated": 4,
        },
        "source_types": {
            "government": 7,
            "company": 1,
            "expert": 1,
            "intergovernmental": 1,
            "justice": 1,
            "local_government": 1,
            "media": 1,
            "medical": 1,
            "military": 1,
            "ngo": 1,
            "other": 1,
            "political": 1,
            "witness": 1,
            "none": 2,
        },
        "naming": {"named": 13, "unnamed": 6, "none": 2},
        "firmness": {"exact": 6, "bounded": 6, "estimated": 4, "possible": 4, "denied": 1},
    }


def test_words_of_a_facet_stand_in_a_fixed_order(marks):
    facets = facets_of(marks)
    assert list(facets["kinds"])[:3] == ["killed", "injured", "missing"]
    assert list(facets["places"]) == [
        "Hollin",
        "Norland",
        "Eastbank",
        "the Kell valley",
        "Upper Kell",
        "unstated",
    ]
    assert [*facets["source_types"]][:: len(facets["source_types"]) - 1] == ["government", "none"]
    assert list(facets["naming"]) == ["named", "unnamed", "none"]
    assert list(facets["firmness"]) == list(FIRMNESS)


def test_facets_of_no_counts_are_empty():
    assert facets_of(estimate_marks(empty_tables())) == {name: {} for name in FACETS}


@pytest.mark.parametrize("figures", [FIGURES, AWKWARD], ids=["sample", "awkward"])
@pytest.mark.parametrize("name", FACETS)
def test_each_word_alone_keeps_as_many_rows_as_its_facet_says(name, figures):
    marks = estimate_marks(sample_tables(figures))
    found = facets_of(marks)[name]
    assert sum(found.values()) == len(marks)
    for word, count in found.items():
        assert len(select_estimates(marks, EstimateSelection(**{name: (word,)}))) == count


@pytest.mark.parametrize(
    "chosen",
    [
        {},
        {"kinds": ("killed",)},
        {"kinds": ("killed", "injured"), "naming": ("unnamed",)},
        {"places": ("Hollin",), "firmness": ("bounded",), "confidence": 0.4},
    ],
)
def test_count_beside_a_word_is_what_ticking_it_alone_in_its_facet_would_keep(unsure, chosen):
    state, facets = EstimateSelection(**chosen), facets_of(unsure)
    for name, counts in counts_beside(unsure, state, facets).items():
        for word, count in zip(facets[name], counts, strict=True):
            alone = dataclasses.replace(state, **{name: (word,)})
            assert count == len(positions_of(unsure, alone))


def test_every_naming_of_the_schema_is_named_or_unnamed():
    assert sorted((*NAMED, *UNNAMED)) == sorted(schema.NAMINGS)


# --- the firmness of a figure ------------------------------------------------------------


FIRM = [
    ("exact", Figure("9 people", "9", "killed", "exact", 9, 9, 9)),
    ("exact", Figure("9 people", "9", "killed", "exact", 9)),
    ("bounded", Figure("at least 9", "9", "killed", "at_least", 9, 9)),
    ("bounded", Figure("more than 9", "9", "killed", "more_than", 9, 9)),
    ("bounded", Figure("up to 9", "9", "killed", "at_most", 9, None, 9)),
    ("bounded", Figure("fewer than 9", "9", "killed", "less_than", 9, None, 9)),
    ("bounded", Figure("nearly 9", "9", "killed", "nearly", 9, None, 9)),
    ("bounded", Figure("5 to 9", "5 to 9", "killed", "range", None, 5, 9)),
    ("estimated", Figure("about 9", "9", "killed", "approximate", 9)),
    ("estimated", Figure("thousands", "thousands", "killed", "magnitude", None, 1000)),
    ("estimated", Figure("dozens", "dozens", "killed", "vague")),
    ("estimated", Figure("an estimated 9", "9", "killed", "exact", 9, 9, 9, estimated=True)),
    (
        "estimated",
        Figure("an estimated 5 to 9", "5 to 9", "killed", "range", None, 5, 9, estimated=True),
    ),
    ("possible", Figure("at least 9", "9", "killed", "at_least", 9, 9, modality="possible")),
    ("possible", Figure("about 9", "9", "killed", "approximate", 9, modality="expected")),
    ("possible", Figure("9 people", "9", "killed", "exact", 9, 9, 9, modality="alleged")),
]


@pytest.mark.parametrize(
    ("firmness", "figure"), FIRM, ids=[f"{f.full}, {f.modality}".replace(" ", "-") for _, f in FIRM]
)
def test_firmness_of_a_figure(firmness, figure):
    assert list(estimate_marks(sample_tables((figure,)))["firmness"]) == [firmness]


@pytest.mark.parametrize("modality", schema.MODALITIES)
def test_only_what_is_asserted_is_firmer_than_possible(modality):
    figure = Figure("9 people", "9", "killed", value=9, low=9, high=9, modality=modality)
    found = estimate_marks(sample_tables((figure,)))["firmness"][0]
    assert found == ("exact" if modality == "asserted" else "possible")


@pytest.mark.parametrize("hedge", schema.HEDGES)
def test_every_hedge_has_a_firmness(hedge):
    figure = Figure("9 people", "9", "killed", hedge, 9, 5, 12)
    assert estimate_marks(sample_tables((figure,)))["firmness"][0] in FIRMNESS


# --- the selection -----------------------------------------------------------------------


def test_nothing_chosen_keeps_every_row_in_its_order(marks):
    pd.testing.assert_frame_equal(select_estimates(marks, EstimateSelection()), marks)


@pytest.mark.parametrize(
    ("chosen", "expected"),
    [
        ({"kinds": ("troops", "missing")}, ["fewer than 30 miners", "more than 800 reservists"]),
        ({"places": ("Eastbank", "Upper Kell")}, ["no one", "dozens of villagers"]),
        (
            {"places": ("unstated",)},
            ["nearly 70,000 refugees", "€40 million", "$3.2 billion", "12 percent"],
        ),
        (
            {"source_types": ("ngo", "expert")},
            ["nearly 70,000 refugees", "magnitude-independent 14 barns"],
        ),
        ({"source_types": ("none",)}, ["an estimated 12,000 people", "more than 2.5 million"]),
        ({"naming": ("none",)}, ["an estimated 12,000 people", "more than 2.5 million"]),
        (
            {"firmness": ("possible",), "places": ("Hollin",)},
            ["closer to 900", "more than 800 reservists"],
        ),
        ({"kinds": ("killed",), "naming": ("named",), "firmness": ("exact",)}, ["no one"]),
        ({"kinds": ("money",), "firmness": ("exact",)}, []),
    ],
    ids=lambda case: ", ".join(case) if isinstance(case, dict) else "",
)
def test_a_row_is_kept_where_every_facet_holds_its_word(marks, chosen, expected):
    assert printed(marks, **chosen) == expected


@pytest.mark.parametrize(("word", "namings"), [("named", NAMED), ("unnamed", UNNAMED)])
def test_each_naming_keeps_what_its_name_says(marks, word, namings):
    kept = select_estimates(marks, EstimateSelection(naming=(word,)))
    assert set(kept["naming"]) == set(namings)


def test_all_words_of_a_facet_keep_what_none_of_them_keeps(marks):
    for name, words in facets_of(marks).items():
        kept = select_estimates(marks, EstimateSelection(**{name: tuple(words)}))
        pd.testing.assert_frame_equal(kept, marks)


@pytest.mark.parametrize("least", [0, 0.05, 0.5, 0.51, 0.95, 1])
def test_confidence_keeps_rows_that_reach_it(unsure, least):
    kept = select_estimates(unsure, EstimateSelection(confidence=least))
    assert list(kept["confidence"]) == [c for c in unsure["confidence"] if c >= least]


def test_row_without_a_confidence_is_kept_by_none_above_zero(marks):
    unknown = marks.assign(confidence=pd.array([pd.NA] * len(marks), dtype="Float64"))
    assert len(select_estimates(unknown, EstimateSelection())) == len(marks)
    assert select_estimates(unknown, EstimateSelection(confidence=0.05)).empty


def test_scale_leaves_the_rows_as_they_are(marks):
    linear = select_estimates(marks, EstimateSelection(scale="linear"))
    pd.testing.assert_frame_equal(linear, marks)


def test_rows_grouped_by_source_stand_by_panel_then_name_with_nobody_last(marks):
    rows = select_estimates(marks, EstimateSelection(group="source"))
    assert list(dict.fromkeys(rows["panel"])) == list(dict.fromkeys(marks["panel"]))
    assert sorted(rows["number_id"]) == sorted(marks["number_id"])
    for _, panel in rows.groupby("panel", sort=False):
        names = [name for name, _ in itertools.groupby(panel["reporter"])]
        assert len(names) == len(set(names))
        named = [name for name in names if name != "no source named"]
        assert named == sorted(named, key=str.casefold)
        assert names == [*named, *(["no source named"] if len(names) > len(named) else [])]
    aide = rows[rows["reporter"] == "one senior Norland official"]
    assert list(aide["printed"]) == ["At least 340 people", "closer to 900"]  # in their order


def test_grouping_by_source_comes_after_choosing(marks):
    chosen = EstimateSelection(kinds=("killed",), naming=("named", "none"), group="source")
    assert list(select_estimates(marks, chosen)["reporter"]) == [
        "the United Relief Office",
        "Tomas Vell",
        "no source named",
    ]


def test_source_that_is_called_like_nobody_stands_among_the_named():
    sources = {**SOURCES, "un": ("no source named", None, "other", "organisation")}
    few = tuple(
        Figure(f"{n} people", f"{n}", "killed", value=n, source=source)
        for n, source in ((4, None), (5, "un"), (6, "paper"))
    )
    marks = estimate_marks(sample_tables(few, sources=sources))
    rows = select_estimates(marks, EstimateSelection(group="source"))
    assert list(rows["naming"]) == ["organisation", "organisation", "none"]


def test_positions_are_those_of_the_rows_kept(marks):
    for group in ("kind", "source"):
        chosen = EstimateSelection(firmness=("bounded",), group=group)
        by_position = marks.iloc[positions_of(marks, chosen)].reset_index(drop=True)
        pd.testing.assert_frame_equal(by_position, select_estimates(marks, chosen))


def test_selecting_leaves_the_marks_as_they_were(marks):
    before = marks.copy()
    select_estimates(marks, EstimateSelection(kinds=("killed",), group="source"))
    facets_of(marks)
    pd.testing.assert_frame_equal(marks, before)


def test_no_counts_select_to_no_rows_with_the_same_columns():
    empty = estimate_marks(empty_tables())
    for group in ("kind", "source"):
        kept = select_estimates(empty, EstimateSelection(group=group))
        pd.testing.assert_frame_equal(kept, empty)


# --- what cannot be ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("chosen", "told"),
    [
        (
            {"kinds": ("killed", "ages")},
            "kinds cannot hold 'ages' here; it may hold killed, injured, missing, detained, "
            "displaced, refugees, evacuated, trapped, affected, population, troops, homes, money",
        ),
        (
            {"naming": ("anonymous",)},
            "naming cannot hold 'anonymous' here; it may hold named, unnamed, none",
        ),
        (
            {"firmness": ("firm",)},
            "firmness cannot hold 'firm' here; it may hold exact, bounded, estimated, possible",
        ),
        ({"confidence": -0.1}, "confidence cannot be -0.1: it lies from 0 to 1"),
        ({"confidence": 2}, "confidence cannot be 2: it lies from 0 to 1"),
        ({"scale": "root"}, "scale cannot be 'root'; it is log or linear"),
        ({"group": ""}, "group cannot be ''; it is kind or source"),
    ],
    ids=lambda case: ", ".join(case) if isinstance(case, dict) else "",
)
def test_what_these_rows_do_not_have_is_refused_in_words(marks, chosen, told):
    with pytest.raises(ValueError, match=re.escape(told)):
        refuse_illegal(marks, EstimateSelection(**chosen))


def test_every_word_of_every_facet_is_legal(marks):
    for name, words in facets_of(marks).items():
        refuse_illegal(marks, EstimateSelection(**{name: tuple(words)}))
    refuse_illegal(marks, EstimateSelection(confidence=1, scale="linear", group="source"))


def test_refusal_says_where_there_is_nothing_to_choose():
    with pytest.raises(ValueError, match="nothing: there are no counts"):
        refuse_illegal(estimate_marks(empty_tables()), EstimateSelection(kinds=("killed",)))


# --- the selection as code ---------------------------------------------------------------

ANY = st.characters(exclude_categories=())  # halves of surrogate pairs included
WORDS = st.lists(st.text(ANY, max_size=12), max_size=3).map(tuple)
SELECTIONS = st.builds(
    EstimateSelection,
    kinds=WORDS,
    places=WORDS,
    source_types=WORDS,
    naming=WORDS,
    firmness=WORDS,
    confidence=st.floats(0, 1),
    scale=st.sampled_from(("log", "linear")),
    group=st.sampled_from(("kind", "source")),
)


@given(SELECTIONS)
def test_code_of_a_selection_makes_it_again(selection):
    code = selection_code(selection)
    assert eval(code, {"EstimateSelection": EstimateSelection}) == selection
    assert "\n" not in code
    code.encode("utf-8")  # it is sent to a page


def test_code_writes_only_what_differs_from_the_default():
    assert selection_code(EstimateSelection()) == "EstimateSelection()"
    chosen = EstimateSelection(kinds=("killed",), confidence=0.5, group="source")
    assert selection_code(chosen) == (
        "EstimateSelection(kinds=('killed',), confidence=0.5, group='source')"
    )


def test_selection_is_frozen_and_can_be_a_key():
    with pytest.raises(dataclasses.FrozenInstanceError):
        EstimateSelection().scale = "linear"
    assert len({EstimateSelection(), EstimateSelection(scale="log")}) == 1

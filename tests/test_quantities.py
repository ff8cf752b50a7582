"""The number grammar on its case list: five groups, kept apart by how they came about."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from helpers.errors import InputError
from helpers.measuring.quantity_cases import (
    GROUPS,
    judged_cases,
    read_quantity_cases,
    score_newsquant,
    score_quantity_cases,
)
from helpers.quantities import PROFILES, find_quantities, quantities_line

CASES = Path(__file__).parent / "cases" / "quantities"
ASPECTS = ["span", "hedge and bounds", "counted", "unit", "kind"]
#: Scores on the measured group may rise freely; they fall only by an explained change here.
FLOORS = {"span": 0.985, "hedge and bounds": 0.98, "counted": 0.97, "unit": 0.95, "kind": 0.94}


def cases_of(group: str):
    return [pytest.param(c, id=c.id) for c in read_quantity_cases(CASES / f"{group}.csv")]


def _wrong(case) -> list[dict]:
    judged = judged_cases([case])
    return judged[~judged[ASPECTS].all(axis=1)].to_dict("records")


@pytest.mark.parametrize("case", cases_of("write") + cases_of("wild"))
def test_phrase_gives_exactly_its_quantities(case):
    assert _wrong(case) == []


@pytest.mark.parametrize("case", cases_of("nothing"))
def test_sentence_without_quantities_gives_none(case):
    assert find_quantities(case.text)[0] == []


@pytest.mark.parametrize("case", cases_of("xfail"))
@pytest.mark.xfail(strict=True, reason="known failure of the number grammar")
def test_known_failure_is_still_one(case):
    assert _wrong(case) == []


def test_measured_group_stays_above_its_floors():
    scores = score_quantity_cases(read_quantity_cases(CASES / "measure.csv"), resamples=0)
    reached = scores.set_index("aspect")["f1"]
    assert {a: round(reached[a], 3) for a, floor in FLOORS.items() if reached[a] < floor} == {}


def test_at_most_three_percent_of_the_measured_numbers_sit_in_residue():
    scores = score_quantity_cases(read_quantity_cases(CASES / "measure.csv"), resamples=0)
    shares = scores.set_index("aspect")["f1"]
    assert shares["in residue"] <= 0.03
    assert shares["unrecognised"] == 0


def test_case_list_holds_four_hundred_phrases_in_five_groups():
    sizes = {g: len(read_quantity_cases(CASES / f"{g}.csv")) for g in GROUPS}
    assert sum(sizes.values()) >= 400
    assert all(sizes.values())


def test_no_phrase_stands_in_two_groups():
    texts = [c.text for g in GROUPS for c in read_quantity_cases(CASES / f"{g}.csv")]
    assert len(texts) == len(set(texts))


def test_scores_carry_an_interval_that_holds_them():
    scores = score_quantity_cases(read_quantity_cases(CASES / "wild.csv"), resamples=50)
    again = score_quantity_cases(read_quantity_cases(CASES / "wild.csv"), resamples=50)
    assert scores.equals(again)
    assert (scores["f1_low"] <= scores["f1"] + 1e-9).all()


def test_malformed_case_is_refused_with_its_id(tmp_path):
    path = tmp_path / "cases.csv"
    with path.open("w", newline="", encoding="utf-8") as f:
        csv.writer(f).writerows([["id", "field", "text", "expected"], ["x-1", "x", "5", "5|5|="]])
    with pytest.raises(InputError, match="x-1"):
        read_quantity_cases(path)


# The conventions of tables.md, field by field.

FIELDS = [
    ("killed an estimated 20 people", {"hedge": "approximate", "estimated": True, "low": None}),
    ("up to 20 people fled", {"hedge": "at_most", "low": None, "high": 20}),
    ("nearly 20 people fled", {"hedge": "nearly", "low": None, "high": 20}),
    ("from 20 to 30 people fled", {"hedge": "range", "value": None, "low": 20, "high": 30}),
    ("dozens of people fled", {"hedge": "magnitude", "value": None, "low": None, "high": None}),
    ("prices climbed more than 3 %", {"hedge": "more_than", "trend": "up", "unit": "%"}),
    ("shares lost 3 percent", {"hedge": "exact", "trend": "down"}),
    ("another $1 billion", {"hedge": "exact", "unit": "USD", "kind": "money", "trend": "none"}),
    ("they expect to send 500 troops", {"modality": "expected", "unit": "troop"}),
    ("the toll may be closer to 90", {"modality": "possible", "kind": "killed", "unit": "person"}),
    ("killed 40 civilians", {"population": "civilian", "stock_or_flow": "flow"}),
    ("killed 40 soldiers", {"population": "combatant", "kind": "killed"}),
    ("home to 400 people", {"kind": "population", "stock_or_flow": "stock"}),
    ("on 5 March 2022 they met", {"kind": "date", "value": None, "unit": None}),
    ("it cost 40 pence", {"kind": "money", "unit": "penny"}),
    ("300 km from here", {"kind": "distance", "unit": "km"}),
    ("-5 degrees", {"value": -5, "unit": "deg"}),
]


@pytest.mark.parametrize(("text", "fields"), FIELDS, ids=[t for t, _ in FIELDS])
def test_field_is_as_the_contract_defines_it(text, fields):
    (row,), _ = find_quantities(text)
    assert {k: getattr(row, k) for k in fields} == fields


def test_spans_cut_the_number_the_hedge_and_the_counted_phrase_out_of_the_text():
    text = "At least 5,000 Russian soldiers died."
    (row,), _ = find_quantities(text)
    cut = [text[s.start : s.end] for s in (row, row.full, row.hedge_span, row.counted)]
    assert cut == ["5,000", "At least 5,000 Russian soldiers", "At least", "Russian soldiers"]


def test_modality_of_a_pair_is_shared_over_another():
    rows, _ = find_quantities("He proposed $6 billion in aid and another $1 billion in loans.")
    assert [r.modality for r in rows] == ["proposed", "proposed"]


RESIDUE = [
    ("one senior official", "one", "determiner"),
    ("one of the towns", "one", "idiom"),
    ("no one came", "one", "pronoun"),
    ("under Article 5", "5", "name_part"),
    ("at 10.0.0.1", "10.0.0.1", "identifier"),
    ("call 555-867-5309", "555-867-5309", "identifier"),
    ("won 2-0", "2-0", "score"),
    ("at 10:30", "10:30", "clock"),
    ("in 2015", "2015", "bare_year"),
    ("1. First item", "1", "list_marker"),
    ("1/0", "1/0", "malformed"),
    ("1e400", "1e400", "malformed"),
    ("9" * 60, "9" * 60, "too_long"),
]


@pytest.mark.parametrize(
    ("text", "piece", "reason"), RESIDUE, ids=[r[2] + "-" + r[0][:12] for r in RESIDUE]
)
def test_what_is_no_quantity_is_residue_with_a_reason(text, piece, reason):
    rows, residue = find_quantities(text)
    assert rows == []
    assert (piece, reason) in [(text[r.start : r.end], r.reason) for r in residue]


# Profiles and the machine door.


def test_profiles_share_one_core_and_differ_in_habits():
    text = "One of the best days, 5 March 2022, drew dozens of fans."
    news = [q["kind"] for q in quantities_line({"id": 1, "text": text})["quantities"]]
    benchmark = quantities_line({"id": 1, "text": text}, profile="newsquant")["quantities"]
    assert news == ["date", "other"]
    assert [(q["value"], q["unit"]) for q in benchmark] == [(1, "good day"), ([12, 120], "fan")]


def test_line_echoes_its_id_with_its_type_and_gives_plain_json():
    answer = quantities_line({"id": "a7", "text": "About $3-4 billion went to 12 towns."})
    assert answer["id"] == "a7"
    money, towns = answer["quantities"]
    assert (money["value"], money["low"], money["high"]) == (None, 3_000_000_000, 4_000_000_000)
    assert (money["unit"], money["hedge"], money["hedge_text"]) == ("USD", "range", "About")
    assert (towns["value"], towns["unit"], towns["change"], towns["span"]) == (
        12,
        "town",
        "=",
        [27, 29],
    )


@pytest.mark.parametrize(
    "line",
    [None, [], "x", {}, {"id": 1}, {"text": "5"}, {"id": None, "text": "5"}, {"id": 1, "text": 5}],
)
@pytest.mark.parametrize("profile", PROFILES)
def test_bad_line_is_refused_with_a_named_error(line, profile):
    with pytest.raises(InputError):
        quantities_line(line, profile=profile)


def test_unknown_profile_is_refused():
    with pytest.raises(InputError, match="profile"):
        find_quantities("5", profile="x")
    with pytest.raises(InputError, match="profile"):
        quantities_line({"id": 1, "text": "5"}, profile="x")


def test_benchmark_scores_are_strict_and_one_to_one():
    gold = [
        {
            "text": "He has 5 cars.",
            "quantities": [
                {"value": "5.0", "normalized_unit": "car", "change": "="},
                {"value": "5.0", "normalized_unit": "car", "change": "="},
            ],
        }
    ]
    scores = score_newsquant(gold, resamples=10).set_index("aspect")
    assert list(scores["right"]) == [1, 1, 1]
    assert list(scores["gold"]) == [2, 2, 2]

"""The number grammar on its case list: five groups, kept apart by how they came about."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from helpers.errors import InputError
from helpers.measuring.newsquant import newsquant_line
from helpers.measuring.quantity_cases import (
    GROUPS,
    judged_cases,
    read_quantity_cases,
    score_newsquant,
    score_quantity_cases,
)
from helpers.quantities import find_quantities, quantities_line, read_text

CASES = Path(__file__).parent / "cases" / "quantities"
ASPECTS = ["span", "hedge and bounds", "counted", "unit", "kind"]
#: Scores on the measured group may rise freely; they fall only by an explained change here.
#: 2026-11-29: the phrases are read with the tree now, as articles are, and not by a second grammar
#: that had been fitted to phrases like these: unit fell from 95, kind from 94; real news held.
FLOORS = {"span": 0.985, "hedge and bounds": 0.98, "counted": 0.97, "unit": 0.945, "kind": 0.915}


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
    assert find_quantities(read_text(case.text))[0] == []


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
    ("they expect to send 500 troops", {"kind": "troops", "unit": "troop"}),
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
    (row,), _ = find_quantities(read_text(text))
    assert {k: getattr(row, k) for k in fields} == fields


def test_spans_cut_the_number_the_hedge_and_the_counted_phrase_out_of_the_text():
    text = "At least 5,000 Russian soldiers died."
    (row,), _ = find_quantities(read_text(text))
    cut = [text[s.start : s.end] for s in (row, row.full, row.hedge_span, row.counted)]
    assert cut == ["5,000", "At least 5,000 Russian soldiers", "At least", "Russian soldiers"]


RESIDUE = [
    ("one thing is clear", "one", "determiner"),
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
    rows, residue = find_quantities(read_text(text))
    assert rows == []
    assert (piece, reason) in [(text[r.start : r.end], r.reason) for r in residue]


# Profiles and the machine door.


def test_profiles_share_one_core_and_differ_in_habits():
    text = "One of the best days, 5 March 2022, drew dozens of fans."
    news = [q["kind"] for q in quantities_line({"id": 1, "text": text})["quantities"]]
    benchmark = newsquant_line({"id": 1, "text": text})["quantities"]
    assert news == ["date", "present"]
    assert [(q["value"], q["unit"]) for q in benchmark] == [(1, "good day"), ([12, 120], "fan")]


@pytest.mark.parametrize(
    ("text", "value", "printed"),
    [
        ("The mudslide killed 61³ people.", 61, "61"),
        ("Some 2,\u200b400 goats drowned.", 2400, "2,\u200b400"),
        ("In all 17 boats[4] sank.", 17, "17"),
    ],
)
def test_line_is_read_past_marks_and_spans_are_as_printed(text, value, printed):
    (found,) = quantities_line({"id": 1, "text": text})["quantities"]
    assert (found["value"], found["text"], text[slice(*found["span"])]) == (value, printed, printed)


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
@pytest.mark.parametrize("answer", [quantities_line, newsquant_line])
def test_bad_line_is_refused_with_a_named_error(line, answer):
    with pytest.raises(InputError):
        answer(line)


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


# Kinds of figures that real material broke, each with members of its own: (text, rows as
# (printed, value, hedge, unit, kind)). What is no row must be residue.
BROKEN = [
    ("Losses reached P71.6 million.", [("P71.6 million", 71.6e6, "exact", "PHP", "money")]),
    ("The rail firm owes R13bn.", [("R13bn", 13e9, "exact", "ZAR", "money")]),
    ("He was fined N75,000.", [("N75,000", 75e3, "exact", "NGN", "money")]),
    ("A kilo costs Kshs 240.", [("Kshs 240", 240, "exact", "KES", "money")]),
    ("It earned Tk 900.", [("Tk 900", 900, "exact", "BDT", "money")]),
    ("The lift cost kr 3m.", [("kr 3m", 3e6, "exact", "kr", "money")]),
    ("They left on the R61 and the N2.", []),
    ("Debt is W33.8 million.", []),
    ("Sales were $44 mil.", [("$44 mil", 44e6, "exact", "USD", "money")]),
    ("The levy made Rs 70 crs.", [("Rs 70 crs", 7e8, "exact", "INR", "money")]),
    ("Some 6 lac voters stayed home.", [("6 lac", 6e5, "approximate", "voter", "present")]),
    ("The grant is 35 MUSD.", [("35 MUSD", 35e6, "exact", "USD", "money")]),
    ("The loan is 8 M€.", [("8 M€", 8e6, "exact", "EUR", "money")]),
    ("Rain came to 20 mm.", [("20", 20, "exact", "mm", "distance")]),
    ("It raised £7.2 milion.", []),
    ("Sixthousand sheep died, and thirtythousand goats.", []),
    ("Some 47 219 people came.", [("47 219", 47219, "approximate", "person", "people")]),
    ("It paid 2 610 331,75 euros.", [("2 610 331,75", 2610331.75, "exact", "EUR", "money")]),
    ("On page 31 250 homes are listed.", [("250", 250, "exact", "home", "homes")]),
    ("The flat cost 95.000 euros.", [("95.000", 95000, "exact", "EUR", "money")]),
    ("About 7.400 people fled.", [("7.400", 7400, "approximate", "person", "displaced")]),
    ("Cerca de 8.250 personas siguen sin luz tras la tormenta.", []),
    ("The ratio is 0.66 to 1.", []),
    ("They outnumber us five to one.", []),
    ("They fell from 3 to 1.",
     [("3", 3, "exact", None, "other"), ("1", 1, "exact", None, "other")]),
    ("Revenue dropped $4 million to $6 million.",
     [("$4 million", 4e6, "exact", "USD", "money"), ("$6 million", 6e6, "exact", "USD", "money")]),
    ("It saw 61 births for every 1,000 women.", [("61", 61, "exact", "birth/1,000 women", "rate")]),
    ("Deaths per 100,000 fell.", []),
    ("Some 8 of 10 wells are dry.", [("8 of 10", 0.8, "approximate", "1", "percent")]),
    ("A tremor of magnitude 5.4 killed 2 people.",
     [("5.4", 5.4, "exact", "magnitude", "other"), ("2", 2, "exact", "person", "killed")]),
    ("Prices have slid since at least 1987.", []),
    ("The delays add up to one of the worst years.", []),
    ("At least one of the men died.", [("one", 1, "at_least", "man", "killed")]),
    ("A crew of 14 was killed.", [("14", 14, "exact", "person", "killed")]),
    ("A father of four was killed.", [("four", 4, "exact", "person", "people")]),
    ("A boy of nine was killed.", [("nine", 9, "exact", "year", "age")]),
    ("The toll crossed 700.", [("700", 700, "more_than", "person", "killed")]),
    ("The toll will top 700.", [("700", 700, "more_than", "person", "killed")]),
    ("The toll is nearing 700.", [("700", 700, "nearly", "person", "killed")]),
    ("The march crossed 3 bridges.", [("3", 3, "exact", "bridge", "other")]),
    ("It fell in the past 48 hours.", [("48", 48, "exact", "hour", "duration")]),
    ("“Perhaps 60.”", [("60", 60, "approximate", None, "other")]),
    ("“Roughly 60,” she said.", [("60", 60, "approximate", None, "other")]),
    ("They met at 8.15 on Monday.", []),
    ("Gold closed at 8.15 on Monday.", [("8.15", 8.15, "exact", None, "other")]),
    ("They lost four thousand, two hundred goats.",
     [("four thousand, two hundred", 4200, "exact", "goat", "other")]),
    ("It holds 2 million three hundred and one thousand files.",
     [("2 million three hundred and one thousand", 2301000, "exact", "file", "other")]),
    ("The odds are fifty-fifty.", []),
    ("Chapter nine opens here.", []),
    ("The camp has 9, 000 tents.", [("9, 000", 9000, "exact", "tent", "other")]),
    ("On June 4 and 5 they met.",
     [("June 4", None, "exact", None, "date"), ("5", None, "exact", None, "date")]),
    ("It ill-treated 3,100 hens, and 1420 were dead.",
     [("3,100", 3100, "exact", "hen", "other"), ("1420", 1420, "exact", "person", "killed")]),
    ("Growth was (4.5) percent.", [("4.5", 4.5, "exact", "%", "percent")]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "wanted"), BROKEN, ids=[t for t, _ in BROKEN])
def test_figure_is_read_whole_or_left(text, wanted):
    rows, residue = find_quantities(read_text(text))
    found = [(text[r.start : r.end], r.value, r.hedge, r.unit, r.kind) for r in rows]
    assert [row[:1] + row[2:] for row in found] == [row[:1] + row[2:] for row in wanted]
    assert [row[1] for row in found] == [
        v if v is None else pytest.approx(v) for v in (row[1] for row in wanted)
    ]
    assert wanted or residue


def test_time_of_number_words_grows_with_the_text():
    # A number in words looks ahead for its scale: a bounded look, however long the chain.
    texts = ["one million and two hundred thousand and " * n for n in (200, 2000)]
    assert [len(find_quantities(read_text(t))[0]) for t in texts] == [200, 2000]

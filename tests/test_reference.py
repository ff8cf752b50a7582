"""The published record: checked as a whole, mapped by data, and shown with every caveat."""

from __future__ import annotations

import csv
import shutil

import pandas as pd
import pytest
from stated_tables import DATA, gold_tables, stated

from helpers.errors import InputError, SchemaError
from helpers.loading import load_article
from helpers.schema import ESTIMATE_KINDS, HEDGES, NAMINGS, POPULATIONS, SOURCE_TYPES
from helpers.studies.estimates import estimates_of
from helpers.studies.reference import beside_record, load_reference, possible_sums
from helpers.studies.reference.mapping import FLAGS
from helpers.studies.reference.record_files import COLUMNS
from helpers.tables import tables_of

FOLDER = DATA / "reference"


@pytest.fixture(scope="module")
def record():
    return load_reference(FOLDER)


@pytest.fixture(scope="module", params=["typed", "read"])
def first(request):
    """The article as typed by reading, and as the pipeline reads it: both must give the same."""
    slug = "moscow-times-2022-03-29"
    if request.param == "typed":
        return gold_tables(slug)
    return tables_of(load_article(DATA / "articles" / f"{slug}.txt"))


@pytest.fixture(scope="module")
def beside(record, first):
    return beside_record(estimates_of(first), first.sources, record)


@pytest.fixture
def folder(tmp_path):
    copy = tmp_path / "reference"
    shutil.copytree(FOLDER, copy)
    return copy


def rewrite(folder, changes: dict[int, dict[str, str]]):
    """Change cells by line number: the header is line 1."""
    path = folder / "reference_estimates.csv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    for line, cells in changes.items():
        rows[line - 2].update(cells)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


# --- the record as committed ------------------------------------------------------------------


def test_the_record_loads_whole(record):
    assert len(record.rows) == 207
    assert record.rows["metric"].nunique() == 19
    assert record.rows["reference_id"].is_unique
    assert record.rows["line"].tolist() == list(range(2, 209))


@pytest.mark.parametrize(
    ("column", "words"),
    [
        ("kind", ESTIMATE_KINDS),
        ("hedge", HEDGES),
        ("population", POPULATIONS),
        ("source_type", SOURCE_TYPES),
        ("naming", NAMINGS),
    ],
)
def test_every_row_speaks_the_words_of_the_tables(record, column, words):
    assert set(record.rows[column]) <= set(words)


def test_every_reporter_is_known_by_side_and_voice(record):
    with (FOLDER / "reporters.csv").open(encoding="utf-8", newline="") as file:
        known = {row["reporter"] for row in csv.DictReader(file)}
    assert set(record.rows["reporter"]) == known


def test_flags_are_closed_words(record):
    found = record.rows["flags"].str.split("|").explode().dropna()
    assert set(found) <= set(FLAGS)


def test_codebook_names_every_column_and_flag():
    text = (FOLDER / "README.md").read_text("utf-8")
    assert all(f"`{column}`" in text for column in COLUMNS)
    assert all(f"`{flag}`" in text for flag in FLAGS)


def test_every_caveat_in_capitals_is_a_flag(record):
    rows = record.rows
    for phrase, flag in (("CONFLICT", "conflict"), ("NOT INDEPENDENT", "not_independent")):
        said = rows["caveat"].fillna("").str.contains(phrase, regex=False)
        flagged = rows["flags"].fillna("").str.split("|").map(lambda flags, f=flag: f in flags)
        assert said.tolist() == flagged.tolist()
        assert said.any()


# --- bad rows ---------------------------------------------------------------------------------

BAD = {
    3: ({"reporter": ""}, "line 3: reporter is missing"),
    10: ({"as_of": "2022-02-30"}, "line 10: as_of '2022-02-30' is not a date"),
    11: ({"published": "yesterday"}, "line 11: published 'yesterday' is not a date"),
    20: ({"value": "about 300"}, "line 20: value 'about 300' is not a number"),
    21: ({"value": "1,207"}, "line 21: value '1,207' is not a number"),
    30: ({"low": "9", "high": "5"}, "line 30: low 9 is above high 5"),
    31: ({"value": "7", "low": "1", "high": "5"}, "line 31: value 7 is outside"),
    40: ({"value": ""}, "line 40: value, low and high are all missing"),
    41: ({"metric": "aliens"}, "line 41: metric 'aliens' is not in words.csv"),
    42: ({"hedge": "roughly"}, "line 42: hedge 'roughly' is not in words.csv"),
    43: ({"value": "-5"}, "line 43: value -5 is below zero"),
    50: ({"published": "2022-01-01"}, "line 50: published 2022-01-01 is before as_of"),
    51: ({"source_url": "see page 4"}, "line 51: source_url 'see page 4' is not an address"),
    52: ({"value": "nan"}, "line 52: value 'nan' is not a number"),
}


def test_all_bad_rows_are_listed_at_once_and_nothing_is_loaded(folder):
    rewrite(folder, {line: cells for line, (cells, _) in BAD.items()})
    with pytest.raises(SchemaError) as caught:
        load_reference(folder)
    listed = str(caught.value).splitlines()
    assert len(listed) == len(BAD)
    for line, (_, expected) in zip(listed, BAD.values(), strict=True):
        assert line.startswith(f"reference_estimates.csv, {expected}"), line


def test_a_row_that_is_there_twice_is_named_with_both_lines(folder):
    path = folder / "reference_estimates.csv"
    lines = path.read_text("utf-8").splitlines(keepends=True)
    path.write_text("".join([*lines, lines[4]]), "utf-8")
    with pytest.raises(SchemaError, match="line 209: the same as line 5"):
        load_reference(folder)


def test_line_numbers_count_the_lines_inside_quoted_cells(folder):
    rewrite(folder, {5: {"caveat": "one\ntwo\nthree"}, 10: {"reporter": ""}})
    with pytest.raises(SchemaError, match="line 12: reporter is missing"):
        load_reference(folder)


def test_a_row_with_too_many_cells_is_named(folder):
    path = folder / "reference_estimates.csv"
    lines = path.read_text("utf-8").splitlines(keepends=True)
    lines[8] = lines[8].rstrip("\n") + ",more\n"
    path.write_text("".join(lines), "utf-8")
    with pytest.raises(SchemaError, match="line 9: not 16 fields"):
        load_reference(folder)


@pytest.mark.parametrize(
    ("name", "content", "error", "message"),
    [
        ("reference_estimates.csv", "a,b\n1,2\n", SchemaError, "line 1: the columns are a, b"),
        ("reference_estimates.csv", "", SchemaError, "line 1: the columns are missing"),
        ("reference_estimates.csv", None, InputError, "does not exist"),
        ("words.csv", None, InputError, "does not exist"),
        ("words.csv", "column,word\n", SchemaError, "wanted the columns"),
        (
            "words.csv",
            "column,word,becomes,value,why\nmetric,x,kind,slain,\n",
            SchemaError,
            "line 2: kind 'slain' is not a word of the tables",
        ),
        (
            "words.csv",
            "column,word,becomes,value,why\nmetric,x,kind,killed,\n",
            SchemaError,
            "metric 'x' lacks population, stock_or_flow",
        ),
    ],
    ids=lambda value: None,
)
def test_bad_files_say_what_was_found(folder, name, content, error, message):
    if content is None:
        (folder / name).unlink()
    else:
        (folder / name).write_text(content, "utf-8")
    with pytest.raises(error, match=message):
        load_reference(folder)


def test_bytes_that_are_no_utf8_are_refused(folder):
    (folder / "reference_estimates.csv").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(InputError, match="cannot be read as UTF-8"):
        load_reference(folder)


# --- mapping: what was said, and no more --------------------------------------------------------


def test_verified_count_is_a_method_and_bounds_from_below(record):
    verified = record.rows[record.rows["method"] == "verified_count"]
    assert len(verified) == 81
    assert set(verified["hedge"]) == {"at_least"}
    assert verified["low"].equals(verified["value"])
    assert verified["high"].isna().all()


def test_a_computed_middle_is_left_out(record):
    rows = record.rows
    ranges = rows[(rows["low"] < rows["high"]).fillna(False)]
    middle = (ranges["low"] + ranges["high"]) / 2
    assert not (ranges["value"] == middle).fillna(False).any()
    assert set(ranges[ranges["value"].isna()]["hedge"]) == {"range"}


def test_could_exceed_is_no_ceiling(record):
    row = record.rows.query("metric == 'mariupol_deaths' and as_of == '2022-04-11'").iloc[0]
    assert (row["low"], row["hedge"]) == (10_000, "more_than")
    assert pd.isna(row["high"])


def test_both_mayors_are_local_officials_on_different_sides(record):
    deaths = record.rows[record.rows["metric"] == "mariupol_deaths"]
    mayors = deaths[deaths["source_type"] == "local_government"].groupby("side")["voice"].unique()
    assert set(mayors.index) == {"Ukraine", "Russia"}
    assert mayors["Russia"].tolist() == ["Russian-installed mayor of Mariupol"]
    assert "Russian-installed mayor of Mariupol" not in mayors["Ukraine"]


def test_displacement_breaks_its_method_on_16_march(record):
    (gap,) = record.breaks.to_dict("records")
    assert (gap["metric"], gap["day"]) == ("internally_displaced", "2022-03-16")


def test_consumers_without_power_are_no_homes(record):
    rows = record.rows.set_index("metric")
    assert set(rows.loc["consumers_without_power", "kind"]) == {"affected"}
    assert rows.loc["homes_without_power", "kind"] == "homes"


# --- beside the article -------------------------------------------------------------------------


def rows_beside(beside, claim, reporter=None):
    found = beside[beside["claim"].str.contains(claim, regex=False)]
    if reporter:
        found = found[found["reporter"].str.contains(reporter, regex=False)]
    return found.to_dict("records")


def test_nothing_rules_true_or_false(beside):
    told = beside[["record", "method", "flags", "differs", "link"]].fillna("")
    text = " ".join(told.agg(" ".join, axis=1)).casefold()
    for word in ("true or", "false", "correct", "wrong", "accurate", "inaccurate", "refuted"):
        assert word not in text
    assert set(beside["relation"]) <= {"same", "part", "whole"}
    assert set(beside["ranges"]) == {"meet", "apart"}


def test_burials_are_shown_beside_deaths_and_the_link_is_not_stated(beside):
    (row,) = rows_beside(beside, "5,000 people", "Lomakina")
    assert row["claimed_by"] == "one senior Ukrainian official"
    assert row["record"] == "at least 5,000, perhaps 10,000"
    assert "counts burials, not deaths" in row["flags"]
    assert "CONFLICT" in row["flags"]
    assert "counts the buried; the article counts the dead" in row["differs"]
    assert row["link"].startswith("possible, not stated: Tetyana Lomakina speaks in the article")
    assert "spelled Tetiana Lomakina" in row["link"]
    # The article states no ceiling: its 5,000 are held against both ends of the record's range.
    assert (row["ratio_low"], row["ratio_high"]) == (0.5, 1.0)
    assert beside["link"].notna().sum() == 1


def test_homes_without_power_have_only_the_articles_own_wire_behind_them(beside):
    (row,) = rows_beside(beside, "80,000 homes")
    assert row["independent"] is False
    assert "NOT INDEPENDENT" in row["flags"]
    assert "the same wire as the article" in row["differs"]


def test_conflicts_show_as_such(beside):
    trapped = rows_beside(beside, "160,000", "Ivashchenko")
    assert "CONFLICT" in trapped[0]["flags"]
    assert "installed by the other side" in trapped[0]["flags"]
    assert trapped[0]["side"] == "Russia"


def test_verified_civilians_are_a_floor_and_a_part(beside):
    (row,) = rows_beside(beside, "20,000 people", "OHCHR")
    assert row["relation"] == "part"
    assert row["method"] == "verified_count"
    assert "the record counts a part: civilians" in row["differs"]
    assert "verified cases only: a floor" in row["flags"]
    assert row["ranges"] == "meet"


def test_the_displaced_stand_beside_the_total_and_then_its_parts(beside):
    found = rows_beside(beside, "more than 10 million")
    relations = [row["relation"] for row in found]
    assert relations == sorted(relations, key=["same", "part"].index)
    assert {"same", "part"} == set(relations)
    inside = [row for row in found if row["metric"] == "internally_displaced"]
    assert any("after the break of method on 2022-03-16" in row["differs"] for row in inside)
    refugees = [row for row in found if row["metric"] == "refugees_abroad"]
    assert all("border crossings, not people abroad" in row["flags"] for row in refugees)


def test_a_row_before_the_break_says_so(record):
    tables = stated({"text": "2 million", "value": "2000000", "hedge": "approximate",
                     "kind": "displaced", "place": "Ukraine", "as_of": "2022-03-12"})  # fmt: skip
    found = beside_record(estimates_of(tables), tables.sources, record)
    early = found[(found["metric"] == "internally_displaced") & (found["as_of"] < "2022-03-16")]
    assert early["differs"].str.contains("before the break of method").all()
    assert len(early)


def test_who_when_and_how_far_apart_are_said(beside):
    (row,) = rows_beside(beside, "450,000", "Foreign Affairs")
    assert "the same reporter" in row["differs"]
    assert row["ratio_low"] == 1
    (row,) = rows_beside(beside, "450,000", "Boichenko")
    assert row["ranges"] == "apart"
    assert "33 days earlier" in row["differs"]


def test_two_spellings_of_a_ministry_are_one_reporter(beside):
    (row,) = rows_beside(beside, "1,000 mercenaries")
    assert "the same reporter" in row["differs"]
    assert "a forecast, not a count" in row["flags"]


def test_sums_of_money_are_compared_with_like_sums(beside):
    assert {row["metric"] for row in rows_beside(beside, "$6.9 billion")} == {"us_aid_request_usd"}
    (row,) = rows_beside(beside, "$1 billion")
    assert "CONFLICT" in row["flags"]


def test_nearest_in_time_and_no_more_than_asked(record, first, beside):
    assert beside["days"].abs()[beside["claim"] != "450,000 people"].max() <= 14
    assert beside.groupby("estimate_id").size().max() <= 6
    few = beside_record(estimates_of(first), first.sources, record, limit=1)
    assert few.groupby("estimate_id").size().max() == 1


def test_an_article_about_something_else_has_nothing_beside_it(record):
    tables = stated({"text": "12", "value": "12", "low": "12", "high": "12", "place": "Hollin",
                     "as_of": "2031-05-06"})  # fmt: skip
    found = beside_record(estimates_of(tables), tables.sources, record)
    assert found.empty
    assert next(iter(found.columns)) == "estimate_id"
    assert possible_sums(estimates_of(tables), record).empty


# --- possible sums ------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def sums(record, first):
    return possible_sums(estimates_of(first), record)


def test_ten_million_may_be_those_abroad_and_those_inside(sums):
    found = sums[sums["claim"] == "more than 10 million"].to_dict("records")
    reading = next(r for r in found if r["reading"] == "about 6,480,000 + more than 3,866,000")
    assert reading["sum"] == 10_346_000
    assert reading["basis"] == "standing"
    assert reading["days_apart"] == 11
    assert reading["known_then"] is True


def test_every_sum_is_labelled_as_a_possible_reading(sums):
    assert sums["label"].str.startswith("possible reading").all()


def test_parts_of_one_metric_are_never_added(sums):
    assert (sums["one_metric"] != sums["other_metric"]).all()


def test_readings_published_after_the_article_come_last_and_say_so(sums):
    for _, readings in sums.groupby("estimate_id"):
        known = readings["known_then"].tolist()
        assert known == sorted(known, reverse=True)


def test_same_day_means_within_three_days(sums):
    assert sums[sums["basis"] == "same_day"]["days_apart"].max() <= 3


def test_sums_lie_within_the_bounds_of_the_claim(sums):
    ten = sums[sums["claim"] == "more than 10 million"]
    assert ten["sum"].between(10_000_000, 25_000_000).all()
    twenty = sums[sums["claim"] == "an estimated 20,000 people"]
    assert twenty["sum"].between(15_000, 25_000).all()


def test_no_sum_ever_becomes_an_estimate(first, sums):
    figures = set(estimates_of(first)[["low", "best", "high"]].stack().dropna())
    assert not figures & set(sums["sum"])

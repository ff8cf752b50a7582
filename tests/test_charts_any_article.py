"""Any article: what is measured gets a panel, what belongs together one row, the rest is told."""

from __future__ import annotations

import re
from pathlib import Path

import pandas as pd
import pytest
from sample_tables import Figure, empty_tables, sample_tables

from helpers import load_article, tables_of
from helpers.views.charts import estimate_marks, estimates_alt, panels_of, plot_estimates
from helpers.views.charts.chosen_marks import choose, disputes_told, notes_of
from helpers.views.charts.pairs import pairs_of

NEWS = sorted((Path(__file__).parent / "news").glob("*.txt"))


def figure(number, kind, unit, **more):
    text = f"{number:,}" if isinstance(number, int) else str(number)
    known = {"value": number, "low": number, "high": number, "counted": None, "place": None}
    return Figure(text, text, kind, unit=unit, **known | more)


def chosen_of(*figures, most=14, by="kind"):
    return choose(estimate_marks(sample_tables(figures, plain_claims=())), max_rows=most, by=by)


@pytest.fixture(scope="module", params=NEWS, ids=lambda path: path.stem)
def news(request):
    return tables_of(load_article(request.param))


# --- five reports of other beats ------------------------------------------------------------


def test_no_chart_of_an_article_with_figures_is_empty(news):
    ax = plot_estimates(news)
    assert panels_of(ax)
    assert not [t for t in ax.texts if t.get_gid() == "no-data"]


def test_every_number_is_drawn_or_told_as_left_out(news):
    marks = estimate_marks(news)
    chosen = choose(marks, max_rows=14)
    assert 1 <= len(chosen.lines) <= 14
    drawn = {key for line in chosen.lines for key in line.keys}
    told = sum(chosen.left_out.values()) + sum(chosen.apart.values()) + len(chosen.unmarked)
    assert len(drawn) + told == len(marks)
    notes = " ".join(notes_of(chosen))
    if chosen.left_out:
        assert f"{sum(chosen.left_out.values())} more in the table: " in notes
    assert notes in plot_estimates(news).alt


def test_a_figure_of_the_headline_is_always_drawn(news):
    chosen = choose(estimate_marks(news), max_rows=14)
    drawn = {key for line in chosen.lines for key in line.keys}
    headline = estimate_marks(news).query("zone == 'headline' and shape != 'none'")
    assert set(headline["number_id"]) <= drawn


def test_the_joined_frame_draws_the_same_marks(news):
    pd.testing.assert_frame_equal(estimate_marks(news.joined()), estimate_marks(news))
    assert panels_of(plot_estimates(news.joined())).keys() == panels_of(plot_estimates(news)).keys()


# --- panels ----------------------------------------------------------------------------------


def test_each_measure_has_a_panel_and_a_unit_of_its_own():
    chosen = chosen_of(
        figure(12, "other", "engine", counted="fire engines"),
        figure(35, "percent", "%", source="mayor"),
        figure(125, "rate", "EUR/month", source="mayor"),
        figure(7, "killed", "person", counted="people"),
        figure(24_000_000, "money", "USD"),
        figure(300_000, "money", "BDT"),
        figure(0.5, "percent", "percentage point"),
    )
    assert list(chosen.panels) == [
        "people", "money BDT", "money USD", "percent", "percent points", "rate EUR/month", "other",
    ]  # fmt: skip


def test_times_and_ages_stand_apart_unless_nothing_else_is_measured():
    times = (figure(9, "duration", "year"), figure(58, "age", "year"), figure(4, "duration", "day"))
    with_people = chosen_of(*times, figure(7, "killed", "person"))
    assert list(with_people.panels) == ["people"]
    assert "Not drawn, but in the table: 2 durations and 1 age." in notes_of(with_people)
    alone = chosen_of(*times)
    assert list(alone.panels) == ["duration day", "duration year", "age year"]


def test_a_share_is_named_by_the_words_around_it():
    (row,) = estimate_marks(sample_tables((figure(35, "percent", "%", source="mayor"),))).to_dict(
        "records"
    )
    assert row["label"].startswith("“")
    assert "35" in row["label"]
    assert row["shown"] == "35%"


def test_an_article_without_figures_says_so():
    ax = plot_estimates(empty_tables())
    assert [t.get_text() for t in ax.texts if t.get_gid() == "no-data"]


# --- one thing, several voices -----------------------------------------------------------------


def test_two_sources_on_one_thing_stand_in_one_group_and_the_subtitle_tells_it():
    figures = (
        figure(43, "killed", "person", source="officials", place="Hollin"),
        figure(112, "killed", "person", source="aid", place="Hollin"),
        figure(5, "injured", "person", source="aid", place="Hollin"),
    )
    chosen = chosen_of(*figures)
    first, second = chosen.panels["people"]
    assert [line.mark["reporter"] for line in first.lines] == ["officials", "Open Hands"]
    assert len(second.lines) == 1
    told = disputes_told(chosen)
    assert told == "Reports differ on killed, Hollin (officials 43; Open Hands 112)."
    subtitle = " ".join(
        t.get_text() for t in plot_estimates(sample_tables(figures)).texts
        if t.get_gid() == "subtitle"
    )  # fmt: skip
    assert told in subtitle


@pytest.mark.parametrize(
    "other",
    [
        figure(43, "killed", "person", source="aid", place="Hollin"),
        figure(112, "killed", "person", source="officials", place="Hollin"),
        figure(112, "killed", "person", source="aid", place="Norland"),
        figure(112, "killed", "person", place="Hollin"),
        figure(4000, "killed", "person", source="aid"),
    ],
    ids=["same figure", "same reporter", "another place", "nobody", "no place, another size"],
)
def test_what_is_no_disagreement_is_not_called_one(other):
    first = figure(43, "killed", "person", source="officials", place="Hollin")
    assert disputes_told(chosen_of(first, other)) == ""


def test_a_toll_without_a_place_stands_with_the_only_other_toll():
    chosen = chosen_of(
        figure(43, "killed", "person", source="officials", place="Hollin"),
        figure(112, "killed", "person", source="aid"),
    )
    (group,) = chosen.panels["people"]
    assert group.disputed


def test_what_one_reporter_repeats_is_one_row():
    same = figure(43, "killed", "person", source="officials", place="Hollin")
    (line,) = chosen_of(same, same).lines
    assert len(line.keys) == 2
    assert "· 2×" in estimates_alt(sample_tables((same, same)))


def test_disputed_and_reported_figures_stay_before_the_articles_own():
    own = [figure(n, "injured", "person", place=f"Town {n}") for n in range(2, 12)]
    disputed = [
        figure(43, "killed", "person", source="officials", place="Hollin"),
        figure(112, "killed", "person", source="aid", place="Hollin"),
    ]
    chosen = chosen_of(*own, *disputed, most=3)
    reporters = [line.mark["reporter"] for line in chosen.lines]
    assert {"officials", "Open Hands"} < set(reporters)
    assert len(reporters) == 3
    assert chosen.left_out == {"people": 9}


def test_background_figures_are_set_apart_under_a_heading():
    tables = sample_tables(
        (figure(390, "killed", "person", as_of="2018-01-01"), figure(7, "killed", "person"))
    )
    tables.numbers.loc[0, "background"] = True
    ax = plot_estimates(tables)
    assert [t.get_text() for t in ax.texts if t.get_gid() == "background"] == [
        "Of another time or scene"
    ]
    chosen = choose(estimate_marks(tables), max_rows=14)
    assert [line.mark["value"] for line in chosen.lines] == [7, 390]
    assert "1 January 2018" in " ".join(t.get_text() for t in ax.texts)


# --- numbers that belong to another --------------------------------------------------------------


def joined(sentence, *numbers):
    """A joined frame of one sentence; each number is (text, kind, unit, trend)."""
    rows, at = [], 0
    for number, kind, unit, trend in numbers:
        at = sentence.index(number, at)
        value = float(re.sub(r"[^0-9.]", "", number))
        rows.append(
            {
                "number_id": number, "start": at, "end": at + len(number), "sentence": sentence,
                "sentence_start": 0, "kind": kind, "unit": unit, "trend": trend,
                "value": value, "low": value, "high": value,
            }
        )  # fmt: skip
        at += len(number)
    return pd.DataFrame(rows)


PERSON, CHILD = ("person", "none"), ("child", "none")


@pytest.mark.parametrize(
    ("sentence", "numbers", "expected"),
    [
        ("It killed 54 people, including 19 children.",
         [("54", "killed", *PERSON), ("19", "killed", *CHILD)], {"19": ("54", "part")}),
        ("Floods displaced 900 families, 140 of them twice.",
         [("900", "displaced", *PERSON), ("140", "displaced", *PERSON)], {"140": ("900", "part")}),
        ("He was guilty on 16 of 19 counts.",
         [("16", "other", "count", "none"), ("19", "other", "count", "none")],
         {"16": ("19", "part")}),
        ("Turnout rose to 61% in May from 54% in March.",
         [("61%", "percent", "%", "up"), ("54%", "percent", "%", "none")],
         {"54%": ("61%", "before")}),
        ("Arrivals rose 8% to 61 thousand.",
         [("8%", "percent", "%", "up"), ("61", "people", *PERSON)], {"8%": ("61", "change")}),
        ("The fire killed 54 people and injured 19.",
         [("54", "killed", *PERSON), ("19", "injured", *PERSON)], {}),
        ("It needs $27 million, and 19 towns wait.",
         [("27", "money", "USD", "none"), ("19", "other", "town", "none")], {}),
        ("Sales fell 4% while costs rose 6%.",
         [("4%", "percent", "%", "down"), ("6%", "percent", "%", "up")], {}),
    ],
)  # fmt: skip
def test_the_words_between_two_figures_say_what_belongs_to_what(sentence, numbers, expected):
    assert pairs_of(joined(sentence, *numbers)) == expected


def test_a_set_title_is_drawn_in_the_chart():
    ax = plot_estimates(sample_tables())
    before = len(panels_of(ax))
    ax.set_title("My own words")
    assert ax.get_title() == "My own words"
    assert [t.get_text() for t in ax.texts if t.get_gid() == "title"] == ["My own words"]
    assert len(panels_of(ax)) == before

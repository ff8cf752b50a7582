"""The joined view and the tables for eyes: everything about a number in one row, and readable."""

from __future__ import annotations

import datetime as dt

import pandas as pd
import pytest
from sample_tables import AWKWARD, FIGURES, Figure, empty_tables, sample_tables

from helpers.errors import InputError
from helpers.tables.joined import NOBODY, OWN_VOICE
from helpers.tables.shown import cell_text


def test_every_number_has_one_row_with_its_claim_and_reporter():
    tables = sample_tables()
    joined = tables.joined()
    assert list(joined["number_id"]) == list(tables.numbers["number_id"])
    names = dict(zip(tables.sources["source_id"], tables.sources["name"], strict=True))
    claims = tables.claims.set_index("claim_id")["text"]
    for row in joined.to_dict("records"):
        if pd.isna(row["source_id"]):
            assert pd.isna(row["reporter"])
            assert not row["named"]
        else:
            assert row["reporter"] == names[row["source_id"]]
        assert row["claim"] == claims[row["claim_id"]]
        assert row["text"] in row["sentence"]


def test_values_are_numbers_dates_are_dates_and_lists_are_lists():
    figure = Figure(
        "12 people", "12", "killed", "exact", 12, 12, 12, source="mayor", place="Hollin|Norland",
        as_of="2031-05-06",
    )  # fmt: skip
    (row,) = sample_tables((figure,)).joined().to_dict("records")
    joined = sample_tables((figure,)).joined()
    assert joined["value"].dtype == "Float64"
    assert joined["as_of"].dt.year.tolist() == [2031]
    assert row["places"] == ["Hollin", "Norland"]
    assert row["reporter_aliases"] == []
    assert (row["reporter_role"], row["reporter_type"]) == ("mayor of Hollin", "local_government")
    assert row["named"]


def test_who_says_which_sort_of_nobody():
    tables = sample_tables((FIGURES[0],))
    assert tables.joined()["who"].tolist() == [OWN_VOICE]
    tables.claims["form"] = "indirect"
    assert tables.joined()["who"].tolist() == [NOBODY]
    tables.claims["source_text"] = "he"
    assert tables.joined()["who"].tolist() == ["(unidentified: he)"]


def test_an_article_without_numbers_joins_to_no_rows_of_the_same_columns():
    assert list(empty_tables().joined().columns) == list(sample_tables().joined().columns)
    assert empty_tables().joined().empty


def test_tables_for_eyes_hold_whole_words_and_no_ids():
    tables = sample_tables()
    shown = tables.show("numbers")
    assert "as printed" in shown.rows
    assert not any(column.endswith("id") for column in shown.rows)
    assert tables.article.article_id not in shown._repr_html_()
    longest = max(tables.joined()["sentence"], key=len)
    assert longest in set(shown.rows["sentence"])
    assert "12,000" in set(shown.rows["value"])
    assert "<NA>" not in shown._repr_html_()
    assert "NaN" not in repr(shown)


def test_hostile_text_is_escaped_and_two_dollars_stay_dollars():
    page = sample_tables(AWKWARD).show()._repr_html_()
    assert "<i>" not in page
    assert "&lt;i&gt;" in page
    assert "mathjax_ignore" in page
    assert "$6.9 and $7" in page
    assert "mathjax_ignore" in sample_tables(AWKWARD)._repr_html_()


@pytest.mark.parametrize("name", ["articles", "passages", "sources", "claims", "residue"])
def test_every_table_can_be_shown(name):
    for tables in (sample_tables(), empty_tables()):
        assert "<table" in tables.show(name)._repr_html_()
        assert repr(tables.show(name))


def test_an_unknown_table_is_refused_by_name():
    with pytest.raises(InputError, match=r"'nombers'.*numbers"):
        sample_tables().show("nombers")


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (6_900_000_000.0, "6,900,000,000"), (0.05, "0.05"), (None, ""), (pd.NaT, ""),
        (dt.date(2031, 5, 6), "2031-05-06"), (["a", "b"], "a, b"), (False, "no"), ("a\n b", "a b"),
    ],
)  # fmt: skip
def test_cells_read_as_people_write(value, shown):
    assert cell_text(value) == shown

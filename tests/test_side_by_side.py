"""The same thing by every voice, side by side: what is one thing, and whether all can hold."""

from __future__ import annotations

import pandas as pd
import pytest
from sample_tables import Figure, empty_tables, sample_tables

from helpers import compare_voices, show_rows


def killed(number, source=None, place="Hollin", hedge="exact", **more):
    known = {"value": number, "low": number, "high": number} | more
    return Figure(f"{number} people", f"{number}", "killed", hedge, source=source, place=place,
                  **known)  # fmt: skip


def compared(*figures):
    return compare_voices(sample_tables(figures, plain_claims=()))


@pytest.mark.parametrize(
    ("figures", "voices", "verdict"),
    [
        ((killed(43, "officials"), killed(112, "aid")), 2, "cannot all hold"),
        ((killed(43, "officials", hedge="at_least", high=None), killed(112, "aid")), 2,
         "can all hold"),
        ((killed(43, "officials"), killed(43, "aid")), 2, "can all hold"),
        ((killed(43, "officials"), killed(44, "officials")), 1, "one voice"),
        ((killed(43, "officials"), killed(43)), 2, "can all hold"),
    ],
)  # fmt: skip
def test_voices_on_one_thing_are_one_row_with_a_verdict(figures, voices, verdict):
    (row,) = compared(*figures).to_dict("records")
    assert (row["voices"], row["verdict"]) == (voices, verdict)
    assert (row["lowest"], row["highest"]) == (
        min(f.value for f in figures), max(f.value for f in figures)
    )  # fmt: skip


def test_each_voice_is_told_in_its_own_words():
    (row,) = compared(killed(43, "officials"), killed(112, "aid")).to_dict("records")
    assert row["told"] == "officials: “43 people”; Open Hands: “112 people”"


def test_other_places_and_kinds_are_other_things_and_most_voices_come_first():
    rows = compared(killed(7, "un", "Norland"), killed(43, "officials"), killed(112, "aid"))
    assert rows["place"].tolist() == ["Hollin", "Norland"]
    assert rows["voices"].tolist() == [2, 1]


def test_denied_figures_background_and_money_are_left_out():
    tables = sample_tables(
        (killed(43, "officials"), killed(9, "aid", "Norland", polarity="denies"),
         killed(390, "aid", "Eastbank"),
         Figure("$5", "$5", "money", value=5, low=5, high=5, unit="USD")),
        plain_claims=(),
    )  # fmt: skip
    tables.numbers.loc[2, "background"] = True
    assert compare_voices(tables)["place"].tolist() == ["Hollin"]


def test_a_word_without_a_figure_has_no_ends():
    (row,) = compared(
        Figure("dozens", "dozens", "killed", "vague", source="aid"),
        Figure("scores", "scores", "killed", "vague", source="officials"),
    ).to_dict("records")
    assert pd.isna(row["lowest"])
    assert row["verdict"] == "can all hold"


def test_an_article_without_counts_gives_an_empty_table():
    assert compare_voices(empty_tables()).empty
    assert list(compare_voices(empty_tables())) == list(compared(killed(1)))


def test_any_rows_can_be_shown_in_full():
    rows = pd.DataFrame({"told": ["word " * 60], "n": [1234567.0], "nothing": [None]})
    shown = show_rows(rows, "row")
    assert shown.rows.loc[0].tolist() == [("word " * 60).strip(), "1,234,567", ""]
    assert shown.label == "1 row"

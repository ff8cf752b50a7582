"""The estimates board without a browser: every legal value of every control, and what it shows."""

from __future__ import annotations

import html
import io
import itertools
import random

import ipywidgets
import matplotlib.image
import matplotlib.pyplot as plt
import pandas as pd
import pytest
from sample_tables import AWKWARD, FIGURES, Figure, empty_tables, sample_tables

import helpers.widgets.estimates as board_module
from helpers.charts import estimate_marks, marks_alt
from helpers.widgets import EstimateSelection, choices_of, estimates_board, select_estimates
from helpers.widgets.estimates import table_html

# A third of the sample, so that some sixty redrawings stay quick: it has named, unnamed and no
# sources, people, troops, homes and two currencies, bounds, an estimate and a zero.
FEW = tuple(FIGURES[i] for i in (0, 1, 4, 15, 16, 18, 19))
MARKS = estimate_marks(sample_tables(FEW))
CHOICES = choices_of(MARKS)
VALUES = [(name, value) for name, values in CHOICES.items() for value in values]


@pytest.fixture(scope="module")
def board():
    return estimates_board(sample_tables(FEW))


@pytest.fixture(autouse=True)
def _start_again(request):
    if "board" in request.fixturenames:
        board = request.getfixturevalue("board")
        if board.selection != EstimateSelection():
            board.selection = EstimateSelection()


def check(board):
    """What must hold after every change, whatever was chosen."""
    rows = select_estimates(MARKS, board.selection)
    pd.testing.assert_frame_equal(board.shown, rows)
    assert board.status.value == f"{len(rows)} of {len(MARKS)} numbers shown"
    assert board.table.value.count("<tr>") == len(rows) + 1
    for name in CHOICES:
        assert getattr(board, name).value == getattr(board.selection, name)
    picture = matplotlib.image.imread(io.BytesIO(board.chart.value))
    assert picture.shape[1] == 912
    told = html.unescape(board.alt.value)
    assert all(mark in told for mark in rows["shown"] if mark)


@pytest.mark.parametrize(("name", "value"), VALUES, ids=[f"{n}-{v}" for n, v in VALUES])
def test_every_legal_value_of_every_control_draws_what_it_selects(board, name, value):
    getattr(board, name).value = value
    assert getattr(board.selection, name) == value
    check(board)


def test_random_walks_through_the_controls_hold(board):
    walk = random.Random(20310506)
    for _ in range(12):
        name = walk.choice(list(CHOICES))
        getattr(board, name).value = walk.choice(CHOICES[name])
        check(board)


def test_state_set_from_python_and_by_controls_is_the_same(board):
    state = EstimateSelection("killed", "government", "unnamed", "linear", True)
    board.selection = state
    check(board)
    drawn = board.chart.value
    board.selection = EstimateSelection()
    for name in CHOICES:
        getattr(board, name).value = getattr(state, name)
    assert board.selection == state
    assert board.chart.value == drawn


def test_setting_the_state_draws_once(board, monkeypatch):
    drawn = []
    draw = board_module.draw_marks
    monkeypatch.setattr(
        board_module, "draw_marks", lambda *a, **k: drawn.append(1) or draw(*a, **k)
    )
    board.selection = EstimateSelection("killed", "government", "unnamed", "linear", True)
    assert len(drawn) == 1


@pytest.mark.parametrize("name", CHOICES)
def test_illegal_state_is_refused_in_words_and_changes_nothing(board, name):
    before = board.selection
    with pytest.raises(ValueError, match=f"{name} cannot be 'nonsense' here; it is one of"):
        board.selection = EstimateSelection(**{name: "nonsense"})
    assert board.selection == before
    check(board)


def test_error_in_a_refresh_stands_in_the_status_line_and_the_board_goes_on(board, monkeypatch):
    before = board.chart.value

    def broken(*_, **__):
        raise ZeroDivisionError("<b>split</b>")

    with monkeypatch.context() as patched:
        patched.setattr(board_module, "draw_marks", broken)
        board.kind.value = "killed"
    assert "Not drawn. ZeroDivisionError: &lt;b&gt;split&lt;/b&gt;" in board.status.value
    assert board.chart.value == before
    board.kind.value = "troops"
    check(board)


def test_each_naming_keeps_what_its_name_says():
    marks = estimate_marks(sample_tables())
    kept = {
        value: set(select_estimates(marks, EstimateSelection(naming=value))["naming"])
        for value in ("named", "unnamed", "none")
    }
    assert kept == {
        "named": {"named_person", "organisation", "document"},
        "unnamed": {"unnamed_person", "unnamed_group"},
        "none": {"none"},
    }


def test_all_kinds_are_the_counts_of_people_troops_and_homes():
    marks = estimate_marks(sample_tables())
    assert "money" not in set(select_estimates(marks, EstimateSelection())["kind"])
    assert set(select_estimates(marks, EstimateSelection(kind="money"))["panel"]) == {
        "money EUR",
        "money USD",
    }


def test_selection_leaves_the_marks_as_they_were():
    marks = estimate_marks(sample_tables())
    before = marks.copy()
    for kind, naming in itertools.product(CHOICES["kind"], CHOICES["naming"]):
        select_estimates(marks, EstimateSelection(kind=kind, naming=naming))
    pd.testing.assert_frame_equal(marks, before)


def test_board_starts_with_the_selection_it_is_given():
    board = estimates_board(sample_tables(), selection=EstimateSelection(kind="killed"))
    assert board.kind.value == "killed"
    assert set(board.shown["kind"]) == {"killed"}


def test_board_is_one_widget_without_an_output_widget(board):
    assert isinstance(board, ipywidgets.VBox)

    def inside(widget):
        yield widget
        for child in getattr(widget, "children", ()):
            yield from inside(child)

    assert not [w for w in inside(board) if isinstance(w, ipywidgets.Output)]
    assert board.chart.layout.width == "912px"


def test_board_prints_short_and_without_addresses(board):
    assert repr(board) == "<EstimatesBoard: 5 of 7 numbers shown>"


def test_board_leaves_no_figure_open(board):
    board.kind.value = "killed"
    assert plt.get_fignums() == []


def test_sentence_under_the_chart_is_the_charts_own(board):
    told = html.unescape(board.alt.value)
    assert marks_alt(select_estimates(MARKS, board.selection)) in told


@pytest.mark.parametrize(
    "tables",
    [
        empty_tables(),
        sample_tables(AWKWARD),
        sample_tables((Figure("dozens", "dozens", "killed", "vague"),)),
    ],
    ids=["empty", "awkward", "vague"],
)
def test_awkward_tables_give_a_board(tables):
    board = estimates_board(tables)
    for name, values in choices_of(estimate_marks(tables)).items():
        for value in values:
            getattr(board, name).value = value
            assert "Not drawn" not in board.status.value


def test_table_escapes_every_cell():
    marks = estimate_marks(sample_tables(FIGURES[:2]))
    hostile = marks.assign(reporter="<script>alert(1)</script>", printed='"><img src=x>')
    page = table_html(hostile)
    assert "<script" not in page
    assert "<img" not in page
    assert page.count("&lt;script&gt;") == 2


def test_long_table_says_how_many_rows_are_left_out():
    marks = pd.concat([estimate_marks(sample_tables())] * 11, ignore_index=True)
    assert "20 more rows" in table_html(marks)

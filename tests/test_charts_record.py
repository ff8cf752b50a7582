"""Charts of the record, of codebooks and of several articles: values, artists and words."""

from __future__ import annotations

import pandas as pd
import pytest
from matplotlib.figure import Figure
from matplotlib.text import Text
from sample_tables import AWKWARD, empty_tables, sample_tables
from stated_tables import DATA, flood_week, gold_tables

from helpers.studies.estimates import (
    CODEBOOKS,
    compare_codebooks,
    estimates_across,
    estimates_of,
    fullest,
    told_once,
)
from helpers.studies.reference import load_reference
from helpers.views.charts import estimate_marks
from helpers.views.charts.coded import plot_codebooks, plot_coded
from helpers.views.charts.drawn_figure import StatedFigure
from helpers.views.charts.points import (
    POINT_COLUMNS,
    article_points,
    coverage_points,
    record_points,
    together,
)
from helpers.views.charts.record import (
    MINE,
    RecordOptions,
    article_marks,
    beside_article,
    plot_record,
    record_marks,
)
from helpers.views.charts.timeline import TimelineOptions, plot_timeline, timeline_alt
from helpers.views.widgets.codebook_board import codebook_board, coded_html

OPTIONS = TimelineOptions("Told over time", credit="A record.")


@pytest.fixture(scope="module")
def record():
    return load_reference(DATA / "reference")


@pytest.fixture(scope="module")
def first():
    return gold_tables("moscow-times-2022-03-29")


def of(record, *metrics):
    return record.rows[record.rows["metric"].isin(metrics)]


def gids(page) -> list[str]:
    return [str(a.get_gid()) for a in page.get_figure(root=True).findobj() if a.get_gid()]


def lines(page):
    return [line for panel in page.child_axes for line in panel.lines if line.get_gid() == "line"]


def assert_all_words_are_on_the_page(page):
    figure = page.get_figure(root=True)
    figure.canvas.draw()
    box = figure.bbox
    for text in figure.findobj(Text):
        if text.get_visible() and text.get_text().strip():
            extent = text.get_window_extent()
            assert box.x0 - 1 <= extent.x0, text.get_text()
            assert extent.x1 <= box.x1 + 1, text.get_text()
            assert box.y0 - 1 <= extent.y0, text.get_text()
            assert extent.y1 <= box.y1 + 1, text.get_text()


# --- points -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("figure", "expected"),
    [
        (("exact", 7, 7, 7), ("point", 7)),
        (("at_least", 7, 7, None), ("at_least", 7)),
        (("nearly", 7, None, 7), ("at_most", 7)),
        (("range", None, 2, 4), ("range", 2)),
        (("at_least", 2, 2, 4), ("range", 2)),
        (("vague", None, None, None), ("point", None)),
    ],
)
def test_shape_of_a_figure(figure, expected):
    drawn = StatedFigure(*figure)
    assert (drawn.shape, drawn.at) == expected


def test_verified_counts_are_floors_in_the_points(record):
    points = record_points(of(record, "civilians_killed"))
    ohchr = points[points["series"] == "OHCHR"]
    assert set(ohchr["shape"]) == {"at_least"}
    assert not ohchr["hollow"].any()
    assert list(points.columns) == list(POINT_COLUMNS)


def test_no_line_joins_two_metrics(record):
    points = record_points(of(record, "refugees_abroad", "internally_displaced"))
    assert set(points.groupby("series")["metric"].nunique()) == {1}


def test_points_without_a_day_or_figure_are_left_out():
    marks = estimate_marks(sample_tables())
    assert len(article_points(marks)) < len(article_points(marks, "2031-05-06"))
    assert article_points(marks, "2031-05-06")["at"].notna().all()
    assert together().empty


# --- over time --------------------------------------------------------------------------------


def test_every_figure_has_a_mark_and_every_floor_an_arrow(record):
    points = record_points(of(record, "civilians_killed"))
    found = gids(plot_timeline(points, options=OPTIONS))
    assert found.count("point") == len(points)
    assert found.count("at_least") == (points["shape"] == "at_least").sum() == 45
    assert found.count("conflict") == (points["ring"] == "conflict").sum() > 0


def test_no_line_crosses_the_break_of_its_own_metric(record):
    rows = of(record, "internally_displaced").assign(voice="one voice")
    page = plot_timeline(record_points(rows), options=OPTIONS, breaks=record.breaks)
    day = pd.Timestamp("2022-03-16").toordinal()
    assert gids(page).count("break") == 1
    assert len(lines(page)) == 2
    assert all(max(x) < day or min(x) >= day for x in (line.get_xdata() for line in lines(page)))
    assert "Break of method" in page.alt
    assert "telephone survey" in page.alt


def test_a_break_of_one_metric_leaves_the_others_whole(record):
    rows = of(record, "refugees_abroad", "internally_displaced")
    page = plot_timeline(record_points(rows), options=OPTIONS, breaks=record.breaks)
    longest = max(lines(page), key=lambda line: len(line.get_xdata()))
    assert len(longest.get_xdata()) == 26


def test_articles_figures_are_framed_and_named(record, first):
    mine = article_points(article_marks(first, kind="displaced"))
    page = plot_timeline(
        together(record_points(of(record, "displaced_total")), mine), options=OPTIONS
    )
    assert gids(page).count("article") == 1
    assert "this article: more than 10 million (no source named)" in page.alt


def test_ranges_are_bars_and_steps_go_after(record):
    page = plot_timeline(record_points(of(record, "russian_military_killed")), options=OPTIONS)
    assert gids(page).count("range") == 5
    assert {line.get_drawstyle() for line in lines(page)} == {"steps-post"}


def test_lines_of_one_panel_differ_without_colour(record):
    points = record_points(of(record, "refugees_abroad", "internally_displaced", "displaced_total"))
    drawn = lines(plot_timeline(points, options=OPTIONS))
    assert len({str(line._dash_pattern) for line in drawn}) == len(drawn) == 5


def test_each_side_has_a_panel_under_one_scale(record):
    points = record_points(of(record, "russian_military_killed"), panel="side")
    page = plot_timeline(points, options=OPTIONS)
    assert {p.get_label() for p in page.child_axes} == {
        "Ukraine",
        "Russia",
        "Western governments and NATO",
        "Press",
    }
    assert len({p.get_ylim() for p in page.child_axes}) == 1


def test_week_of_reports_is_one_line_a_reporter_with_copies_told():
    once = told_once(estimates_across(flood_week(), kind="killed"))
    page = plot_timeline(coverage_points(once), options=OPTIONS)
    assert len(lines(page)) == 2
    words = [text.get_text() for text in page.get_figure(root=True).findobj(Text)]
    assert "at least 31\n3 articles, 1 source" in words
    assert "at least 31 told by 3 articles, 1 source" in page.alt


@pytest.mark.parametrize(
    ("metrics", "scale"),
    [
        (("civilians_killed",), "log"),
        (("refugees_abroad", "internally_displaced", "displaced_total"), "linear"),
        (("ukrainian_military_killed",), "linear"),
        (("mariupol_trapped",), "log"),
        (("homes_without_power",), "linear"),
    ],
    ids=lambda value: value[0] if isinstance(value, tuple) else value,
)
def test_words_stay_on_the_page(record, metrics, scale):
    options = TimelineOptions("A title", scale=scale, credit="A credit.")
    points = record_points(of(record, *metrics))
    assert_all_words_are_on_the_page(plot_timeline(points, options=options, breaks=record.breaks))


def test_nothing_to_draw_is_said():
    page = plot_timeline(together(), options=OPTIONS)
    assert "no-data" in gids(page)
    assert page.alt.startswith("Chart without marks")


def test_charts_fit_on_a_given_axes(record):
    axes, points = Figure(figsize=(6, 4)).subplots(), record_points(of(record, "mariupol_trapped"))
    assert plot_timeline(points, axes, options=OPTIONS) is axes


def test_unknown_scale_is_refused():
    with pytest.raises(ValueError, match="'linear' or 'log'"):
        TimelineOptions("x", scale="square")


def test_alt_names_first_and_last_figure_of_each_line(record):
    points = record_points(of(record, "russian_military_wounded"))
    alt = timeline_alt(points, options=OPTIONS)
    assert "1,597 on 2 March 2022, 3,825 on 25 March 2022 (2 figures)" in alt


# --- rows -------------------------------------------------------------------------------------


def deaths(record, first):
    return beside_article(
        record_marks(of(record, "mariupol_deaths")),
        article_marks(first, kind="killed", place="Mariupol"),
    )


def test_articles_two_figures_stand_framed_among_the_claimants(record, first):
    marks = deaths(record, first)
    assert len(marks) == 18
    assert marks[marks["label"] == MINE]["shown"].tolist() == [
        "at least 5,000",
        "about 10,000 (possible)",
    ]
    days = pd.to_datetime(marks["as_of"], format="%d %B %Y")
    assert days.is_monotonic_increasing
    page = plot_record(marks, options=RecordOptions("Deaths"))
    assert gids(page).count("article") == 2
    assert page.alt.count("in this article") == 2


def test_conflict_and_not_independent_stand_in_capitals(record):
    notes = record_marks(of(record, "homes_without_power"))["note"]
    assert notes.str.startswith("NOT INDEPENDENT").all()
    page = plot_record(record_marks(of(record, "mariupol_deaths")), options=RecordOptions("Deaths"))
    assert page.alt.count("CONFLICT") == 5


def test_the_two_mayors_are_told_apart_by_side(record):
    marks = record_marks(of(record, "mariupol_deaths")).set_index("reporter")
    note = marks.loc["Konstantin Ivashchenko, Russian-installed mayor of Mariupol", "note"]
    assert "local government, Russia" in note
    assert "installed by the other side" in note


def test_a_computed_middle_is_never_drawn(record):
    marks = record_marks(of(record, "russian_military_killed"))
    ranges = marks[marks["shape"] == "range"]
    assert (ranges["at"] == ranges["low"]).all()


def test_rows_stay_on_the_page_and_past_the_cap_are_counted(record, first):
    page = plot_record(deaths(record, first), options=RecordOptions("Deaths", max_rows=5))
    assert_all_words_are_on_the_page(page)
    assert "note" in gids(page)
    assert "Left out: 13 more" in page.alt


def test_record_without_rows_says_so(record):
    page = plot_record(record_marks(of(record, "none")), options=RecordOptions("Deaths"))
    assert "no-data" in gids(page)
    assert article_marks(empty_tables(), kind="killed").empty


# --- codebooks --------------------------------------------------------------------------------


def test_one_estimate_stands_under_all_codebooks(first):
    compared = compare_codebooks(first, fullest(estimates_of(first)))
    page = plot_codebooks(compared, credit="A credit.")
    found = gids(page)
    assert sum(gid.startswith("range:") for gid in found) == 3
    assert sum(gid.startswith("at_least:") for gid in found) == 1
    assert {gid for gid in found if gid.startswith("mark:")} >= {"mark:ucdp", "mark:acled"}
    assert_all_words_are_on_the_page(page)
    for words in (
        "As stated: low 5,000",
        "best 5,000, high 10,000",
        "ACLED: best 5,000",
        "provisional",
        "weak",
        "IDMC: not covered",
    ):
        assert words in page.alt


def test_more_than_one_estimate_is_refused(first):
    with pytest.raises(ValueError, match="more than one estimate"):
        plot_codebooks(compare_codebooks(first))


def test_no_estimate_is_said():
    page = plot_codebooks(compare_codebooks(empty_tables()))
    assert "no-data" in gids(page)
    assert fullest(estimates_of(empty_tables())) is None


@pytest.mark.parametrize(
    ("make", "codebook"),
    [
        *((lambda: sample_tables(AWKWARD), name) for name in CODEBOOKS),
        (sample_tables, "as_stated"),
        (empty_tables, "ucdp"),
    ],
    ids=[*(f"awkward-{name}" for name in CODEBOOKS), "sample", "empty"],
)
def test_every_article_is_drawn_under_every_codebook(make, codebook):
    tables = make()
    found = estimates_of(tables, codebook=codebook)
    page = plot_coded(found, tables.sources, codebook=codebook)
    assert_all_words_are_on_the_page(page)
    assert page.alt


def test_dropdown_recodes_the_same_estimates(first):
    board = codebook_board(first)
    for name in CODEBOOKS:
        board.codebook.value = name
        pd.testing.assert_frame_equal(board.shown, estimates_of(first, codebook=name))
        assert board.status.value.startswith("9 estimates.")
        assert bytes(board.chart.value).startswith(b"\x89PNG")
        assert board.table.value == coded_html(board.shown)
    assert repr(board) == "<CodebookBoard: 9 estimates under idmc>"


def test_board_shows_what_went_wrong(first, monkeypatch):
    board = codebook_board(first)
    before = bytes(board.chart.value)

    def broken(*args, **options):
        raise RuntimeError("<no ink>")

    monkeypatch.setattr("helpers.views.widgets.codebook_board.plot_coded", broken)
    board.codebook.value = "acled"
    assert "Not done. RuntimeError: &lt;no ink&gt;" in board.status.value
    assert bytes(board.chart.value) == before

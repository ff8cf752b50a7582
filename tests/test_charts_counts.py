"""Counts on narrow number lines: the drawing by its artists, the kept chart by its bytes."""

from __future__ import annotations

import dataclasses
import itertools
import random
from functools import cache

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import to_hex
from matplotlib.figure import Figure as Canvas
from matplotlib.text import Text
from sample_tables import AWKWARD, FIGURES, SOURCES, Figure, empty_tables, sample_tables
from stated_tables import DATA, gold_tables
from test_charts_estimates import MANY, artists
from test_charts_topics import NAMES, assert_apart

from helpers import credit_line, load_article, tables_of
from helpers.views.charts import (
    CountsOptions,
    EstimateSelection,
    counts_alt,
    estimate_marks,
    plot_counts,
    plot_selection,
    png_bytes,
    select_estimates,
    sheet,
)
from helpers.views.charts.counts import MOST_ROWS, CountsChart
from helpers.views.charts.counts_rows import ARROW
from helpers.views.charts.lettering import MARGIN
from helpers.views.charts.palette import BAND, source_style
from helpers.views.charts.picture import svg_text
from helpers.views.charts.scales import scale_for
from helpers.views.charts.selection import facets_of
from helpers.views.charts.sheet import KeptText
from helpers.views.charts.wording import drawable

WIDTHS = (5.4, 7.2, 9.5)
REPORTS = sorted(path.stem for path in (DATA / "reports").glob("*.txt"))
SHOWN = ("value:", "row:", "mark:", "range:", "at_least:", "at_most:", "shade:")


@cache
def tables_called(name):
    if name == "article":
        return tables_of(load_article(DATA / "articles" / "moscow-times-2022-03-29.txt"))
    if name in REPORTS:
        return gold_tables(name)
    return {
        "sample": sample_tables(),
        "awkward": sample_tables(AWKWARD),
        "many": sample_tables(MANY),
        "empty": empty_tables(),
        "one": sample_tables(FIGURES[:1], plain_claims=()),
        "hostile": hostile(),
    }[name]


def hostile():
    """The sample whose sources have names that a chart cannot draw as they are."""
    names = itertools.cycle(name for name in NAMES if name.strip())
    tables = sample_tables((*FIGURES, *AWKWARD))
    renamed = [next(names) for _ in range(len(tables.sources))]
    dtype = tables.sources["name"].dtype
    sources = tables.sources.assign(name=pd.array(renamed, dtype=dtype))
    return dataclasses.replace(tables, sources=sources)


def shown(ax, prefix):
    """Artists that are to be seen, by gid; each gid once."""
    seen = [a for a in ax.get_children() if a.get_visible()]
    found = [a for a in seen if str(a.get_gid() or "").startswith(prefix)]
    assert len({a.get_gid() for a in found}) == len(found)
    return {a.get_gid().removeprefix(prefix): a for a in found}


def lines_of(ax, gid):
    return [t.get_text() for t in ax.texts if t.get_visible() and t.get_gid() == gid]


def words_on(ax):
    return [t.get_text() for t in ax.texts if t.get_visible()]


def drawn(name="sample", width=7.2, **chosen):
    return plot_selection(tables_called(name), EstimateSelection(**chosen), width=width)


@pytest.fixture(scope="module")
def marks():
    return estimate_marks(tables_called("sample"))


@pytest.fixture(scope="module")
def by_words(marks):
    return marks.set_index("printed")


# --- the drawing -------------------------------------------------------------------------


@pytest.mark.parametrize("group", ["kind", "source"])
@pytest.mark.parametrize("scale", ["log", "linear"])
@pytest.mark.parametrize("name", ["sample", "awkward", "article", "hostile"])
def test_each_row_with_a_value_has_its_mark_its_figure_and_its_ground(name, scale, group):
    ax = drawn(name, scale=scale, group=group)
    marks = estimate_marks(tables_called(name)).set_index("number_id")
    rows = marks[marks["shape"] != "none"].head(MOST_ROWS)
    assert list(shown(ax, "row:")) == list(shown(ax, "value:"))
    assert set(shown(ax, "row:")) == set(rows.index)
    assert set(shown(ax, "mark:")) | set(shown(ax, "range:")) == set(rows.index)
    for shape in ("range", "at_least", "at_most"):
        assert set(shown(ax, f"{shape}:")) == set(rows.index[rows["shape"] == shape])
    unsaid = rows["value"].isna() & (rows["shape"] == "range")
    assert set(shown(ax, "mark:")) == set(rows.index[~unsaid])
    for key, text in shown(ax, "value:").items():
        assert text.get_text() == drawable(rows.loc[key, "shown"])


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("scale", ["log", "linear"])
def test_mark_stands_at_its_value_on_the_axis_of_its_panel(marks, scale, width):
    places = shown(drawn(scale=scale, width=width), "mark:")
    for _, panel in marks[marks["shape"] != "none"].groupby("panel"):
        rows = panel.to_dict("records")
        ends = [row[end] for row in rows if row["shape"] == "range" for end in ("low", "high")]
        values = [float(value) for value in [*panel["at"], *ends]]
        room = width - 2 * MARGIN
        axis = scale_for(values, kind=scale, width=room, unit=rows[0]["unit"])
        for row in rows:
            if row["number_id"] in places:
                at = MARGIN + axis.inches(float(row["at"]))
                assert places[row["number_id"]].get_xdata()[0] == pytest.approx(at)


def test_bound_is_an_arrow_from_its_mark_the_way_it_is_open(by_words):
    ax = drawn()
    places = shown(ax, "mark:")
    for shape, way in (("at_least", 1), ("at_most", -1)):
        for key, arrow in shown(ax, f"{shape}:").items():
            start, end = arrow.get_xdata()
            assert start == places[key].get_xdata()[0]
            assert end - start == pytest.approx(way * (ARROW - 0.06))
    tips = [a.get_marker() for a in ax.lines if a.get_visible() and a.get_marker() in ("<", ">")]
    bounded = by_words["shape"].isin(["at_least", "at_most"]).sum()
    assert len(tips) == bounded + 2  # and two in the legend


def test_range_is_a_bar_from_low_to_high_without_a_mark(by_words):
    ax = drawn(scale="linear", kinds=("killed",))
    key = by_words.loc["between 400 and 600 dead", "number_id"]
    values = by_words[(by_words["kind"] == "killed") & by_words["at"].notna()]
    axis = scale_for([*values["at"].astype(float), 600.0], kind="linear", width=7.2 - 2 * MARGIN)
    ends = [MARGIN + axis.inches(v) for v in (400, 600)]
    assert list(shown(ax, "range:")[key].get_xdata()) == pytest.approx(ends)
    assert key not in shown(ax, "mark:")


def test_range_with_a_best_value_has_a_full_mark_on_its_bar():
    figure = Figure("5 to 9, perhaps 7", "5 to 9", "killed", "range", 7, 5, 9, estimated=True)
    ax = plot_selection(sample_tables((figure,)))
    (bar,), (mark,) = shown(ax, "range:").values(), shown(ax, "mark:").values()
    assert bar.get_xdata()[0] < mark.get_xdata()[0] < bar.get_xdata()[1]
    assert mark.get_markerfacecolor() == mark.get_color()


def test_estimates_are_hollow_and_exact_counts_are_full(marks):
    hollow = marks.set_index("number_id")["hollow"]
    for key, mark in shown(drawn(), "mark:").items():
        assert (to_hex(mark.get_markerfacecolor()) == "#ffffff") == hollow[key]


def test_mark_has_the_colour_and_shape_of_its_type_of_source(marks):
    types = marks.set_index("number_id")["source_type"]
    for key, mark in shown(drawn(), "mark:").items():
        style = source_style(types[key])
        assert (mark.get_color(), mark.get_marker()) == (style.colour, style.marker)


def test_row_without_a_source_stands_on_a_band_and_no_other_row_does(marks):
    ax = drawn()
    bands = [a for a in ax.patches if a.get_visible() and a.get_gid() == "no-source"]
    rows = shown(ax, "row:")
    nobody = marks.loc[(marks["naming"] == "none") & marks["at"].notna(), "number_id"]
    assert sorted(b.get_y() for b in bands) == sorted(rows[key].get_y() for key in nobody)


def test_each_unit_has_a_panel_of_its_own_around_its_rows(marks):
    ax = drawn()
    panels, rows = shown(ax, "panel:"), shown(ax, "row:")
    assert list(panels) == ["people", "troops", "homes", "money EUR", "money USD"]
    assert {"Money (EUR)", "Money (USD)", "People"} <= set(words_on(ax))
    for key, row in rows.items():
        panel = panels[marks.set_index("number_id").loc[key, "panel"]]
        assert panel.get_y() <= row.get_y() + 1e-9
        below = panel.get_y() + panel.get_height()
        assert row.get_y() + row.get_height() <= below + 1e-9


def test_rows_stand_in_the_order_of_the_table(marks):
    for group in ("kind", "source"):
        rows = shown(drawn(group=group), "row:")
        wanted = select_estimates(marks, EstimateSelection(group=group))
        wanted = wanted.loc[wanted["shape"] != "none", "number_id"]
        assert sorted(rows, key=lambda key: rows[key].get_y()) == list(wanted)


def test_grouped_by_source_each_name_stands_once_a_panel_and_by_kind_beside_each_row():
    by_kind, by_source = words_on(drawn()), words_on(drawn(group="source"))
    assert by_kind.count("one senior Norland official") == 2
    assert by_source.count("one senior Norland official") == 1
    assert by_kind.count("no source named") == by_source.count("no source named") * 2 == 2
    assert "health minister · named person, government" in by_source


def test_two_sources_of_one_name_are_two_groups():
    sources = {**SOURCES, "un": ("Ada Brenning", "engineer", "expert", "named_person")}
    figures = tuple(
        Figure(f"{n} people", f"{n}", "killed", value=n, source=source)
        for n, source in ((4, "ada"), (5, "ada"), (6, "un"))
    )
    ax = plot_selection(sample_tables(figures, sources=sources), EstimateSelection(group="source"))
    assert words_on(ax).count("Ada Brenning") == 2


def test_name_of_a_person_is_bold_of_the_unnamed_italic_of_an_organisation_plain():
    texts = {t.get_text(): t for t in drawn().texts}
    assert texts["Ada Brenning"].get_weight() == "bold"
    assert texts["officials"].get_style() == "italic"
    assert (texts["Open Hands"].get_weight(), texts["Open Hands"].get_style()) == (
        "normal",
        "normal",
    )


@pytest.mark.parametrize("scale", ["log", "linear"])
def test_axis_says_its_scale_and_its_ticks_are_plain(scale):
    ax = drawn(scale=scale)
    assert words_on(ax).count(f"as stated, {scale} axis") == 5
    plain = [words for words in words_on(ax) if words.endswith(" million")]
    assert any(words.startswith("€") for words in plain)
    assert any(words[0].isdigit() for words in plain)
    assert not any("^" in words or "e+" in words for words in words_on(ax))


def test_zero_has_a_place_left_of_every_count_on_a_log_axis(by_words):
    ax = drawn(kinds=("killed",))
    places = {key: mark.get_xdata()[0] for key, mark in shown(ax, "mark:").items()}
    zero = by_words.loc["no one", "number_id"]
    assert places.pop(zero) < min(places.values())
    assert lines_of(ax, "axis-break") == ["//"]
    assert lines_of(drawn(kinds=("troops",)), "axis-break") == []
    assert lines_of(drawn(kinds=("killed",), scale="linear"), "axis-break") == []


def test_all_zero_counts_make_a_chart():
    zero = Figure("0 people", "0", "killed", value=0, low=0, high=0)
    for scale in ("log", "linear"):
        ax = plot_selection(sample_tables((zero,)), EstimateSelection(scale=scale))
        assert len(shown(ax, "mark:")) == 1


def test_numbers_without_a_value_are_listed_under_the_axes():
    notes = " ".join(lines_of(drawn(), "note"))
    assert notes == (
        "Not on the axis: “dozens of villagers” (killed, Upper Kell; a survivor; no value stated); "
        "“fewer than 30 miners” (missing, Hollin; Brightline Mining; denied by its source)."
    )
    assert lines_of(drawn(kinds=("troops",)), "note") == []


def test_more_than_twelve_numbers_without_a_value_are_listed_in_part():
    figures = tuple(
        Figure(f"dozens of {c}ats", "dozens", "killed", "vague") for c in "abcdefghijklmn"
    )
    ax = plot_selection(sample_tables(figures), width=9.5)
    notes = " ".join(lines_of(ax, "note"))
    assert "dozens of jats" in notes and "dozens of mats" not in notes
    assert "; no value st…" in notes, "eight lines of notes are the most: what is left is cut"
    assert lines_of(ax, "no-data") == [
        "Nothing to draw: no number with a value is among these rows."
    ]


def test_more_rows_than_the_cap_say_what_is_left_out():
    ax = drawn("many")
    assert len(shown(ax, "row:")) == MOST_ROWS == 30
    told = "Left out to keep the chart readable: 5 more rows (5 trapped); the table holds them all."
    assert lines_of(ax, "note") == [told]
    assert "30 marks" in ax.alt and "5 more rows" in ax.alt
    few = plot_counts(estimate_marks(tables_called("many")), options=CountsOptions(max_rows=34))
    assert lines_of(few, "note") == [told.replace("5 more rows (5", "1 more row (1")]


def test_legend_tells_only_the_shapes_that_are_drawn():
    troops = words_on(drawn(kinds=("troops",)))
    assert "at least, more than" in troops
    assert "a range" not in troops
    assert {"a range", "estimated or approximate", "grey row, ✕: no source named"} <= set(
        words_on(drawn(kinds=("killed",)))
    )


def test_no_data_is_said_on_the_page():
    for width in WIDTHS:
        ax = drawn("empty", width=width)
        assert len(lines_of(ax, "no-data")) == 1
        assert shown(ax, "row:") == {}
        assert ax.alt.startswith("Chart without marks")


def test_page_names_article_outlet_and_date():
    assert " ".join(lines_of(drawn(width=5.4), "credit")) == credit_line(tables_called("sample"))


def test_subtitle_counts_the_rows_and_those_of_nobody():
    assert " ".join(lines_of(drawn(), "subtitle")) == (
        "20 numbers as stated in one article, by kind; for 2 of them no source is named."
    )
    one = " ".join(lines_of(drawn(kinds=("troops",), group="source"), "subtitle"))
    assert one.startswith("1 number as stated in one article, by source")


# --- the sentence ------------------------------------------------------------------------


@pytest.mark.parametrize("group", ["kind", "source"])
@pytest.mark.parametrize("scale", ["log", "linear"])
def test_sentence_tells_scale_figure_place_and_reporter_of_every_mark(marks, scale, group):
    ax = drawn(scale=scale, group=group)
    rows = select_estimates(marks, EstimateSelection(group=group))
    options = CountsOptions(scale=scale, group=group)
    assert ax.alt == counts_alt(rows, options=options, credit=credit_line(tables_called("sample")))
    assert ax.alt.startswith(f"Dot chart on a {scale} axis, 18 marks.")
    told = [
        f": {row['shown']} ({row['reporter']}"
        for row in rows.to_dict("records")
        if row["shape"] != "none"
    ]
    at = [ax.alt.index(part) for part in told]
    assert at == sorted(at)
    assert "“dozens of villagers”" in ax.alt


# --- the kept chart ----------------------------------------------------------------------


def any_selection(marks, chance):
    chosen = {
        name: tuple(word for word in words if chance.random() < 0.5)
        if chance.random() < 0.4
        else ()
        for name, words in facets_of(marks).items()
    }
    scale, group = chance.choice(("log", "linear")), chance.choice(("kind", "source"))
    return EstimateSelection(**chosen, scale=scale, group=group)


@pytest.mark.parametrize("name", ["sample", "awkward", "article"])
def test_chart_drawn_again_is_the_chart_drawn_anew_to_the_byte(name):
    marks, chance = estimate_marks(tables_called(name)), random.Random(17)
    kept = CountsChart(credit="Article: “Flood”.")
    for _ in range(12):
        selection = any_selection(marks, chance)
        rows = select_estimates(marks, selection)
        options = CountsOptions(scale=selection.scale, group=selection.group)
        again = kept.show(rows, options=options)
        anew = plot_counts(rows, options=options, credit="Article: “Flood”.")
        assert png_bytes(again, dpi=72) == png_bytes(anew, dpi=72), selection
        assert again.alt == anew.alt
        assert {key for kind in SHOWN for key in shown(again, kind)} == {
            key for kind in SHOWN for key in shown(anew, kind)
        }


def test_artists_are_used_again_and_those_not_needed_lose_their_name(marks):
    chart = CountsChart()
    chart.show(marks)
    count = len(chart.page.get_children())
    chart.show(marks[marks["kind"] == "troops"])
    assert len(shown(chart.page, "row:")) == 1
    hidden = [a for a in chart.page.get_children() if not a.get_visible()]
    assert hidden and not any(a.get_gid() for a in hidden)
    chart.show(marks)
    assert len(chart.page.get_children()) == count


def test_same_rows_give_the_same_picture(marks):
    assert png_bytes(plot_counts(marks)) == png_bytes(plot_counts(marks))


# --- the page ----------------------------------------------------------------------------


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("name", ["sample", "awkward", "hostile", "many", "empty", "one"])
def test_no_text_overlaps_another_or_leaves_the_page(name, width):
    for scale, group in (("log", "kind"), ("linear", "source")):
        if (name, width, group) == ("hostile", 9.5, "source"):
            continue  # see the next test
        ax = drawn(name, width, scale=scale, group=group)
        assert ax.figure.get_size_inches()[0] == width
        assert_apart(ax)


@pytest.mark.xfail(
    strict=True, reason="hinting makes a line of W's 2.9 % wider, 2 % are allowed for"
)
def test_line_of_the_widest_letters_stays_on_the_widest_page():
    assert_apart(drawn("hostile", 9.5, group="source"))


@pytest.mark.parametrize("name", ["article", *REPORTS])
def test_no_text_overlaps_another_on_the_article_and_the_reports(name):
    if name == "article" or len(name) % 2:  # one drawing of each report, half of them so
        assert_apart(drawn(name, 5.6))
    if name == "article" or not len(name) % 2:
        assert_apart(drawn(name, 7.2, scale="linear", group="source"))


def test_name_of_blanks_does_not_end_the_drawing():
    tables = sample_tables()
    blank = tables.sources["name"].mask(tables.sources["source_id"] == "un", " \u200b ")
    plot_selection(dataclasses.replace(tables, sources=tables.sources.assign(name=blank)))


def test_given_axes_hold_the_chart_and_nothing_leaves_them(marks):
    figure, (left, right) = plt.subplots(1, 2, figsize=(13, 8))
    chart = CountsChart(left)
    assert plot_counts(marks, left) is left
    for rows in (marks, marks.head(3), marks):
        assert chart.show(rows) is left
        FigureCanvasAgg(figure).draw()
        edge = right.get_window_extent().x0 + 1
        for text in left.texts:
            if text.get_visible() and text.get_text().strip():
                assert text.get_window_extent().x1 <= edge, text.get_text()


def test_drawing_leaves_no_figure_open_no_setting_changed_and_the_marks_as_they_were(marks):
    settings, before = dict(plt.rcParams), marks.copy()
    plot_counts(marks)
    assert plt.get_fignums() == []
    assert dict(plt.rcParams) == settings
    pd.testing.assert_frame_equal(marks, before)


def test_chart_as_svg_has_every_named_artist_and_draws_its_letters_as_paths(marks):
    svg = svg_text(plot_counts(marks))
    for prefix in SHOWN:
        for gid in artists(plot_counts(marks), prefix):
            assert svg.count(f'id="{gid}"') == 1
    assert "<text" not in svg and "<image" not in svg
    assert svg_text(plot_counts(marks)) == svg


# --- text that is kept as pixels ---------------------------------------------------------

LINES = ("At least 5,000", "Ågéjq “quoted” ▲ □", "fi WA $6.9 and $7 \\frac", "x")
TYPES = (
    {"fontsize": 9, "color": "#1f2328"},
    {"fontsize": 9.4, "fontweight": "bold", "color": "#0b4f8a"},
    {"fontsize": 8.6, "fontstyle": "italic", "color": "#5b6470"},
)


def ink(kind, text, x, y, *, dpi=96, paper="#ffffff", **looks):
    """How far each pixel is from the paper, with one text on it."""
    figure = Canvas((4, 0.5), dpi=dpi, facecolor=paper)
    axes = figure.add_axes((0, 0, 1, 1))
    axes.set(xlim=(0, 4), ylim=(0.5, 0))
    axes.axis("off")
    artist = kind(x, y, text, family="DejaVu Sans", parse_math=False, va="baseline", **looks)
    artist.set_transform(axes.transData)
    axes.add_artist(artist)
    canvas = FigureCanvasAgg(figure)
    canvas.draw()
    pixels = np.asarray(canvas.buffer_rgba())[..., :3].astype(int)
    return np.abs(pixels - pixels[0, 0])


@pytest.mark.parametrize("paper", ["#ffffff", BAND], ids=["white", "band"])
@pytest.mark.parametrize("dpi", [96, 144, 192])
@pytest.mark.parametrize("text", LINES)
def test_kept_text_on_whole_pixels_is_the_text_of_matplotlib(text, dpi, paper):
    for looks in TYPES:
        place = (150 / dpi, 30 / dpi)
        plain = ink(Text, text, *place, dpi=dpi, paper=paper, **looks)
        for _ in range(2):  # made, then copied
            kept = ink(KeptText, text, *place, dpi=dpi, paper=paper, **looks)
            assert np.abs(kept - plain).max() <= 2
        assert plain.sum() > 0


@pytest.mark.parametrize("align", ["left", "center", "right"])
@pytest.mark.parametrize("text", LINES)
def test_kept_text_stands_within_half_a_pixel_of_its_place(text, align):
    chance = random.Random(3)
    for looks in TYPES:
        x, y = 1.5 + chance.random(), 0.2 + 0.2 * chance.random()
        plain, kept = (
            ink(kind, text, x, y, ha=align, **looks).sum(axis=2) for kind in (Text, KeptText)
        )
        assert kept.sum() == pytest.approx(plain.sum(), rel=0.01)
        for axis in (0, 1):
            at = np.indices(plain.shape)[axis]
            middles = [(each * at).sum() / each.sum() for each in (plain, kept)]
            assert abs(middles[0] - middles[1]) <= 0.55


def test_kept_text_that_is_hidden_or_empty_leaves_no_ink():
    assert ink(KeptText, "x", 1, 0.3, visible=False).sum() == 0
    assert ink(KeptText, "", 1, 0.3).sum() == 0


def test_pixels_are_kept_for_a_bounded_number_of_lines(monkeypatch):
    monkeypatch.setattr(sheet, "KEPT_TILES", 10)
    monkeypatch.setattr(sheet, "_tiles", type(sheet._tiles)())
    for number in range(25):
        ink(KeptText, f"line {number}", 1, 0.3)
        ink(KeptText, "used all the time", 1, 0.3)
        assert len(sheet._tiles) <= 10
    texts = [key[0] for key in sheet._tiles]
    assert "used all the time" in texts and "line 24" in texts and "line 3" not in texts


def test_pixels_are_kept_apart_for_each_look_of_a_line(monkeypatch):
    monkeypatch.setattr(sheet, "_tiles", type(sheet._tiles)())
    plain = {"fontsize": 9, "color": "#1f2328", "fontweight": "normal", "fontstyle": "normal"}
    others = {"fontsize": 10, "color": "#0b4f8a", "fontweight": "bold", "fontstyle": "italic"}
    for name, value in [("fontsize", 9), *others.items(), ("dpi", 144)]:
        looks = {"dpi": 96, **plain, name: value}
        for _ in range(2):
            place = (150 / looks["dpi"], 30 / looks["dpi"])
            kept, made = (ink(kind, "5,000", *place, **looks) for kind in (KeptText, Text))
            assert np.abs(kept - made).max() <= 2, name
    assert len(sheet._tiles) == 6

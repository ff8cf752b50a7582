"""The headline chart: its table by value, its drawing by artists, its sentence from the table."""

from __future__ import annotations

import dataclasses
import itertools
import subprocess
import sys

import matplotlib.pyplot as plt
import pandas as pd
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import to_rgb
from matplotlib.text import Text
from sample_tables import AWKWARD, FIGURES, SOURCES, Figure, empty_tables, sample_tables

from helpers import schema
from helpers.views.charts import (
    EstimateOptions,
    draw_marks,
    estimate_marks,
    estimates_alt,
    marks_alt,
    panels_of,
    plot_estimates,
)
from helpers.views.charts.number_marks import PANELS
from helpers.views.charts.palette import SOURCE_STYLES, source_style
from helpers.views.charts.scales import scale_for
from helpers.views.charts.wording import drawable, in_unit, plain_number, words

ALL = EstimateOptions(max_rows=60)
MANY = tuple(
    Figure(
        f"{n:,} people",
        f"{n:,}",
        ("killed", "injured", "missing", "trapped")[i % 4],
        value=n,
        low=n,
        high=n,
        source=list(SOURCES)[i % 16] if i % 5 else None,
    )
    for i, n in enumerate(range(100, 245_100, 7000))
)


@pytest.fixture(scope="module")
def marks():
    return estimate_marks(sample_tables()).set_index("printed")


def texts_of(ax):
    """Every line of text that is drawn, with its box on the canvas."""
    figure = ax.figure.figure
    canvas = FigureCanvasAgg(figure)
    canvas.draw()
    renderer = canvas.get_renderer()
    found = {}
    for text in ax.findobj(Text):
        if text.get_visible() and text.get_text().strip() and text.get_gid() != "axis-break":
            text.set_bbox(None)
            box = text.get_window_extent(renderer)
            found[(text.get_text(), round(box.x0), round(box.y0))] = box
    return list(found.items()), figure.bbox


def artists(ax, prefix):
    found = ax.findobj(lambda a: str(a.get_gid() or "").startswith(prefix))
    return {a.get_gid(): a for a in found}


# --- the table ---------------------------------------------------------------------------


def test_every_kind_that_an_axis_can_hold_has_a_panel():
    assert set(schema.NUMBER_KINDS) - set(PANELS) == {"date", "ordinal", "frequency"}
    assert len({PANELS[kind] for kind in schema.ESTIMATE_KINDS}) == 4


def test_one_row_for_each_count_of_the_body(marks):
    wanted = [f for f in FIGURES if f.kind in PANELS and f.zone == "body"]
    assert sorted(marks.index) == sorted(f.full for f in wanted)


def test_boilerplate_is_in_no_row(marks):
    assert "from just $5" not in marks.index


@pytest.mark.parametrize(
    ("printed", "shape", "at", "hollow", "shown"),
    [
        ("an estimated 12,000 people", "point", 12000, True, "an estimated 12,000"),
        ("At least 340 people", "at_least", 340, False, "at least 340"),
        ("closer to 900", "point", 900, True, "about 900 (possible)"),
        ("between 400 and 600 dead", "range", 400, False, "400 to 600"),
        ("no one", "point", 0, False, "0"),
        ("exactly 57 patients", "point", 57, False, "57"),
        ("more than 2.5 million", "at_least", 2.5e6, False, "more than 2.5 million"),
        ("nearly 70,000 refugees", "at_most", 70000, False, "nearly 70,000"),
        ("up to 18,000 people", "at_most", 18000, False, "at most 18,000"),
        ("thousands of farmers", "at_least", 1000, True, "“thousands”"),
        ("more than 800 reservists", "at_least", 800, False, "more than 800 (expected)"),
        ("$3.2 billion", "point", 3.2e9, False, "$3.2 billion (proposed)"),
    ],
)
def test_hedge_decides_shape_place_and_words(marks, printed, shape, at, hollow, shown):
    row = marks.loc[printed]
    assert (row["shape"], row["at"], row["hollow"], row["shown"]) == (shape, at, hollow, shown)


def test_vague_word_has_no_place_on_the_axis_and_says_why(marks):
    row = marks.loc["dozens of villagers"]
    assert row["shape"] == "none"
    assert pd.isna(row["at"])
    assert row["why_not"] == "no value stated"


def test_negative_count_is_not_drawn_and_says_why():
    row = estimate_marks(sample_tables(AWKWARD)).set_index("printed").loc["minus -4 people"]
    assert (row["shape"], row["why_not"]) == ("none", "a negative count")


@pytest.mark.parametrize("value", [1e308, 1e-300])
def test_number_beyond_any_axis_is_listed_instead_of_drawn(value):
    tables = sample_tables((Figure("9 people", "9", "killed", value=value),))
    assert estimate_marks(tables).loc[0, "why_not"] == "beyond any axis"
    assert "beyond any axis" in estimates_alt(tables)
    assert panels_of(plot_estimates(tables)) == {}


@pytest.mark.parametrize(
    ("printed", "reporter", "naming", "note"),
    [
        ("an estimated 12,000 people", "no source named", "none", "the article’s own voice"),
        ("more than 9,300 homes", "officials", "unnamed_group", "unnamed group, government"),
        ("At least 340 people", "one senior Norland official", "unnamed_person",
         "unnamed person, government"),
        ("up to 18,000 people", "Ada Brenning", "named_person",
         "health minister · named person, government"),
        ("home to 61,500 people", "a leaked report", "document",
         "document, other · relayed by the Hollin Courier"),
    ],
)  # fmt: skip
def test_reporter_is_named_with_what_is_known_of_them(marks, printed, reporter, naming, note):
    row = marks.loc[printed]
    assert (row["reporter"], row["naming"], row["note"]) == (reporter, naming, note)


def test_cue_without_a_speaker_is_told_from_the_articles_own_voice():
    figure = Figure("9 people", "9", "killed", value=9, low=9, high=9, source=None)
    tables = sample_tables((figure,))
    claims = tables.claims.assign(form="indirect", cue="reportedly")
    row = estimate_marks(dataclasses.replace(tables, claims=claims)).iloc[0]
    assert (row["naming"], row["note"]) == ("none", "“reportedly”, nobody named")


def test_day_is_shown_only_where_the_text_gives_one(marks):
    assert marks.loc["more than 9,300 homes", "where"] == "Hollin · 5 May 2031"
    assert marks.loc["nearly 70,000 refugees", "where"] == "place not stated"


def test_currencies_do_not_share_a_panel(marks):
    assert marks.loc["$3.2 billion", "panel"] == "money USD"
    assert marks.loc["€40 million", "panel"] == "money EUR"


def test_row_brings_the_sentence_it_stands_in(marks):
    sentence = marks.loc["At least 340 people", "sentence"]
    assert sentence.startswith("In the sample event number 1,")
    assert sentence.endswith("said.")


def test_table_is_not_changed_by_drawing_it():
    tables = sample_tables()
    before = {name: getattr(tables, name).copy() for name in schema.TABLES}
    plot_estimates(tables)
    for name, frame in before.items():
        pd.testing.assert_frame_equal(getattr(tables, name), frame)


def test_empty_tables_give_an_empty_table_with_all_columns():
    empty = estimate_marks(empty_tables())
    assert empty.empty
    assert list(empty.columns) == list(estimate_marks(sample_tables()).columns)
    assert (empty.dtypes == estimate_marks(sample_tables()).dtypes).all()


# --- the drawing -------------------------------------------------------------------------


def test_one_mark_or_bar_for_each_row_with_a_value(marks):
    ax = plot_estimates(sample_tables(), options=ALL)
    drawn = set()
    for panel in panels_of(ax).values():
        for gid in (*artists(panel, "mark:"), *artists(panel, "range:")):
            drawn.add(gid.partition(":")[2])
    assert drawn == set(marks.loc[marks["shape"] != "none", "number_id"])


def test_mark_stands_at_its_value(marks):
    ax = plot_estimates(sample_tables(), options=ALL)
    for panel in panels_of(ax).values():
        for gid, line in artists(panel, "mark:").items():
            at = marks.set_index("number_id").loc[gid.removeprefix("mark:"), "at"]
            if at > 0:
                assert line.get_xdata()[0] == at


def test_bounds_are_arrows_that_point_the_way_they_are_open(marks):
    ax = plot_estimates(sample_tables(), options=ALL)
    ids = marks["number_id"]
    people = panels_of(ax)["people"]
    right, left = artists(people, "at_least:"), artists(people, "at_most:")
    assert f"at_least:{ids['At least 340 people']}" in right
    assert f"at_most:{ids['nearly 70,000 refugees']}" in left
    # A figure that its source denies is nobody's claim: it is told, not drawn.
    assert f"at_most:{ids['fewer than 30 miners']}" not in left
    assert marks.loc["fewer than 30 miners", "why_not"] == "denied by its source"
    assert all(arrow.xyann[0] > 0 for arrow in right.values())
    assert all(arrow.xyann[0] < 0 for arrow in left.values())


def test_range_is_a_bar_from_low_to_high(marks):
    people = panels_of(plot_estimates(sample_tables(), options=ALL))["people"]
    bar = artists(people, "range:")[f"range:{marks.loc['between 400 and 600 dead', 'number_id']}"]
    assert list(bar.get_xdata()) == [400, 600]


def test_estimates_are_hollow_and_exact_counts_are_full(marks):
    people = panels_of(plot_estimates(sample_tables(), options=ALL))["people"]
    for gid, line in artists(people, "mark:").items():
        hollow = marks.set_index("number_id").loc[gid.removeprefix("mark:"), "hollow"]
        assert (to_rgb(line.get_markerfacecolor()) == (1, 1, 1)) == hollow


def test_each_panel_has_one_unit_and_an_axis_of_its_own():
    ax = plot_estimates(sample_tables(), options=ALL)
    panels = panels_of(ax)
    assert list(panels) == ["people", "troops", "homes", "money EUR", "money USD", "percent"]
    assert len({panel.get_xlim() for panel in panels.values()}) == len(panels)


def test_row_without_a_source_stands_on_a_band_and_no_other_row_does(marks):
    ax = plot_estimates(sample_tables(), options=ALL)
    bands = ax.findobj(lambda a: a.get_gid() == "no-source")
    assert len(bands) == (marks["naming"] == "none").sum() == 2


def test_name_of_a_person_is_bold_of_the_unnamed_italic_of_an_organisation_plain():
    texts = {t.get_text(): t for t in plot_estimates(sample_tables(), options=ALL).texts}
    assert texts["Ada Brenning"].get_weight() == "bold"
    assert texts["officials"].get_style() == "italic"
    assert texts["officials"].get_color() != texts["no source named"].get_color()
    assert (texts["Open Hands"].get_weight(), texts["Open Hands"].get_style()) == (
        "normal",
        "normal",
    )


def test_source_type_keeps_its_colour_and_marker_whatever_else_is_drawn():
    alone = Figure("5 people", "5", "killed", value=5, low=5, high=5, source="army")
    for tables in (sample_tables((alone,)), sample_tables((*FIGURES, alone))):
        ax = plot_estimates(tables)
        line = next(
            line
            for panel in panels_of(ax).values()
            for line in artists(panel, "mark:").values()
            if line.get_xdata()[0] == 5
        )
        assert line.get_color() == source_style("military").colour
        assert line.get_marker() == "^"


def test_every_source_type_has_a_style_and_no_two_share_colour_or_marker():
    styles = [SOURCE_STYLES[name] for name in (*schema.SOURCE_TYPES, "none")]
    assert len({s.colour for s in styles}) == len(styles)
    assert len({id(s.marker) if not isinstance(s.marker, str) else s.marker for s in styles}) == (
        len(styles)
    )


def test_zero_has_a_place_left_of_every_count_on_a_log_axis():
    people = panels_of(plot_estimates(sample_tables(), options=ALL))["people"]
    labels = [t.get_text() for t in people.get_xticklabels()]
    places = people.get_xticks()
    assert labels[0] == "0"
    assert people.get_xlim()[0] < places[0] < places[1]
    assert [t.get_text() for t in people.texts if t.get_gid() == "axis-break"] == ["//"]


def test_all_zero_counts_make_a_chart():
    zero = Figure("0 people", "0", "killed", value=0, low=0, high=0)
    for scale in ("log", "linear"):
        ax = plot_estimates(sample_tables((zero,)), options=EstimateOptions(scale=scale))
        assert len(artists(panels_of(ax)["people"], "mark:")) == 1


@pytest.mark.parametrize("scale", ["log", "linear"])
def test_tick_labels_are_plain(scale):
    ax = plot_estimates(sample_tables(), options=dataclasses.replace(ALL, scale=scale))
    labels = [
        t.get_text()
        for name, panel in panels_of(ax).items()
        for t in panel.get_xticklabels()
        if t.get_text() and not name.startswith("money")
    ]
    assert labels
    assert not any(c in label for label in labels for c in "eE^×\\{")
    assert any(label.endswith("million") for label in labels)


def test_vague_values_are_listed_under_the_axis():
    notes = " ".join(
        t.get_text() for t in plot_estimates(sample_tables()).texts if t.get_gid() == "note"
    )
    assert "“dozens of villagers” (killed, Upper Kell; a survivor; no value stated)" in notes


def test_more_rows_than_the_cap_say_what_is_left_out():
    tables = sample_tables(MANY)
    ax = plot_estimates(tables)
    assert len(artists(panels_of(ax)["people"], "mark:")) == 14
    assert any("21 more in the table: 21 counts of people." in t.get_text() for t in ax.texts)
    assert "21 more in the table" in estimates_alt(tables)


def test_sentences_are_written_on_request():
    plain = plot_estimates(sample_tables())
    told = plot_estimates(sample_tables(), options=EstimateOptions(sentences=True))
    assert not [t for t in plain.texts if t.get_gid() == "sentence"]
    assert len([t for t in told.texts if t.get_gid() == "sentence"]) >= 14


def test_no_data_is_said_on_the_page():
    ax = plot_estimates(empty_tables())
    assert [t.get_text() for t in ax.texts if t.get_gid() == "no-data"] == [
        "Nothing to draw: nothing is counted or measured here."
    ]


def test_page_names_article_outlet_and_date():
    credit = [
        t.get_text() for t in plot_estimates(sample_tables()).texts if t.get_gid() == "credit"
    ]
    assert credit == ["Article: “Flood waters reach Hollin”, The Norland Post, 6 May 2031."]


@pytest.mark.parametrize(
    ("figures", "options"),
    [
        (FIGURES, ALL),
        (FIGURES, dataclasses.replace(ALL, scale="linear")),
        (FIGURES, EstimateOptions(sentences=True)),
        (MANY, EstimateOptions()),
        (AWKWARD, EstimateOptions()),
        (AWKWARD, EstimateOptions(scale="linear", sentences=True)),
        (FIGURES[:1], EstimateOptions()),
        *(
            (figures, EstimateOptions(width=width, group=group))
            for figures in (FIGURES, AWKWARD)
            for width in (5.4, 7.2)
            for group in ("kind", "source")
        ),
    ],
)
def test_no_text_overlaps_another_or_leaves_the_page(figures, options):
    texts, page = texts_of(plot_estimates(sample_tables(figures), options=options))
    for (name, *_), box in texts:
        assert page.x0 <= box.x0 and box.x1 <= page.x1, name
        assert page.y0 <= box.y0 and box.y1 <= page.y1, name
    for ((one, *_), a), ((two, *_), b) in itertools.combinations(texts, 2):
        wide = min(a.x1, b.x1) - max(a.x0, b.x0)
        high = min(a.y1, b.y1) - max(a.y0, b.y0)
        assert wide <= 1 or high <= 2, f"{one!r} overlaps {two!r}"


def test_given_axes_hold_the_chart_and_nothing_leaves_them():
    figure, (left, right) = plt.subplots(1, 2, figsize=(13, 8))
    assert plot_estimates(sample_tables(), ax=left) is left
    FigureCanvasAgg(figure).draw()
    for text in left.findobj(Text):
        if text.get_visible() and text.get_text().strip():
            box = text.get_window_extent()
            assert box.x1 <= right.get_window_extent().x0 + 1, text.get_text()


def test_drawing_leaves_no_figure_open_and_no_setting_changed():
    before = dict(plt.rcParams)
    plot_estimates(sample_tables())
    assert plt.get_fignums() == []
    assert dict(plt.rcParams) == before


@pytest.mark.parametrize(
    "options",
    [{"scale": "cubic"}, {"max_rows": 0}, {"group": "age"}],
)
def test_option_that_cannot_be_is_refused_in_words(options):
    with pytest.raises(ValueError, match="must be"):
        EstimateOptions(**options)


def test_importing_the_charts_brings_neither_pyplot_nor_the_pipeline():
    code = (
        "import sys, helpers.views.charts; "
        "print([m for m in ('matplotlib.pyplot', 'helpers.tables', 'pandera', 'IPython', "
        "'ipywidgets') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


# --- the sentence ------------------------------------------------------------------------


def test_sentence_tells_figure_place_and_reporter_of_every_mark(marks):
    told = estimates_alt(sample_tables(), options=ALL)
    for row in marks[marks["shape"] != "none"].to_dict("records"):
        assert row["shown"] in told
        assert row["reporter"] in told
    assert "killed: people, Hollin: at least 340 (one senior Norland official" in told


def test_sentence_comes_with_the_axes():
    ax = plot_estimates(sample_tables())
    assert ax.alt == estimates_alt(sample_tables())


def test_sentence_of_a_selection_tells_only_that_selection():
    marks = estimate_marks(sample_tables())
    some = marks[marks["kind"] == "injured"]
    told = marks_alt(some)
    assert "57" in told
    assert "12,000" not in told
    assert len(artists(panels_of(draw_marks(some))["people"], "mark:")) == 1


def test_sentence_without_numbers_says_so():
    assert estimates_alt(empty_tables()).startswith("Chart without marks")


# --- words and scales --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (0, "0"),
        (5000, "5,000"),
        (1_234_567, "1,234,567"),
        (10_000_000, "10 million"),
        (1_250_000, "1.25 million"),
        (6.9e9, "6.9 billion"),
        (2e12, "2 trillion"),
        (1e30, "1 × 10^30"),
        (0.5, "0.5"),
        (6.9, "6.9"),
    ],
)
def test_number_is_written_plainly(value, expected):
    assert plain_number(value) == expected


@pytest.mark.parametrize(
    ("unit", "expected"), [("USD", "$3 million"), ("UAH", "UAH 3 million"), ("", "3 million")]
)
def test_money_is_written_with_its_currency(unit, expected):
    assert in_unit(3e6, unit) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("two\nlines\tand  more", "two lines and more"),
        ("a\u202eb\u200bc", "abc"),
        ("wave \U0001f30a", "wave □"),
        ("half \ud83d", "half □"),
        ("", ""),
    ],
)
def test_text_that_the_font_lacks_is_replaced(text, expected):
    assert drawable(text) == expected


@pytest.mark.parametrize("kind", ["log", "linear"])
@pytest.mark.parametrize(
    "values",
    [[0], [1], [0.5, 3], [5000], [1e-6, 1e15], [0, 7], [10**i for i in range(13)], [1e-12, 1e60]],
)
def test_every_value_lies_inside_the_axis(kind, values):
    scale = scale_for(values, kind=kind, width=4.0)
    places = [scale.inches(v) for v in values]
    assert all(0 <= place <= 4.0 for place in places)
    assert places == sorted(places)
    assert len(scale.ticks) >= 1


def test_key_names_each_type_of_source_that_is_drawn_once():
    marks = estimate_marks(sample_tables(FIGURES[:6]))
    keys = [key.label for key in draw_marks(marks).chart.keys]
    drawn = set(marks[marks["shape"] != "none"]["source_type"])
    for kind in SOURCE_STYLES:
        assert keys.count(words(kind)) == (kind in drawn and kind != "none")

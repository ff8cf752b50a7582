"""Who speaks on what: the table by value, the matrix by its artists, the sentence."""

from __future__ import annotations

import dataclasses
import itertools
import re

import matplotlib.pyplot as plt
import pandas as pd
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import to_hex
from matplotlib.text import Text
from sample_tables import AWKWARD, FIGURES, SOURCES, Figure, empty_tables, sample_tables
from test_charts_estimates import artists, texts_of

from helpers.views.charts import plot_topics, png_bytes, source_topics, topics_alt
from helpers.views.charts.picture import svg_text
from helpers.views.charts.shades import READABLE, contrast, ink_on, mixed
from helpers.views.charts.topics import MAX_ROWS, MAX_TOPICS

WIDTHS = (5.4, 7.2, 9.5)
TOPICS = {
    "ada": "disaster",
    "officials": "casualties",
    "aide": "casualties",
    "mayor": "humanitarian",
    "un": "casualties",
    "aid": "displacement",
    "doctors": "health",
    "ministry": "economy",
    "party": "politics",
    "prosecutor": "justice",
    "army": "military",
    "firm": "diplomacy",
}
NAMES = (
    "W" * 10_000,
    "\u202egnp.exe\u202c the \U0001f30a \U0001f600 source",
    "$6 and $7 \\frac{1}{2} $x$",
    "a very long-named ministry of rather many things " * 9,
    " \n\t ",
    "<b>&amp;\x00",
)


def with_topics(tables):
    """The sample with a topic for most claims; the mayor's mixed claim is on politics."""
    topic = tables.claims["source_id"].map(TOPICS)
    topic = topic.where(tables.claims["form"] != "mixed", "politics").astype("string")
    return dataclasses.replace(tables, claims=tables.claims.assign(topic=topic))


def many(n):
    """The sample with ``n`` more sources of one claim each."""
    sources, figures = dict(SOURCES), list(FIGURES)
    for i in range(n):
        sources[f"extra{i}"] = (f"witness {i:02} of Upper Kell", None, "witness", "named_person")
        text = f"{i + 3} goats"
        figures.append(Figure(text, text.split()[0], "other", value=i + 3, source=f"extra{i}"))
    return with_topics(sample_tables(tuple(figures), sources=sources))


def hostile(tables):
    names = itertools.cycle(NAMES)
    renamed = tables.sources.assign(name=[next(names) for _ in range(len(tables.sources))])
    return dataclasses.replace(tables, sources=renamed.astype({"name": "string"}))


def assert_apart(ax):
    """At the dots of a plain screen no text lies on another one or leaves the page."""
    ax.figure.figure.set_dpi(96)
    texts, page = texts_of(ax)
    for (text, *_), box in texts:
        assert page.x0 <= box.x0 and box.x1 <= page.x1, text
        assert page.y0 <= box.y0 and box.y1 <= page.y1, text
    for ((one, *_), a), ((two, *_), b) in itertools.combinations(texts, 2):
        wide = min(a.x1, b.x1) - max(a.x0, b.x0)
        high = min(a.y1, b.y1) - max(a.y0, b.y0)
        assert wide <= 1 or high <= 2, f"{one!r} overlaps {two!r}"


@pytest.fixture(scope="module")
def sample():
    return with_topics(sample_tables())


# --- the table ---------------------------------------------------------------------------


def test_claims_are_counted_by_source_and_topic(sample):
    counted = source_topics(sample).set_index(["source_id", "topic"])
    columns = ["name", "source_type", "naming", "n_claims", "n_quoted"]
    assert list(counted.loc[("ada", "politics"), columns]) == [
        "Ada Brenning",
        "government",
        "named_person",
        1,
        1,
    ]
    assert list(counted.loc[("ada", "disaster"), ["n_claims", "n_quoted"]]) == [1, 0]
    assert list(counted.loc[("mayor", "humanitarian"), ["n_claims", "n_quoted"]]) == [2, 2]
    assert list(counted.loc[("ministry", "economy"), ["n_claims", "n_quoted"]]) == [3, 0]
    assert list(counted.loc[("survivor", "no topic"), ["n_claims", "n_quoted"]]) == [2, 0]
    assert counted["n_claims"].sum() == 25


def test_sources_with_most_claims_come_first_and_nobody_named_last(sample):
    counted = source_topics(sample)
    sums = counted.groupby("name", sort=False)["n_claims"].sum()
    assert list(sums.index[:3]) == ["Norland’s interior ministry", "Tomas Vell", "a survivor"]
    assert list(sums.iloc[:-1]) == sorted(sums.iloc[:-1], reverse=True)
    last = counted.iloc[-1]
    assert pd.isna(last["source_id"])
    assert list(last[["name", "source_type", "naming"]]) == ["nobody named", "none", "none"]


def test_topics_of_a_source_follow_their_number_in_the_article_and_no_topic_is_last(sample):
    claims = sample.claims.assign(
        source_id=sample.claims["source_id"].where(sample.claims["source_id"].isna(), "ada")
    )
    counted = source_topics(dataclasses.replace(sample, claims=claims))
    of_ada = counted[counted["source_id"] == "ada"]
    assert list(of_ada["topic"])[:4] == ["casualties", "economy", "politics", "diplomacy"]
    assert list(of_ada["topic"])[-1] == "no topic"
    assert len(of_ada) == of_ada["topic"].nunique() == 11


def test_relayed_claim_counts_for_who_said_it(sample):
    counted = source_topics(sample)
    assert "report" in set(counted["source_id"])
    assert counted.loc[counted["source_id"] == "paper", "n_claims"].sum() == 1


def test_narrator_and_boilerplate_count_for_nobody(sample):
    narrated = sample.claims.assign(form="narrator")
    assert source_topics(dataclasses.replace(sample, claims=narrated)).empty
    asides = sample.claims.assign(zone="boilerplate")
    assert source_topics(dataclasses.replace(sample, claims=asides)).empty


def test_empty_table_has_the_columns_and_types_of_a_full_one(sample):
    empty, full = source_topics(empty_tables()), source_topics(sample)
    assert list(empty.columns) == list(full.columns)
    assert (empty.dtypes == full.dtypes).all()
    assert str(full["n_claims"].dtype) == "Int64"


# --- the drawing -------------------------------------------------------------------------


def test_each_cell_is_a_square_with_its_number_and_zero_is_blank(sample):
    ax = plot_topics(sample)
    cells, counts = artists(ax, "cell:"), artists(ax, "count:")
    table = source_topics(sample)
    expected = {
        f"{'none' if pd.isna(row.source_id) else row.source_id}:{row.topic.replace(' ', '_')}": str(
            row.n_claims
        )
        for row in table.itertuples()
    }
    assert {gid.removeprefix("count:"): t.get_text() for gid, t in counts.items()} == expected
    assert {gid.removeprefix("cell:") for gid in cells} == set(expected)
    assert all(cell.get_width() == cell.get_height() for cell in cells.values())


def test_more_claims_are_darker_and_the_number_can_be_read_on_it():
    claims = with_topics(sample_tables()).claims
    sources = ["ada"] * 12 + ["mayor"] * 7 + ["un"] * 3 + ["aid"] * 2
    claims = claims.assign(
        source_id=pd.array([*sources, *["firm"] * (len(claims) - len(sources))], "string"),
        form="direct",
        topic=pd.array(["health"] * len(claims), "string"),
    )
    tables = dataclasses.replace(sample_tables(), claims=claims)
    for chosen in (None, "aid"):
        ax = plot_topics(tables, chosen=chosen)
        cells, counts = artists(ax, "cell:"), artists(ax, "count:")
        order = sorted(counts, key=lambda gid: int(counts[gid].get_text()))
        fills = [to_hex(cells[gid.replace("count", "cell")].get_facecolor()) for gid in order]
        for gid, fill in zip(order, fills, strict=True):
            assert contrast(counts[gid].get_color(), fill) >= READABLE
        if chosen is None:
            on_white = [contrast(fill, "#ffffff") for fill in fills]
            assert on_white == sorted(on_white)
            assert len(set(on_white)) == len({counts[gid].get_text() for gid in order}) == 4


def test_every_shade_has_an_ink_that_can_be_read_on_it():
    for part in range(101):
        fill = mixed("#ffffff", "#000000", part / 100)
        assert contrast(ink_on(fill), fill) >= READABLE


def test_totals_stand_at_the_right_and_under_the_columns(sample):
    texts = [t.get_text() for t in plot_topics(sample).texts]
    under = texts[texts.index("all claims") + 1 :][:12]
    assert under == ["4", "3", "3", "2", "2", "1", "1", "1", "1", "1", "6", "25"]
    assert texts[texts.index("Norland’s interior ministry") + 1 :][:2] == ["3", "3"]


def test_names_are_set_by_naming_and_carry_their_source(sample):
    names = artists(plot_topics(sample), "source:")
    assert names["source:ada"].get_weight() == "bold"
    assert names["source:officials"].get_style() == "italic"
    assert names["source:un"].get_style() == "normal"
    assert names["source:none"].get_text() == "nobody named"
    assert len(names) == source_topics(sample)["source_id"].fillna("").nunique()


def test_row_of_every_source_answers_a_click_in_the_svg(sample):
    ax = plot_topics(sample)
    rows = artists(ax, "row:")
    assert {gid.removeprefix("row:") for gid in rows} == {
        gid.removeprefix("source:") for gid in artists(ax, "source:")
    }
    svg = svg_text(ax, title="t")
    for gid in rows:
        drawn = re.search(rf'<g id="{gid}">.*?style="([^"]*)"', svg, re.DOTALL)
        assert "fill: none" not in drawn.group(1)  # an area without paint answers no pointer


def test_every_id_of_a_mark_is_its_own(sample):
    ax = plot_topics(sample, width=5.4)
    kinds = ("cell:", "count:", "row:", "source:")
    ids = [a.get_gid() for a in ax.findobj() if str(a.get_gid() or "").startswith(kinds)]
    assert len(ids) == len(set(ids))


def test_chosen_row_is_framed_and_the_others_stand_back_but_are_readable(sample):
    plain, ax = plot_topics(sample), plot_topics(sample, chosen="mayor")
    assert not artists(plain, "chosen")
    frame, row = artists(ax, "chosen")["chosen"], artists(ax, "row:")["row:mayor"]
    assert (frame.get_y(), frame.get_height()) == (row.get_y(), row.get_height())
    before, after = artists(plain, "source:"), artists(ax, "source:")
    assert after["source:mayor"].get_color() == before["source:mayor"].get_color()
    assert after["source:un"].get_color() != before["source:un"].get_color()
    assert all(contrast(to_hex(t.get_color()), "#ffffff") >= READABLE for t in after.values())
    fills = [artists(a, "cell:")["cell:un:casualties"].get_facecolor() for a in (plain, ax)]
    assert fills[0] != fills[1]


@pytest.mark.parametrize("chosen", ["", "nobody-known", None])
def test_choosing_nobody_leaves_the_chart_as_it_is(sample, chosen):
    assert png_bytes(plot_topics(sample, chosen=chosen)) == png_bytes(plot_topics(sample))


def test_nobody_named_can_be_chosen(sample):
    ax = plot_topics(sample, chosen="none")
    assert artists(ax, "chosen")["chosen"].get_y() == artists(ax, "row:")["row:none"].get_y()


def test_more_rows_than_the_cap_say_what_is_left_out():
    tables = many(20)
    ax = plot_topics(tables)
    assert len(artists(ax, "row:")) == MAX_ROWS
    notes = " ".join(t.get_text() for t in ax.texts if t.get_gid() == "note")
    assert "7 more sources with 7 claims" in notes
    assert topics_alt(tables).count("witness ") == 14
    assert "and 7 more" in topics_alt(tables)


def test_chosen_source_is_drawn_even_where_it_would_be_left_out():
    rows = artists(plot_topics(many(20), chosen="extra19"), "row:")
    assert len(rows) == MAX_ROWS
    assert "row:extra19" in rows
    assert "row:extra19" not in artists(plot_topics(many(20)), "row:")


def test_topics_without_room_are_left_out_in_words():
    tables = many(20)
    topic = [f"topic number{i}" for i in range(len(tables.claims))]
    tables = dataclasses.replace(
        tables, claims=tables.claims.assign(topic=pd.array(topic, "string"))
    )
    ax = plot_topics(tables, width=5.4)
    assert len({gid.split(":")[2] for gid in artists(ax, "cell:")}) == MAX_TOPICS
    notes = " ".join(t.get_text() for t in ax.texts if t.get_gid() == "note")
    assert "more topics" in notes
    assert_apart(ax)


def test_no_data_is_said_on_the_page():
    for width in WIDTHS:
        ax = plot_topics(empty_tables(), width=width)
        assert [t for t in ax.texts if t.get_gid() == "no-data"]
        assert ax.alt == topics_alt(empty_tables())
        assert_apart(ax)


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize(
    "tables",
    [
        with_topics(sample_tables()),
        sample_tables(AWKWARD),
        hostile(with_topics(sample_tables())),
        many(30),
        sample_tables(FIGURES[:2], plain_claims=()),
    ],
    ids=["plain", "awkward", "hostile", "many", "one"],
)
def test_no_text_overlaps_another_or_leaves_the_page(tables, width):
    ax = plot_topics(tables, width=width, chosen="ada")
    assert ax.figure.get_size_inches()[0] == width
    assert not any(text.get_rotation() for text in ax.texts)
    assert_apart(ax)


def test_given_axes_hold_the_chart_and_nothing_leaves_them(sample):
    figure, (left, right) = plt.subplots(1, 2, figsize=(13, 8))
    assert plot_topics(sample, ax=left) is left
    FigureCanvasAgg(figure).draw()
    for text in left.findobj(Text):
        if text.get_visible() and text.get_text().strip():
            box = text.get_window_extent()
            assert box.x1 <= right.get_window_extent().x0 + 1, text.get_text()


def test_same_tables_give_the_same_picture(sample):
    assert png_bytes(plot_topics(sample)) == png_bytes(plot_topics(sample))


# --- the sentence ------------------------------------------------------------------------


def test_chart_brings_its_sentence_and_names_the_article(sample):
    ax = plot_topics(sample)
    assert ax.alt == topics_alt(sample)
    assert "The Norland Post" in ax.alt
    assert [t for t in ax.texts if t.get_gid() == "credit"]


def test_sentence_tells_every_cell_of_the_table(sample):
    told = topics_alt(sample)
    assert (
        "Norland’s interior ministry 3 (economy 3); Tomas Vell 3 (politics 1, humanitarian 2)"
        in told
    )
    assert "nobody named 1 (no topic 1)." in told
    for row in source_topics(sample).itertuples():
        assert row.name in told
        assert f"{row.topic} {row.n_claims}" in told
    assert "25 claims: 24 by 16 sources, 1 by nobody named; 6 with quotation marks." in told

"""Charts to point at: each spot once, nothing that runs, colours that a dark page can change."""

from __future__ import annotations

import dataclasses
import re
from functools import cache

import pandas as pd
import pytest
from lxml import etree
from sample_tables import AWKWARD, SOURCES, Figure, empty_tables, sample_tables
from stated_tables import DATA
from test_charts_relays import many as many_relays
from test_charts_speakers import RELAYED
from test_charts_topics import many as many_topics
from test_charts_topics import with_topics

from helpers import credit_line, load_article, tables_of
from helpers.views.charts import (
    EstimateOptions,
    draw_marks,
    estimate_marks,
    marks_alt,
    plot_topics,
    relay_graph,
    relays_alt,
    source_topics,
    topics_alt,
)
from helpers.views.charts.chosen_marks import choose
from helpers.views.charts.estimate_chart import mark_of
from helpers.views.charts.live_chart import (
    DARK_PAPER,
    Spot,
    contrast,
    dark_colours,
    lightened,
    live_svg,
)
from helpers.views.charts.live_counts import MOST_ROWS, live_counts, mark_label
from helpers.views.charts.live_sources import NOBODY, cell_key, live_relays, live_topics, topic_key
from helpers.views.charts.palette import BAND, GREY, INK, PAPER, SOURCE_STYLES
from helpers.views.charts.picture import svg_text
from helpers.views.charts.topics import MAX_ROWS, NO_TOPIC
from helpers.views.widgets import reader, sources_explorer

WIDTH = 5.6
NASTY = (
    '"><script>alert(1)</script>',
    "' onload='alert(1)",
    "--> <!-- ]]> &amp; <svg/onload=alert(1)>",
    "\u202eevil\u202c \x00\x07 tab\there",
)


@cache
def tables_called(name):
    made = {
        "sample": lambda: with_topics(sample_tables(RELAYED)),
        "article": lambda: tables_of(
            load_article(DATA / "articles" / "moscow-times-2022-03-29.txt")
        ),
        "awkward": lambda: sample_tables(AWKWARD),
        "empty": empty_tables,
        "hostile": hostile,
        "many": lambda: many_topics(20),
        "folded": lambda: many_relays(40, "paper", "aid"),
        "hundreds": hundreds,
    }
    return made[name]()


def hostile():
    sources = {
        key: (f"{name} {NASTY[i % len(NASTY)]}", *rest)
        for i, (key, (name, *rest)) in enumerate(SOURCES.items())
    }
    figures = [
        dataclasses.replace(figure, place=nasty, counted=nasty, full=f"{figure.full} {nasty}")
        for figure, nasty in zip(RELAYED, NASTY * len(RELAYED), strict=False)
    ]
    return with_topics(sample_tables(tuple(figures), sources=sources, title=NASTY[0]))


def hundreds():
    """Three hundred numbers of two kinds and two units, of which some are bounds or vague."""
    hedges = ("exact", "at_least", "approximate", "range", "vague")
    figures = []
    for i in range(300):
        n, hedge = 3 + i * i, hedges[i % 5]
        value = (
            {}
            if hedge == "vague"
            else {"low": n, "high": n + 2} | ({} if hedge == "range" else {"value": n})
        )
        if hedge == "at_least":
            value["high"] = None
        kind = ("killed", "injured", "troops")[i % 3]
        source = (None, "ada", "un", "army")[i % 4]
        figures.append(Figure(f"{n:,} people", f"{n:,}", kind, hedge, source=source, **value))
    return sample_tables(tuple(figures))


@cache
def live(kind, name):
    """The chart's SVG as a tree, with what was said of it."""
    tables = tables_called(name)
    if kind == "counts":
        svg, alt = live_counts(estimate_marks(tables), width=WIDTH, credit=credit_line(tables))
    else:
        svg, alt = {"topics": live_topics, "relays": live_relays}[kind](tables, width=WIDTH)
    return svg, etree.fromstring(svg.encode("utf-8")), alt


def having(root, **attributes):
    """Elements with these data- attributes."""
    wanted = {f"data-{name}": value for name, value in attributes.items()}
    return [
        one
        for one in root.iter("{*}g", "{*}use")
        if all(one.get(name) == value for name, value in wanted.items())
    ]


def stops(root):
    """Picked id → the elements that the arrow keys stop at for it."""
    found = {}
    for one in root.iter():
        if isinstance(one.tag, str) and one.get("data-stop") is not None:
            found.setdefault(one.get("data-pick"), []).append(one)
    return found


CHARTS = [
    (kind, name)
    for kind in ("counts", "topics", "relays")
    for name in ("sample", "article", "awkward", "empty", "hostile")
] + [("counts", "hundreds"), ("topics", "many"), ("relays", "folded")]
EVERY = pytest.mark.parametrize(("kind", "name"), CHARTS, ids=[f"{k}-{n}" for k, n in CHARTS])


# --- every live chart --------------------------------------------------------------------


@EVERY
def test_nothing_in_a_live_chart_runs_or_leads_away(kind, name):
    svg, root, _ = live(kind, name)
    tags = {etree.QName(one).localname for one in root.iter() if isinstance(one.tag, str)}
    assert tags <= {"svg", "g", "path", "use", "defs", "clipPath", "rect", "style"}
    (style,) = root.iter("{*}style")
    assert style.text == "*{stroke-linejoin: round; stroke-linecap: butt}"
    known = {one.get("id") for one in root.iter() if isinstance(one.tag, str)}
    for one in root.iter():
        if not isinstance(one.tag, str):
            continue
        assert not [attribute for attribute in one.attrib if attribute.startswith("on")]
        for target in re.findall(r"url\(([^)]*)\)", " ".join(one.attrib.values())):
            assert target.removeprefix("#") in known
        if link := one.get("{http://www.w3.org/1999/xlink}href"):
            assert link.removeprefix("#") in known
    assert "metadata" not in svg and "<!DOCTYPE" not in svg and "<?xml" not in svg


@EVERY
def test_no_name_of_an_artist_is_an_id_of_the_page(kind, name):
    _, root, _ = live(kind, name)
    assert not [one for one in root.iter("{*}g") if one.get("id")]
    ids = [one.get("id") for one in root.iter() if isinstance(one.tag, str) and one.get("id")]
    assert len(ids) == len(set(ids))
    assert not [identity for identity in ids if ":" in identity]


@EVERY
def test_what_the_arrow_keys_stop_at_is_a_button_with_a_name(kind, name):
    _, root, _ = live(kind, name)
    for picked, elements in stops(root).items():
        (one,) = elements  # each id once
        assert one.get("role") == "button"
        assert (one.get("tabindex"), one.get("aria-pressed")) == ("-1", "false")
        assert one.get("aria-label").strip()
        assert picked in one.get("data-keys").split()


@EVERY
def test_chart_tells_itself_in_the_words_of_its_sentence(kind, name):
    _, root, alt = live(kind, name)
    assert root.get("role") == "group"
    assert root.get("aria-label") == re.sub("[\x00-\x08]", "\ufffd", alt)
    tables = tables_called(name)
    if kind == "topics":
        assert alt == topics_alt(tables)
    elif kind == "relays":
        assert alt == relays_alt(tables)


@EVERY
def test_every_colour_but_a_fixed_one_is_a_variable_and_can_be_seen_on_a_dark_page(kind, name):
    _, root, _ = live(kind, name)
    known = dict(re.findall(r"--c([0-9a-f]{6}): (#[0-9a-f]{6});", dark_colours()))
    plain = []
    for one in root.iter("{*}g", "{*}path", "{*}use", "{*}rect"):
        style = one.get("style") or ""
        for variable, colour in re.findall(r"var\(--c([0-9a-f]{6}), #([0-9a-f]{6})\)", style):
            assert variable == colour
            # A mixed colour of a wire has no second one; it must do on both papers.
            assert colour in known or contrast(f"#{colour}", DARK_PAPER) >= 3, colour
        rest = re.sub(r"var\([^)]*\)", "", style)
        plain += [one] if re.search(r"#[0-9a-f]{3,8}|rgb", rest) else []
    if kind != "topics":
        assert plain == []
    for one in plain:  # squares of the matrix and their counts
        around = [one, *one.iterancestors()]
        assert any((a.get("data-keys") or "").startswith("cell:") for a in around) or not any(
            a.get("data-keys") for a in around
        )


@EVERY
def test_nothing_is_left_in_a_black_that_no_dark_page_changes(kind, name):
    _, root, _ = live(kind, name)
    for one in root.iter("{*}path", "{*}use"):
        around = [one, *one.iterancestors()]
        if any(isinstance(a.tag, str) and a.tag.endswith(("defs", "clipPath")) for a in around):
            continue
        assert any("fill:" in (a.get("style") or "") for a in around)


@pytest.mark.parametrize("kind", ["counts", "topics", "relays"])
def test_same_tables_give_the_same_live_chart(kind):
    assert live.__wrapped__(kind, "sample")[0] == live(kind, "sample")[0]


# --- spots -------------------------------------------------------------------------------


def test_each_spot_is_found_once_and_what_is_not_named_stays_as_it_is():
    marks = estimate_marks(tables_called("sample"))
    chart = draw_marks(marks, options=EstimateOptions(max_rows=60))
    spots = [
        Spot(f"{part}:{key}", (part, key), f"{part}-{key}", f"The {part}", "people", x=True)
        for key in marks.loc[marks["shape"] == "at_least", "number_id"]
        for part in ("row", "mark", "value", "at_least")
    ]
    unknown = Spot("row:not-drawn", ("a",), "a", "b")
    root = etree.fromstring(live_svg(chart, [*spots, unknown], label="l").encode())
    for spot in spots:
        (one,) = having(root, pick=spot.pick)
        assert one.get("data-keys") == " ".join(spot.keys)
        assert (one.get("data-panel"), one.get("data-x")) == ("people", "")
        assert one.get("aria-label") == spot.label
    assert len(having(root, panel="people")) == len(spots)
    assert len(list(root.iter("{*}g"))) == len(re.findall(r"<g\b", svg_text(chart)))


def test_first_of_several_artists_of_one_name_is_the_one_in_the_tab_order():
    chart = draw_marks(estimate_marks(tables_called("sample")))
    spot = Spot("title", ("a",), "a", "What is counted")
    for text in chart.texts:
        if text.get_gid() == "note":
            text.set_gid("title")
    root = etree.fromstring(live_svg(chart, [spot], label="l").encode())
    assert len(having(root, pick="a", keys="a")) > 1
    assert len(stops(root)["a"]) == 1


def test_spot_without_a_label_is_lit_and_picked_and_no_stop():
    chart = draw_marks(estimate_marks(tables_called("sample")))
    svg = live_svg(chart, [Spot("title", ("a", "b"), "a")], label="l")
    root = etree.fromstring(svg.encode())
    (one,) = having(root, keys="a b", pick="a")
    assert one.get("role") is None and one.get("tabindex") is None
    assert stops(root) == {}


@pytest.mark.parametrize("nasty", [*NASTY, "a\nb", "half \ud83d pair"])
def test_attributes_hold_hostile_words_and_nothing_else(nasty):
    chart = draw_marks(estimate_marks(tables_called("sample")))
    spot = Spot("title", (nasty.split()[0],), nasty, nasty, nasty, part=nasty)
    svg = live_svg(chart, [spot], label=nasty)
    root = etree.fromstring(svg.encode("utf-8"))
    (one,) = (g for g in root.iter("{*}g") if g.get("data-pick"))
    assert set(one.attrib) == {
        "data-keys",
        "data-panel",
        "data-pick",
        "data-part",
        "data-stop",
        "role",
        "tabindex",
        "aria-pressed",
        "aria-label",
    }
    told = re.sub("[\x00-\x08\ud800-\udfff]", "\ufffd", nasty)
    for attribute in ("data-pick", "aria-label", "data-panel", "data-part"):
        assert one.get(attribute) == told
    assert root.get("aria-label") == told


@pytest.mark.parametrize("nasty", ["a\ufffeb", "a\uffffb"])
def test_noncharacter_in_a_label_does_not_end_the_drawing(nasty):
    chart = draw_marks(estimate_marks(tables_called("sample")))
    live_svg(chart, [Spot("title", ("a",), "a", nasty)], label=nasty)


# --- colours -----------------------------------------------------------------------------


def test_colours_of_sources_and_words_stand_out_from_a_dark_page():
    dark = dict(re.findall(r"--c([0-9a-f]{6}): (#[0-9a-f]{6});", dark_colours()))
    for style in SOURCE_STYLES.values():
        assert contrast(dark[style.colour[1:]], DARK_PAPER) >= 4.5
    for words in (INK, GREY):
        for ground in (PAPER, BAND):
            assert contrast(dark[words[1:]], dark[ground[1:]]) >= 4.5
    assert dark[PAPER[1:]] == DARK_PAPER


def test_colours_of_sources_stay_apart_on_a_dark_page():
    dark = [lightened(style.colour) for style in SOURCE_STYLES.values()]
    assert len(set(dark)) == len(dark)


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [("#000000", "#ffffff", 21), ("#777777", "#ffffff", 4.48), ("#0b4f8a", "#0b4f8a", 1)],
)
def test_contrast_is_that_of_wcag(one, other, ratio):
    assert contrast(one, other) == pytest.approx(ratio, abs=0.01)
    assert contrast(other, one) == contrast(one, other)


def test_colour_that_stands_out_stays_as_it_is():
    assert lightened("#ffd25e") == "#ffd25e"
    assert lightened("#000000") not in ("#000000", "#ffffff")


# --- SVG without a title -----------------------------------------------------------------


def test_svg_without_a_title_is_whole_and_has_an_empty_label():
    svg = svg_text(plot_topics(tables_called("sample")))
    root = etree.fromstring(svg[svg.index("<svg ") :].encode("utf-8"))
    assert (root.get("role"), root.get("aria-label")) == ("img", "")
    assert not list(root.iter("{*}title")) and "<dc:title>" not in svg
    titled = svg_text(plot_topics(tables_called("sample")), title="A <title>", description='"d"')
    assert 'aria-label="&quot;d&quot;"' in titled
    assert "A &lt;title&gt;" in titled


# --- counts ------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["sample", "article", "awkward", "hostile"])
def test_each_row_of_the_counts_picks_its_number(name):
    _, root, alt = live("counts", name)
    marks = estimate_marks(tables_called(name))
    lines = choose(marks, max_rows=MOST_ROWS).lines
    assert list(stops(root)) == [line.mark["number_id"] for line in lines]
    for line in lines:
        mark = line.mark
        ground, *rest = having(root, keys=" ".join(line.keys))
        assert (ground.get("data-pick"), ground.get("data-part")) == (line.keys[0], "ground")
        assert ground.get("data-panel") == mark["panel"]
        told = mark_label({**mark, "shown": mark_of(line).shown})
        assert ground.get("aria-label") == re.sub("[\x00-\x08]", "\ufffd", told)
        parts = [one.get("data-part") for one in rest]
        assert parts.count("shade") <= 1
        at = [one for one in rest if one.get("data-x") == ""]
        best = mark["shape"] == "range" and not pd.isna(mark["value"])
        assert len(at) == 1 + best
        assert all(one.get("data-panel") == mark["panel"] for one in at)
    options = EstimateOptions(width=WIDTH, max_rows=MOST_ROWS)
    assert alt == marks_alt(marks, options=options, credit=credit_line(tables_called(name)))


def test_each_panel_of_the_counts_can_be_brushed():
    _, root, _ = live("counts", "sample")
    panels = [
        one.get("data-panel")
        for one in root.iter("{*}g")
        if one.get("data-panel") and not one.get("data-keys")
    ]
    assert panels == ["people", "troops", "homes", "money EUR", "money USD", "percent"]


def test_label_of_a_mark_says_what_is_counted_where_how_much_and_by_whom():
    marks = estimate_marks(tables_called("sample")).set_index("printed")
    assert mark_label(marks.loc["At least 340 people"].to_dict()) == (
        "Killed: people, Hollin: at least 340, one senior Norland official"
    )


def test_more_rows_than_a_page_of_words_shows_are_drawn_in_the_reader():
    figures = tuple(
        Figure(f"{n} people", f"{n}", "killed", value=n, source="ada") for n in range(10, 10 + 45)
    )
    marks = estimate_marks(sample_tables(figures))
    assert EstimateOptions().max_rows < len(marks) <= MOST_ROWS
    svg, alt = live_counts(marks, width=WIDTH, credit="")
    root = etree.fromstring(svg.encode())
    assert list(stops(root)) == list(marks["number_id"])
    assert "45 rows" in alt and "more in the table" not in alt


def test_of_very_many_counts_the_weightiest_are_drawn_and_the_rest_is_told():
    svg, root, alt = live("counts", "hundreds")
    marks = estimate_marks(tables_called("hundreds"))
    drawn = marks[marks["shape"] != "none"]
    assert len(drawn) == 240
    assert len(stops(root)) == MOST_ROWS
    assert "180 more in the table" in alt
    assert len(svg) < 1_000_000


# --- topics and relays -------------------------------------------------------------------


@pytest.mark.parametrize("name", ["sample", "article", "many"])
def test_each_square_of_the_matrix_picks_what_one_source_says_on_one_topic(name):
    _, root, _ = live("topics", name)
    counted = source_topics(tables_called(name))
    ids = counted["source_id"].fillna(NOBODY)
    drawn = list(dict.fromkeys(ids))[:MAX_ROWS]
    found = stops(root)
    cells = {}
    for key, row in zip(ids, counted.to_dict("records"), strict=True):
        if key in drawn:
            cells[cell_key(key, row["topic"])] = (key, row)
    assert set(found) == {*drawn, *cells}
    for cell, (key, row) in cells.items():
        (square,) = found[cell]
        assert square.get("data-keys").split() == [cell, key, topic_key(row["topic"])]
        n = row["n_claims"]
        plural = "" if n == 1 else "s"
        assert square.get("aria-label") == f"{row['name']}, {row['topic']}: {n} claim{plural}"
    for key in drawn:
        (ground,) = found[key]
        assert ground.get("data-part") == "ground"
        assert len(having(root, keys=key, part="words")) >= 1


def test_keys_hold_no_space_so_that_several_fit_an_attribute():
    assert cell_key("ada", NO_TOPIC) == "cell:ada:no_topic"
    assert topic_key(NO_TOPIC) == "topic:no_topic"


@pytest.mark.parametrize("name", ["sample", "article"])
def test_each_node_of_the_graph_picks_its_source_and_lights_up_with_its_edges(name):
    _, root, _ = live("relays", name)
    graph = relay_graph(tables_called(name))
    nodes = {node: known for node, known in graph.nodes(data=True) if node != "article"}
    found = stops(root)
    assert set(found) == set(nodes)
    for node, known in nodes.items():
        (ground,) = found[node]
        assert ground.get("data-part") == "ground"
        assert ground.get("aria-label") == known["name"]
    for edge in graph.edges:
        assert len(having(root, keys=" ".join(edge))) == 1


def test_sources_folded_into_one_node_are_no_stop():
    _, root, _ = live("relays", "folded")
    assert 0 < len(stops(root)) < len(relay_graph(tables_called("folded"))) - 1


# --- in the panes ------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["sample", "article", "empty"])
def test_ids_in_a_chart_lead_on_to_what_lights_up_with_them(name):
    boards = [reader(tables_called(name)), sources_explorer(tables_called(name))]
    boards += [sources_explorer(tables_called(name))]
    boards[-1].picture.value = "relays"
    for board in boards:
        keys = set(re.findall(r'data-pick="([^"]*)"', board.panes.chart))
        assert keys <= set(board.panes.links)
        lit = re.findall(r'data-keys="([^"]*)"', board.panes.chart)
        known = {*board.panes.links, "article"}  # an edge ends there; nothing lights it up
        assert {key for keys in lit for key in keys.split()} <= known

"""Who relays whom: the graph by value, the drawing by its artists, the sentence."""

from __future__ import annotations

import dataclasses
import re
import subprocess
import sys

import matplotlib.pyplot as plt
import networkx as nx
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import to_hex
from matplotlib.path import Path
from matplotlib.text import Text
from sample_tables import AWKWARD, FIGURES, SOURCES, Figure, empty_tables, sample_tables
from test_charts_estimates import artists
from test_charts_speakers import RELAYED
from test_charts_topics import WIDTHS, assert_apart, hostile

from helpers.views.charts import plot_relays, png_bytes, relay_graph, relays_alt
from helpers.views.charts.picture import svg_text
from helpers.views.charts.relay_cast import MANY, cast_of
from helpers.views.charts.shades import READABLE, contrast


def relayed_by(**relays):
    """The sample's figures, each told through the relay that is named for its source."""
    return tuple(dataclasses.replace(f, via=relays.get(f.source, f.via)) for f in FIGURES)


CYCLE = relayed_by(officials="paper", paper="officials", aide="paper", aid="paper", doctors="aid")
BOTH = (
    *FIGURES,
    *(
        dataclasses.replace(f, via=relay)
        for f in FIGURES
        if f.source == "aide"
        for relay in ("paper", "aid")
    ),
)


def many(n, *relays):
    """The sample with ``n`` more sources, told through the relays in turn, or directly."""
    sources, figures = dict(SOURCES), list(FIGURES)
    for i in range(n):
        sources[f"extra{i}"] = (f"witness {i:02} of Upper Kell", None, "witness", "named_person")
        via = relays[i % len(relays)] if relays else None
        figures.append(Figure(f"{i + 3} goats", f"{i + 3}", "other", source=f"extra{i}", via=via))
    return sample_tables(tuple(figures), sources=sources)


def nobody_relayed():
    """The sample with "reportedly" passed on by the aid group."""
    tables = sample_tables(RELAYED)
    reported = tables.claims["cue"] == "reportedly"
    via = tables.claims["via_source_id"].mask(reported, "aid")
    return dataclasses.replace(tables, claims=tables.claims.assign(via_source_id=via))


@pytest.fixture(scope="module")
def sample():
    return sample_tables(RELAYED)


# --- the graph ---------------------------------------------------------------------------


def test_edges_lead_from_teller_over_relay_to_the_article(sample):
    graph = relay_graph(sample)
    relayed = {(u, v): n for u, v, n in graph.edges(data="n_claims") if v != "article"}
    assert relayed == {
        ("doctors", "aid"): 1,
        ("aide", "paper"): 2,
        ("report", "paper"): 1,
        ("officials", "paper"): 1,
    }
    assert graph.edges["paper", "article"]["n_claims"] == 5  # four relayed, one of its own
    assert graph.edges["mayor", "article"]["n_claims"] == 3
    assert not graph.has_edge("doctors", "article")


def test_nodes_know_who_they_are_and_where_they_stand(sample):
    nodes = relay_graph(sample).nodes
    assert nodes["aide"] == {
        "name": "one senior Norland official",
        "source_type": "government",
        "naming": "unnamed_person",
        "n_claims": 2,
        "layer": 0,
    }
    assert (nodes["paper"]["layer"], nodes["paper"]["n_claims"]) == (1, 5)
    assert (nodes["mayor"]["layer"], nodes["mayor"]["n_claims"]) == (1, 3)
    assert (nodes["nobody"]["name"], nodes["nobody"]["layer"]) == ("nobody named", 1)
    assert (nodes["article"]["layer"], nodes["article"]["n_claims"]) == (2, 25)


def test_every_claim_reaches_the_article_once(sample):
    for tables in (sample, sample_tables(CYCLE), sample_tables(BOTH), nobody_relayed()):
        graph = relay_graph(tables)
        arriving = sum(n for _, v, n in graph.edges(data="n_claims") if v == "article")
        body = tables.claims[tables.claims["zone"] != "boilerplate"]
        assert arriving == (body["form"] != "narrator").sum()


def test_nobody_named_may_be_relayed():
    graph = relay_graph(nobody_relayed())
    assert graph.edges["nobody", "aid"]["n_claims"] == 1
    assert graph.nodes["nobody"]["layer"] == 0


def test_who_is_relayed_and_speaks_directly_has_an_edge_for_each():
    graph = relay_graph(sample_tables(BOTH))
    out = {v: graph.edges["aide", v]["n_claims"] for v in graph.successors("aide")}
    assert out == {"aid": 2, "paper": 2, "article": 2}
    assert graph.nodes["aide"]["layer"] == 0


def test_cycle_of_relays_stands_in_one_layer():
    graph = relay_graph(sample_tables(CYCLE))
    assert {"paper", "officials"} in [set(part) for part in nx.strongly_connected_components(graph)]
    assert graph.nodes["paper"]["layer"] == graph.nodes["officials"]["layer"] == 1


def test_who_relays_its_own_words_tells_them_directly():
    graph = relay_graph(sample_tables(relayed_by(party="party")))
    assert list(graph.successors("party")) == ["article"]
    assert "the Harbour Party → the Harbour Party" not in relays_alt(
        sample_tables(relayed_by(party="party"))
    )


def test_order_of_nodes_and_edges_does_not_hang_on_the_order_of_the_tables(sample):
    turned = dataclasses.replace(
        sample,
        claims=sample.claims.iloc[::-1].reset_index(drop=True),
        sources=sample.sources.iloc[::-1].reset_index(drop=True),
    )
    one, other = relay_graph(sample), relay_graph(turned)
    assert list(one.nodes(data=True)) == list(other.nodes(data=True))
    assert list(one.edges(data=True)) == list(other.edges(data=True))
    assert list(one)[-1] == "article"


def test_boilerplate_and_the_narrator_are_no_part_of_the_graph(sample):
    for change in ({"zone": "boilerplate"}, {"form": "narrator"}):
        tables = dataclasses.replace(sample, claims=sample.claims.assign(**change))
        assert len(relay_graph(tables)) == 0
    assert isinstance(relay_graph(empty_tables()), nx.DiGraph)


def test_networkx_and_pyplot_wait_until_a_graph_is_asked_for():
    code = (
        "import sys, helpers.views.charts.relay_chart; "
        "print([m for m in ('networkx', 'matplotlib.pyplot') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


# --- the drawing -------------------------------------------------------------------------


def test_every_node_has_a_marker_a_name_and_a_row_and_every_edge_an_arrow(sample):
    ax, graph = plot_relays(sample), relay_graph(sample)
    for prefix in ("node:", "source:"):
        assert {gid.removeprefix(prefix) for gid in artists(ax, prefix)} == set(graph)
    assert {gid.removeprefix("row:") for gid in artists(ax, "row:")} == set(graph) - {"article"}
    assert {tuple(gid.split(":")[1:]) for gid in artists(ax, "edge:")} == set(graph.edges)


def test_layers_stand_from_left_to_right(sample):
    nodes = artists(plot_relays(sample), "node:")
    at = {
        gid.removeprefix("node:"): node.get_offsets()[0][0]
        for gid, node in nodes.items()
        if gid != "node:article"
    }
    graph = relay_graph(sample)
    columns = [{at[n] for n in at if graph.nodes[n]["layer"] == layer} for layer in (0, 1)]
    assert [len(column) for column in columns] == [1, 1]
    assert max(columns[0]) < min(columns[1]) < nodes["node:article"].get_x()


def test_relayed_chains_stand_above_direct_tellers_and_nobody_last(sample):
    nodes = artists(plot_relays(sample), "node:")
    y = {gid[5:]: n.get_offsets()[0][1] for gid, n in nodes.items() if gid != "node:article"}
    chained = {"doctors", "aid", "aide", "report", "officials", "paper"}
    assert max(y[n] for n in chained) + 0.5 < min(y[n] for n in y if n not in chained)
    assert max(y, key=y.get) == "nobody"
    assert y["ministry"] < y["ada"] < y["un"]


def test_more_claims_have_a_larger_node_a_wider_edge_and_a_number(sample):
    ax = plot_relays(sample)
    nodes, edges = artists(ax, "node:"), artists(ax, "edge:")
    assert nodes["node:ministry"].get_sizes()[0] > nodes["node:officials"].get_sizes()[0]
    widths = {gid: edge.get_linewidth() for gid, edge in edges.items()}
    assert (
        widths["edge:paper:article"]
        > widths["edge:mayor:article"]
        > widths["edge:firm:article"]
        > widths["edge:un:article"]
        == widths["edge:doctors:aid"]
    )
    numbers = [t.get_text() for t in ax.texts if t.get_text().isdigit()]
    counts = [n for *_, n in relay_graph(sample).edges(data="n_claims") if n > 1]
    assert sorted(numbers) == sorted(map(str, counts))


def test_markers_have_the_colour_of_their_type(sample):
    from helpers.views.charts.palette import source_style

    nodes = artists(plot_relays(sample), "node:")
    for node, data in relay_graph(sample).nodes(data=True):
        if node != "article":
            colour = to_hex(nodes[f"node:{node}"].get_facecolor()[0])
            assert colour == source_style(data["source_type"]).colour


def test_chosen_node_and_its_edges_stay_strong_and_the_others_stand_back(sample):
    plain, ax = plot_relays(sample), plot_relays(sample, chosen="paper")
    frame = artists(ax, "chosen")["chosen"]
    assert not artists(plain, "chosen")
    _, y = artists(ax, "node:")["node:paper"].get_offsets()[0]
    assert frame.get_y() < y < frame.get_y() + frame.get_height()

    def looks(page, gid):
        artist = page.findobj(lambda a: a.get_gid() == gid)[0]
        return artist.get_color() if isinstance(artist, Text) else tuple(artist.get_facecolor())

    def same(gid):
        one, other = looks(plain, gid), looks(ax, gid)
        return [*map(str, one)] == [*map(str, other)]

    for gid in ("source:paper", "edge:paper:article", "edge:aide:paper", "node:paper"):
        assert same(gid), gid
    for gid in ("source:mayor", "edge:mayor:article", "edge:doctors:aid", "node:mayor"):
        assert not same(gid), gid
    names = artists(ax, "source:").values()
    assert all(contrast(to_hex(name.get_color()), "#ffffff") >= READABLE for name in names)


def test_nobody_and_the_article_can_be_chosen_and_a_stranger_changes_nothing(sample):
    assert artists(plot_relays(sample, chosen="nobody"), "chosen")
    assert artists(plot_relays(sample, chosen="none"), "chosen")  # its id in the other charts
    strong = artists(plot_relays(sample, chosen="article"), "edge:")["edge:mayor:article"]
    plain = artists(plot_relays(sample), "edge:")["edge:mayor:article"]
    assert strong.get_facecolor() == plain.get_facecolor()
    for stranger in ("", "somebody else", None):
        assert png_bytes(plot_relays(sample, chosen=stranger)) == png_bytes(plot_relays(sample))


def test_many_direct_tellers_are_folded_into_one_node_and_a_note_says_so():
    tables = many(30)
    ax = plot_relays(tables)
    direct = cast_of(relay_graph(tables)).direct
    assert len(direct) == MANY
    assert direct[-2:] == ["more", "nobody"]
    assert artists(ax, "source:")["source:more"].get_text() == "16 more sources"
    assert "edge:more:article" in artists(ax, "edge:")
    notes = " ".join(t.get_text() for t in ax.texts if t.get_gid() == "note")
    assert "16 sources with 16 claims stand together as one" in notes


def test_chosen_source_is_not_folded():
    ax = plot_relays(many(30), chosen="extra29")
    assert "node:extra29" in artists(ax, "node:")
    assert artists(ax, "chosen")
    assert "node:extra29" not in artists(plot_relays(many(30)), "node:")


def test_many_chains_are_cut_and_a_note_says_so():
    tables = many(40, "paper", "aid")
    graph = relay_graph(tables)
    cast = cast_of(graph)
    assert cast.left_out == 11
    notes = " ".join(t.get_text() for t in plot_relays(tables).texts if t.get_gid() == "note")
    assert "11 more chains are left out" in notes
    last = [u for u, v in graph.edges if v == "paper" and (u, v) not in cast.edges][-1]
    assert (last, "paper") in cast_of(graph, last).edges


def test_no_data_is_said_on_the_page():
    for width in WIDTHS:
        ax = plot_relays(empty_tables(), width=width)
        assert [t for t in ax.texts if t.get_gid() == "no-data"]
        assert ax.alt == relays_alt(empty_tables())
        assert_apart(ax)


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize(
    "tables",
    [
        sample_tables(RELAYED),
        sample_tables(AWKWARD),
        hostile(sample_tables(RELAYED)),
        hostile(sample_tables(CYCLE)),
        sample_tables(CYCLE * 3),
        sample_tables(BOTH * 2),
        nobody_relayed(),
        many(50),
        many(40, "paper", "aid"),
        many(12, *SOURCES),
        sample_tables(relayed_by(party="party")[:2], plain_claims=()),
    ],
    ids=[
        "plain",
        "awkward",
        "hostile",
        "hostile-cycle",
        "cycle",
        "both",
        "nobody",
        "direct",
        "chains",
        "all-relay",
        "one",
    ],
)
def test_no_text_overlaps_another_or_leaves_the_page(tables, width):
    ax = plot_relays(tables, width=width, chosen="paper")
    assert ax.figure.get_size_inches()[0] == width
    assert_apart(ax)


@pytest.mark.parametrize("width", WIDTHS)
def test_no_edge_runs_through_a_name(width):
    for tables in (sample_tables(RELAYED), sample_tables(BOTH)):
        ax = plot_relays(tables, width=width)
        figure = ax.figure.figure
        FigureCanvasAgg(figure).draw()
        for gid, edge in artists(ax, "edge:").items():
            path = edge.get_path().transformed(ax.transData)
            lines = [Path(line).interpolated(40) for line in path.to_polygons(closed_only=False)]
            for name in artists(ax, "source:").values():
                box = name.get_window_extent().padded(-1)
                inside = any(box.contains(*at) for line in lines for at in line.vertices)
                assert not inside, (gid, name.get_text())


def test_given_axes_hold_the_chart_and_nothing_leaves_them(sample):
    figure, (left, right) = plt.subplots(1, 2, figsize=(13, 8))
    alone = artists(plot_relays(sample), "node:")["node:aide"].get_sizes()[0]
    assert plot_relays(sample, ax=left) is left
    FigureCanvasAgg(figure).draw()
    for text in left.findobj(Text):
        if text.get_visible() and text.get_text().strip():
            box = text.get_window_extent()
            assert box.x1 <= right.get_window_extent().x0 + 1, text.get_text()
    assert artists(left, "node:")["node:aide"].get_sizes()[0] < alone


def test_ids_in_the_svg_are_those_of_the_artists_and_rows_answer_a_click(sample):
    ax = plot_relays(sample)
    svg = svg_text(ax, title="t")
    for prefix in ("node:", "source:", "edge:", "row:"):
        for gid in artists(ax, prefix):
            assert svg.count(f'id="{gid}"') == 1
    for gid in artists(ax, "row:"):
        drawn = re.search(rf'<g id="{gid}">.*?style="([^"]*)"', svg, re.DOTALL)
        assert "fill: none" not in drawn.group(1)


def test_same_tables_give_the_same_picture(sample):
    assert png_bytes(plot_relays(sample)) == png_bytes(plot_relays(sample))


# --- the sentence ------------------------------------------------------------------------


def test_chart_brings_its_sentence_and_names_the_article(sample):
    ax = plot_relays(sample)
    assert ax.alt == relays_alt(sample)
    assert "The Norland Post" in ax.alt
    assert [t for t in ax.texts if t.get_gid() == "credit"]


def test_sentence_goes_from_teller_to_article_and_then_tells_who_spoke_directly(sample):
    told = relays_alt(sample)
    assert "a leaked report → the Hollin Courier → this article (1 claim)" in told
    assert "directly, claims by source: Norland’s interior ministry 3; Tomas Vell 3; " in told
    plain = relays_alt(sample_tables(FIGURES[:2]))
    assert "no relay is named" in plain
    assert "nobody named 1" in plain

"""The further charts: sources by type, claims by form, quotes and numbers, the chain."""

from __future__ import annotations

import dataclasses
import itertools

import pytest
from matplotlib.patches import Rectangle
from sample_tables import FIGURES, empty_tables, sample_tables
from test_charts_estimates import texts_of

from helpers.views.charts import (
    claims_alt,
    claims_by_form,
    numbers_and_quotes,
    numbers_and_quotes_alt,
    panels_of,
    plot_claims,
    plot_numbers_and_quotes,
    plot_sources,
    source_chain,
    sources_alt,
    sources_by_type,
)

CHARTS = {
    "sources": (sources_by_type, plot_sources, sources_alt),
    "claims": (claims_by_form, plot_claims, claims_alt),
    "quotes": (numbers_and_quotes, plot_numbers_and_quotes, numbers_and_quotes_alt),
}
RELAYED = tuple(
    dataclasses.replace(f, via={"officials": "paper", "aide": "paper", "doctors": "aid"}[f.source])
    if f.source in ("officials", "aide", "doctors")
    else f
    for f in FIGURES
)


def bars_of(ax):
    """Panel → {(series, label): width}."""
    return {
        name: {
            tuple(bar.get_gid().split("-", 2)[1:]): bar.get_width()
            for bar in panel.findobj(Rectangle)
            if str(bar.get_gid() or "").startswith("bar-")
        }
        for name, panel in panels_of(ax).items()
    }


def test_sources_are_counted_by_type_and_naming():
    counted = sources_by_type(sample_tables()).set_index(["source_type", "naming"])["n_sources"]
    assert counted.sum() == 16
    assert counted.loc[("government", "unnamed_group")] == 1
    assert counted.loc["government"].sum() == 4
    assert counted.index[0] == ("government", "named_person")


def test_bars_of_sources_are_as_long_as_their_counts():
    drawn = bars_of(plot_sources(sample_tables()))["number of sources"]
    assert drawn[("named person", "Government")] == 1
    assert drawn[("document", "Other")] == 1
    assert sum(drawn.values()) == 16


def test_bars_are_told_apart_by_hatch_as_well_as_colour():
    panel = panels_of(plot_sources(sample_tables()))["number of sources"]
    looks = {
        bar.get_gid().split("-", 2)[1]: (bar.get_facecolor(), bar.get_hatch())
        for bar in panel.findobj(Rectangle)
        if str(bar.get_gid() or "").startswith("bar-")
    }
    assert len({colour for colour, _ in looks.values()}) == len(looks) == 5
    assert len({hatch for _, hatch in looks.values()}) == 5


def test_claims_are_counted_by_form_and_firmness():
    counted = claims_by_form(sample_tables()).set_index(["form", "firmness"])["n_claims"]
    assert counted.loc[("indirect", "denied")] == 2
    assert counted.loc[("indirect", "uncertain")] == 3
    assert counted.loc[("direct", "foreseen")] == 1
    assert counted.loc["narrator"].sum() == 2
    assert next(form for form, _ in counted.index) == "direct"


def test_quotes_and_numbers_are_counted_by_source():
    counted = numbers_and_quotes(sample_tables()).set_index("name")
    columns = ["n_quoted", "n_unquoted", "n_numbers"]
    assert list(counted.loc["Tomas Vell", columns]) == [3, 0, 1]
    assert list(counted.loc["Norland’s interior ministry", columns]) == [0, 3, 3]
    assert counted.loc["the Hollin Courier", "n_relayed"] == 1
    assert counted.index[0] == "Norland’s interior ministry"


def test_what_nobody_is_named_for_stands_in_the_last_row():
    last = numbers_and_quotes(sample_tables()).iloc[-1]
    assert (last["name"], last["n_unquoted"], last["n_numbers"]) == ("no source named", 1, 2)


def test_quotes_and_numbers_share_rows_and_scale_but_not_a_panel():
    panels = panels_of(plot_numbers_and_quotes(sample_tables()))
    assert list(panels) == ["claims", "numbers"]
    assert len({p.get_xlim() for p in panels.values()}) == 1
    assert len({p.get_ylim() for p in panels.values()}) == 1


def test_chain_names_teller_relay_and_claims():
    links = source_chain(sample_tables(RELAYED))
    relayed = links[links["relay"].notna()]
    assert [tuple(row) for row in relayed[["teller", "relay", "n_claims"]].to_numpy()] == [
        ("doctors at the city’s hospital", "Open Hands", 1),
        ("one senior Norland official", "the Hollin Courier", 2),
        ("a leaked report", "the Hollin Courier", 1),
        ("officials", "the Hollin Courier", 1),
    ]


@pytest.mark.parametrize("name", CHARTS)
def test_boilerplate_is_counted_in_no_chart(name):
    numbers, _, _ = CHARTS[name]
    tables = sample_tables()
    zones = {
        table: getattr(tables, table).assign(zone="boilerplate")
        for table in ("sources", "claims", "numbers")
    }
    assert numbers(dataclasses.replace(tables, **zones)).empty


@pytest.mark.parametrize("name", CHARTS)
def test_no_data_is_said_on_the_page(name):
    numbers, plot, alt = CHARTS[name]
    assert numbers(empty_tables()).empty
    ax = plot(empty_tables())
    assert [t for t in ax.texts if t.get_gid() == "no-data"]
    assert ax.alt == alt(empty_tables())


@pytest.mark.parametrize("name", CHARTS)
def test_chart_brings_its_sentence_and_names_the_article(name):
    _, plot, alt = CHARTS[name]
    ax = plot(sample_tables())
    assert ax.alt == alt(sample_tables())
    assert "The Norland Post" in ax.alt
    assert [t for t in ax.texts if t.get_gid() == "credit"]


@pytest.mark.parametrize("name", CHARTS)
def test_empty_table_has_the_columns_and_types_of_a_full_one(name):
    numbers, _, _ = CHARTS[name]
    empty, full = numbers(empty_tables()), numbers(sample_tables())
    assert list(empty.columns) == list(full.columns)
    assert (empty.dtypes == full.dtypes).all()


def long_names():
    sources = sample_tables().sources
    return sources.assign(name=sources["name"] + " of the " + "very long-named " * 12 + "$x$ $y$")


@pytest.mark.parametrize("name", CHARTS)
@pytest.mark.parametrize(
    "tables",
    [
        sample_tables(RELAYED),
        dataclasses.replace(sample_tables(RELAYED), sources=long_names()),
    ],
    ids=["plain", "long-names"],
)
def test_no_text_overlaps_another_or_leaves_the_page(name, tables):
    _, plot, _ = CHARTS[name]
    texts, page = texts_of(plot(tables))
    for (text, *_), box in texts:
        assert page.x0 <= box.x0 and box.x1 <= page.x1, text
        assert page.y0 <= box.y0 and box.y1 <= page.y1, text
    for ((one, *_), a), ((two, *_), b) in itertools.combinations(texts, 2):
        wide = min(a.x1, b.x1) - max(a.x0, b.x0)
        high = min(a.y1, b.y1) - max(a.y0, b.y0)
        assert wide <= 1 or high <= 2, f"{one!r} overlaps {two!r}"

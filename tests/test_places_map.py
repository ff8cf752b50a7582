"""The map: figures stand where the gazetteer says, and look as they do in every other chart."""

from __future__ import annotations

import pandas as pd
import pytest

from helpers.views.charts import place_marks, places_alt, plot_places, png_bytes
from helpers.views.charts.palette import PAPER, source_style

COLUMNS = ("place", "lat", "lon", "value", "low", "high", "hedge", "estimated", "reporter",
           "source_type")  # fmt: skip
NA = None
ROWS = [
    ("Tunis", 36.8, 10.2, 40, NA, NA, "exact", False, "interior ministry", "government"),
    ("Tunis", 36.8, 10.2, NA, 90, NA, "at_least", False, "the Red Crescent", "ngo"),
    ("Quito", -0.2, -78.5, NA, 10, 30, "range", True, NA, NA),
    ("Riga", 56.9, 24.1, 12, NA, NA, "approximate", False, "police", "local_government"),
    ("Low Senna", NA, NA, 7, NA, NA, "exact", False, "police", "local_government"),
    ("Riga", 56.9, 24.1, NA, NA, NA, "vague", False, "police", "local_government"),
]


def numbers(rows=ROWS):
    return pd.DataFrame(rows, columns=list(COLUMNS))


@pytest.fixture
def drawn():
    return plot_places(numbers(), title="Killed", credit="Made up.")


def panel_of(page):
    return next(child for child in page.child_axes if child.get_label() == "map")


def of_gid(panel, gid):
    return [artist for artist in panel.get_children() if artist.get_gid() == gid]


def test_place_bears_its_largest_figure_and_how_many_there_are():
    marks = place_marks(numbers()).set_index("place")
    assert list(marks.index) == ["Tunis", "Riga", "Quito"]
    assert marks["shown"].to_dict() == {"Tunis": "at least 90", "Riga": "about 12",
                                        "Quito": "10 to 30"}  # fmt: skip
    assert marks["figures"].to_dict() == {"Tunis": 2, "Riga": 1, "Quito": 1}
    assert marks["source_type"]["Quito"] == "none"
    assert marks["reporter"]["Quito"] == "no source named"


def test_marks_stand_at_their_coordinates_in_the_colour_of_their_source(drawn):
    points = of_gid(panel_of(drawn), "place")
    at = {(point.get_xdata()[0], point.get_ydata()[0]): point for point in points}
    assert set(at) == {(10.2, 36.8), (24.1, 56.9), (-78.5, -0.2)}
    assert at[10.2, 36.8].get_color() == source_style("ngo").colour
    assert at[-78.5, -0.2].get_marker() == source_style("none").marker
    assert at[24.1, 56.9].get_markerfacecolor() == PAPER
    assert at[10.2, 36.8].get_markersize() > at[24.1, 56.9].get_markersize()


def test_bound_is_an_arrow_and_a_range_a_ring(drawn):
    panel = panel_of(drawn)
    assert len(of_gid(panel, "at_least")) == 1 and len(of_gid(panel, "range")) == 1
    west, east = panel.get_xlim()
    assert west < -78.5 and east > 24.1


def test_what_is_not_on_the_map_is_told(drawn):
    notes = " ".join(text.get_text() for text in drawn.texts if text.get_gid() == "note")
    assert "Not on the map" in notes and "2 of the rows" in notes and "Natural Earth" in notes


def test_sentence_says_what_the_map_shows(drawn):
    assert drawn.alt == places_alt(numbers(), title="Killed", credit="Made up.")
    assert "Tunis: at least 90 (the Red Crescent), the largest of 2 figures." in drawn.alt


def test_map_without_places_says_so():
    drawn = plot_places(numbers(ROWS[4:5]), title="Killed")
    assert any(text.get_gid() == "no-data" for text in drawn.texts)
    assert drawn.alt.startswith("Map without marks")


def test_hostile_name_is_drawn_as_words():
    row = (
        "$x^{2$ <script>\U000e0041" * 30,
        1.0,
        1.0,
        5,
        NA,
        NA,
        "exact",
        False,
        "x" * 900,
        "other",
    )
    assert png_bytes(plot_places(numbers([row]), title="T").figure)

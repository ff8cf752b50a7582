"""Charts saved and shown: whole files, same bytes, the article's name, a sentence beside."""

from __future__ import annotations

import io
import os
import re

import IPython.display
import matplotlib.image
import matplotlib.pyplot as plt
import pytest
from sample_tables import FIGURES, empty_tables, sample_tables

from helpers.errors import OutputError
from helpers.views.charts import (
    estimates_alt,
    plot_estimates,
    plot_sources,
    png_bytes,
    save_figure,
    show_figure,
)
from helpers.views.charts.estimate_chart import draw_marks
from helpers.views.charts.number_marks import estimate_marks
from helpers.views.charts.picture import quick_png


@pytest.fixture(scope="module")
def tables():
    return sample_tables(FIGURES[:4])


@pytest.fixture
def shown(monkeypatch):
    """What is displayed, as (data, metadata)."""
    outputs = []

    def display(data, *, metadata=None, raw):
        assert raw
        outputs.append((data, metadata or {}))

    monkeypatch.setattr(IPython.display, "display", display)
    return outputs


@pytest.mark.parametrize("suffix", [".png", ".svg"])
def test_same_tables_give_the_same_bytes(tables, tmp_path, suffix):
    one = save_figure(plot_estimates(tables), tmp_path / f"one{suffix}", tables).read_bytes()
    two = save_figure(plot_estimates(tables), tmp_path / f"two{suffix}", tables).read_bytes()
    assert one == two
    assert not re.search(rb"20\d\d-\d\d-\d\dT", one)


def test_png_is_at_least_as_wide_as_a_notebook(tables, tmp_path):
    path = save_figure(plot_estimates(tables), tmp_path / "chart.png", tables)
    pixels = matplotlib.image.imread(path)
    assert pixels.shape[1] >= 900


def test_saved_file_carries_credit_and_sentence(tables, tmp_path):
    svg = save_figure(plot_estimates(tables), tmp_path / "chart.svg", tables).read_text("utf-8")
    assert 'role="img" aria-label="Dot chart, ' in svg
    assert "Flood waters reach Hollin" in svg
    png = save_figure(plot_estimates(tables), tmp_path / "chart.png", tables).read_bytes()
    assert b"Description" in png


def test_chart_of_ones_own_gets_the_credit_line_in_the_file_only(tables, tmp_path):
    figure, ax = plt.subplots()
    ax.plot([1, 2], [3, 4])
    bare = png_bytes(figure, dpi=192)
    saved = save_figure(ax, tmp_path / "own.png", tables).read_bytes()
    a, b = (matplotlib.image.imread(io.BytesIO(data)) for data in (bare, saved))
    assert (a[-40:] != b[-40:]).any()
    assert figure.texts == []


@pytest.mark.parametrize("name", ["chart", "chart.pdf", "chart.png.txt"])
def test_unknown_ending_is_refused(tables, tmp_path, name):
    with pytest.raises(OutputError, match=r"end it in \.png or \.svg"):
        save_figure(plot_estimates(tables), tmp_path / name, tables)
    assert list(tmp_path.iterdir()) == []


def test_folder_in_the_place_of_the_file_is_refused(tables, tmp_path):
    (tmp_path / "chart.png").mkdir()
    with pytest.raises(OutputError, match="is a folder"):
        save_figure(plot_estimates(tables), tmp_path / "chart.png", tables)


def test_file_in_the_place_of_the_folder_is_refused_and_nothing_is_left(tables, tmp_path):
    (tmp_path / "file").write_text("here")
    with pytest.raises(OutputError, match="cannot write"):
        save_figure(plot_estimates(tables), tmp_path / "file" / "chart.png", tables)
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


def test_failed_write_leaves_the_old_file_whole(tables, tmp_path, monkeypatch):
    target = tmp_path / "chart.png"
    target.write_bytes(b"old")

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", full)
    with pytest.raises(OutputError, match="No space left"):
        save_figure(plot_estimates(tables), target, tables)
    assert target.read_bytes() == b"old"
    assert [path.name for path in tmp_path.iterdir()] == ["chart.png"]


def test_missing_folders_are_made(tables, tmp_path):
    path = save_figure(plot_estimates(tables), tmp_path / "a" / "b" / "chart.svg", tables)
    assert path.exists()


def test_picture_is_shown_as_png_and_caption_with_the_same_sentence(tables, shown):
    show_figure(plot_estimates(tables))._ipython_display_()
    (picture, metadata), (caption, _) = shown
    alt = estimates_alt(tables)
    assert set(picture) == {"image/png", "text/plain"}
    assert set(caption) == {"text/html", "text/plain"}
    assert picture["text/plain"] == caption["text/plain"] == alt
    assert metadata["image/png"] == {"alt": alt, "width": 912}


def test_axes_that_end_a_cell_show_themselves_like_the_picture(tables, shown):
    plot_sources(tables)._ipython_display_()
    assert [set(data) for data, _ in shown] == [
        {"image/png", "text/plain"},
        {"text/html", "text/plain"},
    ]


def test_what_nbval_compares_holds_no_bytes_of_the_picture(tables):
    picture = show_figure(plot_estimates(tables))
    assert "base64" not in picture.caption()
    assert "png" not in repr(picture)


def test_figure_as_html_has_an_alternative_text_and_is_escaped():
    hostile = sample_tables(FIGURES[:2], title='"><script>alert(1)</script>')
    page = show_figure(plot_estimates(hostile)).html()
    assert page.startswith("<figure")
    assert 'alt="Dot chart' in page
    assert "<script" not in page


def test_sentence_of_ones_own_replaces_the_charts(tables):
    assert show_figure(plot_estimates(tables), "A <b>plain</b> line.").alt == "A <b>plain</b> line."
    assert "&lt;b&gt;" in show_figure(plot_estimates(tables), "A <b>plain</b> line.").caption()


def test_empty_article_is_saved_too(tmp_path):
    tables = empty_tables()
    assert save_figure(plot_estimates(tables), tmp_path / "empty.png", tables).stat().st_size > 0


def test_quick_png_has_the_pixels_of_the_careful_one(tables):
    chart = plot_estimates(tables)
    before = chart.figure.dpi
    quick, careful = (
        matplotlib.image.imread(io.BytesIO(made))
        for made in (quick_png(chart, dpi=120), png_bytes(chart, dpi=120))
    )
    assert (quick == careful).all()
    assert chart.figure.dpi == before


def test_page_drawn_anew_is_the_page_drawn_first():
    marks = estimate_marks(sample_tables(FIGURES))
    page = draw_marks(marks[:1])
    for shown in (marks, marks[2:4], marks[:0], marks[3:], marks):
        assert draw_marks(shown, page) is page
        assert png_bytes(page) == png_bytes(draw_marks(shown))

"""Text that is kept as pixels: what matplotlib draws, made once and copied."""

from __future__ import annotations

import random

import numpy as np
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure as Canvas
from matplotlib.text import Text

from helpers.views.charts import kept_text
from helpers.views.charts.kept_text import KeptText
from helpers.views.charts.palette import BAND

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
    monkeypatch.setattr(kept_text, "KEPT_TILES", 10)
    monkeypatch.setattr(kept_text, "_tiles", type(kept_text._tiles)())
    for number in range(25):
        ink(KeptText, f"line {number}", 1, 0.3)
        ink(KeptText, "used all the time", 1, 0.3)
        assert len(kept_text._tiles) <= 10
    texts = [key[0] for key in kept_text._tiles]
    assert "used all the time" in texts and "line 24" in texts and "line 3" not in texts


def test_pixels_are_kept_apart_for_each_look_of_a_line(monkeypatch):
    monkeypatch.setattr(kept_text, "_tiles", type(kept_text._tiles)())
    plain = {"fontsize": 9, "color": "#1f2328", "fontweight": "normal", "fontstyle": "normal"}
    others = {"fontsize": 10, "color": "#0b4f8a", "fontweight": "bold", "fontstyle": "italic"}
    for name, value in [("fontsize", 9), *others.items(), ("dpi", 144)]:
        looks = {"dpi": 96, **plain, name: value}
        for _ in range(2):
            place = (150 / looks["dpi"], 30 / looks["dpi"])
            kept, made = (ink(kind, "5,000", *place, **looks) for kind in (KeptText, Text))
            assert np.abs(kept - made).max() <= 2, name
    assert len(kept_text._tiles) == 6

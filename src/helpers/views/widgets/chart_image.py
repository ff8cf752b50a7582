"""A chart as pixels on the page; ipywidgets' own image takes no alternative text."""

from __future__ import annotations

from pathlib import Path

import anywidget
import traitlets

from ...escaping import isolated

STATIC = Path(__file__).parent / "static"


class ChartImage(anywidget.AnyWidget):
    """A PNG (``value``) shown ``width`` CSS pixels wide, with ``alt`` for a screen reader.

    It shrinks where the page is narrower. ``ratio`` is how many pixels the page's screen has for
    one of CSS, at its zoom: a picture with as many is sharp.
    """

    _esm = STATIC / "chart_image.js"

    value = traitlets.Bytes().tag(sync=True)
    alt = traitlets.Unicode().tag(sync=True)
    width = traitlets.Int(700).tag(sync=True)
    ratio = traitlets.Float(1.0, min=1.0, max=3.0).tag(sync=True)

    def __repr__(self) -> str:
        return f"<ChartImage: {len(self.value):,} bytes>"


def folded_words(told: str) -> str:
    """The sentence that stands for a chart, folded under it; escaped."""
    return (
        '<details style="max-width: 60em; line-height: 1.4">'
        f"<summary>This chart in words</summary><p>{isolated(told)}</p></details>"
    )

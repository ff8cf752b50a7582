"""A line of text whose pixels are made once: a chart full of words is drawn in half the time.

Most of the time of a picture goes into its letters, and a control's turn draws the same lines
again. Each line is turned into pixels once and copied from then on.
"""

from __future__ import annotations

import math
from collections import OrderedDict
from threading import Lock

import numpy as np
from matplotlib.backend_bases import RendererBase
from matplotlib.backends.backend_agg import RendererAgg
from matplotlib.text import Text

KEPT_TILES = 3_000  # lines of text kept as pixels: some 15 MB at the most

_tiles: OrderedDict[tuple, tuple[np.ndarray, float, int]] = OrderedDict()
_tiles_lock = Lock()  # a notebook draws on more than one thread


class KeptText(Text):
    """One line of text, set on its baseline, whose pixels are made once and then copied.

    On any other canvas than Agg's (SVG, PDF) it is drawn like every other text.
    """

    def draw(self, renderer: RendererBase) -> None:
        """Copies the line's pixels to its place; as ``Text.draw`` where that cannot be."""
        text = self.get_text()
        if not isinstance(renderer, RendererAgg) or not text:
            super().draw(renderer)
            return
        if not self.get_visible():
            return
        tile, width, rise = _tile(self, renderer)
        x, y = self.get_transform().transform(self.get_position())
        shift = {"left": 0.0, "center": width / 2, "right": width}[self.get_horizontalalignment()]
        context = renderer.new_gc()
        context.set_alpha(1.0 if (alpha := self.get_alpha()) is None else alpha)
        renderer.draw_image(context, round(x - shift) - _EDGE, round(y) - rise, tile)
        context.restore()
        self.stale = False


_EDGE = 2  # pixels around a tile, for letters that lean over their own box


def _tile(text: Text, renderer: RendererAgg) -> tuple[np.ndarray, float, int]:
    """The line's pixels from the bottom row up, its width, and its baseline's height in them."""
    font = text.get_fontproperties()
    key = (
        text.get_text(),
        text.get_color(),
        renderer.dpi,
        font.get_size_in_points(),
        font.get_weight(),
        font.get_style(),
    )
    with _tiles_lock:
        if key in _tiles:
            _tiles.move_to_end(key)
            return _tiles[key]
    width, height, descent = renderer.get_text_width_height_descent(text.get_text(), font, False)
    below = math.ceil(descent) + _EDGE
    tall = math.ceil(height) + below + _EDGE
    own = RendererAgg(math.ceil(width) + 2 * _EDGE, tall, renderer.dpi)
    context = own.new_gc()
    context.set_foreground(text.get_color())
    own.draw_text(context, _EDGE, tall - below, text.get_text(), font, 0)
    context.restore()
    pixels = np.asarray(own.buffer_rgba())[::-1].copy()
    made = (pixels, width, below)
    with _tiles_lock:
        _tiles[key] = made
        if len(_tiles) > KEPT_TILES:
            _tiles.popitem(last=False)
    return made

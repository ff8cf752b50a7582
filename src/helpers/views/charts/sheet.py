"""A page whose artists are kept: drawn again and again, as controls ask for another selection.

Nearly all the time of a chart full of words goes into its letters: 110 of 130 ms for the
headline chart. So each line of text is turned into pixels once and kept, and every artist is
taken from a pool instead of being made anew. One picture then costs a sixth of the time or less.
"""

from __future__ import annotations

import math
from collections import OrderedDict
from threading import Lock

import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import RendererAgg
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle
from matplotlib.text import Text

from .lettering import TextLines, Type
from .page import fit, new_page
from .palette import FONT

KEPT_TILES = 3_000  # lines of text kept as pixels: some 15 MB at the most

_tiles: OrderedDict[tuple, tuple[np.ndarray, float, int]] = OrderedDict()
_tiles_lock = Lock()  # a notebook draws on more than one thread


class KeptText(Text):
    """One line of text, set on its baseline, whose pixels are made once and then copied.

    On any other canvas than Agg's (SVG, PDF) it is drawn like every other text.
    """

    def draw(self, renderer) -> None:
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
        context.set_alpha(self.get_alpha())
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


class Sheet:
    """A page in inches, y downwards, whose texts, lines and boxes are used again.

    ``begin`` a drawing, put things on it, and ``end`` it: what the drawing did not use is
    hidden. ``gid`` names an artist, as in the other charts.
    """

    def __init__(self, ax: Axes | None = None, *, width: float) -> None:
        self.width = width
        self.page = new_page(ax, 1.0, width=width)
        self._own = ax is None
        self._pools: dict[str, list[Artist]] = {"text": [], "line": [], "box": []}
        self._used = dict.fromkeys(self._pools, 0)

    def begin(self, height: float) -> None:
        """An empty page, ``height`` inches tall."""
        self.height = height
        self._used = dict.fromkeys(self._pools, 0)
        if self._own:
            self.page.figure.set_size_inches(self.width, height)
        self.page.set_xlim(0, self.width)
        self.page.set_ylim(height, 0)

    def end(self) -> None:
        """Hides what the last drawing used and this one did not."""
        for name, pool in self._pools.items():
            for artist in pool[self._used[name] :]:
                artist.set_visible(False)
                artist.set_gid(None)
        if not self._own:
            fit(self.page, self.height, width=self.width)

    def text(
        self,
        x: float,
        y: float,
        text: str,
        type_: Type,
        *,
        align: str = "left",
        gid: str | None = None,
    ) -> None:
        """One line with its baseline at ``y``; ``align`` is left, center or right of ``x``."""
        artist = self._next("text")
        artist.set(
            position=(x, y),
            text=text,
            color=type_.colour,
            fontsize=type_.size,
            fontweight=type_.weight,
            fontstyle=type_.style,
            horizontalalignment=align,
            gid=gid,
            visible=True,
        )

    def block(self, block: TextLines, x: float, y: float, *, gid: str | None = None) -> float:
        """A wrapped block with its top at ``y``; the y below it comes back."""
        for line in block.lines:
            y += block.type.line
            self.text(x, y - 0.3 * block.type.line, line, block.type, gid=gid)
        return y

    def line(
        self, xs, ys, *, colour: str, width: float = 0.8, above: float = 2, gid: str | None = None
    ) -> None:
        """A line through points; NaN lifts the pen."""
        self._next("line").set(
            data=(xs, ys),
            color=colour,
            linewidth=width,
            linestyle="-",
            marker="none",
            zorder=above,
            gid=gid,
            visible=True,
            solid_capstyle="butt",
        )

    def marker(
        self,
        x: float,
        y: float,
        marker,
        *,
        colour: str,
        size: float,
        face: str | None = None,
        edge: float = 0.8,
        above: float = 4,
        gid: str | None = None,
    ) -> None:
        """One marker; ``face`` fills it (by default with its own colour)."""
        self._next("line").set(
            data=([x], [y]),
            color=colour,
            linestyle="none",
            marker=marker,
            markersize=size,
            markerfacecolor=face or colour,
            markeredgecolor=colour,
            markeredgewidth=edge,
            zorder=above,
            gid=gid,
            visible=True,
        )

    def box(
        self,
        x: float,
        y: float,
        width: float,
        height: float,
        *,
        fill: str,
        alpha: float = 1,
        above: float = 0.5,
        gid: str | None = None,
    ) -> None:
        """A filled rectangle with its upper left corner at ``x``, ``y``."""
        self._next("box").set(
            bounds=(x, y, width, height),
            facecolor=fill,
            alpha=alpha,
            linewidth=0,
            zorder=above,
            gid=gid,
            visible=True,
        )

    def _next(self, name: str) -> Artist:
        pool, at = self._pools[name], self._used[name]
        if at == len(pool):
            pool.append(self._made(name))
        self._used[name] = at + 1
        return pool[at]

    def _made(self, name: str) -> Artist:
        if name == "text":
            made = KeptText(0, 0, "", family=FONT, parse_math=False, va="baseline", zorder=5)
            made.set_transform(self.page.transData)
            return self.page.add_artist(made)
        if name == "line":
            made = Line2D([], [], clip_on=False)
            made.set_transform(self.page.transData)
            return self.page.add_artist(made)
        return self.page.add_artist(Rectangle((0, 0), 0, 0, clip_on=False))

"""Charts as pictures: saved to PNG or SVG, shown in a notebook with their sentence.

JupyterLab gives no image an alternative text, GitHub shows no picture that hides in HTML,
and nbval compares HTML letter by letter while the bytes of a PNG change with every release
of matplotlib. So a picture is shown as two outputs: the PNG, whose sentence travels in its
metadata (nbconvert makes it the image's ``alt``) and as its plain text; and under it the
same sentence folded, which a screen reader reads and nbval compares.
:meth:`Picture.html` gives ``<figure><img alt=…>`` for pages that are not compared.
"""

from __future__ import annotations

import base64
import html
import os
import struct
import zlib
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any

import numpy as np
from matplotlib import rc_context
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from ...errors import OutputError
from ...escaping import NO_MATHEMATICS
from ...writing import write_file
from .lettering import CREDIT, MARGIN, WIDTH, wrapped
from .wording import credit_line

if TYPE_CHECKING:
    from ...tables import Tables

DPI = 144  # sharp on a doubled screen; shown at two thirds of its pixels
SHOWN_DPI = 96

# White paper would be a slab of light on a dark page; hues stay what they are.
TURNED = "filter: invert(0.92) hue-rotate(180deg)"
_DARK = (
    '[data-jp-theme-light="false"] .jp-OutputArea-child'
    f":has(+ .jp-OutputArea-child .chart-alt) img {{ {TURNED} }}"
)

# Widgets answer on another thread than cells, and matplotlib's settings are for all of them.
_drawing = Lock()


@dataclass(frozen=True, slots=True)
class Picture:
    """A PNG with its sentence; ends a notebook cell as picture and caption."""

    png: bytes = field(repr=False)
    alt: str
    width: int

    def _ipython_display_(self) -> None:
        from IPython.display import display

        display(
            {"image/png": base64.b64encode(self.png).decode("ascii"), "text/plain": self.alt},
            metadata={"image/png": {"alt": self.alt, "width": self.width}},
            raw=True,
        )
        display({"text/html": self.caption(), "text/plain": self.alt}, raw=True)

    def caption(self) -> str:
        """The sentence folded under the picture, which turns dark with the page; escaped."""
        style = "max-width: 60em; font-size: 0.85em; opacity: 0.85"
        told = html.escape(self.alt)
        return (
            f"<style>{_DARK}</style>"
            f'<details class="chart-alt {NO_MATHEMATICS}" style="{style}">'
            f"<summary>This chart in words</summary><p>{told}</p></details>"
        )

    def html(self) -> str:
        """``<figure>`` with the picture inside, its alternative text and its caption."""
        data = base64.b64encode(self.png).decode("ascii")
        alt = html.escape(self.alt)
        return (
            f'<figure style="margin: 0"><img src="data:image/png;base64,{data}" alt="{alt}" '
            f'style="width: {self.width}px; max-width: 100%"><figcaption>{alt}</figcaption>'
            "</figure>"
        )


def show_figure(chart: Axes | Figure, alt: str | None = None) -> Picture:
    """The chart as a picture to end a notebook cell with; ``alt`` says in words what it shows.

    A chart drawn by this package on a page of its own brings its sentence along.
    """
    if alt is None:
        alt = alt_of(chart) or "Chart without a description."
    figure = _figure(chart)
    width = round(figure.get_size_inches()[0] * SHOWN_DPI)
    return Picture(png_bytes(figure), alt, width)


def alt_of(chart: Axes | Figure) -> str:
    """The words that a chart of this package brings along; "" for any other."""
    return getattr(chart, "alt", "")


def png_bytes(
    chart: Axes | Figure, *, dpi: int = DPI, title: str = "", description: str = ""
) -> bytes:
    """The chart as PNG; the same chart gives the same bytes with one release of matplotlib."""
    buffer = BytesIO()
    metadata = {"Software": None, "Title": title or None, "Description": description or None}
    with _drawing:
        _figure(chart).savefig(
            buffer,
            format="png",
            dpi=dpi,
            metadata={k: v for k, v in metadata.items() if v or k == "Software"},
        )
    return buffer.getvalue()


def quick_png(chart: Axes | Figure, *, dpi: int) -> bytes:
    """The chart as PNG for a control's answer: bare, and written in a third of the time.

    A drawing is flat colours, which deflate as small without the filters that Pillow tries on
    every line.
    """
    with _drawing:
        figure = _figure(chart)
        before, figure.dpi = figure.dpi, dpi
        try:
            canvas = FigureCanvasAgg(figure)
            canvas.draw()
            pixels = np.asarray(canvas.buffer_rgba())
        finally:
            figure.dpi = before
    high, wide = pixels.shape[:2]
    lines = np.zeros((high, 1 + 4 * wide), np.uint8)  # each line begins with 0: no filter
    lines[:, 1:] = pixels.reshape(high, -1)
    head = struct.pack(">IIBBBBB", wide, high, 8, 6, 0, 0, 0)
    chunks = ((b"IHDR", head), (b"IDAT", zlib.compress(lines.tobytes(), 1)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in chunks
    )


def svg_text(chart: Axes | Figure, *, title: str = "", description: str = "") -> str:
    """The chart as SVG with its sentence as the image's label; no clock, no random ids."""
    buffer = BytesIO()
    with _drawing, rc_context({"svg.hashsalt": "attributed", "svg.fonttype": "path"}):
        _figure(chart).savefig(
            buffer,
            format="svg",
            metadata={
                "Date": None,
                "Creator": None,
                **({"Title": title} if title else {}),
                **({"Description": description} if description else {}),
            },
        )
    label = html.escape(description or title, quote=True)
    return (
        buffer.getvalue()
        .decode("utf-8")
        .replace("<svg ", f'<svg role="img" aria-label="{label}" ', 1)
    )


def save_figure(
    chart: Axes | Figure, path: str | os.PathLike[str], tables: Tables, *, alt: str | None = None
) -> Path:
    """Write the chart to ``path`` as PNG or SVG, by its ending, whole or not at all.

    A chart that does not name its article yet gets the credit line under it. The sentence
    ``alt`` (by default the chart's own) is stored in the file. The path comes back.
    """
    target = Path(path)
    kind = target.suffix.lower()
    if kind not in (".png", ".svg"):
        raise OutputError(f"{target.name!r} does not say what to write: end it in .png or .svg")
    credit = credit_line(tables)
    figure = _figure(chart)
    added = _credit_added(figure, credit)
    alt = alt or alt_of(chart) or credit
    try:
        data = (
            png_bytes(figure, dpi=2 * SHOWN_DPI, title=credit, description=alt)
            if kind == ".png"
            else svg_text(figure, title=credit, description=alt).encode("utf-8")
        )
    finally:
        for artist in added:
            artist.remove()
    write_file(target, data)
    return target


def _figure(chart: Axes | Figure) -> Figure:
    return chart if isinstance(chart, Figure) else chart.figure.figure


def _credit_added(figure: Figure, credit: str) -> list:
    """The credit line's artists, added to a figure that has none; for the file only."""
    texts: list[Any] = [*figure.texts, *(t for axes in figure.axes for t in axes.texts)]
    if any(text.get_gid() == "credit" for text in texts):
        return []
    inches = figure.get_size_inches()
    block = wrapped(credit, CREDIT, min(inches[0], WIDTH) - 2 * MARGIN)
    return [
        figure.text(
            MARGIN / inches[0],
            0.04 / inches[1],
            "\n".join(block.lines),
            size=CREDIT.size,
            color=CREDIT.colour,
            family="DejaVu Sans",
            va="bottom",
            parse_math=False,
            gid="credit",
        )
    ]

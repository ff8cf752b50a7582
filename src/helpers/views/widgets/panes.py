"""Linked panes: words, text, chart and table that answer each other in the page.

The HTML of each pane is made and escaped in Python; ``static/panes.js`` only lights up what
belongs together, and tells the kernel what was picked.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import anywidget
import traitlets

from ..charts.live_chart import dark_colours
from ..highlight import LAYERS

STATIC = Path(__file__).parent / "static"


@cache
def _css() -> str:
    dark = f".panes.dark {{ {dark_colours()} }}\n"
    return (STATIC / "panes.css").read_text("utf-8") + dark


class Panes(anywidget.AnyWidget):
    """Four panes of HTML; an empty one is hidden.

    ``picked`` holds the ids picked last, by a click, a key or from Python; ``links`` leads from
    an id to those that light up with it; ``labels`` names the panes for a screen reader.
    """

    _esm = STATIC / "panes.js"

    css = traitlets.Unicode().tag(sync=True)
    words = traitlets.Unicode().tag(sync=True)
    text = traitlets.Unicode().tag(sync=True)
    chart = traitlets.Unicode().tag(sync=True)
    table = traitlets.Unicode().tag(sync=True)
    labels = traitlets.Dict().tag(sync=True)
    links = traitlets.Dict().tag(sync=True)
    layers = traitlets.List(traitlets.Unicode(), list(LAYERS)).tag(sync=True)
    picked = traitlets.List(traitlets.Unicode()).tag(sync=True)

    def __init__(self, **values: Any) -> None:
        super().__init__(css=_css(), **values)

    def __repr__(self) -> str:
        # Short, and the same in every run: the default prints every trait.
        return f"<Panes: {len(self.picked)} picked>"

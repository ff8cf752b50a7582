"""A slider from 0 to 1 that a screen reader can name; the handle of ipywidgets' has no name."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import anywidget
import traitlets

STATIC = Path(__file__).parent / "static"


class Slider(anywidget.AnyWidget):
    """A native range control; ``value`` lies from 0 to 1 and moves in steps of ``step``."""

    _esm = STATIC / "slider.js"

    label = traitlets.Unicode().tag(sync=True)
    step = traitlets.Float(0.05).tag(sync=True)
    value = traitlets.Float(0.0, min=0.0, max=1.0).tag(sync=True)

    def __init__(self, label: str, **values: Any) -> None:
        super().__init__(label=label, **values)

    def __repr__(self) -> str:
        return f"<Slider {self.label!r}: {self.value:g}>"

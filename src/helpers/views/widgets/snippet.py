"""Lines of Python beside a board, so that a session with the pointer becomes a cell."""

from __future__ import annotations

from pathlib import Path

import anywidget
import traitlets

STATIC = Path(__file__).parent / "static"


class Snippet(anywidget.AnyWidget):
    """``code`` to read, under a button that copies it."""

    _esm = STATIC / "snippet.js"

    label = traitlets.Unicode("Copy as code").tag(sync=True)
    code = traitlets.Unicode().tag(sync=True)

    def __repr__(self) -> str:
        return f"<Snippet: {len(self.code.splitlines())} lines>"

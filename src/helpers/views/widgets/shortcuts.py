"""Keeps the keys that are typed into a board from JupyterLab's own shortcuts."""

from __future__ import annotations

from pathlib import Path

import anywidget

STATIC = Path(__file__).parent / "static"


class KeyGuard(anywidget.AnyWidget):
    """Shows nothing; the box it stands in keeps the keys of all its controls to itself."""

    _esm = STATIC / "keys.js"

    def __repr__(self) -> str:
        return "<KeyGuard>"
